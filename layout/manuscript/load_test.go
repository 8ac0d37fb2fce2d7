package manuscript

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"duikai/layout/artwork"
	"duikai/layout/diag"
	"duikai/layout/geom"
	counted "duikai/samples/steps"
)

// folder makes an issue folder of pairs of a path and its contents.
func folder(files ...string) fstest.MapFS {
	fsys := make(fstest.MapFS)
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return fsys
}

// fakeProbe tells files by a word at their head, so that these tests need no
// pictures.
func fakeProbe(r io.ReaderAt, size int64) (artwork.Info, error) {
	b := make([]byte, min(size, 16))
	if _, err := r.ReadAt(b, 0); err != nil && err != io.EOF {
		return artwork.Info{}, err
	}
	switch string(b) {
	case "x", "jpeg":
		return artwork.Info{Format: artwork.JPEG, Width: 1200, Height: 800, Turn: 1, Model: artwork.RGB, Depth: 8}, nil
	case "pdf":
		return artwork.Info{Format: artwork.PDF, Pages: 1, Trim: geom.Size{W: 200 * geom.Pt, H: 100 * geom.Pt}}, nil
	case "broken":
		return artwork.Info{}, fmt.Errorf("%w: the frame is cut", artwork.ErrBroken)
	case "locked":
		return artwork.Info{}, artwork.ErrEncrypted
	}
	return artwork.Info{}, artwork.ErrUnknown
}

const (
	head   = "paper: 临江日报\ndate: 2026-11-23\n"
	page1  = "pages:\n- number: 1\n  slots:\n"
	slotA  = "  - {story: a, at: [1, 1], span: [2, 20]}\n"
	goodA  = "---\nheadline: 标题\n---\n正文。\n"
	sound  = head + page1 + slotA
	issueY = "issue.yaml"
	storyA = "stories/a.md"
)

func TestLoadSound(t *testing.T) {
	is, problems := Load(folder(issueY, sound, storyA, goodA))
	if is == nil || len(problems) > 0 {
		t.Fatalf("problems: %v", problems)
	}
	if is.Paper != "临江日报" || is.Date.Format(time.DateOnly) != "2026-11-23" || is.Format.Columns != 8 || !is.Style.Normalize {
		t.Errorf("issue: %+v", is)
	}
	s := is.Story("a")
	if s == nil || s.Headline[0].String() != "标题" || len(s.Blocks) != 1 {
		t.Fatalf("story: %+v", s)
	}
	if got := s.Blocks[0].(*Paragraph).Text[0].Src; got != (diag.Pos{File: storyA, Line: 4, Col: 1}) {
		t.Errorf("the text stands at %v", got)
	}
}

// brokenFolder is a folder with faults, and what an editor is told about it.
type brokenFolder struct {
	name  string
	files fstest.MapFS
	want  string // lines of "place code"
	none  bool   // no issue comes out
}

// longLine is a line of 10 MB.
var longLine = strings.Repeat("字", 10<<20/3)

// pic is a slot beside slotA that holds this.
func pic(what string) string { return "  - {" + what + ", at: [3, 1], span: [2, 20]}\n" }

