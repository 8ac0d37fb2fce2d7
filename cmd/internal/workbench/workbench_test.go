package workbench

import (
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/edit"
	"duikai/layout/manuscript"
)

// memory is a folder of the test.
type memory fstest.MapFS

func (m memory) Read(name string) ([]byte, error) { return fs.ReadFile(fstest.MapFS(m), name) }
func (m memory) Swap(name string, was, now []byte) error {
	m[name] = &fstest.MapFile{Data: now}
	return nil
}
func (m memory) Append(name string, data []byte) error {
	if m[name] == nil {
		m[name] = &fstest.MapFile{}
	}
	m[name].Data = append(slices.Clone(m[name].Data), data...)
	return nil
}

func (m memory) Size(name string) (int64, error) {
	if m[name] == nil {
		return 0, nil
	}
	return int64(len(m[name].Data)), nil
}
func (m memory) Lock() (func(), error) { return func() {}, nil }

const token = "TOKEN"

const onePage = "paper: 报\ndate: 2026-11-23\npages:\n  - number: 1\n    slots:\n      - {story: a, at: [1, 1], span: [2, 20]}\n      - {story: b, at: [3, 1], span: [2, 20]}\n"

func server(t *testing.T) (memory, *Bench, *httptest.Server, *int) {
	t.Helper()
	m := memory{"issue.yaml": {Data: []byte(onePage)}, "stories/a.md": {Data: []byte("---\nheadline: 题\n---\n正文。\n")}, "stories/b.md": {Data: []byte("正文。\n")}}
	session, err := edit.Open(m, func() time.Time { return time.Time{} })
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	b := New(Options{Session: session, Folder: func() fs.FS { return fstest.MapFS(m) }, Changed: func() { told++ }})
	page := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("page " + r.URL.Path)) })
	edited := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte("bench " + r.URL.Path)) })
	web := httptest.NewServer(&Gate{Reading: page, Editing: edited, Bench: b, Token: token, Share: "SHARED"})
	t.Cleanup(web.Close)
	return m, b, web, &told
}

