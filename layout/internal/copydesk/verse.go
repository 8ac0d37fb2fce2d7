package copydesk

import (
	"strings"
	"unicode/utf8"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/dump"
)

// What verse is: some lines in a row, none longer than a column is wide, few of which end as
// sentences do; or all of one length, as those of old poems.
const (
	leastVerse  = 4
	widestVerse = 20 // characters
	shareOpen   = 75 // percent of the lines that do not end a sentence
	mostEven    = 12 // characters of a line of an old poem, with its mark
	sureVerse   = 80
	sureStanzas = 90 // of verse of a stanza or more
	longVerse   = 8  // lines
	leastNames  = 4  // in a row
	longestName = 8  // characters, with a dot
)

// verses makes lines of verse of paragraphs that are such. What all of them are indented by
// is the site's way with paragraphs; what some have more is the poem's.
func (e *editing) verses() {
	body := e.s.Body
	for i := 0; i < len(body); i++ {
		n := 0
		for i+n < len(body) && verseLine(body[i+n]) {
			n++
		}
		if n >= leastVerse && poem(body[i:i+n]) {
			e.verse(body[i : i+n])
		}
		i += n
	}
}

// verseLine tells whether a block may be a line of verse.
func verseLine(b intake.Block) bool {
	text := b.Text.String()
	if b.Kind != intake.Paragraph || utf8.RuneCountInString(text) > widestVerse || dump.Dateline(text) || dump.Byline(text) || dump.Row(text) {
		return false
	}
	before, _, mark := strings.Cut(text, "。")
	return !strings.ContainsAny(text, "：:0123456789 \u3000") && !(mark && before+"。" != text)
}

// poem tells whether lines are verse together.
func poem(lines []intake.Block) bool {
	open, even := 0, true
	first := utf8.RuneCountInString(lines[0].Text.String())
	for _, b := range lines {
		text := b.Text.String()
		if !dump.Finished(text) {
			open++
		}
		even = even && utf8.RuneCountInString(text) == first
	}
	return open*100 >= len(lines)*shareOpen || even && first <= mostEven
}

func (e *editing) verse(lines []intake.Block) {
	sure := sureVerse
	if len(lines) >= longVerse {
		sure = sureStanzas
	}
	least := lines[0].Indent
	for _, b := range lines {
		least = min(least, b.Indent)
	}
	for k := range lines {
		b := &lines[k]
		b.Kind, b.Rule, b.Sure, b.Indent = intake.Verse, "short-lines", sure, b.Indent-least
		b.StanzaEnds = k+1 < len(lines) && lines[k+1].Apart
	}
	e.tell(diag.ImportGuess, lines[0].Text.At(), "short-lines", sure, lines[0].Text.String(), intake.Words{"verse from this line on", "自此行起的诗行"})
}

// names makes lists of names of paragraphs that are rows of names, with the label before
// them or without; beside one a row may be of few.
func (e *editing) names() {
	body := e.s.Body
	for i := range body {
		if label, rest := group(body[i]); label || rest != "" {
			beside := label && (i > 0 && body[i-1].Kind == intake.Names || i+1 < len(body) && full(body[i+1]))
			if full(body[i]) || beside && few(rest) {
				b := &body[i]
				b.Kind, b.Rule, b.Sure = intake.Names, "row-of-names", min(b.Sure, sureAuthor)
				e.tell(diag.ImportGuess, b.Text.At(), "row-of-names", b.Sure, b.Text.String(), intake.Words{"a list of names", "名单"})
			}
		}
	}
}

// group parts the label before names; a block that is no paragraph has neither.
func group(b intake.Block) (label bool, names string) {
	if b.Kind != intake.Paragraph {
		return false, ""
	}
	text := b.Text.String()
	at := strings.IndexAny(text, "：:")
	if at <= 0 {
		return false, text
	}
	_, size := utf8.DecodeRuneInString(text[at:])
	return true, text[at+size:]
}

// full tells whether a block is a row of names that nothing else can be.
func full(b intake.Block) bool {
	_, rest := group(b)
	parts := strings.Fields(rest)
	for _, p := range parts {
		if utf8.RuneCountInString(p) > longestName {
			return false
		}
	}
	return len(parts) >= leastNames && dump.Names(rest)
}

// few tells whether a text is words as short as names are, which beside a list of names
// are more of them.
func few(text string) bool {
	const least, most = 2, 4 // characters
	for _, p := range strings.Fields(text) {
		if n := utf8.RuneCountInString(p); (n < least || n > most) && !(strings.Contains(p, "·") && n <= longestName) || strings.ContainsAny(p, "，。；：！？0123456789") {
			return false
		}
	}
	return strings.TrimSpace(text) != ""
}
