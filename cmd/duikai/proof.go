package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render"
	"duikai/render/pdf"
	"duikai/render/picture"
	"duikai/render/proof"
	"duikai/render/report"
)

// Resolutions a proof can be drawn at: below the least nothing is seen, above
// the most a broadsheet page takes more than half a gigabyte.
const (
	leastDPI = 10
	mostDPI  = 600
)

// proofPixels bounds the pages drawn at a time: together they take four bytes
// for each.
const proofPixels = 150_000_000

// noOverlays is the name for pages as they print.
const noOverlays = "none"

// Names of what is written beside the pages.
const (
	contactFile = "contact.png"
	paperFile   = "proof.pdf"
)

type proofOptions struct {
	output   string
	pages    string
	overlays string
	stamp    string
	dpi      int
	contact  bool
	pdf      bool
	notes    int
	print    render.Printing
}

func (a *app) proofCommand() *cobra.Command {
	var o proofOptions
	c := &cobra.Command{
		Use:   "proof ISSUE [-o DIR]",
		Short: a.say("draw the pages as pictures, with overlays", "输出版面校样图片，可叠加标注"),
		Long: a.say(
			"Set the issue folder ISSUE and draw every page as a picture, DIR/page-01.png and so on.\nOverlays say why a page is so: grid, frames, baselines, faults, jumps, crop, or all.\nWithout any the open marks of proof readers (proofs.yaml) are drawn, remarks; none\nleaves the pages as they print.\nWith faults the problems carry numbers on the page, and the list repeats them.\nProofs are drawn in spite of errors; the exit code is 1 then, as for check.",
			"为文件夹 ISSUE 中的一期报纸排版，每版画成一张图片：DIR/page-01.png 等。\n叠加标注说明版面为何如此：grid（栏与行）、frames（版位）、baselines（基线）、\nfaults（问题）、jumps（转接）、crop（裁切），或 all。\n不写时画出 proofs.yaml 中未处理的圈红（remarks）；写 none 则与付印的版面一样。叠加 faults 时问题在版面上编号，清单中重复该编号。\n有错误也输出校样，退出码与 check 相同，为 1。"),
		Example:           "  duikai proof 2026-11-23\n  duikai proof 2026-11-23 -o proofs --overlay frames,faults --contact --pdf",
		Args:              a.args(1, 1),
		ValidArgsFunction: onlyFolders,
		RunE: func(c *cobra.Command, args []string) error {
			var err error
			if o.print, err = a.standard(c.Flags()); err != nil {
				return err
			}
			return a.proof(c.Context(), args[0], o)
		},
	}
	a.standardFlag(c)
	f := c.Flags()
	f.StringVarP(&o.output, "output", "o", "", a.say("the folder `DIR` for the pictures; it is made if need be (default: the folder's name with -proof)", "输出图片的文件夹 `DIR`，没有则新建（默认：稿件文件夹名加 -proof）"))
	f.StringVar(&o.pages, "pages", "", a.say("only these `PAGES`, such as 1,3-4", "只输出这些版 `PAGES`，如 1,3-4"))
	f.IntVar(&o.dpi, "dpi", proof.DefaultDPI, a.say("pixels an inch", "每英寸像素数"))
	f.StringVar(&o.overlays, "overlay", "", fmt.Sprintf(a.say("overlays `KINDS`, with commas between them: %s (default: %s)", "叠加标注 `KINDS`，用逗号分隔：%s（默认 %s）"), strings.Join(overlayNames(), a.say(", ", "、")), proof.Remarks))
	f.BoolVar(&o.contact, "contact", false, a.say("all pages on one sheet too, "+contactFile, "另输出全部版面的总览 "+contactFile))
	f.BoolVar(&o.pdf, "pdf", false, a.say("a PDF for A3 paper too, "+paperFile, "另输出供 A3 纸打印的校样 "+paperFile))
	f.StringVar(&o.stamp, "stamp", "", a.say("what stands in the margin of the PDF (default: the time)", "PDF 页边所印文字（默认：当前时间）"))
	a.notesFlag(c, &o.notes)
	must(c.MarkFlagDirname("output"))
	for _, name := range []string{"pages", "dpi", "stamp"} {
		must(c.RegisterFlagCompletionFunc(name, cobra.NoFileCompletions))
	}
	must(c.RegisterFlagCompletionFunc("overlay", cobra.FixedCompletions(overlayNames(), cobra.ShellCompDirectiveNoFileComp)))
	return c
}

// overlayNames are what --overlay takes.
func overlayNames() (names []string) {
	for _, k := range proof.Kinds() {
		names = append(names, k.String())
	}
	return append(names, "all", noOverlays)
}