// Broken folders by where their faults stand.
var (
	brokenFiles = []brokenFolder{ // files that cannot be read, and YAML that is none
		{"empty folder", folder(), "issue.yaml no-issue-file", true},
		{"issue.yaml is a folder", folder(issueY+"/x", ""), "issue.yaml unreadable", true},
		{"empty issue", folder(issueY, ""), "issue.yaml:1:1 wrong-type", true},
		{"only a comment", folder(issueY, "# nothing\n"), "issue.yaml:1:1 wrong-type", true},
		{"a list as issue", folder(issueY, "- a\n- b\n"), "issue.yaml:1:1 wrong-type", true},
		{"a word as issue", folder(issueY, "临江日报\n"), "issue.yaml:1:1 wrong-type", true},
		{"unclosed list", folder(issueY, head+"pages: [1, 2\nnumber: 3\n"), "issue.yaml:3:8 bad-yaml", true},
		{"unclosed quote", folder(issueY, "paper: \"临江\ndate: 2026-11-23\n"), "issue.yaml:1:1 missing-key\nissue.yaml:1:8 bad-yaml", true},
		{"two values on a line", folder(issueY, "paper: a: b\n"), "issue.yaml:1:1 missing-key\nissue.yaml:1:1 missing-key\nissue.yaml:1:8 bad-yaml", true},
		{"tab as indent", folder(issueY, "\tpaper: x\n"), "issue.yaml:1:1 bad-yaml\nissue.yaml:1:2 missing-key\nissue.yaml:1:2 missing-key", true},
		{"broken issue and broken story", folder(issueY, "a: [", storyA, "---\nx: [\n---\n"), "issue.yaml:1:1 missing-key\nissue.yaml:1:1 missing-key\nissue.yaml:1:1 missing-key\nissue.yaml:1:1 unknown-key\nissue.yaml:1:4 bad-yaml\n" +
			"stories/a.md:1:1 empty-story\nstories/a.md:1:1 unused-story\nstories/a.md:2:1 unknown-key\nstories/a.md:2:4 bad-yaml", true},
		{"Latin-1 issue", folder(issueY, "paper: caf\xe9\n"), "issue.yaml:1:11 not-utf8", true},
		{"UTF-16 issue", folder(issueY, "\xff\xfep\x00a\x00"), "issue.yaml:1:1 not-utf8", true},
		{"GBK story", folder(issueY, sound, storyA, "---\nheadline: 题\n---\n本\xb1\xbe\n"), "stories/a.md:4:2 not-utf8", false},
		{"lone surrogate", folder(issueY, sound, storyA, "好\xed\xa0\x80\n"), "stories/a.md:1:2 not-utf8", false},
		{"10 MB line", folder(issueY, sound, storyA, longLine), "stories/a.md too-large", false},
		{"long line", folder(issueY, sound, storyA, "短\n"+longLine[:maxLineBytes/3*3+3]), "stories/a.md:2:1 too-large", false},
		{"10 MB issue", folder(issueY, longLine), "issue.yaml too-large", true},
		{"long front matter", folder(issueY, sound, storyA, "---\n"+strings.Repeat("# 说明\n", 9000)+"---\n文\n"), "stories/a.md:1:1 too-large", false},
		{"deep brackets", folder(issueY, head+"pages: "+strings.Repeat("[", 60_000)), "issue.yaml:3:32 too-large", true},
		{"deep dashes", folder(issueY, head+"pages:\n"+strings.Repeat("- ", 500)), "issue.yaml:4:49 too-large", true},
		{"deep indent", folder(issueY, head+deepIndent(200)), "issue.yaml:50:49 too-large", true},
		{"aliases bomb", folder(issueY, "a: &a [x,x]\nb: &b [*a,*a]\n"+sound, storyA, goodA),
			"issue.yaml:1:1 unknown-key\nissue.yaml:1:4 yaml-feature\nissue.yaml:2:1 unknown-key\nissue.yaml:2:4 yaml-feature\nissue.yaml:2:8 yaml-feature\nissue.yaml:2:11 yaml-feature", false},
		{"merge key", folder(issueY, sound+"  <<: {name: x}\n", storyA, goodA), "issue.yaml:7:3 yaml-feature", false},
		{"anchors in braces", folder(issueY, strings.Replace(sound, "span: [2, 20]", "span: &s [2, 20]", 1), storyA, goodA), "issue.yaml:6:34 yaml-feature", false},
		{"tag", folder(issueY, sound+"number: !!int 3\n", storyA, goodA), "issue.yaml:7:9 yaml-feature", false},
		{"second document", folder(issueY, sound+"---\na: 1\n", storyA, goodA), "issue.yaml:8:1 yaml-feature", false},
	}
	brokenIssues = []brokenFolder{ // keys of an issue, its format and its style
		{"missing keys", folder(issueY, "number: 3\n"), "issue.yaml:1:1 missing-key\nissue.yaml:1:1 missing-key\nissue.yaml:1:1 missing-key", false},
		{"unknown key", folder(issueY, sound+"papers: x\n", storyA, goodA), "issue.yaml:7:1 unknown-key", false},
		{"unknown key in Chinese", folder(issueY, sound+"报名: x\n", storyA, goodA), "issue.yaml:7:1 unknown-key", false},
		{"duplicate key", folder(issueY, sound+"paper: x\n", storyA, goodA), "issue.yaml:7:1 duplicate-key", false},
		{"paper is a list", folder(issueY, "paper: [a]\ndate: 2026-11-23\n"+page1+slotA, storyA, goodA), "issue.yaml:1:8 wrong-type", false},
		{"no such date", folder(issueY, "paper: x\ndate: 2026-02-30\n"+page1+slotA, storyA, goodA), "issue.yaml:2:7 bad-value", false},
		{"date before all newspapers", folder(issueY, "paper: x\ndate: 1066-10-14\n"+page1+slotA, storyA, goodA), "issue.yaml:2:7 bad-value", false},
		{"number is a word", folder(issueY, sound+"number: 第三\n", storyA, goodA), "issue.yaml:7:9 wrong-type", false},
		{"number is quoted", folder(issueY, sound+"number: \"3\"\n", storyA, goodA), "issue.yaml:7:9 wrong-type", false},
		{"number is negative", folder(issueY, sound+"number: -3\n", storyA, goodA), "issue.yaml:7:9 bad-value", false},
		{"number overflows", folder(issueY, sound+"number: 99999999999999999999\n", storyA, goodA), "issue.yaml:7:9 wrong-type", false},
		{"unknown format", folder(issueY, sound+"format: berliner\n", storyA, goodA), "issue.yaml:7:9 bad-value", false},
		{"format without a unit", folder(issueY, sound+"format: {trim: [390, 545mm], columns: 6, chars: 17, rows: 100}\n", storyA, goodA), "issue.yaml:7:17 bad-value", false},
		{"format lacks keys", folder(issueY, sound+"format: {trim: [390mm, 545mm]}\n", storyA, goodA), "issue.yaml:7:9 missing-key", false},
		{"type area too large", folder(issueY, sound+"format: {trim: [200mm, 545mm], columns: 6, chars: 17, rows: 100}\n", storyA, goodA), "issue.yaml:7:9 bad-value", false},
		{"margins too large", folder(issueY, sound+"format: {trim: [390mm, 545mm], columns: 6, chars: 17, rows: 100, margins: [1in, 2in]}\n", storyA, goodA), "issue.yaml:7:9 bad-value", false},
		{"five margins", folder(issueY, sound+"format: {trim: [390mm, 545mm], columns: 6, chars: 17, rows: 100, margins: [1mm, 1mm, 1mm, 1mm, 1mm]}\n", storyA, goodA), "issue.yaml:7:75 wrong-type", false},
		{"size without a unit", folder(issueY, sound+"style: {body: {size: 9}}\n", storyA, goodA), "issue.yaml:7:22 bad-value", false},
		{"negative size", folder(issueY, sound+"style: {body: {size: -9pt}}\n", storyA, goodA), "issue.yaml:7:22 bad-value", false},
		{"size in em", folder(issueY, sound+"style: {body: {size: 1em}}\n", storyA, goodA), "issue.yaml:7:22 bad-value", false},
		{"leading below size", folder(issueY, sound+"style: {body: {size: 9pt, leading: 8pt}}\n", storyA, goodA), "issue.yaml:7:15 bad-value", false},
		{"infinite indent", folder(issueY, sound+"style: {body: {indent: .inf}}\n", storyA, goodA), "issue.yaml:7:24 bad-value", false},
		{"unknown role", folder(issueY, sound+"style: {body: {font: comic}}\n", storyA, goodA), "issue.yaml:7:22 bad-value", false},
		{"unknown level", folder(issueY, sound+"style: {break: hard}\n", storyA, goodA), "issue.yaml:7:16 bad-value", false},
		{"hanging and levels of CSS", folder(issueY, sound+"style: {hanging: true, break: css-loose}\n", storyA, goodA), "", false},
		{"gap too wide", folder(issueY, sound+"style: {latin-gap: 0.6em}\n", storyA, goodA), "issue.yaml:7:20 bad-value", false},
		{"gap in points too wide", folder(issueY, sound+"style: {latin-gap: 5pt}\n", storyA, goodA), "issue.yaml:7:20 bad-value", false},
		{"negative gap", folder(issueY, sound+"style: {latin-gap: -0.1em}\n", storyA, goodA), "issue.yaml:7:20 bad-value", false},
		{"gap is a flag", folder(issueY, sound+"style: {latin-gap: true}\n", storyA, goodA), "issue.yaml:7:20 bad-value", false},
		{"may and may not", folder(issueY, sound+"style: {may-start: ％—, not-start: —, may-end: '{', not-end: '{$'}\n", storyA, goodA), "issue.yaml:7:21 bad-value\nissue.yaml:7:48 bad-value", false},
		{"edges are a list", folder(issueY, sound+"style: {not-start: [a]}\n", storyA, goodA), "issue.yaml:7:20 wrong-type", false},
		{"edge is an accent", folder(issueY, sound+"style: {not-start: \"a\\u0301\\u200b\"}\n", storyA, goodA), "issue.yaml:7:22 bad-value\nissue.yaml:7:28 bad-value", false},
		{"too many edges", folder(issueY, sound+"style: {not-start: "+strings.Repeat("字", 300)+"}\n", storyA, goodA), "issue.yaml:7:20 too-large", false},
		{"flag is a word", folder(issueY, sound+"style: {hanging: yes}\n", storyA, goodA), "issue.yaml:7:18 wrong-type", false},
		{"missing font", folder(issueY, sound+"style: {fonts: {song: [fonts/a.ttf], kay: x.ttf}}\n", storyA, goodA), "issue.yaml:7:24 missing-font\nissue.yaml:7:38 unknown-key\nissue.yaml:7:43 missing-font", false},
		{"font outside", folder(issueY, sound+"style: {fonts: {song: ../a.ttf}}\n", storyA, goodA), "issue.yaml:7:23 path-leaves-folder", false},
	}
	brokenPages = []brokenFolder{ // pages, and where slots stand
		{"pages is a mapping", folder(issueY, head+"pages: {number: 1}\n"), "issue.yaml:3:8 wrong-type", false},
		{"no slots", folder(issueY, head+"pages:\n- number: 1\n"), "issue.yaml:4:3 empty-page", false},
		{"pages by number, no stories", folder(issueY, head+"pages: 2\n"), "issue.yaml:3:8 empty-page\nissue.yaml:3:8 empty-page", false},
		{"pages by number", folder(issueY, head+"pages: 2\n", storyA, goodA), "", false},
		{"pages by themselves", folder(issueY, head+"pages: auto\n", storyA, goodA), "", false},
		{"pages by themselves in Chinese", folder(issueY, head+"pages: 自动\n", storyA, goodA), "", false},
		{"no pages", folder(issueY, head+"pages: 0\n", storyA, goodA), "issue.yaml:3:8 bad-value\nstories/a.md:1:1 unused-story", false},
		{"a hundred pages", folder(issueY, head+"pages: 100\n", storyA, goodA), "issue.yaml:3:8 bad-value\nstories/a.md:1:1 unused-story", false},
		{"pages in words", folder(issueY, head+"pages: eight\n", storyA, goodA), "issue.yaml:3:8 wrong-type\nstories/a.md:1:1 unused-story", false},
		{"pool by itself", folder(issueY, head+"pages:\n- number: 1\n  pool: auto\n", storyA, goodA), "", false},
		{"pool that is no list", folder(issueY, head+"pages:\n- number: 1\n  pool: all\n", storyA, goodA), "issue.yaml:5:9 bad-value", false},
		{"pages of stories kept", folder(issueY, head+"pages:\n- number: 1\n  plan: keep\n", storyA, goodA), "issue.yaml:4:3 empty-page\nstories/a.md:1:1 unused-story", false},
		{"no slots on purpose", folder(issueY, head+"pages:\n- number: 1\n  slots: []\n", storyA, goodA), "issue.yaml:4:3 empty-page\nstories/a.md:1:1 unused-story", false},
		{"stories that stand nowhere need headlines", folder(issueY, head+"pages: 1\n", storyA, "---\nweight: 1\n---\n文\n"), "stories/a.md:1:1 no-headline", false},
		{"slots without value", folder(issueY, head+"pages:\n- number: 1\n  slots:\n"), "issue.yaml:4:3 empty-page", false},
		{"page twice", folder(issueY, sound+"- number: 1\n  slots:\n"+slotA, storyA, goodA), "issue.yaml:7:3 duplicate-page", false},
		{"page zero", folder(issueY, head+"pages:\n- number: 0\n  slots:\n"+slotA, storyA, goodA), "issue.yaml:4:11 bad-value", false},
		{"editors is a list", folder(issueY, sound+"  editors: [陈一]\n", storyA, goodA), "issue.yaml:7:12 wrong-type", false},
		{"too many pages", folder(issueY, head+"pages: ["+strings.Repeat("{},", 500)+"]\n"), "issue.yaml too-large\nissue.yaml:3:8 too-large\n...", false},
		{"missing story", folder(issueY, head+page1+"  - {story: harbor, at: [1, 1], span: [2, 20]}\n", "stories/harbour.md", "文"), "issue.yaml:6:13 missing-story\nstories/harbour.md:1:1 unused-story", false},
		{"no stories folder", folder(issueY, sound), "issue.yaml:6:13 missing-story", false},
		{"ids differ in case", folder(issueY, sound, storyA, goodA, "stories/A.MD", goodA), "issue.yaml:6:13 missing-story\nstories/A.MD:1:1 unused-story\nstories/a.md:1:1 duplicate-id", false},
		{"zero-size slot", folder(issueY, head+page1+"  - {story: a, at: [1, 1], span: [0, 20]}\n", storyA, goodA), "issue.yaml:6:34 slot-empty", false},
		{"negative slot", folder(issueY, head+page1+"  - {story: a, at: [1, 1], span: [2, -1]}\n", storyA, goodA), "issue.yaml:6:34 slot-empty", false},
		{"slot at zero", folder(issueY, head+page1+"  - {story: a, at: [0, 1], span: [2, 2]}\n", storyA, goodA), "issue.yaml:6:20 slot-outside-grid", false},
		{"slot too wide", folder(issueY, head+page1+"  - {story: a, at: [8, 1], span: [2, 20]}\n", storyA, goodA), "issue.yaml:6:34 slot-outside-grid", false},
		{"slot too high", folder(issueY, head+page1+"  - {story: a, at: [1, 120], span: [1, 2]}\n", storyA, goodA), "issue.yaml:6:36 slot-outside-grid", false},
		{"slots overlap", folder(issueY, sound+"  - {story: a, at: [2, 20], span: [1, 5]}\n", storyA, goodA), "issue.yaml:7:20 slot-overlap", false},
		{"span is huge", folder(issueY, head+page1+"  - {story: a, at: [1, 1], span: [2, 9999999]}\n", storyA, goodA), "issue.yaml:6:38 bad-value", false},
		{"at is one number", folder(issueY, head+page1+"  - {story: a, at: 1, span: [2, 20]}\n", storyA, goodA), "issue.yaml:6:20 wrong-type", false},
		{"at holds words", folder(issueY, head+page1+"  - {story: a, at: [一, 1], span: [2, 20]}\n", storyA, goodA), "issue.yaml:6:21 wrong-type", false},
		{"at missing on a page that is kept", folder(issueY, head+"pages:\n- number: 1\n  plan: keep\n  slots:\n  - {story: a, span: [2, 20]}\n", storyA, goodA), "issue.yaml:7:5 missing-key", false},
		{"span missing on a page that is kept", folder(issueY, head+"pages:\n- number: 1\n  plan: keep\n  slots:\n  - {story: a, at: [2, 20]}\n", storyA, goodA), "issue.yaml:7:5 missing-key", false},
		{"a width that is open beyond the grid", folder(issueY, head+page1+"  - {story: a, span: [9, null]}\n", storyA, goodA), "issue.yaml:6:22 slot-outside-grid", false},
		{"with a story of another page", folder(issueY, sound+"  - {picture: pictures/dam.jpg, with: b}\n", storyA, goodA), "issue.yaml:7:15 missing-picture\nissue.yaml:7:39 missing-story", false},
		{"a pool of nobody", folder(issueY, head+"pages:\n- number: 1\n  pool: [a, b]\n", storyA, goodA), "issue.yaml:5:13 missing-story", false},
		{"narrow columns", folder(issueY, head+page1+"  - {story: a, at: [1, 1], span: [2, 20], columns: 6}\n", storyA, goodA), "issue.yaml:6:52 narrow-column", false},
	}
	brokenContents = []brokenFolder{ // what stands in a slot
		{"empty slot", folder(issueY, head+page1+"  - {at: [1, 1], span: [2, 20]}\n"), "issue.yaml:4:3 empty-page\nissue.yaml:6:5 missing-key", false},
		{"story and picture", folder(issueY, head+page1+"  - {story: a, picture: p.jpg, at: [1, 1], span: [2, 20]}\n", storyA, goodA, "p.jpg", "x"),
			"issue.yaml:4:3 empty-page\nissue.yaml:6:5 bad-value\nstories/a.md:1:1 unused-story", false},
		{"bad box, head and tint", folder(issueY, head+page1+"  - {story: a, at: [1, 1], span: [2, 20], box: round, head: top, tint: 120%}\n", storyA, goodA), "issue.yaml:6:48 bad-value\nissue.yaml:6:61 bad-value\nissue.yaml:6:72 bad-value", false},
		{"missing picture", folder(issueY, sound+"  - {picture: pictures/dam.jpg, at: [3, 1], span: [2, 20]}\n", storyA, goodA), "issue.yaml:7:15 missing-picture", false},
		{"picture outside", folder(issueY, sound+"  - {picture: ../dam.jpg, at: [3, 1], span: [2, 20]}\n", storyA, goodA), "issue.yaml:7:15 path-leaves-folder", false},
		{"picture on a drive", folder(issueY, sound+"  - {picture: 'C:/dam.jpg', at: [3, 1], span: [2, 20]}\n", storyA, goodA), "issue.yaml:7:15 path-leaves-folder", false},
		{"absolute advertisement", folder(issueY, sound+"  - {ad: /etc/ad.pdf, at: [3, 1], span: [2, 20]}\n", storyA, goodA), "issue.yaml:7:10 path-leaves-folder", false},
		{"picture is a text", folder(issueY, sound+"  - {picture: a.txt, at: [3, 1], span: [2, 20]}\n", storyA, goodA), "issue.yaml:7:15 bad-value", false},
	}
	brokenStories = []brokenFolder{ // stories
		{"control character in the issue", folder(issueY, sound+"cn: CN\x07\n", storyA, goodA), "issue.yaml:7:7 control-character", false},
		{"escaped control character", folder(issueY, sound+"cn: \"CN\\x07\"\n", storyA, goodA), "issue.yaml:7:8 control-character", false},
		{"control characters in a story", folder(issueY, sound, storyA, "---\nheadline: a\x01b\n---\n正\x00文\x1f&#31;\n"), "stories/a.md:2:12 control-character\nstories/a.md:4:2 control-character\nstories/a.md:4:4 control-character\nstories/a.md:4:5 control-character", false},
		{"binary story", folder(issueY, sound, storyA, strings.Repeat("\x01", 1000)), "stories/a.md too-large\n...", false},
		{"empty story", folder(issueY, sound, storyA, ""), "stories/a.md:1:1 empty-story", false},
		{"story of spaces", folder(issueY, sound, storyA, "　　\n \n"), "stories/a.md:1:1 empty-story", false},
		{"lines of a word processor", folder(issueY, sound, storyA, "---\u2028headline: 题\u2028---\u2029正文\u2028"), "stories/a.md:1:1 no-front-matter", false},
		{"front matter not closed", folder(issueY, sound, storyA, "---\nheadline: 题\n正文\n"), "stories/a.md:1:1 no-front-matter", false},
		{"front matter is a list", folder(issueY, sound, storyA, "---\n- a\n---\n文\n"), "stories/a.md:2:1 wrong-type", false},
		{"unknown front key", folder(issueY, sound, storyA, "---\nheadlin: 题\n---\n文\n"), "stories/a.md:2:1 unknown-key", false},
		{"headline is a mapping", folder(issueY, sound, storyA, "---\nheadline: {a: b}\n---\n文\n"), "stories/a.md:2:11 wrong-type", false},
		{"from is a number", folder(issueY, sound, storyA, "---\nfrom: 1\n---\n文\n"), "stories/a.md:2:7 wrong-type", false},
		{"from lacks the page", folder(issueY, sound, storyA, "---\nfrom: {mark: 1}\n---\n文\n"), "stories/a.md:2:7 missing-key", false},
		{"weight zero", folder(issueY, sound, storyA, "---\nweight: 0\n---\n文\n"), "stories/a.md:2:9 bad-value", false},
		{"story picture missing", folder(issueY, sound, storyA, "---\npictures:\n- {file: p.jpg}\n---\n文\n"), "stories/a.md:3:10 missing-picture", false},
		{"markup of the web", folder(issueY, sound, storyA, "见[官网](https://a.cn/x)和`代码`、<b>粗</b>\n"), "stories/a.md:1:2 markup-not-set\nstories/a.md:1:23 markup-not-set\nstories/a.md:1:28 markup-not-set\nstories/a.md:1:32 markup-not-set", false},
		{"story is a folder", folder(issueY, sound, storyA+"/x", ""), "stories/a.md unreadable", false},
	}
	brokenReserves = []brokenFolder{ // what is named under reserve
		{"story of a page in the reserve", folder(issueY, "reserve: [a]\n"+sound, storyA, goodA), "issue.yaml:1:11 idle-key", false},
		{"reserve names a story twice", folder(issueY, "reserve: [b, b]\n"+sound, storyA, goodA, "stories/b.md", goodA), "issue.yaml:1:14 idle-key", false},
		{"reserve names a story of the pool", folder(issueY, "reserve: [b]\n"+sound+"  pool: [b]\n", storyA, goodA, "stories/b.md", goodA), "issue.yaml:1:11 idle-key", false},
		{"reserve names no story", folder(issueY, "reserve: [aa]\n"+sound, storyA, goodA), "issue.yaml:1:11 missing-story", false},
		{"reserve of one", folder(issueY, "reserve: [b]\n"+sound, storyA, goodA, "stories/b.md", goodA), "", false},
	}
	brokenFillers = []brokenFolder{ // what is named under fillers
		{"fillers of every kind", folder(issueY, "fillers: [p.pdf, q.jpg, {ad: r.pdf, span: [3, null]}, {picture: p.jpg, caption: 晨}, {pictures: [p.jpg, q.jpg]}, {notice: 节约用水, title: 公益}]\n"+sound,
			storyA, goodA, "p.pdf", "pdf", "r.pdf", "pdf", "p.jpg", "x", "q.jpg", "x"), "", false},
		{"story as a filler", folder(issueY, "fillers: [{story: b}]\n"+sound, storyA, goodA, "stories/b.md", goodA), "issue.yaml:1:19 bad-value\nstories/b.md:1:1 unused-story", false},
		{"nameplate as a filler", folder(issueY, "fillers: [{nameplate: across}]\n"+sound, storyA, goodA), "issue.yaml:1:23 bad-value", false},
		{"filler with a place", folder(issueY, "fillers: [{ad: p.pdf, at: [1, 1], span: [2, 9]}, {picture: p.jpg, below: a, with: a}]\n"+sound, storyA, goodA, "p.pdf", "pdf", "p.jpg", "x"),
			"issue.yaml:1:27 idle-key\nissue.yaml:1:74 idle-key\nissue.yaml:1:83 idle-key", false},
		{"filler wider than the page", folder(issueY, "fillers: [{ad: p.pdf, span: [9, null]}]\n"+sound, storyA, goodA, "p.pdf", "pdf"), "issue.yaml:1:29 slot-outside-grid", false},
		{"filler twice", folder(issueY, "fillers: [p.pdf, {ad: p.pdf}, {notice: 甲}, {notice: 甲}]\n"+sound, storyA, goodA, "p.pdf", "pdf"), "issue.yaml:1:18 idle-key\nissue.yaml:1:44 idle-key", false},
		{"filler that is missing", folder(issueY, "fillers: [p.jpg]\n"+sound, storyA, goodA), "issue.yaml:1:11 missing-picture", false},
		{"filler outside", folder(issueY, "fillers: [../p.pdf]\n"+sound, storyA, goodA), "issue.yaml:1:11 path-leaves-folder", false},
		{"filler of an ink and a text that are none", folder(issueY, "fillers: [{notice: 甲, ink: rd, text: x}]\n"+sound, storyA, goodA), "issue.yaml:1:28 bad-value\nissue.yaml:1:38 bad-value", false},
		{"a path for a list", folder(issueY, "fillers: p.pdf\n"+sound, storyA, goodA, "p.pdf", "pdf"), "issue.yaml:1:10 wrong-type", false},
		{"notice whose height is open, with a text", folder(issueY, "style: {text: {tiny: {size: 7pt}}}\n"+sound+"  - {notice: 甲, text: tiny}\n", storyA, goodA), "", false},
	}
	brokenPictures = []brokenFolder{ // pictures and groups
		{"PDF as a picture", folder(issueY, sound+pic("picture: p.pdf"), storyA, goodA, "p.pdf", "pdf"), "issue.yaml:7:15 bad-value", false},
		{"PDF in a group", folder(issueY, sound+pic("pictures: [p.jpg, {file: P.PDF}]"), storyA, goodA, "p.jpg", "x", "P.PDF", "pdf"), "issue.yaml:7:31 bad-value", false},
		{"PDF named like a picture", folder(issueY, sound+pic("picture: p.jpg"), storyA, goodA, "p.jpg", "pdf"), "issue.yaml:7:15 bad-picture", false},
		{"PDF as an advertisement", folder(issueY, sound+pic("ad: p.pdf"), storyA, goodA, "p.pdf", "pdf"), "", false},
		{"picture of nothing", folder(issueY, sound+pic("picture: p.jpg"), storyA, goodA, "p.jpg", ""), "issue.yaml:7:15 bad-picture", false},
		{"broken picture twice", folder(issueY, sound+pic("picture: p.jpg")+"  - {pictures: [p.jpg], at: [5, 1], span: [2, 20]}\n", storyA, goodA, "p.jpg", "broken"),
			"issue.yaml:7:15 bad-picture\nissue.yaml:8:17 bad-picture", false},
		{"locked advertisement", folder(issueY, sound+pic("ad: p.pdf"), storyA, goodA, "p.pdf", "locked"), "issue.yaml:7:10 bad-picture", false},
		{"bad picture in a story", folder(issueY, sound, storyA, "---\npictures: [{file: p.jpg}, {file: q.pdf}]\n---\n文\n", "p.jpg", "?", "q.pdf", "pdf"), "stories/a.md:2:19 bad-picture\nstories/a.md:2:34 bad-value", false},
		{"picture is a list", folder(issueY, sound+pic("picture: [p.jpg]"), storyA, goodA, "p.jpg", "x"), "issue.yaml:7:15 wrong-type", false},
		{"empty group", folder(issueY, sound+pic("pictures: []"), storyA, goodA), "issue.yaml:7:16 bad-value", false},
		{"group is a word", folder(issueY, sound+pic("pictures: p.jpg"), storyA, goodA, "p.jpg", "x"), "issue.yaml:7:16 wrong-type", false},
		{"group without files", folder(issueY, sound+pic("pictures: [{caption: 江}, [p.jpg]]"), storyA, goodA), "issue.yaml:7:17 missing-key\nissue.yaml:7:31 wrong-type", false},
		{"group of too many", folder(issueY, sound+pic("pictures: ["+strings.Repeat("p.jpg,", 60)+"]"), storyA, goodA, "p.jpg", "x"), "issue.yaml:7:16 too-large", false},
		{"span in a group", folder(issueY, sound+pic("pictures: [{file: p.jpg, span: 2}]"), storyA, goodA, "p.jpg", "x"), "issue.yaml:7:31 unknown-key", false},
		{"three contents", folder(issueY, sound+pic("digest: 导读, notice: 晴, nameplate: across"), storyA, goodA), "issue.yaml:7:5 bad-value", false},
		{"bad focus", folder(issueY, sound+pic("picture: p.jpg, focus: [50%, 130%]"), storyA, goodA, "p.jpg", "x"), "issue.yaml:7:35 bad-value", false},
		{"focus is a word", folder(issueY, sound+pic("picture: p.jpg, focus: top"), storyA, goodA, "p.jpg", "x"), "issue.yaml:7:29 wrong-type", false},
		{"focus is one number", folder(issueY, sound+pic("pictures: [{file: p.jpg, focus: [50%]}]"), storyA, goodA, "p.jpg", "x"), "issue.yaml:7:38 wrong-type", false},
		{"focus in points", folder(issueY, sound+pic("picture: p.jpg, focus: [5pt, 5pt]"), storyA, goodA, "p.jpg", "x"), "issue.yaml:7:30 wrong-type\nissue.yaml:7:35 wrong-type", false},
		{"keyline is a word", folder(issueY, sound+pic("picture: p.jpg, keyline: on"), storyA, goodA, "p.jpg", "x"), "issue.yaml:7:31 wrong-type", false},
	}
	brokenSlots = []brokenFolder{ // keys of slots by their kind
		{"idle keys of a story", folder(issueY, head+page1+"  - {story: a, at: [1, 1], span: [2, 20], caption: 江, credit: 周, focus: [1, 1], keyline: true, mark: true, title: 题, stories: [a]}\n", storyA, goodA),
			"issue.yaml:6:43 idle-key\nissue.yaml:6:55 idle-key\nissue.yaml:6:66 idle-key\nissue.yaml:6:81 idle-key\nissue.yaml:6:96 idle-key\nissue.yaml:6:108 idle-key\nissue.yaml:6:118 idle-key", false},
		{"idle keys of a picture", folder(issueY, sound+pic("picture: p.jpg, head: left, columns: 2, tint: 5%, head-span: 1, box: line"), storyA, goodA, "p.jpg", "x"),
			"issue.yaml:7:22 idle-key\nissue.yaml:7:34 idle-key\nissue.yaml:7:56 idle-key", false},
		{"idle keys of an advertisement", folder(issueY, sound+pic("ad: p.jpg, caption: 江, focus: [1, 1], box: line, keyline: true, mark: false"), storyA, goodA, "p.jpg", "x"),
			"issue.yaml:7:17 idle-key\nissue.yaml:7:29 idle-key\nissue.yaml:7:44 idle-key", false},
		{"idle keys of furniture", folder(issueY, sound+pic("nameplate: across, title: 题, mark: true"), storyA, goodA), "issue.yaml:7:25 idle-key\nissue.yaml:7:35 idle-key", false},
		{"idle title of a digest", folder(issueY, sound+pic("digest: 导读, title: 题"), storyA, goodA), "issue.yaml:7:18 idle-key", false},
		{"idle key without a value", folder(issueY, sound+pic("picture: p.jpg, head: ~"), storyA, goodA, "p.jpg", "x"), "", false},
		{"digest of a missing story", folder(issueY, sound+pic("digest: 导读, stories: [a, bb, a, [a]]"), storyA, goodA), "issue.yaml:7:31 missing-story\nissue.yaml:7:35 bad-value\nissue.yaml:7:38 wrong-type", false},
		{"digest of no story", folder(issueY, sound+pic("digest: 导读, stories: []"), storyA, goodA), "issue.yaml:7:27 bad-value", false},
		{"digest is a list", folder(issueY, sound+pic("digest: [a]"), storyA, goodA), "issue.yaml:7:14 wrong-type", false},
		{"long notice", folder(issueY, sound+pic("notice: ["+strings.Repeat("晴,", 200)+"]"), storyA, goodA), "issue.yaml:7:14 too-large", false},
		{"notice is a mapping", folder(issueY, sound+pic("notice: {天气: 晴}"), storyA, goodA), "issue.yaml:7:14 wrong-type", false},
		{"nameplate upward", folder(issueY, sound+pic("nameplate: up"), storyA, goodA), "issue.yaml:7:17 bad-value", false},
		{"two nameplates", folder(issueY, sound+pic("nameplate: across")+"  - {nameplate: vertical, at: [5, 1], span: [1, 20]}\n", storyA, goodA), "issue.yaml:8:17 bad-value", false},
		{"unknown frame", folder(issueY, sound+pic("notice: 晴, box: wavy"), storyA, goodA), "issue.yaml:7:22 bad-value", false},
		{"head over three of two columns", folder(issueY, head+page1+"  - {story: a, at: [1, 1], span: [2, 20], head-span: 3}\n", storyA, goodA), "issue.yaml:6:54 bad-value", false},
		{"head beyond the columns", folder(issueY, head+page1+"  - {story: a, at: [1, 1], span: [2, 20], columns: 4, head-span: [3, 3]}\n", storyA, goodA), "issue.yaml:6:66 bad-value", false},
		{"head before the columns", folder(issueY, head+page1+"  - {story: a, at: [1, 1], span: [2, 20], head-span: [0, 2]}\n", storyA, goodA), "issue.yaml:6:54 bad-value", false},
		{"head over no column", folder(issueY, head+page1+"  - {story: a, at: [1, 1], span: [2, 20], head-span: [1, 0]}\n", storyA, goodA), "issue.yaml:6:54 bad-value", false},
		{"head over minus columns", folder(issueY, head+page1+"  - {story: a, at: [1, 1], span: [2, 20], head-span: -1}\n", storyA, goodA), "issue.yaml:6:54 bad-value", false},
		{"head over a word", folder(issueY, head+page1+"  - {story: a, at: [1, 1], span: [2, 20], head-span: {a: 1}}\n", storyA, goodA), "issue.yaml:6:54 wrong-type", false},
		{"head at the left over columns", folder(issueY, head+page1+"  - {story: a, at: [1, 1], span: [2, 20], head: left, head-span: 9}\n", storyA, goodA), "issue.yaml:6:66 idle-key", false},
	}
	brokenFronts = []brokenFolder{ // keys of the front matter, the house style and tables
		{"deep initial", folder(issueY, sound, storyA, "---\ninitial: 6\n---\n文\n"), "stories/a.md:2:10 bad-value", false},
		{"initial of one line", folder(issueY, sound, storyA, "---\ninitial: 1\n---\n文\n"), "stories/a.md:2:10 bad-value", false},
		{"short is a list", folder(issueY, sound, storyA, "---\nshort: [a]\n---\n文\n"), "stories/a.md:2:8 wrong-type", false},
		{"summary is a mapping", folder(issueY, sound, storyA, "---\nsummary: {a: b}\n---\n文\n"), "stories/a.md:2:10 wrong-type", false},
		{"bad picture keys", folder(issueY, sound, storyA, "---\npictures:\n- {file: p.jpg, span: 0, rows: 0, place: middle, keyline: 1}\n---\n文\n", "p.jpg", "x"),
			"stories/a.md:3:23 bad-value\nstories/a.md:3:32 bad-value\nstories/a.md:3:42 bad-value\nstories/a.md:3:59 wrong-type", false},
		{"picture half a character wide", folder(issueY, sound, storyA, "---\npictures:\n- {file: p.jpg, width: 9.5em}\n- {file: p.jpg, width: 40mm}\n- {file: p.jpg, width: 2em}\n---\n文\n", "p.jpg", "x"),
			"stories/a.md:3:24 bad-value\nstories/a.md:4:24 bad-value\nstories/a.md:5:24 bad-value", false},
		{"picture of two widths", folder(issueY, sound, storyA, "---\npictures: [{file: p.jpg, width: 20em, span: 2}]\n---\n文\n", "p.jpg", "x"), "stories/a.md:2:45 idle-key", false},
		{"bad house style", folder(issueY, sound+"style: {header: none, separator: line, keyline: x, ad-mark: x, resolution: 20, nameplate: {align: right, ink: blue, picture: a.pdf}, caption: {font: x, size: 40pt, credit: start}}\n", storyA, goodA),
			"issue.yaml:7:17 bad-value\nissue.yaml:7:34 bad-value\nissue.yaml:7:49 wrong-type\nissue.yaml:7:61 wrong-type\nissue.yaml:7:76 bad-value\nissue.yaml:7:99 bad-value\nissue.yaml:7:111 bad-value\nissue.yaml:7:126 bad-value\nissue.yaml:7:150 bad-value\nissue.yaml:7:159 bad-value\nissue.yaml:7:173 bad-value", false},
		{"no such profile", folder(issueY, sound+"style: {icc: a.icc}\n", storyA, goodA), "issue.yaml:7:14 missing-profile", false},
		{"profile of another kind", folder(issueY, sound+"style: {icc: p.jpg}\n", storyA, goodA, "p.jpg", "x"), "issue.yaml:7:14 bad-value", false},
		{"condition in Chinese", folder(issueY, sound+"style: {condition: 新闻纸}\n", storyA, goodA), "issue.yaml:7:20 bad-value", false},
		{"long condition", folder(issueY, sound+"style: {condition: "+strings.Repeat("A", 101)+"}\n", storyA, goodA), "issue.yaml:7:20 too-large", false},
		{"spot ink of a black name", folder(issueY, sound+"style: {nameplate: {spot: DIC 156}}\n", storyA, goodA), "issue.yaml:7:27 idle-key", false},
		{"spot ink that is a process ink", folder(issueY, sound+"style: {nameplate: {ink: red, spot: Magenta}}\n", storyA, goodA), "issue.yaml:7:37 bad-value", false},
		{"spot ink without a name", folder(issueY, sound+"style: {nameplate: {ink: red, spot: \"\"}}\n", storyA, goodA), "issue.yaml:7:37 bad-value", false},
		{"nameplate picture missing", folder(issueY, sound+"style: {nameplate: {picture: a.png}}\n", storyA, goodA), "issue.yaml:7:30 missing-picture", false},
		{"table of too many rows", folder(issueY, sound, storyA, "|甲|\n|-|\n"+strings.Repeat("|一|\n", maxTableRows+1)), "stories/a.md:503:1 too-large", false},
		{"table rows of other lengths", folder(issueY, sound, storyA, "|甲|乙|\n|-|\n|一|\n|一|二|三|\n"), "stories/a.md:2:1 table-cells\nstories/a.md:3:1 table-cells\nstories/a.md:4:1 table-cells", false},
	}
)

