package layout

import (
	"cmp"
	"slices"

	"duikai/layout/internal/flow"
	"duikai/layout/page"
)

// # Tables moved in the text (移表)
//
// A table that a column's foot would part, or because of which a column ends short,
// stands a paragraph or more earlier or later, as a make-up person sets it: at the head
// of the next column, with the text that follows it before. It takes its caption along
// and never leaves its section, and what leads up to it with a colon holds it.

// Reach and prices of a table's moves, in paragraphs, on the scale of the levers.
const (
	moveReach = 3
	movePrice = 96 // by one paragraph: twice a row left white
	moveNext  = 24 // and by every further one
)

// moves are the ways to set a story with one of its tables moved, which is full but for
// a table that is parted or feet that are not level.
func (m *makeup) moves(f *fitting) (all []recast) {
	if !f.full() {
		return nil
	}
	base := f.base
	blocks := base.given.Blocks
	for i := range blocks {
		for by := -moveReach; by <= moveReach; by++ {
			moved := movedTable(blocks, i, by)
			if moved == nil {
				continue
			}
			all = append(all, recast{f.recast + movePrice + (max(by, -by)-1)*moveNext, func() (*piece, *flow.Lines) {
				try := base.clone()
				try.given = flow.Content{Blocks: moved, Scratch: base.given.Scratch}
				try.moved = append(slices.Clip(try.moved), page.Move{Lever: page.LeverTable, By: by})
				return &try, flow.Break(try.given, try.cols.measure, flow.AllRows)
			}})
		}
	}
	slices.SortStableFunc(all, func(a, b recast) int { return cmp.Compare(a.price, b.price) })
	return all
}

// movedTable is blocks of which table i, with its caption, stands some paragraphs later
// or, below zero, earlier; nil where it may not, or is none.
func movedTable(blocks []flow.Block, i, by int) []flow.Block {
	if by == 0 || !blocks[i].Whole {
		return nil
	}
	first, end := i, i+1
	if i > 0 && blocks[i-1].Announces {
		if !isCaption(&blocks[i-1]) {
			return nil
		}
		first--
	}
	from, to := first, end+by // what changes its places
	if by < 0 {
		from, to = first+by, end
	}
	if from < 0 || to > len(blocks) || from > 0 && by < 0 && blocks[from-1].Keep {
		return nil
	}
	for k := from; k < to; k++ {
		if b := &blocks[k]; (k < first || k >= end) && (!plain(b) || b.Before > 0 && k != from && k != end) {
			return nil
		}
	}
	for k := max(from, 1); k <= min(to, len(blocks)-1); k++ {
		if blocks[k].Unit.Block != blocks[k-1].Unit.Block+1 { // a pause stands between, or it goes on
			return nil
		}
	}
	table := blocks[first:end]
	moved := slices.Concat(blocks[:from], blocks[end:to], table, blocks[to:])
	if by < 0 {
		moved = slices.Concat(blocks[:from], table, blocks[from:first], blocks[to:])
	}
	// A row of white stands behind the table, and none where it stood.
	for k := max(from, 1); k <= min(to, len(blocks)-1); k++ {
		if b := &moved[k]; plain(b) || b.Part == page.Note {
			before := &moved[k-1]
			b.Gives = before.Atoms != nil || before.Divide != nil && before.Part == page.Body
			b.Before = 0
			if b.Gives {
				b.Before = 1
			}
		}
	}
	return moved
}

// isCaption tells whether a block is the caption of the table behind it.
func isCaption(b *flow.Block) bool { return b.Announces && b.Keep }

// plain tells whether a block is a paragraph that a table may change places with.
func plain(b *flow.Block) bool {
	return b.Part == page.Body && b.Atoms == nil && b.Lead == nil && b.Divide == nil && !b.Keep && !b.Announces
}
