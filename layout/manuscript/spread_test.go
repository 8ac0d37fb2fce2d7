package manuscript

import (
	"fmt"
	"strings"
	"testing"
)

// TestSpreads: what is wrong with a spread is told with what would be right.
func TestSpreads(t *testing.T) {
	page := func(keys, slot string) string {
		return head + "pages:\n- " + keys + "\n  slots:\n  - {story: a, " + slot + "}\n"
	}
	for _, tt := range []struct{ name, issue, want, says string }{
		{"sound", page("number: 4\n  spread: 5\n  sheets: two", "at: [1, 1], span: [16, 40]"), "", ""},
		{"on the right", page("number: 4\n  spread: 5", "at: [10, 1], span: [7, 40]"), "", ""},
		{"outside", page("number: 4\n  spread: 5", "at: [10, 1], span: [8, 40]"), "issue.yaml:7:35 slot-outside-grid", "16 columns"},
		{"odd page", page("number: 3\n  spread: 4", "at: [1, 1], span: [8, 40]"), "issue.yaml:4:3 bad-value", "number: 2, spread: 3"},
		{"far apart", page("number: 4\n  spread: 6", "at: [1, 1], span: [8, 40]"), "issue.yaml:4:3 bad-value", "number: 4, spread: 5"},
		{"there already", page("number: 4\n  spread: 5", "at: [1, 1], span: [16, 40]") + "- number: 5\n  slots:\n  - {notice: 文, at: [1, 1], span: [8, 9]}\n", "issue.yaml:8:3 duplicate-page", "page 5"},
		{"two sheets of one page", page("number: 4\n  sheets: two", "at: [1, 1], span: [8, 40]"), "issue.yaml:4:3 idle-key", "sheets"},
		{"odd columns", page("number: 4\n  spread: 5", "at: [1, 1], span: [16, 40], columns: 9"), "issue.yaml:7:53 bad-value", "columns: 10"},
		{"more on one side", page("number: 4\n  spread: 5", "at: [8, 1], span: [3, 40]"), "issue.yaml:7:34 bad-value", "as far to its left"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := Load(folder(issueY, tt.issue, storyA, goodA))
			var got, said []string
			for _, p := range problems {
				got = append(got, fmt.Sprintf("%s %s", p.Pos, p.Code))
				said = append(said, p.String())
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
