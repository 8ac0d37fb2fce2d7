package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/page"
	"duikai/render"
	"duikai/render/proof"
	"duikai/render/report"
)

type reportOptions struct {
	output string
	format string
	pages  string
	notes  int
	print  render.Printing
}

// reportFormats are the forms of the report, which are the endings of its
// files too.
var reportFormats = []string{"text", "json", "html"}

// reportBase is what a report is called in a folder, before its ending.
const reportBase = "report"

func (a *app) reportCommand() *cobra.Command {
	var o reportOptions
	c := &cobra.Command{
		Use:   "report ISSUE [-o FILE|DIR]",
		Short: a.say("tell what stands where and how every line was set", "报告版面内容与每行排字情况"),
		Long: a.say(
			"Set the issue folder ISSUE and report every page: its stories with characters,\nlines, fill and overset, continuations, pictures with their resolution, problems,\nand how every line was set. --format html writes one file for a browser with the\npages, overlays and problems that lead to their place; json is for scripts. With a\nfolder after -o both are written there. An edition with errors is reported too; the\nexit code is then 1.",
			"为文件夹 ISSUE 中的一期报纸排版，报告各版稿件的字数、行数、满版率、余字、转版、\n图片分辨率、问题，以及每行的排字情况。--format html 输出一个可在浏览器中查看的文件，\n含版面、叠加层和可定位的问题；json 供脚本使用。-o 后为文件夹时两者都写入其中。\n版面有错误也照样报告，退出码为 1。"),
		Example:           "  duikai report 2026-11-23\n  duikai report 2026-11-23 -o report.html",
		Args:              a.args(1, 1),
		ValidArgsFunction: onlyFolders,
		RunE: func(c *cobra.Command, args []string) error {
			var err error
			if o.print, err = a.standard(c.Flags()); err != nil {
				return err
			}
			return a.report(c.Context(), args[0], o)
		},
	}
	a.standardFlag(c)
	c.Flags().StringVarP(&o.output, "output", "o", "", a.say("the `FILE` or folder; - is standard output (default)", "输出的文件或文件夹 `FILE`；- 为标准输出（默认）"))
	c.Flags().StringVar(&o.format, "format", "", a.say("text, json or html (default: from the file's name, else text)", "text、json 或 html（默认取自文件名，否则为 text）"))
	c.Flags().StringVar(&o.pages, "pages", "", a.say("only these `PAGES`, such as 1,3-4", "只报告这些版 `PAGES`，如 1,3-4"))
	a.notesFlag(c, &o.notes)
	must(c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(reportFormats, cobra.ShellCompDirectiveNoFileComp)))
	must(c.RegisterFlagCompletionFunc("pages", cobra.NoFileCompletions))
	return c
}

// reportFile is one file to write: its path and its format.
type reportFile struct{ path, format string }

// reportFiles says what -o and --format ask for.
func (a *app) reportFiles(o reportOptions) ([]reportFile, error) {
	known := false
	for _, f := range reportFormats {
		known = known || o.format == f
	}
	if o.format != "" && !known {
		return nil, fmt.Errorf(a.say("--format takes text, json or html, not %q", "--format 应为 text、json 或 html，而非 %q"), o.format)
	}
	if o.output == "" || o.output == toStdout {
		if o.format == "" {
			o.format = "text"
		}
		return []reportFile{{toStdout, o.format}}, nil
	}
	fi, err := os.Stat(o.output)
	if err == nil && fi.IsDir() || os.IsPathSeparator(o.output[len(o.output)-1]) {
		formats := []string{"html", "json"}
		if o.format != "" {
			formats = []string{o.format}
		}
		var files []reportFile
		for _, f := range formats {
			files = append(files, reportFile{filepath.Join(o.output, reportBase+"."+strings.Replace(f, "text", "txt", 1)), f})
		}
		return files, nil
	}
	if o.format == "" {
		switch strings.ToLower(filepath.Ext(o.output)) {
		case ".json":
			o.format = "json"
		case ".html", ".htm":
			o.format = "html"
		default:
			o.format = "text"
		}
	}
	return []reportFile{{o.output, o.format}}, nil
}

func (a *app) report(ctx context.Context, issue string, o reportOptions) error {
	pages, err := a.pages(o.pages)
	if err != nil {
		return err
	}
	files, err := a.reportFiles(o)
	if err != nil {
		return err
	}
	f, err := a.folder(a.stderr, issue)
	if err != nil {
		return err
	}
	defer f.close()
	for _, file := range files {
		if file.path == toStdout {
			continue
		}
		if os.IsPathSeparator(o.output[len(o.output)-1]) {
			if err := os.MkdirAll(o.output, 0o777); err != nil {
				return a.refuse(a.stderr, diag.CannotWrite, o.output, err)
			}
		}
		if err := checkTarget(file.path); err != nil {
			return a.refuse(a.stderr, diag.CannotWrite, file.path, err)
		}
	}

	// As a draft: what is missing or left over is marked in the pages.
	j := render.Job{FS: f.fs(), Pages: pages, Draft: true, Record: true, Printing: o.print, Painter: a.painter(), Shelf: a.newShelf()}
	say := report.Options{Lang: a.lang, Dir: f.name, Notes: o.notes > 0, Every: o.notes > 1}
	r, err := a.set(ctx, j)
	if err != nil {
		return errors.Join(report.Problems(a.stderr, r.Problems, say), err)
	}
	usable := !r.Unusable() && r.Edition != nil
	if err := report.Problems(a.stderr, r.Problems, say); err != nil {
		return err
	}
	if !usable {
		return verdictOf(r)
	}
	rep, err := r.Report(a.lang)
	if err != nil {
		return err
	}
	for _, file := range files {
		doc, err := a.formReport(ctx, &shots{r.Pictures, new(proof.Glyphs), r.Faces.Chain(fonts.Hei)}, r.Edition, rep, file.format)
		if err != nil {
			return err
		}
		if err := a.deliver(ctx, file.path, doc); err != nil {
			return a.refuse(a.stderr, diag.CannotWrite, file.path, err)
		}
	}
	out := report.Outcome{Edition: r.Edition, Problems: r.Problems}
	fmt.Fprintln(a.stderr, out.Checked(say))
	return verdictOf(r)
}

// formReport writes the report in a format.
func (a *app) formReport(ctx context.Context, shots *shots, e *page.Edition, rep *report.Report, format string) ([]byte, error) {
	var b bytes.Buffer
	switch format {
	case "json":
		err := rep.WriteJSON(&b)
		return b.Bytes(), err
	case "html":
		prints, crops, err := shots.all(ctx, e, rep.Worst)
		if err != nil {
			return nil, err
		}
		err = rep.WriteHTML(&b, e, report.HTML{
			Lang:   a.lang,
			Print:  func(p *page.Page) string { return prints[p].print },
			Photos: func(p *page.Page) []report.Photo { return prints[p].photos },
			Crop:   func(l report.Line) string { return crops[l.Page][l.Box] },
		})
		return b.Bytes(), err
	}
	err := rep.WriteText(&b, a.lang)
	return b.Bytes(), err
}
