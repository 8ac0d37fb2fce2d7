package report

import (
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
)

var (
	//go:embed web/page.html
	pageTemplate string
	//go:embed web/style.css
	pageStyle string
	//go:embed web/script.js
	pageScript string
	//go:embed web/renew.js
	pageRenewal string
)

// HTML says how the page for a browser is written. The zero value writes
// overlays without pictures.
type HTML struct {
	Lang diag.Lang
	// Print gives the address of a page's picture, a data URI or a path of the
	// server that shows it; empty: none. It is not escaped and must not come
	// from a manuscript.
	Print func(*page.Page) string
	// Photos are laid over the picture of a page; nil: none.
	Photos func(*page.Page) []Photo
	// Crop gives the address of the picture of one of the worst lines.
	Crop func(Line) string

	// Live is for a server that keeps the page up to date: Version names the
	// state shown, Hash the state of a page, so that the browser changes only
	// those that changed.
	Live    bool
	Version string
	Hash    func(*page.Page) string
	// Modules and Styles are addresses of scripts and styles that work on a live
	// page; they must not come from a manuscript.
	Modules, Styles []string
	// Broken tells that the pages are older than the problems.
	Broken bool

	// Before gives the address of a page's picture in another version, and its
	// size; empty: the page was not there. Changes is the address at which the
	// browser asks where a page differs from it (Spans). A nil Before: there is no
	// other version.
	Before  func(number int) (address string, size geom.Size)
	Changes func(*page.Page) string
}

// Photo is a piece of a page's picture; its place and size are percents of the
// page.
type Photo struct {
	Left, Top, Width, Height float64
	Address                  string
}

// DataURI is the address of a picture that stands in the address itself.
func DataURI(mediaType string, data []byte) string {
	return "data:" + mediaType + ";base64," + base64.StdEncoding.EncodeToString(data)
}

// maxListed bounds the problems of the page: a browser is slow with more. Only
// notes are left to the other reports beyond it.
const maxListed = 2000

// listed are the problems that the page lists, the worst first, its notes, and
// how many notes it leaves out.
func listed(all []Problem) (list, notes []Problem, left int) {
	for _, p := range all {
		switch {
		case p.level > diag.Info:
			list = append(list, p)
		case len(notes) >= maxListed:
			left++
		default:
			notes = append(notes, p)
		}
	}
	slices.SortStableFunc(list, func(a, b Problem) int { return cmp.Compare(b.level, a.level) })
	return list, notes, left
}

// view is what the template reads.
type view struct {
	Report          *Report
	Problems        []Problem // the worst first, without the notes
	Notes           []Problem
	Left            int // notes not listed
	Sheets          []sheet
	Worst           []worst
	Overlays        []toggle
	Tabs            []tab
	Severities      []tab
	Keys            []keys
	Live, Broken    bool
	Against         bool
	Version, Policy string
	Style           template.CSS
	Script          template.JS
	Modules, Styles []template.URL
	Remarks         []Remark
}

type worst struct {
	Line
	Why     string
	Picture any
}

// toggle is a button that shows an overlay.
type toggle struct {
	Name, Label, Key, Help string
	On                     bool
}

// overlays are the layers, with the keys that switch them.
var overlays = []struct{ name, key, label, help string }{
	{"grid", "g", "grid", "help-grid"},
	{"frames", "f", "frames", "help-frames"},
	{"baselines", "b", "baselines", "help-base"},
	{"faults", "x", "faults", "help-faults"},
	{"jumps", "j", "jumps", "help-jumps"},
	{"crop", "c", "crop", "help-crop"},
	{"marks", "m", "marks", "help-marks"},
	{"remarks", "r", "rings", "help-remarks"},
}

type tab struct {
	Name, Label string
	Count       int
	On          bool
}

type keys struct {
	Keys []string
	Help string
}

