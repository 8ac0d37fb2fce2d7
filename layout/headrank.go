package layout

import (
	"cmp"
	"slices"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/parallel"
)

// # Heads side by side
//
// What room a head takes is settled before anything is placed (headsize.go).
// What its neighbours change is its face alone: of two heads that stand beside
// or under each other and look alike the lesser is set in another face, in the
// same lines at the same size. Where weights and slots disagree with the sizes
// that come of them, that is told and not mended.

// headPlan is what is decided about a story's head before it is poured, and
// the memory of what has been built by it. It belongs to one story and is
// used from one goroutine at a time.
type headPlan struct {
	role  fonts.Role // the face it is set in; the set is prepared in that of its weight
	set   headSet
	built []builtHead
}

// builtHead is a head and what it was built from.
type builtHead struct {
	in   headInput
	role fonts.Role
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

// trackedBy is the tracking that an editor asks for in a slot.
func trackedBy(s *manuscript.Story, sl *manuscript.Slot) manuscript.Tracking {
	if sl.HeadTracking.Set {
		return sl.HeadTracking
	}
	return s.HeadTracking
}

// headInput is the question for a story's head in a slot, as far as it is the
// same for heads across and beside the text.
func (m *makeup) headInput(s *manuscript.Story, sl *manuscript.Slot) headInput {
	return headInput{story: s, plan: m.headPlan(s, sl), weight: m.house.weightOf(s, sl), vertical: vertical(sl), boxed: framed(sl), cols: sl.Cols, hand: cmp.Or(sl.HeadSize, s.HeadSize), tracked: trackedBy(s, sl)}
}

// acrossInput is the question for a head over the text of a piece.
func (m *makeup) acrossInput(s *manuscript.Story, pc *piece) headInput {
	in := m.headInput(s, pc.slot)
	_, in.width, in.cols = pc.headSpan(m.house)
	in.sizing = sizingOf(in.weight, in.width)
	return in
}

// headPlan is the plan of a story's head in a slot.
func (m *makeup) headPlan(s *manuscript.Story, sl *manuscript.Slot) *headPlan {
	if p := m.heads[sl]; p != nil {
		return p
	}
	return m.house.newHeadPlan(s, m.house.headRole(s, sl), vertical(sl))
}

// head builds a head, or remembers it.
func (h *house) head(in headInput) head {
	p := in.plan
	for i := range p.built {
		if b := &p.built[i]; b.in == in && b.role == p.role {
			return b.head
		}
	}
	b := h.buildHead(in)
	p.built = append(p.built, builtHead{in, p.role, b})
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
	piece  piece
}

func (t *titled) size() geom.Length { return t.piece.head.size }

// planHeads measures all heads and settles their faces page by page.
func (m *makeup) planHeads() {
	m.titled = m.titledStories()
	m.heads = make(map[*manuscript.Slot]*headPlan, len(m.titled))
	plans := make([]*headPlan, len(m.titled))
	parallel.Each(len(m.titled), func(i int) {
		t := &m.titled[i]
		role := m.house.headRole(t.story, t.seat.slot)
		if plans[i] = m.before.find(m, t.story, false, t.seat).headPlan(role); plans[i] == nil {
			plans[i] = m.house.newHeadPlan(t.story, role, vertical(t.seat.slot))
		}
	})
	for i, p := range plans {
		m.heads[m.titled[i].seat.slot] = p
	}
	parallel.Each(len(m.titled), func(i int) {
		t := &m.titled[i]
		t.piece = m.piece(t.story, t.seat, fullHead)
	})
	for i := range m.issue.Pages {
		m.partFaces(m.titledOn(i))
	}
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
				all = append(all, titled{story: s, seat: seat{slot: sl, page: i}})
			case p.Number < m.issue.Pages[all[k].seat.page].Number:
				all[k].seat = seat{slot: sl, page: i}
			}
		}
	}
	all = slices.DeleteFunc(all, func(t titled) bool {
		return t.seat.slot.Head == manuscript.HeadNone || !slices.ContainsFunc(t.story.Headline, func(l manuscript.Text) bool { return !empty(l) })
	})
	for i := range all {
		all[i].weight = m.house.weightOf(all[i].story, all[i].seat.slot)
	}
	return all
}

// smallest is the smallest headline of the stories that are more important
// than a weight; nil where there is none.
func smallest(page []*titled, weight int) (least *titled) {
	for _, t := range page {
		if t.weight < weight && !t.piece.head.tight && (least == nil || t.size() < least.size()) {
			least = t
		}
	}
	return least
}

// leadOver is how much larger the lead's headline is than the next of its page
// at least, in percent.
const leadOver = 125

