package samples_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"duikai/samples"
)

func TestArchive(t *testing.T) {
	faults, dirs := map[string]int{}, map[string]bool{}
	var first []samples.BackIssue
	for b := range samples.Archive(60) {
		faults[b.Fault]++
		if dirs[b.Dir] {
			t.Errorf("%s comes twice", b.Dir)
		}
		dirs[b.Dir] = true
		if len(first) < 5 {
			first = append(first, b)
		}
	}
	want := map[string]int{"": 54, "missing-story": 2, "overset-text": 1, "bad-yaml": 1, "no-glyph": 1, "missing-picture": 1}
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
	var again []samples.BackIssue
	for b := range samples.Archive(5) {
		again = append(again, b)
	}
	if diff := cmp.Diff(first, again); diff != "" {
		t.Error("another count gives other issues:", diff)
	}
	if first[0].Files["stories/lead.md"] == first[1].Files["stories/lead.md"] {
		t.Error("two issues are alike")
	}
}