// TestBrokenFolders holds what an editor is told about faulty folders. Each
// wanted line is PLACE CODE; all of them, and no other error or warning, must
// come out of one run.
func TestBrokenFolders(t *testing.T) {
	tests := slices.Concat(brokenFiles, brokenIssues, brokenPages, brokenContents, brokenStories, brokenReserves, brokenFillers, brokenPictures, brokenSlots, brokenFronts)
	if len(tests) < 170 {
		t.Fatalf("only %d folders", len(tests))
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			is, problems := load(tt.files, newGallery(fakeProbe), nil)
			if (is == nil) != tt.none {
				t.Errorf("issue: %v, want none: %v", is, tt.none)
			}
			var got []string
			for _, p := range problems {
				// Most of these stories have no headline, which is told of by the way.
				if p.Severity() > diag.Info && (p.Code != diag.NoHeadline || strings.Contains(tt.want, string(diag.NoHeadline))) {
					got = append(got, fmt.Sprintf("%s %s", p.Pos, p.Code))
				}
				for _, l := range []diag.Lang{diag.English, diag.Chinese} {
					if text := p.Format(l); strings.Contains(text, "%!") {
						t.Errorf("badly filled: %s", text)
					}
				}
			}
			want := strings.TrimSpace(tt.want)
			if some, ok := strings.CutSuffix(want, "\n..."); ok && len(got) > 0 {
				want, got = some, got[:min(len(got), strings.Count(some, "\n")+1)]
			}
			if g := strings.Join(got, "\n"); g != want {
				t.Errorf("got\n%s\nwant\n%s\nin full: %v", g, want, problems[:min(len(problems), 10)])
			}
		})
	}
}

