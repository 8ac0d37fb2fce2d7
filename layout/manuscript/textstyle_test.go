package manuscript

import (
	"fmt"
	"strings"
	"testing"

	"duikai/layout/diag"
	"duikai/layout/geom"
)

// TestTextStyles: what is wrong with a text style is told at its place, with
// the value that would be right.
func TestTextStyles(t *testing.T) {
	styles := func(s string) string { return sound + "style: {text: " + s + "}\n" }
	uses := func(name string) string {
		return strings.Replace(styles("{notice: {size: 7pt}, tv: {size: 7.5pt}}"), "20]}", "20], text: "+name+"}", 1)
	}
	for _, tt := range []struct{ name, issue, story, want, says string }{
		{"every key", styles("{notice: {font: song, size: 7pt, leading: 8.5pt, indent: 0, align: justify, columns: 10, hang: 2.5em, subhead: bar, label: reversed}}"), goodA, "", ""},
		{"in Chinese", styles("{启事: {font: 宋体, align: 居中, subhead: 黑条, label: 反白}}"), goodA, "", ""},
		{"nothing given", styles("{notice: {}}"), goodA, "", ""},
		{"no mapping", styles("notice"), goodA, "issue.yaml:7:15 wrong-type", "{notice: {size: 7pt}}"},
		{"unknown key", styles("{notice: {sise: 7pt}}"), goodA, "issue.yaml:7:25 unknown-key", `"size"`},
		{"too small", styles("{notice: {size: 4.5pt}}"), goodA, "issue.yaml:7:31 bad-value", "4.5pt is not between 5pt and 24pt"},
		{"too large", styles("{notice: {size: 25pt}}"), goodA, "issue.yaml:7:31 bad-value", "between 5pt and 24pt"},
		{"no unit", styles("{notice: {size: 7}}"), goodA, "issue.yaml:7:31 bad-value", "no unit"},
		{"em has no size", styles("{notice: {size: 1em}}"), goodA, "issue.yaml:7:31 bad-value", "write pt"},
		{"lines overlap", styles("{notice: {size: 7pt, leading: 6pt}}"), goodA, "issue.yaml:7:45 bad-value", "write 7pt or more"},
		{"American spelling", styles("{notice: {align: center}}"), goodA, "issue.yaml:7:32 bad-value", `"centre"`},
		{"justified", styles("{notice: {align: jusitfy}}"), goodA, "issue.yaml:7:32 bad-value", `"justify"`},
		{"no columns", styles("{notice: {columns: 0}}"), goodA, "issue.yaml:7:34 bad-value", "between 1 and 30"},
		{"hang of centred lines", styles("{notice: {align: centre, hang: 2em}}"), goodA, "issue.yaml:7:46 idle-key", "hang"},
		{"cells", styles("{notice: {cell: 1.5em}}"), goodA, "", ""},
		{"cells narrower than their characters", styles("{notice: {size: 12pt, cell: 11pt}}"), goodA, "issue.yaml:7:43 bad-value", "write 1em to 4em"},
		{"cells too wide", styles("{notice: {cell: 5em}}"), goodA, "issue.yaml:7:31 bad-value", "write 1em to 4em"},
		{"hang on cells", styles("{notice: {cell: 2em, hang: 2em}}"), goodA, "issue.yaml:7:42 idle-key", "cell"},
		{"labels on cells", styles("{notice: {label: reversed, cell: 2em}}"), goodA, "issue.yaml:7:32 idle-key", "cell"},
		{"the body's name", styles("{body: {size: 7pt}}"), goodA, "issue.yaml:7:16 bad-value", "another name"},
		{"twice", styles("{notice: {size: 7pt}, notice: {size: 8pt}}"), goodA, "issue.yaml:7:37 duplicate-key", "notice"},
		{"used by a slot", uses("tv"), goodA, "", ""},
		{"the body by its name", uses("body"), goodA, "", ""},
		{"near", uses("notise"), goodA, "issue.yaml:6:49 bad-value", `"notice"`},
		{"unknown", uses("poem"), goodA, "issue.yaml:6:49 bad-value", "notice | tv | body"},
		{"none there", strings.Replace(sound, "20]}", "20], text: tv}", 1), goodA, "issue.yaml:6:49 bad-value", "text: {tv: {size: 7pt}}"},
		{"used by a story", styles("{tv: {size: 7.5pt}}"), "---\nheadline: 题\ntext: tv\n---\n文。\n", "", ""},
		{"near in a story", styles("{listing: {size: 7.5pt}}"), "---\nheadline: 题\ntext: listings\n---\n文。\n", "stories/a.md:3:7 bad-value", `"listing"`},
		{"too many columns", strings.Replace(styles("{tiny: {size: 6pt, columns: 12}}"), "20]}", "20], text: tiny}", 1), goodA, "issue.yaml:6:49 narrow-column", "12"},
		{"enough of them", strings.Replace(styles("{tiny: {size: 6pt, columns: 8}}"), "20]}", "20], text: tiny}", 1), goodA, "", ""},
		{"goes on in another", sound + "  - {story: a, at: [3, 1], span: [2, 20], text: tv}\nstyle: {text: {tv: {size: 7pt}}}\n", goodA, "issue.yaml:7:49 bad-value", "text: body"},
		{"a strip", sound + "  - {notice: 文, at: [3, 1], span: [2, 2], text: tv}\nstyle: {text: {tv: {size: 7pt}}}\n", goodA, "issue.yaml:7:49 idle-key", "strip"},
		{"a picture", sound + "  - {digest: 读, at: [3, 1], span: [2, 9], text: tv}\nstyle: {text: {tv: {size: 7pt}}}\n", goodA, "issue.yaml:7:43 idle-key", "text"},
		{"columns of a notice", sound + "  - {notice: 文, at: [3, 1], span: [2, 9], columns: 2}\n", goodA, "issue.yaml:7:52 idle-key", "text style"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := Load(folder(issueY, tt.issue, storyA, tt.story))
			var got, said []string
			for _, p := range problems {
				got = append(got, fmt.Sprintf("%s %s", p.Pos, p.Code))
				said = append(said, p.Text(diag.English))
			}
			if g := strings.Join(got, "\n"); g != tt.want {
				t.Errorf("got\n%s\nwant\n%s", g, tt.want)
			}
			if s := strings.Join(said, "\n"); !strings.Contains(s, tt.says) {
				t.Errorf("%s: does not say %s", s, tt.says)
			}
		})
	}
}

// TestTextStyleDefaults: what a text style leaves out is the body's.
func TestTextStyleDefaults(t *testing.T) {
	is, problems := Load(folder(issueY, sound+"style: {body: {font: kai, size: 9pt, leading: 11.7pt, indent: 1em}, text: {a: {size: 8pt}, b: {leading: 15pt, indent: 0}}}\n", storyA, goodA))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	a, b := is.Style.Texts[0], is.Style.Texts[1]
	if a.Font.Name != "kai" || a.Leading != geom.FromPoints(10.4) || a.Indent != (geom.Measure{Ems: 1000}) || a.Align != Justified {
		t.Errorf("%+v", a)
	}
	if b.Size != 9*geom.Pt || b.Leading != 15*geom.Pt || b.Indent != (geom.Measure{}) {
		t.Errorf("%+v", b)
	}
}
