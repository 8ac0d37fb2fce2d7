package main

import (
	"slices"
	"strconv"
	"strings"
)

// maxPage bounds what --pages takes: no edition comes near it, and a range
// typed wrong must not fill the memory.
const maxPage = 9999

// parsePages reads page numbers as "1,3-4": ascending, each once. It is false
// where the text is something else.
func parsePages(s string) (pages []int, ok bool) {
	for part := range strings.SplitSeq(s, ",") {
		first, last, isRange := strings.Cut(strings.TrimSpace(part), "-")
		from, ok := parsePage(first)
		if !ok {
			return nil, false
		}
		to := from
		if isRange {
			if to, ok = parsePage(last); !ok || to < from {
				return nil, false
			}
		}
		for n := from; n <= to; n++ {
			pages = append(pages, n)
		}
		if len(pages) > 2*maxPage {
			return nil, false
		}
	}
	slices.Sort(pages)
	return slices.Compact(pages), true
}

func parsePage(s string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	return n, err == nil && n >= 1 && n <= maxPage
}
