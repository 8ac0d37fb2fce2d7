package replica

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"strings"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/reading"
)

var webForm = form{
	format: Web,
	dpi:    screenDPI,
	sheet:  func(_ *material, p *page.Page) string { return fmt.Sprintf("page-%02d.html", p.Number) },
	story:  func(_ *material, st *storyView) string { return "stories/" + st.ID + ".html" },
	page:   func(_ *material, p *page.Page) string { return fmt.Sprintf("pages/%02d.jpg", p.Number) },
	small:  func(_ *material, p *page.Page) string { return fmt.Sprintf("pages/%02d-small.jpg", p.Number) },
	inset: func(_ *material, p *page.Page, n int) string {
		return fmt.Sprintf("pictures/%02d-%d.jpg", p.Number, n)
	},
	write: writeWeb,
}

// site is the web edition under way.
type site struct {
	*material
	forms webForms
}

func writeWeb(m *material) error {
	s := &site{material: m}
	var err error
	if s.forms, err = newWebForms(m.put); err != nil {
		return err
	}
	for _, step := range []func() error{s.index, s.pages, s.stories, s.search, s.style} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// Measure is the word that counts pages.
func (sheetView) Measure() string { return "版" }

// Measure is the word that counts stories.
func (storyView) Measure() string { return "篇" }

// Style places the area on the picture of its page, in hundredths of a percent.
func (a areaView) Style() template.CSS {
	share := func(l, of geom.Length) string {
		n := geom.DivRound(l*10000, of)
		return fmt.Sprintf("%d.%02d%%", n/100, n%100)
	}
	return template.CSS(fmt.Sprintf("left:%s;top:%s;width:%s;height:%s", share(max(a.rect.X, 0), a.trim.W), share(max(a.rect.Y, 0), a.trim.H), share(a.rect.W, a.trim.W), share(a.rect.H, a.trim.H)))
}

// view is what every template sees.
type view struct {
	Paper, Date, Title string
	Body               any
}

// Name is what a browser calls the page.
func (v view) Name() string {
	if edition := v.Paper + " " + v.Date; v.Title != edition {
		return v.Title + " · " + edition
	}
	return v.Title
}

// Style is the file of the rules by which it is shown.
func (view) Style() string { return "style.css" }

// html writes a file by a template.
func (s *site) html(name, kind, title string, body any) error {
	return s.forms.html(name, kind, view{Paper: s.e.Paper, Date: s.date(), Title: title, Body: body})
}

// webForms writes pages for browsers by templates.
type webForms struct {
	put Put
	all *template.Template // never executed: clones are, each with its way up
}

func newWebForms(put Put) (webForms, error) {
	all, err := template.New("").Funcs(wayUp("")).Parse(templates + archiveForms)
	return webForms{put, all}, err
}

// wayUp gives templates the way from their file to the folder.
func wayUp(up string) template.FuncMap {
	return template.FuncMap{"up": func(p string) string { return up + p }}
}

func (w webForms) html(name, kind string, v any) error {
	t, err := w.all.Clone()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Funcs(wayUp(strings.Repeat("../", strings.Count(name, "/")))).ExecuteTemplate(&b, kind, v); err != nil {
		return err
	}
	return w.put(name, b.Bytes())
}

//go:embed templates.html
var templates string

//go:embed style.css
var css []byte

//go:embed search.js
var searcher string

func (s *site) style() error { return s.put("style.css", css) }

func (s *site) index() error {
	return s.html("index.html", "index", s.title(), map[string]any{"Sheets": s.sheet})
}

func (s *site) pages() error {
	for i := range s.sheet {
		v := &s.sheet[i]
		var ads []string
		var others []template.HTML
		for _, kid := range v.others() {
			if says := v.advertisement(kid); says != "" {
				ads = append(ads, says)
			} else if h := s.render(kid, ""); h != "" {
				others = append(others, h)
			}
		}
		body := map[string]any{"Sheet": v, "Ads": ads, "Others": others}
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

// render writes an element for browsers; up leads from its file to the folder.
func (s *site) render(e *reading.Element, up string) template.HTML {
	return template.HTML(prose{material: s.material, up: up}.String(e))
}
