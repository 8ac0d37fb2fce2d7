package reading

import (
	"slices"
	"strings"
	"unicode"

	"duikai/layout/page"
)

// English is the language of the runs that a Chinese text has in another one
// (BCP 47).
const English = "en"

// Foreign finds the runs of a text that are to be pronounced as English: words in
// lower case, with what stands between and about them. Capitals and figures by
// themselves are no words (GDP, 5G): who reads Chinese aloud spells them. The runs
// are pairs of indices into the characters of the text, the end exclusive.
func Foreign(text []rune) (runs [][2]int) {
	for i := 0; i < len(text); {
		if !latin(text[i]) {
			i++
			continue
		}
		// From the first letter to the last one, with a stop that belongs to it.
		end, words := i+1, false
		for k := i; k < len(text) && english(text[k]); k++ {
			if latin(text[k]) {
				end = k + 1
				words = words || wordAt(text, k)
			}
		}
		address := slices.ContainsFunc(text[i:end], func(r rune) bool { return strings.ContainsRune("@/\\_=&#", r) })
		if words && !address {
			runs = append(runs, [2]int{i, end})
		}
		i = end
	}
	return runs
}

// wordAt tells whether a word begins at a letter: three letters or more, in lower
// case but for the first, for kg and km are units.
func wordAt(text []rune, i int) bool {
	const least = 3
	if i > 0 && latin(text[i-1]) {
		return false
	}
	n := 1
	for i+n < len(text) && latin(text[i+n]) {
		if !unicode.IsLower(text[i+n]) {
			return false
		}
		n++
	}
	return n >= least
}

func latin(r rune) bool { return unicode.Is(unicode.Latin, r) }

// english tells whether a character may stand within a run of English: ASCII, and
// the quotes and dashes of English.
func english(r rune) bool {
	return r >= ' ' && r <= '~' || latin(r) || strings.ContainsRune("’‘\u00ad‐–", r)
}

// Spoken is an edition whose runs of English are texts of their own, which say so
// (page.Text.Lang): what is drawn is the same. It shares everything else with the
// edition.
func Spoken(e *page.Edition) *page.Edition {
	parts := make(map[*page.Text][][2]int)
	var walk func(el *Element)
	walk = func(el *Element) {
		el.foreign(parts)
		for _, kid := range el.Kids {
			walk(kid)
		}
	}
	walk(Of(e).Root)
	if len(parts) == 0 {
		return e
	}
	out := *e
	out.Pages = slices.Clone(e.Pages)
	for i, p := range e.Pages {
		var items []page.Item
		for k, it := range p.Items {
			t, ok := it.(*page.Text)
			if !ok || parts[t] == nil {
				if items != nil {
					items = append(items, it)
				}
				continue
			}
			if items == nil {
				items = slices.Clone(p.Items[:k])
			}
			items = divided(items, t, parts[t])
		}
		if items != nil {
			spoken := *p
			spoken.Items = items
			out.Pages[i] = &spoken
		}
	}
	return &out
}

// foreign finds the glyphs of an element's runs that are English: in all of its
// text, for a word may go on on the next line.
func (e *Element) foreign(parts map[*page.Text][][2]int) {
	type glyph struct {
		text *page.Text
		i    int
	}
	var text []rune
	var of []glyph
	for _, h := range e.Holds {
		if h.Text == nil || h.Text.Shaped != nil || h.Apart {
			text, of = append(text, '\n'), append(of, glyph{})
		}
		if h.Text == nil || h.Text.Shaped != nil || h.Text.Part == page.Hyphen {
			continue
		}
		for i, g := range h.Text.Glyphs {
			for _, r := range string(g.Append(nil)) {
				text, of = append(text, r), append(of, glyph{h.Text, i})
			}
		}
	}
	for _, run := range Foreign(text) {
		for k := run[0]; k < run[1]; k++ {
			g := of[k]
			list := parts[g.text]
			if n := len(list); n > 0 && list[n-1][1] >= g.i {
				list[n-1][1] = max(list[n-1][1], g.i+1)
			} else {
				parts[g.text] = append(list, [2]int{g.i, g.i + 1})
			}
		}
	}
}

// divided appends the parts of a text, of which some are English.
func divided(items []page.Item, t *page.Text, foreign [][2]int) []page.Item {
	part := func(from, to int, lang string) {
		if from >= to {
			return
		}
		out := *t
		out.Lang = lang
		out.Glyphs = slices.Clone(t.Glyphs[from:to])
		dx := out.Glyphs[0].DX
		for i := range out.Glyphs {
			out.Glyphs[i].DX -= dx
		}
		if t.Turned {
			out.At.Y += dx
		} else {
			out.At.X += dx
		}
		if from > 0 && out.Src.Col > 0 {
			out.Src.Col += from
		}
		items = append(items, &out)
	}
	at := 0
	for _, f := range foreign {
		part(at, f[0], "")
		part(f[0], f[1], English)
		at = f[1]
	}
	part(at, len(t.Glyphs), "")
	return items
}
