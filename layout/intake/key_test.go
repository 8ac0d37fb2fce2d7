package intake

import (
	"testing"
	"time"

	"duikai/layout/diag"
)

// TestKeyOf: all that is missing is told at once.
func TestKeyOf(t *testing.T) {
	day := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	at := (&Source{}).Place("page.txt")
	for _, tt := range []struct {
		paper   string
		day     time.Time
		missing []diag.Code
	}{
		{"望汀日报", day, nil},
		{"", day, []diag.Code{diag.ImportNoPaper}},
		{"望汀日报", time.Time{}, []diag.Code{diag.ImportNoDate}},
		{"", time.Time{}, []diag.Code{diag.ImportNoDate, diag.ImportNoPaper}},
	} {
		k, missing := KeyOf(tt.paper, tt.day, at)
		if len(missing) != len(tt.missing) || (missing == nil) != (k == Key{Paper: "望汀日报", Date: "2026-11-23"}) {
			t.Errorf("%q, %v: %v, %v", tt.paper, tt.day, k, missing)
			continue
		}
		for i, f := range missing {
			if f.Problem.Code != tt.missing[i] {
				t.Errorf("%q, %v: %v", tt.paper, tt.day, f.Problem)
			}
		}
	}
}
