//go:build unix

package archive

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"go.etcd.io/bbolt"
)

// writeRecords makes an OUT with as many records, each tenth of them failed.
func writeRecords(t testing.TB, out string, n int) *run {
	t.Helper()
	o, err := openOutput(out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.close() })
	r := &run{counted: counted{Config: Config{Archive: "archive", Out: out}}, store: o, ctx: t.Context()}
	thumb := make([]byte, 2500)
	for at := 0; at < n; at += foldSize {
		var group []entry
		for i := at; i < min(at+foldSize, n); i++ {
			day := time.Date(1900, 1, 1+i, 0, 0, 0, 0, time.UTC)
			rec := Record{
				Path: day.Format("2006/01/2006-01-02"), Name: day.Format("2006/2006-01-02"), Date: day.Format(time.DateOnly), Status: Done,
				Inputs: strings.Repeat("a", 64), Folder: strings.Repeat("b", 64), Seconds: float64(i%7) / 10, Pages: 8, Stories: 40, Chars: 40000,
				Files: []File{{".pdf", 1 << 20, strings.Repeat("c", 64)}},
			}
			for range 8 {
				rec.Outline = append(rec.Outline, Page{"第 1 版 要闻", []Spot{{"望汀举行龙舟赛", 100, 200}, {"新桥通车", 300, 200}, {"稻田里的图书馆", 100, 700}}})
			}
			for k := range i % 5 {
				rec.Counts.Warnings++
				rec.Problems = append(rec.Problems, Problem{"loose-line", "warning", "stories/a.md", k, 1, Words{"the line is loose: 0.21 em between characters", "字距过松：每字 0.21 字宽"}})
			}
			if i%10 == 0 {
				rec.Status, rec.Files = Errors, nil
				rec.Problems = append(rec.Problems, Problem{fmt.Sprint("code-", i%30), "error", "issue.yaml", 3, 1, Words{"it is wrong", "有错"}})
				rec.Counts.Errors++
			}
			if i%100 == 1 {
				rec.Status = Timeout
			}
			group = append(group, entry{rec, thumb})
		}
		if err := o.ledger.write(group); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// TestReportHasPages: a large report is parted, every issue stands in it once, failures
// first and by kind, every link leads somewhere, and pages that are too many go.
func TestReportHasPages(t *testing.T) {
	out := t.TempDir()
	r := writeRecords(t, out, 3*pageSize+1)
	if err := r.report(); err != nil {
		t.Fatal(err)
	}
	for most, want := range map[int]int{0: 166, 7: 7, 1000: 166} {
		n := 0
		if _, _, err := Look(out, most, func(*Record) { n++ }); err != nil || n != want {
			t.Errorf("%d failures of at most %d, %v", n, most, err)
		}
	}
	files := tree(t, out)
	for n := 1; n <= 4; n++ {
		files[pageName(n)] = content(t, out, pageName(n))
	}
	if len(files) != 5 { // four pages, and the table
		t.Errorf("%v", names(files))
	}
	seen := make(map[string]bool)
	ids := make(map[string]bool) // page#id
	row := regexp.MustCompile(`<tr id="([^"]*)"`)
	href := regexp.MustCompile(`href="([^"#]*)(#[^"]*)?"`)
	for n := 1; n <= 4; n++ {
		ids[pageName(n)] = true
		for _, m := range row.FindAllStringSubmatch(files[pageName(n)], -1) {
			ids[pageName(n)+"#"+m[1]] = true
		}
	}
	for n := 1; n <= 4; n++ {
		html := content(t, out, pageName(n))
		for _, m := range row.FindAllStringSubmatch(html, -1) {
			if seen[m[1]] {
				t.Errorf("%s stands there twice", m[1])
			}
			seen[m[1]] = true
		}
		for _, m := range href.FindAllStringSubmatch(html, -1) {
			to := filepath.ToSlash(filepath.Join(filepath.Dir(pageName(n)), m[1]))
			if strings.HasSuffix(to, ".html") && !ids[to+m[2]] {
				t.Errorf("%s: %s leads nowhere", pageName(n), m[0])
			}
			if !strings.HasSuffix(to, ".html") && !strings.HasSuffix(to, ".pdf") || strings.HasPrefix(to, "..") {
				t.Errorf("%s: %s leads to %s", pageName(n), m[0], to)
			}
		}
		if strings.Contains(html, "What failed") != (n == 1) || len(html) > 4<<20 {
			t.Errorf("%s: %d bytes", pageName(n), len(html))
		}
	}
	if len(seen) != 3*pageSize+1 {
		t.Errorf("%d issues", len(seen))
	}
	first := content(t, out, reportHTML)
	for _, want := range []string{"<b>code-0</b>", "<b>code-10</b>", "<b>code-20</b>", "<b>timeout</b>", "--since-failure code-10", `<td class="n">51</td><td><b>code-0</b>`} {
		if !strings.Contains(first, want) {
			t.Errorf("report.html lacks %s", want)
		}
	}
	if n := strings.Count(first, `class="failed"`); n != 166 {
		t.Errorf("the first page has %d failures", n)
	}
	list, err := r.store.ledger.ranking()
	if err != nil {
		t.Fatal(err)
	}
	err = r.store.ledger.update(func(tx *bbolt.Tx) error {
		for _, b := range list[pageSize-1:] {
			if err := errors.Join(tx.Bucket(issuesBucket).Delete([]byte(b.path)), tx.Bucket(briefsBucket).Delete([]byte(b.path))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.report(); err != nil {
		t.Fatal(err)
	}
	if files := tree(t, out); len(files) != 2 {
		t.Errorf("%v", names(files))
	}
}

// TestPagesAreBounded: however much is wrong with every issue, a browser opens each page
// of the report, and report.csv has all of it.
func TestPagesAreBounded(t *testing.T) {
	out := t.TempDir()
	r := writeRecords(t, out, 1)
	long := strings.Repeat("错处说来话长 & <long> ", 100) + "the end of it"
	var group []entry
	for i := range pageSize {
		rec := Record{Path: fmt.Sprintf("worst/%04d", i), Name: fmt.Sprintf("undated/%04d", i), Status: Errors, Detail: long}
		for k := range 3 {
			rec.Problems = append(rec.Problems, Problem{fmt.Sprint("code-", k), "error", "issue.yaml", k + 1, 1, Words{long, long}})
		}
		rec.Counts.Errors = 3
		group = append(group, entry{rec, make([]byte, 2500)})
	}
	if err := errors.Join(r.store.ledger.write(group), r.report()); err != nil {
		t.Fatal(err)
	}
	const bound = 6 << 20 // five hundred rows of two thousand bytes, twice, with what stands for < and &, and a picture
	for n := 1; n <= 2; n++ {
		html := content(t, out, pageName(n))
		if len(html) > bound || !utf8.ValidString(html) {
			t.Errorf("%s: %d bytes, whole characters: %t", pageName(n), len(html), utf8.ValidString(html))
		}
		if strings.Contains(html, "the end of it") {
			t.Errorf("%s tells everything", pageName(n))
		}
	}
	if !strings.Contains(content(t, out, reportCSV), "the end of it") {
		t.Error("report.csv does not tell everything")
	}
	for _, tt := range []struct {
		lines []string
		room  int
		want  string
	}{
		{[]string{"ab", "cd"}, 4, "ab|cd"}, {[]string{"ab", "cd"}, 3, "ab|c…"}, {[]string{"错误"}, 5, "错…"}, {[]string{"错误"}, 2, "…"}, {nil, 0, ""},
	} {
		if got := strings.Join(clipped(tt.lines, tt.room), "|"); got != tt.want {
			t.Errorf("%q in %d bytes: %q", tt.lines, tt.room, got)
		}
	}
}

// BenchmarkStatus looks at ten and a hundred thousand records, and BenchmarkReport
// writes the report of as many.
func BenchmarkStatus(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			out := b.TempDir()
			r := writeRecords(b, out, n)
			size, _, err := hashOf(r.store.ledger.name)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, _, err := Look(out, 0, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(size)/float64(n), "bytes/issue")
		})
	}
}

func BenchmarkReport(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			out := b.TempDir()
			r := writeRecords(b, out, n)
			for b.Loop() {
				if err := r.report(); err != nil {
					b.Fatal(err)
				}
			}
			largest := int64(0)
			err := filepath.WalkDir(out, func(name string, d os.DirEntry, err error) error {
				if err != nil || filepath.Ext(name) != ".html" {
					return err
				}
				fi, err := d.Info()
				largest = max(largest, fi.Size())
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(largest), "bytes-of-the-largest-page")
		})
	}
}