// proofRun is one run of the command on its way to the disk.
type proofRun struct {
	a        *app
	o        proofOptions
	kinds    []proof.Kind
	edition  *page.Edition
	labels   fonts.Chain
	pictures *picture.Store
	glyphs   *proof.Glyphs
	findings []proof.Finding

	mu  sync.Mutex
	bad diag.List // pictures that could not be drawn
}

func (a *app) proof(ctx context.Context, issue string, o proofOptions) error {
	pages, err := a.pages(o.pages)
	if err != nil {
		return err
	}
	s := &proofRun{a: a, o: o, glyphs: new(proof.Glyphs)}
	s.kinds = []proof.Kind{proof.Remarks}
	switch o.overlays {
	case "":
	case noOverlays:
		s.kinds = nil
	default:
		var wrong string
		if s.kinds, wrong = proof.ParseKinds(o.overlays); wrong != "" {
			return fmt.Errorf(a.say("--overlay does not know %s: %s", "--overlay 没有 %s：可用 %s"), wrong, strings.Join(overlayNames(), a.say(", ", "、")))
		}
	}
	if o.dpi < leastDPI || o.dpi > mostDPI {
		return fmt.Errorf(a.say("--dpi takes a number from %d to %d, not %d", "--dpi 应为 %d 至 %d 之间的数，而非 %d"), leastDPI, mostDPI, o.dpi)
	}
	f, err := a.folder(a.stderr, issue)
	if err != nil {
		return err
	}
	defer f.close()
	if s.o.output == "" {
		s.o.output = f.baseName() + "-proof"
	}
	if err := checkFolder(s.o.output); err != nil {
		return a.refuse(a.stderr, diag.CannotWrite, s.o.output, err)
	}
	if s.o.stamp == "" {
		s.o.stamp = time.Now().Format("2006-01-02 15:04")
	}

	j := render.Job{FS: f.fs(), Pages: pages, Draft: true, Record: true, Printing: o.print, Painter: a.painter(), Shelf: a.newShelf()}
	say := report.Options{Lang: a.lang, Dir: f.name, Notes: o.notes > 0, Every: o.notes > 1}
	r, err := a.set(ctx, j)
	if err != nil {
		return errors.Join(report.Problems(a.stderr, r.Problems, say), err)
	}
	var file string // that could not be written
	written := ""
	if !r.Unusable() && r.Edition != nil && len(r.Edition.Pages) > 0 {
		s.edition, s.labels = r.Edition, r.Faces.Chain(fonts.Hei)
		s.pictures = r.Pictures // as they will print
		s.findings = proof.Find(s.edition, r.Problems)
		if file, err = s.write(ctx); ctx.Err() != nil {
			return ctx.Err()
		}
		r.Problems = append(r.Problems, s.bad...) // behind those that have numbers
		say.Marked = s.marked()
		written = filepath.Clean(s.o.output) + string(filepath.Separator)
	}
	if err := report.Problems(a.stderr, r.Problems, say); err != nil {
		return err
	}
	if err != nil {
		return a.refuse(a.stderr, diag.CannotWrite, file, err)
	}
	out := report.Outcome{Edition: r.Edition, Problems: r.Problems, Draft: r.Problems.Has(diag.Error), File: written}
	fmt.Fprintln(a.stderr, out.Rendered(say))
	return verdictOf(r)
}

