package planner

import (
	"testing"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
)

// TestFurnished: a group and a notice find sizes in which nothing is wrong with
// them; an advertisement of a given size stands at the foot.
func TestFurnished(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	is, set := opened(t, 3), faces(t)
	p := is.Pages[2]
	open := manuscript.OpenPlace | manuscript.OpenCols | manuscript.OpenRows
	group := *slotOf(is.Pages[6], manuscript.GroupSlot)
	group.Pictures = group.Pictures[:2]
	notice := *slotOf(is.Pages[0], manuscript.NoticeSlot)
	ad := *slotOf(is.Pages[7], manuscript.AdSlot)
	ad.Cols, ad.Rows = 4, 14
	group.Open, notice.Open, ad.Open = open, open, manuscript.OpenPlace
	var rest []*manuscript.Slot
	for _, s := range p.Slots { // what makes room for them
		if s.Kind == manuscript.StorySlot && s.Story != "orchard-loan" && s.Story != "price-column" {
			rest = append(rest, s)
		}
	}
	p.Slots = append(rest, &group, &notice, &ad)
	ed, problems := Plan(is, set, Options{})
	if len(ed.Pages) != 1 || problems.Has(diag.Error) {
		t.Fatal(problems)
	}
	checkPlaces(t, is, p)
	for _, k := range []manuscript.Kind{manuscript.GroupSlot, manuscript.NoticeSlot} {
		s := slotOf(p, k)
		if s == nil {
			t.Fatalf("no slot of kind %v", k)
		}
		if f := layout.NewDesk(is, set).Slot(*s); f.Failed || f.Warnings > 0 {
			t.Errorf("%s at %d × %d: %+v", s.Name(), s.Cols, s.Rows, f)
		}
	}
	if s := slotOf(p, manuscript.AdSlot); s.Cols != 4 || s.Rows != 14 || s.Row+s.Rows-1 != is.Format.Rows {
		t.Errorf("the advertisement stands in row %d, %d × %d", s.Row, s.Cols, s.Rows)
	}
}

// slotOf is the first slot of a kind on a page; nil: there is none.
func slotOf(p *manuscript.Page, k manuscript.Kind) *manuscript.Slot {
	for _, s := range p.Slots {
		if s.Kind == k {
			return s
		}
	}
	return nil
}

