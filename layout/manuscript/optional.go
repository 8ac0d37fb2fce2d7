package manuscript

import (
	"cmp"
	"slices"
	"strings"

	"duikai/layout/diag"
)

// This file is the contract of what of a story may be left out where a page has
// too little room, and of what a slot leaves out. The text itself is none of that.

// Part is something of a story that can be left out.
type Part uint8

const (
	DeckPart    Part = iota // 副题
	SummaryPart             // 提要
	PullPart                // 引语
)

// String is the name of the part in the front matter.
func (p Part) String() string { return partNames.names[p] }

// Has tells whether a story has a part.
func (s *Story) Has(p Part) bool {
	switch p {
	case DeckPart:
		return len(s.Deck) > 0
	case SummaryPart:
		return len(s.Summary) > 0
	}
	return slices.ContainsFunc(s.Blocks, isPull)
}

func isPull(b Block) bool {
	_, pull := b.(*PullQuote)
	return pull
}

// Lacking is a story without some of its parts; the story itself, where there are
// none of them.
func (s *Story) Lacking(parts []Part) *Story {
	out := *s
	for _, p := range parts {
		switch p {
		case DeckPart:
			out.Deck = nil
		case SummaryPart:
			out.Summary = nil
		case PullPart:
			out.Blocks = slices.DeleteFunc(slices.Clone(out.Blocks), isPull)
		}
	}
	if len(parts) == 0 {
		return s
	}
	return &out
}

// Lacking is the issue with its stories as they are set: without what the first of
// their slots leaves out.
func (is *Issue) Lacking() *Issue {
	pages := slices.Clone(is.Pages)
	slices.SortStableFunc(pages, func(a, b *Page) int { return cmp.Compare(a.Number, b.Number) })
	seen, out := make(map[string]bool), is
	for _, p := range pages {
		for _, s := range p.Slots {
			if s.Kind != StorySlot || seen[s.Story] {
				continue
			}
			seen[s.Story] = true
			if len(s.Without) == 0 {
				continue
			}
			if out == is {
				copied := *is
				copied.Stories = slices.Clone(is.Stories)
				out = &copied
			}
			for i, st := range out.Stories {
				if st.ID == s.Story {
					out.Stories[i] = st.Lacking(s.Without)
				}
			}
		}
	}
	return out
}

// partsKey is a key that holds names of parts, each once.
func partsKey[T any](name, zh, doc string, at func(*T) *[]Part, place func(*T) *diag.Pos) key[T] {
	return key[T]{name: name, term: zh, doc: doc, shape: bounded(listOf(&shape{Enum: partNames.all()}), len(partNames.names)),
		read: func(d *decoder, n *node, into *T) {
			*place(into) = n.pos
			for _, r := range d.readRefs(n, name, len(partNames.names)) {
				i := partNames.index(r.ID)
				switch {
				case i < 0:
					word := &node{kind: scalar, pos: r.Src, text: r.ID, src: n.src}
					d.notOne(word, name, partNames)
				case !slices.Contains(*at(into), Part(i)):
					*at(into) = append(*at(into), Part(i))
				}
			}
		}}
}

// checkParts tells of parts that a story does not have.
func (d *decoder) checkParts(is *Issue) {
	lacks := func(s *Story, parts []Part, at diag.Pos, key string) []Part {
		return slices.DeleteFunc(parts, func(p Part) bool {
			if s.Has(p) {
				return false
			}
			d.add(diag.IdleKey, at, key+": "+p.String(), term{"a story that has none", "没有这一部分的稿件"})
			return true
		})
	}
	for _, s := range is.Stories {
		s.Optional = lacks(s, s.Optional, s.optional, "optional")
	}
	for _, p := range is.Pages {
		for _, s := range p.Slots {
			if st := is.Story(s.Story); s.Kind == StorySlot && st != nil {
				s.Without = lacks(st, s.Without, s.Places.Without, "without")
			}
		}
	}
}

// ListOf writes parts as a list.
func ListOf(parts []Part) string {
	var names []string
	for _, p := range parts {
		names = append(names, p.String())
	}
	return "[" + strings.Join(names, ", ") + "]"
}
