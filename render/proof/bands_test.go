package proof

import (
	"image"
	"slices"
	"testing"
)

// TestCuts: the page is cut into rows that follow each other, and at no edge of a
// picture.
func TestCuts(t *testing.T) {
	for name, rims := range map[string][]int{
		"none": nil, "at a cut": {100}, "above": {99}, "below": {101}, "in a row": {98, 101, 104}, "over two": rows(99, 250), "to the foot": rows(297, 400)} {
		d := &drawing{img: image.NewRGBA(image.Rect(0, 0, 4, 400)), rims: rims}
		cuts := d.cuts()
		if cuts[0] != 0 || cuts[len(cuts)-1] != 400 || !slices.IsSorted(cuts) || len(slices.Compact(slices.Clone(cuts))) != len(cuts) {
			t.Errorf("%s: %v", name, cuts)
		}
		for _, y := range cuts[1 : len(cuts)-1] {
			for _, r := range rims {
				if y >= r-1 && y <= r+1 {
					t.Errorf("%s: cut at %d, beside the edge at %d", name, y, r)
				}
			}
		}
	}
}

func rows(from, to int) (out []int) {
	for y := from; y < to; y++ {
		out = append(out, y)
	}
	return out
}