func ask(t *testing.T, method, url, body string, header map[string]string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range header {
		r.Header.Set(k, v)
	}
	if h := header["Host"]; h != "" {
		r.Host = h
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var text strings.Builder
	buf := make([]byte, 1<<16)
	for {
		n, err := answer.Body.Read(buf)
		text.Write(buf[:n])
		if err != nil {
			return answer.StatusCode, text.String()
		}
	}
}

func TestGate(t *testing.T) {
	_, _, web, _ := server(t)
	for path, want := range map[string]string{
		"/": "page /", "/page/1.png": "page /page/1.png", "/edit/TOKEN/": "bench /", "/edit/TOKEN/events": "bench /events", "/share/SHARED/events": "page /events",
		"/edit/TOKEN": "308", "/share/SHARED": "308", "/edit/token/": "403", "/edit/": "403", "/edit": "403", "/edit//desk/state": "403", "/share/TOKEN/": "403", "/share//": "403",
		"/edit/SHARED/desk/state": "403", "/share/SHARED/desk/state": "page /desk/state", "/desk/state": "page /desk/state",
	} {
		code, body := ask(t, http.MethodGet, web.URL+path, "", nil)
		got := body
		if code != http.StatusOK {
			got = strconv.Itoa(code)
		}
		if got != want {
			t.Errorf("%s: %d %s, want %s", path, code, body, want)
		}
	}
	if same("", "") || same("x", "") {
		t.Error("no token is a key")
	}
	g := &Gate{Reading: http.NotFoundHandler(), Token: token}
	for from, want := range map[string]int{"127.0.0.1:1": http.StatusNotFound, "[::1]:1": http.StatusNotFound, "192.0.2.7:1": http.StatusForbidden, "": http.StatusForbidden} {
		w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = from
		if g.ServeHTTP(w, r); w.Code != want {
			t.Errorf("from %s: %d", from, w.Code)
		}
	}
}

// TestWritesAreChecked: only the page that this server gave may change anything, and
// only as JSON.
func TestWritesAreChecked(t *testing.T) {
	m, _, web, told := server(t)
	url := web.URL + "/edit/TOKEN/desk/do"
	body := `{"do":"move","slots":[{"slot":{"page":1,"kind":"story","name":"a"},"set":{"at":"[1, 2]"}}]}`
	good := map[string]string{"Origin": web.URL, "Content-Type": "application/json"}
	for name, c := range map[string]struct {
		change map[string]string
		code   int
	}{
		"no origin":          {map[string]string{"Origin": ""}, http.StatusForbidden},
		"another origin":     {map[string]string{"Origin": "http://evil.example"}, http.StatusForbidden},
		"another port":       {map[string]string{"Origin": "http://127.0.0.1:1"}, http.StatusForbidden},
		"of no document":     {map[string]string{"Origin": "null"}, http.StatusForbidden},
		"a form":             {map[string]string{"Content-Type": "text/plain"}, http.StatusForbidden},
		"across sites":       {map[string]string{"Sec-Fetch-Site": "cross-site"}, http.StatusForbidden},
		"under another name": {map[string]string{"Host": "evil.example", "Origin": "http://evil.example"}, http.StatusMisdirectedRequest},
	} {
		h := map[string]string{}
		for k, v := range good {
			h[k] = v
		}
		for k, v := range c.change {
			h[k] = v
		}
		if code, _ := ask(t, http.MethodPost, url, body, h); code != c.code {
			t.Errorf("%s: %d", name, code)
		}
	}
	if code, _ := ask(t, http.MethodPut, url, body, good); code != http.StatusMethodNotAllowed {
		t.Errorf("PUT: %d", code)
	}
	if string(m["issue.yaml"].Data) != onePage || *told != 0 {
		t.Fatal("something is changed")
	}
	if code, text := ask(t, http.MethodPost, url, body, good); code != http.StatusOK || !strings.Contains(string(m["issue.yaml"].Data), "a, at: [1, 2]") || *told != 1 {
		t.Errorf("%d %s", code, text)
	}
	if code, text := ask(t, http.MethodPost, web.URL+"/edit/TOKEN/desk/undo", `{"n":1}`, good); code != http.StatusOK || string(m["issue.yaml"].Data) != onePage {
		t.Errorf("%d %s", code, text)
	}
	for body, want := range map[string]string{
		"{": "refused",
		`{"slots":[{"slot":{"page":1,"kind":"story","name":"a"},"set":{"at":"[9, 2]"},"was":{"at":"[7, 7]"}}]}`: "conflict",
		`{"texts":[{"story":"../../x","item":-1}]}`:                                                             "refused",
	} {
		if _, text := ask(t, http.MethodPost, url, body, good); !strings.Contains(text, `"kind":"`+want) {
			t.Errorf("%s: %s", body, text)
		}
	}
	for _, path := range []string{"web/desk.js", "../bench.go", "desk.html", "", "state.go", "page/x", "page/99"} {
		if code, _ := ask(t, http.MethodGet, web.URL+"/edit/TOKEN/desk/"+path, "", nil); code == http.StatusOK {
			t.Errorf("%s is served", path)
		}
	}
	for _, name := range append(slices.Clone(Modules), Styles...) {
		if code, text := ask(t, http.MethodGet, web.URL+"/edit/TOKEN/"+name, "", nil); code != http.StatusOK || text == "" {
			t.Errorf("%s: %d", name, code)
		}
	}
}

// TestLocked: a page is its editor's while they are at work on it, and no longer.
func TestLocked(t *testing.T) {
	_, b, _, _ := server(t)
	here := func(p string) {
		t.Helper()
		if _, err := b.hereNow(nil, []byte(p)); err != nil {
			t.Fatal(err)
		}
	}
	calls := 0
	b.o.Here = func() { calls++ }
	move := []byte(`{"me":"one","slots":[{"slot":{"page":1,"kind":"story","name":"a"},"set":{"at":"[1, 2]"}}]}`)
	here(`{"id":"two","name":"李二","page":1,"busy":[1]}`)
	_, err := b.do(nil, move)
	if l, ok := errors.AsType[*locked](err); !ok || l.In(diag.Chinese) != "李二 正在编辑第 1 版" {
		t.Fatal(err)
	}
	here(`{"id":"two","name":"李二","page":1,"busy":[]}`)
	if _, err := b.do(nil, move); err != nil {
		t.Error(err)
	}
	here(`{"id":"two","page":1,"busy":[1]}`)
	if err := b.here.allowed("one", []int{1}); err == nil {
		t.Error("who is at work locks no page")
	}
	here(`{"id":"two","left":true}`)
	if list := b.here.list(); len(list) > 0 {
		t.Errorf("who has left is there: %v", list)
	}
	here(`{"id":"two","page":2,"busy":[2,1]}`)
	if err := b.here.allowed("one", []int{1}); err == nil {
		t.Error("the second page of who is at work is locked for nobody")
	}
	b.here.people["two"].seen = time.Now().Add(-2 * gone)
	if err := b.here.allowed("one", []int{1}); err != nil {
		t.Error("who has gone locks a page:", err)
	}
	// Others are called where somebody comes, is elsewhere, or leaves, and no more.
	if calls != 5 {
		t.Errorf("called %d times", calls)
	}
	here(`{"id":"three","name":"王三","page":1,"slot":"a","busy":[1]}`)
	calls = 0
	for _, step := range []struct {
		sent string
		want int
	}{
		{`"name":"王三","page":1,"slot":"a","busy":[1]`, 0}, {`"name":"王三","page":1,"slot":"b","busy":[1]`, 1}, {`"name":"王三","page":2,"slot":"b","busy":[1]`, 1},
		{`"name":"王三","page":2,"slot":"b"`, 1}, {`"name":"王","page":2,"slot":"b"`, 1}, {`"left":true`, 1}, {`"left":true`, 0},
	} {
		before := calls
		if here(`{"id":"three",` + step.sent + `}`); calls-before != step.want {
			t.Errorf("%s: called %d times", step.sent, calls-before)
		}
	}
}

// TestUnread: what no page of ours sends is answered in words that tell an editor what to
// do, in their language, and not with a value and a key that they have not written.
func TestUnread(t *testing.T) {
	for lang, want := range map[diag.Lang]struct{ unread, foreign, much string }{
		diag.English: {"what the browser sent cannot be read: reload the page and do it again", "this page did not come from this server: open the address that duikai serve printed and do it again", "what was written is too large"},
		diag.Chinese: {"浏览器发来的内容无法识别，请刷新页面后重做", "本页不是由此服务器给出的，请打开 duikai serve 输出的地址后重做", "所写的内容 太大"},
	} {
		_, b, web, told := server(t)
		b.o.Lang = lang
		b.o.Compare = func(Version) error { t.Error("something is compared"); return nil }
		good := map[string]string{"Origin": web.URL, "Content-Type": "application/json"}
		for _, c := range []struct {
			path, body string
			header     map[string]string
			code       int
			text       string
		}{
			{"do", "{", good, http.StatusUnprocessableEntity, want.unread},
			{"do", "[]", good, http.StatusUnprocessableEntity, want.unread},
			{"do", `{"slots":7}`, good, http.StatusUnprocessableEntity, want.unread},
			{"undo", "", good, http.StatusUnprocessableEntity, want.unread},
			{"fill", "x", good, http.StatusUnprocessableEntity, want.unread},
			{"try", "{}", good, http.StatusUnprocessableEntity, want.unread},
			{"here", "{}", good, http.StatusUnprocessableEntity, want.unread},
			{"remark", `{"do":"burn","who":"王三"}`, good, http.StatusUnprocessableEntity, want.unread},
			{"compare", "{}", map[string]string{"Origin": web.URL, "Content-Type": "text/plain"}, http.StatusUnsupportedMediaType, want.unread},
			{"compare", "{", good, http.StatusUnprocessableEntity, want.unread},
			{"do", "{}", map[string]string{"Origin": "http://evil.example", "Content-Type": "application/json"}, http.StatusForbidden, want.foreign},
			{"do", strings.Repeat(" ", maxBody+1), good, http.StatusRequestEntityTooLarge, want.much},
		} {
			code, text := ask(t, http.MethodPost, web.URL+"/edit/TOKEN/desk/"+c.path, c.body, c.header)
			if said := `{"kind":"refused","text":"` + c.text + "\"}\n"; code != c.code || text != said {
				t.Errorf("%s %.20s: %d %s", c.path, c.body, code, text)
			}
		}
		if *told != 0 {
			t.Error("something is changed")
		}
	}
}

// TestNames: an editor with a long name, or at a picture with a long path, is there like
// any other; who is called longer than the field takes is told.
func TestNames(t *testing.T) {
	_, b, _, _ := server(t)
	name := strings.Repeat("王", maxName)
	if _, err := b.hereNow(nil, []byte(`{"id":"one","name":"`+name+`","slot":"1 picture `+strings.Repeat("图", 200)+`.jpg 0","page":1,"busy":[1]}`)); err != nil {
		t.Error(err)
	}
	if l, ok := errors.AsType[*locked](b.here.allowed("two", []int{1})); !ok || l.name != name {
		t.Error("who is at work locks nothing")
	}
	_, err := b.hereNow(nil, []byte(`{"id":"one","name":"`+name+`三"}`))
	if r, ok := errors.AsType[*edit.Refused](err); !ok || r.Why != edit.TooMuch {
		t.Error(err)
	}
}

// TestUndoOnce: of two editors who undo or do again what both see as the next step, one
// does; the other is told, and nothing else is undone in its place.
func TestUndoOnce(t *testing.T) {
	m, b, _, told := server(t)
	for _, row := range []string{"2", "3"} {
		if _, err := b.do(nil, []byte(`{"do":"move","slots":[{"slot":{"page":1,"kind":"story","name":"a"},"set":{"at":"[1, `+row+`]"}}]}`)); err != nil {
			t.Fatal(err)
		}
	}
	*told = 0
	for _, step := range []struct {
		turn func(*http.Request, []byte) (any, error)
		n    string
		ok   bool
		row  string // of the slot afterwards
	}{
		{b.undo, "2", true, "2"}, {b.undo, "2", false, "2"}, {b.undo, "0", false, "2"},
		{b.redo, "2", true, "3"}, {b.redo, "2", false, "3"},
		{b.undo, "2", true, "2"}, {b.redo, "1", false, "2"}, {b.undo, "1", true, "1"}, {b.redo, "2", false, "1"},
	} {
		_, err := step.turn(nil, []byte(`{"n":`+step.n+`}`))
		r, refused := errors.AsType[*edit.Refused](err)
		if (err == nil) != step.ok || refused && r.Why != edit.NotNext && r.Why != edit.Nothing {
			t.Errorf("%+v: %v", step, err)
		}
		if !strings.Contains(string(m["issue.yaml"].Data), "a, at: [1, "+step.row+"]") {
			t.Errorf("%+v\n%s", step, m["issue.yaml"].Data)
		}
	}
	if *told != 4 {
		t.Errorf("told of %d changes, want 4", *told)
	}
}

// TestForms: what the panel offers is what issue.yaml and stories take, and every value
// that is chosen by its name has words.
func TestForms(t *testing.T) {
	said, err := web.ReadFile("web/words.js")
	if err != nil {
		t.Fatal(err)
	}
	f := formsNow()
	for _, key := range []string{"box", "head"} {
		if len(f.Names[key]) < 2 {
			t.Errorf("%s has the values %v", key, f.Names[key])
		}
		for _, v := range f.Names[key] {
			if !manuscript.SlotTakes(key, v) || !regexp.MustCompile(`[\s{]'?`+v+`'?: \['`).Match(said) {
				t.Errorf("%s: %s is no value, or has no words", key, v)
			}
		}
	}
	for _, v := range f.Names["tint"] {
		if !manuscript.SlotTakes("tint", v) {
			t.Errorf("tint: %s is no value", v)
		}
	}
	keys := map[string]string{
		"story": "columns box tint head head-size head-tracking text", "picture": "box tint", "pictures": "box tint", "ad": "",
		"nameplate": "box tint", "digest": "box tint", "notice": "box tint text",
	}
	for kind, want := range keys {
		if got := strings.Join(f.Keys[kind], " "); got != want {
			t.Errorf("%s has the keys %s, want %s", kind, got, want)
		}
	}
	words := map[string]string{"picture": "caption credit", "pictures": "caption credit", "notice": "title notice", "digest": "digest"}
	for kind := range keys {
		if got := strings.Join(f.Words[kind], " "); got != words[kind] {
			t.Errorf("%s has words in %s, want %s", kind, got, words[kind])
		}
	}
	for _, key := range f.Heads {
		if words, known := manuscript.FrontKey(key); !words || !known {
			t.Errorf("%s holds no words of a head", key)
		}
	}
	if got := strings.Join(f.Moves, " "); got != "story picture pictures" || f.Apart != layout.White || f.White != layout.BearableWhite {
		t.Errorf("%+v", f)
	}
	takes := map[string]func(string) bool{
		"columns":       func(v string) bool { return manuscript.SlotTakes("columns", v) },
		"head-tracking": func(v string) bool { return manuscript.SlotTakes("head-tracking", v+"%") },
		"weight":        func(v string) bool { return manuscript.FrontTakes("weight", v) },
		"initial":       func(v string) bool { return manuscript.FrontTakes("initial", v) },
	}
	for key, bounds := range f.Bounds {
		for v, want := range map[int]bool{bounds[0]: true, bounds[1]: true, bounds[0] - 1: false, bounds[1] + 1: false} {
			if got := takes[key](strconv.Itoa(v)); got != want {
				t.Errorf("%s: %d is taken: %v", key, v, got)
			}
		}
	}
	if len(f.Bounds) != len(takes) {
		t.Errorf("bounds: %v", f.Bounds)
	}
}

// sealed is a folder in which nothing can be written.
type sealed struct{ memory }

func (sealed) Append(string, []byte) error {
	return &fs.PathError{Op: "mkdirat", Path: ".duikai", Err: fs.ErrPermission}
}

// TestSealedFolder: where nothing can be written the editor is told in their language what
// it was, and what to do.
func TestSealedFolder(t *testing.T) {
	m, _, _, _ := server(t)
	for lang, want := range map[diag.Lang]string{
		diag.English: ".duikai: sealed; see that the folder of the issue may be read and written and that the disk has room, then do it again",
		diag.Chinese: ".duikai：封存；请确认本期的文件夹可以读写、磁盘有空间，然后重做这一步",
	} {
		session, err := edit.Open(sealed{m}, func() time.Time { return time.Time{} })
		if err != nil {
			t.Fatal(err)
		}
		b := New(Options{Lang: lang, Session: session, Folder: func() fs.FS { return fstest.MapFS(m) }, Changed: func() { t.Error("told of a change") }, Reason: func(error) diag.Worded { return worded{"sealed", "封存"} }})
		web := httptest.NewServer(&Gate{Bench: b, Token: token})
		code, text := ask(t, http.MethodPost, web.URL+"/edit/TOKEN/desk/do", `{"do":"move","slots":[{"slot":{"page":1,"kind":"story","name":"a"},"set":{"at":"[1, 2]"},"was":{}}]}`, map[string]string{"Origin": web.URL, "Content-Type": "application/json"})
		web.Close()
		if code != http.StatusInternalServerError || !strings.Contains(text, want) {
			t.Errorf("%d %s", code, text)
		}
	}
	if string(m["issue.yaml"].Data) != onePage {
		t.Error("it is written")
	}
}

type worded [2]string

func (w worded) In(l diag.Lang) string { return w[l] }
