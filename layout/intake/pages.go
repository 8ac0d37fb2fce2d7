package intake

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// MostPages is the highest number of a page in issue.yaml.
const MostPages = 400

// pageLabel is a page as papers number it: A01, 3, T2, 第03版.
var pageLabel = regexp.MustCompile(`^第?\s*([A-Za-z]{0,2})\s*0*(\d{1,3})\s*版?$`)

// PageLabel writes the number of a page in one way: A01, 3; empty where it is no
// number of a page.
func PageLabel(s string) string {
	m := pageLabel.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil || m[2] == "0" {
		return ""
	}
	if m[1] == "" {
		return m[2]
	}
	n, err := strconv.Atoi(m[2])
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s%02d", strings.ToUpper(m[1]), n)
}

// partedLabel parts a label into its section and its number.
func partedLabel(l string) (section string, n int) {
	figures := strings.TrimLeft(l, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	n, err := strconv.Atoi(figures)
	if err != nil {
		return l, 0
	}
	return l[:len(l)-len(figures)], n
}

// NumberPages gives every label of an issue its page number. Sections follow
// each other in the order of their letters, and inside a section the numbers
// stay: a page that the source lacks leaves its number free.
func NumberPages(labels []string) map[string]int {
	highest := make(map[string]int)
	for _, l := range labels {
		section, n := partedLabel(l)
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
			if section, n := partedLabel(l); section == s && n > 0 && before+n <= MostPages {
				out[l] = before + n
			}
		}
		before += highest[s]
	}
	return out
}

// ByLabel orders labels as people count: 2 before 10, A before B.
func ByLabel(a, b string) int {
	s, m := partedLabel(a)
	t, n := partedLabel(b)
	if s != t {
		return strings.Compare(s, t)
	}
	return m - n
}
