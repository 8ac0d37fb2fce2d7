package main

import (
	"fmt"
	"slices"

	"duikai/fonts"
	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/manuscript"
	"duikai/layout/planner"
)

// nearness is how near to print a page that is made up anew is to stay, in
// percent, the nearest first (planner.Options.Keep).
var nearness = [...]int{90, 50, 0}

// refit makes the pages of a restored edition set (复原就位): the edges of slots
// move inside the printed shape; a page whose text no such edges hold is made up
// anew near to it, and what has no room there stands on a page of its own.
func refit(e *intake.Edition, told []intake.Finding, set *fonts.Set) (intake.Folder, []intake.Finding, error) {
	r := &restoring{edition: e, set: set, loose: make(map[int]bool), lighter: make(map[int]int)}
	const attempts = 16 // each sets smaller heads, loosens pages, goes further from print, or moves stories on
	for range attempts {
		f, more := r.folder(told)
		is, err := r.load(&f)
		if err != nil {
			return f, nil, err
		}
		if is == nil {
			return f, append(r.found, more...), nil // rendering says why
		}
		moved := planner.Refit(is, set)
		if r.lighten(moved) || r.loosen(moved) {
			continue
		}
		plans, ok := r.plan(is)
		if !ok {
			continue
		}
		if r.settle(plans) { // their lines stand where they stood
			f, more = r.folder(told)
		}
		issue, last, err := refitted(is, f.Issue(), moved, plans, e)
		if err != nil {
			return f, nil, fmt.Errorf("%s: %w", f.Dir, err)
		}
		f.Amend(issue, last)
		return f, append(append(r.found, more...), last...), nil
	}
	f, more := e.Folder(append(slices.Clone(told), r.found...), intake.LayoutAuto)
	return f, append(r.found, more...), nil
}

// restoring is an edition while its pages are refitted.
type restoring struct {
	edition *intake.Edition
	set     *fonts.Set
	loose   map[int]bool // pages that are made up anew
	lighter map[int]int  // how often the heads of pages were set smaller
	near    int          // in nearness
	plans   planner.Memory
	found   []intake.Finding
}

// folder is the edition as it would be written; fillers of pages that are made up anew, or
// were opened for what had no room, have any size.
func (r *restoring) folder(told []intake.Finding) (intake.Folder, []intake.Finding) {
	f, more := r.edition.Folder(append(slices.Clone(told), r.found...), intake.LayoutRestore)
	any := false
	for _, p := range r.edition.Pages {
		if p.Guessed() {
			any, p.Fillers = true, make([]intake.Slot, 1)
		}
	}
	if any {
		f, more = r.edition.Folder(append(slices.Clone(told), r.found...), intake.LayoutRestore)
	}
	return f, more
}

// settle gives fillers the places that were found for them; it tells whether there are any.
func (r *restoring) settle(plans planner.Edition) (any bool) {
	for _, p := range plans.Pages {
		of := r.edition.Page(p.Number)
		if len(of.Fillers) == 0 {
			continue
		}
		any = true
		of.Fillers, _ = foundSlots(&p)
	}
	return any
}

// load reads the folder as it would be written; the slots of loose pages are
// open. nil: it cannot be read.
func (r *restoring) load(f *intake.Folder) (*manuscript.Issue, error) {
	is, err := loaded(f, manuscript.Load)
	if is == nil || err != nil {
		return nil, err
	}
	for _, p := range is.Pages {
		p.Keep = !r.loose[p.Number] && len(r.edition.Page(p.Number).Slots) > 0
	}
	manuscript.Reopened(is, f.Issue())
	return is, nil
}

// lighten sets the heads of stories smaller that have no room in their places, for
// how large they were in print is a guess: on pages that are stuck, or of which an
// edge would move further than restored ones should. It tells whether there are any.
func (r *restoring) lighten(moved []planner.Refitted) (any bool) {
	const most, far = 2, 3   // times a page; rows
	const least, last = 1, 5 // weights
	for _, m := range moved {
		if r.loose[m.Number] || r.lighter[m.Number] == most || !m.Stuck && m.Most <= far {
			continue
		}
		r.lighter[m.Number]++
		for _, s := range r.edition.Page(m.Number).Stories {
			if slices.Contains(m.Over, s.ID) && s.Weight >= least && s.Weight < last {
				s.Weight++
				any = true
			}
		}
	}
	return any
}

// loosen gives up the shape of pages that are stuck; it tells whether there are
// any.
func (r *restoring) loosen(moved []planner.Refitted) (any bool) {
	for _, m := range moved {
		p := r.edition.Page(m.Number)
		if m.Stuck && !r.loose[m.Number] {
			if any = true; p.DropFillers() {
				continue // text may stand in their room
			}
			r.loose[m.Number] = true
			p.Loosen()
			r.found = append(r.found, intake.Find(diag.ImportRemade, p.At, m.Number, m.Lacks))
		}
	}
	return any
}

