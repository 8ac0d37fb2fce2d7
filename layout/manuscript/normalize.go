package manuscript

import (
	"slices"
	"strings"
	"unicode"

	"duikai/layout/diag"
)

// Wire copy arrives with the half-width marks of an English keyboard, the
// blanks of a web page and the odd characters of a PDF. normalize mends marks
// and blanks and never a word, in small steps that each read the text as the
// step before left it:
//
//	composition  e + U+0301 -> é (NFC)                       forms.go
//	form         ﹐ ︵ ｡ of other systems -> ， （ 。
//	zero         二○二一年, 一九八0年 -> 〇
//	figure       1O0元, 2l5人 -> 100, 215                     figures.go
//	width        １２：４５ -> 12:45, ２０２１ -> 2021
//	radical      ⼈ (Kangxi radical) -> 人
//	invisible    zero-width characters go, no-break spaces become blanks
//	ellipsis     ... 。。。 . . . … -> ……                     marks.go
//	dash         -- ――― －－ between Han -> ——
//	bracket      (何洁) -> （何洁）, by pairs: A(b) stays
//	quote        "..." -> “...”, paired by state; ”...“ -> “...”   quotes.go
//	title        <<...>> «...» -> 《...》
//	nest         “ “ ” ” -> “ ‘ ’ ”, 《 《 》 》 -> 《 〈 〉 》
//	dot          . ． • ‧ ・ in names and titles -> ·         dots.go
//	mark         , ; : ? ! . -> ，；：？！。 beside Han
//	range        100~150 -> 100～150
//	space        see spaces.go
//
// A step looks at neighbours through spans, so bold type hides nobody. What a
// step writes can be another step's neighbour, so they run until nothing
// changes any more; that takes two rounds for nearly every text. Addresses
// (address.go) are seen by every step and touched by none. In the end the
// paragraph is looked through for what looks wrong and could not be mended
// (doubts.go).
//
// What is sure is a note. A guess on a name, a title or a number is a warning
// that names both readings.
func normalize(cs []char, m manner, s *survey) ([]char, []change) {
	d := &mender{cs: cs, manner: m, story: s}
	for range maxRounds {
		before := len(d.changes)
		d.look()
		for _, step := range steps {
			if d.stale {
				d.look() // a step's work may call another one
			}
			if d.signs&step.on != 0 {
				step.do(d)
			}
		}
		if len(d.changes) == before {
			break
		}
	}
	d.doubts()
	return d.cs, d.changes
}

// maxRounds bounds the rounds; texts made to be hostile need four.
const maxRounds = 8

// NormalizeText mends a plain text whose paragraphs are parted by newlines, as
// Load mends the body of a story (标点规范).
func NormalizeText(s string) string {
	s, _ = NormalizeLines("", s)
	return s
}

// NormalizeLines is NormalizeText that reports as Load does, with places in
// the named file.
func NormalizeLines(file, s string) (string, diag.List) {
	d := &decoder{sink: newSink(), normalize: true, known: surveyOf(s)}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		var cs []char
		for _, r := range strings.TrimSuffix(line, "\r") {
			cs = append(cs, char{r: r, line: int32(i + 1), col: int32(len(cs) + 1)})
		}
		lines[i] = plain(d.mended(file, tabsToSpaces(cs), body))
	}
	d.reportTallies()
	return strings.Join(lines, "\n"), d.sorted()
}

// manner says how a text treats its spaces.
type manner uint8

const (
	body    manner = iota // body is running text: spaces between Han are slips.
	display               // display is heads, names and credits: spaces are meant, and a point is no stop.
)

// outcome is what became of a place that is not as it should be.
type outcome uint8

const (
	mended  outcome = iota // mended without a doubt
	guessed                // mended by a guess: other is the other reading
	kept                   // left as it is: after and other are the readings
	blanks                 // a blank of web copy round a figure or a Latin word
)

// change is one place that was mended or is in doubt.
type change struct {
	at                   char
	outcome              outcome
	rule                 term
	before, after, other string
}

// chained makes one change of those that one place went through: ' becomes ‘ by one
// step and “ by another.
func chained(list []change) []change {
	out := list[:0]
	last := make(map[diag.Pos]int, len(list))
	for _, c := range list {
		at := c.at.pos("")
		i, seen := last[at]
		if c.outcome > guessed || !seen || out[i].after != c.before {
			if c.outcome <= guessed {
				last[at] = len(out)
			}
			out = append(out, c)
			continue
		}
		out[i].after = c.after
		if c.outcome == guessed {
			out[i].outcome, out[i].other = guessed, c.other
		}
	}
	return slices.DeleteFunc(out, func(c change) bool { return c.outcome == mended && c.before == c.after })
}

// fix is what a step does at a place: it passes over skip characters and puts
// with for the take characters behind them. With other the change is a guess.
type fix struct {
	skip, take  int
	with, other string
	rule        *term // if not the step's own
	blank       bool
	guess       bool // even where other is nothing
}

