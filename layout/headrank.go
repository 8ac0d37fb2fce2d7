package layout

import (
	"cmp"
	"runtime"
	"slices"
	"sync"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
)

// # Sizes that fall from the lead to the brief
//
// A head by itself takes its size from its columns and its weight. Before any
// story is poured the heads of each page are measured together: in the order
// of importance each that is larger than a more important one steps down, and
// of two that stand side by side and look alike the lesser changes its face.
// The plan made here also bounds what a head may grow to while its story is
// poured, so that the order holds on the finished page.

// headPlan is what is decided about a story's head before it is poured, and
// the memory of what has been built by it. It belongs to one story and is
// used from one goroutine at a time.
type headPlan struct {
	role  fonts.Role
	most  int // step of the ladder that is the largest allowed
	set   headSet
	built []builtHead
}

// builtHead is a head and what it was built from.
type builtHead struct {
	in   headInput
	most int
	head head
}

// newHeadPlan prepares a story's headline in a face.
func (h *house) newHeadPlan(s *manuscript.Story, role fonts.Role, vertical bool) *headPlan {
	in := headInput{vertical: vertical}
	return &headPlan{role: role, set: h.prepareHead(s, role, in.style(h))}
}

// vertical tells whether the head of a slot runs downward.
func vertical(sl *manuscript.Slot) bool {
	return sl.Head == manuscript.HeadVerticalLeft || sl.Head == manuscript.HeadVerticalRight
}

// headInput is the question for a story's head across its slot, some grades
// below its rank.
func (m *makeup) headInput(s *manuscript.Story, pc *piece, grade int) headInput {
	_, width, cols := pc.headSpan(m.house)
	return headInput{story: s, plan: m.headPlan(s, pc.slot), cols: cols, width: width, grade: grade}
}

// headPlan is the plan of a story's head in a slot.
func (m *makeup) headPlan(s *manuscript.Story, sl *manuscript.Slot) *headPlan {
	if p := m.heads[sl]; p != nil {
		return p
	}
	return m.house.newHeadPlan(s, headFace(s.Weight), vertical(sl))
}

// head builds a head, or remembers it.
func (h *house) head(in headInput) head {
	p := in.plan
	if p == nil {
		return h.buildHead(in)
	}
	for i := range p.built {
		if b := &p.built[i]; b.in == in && b.most == p.most {
			return b.head
		}
	}
	b := h.buildHead(in)
	p.built = append(p.built, builtHead{in, p.most, b})
	return b
}

// headSpan is the place of a head across: its left edge, its width and the
// basic columns that it counts for. It covers the whole slot, or some of its
// text columns (题文错位).
func (pc *piece) headSpan(h *house) (left, width geom.Length, cols int) {
	g := h.grid
	inner := pc.inner(g, h.size)
	if from, n := pc.headColumns(); n < pc.cols.count {
		left = pc.cols.left + geom.Length(from)*pc.cols.step
		width = geom.Length(n)*pc.cols.step - (pc.cols.step - pc.cols.measure)
		cols = int(geom.DivRound(width+g.Gutter, g.Column+g.Gutter))
		return left, width, max(cols, 1)
	}
	return inner.X, inner.W, pc.slot.Cols
}

// headColumns is the first text column, from 0, that a head across covers,
// and how many it covers.
func (pc *piece) headColumns() (from, n int) {
	sl := pc.slot
	if sl.HeadCols <= 0 || sl.HeadCols >= pc.cols.count {
		return 0, pc.cols.count
	}
	return min(max(sl.HeadFrom-1, 0), pc.cols.count-sl.HeadCols), sl.HeadCols
}

// underHead tells whether a text column begins below the head.
func (pc *piece) underHead(column int) bool {
	from, n := pc.headColumns()
	return column >= from && column < from+n
}

// titled is a story with a headline in the slot where it begins.
type titled struct {
	story  *manuscript.Story
	seat   seat
	weight int
	asked  int // step of the ladder that it takes by itself
	piece  piece
}

func (t *titled) step() int         { return t.piece.head.step }
func (t *titled) size() geom.Length { return geom.FromPoints(ladder[t.step()]) }

