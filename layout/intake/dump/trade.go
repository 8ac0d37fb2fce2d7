package dump

import (
	"time"

	"duikai/layout/intake"
)

// What newspapers write beside their texts is known here; readers of other
// sources ask for it.

// JumpLine reads a line that is nothing but a remark about a continuation; to
// tells that the rest stands elsewhere.
func JumpLine(s string) (j *intake.Jump, to, ok bool) { return jumpOf(s, jumpShape) }

// JumpTail finds a remark about a continuation at the end of a text, JumpLead at
// its head; at is where the text ends or begins.
func JumpTail(s string) (j *intake.Jump, to bool, at int) {
	if loc := jumpTail.FindStringIndex(s); loc != nil {
		j, to, _ = jumpOf(s[loc[0]:], jumpTail)
		return j, to, loc[0]
	}
	return nil, false, 0
}

// JumpLead is a remark about a continuation before the text that goes on.
func JumpLead(s string) (j *intake.Jump, to bool, at int) {
	if loc := jumpLead.FindStringIndex(s); loc != nil {
		j, to, _ = jumpOf(s[:loc[1]], jumpLead)
		return j, to, loc[1]
	}
	return nil, false, 0
}

// Byline tells whether a line is no more than who wrote it.
func Byline(s string) bool { return isByline(s) }

// Person tells whether a line is a name alone.
func Person(s string) bool { return personal(s) }

// Names tells whether a text is a row of names that blanks part.
func Names(s string) bool { return nameRow(s) }

// Row tells whether a line is one of a listing.
func Row(s string) bool { return entry(s) }

// Credit tells whether a line is the credit of a picture.
func Credit(s string) bool { return width(s) <= widestCredit && creditShape.MatchString(s) }

// Dateline tells whether a text opens as reports do: 本报讯.
func Dateline(s string) bool { return dateline.MatchString(s) }

// AuthorNote tells whether a line is a remark about the author or the source.
func AuthorNote(s string) bool {
	loc := noteShape.FindStringIndex(s)
	return loc != nil && loc[0] == 0 && width(s) <= widestNote
}

// Staff tells whether a line names the editors of the page or is its imprint.
func Staff(s string) bool {
	return width(s) <= widestRow && (staffShape.MatchString(s) || imprint.MatchString(s))
}

// Section tells whether a line is a head inside a text: 一、…
func Section(s string) bool {
	return sectionHead.MatchString(s) && !finished(s) && !sentence(s) && width(s) <= widestHead
}

// StandingColumn finds the standing column in brackets behind a head: where the
// brackets begin, and what stands between them; 0: there is none.
func StandingColumn(s string) (at, from, to int) {
	m := standingColumn.FindStringSubmatchIndex(s)
	if m == nil || noColumn.MatchString(s[m[2]:m[3]]) {
		return 0, 0, 0
	}
	return m[0], m[2], m[3]
}

// WideBlank finds the first blank that parts the clauses of a head; nil: there is
// none.
func WideBlank(s string) []int { return wideBlank.FindStringIndex(s) }

// LeadSigns is how many bytes of signs stand before a text: ■, ◆ and the like.
func LeadSigns(s string) int { return len(leadSigns.FindString(s)) }

// CreditTail finds the credit behind the words under a picture; from and to are
// equal where there is none.
func CreditTail(s string) (from, to int) {
	if m := creditTail.FindStringSubmatchIndex(s); m != nil {
		return m[2], m[3]
	}
	return 0, 0
}

// Finished tells whether a paragraph ends as sentences do.
func Finished(s string) bool { return finished(s) }

// Width is how wide a text is in ems.
func Width(s string) int { return width(s) }

// Number reads the number of a page in any writing: 3, ３, 三; 0: it is none.
func Number(s string) int { return number(s) }

// PathDate finds a day in a path, and the page that may stand behind it.
func PathDate(file string) (day time.Time, page int) { return pathDate(file) }

// Cut parts a text before byte i.
func Cut(t intake.Text, i int) (head, tail intake.Text) { return cut(t, i) }

// Trim takes blanks off the ends of a text.
func Trim(t intake.Text) intake.Text { return trimmed(t) }
