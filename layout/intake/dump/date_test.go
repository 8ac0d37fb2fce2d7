package dump

import (
	"testing"
	"time"
)

// TestPathDate: the day of a path in every writing, months of two figures among
// them, and the page behind it.
func TestPathDate(t *testing.T) {
	for _, c := range []struct {
		path, day string
		page      int
	}{
		{"2026-11-23", "2026-11-23", 0},
		{"2026-10-03", "2026-10-03", 0},
		{"2026-1-3", "2026-01-03", 0},
		{"2026-12-3.txt", "2026-12-03", 0},
		{"2026年11月3日.txt", "2026-11-03", 0},
		{"2026年1月30日第3版.txt", "2026-01-30", 3},
		{"20261123", "2026-11-23", 0},
		{"20210407_3.txt", "2021-04-07", 3},
		{"2021-04-07-03.html", "2021-04-07", 3},
		{"2021/04/07/A03.txt", "2021-04-07", 3},
		{"layout/202611/23/node_01.html", "2026-11-23", 0},
		{"html/2026-11/09/x.htm", "2026-11-09", 0},
		{"1963.12.31-1", "1963-12-31", 1},
		{"2026-02-30", "", 0},
		{"2026-13-03", "", 0},
		{"a20261", "", 0},
	} {
		day, page := pathDate(c.path)
		got := ""
		if !day.IsZero() {
			got = day.Format(time.DateOnly)
		}
		if got != c.day || page != c.page {
			t.Errorf("%s: %s, page %d; want %s, page %d", c.path, got, page, c.day, c.page)
		}
	}
}
