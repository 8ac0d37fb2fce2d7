package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"duikai/layout/allot"
	"duikai/layout/diag"
	"duikai/layout/dummy"
	"duikai/layout/manuscript"
	"duikai/layout/planner"
	"duikai/render/report"
)

type planOptions struct {
	write   bool
	output  string
	pages   string
	format  string
	explain string
	notes   int
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
			"Make up the pages of the issue folder ISSUE that have slots without at or span, and\ntell where everything stands, what the page needs and has, what was held over, and\nwhat the plan costs term by term. All other commands set such pages the same way;\n--write puts the places into issue.yaml, each marked # found, and keeps the file as it\nwas beside it, as "+beforePlan+".",
			"为文件夹 ISSUE 中没有写 at、span 的版位找位置，报告各版的位置、所需与所有的版面、\n缓发的稿件，以及方案逐项的代价。其他命令也照同样的方案排版；--write 把位置写进\nissue.yaml，每处注明 # found，原文件存为 "+beforePlan+"。"),
		Example:           "  duikai plan 2026-11-23\n  duikai plan 2026-11-23 --pages 3 --explain harbour\n  duikai plan 2026-11-23 --write",
		Args:              a.args(1, 1),
		ValidArgsFunction: onlyFolders,
		RunE: func(c *cobra.Command, args []string) error {
			return a.plan(c.Context(), args[0], o)
		},
	}
	c.Flags().BoolVar(&o.write, "write", false, a.say("write the places into issue.yaml", "把位置写进 issue.yaml"))
	c.Flags().StringVarP(&o.output, "output", "o", "", a.say("write issue.yaml with the places to `FILE` instead; - is standard output", "把写好位置的 issue.yaml 另存为 `FILE`；- 为标准输出"))
	c.Flags().StringVar(&o.pages, "pages", "", a.say("only these `PAGES`, such as 1,3-4", "只说这些版 `PAGES`，如 1,3-4"))
	c.Flags().StringVar(&o.format, "format", "text", a.say("`FORM` of the plan: text or json", "输出形式 `FORM`：text 或 json"))
	c.Flags().StringVar(&o.explain, "explain", "", a.say("tell of the story or picture `ID` what its place costs", "说明稿件或图片 `ID` 的位置有何代价"))
	a.notesFlag(c, &o.notes)
	must(c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(planFormats, cobra.ShellCompDirectiveNoFileComp)))
	must(c.RegisterFlagCompletionFunc("pages", cobra.NoFileCompletions))
	return c
}

func (a *app) plan(ctx context.Context, issue string, o planOptions) error {
	pages, err := a.pages(o.pages)
	if err != nil {
		return err
	}
	if !slices.Contains(planFormats, o.format) {
		return fmt.Errorf(a.say("--format takes text or json, not %q", "--format 应为 text 或 json，而非 %q"), o.format)
	}
	if o.write && o.output != "" {
		return errors.New(a.say("--write and -o exclude each other", "--write 与 -o 不能同用"))
	}
	f, err := openFolder(issue)
	if err != nil {
		return a.refuse(a.stderr, diag.Unreadable, issue, err)
	}
	defer f.close()
	source, err := fs.ReadFile(f.fs(), issueFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // which loading tells
		return a.refuse(a.stderr, diag.Unreadable, issueFile, err)
	}
	r, err := a.set(ctx, job{fsys: f.fs(), pages: pages})
	say := report.Options{Lang: a.lang, Dir: f.name, Notes: o.notes > 0, Every: o.notes > 1}
	if err := errors.Join(report.Problems(a.stderr, r.problems, say), err); err != nil {
		return err
	}
	if r.unusable() {
		return r.verdict()
	}
	plans := r.plans.Of(pages)
	if o.output != toStdout {
		if err := a.tellPlans(plans, o); err != nil {
			return err
		}
	}
	if o.write || o.output != "" {
		out, err := manuscript.WritePlan(source, foundPages(r.issue, r.plans, plans))
		if err != nil {
			return a.refuse(a.stderr, diag.CannotWrite, issueFile, err)
		}
		if err := a.writePlans(ctx, f, source, out, o); err != nil {
			return err
		}
	}
	return r.verdict()
}

