package archive

import (
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// pageSize is how many issues a page of the report shows, with the first page of each as
// a small picture: a megabyte and a half, which every browser opens at once.
const pageSize = 500

// reportDir holds the pages of the report from the second on.
const reportDir = "report"

func pageName(n int) string {
	if n == 1 {
		return reportHTML
	}
	return path.Join(reportDir, strconv.Itoa(n)+".html")
}

// link leads from one page of the report to another.
func link(from, to int) string {
	switch {
	case from == 1:
		return pageName(to)
	case to == 1:
		return "../" + reportHTML
	}
	return path.Base(pageName(to))
}

// reportPages is the report while it is written.
type reportPages struct {
	r      *run
	tmpl   *template.Template
	list   []brief
	total  Tally
	groups []*failureKind
}

// failureKind are the issues that failed in one way.
type failureKind struct {
	Code   string
	Sample string // of what is said
	Issues int
	First  []groupIssue
}

// More counts the issues that are not named.
func (g *failureKind) More() int { return g.Issues - len(g.First) }

type groupIssue struct{ Path, Place, Link string }

// maxNamed is how many issues a group names; the pages behind have all.
const maxNamed = 100

func (r *run) pages() (p *reportPages, err error) {
	p = &reportPages{r: r}
	p.tmpl, err = template.New("report").Funcs(template.FuncMap{
		"say": func(en, zh string) string { return Words{en, zh}.said(r.Chinese) },
		"sec": func(s float64) string { return fmt.Sprintf("%.2f", s) },
	}).Parse(reportTemplate)
	if err != nil {
		return nil, err
	}
	if p.total, err = r.store.ledger.tally(); err != nil {
		return nil, err
	}
	if p.list, err = r.store.ledger.ranking(); err != nil {
		return nil, err
	}
	return p, p.group()
}

func (p *reportPages) count() int { return max((len(p.list)+pageSize-1)/pageSize, 1) }

// group sorts failures by kind: whoever mends one kind mends many issues.
func (p *reportPages) group() error {
	failed := slices.IndexFunc(p.list, func(b brief) bool { return !b.failed() }) // they come first
	if failed < 0 {
		failed = len(p.list)
	}
	byCode := make(map[string]*failureKind)
	n := -1
	err := p.r.store.ledger.fetch(p.list[:failed], false, func(rec *Record, _ []byte) error {
		n++
		if rec.Status == "" {
			return nil
		}
		seen := make(map[string]bool)
		add := func(code, sample, place string) {
			if seen[code] {
				return
			}
			seen[code] = true
			g := byCode[code]
			if g == nil {
				g = &failureKind{Code: code, Sample: clipped([]string{sample}, maxRowText)[0]}
				byCode[code] = g
				p.groups = append(p.groups, g)
			}
			g.Issues++
			if len(g.First) < maxNamed {
				g.First = append(g.First, groupIssue{rec.Path, place, link(1, n/pageSize+1) + "#" + rec.Path})
			}
		}
		for i := range rec.Problems {
			if pr := &rec.Problems[i]; pr.failed() {
				add(pr.Code, pr.Text.said(p.r.Chinese), pr.Place())
			}
		}
		if len(seen) == 0 || rec.Status != Errors {
			add(string(rec.Status), rec.Status.Words().said(p.r.Chinese), "")
		}
		return nil
	})
	slices.SortStableFunc(p.groups, func(a, b *failureKind) int {
		return cmp.Or(cmp.Compare(b.Issues, a.Issues), strings.Compare(a.Code, b.Code))
	})
	return err
}

// nav is a way to another page.
type nav struct {
	N    int
	Link string
	Here bool
}

// write writes a page, and shows the records on it.
func (p *reportPages) write(w io.Writer, n int, show func(*Record) error) error {
	head := struct {
		Chinese bool
		Archive string
		When    string
		Tally
		Done, Waiting, Foreign int
		Groups                 []*failureKind
		Count                  int
		Nav                    []nav
	}{
		p.r.Chinese, p.r.Archive, time.Now().Format("2006-01-02 15:04"), p.total, p.total.ByStatus[Done], p.total.ByStatus[""], p.r.summary.Foreign,
		nil, p.count(), nil,
	}
	way := ""
	if n == 1 {
		head.Groups = p.groups
	} else {
		way = "../"
	}
	for i := range p.count() {
		head.Nav = append(head.Nav, nav{i + 1, link(n, i+1), i+1 == n})
	}
	if err := p.tmpl.ExecuteTemplate(w, "head", head); err != nil {
		return err
	}
	part := p.list[min((n-1)*pageSize, len(p.list)):min(n*pageSize, len(p.list))]
	err := p.r.store.ledger.fetch(part, true, func(rec *Record, thumb []byte) error {
		return errors.Join(show(rec), p.tmpl.ExecuteTemplate(w, "row", p.r.row(rec, thumb, way)))
	})
	if err != nil {
		return err
	}
	return p.tmpl.ExecuteTemplate(w, "foot", head)
}

// dropPages takes away pages of an earlier report that had more.
func (o *output) dropPages(count int) error {
	dir := filepath.Join(o.out, reportDir)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return ignoreMissing(err)
	}
	for _, e := range entries {
		n, err := strconv.Atoi(strings.TrimSuffix(e.Name(), ".html"))
		if err == nil && n > count && e.Name() == strconv.Itoa(n)+".html" {
			o.remove(filepath.Join(dir, e.Name()))
		}
	}
	return nil
}
