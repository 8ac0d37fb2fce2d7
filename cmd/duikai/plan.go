package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"duikai/layout/diag"
	"duikai/layout/manuscript"
	"duikai/layout/planner"
	"duikai/render"
	"duikai/render/report"
)

type planOptions struct {
	write    bool
	output   string
	pages    string
	format   string
	explain  string
	keep     float64
	keeps    bool // keep is given
	variants int
	notes    int
}

// planFormats are the forms in which plans are told.
var planFormats = []string{"text", "json"}

// beforePlan is what issue.yaml was before a plan was written into it: putting
// it back undoes the plan.
const beforePlan = "issue.before-plan.yaml"

func (a *app) planCommand() *cobra.Command {
	var o planOptions
	c := &cobra.Command{
		Use:   "plan ISSUE",
		Short: a.say("find places for the slots that have none", "自动组版：为没有位置的版位找位置"),
		Long: a.say(
			"Make up the pages of the issue folder ISSUE that have slots without at or span, and\ntell where everything stands, what the page needs and has, what was held over, and\nwhat the plan costs term by term. All other commands set such pages the same way;\n--write puts the places into issue.yaml, each marked # found, and keeps the file as it\nwas beside it, as "+beforePlan+". --keep plans again what was found, near to where it stands;\n--variants tells of several plans that differ in structure.",
			"为文件夹 ISSUE 中没有写 at、span 的版位找位置，报告各版的位置、所需与所有的版面、\n缓发的稿件，以及方案逐项的代价。其他命令也照同样的方案排版；--write 把位置写进\nissue.yaml，每处注明 # found，原文件存为 "+beforePlan+"。--keep 把程序排过的版位就近重排，--variants 给出\n几个结构不同的方案。"),
		Example:           "  duikai plan 2026-11-23\n  duikai plan 2026-11-23 --pages 3 --explain harbour\n  duikai plan 2026-11-23 --write\n  duikai plan 2026-11-23 --keep 0.9 --write\n  duikai plan 2026-11-23 --variants 3 -o plans",
		Args:              a.args(1, 1),
		ValidArgsFunction: onlyFolders,
		RunE: func(c *cobra.Command, args []string) error {
			o.keeps = c.Flags().Changed("keep")
			return a.plan(c.Context(), args[0], o)
		},
	}
	c.Flags().BoolVar(&o.write, "write", false, a.say("write the places into issue.yaml", "把位置写进 issue.yaml"))
	c.Flags().StringVarP(&o.output, "output", "o", "", a.say("write issue.yaml with the places to `FILE` instead; - is standard output; with --variants the folder", "把写好位置的 issue.yaml 另存为 `FILE`；- 为标准输出；与 --variants 同用时为文件夹"))
	c.Flags().StringVar(&o.pages, "pages", "", a.say("only these `PAGES`, such as 1,3-4", "只说这些版 `PAGES`，如 1,3-4"))
	c.Flags().StringVar(&o.format, "format", "text", a.say("`FORM` of the plan: text or json", "输出形式 `FORM`：text 或 json"))
	c.Flags().StringVar(&o.explain, "explain", "", a.say("tell of the story or picture `ID` what its place costs", "说明稿件或图片 `ID` 的位置有何代价"))
	c.Flags().Float64Var(&o.keep, "keep", 0, a.say("plan again what the program has placed before, and stay near: a `SHARE` from 0, anywhere, to 1", "把程序排过的版位重排，尽量少动：`SHARE` 从 0（随意）到 1"))
	c.Flags().IntVar(&o.variants, "variants", 0, a.say("`NUMBER` of plans that differ in structure, as issue files and a contact sheet in the folder -o", "给出 `NUMBER` 个结构不同的方案，连同总览图写进文件夹 -o"))
	a.notesFlag(c, &o.notes)
	must(c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(planFormats, cobra.ShellCompDirectiveNoFileComp)))
	must(c.RegisterFlagCompletionFunc("pages", cobra.NoFileCompletions))
	return c
}

// mostVariants is how many plans of an edition are told apart: more nobody
// compares.
const mostVariants = 9

// check tells what is wrong with the options of the command.
func (o *planOptions) check(a *app) error {
	switch {
	case !slices.Contains(planFormats, o.format):
		return fmt.Errorf(a.say("--format takes text or json, not %q", "--format 应为 text 或 json，而非 %q"), o.format)
	case o.keep < 0 || o.keep > 1 || math.IsNaN(o.keep):
		return fmt.Errorf(a.say("--keep takes a number from 0 to 1, not %v", "--keep 应为 0 至 1 之间的数，而非 %v"), o.keep)
	case o.variants < 0 || o.variants > mostVariants:
		return fmt.Errorf(a.say("--variants takes a number from 1 to %d, not %d", "--variants 应为 1 至 %d 之间的数，而非 %d"), mostVariants, o.variants)
	case o.variants > 0 && (o.output == "" || o.output == toStdout):
		return errors.New(a.say("--variants needs a folder: -o DIR", "--variants 要有文件夹：-o DIR"))
	case o.variants > 0 && (o.write || o.explain != ""):
		return errors.New(a.say("--variants goes with neither --write nor --explain", "--variants 不能与 --write、--explain 同用"))
	case o.write && o.output != "":
		return errors.New(a.say("--write and -o exclude each other", "--write 与 -o 不能同用"))
	}
	return nil
}