// WriteHTML writes the report as one file for a browser, with the pages of the
// edition it was built of; e may be nil. Everything from the manuscript is
// escaped, and the page's policy lets it load nothing from elsewhere and run
// no script but its own.
func (r *Report) WriteHTML(w io.Writer, e *page.Edition, o HTML) error {
	tmpl, err := templates[o.Lang]()
	if err != nil {
		return err
	}
	v := view{
		Report: r, Live: o.Live, Broken: o.Broken, Version: o.Version, Against: o.Before != nil, Policy: policy(o.Live),
		Style: template.CSS(pageStyle), Script: template.JS(pageScript),
	}
	if o.Live { // its files are asked for
		v.Style, v.Script = "", ""
	}
	for _, m := range o.Modules {
		v.Modules = append(v.Modules, template.URL(m))
	}
	for _, s := range o.Styles {
		v.Styles = append(v.Styles, template.URL(s))
	}
	v.Problems, v.Notes, v.Left = listed(r.Problems)
	if e != nil {
		for i, p := range e.Pages {
			v.Sheets = append(v.Sheets, r.dressed(i, p, o))
		}
	}
	for _, l := range r.Worst {
		line := worst{Line: l, Why: l.Why(o.Lang)}
		if o.Crop != nil {
			line.Picture = address(o.Crop(l))
		}
		v.Worst = append(v.Worst, line)
	}
	v.controls(r, o.Lang)
	return tmpl.Execute(w, &v)
}

// dressed is a sheet with its picture and the other version.
func (r *Report) dressed(i int, p *page.Page, o HTML) sheet {
	s := r.sheetOf(i, p, o.Lang)
	if o.Print != nil {
		s.Picture = address(o.Print(p))
	}
	if o.Photos != nil {
		for _, ph := range o.Photos(p) {
			s.Photos = append(s.Photos, photo{ph, address(ph.Address)})
		}
	}
	if o.Hash != nil {
		s.Hash = o.Hash(p)
	}
	if o.Before != nil {
		if url, size := o.Before(p.Number); url != "" {
			s.Before = &leaf{p.Number, size.W.Points(), size.H.Points(), address(url)}
		}
		if o.Changes != nil {
			s.Changes = o.Changes(p)
		}
	}
	return s
}

// address marks what the program made itself as safe; nil for none.
func address(s string) any {
	if s == "" {
		return nil
	}
	return template.URL(s)
}

// The files of a live page, by the names under which it asks for them.
const (
	StyleFile  = "style.css"
	ScriptFile = "script.js"
	RenewFile  = "renew.js" // a module, for those that modules put into the page too
)

// File is a file of a live page; nil: there is none of that name.
func File(name string) []byte {
	switch name {
	case StyleFile:
		return []byte(pageStyle)
	case ScriptFile:
		return []byte(pageScript)
	case RenewFile:
		return []byte(pageRenewal)
	}
	return nil
}

// policy is the page's content security policy. One file has its script and its
// style in itself; a live page has neither.
func policy(live bool) string {
	if live {
		return "default-src 'none'; img-src 'self' data:; connect-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; script-src 'self'; base-uri 'none'; form-action 'none'"
	}
	sum := sha256.Sum256([]byte(pageScript))
	return fmt.Sprintf("default-src 'none'; img-src data:; connect-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'",
		base64.StdEncoding.EncodeToString(sum[:]))
}

