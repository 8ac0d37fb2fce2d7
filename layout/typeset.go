package layout

import (
	"strings"
	"unicode/utf8"

	"duikai/fonts"
	"duikai/layout/cjk"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/internal/flow"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/para"
)

// house is the house style resolved once: chains, sizes and rules.
type house struct {
	set    *fonts.Set
	body   fonts.Role
	size   geom.Length
	indent geom.Length
	grid   page.Grid
	style  para.Style // of body text
	tight  para.Style // of heads: marks take half an em
	// upright is of vertical heads.
	upright para.Style

	captionFace    face
	creditBrackets bool // credits stand in brackets behind the caption
	keyline        bool // pictures have a fine line around them
	adMark         bool // advertisements say what they are
	leastPPI       int  // pixels an inch below which a picture is reported
	// text is the text style that this house sets; nil: the body. texts are the
	// houses that set one.
	text  *manuscript.TextStyle
	texts map[*manuscript.TextStyle]*house
	// title and uptitle are of headlines, kickers and decks: they may be
	// squeezed, and a space between their clauses is an em wide.
	title, uptitle para.Style
	// downward is of text in vertical lines.
	downward para.Style
	scratch  *flow.Scratch
}

func newHouse(is *manuscript.Issue, set *fonts.Set) *house {
	b := is.Style.Body
	h := &house{set: set, size: b.Size, indent: b.Indent.At(b.Size), grid: newGrid(is.Format, b)}
	h.body, _ = fonts.ParseRole(b.Font.Name)
	role, _ := fonts.ParseRole(is.Style.Caption.Font.Name)
	h.captionFace = face{role, is.Style.Caption.Size}
	h.creditBrackets = is.Style.Caption.Credit == manuscript.CreditBrackets
	h.keyline, h.adMark, h.leastPPI = is.Style.Keyline, is.Style.AdMark, is.Style.Resolution
	h.style.Rules.Level = is.Style.Break
	h.style.Rules.NotStart, h.style.Rules.NotEnd = []rune(is.Style.NotStart), []rune(is.Style.NotEnd)
	h.style.Rules.MayStart, h.style.Rules.MayEnd = []rune(is.Style.MayStart), []rune(is.Style.MayEnd)
	h.style.Scheme = is.Style.Punctuation
	h.style.Hang = is.Style.Hanging
	h.style.RaggedBelow = para.BodyRagged
	h.style.HalfFigures, h.style.Tight = is.Style.Figures == manuscript.HalfFigures, para.BodyTight
	// A thousand points make the gap's thousandths of an em exact.
	const thousand = 1000 * geom.Pt
	h.style.HanLatin = para.LatinGap(fonts.Em(is.Style.LatinGap.At(thousand) / geom.Pt))
	h.style.Scratch, h.scratch = new(para.Scratch), new(flow.Scratch)
	h.tight = h.style
	h.tight.Scheme = cjk.Banjiao
	h.tight.Hang, h.tight.HanLatin = false, para.Elastic{}
	h.tight.HalfFigures, h.tight.Tight, h.tight.RaggedBelow = false, 0, 0
	h.tight.Snug, h.tight.WholeWords = true, true
	h.upright = h.tight
	h.upright.Vertical = true
	h.title = h.tight
	h.title.Track, h.title.HanSpace = trackLeast, clauseSpace
	h.uptitle = h.title
	h.uptitle.Vertical = true
	h.downward = h.style
	h.downward.Vertical, h.downward.Hang = true, false
	h.texts = make(map[*manuscript.TextStyle]*house, len(is.Style.Texts))
	for _, t := range is.Style.Texts {
		h.texts[t] = h.dress(t)
	}
	return h
}

// face is a role at a size.
type face struct {
	role fonts.Role
	size geom.Length
}

// bolder is the role that stands for **bold** beside a role.
func bolder(r fonts.Role) fonts.Role {
	if r == fonts.Hei || r == fonts.HeiBold {
		return fonts.HeiBold
	}
	return fonts.Hei
}

