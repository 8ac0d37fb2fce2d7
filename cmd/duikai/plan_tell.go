package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"duikai/layout/diag"
	"duikai/layout/manuscript"
	"duikai/layout/planner"
)

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
		if o.explain != "" && !concerns(p, o.explain) {
			continue
		}
		told = true
		fmt.Fprintf(&b, a.say("page %d %s: needs %d cells, has %d; %d white lines, score %s\n", "第 %d 版 %s：需 %d 格，有 %d 格；余白 %d 行，代价 %s\n"), p.Number, p.Name, p.Need, p.Room, p.White, units(p.Score))
		if p.Need > p.Room {
			fmt.Fprintf(&b, a.say("  asked for too much: %d lines of a basic column are missing\n", "  稿件过多：差 %d 行（按基本栏计）\n"), p.Need-p.Room)
		}
		for _, s := range p.Slots {
			if o.explain != "" && s.Name() != o.explain {
				continue
			}
			a.tellSlot(&b, s, o.explain != "")
			if o.explain != "" {
				a.tellElsewhere(&b, p)
			}
		}
		if o.explain == "" {
			a.tellTerms(&b, p)
		}
		for _, d := range p.Dropped {
			if o.explain == "" || o.explain == d.Story {
				fmt.Fprintf(&b, a.say("  left out: %s of %s\n", "  略去：%[2]s 的 %[1]s\n"), strings.Join(partNames(d.Parts), ", "), d.Story)
			}
		}
		for _, j := range p.Jumps {
			if o.explain == "" || o.explain == j.Story {
				fmt.Fprintf(&b, a.say("  goes on: %s on page %d: %d lines stay, %d characters go, behind %q\n", "  转版：%s 转第 %d 版：本版 %d 行，转出 %d 字，在 %q 之后\n"), j.Story, j.To, j.Left, j.Chars, j.Last)
			}
		}
		for _, id := range p.Held {
			if o.explain == "" || o.explain == id {
				fmt.Fprintf(&b, a.say("  held over: %s\n", "  缓发：%s\n"), id)
			}
		}
	}
	for _, p := range plans {
		for _, c := range p.Cuts {
			if o.explain == "" || o.explain == c.Story {
				fmt.Fprintf(&b, a.say("page %d, a cut proposed: of %s %s\n", "第 %d 版删稿建议：%s 删去%s\n"), p.Number, c.Story, c.In(a.lang))
			}
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
		return fmt.Errorf(a.say("no planned page has %q; there are: %s", "自动组版的各版中没有 %q，有的是：%s"), o.explain, strings.Join(likely(plans, o.explain), ", "))
	}
	return nil
}

// concerns tells whether something stands on a page, or is held over from it.
func concerns(p planner.Page, name string) bool {
	return slices.Contains(p.Held, name) || slices.ContainsFunc(p.Slots, func(s planner.Slot) bool { return s.Name() == name })
}

// likely are the names on planned pages that have a word in them; all of them where none
// has.
func likely(plans []planner.Page, word string) (names []string) {
	word = strings.TrimSuffix(strings.ToLower(word), ".md")
	var all []string
	for _, p := range plans {
		for _, s := range p.Slots {
			all = append(all, s.Name())
			if strings.Contains(strings.ToLower(s.Name()), word) {
				names = append(names, s.Name())
			}
		}
	}
	if names == nil {
		return all
	}
	return names
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
	fmt.Fprintf(b, a.say("%-24s %s: %s, about %d cells", "%-24s %s：%s，约 %d 格"), s.Story, a.pageWords(s.Page), planner.ReasonWords(s.Reason, a.lang), s.Area)
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
	if s.Kind == manuscript.StorySlot && s.Head != manuscript.HeadAcross {
		fmt.Fprintf(b, "  head: %s", s.Head)
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
			fmt.Fprintf(b, "    %7s  %s", units(t.Price), planner.TermWords(t.Name, a.lang))
			if len(t.Names) > 1 {
				b.WriteString("  " + strings.Join(t.Names, ", "))
			}
			b.WriteByte('\n')
		}
	}
}

// tellElsewhere tells what other places of a slot would cost.
func (a *app) tellElsewhere(b *strings.Builder, p planner.Page) {
	if len(p.Elsewhere) == 0 {
		fmt.Fprintln(b, a.say("    no other place was found", "    没有找到别的位置"))
		return
	}
	for _, e := range p.Elsewhere {
		more := a.say("costs %s more", "代价多 %s")
		if e.More < 0 {
			more = a.say("costs %s less", "代价少 %s")
		}
		fmt.Fprintf(b, a.say("    elsewhere: at: [%d, %d]  span: [%d, %d]  ", "    别处：at: [%d, %d]  span: [%d, %d]  "), e.Slot.Col, e.Slot.Row, e.Slot.Cols, e.Slot.Rows)
		fmt.Fprintf(b, more, units(max(e.More, -e.More)))
		var why []string
		for _, t := range e.Slot.Why {
			why = append(why, planner.TermWords(t.Name, a.lang)+" "+units(t.Price))
		}
		if len(why) > 0 {
			b.WriteString(a.say(" (", "（") + strings.Join(why, a.say(", ", "，")) + a.say(")", "）"))
		}
		b.WriteByte('\n')
	}
}

