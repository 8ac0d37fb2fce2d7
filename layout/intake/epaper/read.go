package epaper

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/dump"
)

// issue is an issue while it is read.
type issue struct {
	*tree
	key     intake.Key
	edition *intake.Edition
	numbers map[string]int
	taken   map[string]string // file of an article -> label of the page it was taken for
	missing map[string]bool
	read    []*article
	chrome  map[string]bool // words of the site that were met
	found   []intake.Finding
}

// read reads an issue.
func (t *tree) read(key intake.Key, files []pageFile) intake.Delivery {
	day, err := time.Parse(time.DateOnly, key.Date)
	if err != nil {
		return intake.Delivery{}
	}
	r := &issue{tree: t, key: key, edition: &intake.Edition{Paper: key.Paper, Date: day}, taken: make(map[string]string), missing: make(map[string]bool), chrome: make(map[string]bool)}
	var pages []*paged
	for _, f := range files {
		read := t.page
		if f.json {
			read = t.jsonPage
		}
		p, found := read(f)
		r.found = append(r.found, found...)
		if p != nil {
			pages = append(pages, p)
		}
	}
	r.order(pages)
	for _, p := range pages {
		r.page(p)
	}
	r.orphans()
	r.account(pages)
	if len(r.edition.Stories()) == 0 && !r.pictured() {
		return intake.Delivery{Findings: append(r.found, intake.Find(diag.ImportEmpty, t.src.Place(files[0].file)))}
	}
	return intake.Delivery{Edition: r.edition, Findings: r.found}
}

// account tells of the words of pages and stories that have become of nothing:
// those inside a text, each; those of the site around it, once for all pages
// that have them.
func (r *issue) account(pages []*paged) {
	var inside, outside []intake.Run
	site := func(words []intake.Run) {
		for _, w := range words {
			if said := intake.Squeezed(w.Text); !r.chrome[said] {
				r.chrome[said] = true
				outside = append(outside, w)
			}
		}
	}
	for _, p := range pages {
		site(p.words)
		for _, a := range p.inline {
			inside = append(inside, a.texts...)
		}
	}
	for _, a := range r.read {
		inside = append(inside, a.texts...)
		site(a.site)
	}
	lost := intake.TellLeft(diag.ImportDropped, intake.Words{"text that has no place in the story", "稿件中无处可放的文字"}, intake.Left(inside, r.edition, r.found))
	r.found = append(r.found, lost...)
	rest := intake.Left(outside, r.edition, r.found)
	if len(rest) == 0 {
		return
	}
	told := intake.Find(diag.ImportSite, rest[0].At(), len(rest), intake.Shortened(strings.TrimSpace(rest[0].String())))
	for _, t := range rest {
		told.Text = append(told.Text, strings.Join(strings.Fields(t.String()), " "))
	}
	r.found = append(r.found, told)
}

func (r *issue) pictured() bool {
	return slices.ContainsFunc(r.edition.Pages, func(p *intake.Page) bool { return len(p.Pictures) > 0 })
}

