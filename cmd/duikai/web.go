package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"duikai/layout/diag"
	"duikai/render"
	"duikai/render/pdfx"
	"duikai/render/proof"
	web "duikai/render/replica"
	"duikai/render/report"
)

type webOptions struct {
	output  string
	formats []string
	address string
	pages   string
	notes   int
}

func (a *app) replicaCommand() *cobra.Command {
	var o webOptions
	c := &cobra.Command{
		Use:   "replica ISSUE [-o DIR]",
		Short: a.say("write copies for readers and libraries: web pages, EPUB, METS/ALTO", "输出数字版：网页、EPUB、METS/ALTO 等"),
		Long: a.say(
			"Set the issue folder ISSUE and write it for those who do not read it on paper.\n--format says how:\n  web     pages for browsers: every page as a picture with the areas of its stories,\n          every story as a page of its own, search; DIR/index.html opens it\n  epub    an EPUB 3 book with a list of pages; -o may name the file, NAME.epub\n  alto    METS and ALTO 4, as libraries keep newspapers\n  epaper  a tree as e-paper systems write it, for sites and crawlers\n  iiif    a IIIF 3 manifest; --address says where it will be published\nSeveral (--format web,epub) each get a folder in DIR. Nothing is asked of the network.\nDIR is new or empty, or an earlier copy, which is replaced as a whole. When the\nedition has errors nothing is written.",
			"为文件夹 ISSUE 中的一期报纸排版，输出数字版。--format 选择形式：\n  web     网页版：每版一张版面图，稿件可以点开，每篇一页，可搜索全文；打开 DIR/index.html\n  epub    EPUB 3 电子书，带版次列表；-o 也可直接写文件名 NAME.epub\n  alto    METS 与 ALTO 4，图书馆收藏报纸的格式\n  epaper  数字报系统的目录结构，供网站与采集程序使用\n  iiif    IIIF 3 清单；--address 写明发布的网址\n写几种（--format web,epub）时，在 DIR 中各占一个文件夹。不联网。\nDIR 应为新文件夹或空文件夹；若是以前输出的数字版，则整个替换。版面有错误时什么也不写。"),
		Example:           "  duikai replica 2026-11-23 -o web/2026-11-23\n  duikai replica 2026-11-23 --format epub -o 2026-11-23.epub",
		Args:              a.args(1, 1),
		ValidArgsFunction: onlyFolders,
		RunE:              func(c *cobra.Command, args []string) error { return a.replica(c.Context(), args[0], o) },
	}
	f := c.Flags()
	f.StringVarP(&o.output, "output", "o", "", a.say("the folder `DIR` (default: the issue folder's name with -web, -epub and so on)", "输出的文件夹 `DIR`（默认：稿件文件夹名加 -web、-epub 等）"))
	f.StringSliceVar(&o.formats, "format", []string{string(web.Web)}, a.say("the `FORMATS`: web, epub, alto (also called mets), epaper, iiif", "形式 `FORMATS`：web、epub、alto（也可写 mets）、epaper、iiif"))
	f.StringVar(&o.address, "address", "", a.say("the `URL` under which DIR will be published, for iiif", "DIR 将发布到的网址 `URL`，用于 iiif"))
	f.StringVar(&o.pages, "pages", "", a.say("only these `PAGES`, such as 1,3-4", "只输出这些版 `PAGES`，如 1,3-4"))
	a.notesFlag(c, &o.notes)
	must(c.MarkFlagDirname("output"))
	must(c.RegisterFlagCompletionFunc("pages", cobra.NoFileCompletions))
	must(c.RegisterFlagCompletionFunc("address", cobra.NoFileCompletions))
	must(c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formatNames(), cobra.ShellCompDirectiveNoFileComp)))
	return c
}

// formatNames are the words of --format.
func formatNames() (all []string) {
	for _, f := range web.Formats() {
		all = append(all, string(f))
	}
	return all
}

