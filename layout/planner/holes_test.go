package planner

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

// TestGivenBack: whatever slot of a page an editor gives back to the program, it finds a
// place among the others, which stand where he put them: not always flush.
func TestGivenBack(t *testing.T) {
	const some = 7 // one of so many; all of them take a minute
	set := faces(t)
	is, _ := manuscript.Load(os.DirFS("../../samples/wangting"))
	for n, p := range is.Pages {
		for k, s := range p.Slots {
			// Beside a row lower than its neighbours, above slots that begin at other rows,
			// in a table; and some of the others.
			hard := slices.Contains([]string{"brief-ferry", "rowing-cup", "tv-tonight"}, s.Story)
			if s.Kind != manuscript.StorySlot && s.Kind != manuscript.PictureSlot || !hard && (testing.Short() || (n+k)%some > 0) {
				continue
			}
			t.Run(fmt.Sprintf("page %d, %s", p.Number, s.Name()), func(t *testing.T) {
				own, page, slot := *is, *p, *s
				page.Auto = true
				slot.Open = manuscript.OpenPlace | manuscript.OpenCols | manuscript.OpenRows
				slot.Col, slot.Row, slot.Cols, slot.Rows = 0, 0, 0, 0
				page.Slots = append(append(append([]*manuscript.Slot{}, p.Slots[:k]...), &slot), p.Slots[k+1:]...)
				own.Pages = append(append(append([]*manuscript.Page{}, is.Pages[:n]...), &page), is.Pages[n+1:]...)
				_, problems := Plan(&own, set, Options{})
				if problems.Has(diag.Error) {
					t.Error(problems)
				}
			})
		}
	}
}
