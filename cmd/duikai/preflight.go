package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/pdffile"
	"duikai/render/picture"
	"duikai/render/preflight"
)

// preflightOptions are the flags of `duikai preflight`.
type preflightOptions struct{ standard, format, trim string }

func (a *app) preflightCommand() *cobra.Command {
	var o preflightOptions
	c := &cobra.Command{
		Use:   "preflight FILE.pdf",
		Short: a.say("check a PDF for the press", "印前检查 PDF 文件"),
		Long: a.say(
			"Check a PDF, ours or one handed in, against PDF/X-1a or PDF/X-4 and the limits of\nnewspaper printing, or a copy for reading against PDF/UA-1 (tags): fonts, colours, ink, resolution, lines, type, boxes, transparency.\nEach finding names the page, the object, the place in millimetres from the lower left\ncorner of the trim, and the clause. The checker is our own and no certification; the\npress's own preflight still counts.",
			"按 PDF/X-1a 或 PDF/X-4 以及报纸印刷限值检查 PDF（本程序输出的或外来的），或按 PDF/UA-1 检查阅读用文件的结构标记：字体、颜色、\n墨量、分辨率、线条、字号、页面框、透明。每个问题注明页、对象、位置（距成品左下角的毫米数）和条款。\n这是本程序自己的检查，不是独立认证；仍以印厂的印前检查为准。"),
		Example: "  duikai preflight advertisement.pdf\n  duikai preflight edition.pdf --standard x4 --trim 390x546 --format json",
		Args:    a.args(1, 1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"pdf"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.preflight(args[0], o) },
	}
	f := c.Flags()
	f.StringVar(&o.standard, "standard", "auto", a.say("x1a, x4, ua1 (for readers), or auto: what the file says it is", "x1a、x4、ua1（无障碍阅读）或 auto（依文件自己的声明）"))
	f.StringVar(&o.format, "format", "text", a.say("text or json", "text 或 json"))
	f.StringVar(&o.trim, "trim", "", a.say("the `SIZE` every page must have, in millimetres: 390x546", "每页应有的成品尺寸 `SIZE`（毫米），如 390x546"))
	must(c.RegisterFlagCompletionFunc("standard", cobra.FixedCompletions([]string{"auto", "x1a", "x4", "ua1"}, cobra.ShellCompDirectiveNoFileComp)))
	must(c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp)))
	must(c.RegisterFlagCompletionFunc("trim", cobra.NoFileCompletions))
	return c
}

func (a *app) preflight(file string, o preflightOptions) error {
	wrong := func(flag, value string) error {
		return fmt.Errorf(a.say("the flag --%s does not take %q", "选项 --%s 的值 %q 无效"), flag, value)
	}
	standard, ok := preflight.ParseStandard(standardWord(o.standard))
	if !ok {
		return fmt.Errorf(a.say("--standard takes x1a, x4, ua1 or auto, not %q", "--standard 应为 x1a、x4、ua1 或 auto，而非 %q"), o.standard)
	}
	if o.format != "text" && o.format != "json" {
		return wrong("format", o.format)
	}
	trim, ok := parseSize(o.trim)
	if !ok {
		return wrong("trim", o.trim)
	}
	data, err := readPDF(file)
	if err != nil {
		return a.refuse(a.stdout, diag.Unreadable, file, err)
	}
	r := preflight.Examine(data, preflight.Options{Standard: standard, Trim: trim, JPEG: picture.JudgeJPEG})
	if o.format == "json" {
		err = r.WriteJSON(a.stdout, file, a.lang)
	} else if err = r.Write(a.stdout, file, a.lang); err == nil {
		_, err = fmt.Fprintln(a.stdout, r.Summary(file, a.lang))
	}
	if err != nil {
		return err
	}
	switch worst, _ := r.Worst(); worst {
	case diag.Fatal:
		return verdict(exitUnusable)
	case diag.Error:
		return verdict(exitErrors)
	}
	return nil
}

// readPDF reads a file that is no larger than a PDF may be.
func readPDF(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	fi, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case fi.IsDir():
		return nil, &fs.PathError{Op: "open", Path: name, Err: errFolder}
	}
	// One byte more than is taken tells that there is more.
	return io.ReadAll(io.LimitReader(f, pdffile.MaxBytes+1))
}

// parseSize reads a width and a height in millimetres; empty is no size.
func parseSize(s string) (geom.Size, bool) {
	if s == "" {
		return geom.Size{}, true
	}
	w, h, ok := strings.Cut(strings.TrimSuffix(strings.ReplaceAll(s, "×", "x"), "mm"), "x")
	width, err1 := strconv.ParseFloat(strings.TrimSuffix(w, "mm"), 64)
	height, err2 := strconv.ParseFloat(h, 64)
	// Two metres are more than any sheet.
	if !ok || err1 != nil || err2 != nil || !(width > 0 && height > 0 && width < 2000 && height < 2000) {
		return geom.Size{}, false
	}
	return geom.Size{W: geom.Millimetres(width), H: geom.Millimetres(height)}, true
}