// plan makes up the loose pages. Where one finds no plan, all are to go further
// from print, and at last the story that weighs least moves on; so do stories
// that were held over. ok is false where it must be tried again.
func (r *restoring) plan(is *manuscript.Issue) (plans planner.Edition, ok bool) {
	fillers := openFillers(is)
	if len(r.loose) == 0 && len(fillers) == 0 {
		return plans, true
	}
	plans, problems := planner.Plan(is, r.set, planner.Options{Keep: nearness[r.near], Fillers: fillers, FillerRows: intake.LeastFiller, Memory: &r.plans})
	problems = r.faults(is, problems)
	none := func(p *intake.Page) bool {
		return slices.ContainsFunc(problems, func(x diag.Problem) bool {
			return x.Code == diag.NoPlan && x.Args[0] == p.Number || slices.Contains(roomless, x.Code) && slices.ContainsFunc(x.Args, func(a any) bool {
				id, ok := a.(string)
				return ok && p.Holds(id)
			})
		})
	}
	if r.free(problems) {
		return plans, false
	}
	if r.near+1 < len(nearness) && slices.ContainsFunc(r.edition.Pages, none) {
		r.near++
		return plans, false
	}
	moved := false
	for _, p := range plans.Pages {
		of, out := r.edition.Page(p.Number), p.Held
		if none(of) {
			if len(of.Fillers) > 0 { // text may stand in its room
				moved, of.Fillers = true, []intake.Slot{}
				continue
			}
			out = r.lightest(p.Number)
		}
		if r.loose[p.Number] && len(out) > 0 {
			on := r.edition.MoveOn(p.Number, out)
			r.found = append(r.found, on...)
			moved = moved || len(on) > 0
		}
	}
	return plans, !moved
}

// roomless are the problems of a story that has no room where it stands.
var roomless = []diag.Code{diag.NoStanding, diag.Overset, diag.HeadOverset, diag.PictureRoom, diag.TableRoom}

// faults are the problems of a planned edition: what the plan says, and which texts have no
// room in it.
func (r *restoring) faults(is *manuscript.Issue, problems diag.List) diag.List {
	var loose []int
	for _, p := range is.Pages {
		if r.loose[p.Number] {
			loose = append(loose, p.Number)
		}
	}
	if len(loose) == 0 {
		return problems
	}
	_, more := layout.Compose(is, r.set, layout.Options{Pages: loose})
	return slices.Concat(problems, more)
}

// free takes their size from the first parts of stories that have no room on loose pages: in
// print their heads and pictures were others. It tells whether there are any.
func (r *restoring) free(problems diag.List) (any bool) {
	for _, x := range problems {
		for _, arg := range x.Args {
			id, ok := arg.(string)
			for n := range r.loose {
				any = ok && slices.Contains(roomless, x.Code) && r.edition.Page(n).Free(id) || any
			}
		}
	}
	return any
}

// lightest is the last of the stories of a page that weigh least, of those that do not go on
// on another page; nothing where the page has one alone.
func (r *restoring) lightest(page int) []string {
	var least *intake.Story
	list := r.edition.Page(page).Stories
	for _, s := range list {
		if s.First == 0 && (least == nil || s.Weight >= least.Weight) {
			least = s
		}
	}
	if len(list) < 2 || least == nil {
		return nil
	}
	return []string{least.ID}
}

// refitted writes what moved into issue.yaml.
func refitted(is *manuscript.Issue, source []byte, moved []planner.Refitted, plans planner.Edition, e *intake.Edition) ([]byte, []intake.Finding, error) {
	var found []intake.Finding
	var pages []manuscript.FoundPage
	for _, m := range moved {
		if len(m.Slots) > 0 {
			found = append(found, intake.Find(diag.ImportRefitted, e.Page(m.Number).At, m.Number, len(m.Slots), m.Most))
			pages = append(pages, manuscript.FoundPage{Number: m.Number, Slots: m.Slots})
		}
		for _, h := range m.Holes {
			found = append(found, intake.Find(diag.ImportWhite, e.Page(m.Number).At, m.Number, h.Col, h.Col+h.Cols-1, h.Row, h.Row+h.Rows-1))
		}
	}
	restored := func(p planner.Page) bool { return len(e.Page(p.Number).Slots)+len(e.Page(p.Number).Fillers) > 0 }
	pages = append(pages, foundPages(is, plans, planner.Edition{Pages: slices.DeleteFunc(slices.Clone(plans.Pages), func(p planner.Page) bool { return !restored(p) })})...)
	for i := range pages { // fillers have their places already
		pages[i].Slots = slices.DeleteFunc(slices.Clone(pages[i].Slots), func(s *manuscript.Slot) bool { return s.Kind == manuscript.AdSlot })
	}
	issue, err := manuscript.WritePlan(source, pages)
	return issue, found, err
}
