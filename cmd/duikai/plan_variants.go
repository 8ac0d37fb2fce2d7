package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/planner"
	"duikai/render"
	"duikai/render/picture"
	"duikai/render/proof"
)

// variant is a plan of an edition among several.
type variant struct {
	file   string // issue.yaml with the plan
	plans  planner.Edition
	pages  []*page.Page
	source []byte
}

// variants plans the edition several times so that every page differs in its
// structure, and writes each plan as an issue file, and all on a contact sheet:
// a line has the plans of one page.
func (a *app) variants(ctx context.Context, j render.Job, first render.Result, source []byte, o planOptions) error {
	var all []variant
	r := first
	for n := 1; ; n++ {
		v := variant{file: fmt.Sprintf("issue-%d.yaml", n), plans: r.Plans.Of(j.Pages)}
		if n > 1 && !slices.ContainsFunc(v.plans.Pages, func(p planner.Page) bool { return p.Different }) {
			break // no page has another plan
		}
		out, err := manuscript.WritePlan(source, foundPages(r.Issue, r.Plans, v.plans))
		if err != nil {
			return a.refuse(a.stderr, diag.CannotWrite, issueFile, err)
		}
		v.source, v.pages = out, a.variantPages(r, v.plans, n)
		all = append(all, v)
		j.Plan.Others = append(j.Plan.Others, r.Plans)
		if n == o.variants || len(v.plans.Pages) == 0 {
			break
		}
		if r, err = a.set(ctx, j); err != nil {
			return err
		}
	}
	if file, err := a.writeVariants(ctx, all, first.Pictures, first.Faces.Chain(fonts.Hei), o); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return a.refuse(a.stderr, diag.CannotWrite, file, err)
	}
	if err := a.tellVariants(all, o); err != nil {
		return err
	}
	return verdictOf(first)
}

// variantPages are the planned pages of an edition, with the number of the plan
// behind their names.
func (a *app) variantPages(r render.Result, plans planner.Edition, n int) (pages []*page.Page) {
	if r.Edition == nil {
		return nil
	}
	for _, p := range r.Edition.Pages {
		i := slices.IndexFunc(plans.Pages, func(o planner.Page) bool { return o.Number == p.Number })
		if i < 0 {
			continue
		}
		q := *p
		q.Name = fmt.Sprintf(a.say("%s  plan %d: %s", "%s  方案 %d：%s"), p.Name, n, units(plans.Pages[i].Score))
		pages = append(pages, &q)
	}
	return pages
}

// writeVariants writes the issue files and the contact sheet. On failure it names
// the file.
func (a *app) writeVariants(ctx context.Context, all []variant, pictures *picture.Store, labels fonts.Chain, o planOptions) (string, error) {
	if err := os.Mkdir(o.output, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return o.output, err
	}
	var sheet []*page.Page
	for _, v := range all {
		if file := filepath.Join(o.output, v.file); len(v.source) > 0 {
			if err := writeFile(ctx, file, bytes.NewReader(v.source)); err != nil {
				return file, err
			}
		}
	}
	for i := range all[0].pages {
		for _, v := range all {
			if i < len(v.pages) {
				sheet = append(sheet, v.pages[i])
			}
		}
	}
	if len(sheet) == 0 {
		return "", nil
	}
	progress := startProgress(a.stderr)
	defer progress.stop()
	progress.at(a.say("drawing the contact sheet ...", "输出总览……"))
	file := filepath.Join(o.output, contactFile)
	img, err := proof.Contact(sheet, proof.Options{Glyphs: new(proof.Glyphs), Pictures: pictures, Labels: labels, Across: len(all)}, nil)
	if _, bad := errors.AsType[*proof.FileError](err); err != nil && !bad { // a picture that every command tells of
		return file, err
	}
	return file, writeFile(ctx, file, writerTo(func(w io.Writer) error { return proof.EncodePNG(w, img, proof.ContactDPI) }))
}

// tellVariants tells what the plans cost.
func (a *app) tellVariants(all []variant, o planOptions) error {
	if o.format == "json" {
		type told struct {
			File  string     `json:"file"`
			Pages []pageJSON `json:"pages"`
		}
		out := struct {
			Variants []told `json:"variants"`
		}{[]told{}}
		for _, v := range all {
			out.Variants = append(out.Variants, told{filepath.Join(o.output, v.file), pagesJSON(v.plans)})
		}
		e := json.NewEncoder(a.stdout)
		e.SetIndent("", "  ")
		return e.Encode(out)
	}
	for _, v := range all {
		fmt.Fprintln(a.stdout, filepath.Join(o.output, v.file))
		for _, p := range v.plans.Pages {
			fmt.Fprintf(a.stdout, a.say("  page %d %s: %d white lines, score %s", "  第 %d 版 %s：余白 %d 行，代价 %s"), p.Number, p.Name, p.White, units(p.Score))
			if v.file != all[0].file && !p.Different {
				fmt.Fprint(a.stdout, a.say("; it has no other plan", "；没有别的方案"))
			}
			fmt.Fprintln(a.stdout)
		}
	}
	if len(all) < o.variants {
		fmt.Fprintf(a.stdout, a.say("more plans that differ were not found: %d of %d\n", "没有找到更多不同的方案：%d 个，要 %d 个\n"), len(all), o.variants)
	}
	return nil
}
