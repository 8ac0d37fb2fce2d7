package manuscript

import (
	"strings"
	"testing"

	"duikai/layout/diag"
)

// TestHeadMarks: marks that heads do without are told where they stand, with what to
// write in their stead.
func TestHeadMarks(t *testing.T) {
	for _, tt := range []struct{ front, body, want string }{
		{"headline: 老码头响起新汽笛。", "", "stories/a.md:2:19 head-stop − 。"},
		{"headline: 老码头响起新汽笛.", "", "stories/a.md:2:19 head-stop − ."},
		{"headline: [老码头。, 新汽笛。]", "", "stories/a.md:2:15 head-stop − 。\nstories/a.md:2:21 head-stop − 。"},
		{"headline: '老码头。|新汽笛'", "", "stories/a.md:2:15 head-stop − 。"},
		{"kicker: 港区改造一周年，\nheadline: 题", "", "stories/a.md:2:16 head-stop − ，"},
		{"headline: 老码头响起新汽笛，货物增长两成", "", "stories/a.md:2:19 head-comma ， → ||"},
		{"headline: 老码头响起新汽笛,货物增长两成", "", "stories/a.md:2:19 head-comma , → ||"},
		{"headline: 老码头响起新汽笛；|货物增长两成", "", "stories/a.md:2:19 head-comma ；| → ||"},
		{"headline: 老码头响起新汽笛，||货物增长两成", "", "stories/a.md:2:19 head-comma ，|| → ||"},
		{"headline: 老码头响起新汽笛。货物增长两成", "", "stories/a.md:2:19 head-comma 。 → ||"},
		{"kicker: 汽笛响，货船来\nheadline: 题\nshort: 汽笛响，货船来", "", "stories/a.md:2:12 head-comma ， → ||\nstories/a.md:4:11 head-comma ， → ||"},
		{"headline: 题\ndeck: 货物增长两成，岸线还给市民。", "", "stories/a.md:3:13 deck-comma ， → ||\nstories/a.md:3:20 head-stop − 。"},
		{"headline: 题", "## 岸线归来。\n\n文。", "stories/a.md:4:8 head-stop − 。"},
		{"headline: 题", "## 岸线归来，货船来\n\n文。", "stories/a.md:4:8 deck-comma ， → ␣"},
		{"headline: 题", "### 岸线归来，货船来。\n文。", ""}, // it opens the paragraph
		{"headline: 题", "### 岸线归来。\n\n> 引文。", "stories/a.md:4:9 head-stop − 。"},
		{"headline: 题", "### 岸线归来\n### 货船来。\n\n文。", "stories/a.md:5:8 head-stop − 。"},
		{"byline: 何洁", "# 老码头的新汽笛。\n\n文。", "stories/a.md:4:10 head-stop − 。"},
		{"headline: >\n  老码头，\n  |新汽笛", "", "stories/a.md:3:6 head-comma"}, // a line end between
		// A quotation, a title, a list, a number and what the author keeps have theirs.
		{"headline: “船老了，还是要修的。”", "", ""},
		{"headline: 读《船，与海》（上，中）", "", ""},
		{"headline: [老码头、新汽笛、, 又一年]", "", ""},
		{"headline: 货物3,500吨", "", ""},
		{"headline: 船老了\\，还是要修\\。", "", ""},
		{"headline: 真的吗？真的！为了什么……", "", ""},
		{"headline: 题\nsummary: 货物增长两成，岸线还给市民。\nbyline: 何洁，徐亮亮\nnote: （作者系职工。）", "", ""},
	} {
		body := tt.body
		if body == "" {
			body = "文。"
		}
		_, problems := Load(folder(issueY, sound, storyA, "---\n"+tt.front+"\n---\n"+body+"\n"))
		var got []string
		for _, p := range problems {
			switch p.Code {
			case diag.HeadStop, diag.HeadComma, diag.DeckComma:
				line := p.Pos.String() + " " + string(p.Code)
				if p.Remedy != nil {
					line += " " + p.Remedy.Label()
					if p.Remedy.Guess != (p.Code != diag.HeadStop) {
						t.Errorf("%s: a guess: %v", line, p.Remedy.Guess)
					}
				}
				got = append(got, line)
			}
		}
		if g := strings.Join(got, "\n"); g != tt.want {
			t.Errorf("%s %s: got\n%s\nwant\n%s", tt.front, tt.body, g, tt.want)
		}
	}
}
