package workbench

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf8"

	"duikai/fonts/fonttest"
	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/edit"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/proofs"
)

// lay puts the issue of the folder on the bench.
func lay(t *testing.T, m memory, b *Bench) {
	t.Helper()
	set, err := fonttest.Set()
	if err != nil {
		t.Fatal(err)
	}
	is, _ := manuscript.Load(b.o.Folder())
	ed, _ := layout.Compose(is, set, layout.Options{Draft: true})
	hash, content := func(*page.Page) string { return "h" }, func(*page.Page) string { return "c" }
	proofs.Place(ed, is, proofs.Options{Sum: content})
	b.Show(View{Issue: is, Source: m["issue.yaml"].Data, Edition: ed, Faces: set, Hash: hash, Content: content})
}

// TestMarksRefused: what cannot be marked is refused for its own reason, in whole
// characters.
func TestMarksRefused(t *testing.T) {
	m, b, _, _ := server(t)
	lay(t, m, b)
	long := strings.Repeat("，改", maxNote)
	for body, why := range map[string]edit.Why{
		`{"page":1,"who":"王三"}`:                                                edit.NoNote,
		`{"page":1,"note":"改"}`:                                                edit.NoName,
		`{"page":1,"note":"` + long + `","who":"王三"}`:                          edit.TooMuch,
		`{"page":1,"note":"改","who":"` + long + `"}`:                           edit.TooMuch,
		`{"page":1,"note":"改","who":"` + strings.Repeat("王", maxName+1) + `"}`: edit.TooMuch,
		`{"page":9,"note":"改","who":"王三"}`:                                     edit.PageChanged,
		`{"page":1,"note":"改","who":"王三","box":[1,2,3]}`:                       edit.Unread,
		`{"page":1,"note":"改","who":"王三","box":[1,2,3,4,5]}`:                   edit.Unread,
	} {
		_, err := b.mark(nil, []byte(body))
		r, ok := errors.AsType[*edit.Refused](err)
		if !ok || r.Why != why {
			t.Errorf("%.40s: %v, want %s", body, err, why)
			continue
		}
		if text := r.In(diag.Chinese); !utf8.ValidString(text) {
			t.Errorf("%q", text)
		}
	}
	_, err := b.remark(nil, []byte(`{"do":"answer","number":1,"note":"`+long+`","who":"王三"}`))
	if r, ok := errors.AsType[*edit.Refused](err); !ok || r.Why != edit.TooMuch {
		t.Error(err)
	}
	if m[manuscript.ProofsFile] != nil {
		t.Errorf("%s", m[manuscript.ProofsFile].Data)
	}
	if _, err := b.mark(nil, []byte(`{"page":1,"note":"改\n一改","who":" 王三 "}`)); err != nil || !strings.Contains(string(m[manuscript.ProofsFile].Data), "note: 改 一改\n    who: 王三\n") {
		t.Errorf("%v %s", err, m[manuscript.ProofsFile].Data)
	}
}

// TestMarksListed: every mark is listed with what was answered, whether its words and its
// page are there or not.
func TestMarksListed(t *testing.T) {
	m, b, _, _ := server(t)
	save := func(text string) { _ = m.Swap(manuscript.ProofsFile, nil, []byte(text)) }
	save("marks:\n- {page: 1, story: a, words: 正文, note: 甲, answers: [{who: 李四, note: 好}]}\n- {page: 7, story: a, words: 没有的字, note: 乙, answers: [{who: 李四, note: 看过}], settled: {who: 王三}}\n")
	lay(t, m, b)
	view, _, _ := b.now()
	list := b.proofState(view).Remarks
	if len(list) != 2 {
		t.Fatalf("%+v", list)
	}
	if r := list[0]; r.Number != 1 || r.Page != 1 || r.Gone || len(r.Places) != 1 || !strings.HasPrefix(r.At, "stories/a.md:4:") || len(r.Answers) != 1 {
		t.Errorf("%+v", r)
	}
	if r := list[1]; r.Number != 2 || r.Page != 7 || !r.Gone || len(r.Places) != 0 || r.At != "" || len(r.Answers) != 1 || r.Settled == nil || r.Settled.Who != "王三" || r.Seen == list[0].Seen {
		t.Errorf("%+v", r)
	}
}

// TestChoicesOfPages: plans that are shown of one page leave those that somebody else
// looks at on another.
func TestChoicesOfPages(t *testing.T) {
	m, b, _, _ := server(t)
	n := 0
	b.o.Plan = func(context.Context, PlanWish, int) ([]Planned, error) {
		n++
		return []Planned{{Was: m["issue.yaml"].Data, Now: append([]byte(onePage), strings.Repeat("#", n)...)}}, nil
	}
	plan := func(body string) error {
		_, err := b.plans(httptest.NewRequest(http.MethodPost, "/", nil), []byte(body))
		return err
	}
	if err := errors.Join(plan(`{"page":1}`), plan(`{"page":2}`), plan(`{"page":1}`)); err != nil {
		t.Fatal(err)
	}
	if len(b.choices) != 2 || b.choices["2"].wish.Page != 2 || b.choices["3"].wish.Page != 1 {
		t.Errorf("%v", b.choices)
	}
}

// TestSignaturesLocked: who is at work on a page keeps it from being signed, a signature from
// being taken back, and either from being undone; marks may be made meanwhile.
func TestSignaturesLocked(t *testing.T) {
	m, b, _, _ := server(t)
	lay(t, m, b)
	const sign, unsign = `{"page":1,"status":"first","hash":"h","who":"王三","me":"a"}`, `{"page":1,"who":"王三","me":"a"}`
	busy := func(is bool) {
		t.Helper()
		if _, err := b.hereNow(nil, []byte(`{"id":"b","name":"李四","page":1,"busy":`+map[bool]string{true: "[1]", false: "[]"}[is]+`}`)); err != nil {
			t.Fatal(err)
		}
	}
	step := func(act func(*http.Request, []byte) (any, error), body string) {
		t.Helper()
		was := string(m[manuscript.ProofsFile].Data)
		busy(true)
		if _, err := act(nil, []byte(body)); !strings.Contains(fmt.Sprint(err), "李四") {
			t.Errorf("%s: %v", body, err)
		}
		if now := string(m[manuscript.ProofsFile].Data); now != was {
			t.Errorf("%s is written:\n%s", body, now)
		}
		busy(false)
		if _, err := act(nil, []byte(body)); err != nil {
			t.Fatal(err)
		}
		if string(m[manuscript.ProofsFile].Data) == was {
			t.Errorf("%s: nothing is written", body)
		}
		lay(t, m, b)
	}
	busy(true)
	if _, err := b.mark(nil, []byte(`{"page":1,"note":"改","who":"王三","me":"a"}`)); err != nil {
		t.Fatal(err)
	}
	step(b.sign, sign)
	step(b.undo, `{"me":"a","n":2}`)
	step(b.redo, `{"me":"a","n":2}`)
	step(b.sign, unsign)
	step(b.undo, `{"me":"a","n":3}`)
}
