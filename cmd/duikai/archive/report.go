package archive

import (
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
	"time"

	"go.etcd.io/bbolt"
)

const (
	reportHTML = "report.html"
	reportCSV  = "report.csv"
)

// maxThumbs is how many issues of the report show their first page: beyond, it
// would be too large to open. Those that need looking at come first.
const maxThumbs = 2000

// fetchSize is how many records are in memory at a time.
const fetchSize = 32

// maxShown is how many problems of an issue the report lists.
const maxShown = 20

//go:embed report.html.tmpl
var reportTemplate string

// rank is an issue's place in the report.
type rank struct {
	path             string
	failed           bool
	errors, warnings int
	seconds          float64
}

// ranking puts those first that need looking at: what failed, then the worst
// set, then the slowest.
func (l ledger) ranking() (list []rank, err error) {
	err = l.each(func(r *Record) error {
		list = append(list, rank{r.Path, r.Status != Done && !r.Gone, r.Counts.Errors, r.Counts.Warnings, r.Seconds})
		return nil
	})
	slices.SortFunc(list, func(a, b rank) int {
		if a.failed != b.failed {
			if a.failed {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.errors, a.errors), cmp.Compare(b.warnings, a.warnings), cmp.Compare(b.seconds, a.seconds), cmp.Compare(a.path, b.path))
	})
	return list, err
}