// breakRunes are the marks of places where a head may be broken.
const breakRunes = string(manuscript.HintRune) + string(manuscript.JointRune)

// runs turns styled text into runs. Break hints are taken out and joints of
// clauses become spaces; both come back as the numbers of the characters before
// which a line may begin.
func (h *house) runs(t manuscript.Text, f face) (runs []para.Run, hints []int) {
	n := 0
	add := func(s manuscript.Span, text string, shift int) {
		if text == "" {
			return
		}
		role := f.role
		switch {
		case s.Style&manuscript.Bold != 0:
			role = bolder(role)
		case s.Style&manuscript.Kai != 0:
			role = fonts.Kai
		}
		text, where := scripted(text, script(s.Style))
		runs = append(runs, para.Run{
			Text: text, Chain: h.set.Chain(role), Size: f.size, Ink: page.Black, Src: s.Src.Shift(shift),
			Script: where, Under: under(s.Style), Ruby: s.Ruby, RubySrc: s.RubySrc, Keep: s.Ruby != "" || s.Style&manuscript.Whole != 0,
		})
	}
	for _, s := range t {
		shift := 0
		for {
			at := strings.IndexAny(s.Text, breakRunes)
			if at < 0 {
				add(s, s.Text, shift)
				n += utf8.RuneCountInString(s.Text)
				break
			}
			before, mark := s.Text[:at], s.Text[at]
			k := utf8.RuneCountInString(before)
			if mark == manuscript.JointRune {
				before += "\u3000"
				n++
			}
			add(s, before, shift)
			n += k
			hints = append(hints, n)
			shift += k + 1
			s.Text = s.Text[at+1:]
		}
	}
	return runs, hints
}

// script tells where a span's styling puts it.
func script(e manuscript.Emphasis) fonts.Script {
	switch {
	case e&manuscript.Raised != 0:
		return fonts.Raised
	case e&manuscript.Lowered != 0:
		return fonts.Lowered
	}
	return fonts.OnLine
}

// scripted writes raised and lowered text in the characters that Unicode has for
// it, where it has them all: CO~2~ is CO₂ then, on the page and when copied.
func scripted(text string, s fonts.Script) (string, fonts.Script) {
	if s == fonts.OnLine {
		return text, s
	}
	out := make([]rune, 0, len(text))
	for _, r := range text {
		form, ok := fonts.InScript(r, s)
		if !ok {
			return text, s
		}
		out = append(out, form)
	}
	return string(out), fonts.OnLine
}

// under is the annotation that a span's styling asks for.
func under(e manuscript.Emphasis) (u para.Under) {
	if e&manuscript.Dots != 0 {
		u |= para.Dots
	}
	if e&manuscript.NameLine != 0 {
		u |= para.NameLine
	}
	if e&manuscript.WaveLine != 0 {
		u |= para.WaveLine
	}
	return u
}

// prepare readies text for setting in body rules.
func (h *house) prepare(t manuscript.Text, f face) *para.Paragraph {
	runs, _ := h.runs(t, f)
	return para.Prepare(runs, &h.style)
}

// plain readies text that the page writes itself; it is never broken inside.
func (h *house) plain(s string, f face, src diag.Pos) *para.Paragraph {
	return para.Prepare([]para.Run{{Text: s, Chain: h.set.Chain(f.role), Size: f.size, Ink: page.Black, Keep: true, Src: src}}, &h.tight)
}

// line is all of a paragraph on one line at its natural width.
func line(p *para.Paragraph) para.Line { return p.Natural(0, p.Len()) }

// setLine puts all of a paragraph on one line with its baseline at at. align
// 0 starts there, 1 is centred on it, 2 ends there.
func setLine(dst []page.Item, p *para.Paragraph, at geom.Point, align int, tag para.Tag) []page.Item {
	l := line(p)
	at.X -= l.Width * geom.Length(align) / 2
	return p.Items(dst, l, at, tag)
}

const (
	fromLeft = iota
	centred
	toRight
)
