package manuscript

import (
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
	if kept := d.memory.recall(d, file, text); kept != nil {
		return kept
	}
	defer d.memory.keep(d, file, text, s)
	d.known = surveyOf(text)
	f := d.splitFront(file, text)
	front := strings.Join(f.lines, "\n")
	if len(front) > maxFrontBytes {
		d.add(diag.TooLarge, s.Src, term{"the front matter", "头部信息"}, len(front), maxFrontBytes)
	} else if root, _ := parseYAML(file, d.withoutControls(file, front, f.first), f.first, d.words, d.sink); root.given() {
		readMapping(d, "story", root, storyTable(), s)
		d.boundHeads(s)
		s.headed = root.keyPos("headline")
	}
	s.Blocks = d.markdown(s, d.bodyCharacters(file, f.body, f.bodyLine))
	if d.normalize {
		d.pairedBlocks(s.Blocks)
	}
	d.reportTallies()
	if len(s.Blocks) == 0 {
		d.add(diag.EmptyStory, s.Src, id)
	}
	return s
}

// bodyCharacters gives the body's characters with their places, without those
// that cannot be printed.
func (d *decoder) bodyCharacters(file, body string, line int) []char {
	cs := make([]char, 0, len(body)/2)
	at := char{line: int32(line), col: 1}
	for _, r := range body {
		at.r = r
		d.lost(file, &at)
		switch {
		case r == '\n':
			cs = append(cs, at)
			at.line, at.col = at.line+1, 0
		case !printable(r):
			d.controlled(at.pos(file), r)
		default:
			cs = append(cs, at)
		}
		at.col++
	}
	return cs
}
