package page

import (
	"image"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
)

// Record is how a piece was set, line by line (排版记录): what proofs shade and
// reports list. Make-up keeps it only where it is asked to
// (layout.Options.Record), for it is as large as the display list itself.
type Record struct {
	Frames []Frame      // the text columns in reading order; none where only captions were set
	Lines  []LineRecord // in reading order, column by column; captions after the text
}

// Frame is a text column (文字栏) of a piece, or what a picture leaves of one.
type Frame struct {
	Rect geom.Rect // whole rows
	Rows int
	Used int // rows down to the foot of its last line; the rest stays white
}

// LineRecord is one set line.
type LineRecord struct {
	At      geom.Point  // start of the baseline, indents counted
	Width   geom.Length // set width from At, what hangs not counted
	Natural geom.Length // width before any remedy: Width less what was opened, plus what was squeezed
	Measure geom.Length // the width it was to fill from At
	Size    geom.Length // type size: the em of its remedies
	Part    Part
	Frame   int // index in the record's frames; -1: outside them
	Chars   int // characters, hyphens not counted
	Text    string
	Src     diag.Pos // of its first character; the next line's is its end
	// Remedies are what its white gave or took to fill the measure, each kind
	// together, as positive lengths.
	Remedies [RemedyCount]geom.Length
	Gaps     int // gaps between characters that share Remedies[Spread]
	Last     bool
	Hyphen   bool // it ends with a hyphen that is not in the manuscript
	// Justified lines were to fill their measure; headings and last lines were
	// not.
	Justified bool
	Lone      bool // a paragraph's last line that holds one character (孤字)
	Loose     bool // gaps between characters opened beyond the limit, or it could not be filled
	Edge      LineEdge
}

// Remedy is a reserve of white that fills a line to its measure (CLREQ 3.2.4).
type Remedy uint8

// The reserves that are squeezed (挤压) in the order in which they are used,
// then those that are opened (拉伸), then the mark that hangs (悬挂).
const (
	SqueezeEnd     Remedy = iota // the mark at the line's end
	SqueezeSpace                 // spaces between Latin words
	SqueezeDot                   // both sides of a middle dot
	SqueezeBracket               // brackets and quotes
	SqueezeComma                 // ，、；：
	SqueezeGap                   // between Han and Latin or figures
	SqueezeStop                  // 。？！
	SqueezeSolid                 // between characters, closer than solid
	OpenMark                     // marks' own white given back
	OpenSpace                    // spaces between Latin words, blanks between Chinese ones
	OpenGap                      // between Han and Latin or figures
	Spread                       // shared by all gaps between characters
	Hang                         // the last mark stands outside the measure
	RemedyCount
)

// remedyNames are the words of `duikai lines`, by what is done.
var remedyNames = [RemedyCount][2]string{
	{"squeeze-line-end", "挤行末标点"}, {"squeeze-space", "挤词距"}, {"squeeze-dot", "挤间隔号"}, {"squeeze-bracket", "挤括号引号"},
	{"squeeze-comma", "挤逗号"}, {"squeeze-latin-gap", "挤中西间距"}, {"squeeze-stop", "挤句号"},
	{"squeeze-solid", "紧字距"},
	{"open-mark", "放标点"}, {"open-space", "放词距"}, {"open-latin-gap", "放中西间距"}, {"spread", "放字距"}, {"hang", "悬挂"},
}

// String is the remedy's name in data and in English.
func (r Remedy) String() string { return r.In(diag.English) }

// In is the remedy's name.
func (r Remedy) In(l diag.Lang) string { return remedyNames[r][l] }

// LineEdge says what a line had to do that the rules forbid.
type LineEdge uint8

const (
	EdgeGood     LineEdge = iota
	EdgeBanned            // it starts or ends with a mark that may not stand there
	EdgeSplit             // it parts a sequence that must stay together
	EdgeOverfull          // it is wider than its measure
	EdgeShort             // it could not be opened to its measure, or not without falling apart
	EdgeLoose             // its gaps are open so far that it is told
)

// String is the edge's name in data.
func (e LineEdge) String() string {
	return [...]string{"good", "banned", "split", "overfull", "short", "loose"}[e]
}

// Squeezed is the white taken out of the line.
func (l *LineRecord) Squeezed() (sum geom.Length) {
	for r := SqueezeEnd; r <= SqueezeSolid; r++ {
		sum += l.Remedies[r]
	}
	return sum
}

// Opened is the white put into the line.
func (l *LineRecord) Opened() (sum geom.Length) {
	for r := OpenMark; r <= Spread; r++ {
		sum += l.Remedies[r]
	}
	return sum
}

// PerGap is what each gap between characters was opened by, in thousandths of
// an em.
func (l *LineRecord) PerGap() int {
	if l.Gaps == 0 || l.Size == 0 {
		return 0
	}
	return int(l.Remedies[Spread] * 1000 / (l.Size * geom.Length(l.Gaps)))
}

// Badness orders lines from good to bad by what a reader sees of them: gaps
// opened count most, in thousandths of an em each; white taken out of marks
// little; what the rules forbid more than all.
func (l *LineRecord) Badness() int {
	if l.Size == 0 {
		return 0
	}
	b := l.PerGap() + int((l.Opened()-l.Remedies[Spread])*50/l.Size) + int(l.Squeezed()*40/l.Size)
	if l.Lone {
		b += 150
	}
	if l.Edge != EdgeGood && l.Edge != EdgeLoose {
		b += 500
	}
	return b
}

// Box is the line's em boxes: from its baseline's start, as wide as its text.
func (l *LineRecord) Box() geom.Rect {
	return geom.Rect{X: l.At.X, Y: l.At.Y - l.Size.Em(int(fonts.EmAscent)), W: l.Width + l.Remedies[Hang], H: l.Size}
}

// Spot is where a problem stands on a page when its place in the manuscript
// does not tell: a taboo of make-up, a hole.
type Spot struct {
	Problem diag.Problem
	Area    geom.Rect
}

// Resolution is the effective resolution of the picture, in pixels an inch.
func (p *Picture) Resolution() int {
	return int(geom.DivRound(geom.Length(p.Crop.Dx())*geom.Inch, max(p.Rect.W, 1)))
}

// CutAway is the share of the whole picture that is not shown, in thousandths.
func (p *Picture) CutAway() int {
	if p.Whole.X <= 0 || p.Whole.Y <= 0 {
		return 0
	}
	whole := int64(p.Whole.X) * int64(p.Whole.Y)
	return int((whole - int64(p.Crop.Dx())*int64(p.Crop.Dy())) * 1000 / whole)
}

// Place is where a pixel of the whole picture stands on the page, also outside
// the picture's rectangle where it is cut away.
func (p *Picture) Place(px image.Point) geom.Point {
	w, h := geom.Length(max(p.Crop.Dx(), 1)), geom.Length(max(p.Crop.Dy(), 1))
	return geom.Point{
		X: p.Rect.X + geom.DivRound(geom.Length(px.X-p.Crop.Min.X)*p.Rect.W, w),
		Y: p.Rect.Y + geom.DivRound(geom.Length(px.Y-p.Crop.Min.Y)*p.Rect.H, h),
	}
}
