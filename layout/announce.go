package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"duikai/layout/cjk"
	"duikai/layout/manuscript"
)

// # What announces what follows
//
// Some paragraphs are heads in all but their look: the question of an interview
// (提问), the caption over a table (表题), the sentence with a colon before a list or
// a poem. No column ends behind their last line, nor with a single line of what they
// announce below it, as none does behind a subhead.

// announces tells of every block of a story whether it belongs to the one behind it.
func announces(blocks []manuscript.Block) []bool {
	out := make([]bool, len(blocks))
	turns := map[string]int{} // how often each speaks
	for _, b := range blocks {
		if p, ok := b.(*manuscript.Paragraph); ok {
			turns[speaker(p.Text)]++
		}
	}
	for i := range max(len(blocks)-1, 0) {
		p, ok := blocks[i].(*manuscript.Paragraph)
		if !ok || p.Quote {
			continue
		}
		switch next := blocks[i+1].(type) {
		case *manuscript.Table:
			out[i] = captions(p) || endsWith(p.Text, "：:")
		case *manuscript.NameList, *manuscript.Verse:
			out[i] = endsWith(p.Text, "：:")
		case *manuscript.Paragraph:
			out[i] = !next.Quote && !next.Goes && asks(p.Text, next.Text, turns)
		}
	}
	return out
}

// longestCaption is how many characters a caption over a table may have: two lines of
// a basic column.
const longestCaption = 26

// captions tells whether a paragraph before a table is its caption: all of it is in
// 黑, or it begins with the table's number (表1、附表二).
func captions(p *manuscript.Paragraph) bool {
	n := length(p.Text)
	if n == 0 || n > longestCaption {
		return false
	}
	if boldOpening(p.Text) == n {
		return true
	}
	rest, ok := strings.CutPrefix(strings.TrimPrefix(p.Text.String(), "附"), "表")
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(rest, unicode.IsSpace))
	return ok && (unicode.IsDigit(first) || strings.ContainsRune("一二三四五六七八九十", first))
}

// asks tells whether a paragraph is a question that the next one answers: it is in 黑
// and asks, and the next is not; or both open with who speaks, another each, and it
// ends with a question mark or is the reporter's. Letters that open with their writers
// are no interview: there nobody speaks twice.
func asks(t, next manuscript.Text, turns map[string]int) bool {
	query := endsWith(t, "？?")
	if n := length(t); query && n > 0 && boldOpening(t) == n {
		return boldOpening(next) < length(next)
	}
	who, answers := speaker(t), speaker(next)
	if who == "" || answers == "" || who == answers {
		return false
	}
	return askers[who] || query && (turns[who] > 1 || turns[answers] > 1)
}

// askers are who asks in an interview, even where no question mark follows.
var askers = map[string]bool{"记者": true, "本报记者": true, "问": true, "Q": true, "主持人": true}

// longestSpeaker is how many characters the name before a speech may have: 望汀日报记者.
const longestSpeaker = 8

// speaker is who opens a paragraph of an interview: words in 黑 that a colon ends or
// follows, or 问 and 答 in any face; empty where nobody does.
func speaker(t manuscript.Text) string {
	if len(t) == 0 {
		return ""
	}
	bold := boldOpening(t)
	if bold == 0 && !strings.HasPrefix(t[0].Text, "问") && !strings.HasPrefix(t[0].Text, "答") {
		return ""
	}
	s := t.String()
	at := strings.IndexAny(s, "：:")
	if at <= 0 {
		return ""
	}
	who := strings.TrimSpace(s[:at])
	if n := utf8.RuneCountInString(who); n > longestSpeaker || bold < n && who != "问" && who != "答" {
		return ""
	}
	return who
}

// boldOpening is how many characters the words in 黑 have that open a text, as far as
// no ruby stands over them.
func boldOpening(t manuscript.Text) (n int) {
	for _, s := range t {
		if s.Style&manuscript.Bold == 0 || s.Ruby != "" {
			break
		}
		n += utf8.RuneCountInString(s.Text)
	}
	return n
}

// endsWith tells whether one of some marks ends a text, before what closes with it.
func endsWith(t manuscript.Text, marks string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(t.String(), func(r rune) bool {
		return unicode.IsSpace(r) || cjk.ClassOf(r) == cjk.Closer
	}))
	return strings.ContainsRune(marks, last)
}