// ranked shows every record in the order of the report. Records are fetched in
// batches, for there may be more than the memory should hold.
func (l ledger) ranked(thumbs bool, show func(r *Record, thumb []byte) error) error {
	list, err := l.ranking()
	if err != nil {
		return err
	}
	shown := 0
	for batch := range slices.Chunk(list, fetchSize) {
		records := make([]Record, len(batch))
		pictures := make([][]byte, len(batch))
		err := l.view(func(tx *bbolt.Tx) error {
			for i, k := range batch {
				if _, err := get(tx, issuesBucket, k.path, &records[i]); err != nil {
					return err
				}
				if thumbs && shown+i < maxThumbs {
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
		shown += len(batch)
	}
	return nil
}

// report writes report.html and report.csv into OUT.
func (r *run) report() error {
	if _, err := r.store.publish(reportCSV, r.writeCSV); err != nil {
		return err
	}
	_, err := r.store.publish(reportHTML, r.writeHTML)
	return err
}

// said picks the words of the report's language.
func (w Words) said(chinese bool) string {
	if chinese {
		return w.Zh
	}
	return w.En
}

func (r *run) writeCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	_ = c.Write([]string{"path", "date", "pdf", "status", "stale", "seconds", "pages", "stories", "characters", "errors", "warnings", "notes", "problems"})
	err := r.store.ledger.ranked(false, func(rec *Record, _ []byte) error {
		pdf := ""
		if rec.pdf() != nil {
			pdf = rec.Name + ".pdf"
		}
		return c.Write([]string{
			cell(rec.Path), rec.Date, cell(pdf), cmp.Or(string(rec.Status), "waiting"), strconv.FormatBool(rec.Stale), fmt.Sprintf("%.2f", rec.Seconds),
			strconv.Itoa(rec.Pages), strconv.Itoa(rec.Stories), strconv.Itoa(rec.Chars),
			strconv.Itoa(rec.Counts.Errors), strconv.Itoa(rec.Counts.Warnings), strconv.Itoa(rec.Counts.Notes),
			cell(strings.Join(rec.lines(r.Chinese), "\n")),
		})
	})
	c.Flush()
	return errors.Join(err, c.Error())
}

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
	PDF    string
	Thumb  template.URL
	Lines  []string
	Find   string // what the search looks in
}

func (r *run) row(rec *Record, thumb []byte) row {
	o := row{Record: rec, State: rec.Status.Words().said(r.Chinese), Failed: rec.Status != Done && !rec.Gone, Lines: rec.lines(r.Chinese)}
	if rec.pdf() != nil {
		o.PDF = rec.Name + ".pdf"
	}
	if len(thumb) > 0 {
		o.Thumb = template.URL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(thumb))
	}
	o.Find = strings.ToLower(strings.Join(append([]string{rec.Path, rec.Name, o.State}, o.Lines...), " "))
	return o
}

// Words are the status in words.
func (s Status) Words() Words {
	switch s {
	case Done:
		return Words{"done", "完成"}
	case Errors:
		return Words{"has errors", "有错误"}
	case Bug:
		return Words{"a fault of the program", "程序缺陷"}
	case Timeout:
		return Words{"took too long", "超时"}
	case Memory:
		return Words{"took too much memory", "内存超限"}
	case Killed:
		return Words{"its worker was ended from outside", "排版进程被外部终止"}
	case Unwritable:
		return Words{"cannot be written", "无法写出"}
	case Unreadable:
		return Words{"cannot be read", "无法读取"}
	}
	return Words{"waiting", "待排"}
}

func (r *run) writeHTML(w io.Writer) error {
	t, err := template.New("report").Funcs(template.FuncMap{
		"say": func(en, zh string) string { return Words{en, zh}.said(r.Chinese) },
		"sec": func(s float64) string { return fmt.Sprintf("%.2f", s) },
	}).Parse(reportTemplate)
	if err != nil {
		return err
	}
	total, err := r.store.ledger.tally()
	if err != nil {
		return err
	}
	head := struct {
		Chinese bool
		Archive string
		When    string
		Tally
		Done, Waiting, Foreign int
	}{r.Chinese, r.Archive, time.Now().Format("2006-01-02 15:04"), total, total.ByStatus[Done], total.ByStatus[""], r.summary.Foreign}
	if err := t.ExecuteTemplate(w, "head", head); err != nil {
		return err
	}
	err = r.store.ledger.ranked(true, func(rec *Record, thumb []byte) error {
		return t.ExecuteTemplate(w, "row", r.row(rec, thumb))
	})
	if err != nil {
		return err
	}
	return t.ExecuteTemplate(w, "foot", head)
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
	err := l.each(func(r *Record) error {
		if r.Gone {
			t.Gone++
			return nil
		}
		t.Issues++
		t.ByStatus[r.Status]++
		t.Seconds += r.Seconds
		t.Warnings += r.Counts.Warnings
		if r.Status == Done {
			t.Pages += r.Pages
		}
		if r.Date != "" {
			if t.First == "" || r.Date < t.First {
				t.First = r.Date
			}
			t.Last = max(t.Last, r.Date)
		}
		return nil
	})
	if err != nil {
		return t, err
	}
	t.About, _, err = l.about()
	return t, err
}

// ErrNoLedger tells that a folder is not the OUT of any run.
var ErrNoLedger = errors.New("no run has written here")

// ErrDamaged tells that the ledger of OUT cannot be read. The next run puts it
// aside.
var ErrDamaged = errors.New("the record is damaged")

// Sound has a worker read the ledger of OUT, before Look and Last do: a damaged
// one could end the process.
func Sound(ctx context.Context, worker func() *exec.Cmd, out string) error {
	name := filepath.Join(out, privateDir, ledgerName)
	if _, err := os.Stat(name); errors.Is(err, os.ErrNotExist) {
		return ErrNoLedger
	}
	detail, err := inspect(ctx, worker, name)
	if err == nil && detail != "" {
		err = fmt.Errorf("%w: %s", ErrDamaged, detail)
	}
	return err
}

// Look tells how OUT stands, also while a run is at work: the counts, whether
// a run is at work, and with show every failed issue, the worst first.
func Look(out string, show func(*Record)) (t Tally, busy bool, err error) {
	private := filepath.Join(out, privateDir)
	l := newLedger(filepath.Join(private, ledgerName))
	if _, err := os.Stat(l.name); errors.Is(err, os.ErrNotExist) {
		return t, false, ErrNoLedger
	} else if err != nil {
		return t, false, err
	}
	if lock, err := os.Open(filepath.Join(private, lockName)); err == nil {
		// Windows wants a file open for writing; there the state stays unknown.
		busy = errors.Is(tryLock(lock), ErrBusy)
		_ = lock.Close()
	}
	if t, err = l.tally(); err != nil || show == nil {
		return t, busy, err
	}
	err = l.ranked(false, func(r *Record, _ []byte) error {
		if r.Status != Done && r.Status != "" && !r.Gone {
			show(r)
		}
		return nil
	})
	return t, busy, err
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
