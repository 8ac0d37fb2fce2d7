package manuscript

import (
	"fmt"
	"strings"
	"testing"

	"duikai/layout/diag"
)

// TestPairs holds which marks are told to have no partner, and where.
func TestPairs(t *testing.T) {
	for in, want := range map[string]string{
		"“他说。":                 "4:1“",
		"他说：“好。":               "4:4“",
		"他说：“好。”":              "",
		"他走了”。再来":              "4:4”",
		"他说‘好。":                "4:3‘",
		"‘90s和students’ books": "",
		"it’s, ’tis与dogs’":     "",
		"《史记":                  "4:1《",
		"读《史记》》":               "4:6》",
		"（见图":                  "4:1（",
		"见图）。":                 "4:3）",
		"1）甲；要求：a）乙，一）丙":       "",
		"（1）甲，【注】〔2026〕3号":     "",
		"【注":                   "4:1【",
		"「甲『乙』":                "4:1「",
		// A quotation of several paragraphs.
		"“甲。\n\n“乙。\n\n“丙。”":     "",
		"“甲。\n\n乙。\n\n丙。”":       "",
		"（甲。\n\n乙。）":             "",
		"“甲。\n\n他说：“乙。”":         "4:1“",
		"“‘甲。\n\n“‘乙。’”":         "",
		"甲。\n\n《乙\n\n读《丙》":       "6:1《",
		"他说“甲\n\n> 编者按：“乙”\n\n丙": "4:3“",
		"**“甲**，乙":               "4:3“",
		"甲“乙”丙“丁”":               "",
	} {
		_, problems := Load(folder(issueY, sound, storyA, "---\nheadline: 题\n---\n"+in+"\n"))
		var got []string
		for _, p := range problems {
			if p.Code == diag.Unpaired {
				got = append(got, fmt.Sprintf("%d:%d%v", p.Pos.Line, p.Pos.Col, p.Args[0]))
			}
		}
		if g := strings.NewReplacer(`"`, "", "'", "").Replace(strings.Join(got, " ")); g != want {
			t.Errorf("%q: got %s, want %s", in, g, want)
		}
	}
	// The lines of a head belong together; a caption stands for itself.
	for in, want := range map[string]int{
		"headline: ['“甲', '乙”']":      0,
		"headline: ['“甲', '乙']":       1,
		"deck: 甲《乙":                   1,
		"headline: “汀e行”更好使了":         0,
		"headline: 题\nbyline: 张三（新华社": 1,
	} {
		_, problems := Load(folder(issueY, sound, storyA, "---\n"+in+"\n---\n文\n"))
		n := 0
		for _, p := range problems {
			if p.Code == diag.Unpaired {
				n++
			}
		}
		if n != want {
			t.Errorf("%q: %d marks without a partner, want %d", in, n, want)
		}
	}
	_, problems := Load(folder(issueY, sound+"style: {normalize: false}\n", storyA, "---\nheadline: 题\n---\n他说“好\n"))
	for _, p := range problems {
		if p.Code == diag.Unpaired {
			t.Error("told where nothing is mended:", p)
		}
	}
}
