package planner

import (
	"cmp"
	"slices"
	"strings"

	"duikai/layout"
	"duikai/layout/manuscript"
)

// # Sections (版块)
//
// A story names its section by the name of its page. Where pages have no names
// yet, the sections that stories name share them out: a section with much copy
// has several, small ones share one.

// between parts the names of a page that is for two sections, and mixed is the
// name of one that is for more.
const (
	between = "·"
	mixed   = "综合"
)

// sectionOrder is the order of sections in a paper; what is not listed comes
// before the last of them, the lighter reading.
var sectionOrder = []string{
	"要闻", "时政", "本地", "本市", "市政", "都市", "社会", "民生", "综合", "国内", "国际", "经济", "财经", "产业", "农业", "理论", "评论", "观点",
	"科技", "教育", "科教", "健康", "卫生", "", "文化", "体育", "娱乐", "旅游", "生活", "副刊", "文艺", "读书", "画刊", "摄影", "服务", "公益",
}

// frontSections are what sections of the front page are called.
var frontSections = []string{"要闻", "头版", "一版", "头条"}

// sectionEndings are what may stand behind a section's name.
var sectionEndings = []string{"新闻版", "新闻", "版"}

// sectionOf is a section's name as it is compared: 体育新闻 and 体育版 are 体育.
func sectionOf(name string) string {
	name = strings.TrimSpace(name)
	for _, end := range sectionEndings {
		if bare := strings.TrimSuffix(name, end); bare != "" && bare != name && !slices.Contains(frontSections, name) {
			return bare
		}
	}
	return name
}

// sectionsOf are the sections of a page by its name.
func sectionsOf(name string) (list []string) {
	for s := range strings.SplitSeq(name, between) {
		if s = sectionOf(s); s != "" {
			list = append(list, s)
		}
	}
	return list
}

// share is a section and the cells of its stories.
type share struct {
	name  string
	cells int
}

// namePages gives the pages that take stories their sections: those of their
// names, and names those that have none.
func (e *edition) namePages() {
	var have []string
	var bare []int
	front := -1
	for i, p := range e.pages {
		e.parts = append(e.parts, sectionsOf(p.Name))
		switch {
		case p.Name != "" || p.Kind != manuscript.NewsPage:
		case p.Number == frontPage:
			front = i
		default:
			bare = append(bare, i)
		}
	}
	for _, p := range e.is.Pages {
		have = append(have, sectionsOf(p.Name)...)
	}
	shares := e.shares(have)
	if front >= 0 {
		if i := slices.IndexFunc(shares, func(s share) bool { return slices.Contains(frontSections, s.name) }); i >= 0 {
			e.pages[front].Name, e.parts[front] = shares[i].name, []string{shares[i].name}
			shares[i].cells -= e.rooms[front]
			// What is little more than the page stands on it, or with others.
			if shares[i].cells*2 < e.is.Format.Columns*(e.is.Format.Rows+layout.White) {
				shares = slices.Delete(shares, i, i+1)
			}
		}
	}
	mayMix := !slices.Contains(have, mixed) && !slices.ContainsFunc(shares, func(s share) bool { return s.name == mixed })
	for i, group := range parted(shares, len(bare)) {
		e.pages[bare[i]].Name = nameOf(group, mayMix)
		for _, s := range group {
			e.parts[bare[i]] = append(e.parts[bare[i]], s.name)
		}
	}
}

// shares are the sections that stories name and no page has, in the order of a
// paper.
func (e *edition) shares(have []string) (list []share) {
	for i, s := range e.stories {
		name := sectionOf(s.Section)
		if name == "" || slices.Contains(have, name) {
			continue
		}
		at := slices.IndexFunc(list, func(o share) bool { return o.name == name })
		if at < 0 {
			at, list = len(list), append(list, share{name: name})
		}
		list[at].cells += e.areas[i]
	}
	place := func(s share) int {
		if i := slices.Index(sectionOrder, s.name); i >= 0 {
			return i
		}
		return slices.Index(sectionOrder, "")
	}
	slices.SortFunc(list, func(a, b share) int {
		return cmp.Or(place(a)-place(b), b.cells-a.cells, strings.Compare(a.name, b.name))
	})
	return list
}

// parted divides sections, in their order, among pages so that these are full
// alike: some sections share a page, or one has several. There are as many
// groups as pages, or none where no section is named.
func parted(list []share, pages int) [][]share {
	if len(list) == 0 || pages == 0 {
		return nil
	}
	all := 0
	for _, s := range list {
		all += s.cells
	}
	even := max(all/pages, 1)
	// best[i][k] is the least cost of the first i sections on k pages.
	best := make([][]dealing, len(list)+1)
	best[0] = make([]dealing, pages+1)
	for k := range best[0] {
		best[0][k].cost = -1
	}
	best[0][0].cost = 0
	for i := 1; i <= len(list); i++ {
		best[i] = make([]dealing, pages+1)
		for k := range best[i] {
			best[i][k] = lastDealing(list, best, even, i, k)
		}
	}
	if best[len(list)][pages].cost < 0 {
		return nil
	}
	var out [][]share
	for i, k := len(list), pages; i > 0; {
		s := best[i][k]
		for range s.pages {
			out = append(out, list[s.from:i])
		}
		i, k = s.from, k-s.pages
	}
	slices.Reverse(out)
	return out
}

// dealing is how the first sections stand on the first pages: those from one on share
// the last page, or the last section has several. A cost below 0: they cannot.
type dealing struct{ cost, from, pages int }

// lastDealing is the best way in which the first i sections stand on k pages, by what is
// known of fewer sections.
func lastDealing(list []share, best [][]dealing, even, i, k int) dealing {
	least, cells := dealing{cost: -1}, 0
	for from := i - 1; from >= 0; from-- {
		cells += list[from].cells
		for n := 1; n <= k && (n == 1 || from == i-1); n++ {
			before := best[from][k-n].cost
			if before < 0 {
				continue
			}
			miss := cells/n - even
			cost := before + n*miss*miss/even + (i-1-from)*even/sharing
			if least.cost < 0 || cost < least.cost {
				least = dealing{cost, from, n}
			}
		}
	}
	return least
}

// sharing is how little a section should share its page: as much as a page that
// misses the even share by a quarter.
const sharing = 16

// nameOf is the name of a page that is for some sections: those of the two with
// the most copy, where mixed is not to be said.
func nameOf(group []share, mayMix bool) string {
	if len(group) > 2 && mayMix {
		return mixed
	}
	names := slices.Clone(group)
	slices.SortStableFunc(names, func(a, b share) int { return b.cells - a.cells })
	names = names[:min(len(names), 2)]
	var out []string
	for _, s := range group {
		if slices.Contains(names, s) {
			out = append(out, s.name)
		}
	}
	return strings.Join(out, between)
}
