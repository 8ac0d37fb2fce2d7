// Package replica writes an edition for browsers (网页版): a folder of files that
// needs no server and asks nothing of the network. Every page is there as a
// picture with the areas of its stories, every story as a page of its own with its
// pictures, and a search over all of the text.
//
//	index.html            the issue: its pages, and what stands on them
//	page-01.html          a page: its picture with areas, its stories, what else it says
//	stories/ID.html       a story, whole, also where it goes on on another page
//	pages/01.jpg          pictures of the pages; pages/01-small.jpg for the index
//	pictures/01-1.jpg     the pictures of the stories, as they stand on the page
//	search.html           search by two characters (search.js; search.json for others)
//	style.css
//
// What is written comes from the display list in the order of reading
// (render/reading), so that it says what is printed. The same edition gives the
// same bytes.
package replica

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"image"
	"image/jpeg"
	"slices"
	"strings"

	"golang.org/x/image/draw"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/picture"
	"duikai/render/proof"
	"duikai/render/reading"
)

// Options are the choices of a copy.
type Options struct {
	// Pictures gives the pictures of the issue folder. Without it their places are
	// grey.
	Pictures *picture.Store
	// Labels are the faces that write what places of PDF files say.
	Labels fonts.Chain
}

// Resolutions of the pictures of pages: a broadsheet page fills a large screen,
// and its type is readable when it is enlarged twice.
const (
	pageDPI      = 110
	smallWidth   = 360 // pixels of a page on the index
	jpegQuality  = 84
	smallQuality = 80
)

// Put takes a file: its path inside the folder, with slashes.
type Put func(name string, data []byte) error

// Write gives the files of an edition, in order. Where a picture cannot be read its
// place is grey, and the error is a *proof.FileError for the first one.
func Write(e *page.Edition, o Options, put Put) error {
	if len(e.Pages) == 0 {
		return errors.New("an edition without pages cannot be shown")
	}
	s := newSite(e, o, put)
	var err error
	if s.forms, err = template.New("").Funcs(wayUp("")).Parse(templates); err != nil {
		return err
	}
	if err := s.pictures(); err != nil {
		return err
	}
	steps := []func() error{s.index, s.pages, s.stories, s.search, s.style}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return s.bad
}

// site is a copy under way.
type site struct {
	e     *page.Edition
	o     Options
	put   Put
	tree  *reading.Tree
	sheet []sheetView
	story []*storyView
	byID  map[string]*storyView
	shown map[page.Item]shown // pictures that were written
	forms *template.Template  // never executed: clones are, each with its way up
	bad   error
}

// shown is a picture that was written.
type shown struct {
	Src           string
	Width, Height int
}

// sheetView is a page as the templates see it.
type sheetView struct {
	Title, File    string
	Picture, Small shown
	Stories        []*storyView
	Areas          []areaView
	Ads            []string        // what advertisements say
	Others         []template.HTML // notices, digests, pictures of their own
	number         int
}

// Measure is the word that counts pages.
func (sheetView) Measure() string { return "版" }

// Measure is the word that counts stories.
func (storyView) Measure() string { return "篇" }

// areaView is the place of a story on the picture of a page, in hundredths of a
// percent.
type areaView struct {
	Story *storyView
	Style template.CSS
}

// storyView is a story.
type storyView struct {
	ID, Title, File string
	Lead            string // the first words of its text
	Text            string // all of it, for the search
	Art             *reading.Element
	Pages           []int // indices of the pages on which it stands
}

func newSite(e *page.Edition, o Options, put Put) *site {
	s := &site{e: e, o: o, put: put, tree: reading.Of(e), byID: make(map[string]*storyView), shown: make(map[page.Item]shown)}
	for i, part := range s.tree.Root.Kids {
		p := e.Pages[i]
		v := sheetView{Title: part.Title, File: fmt.Sprintf("page-%02d.html", p.Number), number: p.Number}
		s.sheet = append(s.sheet, v)
		for _, art := range part.Kids {
			if art.Type != "Art" {
				continue
			}
			st := &storyView{Art: art, ID: art.Story, Title: cmp.Or(art.Title, firstWords(textOf(art), 16)), Text: textOf(art)}
			st.File = "stories/" + st.ID + ".html"
			s.story = append(s.story, st)
			s.byID[st.ID] = st
		}
	}
	for i, p := range e.Pages {
		for _, pl := range p.Placements {
			st := s.byID[pl.Story]
			if pl.Kind != "story" || st == nil {
				continue
			}
			if !slices.Contains(st.Pages, i) {
				st.Pages = append(st.Pages, i)
				s.sheet[i].Stories = append(s.sheet[i].Stories, st)
			}
			s.sheet[i].Areas = append(s.sheet[i].Areas, areaView{st, areaStyle(pl.Area, p.Trim)})
		}
	}
	return s
}