// order sorts the pages and gives them their numbers.
func (r *issue) order(pages []*paged) {
	if len(pages) == 1 && r.options.Page > 0 {
		pages[0].label = strconv.Itoa(r.options.Page)
	}
	var labels []string
	have := make(map[string]bool)
	for _, p := range pages {
		labels, have[p.label] = append(labels, p.label), true
		for l := range p.links {
			labels = append(labels, l)
		}
	}
	for i, p := range pages { // a page without a number takes the next free one
		for n := 1; p.label == "" || p.label == "0"; n++ {
			if !have[strconv.Itoa(n)] {
				p.label = strconv.Itoa(n)
				labels[i], have[p.label] = p.label, true
				labels = append(labels, p.label)
			}
		}
	}
	r.numbers = intake.NumberPages(labels)
	slices.SortStableFunc(pages, func(a, b *paged) int { return cmp.Or(intake.ByLabel(a.label, b.label), intake.Natural(a.file, b.file)) })
	told := make(map[string]bool)
	for _, p := range pages {
		for _, l := range sortedKeys(p.links) {
			if file := p.links[l]; !have[l] && !r.src.Has(file) && !told[l] {
				told[l] = true
				r.found = append(r.found, intake.Find(diag.ImportAbsent, p.at, lastOf(file)+" ("+l+")"))
			}
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, intake.Natural)
	return keys
}

// page takes the stories of a page.
func (r *issue) page(p *paged) {
	number := r.numbers[p.label]
	if number == 0 {
		r.found = append(r.found, intake.Find(diag.ImportBound, p.at, intake.Words{"the number of the page", "版次"}, intake.MostPages))
		return
	}
	r.differs(p)
	into := r.edition.Page(number)
	into.Label, into.At, into.Sheet = p.label, p.at, p.sheet
	if len(p.name) > 0 {
		into.Name = intake.Given("page-name", p.name)
	}
	r.edition.Sources = append(r.edition.Sources, p.source)
	for _, file := range p.order {
		r.article(into, file, p)
	}
	for _, a := range p.inline {
		r.add(into, a.article, a.areas)
	}
	rank(into)
}

// differs tells where the page says another day or paper than it was found by.
func (r *issue) differs(p *paged) {
	said, _, _ := strings.Cut(p.date, " ")
	if day, _ := dump.PathDate(said); !day.IsZero() && day.Format(time.DateOnly) != r.key.Date && r.options.Date.IsZero() {
		r.found = append(r.found, intake.Find(diag.ImportDiffers, p.at, intake.Words{"the day of issue", "出版日期"}, r.key.Date, said))
	}
}

func (r *issue) article(into *intake.Page, file string, p *paged) {
	title := p.title[file]
	switch {
	case !r.src.Has(file):
		if !r.missing[file] {
			r.missing[file] = true
			name := file
			if len(title) > 0 {
				name += " " + title.String()
			}
			r.found = append(r.found, intake.Find(diag.ImportAbsent, p.at, name))
		}
		return
	case r.taken[file] != "":
		r.found = append(r.found, intake.Find(diag.ImportTwice, p.at, cmp.Or(title.String(), file), r.taken[file]))
		return
	}
	r.taken[file] = into.Label
	a, why := r.tree.article(file, title, p.source.Encoding)
	if why != nil {
		r.found = append(r.found, *why)
		return
	}
	r.read = append(r.read, a)
	r.add(into, a, p.areas[file])
}

// add puts what an article gave into its page.
func (r *issue) add(into *intake.Page, a *article, areas []intake.Area) {
	if a.source.File != "" {
		r.edition.Sources = append(r.edition.Sources, a.source)
	}
	r.found = append(r.found, a.found...)
	for _, pic := range a.pictures {
		pic.Areas = areas
		areas = nil // the first of a group stands where the item stood
		into.Pictures = append(into.Pictures, pic)
	}
	if a.story == nil {
		return
	}
	a.story.Areas = areas
	for _, j := range []*intake.Jump{a.story.From, a.story.To} {
		if j != nil && j.Page == 0 {
			j.Page = r.numbers[label(j.Label)]
		}
	}
	into.Stories = append(into.Stories, a.story)
}

// orphans takes the articles that lie in the folders of the issue and that no
// page names: they say themselves where they stood, or are told.
func (r *issue) orphans() {
	folders := make(map[string]bool)
	for file := range r.taken {
		folders[path.Dir(file)] = true
	}
	for _, dir := range sortedKeys(folders) {
		for _, file := range r.tree.articles[dir] {
			if r.taken[file] != "" {
				continue
			}
			a, why := r.tree.article(file, nil, r.edition.Sources[0].Encoding)
			if why != nil {
				r.found = append(r.found, *why)
				continue
			}
			if paper := a.prop["papername"]; paper != "" && paper != r.key.Paper && r.options.Paper == "" {
				continue // another paper's, in one folder with ours
			}
			n := r.numbers[label(a.prop["pagenum"])]
			if n == 0 {
				r.found = append(r.found, intake.Find(diag.ImportDropped, r.src.Place(file), intake.Words{"a story that no page names", "没有任何版面列出的稿件"}, a.said))
				continue
			}
			r.taken[file] = a.prop["pagenum"]
			r.read = append(r.read, a)
			r.add(r.edition.Page(n), a, nil)
		}
	}
}

// Ranks by the room that a story had: the largest leads.
const (
	leadWeight   = 1
	secondWeight = 2
)

// rank gives the stories of a page their weights from the room that they had in
// print; without places the order tells.
func rank(p *intake.Page) {
	type sized struct {
		story *intake.Story
		area  float64
	}
	var list []sized
	for _, s := range p.Stories {
		a := 0.0
		for _, polygon := range s.Areas {
			a += polygon.Size()
		}
		if a == 0 {
			return
		}
		list = append(list, sized{s, a})
	}
	slices.SortStableFunc(list, func(a, b sized) int { return cmp.Compare(b.area, a.area) })
	for i, l := range list {
		switch {
		case l.story.Weight != 0 || i > 1:
		case i == 0:
			l.story.Weight = leadWeight
		default:
			l.story.Weight = secondWeight
		}
	}
}
