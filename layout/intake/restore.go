package intake

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"unicode/utf8"

	"duikai/layout/diag"
)

// Restoring the page that was printed (复原) from the polygons of its stories:
// the polygons are made straight, the basic columns found that their edges stand
// on, the rows counted, and every shape turned into slots.

// What is taken for the margin of a sheet, and how far edges may stand off.
const (
	marginShare = 0.04 // of the sheet: an edge this near is the type area's own
	marginUsual = 0.01
	cutSheet    = 0.02  // stories that keep so far off both sides stand on the cut sheet
	marginMost  = 0.1   // a wider one is a column that no story stands in
	straight    = 0.006 // of the sheet's width: an edge that slants less is straight
	columnFit   = 0.1   // of a column: how far an edge may stand off
	rowsOff     = 3     // rows: more is told as an error
	fitShare    = 8     // percent of text too much or too little that is told
)

// frame is the type area of a page in the units of its polygons.
type frame struct {
	x0, y0, x1, y1 float64
	tol            float64
}

// margins are how much white stands beside the type area, and over and under it, in
// shares of the sheet; below 0 where the pages do not tell. The picture of a page is
// the type area and little more, or the cut sheet with its margins; the area stands in
// its middle.
type margins struct{ sides, ends float64 }

// margins are the least that stories keep off the edges of the sheet twice, on one
// page or on two.
func (e *Edition) margins() margins {
	var sides, ends []float64
	for _, p := range e.Pages {
		if p.placed() {
			b := p.outermost()
			sides = append(sides, b.x0/p.Sheet.W, 1-b.x1/p.Sheet.W)
			ends = append(ends, b.y0/p.Sheet.H, 1-b.y1/p.Sheet.H)
		}
	}
	return margins{agreed(sides), agreed(ends)}
}

// agreed is the least share that stands there twice, about alike; -1: there is none.
func agreed(shares []float64) float64 {
	slices.Sort(shares)
	for i, s := range shares {
		if s > marginMost {
			break
		}
		if i+1 < len(shares) && shares[i+1]-s <= straight {
			return s
		}
	}
	return -1
}

// outermost is the box around the stories of a page.
func (p *Page) outermost() frame {
	w, h := p.Sheet.W, p.Sheet.H
	f := frame{x0: w, y0: h, tol: straight * w}
	for _, s := range p.shaped() {
		for _, a := range s.areas {
			for _, q := range a {
				f.x0, f.y0, f.x1, f.y1 = min(f.x0, q.X), min(f.y0, q.Y), max(f.x1, q.X), max(f.y1, q.Y)
			}
		}
	}
	return f
}

// frameOf finds the type area: the outermost edges where they stand near those
// of the sheet, or as far off as the margins say: what stands over and beside the
// stories of a page belongs to the area, too.
func (p *Page) frameOf(m margins) frame {
	w, h := p.Sheet.W, p.Sheet.H
	f := p.outermost()
	near := func(v, edge, size, margin, within float64) float64 {
		switch {
		case math.Abs(v-edge) <= within*size:
			return v
		case margin < 0:
			margin = marginUsual
		}
		return math.Abs(edge - float64(margin*size))
	}
	ends, within := m.ends, float64(marginShare)
	if m.sides > cutSheet { // with its margins: those over and under it are wide, too
		within = marginMost
	}
	if ends < 0 { // one page alone: what one end shows holds for the other
		for _, share := range []float64{f.y0 / h, 1 - f.y1/h} {
			if share <= within && (ends < 0 || share < ends) {
				ends = share
			}
		}
	}
	f.x0, f.x1 = near(f.x0, 0, w, m.sides, marginShare), near(f.x1, w, w, m.sides, marginShare)
	f.y0, f.y1 = near(f.y0, 0, h, ends, within), near(f.y1, h, h, ends, within)
	return f
}