// planHeads measures all heads and settles sizes and faces page by page.
func (m *makeup) planHeads() {
	m.titled = m.titledStories()
	m.heads = make(map[*manuscript.Slot]*headPlan, len(m.titled))
	plans := make([]*headPlan, len(m.titled))
	inParallel(len(m.titled), func(i int) {
		t := &m.titled[i]
		plans[i] = m.house.newHeadPlan(t.story, headFace(t.story.Weight), vertical(t.seat.slot))
	})
	m.sets = make(map[*manuscript.Slot]headSet, len(plans))
	for i, p := range plans {
		sl := m.titled[i].seat.slot
		m.heads[sl], m.sets[sl] = p, p.set
	}
	inParallel(len(m.titled), func(i int) { m.titled[i].measure(m) })
	for i := range m.issue.Pages {
		m.settle(i)
	}
}

// measure sets a head by its own plan.
func (t *titled) measure(m *makeup) {
	t.piece = m.piece(t.story, t.seat, fullHead)
	t.asked = t.step()
}

// settle settles the sizes and faces of the heads of a page.
func (m *makeup) settle(i int) {
	page := m.titledOn(i)
	m.orderSizes(page)
	m.partFaces(page)
	m.orderSizes(page) // a headline may be smaller in another face
}

// titledStories lists the stories that have a headline, each with the first
// of its slots in page order, and where the issue gives no weight the one
// that its slot has.
func (m *makeup) titledStories() (all []titled) {
	index := map[string]int{}
	for i, p := range m.issue.Pages {
		for _, sl := range p.Slots {
			s := m.issue.Story(sl.Story)
			if sl.Kind != manuscript.StorySlot || s == nil {
				continue
			}
			k, ok := index[sl.Story]
			switch {
			case !ok:
				index[sl.Story] = len(all)
				all = append(all, titled{story: s, seat: seat{sl, i}})
			case p.Number < m.issue.Pages[all[k].seat.page].Number:
				all[k].seat = seat{sl, i}
			}
		}
	}
	all = slices.DeleteFunc(all, func(t titled) bool {
		return t.seat.slot.Head == manuscript.HeadNone || !slices.ContainsFunc(t.story.Headline, func(l manuscript.Text) bool { return !empty(l) })
	})
	for i := range all {
		all[i].weigh(m)
	}
	return all
}

// weigh gives a head the weight of its story, or else that of its slot.
func (t *titled) weigh(m *makeup) {
	if t.weight = t.story.Weight; t.weight == 0 {
		t.weight = m.slotWeight(t.seat.slot)
	}
}

// slotShares are the shares of the page, in thousandths, from which a slot is
// that of a lead, a second lead and so on (1 to 4).
var slotShares = [...]int{220, 110, 55, 25}

// slotWeight is the weight of a story that gives none, by the room it has.
func (m *makeup) slotWeight(s *manuscript.Slot) int {
	f := m.issue.Format
	share := s.Cols * s.Rows * 1000 / max(f.Columns*f.Rows, 1)
	for i, least := range slotShares {
		if share >= least {
			return i + 1
		}
	}
	return len(slotShares) + 1
}

// moreSteps is how many steps of the ladder a headline gives way to a more
// important one: beyond that it would look lost in its slot, and the order is
// the editor's to mend.
const moreSteps = 3

// orderSizes lets no headline be larger than a more important one, as far as
// moreSteps allow. The page comes in order of importance.
func (m *makeup) orderSizes(page []*titled) {
	for i, t := range page {
		plan, more := m.heads[t.seat.slot], smallest(page[:i], t.weight)
		switch {
		case more == nil:
			continue
		case t.step() < more.step():
			m.rebuild(t, plan.role, min(more.step(), t.asked+moreSteps))
		default:
			plan.most = max(plan.most, more.step())
		}
		if t.step() < more.step() {
			plan.most = t.step() // at least it grows no further
		}
	}
}

// smallest is the smallest headline of the stories that are more important
// than a weight; nil where there is none.
func smallest(page []*titled, weight int) (least *titled) {
	for _, t := range page {
		if t.weight < weight && !t.piece.head.tight && (least == nil || t.step() > least.step()) {
			least = t
		}
	}
	return least
}