// What a file is that is no text in UTF-8, as an editor is told it.
func TestEncodings(t *testing.T) {
	const gbk = "\xc1\xe8\xb3\xbf\xcb\xc4\xb5\xe3" // 凌晨四点
	for _, c := range []struct{ name, data, want string }{
		{"GBK", gbk + gbk, "GBK"},
		{"GBK behind UTF-8", "江面的雾还没有散" + gbk, "绝大部分是"},
		{"Latin-1 in UTF-8", "江面的雾还没有散，caf\xe9\n", "绝大部分是"},
		{"UTF-16", "\xff\xfe-\x00-\x00\n\x00\x4c\x6c", "UTF-16"},
		{"UTF-16 without a mark", "-\x00-\x00\n\x00\x4c\x6c\x62\x97\x84\x76\xfe\x96", "UTF-16"},
		{"UTF-16 of the other order", "\x00-\x00-\x00\n\x6c\x4c\x97\x62\x76\x84\x96\xfe", "UTF-16"},
		{"damaged", "abc\xff\x00\xfe\x01 d\x00", "已损坏"},
		{"a document", "PK\x03\x04\xff\xff\xff", "Word"},
	} {
		if got := encoding([]byte(c.data)); !strings.Contains(got.zh, c.want) {
			t.Errorf("%s: %s", c.name, got.zh)
		}
	}
}

