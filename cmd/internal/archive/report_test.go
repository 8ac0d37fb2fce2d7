//go:build unix

package archive

import (
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"
)

func TestReport(t *testing.T) {
	in := issues(t, map[string]string{"a/1998-01-01": "good", "=1+1/1998-01-02": "errors", "<script>alert(1)</script>/1998-01-03": "panic </td>"})
	out := t.TempDir()
	c := config(in, out)
	do(t, c)
	html := content(t, out, reportHTML)
	for _, banned := range []string{"<script>alert", "it is <bad>", "panic </td>", "ZgotmplZ", "http://", "https://"} {
		if strings.Contains(html, banned) {
			t.Errorf("report.html holds %q", banned)
		}
	}
	for _, want := range []string{"it is &lt;bad&gt;", `<a href="1998/1998-01-01.pdf">`, "data:image/jpeg;base64,/9g=", "a fault of the program", `lang="en"`} {
		if !strings.Contains(html, want) {
			t.Errorf("report.html lacks %q", want)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(content(t, out, reportCSV))).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%v, %v", rows, err)
	}
	var got []string
	for _, r := range rows[1:] {
		got = append(got, strings.Join([]string{r[0], r[2], r[3], r[9]}, " "))
	}
	want := []string{
		"'=1+1/1998-01-02  errors 1", "<script>alert(1)</script>/1998-01-03  bug 0", "a/1998-01-01 1998/1998-01-01.pdf done 0",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	c.Chinese = true
	do(t, c)
	if html := content(t, out, reportHTML); !strings.Contains(html, "程序缺陷") || !strings.Contains(html, "不好") {
		t.Error("the report is not in Chinese")
	}
}

func content(t *testing.T, out, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(out, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The order of the report: failed, worst set, slowest.
func TestRanking(t *testing.T) {
	l := newLedger(filepath.Join(t.TempDir(), "ledger.db"))
	var entries []entry
	for i, r := range []Record{
		{Path: "fast", Status: Done, Seconds: 1}, {Path: "slow", Status: Done, Seconds: 9}, {Path: "loose", Status: Done, Seconds: 2, Counts: Counts{Warnings: 3}},
		{Path: "bad", Status: Errors, Seconds: 1, Counts: Counts{Errors: 1}}, {Path: "worse", Status: Errors, Seconds: 1, Counts: Counts{Errors: 7}}, {Path: "hung", Status: Timeout, Seconds: 60},
	} {
		r.Name = fmt.Sprint(i)
		entries = append(entries, entry{record: r})
	}
	if err := l.write(entries); err != nil {
		t.Fatal(err)
	}
	var got []string
	list, err := l.ranking()
	if err == nil {
		err = l.fetch(list, false, func(r *Record, _ []byte) error { got = append(got, r.Path); return nil })
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"worse", "bad", "hung", "loose", "slow", "fast"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestMerge(t *testing.T) {
	in := issues(t, map[string]string{
		"1998-01-30": "a", "1998-01-31": "b", "x/1998-01-31": "c", "1998-02-01": "d", "1998-02-02": "errors", "1998-03-01": "errors", "none": "e",
	})
	out := t.TempDir()
	c := config(in, out)
	c.Merge = "month"
	joinedNow := func() (names []string) {
		c.Notify = func(e Event) {
			if e.Kind == Joined && !e.Skipped {
				names = append(names, e.Name)
			}
		}
		do(t, c)
		return names
	}
	if diff := cmp.Diff([]string{"1998/1998-01.pdf", "1998/1998-02.pdf"}, joinedNow()); diff != "" {
		t.Error(diff)
	}
	january := tree(t, out)["1998/1998-01.pdf"]
	if got := contents(january); got != "a b c" {
		t.Errorf("January shows %q", got)
	}
	// A bookmark for each issue, its page and its story.
	for _, title := range []string{"1998-01-30", "1998-01-31", "1998-01-31-2", "page 1", "story a"} {
		if !strings.Contains(january, "/Title("+title+")") {
			t.Errorf("no bookmark %q", title)
		}
	}
	if again := joinedNow(); again != nil {
		t.Errorf("joined again without need: %v", again)
	}
	write(t, filepath.Join(in, "1998-02-02/text"), "f")
	if diff := cmp.Diff([]string{"1998/1998-02.pdf"}, joinedNow()); diff != "" {
		t.Error(diff)
	}
	damage(t, filepath.Join(out, "1998/1998-01.pdf"), 30)
	if diff := cmp.Diff([]string{"1998/1998-01.pdf"}, joinedNow()); diff != "" {
		t.Error(diff)
	}
	if got := tree(t, out)["1998/1998-01.pdf"]; got != january {
		t.Error("mended, January is another file")
	}
	c.Merge = "year"
	if diff := cmp.Diff([]string{"1998/1998.pdf"}, joinedNow()); diff != "" {
		t.Error(diff)
	}
	if got := contents(tree(t, out)["1998/1998.pdf"]); got != "a b c d f" {
		t.Errorf("the year shows %q", got)
	}
	if sum, _ := do(t, c); sum.Foreign != 0 {
		t.Errorf("%+v", sum)
	}
}

// contents are the texts of fake pages.
func contents(doc string) string {
	var list []string
	for _, m := range regexp.MustCompile(`stream\n% (.*)\nendstream`).FindAllStringSubmatch(doc, -1) {
		list = append(list, m[1])
	}
	return strings.Join(list, " ")
}

func TestLook(t *testing.T) {
	if _, _, err := Look(t.TempDir(), 0, nil); err != ErrNoLedger {
		t.Error(err)
	}
	in, out := issues(t, map[string]string{"1998-01-01": "a", "1998-01-02": "errors", "1999-01-01": "b"}), t.TempDir()
	do(t, config(in, out))
	var failed []string
	tally, busy, err := Look(out, 0, func(r *Record) { failed = append(failed, r.Path) })
	if err != nil || busy || tally.Issues != 3 || tally.Failed() != 1 || tally.Pages != 2 || tally.First != "1998-01-01" || tally.Last != "1999-01-01" {
		t.Errorf("%+v %v %v", tally, busy, err)
	}
	if diff := cmp.Diff([]string{"1998-01-02"}, failed); diff != "" {
		t.Error(diff)
	}
	about, err := Last(out)
	if diff := cmp.Diff(About{Archive: in, Settings: "s1"}, about); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if _, err := Last(t.TempDir()); err != ErrNoLedger {
		t.Error(err)
	}
}

// While a run commits, others can look, and the other way round.
func TestLedgerIsFreeBetweenTransactions(t *testing.T) {
	name := filepath.Join(t.TempDir(), "ledger.db")
	writer, reader := newLedger(name), newLedger(name) // as two processes
	for i := range 20 {
		if err := writer.write([]entry{{record: Record{Path: fmt.Sprint(i), Status: Done}}}); err != nil {
			t.Fatal(err)
		}
		n := 0
		if err := reader.each(func(*Record) error { n++; return nil }); err != nil || n != i+1 {
			t.Fatalf("%d records, %v", n, err)
		}
	}
	if err := reader.view(func(tx *bbolt.Tx) error { panic("misplaced page") }); err == nil {
		t.Error("a panic over the ledger gets out")
	}
}

func TestInspectTellsDamage(t *testing.T) {
	name := filepath.Join(t.TempDir(), "ledger.db")
	command := func() *exec.Cmd { return exec.Command(os.Args[0], "worker") }
	if err := newLedger(name).write([]entry{{record: Record{Path: "a"}}}); err != nil {
		t.Fatal(err)
	}
	if detail, err := inspect(t.Context(), command, name); detail != "" || err != nil {
		t.Errorf("%q %v", detail, err)
	}
	damage(t, name, int64(strings.Index(content(t, filepath.Dir(name), "ledger.db"), `"path":"a"`)+3))
	if detail, err := inspect(t.Context(), command, name); detail == "" || err != nil {
		t.Errorf("%q %v", detail, err)
	}
}
