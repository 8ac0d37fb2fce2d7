package layout

import (
	"fmt"
	"strings"
	"testing"

	"duikai/layout/diag"
)

// TestThinHeadsSayWhatWouldDo: a headline that covers too little of its columns is
// told, as a warning over four columns and more and as a note over fewer; one of as
// many characters as the message says is not, nor is one in a frame or beside its
// text.
func TestThinHeadsSayWhatWouldDo(t *testing.T) {
	told := map[diag.Code]int{}
	thin := func(chars, cols, weight int, more string) (found *diag.Problem) {
		slots := fmt.Sprintf("      - {story: a, at: [1, 1], span: [%d, 40]%s}\n", cols, more)
		is := testIssue(t, slots, map[string]string{"a": fmt.Sprintf("headline: %s\nweight: %d", strings.Repeat("汀", chars), weight)}, 900)
		_, problems := Compose(is, testFaces(t), Options{})
		for i := range problems {
			if c := problems[i].Code; c == diag.HeadNarrow || c == diag.HeadSlim {
				if (c == diag.HeadNarrow) != (cols >= leastCoverColumns) {
					t.Errorf("%d columns: %v", cols, problems[i])
				}
				found = &problems[i]
			}
		}
		return found
	}
	for _, cols := range []int{1, 3, 4, 6, 7} {
		for _, weight := range []int{2, 4} {
			for chars := 2; chars <= 11; chars += 3 {
				p := thin(chars, cols, weight, "")
				if p == nil {
					continue
				}
				told[p.Code]++
				name := fmt.Sprintf("%d characters over %d columns, weight %d", chars, cols, weight)
				has, would := p.Args[4].(int), p.Args[5].(int)
				if has != chars || would <= has {
					t.Errorf("%s: %v", name, p)
				}
				if again := thin(would, cols, weight, ""); again != nil {
					t.Errorf("%s: %d would do, and then: %v", name, would, again)
				}
				if boxed := thin(chars, cols, weight, ", box: line"); boxed != nil {
					t.Errorf("%s, in a frame: %v", name, boxed)
				}
				if side := thin(chars, cols, weight, ", head: vertical-left"); side != nil {
					t.Errorf("%s, beside the text: %v", name, side)
				}
			}
		}
	}
	if told[diag.HeadNarrow] == 0 || told[diag.HeadSlim] == 0 {
		t.Errorf("told: %v", told)
	}
}
