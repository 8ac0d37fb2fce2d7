package intake

import (
	"slices"

	"duikai/layout/diag"
)

// DropFillers takes the fillers off a restored page, whose text needs their room; it
// tells whether there were any.
func (p *Page) DropFillers() bool {
	n := len(p.Slots)
	p.Slots = slices.DeleteFunc(p.Slots, func(s Slot) bool { return s.Filler })
	return len(p.Slots) < n
}

// Loosen gives up that a restored page stands as it stood: each story keeps the
// largest of its slots, from which a plan starts that stays near.
func (p *Page) Loosen() {
	p.loosened = true
	largest := make(map[*Story]Slot)
	for _, s := range p.Slots {
		if l, ok := largest[s.Story]; s.Story != nil && (!ok || s.Cols*s.Rows > l.Cols*l.Rows) {
			largest[s.Story] = s
		}
	}
	p.Slots = slices.DeleteFunc(p.Slots, func(s Slot) bool { return s.Story != nil && s != largest[s.Story] })
}

// Free takes the place from the first part of a story, which gets the size that is reckoned
// for it; it tells whether it had one.
func (p *Page) Free(id string) bool {
	n := len(p.Slots)
	p.Slots = slices.DeleteFunc(p.Slots, func(s Slot) bool { return s.Story != nil && s.Story.ID == id && s.Story.First > 0 })
	return len(p.Slots) < n
}

// MoveOn moves stories of a page that has no room for them to a page of their
// own behind the last one, and tells.
func (e *Edition) MoveOn(number int, ids []string) (found []Finding) {
	p := e.Page(number)
	var rest []*Story
	p.Stories = slices.DeleteFunc(p.Stories, func(s *Story) bool {
		if slices.Contains(ids, s.ID) {
			rest = append(rest, s)
			return true
		}
		return false
	})
	if len(rest) == 0 {
		return nil
	}
	p.Slots = slices.DeleteFunc(p.Slots, func(s Slot) bool { return s.Story != nil && slices.Contains(ids, s.Story.ID) })
	q := e.Page(e.Pages[len(e.Pages)-1].Number + 1)
	q.Name, q.Stories = p.Name, rest
	return []Finding{Find(diag.ImportOverfull, rest[0].At, p.Number, rest[0].name(), q.Number)}
}