// cleaned is a polygon without repeated corners and slanting edges; skew is how
// many corners were put in.
func (a Area) cleaned(tol float64, others []Area) (out Area, skew int) {
	var pts Area
	for _, p := range a {
		if n := len(pts); n == 0 || math.Abs(p.X-pts[n-1].X) > tol/4 || math.Abs(p.Y-pts[n-1].Y) > tol/4 {
			pts = append(pts, p)
		}
	}
	if n := len(pts); n > 1 && math.Abs(pts[0].X-pts[n-1].X) <= tol/4 && math.Abs(pts[0].Y-pts[n-1].Y) <= tol/4 {
		pts = pts[:n-1]
	}
	for i, p := range pts {
		q := pts[(i+1)%len(pts)]
		out = append(out, p)
		dx, dy := math.Abs(p.X-q.X), math.Abs(p.Y-q.Y)
		if dx <= tol || dy <= tol {
			continue
		}
		skew++
		out = append(out, corner(pts, p, q, others))
	}
	return out, skew
}

// corner finds the corner that was lost between p and q: the one that gives the
// polygon more room, unless that room is another story's.
func corner(pts Area, p, q Point, others []Area) Point {
	one, two := Point{p.X, q.Y}, Point{q.X, p.Y}
	mid := Point{float64((p.X + q.X) / 2), float64((p.Y + q.Y) / 2)}
	inward := func(c Point) bool { // does the corner stand inside the polygon as it is?
		return pts.holds(Point{mid.X + float64((c.X-mid.X)*0.9), mid.Y + float64((c.Y-mid.Y)*0.9)})
	}
	in, outer := one, two
	if inward(two) {
		in, outer = two, one
	}
	probe := Point{mid.X + float64((outer.X-mid.X)*0.5), mid.Y + float64((outer.Y-mid.Y)*0.5)}
	if slices.ContainsFunc(others, func(o Area) bool { return o.holds(probe) }) {
		return in
	}
	return outer
}

// holds tells whether a point stands inside the polygon.
func (a Area) holds(p Point) bool {
	in := false
	for i, q := range a {
		r := a[(i+1)%len(a)]
		if (q.Y > p.Y) != (r.Y > p.Y) && p.X < float64((r.X-q.X)*(p.Y-q.Y))/(r.Y-q.Y)+q.X {
			in = !in
		}
	}
	return in
}

// shape is a story's polygons made straight.
type shape struct {
	story *Story
	areas []Area
	skew  int
}

// shaped are the stories and parts of stories of a page, with their places as
// the source has them.
func (p *Page) shaped() (out []shape) {
	for _, s := range p.Stories {
		out = append(out, shape{story: s, areas: s.Areas})
	}
	for _, part := range p.Parts {
		out = append(out, shape{story: part.Story, areas: part.Areas})
	}
	return out
}

// restoring is a page while it is restored.
type restoring struct {
	page   *Page
	frame  frame
	sheet  sheet
	shapes []shape
	gutter float64
	left   []float64 // edges, each once
	right  []float64
}

func (p *Page) restoring(m margins) *restoring {
	r := &restoring{page: p, frame: p.frameOf(m), sheet: broadsheet}
	all := p.shaped()
	for i, s := range all {
		sh := shape{story: s.story}
		var others []Area
		for k, o := range all {
			if k != i {
				others = append(others, o.areas...)
			}
		}
		for _, a := range s.areas {
			c, skew := a.cleaned(r.frame.tol, others)
			sh.skew += skew
			if len(c) >= 4 {
				sh.areas = append(sh.areas, c)
			}
		}
		if len(sh.areas) > 0 {
			r.shapes = append(r.shapes, sh)
		}
	}
	r.edges()
	return r
}

// edges collects the upright edges, and the gutter between them.
func (r *restoring) edges() {
	for _, s := range r.shapes {
		for _, a := range s.areas {
			for i, p := range a {
				q := a[(i+1)%len(a)]
				if math.Abs(p.X-q.X) > r.frame.tol || math.Abs(p.Y-q.Y) <= r.frame.tol {
					continue
				}
				x, y := float64((p.X+q.X)/2), float64((p.Y+q.Y)/2)
				if a.holds(Point{x + r.frame.tol, y}) {
					r.left = append(r.left, x)
				} else {
					r.right = append(r.right, x)
				}
			}
		}
	}
	width := r.frame.x1 - r.frame.x0
	r.gutter = width / float64(r.sheet.across()) // one character where nothing tells
	least := marginShare * width
	for _, a := range r.right {
		for _, b := range r.left {
			if gap := b - a; gap > 0 && gap < least {
				least, r.gutter = gap, gap
			}
		}
	}
}

