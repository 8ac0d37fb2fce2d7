package layout

import (
	"cmp"
	"fmt"
	"slices"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
	"duikai/layout/para"
)

// faces reports what a paragraph's faces do not draw: characters that no face
// covers, shapes that none lists, and characters that come from another face
// than the role's, which is worse in a head than in the text.
func faces(problems *diag.List, p *para.Paragraph, head bool) {
	for _, miss := range p.Missing() {
		miss.Tell(problems)
	}
	for _, left := range p.LeftOut() {
		problems.Add(diag.NoVariant, left.Pos, left.Rune)
	}
	code := diag.OtherFace
	if head {
		code = diag.OtherFaceHead
	}
	for _, f := range p.Fallbacks() {
		problems.Add(code, f.Pos, borrowed{f.Lacks.Name(), f.Draws.Name(), f.Why, []rune{f.Rune}, 1})
	}
}

// lentFaces tells, once for every role, where a face is asked for that neither the
// program nor the paper has: another stands in for it.
func (m *makeup) lentFaces() {
	told := map[fonts.Role]bool{}
	tell := func(code diag.Code, ref manuscript.RoleRef) {
		role, ok := fonts.ParseRole(ref.Name)
		if lender := m.house.set.Lender(role); ok && lender != role && !told[role] {
			told[role] = true
			m.problems.Add(code, ref.Src, manuscript.RoleName(role.String()), manuscript.RoleName(lender.String()))
		}
	}
	for _, p := range m.issue.Pages {
		for _, sl := range p.Slots {
			tell(diag.LentFaceHead, sl.HeadFont)
			if s := m.issue.Story(sl.Story); s != nil {
				tell(diag.LentFaceHead, s.HeadFont)
			}
		}
	}
	style := &m.issue.Style
	tell(diag.LentFace, style.Body.Font)
	tell(diag.LentFace, style.Caption.Font)
	for _, t := range style.Texts {
		tell(diag.LentFace, t.Font)
	}
}

// borrowed is characters of one face that another draws.
type borrowed struct {
	lacks, draws string
	why          fonts.Cover
	runes        []rune // each once, as they are first met
	times        int
}

// shown is how many of the characters a message shows.
const shown = 8

// In implements diag.Worded.
func (b borrowed) In(l diag.Lang) string {
	some := string(b.runes[:min(shown, len(b.runes))])
	if len(b.runes) > shown {
		some += "…"
	}
	n := len(b.runes)
	if l == diag.Chinese {
		why := map[fonts.Cover]string{fonts.Blank: "的字形是空的", fonts.Damaged: "的字形已损坏"}[b.why]
		if why == "" {
			why = "没有收录"
		}
		return fmt.Sprintf("字体 %s %s：%s（%d 字，共 %d 处），改用 %s", b.lacks, why, some, n, b.times, b.draws)
	}
	why := map[fonts.Cover]string{fonts.Blank: "has an empty glyph for", fonts.Damaged: "has a damaged glyph for"}[b.why]
	if why == "" {
		why = "lacks"
	}
	return fmt.Sprintf("%s %s %s (%s, in %s), set from %s", b.lacks, why, some, number(n, "character"), number(b.times, "place"), b.draws)
}

func number(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}

// foldFaces makes one problem of all characters that one face draws for
// another, at the first of their places.
func foldFaces(problems diag.List) diag.List {
	type kind struct {
		code         diag.Code
		lacks, draws string
		why          fonts.Cover
	}
	first := make(map[kind]int) // place in out
	seen := make(map[kind]map[diag.Pos]bool)
	slices.SortStableFunc(problems, func(a, b diag.Problem) int {
		return cmp.Or(cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
	})
	out := problems[:0:0]
	for _, p := range problems {
		b, ok := faceArg(p)
		if !ok {
			out = append(out, p)
			continue
		}
		k := kind{p.Code, b.lacks, b.draws, b.why}
		at, ok := first[k]
		if !ok {
			first[k], seen[k] = len(out), map[diag.Pos]bool{p.Pos: true}
			out = append(out, p)
			continue
		}
		if seen[k][p.Pos] { // set more than once, to find its size
			continue
		}
		seen[k][p.Pos] = true
		sum := out[at].Args[0].(borrowed)
		sum.times++
		if !slices.Contains(sum.runes, b.runes[0]) {
			sum.runes = append(slices.Clip(sum.runes), b.runes[0])
		}
		out[at].Args = []any{sum}
	}
	return out
}

// faceArg is what a problem says of a face that draws for another.
func faceArg(p diag.Problem) (borrowed, bool) {
	if len(p.Args) != 1 {
		return borrowed{}, false
	}
	b, ok := p.Args[0].(borrowed)
	return b, ok
}