func (v *view) controls(r *Report, lang diag.Lang) {
	w := func(key string) string { return word(lang, key) }
	for _, o := range overlays {
		v.Overlays = append(v.Overlays, toggle{o.name, w(o.label), o.key, w(o.help), o.name == "marks" || o.name == "remarks"})
	}
	stories := 0
	for _, p := range r.Pages {
		for _, s := range p.Slots {
			if s.Text() {
				stories++
			}
		}
	}
	v.Tabs = []tab{
		{"problems", w("problems"), len(r.Problems), true},
		{"stories", w("stories"), stories, false},
		{"lines", w("tab-lines"), len(r.Worst), false},
		{"pictures", w("pictures"), len(r.Pictures), false},
		{"jumps", w("jumps"), len(r.Jumps), false},
	}
	if len(v.Modules) == 0 { // who edits has a list of their own
		v.Remarks = r.Remarks()
		v.Tabs = append(v.Tabs, tab{"remarks", w("remarks"), len(v.Remarks), false})
	}
	v.Severities = []tab{
		{Name: "error", Label: w("errors"), Count: r.Totals.Errors},
		{Name: "warning", Label: w("warnings"), Count: r.Totals.Warnings},
		{Name: "info", Label: w("notes"), Count: r.Totals.Notes},
	}
	v.Keys = []keys{
		{[]string{"n", "p"}, w("key-next")},
		{[]string{"]", "["}, w("key-page")},
		{[]string{"+", "−"}, w("key-zoom")},
		{[]string{"0"}, w("key-width")},
		{[]string{"9"}, w("key-whole")},
		{[]string{"1", "…", strconv.Itoa(len(v.Tabs))}, w("key-tabs")},
	}
	for _, o := range overlays {
		v.Keys = append(v.Keys, keys{[]string{o.key}, w(o.label) + [...]string{": ", "："}[lang] + w(o.help)})
	}
	v.Keys = append(v.Keys, keys{[]string{"a"}, w("key-off")})
	if v.Against {
		v.Keys = append(v.Keys, keys{[]string{"v", "s"}, w("key-blink")})
	}
	v.Keys = append(v.Keys, keys{[]string{"Enter"}, w("key-click")}, keys{[]string{"?"}, w("key-help")})
}

// templates are the page in each language, parsed when first wanted.
var templates = [...]func() (*template.Template, error){
	sync.OnceValues(func() (*template.Template, error) { return parsePage(diag.English) }),
	sync.OnceValues(func() (*template.Template, error) { return parsePage(diag.Chinese) }),
}

func parsePage(lang diag.Lang) (*template.Template, error) {
	return template.New("page").Funcs(template.FuncMap{
		"t":        func(key string, args ...any) (string, error) { return label(lang, key, args...) },
		"percent":  percent,
		"dash":     dash,
		"stage":    Remark.stage,
		"state":    func(m Remark) string { return m.state(lang) },
		"signed":   func(p Page) string { return p.signedWords(lang) },
		"moved":    func(s Slot) string { return s.Moved(lang) },
		"source":   source,
		"span":     Box.span,
		"spans":    spans,
		"remedy":   func(name string) string { return remedyWord(name, lang) },
		"gaprange": func(g GapRange) string { return g.words(lang) },
		"bar":      func(n, of int) int { return n * 100 / max(of, 1) },
		"severity": func(s string) string { return severityWord(s, lang) },
		"mm":       func(b Box) string { return fmt.Sprintf("%.0f × %.0f", b.W*25.4/72, b.H*25.4/72) },
		"pixels":   pixels,
	}).Parse(pageTemplate)
}

// Spans are places of a page as the script of the page for the browser reads them:
// x y w h, x y w h, in points.
func Spans(places []geom.Rect) string {
	boxes := make([]Box, len(places))
	for i, r := range places {
		boxes[i] = boxOf(r)
	}
	return spans(boxes)
}

// spans are the places of a problem for the browser: x y w h, x y w h.
func spans(boxes []Box) string {
	parts := make([]string, len(boxes))
	for i, b := range boxes {
		parts[i] = b.span()
	}
	return strings.Join(parts, ", ")
}

func pixels(p []int) string {
	if len(p) != 2 {
		return ""
	}
	return fmt.Sprintf("%d × %d", p[0], p[1])
}

// remedyWord is what a remedy is called in the language.
func remedyWord(name string, lang diag.Lang) string {
	for r := range page.RemedyCount {
		if r.String() == name {
			return r.In(lang)
		}
	}
	return name
}

// severityWord is what a severity is called in the language.
func severityWord(name string, lang diag.Lang) string {
	for s := diag.Info; s <= diag.Fatal; s++ {
		if s.String() == name {
			return s.In(lang)
		}
	}
	return name
}

func (g GapRange) words(lang diag.Lang) string {
	switch {
	case g.Above < 0:
		return word(lang, "no-gap")
	case g.UpTo == 0:
		return word(lang, "more-than", g.Above)
	}
	return word(lang, "up-to", cmp.Or(g.UpTo, g.Above))
}
