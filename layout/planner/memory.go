package planner

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"reflect"
	"slices"
	"sync"

	"duikai/layout/diag"
	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
)

// # What is kept
//
// Who plans an issue again and again while it is written keeps a Memory: a page
// whose slots, stories and style are what they were has the plan that it had,
// without being measured. Places in the manuscript are no part of a page's
// content: a line more above it changes nothing. Of a page that is planned anew the
// stories that are what they were are not measured either: how high they are in every
// width is kept by their own content.

// Memory keeps the plans of pages by their content. The zero value is empty; it
// may be used from many goroutines at once.
type Memory struct {
	mu     sync.Mutex
	plans  map[content]kept
	tables map[content]gauged
	used   map[content]bool // plans and tables, in the last issue
}

// content is a digest of all that a page's plan depends on.
type content [sha256.Size]byte

// kept is a plan with what it was found from.
type kept struct {
	pieces     []piece // in the order of the page's slots, where they have any
	slots      []int   // of each piece, its slot's index in the page, or behind them in what may fill it
	plan       dummy.Plan
	sheet      dummy.Sheet
	top, foot  int
	need, room int
	tables     []content // of its stories
}

// gauged is how a story stands, as it was measured.
type gauged struct {
	table *dummy.Table
	legs  *dummy.Legs
	ways  []way
	text  int
}

// asked tells whether a kept plan would do for a page.
func (m *Memory) asked(j *job) bool { return m != nil && j.another == "" && len(j.others) == 0 }

