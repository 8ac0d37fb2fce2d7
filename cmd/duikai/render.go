package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"duikai/layout/diag"
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
	print  printing
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
	f, err := openFolder(issue)
	if err != nil {
		return a.refuse(a.stderr, diag.Unreadable, issue, err)
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

	r, err := a.set(ctx, job{fsys: f.fs(), pages: pages, draft: o.draft, draw: true, cache: new(pdf.Cache), print: o.print})
	out := report.Outcome{Edition: r.edition, Problems: r.problems, Draft: r.problems.Has(diag.Error)}
	say := report.Options{Lang: a.lang, Dir: f.name, Notes: o.notes > 0, Every: o.notes > 1}
	if err := errors.Join(report.Problems(a.stderr, r.problems, say), err); err != nil {
		return err
	}
	if r.pdf != nil {
		if err := a.deliver(ctx, o.output, r.pdf); err != nil {
			return a.refuse(a.stderr, diag.CannotWrite, o.output, err)
		}
		out.File = o.output
	}
	fmt.Fprintln(a.stderr, out.Rendered(say))
	return r.verdict()
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
func (a *app) set(ctx context.Context, j job) (result, error) {
	p := startProgress(a.stderr)
	defer p.stop()
	j.at = func(s stage) {
		p.at([...]string{
			reading:   a.say("reading the manuscript ...", "读稿……"),
			planning:  a.say("finding places ...", "自动组版……"),
			composing: a.say("making up the pages ...", "组版……"),
			drawing:   a.say("drawing the PDF ...", "输出 PDF……"),
		}[s])
	}
	j.plan.At = func(done, of int) {
		p.at(fmt.Sprintf(a.say("finding places: %d of %d pages ...", "自动组版：已排 %d 版，共 %d 版……"), done, of))
	}
	return await(ctx, j)
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
	c := &cobra.Command{
		Use:   "check ISSUE",
		Short: a.say("compose an issue and list every problem", "试排并列出全部问题"),
		Long: a.say(
			"Load and compose the issue folder ISSUE and print every problem; nothing is written.",
			"读入并试排文件夹 ISSUE，列出全部问题，不写任何文件。"),
		Args:              a.args(1, 1),
		ValidArgsFunction: onlyFolders,
		RunE: func(c *cobra.Command, args []string) error {
			print, err := a.standard(c.Flags())
			if err != nil {
				return err
			}
			return a.check(c.Context(), args[0], print, notes)
		},
	}
	a.standardFlag(c)
	a.notesFlag(c, &notes)
	return c
}

func (a *app) check(ctx context.Context, issue string, print printing, notes int) error {
	f, err := openFolder(issue)
	if err != nil {
		return a.refuse(a.stdout, diag.Unreadable, issue, err)
	}
	defer f.close()
	r, err := a.set(ctx, job{fsys: f.fs(), print: print})
	say := report.Options{Lang: a.lang, Dir: f.name, Notes: notes > 0, Every: notes > 1}
	if err := errors.Join(report.Problems(a.stdout, r.problems, say), err); err != nil {
		return err
	}
	out := report.Outcome{Edition: r.edition, Problems: r.problems}
	if _, err := io.WriteString(a.stdout, out.Checked(say)+"\n"); err != nil {
		return err
	}
	return r.verdict()
}
