package main

import (
	"os"
	"testing"

	"duikai/fonts/embedded"
	"duikai/layout/manuscript"
	"duikai/samples"
)

// near is how much dearer than by hand, in percent, a single page may be: no
// search finds the best of all pages.
const near = 10

// TestScore: on every page the program's plan is cheaper than halving by area, it
// is cheaper than by hand on all but one at most, there nearly as cheap, and far
// cheaper in all; its text finds room.
func TestScore(t *testing.T) {
	set, err := embedded.Set()
	if err != nil {
		t.Fatal(err)
	}
	is, problems := manuscript.Load(samples.Wangting())
	if is == nil {
		t.Fatal(problems)
	}
	all := compare(is, set)
	dearer, found, made := 0, 0, 0
	for i, s := range all {
		found, made = found+s.Found.Sum, made+s.Made.Sum
		if s.Found.Sum >= s.Made.Sum {
			dearer++
		}
		if s.Found.Sum >= s.Halved.Sum || s.Found.Sum*100 > s.Made.Sum*(100+near) || s.Found.Over > 0 || s.Made.Over > 0 || s.Found.Sum == 0 {
			t.Errorf("page %d costs %d, halved %d, by hand %d; without room %d and %d lines", newsPages[i], s.Found.Sum, s.Halved.Sum, s.Made.Sum, s.Found.Over, s.Made.Over)
		}
	}
	if dearer > 1 || found*3 > made*2 {
		t.Errorf("%d pages are dearer than by hand; all cost %d, by hand %d", dearer, found, made)
	}
	if testing.Verbose() {
		_ = table(os.Stdout, all)
	}
}
