package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"duikai/layout/diag"
	"duikai/layout/edit"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/proofs"
	"duikai/render"
	"duikai/render/report"
)

type signOptions struct {
	pages    string
	status   string
	who      string
	withdraw bool
}

func (a *app) signCommand() *cobra.Command {
	var o signOptions
	var names []string
	for _, s := range manuscript.Statuses() {
		names = append(names, s.String(), s.In(diag.Chinese))
	}
	c := &cobra.Command{
		Use:   "sign ISSUE [--pages PAGES --as STATUS --who NAME]",
		Short: a.say("sign pages as read, and tell how they are signed", "签样，查看各版签样情况"),
		Long: a.say(
			"Tell of every page of the issue folder ISSUE how it is signed, whether it has changed\nsince, and how many marks of proof readers are open. With --as the pages are signed:\nfirst (初样), second (二校), final (清样), press (付印). The signature stands in proofs.yaml with what the\npage shows: when that changes it no longer holds. A page with errors is not passed\nfor press. --withdraw takes the last signature of the pages back. The exit code is 1\nwhen a page could not be signed, and nothing is signed then.",
			"列出文件夹 ISSUE 中各版的签样情况：签了什么、签后有没有改动、还有几处圈红未处理。\n用 --as 签样：first（初样）、second（二校）、final（清样）、press（付印）。签字连同版面内容的校验值写进\nproofs.yaml，版面有改动即失效。有错误的版不能付印。--withdraw 撤回各版最后一次签字。\n有一版签不了时退出码为 1，各版都不签。"),
		Example:           "  duikai sign 2026-11-23\n  duikai sign 2026-11-23 --pages 1,3-4 --as final --who 王三",
		Args:              a.args(1, 1),
		ValidArgsFunction: onlyFolders,
		RunE:              func(c *cobra.Command, args []string) error { return a.sign(c.Context(), args[0], o) },
	}
	f := c.Flags()
	f.StringVar(&o.pages, "pages", "", a.say("the `PAGES` to sign, such as 1,3-4", "要签的版 `PAGES`，如 1,3-4"))
	f.StringVar(&o.status, "as", "", a.say("the `STATUS`: first, second, final, press", "签作 `STATUS`：first（初样）、second（二校）、final（清样）、press（付印）"))
	f.StringVar(&o.who, "who", "", a.say("the `NAME` of who signs", "签样人姓名 `NAME`"))
	f.BoolVar(&o.withdraw, "withdraw", false, a.say("take the last signature of the pages back", "撤回各版最后一次签字"))
	for _, name := range []string{"pages", "who"} {
		must(c.RegisterFlagCompletionFunc(name, cobra.NoFileCompletions))
	}
	must(c.RegisterFlagCompletionFunc("as", cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp)))
	return c
}

// signWish is what the options of sign ask for; status is NoStatus where nothing is to be
// signed.
func (a *app) signWish(o signOptions) (pages []int, status manuscript.Status, err error) {
	if pages, err = a.pages(o.pages); err != nil {
		return nil, status, err
	}
	acts := o.status != "" || o.withdraw
	switch {
	case o.status != "" && o.withdraw:
		return nil, status, errors.New(a.say("--as and --withdraw exclude each other", "--as 与 --withdraw 不能同用"))
	case acts && pages == nil:
		return nil, status, errors.New(a.say("say with --pages which pages, such as --pages 1,3-4", "请用 --pages 写明版次，如 --pages 1,3-4"))
	case acts && strings.TrimSpace(o.who) == "":
		return nil, status, errors.New(a.say("say with --who who signs", "请用 --who 写明姓名"))
	case o.status == "":
		return pages, status, nil
	}
	status, ok := manuscript.StatusNamed(o.status)
	if !ok {
		return nil, status, fmt.Errorf(a.say("--as takes first, second, final or press, not %q", "--as 应为 first（初样）、second（二校）、final（清样）或 press（付印），而非 %q"), o.status)
	}
	return pages, status, nil
}

func (a *app) sign(ctx context.Context, issue string, o signOptions) error {
	pages, status, err := a.signWish(o)
	if err != nil {
		return err
	}
	f, err := a.folder(a.stderr, issue)
	if err != nil {
		return err
	}
	defer f.close()
	r, err := a.set(ctx, render.Job{FS: f.fs(), Shelf: a.newShelf()})
	if err != nil {
		return err
	}
	if r.Unusable() || r.Edition == nil {
		if err := report.Problems(a.stderr, r.Problems, report.Options{Lang: a.lang, Dir: f.name}); err != nil {
			return err
		}
		return verdict(exitUnusable)
	}
	wanted, err := a.wantedPages(r.Edition, pages)
	if err != nil {
		return err
	}
	if status == manuscript.NoStatus && !o.withdraw {
		return a.tellSigned(wanted)
	}
	if status == manuscript.PassedForPress {
		if err := a.noErrors(f, r, wanted); err != nil {
			return err
		}
	}
	if err := a.writeSigned(f, signAction(r, wanted, status, o)); err != nil {
		return err
	}
	data, err := editable{f}.Read(manuscript.ProofsFile)
	if err == nil {
		r.Issue.Proofs, err = manuscript.ReadProofs(data)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return a.refuse(a.stderr, diag.Unreadable, manuscript.ProofsFile, err)
	}
	proofs.Place(r.Edition, r.Issue, proofs.Options{Sum: r.Content}) // what is open was told by check
	return a.tellSigned(wanted)
}

