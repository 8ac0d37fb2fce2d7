package report

import (
	"fmt"
	"image"
	"strings"

	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// sheet is a page as the browser shows it: its picture and what can be laid
// over it. All lengths are points.
type sheet struct {
	Number        int
	Name          string
	Width, Height float64
	Picture       any // address of its picture, template.URL; nil: none
	Photos        []photo
	Hash          string // what is drawn and laid over it
	Worst         string // the worst severity of its problems: error, warning or nothing
	Before        *leaf  // the other version

	Columns       []Box
	Rows, TenRows string // paths
	RowLabels     []note
	Baselines     string
	Frames        []framed
	Faults        []fault
	Area          Box
	Corners       string
	Crops         []framed
	Arrows        []arrow
	Changes       string // where they are asked for
	Marks         []mark
	Rings         []ring
	Signed        string // who has signed the page; empty: nobody
	Unsigned      bool   // somebody has, and it has changed since
	lang          diag.Lang
}

// photo is a piece of a page's picture with its address as the template wants
// it.
type photo struct {
	Photo
	Picture any
}

// leaf is the page of another version beside a sheet.
type leaf struct {
	Number        int
	Width, Height float64
	Picture       any
}

// note is a small text.
type note struct {
	X, Y float64
	Text string
}

// tag is a small text on a ground.
type tag struct {
	X, Y, W, TextX, TextY float64
	Text                  string
}

// framed is a rectangle with a label.
type framed struct {
	Class, Title string
	Box          Box
	Whole        *Box  // of a picture: with what is cut away
	Columns      []Box // of a slot: its text columns
	Label        *tag
}

// fault is a place that a proof reader should look at.
type fault struct {
	Class, Title string
	Box          Box
}

// arrow leads to another part of a story.
type arrow struct {
	Page       int
	Box        string // where it leads, for the browser
	Title      string
	Path, Head string
	At         point
	TextY      float64
}

type point struct{ X, Y float64 }

// mark is the number of a problem at its place.
type mark struct {
	Number int
	Class  string
	Title  string
	Boxes  []Box
	At     point
	Radius float64
	TextY  float64
}

// ring is a mark of a proof reader.
type ring struct {
	Number int
	Class  string // Remark.stage
	Title  string
	Boxes  []Box
	At     point
}

// rings lays out the marks of proof readers.
func (s *sheet) rings(rp *Page) {
	for _, m := range rp.Remarks {
		g := ring{Number: m.Number, Class: m.stage(), Title: fmt.Sprintf("%d  %s %s", m.Number, m.Who, m.Note), At: point{s.Area.X, s.Area.Y}}
		for _, a := range m.Answers {
			g.Title += "\n" + strings.TrimSpace(a.Who+" "+a.Note)
		}
		const around = 2
		for _, b := range m.Places {
			g.Boxes = append(g.Boxes, Box{thousandths(b.X - around), thousandths(b.Y - around), thousandths(b.W + 2*around), thousandths(b.H + 2*around)})
		}
		if len(g.Boxes) > 0 {
			g.At = point{g.Boxes[0].X, g.Boxes[0].Y}
		}
		s.Rings = append(s.Rings, g)
	}
	if rp.Signed != nil {
		s.Signed, s.Unsigned = rp.signedWords(s.lang), rp.Signed.Changed
	}
}

// sheetOf lays out what can be laid over a page.
func (r *Report) sheetOf(i int, p *page.Page, lang diag.Lang) sheet {
	rp := &r.Pages[i]
	s := sheet{Number: p.Number, Name: p.Name, Width: rp.Width, Height: rp.Height, Area: boxOf(p.Grid.Area), lang: lang}
	s.guides(p)
	s.frames(p, rp)
	s.faults(p, rp)
	s.crops(r, p)
	s.jumps(r, rp)
	s.marks(r)
	s.rings(rp)
	return s
}

// guides draws the grid: columns, rows, every tenth row numbered.
func (s *sheet) guides(p *page.Page) {
	g := p.Grid
	var rows, tens, base strings.Builder
	for c := range g.Columns {
		s.Columns = append(s.Columns, boxOf(g.Cells(c, 0, 1, g.Rows)))
	}
	left, right := number(g.Area.X.Points()), number(g.Area.Right().Points())
	for row := range g.Rows + 1 {
		y := g.RowTop(row)
		to := &rows
		if row%10 == 0 {
			to = &tens
			s.RowLabels = append(s.RowLabels, note{g.Area.X.Points() - 3, y.Points() + 3, fmt.Sprint(row + 1)})
		}
		fmt.Fprintf(to, "M%s %sH%s", left, number(y.Points()), right)
		if row < g.Rows {
			fmt.Fprintf(&base, "M%s %sH%s", left, number((y + g.Baseline).Points()), right)
		}
	}
	s.Rows, s.TenRows, s.Baselines = rows.String(), tens.String(), base.String()
	const tick = 14
	w, h := number(s.Width), number(s.Height)
	s.Corners = fmt.Sprintf("M0 %[3]dV0H%[3]dM%[4]s 0H%[1]sV%[3]dM%[1]s %[5]sV%[2]sH%[4]sM%[3]d %[2]sH0V%[5]s", w, h, tick, number(s.Width-tick), number(s.Height-tick))
}

// newTag puts a label into the top left corner of a box, cut to its width.
func newTag(b Box, text string) *tag {
	const high, pad = 14.0, 4.0
	wide := func(r rune) float64 {
		if r < 0x2e80 {
			return 5.4
		}
		return 9.6
	}
	w, cut := 2*pad, len(text)
	for i, r := range text {
		if w+wide(r) > b.W && i > 0 {
			cut = i
			break
		}
		w += wide(r)
	}
	if b.H < high || cut == 0 {
		return nil
	}
	return &tag{X: b.X, Y: b.Y, W: thousandths(w), TextX: thousandths(b.X + pad), TextY: thousandths(b.Y + 10.5), Text: text[:cut]}
}

// filled is the least share of its lines that makes a slot look full: a white
// line in a column of thirty.
const filled = 0.97

func (s *sheet) frames(p *page.Page, rp *Page) {
	for i, slot := range rp.Slots {
		f := framed{Class: "slot " + slot.Kind, Box: slot.Box}
		name := slot.ID
		if name == "" {
			name = slot.Kind
		}
		label := name
		if slot.Text() {
			switch {
			case slot.Overset > 0:
				f.Class += " over"
			case slot.Fill < filled:
				f.Class += " white"
			}
			label += " · " + word(s.lang, "n-chars", slot.Characters) + " · " + percent(slot.Fill)
			if slot.Overset > 0 {
				label += " · +" + thousands(slot.Overset)
			}
		}
		f.Title, f.Label = label, newTag(slot.Box, label)
		if rec := p.Placements[i].Record; rec != nil {
			for _, c := range rec.Frames {
				f.Columns = append(f.Columns, boxOf(c.Rect))
			}
		}
		s.Frames = append(s.Frames, f)
	}
}

// opened is what every gap of a line may be opened by before the eye sees it, in
// ems.
const opened = 0.025

func (s *sheet) faults(p *page.Page, rp *Page) {
	for i := range rp.Lines {
		l := &rp.Lines[i]
		class := ""
		switch {
		case l.Edge != page.EdgeGood.String() && l.Edge != page.EdgeLoose.String():
			class = "edge"
		case l.Lone:
			class = "lone"
		case l.Loose:
			class = "loose"
		case l.squeezed:
			class = "squeezed"
		case l.PerGap > opened:
			class = "opened"
		case len(l.Remedies) > 0:
			class = "eased"
		default:
			continue
		}
		s.Faults = append(s.Faults, fault{class, l.Why(s.lang), l.Box})
	}
	for _, spot := range p.Spots {
		if spot.Problem.Code.OfMark() {
			continue // a ring of its own
		}
		class := "taboo"
		if spot.Problem.Code == diag.WhiteHole {
			class = "hole"
		}
		s.Faults = append(s.Faults, fault{class, spot.Problem.Text(s.lang), boxOf(spot.Area)})
	}
}

// sharpness is what make-up says of a picture's resolution, as a class: low,
// coarse or nothing.
func (r *Report) sharpness(file string) string {
	class := ""
	for _, p := range r.Problems {
		if p.file != file {
			continue
		}
		switch diag.Code(p.Code) {
		case diag.CoarsePicture:
			return "coarse"
		case diag.LowResolution:
			class = "low"
		}
	}
	return class
}

// Sharpness is what make-up says of a picture's resolution: low, coarse or
// nothing.
func (r *Report) Sharpness(p Picture) string { return r.sharpness(p.File) }

func (s *sheet) crops(r *Report, p *page.Page) {
	for _, it := range p.Items {
		switch it := it.(type) {
		case *page.Picture:
			f := framed{Class: "cut " + r.sharpness(it.File), Box: boxOf(it.Rect)}
			label := fmt.Sprintf("%s · %d ppi", it.File, it.Resolution())
			if cut := it.CutAway(); cut > 0 {
				label += " · " + word(s.lang, "cut-away", (cut+5)/10)
				a, b := it.Place(image.Point{}), it.Place(it.Whole)
				whole := boxOf(geom.Rect{X: a.X, Y: a.Y, W: b.X - a.X, H: b.Y - a.Y})
				f.Whole = &whole
			}
			f.Title, f.Label = label, newTag(f.Box, label)
			s.Crops = append(s.Crops, f)
		case *page.Block:
			f := framed{Class: "cut", Box: boxOf(it.Rect), Title: it.File}
			f.Label = newTag(f.Box, it.File)
			s.Crops = append(s.Crops, f)
		}
	}
}

// jumps draws an arrow out of the foot of each part that goes on and one into
// the head of each that comes from elsewhere.
func (s *sheet) jumps(r *Report, rp *Page) {
	for _, slot := range rp.Slots {
		if slot.To > 0 {
			at := point{slot.Box.X + slot.Box.W - 34, slot.Box.Y + slot.Box.H - 16}
			a := s.arrow(at, slot.To, word(s.lang, "goes-to", slot.ID))
			if to := r.slot(slot.To, func(t Slot) bool { return t.ID == slot.ID && t.From == rp.Number && t.Source != slot.Source }); to != nil {
				a.Box = to.Box.span()
			}
			s.Arrows = append(s.Arrows, a)
		}
		if slot.From > 0 {
			a := s.arrow(point{slot.Box.X + 16, slot.Box.Y + 16}, slot.From, word(s.lang, "comes-from", slot.ID))
			if from := r.slot(slot.From, func(t Slot) bool { return t.ID == slot.ID && t.To == rp.Number && t.Source != slot.Source }); from != nil {
				a.Box = from.Box.span()
			}
			s.Arrows = append(s.Arrows, a)
		}
	}
}

// arrow points to the right out of or towards a number in a circle.
func (s *sheet) arrow(at point, to int, title string) arrow {
	x, y := at.X+13, at.Y
	return arrow{
		Page: to, Title: title + " → " + word(s.lang, "page", to), At: point{thousandths(at.X), thousandths(at.Y)}, TextY: thousandths(y + 5),
		Path: fmt.Sprintf("M%s %sh9", number(x), number(y)),
		Head: fmt.Sprintf("M%s %sl10 6.5l-10 6.5z", number(x+8), number(y-6.5)),
	}
}

// span is a box for the browser: x y w h.
func (b Box) span() string {
	return number(b.X) + " " + number(b.Y) + " " + number(b.W) + " " + number(b.H)
}

// marks numbers the problems of the page at their places. Numbers that would
// lie on each other stand in a row.
func (s *sheet) marks(r *Report) {
	taken := make(map[point]int)
	for i := range r.Problems {
		p := &r.Problems[i]
		if p.Page != s.Number || len(p.Places) == 0 || p.Number == 0 {
			continue
		}
		b := p.Places[0]
		m := mark{Number: p.Number, Class: p.Severity, Title: fmt.Sprintf("%d  %s", p.Number, p.Text), Boxes: p.Places, Radius: 7}
		if p.Number >= 100 {
			m.Radius = 9
		}
		corner := point{b.X, b.Y}
		const abreast = 8
		across, down := taken[corner]%abreast, taken[corner]/abreast
		m.At = point{
			thousandths(max(b.X+float64(float64(across)*2*m.Radius), m.Radius)),
			thousandths(max(b.Y+float64(float64(down)*2*m.Radius), m.Radius)),
		}
		taken[corner]++
		m.TextY = thousandths(m.At.Y + 3.2)
		s.Marks = append(s.Marks, m)
		switch {
		case p.level >= diag.Error:
			s.Worst = "error"
		case p.level == diag.Warning && s.Worst == "":
			s.Worst = "warning"
		}
	}
}
