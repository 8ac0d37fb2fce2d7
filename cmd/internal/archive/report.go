package archive

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"encoding/base64"
	"encoding/csv"
	"errors"
	"fmt"
	"html/template"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.etcd.io/bbolt"
)

const (
	reportHTML = "report.html"
	reportCSV  = "report.csv"
)

// fetchSize is how many records are in memory at a time.
const fetchSize = 256

// maxShown is how many problems of an issue the report lists.
const maxShown = 20

//go:embed report.html.tmpl
var reportTemplate string

// ranking puts those first that need looking at: what failed, then the worst
// set, then the slowest.
func (l ledger) ranking() (list []brief, err error) {
	err = l.briefs(func(b brief) error {
		list = append(list, b)
		return nil
	})
	slices.SortFunc(list, brief.compare)
	return list, err
}

// fetch shows the records of briefs. They are fetched in batches, for there may be more
// than the memory should hold.
func (l ledger) fetch(list []brief, thumbs bool, show func(r *Record, thumb []byte) error) error {
	for batch := range slices.Chunk(list, fetchSize) {
		records := make([]Record, len(batch))
		pictures := make([][]byte, len(batch))
		err := l.view(func(tx *bbolt.Tx) error {
			for i, k := range batch {
				if _, err := get(tx, issuesBucket, k.path, &records[i]); err != nil {
					return err
				}
				if thumbs {
					pictures[i] = slices.Clone(tx.Bucket(thumbsBucket).Get([]byte(k.path)))
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		for i := range records {
			if err := show(&records[i], pictures[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// report writes report.csv and the pages of the report into OUT, the first of them
// last: it leads to the others. Every record is looked at once for both; the first page
// waits in memory, which is a megabyte or two however many issues there are.
func (r *run) report() error {
	p, err := r.pages()
	if err != nil {
		return err
	}
	var first bytes.Buffer
	_, err = r.store.publish(reportCSV, func(w io.Writer) error {
		c := csv.NewWriter(w)
		_ = c.Write(csvHead)
		row := func(rec *Record) error { return c.Write(r.csvRow(rec)) }
		if err := p.write(&first, 1, row); err != nil {
			return err
		}
		for n := 2; n <= p.count(); n++ {
			if _, err := r.store.publish(pageName(n), func(w io.Writer) error { return p.write(w, n, row) }); err != nil {
				return err
			}
		}
		c.Flush()
		return c.Error()
	})
	if err != nil {
		return err
	}
	_, err = r.store.publish(reportHTML, func(w io.Writer) error {
		_, err := first.WriteTo(w)
		return err
	})
	if err != nil {
		return err
	}
	return r.store.dropPages(p.count())
}

// said picks the words of the report's language.
func (w Words) said(chinese bool) string {
	if chinese {
		return w.Zh
	}
	return w.En
}

// csvRow is what report.csv says of an issue, under the heads of its columns.
func (r *run) csvRow(rec *Record) []string {
	pdf := ""
	if rec.pdf() != nil {
		pdf = rec.Name + ".pdf"
	}
	return []string{
		cell(rec.Path), rec.Date, cell(pdf), cmp.Or(string(rec.Status), "waiting"), strconv.FormatBool(rec.Stale), fmt.Sprintf("%.2f", rec.Seconds),
		strconv.Itoa(rec.Pages), strconv.Itoa(rec.Stories), strconv.Itoa(rec.Chars),
		strconv.Itoa(rec.Counts.Errors), strconv.Itoa(rec.Counts.Warnings), strconv.Itoa(rec.Counts.Notes),
		cell(strings.Join(rec.lines(r.Chinese), "\n")),
	}
}

var csvHead = []string{"path", "date", "pdf", "status", "stale", "seconds", "pages", "stories", "characters", "errors", "warnings", "notes", "problems"}

// cell keeps a spreadsheet from taking text for a formula.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// lines are the problems that need looking at, one a line, and what was caught.
func (r *Record) lines(chinese bool) []string {
	var list []string
	for _, p := range r.Problems {
		if p.Severity == "info" {
			continue
		}
		if len(list) == maxShown {
			list = append(list, "...")
			break
		}
		list = append(list, fmt.Sprintf("%s: %s [%s]", p.Place(), p.Text.said(chinese), p.Code))
	}
	if r.Detail != "" {
		list = append(list, r.Detail)
	}
	return list
}

// row is an issue in report.html.
type row struct {
	*Record
	State  string // in words
	Failed bool
	PDF    string // with the way there
	Thumb  template.URL
	Lines  []string
	Find   string // what the search looks in
}

// maxRowText is how many bytes of problems a row of report.html shows, so that a browser
// opens a page of the worst issues, too; report.csv has all.
const maxRowText = 2000

// clipped are lines as far as there is room, with a mark where there is more.
func clipped(lines []string, room int) []string {
	for i, l := range lines {
		if len(l) <= room {
			room -= len(l)
			continue
		}
		for room > 0 && !utf8.RuneStart(l[room]) {
			room--
		}
		return append(slices.Clone(lines[:i]), l[:room]+"…")
	}
	return lines
}

func (r *run) row(rec *Record, thumb []byte, way string) row {
	o := row{Record: rec, State: rec.Status.Words().said(r.Chinese), Failed: rec.Status != Done && !rec.Gone, Lines: clipped(rec.lines(r.Chinese), maxRowText)}
	if rec.pdf() != nil {
		o.PDF = way + rec.Name + ".pdf"
	}
	if len(thumb) > 0 {
		o.Thumb = template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(thumb))
	}
	o.Find = strings.ToLower(strings.Join(append([]string{rec.Path, rec.Name, o.State}, o.Lines...), " "))
	return o
}

// statusWords are what readers see of what became of an issue.
var statusWords = map[Status]Words{
	Done:       {"done", "完成"},
	Errors:     {"has errors", "有错误"},
	Bug:        {"a fault of the program", "程序缺陷"},
	Timeout:    {"took too long", "超时"},
	Memory:     {"took too much memory", "内存超限"},
	Killed:     {"its worker was ended from outside", "排版进程被外部终止"},
	Unwritable: {"cannot be written", "无法写出"},
	Unreadable: {"cannot be read", "无法读取"},
}

// Words are the status in words.
func (s Status) Words() Words {
	if w, ok := statusWords[s]; ok {
		return w
	}
	return Words{"waiting", "待排"}
}

// Tally counts the issues of an archive.
type Tally struct {
	About    About
	Issues   int // that have a folder in the archive
	Gone     int // that have none any more
	ByStatus map[Status]int
	Pages    int
	Seconds  float64
	Warnings int
	First    string // dates
	Last     string
}

// Failed counts the issues that could not be set.
func (t Tally) Failed() int { return t.Issues - t.ByStatus[Done] - t.ByStatus[""] }

func (l ledger) tally() (Tally, error) {
	t := Tally{ByStatus: make(map[Status]int)}
	err := l.briefs(func(b brief) error {
		t.add(b)
		return nil
	})
	if err != nil {
		return t, err
	}
	t.About, _, err = l.about()
	return t, err
}

func (t *Tally) add(b brief) {
	if b.gone {
		t.Gone++
		return
	}
	t.Issues++
	t.ByStatus[b.status]++
	t.Seconds += b.seconds
	t.Warnings += b.warnings
	if b.status == Done {
		t.Pages += b.pages
	}
	if b.date != "" {
		if t.First == "" || b.date < t.First {
			t.First = b.date
		}
		t.Last = max(t.Last, b.date)
	}
}

// ErrNoLedger tells that a folder is not the OUT of any run.
var ErrNoLedger = errors.New("no run has written here")

// ErrDamaged tells that the ledger of OUT cannot be read. The next run puts it
// aside.
var ErrDamaged = errors.New("the record is damaged")

// Sound has a worker read the ledger of OUT, before Look and Last do: a damaged
// one could end the process. One that looks as a run left it is taken for sound.
func Sound(ctx context.Context, worker func() *exec.Cmd, out string) error {
	name := filepath.Join(out, privateDir, ledgerName)
	if _, err := os.Stat(name); errors.Is(err, os.ErrNotExist) {
		return ErrNoLedger
	}
	if newLedger(name).untouched() {
		return nil
	}
	detail, err := inspect(ctx, worker, name)
	if err == nil && detail != "" {
		err = fmt.Errorf("%w: %s", ErrDamaged, detail)
	}
	return err
}

// Look tells how OUT stands, also while a run is at work: the counts, whether
// a run is at work, and with show the failed issues, the worst first, at most so many;
// 0: all.
func Look(out string, most int, show func(*Record)) (t Tally, busy bool, err error) {
	private := filepath.Join(out, privateDir)
	l := newLedger(filepath.Join(private, ledgerName))
	if _, err := os.Stat(l.name); errors.Is(err, os.ErrNotExist) {
		return t, false, ErrNoLedger
	} else if err != nil {
		return t, false, err
	}
	if lock, err := os.Open(filepath.Join(private, lockName)); err == nil {
		// Windows wants a file open for writing; there the state stays unknown.
		busy = errors.Is(TryLock(lock), ErrBusy)
		_ = lock.Close()
	}
	if t, err = l.tally(); err == nil && show != nil {
		err = l.failures(most, show)
	}
	if errors.Is(err, errDamaged) {
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return t, busy, err
}

// failures shows failed issues, the worst first, at most so many; 0: all.
func (l ledger) failures(most int, show func(*Record)) error {
	list, err := l.ranking()
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(b brief) bool { return !b.failed() || b.status == "" })
	if most > 0 {
		list = list[:min(most, len(list))]
	}
	return l.fetch(list, false, func(r *Record, _ []byte) error {
		show(r)
		return nil
	})
}

// Last gives what the last run over OUT was asked to do.
func Last(out string) (About, error) {
	l := newLedger(filepath.Join(out, privateDir, ledgerName))
	a, ok, err := l.about()
	if err == nil && !ok {
		err = ErrNoLedger
	}
	return a, err
}
