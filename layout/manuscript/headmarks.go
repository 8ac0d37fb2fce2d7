package manuscript

import (
	"slices"
	"strings"
	"unicode"

	"duikai/layout/diag"
)

// # Marks that heads do without
//
// No full stop stands at the end of a line of a head, and a break or a blank parts
// its clauses where a sentence of the text has a comma: so newspapers have it. Marks
// inside quotation marks, brackets and titles are those of what is quoted. A headline
// is told of with a warning, a deck or a subhead, which may be a whole sentence, with
// a note; a backslash before a mark keeps it without a word. A subhead that opens its
// paragraph (段首句) is a sentence of that.

// headPart is what a line of a head is to its marks.
type headPart struct {
	comma diag.Code // tells of a mark between clauses
	joint string    // what is written for it
	last  bool      // no line of the same part follows
	opens bool      // it opens a paragraph: its marks are those of the text
}

// What the parts of a head have for a comma: || where bars mean something (keys.go).
var (
	titleLine = headPart{comma: diag.HeadComma, joint: "||", last: true}
	deckLine  = headPart{comma: diag.DeckComma, joint: "||", last: true}
	subhead   = headPart{comma: diag.DeckComma, joint: "\u3000", last: true}
)

// clauseMarks part clauses, endMarks end a line of the text.
const (
	clauseMarks = "，；。"
	endMarks    = "。，；、"
)

// headMarks tells of the marks in a line of a head that a head does without. source
// is the line as it is written, cs as it was mended.
func (d *decoder) headMarks(file string, source, cs []char, part headPart) {
	if part.opens || !slices.ContainsFunc(cs, func(c char) bool { return strings.ContainsRune(endMarks, c.r) }) {
		return
	}
	written := make(map[diag.Pos]string, len(source))
	for _, c := range source {
		written[c.pos(file)] = barsOut.Replace(string(c.r))
	}
	tell := func(code diag.Code, i, n int, now string, args ...any) {
		at, r := cs[i].pos(file), diag.Remedy{Guess: now != ""}
		old, whole := "", true
		for k := i; k < i+n; k++ {
			whole = whole && (k == i || cs[k].follows(cs[k-1]))
			old += written[cs[k].pos(file)]
		}
		if whole {
			r.Spots = []diag.Spot{{At: at, Old: old, New: now}}
		}
		d.put(diag.New(code, at, append([]any{cited(cs[i].r)}, args...)...).With(r))
	}
	depth, words := 0, false
	for i, c := range cs {
		words = words || unicode.IsLetter(c.r) || unicode.IsNumber(c.r)
		depth = max(depth+nesting(c.r), 0)
		if c.kept || !strings.ContainsRune(endMarks, c.r) {
			continue
		}
		next := i + 1 // behind blanks and bars
		for next < len(cs) && headGap(cs[next].r) {
			next++
		}
		broken := slices.ContainsFunc(cs[i+1:next], func(c char) bool { return c.r == HintRune || c.r == JointRune })
		switch ends := next == len(cs); {
		case runeAt(cs, i-1) == c.r || runeAt(cs, i+1) == c.r: // typed twice, which is told
		case ends && (c.r == '。' || part.last && depth == 0), broken && c.r == '。' && depth == 0:
			tell(diag.HeadStop, i, 1, "")
		case !ends && depth == 0 && strings.ContainsRune(clauseMarks, c.r) && words && !digit(cs[next].r):
			tell(part.comma, i, next-i, part.joint, shownJoint(part.joint))
		}
	}
}

// shownJoint is what parts clauses as messages say it.
func shownJoint(s string) term {
	if s == "\u3000" {
		return term{"a wide blank (U+3000)", "全角空格"}
	}
	return term{cited(s).In(diag.English), cited(s).In(diag.Chinese)}
}

// barsOut writes the bars of a head as its source has them.
var barsOut = strings.NewReplacer(string(HintRune), "|", string(JointRune), "||")

// nesting is 1 for a mark that opens a quotation, a bracket or a title, -1 for one
// that closes it.
func nesting(r rune) int {
	for _, p := range pairedMarks {
		switch r {
		case p[0]:
			return 1
		case p[1]:
			return -1
		}
	}
	return 0
}

func headGap(r rune) bool { return blank(r) || r == '\u3000' || r == HintRune || r == JointRune }
