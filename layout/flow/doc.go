// Package flow pours blocks into a sequence of frames on the baseline grid,
// keeps heads with their text, avoids stray lines, and returns what is left as
// a value.
//
//	Content --Break(measure)--> Lines --Fill(frames)--> Columns + rest (Content)
//	rest --Break, Fill(other frames)--> ...     continuation is filling again
//	Content --Around(frames with cuts)--> Columns + rest
//
// A frame is one text column (栏) of whole rows. Lines are broken once for a
// measure and may be tried in many frames of it; the rest may be poured into
// frames of another, since it is kept as characters and not as lines.
//
// # Levelling
//
// Columns of a story end level (拉齐). The lines of the whole story are cut
// into columns all at once: every cut has a price (a stray line, a head torn
// from its text), every column a price for ending short, and the cheapest set
// of cuts is found by dynamic programming over lines and columns:
//
//	lines   1 2 3 4 5 6 7 8 9 ...
//	cuts          |     |
//	columns  [---]  [---]  [--]     heights H, H, H-1
//
// A column that must end short because a head would stand at its foot takes
// the missing row above a head it holds, where readers expect white. Text that
// goes on in another slot stops at a sentence's end where one is near.
//
// # What is no line
//
// A block may also be atoms: rows of a table, a pull quote between its rules.
// An atom takes whole rows, is never parted, and is drawn by whoever made it;
// flow only gives it its place. A dropped initial belongs to the lines beside
// it, which no column end parts.
//
// # Frames
//
// The frames of a story need not be alike. A picture in the middle of a column
// parts it into two frames, of which the upper is filled before the lower; a
// head over some of the columns lets those begin lower; a picture under others
// lets them end higher. All that reach the common foot end level there.
package flow
