package intake_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/manuscript"
	_ "duikai/samples/draws" // the same draws every time
)

// day is the date of the editions here.
var day = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// fsOf is a folder as a file system, with normalizing turned off so that texts
// can be compared.
func fsOf(f intake.Folder) fstest.MapFS {
	m := make(fstest.MapFS)
	for _, file := range f.Files {
		data := file.Data
		if file.Path == "issue.yaml" {
			data = append(data, "style: {normalize: false}\n"...)
		}
		m[file.Path] = &fstest.MapFile{Data: data}
	}
	return m
}

func run(text string) intake.Text { return intake.Text{{Text: text}} }

// read is the text of a story's blocks as the loader gives them, one a line.
func read(s *manuscript.Story) string {
	var out []string
	for _, b := range s.Blocks {
		switch b := b.(type) {
		case *manuscript.Paragraph:
			out = append(out, b.Text.String())
		case *manuscript.Subhead:
			for _, l := range b.Lines {
				out = append(out, l.String())
			}
		case *manuscript.PullQuote:
			out = append(out, b.Text.String())
		case *manuscript.Verse:
			for _, l := range b.Lines {
				out = append(out, l.Text.String())
			}
		case *manuscript.Table:
			for _, row := range append([][]manuscript.Text{b.Head}, b.Rows...) {
				for _, c := range row {
					out = append(out, c.String())
				}
			}
		default:
			out = append(out, "?")
		}
	}
	return strings.Join(out, "\n")
}

// markupSigns are what texts are likely to trip the loader with.
var markupSigns = []string{"#", "##", "＃", "> ", ">>", "＞", "*", "**", "＊＊", "-", "- ", "---", "----", "——", "…", "===", "==", "__", "~~", "^2^", "~", "{", "}", "|", "｜", "{汉|hàn}", "[注](http://a.b)", "<b>", "<br>", "<!-- -->", "`", "```", "~~~", "&amp;", "&#65;", "\\", "1. ", "1．", "（一）", "①", "names:", "verse:", "verse：", "名单：", "标题：", "（下转第2版）", "上接第1版", "(转3版)", "　", " ", "  ", "：", ": ", "\"", "'", "@", "%", "!", "? ", ", ", "[", "]", "(", ")", "（", "）", "“", "”", "A", "b", "12", "中", "文", "港", "区", "。", "，", "+", "+ 5%", "=", "*长*", "李**", "版", "www.a.cn", "责编：", "·", "♦", "🙂", "é", "<", ">", "a@b.cn"}

func anyText(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(markupSigns), 1, 8).Draw(t, "text"), "")
}

// plain is what of a text must come through: blanks at its ends and runs of them
// are no text, and neither are blanks that the loader takes out.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u001f' || r == '\u001e' {
			return -1
		}
		return r
	}, s)
}

// TestTextComesThrough: whatever a text holds, the loader reads it back from the
// folder as it was, in every kind of block and in the head.
func TestTextComesThrough(t *testing.T) {
	kinds := []intake.BlockKind{intake.Paragraph, intake.Subhead, intake.RunIn, intake.Note, intake.Pull, intake.Verse}
	rapid.Check(t, func(t *rapid.T) {
		s := &intake.Story{Headline: []intake.Field{intake.Given("x", run("题"))}}
		s.Kicker = intake.Given("x", run(anyText(t)))
		s.Byline = intake.Given("x", run(anyText(t)))
		want := ""
		for range rapid.IntRange(1, 4).Draw(t, "blocks") {
			text := anyText(t)
			kind := rapid.SampledFrom(kinds).Draw(t, "kind")
			s.Body = append(s.Body, intake.Block{Kind: kind, Field: intake.Given("x", run(text))})
			want += text
		}
		e := &intake.Edition{Paper: "望汀日报", Date: day}
		e.Page(1).Stories = []*intake.Story{s}
		d := intake.Take([]intake.Lot{{Read: func() intake.Delivery { return intake.Delivery{Edition: e} }}})
		f, _ := d.Edition.Folder(d.Findings, intake.LayoutAuto)
		is, problems := manuscript.Load(fsOf(f))
		if is == nil || len(is.Stories) != 1 {
			t.Fatalf("not loaded: %v", problems)
		}
		got := is.Stories[0]
		if plain(read(got)) != plain(want) || plain(got.Kicker.String()) != plain(s.Kicker.Text.String()) || plain(got.Byline.String()) != plain(s.Byline.Text.String()) {
			t.Fatalf("written:\n%s\nread:\n%s\n%s | %s\n%v", f.Files[1].Data, read(got), got.Kicker.String(), got.Byline.String(), problems)
		}
		if problems.Has(diag.Error) {
			t.Fatalf("%s\n%v", f.Files[1].Data, problems)
		}
	})
}