// TestNameplateSeated: a nameplate without a place or a size stands at the head of the
// page, across or down, where nothing else does.
func TestNameplateSeated(t *testing.T) {
	const place, cols, rows = manuscript.OpenPlace, manuscript.OpenCols, manuscript.OpenRows
	set := faces(t)
	for name, c := range map[string]struct {
		slot   manuscript.Slot
		others []manuscript.Slot
		pin    *dummy.Rect
		cols   int
		low    int // rows at least
	}{
		"alone":         {slot: manuscript.Slot{Open: place | cols | rows}, pin: &dummy.Rect{}, cols: 8, low: nameplateRows},
		"beside a list": {slot: manuscript.Slot{Open: place | cols | rows}, others: []manuscript.Slot{{Kind: manuscript.DigestSlot, Open: place | cols | rows}}, pin: &dummy.Rect{}, cols: 5, low: nameplateRows},
		"over a strip":  {slot: manuscript.Slot{Open: place | cols | rows}, others: []manuscript.Slot{{Kind: manuscript.NoticeSlot, Open: place | rows, Cols: 8}}, pin: &dummy.Rect{}, cols: 8, low: nameplateRows},
		"a corner taken": {slot: manuscript.Slot{Open: place, Cols: 4, Rows: 14}, others: []manuscript.Slot{{Kind: manuscript.AdSlot, Col: 1, Row: 1, Cols: 2, Rows: 14}},
			pin: &dummy.Rect{Col: 2}, cols: 4, low: 14},
		"no room": {slot: manuscript.Slot{Open: place, Cols: 7, Rows: 14}, others: []manuscript.Slot{{Kind: manuscript.AdSlot, Col: 4, Row: 1, Cols: 2, Rows: 14}}, cols: 7, low: 14},
		"down":    {slot: manuscript.Slot{Vertical: true, Open: place | cols | rows}, pin: &dummy.Rect{Col: 7}, cols: 1, low: 30},
		"down beside": {slot: manuscript.Slot{Vertical: true, Open: place | cols | rows}, others: []manuscript.Slot{{Kind: manuscript.AdSlot, Col: 8, Row: 1, Cols: 1, Rows: 20}},
			pin: &dummy.Rect{Col: 6}, cols: 1, low: 30},
		"its place given": {slot: manuscript.Slot{Col: 3, Row: 5, Open: cols | rows}, pin: &dummy.Rect{Col: 2, Row: 4}, cols: 8, low: nameplateRows},
	} {
		is := opened(t)
		p := &manuscript.Page{Number: 2}
		c.slot.Kind = manuscript.NameplateSlot
		p.Slots = append(p.Slots, &c.slot)
		for i := range c.others {
			p.Slots = append(p.Slots, &c.others[i])
		}
		names := wordsOf(is)
		j := newJob(is, set, layout.NewDesk(is, set), &names, p)
		j.foot = is.Format.Rows
		got := j.piece(&c.slot)
		if (got.Pin == nil) != (c.pin == nil) || c.pin != nil && *got.Pin != *c.pin {
			t.Errorf("%s: pinned at %+v, want %+v", name, got.Pin, c.pin)
		}
		for w, fits := range got.Fits {
			if (len(fits) == 1) != (w == c.cols) {
				t.Errorf("%s: %d sizes %d columns wide", name, len(fits), w)
			}
		}
		if fits := got.Fits[c.cols]; len(fits) != 1 || fits[0].Rows < c.low || fits[0].Rows > is.Format.Rows/2 {
			t.Errorf("%s: %+v", name, fits)
			continue
		}
		slot := c.slot
		slot.Cols, slot.Rows = c.cols, got.Fits[c.cols][0].Rows
		if f := layout.NewDesk(is, set).Slot(slot); f.Failed || f.Warnings > 0 {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// TestAdsAsMade: an advertisement without a size stands as large as it was made, or as
// near to it as columns are, in its own shape.
func TestAdsAsMade(t *testing.T) {
	is, set := opened(t, 3), faces(t)
	desk, names := layout.NewDesk(is, set), wordsOf(is)
	j := newJob(is, set, desk, &names, is.Pages[2])
	j.measure()
	var ad manuscript.Slot
	for _, p := range is.Pages {
		for _, s := range p.Slots {
			if s.Kind == manuscript.AdSlot && s.Pictures[0].File.Art.Trim.W > 0 {
				ad = *s
			}
		}
	}
	ad.Open = manuscript.OpenPlace | manuscript.OpenCols | manuscript.OpenRows
	ad.Pictures = []manuscript.Picture{ad.Pictures[0]}
	art := &ad.Pictures[0].File.Art
	if art.Trim.W == 0 {
		t.Fatal("no advertisement has a size")
	}
	shape := art.Trim
	for _, c := range []struct{ percent, cols int }{{100, 8}, {85, 7}, {72, 6}, {47, 4}, {24, 2}, {300, 8}, {3, 1}} {
		art.Trim.W, art.Trim.H = shape.W*geom.Length(c.percent)/100, shape.H*geom.Length(c.percent)/100
		p := j.piece(&ad)
		best := 0
		for cols, fits := range p.Fits {
			if len(fits) > 0 && (best == 0 || fits[0].Price < p.Fits[best][0].Price) {
				best = cols
			}
		}
		if best != c.cols {
			t.Errorf("made for %d %% of the page it stands in %d columns, not %d", c.percent, best, c.cols)
			continue
		}
		r := dummy.Rect{Cols: best, Rows: p.Fits[best][0].Rows}
		wide, high := is.Format.Trim.W*geom.Length(best)/8, geom.Length(r.Rows)*is.Style.Body.Leading
		if real, want := float64(high)/float64(wide), float64(shape.H)/float64(shape.W); real < want*0.8 || real > want*1.1 {
			t.Errorf("%d columns, %d rows: %.2f as high as wide, it is made for %.2f", r.Cols, r.Rows, real, want)
		}
	}
}