// signs are the characters that call for a step. Clean copy has none of them,
// and is looked through once.
type signs uint32

const (
	signCompose signs = 1 << iota
	signForm
	signZero
	signWidth
	signRadical
	signInvisible
	signEllipsis
	signDash
	signBracket
	signStraight
	signQuote
	signTitle
	signAngle
	signMark
	signRange
	signDot
	signSpace
	signAddress
	signDoubt
	signFigure
)

// steps in the order of the list above.
var steps = [...]struct {
	on signs
	do func(*mender)
}{
	{signCompose, (*mender).compose},
	{signForm, (*mender).forms},
	{signZero, (*mender).zeros},
	{signFigure, (*mender).figures},
	{signWidth, (*mender).widths},
	{signRadical, (*mender).radical},
	{signInvisible, (*mender).invisible},
	{signEllipsis, (*mender).ellipses},
	{signDash, (*mender).dashes},
	{signBracket, (*mender).brackets},
	{signStraight, (*mender).quotes},
	{signQuote, (*mender).turned},
	{signQuote, (*mender).nestQuotes},
	{signAngle, (*mender).angles},
	{signTitle, (*mender).nestTitles},
	{signDot, (*mender).dots},
	{signMark, (*mender).marks},
	{signRange, (*mender).ranges},
	{signSpace, (*mender).spaces},
}

// look finds the signs of the text as it stands, and its addresses.
func (d *mender) look() {
	d.signs, d.stale, d.safe = signsOf(d.cs), false, nil
	if d.signs&signAddress != 0 {
		d.safe = addresses(d.cs)
	}
}

// signsOf looks through a text. Quotes and titles call for a step where one
// opens inside another or inner marks are used at all.
func signsOf(cs []char) (found signs) {
	quotes, titles := 0, 0
	for i := range cs {
		r := cs[i].r
		if r >= 0x3400 && r <= 0x9fff {
			if r == '一' && i > 0 && cs[i-1].r == '一' {
				found |= signDoubt
			}
			continue
		}
		found |= signOf(r)
		before, next := runeAt(cs, i-1), runeAt(cs, i+1)
		switch r {
		case 'O', 'o', 'О', 'l', 'I':
			if digit(before) || digit(next) {
				found |= signFigure | signDoubt
			}
		case '。', '·':
			if before == r {
				found |= signEllipsis | signDoubt
			}
			if digit(before) && digit(next) || r == '。' && twice(r, next) {
				found |= signDoubt
			}
		case '，', '；', '、', '：':
			switch {
			case digit(before) && digit(next):
				found |= signMark | signDoubt
			case twice(r, next), r == '、' && (before == '）' || before == ')' || ringed(before)):
				found |= signDoubt
			}
		case '“', '”':
			if quotes += depth(r, '”'); quotes < 0 || quotes > 1 || r == '“' && (next == 0 || strings.ContainsRune(behindClosers, next)) {
				found |= signQuote
			}
		case '《', '》':
			if titles += depth(r, '》'); titles < 0 || titles > 1 {
				found |= signTitle
			}
		}
	}
	return found
}

func depth(r, closer rune) int {
	if r == closer {
		return -1
	}
	return 1
}

// signOf is what a single character calls for.
func signOf(r rune) signs {
	switch r {
	case '.':
		return signMark | signEllipsis | signDot | signAddress | signDoubt
	case '．':
		return signWidth | signMark | signEllipsis | signDot | signDoubt
	case ':':
		return signMark | signAddress
	case ',', ';', '?', '!':
		return signMark
	case '@':
		return signAddress
	case '…':
		return signEllipsis
	case '－':
		return signDash | signDoubt | signWidth
	case '-', '─', '━', '—', '―', '–', 'ー':
		return signDash | signDoubt
	case '(', ')':
		return signBracket
	case '"', '\'', '`':
		return signStraight | signDoubt
	case '&', '\\':
		return signDoubt
	case '％', '／', '＄', '＋':
		return signWidth
	case 'º', '˚':
		return signForm
	case '<', '>', '«', '»', '≪', '≫', '＜', '＞':
		return signAngle | signDoubt
	case '‘', '’':
		return signQuote
	case '〈', '〉':
		return signTitle
	case '~', '〜', '∼':
		return signRange
	case '•', '‧', '・', '∙', '⋅':
		return signDot | signEllipsis
	case ' ', '\u3000':
		return signSpace
	case 'O', 'o', '0', '○', '◯', 'О':
		return signZero
	}
	return signOfRare(r)
}

