package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"duikai/layout/diag"
	"duikai/render"
	"duikai/render/pdf"
	"duikai/render/report"
)

// toStdout is the output name that means standard output.
const toStdout = "-"

type renderOptions struct {
	output string
	pages  string
	draft  bool
	notes  int
	print  render.Printing
}

func (a *app) renderCommand() *cobra.Command {
	var o renderOptions
	c := &cobra.Command{
		Use:   "render ISSUE [-o FILE.pdf]",
		Short: a.say("set an issue and write the PDF", "排版并输出 PDF"),
		Long: a.say(
			"Set the issue folder ISSUE and write its PDF.\nProblems are printed on standard error. When the edition has errors, nothing is\nwritten and the exit code is 1; --draft writes it all the same, with what is\nmissing or left over marked in the page.",
			"为文件夹 ISSUE 中的一期报纸排版并输出 PDF。\n问题列在标准错误输出。版面有错误时不写文件，退出码为 1；\n加 --draft 则仍写出草样，并在版面上标出缺漏。"),
		Example:           "  duikai render 2026-11-23\n  duikai render 2026-11-23 -o edition.pdf --pages 1,3-4",
		Args:              a.args(1, 1),
		ValidArgsFunction: onlyFolders,
		RunE: func(c *cobra.Command, args []string) error {
			var err error
			if o.print, err = a.printing(c.Flags()); err != nil {
				return err
			}
			return a.render(c.Context(), args[0], o)
		},
	}
	c.Flags().StringVarP(&o.output, "output", "o", "", a.say("the PDF `FILE`; - is standard output (default: the folder's name with .pdf)", "输出的 PDF 文件 `FILE`；- 为标准输出（默认：文件夹名加 .pdf）"))
	c.Flags().StringVar(&o.pages, "pages", "", a.say("only these `PAGES`, such as 1,3-4", "只输出这些版 `PAGES`，如 1,3-4"))
	c.Flags().BoolVar(&o.draft, "draft", false, a.say("write a draft in spite of errors", "有错误也写出草样"))
	a.notesFlag(c, &o.notes)
	a.printingFlags(c)
	must(c.MarkFlagFilename("output", "pdf"))
	must(c.RegisterFlagCompletionFunc("pages", cobra.NoFileCompletions))
	return c
}

// notesFlag is -v, or -vv for every note where several say the same.
func (a *app) notesFlag(c *cobra.Command, n *int) {
	c.Flags().CountVarP(n, "verbose", "v", a.say("list notes too, such as changes to the text; -vv: each of those that say the same", "同时列出提示（如文字改动）；-vv 逐条列出相同的提示"))
}

func onlyFolders(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return nil, cobra.ShellCompDirectiveFilterDirs
}

func (a *app) render(ctx context.Context, issue string, o renderOptions) error {
	pages, err := a.pages(o.pages)
	if err != nil {
		return err
	}
	f, err := a.folder(a.stderr, issue)
	if err != nil {
		return err
	}
	defer f.close()
	if o.output == "" {
		o.output = f.baseName() + ".pdf"
	}
	if o.output != toStdout {
		if err := checkTarget(o.output); err != nil {
			return a.refuse(a.stderr, diag.CannotWrite, o.output, err)
		}
	}

	r, err := a.set(ctx, render.Job{FS: f.fs(), Pages: pages, Draft: o.draft, Draw: true, Cache: new(pdf.Cache), Shelf: a.newShelf(), Printing: o.print})
	out := report.Outcome{Edition: r.Edition, Problems: r.Problems, Draft: r.Problems.Has(diag.Error)}
	say := report.Options{Lang: a.lang, Dir: f.name, Notes: o.notes > 0, Every: o.notes > 1}
	if err := errors.Join(report.Problems(a.stderr, r.Problems, say), err); err != nil {
		return err
	}
	if r.Document != nil {
		if err := a.deliver(ctx, o.output, r.Document); err != nil {
			return a.refuse(a.stderr, diag.CannotWrite, o.output, err)
		}
		out.File = o.output
	}
	fmt.Fprintln(a.stderr, out.Rendered(say))
	return verdictOf(r)
}

// deliver writes the finished document where it is wanted.
func (a *app) deliver(ctx context.Context, output string, document []byte) error {
	if output == toStdout {
		_, err := a.stdout.Write(document)
		return err
	}
	return writeFile(ctx, output, bytes.NewReader(document))
}

