package main

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"duikai/layout/diag"
	"duikai/layout/page"
	"duikai/render"
	"duikai/render/pdf"
	"duikai/render/pdfx"
)

const goodText = "江上有雾，渡船停航。"

// FuzzPipeline goes from a folder to a PDF: issue.yaml and one story of any
// bytes stand beside a story and a picture that are good. There is a PDF or a
// problem that says why not, a draft is drawn in spite of errors, and of a
// story's text nothing is lost without a word.
func FuzzPipeline(f *testing.F) {
	f.Add(onePage, harbour)
	f.Add(onePage+"      - {picture: p.png, at: [1, 40], span: [2, 10], caption: 江边}\n      - {notice: [晴, 风], at: [3, 40], span: [2, 9]}\n      - {digest: 导读, stories: [harbour], at: [1, 60], span: [2, 9]}\n",
		"---\nheadline: [老码头, 新汽笛]\ndeck: 副题\nsummary: [一, 二]\ninitial: 3\npictures: [{file: p.png, width: 9em, place: between}]\n---\n"+strings.Repeat("江上有雾。", 90)+"\n\n### 雾\n\n|甲|乙|\n|-|-:|\n|1|2.5|\n\n>> 引文\n\n- 一\n- 二\n")
	f.Add("paper: 甲\ndate: 2026-11-23\npages:\n- number: 1\n  slots: [{story: harbour, at: [1, 1], span: [1, 2]}, {story: harbour, at: [4, 1], span: [1, 3], head: vertical-left}, {story: good, at: [1, 9], span: [5, 9], text: vertical}]\nstyle: {hanging: true, break: strict, latin-gap: 0.25em, body: {size: 20pt}}\n",
		"2*3=6 {字|zì} ==重== **粗** `代码` Affiliations of 1998—2026 𠮷 e\u0301 \u202e(ن) 🄯\n")
	f.Add("", "")
	f.Add(strings.Replace(onePage, "harbour", "good", 1), "\xff\x00")
	var dot bytes.Buffer
	if err := png.Encode(&dot, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		f.Fatal(err)
	}
	cache, press := new(pdf.Cache), new(render.Presses)
	f.Fuzz(func(t *testing.T, issue, story string) {
		if len(issue)+len(story) > 1<<14 {
			return
		}
		fsys := fstest.MapFS{
			"issue.yaml": {Data: []byte(issue)}, "stories/harbour.md": {Data: []byte(story)},
			"stories/good.md": {Data: []byte("---\nheadline: 渡船\n---\n" + goodText + "\n")},
			"p.png":           {Data: dot.Bytes()},
		}
		for _, draft := range []bool{false, true} {
			r, err := render.Job{FS: fsys, Draw: true, Draft: draft, Cache: cache, Presses: press, Printing: render.Printing{Standard: pdfx.X1a}}.Run()
			if err != nil {
				t.Fatal(err)
			}
			checkResult(t, r, draft)
		}
	})
}

// checkResult holds what every result must be.
func checkResult(t *testing.T, r render.Result, draft bool) {
	t.Helper()
	for _, p := range r.Problems {
		for _, l := range []diag.Lang{diag.English, diag.Chinese} {
			if text := p.Format(l); strings.Contains(text, "%!") || strings.TrimSpace(text) == "" {
				t.Errorf("badly said: %q", text)
			}
		}
	}
	usable := !r.Unusable() && r.Edition != nil && len(r.Edition.Pages) > 0
	switch bad := r.Problems.Has(diag.Error); {
	case r.Document == nil && !bad && !r.Unusable():
		t.Errorf("no PDF and no word why: %v", r.Problems)
	case r.Document != nil && bad && !draft:
		t.Errorf("a PDF in spite of %v", r.Problems)
	case r.Document != nil && !bytes.HasPrefix(r.Document, []byte("%PDF-")):
		t.Errorf("%.20q is no PDF", r.Document)
	case r.Document == nil && draft && usable:
		t.Errorf("no draft of a usable edition: %v", r.Problems)
	}
	if usable {
		checkOver(t, r)
	}
}

// checkOver: what is left over is an error, and the characters of the good
// story are set once, or counted as left over.
func checkOver(t *testing.T, r render.Result) {
	t.Helper()
	set, over, placed := 0, 0, false
	for _, p := range r.Edition.Pages {
		for _, pl := range p.Placements {
			if pl.Over > 0 && !r.Problems.Has(diag.Error) {
				t.Errorf("%s: %d characters are left over without an error", pl.Story, pl.Over)
			}
			if pl.Kind == "story" && pl.Story == "good" {
				placed = true
				over += pl.Over
			}
		}
		for _, it := range p.Items {
			if tx, ok := it.(*page.Text); ok && tx.Story == "good" && tx.Part == page.Body {
				set += seen(tx.String())
			}
		}
	}
	if want := seen(goodText); placed && set+over != want {
		t.Errorf("of %d characters %d are set and %d left over", want, set, over)
	}
}

// seen counts the characters that leave ink.
func seen(s string) (n int) {
	for _, c := range s {
		if !unicode.IsSpace(c) {
			n++
		}
	}
	return n
}
