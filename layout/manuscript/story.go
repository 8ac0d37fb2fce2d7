package manuscript

import (
	"slices"
	"strings"

	"duikai/layout/diag"
)

// story reads a story: its front matter, then its text. A file that cannot be
// read still gives a story without text, so that the slots that name it are
// not reported as well.
func (d *decoder) story(file, id string) *Story {
	s := &Story{ID: id, Src: diag.Pos{File: file, Line: 1, Col: 1}}
	text, ok := d.read(file, maxStoryBytes)
	if !ok {
		return s
	}
	front, body, bodyLine := d.splitFront(file, text)
	if len(front) > maxFrontBytes {
		d.add(diag.TooLarge, s.Src, term{"the front matter", "头部信息"}, len(front), maxFrontBytes)
	} else if root, _ := parseYAML(file, d.withoutControls(file, front), 1, d.words, d.sink); root.given() {
		readMapping(d, "story", root, storyKeys(), s)
		d.boundHeads(s)
	}
	s.Blocks = d.markdown(s, d.bodyCharacters(file, body, bodyLine))
	if len(s.Blocks) == 0 {
		d.add(diag.EmptyStory, s.Src, id)
	}
	return s
}

// splitFront parts the front matter, which stands between two lines ---, from
// the body, and tells the line on which the body starts. The front matter
// begins with an empty line for the opening ---, so that its lines count like
// the file's.
func (d *decoder) splitFront(file, text string) (front, body string, bodyLine int) {
	lines := strings.Split(text, "\n")
	rule := func(l string) bool { return strings.TrimRight(l, " \t") == "---" }
	if !rule(lines[0]) {
		return "", text, 1
	}
	end := slices.IndexFunc(lines[1:], rule)
	if end < 0 {
		d.add(diag.NoFrontMatter, diag.Pos{File: file, Line: 1, Col: 1})
		return "", strings.Join(lines[1:], "\n"), 2
	}
	return "\n" + strings.Join(lines[1:end+1], "\n"), strings.Join(lines[end+2:], "\n"), end + 3
}

// bodyCharacters gives the body's characters with their places, without those
// that cannot be printed.
func (d *decoder) bodyCharacters(file, body string, line int) []char {
	cs := make([]char, 0, len(body)/2)
	at := char{line: int32(line), col: 1}
	for _, r := range body {
		at.r = r
		switch {
		case r == '\n':
			cs = append(cs, at)
			at.line, at.col = at.line+1, 0
		case !printable(r):
			d.add(diag.ControlChar, at.pos(file), r)
		default:
			cs = append(cs, at)
		}
		at.col++
	}
	return cs
}
