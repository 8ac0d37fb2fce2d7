package lunar

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"duikai/samples/oracle"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestOf(t *testing.T) {
	for _, c := range []struct{ date, want string }{
		{"1900-01-31", "庚子年正月初一"},
		{"1949-10-01", "己丑年八月初十"},
		{"1976-10-06", "丙辰年闰八月十三"},
		{"2000-02-05", "庚辰年正月初一"},
		{"2020-05-23", "庚子年闰四月初一"},
		{"2021-04-07", "辛丑年二月廿六"},
		{"2023-03-22", "癸卯年闰二月初一"},
		{"2024-02-09", "癸卯年腊月三十"},
		{"2024-02-10", "甲辰年正月初一"},
		{"2026-11-23", "丙午年十月十五"},
		{"2033-12-22", "癸丑年闰冬月初一"}, // the year that many tables get wrong
		{"2101-01-28", "庚申年腊月廿九"},
	} {
		got, ok := Of(day(c.date))
		if !ok || got.String() != c.want {
			t.Errorf("%s: %v %v, want %s", c.date, got, ok, c.want)
		}
	}
	for _, s := range []string{"1900-01-30", "2101-01-29", "1899-12-31", "2102-01-01"} {
		if got, ok := Of(day(s)); ok {
			t.Errorf("%s: %v, but the table does not hold it", s, got)
		}
	}
}

// TestDaysFollow: every day of the table is the day after the one before.
func TestDaysFollow(t *testing.T) {
	before, _ := Of(day("1900-01-31"))
	for d := day("1900-02-01"); ; d = d.AddDate(0, 0, 1) {
		now, ok := Of(d)
		if !ok {
			if d != day("2101-01-29") {
				t.Fatalf("the table ends at %v", d)
			}
			return
		}
		if now.Day != before.Day+1 && (now.Day != 1 || before.Day < 29) {
			t.Fatalf("%v: %v after %v", d, now, before)
		}
		before = now
	}
}

// TestAgreesWithICU compares every day with the Chinese calendar of ICU, as
// Node's Intl tells it.
func TestAgreesWithICU(t *testing.T) {
	const script = `
const f = new Intl.DateTimeFormat('en-u-ca-chinese', {timeZone: 'UTC', year: 'numeric', month: 'numeric', day: 'numeric'});
const out = [];
for (let t = Date.UTC(1900, 0, 31); t <= Date.UTC(2101, 0, 28); t += 864e5) {
  const p = {};
  for (const x of f.formatToParts(new Date(t))) p[x.type] = x.value;
  out.push(new Date(t).toISOString().slice(0, 10) + ' ' + p.relatedYear + ' ' + p.month + ' ' + p.day);
}
console.log(out.join('\n'));`
	out := oracle.Run(t, "node", "-e", script)
	days := 0
	for sc := bufio.NewScanner(bytes.NewReader(out)); sc.Scan(); days++ {
		date, want, _ := strings.Cut(sc.Text(), " ")
		d, _ := Of(day(date))
		month := fmt.Sprint(d.Month)
		if d.Leap {
			month += "bis"
		}
		if got := fmt.Sprintf("%d %s %d", d.Year, month, d.Day); got != want {
			t.Errorf("%s: %s, ICU says %s", date, got, want)
		}
	}
	if days != 73412 {
		t.Errorf("%d days compared", days)
	}
}