// checkFolder tells before the work begins whether path is a folder or can
// become one.
func checkFolder(path string) error {
	fi, err := os.Stat(path)
	switch {
	case err == nil && !fi.IsDir():
		return &fs.PathError{Op: "write", Path: path, Err: errNotFolder}
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return checkTarget(filepath.Clean(path))
}

// marked says for each problem where it stands, when the pages show the
// numbers.
func (s *proofRun) marked() []string {
	if !slices.Contains(s.kinds, proof.Faults) {
		return nil
	}
	out := make([]string, len(s.findings))
	for i, f := range s.findings {
		if f.Number > 0 {
			out[i] = fmt.Sprintf(s.a.say(" (page %d, no. %d)", "（第%d版 %d 号）"), f.Page, f.Number)
		}
	}
	return out
}

func (s *proofRun) marks(p *page.Page) []proof.Mark {
	if len(s.kinds) == 0 {
		return nil
	}
	return proof.Overlays(p, s.findings, s.kinds...)
}

// write draws and writes everything. On failure it names the file.
func (s *proofRun) write(ctx context.Context) (file string, err error) {
	if err := os.Mkdir(s.o.output, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return s.o.output, err
	}
	progress := startProgress(s.a.stderr)
	defer progress.stop()
	progress.at(s.a.say("drawing the proofs ...", "输出校样……"))
	if file, err := s.writePages(ctx); err != nil {
		return file, err
	}
	if s.o.contact {
		file := filepath.Join(s.o.output, contactFile)
		img, err := proof.Contact(s.edition.Pages, proof.Options{Glyphs: s.glyphs, Pictures: s.pictures, Labels: s.labels}, s.marks)
		if err := s.excuse(err); err != nil {
			return file, err
		}
		if err := writeFile(ctx, file, writerTo(func(w io.Writer) error { return proof.EncodePNG(w, img, proof.ContactDPI) })); err != nil {
			return file, err
		}
	}
	if s.o.pdf {
		file := filepath.Join(s.o.output, paperFile)
		document, err := s.paper()
		if err != nil {
			return file, err
		}
		return file, writeFile(ctx, file, bytes.NewReader(document))
	}
	return "", nil
}

// writePages draws the pages side by side, as many as there are processors and
// as memory allows.
func (s *proofRun) writePages(ctx context.Context) (file string, err error) {
	most := 1
	for _, p := range s.edition.Pages {
		px := func(l geom.Length) int { return int(l * geom.Length(s.o.dpi) / geom.Inch) }
		most = max(most, px(p.Trim.W)*px(p.Trim.H))
	}
	type failure struct {
		file string
		err  error
	}
	failures := make([]failure, len(s.edition.Pages)) // the first page's is reported
	work := make(chan int)
	var wg sync.WaitGroup
	for range max(min(runtime.GOMAXPROCS(0), len(s.edition.Pages), proofPixels/most), 1) {
		wg.Go(func() {
			for i := range work {
				p := s.edition.Pages[i]
				file := filepath.Join(s.o.output, pageFile(p.Number))
				if err := s.writePage(ctx, p, file); err != nil {
					failures[i] = failure{file, err}
				}
			}
		})
	}
	for i := range s.edition.Pages {
		if ctx.Err() != nil {
			break
		}
		work <- i
	}
	close(work)
	wg.Wait()
	for _, f := range failures {
		if f.err != nil {
			return f.file, f.err
		}
	}
	return "", ctx.Err()
}

// pageFile is the name of a page's picture; two figures sort up to page 99.
func pageFile(number int) string {
	n := strconv.Itoa(number)
	return "page-" + strings.Repeat("0", max(2-len(n), 0)) + n + ".png"
}

func (s *proofRun) writePage(ctx context.Context, p *page.Page, file string) error {
	img, err := proof.Draw(p, proof.Options{DPI: s.o.dpi, Glyphs: s.glyphs, Pictures: s.pictures, Marks: s.marks(p), Labels: s.labels})
	if err := s.excuse(err); err != nil {
		return err
	}
	return writeFile(ctx, file, writerTo(func(w io.Writer) error { return proof.EncodePNG(w, img, s.o.dpi) }))
}

// writerTo is a function that writes, as writeFile wants it.
type writerTo func(io.Writer) error

func (f writerTo) WriteTo(w io.Writer) (int64, error) { return 0, f(w) }

// excuse turns a picture that cannot be drawn into a problem: the page is
// drawn without it. One that has been reported is not reported again.
func (s *proofRun) excuse(err error) error {
	if f, ok := errors.AsType[*proof.FileError](err); ok {
		s.broken(f.Src, f.File, f.Err)
		return nil
	}
	return err
}

func (s *proofRun) broken(src diag.Pos, file string, err error) {
	p := render.FileProblem(src, file, err)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.findings {
		if f.Problem.Severity() >= diag.Error && f.Problem.Pos == p.Pos {
			return // what is wrong with the file has been told
		}
	}
	for _, b := range s.bad {
		if b.Pos == p.Pos {
			return
		}
	}
	s.bad = append(s.bad, p)
}

// paper draws the PDF. A file that cannot be drawn is marked in its place, and
// the rest drawn again.
func (s *proofRun) paper() ([]byte, error) {
	o := proof.PaperOptions{Marks: s.marks, Labels: s.labels, Stamp: s.o.stamp, Broken: map[string]bool{}}
	for _, f := range s.findings {
		if f.Problem.Code == diag.BadPicture || f.Problem.Code == diag.AdDamaged {
			if name, ok := f.Problem.Args[0].(string); ok {
				o.Broken[name] = true
			}
		}
	}
	cache := new(pdf.Cache)
	for {
		document, err := pdf.Render(proof.Paper(s.edition, o), pdf.Options{Cache: cache, Pictures: s.pictures})
		f, ok := errors.AsType[*pdf.FileError](err)
		if !ok || o.Broken[f.File] {
			return document, err
		}
		o.Broken[f.File] = true
		s.broken(f.Src, f.File, f.Err)
	}
}
