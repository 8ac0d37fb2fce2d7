package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/docx"
	"duikai/layout/intake/dump"
	"duikai/layout/intake/epaper"
	"duikai/layout/intake/filler"
	"duikai/layout/intake/post"
	ourpages "duikai/layout/intake/replica"
	"duikai/layout/intake/scan"
	"duikai/layout/intake/table"
	"duikai/layout/intake/text"
	"duikai/layout/intake/wire"
	"duikai/render/report"
)

// importReaders are the kinds of sources that are known, those that are surest
// of themselves first.
func (a *app) importReaders() []intake.Reader {
	readers := []intake.Reader{epaper.Reader(), text.Reader(), table.Reader(), table.Records(), post.Reader(), docx.Reader(), wire.Reader(), ourpages.Reader()}
	readers = append(readers, scan.Readers()...)
	return append(readers, dump.Reader(), dump.PDF(a.pdfText))
}

// pdfText reads the text of a PDF with its places.
func (a *app) pdfText(document []byte) ([]dump.Sheet, error) {
	p := a.painter()
	defer p.Close()
	pages, err := p.Text(document)
	out := make([]dump.Sheet, len(pages))
	for i, s := range pages {
		out[i] = dump.Sheet{W: s.W, H: s.H}
		for _, g := range s.Glyphs {
			out[i].Glyphs = append(out[i].Glyphs, dump.Glyph(g))
		}
	}
	return out, err
}

type importOptions struct {
	output string
	from   string
	layout string
	paper  string
	date   string
	page   int
	jobs   int
	notes  int
}

var importLayouts = []string{intake.LayoutAuto: "auto", intake.LayoutRestore: "restore", intake.LayoutNone: "none"}

// importReport is the report's name in the archive.
const importReport = "import-report.html"

func (a *app) importCommand() *cobra.Command {
	var o importOptions
	kinds := []string{"auto"}
	for _, r := range a.importReaders() {
		kinds = append(kinds, r.Kind)
	}
	c := &cobra.Command{
		Use:   "import SRC... -o ARCHIVE",
		Short: a.say("make issue folders of back issues and wire copy", "把旧报和来稿变成一期期的文件夹"),
		Long: a.say(
			"Turn back issues and wire copy into issue folders that render sets: ARCHIVE/YYYY/YYYY-MM-DD,\neach with import.json, which tells where every text comes from. SRC is a folder, a\nzip, a file, or - for standard input. ARCHIVE/import-report.html shows the source\nbeside the result, and every guess. Importing again changes nothing that has not\nchanged in the source; what an editor has changed is kept.",
			"把旧报和来稿变成可以排版的文件夹：ARCHIVE/YYYY/YYYY-MM-DD，各带一份 import.json，\n记明每段文字的出处。SRC 是文件夹、zip、文件，或 -（标准输入）。\nARCHIVE/import-report.html 并列来源与结果，并列出每一处猜测。\n再次导入时，来源没有变化的一概不动；编辑改过的稿件保留不动。"),
		Example: "  duikai import page.txt --paper 望汀日报 --date 2021-04-07 --page 3 -o archive\n  duikai import mirror.zip -o archive",
		Args:    a.args(1, 1<<16),
		RunE:    func(c *cobra.Command, args []string) error { return a.importAll(c.Context(), c.InOrStdin(), args, o) },
	}
	c.Flags().StringVarP(&o.output, "output", "o", "", a.say("the `ARCHIVE` folder, made where it is missing", "输出的旧报文件夹 `ARCHIVE`，没有则新建"))
	c.Flags().StringVar(&o.from, "from", "auto", a.say("`KIND` of the source: ", "来源的种类 `KIND`：")+strings.Join(kinds, ", "))
	c.Flags().StringVar(&o.layout, "layout", "auto", a.say("`PLACES` on the page: auto (made up by the program), restore (as it was printed, where the source tells), none (the stories alone, without fillers)", "版面 `PLACES`：auto（自动组版）、restore（来源有坐标时按原版复原）、none（只要稿件，不补白）"))
	c.Flags().StringVar(&o.paper, "paper", "", a.say("`NAME` of the paper (default: as the source says)", "报名 `NAME`（默认取自来源）"))
	c.Flags().StringVar(&o.date, "date", "", a.say("`DAY` of issue, such as 2021-04-07 (default: as the source says)", "出版日期 `DAY`，如 2021-04-07（默认取自来源）"))
	c.Flags().IntVar(&o.page, "page", 0, a.say("`NUMBER` of the page, where the source is one page (default: as the source says)", "来源只有一版时的版次 `NUMBER`（默认取自来源）"))
	c.Flags().IntVarP(&o.jobs, "jobs", "j", runtime.GOMAXPROCS(0), a.say("read `N` issues at a time", "同时读 `N` 期"))
	a.notesFlag(c, &o.notes)
	must(c.RegisterFlagCompletionFunc("from", cobra.FixedCompletions(kinds, cobra.ShellCompDirectiveNoFileComp)))
	must(c.RegisterFlagCompletionFunc("layout", cobra.FixedCompletions(importLayouts, cobra.ShellCompDirectiveNoFileComp)))
	must(c.MarkFlagDirname("output"))
	return c
}

