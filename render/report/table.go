package report

import (
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/width"

	"duikai/layout/diag"
)

// WriteText writes the report as tables for a terminal: every page with its
// slots, then jumps, pictures, the record of the lines and the worst of them.
// Problems are not among it; Problems lists them.
func (r *Report) WriteText(w io.Writer, l diag.Lang) error {
	var b strings.Builder
	t := func(key string, args ...any) string { return word(l, key, args...) }
	section := func(title string, rows [][]string, columns string) {
		if len(rows) == 0 {
			return
		}
		fmt.Fprintf(&b, "\n%s\n", title)
		table(&b, rows, columns)
	}
	fmt.Fprintf(&b, "%s %s\n", printable(r.Paper), r.Date)
	for _, p := range r.Pages {
		rows := [][]string{{t("slot"), t("columns"), t("chars"), t("lines"), t("fill"), t("white"), t("overset"), ""}}
		for _, s := range p.Slots {
			rows = append(rows, s.row(l))
		}
		section(strings.TrimSpace(t("page", p.Number)+" "+printable(p.Name)), rows, "lrrrrrrl")
	}
	var signed, remarks [][]string
	for _, p := range r.Pages {
		if p.Signed != nil {
			signed = append(signed, []string{t("page", p.Number), printable(p.signedWords(l))})
		}
	}
	section(t("signed"), signed, "ll")
	for _, m := range r.Remarks() {
		remarks = append(remarks, []string{fmt.Sprint(m.Number), t("page", m.Page), m.state(l), printable(strings.TrimSpace(m.Who + " " + m.When)), printable(m.Words), printable(m.Note)})
		for _, a := range m.Answers {
			remarks = append(remarks, []string{"", "", "", printable(strings.TrimSpace(a.Who + " " + a.When)), "", printable("↳ " + a.Note)})
		}
	}
	section(t("remarks"), remarks, "rlllll")
	var jumps, pictures, remedies, lines [][]string
	for _, j := range r.Jumps {
		jumps = append(jumps, []string{j.Story, t("page", j.FromPage) + " → " + t("page", j.ToPage)})
	}
	section(t("jumps"), jumps, "ll")
	for _, p := range r.Pictures {
		ppi := "PDF"
		if p.PPI > 0 {
			ppi = fmt.Sprintf("%d ppi", p.PPI)
		}
		pictures = append(pictures, []string{p.File, t("page", p.Page), fmt.Sprintf("%.0f × %.0f mm", p.Box.W*25.4/72, p.Box.H*25.4/72), pixels(p.Pixels), ppi})
	}
	section(t("pictures"), pictures, "llrrr")
	for _, u := range r.Record.Remedies {
		remedies = append(remedies, []string{remedyWord(u.Remedy, l), thousands(u.Lines), ems(u.Ems), t("most") + " " + ems(u.Most)})
	}
	section(t("remedies"), remedies, "lrrr")
	var gaps [][]string
	for _, g := range r.Record.Gaps {
		gaps = append(gaps, []string{g.words(l), thousands(g.Lines)})
	}
	if r.Record.Lines > 0 {
		section(t("gaps"), gaps, "lr")
	}
	for _, line := range r.Worst {
		lines = append(lines, []string{source(line.Source), t("page", line.Page), line.Why(l), line.Text})
	}
	section(t("worst"), lines, "llll")
	_, err := io.WriteString(w, b.String())
	return err
}

// row is a slot in the table of its page.
func (s Slot) row(l diag.Lang) []string {
	name := s.ID
	var more []string
	if name == "" {
		name = s.Kind
	}
	if s.From > 0 {
		more = append(more, word(l, "from-page", s.From))
	}
	if s.To > 0 {
		more = append(more, word(l, "to-page", s.To))
	}
	if s.PPI > 0 {
		more = append(more, fmt.Sprintf("%d ppi", s.PPI))
	}
	if len(s.moves) > 0 {
		more = append(more, s.moves.In(l))
	}
	if !s.Text() {
		return []string{name, "", dash(s.Characters), dash(s.Lines), "", "", dash(s.Overset), join(more, l)}
	}
	return []string{name, fmt.Sprint(s.Columns), thousands(s.Characters), thousands(s.Lines), percent(s.Fill), dash(s.White), dash(s.Overset), join(more, l)}
}

// table sets rows in columns, aligned left (l) or right (r).
func table(b *strings.Builder, rows [][]string, columns string) {
	wide := make([]int, len(columns))
	for _, row := range rows {
		for i := range row {
			row[i] = printable(row[i])
			wide[i] = max(wide[i], cells(row[i]))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, text := range row {
			pad := strings.Repeat(" ", wide[i]-cells(text))
			line.WriteString("  ")
			if columns[i] == 'r' {
				line.WriteString(pad + text)
			} else {
				line.WriteString(text + pad)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

// cells is how many columns of a terminal a text takes.
func cells(s string) int {
	n := 0
	for _, r := range s {
		n++
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			n++
		}
	}
	return n
}
