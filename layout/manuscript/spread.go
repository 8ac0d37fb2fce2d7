package manuscript

import (
	"fmt"

	"duikai/layout/diag"
)

// Spreads (跨版): two facing pages that are planned as one, with twice the basic
// columns and the fold between its halves.

// Of is the format of a page: of a spread, two sheets side by side.
func (f Format) Of(p *Page) Format {
	if p.Spread > 0 {
		f.Columns *= 2
		f.Trim.W *= 2
	}
	return f
}

// checkSpread looks whether a spread is of two pages that face each other: an
// even one and the next.
func (d *decoder) checkSpread(p *Page) {
	if p.Spread == 0 {
		if p.TwoSheets {
			d.add(diag.IdleKey, p.Src, "sheets", term{"a page that is no spread", "不是跨版的版"})
			p.TwoSheets = false
		}
		return
	}
	if p.Number%2 == 0 && p.Spread == p.Number+1 {
		return
	}
	left := p.Number - p.Number%2
	d.add(diag.BadValue, p.Src, "spread", term{
		fmt.Sprintf("pages %d and %d do not face each other: write number: %d, spread: %d", p.Number, p.Spread, max(left, 2), max(left, 2)+1),
		fmt.Sprintf("第 %d 版与第 %d 版不是对页：请写 number: %d, spread: %d", p.Number, p.Spread, max(left, 2), max(left, 2)+1)})
	p.Spread = 0
}

// OverFold tells whether a slot of a spread lies over the fold, which is behind so many
// basic columns.
func (s *Slot) OverFold(fold int) bool { return s.Col <= fold && s.Col+s.Cols-1 > fold }

// InMiddle is at which basic column of a spread so many of them begin in its middle.
func (f Format) InMiddle(cols int) int { return (2*f.Columns-cols)/2 + 1 }

// checkFold looks whether a story over the fold has as many text columns on
// either side of it, so that none lies in it.
func (d *decoder) checkFold(is *Issue, p *Page, s *Slot) {
	if p.Spread == 0 || s.Kind != StorySlot {
		return
	}
	if s.Open&OpenPlace != 0 && s.Open&OpenCols == 0 && s.Cols > is.Format.Columns { // the program puts it in the middle
		seated := *s
		seated.Col = is.Format.InMiddle(s.Cols)
		s = &seated
	}
	if s.Open&OpenCols != 0 || s.Col < 1 || !s.OverFold(is.Format.Columns) {
		return
	}
	columns := s.Columns
	if columns == 0 {
		columns = s.Cols
	}
	even := s.Col-1 == 2*is.Format.Columns-(s.Col+s.Cols-1)
	if columns%2 == 0 && even {
		return
	}
	at := s.Places.Span
	if s.Places.Columns.Line > 0 {
		at = s.Places.Columns
	}
	if !even {
		d.add(diag.BadValue, s.Places.Span, "span", term{
			fmt.Sprintf("the story %s lies over the fold: it must reach as far to its left as to its right", s.Name()),
			fmt.Sprintf("稿件 %s 跨过折缝，左右须占同样多的栏", s.Name())})
		return
	}
	d.add(diag.BadValue, at, "columns", term{
		fmt.Sprintf("a text column of %s lies in the fold: write columns: %d", s.Name(), columns+1),
		fmt.Sprintf("%s 有一栏落在折缝上：请写 columns: %d", s.Name(), columns+1)})
}
