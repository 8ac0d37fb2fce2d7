package manuscript

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"duikai/layout/diag"
)

// # Slots that stand relative to others
//
// `below: ID` and `right-of: ID` stand in place of `at`: a slot begins where the
// one that it names ends, a row of white below it, or in the column behind it, with
// the same left or upper edge. Where both are given, each gives its own. As soon as
// the place and the size of the other are known the slot has its place; where the
// program finds those, it finds this one with them.

// relation is a key that names another slot of the page.
type relation struct {
	key string
	ref *StoryRef
}

// relations are those that a slot gives.
func (s *Slot) relations() (all []relation) {
	for _, r := range [...]relation{{"below", &s.Below}, {"right-of", &s.RightOf}} {
		if r.ref.ID != "" {
			all = append(all, r)
		}
	}
	return all
}

// Named is the slot of a page that a relation names; nil: there is none.
func (p *Page) Named(ref StoryRef) *Slot {
	i := slices.IndexFunc(p.Slots, func(s *Slot) bool { return ref.ID != "" && s.Name() == ref.ID })
	if i < 0 {
		return nil
	}
	return p.Slots[i]
}

// relate gives the slots of a page that stand relative to others their places, as
// far as those have theirs, and reports what cannot be.
func (d *decoder) relate(f Format, p *Page) {
	for _, s := range p.Slots {
		d.checkRelations(p, s)
	}
	for _, s := range p.Slots {
		if chain := p.circle(s, nil); chain != nil && !s.broken {
			for _, o := range p.Slots { // told once
				o.broken = o.broken || slices.Contains(chain, o.Name())
			}
			d.wrong(s, "circle", term{
				fmt.Sprintf("%s stand each relative to the next: give one of them `at`", strings.Join(chain, ", ")),
				fmt.Sprintf("%s 互为参照：请为其中一个写 at", strings.Join(chain, "、"))})
		}
	}
	for more := true; more; {
		more = false
		for _, s := range p.Slots {
			if !s.broken && s.Open&OpenPlace != 0 && p.settle(s) {
				more = true
				d.checkRoom(f, p, s)
			}
		}
	}
}

// wrong reports a relation of a slot, which leaves the plan.
func (d *decoder) wrong(s *Slot, key string, why term) {
	all := s.relations()
	at := all[0]
	for _, r := range all {
		if r.key == key {
			at = r
		}
	}
	d.add(diag.BadValue, at.ref.Src, at.key, why)
	s.broken = true
}

// checkRelations looks whether what a slot names is there, and whether the slot has
// a place besides.
func (d *decoder) checkRelations(p *Page, s *Slot) {
	for _, r := range s.relations() {
		switch {
		case s.broken:
			return
		case s.Open&OpenPlace == 0:
			d.wrong(s, r.key, term{"`at` says already where the slot stands: take one of them out", "at 已写明位置：请删去其中之一"})
		case p.Named(*r.ref) == nil:
			var names []string
			for _, o := range p.Slots {
				if o != s {
					names = append(names, o.Name())
				}
			}
			meant := cmp.Or(Nearest(r.ref.ID, names), strings.Join(names[:min(len(names), shownKeys)], " | "))
			if meant == "" {
				meant = "at"
			}
			d.wrong(s, r.key, term{
				fmt.Sprintf("this page has no slot %q: write %s", r.ref.ID, meant), fmt.Sprintf("本版没有版位 %q：请写 %s", r.ref.ID, meant)})
		}
	}
}

// circle is a chain of slots that leads from one back to it; nil: there is none.
func (p *Page) circle(s *Slot, chain []*Slot) (names []string) {
	if slices.Contains(chain, s) {
		if chain[0] != s {
			return nil // one that it leads to; told there
		}
		for _, o := range chain {
			names = append(names, o.Name())
		}
		return names
	}
	for _, r := range s.relations() {
		if o := p.Named(*r.ref); o != nil {
			if names = p.circle(o, append(chain[:len(chain):len(chain)], s)); names != nil {
				return names
			}
		}
	}
	return nil
}

// settle gives a slot its place where those are known that it stands by.
func (p *Page) settle(s *Slot) bool {
	col, row, known := 0, 0, false
	for _, r := range s.relations() {
		o := p.Named(*r.ref)
		size := OpenRows
		if r.key == "right-of" {
			size = OpenCols
		}
		if o == nil || o.broken || o.Open&(OpenPlace|size) != 0 {
			return false
		}
		known = true
		if r.key == "below" {
			row, col = o.Row+o.Rows+whiteBetween, cmp.Or(col, o.Col)
		} else {
			col = o.Col + o.Cols
			row = cmp.Or(row, o.Row)
		}
	}
	if known {
		s.Col, s.Row, s.Open, s.Places.At = col, row, s.Open&^OpenPlace, s.relations()[0].ref.Src
	}
	return known
}

// whiteBetween is the rows of white between slots that stand one over the other.
const whiteBetween = 1

// checkRoom looks whether a slot that has found its place lies on the page.
func (d *decoder) checkRoom(f Format, p *Page, s *Slot) {
	rows, cols := f.Rows-s.Row+1, f.Columns-s.Col+1
	wide, high := s.Open&OpenCols == 0 && s.Cols > cols, s.Open&OpenRows == 0 && s.Rows > rows
	key := "below"
	if cols < 1 || wide && !high || s.Below.ID == "" {
		key = "right-of"
	}
	if s.RightOf.ID == "" {
		key = "below"
	}
	switch {
	case rows < 1 || cols < 1:
		d.wrong(s, key, term{
			fmt.Sprintf("nothing of the page is left there: it has %d columns and %d rows, the slot would begin at [%d, %d]", f.Columns, f.Rows, s.Col, s.Row),
			fmt.Sprintf("那里已无版面：本版 %d 栏 %d 行，版位将始于 [%d, %d]", f.Columns, f.Rows, s.Col, s.Row)})
	case wide || high:
		span := pairOf(min(cmp.Or(s.Cols, cols), cols), min(cmp.Or(s.Rows, rows), rows))
		d.wrong(s, key, term{
			fmt.Sprintf("the slot would begin at [%d, %d] and leave the page: write span: %s", s.Col, s.Row, span),
			fmt.Sprintf("版位将始于 [%d, %d]，超出版心：请写 span: %s", s.Col, s.Row, span)})
	}
}

// unsettle opens the places of slots that stand by others that are open.
func (p *Page) unsettle() {
	for more := true; more; {
		more = false
		for _, s := range p.Slots {
			if len(s.relations()) == 0 || s.Open&OpenPlace != 0 {
				continue
			}
			was := Cells{s.Col, s.Row, s.Cols, s.Rows}
			if again := *s; !p.settle(&again) {
				s.Open |= OpenPlace
				if s.Was == (Cells{}) {
					s.Was = was
				}
				p.Auto, more = true, true
			}
		}
	}
}
