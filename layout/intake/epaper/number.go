package epaper

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"duikai/layout/intake"
)

func itoa(n int) string { return strconv.Itoa(n) }

func pad(n int) string { return fmt.Sprintf("%02d", n) }

// mostPage is the highest number of a page in issue.yaml.
const mostPage = 400

// numbers gives every label of an issue its page number. Sections follow each
// other in the order of their letters, and inside a section the numbers stay: a
// page that the mirror lacks leaves its number free.
func numbers(labels []string) map[string]int {
	highest := make(map[string]int)
	for _, l := range labels {
		section, n := parted(l)
		highest[section] = max(highest[section], n)
	}
	var sections []string
	for s := range highest {
		sections = append(sections, s)
	}
	slices.Sort(sections)
	out := make(map[string]int)
	before := 0
	for _, s := range sections {
		for _, l := range labels {
			if section, n := parted(l); section == s && before+n <= mostPage {
				out[l] = before + n
			}
		}
		before += highest[s]
	}
	return out
}

// parted parts a label into its section and its number.
func parted(l string) (section string, n int) {
	figures := strings.TrimLeft(l, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	n, err := strconv.Atoi(figures)
	if err != nil {
		return l, 0
	}
	return l[:len(l)-len(figures)], n
}

// byLabel orders pages as people count: 2 before 10, A before B.
func byLabel(a, b pageFile) int {
	s, m := parted(a.label)
	t, n := parted(b.label)
	switch {
	case s != t:
		return strings.Compare(s, t)
	case m != n:
		return m - n
	}
	return intake.Natural(a.file, b.file)
}