func deepIndent(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%sk:\n", strings.Repeat(" ", i))
	}
	return b.String()
}

func TestUnknownKeySuggests(t *testing.T) {
	_, problems := Load(folder(issueY, sound, storyA, "---\nheadlin: 题\n---\n文\n"))
	if len(problems) != 1 || problems[0].Text(diag.English) != `unknown key "headlin" (→ "headline"?)` {
		t.Errorf("%v", problems)
	}
	if !strings.Contains(problems[0].Excerpt, "headlin") {
		t.Errorf("excerpt: %q", problems[0].Excerpt)
	}
}

func TestSeedIssue(t *testing.T) {
	dir := filepath.FromSlash("../../../shared/seed-issue")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the seed issue is not beside the checkout")
	}
	is, problems := Load(os.DirFS(dir))
	if is == nil || problems.Has(diag.Warning) {
		t.Fatalf("%v", problems)
	}
	if len(is.Stories) != 10 {
		t.Errorf("%d stories", len(is.Stories))
	}
	first := is.Story("brief-1").Blocks[0].(*Paragraph).Text.String()
	if want := "本报讯（何洁 徐亮亮）4月2日，巴陵石化召开"; !strings.HasPrefix(first, want) {
		t.Errorf("got %.60s, want %s", first, want)
	}
	checkPlaces(t, os.DirFS(dir), is, false)
}

// checkPlaces holds the promise of Span.Src: character i of a span stands at
// Src.Shift(i). With marks mended, only letters and Han are compared.
func checkPlaces(t testing.TB, fsys fs.FS, is *Issue, all bool) {
	t.Helper()
	for _, s := range is.Stories {
		each(s, textsIn(t, fsys, s.Src.File, all))
	}
	for _, p := range is.Pages {
		for _, s := range p.Slots {
			see := textsIn(t, fsys, issueY, all)
			for _, x := range append([]Text{s.Caption, s.Credit, s.Title}, s.Lines...) {
				see(x)
			}
			for _, pic := range s.Pictures {
				see(pic.Caption)
				see(pic.Credit)
			}
		}
	}
}

// textsIn gives a function that looks whether texts stand in a file.
func textsIn(t testing.TB, fsys fs.FS, name string, all bool) func(Text) {
	t.Helper()
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n")
	lines := strings.Split(text, "\n")
	stands := func(text string, src diag.Pos) {
		for k, r := range []rune(text) {
			at := src.Shift(k)
			line := []rune(lines[at.Line-1])
			if r == HintRune {
				r = '|'
			}
			if at.Col < 1 || at.Col > len(line) || line[at.Col-1] != r {
				if all || alnum(r) || han(r) {
					t.Errorf("%q is not at %v", r, at)
					return
				}
			}
		}
	}
	return func(x Text) {
		for _, span := range x {
			if !utf8.ValidString(span.Text) || span.Text == "" {
				t.Errorf("a bad span %q", span.Text)
			}
			if (span.Ruby == "") != (span.RubySrc == diag.Pos{}) {
				t.Errorf("ruby %q at %v", span.Ruby, span.RubySrc)
			}
			stands(span.Text, span.Src)
			stands(span.Ruby, span.RubySrc)
		}
	}
}

// each gives every text of a story to f.
func each(s *Story, f func(Text)) {
	all := func(ts []Text) {
		for _, t := range ts {
			f(t)
		}
	}
	all([]Text{s.Kicker, s.Byline, s.Column, s.Note, s.Short})
	all(s.Headline)
	all(s.Deck)
	all(s.Summary)
	for _, p := range s.Pictures {
		all([]Text{p.Caption, p.Credit})
	}
	for _, b := range s.Blocks {
		switch b := b.(type) {
		case *Paragraph:
			f(b.Text)
		case *Subhead:
			all(b.Lines)
		case *PullQuote:
			f(b.Text)
		case *NameList:
			for _, g := range b.Groups {
				all(append([]Text{g.Label}, g.Names...))
			}
		case *Verse:
			for _, l := range b.Lines {
				f(l.Text)
			}
		case *Table:
			f(b.Unit)
			all(b.Head)
			for _, r := range b.Rows {
				all(r)
			}
		}
	}
}

func TestPlacesOfYAML(t *testing.T) {
	story := "---\r\nkicker: '单''引'\r\nheadline: [一二, \"三四\"]\r\ndeck: |\r\n  第一行\r\n  第二行\r\nbyline: 折行 \r\n  之后\r\n---\r\n文\r\n"
	fsys := folder(issueY, sound+"style: {normalize: false}\n", storyA, story)
	is, problems := Load(fsys)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s := is.Story("a")
	if len(s.Deck) != 2 || s.Deck[1].String() != "第二行" || s.Deck[1][0].Src != (diag.Pos{File: storyA, Line: 6, Col: 3}) {
		t.Errorf("deck: %+v", s.Deck)
	}
	checkPlaces(t, fsys, is, true)
	is, _ = Load(folder(issueY, sound, storyA, "---\nheadline: \"\\u4e00二|三\"\n---\n文"))
	if h := is.Story("a").Headline[0]; h.String() != "一二\u001f三" || h[1].Src.Col != 18 {
		t.Errorf("headline: %+v", h)
	}
}