// foundPages is what of an edition goes into issue.yaml: that of some pages. All
// of them are written where the file gives their number alone.
func foundPages(is *manuscript.Issue, all, some planner.Edition) (found []manuscript.FoundPage) {
	made := func(p *manuscript.Page) bool { return p.Made }
	if slices.ContainsFunc(is.Pages, made) {
		some = all
	}
	for _, p := range some.Pages {
		f := manuscript.FoundPage{Number: p.Number, Name: p.Name}
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

// tellPlans tells what was found.
func (a *app) tellPlans(ed planner.Edition, o planOptions) error {
	if o.format == "json" {
		return a.plansJSON(ed)
	}
	var b strings.Builder
	plans := ed.Pages
	if len(plans) == 0 {
		fmt.Fprintln(&b, a.say("all slots have their places", "版位都已有位置"))
	}
	told := false
	for _, p := range plans {
		fmt.Fprintf(&b, a.say("page %d %s: needs %d cells, has %d; %d white lines, score %s\n", "第 %d 版 %s：需 %d 格，有 %d 格；余白 %d 行，代价 %s\n"), p.Number, p.Name, p.Need, p.Room, p.White, units(p.Score))
		for _, s := range p.Slots {
			if o.explain != "" && s.Name() != o.explain {
				continue
			}
			told = true
			a.tellSlot(&b, s, o.explain != "")
		}
		if o.explain == "" {
			a.tellTerms(&b, p)
		}
		for _, id := range p.Held {
			fmt.Fprintf(&b, a.say("  held over: %s\n", "  缓发：%s\n"), id)
		}
	}
	for _, s := range ed.Seats {
		if o.explain == "" || s.Story == o.explain {
			told = true
			a.tellSeat(&b, s)
		}
	}
	if _, err := io.WriteString(a.stdout, b.String()); err != nil {
		return err
	}
	if o.explain != "" && !told {
		return fmt.Errorf(a.say("no planned page has %q", "自动组版的各版中没有 %q"), o.explain)
	}
	return nil
}

// reasons are why stories stand on their pages.
var reasons = map[allot.Reason][2]string{
	allot.BySection: {"of its section", "版块相同"},
	allot.ByWeight:  {"by its weight", "按分量"},
	allot.ByRoom:    {"where there is room", "按空位"},
	allot.NoRoom:    {"no page has room", "各版都没有空位"},
}

// pageWords names a page of the edition, 0 for none.
func (a *app) pageWords(page int) string {
	if page == 0 {
		return a.say("held over", "缓发")
	}
	return fmt.Sprintf(a.say("page %d", "第 %d 版"), page)
}

// tellSeat tells to which page a story went, and why.
func (a *app) tellSeat(b *strings.Builder, s planner.Seat) {
	r := reasons[s.Reason]
	fmt.Fprintf(b, a.say("%-24s %s: %s, about %d cells", "%-24s %s：%s，约 %d 格"), s.Story, a.pageWords(s.Page), a.say(r[0], r[1]), s.Area)
	if s.More >= 0 {
		fmt.Fprintf(b, a.say("; %s would cost %d more", "；改为%s，代价多 %d"), a.pageWords(s.Next), s.More)
	}
	b.WriteByte('\n')
}

func (a *app) tellSlot(b *strings.Builder, s planner.Slot, why bool) {
	fmt.Fprintf(b, "  %-24s at: [%d, %d]  span: [%d, %d]", s.Name(), s.Col, s.Row, s.Cols, s.Rows)
	if s.Columns > 0 {
		fmt.Fprintf(b, "  columns: %d", s.Columns)
	}
	if s.White > 0 {
		fmt.Fprintf(b, a.say("  %d white", "  余白 %d 行"), s.White)
	}
	if s.Found {
		b.WriteString("  " + a.say("found", "自动"))
	}
	b.WriteByte('\n')
	for _, t := range s.Why {
		if why {
			fmt.Fprintf(b, "    %7s  %s", units(t.Price), a.termWords(t.Name))
			if len(t.Names) > 1 {
				b.WriteString("  " + strings.Join(t.Names, ", "))
			}
			b.WriteByte('\n')
		}
	}
}

// tellTerms sums a page's terms up.
func (a *app) tellTerms(b *strings.Builder, p planner.Page) {
	sums := termSums(p)
	names := slices.SortedFunc(maps.Keys(sums), func(x, y string) int {
		return cmp.Or(sums[y]-sums[x], strings.Compare(x, y))
	})
	for i, name := range names {
		names[i] = a.termWords(name) + " " + units(sums[name])
	}
	fmt.Fprintf(b, "  %s%s\n", a.say("costs: ", "代价："), strings.Join(names, a.say(", ", "，")))
}

func termSums(p planner.Page) map[string]int {
	sums := make(map[string]int)
	for _, t := range p.Terms {
		sums[t.Name] += t.Price
	}
	return sums
}

// units writes a price as an editor reads it: a white line costs 3.
func units(price int) string {
	return strings.TrimSuffix(fmt.Sprintf("%d.%d", price/dummy.Unit, price%dummy.Unit*10/dummy.Unit), ".0")
}

// termWords is the name of a term in the language of the messages.
func (a *app) termWords(name string) string {
	if w, ok := termNames[dummy.Term(name)]; ok {
		return a.say(w[0], w[1])
	}
	return name
}

var termNames = map[dummy.Term][2]string{
	dummy.TermFit:      {"fit", "填充"},
	dummy.TermWidth:    {"width for its weight", "栏宽与分量不称"},
	dummy.TermWider:    {"wider than a heavier story", "宽过更重的稿件"},
	dummy.TermLead:     {"the lead's place", "头条位置"},
	dummy.TermPlace:    {"importance and place", "分量与位置"},
	dummy.TermCut:      {"a line across the page", "断版"},
	dummy.TermRiver:    {"a gutter down the page", "通版"},
	dummy.TermStraight: {"a long straight gutter", "长直栏缝"},
	dummy.TermHeads:    {"heads side by side", "碰题"},
	dummy.TermOrder:    {"a headline larger than a heavier story's", "题号倒置"},
	dummy.TermNear:     {"a headline near to the lead's", "题号与头条相近"},
	dummy.TermUnder:    {"heavy under light", "轻压重"},
	dummy.TermPictures: {"pictures that touch", "图碰图"},
	dummy.TermBoxes:    {"boxes that touch", "框碰框"},
	dummy.TermColour:   {"colour in one half", "彩图偏于半版"},
	dummy.TermUpper:    {"no picture below", "下半版无图"},
	dummy.TermTall:     {"a tall strip", "一线天"},
	dummy.TermSlit:     {"a slit between solids", "夹缝"},
	dummy.TermSquat:    {"a squat story at the foot", "版底扁稿"},
	dummy.TermFoot:     {"a head at the foot", "版底标题"},
	dummy.TermAway:     {"away from its story", "图文分离"},
	dummy.TermSeries:   {"a series apart", "系列稿分散"},
	dummy.TermGrey:     {"grey mass", "大片灰"},
	dummy.TermApart:    {"side by side what must not be", "忌相邻"},
	dummy.TermMoved:    {"moved", "移动"},
	dummy.TermHeld:     {"held over", "缓发"},
	dummy.TermUsed:     {"reserve", "备稿"},
	dummy.TermPin:      {"off its place", "偏离指定位置"},
}

// pageJSON is a planned page for programs: names, counts of lines and cells,
// prices in the unit of which a white line costs 3. A slot has the key that it
// has in issue.yaml (story, picture, ad, ...).
type pageJSON struct {
	Number int                `json:"number"`
	Need   int                `json:"need"`
	Room   int                `json:"room"`
	Score  float64            `json:"score"`
	Terms  map[string]float64 `json:"terms"`
	White  int                `json:"white"`
	Slots  []map[string]any   `json:"slots"`
	Held   []string           `json:"held"`
	Jumps  []string           `json:"jumps"` // stories are not parted by the program: always empty
	Used   []string           `json:"used"`  // of the reserve
}

// seatJSON is to which page a story went that none names: 0 for held over. Next
// is the page that would be the second best, for More units.
type seatJSON struct {
	Story   string `json:"story"`
	Section string `json:"section,omitempty"`
	Page    int    `json:"page"`
	Cells   int    `json:"cells"`
	Why     string `json:"why"`
	Next    *int   `json:"next,omitempty"`
	More    *int   `json:"more,omitempty"`
}

// plansJSON writes plans for programs.
func (a *app) plansJSON(ed planner.Edition) error {
	out := struct {
		Pages   []pageJSON `json:"pages"`
		Stories []seatJSON `json:"stories,omitempty"`
	}{Pages: []pageJSON{}}
	for _, s := range ed.Seats {
		sj := seatJSON{Story: s.Story, Section: s.Section, Page: s.Page, Cells: s.Area, Why: reasons[s.Reason][0]}
		if s.More >= 0 {
			sj.Next, sj.More = &s.Next, &s.More
		}
		out.Stories = append(out.Stories, sj)
	}
	for _, p := range ed.Pages {
		pj := pageJSON{Number: p.Number, Need: p.Need, Room: p.Room, White: p.White, Score: float64(p.Score) / dummy.Unit,
			Terms: map[string]float64{}, Slots: []map[string]any{}, Held: append([]string{}, p.Held...), Jumps: []string{}, Used: append([]string{}, p.Used...)}
		for name, sum := range termSums(p) {
			pj.Terms[name] = float64(sum) / dummy.Unit
		}
		for _, s := range p.Slots {
			why := []string{}
			for _, t := range s.Why {
				why = append(why, t.Name+" "+units(t.Price))
			}
			pj.Slots = append(pj.Slots, map[string]any{
				s.Kind.String(): s.Name(), "at": [2]int{s.Col, s.Row}, "span": [2]int{s.Cols, s.Rows},
				"columns": cmp.Or(s.Columns, s.Cols), "found": s.Found, "white": s.White, "why": why,
			})
		}
		out.Pages = append(out.Pages, pj)
	}
	e := json.NewEncoder(a.stdout)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
