package para

import "testing"

// TestMarksInCells: a mark alone has its em in the middle of its cell, as a character has.
func TestMarksInCells(t *testing.T) {
	st := *bodyStyle()
	st.Cell = 2 * em
	p := Prepare(songRun(t, "国，（人"), &st)
	for i := range p.Len() {
		if c := &p.clusters[i]; c.body.Length() != 2*em || c.off.Length() != em/2 {
			t.Errorf("%c is %v wide and stands at %v", c.r, c.body.Length(), c.off.Length())
		}
	}
}

// TestSpreadTo: a line is opened to a width by all its gaps, one as well as many; one
// without gaps, or wider already, stays.
func TestSpreadTo(t *testing.T) {
	for _, c := range []struct {
		text  string
		opens bool
	}{{"王三", true}, {"欧阳文清", true}, {"王", false}} {
		p := Prepare(songRun(t, c.text), bodyStyle())
		l := p.Natural(0, p.Len())
		wide := l.SpreadTo(l.Width + em)
		if opens := wide.Width == l.Width+em && wide.Spread == l.Spread+em.Short(); opens != c.opens {
			t.Errorf("%s: %v wide, open by %v", c.text, wide.Width, wide.Spread)
		}
		if same := l.SpreadTo(l.Width - em); same.Width != l.Width || same.Spread != l.Spread {
			t.Errorf("%s is narrower", c.text)
		}
	}
}
