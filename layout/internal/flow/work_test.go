package flow

import (
	"testing"

	"duikai/layout/geom"
	"duikai/samples/steps"
)

// TestWorkIsBounded: the work of cutting and pouring grows little faster than a
// story: by its lines, and by the rows in which cheap ways can differ. Three
// times the story may be six times the work; squared it would be nine.
func TestWorkIsBounded(t *testing.T) {
	const size, most = 72, 6
	count := steps.Counter(t)
	little, much := count("TestWorkSteps", size), count("TestWorkSteps", 3*size)
	if much > most*little {
		t.Errorf("%d steps for %d paragraphs, but %d for %d", little, size, much, 3*size)
	}
}

// TestWorkSteps is the work that TestWorkIsBounded counts: stories of a number
// of paragraphs in columns that they fill and in some that they do not fill, with
// a picture in the sides of two columns and without.
func TestWorkSteps(t *testing.T) {
	size := steps.Size()
	if size == 0 {
		t.Skip("TestWorkIsBounded runs this and counts")
	}
	lengths := make([]int, size)
	for i := range lengths {
		lengths[i] = 60 + i%7*13
	}
	c := story(t, lengths, true)
	const columns = 5
	rows := Break(c, 13*em, AllRows).Len() / columns
	for _, rows := range []int{rows - 1, rows + 3} {
		for _, side := range []geom.Length{0, 5 * em} {
			fs := frames(columns, rows, 13*em)
			if side > 0 {
				fs = beside(fs, 0, rows/2, 8, side)
			}
			Break(c, 13*em, AllRows).Fill(fs, grid, false)
		}
	}
}
