package main

import (
	"os"
	"testing"

	"duikai/fonts/embedded"
	"duikai/layout/manuscript"
	"duikai/samples"
)

// TestScore: on every page the program's plan is cheaper than halving by area and
// than by hand, and it costs less than half of that in all; its text finds room.
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
	found, made := 0, 0
	for i, s := range all {
		found, made = found+s.Found.Sum, made+s.Made.Sum
		if s.Found.Sum >= s.Halved.Sum || s.Found.Sum >= s.Made.Sum || s.Found.Over > 0 || s.Made.Over > 0 || s.Found.Sum == 0 {
			t.Errorf("page %d costs %d, halved %d, by hand %d; without room %d and %d lines", newsPages[i], s.Found.Sum, s.Halved.Sum, s.Made.Sum, s.Found.Over, s.Made.Over)
		}
	}
	if found*2 > made {
		t.Errorf("all pages cost %d, by hand %d", found, made)
	}
	if testing.Verbose() {
		_ = table(os.Stdout, all)
	}
}