// reportSizes reports headlines that are larger than more important ones of
// their page, and leads that stand out too little: where slots, weights and
// the lengths of headlines disagree.
func (m *makeup) reportSizes() {
	for i, p := range m.issue.Pages {
		if m.opt.Pages != nil && !slices.Contains(m.opt.Pages, p.Number) {
			continue
		}
		page := m.titledOn(i)
		// Of a spread the heads of one page are held against each other.
		facing := func(t *titled) func(o *titled) bool {
			return func(o *titled) bool {
				return p.Spread > 0 && acrossFold(t.seat.slot, o.seat.slot, m.issue.Format.Columns)
			}
		}
		for k, t := range page {
			if more := smallest(slices.DeleteFunc(slices.Clone(page[:k]), facing(t)), t.weight); more != nil && t.size() > more.size() {
				m.problems.Add(diag.SizeOrder, headPos(t.story), t.story.ID, t.size(), more.story.ID, more.size())
			}
		}
		if len(page) > 0 {
			page = slices.DeleteFunc(page, facing(page[0]))
		}
		m.reportLead(page)
	}
}

// reportLead tells where the one lead of a page is hardly larger than the next
// headline.
func (m *makeup) reportLead(page []*titled) {
	if len(page) < 2 || page[0].weight != 1 || page[1].weight == 1 || page[0].piece.side {
		return
	}
	lead, next := page[0], page[1]
	for _, t := range page[2:] {
		if t.size() > next.size() {
			next = t
		}
	}
	if next.size() <= lead.size() && lead.size()*100 < next.size()*leadOver {
		m.problems.Add(diag.LeadSize, headPos(lead.story), lead.story.ID, lead.size(), next.story.ID, next.size(), next.size()*leadOver/100)
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

// partFaces gives the lesser of two headlines that stand beside or under each
// other and look alike another face: 黑 beside 标宋. The page comes in order of
// importance. A face that an editor has chosen stays.
func (m *makeup) partFaces(page []*titled) {
	for i, t := range page {
		plan := m.heads[t.seat.slot]
		taken := func(v voice) bool {
			return slices.ContainsFunc(page[:i], func(o *titled) bool {
				return alike(t.size(), o.size()) && (beside(t, o, m.house.grid.Leading) || stacked(t, o)) && voiceOf(m.heads[o.seat.slot].role) == v
			})
		}
		own, other := voiceOf(plan.role), black
		if own == black {
			other = song
		}
		if !t.chosen() && taken(own) && !taken(other) {
			m.reface(t, plan, voices[other])
		}
	}
}

// reface sets a head in another face, unless its lines do not fit in that.
func (m *makeup) reface(t *titled, plan *headPlan, role fonts.Role) {
	was := plan.role
	plan.role = role
	pc := m.piece(t.story, t.seat, fullHead)
	if pc.head.crowded {
		plan.role = was
		return
	}
	t.piece = pc
}

// chosen tells whether an editor has chosen the face of a headline.
func (t *titled) chosen() bool {
	return cmp.Or(t.seat.slot.HeadFont.Name, t.story.HeadFont.Name) != ""
}

// voice is what a face sounds like among heads: two of one voice look alike.
type voice uint8

const (
	song  voice = iota // 宋
	black              // 黑, 圆
	brush              // 楷, 仿宋, 魏碑, 隶书, 行楷
)

// voices are the faces of heads whose neighbours have their own.
var voices = [...]fonts.Role{song: fonts.Title, black: fonts.HeiBold}

func voiceOf(r fonts.Role) voice {
	switch r {
	case fonts.Hei, fonts.HeiBold, fonts.Yuan:
		return black
	case fonts.Kai, fonts.FangSong, fonts.WeiBei, fonts.LiShu, fonts.XingKai:
		return brush
	}
	return song
}

// nearSizes is how near two headline sizes must be, in thousandths of the
// larger, to look the same.
const nearSizes = 880

// alike tells whether two sizes look the same.
func alike(a, b geom.Length) bool { return min(a, b)*1000 >= max(a, b)*nearSizes }

// stacked tells whether two stories of one width stand one under the other.
func stacked(a, b *titled) bool {
	x, y := a.seat.slot, b.seat.slot
	if x.Row > y.Row {
		x, y = y, x
	}
	return x.Col == y.Col && x.Cols == y.Cols && y.Row-x.Row-x.Rows <= 1
}

// beside tells whether two heads stand side by side in neighbouring slots, or
// would if one of them were a row higher.
func beside(a, b *titled, row geom.Length) bool {
	x, y := a.seat.slot, b.seat.slot
	if x.Col+x.Cols != y.Col && y.Col+y.Cols != x.Col {
		return false
	}
	p, q := a.piece.headBox, b.piece.headBox
	return p.Y < q.Bottom()+row && q.Y < p.Bottom()+row
}
