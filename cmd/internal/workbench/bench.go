package workbench

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"duikai/fonts"
	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/edit"
	"duikai/layout/manuscript"
	"duikai/layout/page"
)

//go:embed web
var web embed.FS

// Styles and Modules are the files of the browser's side that the page names, below
// its own address.
var (
	Styles  = []string{"desk/desk.css"}
	Modules = []string{"desk/desk.js"}
)

// View is a setting of the issue. Nothing of it may change any more.
type View struct {
	Issue   *manuscript.Issue
	Source  []byte // of issue.yaml
	Edition *page.Edition
	Faces   *fonts.Set
	// Draw draws a page as PNG; nil: nothing is drawn.
	Draw func(p *page.Page, dpi int) ([]byte, error)
	// Hash names a page as browsers have it, Content what it shows for who signs it, and
	// Errors counts the errors that stand on pages.
	Hash    func(*page.Page) string
	Content func(*page.Page) string
	Errors  map[int]int
}

// Options are what a bench works with.
type Options struct {
	Lang    diag.Lang
	Session *edit.Session
	Folder  func() fs.FS // the issue folder as it is now
	// Changed is told of every edit; the issue is set again then.
	Changed func()
	// Here is told when somebody comes, goes, or is at work elsewhere; nil: nobody asks.
	Here func()
	// Plan makes up a page anew, or writes down what is planned, in at most so many ways
	// that differ; a single one has no picture. One that changes nothing is none.
	Plan func(ctx context.Context, w PlanWish, most int) ([]Planned, error)
	// Why tells why a story or picture stands where it does.
	Why func(id string) (string, error)
	// Compare has the pages compared with another version; Against is the name of the one
	// that they are compared with.
	Compare func(Version) error
	Against func() string
	// Reason says in words of the editor's language why a file could not be read or written.
	Reason func(error) diag.Worded
	// Open opens a place in the editor's own program; nil: none was named.
	Open func(at diag.Pos) error
}

// Bench is an issue at which some editors work.
type Bench struct {
	o    Options
	here presence

	mu    sync.Mutex
	list  diag.List // the problems of now
	view  *View
	slots map[edit.SlotRef]*manuscript.Slot
	desk  *layout.Desk
	// choices are the plans of each page that were shown last, and chosen the number of the
	// last one.
	choices map[string]choice
	chosen  int

	stories manuscript.Memory // of who tries other words

	gauging sync.Mutex // a gauge is used by one at a time
	gauges  map[string]*layout.Gauge
}

// New is a bench on which nothing lies yet.
func New(o Options) *Bench {
	return &Bench{o: o, here: presence{people: map[string]*person{}}, choices: map[string]choice{}}
}

// Tell says what is wrong with the issue now, whether it can be set or not. Notes are
// no faults: what they tell of is set as it should be.
func (b *Bench) Tell(problems diag.List) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.list = slices.DeleteFunc(slices.Clone(problems), func(p diag.Problem) bool { return p.Severity() == diag.Info })
}

// told are the problems of now.
func (b *Bench) told() diag.List {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.list
}

// Show puts the newest setting on the bench.
func (b *Bench) Show(v View) {
	if v.Issue == nil || v.Edition == nil {
		return
	}
	written := map[diag.Pos]*manuscript.Slot{}
	for _, p := range v.Issue.Pages {
		for _, s := range p.Slots {
			written[s.Src] = s
		}
	}
	slots := map[edit.SlotRef]*manuscript.Slot{}
	if all, err := b.o.Session.Slots(v.Source); err == nil {
		refs := edit.Refs(all)
		for i, e := range all {
			if s := written[e.Src]; s != nil {
				slots[refs[i]] = s
			}
		}
	}
	b.gauging.Lock()
	defer b.gauging.Unlock()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.view, b.slots, b.desk, b.gauges = &v, slots, layout.NewDesk(v.Issue, v.Faces), map[string]*layout.Gauge{}
}

// now is what lies on the bench; nil: nothing does.
func (b *Bench) now() (*View, map[edit.SlotRef]*manuscript.Slot, *layout.Desk) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.view, b.slots, b.desk
}

// written is what messages call words that are longer than any story.
var written = [...]string{diag.English: "what was written", diag.Chinese: "所写的内容"}

// maxBody is the most that a browser may send: the longest story, with its marks.
const maxBody = 2 << 20