func TestWholeContract(t *testing.T) {
	issue := `paper: 临江日报
date: 2026-11-23
number: 10234
cn: CN43-0001
format: {trim: [390mm, 545mm], columns: 6, chars: 17, gutter: 5mm, rows: 106, margins: [10mm, 5mm], bleed: 3mm}
style:
  body: {font: song, size: 9pt, leading: 11.5pt, indent: 2em}
  break: strict
  punctuation: quanjiao
  hanging: false
  normalize: true
  fonts: {song: [fonts/house.ttf]}
pages:
  - number: 1
    name: 要闻
    editors: {责任编辑: 陈一, 版式: 李二}
    slots:
      - {story: harbour, at: [1, 9], span: [5, 46], columns: 4, box: double, tint: 8%, head: across}
`
	story := "---\nkicker: 港区改造一周年\nheadline: 老码头|的新汽笛\ndeck: [一, 二]\nbyline: 本报记者 张五 通讯员 赵六\ncolumn: 临江论坛\nnote: (作者系职工)\nweight: 1\nfrom: {page: 1, mark: 1}\nto: {page: 3}\n---\n文\n"
	is, problems := Load(folder(issueY, issue, "stories/harbour.md", story, "fonts/house.ttf", "x"))
	if problems.Has(diag.Warning) {
		t.Fatal(problems)
	}
	s, p, f := is.Stories[0], is.Pages[0], is.Format
	slot := p.Slots[0]
	got := fmt.Sprint(
		is.Number, is.CN, " ", f.Name, f.Columns, f.Chars, f.Rows, f.Gutter.Abs, *f.Margins, f.Bleed, " ",
		is.Style.Break, " ", is.Style.Punctuation, " ", is.Style.Fonts[0].Role, is.Style.Fonts[0].Files[0].Path, " ",
		p.Number, p.Name, p.Editors[0].Role, p.Editors[0].Name, p.Editors[1].Role, " ",
		slot.Columns, slot.Box == BoxDouble, slot.Tint, slot.Head == HeadAcross, " ",
		len(s.Deck), s.Column, s.Note, s.Byline, s.Weight, *s.From, s.To.Page)
	want := "10234 CN43-0001 custom6 17 106 14.173pt {28.346pt 14.173pt 28.346pt 14.173pt} 8.504pt strict quanjiao song fonts/house.ttf 1 要闻 责任编辑 陈一 版式 4 true 8 true 2 临江论坛 （作者系职工） 本报记者 张五 通讯员 赵六 1 {1 1 stories/harbour.md:9:7} 3"
	if squeeze(got) != squeeze(want) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// wholePage and wholeStory use every key of what a page may hold.
const (
	wholePage = head + `style:
  header: band
  nameplate: {picture: pictures/name.png, align: centre, ink: red}
  separator: wenwu
  caption: {font: hei, size: 8pt, credit: brackets}
  keyline: false
  ad-mark: false
  resolution: 200
pages:
  - number: 1
    slots:
      - {nameplate: vertical, at: [1, 1], span: [1, 10]}
      - {digest: 今日导读, stories: [a, b], at: [2, 1], span: [1, 10], box: ornament, tint: 5%}
      - {notice: "今天,多云 12℃", title: 天气, at: [3, 1], span: [1, 5]}
      - {notice: [一行, 二行], at: [3, 6], span: [1, 5], box: wenwu}
      - {story: a, at: [1, 11], span: [4, 20], columns: 3, head-span: 2}
      - {story: b, at: [5, 11], span: [4, 20], head-span: [2, 3]}
      - {picture: pictures/dam.jpg, at: [1, 40], span: [2, 10], caption: 坝, credit: 周四 摄, focus: [20%, 100], keyline: true}
      - {ad: pictures/ad.pdf, at: [3, 40], span: [2, 10], mark: true}
      - at: [5, 40]
        span: [4, 20]
        caption: 一组
        keyline: false
        pictures:
          - pictures/dam.jpg
          - {file: pictures/two.jpg, caption: 二, credit: 李三 摄, focus: [0, 0], keyline: true}
`
	wholeStory = `---
headline: 坝成
summary: [提要一行, 提要二行]
short: 坝成|了
initial: 3
pictures:
  - {file: pictures/dam.jpg, caption: 坝, width: 20em, rows: 12, place: between, focus: [10%, 90%], keyline: false}
  - {file: pictures/dam.jpg, span: 2, place: bottom-left}
---
文
`
)

// TestPress reads what an issue says of its press.
func TestPress(t *testing.T) {
	is, problems := load(folder(issueY, sound+"style: {icc: profiles/p.ICC, condition: CGATS TR 002, nameplate: {ink: red, spot: DIC 156专}}\n", storyA, goodA, "profiles/p.ICC", "x"), newGallery(fakeProbe), nil)
	if problems.Has(diag.Warning) {
		t.Fatal(problems)
	}
	st := is.Style
	if got := fmt.Sprint(st.ICC.Path, " ", st.ICC.Src, " ", st.Condition, ", ", st.Nameplate.Spot); got != "profiles/p.ICC issue.yaml:7:14 CGATS TR 002, DIC 156专" {
		t.Error(got)
	}
}

// TestWholePage reads every key of what a page may hold besides stories.
func TestWholePage(t *testing.T) {
	files := folder(issueY, wholePage, storyA, wholeStory, "stories/b.md", "# 题\n\n文\n", "pictures/name.png", "jpeg", "pictures/dam.jpg", "jpeg", "pictures/two.jpg", "x", "pictures/ad.pdf", "pdf")
	opened := 0
	is, problems := load(files, newGallery(func(r io.ReaderAt, size int64) (artwork.Info, error) {
		opened++
		return fakeProbe(r, size)
	}), nil)
	if problems.Has(diag.Warning) {
		t.Fatal(problems)
	}
	if opened != 4 {
		t.Errorf("four files are probed %d times", opened)
	}
	st := is.Style
	var got []string
	say := func(args ...any) { got = append(got, strings.TrimSpace(fmt.Sprintln(args...))) }
	shown := func(p Picture) string {
		return fmt.Sprint(p.File.Path, " ", int(p.File.Art.Format), " ", p.File.Art.Width, " ", p.Focus, p.Keyline, " ", p.Caption, " ", p.Credit)
	}
	say(headerNames.names[st.Header], separatorNames.names[st.Separator], st.Keyline, st.AdMark, st.Resolution, fmt.Sprint("{", st.Caption.Font.Name, " ", st.Caption.Size, " ", creditNames.names[st.Caption.Credit], "}"), st.Nameplate.Picture.Path, st.Nameplate.Picture.Art.Width, alignNames.names[ordinal(st.Nameplate.Centred)], inkNames.names[ordinal(st.Nameplate.Red)])
	for _, s := range is.Pages[0].Slots {
		say(s.Kind, s.Name(), s.Box, s.Tint, s.Vertical, s.Title, s.Lines, s.Caption, s.Credit, s.AdMark, s.HeadFrom, s.HeadCols)
		for _, r := range s.Digest {
			say(" ", r.ID, r.Src)
		}
		for _, p := range s.Pictures {
			say(" ", shown(p))
		}
	}
	s := is.Story("a")
	say(s.Summary, fmt.Sprintf("%q", s.Short.String()), s.Initial)
	for _, p := range s.Pictures {
		say(shown(p), p.Span, p.Width, p.Rows, p.Place)
	}
	want := strings.TrimSpace(`
band wenwu false false 200 {hei 8pt brackets} pictures/name.png 1200 centre red
nameplate nameplate 0 0 true  []   0 0 0
digest digest 5 5 false 今日导读 []   0 0 0
a issue.yaml:15:34
b issue.yaml:15:37
notice notice 0 0 false 天气 [今天，多云 12℃]   0 0 0
notice notice 4 0 false  [一行 二行]   0 0 0
story a 0 0 false  []   0 1 2
story b 0 0 false  []   0 2 3
picture pictures/dam.jpg 0 0 false  [] 坝 周四 摄 0 0 0
pictures/dam.jpg 1 1200 {20 100} 2
ad pictures/ad.pdf 0 0 false  []   2 0 0
pictures/ad.pdf 5 0 {50 50} 0
pictures pictures/dam.jpg 0 0 false  [] 一组  0 0 0
pictures/dam.jpg 1 1200 {50 50} 1
pictures/two.jpg 1 1200 {0 0} 2 二 李三 摄
[提要一行 提要二行] "坝成\x1f了" 3
pictures/dam.jpg 1 1200 {10 90} 1 坝  1 {0pt 20000} 12 7
pictures/dam.jpg 1 1200 {50 50} 0   2 {0pt 0} 0 4`)
	if g := strings.Join(got, "\n"); g != want {
		t.Errorf("got\n%s\nwant\n%s", g, want)
	}
	checkModel(t, is)
	checkPlaces(t, files, is, false)
	for _, x := range is.Pages[0].Slots[3].Lines {
		if x[0].Src.Line != 17 {
			t.Errorf("the notice stands at %v", x[0].Src)
		}
	}
}

// TestMissingPicturesAreNamed: a file that is not there or cannot be used
// leaves its path in the plan, and nothing about itself.
func TestMissingPicturesAreNamed(t *testing.T) {
	slots := "  - {picture: none.jpg, at: [3, 1], span: [1, 9]}\n  - {ad: broken.pdf, at: [4, 1], span: [1, 9]}\n  - {pictures: [none.png, good.png], at: [5, 1], span: [1, 9]}\n  - {picture: [x], at: [6, 1], span: [1, 9]}\n"
	is, problems := load(folder(issueY, sound+slots, storyA, goodA, "broken.pdf", "broken", "good.png", "jpeg"), newGallery(fakeProbe), nil)
	var got []string
	for _, s := range is.Pages[0].Slots {
		for _, p := range s.Pictures {
			got = append(got, fmt.Sprint(s.Name(), " ", p.File.Path, " ", p.File.Art != artwork.Info{}))
		}
	}
	if g, want := strings.Join(got, "\n"), "none.jpg none.jpg false\nbroken.pdf broken.pdf false\nnone.png none.png false\nnone.png good.png true"; g != want {
		t.Errorf("got\n%s\nwant\n%s", g, want)
	}
	got = nil
	for _, p := range problems {
		got = append(got, p.Format(diag.Chinese), "  "+p.Text(diag.English))
	}
	want := `issue.yaml:7:15: 错误: 没有图片 "none.jpg" [missing-picture]
  there is no picture "none.jpg"
issue.yaml:8:10: 错误: 图片 "broken.pdf" 无法使用：文件已损坏，请重新索取 [bad-picture]
  the picture "broken.pdf" cannot be used: the file is damaged (the frame is cut): ask for it again
issue.yaml:9:17: 错误: 没有图片 "none.png" [missing-picture]
  there is no picture "none.png"
issue.yaml:10:15: 错误: picture 应为文件路径 [wrong-type]
  picture must be the path of a file`
	if g := strings.Join(got, "\n"); g != want {
		t.Errorf("got\n%s\nwant\n%s", g, want)
	}
}

// TestRealPictures runs what looks at files in earnest: whatever it makes of
// them, nothing but a sound file has Art.
func TestRealPictures(t *testing.T) {
	is, problems := Load(folder(issueY, sound+"  - {picture: p.png, at: [3, 1], span: [1, 9]}\n", storyA, goodA, "p.png", "no picture"))
	if p := is.Pages[0].Slots[1].Pictures[0]; p.File.Art != (artwork.Info{}) || len(problems) != 1 || problems[0].Code != diag.BadPicture {
		t.Errorf("%+v %v", p, problems)
	}
	if want := "不是 JPEG、PNG、TIFF、WebP、HEIC、AVIF、GIF、BMP 或 PDF 文件"; !strings.Contains(problems[0].Text(diag.Chinese), want) {
		t.Errorf("%v", problems[0].Text(diag.Chinese))
	}
}

// noReaderAt is a file system whose files can only be read from the front, and
// say that they are of some size.
type noReaderAt struct {
	fs.FS
	size int64 // 0: their own
}

type frontFile struct {
	fs.File
	size int64
}

type sizedInfo struct {
	fs.FileInfo
	size int64
}

func (i sizedInfo) Size() int64 { return i.size }

func (f frontFile) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	if err == nil && f.size > 0 {
		info = sizedInfo{info, f.size}
	}
	return info, err
}

func (n noReaderAt) Open(name string) (fs.File, error) {
	f, err := n.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".png") {
		return f, err
	}
	return frontFile{f, n.size}, nil
}

func TestPicturesWithoutReaderAt(t *testing.T) {
	files := folder(issueY, sound+"  - {picture: p.png, at: [3, 1], span: [1, 9]}\n", storyA, goodA, "p.png", "jpeg")
	is, problems := load(noReaderAt{FS: files}, newGallery(fakeProbe), nil)
	if len(problems) > 0 || is.Pages[0].Slots[1].Pictures[0].File.Art.Width != 1200 {
		t.Errorf("%v", problems)
	}
	_, problems = load(noReaderAt{files, maxPictureBytes + 1}, newGallery(fakeProbe), nil)
	if len(problems) != 1 || problems[0].Format(diag.Chinese) != "issue.yaml:7:15: 错误: 图片「p.png」过大：209715201，上限 209715200 [too-large]" {
		t.Errorf("%v", problems)
	}
	_, problems = load(locked{files, "p.png"}, newGallery(fakeProbe), nil)
	if len(problems) != 1 || problems[0].String() != `issue.yaml:7:15: error: the picture "p.png" cannot be used: permission denied [bad-picture]` {
		t.Errorf("%v", problems)
	}
}

