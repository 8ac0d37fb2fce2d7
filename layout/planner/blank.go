package planner

import (
	"slices"

	"duikai/layout/internal/dummy"
)

// mostBlanks is how many blocks a page that lacks copy may leave white, thinCopy
// the share of its room, in percent, below which its pieces fill a page only by
// being drawn out: what they ask for is the least, and good pages ask for more.
const (
	mostBlanks = 4
	thinCopy   = 68
)

// blankStarts is how often the search begins for a page with such blocks, times its
// pieces: they make any page fit, and their tables are long.
const (
	blankStarts      = 96
	leastBlankStarts = 6
)

// blankShare is what a line of such a block costs of a line in a slot, in percent:
// white in one place, which an editor can fill, is better than rows of it at the
// feet of stories.
const blankShare = 75

// blank is a block of the page that stays white (空白): where there is not copy
// enough, one hole that an editor can fill is better than pieces drawn out over
// the page. Like an advertisement it would stand at the foot.
func (j *job) blank() piece {
	f := j.is.Format
	t := dummy.NewTable(f.Columns, j.foot-j.top)
	for cols := 1; cols <= f.Columns; cols++ {
		for rows := 1; rows <= j.foot-j.top; rows++ {
			white := cols * rows
			t.Add(cols, dummy.Fit{Rows: rows, White: white, Price: j.terms.Leaves(white, 0) * blankShare / 100, Head: dummy.NoHead})
		}
	}
	return piece{Piece: dummy.Piece{Name: blankName, Kind: dummy.Ad, Fits: t.Fits(), With: -1, Hold: -1}}
}

// blankName is what a block that stays white is called among the terms.
const blankName = "-"

// padded looks for a plan with blocks that stay white, where a page has none or
// lacks copy: then what is white beyond the few lines of a good page is nobody's
// fault, and costs no more than those.
func (j *job) padded(pieces []piece, best dummy.Plan, ok bool) ([]piece, dummy.Plan, bool) {
	thin := j.page.Need*100 < j.page.Room*thinCopy && !slices.ContainsFunc(j.of.Slots, j.fills)
	if ok && !thin {
		return pieces, best, true
	}
	bare, padded, most := j.sheet, pieces, min(len(pieces)+mostBlanks, dummy.MostPieces)
	j.sheet.Terms.Much, j.sheet.Starts = 0, min(max(blankStarts/(len(pieces)+1), leastBlankStarts), dummy.UsualStarts)
	j.sheet.Pieces = slices.Clone(j.sheet.Pieces)
	for i := range j.sheet.Pieces { // where there is room, a story is a rectangle
		j.sheet.Pieces[i].Legs = nil
	}
	for len(padded) < most {
		padded = append(slices.Clip(padded), j.blank())
		j.sheet.Pieces = append(slices.Clip(j.sheet.Pieces), padded[len(padded)-1].Piece)
		// A page with a hole is never without a warning: it is not searched again.
		plan, _, found := j.choose(padded, j.find(padded), mostSet)
		switch {
		case found && (!ok || plan.Cost < best.Cost):
			pieces, best, ok, bare = padded, plan, true, j.sheet
		case ok:
			j.sheet = bare
			return pieces, best, ok // one more does no good
		}
	}
	j.sheet = bare
	return pieces, best, ok
}