// areaStyle places a rectangle on the picture of a page.
func areaStyle(r geom.Rect, trim geom.Size) template.CSS {
	share := func(a, b geom.Length) string {
		n := geom.DivRound(a*10000, b)
		return fmt.Sprintf("%d.%02d%%", n/100, n%100)
	}
	return template.CSS(fmt.Sprintf("left:%s;top:%s;width:%s;height:%s", share(max(r.X, 0), trim.W), share(max(r.Y, 0), trim.H), share(r.W, trim.W), share(r.H, trim.H)))
}

// pictures draws the pages, and cuts the pictures of stories out of them.
func (s *site) pictures() error {
	glyphs := new(proof.Glyphs)
	for i, p := range s.e.Pages {
		img, err := proof.Draw(p, proof.Options{DPI: pageDPI, Pictures: s.o.Pictures, Labels: s.o.Labels, Glyphs: glyphs})
		var bad *proof.FileError
		if err != nil && !errors.As(err, &bad) {
			return err
		}
		if bad != nil && s.bad == nil {
			s.bad = bad
		}
		v := &s.sheet[i]
		if v.Picture, err = s.jpeg(fmt.Sprintf("pages/%02d.jpg", p.Number), img, jpegQuality); err != nil {
			return err
		}
		if v.Small, err = s.jpeg(fmt.Sprintf("pages/%02d-small.jpg", p.Number), smaller(img, smallWidth), smallQuality); err != nil {
			return err
		}
		n := 0
		for _, it := range p.Items {
			r, ok := pictureOf(it)
			if !ok {
				continue
			}
			n++
			part := img.SubImage(pixels(r, pageDPI).Intersect(img.Bounds()))
			if part.Bounds().Empty() {
				continue
			}
			if s.shown[it], err = s.jpeg(fmt.Sprintf("pictures/%02d-%d.jpg", p.Number, n), part, jpegQuality); err != nil {
				return err
			}
		}
	}
	return nil
}

func pictureOf(it page.Item) (geom.Rect, bool) {
	switch it := it.(type) {
	case *page.Picture:
		return it.Rect, true
	case *page.Block:
		return it.Rect, true
	}
	return geom.Rect{}, false
}

// pixels is a rectangle of a page on its picture.
func pixels(r geom.Rect, dpi int) image.Rectangle {
	at := func(l geom.Length) int { return int(geom.DivRound(l*geom.Length(dpi), geom.Inch)) }
	return image.Rect(at(r.X), at(r.Y), at(r.Right()), at(r.Bottom()))
}

func smaller(img image.Image, width int) image.Image {
	b := img.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, width, max(b.Dy()*width/b.Dx(), 1)))
	draw.ApproxBiLinear.Scale(out, out.Bounds(), img, b, draw.Src, nil)
	return out
}

func (s *site) jpeg(name string, img image.Image, quality int) (shown, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
		return shown{}, err
	}
	return shown{name, img.Bounds().Dx(), img.Bounds().Dy()}, s.put(name, b.Bytes())
}

// date is the edition's, in words.
func (s *site) date() string { return s.e.Date.Format("2006年1月2日") }

// view is what every template sees.
type view struct {
	Paper, Date, Title string
	Body               any
}

// wayUp gives templates the way from their file to the folder.
func wayUp(up string) template.FuncMap {
	return template.FuncMap{"up": func(p string) string { return up + p }}
}

// html writes a file by a template.
func (s *site) html(name, kind, title string, body any) error {
	v := view{Paper: s.e.Paper, Date: s.date(), Title: title, Body: body}
	t, err := s.forms.Clone()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Funcs(wayUp(strings.Repeat("../", strings.Count(name, "/")))).ExecuteTemplate(&b, kind, v); err != nil {
		return err
	}
	return s.put(name, b.Bytes())
}

