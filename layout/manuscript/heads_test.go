package manuscript

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"duikai/layout/diag"
)

// TestHeadsAreBounded: however long a part of a head is, make-up is given no
// more than a bounded piece of it, and the editor is told where.
func TestHeadsAreBounded(t *testing.T) {
	long := strings.Repeat("汽", 20_000)
	lists := "[" + strings.TrimSuffix(strings.Repeat("汽笛, ", 8000), ", ") + "]"
	sizes := func(lines ...Text) (n int) {
		for _, l := range lines {
			n += max(len([]rune(l.String())), 1)
		}
		return n
	}
	for _, c := range []struct {
		key, value, zh string
		limit          int
		of             func(s *Story) int
	}{
		{"kicker", long, "引题", maxHeadChars, func(s *Story) int { return sizes(s.Kicker) }},
		{"headline", long, "主题", maxHeadChars, func(s *Story) int { return sizes(s.Headline...) }},
		{"headline", lists, "主题", maxHeadChars, func(s *Story) int { return sizes(s.Headline...) }},
		{"deck", long, "副题", maxHeadChars, func(s *Story) int { return sizes(s.Deck...) }},
		{"deck", lists, "副题", maxHeadChars, func(s *Story) int { return sizes(s.Deck...) }},
		{"byline", long, "署名", maxHeadChars, func(s *Story) int { return sizes(s.Byline) }},
		{"column", long, "栏目", maxHeadChars, func(s *Story) int { return sizes(s.Column) }},
		{"short", long, "转版短题", maxHeadChars, func(s *Story) int { return sizes(s.Short) }},
		{"summary", long, "提要", maxSummaryChars, func(s *Story) int { return sizes(s.Summary...) }},
		{"note", long, "按语", maxSummaryChars, func(s *Story) int { return sizes(s.Note) }},
	} {
		is, problems := Load(folder(issueY, sound, storyA, "---\n"+c.key+": "+c.value+"\n---\n正文。\n"))
		told := false
		for _, p := range problems {
			told = told || p.Code == diag.TooLarge && p.Pos.File == storyA && p.Pos.Line == 2 && strings.HasPrefix(p.Text(diag.Chinese), c.zh+"过大")
		}
		if got := c.of(is.Stories[0]); got != c.limit || !told {
			t.Errorf("%s: %d characters are set, the limit is %d; %v", c.key, got, c.limit, problems)
		}
		whole := strings.Repeat("汽", c.limit)
		is, problems = Load(folder(issueY, sound, storyA, "---\n"+c.key+": "+whole+"\n---\n正文。\n"))
		if problems.Has(diag.Error) || c.of(is.Stories[0]) != c.limit {
			t.Errorf("%s of %d characters: %v", c.key, c.limit, problems)
		}
	}
}

// TestFrontMatterIsLinear: twice the text takes twice the work. The work is
// counted in bytes that reading asks for, which no load on the machine changes.
func TestFrontMatterIsLinear(t *testing.T) {
	work := func(value string) uint64 {
		fsys := folder(issueY, sound, storyA, "---\nkicker: "+value+"\n---\n正文。\n")
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		Load(fsys)
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	for name, value := range map[string]func(n int) string{
		"plain":   func(n int) string { return strings.Repeat("汽", n) },
		"quoted":  func(n int) string { return `"` + strings.Repeat("汽", n) + `"` },
		"blanks":  func(n int) string { return "甲" + strings.Repeat(" ", 3*n) + "乙" },
		"escapes": func(n int) string { return `"` + strings.Repeat(`\u6c7d`, n/2) + `"` },
	} {
		once, twice := work(value(8000)), work(value(16_000))
		if twice > once*3 {
			t.Errorf("%s: %d bytes, and %d for twice the text", name, once, twice)
		}
	}
}

// TestBars: one bar in a head is a break, two are a joint of clauses; what is
// near is refused where it stands.
func TestBars(t *testing.T) {
	for in, want := range map[string]string{
		"塘鱼开秤|头夜走货":           "塘鱼开秤¦头夜走货",
		"塘鱼开秤||头夜走货":          "塘鱼开秤‖头夜走货",
		"塘鱼|开秤||头夜|走货":        "塘鱼¦开秤‖头夜¦走货",
		"塘鱼开秤|||头夜走货":         "2:15 head-bars",
		"塘鱼开秤| |头夜走货":         "2:15 head-bars",
		"塘鱼开秤 || 头夜走货":        "塘鱼开秤 ‖ 头夜走货",
		"||塘鱼开秤":              "2:11 head-bars",
		"塘鱼开秤||":              "2:15 head-bars",
		"塘鱼开秤|":               "塘鱼开秤¦",
		"'塘鱼\\||头夜'":          "塘鱼|¦头夜",
		"{汀江|tīng jiāng}||头夜": "{汀江}‖头夜",
	} {
		for _, key := range []string{"headline", "kicker", "short", "deck"} {
			front := key + ": "
			if key != "headline" {
				front = "headline: 题\n" + front
			}
			_, s, problems := raw("---\n" + front + in + "\n---\n文\n")
			got := ""
			for _, p := range problems {
				if p.Code == diag.HeadBars {
					got = fmt.Sprintf("2:%d %s", p.Pos.Col+len("headline")-len(key), p.Code)
				}
			}
			if got == "" {
				line := map[string]Text{"kicker": s.Kicker, "short": s.Short}[key]
				if key == "headline" {
					line = s.Headline[0]
				} else if key == "deck" {
					line = s.Deck[0]
				}
				got = strings.NewReplacer(string(HintRune), "¦", string(JointRune), "‖").Replace(line.String())
			}
			if strings.ReplaceAll(strings.ReplaceAll(want, "{", ""), "}", "") != got {
				t.Errorf("%s: %s: %q, not %q", key, in, got, want)
			}
		}
	}
}
