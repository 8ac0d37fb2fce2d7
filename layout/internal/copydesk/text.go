package copydesk

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/dump"
	"duikai/layout/internal/markup"
)

// Plain puts a stretch of plain text into a story, a paragraph a line. Where
// most lines are indented, one that is not goes on with a line that has no end.
func Plain(s *intake.Story, d *intake.Decoded, from, to int) []intake.Finding {
	var found []intake.Finding
	indented, lines := 0, 0
	for l := range strings.SplitSeq(d.Text[from:to], "\n") {
		if strings.Trim(l, markup.Blanks) != "" {
			lines++
			if white(l) > 0 {
				indented++
			}
		}
	}
	wrapped := lines > 1 && indented > 0 && indented < lines
	at, open := from, false // open: the last paragraph began as text does
	apart := false
	for l := range strings.SplitSeq(d.Text[from:to], "\n") {
		text := strings.Trim(l, markup.Blanks)
		begin := at + len(l) - len(strings.TrimLeft(l, markup.Blanks))
		at += len(l) + 1
		if text == "" {
			apart = len(s.Body) > 0
			continue
		}
		run := d.Run(begin, begin+len(text))
		if n := len(s.Body); wrapped && open && n > 0 && white(l) == 0 && s.Body[n-1].Kind == intake.Paragraph {
			b := &s.Body[n-1]
			if last := b.Text.String(); !dump.Finished(last) {
				found = append(found, intake.Find(diag.ImportJoined, run.At, tail(last), firstOf(text)).Because("line-goes-on", sureBlank).Of(s))
				b.Text = append(b.Text, run)
				continue
			}
		}
		Paragraph(s, intake.Text{run})
		b := &s.Body[len(s.Body)-1]
		b.Indent, b.Apart, apart = white(l), apart, false
		open = b.Indent > 0
	}
	return found
}

// white is how many ems of blanks a line begins with.
func white(l string) int {
	half := 0
	for _, r := range l[:len(l)-len(strings.TrimLeft(l, markup.Blanks))] {
		half++
		if r == '\u3000' || r == '\t' {
			half++
		}
	}
	return half / 2
}

func tail(s string) string {
	const shown = 6 // characters
	if r := []rune(s); len(r) > shown {
		return string(r[len(r)-shown:])
	}
	return s
}

// Paragraph adds a paragraph, or a head inside the text where it has the shape
// of one.
func Paragraph(s *intake.Story, t intake.Text) {
	f := intake.Given("line", t)
	kind := intake.Paragraph
	if len(s.Body) > 0 && dump.Section(t.String()) {
		kind, f.Rule, f.Sure = intake.Subhead, "numbered-line", sureBlank
	}
	s.Body = append(s.Body, intake.Block{Kind: kind, Field: f})
}

var (
	adItem    = regexp.MustCompile(`^(?:(?:公益|商业|整版|分类)?广告\d*|.{0,6}广告)$`)
	staffItem = regexp.MustCompile(`^(?:本版)?(?:责任编辑|责编|编辑|美编|校对|值班编委)[\s:：/／]*[\p{Han}\s:：/／、]*$`)
)

// Furniture tells what an item is by its title, where it is no story; nil where
// it may be one.
func Furniture(title string) *intake.Words {
	switch {
	case adItem.MatchString(title):
		return &intake.Words{"an advertisement", "广告"}
	case staffItem.MatchString(title):
		return &intake.Words{"the editors of the page", "版面编辑"}
	}
	return nil
}

// Said is what a story that is left out says, as findings quote it.
func Said(title string, s *intake.Story) string {
	for _, b := range s.Body {
		if t := b.Text.String(); t != "" {
			title += " " + t
		}
		for _, row := range b.Rows {
			for _, c := range row {
				title += " " + c.String()
			}
		}
	}
	return intake.Shortened(strings.TrimSpace(title))
}

// Pieces puts paragraphs, heads and tables of a web page into a story; what they
// show is left to picture, which may be nil.
func Pieces(s *intake.Story, pieces []markup.Piece, picture func(*markup.Node)) {
	for _, p := range pieces {
		switch p.Kind {
		case markup.Image:
			if picture != nil {
				picture(p.Node)
			}
		case markup.Table:
			s.Body = append(s.Body, intake.Block{Kind: intake.Table, Rows: p.Rows, Merged: p.Merged, Field: intake.Given("table", nil)})
		case markup.Rule:
			s.Body = append(s.Body, intake.Block{Kind: intake.Pause, Field: intake.Given("hr", nil)})
		case markup.Head:
			s.Body = append(s.Body, intake.Block{Kind: intake.Subhead, Field: intake.Given("heading", p.Text)})
		default:
			Paragraph(s, p.Text)
			b := &s.Body[len(s.Body)-1]
			b.Indent, b.Apart = p.Indent(), p.Apart
		}
	}
}

// Picture takes the picture that an img of a story's text shows; its alt is the
// caption where it reads as one.
func Picture(s *intake.Story, src *intake.Source, d *intake.Decoded, file string, n *markup.Node) []intake.Finding {
	at := d.Place(n.From, n.To)
	p, why := src.Shown(file, markup.Lazy(n), at)
	if p == nil {
		why.At.To = why.At.From // of its words nothing is told here
		return []intake.Finding{why.Of(s)}
	}
	if alt := n.Attr("alt"); CaptionWords(alt) {
		Caption(p, intake.Text{{Text: alt, At: at}}, "alt")
	}
	s.Pictures = append(s.Pictures, p)
	return nil
}

// CaptionWords tells whether the alt of a picture reads as a caption: sites fill
// it with names of files and of stories.
func CaptionWords(s string) bool {
	const least = 6 // characters
	return utf8.RuneCountInString(s) > least && strings.ContainsAny(s, "，。、")
}
