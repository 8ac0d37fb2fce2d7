package main

import (
	"fmt"
	"io/fs"
	"slices"

	"duikai/fonts"
	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/manuscript"
	"duikai/layout/planner"
)

// goodWhite is how many lines a page with fillers may leave white for no further filler to
// be tried, mostFillers how many are.
const (
	goodWhite   = 4
	mostFillers = 3
)

// filling is a page whose fillers are looked for.
type filling struct {
	page    *intake.Page
	fillers []intake.Slot      // of the best page yet; empty: there is none
	slots   []*manuscript.Slot // what else stands on it
	white   int                // lines
}

// refill makes up the pages of which nobody can reckon how high their fillers must be
// (补白): they are planned with fillers of any size, and keep the places that were found.
func refill(e *intake.Edition, f intake.Folder, told, more []intake.Finding, how intake.Layout, set *fonts.Set) (intake.Folder, []intake.Finding, error) {
	var all []*filling
	for _, p := range e.Pages {
		if p.Guessed() {
			all = append(all, &filling{page: p})
		}
	}
	if len(all) == 0 {
		return f, more, nil
	}
	r := refilling{set: set}
	for n := 1; n <= mostFillers; n++ {
		trying := slices.DeleteFunc(slices.Clone(all), (*filling).good)
		if len(trying) == 0 {
			break
		}
		for _, p := range trying {
			p.page.Fillers = make([]intake.Slot, n)
		}
		trial, _ := e.Folder(told, how)
		is, err := loaded(&trial, r.stories.Load)
		if err != nil || is == nil {
			return f, more, err // rendering says why
		}
		r.weigh(among(is, trying), trying)
	}
	for _, p := range all {
		p.page.Fillers = append([]intake.Slot{}, p.fillers...)
	}
	more = slices.DeleteFunc(slices.Clone(more), func(x intake.Finding) bool { return x.Code == diag.ImportFiller })
	f, last := e.Folder(slices.Concat(told, more), how)
	more = append(more, last...)
	is, err := loaded(&f, r.stories.Load)
	if err != nil || is == nil {
		return f, more, err
	}
	issue, err := manuscript.WritePlan(f.Issue(), settled(is, all))
	if err != nil {
		return f, more, fmt.Errorf("%s: %w", f.Dir, err)
	}
	f.Amend(issue, nil)
	return f, more, nil
}

// refilling is what planning a few issues that differ little has in common.
type refilling struct {
	set     *fonts.Set
	stories manuscript.Memory
	plans   planner.Memory
}

// loaded reads a folder as it would be written; nil: it cannot be read.
func loaded(f *intake.Folder, load func(fs.FS) (*manuscript.Issue, diag.List)) (*manuscript.Issue, error) {
	fsys, err := f.FS()
	if err != nil {
		return nil, err
	}
	is, problems := load(fsys)
	if problems.Has(diag.Fatal) {
		return nil, nil
	}
	return is, nil
}

// openFillers are the names of the fillers that have no place.
func openFillers(is *manuscript.Issue) (names []string) {
	for _, p := range is.Pages {
		for _, s := range p.Slots {
			if s.Kind == manuscript.AdSlot && s.Open != 0 {
				names = append(names, s.Name())
			}
		}
	}
	return names
}

// foundSlots are the fillers of a planned page, where they were put, and its other slots that
// were found.
func foundSlots(p *planner.Page) (fillers []intake.Slot, others []*manuscript.Slot) {
	for _, s := range p.Slots {
		switch {
		case s.Found && s.Kind == manuscript.AdSlot:
			fillers = append(fillers, intake.Slot{Col: s.Col, Row: s.Row, Cols: s.Cols, Rows: s.Rows})
		case s.Found:
			others = append(others, s.Slot)
		}
	}
	return fillers, others
}

// among leaves of an issue the pages whose fillers are looked for, and of the others the
// first parts of their stories.
func among(is *manuscript.Issue, trying []*filling) *manuscript.Issue {
	out := *is
	out.Pages = nil
	for _, p := range is.Pages {
		if slices.ContainsFunc(trying, func(f *filling) bool { return f.page.Number == p.Number }) {
			out.Pages = append(out.Pages, p)
			continue
		}
		other := *p
		other.Auto, other.Slots = false, nil
		for _, s := range p.Slots {
			if part := s.Sized(); part != nil && slices.ContainsFunc(trying, func(f *filling) bool { return f.page.Holds(s.Story) }) {
				other.Slots = append(other.Slots, part)
			}
		}
		if len(other.Slots) > 0 {
			out.Pages = append(out.Pages, &other)
		}
	}
	out.Stories = slices.DeleteFunc(slices.Clone(is.Stories), func(s *manuscript.Story) bool {
		return !slices.ContainsFunc(trying, func(f *filling) bool { return f.page.Holds(s.ID) })
	})
	return &out
}

// weigh plans the pages and keeps of each the best that it has been.
func (r *refilling) weigh(is *manuscript.Issue, trying []*filling) {
	fillers := openFillers(is)
	plans, problems := planner.Plan(is, r.set, planner.Options{Fillers: fillers, FillerRows: intake.LeastFiller, Memory: &r.plans})
	for _, p := range is.Pages { // what stands in the files of fillers is not yet drawn
		p.Slots = slices.DeleteFunc(slices.Clone(p.Slots), func(s *manuscript.Slot) bool { return slices.Contains(fillers, s.Name()) })
	}
	_, more := layout.Compose(is, r.set, layout.Options{})
	problems = append(problems, more...)
	for _, f := range trying {
		i := slices.IndexFunc(plans.Pages, func(p planner.Page) bool { return p.Number == f.page.Number })
		if i < 0 || f.faulty(problems) || len(plans.Pages[i].Held) > 0 {
			continue
		}
		p := &plans.Pages[i]
		if len(f.fillers) > 0 && p.White >= f.white {
			continue
		}
		f.white = p.White
		f.fillers, f.slots = foundSlots(p)
	}
}

// good tells that no further filler need be tried: little is white.
func (f *filling) good() bool { return len(f.fillers) > 0 && f.white <= goodWhite }

// faulty tells whether a problem is one of the page: it has no plan, or text of it has no
// room.
func (f *filling) faulty(problems diag.List) bool {
	return slices.ContainsFunc(problems, func(x diag.Problem) bool {
		if x.Code == diag.NoPlan {
			return x.Args[0] == f.page.Number
		}
		return x.Severity() >= diag.Error && slices.ContainsFunc(x.Args, func(a any) bool {
			id, ok := a.(string)
			return ok && f.page.Holds(id)
		})
	})
}

// settled are the pages with the places that were found, by where their slots stand in the
// issue as it is now.
func settled(is *manuscript.Issue, all []*filling) (pages []manuscript.FoundPage) {
	for _, f := range all {
		at := slices.IndexFunc(is.Pages, func(p *manuscript.Page) bool { return p.Number == f.page.Number })
		if at < 0 || len(f.slots) == 0 {
			continue
		}
		page := manuscript.FoundPage{Number: f.page.Number}
		for _, s := range f.slots {
			own := *s
			if i := slices.IndexFunc(is.Pages[at].Slots, func(o *manuscript.Slot) bool { return o.Kind == s.Kind && o.Name() == s.Name() }); i >= 0 {
				own.Src = is.Pages[at].Slots[i].Src
			}
			page.Slots = append(page.Slots, &own)
		}
		pages = append(pages, page)
	}
	return pages
}
