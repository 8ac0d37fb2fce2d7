// Package flow pours blocks into a sequence of frames on the baseline grid,
// keeps heads with their text, avoids stray lines, and returns what is left as
// a value.
//
//	Content --Break(measure)--> Lines --Fill(frames)--> Columns + rest (Content)
//	rest --Break, Fill(other frames)--> ...     continuation is filling again
//
// A frame is one text column (栏) of whole rows. Lines are broken once for a
// measure and may be tried in many frames of it; the rest may be poured into
// frames of another, since it is kept as characters and not as lines.
//
// # Exact fit
//
// Columns of a story end level (拉齐), and full where its text reaches that far.
// Three things are decided together, since each changes the others: in how many
// lines every paragraph is set (by itself, or in a line less or more within the
// limits of copyfitting, para.BreakInto), where the columns are cut, and down to
// which foot they go. Each has a price in one scale (cut.go has the list):
//
//	lines   1 2 3 4 5 6 7 8 9 ...
//	cuts          |     |             a stray line, a head torn from its text,
//	columns  [---]  [---]  [--]       a row left white, a line gained or lost
//
// For one foot the cheapest choice of all is found by going through the text
// once. What comes later asks of what was before it only where it stopped, in
// which column and which row; so for every such state the cheapest way to it is
// kept and the others are forgotten. The choice among numbers of lines is thus
// a knapsack (lines times columns must come out at the rows there are) that is
// solved along with the cutting and not before it: a line is gained where that
// also keeps a widow off a column's head. Feet are tried from the least that
// holds the text upward, and at the slot's own foot and the row above it, which
// lines may be moved to reach.
//
// Beside a picture a line's width depends on its row, so a paragraph is set
// again for every row in which it may begin (around.go). The states and prices
// are the same.
//
// Ways that cost little are looked for first and dear ones only where there are
// none, so that the states stay few. Work is counted in states, never in time.
//
// A price is told with what was made (Columns.Price): who has more to move than
// lines, such as pictures and heads, compares by it what other frames would
// give.
//
// Subheads have exactly one row of white. Below a head, a question or a caption stand
// two lines at least where a column ends, also where text is left over: it goes with
// what it stands over. Text that goes on in another slot stops at a sentence's end
// where one is near.
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
