package layout_test

import (
	"bytes"
	"testing"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/samples"
)

// TestRecord: what the record says of the sample's lines adds up, and keeping
// it changes nothing else.
func TestRecord(t *testing.T) {
	is, problems := manuscript.Load(samples.Wangting())
	if is == nil {
		t.Fatal(problems)
	}
	set := faces(t)
	plain, want := layout.Compose(is, set, layout.Options{})
	ed, got := layout.Compose(is, set, layout.Options{Record: true})
	var a, b bytes.Buffer
	if err := page.Dump(&a, plain); err != nil {
		t.Fatal(err)
	}
	if err := page.Dump(&b, ed); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) || len(want) != len(got) {
		t.Error("keeping the record changes the pages")
	}
	for i := range plain.Pages {
		for _, pl := range plain.Pages[i].Placements {
			if pl.Record != nil {
				t.Fatal("a record that nobody asked for")
			}
		}
	}
	lines, remedied := 0, 0
	for _, p := range ed.Pages {
		for _, pl := range p.Placements {
			if pl.Kind == "story" && pl.Record == nil {
				t.Fatalf("page %d: no record of %s", p.Number, pl.Story)
			}
			if pl.Record == nil {
				continue
			}
			white := 0
			for _, f := range pl.Record.Frames {
				white += f.Rows - f.Used
			}
			if pl.Kind == "story" && white != pl.White {
				t.Errorf("page %d, %s: %d white rows recorded, not %d", p.Number, pl.Story, white, pl.White)
			}
			for i := range pl.Record.Lines {
				l := &pl.Record.Lines[i]
				lines++
				if l.Opened()+l.Squeezed() > 0 {
					remedied++
				}
				checkLine(t, p, &pl, l)
			}
		}
	}
	if lines < 1000 || remedied < lines/4 {
		t.Errorf("%d lines recorded, %d of them with remedies", lines, remedied)
	}
}

func checkLine(t *testing.T, p *page.Page, pl *page.Placement, l *page.LineRecord) {
	t.Helper()
	if l.Width != l.Natural+l.Opened()-l.Squeezed() {
		t.Errorf("page %d, %s: %q is %v wide, %v by nature, opened by %v, squeezed by %v", p.Number, pl.Story, l.Text, l.Width, l.Natural, l.Opened(), l.Squeezed())
	}
	if l.Justified && l.Edge == page.EdgeGood && l.Width != l.Measure {
		t.Errorf("page %d, %s: %q is %v wide in a measure of %v", p.Number, pl.Story, l.Text, l.Width, l.Measure)
	}
	if l.Frame >= 0 {
		f := pl.Record.Frames[l.Frame].Rect
		if b := l.Box(); b.X < f.X || b.Right() > f.Right()+l.Size || b.Y < f.Y || b.Bottom() > f.Bottom() {
			t.Errorf("page %d, %s: %q stands at %v, outside its column %v", p.Number, pl.Story, l.Text, b, f)
		}
	}
	if l.Src == (diag.Pos{}) || l.Text == "" || l.Chars < 1 {
		t.Errorf("page %d, %s: a line without text or place: %+v", p.Number, pl.Story, l)
	}
}