// TestKindNames: the keys that say what a slot holds are those of the model, in
// its order, and every key is known to serve some kind.
func TestKindNames(t *testing.T) {
	if len(kindNames) != len(slotTerms) {
		t.Errorf("%d names, %d terms", len(kindNames), len(slotTerms))
	}
	for i, k := range contentKeys() {
		if k.name != kindNames[i] {
			t.Errorf("content key %d is %s, the model says %s", i, k.name, kindNames[i])
		}
	}
	idle := 0
	for _, k := range slotKeys() {
		if servedKinds(k.name) != nil {
			idle++
		}
	}
	if idle != len(slotKeys())-len(kindNames)-4 { // at, below, right-of and span serve all
		t.Errorf("%d of %d keys serve some kinds only", idle, len(slotKeys()))
	}
}

// squeeze drops spaces, of which fmt.Sprint makes no rule.
func squeeze(s string) string { return strings.ReplaceAll(s, " ", "") }

func TestMargins(t *testing.T) {
	for in, want := range map[string]geom.Inset{
		"[1pt]":                {Top: geom.Pt, Right: geom.Pt, Bottom: geom.Pt, Left: geom.Pt},
		"[1pt, 2pt]":           {Top: geom.Pt, Right: 2 * geom.Pt, Bottom: geom.Pt, Left: 2 * geom.Pt},
		"[1pt, 2pt, 3pt]":      {Top: geom.Pt, Right: 2 * geom.Pt, Bottom: 3 * geom.Pt, Left: 2 * geom.Pt},
		"[1pt, 2pt, 3pt, 4pt]": {Top: geom.Pt, Right: 2 * geom.Pt, Bottom: 3 * geom.Pt, Left: 4 * geom.Pt},
		"{top: 1pt, right: 2pt, bottom: 3pt, left: 4pt}": {Top: geom.Pt, Right: 2 * geom.Pt, Bottom: 3 * geom.Pt, Left: 4 * geom.Pt},
	} {
		format := "format: {trim: [390mm, 545mm], columns: 6, chars: 17, rows: 100, margins: " + in + "}\n"
		is, problems := Load(folder(issueY, sound+format, storyA, goodA))
		if len(problems) > 0 || *is.Format.Margins != want {
			t.Errorf("%s: %v %v", in, is.Format.Margins, problems)
		}
	}
}

// TestHouseFormatsFit: the formats of the house stand on their sheets.
func TestHouseFormatsFit(t *testing.T) {
	for _, f := range []Format{broadsheet(), tabloid()} {
		area := f.TypeArea(houseStyle().Body)
		if area.W >= f.Trim.W || area.H >= f.Trim.H {
			t.Errorf("%s: %v on %v", f.Name, area, f.Trim)
		}
	}
}

func TestUnsoundSlotsLeave(t *testing.T) {
	bad := "  - {story: a, at: [8, 1], span: [2, 20]}\n  - {story: a, at: [1, 50], span: [0, 20]}\n  - {story: a, at: 5, span: [1, 20]}\n"
	is, _ := Load(folder(issueY, sound+bad, storyA, goodA))
	if n := len(is.Pages[0].Slots); n != 1 {
		t.Errorf("%d slots", n)
	}
}

func TestNormalizeOff(t *testing.T) {
	is, problems := Load(folder(issueY, sound+"style: {normalize: false}\n", storyA, "# 题\n\n　　中,文\n"))
	if len(problems) > 0 || is.Story("a").Blocks[0].(*Paragraph).Text.String() != "　　中,文" {
		t.Errorf("%v", problems)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(sound), []byte(goodA))
	f.Add([]byte("a: &a [*a]\n"), []byte("---\nheadline: [\"a\\x\", |\n x]\n---\n> * a\n\n***b*c**\n"))
	f.Add([]byte("? [a]\n: {b: - c}\n"), []byte("- `` ` \n1. [a](b)<!-- x\n|a|\n|--|\n```\n&#0;"))
	f.Add([]byte(sound+"  - {pictures: [a.jpg, {file: b.jpg, focus: [5%, 9]}], at: [3, 1], span: [2, 9], keyline: false}\n  - {notice: [a, b], title: c, at: [5, 1], span: [2, 9]}\n"),
		[]byte("---\nsummary: [a, b]\nshort: c\ninitial: 3\npictures: [{file: a.jpg, width: 9em, place: between}]\n---\n### a\n### b\n|a|{b|c}|\n|:-|-:|\n|d|e|f|\n|g|\n>> h\n>>\n>> i"))
	f.Add([]byte(sound+"  - {digest: a, stories: [a, b], at: [3, 1], span: [2, 9]}\n  - {nameplate: vertical, at: [5, 1], span: [2, 9]}\n"), []byte("|--|--|\n|a\\|b|\n> |a|\n> |-|\n>>> c\n## d\n"))
	f.Fuzz(func(t *testing.T, issue, story []byte) {
		is, problems := Load(folder(issueY, string(issue), storyA, string(story)))
		if is == nil && !problems.Has(diag.Error) {
			t.Error("no issue and no word why")
		}
		checkModel(t, is)
	})
}

// checkModel holds what make-up relies on, whatever the folder holds.
func checkModel(t interface {
	Helper()
	Errorf(string, ...any)
}, is *Issue) {
	t.Helper()
	if is == nil {
		return
	}
	for _, p := range is.Pages {
		nameplates := 0
		for _, s := range p.Slots {
			shown := map[Kind]bool{PictureSlot: true, GroupSlot: true, AdSlot: true}[s.Kind]
			if named := slices.ContainsFunc(s.Pictures, func(p Picture) bool { return p.File.Path != "" }); named != shown {
				t.Errorf("a slot of kind %v names pictures: %v", s.Kind, named)
			}
			columns := s.Columns
			if columns == 0 {
				columns = s.Cols
			}
			if s.HeadFrom < 0 || s.HeadCols < 0 || s.HeadFrom+s.HeadCols-1 > columns || (s.HeadFrom > 0) != (s.HeadCols > 0) {
				t.Errorf("a head from %d over %d of %d columns", s.HeadFrom, s.HeadCols, columns)
			}
			for _, r := range s.Digest {
				if is.Story(r.ID) == nil {
					t.Errorf("the digest names %q", r.ID)
				}
			}
			if s.Kind == NameplateSlot {
				nameplates++
			}
		}
		if nameplates > 1 {
			t.Errorf("%d nameplates", nameplates)
		}
	}
	for _, s := range is.Stories {
		each(s, func(x Text) {
			for _, span := range x {
				if span.Text == "" || span.Src.Line < 1 || span.Src.Col < 1 {
					t.Errorf("a bad span %+v", span)
				}
			}
		})
		for i, b := range s.Blocks {
			switch b := b.(type) {
			case *Table:
				for _, r := range append([][]Text{b.Head}, b.Rows...) {
					if r != nil && len(r) != len(b.Align) {
						t.Errorf("a row of %d cells in a table of %d", len(r), len(b.Align))
					}
				}
				if b.Head == nil && len(b.Rows) == 0 || len(b.Align) > maxTableColumns || len(b.Rows) > maxTableRows {
					t.Errorf("a table of %d columns and %d rows", len(b.Align), len(b.Rows))
				}
			case *PullQuote:
				if len(b.Text) == 0 || b.Src.Line == 0 {
					t.Errorf("an empty pull quote at %v", b.Src)
				}
			case *Subhead:
				if len(b.Lines) == 0 || slices.ContainsFunc(b.Lines, func(l Text) bool { return len(l) == 0 }) {
					t.Errorf("an empty subhead")
				}
				if b.RunIn {
					if p, ok := s.Blocks[min(i+1, len(s.Blocks)-1)].(*Paragraph); !ok || p.Quote || len(b.Lines) > 1 {
						t.Errorf("a subhead that opens no paragraph runs in")
					}
				}
			}
		}
	}
}

// hostileStories and hostileIssues are what is slow to read, many times over,
// where reading takes time in the square of the length.
var (
	hostileStories = []string{"[", "*a ", "a* ", "a**b", "***", "`", "` `` ", "<!--", "<a ", "![", "](", "](aaaa", "> ", ">>>\n", "&", "\\", "- ", "- a\n", "1. a\n", "|a\n", "(", "\"", "'", "“", "《", "， ", "字 ", "... ", "==", "==a", "== a", "__a==b~~", "====", "{", "|", "}", "{a|", "{a|b}", "{字|zì ", "~~a", "\\=", "~~~\n", "# ", "# a\n", "a@a.", "http://", "．９", "\n", "\u3000", "*字 字* ", "|", "|-", "|a|\n|-|\n", "|-|\n|a|\n", "|a|b\n", "{a|", ">>", ">> a\n", ">>\n>> a\n", "### a\n", "### a\n## b\n", "a|-", "|" + strings.Repeat("|", 30) + "\n"}
	hostileIssues  = []string{"k: v\n", "- v\n", "\"a\" ", "a, ", "a:", "&a ", "*a ", "!a ", "? ", "a b ", "\t", "'", "[]", "{}", "#\n", "a: |\n x\n", "<<: a\n", "k: &a [*a]\n", "---\n", "%a\n"}
)

// many is a piece so often that it fills about n bytes, in lines that are not
// too long.
func many(piece string, n int) string {
	n /= len(piece)
	var b strings.Builder
	for b.Len() < n*len(piece) {
		b.WriteString(strings.Repeat(piece, max(min(n, maxLineBytes/2/len(piece)), 1)))
		b.WriteByte('\n')
	}
	return b.String()
}

// loadHostile reads every hostile story and issue, of about so many bytes each.
func loadHostile(story, issue int) {
	for _, piece := range hostileStories {
		Load(folder(issueY, sound, storyA, many(piece, story)))
	}
	for _, piece := range hostileIssues {
		for _, head := range []string{"", "a: ", "pages: [", "pages: {"} {
			Load(folder(issueY, head+many(piece, issue)))
		}
	}
}

// TestHostile: files made to be slow are read or refused, large as they are.
func TestHostile(t *testing.T) { loadHostile(maxStoryBytes/8, maxIssueBytes/8) }

// TestHostileLinear: three times the length is three times the steps, ours and
// those of the readers of Markdown and YAML.
func TestHostileLinear(t *testing.T) {
	counted.Linear(t, "TestHostileSteps", 10_000, "duikai/layout/manuscript", "github.com/yuin/goldmark/...", "github.com/goccy/go-yaml/...")
}

// TestHostileSteps is what TestHostileLinear counts.
func TestHostileSteps(t *testing.T) {
	if n := counted.Size(); n > 0 {
		loadHostile(n, n)
	}
}