// ServeHTTP answers a request whose path is one of those in the package's picture.
func (b *Bench) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	name := strings.TrimPrefix(r.URL.Path, "/")
	if r.Method == http.MethodGet {
		b.get(w, r, name)
		return
	}
	act, known := map[string]func(*http.Request, []byte) (any, error){
		"do": b.do, "undo": b.undo, "redo": b.redo, "fill": b.fill, "try": b.try, "open": b.open, "here": b.hereNow, "plan": b.plan, "plans": b.plans, "room": b.room, "put": b.put,
		"mark": b.mark, "remark": b.remark, "sign": b.sign,
	}[name]
	compares := name == "compare" && b.o.Compare != nil
	switch {
	case !known && !compares:
		http.NotFound(w, r)
		return
	case r.Method != http.MethodPost:
		h.Set("Allow", "POST")
		http.Error(w, "POST alone", http.StatusMethodNotAllowed)
		return
	case !ownOrigin(r) || !compares && r.Header.Get("Content-Type") != "application/json":
		b.refuse(w, http.StatusForbidden, &edit.Refused{Why: edit.Foreign})
		return
	case compares:
		b.compare(w, r)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		b.refuse(w, http.StatusRequestEntityTooLarge, &edit.Refused{Why: edit.TooMuch, What: written[b.o.Lang]})
		return
	}
	answer, err := act(r, body)
	b.answer(w, answer, err)
}

// ownOrigin tells whether a request comes from the page that this server gave, as
// every browser says of what may change something.
func ownOrigin(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return r.Header.Get("Origin") == "http://"+r.Host && (site == "" || site == "same-origin")
}

// get answers what only looks.
func (b *Bench) get(w http.ResponseWriter, r *http.Request, name string) {
	number, isPage := strings.CutPrefix(name, "page/")
	shown, isPlan := strings.CutPrefix(name, "plan/")
	switch {
	case isPlan:
		b.planPicture(w, r, shown)
	case name == "picture":
		b.wholePicture(w, r)
	case name == "state":
		b.answer(w, b.state(), nil)
	case name == "why":
		text, err := b.o.Why(r.URL.Query().Get("id"))
		b.answer(w, struct {
			Text string `json:"text"`
		}{text}, err)
	case name == "story":
		answer, err := b.story(r.URL.Query().Get("id"))
		b.answer(w, answer, err)
	case isPage:
		n, err := strconv.Atoi(number)
		lines, ok := b.lines(n)
		if err != nil || !ok {
			http.NotFound(w, r)
			return
		}
		b.answer(w, lines, nil)
	default:
		serveModule(w, r, name)
	}
}

// serveModule answers with a file of the browser's side.
func serveModule(w http.ResponseWriter, r *http.Request, name string) {
	kinds := map[string]string{".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
	data, err := fs.ReadFile(web, path.Join("web", path.Base(name)))
	if err != nil || name != path.Base(name) || kinds[path.Ext(name)] == "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", kinds[path.Ext(name)])
	_, _ = w.Write(data) // the browser may have gone
}

// fault is why something was not done, for the browser.
type fault struct {
	Kind   string `json:"kind"` // refused, conflict, failed
	Text   string `json:"text"`
	File   string `json:"file,omitempty"`
	Line   int    `json:"line,omitempty"`
	Yours  string `json:"yours,omitempty"`
	Theirs string `json:"theirs,omitempty"`
}

// answer writes an answer, or why there is none.
func (b *Bench) answer(w http.ResponseWriter, answer any, err error) {
	code := http.StatusOK
	if err != nil {
		answer, code = b.faultOf(err)
	}
	b.send(w, code, answer)
}

// refuse says no before anything was looked at, with a code of its own.
func (b *Bench) refuse(w http.ResponseWriter, code int, why *edit.Refused) {
	told, _ := b.faultOf(why)
	b.send(w, code, told)
}