// importing is one run of the command.
type importing struct {
	*app
	importOptions
	options  intake.Options
	found    []intake.Finding // without an issue
	report   intake.Report
	problems diag.List
	art      intake.Art
	set      *fonts.Set
	closers  []io.Closer
	held     int64 // bytes of zips in zips
	papers   bool  // issues of several papers: each has a folder of its own
	counts   map[string]int
}

func (a *app) importAll(ctx context.Context, stdin io.Reader, args []string, o importOptions) error {
	r := &importing{app: a, importOptions: o, counts: make(map[string]int)}
	r.report.Lang = a.lang
	if err := r.readOptions(); err != nil {
		return err
	}
	if err := os.MkdirAll(o.output, 0o755); err != nil {
		return a.refuse(a.stderr, diag.CannotWrite, o.output, err)
	}
	lots, err := r.open(stdin, args)
	defer r.close()
	if err != nil {
		return err
	}
	set, err := a.faceSet()
	if err != nil {
		return err
	}
	r.set = set
	if face, ok := set.Chain(fonts.Kai).Face('水'); ok {
		r.art = func(w, h float64, n int) []byte { return filler.Draw(face, w, h, n) }
	}
	groups := intake.Group(lots)
	for _, g := range groups {
		r.papers = r.papers || g[0].Key.Paper != groups[0][0].Key.Paper
	}
	if err := r.take(ctx, groups); err != nil {
		return err
	}
	r.add("", nil, r.found)
	return r.finish(ctx)
}

// readOptions checks the flags.
func (r *importing) readOptions() error {
	if r.output == "" {
		return errors.New(r.say("import needs -o ARCHIVE, the folder to write to", "import 需要 -o ARCHIVE（输出文件夹）"))
	}
	if r.from != "auto" && intake.Named(r.importReaders(), r.from) == nil {
		return fmt.Errorf(r.say("--from does not take %q (see duikai import --help)", "--from 的值 %q 无效（见 duikai import --help）"), r.from)
	}
	layout := slices.Index(importLayouts, r.layout)
	if layout < 0 {
		return fmt.Errorf(r.say("--layout takes auto, restore or none, not %q", "--layout 应为 auto、restore 或 none，而非 %q"), r.layout)
	}
	r.options = intake.Options{Paper: r.paper, Page: r.page, Layout: intake.Layout(layout)}
	if r.date != "" {
		day, err := time.Parse(time.DateOnly, r.date)
		if err != nil {
			return fmt.Errorf(r.say("--date takes a day such as 2021-04-07, not %q", "--date 应为日期，如 2021-04-07，而非 %q"), r.date)
		}
		r.options.Date = day
	}
	const mostPage = 400 // as in issue.yaml
	if r.page < 0 || r.page > mostPage {
		return fmt.Errorf(r.say("--page takes a number from 1 to %d, not %d", "--page 应为 1 至 %d，而非 %d"), mostPage, r.page)
	}
	if r.jobs < 1 {
		return fmt.Errorf(r.say("-j takes a number from 1 on, not %d", "-j 应为 1 以上的数，而非 %d"), r.jobs)
	}
	return nil
}

// take reads the issues, some at a time, and writes them in their order.
func (r *importing) take(ctx context.Context, groups [][]intake.Lot) error {
	type outcome struct {
		folder *intake.Folder
		found  []intake.Finding
		err    error
	}
	work := func(i int) (o outcome) {
		d := intake.Take(groups[i])
		if d.Edition != nil && r.options.Layout == intake.LayoutRestore {
			d.Findings = append(d.Findings, d.Edition.Restore(gridOf(groups, i, d.Edition))...)
		}
		o.found = d.Findings
		if d.Edition == nil {
			return o
		}
		d.Edition.Art = r.art
		var f intake.Folder
		var more []intake.Finding
		if r.options.Layout == intake.LayoutRestore {
			if f, more, o.err = refit(d.Edition, d.Findings, r.set); o.err != nil {
				return o
			}
		} else {
			f, more = d.Edition.Folder(d.Findings, r.options.Layout)
			if f, more, o.err = refill(d.Edition, f, d.Findings, more, r.options.Layout, r.set); o.err != nil {
				return o
			}
		}
		if r.papers {
			f.Dir = path.Join(intake.FolderName(d.Edition.Paper), f.Dir)
		}
		o.folder, o.found = &f, append(o.found, more...)
		return o
	}
	// As many are under way as there are workers; each waits in its place in the
	// row, so that what is written and told has the order of the issues.
	row := make(chan chan outcome, r.jobs)
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		defer close(row)
		for i := range groups {
			ch := make(chan outcome, 1)
			select {
			case row <- ch:
				go func() { ch <- work(i) }()
			case <-stop:
				return
			}
		}
	}()
	for ch := range row {
		o := <-ch
		if err := cmp.Or(ctx.Err(), o.err); err != nil {
			return err
		}
		if o.folder == nil {
			r.add("", nil, o.found)
			continue
		}
		if err := r.write(ctx, o.folder, o.found); err != nil {
			return err
		}
	}
	return nil
}

