package dump

import (
	"strings"

	"duikai/layout/diag"
	"duikai/layout/intake"
)

// verseLines takes short lines for lines of verse, commas or not, where many
// follow each other.
func (p *page) verseLines() {
	const widest, least = 20, 8 // ems, lines
	short := func(it item) bool {
		return width(it.text) <= widest && !finished(it.text) && !entry(it.text) && (it.role == running || it.role == headish || it.role == named)
	}
	for i := 0; i < len(p.items); i++ {
		n := 0
		for i+n < len(p.items) && short(p.items[i+n]) {
			n++
		}
		if n >= least {
			for k := range p.items[i : i+n] {
				if it := &p.items[i+k]; it.role == running {
					it.role = headish
				}
			}
		}
		i += n
	}
}

// leastVerse is how many lines without a mark make verse, or a list.
const leastVerse = 5

// verses tells how many of the lines at the end of a run are verse or a list; 0
// where they are a head: no head has so many lines.
func (p *page) verses(run []item) int {
	const mostHead = 4
	for k := len(run) - 1; k >= 0; k-- { // below the last large line
		if run[k].scale >= headTimes {
			if len(run)-k-1 < leastVerse {
				return 0
			}
			if next := run[k+1].role; next == named || next == bylined || shortName(run[k+1].text) {
				k++
			}
			return len(run) - k - 1
		}
	}
	if len(run) < leastVerse+1 || p.sized && p.cur != nil && len(p.cur.Body) > 0 {
		return 0
	}
	for k, it := range run[:mostHead] {
		if k > 0 && (it.role == named || it.role == bylined || k == 1 && shortName(it.text) && width(run[0].text) < width(run[2].text)) {
			return len(run) - k - 1
		}
	}
	return len(run) - 1
}

// verse takes a head and the lines below it. Lines with blanks inside, or with
// figures, are a list and become paragraphs. A short line over a name begins
// another poem.
func (p *page) verse(i, end, n int) int {
	from := end - n
	parted := false
	for k := from + 1; k < end; k++ {
		signs := func(it item) bool {
			return it.role == named || it.role == bylined || shortName(it.text) && k+1 < len(p.items) && p.items[k+1].role == running
		}
		if it := p.items[k]; k-1 > from && signs(it) && p.items[k-1].role == headish {
			end, parted = k-1, true
			break
		}
	}
	for !parted && end < len(p.items) && p.verseLine(end) && end > from+2 {
		end++
	}
	end = p.verseEnd(from, end)
	head := p.items[i:from]
	p.begin(head[0].runs.At(), "verse")
	p.head(head)
	list := 0
	for _, it := range p.items[from:end] {
		if strings.ContainsAny(it.text, " \u30000123456789、:：") || it.role == named {
			list++
		}
	}
	kind, rule := intake.Verse, "lines-without-marks"
	if list*2 > end-from {
		kind, rule = intake.Paragraph, "lines-of-a-list"
		p.cur.Kind = "list"
	}
	for k, it := range p.items[from:end] {
		p.cur.Body = append(p.cur.Body, intake.Block{Kind: kind, Field: intake.Field{Text: it.runs, Rule: rule, Sure: sureTwoLines},
			StanzaEnds: kind == intake.Verse && from+k+1 < end && p.items[from+k+1].gap > it.gap && k > 0})
	}
	p.cur.last, p.cur.at = p.items[end-1], end-1
	p.tell(diag.ImportGuess, i, rule, sureTwoLines, head[0].text, said{"a head over verse or a list", "诗歌或名单的标题"})
	return end
}

// verseEnd is where verse or a list ends: text that follows has a head, which is
// the last of the lines, and in a list all at its end that have no figures and no
// blanks.
func (p *page) verseEnd(from, end int) int {
	next, _ := p.next(end)
	if end-from < leastVerse || end == len(p.items) || next.role != running || nameRow(next.text) {
		return end
	}
	const most = 3 // lines of a head
	for n := 0; n < most; n++ {
		it := p.items[end-1]
		if n > 0 && !dateline.MatchString(next.text) || it.role == named || strings.ContainsAny(it.text, " \u3000:：") {
			break
		}
		end--
	}
	return end
}

// verseLine tells whether a line with a comma goes on with the verse above it.
func (p *page) verseLine(i int) bool {
	it := p.items[i]
	const widest = 20 // ems
	if it.role == headish && i+1 < len(p.items) && p.items[i+1].role != running {
		return p.items[i+1].role != named && p.items[i+1].role != bylined
	}
	return it.role == running && width(it.text) <= widest && !finished(it.text) && !entry(it.text) && (i+1 == len(p.items) || p.items[i+1].role == headish || p.items[i+1].role == running && width(p.items[i+1].text) <= widest)
}