// know tells what a page asks for and has room for, if it was planned as it is
// before others are.
func (m *Memory) know(j *job) bool {
	if !m.asked(j) {
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	k, ok := m.plans[j.digest(nil)]
	if ok {
		j.page.Need, j.page.Room = k.need, k.room
	}
	return ok
}

// recall takes a kept plan for a page that spare slots may fill, if there is one.
func (m *Memory) recall(j *job, spare []*manuscript.Slot) bool {
	if !m.asked(j) {
		return false
	}
	j.content = j.digest(spare)
	m.mu.Lock()
	defer m.mu.Unlock()
	k, ok := m.plans[j.content]
	if !ok {
		return false
	}
	m.used[j.content] = true
	for _, c := range k.tables { // for when one of them changes
		m.used[c] = true
	}
	pieces := slices.Clone(k.pieces)
	for i := range pieces {
		if at := k.slots[i]; at < len(j.of.Slots) {
			pieces[i].slot = j.of.Slots[at]
		} else {
			pieces[i].slot = spare[at-len(j.of.Slots)]
		}
		pieces[i].Name = pieces[i].slot.Name()
	}
	j.sheet, j.top, j.foot, j.page.Need, j.page.Room = k.sheet, k.top, k.foot, k.need, k.room
	j.take(pieces, k.plan)
	return true
}

// keep remembers a page's plan; one with problems of its own is found again, so
// that they are told again.
func (m *Memory) keep(j *job, pieces []piece, plan dummy.Plan, spare []*manuscript.Slot) {
	if m == nil || j.content == (content{}) || len(j.problems) > 0 {
		return
	}
	k := kept{plan: plan, sheet: j.sheet, top: j.top, foot: j.foot, need: j.page.Need, room: j.page.Room, tables: j.gauged}
	for _, p := range pieces {
		at := slices.Index(j.of.Slots, p.slot)
		if at < 0 {
			of := slices.Index(spare, p.slot)
			if of < 0 {
				return // what goes on here from another page
			}
			at = len(j.of.Slots) + of
		}
		p.slot, p.gauge, p.table, p.ways = nil, nil, nil, slices.Clone(p.ways)
		for i := range p.ways {
			p.ways[i].gauge = nil
		}
		k.pieces, k.slots = append(k.pieces, p), append(k.slots, at)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.plans[j.content], m.used[j.content] = k, true
}

// Forget drops all plans: where faces of the same names have become others.
func (m *Memory) Forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.plans, m.tables, m.used = make(map[content]kept), make(map[content]gauged), make(map[content]bool)
}

// begin makes ready for another issue, and forgets what the last one had no use
// for.
func (m *Memory) begin() {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.plans == nil {
		m.plans, m.tables = make(map[content]kept), make(map[content]gauged)
	}
	for c := range m.plans {
		if !m.used[c] {
			delete(m.plans, c)
		}
	}
	for c := range m.tables {
		if !m.used[c] {
			delete(m.tables, c)
		}
	}
	m.used = make(map[content]bool)
}

// gauge measures how a story stands all of which is in one slot, or remembers it.
func (m *Memory) gauge(j *job, p *piece, measure func()) {
	if m == nil {
		measure()
		return
	}
	c := j.storyDigest(p.slot)
	m.mu.Lock()
	g, ok := m.tables[c]
	m.used[c] = true
	m.mu.Unlock()
	j.gauged = append(j.gauged, c)
	if ok { // what is filled later corrects a copy
		p.table, p.Legs, p.ways, p.text = g.table.Clone(), g.legs.Clone(), slices.Clone(g.ways), g.text
		return
	}
	measure()
	m.mu.Lock()
	m.tables[c] = gauged{p.table.Clone(), p.Legs.Clone(), slices.Clone(p.ways), p.text}
	m.mu.Unlock()
}

// storyDigest is the content on which depends how the story of a slot stands.
func (j *job) storyDigest(s *manuscript.Slot) (c content) {
	h := sha256.New()
	write := func(v any) { digested(h, reflect.ValueOf(v)) }
	own := *s
	own.Was, own.Below, own.RightOf, own.With = manuscript.Cells{}, manuscript.StoryRef{}, manuscript.StoryRef{}, manuscript.StoryRef{}
	own.Col, own.Row = 0, 0
	write(j.is.Format)
	write(j.is.Style)
	write(j.terms)
	write(j.foot - j.top)
	write(j.of.Kind)
	write(j.stoodBy(s) || s.Below.ID != "" || s.RightOf.ID != "") // which keeps it from being an L
	write(own)
	write(j.is.Story(s.Story))
	h.Sum(c[:0])
	return c
}

// digest is the content of a job's page, and of what may fill it.
func (j *job) digest(spare []*manuscript.Slot) (c content) {
	h := sha256.New()
	write := func(v any) { digested(h, reflect.ValueOf(v)) }
	write(j.is.Format)
	write(j.is.Style)
	write(j.terms)
	write(*j.words)
	write(j.of.Number)
	write(j.of.Kind)
	for i := range j.open { // where stories may go on
		for _, c := range j.open[i].carried {
			write(j.open[i].Name)
			write(c.to)
			write(c.most)
		}
	}
	for _, s := range spare {
		write(s)
		write(j.is.Story(s.Story))
	}
	for _, s := range j.of.Slots {
		write(s)
		write(j.fills(s))
		write(j.fillerRows)
		if st := j.is.Story(s.Story); st != nil && s.Kind == manuscript.StorySlot {
			write(st)
		}
		for _, o := range j.is.Pages { // parts elsewhere
			for _, t := range o.Slots {
				if o != j.of && t.Kind == manuscript.StorySlot && t.Story == s.Story && s.Story != "" {
					write(o.Number)
					write(t)
				}
			}
		}
	}
	h.Sum(c[:0])
	return c
}

var posType = reflect.TypeFor[diag.Pos]()

// digested writes a value into a hash, but for places in the manuscript and for
// functions.
func digested(h hash.Hash, v reflect.Value) {
	switch k := v.Kind(); k {
	case reflect.Invalid:
		fmt.Fprint(h, "nil;")
	case reflect.Pointer, reflect.Interface:
		if fmt.Fprint(h, "*"); !v.IsNil() && k == reflect.Interface {
			fmt.Fprint(h, v.Elem().Type())
		}
		digested(h, v.Elem())
	case reflect.Struct:
		if v.Type() == posType {
			return
		}
		for i := range v.NumField() {
			digested(h, v.Field(i))
		}
		fmt.Fprint(h, "};")
	case reflect.Slice, reflect.Array:
		fmt.Fprintf(h, "%d[", v.Len())
		for i := range v.Len() {
			digested(h, v.Index(i))
		}
	case reflect.Map:
		fmt.Fprintf(h, "%v;", v) // which is sorted by the keys
	case reflect.String:
		fmt.Fprintf(h, "%q;", v.String())
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
	default:
		fmt.Fprintf(h, "%v;", v)
	}
}
