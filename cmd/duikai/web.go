package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/render/pdfx"
	"duikai/render/proof"
	web "duikai/render/replica"
	"duikai/render/report"
)

type webOptions struct {
	output string
	pages  string
	notes  int
}

func (a *app) replicaCommand() *cobra.Command {
	var o webOptions
	c := &cobra.Command{
		Use:   "replica ISSUE [-o DIR]",
		Short: a.say("write a copy for browsers, without a server", "输出网页版，不需要服务器"),
		Long: a.say(
			"Set the issue folder ISSUE and write it as pages for browsers: every page as a picture\nwith the areas of its stories, every story as a page of its own, search over all text.\nDIR/index.html opens it; nothing is asked of the network. DIR is new or empty, or an\nearlier copy, which is replaced as a whole. When the edition has errors nothing is written.",
			"为文件夹 ISSUE 中的一期报纸排版，写成网页：每版一张版面图，稿件可以点开；每篇稿件一页，\n跨版的也是整篇；可以搜索全文。打开 DIR/index.html 即可阅读，不联网。\nDIR 应为新文件夹或空文件夹；若是以前输出的网页版，则整个替换。版面有错误时什么也不写。"),
		Example:           "  duikai replica 2026-11-23 -o web/2026-11-23",
		Args:              a.args(1, 1),
		ValidArgsFunction: onlyFolders,
		RunE:              func(c *cobra.Command, args []string) error { return a.replica(c.Context(), args[0], o) },
	}
	f := c.Flags()
	f.StringVarP(&o.output, "output", "o", "", a.say("the folder `DIR` (default: the issue folder's name with -web)", "输出的文件夹 `DIR`（默认：稿件文件夹名加 -web）"))
	f.StringVar(&o.pages, "pages", "", a.say("only these `PAGES`, such as 1,3-4", "只输出这些版 `PAGES`，如 1,3-4"))
	a.notesFlag(c, &o.notes)
	must(c.MarkFlagDirname("output"))
	must(c.RegisterFlagCompletionFunc("pages", cobra.NoFileCompletions))
	return c
}

func (a *app) replica(ctx context.Context, issue string, o webOptions) error {
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
		o.output = f.baseName() + "-web"
	}
	if err := mayReplace(o.output); err != nil {
		return a.refuse(a.stderr, diag.CannotWrite, o.output, err)
	}
	r, err := a.set(ctx, job{fsys: f.fs(), pages: pages, keep: true, print: printing{standard: pdfx.Plain, reading: true}, painter: a.painter()})
	say := report.Options{Lang: a.lang, Dir: f.name, Notes: o.notes > 0, Every: o.notes > 1}
	out := report.Outcome{Edition: r.edition, Problems: r.problems, Draft: r.problems.Has(diag.Error)}
	if err == nil && !r.unusable() && r.edition != nil && !r.problems.Has(diag.Error) {
		var bad *proof.FileError
		if err = a.writeWeb(ctx, o.output, r); errors.As(err, &bad) {
			r.problems.Add(diag.BadPicture, bad.Src, bad.File, said{bad.Err})
			err = nil
		} else if err != nil {
			return errors.Join(report.Problems(a.stderr, r.problems, say), a.refuse(a.stderr, diag.CannotWrite, o.output, err))
		} else {
			out.File = filepath.Join(o.output, webIndex)
		}
	}
	if err := errors.Join(report.Problems(a.stderr, r.problems, say), err); err != nil {
		return err
	}
	out.Problems = r.problems
	fmt.Fprintln(a.stderr, out.Rendered(say))
	return r.verdict()
}

// webIndex opens a copy for browsers; webMark is what tells one from other folders.
const (
	webIndex = "index.html"
	webMark  = "search.json"
)

// mayReplace tells whether a copy may be written as this folder: where there is
// none, an empty one, or an earlier copy.
func mayReplace(dir string) error {
	if err := checkFolder(dir); err != nil {
		return err
	}
	err := emptyOrNew(dir)
	if !errors.Is(err, errNotEmpty) {
		return err
	}
	for _, name := range []string{webIndex, webMark} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			return errNotEmpty
		}
	}
	return nil
}

// writeWeb writes the copy beside its place and puts it there when it is whole.
func (a *app) writeWeb(ctx context.Context, dir string, r result) error {
	dir = filepath.Clean(dir)
	made, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+"-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(made)
	progress := startProgress(a.stderr)
	defer progress.stop()
	progress.at(a.say("writing the copy ...", "输出网页版……"))
	put := func(name string, data []byte) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		file := filepath.Join(made, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}
		return os.WriteFile(file, data, 0o666)
	}
	if err := web.Write(r.edition, web.Options{Pictures: r.pictures, Labels: r.faces.Chain(fonts.Hei)}, put); err != nil {
		return err
	}
	const folder = 0o755 // a temporary folder is its owner's alone
	if err := os.Chmod(made, folder); err != nil {
		return err
	}
	old := made + "-old"
	if err := os.Rename(dir, old); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Rename(made, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	return os.RemoveAll(old)
}
