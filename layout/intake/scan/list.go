package scan

import (
	"slices"
	"strings"
	"unicode/utf8"

	"duikai/layout/intake"
)

// listed is an entry of a list, or what stands over it: a paragraph of a story, until it is
// known what all of them are.
type listed struct {
	story *intake.Story
	block int
	list  int // its number
	role  role
}

// lists puts the entries of lists of names together, each list a group; those of other lists
// stay paragraphs.
func (w *writer) lists() {
	all := w.listed
	w.listed = nil
	for end := len(all); end > 0; { // from the last on, for blocks go
		from := end - 1
		for from > 0 && all[from-1].story == all[end-1].story && all[from-1].list == all[end-1].list && all[from-1].block == all[from].block-1 {
			from--
		}
		if l := all[from:end]; !slices.ContainsFunc(l, func(x listed) bool { return x.role == entry && !oneName(x.text()) }) {
			together(l)
		}
		end = from
	}
}

func (l listed) text() string { return l.story.Body[l.block].Text.String() }

// together makes a group of names of the blocks of a list.
func together(list []listed) {
	s, at := list[0].story, list[0].block
	group := intake.Block{Kind: intake.Names, Field: s.Body[at].Field}
	group.Text = nil
	for i, l := range list {
		t := s.Body[l.block].Text
		if i > 0 {
			group.Text = append(group.Text, intake.Run{Text: "\u3000", At: t.At()})
		}
		for _, run := range t {
			if l.role != entry {
				run.Style |= intake.Bold
			}
			group.Text = append(group.Text, run)
		}
	}
	s.Body = slices.Replace(s.Body, at, at+len(list), group)
}

// oneName tells whether an entry of a list may be a name.
func oneName(s string) bool {
	const longest = 12 // characters, with a dot or what stands behind in brackets
	return utf8.RuneCountInString(s) <= longest && !strings.ContainsAny(s, "，。；：！？")
}
