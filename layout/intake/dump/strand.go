package dump

import (
	"strings"
	"unicode/utf8"

	"duikai/layout/intake"
)

// strand is a piece of a line of the source: what stands between blanks.
type strand struct {
	line
	row      int  // of those that are not empty: large type takes several
	from, to int  // in places of the line: a character is one, or two where the program counted so
	white    int  // blanks before it, behind another
	loose    bool // it is one: it may be more of the strand before
	glued    bool // and looks like that
}

// Programs count places differently: by characters (poppler), by half ems.
func one(rune) int          { return 1 }
func halfWidths(r rune) int { return halfWidth(string(r)) }

// strands cuts the lines of a text at blanks.
func strands(d *intake.Decoded, places func(rune) int) [][]strand {
	var out [][]strand
	at, n := 0, 0
	for l := range strings.SplitSeq(d.Text, "\n") {
		if r := cutLine(d, l, at, n, places); len(r) > 0 { // type of a head takes some lines
			for k := range r {
				r[k].row = len(out)
			}
			out = append(out, r)
		}
		at += len(l) + 1
		n++
	}
	return out
}

// cutLine cuts a line, which begins at a byte of the text, at blanks that do not part
// Latin words.
func cutLine(d *intake.Decoded, l string, at, n int, places func(rune) int) (out []strand) {
	column, from, begin, white := 0, -1, 0, 0
	end, edge := 0, 0
	flush := func(loose bool) {
		if from < 0 {
			return
		}
		s := strand{from: begin, to: edge, line: line{n: n, runs: intake.Text{d.Run(at+from, at+end)}, text: l[from:end]}}
		if k := len(out) - 1; k >= 0 {
			s.white = begin - out[k].to
			s.loose = loose
			s.glued = loose && joint(out[k].text+" "+s.text) == 0
		}
		out = append(out, s)
	}
	loose := false // what is under way
	for i, r := range l {
		if strings.ContainsRune(blanks, r) {
			white++
			if r == '\u3000' {
				white++
			}
		} else {
			if from < 0 || white > 0 && (white > 1 || max(r, lastRune(l[from:end])) >= 0x2000) {
				flush(loose)
				from, begin, loose = i, column, white == 1
			}
			white, end = 0, i+utf8.RuneLen(r)
			if r == utf8.RuneError {
				end = min(i+len(string(r)), len(l))
			}
			edge = column + places(r)
		}
		column += places(r)
	}
	flush(loose)
	return together(out)
}

// together puts strands together that are certainly one: a byline, a row of names, what
// follows a time, and characters that stand apart.
func together(r []strand) (out []strand) {
	const least, narrow = 3, 16 // single characters; places of a narrow column
	for i := 0; i < len(r); {
		j, whole := i+1, r[i]
		for j < len(r) && r[j].loose {
			whole = whole.with(r[j])
			j++
		}
		if j > i+1 && (isByline(whole.text) || personal(whole.text) || entry(whole.text)) {
			out, i = append(out, whole), j
			continue
		}
		whole, j = r[i], i+1
		if single(r[i].text) {
			gap := 0
			for j < len(r) && single(r[j].text) && (gap == 0 || abs(r[j].white-gap) <= 1) {
				whole, gap = whole.with(r[j]), r[j].white
				j++
			}
			if j-i < least {
				whole, j = r[i], i+1
			}
			whole.line = closed(whole.line)
		}
		for j < len(r) && r[j].loose && strings.Count(whole.text, "（") > strings.Count(whole.text, "）") && r[j].to-whole.from <= narrow {
			whole = whole.with(r[j])
			j++
		}
		for j < len(r) && r[j].loose && (endsInTime.MatchString(whole.text) || dateline.FindString(whole.text) == whole.text && strings.ContainsRune("（(", firstRune(r[j].text))) {
			whole = whole.with(r[j])
			j++
		}
		out, i = append(out, whole), j
	}
	return out
}

// endsInTime ends in a time of the day, which opens an entry.
var endsInTime = lazily(`(?:^|\D)[0-9]{1,2}[:：][0-9]{2}$`)

// single tells whether a text is one wide character.
func single(s string) bool {
	return firstRune(s) >= 0x2000 && len(s) == len(string(firstRune(s)))
}

// with is a strand with the one that a blank parts from it.
func (s strand) with(x strand) strand {
	l := x.behindBlank()
	s.text += l.text
	s.runs = append(append(intake.Text{}, s.runs...), l.runs...)
	s.to = x.to
	return s
}