// off is the largest distance of an edge from n columns, in columns.
func (r *restoring) off(n int) float64 {
	pitch := (r.frame.x1 - r.frame.x0 + r.gutter) / float64(n)
	if pitch <= 0 {
		return math.Inf(1)
	}
	worst := 0.0
	far := func(x float64) float64 { return math.Abs(x - math.Round(x)) }
	for _, x := range r.left {
		worst = max(worst, far((x-r.frame.x0)/pitch))
	}
	for _, x := range r.right {
		worst = max(worst, far((x+r.gutter-r.frame.x0)/pitch))
	}
	return worst
}

// tells tells whether the page has edges inside that columns can be found by.
func (r *restoring) tells() bool {
	inside := 0
	for _, x := range r.left {
		if x > r.frame.x0+float64(r.frame.tol*4) {
			inside++
		}
	}
	return inside > 0
}

// placed tells whether a page has places to be restored.
func (p *Page) placed() bool {
	return p.Sheet.W > 0 && p.Sheet.H > 0 && slices.ContainsFunc(p.shaped(), func(s shape) bool { return len(s.areas) > 0 })
}

// Restore gives the pages with known places the slots that they had in print, on a grid
// of those that the pages tell of (Grids).
func (e *Edition) Restore(on Grid) []Finding {
	var found []Finding
	any, m := false, e.margins()
	for _, p := range e.Pages {
		if !p.placed() {
			if len(p.Stories) > 0 {
				found = append(found, Find(diag.ImportUnplaced, p.At, pageWords(p), term{"the source tells no places", "来源没有坐标"}))
			}
			continue
		}
		any = true
		r := p.restoring(m)
		r.sheet = on.sheet
		found = append(found, r.slots()...)
	}
	if any && e.Format == nil {
		e.Format = on.format()
	}
	return found
}

func pageWords(p *Page) string {
	if p.Label != "" {
		return p.Label
	}
	return fmt.Sprint(p.Number)
}

// strip is a run of columns with one top and one bottom, in cells; the columns
// are half open.
type strip struct{ col, end, top, bottom int }

func (s strip) slot(story *Story) Slot {
	return Slot{Story: story, Col: s.col + 1, Row: s.top + 1, Cols: s.end - s.col, Rows: s.bottom - s.top}
}

// slots turns the shapes into slots.
func (r *restoring) slots() []Finding {
	p, columns := r.page, r.sheet.columns
	var found []Finding
	worst, wrong := r.off(columns), 0
	for _, s := range r.shapes {
		if s.skew > 0 {
			found = append(found, Find(diag.ImportSlotSkew, s.story.At, s.story.name(), s.skew).Of(s.story))
		}
		parts := r.parts(s)
		if len(parts) == 0 {
			found = append(found, Find(diag.ImportUnplaced, s.story.At, s.story.name(), term{"its place is smaller than a column", "所占不足一栏"}).Of(s.story))
			continue
		}
		for _, part := range parts {
			p.Slots = append(p.Slots, part.slot(s.story))
		}
		if c, rows := r.error(s, parts); rows > rowsOff || c > columnFit {
			wrong++
			found = append(found, Find(diag.ImportSlotOff, s.story.At, s.story.name(), hundredth(c), hundredth(rows)).Of(s.story))
		}
	}
	found = append(found, p.separate()...)
	p.part()
	p.heads()
	found = append(found, p.holes(r.sheet)...)
	fillers := 0 // which no source tells of
	for _, s := range p.Slots {
		if s.Filler {
			fillers++
		}
	}
	found = append(found, Find(diag.ImportRestored, p.At, p.Number, columns, len(p.Slots)-fillers, wrong, hundredth(worst)))
	return append(found, p.fits(r.sheet)...)
}

func hundredth(v float64) string { return fmt.Sprintf("%.2f", v) }

// name is what a story is called in findings.
func (s *Story) name() string {
	if len(s.Headline) > 0 {
		return s.Headline[0].Text.String()
	}
	return s.ID
}

func (r *restoring) pitch() (x, y float64) {
	return (r.frame.x1 - r.frame.x0 + r.gutter) / float64(r.sheet.columns), (r.frame.y1 - r.frame.y0) / float64(r.sheet.rows)
}