// writeSigned writes signatures, all or none.
func (a *app) writeSigned(f *folder, act edit.Action) error {
	session, err := a.session(f)
	if err != nil {
		return err
	}
	if _, err := session.Do(&act, nil); err != nil {
		var said interface{ In(diag.Lang) string }
		if errors.As(err, &said) {
			a.complain(said.In(a.lang))
			return verdict(exitErrors)
		}
		return a.unwritten(f, err)
	}
	return nil
}

// wantedPages finds the pages that are asked for.
func (a *app) wantedPages(e *page.Edition, numbers []int) (pages []*page.Page, err error) {
	if numbers == nil {
		return e.Pages, nil
	}
	for _, n := range numbers {
		i := slices.IndexFunc(e.Pages, func(p *page.Page) bool { return p.Number == n })
		if i < 0 {
			return nil, fmt.Errorf(a.say("the edition has no page %d", "本期没有第 %d 版"), n)
		}
		pages = append(pages, e.Pages[i])
	}
	return pages, nil
}

// signAction is the edit that signs pages, or takes their last signatures back.
func signAction(r render.Result, pages []*page.Page, status manuscript.Status, o signOptions) edit.Action {
	who := strings.TrimSpace(o.who)
	a := edit.Action{Do: "sign", What: o.pages, Who: who}
	if status == manuscript.NoStatus {
		a.Do = "unsign"
	}
	for _, p := range pages {
		a.Pages = append(a.Pages, p.Number)
		if status != manuscript.NoStatus {
			s := &manuscript.Signature{Page: p.Number, Status: status, Hand: manuscript.Hand{Who: who}, Content: r.Content(p)}
			a.Proofs = append(a.Proofs, edit.ProofEdit{ProofChange: manuscript.ProofChange{Sign: s}})
		} else if last := proofs.Last(r.Issue.Proofs, p.Number); last != nil {
			c := manuscript.ProofChange{Unsign: true, On: slices.Index(r.Issue.Proofs.Signed, last)}
			a.Proofs = append(a.Proofs, edit.ProofEdit{ProofChange: c, Was: edit.SeenSignature(last)})
		}
	}
	return a
}

// errorsOn counts the errors that stand on each page.
func errorsOn(e *page.Edition, list diag.List) map[int]int {
	count := map[int]int{}
	for i, at := range render.Places(e, list) {
		if list[i].Severity() >= diag.Error {
			count[at.Page]++
		}
	}
	return count
}

// noErrors refuses to pass pages for press that have errors.
func (a *app) noErrors(f *folder, r render.Result, pages []*page.Page) error {
	count := errorsOn(r.Edition, r.Problems)
	bad := false
	for _, p := range pages {
		if count[p.Number] > 0 {
			bad = true
			a.complain((&edit.Refused{Why: edit.PageErrors, What: strconv.Itoa(p.Number)}).In(a.lang))
		}
	}
	if !bad {
		return nil
	}
	list := slices.DeleteFunc(slices.Clone(r.Problems), func(p diag.Problem) bool { return p.Severity() < diag.Error })
	if err := report.Problems(a.stderr, list, report.Options{Lang: a.lang, Dir: f.name}); err != nil {
		return err
	}
	return verdict(exitErrors)
}

// tellSigned says how pages are signed, one a line.
func (a *app) tellSigned(pages []*page.Page) error {
	for _, p := range pages {
		text := a.say("not signed", "未签")
		if s := p.Signed; s != nil {
			text = strings.Join(strings.Fields(s.Status.In(a.lang)+" "+s.Who+" "+s.When), " ")
			if s.Changed {
				text += a.say(" (changed since: no longer holds)", "（签后有改动，失效）")
			}
		}
		open := 0
		for _, m := range p.Remarks {
			if m.Settled == nil {
				open++
			}
		}
		if open > 0 {
			text += fmt.Sprintf(a.say("; open marks: %d", "；未处理的圈红 %d 处"), open)
		}
		if _, err := io.WriteString(a.stdout, fmt.Sprintf(a.say("page %d: %s\n", "第 %d 版：%s\n"), p.Number, text)); err != nil {
			return err
		}
	}
	return nil
}