// tellTerms sums a page's terms up.
func (a *app) tellTerms(b *strings.Builder, p planner.Page) {
	sums := termSums(p)
	names := slices.SortedFunc(maps.Keys(sums), func(x, y string) int {
		return cmp.Or(sums[y]-sums[x], strings.Compare(x, y))
	})
	for i, name := range names {
		names[i] = planner.TermWords(name, a.lang) + " " + units(sums[name])
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
	return strings.TrimSuffix(fmt.Sprintf("%d.%d", price/planner.Unit, price%planner.Unit*10/planner.Unit), ".0")
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
	Jumps  []jumpJSON         `json:"jumps"` // that the program made
	Used   []string           `json:"used"`  // of the reserve
	// Cuts are what could be cut so that nothing is held over.
	Cuts []cutJSON `json:"cuts"`
	// Dropped are parts of stories that are left out.
	Dropped []droppedJSON `json:"dropped"`
	// Elsewhere are other places of the slot that was asked for.
	Elsewhere []elsewhereJSON `json:"elsewhere,omitempty"`
}

// jumpJSON is a story that the program has parted: how many lines stay, how many
// characters are carried to which page, and behind what.
type jumpJSON struct {
	Story string `json:"story"`
	To    int    `json:"to"`
	Lines int    `json:"lines"`
	Chars int    `json:"chars"`
	After string `json:"after"`
}

// cutJSON is a cut that is proposed.
type cutJSON struct {
	Story string `json:"story"`
	Chars int    `json:"chars"`
	Text  string `json:"text"`
}

// droppedJSON is a story and what of it is left out.
type droppedJSON struct {
	Story   string   `json:"story"`
	Without []string `json:"without"`
}

// partNames are the names of parts of a story.
func partNames(parts []manuscript.Part) (names []string) {
	for _, p := range parts {
		names = append(names, p.String())
	}
	return names
}

// elsewhereJSON is another place of a slot and what the page would cost more.
type elsewhereJSON struct {
	At   [2]int   `json:"at"`
	Span [2]int   `json:"span"`
	More float64  `json:"more"`
	Why  []string `json:"why"`
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
	}{}
	for _, s := range ed.Seats {
		sj := seatJSON{Story: s.Story, Section: s.Section, Page: s.Page, Cells: s.Area, Why: planner.ReasonWords(s.Reason, diag.English)}
		if s.More >= 0 {
			sj.Next, sj.More = &s.Next, &s.More
		}
		out.Stories = append(out.Stories, sj)
	}
	out.Pages = pagesJSON(ed)
	e := json.NewEncoder(a.stdout)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

// pagesJSON are the planned pages of an edition for programs.
func pagesJSON(ed planner.Edition) []pageJSON {
	out := []pageJSON{}
	for _, p := range ed.Pages {
		pj := pageJSON{Number: p.Number, Need: p.Need, Room: p.Room, White: p.White, Score: float64(p.Score) / planner.Unit,
			Terms: map[string]float64{}, Slots: []map[string]any{}, Held: append([]string{}, p.Held...), Jumps: []jumpJSON{}, Dropped: []droppedJSON{}, Cuts: []cutJSON{}, Used: append([]string{}, p.Used...)}
		for _, c := range p.Cuts {
			pj.Cuts = append(pj.Cuts, cutJSON{c.Story, c.Chars, c.Text})
		}
		for _, d := range p.Dropped {
			pj.Dropped = append(pj.Dropped, droppedJSON{d.Story, partNames(d.Parts)})
		}
		for _, j := range p.Jumps {
			pj.Jumps = append(pj.Jumps, jumpJSON{j.Story, j.To, j.Left, j.Chars, j.Last})
		}
		for name, sum := range termSums(p) {
			pj.Terms[name] = float64(sum) / planner.Unit
		}
		for _, s := range p.Slots {
			why := whyJSON(s)
			slot := map[string]any{
				s.Kind.String(): s.Name(), "at": [2]int{s.Col, s.Row}, "span": [2]int{s.Cols, s.Rows},
				"columns": cmp.Or(s.Columns, s.Cols), "found": s.Found, "white": s.White, "why": why,
			}
			if s.Kind == manuscript.StorySlot && s.Head != manuscript.HeadAcross {
				slot["head"] = s.Head.String()
			}
			pj.Slots = append(pj.Slots, slot)
		}
		for _, e := range p.Elsewhere {
			pj.Elsewhere = append(pj.Elsewhere, elsewhereJSON{[2]int{e.Slot.Col, e.Slot.Row}, [2]int{e.Slot.Cols, e.Slot.Rows}, float64(e.More) / planner.Unit, whyJSON(e.Slot)})
		}
		out = append(out, pj)
	}
	return out
}

// whyJSON are the terms of a slot, each with its price.
func whyJSON(s planner.Slot) []string {
	why := []string{}
	for _, t := range s.Why {
		why = append(why, t.Name+" "+units(t.Price))
	}
	return why
}