func TestHouseRules(t *testing.T) {
	style := "style: {not-start: '、 ％％', not-end: ￥, may-start: —…, may-end: '“', latin-gap: 0.25em, hanging: true, break: css-normal}\n"
	is, problems := Load(folder(issueY, sound+style, storyA, goodA))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	st := is.Style
	got := fmt.Sprint(st.NotStart, st.NotEnd, st.MayStart, st.MayEnd, st.LatinGap.Ems, st.Hanging, st.Break)
	if want := "、％￥—…“250 true css-normal"; squeeze(got) != squeeze(want) {
		t.Errorf("got %s, want %s", got, want)
	}
	// Marks of the rules are what is written: nothing mends them. A gap may be
	// given in points, and counts against the size of the body.
	is, problems = Load(folder(issueY, sound+"style: {not-start: ',.', latin-gap: 4pt, body: {size: 8pt, leading: 10pt}}\n", storyA, goodA))
	if len(problems) > 0 || is.Style.NotStart != ",." || is.Style.LatinGap.Abs != 4*geom.Pt {
		t.Errorf("%v %+v", problems, is.Style)
	}
	is, _ = Load(folder(issueY, sound, storyA, goodA))
	if is.Style.LatinGap != (geom.Measure{}) || is.Style.NotStart != "" {
		t.Errorf("defaults: %+v", is.Style)
	}
}

// TestMessagesInBothLanguages holds how arguments of every kind read.
func TestMessagesInBothLanguages(t *testing.T) {
	issue := "paper: [a]\ndate: 今天\nnumber: x\nformat: {trim: 3, columns: 0}\npages:\n- number: 1\n  slots:\n  - {story: harbur, at: [1], span: [2, 20], tint: x%}\n" +
		"style: {break: hard, latin-gap: 2em, not-start: a, may-start: a, body: {size: 1em}}\nnam: &a x\n"
	story := "中国ＧＤＰ，(甲)--乙...\"丙\"，“丁“戊””\u200b，己　庚辛壬癸子丑寅，100~150，马克•吐温<b>[a](b.cn)\x01\n"
	_, problems := Load(folder(issueY, issue, "stories/harbour.md", story, "stories/bad.md", "---\nx: [\n---\n> |a|\n> |--|\n\n|a|b|\n|--|\n|c|d|e|\n`b`\n"))
	var got []string
	for _, p := range problems {
		got = append(got, p.Format(diag.Chinese), "  "+p.Text(diag.English))
	}
	want := strings.TrimSpace(`
issue.yaml:1:8: 错误: paper 应为文字：请写 'a' [wrong-type]
  paper must be a text: write 'a'
issue.yaml:2:7: 错误: date："今天" 不是形如 2026-11-23 的日期 [bad-value]
  date: "今天" is not a date such as 2026-11-23
issue.yaml:3:9: 错误: number 应为整数 [wrong-type]
  number must be a whole number
issue.yaml:4:16: 错误: trim 应为两个长度 [宽, 高] [wrong-type]
  trim must be two lengths [width, height]
issue.yaml:4:28: 错误: columns：0 不在 1 至 100 之间 [bad-value]
  columns: 0 is not between 1 and 100
issue.yaml:8:13: 错误: 没有稿件 "harbur" (→ "harbour"?) [missing-story]
  there is no story "harbur" (→ "harbour"?)
issue.yaml:8:25: 错误: at 应为两个整数 [栏, 行] [wrong-type]
  at must be two whole numbers [column, row]
issue.yaml:8:51: 错误: tint 应为整数 [wrong-type]
  tint must be a whole number
issue.yaml:9:16: 错误: break："hard" 不属于 none（无） | basic（基本） | gb（国标） | strict（严格） | css-strict（CSS严格） | css-normal（CSS一般） | css-loose（CSS宽松） [bad-value]
  break: "hard" is none of none | basic | gb | strict | css-strict | css-normal | css-loose
issue.yaml:9:33: 错误: latin-gap：2em 不在 0em 至 0.5em 之间 [bad-value]
  latin-gap: 2em is not between 0em and 0.5em
issue.yaml:9:63: 错误: may-start："a" 也在 not-start 中 [bad-value]
  may-start: "a" stands in not-start too
issue.yaml:9:79: 错误: size：此处不能用 em，请用 pt、mm、cm 或 in [bad-value]
  size: em has no size here: write pt, mm, cm or in
issue.yaml:10:1: 错误: 未知的键 "nam" [unknown-key]
  unknown key "nam"
issue.yaml:10:6: 错误: 稿件中不能使用锚点（&） [yaml-feature]
  anchors (&) have no place in a manuscript
stories/bad.md:1:1: 警告: 2 篇稿件（bad、harbour）没有上版 [unused-story]
  2 stories (bad, harbour) stand on no page
stories/bad.md:2:1: 错误: 未知的键 "x" [unknown-key]
  unknown key "x"
stories/bad.md:2:4: 错误: YAML 语法错误：括号「[」没有配对：请在内容末尾补上 ] [bad-yaml]
  this is not valid YAML: the bracket [ is never closed: write ] behind what it holds
stories/bad.md:5:3: 警告: 表格 按普通文字排出：分隔行应在表头之下，格数相同 [markup-not-set]
  a table is set as plain text: its rule stands under its head and has as many parts
stories/bad.md:8:1: 警告: 表格此行有 1 格，表头有 2 格 [table-cells]
  this row of the table has 1 cells, its head has 2
stories/bad.md:9:1: 警告: 表格此行有 3 格，表头有 2 格 [table-cells]
  this row of the table has 3 cells, its head has 2
stories/bad.md:10:1: 警告: 代码 按普通文字排出：请删去代码标记 [markup-not-set]
  code is set as plain text: take its marks out
stories/harbour.md:1:3: 提示: 全半角：「ＧＤＰ」 改为 「GDP」 [normalized]
  width: "ＧＤＰ" becomes "GDP"
stories/harbour.md:1:7: 提示: 括号：「(」 改为 「（」 [normalized]
  bracket: "(" becomes "（"
stories/harbour.md:1:9: 提示: 括号：「)」 改为 「）」 [normalized]
  bracket: ")" becomes "）"
stories/harbour.md:1:10: 提示: 破折号：「--」 改为 「——」 [normalized]
  dash: "--" becomes "——"
stories/harbour.md:1:13: 提示: 省略号：「...」 改为 「……」 [normalized]
  ellipsis: "..." becomes "……"
stories/harbour.md:1:16: 提示: 引号：「"」 改为 「“」 [normalized]
  quote: '"' becomes "“"
stories/harbour.md:1:18: 提示: 引号：「"」 改为 「”」 [normalized]
  quote: '"' becomes "”"
stories/harbour.md:1:22: 提示: 内外引号：「“」 改为 「‘」 [normalized]
  inner quote: "“" becomes "‘"
stories/harbour.md:1:24: 提示: 内外引号：「”」 改为 「’」 [normalized]
  inner quote: "”" becomes "’"
stories/harbour.md:1:26: 提示: 不可见字符：「\u200b」 改为 空 [normalized]
  invisible: "\u200b" becomes nothing
stories/harbour.md:1:41: 提示: 连接号：「~」 改为 「～」 [normalized]
  range: "~" becomes "～"
stories/harbour.md:1:48: 提示: 间隔号：「•」 改为 「·」 [normalized]
  dot: "•" becomes "·"
stories/harbour.md:1:51: 警告: HTML 标签 <b> 按普通文字排出：请删去；加粗写 **…**，楷体写 *…*，换行写 <br> [markup-not-set]
  the HTML <b> is set as plain text: take it out; **…** is bold, *…* is 楷体, <br> a new line
stories/harbour.md:1:54: 警告: 链接 b.cn 按普通文字排出：要印网址，请直接写出 [markup-not-set]
  the link b.cn is set as plain text: an address that is to be printed is written out
stories/harbour.md:1:63: 错误: 控制字符 U+0001 无法印刷 [control-character]
  the control character U+0001 cannot be printed
`)
	if g := strings.Join(got, "\n"); g != want {
		t.Errorf("got\n%s\nwant\n%s", g, want)
	}
}

// TestDates: a day that is written otherwise is told with the right value, and
// no other word is taken for one.
func TestDates(t *testing.T) {
	for in, want := range map[string]string{
		"2026年11月23日": "2026-11-23", "2026年1月5日": "2026-01-05", "2026/11/23": "2026-11-23", "2026.1.5": "2026-01-05", "2026-1-5": "2026-01-05",
		"20261123": "2026-11-23", "２０２６年１１月２３日": "2026-11-23", "二〇二六年十一月二十三日": "2026-11-23", "二○二六年十月十日": "2026-10-10",
		"一八七二年四月三十日": "1872-04-30", "2026 年 11 月 23 日": "2026-11-23", "2026年11月23号": "2026-11-23",
	} {
		_, problems := Load(folder("issue.yaml", "paper: x\ndate: "+in+"\n"+page1+slotA, "stories/a.md", goodA))
		if got := problems[0]; got.Code != diag.BadValue || !strings.HasSuffix(got.Text(diag.English), "; write "+want) || !strings.HasSuffix(got.Text(diag.Chinese), "请写作 "+want) {
			t.Errorf("%s: %v", in, problems)
		}
	}
	for in, want := range map[string]string{
		"2026年2月30日": "is no day of the calendar", "20261301": "is no day of the calendar", "昨天": "is not a date such as", "11月23日": "is not a date such as",
		"11/12/2026": "is not a date such as", "1599-12-31": "is not between 1600 and 2100", "2101-01-01": "is not between 1600 and 2100",
	} {
		_, problems := Load(folder("issue.yaml", "paper: x\ndate: "+in+"\n"+page1+slotA, "stories/a.md", goodA))
		if got := problems[0].Text(diag.English); !strings.Contains(got, want) {
			t.Errorf("%s: %s", in, got)
		}
	}
	for _, in := range []string{"1600-01-01", "1872-04-30", "1899-12-31", "2100-12-31"} {
		is, problems := Load(folder("issue.yaml", "paper: x\ndate: "+in+"\n"+page1+slotA, "stories/a.md", goodA))
		if problems.Has(diag.Error) || is.Date.Format(time.DateOnly) != in {
			t.Errorf("%s: %v", in, problems)
		}
	}
}

// TestSpareStories: many stories without a slot are one line.
func TestSpareStories(t *testing.T) {
	files := []string{"issue.yaml", head + page1 + slotA, "stories/a.md", goodA}
	for i := range 50 {
		files = append(files, fmt.Sprintf("stories/spare-%02d.md", i), goodA)
	}
	_, problems := Load(folder(files...))
	if len(problems) != 1 || problems[0].Code != diag.UnusedStory || !strings.Contains(problems[0].Text(diag.English), "50 stories (spare-00, spare-01, ") {
		t.Error(problems)
	}
}