func (b *Bench) send(w http.ResponseWriter, code int, answer any) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(answer); err != nil {
		http.Error(w, "the answer cannot be written", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_, _ = w.Write(out.Bytes()) // the browser may have gone
}

func (b *Bench) faultOf(err error) (fault, int) {
	if c, ok := errors.AsType[*edit.Conflict](err); ok {
		return fault{"conflict", c.In(b.o.Lang), c.File, c.Line, c.Yours, c.Theirs}, http.StatusConflict
	}
	if r, ok := errors.AsType[*edit.Refused](err); ok {
		return fault{Kind: "refused", Text: r.In(b.o.Lang)}, http.StatusUnprocessableEntity
	}
	if l, ok := errors.AsType[*locked](err); ok {
		return fault{Kind: "refused", Text: l.In(b.o.Lang)}, http.StatusLocked
	}
	if p, ok := errors.AsType[*fs.PathError](err); ok && b.o.Reason != nil {
		return fault{Kind: "failed", Text: diag.New(diag.EditFile, diag.Pos{}, p.Path, b.o.Reason(err)).Text(b.o.Lang)}, http.StatusInternalServerError
	}
	return fault{Kind: "failed", Text: err.Error()}, http.StatusInternalServerError
}

// read reads what a browser sent.
func read[T any](body []byte) (v T, err error) {
	if json.Unmarshal(body, &v) != nil {
		return v, &edit.Refused{Why: edit.Unread}
	}
	return v, nil
}

// do does an action.
func (b *Bench) do(r *http.Request, body []byte) (any, error) {
	sent, err := read[struct {
		edit.Action
		Over bool   `json:"over"` // slots may lie over others
		Me   string `json:"me"`
	}](body)
	if err != nil {
		return nil, err
	}
	sent.Pages = b.pagesOf(&sent.Action)
	if err := b.here.allowed(sent.Me, sent.Pages); err != nil {
		return nil, err
	}
	sheets := b.sheet
	if sent.Over {
		sheets = nil
	}
	changed, err := b.o.Session.Do(&sent.Action, sheets)
	return b.done(changed, err)
}

func (b *Bench) undo(_ *http.Request, body []byte) (any, error) {
	return b.turn(body, b.o.Session.Undo)
}

func (b *Bench) redo(_ *http.Request, body []byte) (any, error) {
	return b.turn(body, b.o.Session.Redo)
}

// turn undoes or does again the step that its editor saw as the next one, unless others
// are at work on what that changes: of two who undo the same step, one does.
func (b *Bench) turn(body []byte, turn func(edit.May) error) (any, error) {
	sent, err := read[struct {
		Me string `json:"me"`
		N  int    `json:"n"` // of that step; 0: none was shown
	}](body)
	if err != nil {
		return nil, err
	}
	return b.done(true, turn(func(d edit.Deed) error {
		if d.N != sent.N {
			return &edit.Refused{Why: edit.NotNext}
		}
		return b.here.allowed(sent.Me, d.Pages)
	}))
}

// shown is how many actions the list of what was done has.
const shown = 30

// done tells what can be undone now, and what the slots say now: what is done next is
// done to that.
func (b *Bench) done(changed bool, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	if changed {
		b.o.Changed()
	}
	return struct {
		Changed bool        `json:"changed"`
		Journal edit.State  `json:"journal"`
		Slots   []slotWords `json:"slots"`
	}{changed, b.o.Session.State(shown), b.written()}, nil
}

// sheet is the grid of a page.
func (b *Bench) sheet(number int) edit.Sheet {
	var e *page.Edition
	if view, _, _ := b.now(); view != nil {
		e = view.Edition
	}
	return Sheets(e)(number)
}

// Sheets are the grids of the pages of an edition, which may be nil. A page that it
// does not show is as large as a page can be: problems will tell.
func Sheets(e *page.Edition) edit.Sheets {
	const any = 1 << 10
	return func(number int) edit.Sheet {
		if e != nil {
			for _, p := range e.Pages {
				if p.Number == number {
					return edit.Sheet{Columns: p.Grid.Columns, Rows: p.Grid.Rows}
				}
			}
		}
		return edit.Sheet{Columns: any, Rows: any}
	}
}

// open opens a place in the editor's own program.
func (b *Bench) open(r *http.Request, body []byte) (any, error) {
	at, err := read[diag.Pos](body)
	if err != nil {
		return nil, err
	}
	view, _, _ := b.now()
	if b.o.Open == nil || view == nil || !fromHere(r) || at.File != edit.IssueFile && !view.Issue.StoryFile(at.File) || at.Line < 1 || at.Col < 1 {
		return nil, &edit.Refused{Why: edit.BadPath, What: at.File}
	}
	return struct{}{}, b.o.Open(at)
}
