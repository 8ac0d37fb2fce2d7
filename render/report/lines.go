package report

import (
	"cmp"
	"slices"

	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// Line is the typographic record of a set line: what was done to make it fill
// its measure.
type Line struct {
	Page    int     `json:"page"`
	Story   string  `json:"story"`
	Part    string  `json:"part"`
	Frame   int     `json:"frame"` // text column of the slot from 0; -1: outside them
	Text    string  `json:"text"`
	Box     Box     `json:"box"`
	Size    float64 `json:"size"`    // type size, points
	Measure float64 `json:"measure"` // to be filled, points
	Width   float64 `json:"width"`   // set, points
	// Remedies are what each reserve gave or took, in ems of the type size;
	// only those used.
	Remedies map[string]float64 `json:"remedies,omitempty"`
	// PerGap is the width every gap between characters was opened by, in ems.
	PerGap    float64 `json:"per_gap,omitempty"`
	Gaps      int     `json:"gaps,omitempty"`
	Justified bool    `json:"justified,omitempty"` // it was to fill its measure
	Last      bool    `json:"last,omitempty"`
	Hyphen    bool    `json:"hyphenated,omitempty"`
	Loose     bool    `json:"loose,omitempty"`
	Lone      bool    `json:"lone,omitempty"` // a last line of one character (孤字)
	Edge      string  `json:"edge"`
	Badness   int     `json:"badness"`
	Source    Source  `json:"source"`

	area     geom.Rect
	squeezed bool
}

// Record sums the records of an edition's lines.
type Record struct {
	Lines     int         `json:"lines"`
	Justified int         `json:"justified"` // to be filled to their measure
	Untouched int         `json:"untouched"` // of these, without any remedy
	Loose     int         `json:"loose"`
	Lone      int         `json:"lone"`
	Banned    int         `json:"banned"` // a mark stands where it may not
	Split     int         `json:"split"`  // a figure, word or name is parted
	Hyphens   int         `json:"hyphenated"`
	Gaps      []GapRange  `json:"gaps"`
	Remedies  []RemedyUse `json:"remedies"` // in the order in which they are tried
}

// GapRange counts justified lines by what each of their gaps was opened by.
type GapRange struct {
	Above float64 `json:"above"` // ems, not counted in
	UpTo  float64 `json:"up_to"` // ems, counted in; 0: no limit, unless Above is negative
	Lines int     `json:"lines"`
}

// RemedyUse is how often and how much of a reserve was used.
type RemedyUse struct {
	Remedy string  `json:"remedy"`
	Lines  int     `json:"lines"`
	Ems    float64 `json:"ems"`  // all lines together
	Most   float64 `json:"most"` // in one line
}

// gapLimits part the ranges of GapRange, thousandths of an em: a fortieth
// nobody sees, a twentieth hardly, from a tenth on a line looks open.
var gapLimits = [...]int{0, 25, 50, 100, 150}

func linesOf(p *page.Page) []Line {
	out := []Line{}
	for _, pl := range p.Placements {
		if pl.Record == nil {
			continue
		}
		for i := range pl.Record.Lines {
			out = append(out, lineOf(p.Number, pl.Story, &pl.Record.Lines[i]))
		}
	}
	return out
}

func lineOf(number int, story string, l *page.LineRecord) Line {
	out := Line{
		Page: number, Story: story, Part: l.Part.String(), Frame: l.Frame, Text: l.Text, Box: boxOf(l.Box()),
		Size: l.Size.Points(), Measure: l.Measure.Points(), Width: l.Width.Points(),
		PerGap: float64(l.PerGap()) / 1000, Gaps: l.Gaps, Justified: l.Justified, Last: l.Last, Hyphen: l.Hyphen,
		Loose: l.Loose, Lone: l.Lone, Edge: l.Edge.String(), Badness: l.Badness(), Source: sourceOf(l.Src),
		area: l.Box(), squeezed: l.Squeezed() > 0,
	}
	for r, used := range l.Remedies {
		if used > 0 && l.Size > 0 {
			if out.Remedies == nil {
				out.Remedies = make(map[string]float64)
			}
			out.Remedies[page.Remedy(r).String()] = thousandths(float64(used) / float64(l.Size))
		}
	}
	return out
}

// addRecord sums the records of the lines and picks the worst.
func (r *Report) addRecord() {
	rec := Record{Gaps: []GapRange{{Above: -1}}, Remedies: []RemedyUse{}}
	for i, limit := range gapLimits {
		g := GapRange{Above: float64(limit) / 1000}
		if i+1 < len(gapLimits) {
			g.UpTo = float64(gapLimits[i+1]) / 1000
		}
		rec.Gaps = append(rec.Gaps, g)
	}
	var uses [page.RemedyCount]RemedyUse
	for _, p := range r.Pages {
		for _, l := range p.Lines {
			rec.add(l)
			for i := range uses {
				if ems := l.Remedies[page.Remedy(i).String()]; ems > 0 {
					uses[i].Lines++
					uses[i].Ems += ems
					uses[i].Most = max(uses[i].Most, ems)
				}
			}
			if l.Badness > 0 {
				r.Worst = append(r.Worst, l)
			}
		}
	}
	for i, u := range uses {
		if u.Lines > 0 {
			u.Remedy, u.Ems = page.Remedy(i).String(), thousandths(u.Ems)
			rec.Remedies = append(rec.Remedies, u)
		}
	}
	r.Record = rec
	slices.SortStableFunc(r.Worst, func(a, b Line) int { return cmp.Compare(b.Badness, a.Badness) })
	r.Worst = r.Worst[:min(worstLines, len(r.Worst))]
}

// add counts a line.
func (r *Record) add(l Line) {
	one := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	one(&r.Lines, true)
	one(&r.Justified, l.Justified)
	one(&r.Untouched, l.Justified && len(l.Remedies) == 0)
	one(&r.Loose, l.Loose)
	one(&r.Lone, l.Lone)
	one(&r.Banned, l.Edge == page.EdgeBanned.String())
	one(&r.Split, l.Edge == page.EdgeSplit.String())
	one(&r.Hyphens, l.Hyphen)
	if !l.Justified {
		return
	}
	for i := range r.Gaps {
		if g := &r.Gaps[i]; l.PerGap > g.Above && (l.PerGap <= g.UpTo || g.UpTo == 0 && g.Above >= 0) {
			g.Lines++
			return
		}
	}
}

// worstLines is how many lines the report shows: enough to find the kind of
// fault an edition has, few enough to be looked at.
const worstLines = 20

// Show is the part of its page that shows a line with some of its
// surroundings: a row above and one below, as far as the page goes.
func (l Line) Show(trim geom.Size) geom.Rect {
	around := geom.FromPoints(l.Size)
	r := l.area.Inset(geom.Inset{Top: -around, Right: -around / 2, Bottom: -around, Left: -around / 2})
	x, y := max(r.X, 0), max(r.Y, 0)
	return geom.Rect{X: x, Y: y, W: max(min(r.Right(), trim.W)-x, geom.Pt), H: max(min(r.Bottom(), trim.H)-y, geom.Pt)}
}

// Lines are the records of a page's lines, as it was set.
func Lines(p *page.Page) []Line { return linesOf(p) }

// Why says in a few words what was done to a line, or is wrong with it; empty: it was
// set as it is written.
func (l Line) Why(lang diag.Lang) string {
	var parts []string
	add := func(yes bool, words [2]string) {
		if yes {
			parts = append(parts, words[lang])
		}
	}
	add(l.Edge == page.EdgeBanned.String(), [2]string{"banned mark at the edge", "行首尾禁则"})
	add(l.Edge == page.EdgeSplit.String(), [2]string{"split sequence", "拆开数字或词"})
	add(l.Edge == page.EdgeOverfull.String(), [2]string{"too wide", "超出栏宽"})
	add(l.Edge == page.EdgeShort.String(), [2]string{"too short", "未排满"})
	add(l.Lone, [2]string{"lone character", "孤字"})
	for i := range page.RemedyCount {
		used := l.Remedies[i.String()]
		if used == 0 {
			continue
		}
		if i == page.Spread {
			parts = append(parts, i.In(lang)+" "+ems(l.PerGap)+[...]string{" a gap", "/隙"}[lang])
			continue
		}
		parts = append(parts, i.In(lang)+" "+ems(used))
	}
	return join(parts, lang)
}
