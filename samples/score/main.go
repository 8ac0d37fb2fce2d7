// Command score compares, term by term, how the program makes up the news pages
// of the sample edition with how simple halving by area does and with how they
// were made up by hand:
//
//	go run ./samples/score
//
// A white line costs 3; the less a page costs the better. Text that finds no
// room makes a page that cannot be printed, whatever it costs.
package main

import (
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"slices"
	"strconv"
	"sync"

	"duikai/fonts"
	"duikai/fonts/embedded"
	"duikai/layout/manuscript"
	"duikai/layout/planner"
	"duikai/samples"
)

// newsPages are the pages of the sample whose pieces have no fixed places.
var newsPages = []int{1, 2, 3, 4, 5, 6}

func main() {
	log.SetFlags(0)
	set, err := embedded.Set()
	if err != nil {
		log.Fatal(err)
	}
	is, problems := manuscript.Load(samples.Wangting())
	if is == nil {
		log.Fatal(problems)
	}
	if err := table(os.Stdout, compare(is, set)); err != nil {
		log.Fatal(err)
	}
}

// compare gives the scores of all news pages.
func compare(is *manuscript.Issue, set *fonts.Set) []planner.Scores {
	all := make([]planner.Scores, len(newsPages))
	var wg sync.WaitGroup
	for i, n := range newsPages {
		wg.Go(func() { all[i] = planner.Compare(is, set, n) })
	}
	wg.Wait()
	return all
}

// table prints the scores: of every page the sums, then of every term what all
// pages cost by it.
func table(w io.Writer, all []planner.Scores) error {
	sums := [3]planner.Score{{Terms: map[string]int{}}, {Terms: map[string]int{}}, {Terms: map[string]int{}}}
	var rows [][4]string
	row := func(name string, of func(planner.Score) int, units bool, s planner.Scores) {
		r := [4]string{name}
		for i, score := range [3]planner.Score{s.Found, s.Halved, s.Made} {
			r[i+1] = strconv.Itoa(of(score))
			if units {
				r[i+1] = fmt.Sprintf("%.1f", float64(of(score))/100)
			}
		}
		rows = append(rows, r)
	}
	terms := map[string]bool{}
	for i, s := range all {
		row(fmt.Sprintf("page %d", newsPages[i]), func(s planner.Score) int { return s.Sum }, true, s)
		for k, score := range [3]planner.Score{s.Found, s.Halved, s.Made} {
			sums[k].Sum += score.Sum
			sums[k].White += score.White
			sums[k].Over += score.Over
			for t, price := range score.Terms {
				terms[t] = true
				sums[k].Terms[t] += price
			}
		}
	}
	whole := planner.Scores{Found: sums[0], Halved: sums[1], Made: sums[2]}
	row("all pages", func(s planner.Score) int { return s.Sum }, true, whole)
	row("white lines", func(s planner.Score) int { return s.White }, false, whole)
	row("lines without room", func(s planner.Score) int { return s.Over }, false, whole)
	for _, t := range slices.Sorted(maps.Keys(terms)) {
		row(t, func(s planner.Score) int { return s.Terms[t] }, true, whole)
	}
	if _, err := fmt.Fprintf(w, "%-20s %10s %10s %10s\n", "", "program", "halving", "by hand"); err != nil {
		return err
	}
	for _, r := range rows {
		if _, err := fmt.Fprintf(w, "%-20s %10s %10s %10s\n", r[0], r[1], r[2], r[3]); err != nil {
			return err
		}
	}
	return nil
}