// parts cuts a shape into strips: every basic column has a top and a bottom, and
// neighbours that agree are one strip.
func (r *restoring) parts(s shape) []strip {
	px, py := r.pitch()
	var strips []strip
	for k := range r.sheet.columns {
		top, bottom, ok := r.span(s, r.frame.x0+float64((float64(k)+0.5)*px)-float64(r.gutter/2))
		if !ok {
			continue
		}
		c := strip{k, k + 1, int(math.Round((top - r.frame.y0) / py)), min(r.sheet.rows, int(math.Round((bottom-r.frame.y0)/py)))}
		c.top = max(c.top, 0)
		const near = 2 // rows: what differs less is drawn by hand
		if n := len(strips); n > 0 && strips[n-1].end == k && abs(strips[n-1].top-c.top) <= near && abs(strips[n-1].bottom-c.bottom) <= near {
			strips[n-1].end = k + 1
			continue
		}
		strips = append(strips, c)
	}
	return arrange(strips)
}

func abs(n int) int { return max(n, -n) }

// span is where an upright line cuts a shape.
func (r *restoring) span(s shape, x float64) (top, bottom float64, ok bool) {
	top, bottom = math.Inf(1), math.Inf(-1)
	for _, a := range s.areas {
		for i, p := range a {
			q := a[(i+1)%len(a)]
			if (p.X > x) == (q.X > x) {
				continue
			}
			y := p.Y + (q.Y-p.Y)*(x-p.X)/(q.X-p.X)
			top, bottom = min(top, y), max(bottom, y)
		}
	}
	return top, bottom, bottom-top > r.frame.tol
}

// arrange puts strips into the order of reading: an L or U that hangs from one
// top is a slot across with the rest below it; one whose notch is at the head
// begins with the strip that stands highest.
func arrange(strips []strip) []strip {
	if len(strips) < 2 {
		return strips
	}
	top, bottom := strips[0].top, strips[0].bottom
	level := true
	for i, s := range strips[1:] {
		level = level && abs(s.top-top) <= 2 && s.col == strips[i].end
		bottom = min(bottom, s.bottom)
	}
	const leastPart = 4 // rows: what is left below is worth a slot
	if !level || bottom-top < leastPart {
		out := slices.Clone(strips)
		slices.SortStableFunc(out, func(a, b strip) int { return cmp.Or(cmp.Compare(a.top, b.top), a.col-b.col) })
		return out
	}
	out := []strip{{strips[0].col, strips[len(strips)-1].end, top, bottom}}
	for _, s := range strips {
		if s.bottom-bottom >= leastPart {
			out = append(out, strip{s.col, s.end, bottom, s.bottom})
		}
	}
	return out
}

// error is how far the slots stand from the shape's box, in columns and in rows.
func (r *restoring) error(s shape, parts []strip) (cols, rows float64) {
	px, py := r.pitch()
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, a := range s.areas {
		for _, p := range a {
			x0, y0, x1, y1 = min(x0, p.X), min(y0, p.Y), max(x1, p.X), max(y1, p.Y)
		}
	}
	c0, c1, t, b := r.sheet.columns, 0, r.sheet.rows, 0
	for _, p := range parts {
		c0, c1, t, b = min(c0, p.col), max(c1, p.end), min(t, p.top), max(b, p.bottom)
	}
	fx := r.frame
	cols = max(math.Abs((x0-fx.x0)/px-float64(c0)), math.Abs((x1+r.gutter-fx.x0)/px-float64(c1)))
	rows = max(math.Abs((y0-fx.y0)/py-float64(t)), math.Abs((y1-fx.y0)/py-float64(b)))
	if b == r.sheet.rows {
		rows = math.Abs((y0-fx.y0)/py - float64(t))
	}
	return cols, rows
}

func (s Slot) overlaps(o Slot) bool {
	return s.Col < o.Col+o.Cols && o.Col < s.Col+s.Cols && s.Row < o.Row+o.Rows && o.Row < s.Row+s.Rows
}

