package flow

import (
	"slices"
	"testing"

	"duikai/layout/geom"
	"duikai/layout/para"
)

// TestUnbrokenIsLeft: of a long text only as much is broken as is asked for; what was not
// comes back whole behind what was.
func TestUnbrokenIsLeft(t *testing.T) {
	c := story(t, []int{40, 60, 50, 70, 80, 30}, true)
	want := c.text()
	for rows := 1; rows < 30; rows++ {
		l := Break(c, 13*em, rows)
		if l.whole {
			break
		}
		set, rest := l.Fill(frames(1, 40, 13*em), grid, false)
		if got := set.text() + rest.text(); got != want {
			t.Fatalf("of %d rows: %q", rows, got)
		}
		if n := len(set.Lines); n < rows || rest.Empty() {
			t.Errorf("asked for %d rows, %d lines are set, the rest is empty: %v", rows, n, rest.Empty())
		}
	}
	short := story(t, []int{20}, false)
	set, _ := fill(short, frames(1, 20, 13*em))
	all := []rune(short.text())
	for most, want := range map[int]string{1: string(all[19:]), 3: string(all[17:]), 500: string(all)} {
		if got := set.Tail(most); got != want {
			t.Errorf("the last %d characters are %q, not %q", most, got, want)
		}
	}
}

// TestStrays: a head, and the last line of what announces, stand at the foot of a column
// with less below them than they must have, unless what is below ends there.
func TestStrays(t *testing.T) {
	head, text, asks := block(t, "渡口的灯", true), block(t, "江上的船一早就开了。", false), block(t, "他问了三件事：", false)
	asks.Announces = true
	const first, last = false, true
	line := func(b *Block, frame int, end bool) Placed {
		l := para.Line{Start: 0, End: 2, Last: end}
		if end {
			l.Start, l.End = 1, 3
		}
		return Placed{Block: b, Line: &l, Frame: frame, Rows: 1}
	}
	for name, c := range map[string]struct {
		lines []Placed
		below []int // of each stray
	}{
		"a head with nothing":              {[]Placed{line(&text, 0, last), line(&head, 0, last), line(&text, 1, first)}, []int{0}},
		"a head of two lines, nothing":     {[]Placed{line(&head, 0, first), line(&head, 0, last), line(&text, 1, first)}, []int{0}},
		"the first of two lines of a head": {[]Placed{line(&head, 0, first), line(&head, 1, last), line(&text, 1, first)}, []int{0}},
		"a head with one line":             {[]Placed{line(&head, 0, last), line(&text, 0, first), line(&text, 1, last)}, []int{1}},
		"a head with as much as it must":   {[]Placed{line(&head, 0, last), line(&text, 0, first), line(&text, 0, last), line(&text, 1, first)}, nil},
		"a head with a short section":      {[]Placed{line(&head, 0, last), line(&text, 0, last), line(&head, 1, first), line(&head, 1, last), line(&text, 1, last)}, nil},
		"what announces, nothing":          {[]Placed{line(&asks, 0, first), line(&asks, 0, last), line(&text, 1, first)}, []int{0}},
		"the first line of what announces": {[]Placed{line(&text, 0, last), line(&asks, 0, first), line(&asks, 1, last), line(&text, 1, last)}, nil},
	} {
		cols := Columns{Lines: c.lines}
		var got []int
		for _, s := range cols.Strays(Content{}) {
			got = append(got, s.Below)
		}
		if !slices.Equal(got, c.below) {
			t.Errorf("%s: %v, not %v", name, got, c.below)
		}
	}
	// What is left counts as what follows.
	cols := Columns{Lines: []Placed{line(&head, 0, last)}}
	if got := cols.Strays(Content{Blocks: []Block{text}}); len(got) != 1 || got[0].Below != 0 {
		t.Errorf("before a rest: %v", got)
	}
	if got := cols.Strays(Content{}); len(got) != 0 {
		t.Errorf("at the end: %v", got)
	}
}

// TestTableStaysWhole: a table that has room in the next column is not parted, whatever
// part of the text is poured.
func TestTableStaysWhole(t *testing.T) {
	c := story(t, []int{60, 12}, false)
	rows := []int{2, 2, 2, 2}
	c.Blocks = append(c.Blocks[:1:1], append([]Block{table(t, rows)}, c.Blocks[1:]...)...)
	set, rest := Break(c, 13*em, AllRows).Fill(frames(2, 10, 13*em), grid, true)
	of := map[int]int{}
	for _, l := range set.Lines {
		if l.Atom != nil {
			of[l.Frame]++
		}
	}
	if len(of) != 1 || of[1] != len(rows) {
		t.Errorf("rows of the table by column: %v; the rest is empty: %v", of, rest.Empty())
	}
}

// TestTwoCuts: what is two rows high stands beside a cut at the left of the one and a cut at
// the right of the other, if both leave room for a line.
func TestTwoCuts(t *testing.T) {
	c := Content{Blocks: []Block{table(t, []int{2, 2})}}
	for right, want := range map[geom.Length]bool{4: true, 5: false, 7: false} {
		fs := frames(1, 10, 13*em)
		fs[0].Cuts = []Cut{{Row: 2, Rows: 1, Left: 5 * em}, {Row: 3, Rows: 1, Right: right * em}}
		p := Break(c, 13*em, AllRows).pourer(fs, false)
		p.feet = []int{10}
		n, _, in := p.fit(halt{}, 2, false)
		if stands := n > 0; stands != want || stands && (in.Left != 5*em || in.Right != right*em) {
			t.Errorf("beside %d em at the other side: %d atoms, %v", right, n, in)
		}
	}
}