// set runs a job under a progress line.
func (a *app) set(ctx context.Context, j render.Job) (render.Result, error) {
	p := startProgress(a.stderr)
	defer p.stop()
	j.FacesOf = a.faceSet
	j.At = func(s render.Stage) {
		p.at([...]string{
			render.Reading:   a.say("reading the manuscript ...", "读稿……"),
			render.Planning:  a.say("finding places ...", "自动组版……"),
			render.Composing: a.say("making up the pages ...", "组版……"),
			render.Drawing:   a.say("drawing the PDF ...", "输出 PDF……"),
		}[s])
	}
	j.Plan.At = func(done, of int) {
		p.at(fmt.Sprintf(a.say("finding places: %d of %d pages ...", "自动组版：已排 %d 版，共 %d 版……"), done, of))
	}
	return j.RunContext(ctx)
}

// pages reads --pages; nil is the whole edition.
func (a *app) pages(s string) ([]int, error) {
	if s == "" {
		return nil, nil
	}
	pages, ok := parsePages(s)
	if !ok {
		return nil, fmt.Errorf(a.say("--pages takes page numbers such as 1,3-4, not %q", "--pages 应为 1,3-4 这样的版次，而非 %q"), s)
	}
	return pages, nil
}

func (a *app) checkCommand() *cobra.Command {
	var notes int
	var fix fixing
	c := &cobra.Command{
		Use:   "check ISSUE",
		Short: a.say("compose an issue and list every problem", "试排并列出全部问题"),
		Long: a.say(
			"Load and compose the issue folder ISSUE and print every problem; nothing is written.\nWith --fix what problems name as right is written into the files first, and told:\nspans that fit, half-width marks in YAML, lines --- that lack, names of keys, dates,\npaths. What may change words, names, titles or numbers is a guess and is told, but\nwritten with --fix=guesses alone; --fix=notes writes what the program mends itself\nwhen it sets, such as quotes; --fix=all both. duikai serve can undo all that.",
			"读入并试排文件夹 ISSUE，列出全部问题，不写任何文件。用 --fix 时，先把问题中指明的\n正确写法写进文件并逐条列出：合适的 span、YAML 里的半角符号、缺少的 ---、键名、\n日期、路径等。可能改动文字、人名、标题、数字的属于猜测，只列出，--fix=guesses 才\n写入；--fix=notes 写入程序排版时自行规范的写法（如引号）；--fix=all 两者都写。均可\n在 duikai serve 中撤销。"),
		Args:              a.args(1, 1),
		ValidArgsFunction: onlyFolders,
		RunE: func(c *cobra.Command, args []string) error {
			print, err := a.standard(c.Flags())
			if err != nil {
				return err
			}
			return a.check(c.Context(), args[0], print, notes, fix)
		},
	}
	a.standardFlag(c)
	a.notesFlag(c, &notes)
	c.Flags().Var(&fix, "fix", a.say("write the remedies that the program knows into the files first: sure, guesses, notes, all", "先把程序知道的改法写进文件：sure（确定的）、guesses（含猜测）、notes（含规范）、all"))
	c.Flags().Lookup("fix").NoOptDefVal = sureFixes
	must(c.RegisterFlagCompletionFunc("fix", cobra.FixedCompletions([]string{sureFixes, "guesses", "notes", "all"}, cobra.ShellCompDirectiveNoFileComp)))
	return c
}

func (a *app) check(ctx context.Context, issue string, print render.Printing, notes int, fix fixing) error {
	f, err := a.folder(a.stdout, issue)
	if err != nil {
		return err
	}
	defer f.close()
	j := render.Job{FS: f.fs(), Shelf: a.newShelf(), Printing: print}
	r, err := a.set(ctx, j)
	if err == nil && fix.on {
		r, err = a.fixed(f, r, fix, func() (render.Result, error) { return a.set(ctx, j) })
	}
	say := report.Options{Lang: a.lang, Dir: f.name, Notes: notes > 0, Every: notes > 1}
	if err := errors.Join(report.Problems(a.stdout, r.Problems, say), err); err != nil {
		return err
	}
	out := report.Outcome{Edition: r.Edition, Problems: r.Problems}
	if _, err := io.WriteString(a.stdout, out.Checked(say)+"\n"); err != nil {
		return err
	}
	return verdictOf(r)
}
