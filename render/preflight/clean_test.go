package preflight_test

import (
	"testing"

	"duikai/layout/diag"
	"duikai/render/preflight"
)

func TestClean(t *testing.T) {
	for _, x4 := range []bool{false, true} {
		want := preflight.X1a
		if x4 {
			want = preflight.X4
		}
		r := preflight.Examine(clean(x4).write(), preflight.Options{})
		if r.Standard != want || r.Pages != 1 {
			t.Errorf("%v, %d pages", r.Standard, r.Pages)
		}
		for _, f := range r.Findings {
			t.Errorf("%v: page %d, object %d: %s [%s]", r.Standard, f.Page, f.Object, f.Text(diag.English), f.Code)
		}
	}
}