// copyFormats reads --format.
func (a *app) copyFormats(list []string) (out []web.Format, err error) {
	for _, s := range list {
		f := web.Format(strings.ToLower(strings.TrimSpace(s)))
		if f == "mets" || f == "mets/alto" { // the two are one
			f = web.ALTO
		}
		switch {
		case !slices.Contains(web.Formats(), f):
			return nil, fmt.Errorf(a.say("--format takes %s, not %q", "--format 应为 %s，而非 %q"), strings.Join(formatNames(), a.say(", ", "、")), s)
		case !slices.Contains(out, f):
			out = append(out, f)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf(a.say("--format needs one of %s", "--format 应为 %s 之一"), strings.Join(formatNames(), a.say(", ", "、")))
	}
	return out, nil
}

// published reads --address.
func (a *app) published(address string, formats []web.Format) (string, error) {
	if address == "" {
		return "", nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf(a.say("--address takes an address such as https://paper.example/2026-11-23/, not %q", "--address 应为 https://paper.example/2026-11-23/ 这样的网址，而非 %q"), address)
	}
	if !slices.Contains(formats, web.IIIF) {
		return "", errors.New(a.say("--address is for --format iiif", "--address 用于 --format iiif"))
	}
	return address, nil
}

func (a *app) replica(ctx context.Context, issue string, o webOptions) error {
	pages, err := a.pages(o.pages)
	if err != nil {
		return err
	}
	formats, err := a.copyFormats(o.formats)
	if err != nil {
		return err
	}
	if o.address, err = a.published(o.address, formats); err != nil {
		return err
	}
	f, err := a.folder(a.stderr, issue)
	if err != nil {
		return err
	}
	defer f.close()
	if o.output == "" {
		o.output = f.baseName() + "-web"
		if len(formats) == 1 {
			o.output = f.baseName() + "-" + string(formats[0])
		}
	}
	t := target{path: o.output, formats: formats, address: o.address}
	if err := t.check(); err != nil {
		return a.refuse(a.stderr, diag.CannotWrite, o.output, err)
	}
	r, err := a.set(ctx, render.Job{FS: f.fs(), Pages: pages, Record: true, Printing: render.Printing{Standard: pdfx.Plain, ForScreen: true}, Painter: a.painter(), Shelf: a.newShelf()})
	say := report.Options{Lang: a.lang, Dir: f.name, Notes: o.notes > 0, Every: o.notes > 1}
	out := report.Outcome{Edition: r.Edition, Problems: r.Problems, Draft: r.Problems.Has(diag.Error)}
	if err == nil && !r.Unusable() && r.Edition != nil && !r.Problems.Has(diag.Error) {
		var bad *proof.FileError
		if out.File, err = a.writeCopies(ctx, t, r); errors.As(err, &bad) {
			r.Problems.Add(diag.BadPicture, bad.Src, bad.File, render.Said(bad.Err))
			out.File, err = "", nil
		} else if err != nil {
			return errors.Join(report.Problems(a.stderr, r.Problems, say), a.refuse(a.stderr, diag.CannotWrite, o.output, err))
		}
	}
	if err := errors.Join(report.Problems(a.stderr, r.Problems, say), err); err != nil {
		return err
	}
	out.Problems = r.Problems
	fmt.Fprintln(a.stderr, out.Rendered(say))
	if out.File != "" && o.address == "" && slices.Contains(formats, web.IIIF) {
		fmt.Fprintf(a.stderr, a.say("the manifest names its files by %s; say with --address where the folder will be published\n", "清单中的地址以 %s 开头；请用 --address 写明发布的网址\n"), web.LocalAddress)
	}
	return verdictOf(r)
}

// target is where copies go.
type target struct {
	path    string
	formats []web.Format
	address string
}

// file tells whether the path names the one file of a book.
func (t target) file() bool {
	return len(t.formats) == 1 && t.formats[0] == web.EPub && strings.EqualFold(filepath.Ext(t.path), ".epub")
}

// copyMark is in every folder of copies and tells it from others; it says what they
// are copies of.
const copyMark = "replica.json"

// check tells whether copies may be written there: as a file, or as a folder where
// there is none, an empty one, or an earlier copy.
func (t target) check() error {
	if t.file() {
		return checkTarget(t.path)
	}
	if err := checkFolder(t.path); err != nil {
		return err
	}
	err := emptyOrNew(t.path)
	if !errors.Is(err, errNotEmpty) {
		return err
	}
	var mark struct{ Formats []web.Format }
	data, bad := os.ReadFile(filepath.Join(t.path, copyMark))
	if bad != nil || json.Unmarshal(data, &mark) != nil || len(mark.Formats) == 0 {
		return errNotEmpty
	}
	return nil
}

// opens is the file of a copy that is opened first.
var opens = map[web.Format]string{web.Web: "index.html", web.ALTO: "mets.xml", web.EPaper: "index.html", web.IIIF: "manifest.json"}

// writeCopies writes the copies beside their place and puts them there when they are
// whole. It gives the file to be opened.
func (a *app) writeCopies(ctx context.Context, t target, r render.Result) (first string, err error) {
	progress := startProgress(a.stderr)
	defer progress.stop()
	progress.at(a.say("writing the copy ...", "输出数字版……"))
	if t.file() {
		err := r.Copy(t.formats[0], "", func(_ string, data []byte) error { return writeFile(ctx, t.path, bytes.NewReader(data)) })
		return t.path, err
	}
	dir := filepath.Clean(t.path)
	made, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+"-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(made)
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
	if first, err = writeFormats(r, t, put); err != nil {
		return "", err
	}
	const folder = 0o755 // a temporary folder is its owner's alone
	if err := os.Chmod(made, folder); err != nil {
		return "", err
	}
	return filepath.Join(dir, filepath.FromSlash(first)), replaceFolder(dir, made)
}

// writeFormats writes every form, several each into a folder of its own, and the
// mark. It gives the file to be opened first.
func writeFormats(r render.Result, t target, put web.Put) (first string, err error) {
	for _, f := range t.formats {
		below, address := "", t.address
		if len(t.formats) > 1 {
			below = string(f) + "/"
			if address != "" {
				address = strings.TrimSuffix(address, "/") + "/" + below
			}
		}
		last := ""
		err := r.Copy(f, address, func(name string, data []byte) error { last = below + name; return put(last, data) })
		if err != nil {
			return "", err
		}
		if opens[f] != "" {
			last = below + opens[f]
		}
		first = cmp.Or(first, last)
	}
	mark, err := json.MarshalIndent(struct {
		Paper   string       `json:"paper"`
		Date    string       `json:"date"`
		Formats []web.Format `json:"formats"`
	}{r.Edition.Paper, r.Edition.Date.Format(time.DateOnly), t.formats}, "", "  ")
	if err != nil {
		return "", err
	}
	return first, put(copyMark, append(mark, '\n'))
}

// replaceFolder gives a finished folder the name of another, which goes.
func replaceFolder(dir, made string) error {
	old := made + "-old"
	if err := os.Rename(dir, old); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Rename(made, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	return os.RemoveAll(old)
}