// reportSizes reports headlines that came out larger than more important ones
// of their page: where slots and weights disagree, or a head gave way to its
// text.
func (m *makeup) reportSizes(stories []*poured) {
	places := placesOf(stories)
	for i, p := range m.issue.Pages {
		if m.opt.Pages != nil && !slices.Contains(m.opt.Pages, p.Number) {
			continue
		}
		page := m.titledOn(i)
		for k, t := range page {
			if at, ok := places[t.seat.slot]; ok {
				t.piece = at.story.pieces[at.piece]
			}
			if more := smallest(page[:k], t.weight); more != nil && t.step() < more.step() {
				m.problems.Add(diag.SizeOrder, headPos(t.story), t.story.ID, t.size(), more.story.ID, more.size())
			}
		}
	}
}

// titledOn lists the heads of a page in order of importance.
func (m *makeup) titledOn(i int) (page []*titled) {
	for k := range m.titled {
		if m.titled[k].seat.page == i {
			page = append(page, &m.titled[k])
		}
	}
	slices.SortStableFunc(page, func(a, b *titled) int {
		x, y := a.seat.slot, b.seat.slot
		return cmp.Or(cmp.Compare(a.weight, b.weight), cmp.Compare(x.Row, y.Row), cmp.Compare(x.Col, y.Col))
	})
	return page
}

// rebuild sets a head again in a face, no larger than a step of the ladder.
func (m *makeup) rebuild(t *titled, role fonts.Role, most int) {
	plan := m.heads[t.seat.slot]
	if plan.role != role {
		*plan = *m.house.newHeadPlan(t.story, role, vertical(t.seat.slot))
	}
	plan.most = most
	t.piece = m.piece(t.story, t.seat, fullHead)
}

// alike is how many steps of the ladder two headlines of one face may lie
// apart and still look the same.
const alike = 1

// partFaces gives the lesser of two headlines that stand side by side and look
// alike another face: 黑 beside 标宋. Where only the size tells them apart, the
// smaller may not grow to the other's.
func (m *makeup) partFaces(page []*titled) {
	for i, t := range page {
		plan := m.heads[t.seat.slot]
		var neighbours []*titled
		for _, o := range page[:i] {
			if beside(t, o) {
				neighbours = append(neighbours, o)
			}
		}
		taken := func(black bool) bool {
			return slices.ContainsFunc(neighbours, func(o *titled) bool {
				return max(t.step()-o.step(), o.step()-t.step()) <= alike && isBlack(m.heads[o.seat.slot].role) == black
			})
		}
		if black := isBlack(plan.role); taken(black) && !taken(!black) {
			role := fonts.HeiBold
			if black {
				role = fonts.Title
			}
			m.rebuild(t, role, max(plan.most, t.step()))
		}
		for _, o := range neighbours {
			if other := m.heads[o.seat.slot]; isBlack(other.role) != isBlack(plan.role) {
				continue
			} else if t.step() > o.step() {
				plan.most = max(plan.most, o.step()+1)
			} else if t.step() < o.step() {
				other.most = max(other.most, t.step()+1)
			}
		}
	}
}

func isBlack(r fonts.Role) bool { return r == fonts.Hei || r == fonts.HeiBold }

// beside tells whether two heads stand side by side in neighbouring slots.
func beside(a, b *titled) bool {
	x, y := a.seat.slot, b.seat.slot
	if x.Col+x.Cols != y.Col && y.Col+y.Cols != x.Col {
		return false
	}
	p, q := a.piece.headBox, b.piece.headBox
	return p.Y < q.Bottom() && q.Y < p.Bottom()
}

// inParallel does n independent pieces of work on all cores.
func inParallel(n int, do func(int)) {
	var wg sync.WaitGroup
	work := make(chan int)
	for range min(runtime.GOMAXPROCS(0), n) {
		wg.Go(func() {
			for i := range work {
				do(i)
			}
		})
	}
	for i := range n {
		work <- i
	}
	close(work)
	wg.Wait()
}
