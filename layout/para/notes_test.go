package para

import "testing"

// TestCircledFigures: all of ① to ㉟ stay with the word before them as a note's mark, and
// with the words behind them as a list's number; what stands beside them in Unicode does not.
func TestCircledFigures(t *testing.T) {
	for r := rune('\u245f'); r <= '\u2474'; r++ {
		if got, want := circled(r), r >= '①' && r <= '⑳'; got != want {
			t.Errorf("%c %U: %v", r, r, got)
		}
	}
	for r := rune('\u3250'); r <= '\u3260'; r++ {
		if got, want := circled(r), r >= '㉑' && r <= '㉟'; got != want {
			t.Errorf("%c %U: %v", r, r, got)
		}
	}
	for _, c := range []struct {
		text string
		at   int // behind which character
		may  bool
	}{
		{"史料①。记载", 1, false}, {"史料⑳，记载", 1, false}, {"史料㉟，记载", 1, false}, {"史料㊱，记载", 1, true},
		{"①修桥；②铺路", 0, false}, {"①修桥；⑳铺路", 4, false}, {"史料①②，记载", 2, false}, {"先①修桥", 0, true}, {"先①修桥", 1, false},
	} {
		p := Prepare(songRun(t, c.text), bodyStyle())
		if got := p.gap(c.at).brk == mayBreak; got != c.may {
			t.Errorf("%s may part behind %c: %v", c.text, p.Rune(c.at), got)
		}
	}
}