func (a *app) plan(ctx context.Context, issue string, o planOptions) error {
	pages, err := a.pages(o.pages)
	if err = errors.Join(err, o.check(a)); err != nil {
		return err
	}
	f, err := a.folder(a.stderr, issue)
	if err != nil {
		return err
	}
	defer f.close()
	source, err := fs.ReadFile(f.fs(), issueFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // which loading tells
		return a.refuse(a.stderr, diag.Unreadable, issueFile, err)
	}
	j := render.Job{FS: f.fs(), Pages: pages, Plan: planner.Options{Keep: int(math.Round(o.keep * 100)), Elsewhere: o.explain}}
	if o.keeps {
		j.Again = source
	}
	r, err := a.set(ctx, j)
	say := report.Options{Lang: a.lang, Dir: f.name, Notes: o.notes > 0, Every: o.notes > 1}
	if err := errors.Join(report.Problems(a.stderr, r.Problems, say), err); err != nil {
		return err
	}
	if r.Unusable() {
		return verdictOf(r)
	}
	if o.variants > 0 {
		return a.variants(ctx, j, r, source, o)
	}
	plans := r.Plans.Of(pages)
	if o.output != toStdout {
		if err := a.tellPlans(plans, o); err != nil {
			return err
		}
	}
	if o.write || o.output != "" {
		out, err := manuscript.WritePlan(source, foundPages(r.Issue, r.Plans, plans))
		if err != nil {
			return a.refuse(a.stderr, diag.CannotWrite, issueFile, err)
		}
		if err := a.writePlans(ctx, f, source, out, o); err != nil {
			return err
		}
	}
	return verdictOf(r)
}

// foundPages is what of an edition goes into issue.yaml: that of some pages. All
// of them are written where the file gives their number alone.
func foundPages(is *manuscript.Issue, all, some planner.Edition) (found []manuscript.FoundPage) {
	made := func(p *manuscript.Page) bool { return p.Made }
	if slices.ContainsFunc(is.Pages, made) {
		some = all
	}
	for _, p := range withJumps(all, some) {
		f := manuscript.FoundPage{Number: p.Number, Name: p.Name, Gone: p.Gone}
		for _, s := range p.Slots {
			if s.Found {
				f.Slots = append(f.Slots, s.Slot)
			}
		}
		found = append(found, f)
	}
	for _, p := range is.Pages {
		if p.Made && !slices.ContainsFunc(found, func(f manuscript.FoundPage) bool { return f.Number == p.Number }) {
			found = append(found, manuscript.FoundPage{Number: p.Number, Name: p.Name})
		}
	}
	return found
}

// withJumps is some pages of an edition and those on which stories of theirs go on,
// or come from: what is written of one alone would part from its rest.
func withJumps(all, some planner.Edition) (pages []planner.Page) {
	wanted := map[int]bool{}
	for _, p := range some.Pages {
		wanted[p.Number] = true
	}
	for more := true; more; {
		more = false
		for _, p := range all.Pages {
			for _, j := range p.Jumps {
				if wanted[p.Number] != wanted[j.To] {
					wanted[p.Number], wanted[j.To], more = true, true, true
				}
			}
		}
	}
	for _, p := range all.Pages {
		if wanted[p.Number] {
			pages = append(pages, p)
		}
	}
	return pages
}

// writePlans writes issue.yaml with what was found.
func (a *app) writePlans(ctx context.Context, f *folder, source, out []byte, o planOptions) error {
	if o.output != "" {
		if err := a.deliver(ctx, o.output, out); err != nil {
			return a.refuse(a.stderr, diag.CannotWrite, o.output, err)
		}
		return nil
	}
	if bytes.Equal(out, source) {
		return nil
	}
	path := filepath.Join(f.name, issueFile)
	for _, file := range []struct {
		path string
		data []byte
	}{{filepath.Join(f.name, beforePlan), source}, {path, out}} {
		if err := writeFile(ctx, file.path, bytes.NewReader(file.data)); err != nil {
			return a.refuse(a.stderr, diag.CannotWrite, file.path, err)
		}
	}
	_, err := fmt.Fprintf(a.stderr, a.say("wrote %s; the file as it was is %s\n", "已写入 %s；原文件存为 %s\n"), path, beforePlan)
	return err
}
