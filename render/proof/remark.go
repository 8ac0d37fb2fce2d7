package proof

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// Notes in the margin: of so many lines at most, each of at least so many characters.
const (
	noteLines = 12
	noteLeast = 3
	noteLead  = labelType * 6 / 5
)

// marginNote is what a remark says in the margin, and where.
type marginNote struct {
	remark  *page.Remark
	ring    geom.Rect // empty: the page as a whole
	lines   []string
	at, end geom.Length // the middle of its first line, and of what would be the one below its last
}

// remarks rings what proof readers marked and have not settled, and writes what they say
// into the margin that is nearer, with a line from the ring to it, as is done on paper.
func (o *overlay) remarks() {
	var margins [2][]*marginNote // left and right
	for i := range o.page.Remarks {
		r := &o.page.Remarks[i]
		if r.Settled != nil {
			continue
		}
		n := &marginNote{remark: r}
		const around = 2 * geom.Pt
		for k, a := range r.Areas {
			a = a.Inset(geom.Inset{Top: -around, Right: -around, Bottom: -around, Left: -around})
			o.add(Mark{Form: Ring, Rect: a, Width: bold, Ink: remarkInk, Number: r.Number})
			if k == 0 {
				n.ring = a
			}
		}
		side := 0
		if n.ring.X+n.ring.W/2 > o.page.Trim.W/2 {
			side = 1
		}
		margins[side] = append(margins[side], n)
	}
	for side, notes := range margins {
		o.margin(side, notes)
	}
}

// margin writes the notes of a margin, one below the other. A note names its mark, for
// lines may cross; where there is no note the ring does.
func (o *overlay) margin(side int, notes []*marginNote) {
	g, pad := o.page.Grid.Area, labelType/2
	room, left := g.X, geom.Length(0)
	if side == 1 {
		room, left = o.page.Trim.W-g.Right(), g.Right()
	}
	slices.SortStableFunc(notes, func(a, b *marginNote) int { return cmp.Compare(a.ring.Y, b.ring.Y) })
	places(notes, (room-2*pad)/(labelType/2), o.page.Trim.H)
	nameless := geom.Length(0) // pages as a whole that the margin has no room for
	for _, n := range notes {
		at, name := len(o.marks), fmt.Sprintf("圈%d", n.remark.Number)
		if n.remark.Gone {
			name += "？"
		}
		switch {
		case n.ring.H > 0:
			o.label(name, max(n.ring.X, fine), max(n.ring.Y-labelType/2, labelType), labelType, FromLeft, remarkInk)
		case len(n.lines) == 0:
			o.label(name, max(g.X, fine)+nameless, max(g.Y-labelType/2, labelType), labelType, FromLeft, remarkInk)
			nameless += labelType * 3
		}
		for i, l := range n.lines {
			o.label(l, left+pad, n.at+geom.Length(i)*noteLead, labelType, FromLeft, remarkInk)
		}
		if n.ring.H > 0 && len(n.lines) > 0 {
			from, to := n.ring.Right(), left+pad
			if side == 0 {
				from, to = n.ring.X, left+room-pad
			}
			o.line(from, n.ring.Y+n.ring.H/2, to, n.at, fine, remarkInk)
		}
		for k := range o.marks[at:] {
			o.marks[at+k].Number = n.remark.Number
		}
	}
}

// places wraps notes, which stand from top to bottom, to lines of so many half widths and
// finds places for them: beside their rings where that can be, and none over another one.
// A margin with too many notes has shorter ones, and at last none of those that are too
// many.
func places(notes []*marginNote, halves, height geom.Length) {
	for most := noteLines; most > 0; most-- {
		end := noteLead / 2 // of what stands above
		for _, n := range notes {
			text := n.remark.Note
			if n.remark.Who != "" {
				text = n.remark.Who + "：" + text
			}
			n.lines = wrapped(strconv.Itoa(n.remark.Number)+" "+text, halves, most)
			n.at = max(n.ring.Y+noteLead/2, end+noteLead/2)
			n.end = n.at + noteLead*geom.Length(len(n.lines))
			if len(n.lines) > 0 {
				end = n.end + noteLead/2
			}
		}
		// What stands beyond the foot goes up, and pushes what stands above it.
		foot := height - noteLead/2
		for _, n := range slices.Backward(notes) {
			if len(n.lines) == 0 {
				continue
			}
			if n.end > foot {
				n.at, n.end = n.at-(n.end-foot), foot
			}
			foot = n.at - noteLead
		}
		if foot >= 0 {
			return
		}
	}
	end := geom.Length(0)
	for _, n := range notes {
		n.at = end + noteLead
		if n.at+noteLead > height {
			n.lines = nil
			continue
		}
		end = n.at
	}
}

// wrapped breaks a note into lines of so many half widths, at most so many; none where
// the lines would be too short to be read.
func wrapped(text string, halves geom.Length, most int) (lines []string) {
	if halves < 2*noteLeast || strings.TrimSpace(text) == "" {
		return nil
	}
	width, from := geom.Length(0), 0
	for i, r := range text {
		w := geom.Length(2)
		if r < 0x2000 { // letters and figures, about
			w = 1
		}
		if width += w; width > halves {
			lines, from, width = append(lines, text[from:i]), i, w
		}
	}
	lines = append(lines, text[from:])
	switch {
	case len(lines) <= most:
	case most == 1:
		lines = []string{cut(lines[0]) + "…"}
	default:
		lines = append(lines[:most-1], "……")
	}
	return lines
}

// cut is a line without its last character.
func cut(line string) string {
	_, n := utf8.DecodeLastRuneInString(line)
	return line[:len(line)-n]
}

// signature says over the page who signed it, and whether that holds.
func (o *overlay) signature() {
	s := o.page.Signed
	if s == nil {
		return
	}
	ink := signedInk
	if s.Changed {
		ink = remarkInk
	}
	o.label(s.In(diag.Chinese), o.page.Grid.Area.Right(), o.page.Grid.Area.Y/3, labelType, ToRight, ink)
}