// separate takes apart slots that overlap: a little by moving an edge, more by
// leaving the smaller story to the program.
func (p *Page) separate() []Finding {
	var found []Finding
	for i := range p.Slots {
		for k := range p.Slots {
			a, b := &p.Slots[i], &p.Slots[k]
			if i == k || !a.overlaps(*b) {
				continue
			}
			down, across := a.Row+a.Rows-b.Row, a.Col+a.Cols-b.Col
			switch {
			case a.Row < b.Row && down*3 <= a.Rows:
				a.Rows -= down
			case a.Col < b.Col && across < a.Cols:
				a.Cols -= across
			}
		}
	}
	out := map[*Story]bool{}
	for i, a := range p.Slots {
		for _, b := range p.Slots[i+1:] {
			if !a.overlaps(b) || out[a.Story] || out[b.Story] {
				continue
			}
			less := a.Story
			if b.Cols*b.Rows < a.Cols*a.Rows {
				less = b.Story
			}
			out[less] = true
			found = append(found, Find(diag.ImportUnplaced, less.At, less.name(), term{"its place overlaps another's", "版位与别稿重叠"}).Of(less))
		}
	}
	p.Slots = slices.DeleteFunc(p.Slots, func(s Slot) bool { return out[s.Story] })
	return found
}

// part leaves a row of white below slots that reach to the next story: where the
// polygons of a page touch, its gaps are in them.
func (p *Page) part() {
	for i := range p.Slots {
		a := &p.Slots[i]
		if a.Rows > 1 && slices.ContainsFunc(p.Slots, func(b Slot) bool {
			return b.Story != a.Story && b.Row == a.Row+a.Rows && a.Col < b.Col+b.Cols && b.Col < a.Col+a.Cols
		}) {
			a.Rows--
		}
	}
}

// heads says which columns a head covers where its story has a notch at the head
// that no other slot fills: the box is the slot, and the text rises beside the
// head.
func (p *Page) heads() {
	count := make(map[*Story][]int)
	for i, s := range p.Slots {
		count[s.Story] = append(count[s.Story], i)
	}
	drop := make(map[int]bool)
	for _, list := range count {
		if len(list) != 2 {
			continue
		}
		a, b := p.Slots[list[0]], p.Slots[list[1]]
		beside := a.Row < b.Row && a.Row+a.Rows == b.Row+b.Rows && (a.Col+a.Cols == b.Col || b.Col+b.Cols == a.Col)
		whole := Slot{Story: a.Story, Col: min(a.Col, b.Col), Row: a.Row, Cols: a.Cols + b.Cols, Rows: a.Rows}
		if !beside || slices.ContainsFunc(p.Slots, func(o Slot) bool { return o.Story != a.Story && o.overlaps(whole) }) {
			continue
		}
		if a.Col < b.Col {
			whole.HeadSpan = a.Cols
		} else {
			whole.HeadFrom, whole.HeadSpan = b.Cols+1, a.Cols
		}
		p.Slots[list[0]] = whole
		drop[list[1]] = true
	}
	kept := p.Slots[:0]
	for i, s := range p.Slots {
		if !drop[i] {
			kept = append(kept, s)
		}
	}
	p.Slots = kept
}

// holes finds the rectangles of the grid that no story stood in.
func (p *Page) holes(on sheet) []Finding {
	taken := make([][]bool, on.columns)
	for c := range taken {
		taken[c] = make([]bool, on.rows)
	}
	for _, s := range p.Slots {
		for c := s.Col - 1; c < min(on.columns, s.Col-1+s.Cols); c++ {
			for r := s.Row - 1; r < min(on.rows, s.Row-1+s.Rows); r++ {
				taken[c][r] = true
			}
		}
	}
	var found []Finding
	pictures := slices.DeleteFunc(slices.Clone(p.Pictures), func(pic *Picture) bool { return pic.Read == nil })
	const leastHole = 8 // rows: less is white between stories
	for c := range on.columns {
		for r := 0; r < on.rows; r++ {
			if taken[c][r] {
				continue
			}
			h := hole(taken, c, r)
			if h.Rows < leastHole {
				continue
			}
			if len(pictures) > 0 && h.Cols >= 1 {
				h.Picture = pictures[0]
				pictures = pictures[1:]
				p.Slots = append(p.Slots, h)
				continue
			}
			found = append(found, Find(diag.ImportHole, p.At, p.Number, h.Col, h.Col+h.Cols-1, h.Row, h.Row+h.Rows-1))
			if h, ok := p.fillable(h, on.rows); ok {
				p.Slots = append(p.Slots, h)
			}
		}
	}
	return found
}