//go:embed templates.html
var templates string

//go:embed style.css
var css []byte

//go:embed search.js
var searcher string

func (s *site) style() error { return s.put("style.css", css) }

func (s *site) index() error {
	return s.html("index.html", "index", s.e.Paper+" "+s.date(), map[string]any{"Sheets": s.sheet})
}

func (s *site) pages() error {
	for i := range s.sheet {
		v := &s.sheet[i]
		for _, kid := range s.tree.Root.Kids[i].Kids {
			if kid.Type == "Art" {
				continue
			}
			if says := s.advertisement(i, kid); says != "" {
				v.Ads = append(v.Ads, says)
				continue
			}
			if h := s.render(kid, ""); h != "" {
				v.Others = append(v.Others, h)
			}
		}
		body := map[string]any{"Sheet": v}
		if i > 0 {
			body["Before"] = &s.sheet[i-1]
		}
		if i+1 < len(s.sheet) {
			body["After"] = &s.sheet[i+1]
		}
		if err := s.html(v.File, "page", v.Title, body); err != nil {
			return err
		}
	}
	return nil
}

// advertisement is what an advertisement says; empty where an element is none.
func (s *site) advertisement(i int, e *reading.Element) string {
	if e.Type != "Div" || len(e.Kids) == 0 || e.Kids[0].Type != "Figure" {
		return ""
	}
	r, ok := pictureOf(e.Kids[0].Item)
	if !ok {
		return ""
	}
	for _, pl := range s.e.Pages[i].Placements {
		if pl.Kind == "ad" && pl.Area.X <= r.X && pl.Area.Y <= r.Y && r.Right() <= pl.Area.Right() && r.Bottom() <= pl.Area.Bottom() {
			return e.Kids[0].Alt
		}
	}
	return ""
}

func (s *site) stories() error {
	for i, st := range s.story {
		body := map[string]any{"Story": st, "Text": s.render(st.Art, "../")}
		var on []*sheetView
		for _, p := range st.Pages {
			on = append(on, &s.sheet[p])
		}
		body["On"] = on
		if i > 0 {
			body["Before"] = s.story[i-1]
		}
		if i+1 < len(s.story) {
			body["After"] = s.story[i+1]
		}
		if err := s.html(st.File, "story", st.Title, body); err != nil {
			return err
		}
	}
	return nil
}

// found is a story as the search knows it.
type found struct {
	Title string `json:"title"`
	File  string `json:"file"`
	Page  string `json:"page"`
	Text  string `json:"text"`
}

// search writes the index: for every two characters that follow each other the
// stories that have them.
func (s *site) search() error {
	index := struct {
		Paper   string           `json:"paper"`
		Date    string           `json:"date"`
		Stories []found          `json:"stories"`
		Pairs   map[string][]int `json:"pairs"`
	}{s.e.Paper, s.e.Date.Format("2006-01-02"), []found{}, make(map[string][]int)}
	for i, st := range s.story {
		on := ""
		if len(st.Pages) > 0 {
			on = s.sheet[st.Pages[0]].Title
		}
		index.Stories = append(index.Stories, found{st.Title, st.File, on, st.Text})
		rs := []rune(strings.ToLower(st.Title + "\n" + st.Text))
		for k := 1; k < len(rs); k++ {
			pair := string(rs[k-1 : k+1])
			if list := index.Pairs[pair]; len(list) == 0 || list[len(list)-1] != i {
				index.Pairs[pair] = append(list, i)
			}
		}
	}
	data, err := json.Marshal(index) // escapes < and >, so that it can stand in a script
	if err != nil {
		return err
	}
	if err := s.put("search.json", data); err != nil {
		return err
	}
	if err := s.put("search.js", []byte("const edition = "+string(data)+";\n"+searcher)); err != nil {
		return err
	}
	return s.html("search.html", "search", "搜索", nil)
}

// firstWords are the first characters of a text.
func firstWords(text string, n int) string {
	rs := []rune(strings.TrimSpace(text))
	if len(rs) > n {
		return string(rs[:n]) + "…"
	}
	return string(rs)
}
