package main

import (
	"os"
	"testing"

	"duikai/fonts/embedded"
	"duikai/layout/manuscript"
	"duikai/samples"
)

// TestScore: on every page the program's plan is cheaper than halving by area and
// than what was made up by hand, and all its text finds room.
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
	for i, s := range all {
		if s.Found.Sum >= s.Halved.Sum || s.Found.Sum >= s.Made.Sum || s.Found.Over > 0 || s.Made.Over > 0 || s.Found.Sum == 0 {
			t.Errorf("page %d costs %d, halved %d, by hand %d; without room %d and %d lines", newsPages[i], s.Found.Sum, s.Halved.Sum, s.Made.Sum, s.Found.Over, s.Made.Over)
		}
	}
	if testing.Verbose() {
		_ = table(os.Stdout, all)
	}
}