// fillable is the slot of a filler in a hole, a row of white over and under it, where
// it is large enough for one. The nameplate stands in the first rows of page 1.
func (p *Page) fillable(h Slot, rows int) (Slot, bool) {
	foot := h.Row + h.Rows
	switch {
	case h.Row > 1:
		h.Row++
	case p.Number == 1:
		h.Row = nameplateRows + 1
	}
	if foot <= rows {
		foot--
	}
	h.Rows, h.Filler = foot-h.Row, true
	const leastCols = 2
	return h, h.Cols >= leastCols && h.Rows >= LeastFiller
}

// hole takes the widest free rectangle that begins at a cell.
func hole(taken [][]bool, c, r int) Slot {
	rows := 0
	for r+rows < len(taken[c]) && !taken[c][r+rows] {
		rows++
	}
	cols := 1
	for c+cols < len(taken) && !slices.Contains(taken[c+cols][r:r+rows], true) {
		cols++
	}
	for k := c; k < c+cols; k++ {
		for i := r; i < r+rows; i++ {
			taken[k][i] = true
		}
	}
	return Slot{Col: c + 1, Row: r + 1, Cols: cols, Rows: rows}
}

// headRows is about how many rows a head takes in a slot.
const headRows = 6

// fits tells of stories that have clearly more or less text than their place
// holds, and lets slots that stand over each other share their rows by their
// text.
func (p *Page) fits(on sheet) []Finding {
	need := make(map[*Story]int) // rows times columns
	for _, s := range p.Slots {
		if s.Story != nil && s.Story.First == 0 && need[s.Story] == 0 {
			need[s.Story] = s.Story.cells(on.chars)
		}
	}
	p.share(need)
	has := make(map[*Story]int)
	for _, s := range p.Slots {
		if s.Story != nil {
			has[s.Story] += s.Cols * s.Rows
		}
	}
	var found []Finding
	for _, s := range p.Stories {
		room := has[s] - headRows*p.width(s) - s.pictured(room(has[s]))
		if has[s] == 0 || room <= 0 || s.First > 0 {
			continue
		}
		if off := (need[s] - room) * 100 / room; off > fitShare || off < -fitShare {
			found = append(found, Find(diag.ImportSlotFit, s.At, s.name(), need[s], room, off).Of(s))
		}
	}
	return found
}

type room int

// pictured is about how much of its room a story's pictures take.
func (s *Story) pictured(r room) int {
	return min(len(s.Pictures), 2) * int(r) / 5
}

// cells is how many rows of a basic column a story's text takes.
func (s *Story) cells(chars int) int {
	n := 0
	for _, b := range s.Body {
		n += (utf8.RuneCountInString(b.Text.String())+2)/chars + 1
	}
	return n
}

// width is how many columns the story's first slot spans.
func (p *Page) width(s *Story) int {
	for _, x := range p.Slots {
		if x.Story == s {
			return x.Cols
		}
	}
	return 0
}

// share moves the edge between two slots of one width that stand over each
// other, by at most a fifth of the smaller, where one has too much text and the
// other too little.
func (p *Page) share(need map[*Story]int) {
	times := make(map[*Story]int)
	for _, s := range p.Slots {
		times[s.Story]++
	}
	for i := range p.Slots {
		for k := range p.Slots {
			a, b := &p.Slots[i], &p.Slots[k]
			if a.Story == nil || b.Story == nil || a.Story.First > 0 || b.Story.First > 0 || times[a.Story] > 1 || times[b.Story] > 1 || a.Col != b.Col || a.Cols != b.Cols || a.Row+a.Rows != b.Row {
				continue
			}
			lack := func(s *Slot) int { // rows, negative: white
				return (need[s.Story]+s.Story.pictured(room(s.Cols*s.Rows)))/s.Cols + headRows - s.Rows
			}
			la, lb := lack(a), lack(b)
			move := 0
			switch {
			case la > 0 && lb < 0:
				move = min(la, -lb)
			case la < 0 && lb > 0:
				move = max(la, -lb)
			}
			most := min(a.Rows, b.Rows) / 5
			move = max(-most, min(most, move))
			a.Rows += move
			b.Row += move
			b.Rows -= move
		}
	}
}