// gridOf is the grid that an issue stood on: as its pages show, or, where they do not tell
// enough, as the nearest issues of the paper's month do.
func gridOf(groups [][]intake.Lot, i int, e *intake.Edition) intake.Grid {
	g := e.Grids()
	const asked = 3 // issues before it, and as many behind
	for _, step := range []int{-1, 1} {
		for k, n := i+step, 0; n < asked && !g.Sure() && k >= 0 && k < len(groups) && groups[k][0].Key.Month() == groups[i][0].Key.Month(); k += step {
			if groups[k][0].Key.Paper != groups[i][0].Key.Paper {
				continue // of the same day
			}
			n++
			if near := intake.Take(groups[k]).Edition; near != nil {
				g = g.And(near.Grids())
			}
		}
	}
	return g.Grid()
}

// write puts an issue on disk and tells of it.
func (r *importing) write(ctx context.Context, f *intake.Folder, found []intake.Finding) error {
	dir := filepath.Join(r.output, filepath.FromSlash(f.Dir))
	var there fs.FS
	if _, err := os.Stat(dir); err == nil {
		root, err := os.OpenRoot(dir)
		if err != nil {
			return r.refuse(r.stderr, diag.CannotWrite, dir, err)
		}
		defer root.Close() // nothing is written through it
		there = root.FS()
	}
	changes, more := f.Against(there)
	found = append(found, more...)
	if err := writeChanges(ctx, dir, there == nil, changes); err != nil {
		return r.refuse(r.stderr, diag.CannotWrite, dir, err)
	}
	r.add(f.Dir, &f.Record, found)
	c := f.Record.Counts
	state := r.say("new", "新建")
	switch {
	case changes.Refused:
		state = r.say("not written", "未写入")
	case there != nil && len(changes.Write) == 0:
		state = r.say("unchanged", "无变化")
	case there != nil:
		state = fmt.Sprintf(r.say("%d files written", "写入 %d 个文件"), len(changes.Write))
	}
	if changes.Kept > 0 {
		state += fmt.Sprintf(r.say(", %d kept as edited", "，保留编辑过的 %d 个"), changes.Kept)
	}
	r.counts["issues"]++
	for _, name := range []string{"pages", "stories", "pictures"} {
		r.counts[name] += c[name]
	}
	_, err := fmt.Fprintf(r.stdout, r.say("%s: pages %d, stories %d, pictures %d; %s\n", "%s：%d 版，稿件 %d 篇，图片 %d 幅；%s\n"), f.Dir, c["pages"], c["stories"], c["pictures"], state)
	return err
}

// writeChanges writes files of an issue folder. A new folder appears whole or
// not at all; in one that stands there every file does, and import.json, which
// says that all is done, comes last.
func writeChanges(ctx context.Context, dir string, fresh bool, c intake.Changes) error {
	into := dir
	if fresh {
		// A name of its own, so that what a killed run left is taken up again.
		into = filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir)+".duikai-part")
		if err := os.RemoveAll(into); err != nil {
			return err
		}
	}
	for _, file := range c.Write {
		name := filepath.Join(into, filepath.FromSlash(file.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := writeFile(ctx, name, bytes.NewReader(file.Data)); err != nil {
			return err
		}
	}
	if fresh {
		return os.Rename(into, dir)
	}
	return nil
}

// add takes findings into the report and the list of problems.
func (r *importing) add(dir string, record *intake.Record, found []intake.Finding) {
	r.report.Add(dir, record, found)
	for _, f := range found {
		r.problems = append(r.problems, f.Problem)
		r.counts[string(f.Code)]++
	}
}

// finish writes the report and says what was done.
func (r *importing) finish(ctx context.Context) error {
	var page bytes.Buffer
	if err := r.report.WriteHTML(&page); err != nil {
		return err
	}
	name := filepath.Join(r.output, importReport)
	if err := writeFile(ctx, name, &page); err != nil {
		return r.refuse(r.stderr, diag.CannotWrite, name, err)
	}
	r.problems.Sort()
	say := report.Options{Lang: r.lang, Notes: r.notes > 0, Every: r.notes > 1}
	if err := report.Problems(r.stderr, r.problems, say); err != nil {
		return err
	}
	fmt.Fprintln(r.stderr, r.summary(name))
	if r.counts["issues"] == 0 && r.problems.Has(diag.Error) {
		return verdict(exitErrors)
	}
	return judge(r.problems)
}

// summary is the last line on the terminal.
func (r *importing) summary(name string) string {
	c := r.counts
	s := fmt.Sprintf(r.say("imported: issues %d, pages %d, stories %d; joined %d, lifted %d, broken off %d, guesses %d", "导入 %d 期、%d 版、%d 篇稿件；接合 %d 处，移出标题 %d 行，残缺 %d 篇，猜测 %d 处"),
		c["issues"], c["pages"], c["stories"], c[string(diag.ImportJoined)], c[string(diag.ImportLifted)], c[string(diag.ImportTruncated)], c[string(diag.ImportGuess)])
	return s + fmt.Sprintf(r.say("; see %s", "；详见 %s"), name)
}
