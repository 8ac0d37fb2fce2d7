package render

import (
	"encoding/json"
	"errors"
	"testing"
	"testing/fstest"
)

// TestLayoutOfNothing: what was not composed is refused, as everywhere, and a draft
// without a date has none.
func TestLayoutOfNothing(t *testing.T) {
	if _, err := (Result{}).LayoutJSON(); !errors.Is(err, ErrNotComposed) {
		t.Errorf("of nothing: %v", err)
	}
	r, err := Job{Draft: true, FS: fstest.MapFS{
		"issue.yaml":     {Data: []byte("paper: 望汀日报\npages: [{number: 2, slots: [{story: fog, at: [1, 1], span: [2, 12]}]}]\n")},
		"stories/fog.md": {Data: []byte("---\nheadline: 江上起雾\n---\n雾散了。\n")},
	}}.Run()
	if err != nil || r.Edition == nil {
		t.Fatal(err, r.Problems)
	}
	data, err := r.LayoutJSON()
	if err != nil {
		t.Fatal(err)
	}
	var l Layout
	if err := json.Unmarshal(data, &l); err != nil || l.Date != "" || len(l.Pages) != 1 {
		t.Errorf("%v: %s", err, data)
	}
}
