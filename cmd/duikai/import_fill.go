package main

import (
	"cmp"
	"slices"

	"duikai/fonts"
	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/manuscript"
	"duikai/layout/planner"
)

// refillSteps are by how many rows the filler of a page differs from what was reckoned,
// in the order in which it is tried: there may be no page with so much of it, or white over
// it.
var refillSteps = [...]int{0, -1, 1, -2, -3, 2, -4, -5, 3, -6, -8, -10, -13, -16, -20}

// goodWhite is how many lines a page may leave white for nothing else to be tried.
const goodWhite = 4

// enoughPages is how many heights with which there is a page are looked at.
const enoughPages = 4

// filling is a page whose filler is looked for.
type filling struct {
	page   *intake.Page
	rows   int // as they were reckoned
	tried  []filled
	now    int // the rows that are tried
	bottom int // the last row of the filler
}

// noPage is the white of a filler with which there is no page.
const noPage = 1 << 20

// filled is a page with a filler of so many rows, and how many lines are white then.
type filled struct{ rows, white int }

// refill gives the fillers of pages of few stories the rows with which the page is full
// (补白): what is reckoned of a single head may be far off.
func refill(e *intake.Edition, f intake.Folder, told, more []intake.Finding, how intake.Layout, set *fonts.Set) (intake.Folder, []intake.Finding, error) {
	var all []*filling
	for _, p := range e.Pages {
		if rows := p.Filled(); rows > 0 {
			all = append(all, &filling{page: p, rows: rows})
		}
	}
	if len(all) == 0 {
		return f, more, nil
	}
	fsys, err := f.FS()
	if err != nil {
		return f, more, err
	}
	var stories manuscript.Memory
	var plans planner.Memory
	for _, step := range refillSteps {
		is, problems := stories.Load(fsys)
		if is == nil || problems.Has(diag.Fatal) {
			return f, more, nil // rendering says why
		}
		if trying := among(is, all, step); len(trying) > 0 {
			weigh(is, trying, set, &plans)
		}
	}
	same := true
	for _, p := range all {
		same = p.settle() && same
	}
	if same {
		return f, more, nil
	}
	moved := slices.DeleteFunc(slices.Clone(more), func(x intake.Finding) bool { return x.Code == diag.ImportFiller })
	f, more = e.Folder(slices.Concat(told, moved), how)
	return f, append(moved, more...), nil
}

// among leaves of an issue the pages that are not good yet, each with the filler that a
// step gives it.
func among(is *manuscript.Issue, all []*filling, step int) (trying []*filling) {
	var pages []*manuscript.Page
	names := make(map[string]bool)
	for _, p := range is.Pages {
		i := slices.IndexFunc(all, func(f *filling) bool { return f.page.Number == p.Number })
		if i < 0 || all[i].good() {
			continue
		}
		k := slices.IndexFunc(p.Slots, func(s *manuscript.Slot) bool { return s.Kind == manuscript.AdSlot })
		if k < 0 {
			continue
		}
		sl := p.Slots[k]
		all[i].bottom = sl.Row + sl.Rows - 1
		all[i].now = all[i].page.Refill(all[i].rows+step, all[i].bottom)
		if all[i].hopeless() {
			continue
		}
		sl.Row, sl.Rows = all[i].bottom-all[i].now+1, all[i].now
		trying, pages = append(trying, all[i]), append(pages, p)
		for _, s := range all[i].page.Stories {
			names[s.ID] = true
		}
	}
	is.Pages = pages
	is.Stories = slices.DeleteFunc(slices.Clone(is.Stories), func(s *manuscript.Story) bool { return !names[s.ID] })
	return trying
}

// weigh plans the pages and puts down what they leave white.
func weigh(is *manuscript.Issue, trying []*filling, set *fonts.Set, kept *planner.Memory) {
	plans, problems := planner.Plan(is, set, planner.Options{Memory: kept})
	_, more := layout.Compose(is, set, layout.Options{})
	for _, f := range trying {
		white := noPage
		i := slices.IndexFunc(plans.Pages, func(p planner.Page) bool { return p.Number == f.page.Number })
		none := slices.ContainsFunc(problems, func(x diag.Problem) bool { return x.Code == diag.NoPlan && x.Args[0] == f.page.Number })
		over := slices.ContainsFunc(more, func(x diag.Problem) bool {
			return x.Severity() >= diag.Error && slices.ContainsFunc(f.page.Stories, func(s *intake.Story) bool { return slices.Contains(x.Args, any(s.ID)) })
		})
		if i >= 0 && !none && !over && len(plans.Pages[i].Held) == 0 {
			k := slices.IndexFunc(is.Pages, func(p *manuscript.Page) bool { return p.Number == f.page.Number })
			white = plans.Pages[i].White + unused(is.Pages[k], f.bottom)
		}
		f.tried = append(f.tried, filled{f.now, white})
	}
}

// hopeless tells that these rows were tried, or that fewer of the filler leave no page.
func (f *filling) hopeless() bool {
	return slices.ContainsFunc(f.tried, func(t filled) bool { return t.rows == f.now || t.white == noPage && t.rows < f.now })
}

// unused is how many cells of a page no slot has, each with the row of white below it.
func unused(p *manuscript.Page, rows int) int {
	columns, taken := 0, 0
	for _, s := range p.Slots {
		columns = max(columns, s.Col+s.Cols-1)
		taken += s.Cols * (s.Rows + layout.White)
	}
	return max(columns*(rows+layout.White)-taken, 0)
}

// good tells that nothing else need be tried: little is white, or of some heights with
// which there is a page none is much better.
func (f *filling) good() bool {
	pages := 0
	for _, t := range f.tried {
		if t.white <= goodWhite {
			return true
		}
		if t.white < noPage {
			pages++
		}
	}
	return pages >= enoughPages
}

// settle gives the page the filler that leaves least white, or none where there is no
// page with one; it tells whether that is what was reckoned.
func (f *filling) settle() bool {
	f.page.Fill = intake.NoFiller
	best := slices.MinFunc(append(f.tried, filled{white: noPage}), func(a, b filled) int { return cmp.Compare(a.white, b.white) })
	if best.white < noPage {
		f.page.Fill = best.rows
	}
	return f.page.Fill == f.rows
}
