package manuscript

import (
	"slices"
	"strings"

	"duikai/layout/diag"
)

// A quotation mark, a bracket or the mark of a title without its partner is told.
// A quotation or a remark may run over several paragraphs: each of them opens it
// anew, or only the first does. So an opening mark is in want of its partner when
// the next one of its kind opens in a later paragraph, but at its very head, or
// when the text ends.

// pairedMarks are the marks that stand in pairs, the opening one first.
var pairedMarks = [...][2]rune{{'“', '”'}, {'‘', '’'}, {'「', '」'}, {'『', '』'}, {'《', '》'}, {'〈', '〉'}, {'（', '）'}, {'【', '】'}, {'〔', '〕'}, {'［', '］'}}

// reopened are how many kinds of these are quotations, opened anew by every
// paragraph they run over.
const reopened = 4

// opened is where a mark opens, and in which of the texts.
type opened struct {
	at   diag.Pos
	text int
}

// partners goes through texts that belong together.
type partners struct {
	d    *decoder
	open [len(pairedMarks)][]opened
	told map[diag.Pos]bool // what is in doubt already
}

// paired tells of the marks without a partner in texts that belong together: the
// lines of a head, the paragraphs of a story.
func (d *decoder) paired(texts []Text) {
	if !d.normalize {
		return
	}
	var p *partners
	for i, t := range texts {
		if p == nil && !slices.ContainsFunc(t, func(s Span) bool {
			return strings.ContainsAny(s.Text, "“”‘’「」『』《》〈〉（）【】〔〕［］")
		}) {
			continue
		}
		if p == nil {
			p = &partners{d: d, told: d.inDoubt()}
		}
		p.text(i, t)
	}
	if p == nil {
		return
	}
	for k := range p.open {
		p.tell(k, p.open[k])
	}
}

// inDoubt are the places of the marks that were reported.
func (d *decoder) inDoubt() map[diag.Pos]bool {
	told := make(map[diag.Pos]bool)
	for _, p := range d.list {
		if p.Code == diag.Doubtful || p.Code == diag.Guessed {
			told[p.Pos] = true
		}
	}
	return told
}

func (p *partners) tell(kind int, marks []opened) {
	for _, m := range marks {
		if !p.told[m.at] {
			p.d.add(diag.Unpaired, m.at, cited(pairedMarks[kind][0]))
		}
	}
}

// text looks through the i-th text.
func (p *partners) text(i int, t Text) {
	var rs []rune
	var at []diag.Pos
	for _, s := range t {
		n := 0
		for _, r := range s.Text {
			rs, at = append(rs, r), append(at, s.Src.Shift(n))
			n++
		}
	}
	head := true // no word stands before
	for k, r := range rs {
		for kind, pair := range pairedMarks {
			switch r {
			case pair[0]:
				p.opens(kind, opened{at[k], i}, rs[k+1:], head)
			case pair[1]:
				p.closes(kind, at[k], rs, k)
			}
		}
		head = head && strings.ContainsRune("“‘「『（ \u3000", r)
	}
}

func (p *partners) opens(kind int, o opened, behind []rune, head bool) {
	if pairedMarks[kind][0] == '‘' && len(behind) > 0 && alnum(behind[0]) {
		return // ‘90s
	}
	open := p.open[kind]
	earlier := 0
	for earlier < len(open) && open[earlier].text < o.text {
		earlier++
	}
	if earlier > 0 && head && kind < reopened {
		return
	}
	p.tell(kind, open[:earlier])
	p.open[kind] = append(slices.Clone(open[earlier:]), o)
}

func (p *partners) closes(kind int, at diag.Pos, rs []rune, k int) {
	if n := len(p.open[kind]); n > 0 {
		p.open[kind] = p.open[kind][:n-1]
		return
	}
	before, after := rune(0), rune(0)
	if k > 0 {
		before = rs[k-1]
	}
	if k+1 < len(rs) {
		after = rs[k+1]
	}
	switch r := rs[k]; {
	case p.told[at], r == '’' && (latinLetter(before) || alnum(after)):
	case r == '）' && itemNumber(rs[:k]):
	default:
		p.d.add(diag.Unpaired, at, cited(r))
	}
}

// itemNumber tells whether a text ends with the number of an item, behind which a
// bracket closes that none has opened: 1）, 要求：a）.
func itemNumber(rs []rune) bool {
	const longest = 3
	k := len(rs)
	for k > 0 && len(rs)-k <= longest && (alnum(rs[k-1]) || numeral(rs[k-1])) {
		k--
	}
	n := len(rs) - k
	return n > 0 && n <= longest && (k == 0 || !han(rs[k-1]))
}

// pairedBlocks looks through the paragraphs of a story; those of a remark belong
// to themselves.
func (d *decoder) pairedBlocks(blocks []Block) {
	var run []Text
	quote := false
	for _, b := range blocks {
		p, ok := b.(*Paragraph)
		if !ok {
			continue
		}
		if p.Quote != quote {
			d.paired(run)
			run, quote = nil, p.Quote
		}
		run = append(run, p.Text)
	}
	d.paired(run)
}

const (
	longestShort = 12 // characters of a line that nobody breaks for its width alone
	leastShort   = 3  // such lines in a paragraph
)

// shortLines looks at the lines of a paragraph before they are joined. Those that
// hold names alone are parted by the blank that parts the names; where all are
// short, they may have been meant for lines of their own, and that is told.
func (m *markdown) shortLines(cs []char) []char {
	lines := splitLines(cs)
	if len(lines) < 2 || slices.ContainsFunc(cs, func(c char) bool { return c.r == hardBreak }) {
		return cs
	}
	single := len(lines) >= leastShort
	names, short := true, single
	for _, l := range lines {
		n := namesOn(l)
		names, single = names && n > 0, single && n == 1
		short = short && len(l) > 1 && len(l) <= longestShort && slices.ContainsFunc(l, func(c char) bool { return han(c.r) })
	}
	switch {
	case names && (single || slices.ContainsFunc(cs, func(c char) bool { return white(c.r) && c.r != lineBreak })):
		gap := ' '
		if slices.ContainsFunc(cs, func(c char) bool { return c.r == '\u3000' }) {
			gap = '\u3000'
		}
		for i := range cs {
			if cs[i].r == lineBreak {
				cs[i].r = gap
			}
		}
	case short:
		m.near(lines[0][0], term{
			"these short lines are set as one paragraph: for lines of their own write two blanks at their ends; a poem stands under verse:, names under names:",
			"这几个短行已接排成一段：若要各占一行，请在行末加两个空格；诗写在 verse: 下，名单写在 names: 下"})
	}
	return cs
}

// namesOn is how many names a line holds that holds nothing else, 0 else.
func namesOn(line []char) int {
	const least, most = 2, 4 // characters of a Chinese name
	n := 0
	for _, w := range strings.FieldsFunc(plain(line), white) {
		if i := strings.IndexRune(w, '（'); i > 0 && strings.HasSuffix(w, "）") {
			w = w[:i]
		}
		rs := []rune(w)
		foreign := strings.ContainsRune(w, '·')
		if !foreign && (len(rs) < least || len(rs) > most) || slices.ContainsFunc(rs, func(r rune) bool { return !han(r) && r != '·' }) {
			return 0
		}
		n++
	}
	return n
}
