package preflight_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"duikai/layout/diag"
	"duikai/render/preflight"
)

// conditions is how many ways to fail the protocol gives to machines.
const conditions = 87

// TestMatterhorn: every condition stands in the list once, with codes that there are,
// and every code that readers alone need stands there.
func TestMatterhorn(t *testing.T) {
	data, err := os.ReadFile("MATTERHORN.md")
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile("`([a-z0-9-]+)`")
	seen := make(map[string]bool)
	last := ""
	for _, row := range regexp.MustCompile(`(?m)^\| (\d\d-\d\d\d) \| (.*) \| (.*) \| (.*) \|$`).FindAllStringSubmatch(string(data), -1) {
		number, codes := row[1], code.FindAllStringSubmatch(row[3], -1)
		if number <= last {
			t.Errorf("%s stands behind %s", number, last)
		}
		last = number
		seen[number] = true
		if len(codes) == 0 && (row[3] != "not checked" || !strings.HasPrefix(row[4], "foreign")) {
			t.Errorf("%s has no code: %s", number, row[3])
		}
		for _, c := range codes {
			if !slices.Contains(preflight.Codes(), preflight.Code(c[1])) {
				t.Errorf("%s: %s is no code", number, c[1])
			}
		}
	}
	if len(seen) != conditions {
		t.Errorf("%d conditions are listed, not %d", len(seen), conditions)
	}
	for _, c := range preflight.Codes() {
		if f := (preflight.Finding{Code: c}); strings.HasPrefix(f.Clause(diag.English), "ISO 14289-1, ") && !strings.Contains(string(data), "`"+string(c)+"`") {
			t.Errorf("%s is not in the list", c)
		}
	}
}