// signOfRare is signOf for what stands in few texts.
func signOfRare(r rune) signs {
	if r < 0x7f || r >= 0x3001 && r <= 0x303f && r != '〝' && r != '〞' && r != '〟' {
		return 0
	}
	var found signs
	if fullWidth(r) {
		found |= signWidth | signZero
	}
	if r >= firstRadical && r < firstRadical+rune(len(radicals)) {
		found |= signRadical
	}
	if _, ok := otherForms[r]; ok || spelled(r) {
		found |= signForm
	}
	if composes(r) {
		found |= signCompose
	}
	if zeroWidth(r) || r == 0x2028 || r == 0x2029 || unicode.Is(unicode.Zs, r) {
		found |= signInvisible
	}
	return found
}

// mender is a paragraph under repair: cs as the last step left it, out as far
// as the running step has come.
type mender struct {
	cs, out []char
	now     int // where in cs the running step is
	manner  manner
	story   *survey
	signs   signs
	safe    []bool // the characters of addresses; nil where there are none
	stale   bool   // cs has changed since signs and safe were found
	known   bool   // hasHan was looked for
	hasHan  bool
	asked   bool // hasLeft was looked for
	hasLeft bool
	changes []change
}

// guarded tells whether the character at i belongs to an address.
func (d *mender) guarded(i int) bool { return d.safe != nil && i >= 0 && i < len(d.safe) && d.safe[i] }

// touches tells whether the character at i stands beside an address, which
// what becomes of it could make longer.
func (d *mender) touches(i int) bool { return d.guarded(i-1) || d.guarded(i) || d.guarded(i+1) }

// run rewrites the text: edit looks at place i and says what to do there;
// taking none leaves the character alone.
func (d *mender) run(rule term, edit func(i int) fix) {
	if d.stale {
		d.look()
	}
	d.out = make([]char, 0, len(d.cs))
	for i := 0; i < len(d.cs); {
		d.now = i
		f := fix{}
		if !d.guarded(i) {
			f = edit(i)
		}
		if f.take == 0 || d.guarded(i+f.skip) || d.guarded(i+f.skip+f.take-1) || d.escaped(i+f.skip, f.take) {
			d.out = append(d.out, d.cs[i])
			i++
			continue
		}
		d.out = append(d.out, d.cs[i:i+f.skip]...)
		i += f.skip
		old := d.cs[i : i+f.take]
		i += f.take
		if plain(old) == f.with {
			d.out = append(d.out, old...)
			continue
		}
		d.note(rule, old, f)
		k := 0
		for _, r := range f.with {
			c := old[min(k, len(old)-1)]
			c.r = r
			d.out = append(d.out, c)
			k++
		}
	}
	d.cs, d.out = d.out, nil
}

// escaped tells whether the author keeps one of the n characters at i as it is.
func (d *mender) escaped(i, n int) bool {
	return slices.ContainsFunc(d.cs[i:i+n], func(c char) bool { return c.kept })
}

// note keeps what a step did.
func (d *mender) note(rule term, old []char, f fix) {
	if f.rule != nil {
		rule = *f.rule
	}
	c := change{at: old[0], rule: rule, before: plain(old), after: f.with, other: f.other}
	switch {
	case f.blank:
		c.outcome = blanks
	case f.guess || f.other != "":
		c.outcome = guessed
	}
	d.changes = append(d.changes, c)
	d.stale = true
}

// replace runs with a table of replacements of single characters, 0 for none.
func (d *mender) replace(rule term, want []rune) {
	d.run(rule, func(i int) fix {
		if want[i] == 0 {
			return fix{}
		}
		return fix{take: 1, with: string(want[i])}
	})
}

// at is the character i, 0 beyond the ends.
func (d *mender) at(i int) rune {
	if i < 0 || i >= len(d.cs) {
		return 0
	}
	return d.cs[i].r
}

// last is the character before the one the step looks at, as already mended.
func (d *mender) last() rune {
	if len(d.out) == 0 {
		return 0
	}
	return d.out[len(d.out)-1].r
}

// transparent marks let a neighbour be seen through them.
func transparent(r rune) bool { return strings.ContainsRune(" \u3000\"'“”‘’", r) }

// sight is how many of them: more in a row are not text, and looking through
// all of them from each would take time in their square.
const sight = 8

// left is the nearest character before the step's place that is no quote or
// space; right the nearest one from j on.
func (d *mender) left() rune { return seen(d.out, len(d.out)-1, -1) }

func (d *mender) right(j int) rune { return seen(d.cs, j, 1) }

// seen is the nearest character from i on in a direction, through quotes and
// spaces; 0 where there is none.
func seen(cs []char, i, step int) rune {
	for range sight {
		if i < 0 || i >= len(cs) {
			return 0
		}
		if !transparent(cs[i].r) {
			return cs[i].r
		}
		i += step
	}
	return 0
}

// runOf is how many characters from i on satisfy f.
func (d *mender) runOf(i int, f func(rune) bool) int {
	n := 0
	for i+n < len(d.cs) && f(d.cs[i+n].r) {
		n++
	}
	return n
}

func is(want rune) func(rune) bool { return func(r rune) bool { return r == want } }
