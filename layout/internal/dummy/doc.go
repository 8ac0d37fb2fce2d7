// Package dummy finds where the pieces of a page stand (版样): a page's dummy is
// the plan that says which story, picture or advertisement has which cells.
// It knows pieces, their shapes and what an editor likes; it knows no text.
// Search is its interface, Judge says what it thinks of any plan, a made or a
// found one.
//
// # Why trees with wheels
//
// A page is searched by its structure and never by coordinates, so that no
// state of the search overlaps or leaves a hole. Two pieces stand one over the
// other (a stack) or side by side (a row); so do two groups of pieces, and a
// page is a tree of such joints whose leaves are the pieces. But every page
// built by straight cuts alone has a first cut, and that cut is a white line
// across the page (断版) or a gutter down it (通版): by cuts alone nobody makes
// a page that holds together. The least figure that no straight cut parts is
// the wheel of five blocks:
//
//	      x1    x2           A  columns 0…x2, from the top to row hA
//	+-----------+------+     B  columns x2…W, from the top to row hB
//	|     A     |      |     C  columns x1…W, from below B to the foot
//	+-----+-----+  B   |     D  columns 0…x1, from below A to the foot
//	|     |  E  |      |     E  between them, below A and above C
//	|  D  +-----+------+
//	|     |     C      |     x1 < x2, and E ends where B does
//	+-----+------------+
//
// and its mirror image. With wheels as a third joint, at any level, the trees
// reach the pages of real papers (D. F. Wong and C. L. Liu, "A new algorithm
// for floorplan design", 1986; T.-C. Wang and D. F. Wong on trees of order
// five).
//
// A fourth joint is the dogleg: a story that is an L, and in its notch whatever
// stands there (dogleg.go).
//
// # From a tree to places
//
// A piece does not have one size. At each width in basic columns it has a list
// of heights in rows with the price of each: exact where its text fills the
// slot, dearer by the line where white is left or text is over. For a joint
// the prices follow from those of its sons (L. Stockmeyer, "Optimal
// orientations of cells in slicing floorplan designs", 1983, with a few widths
// instead of all):
//
//	stack   F[w][h] = min over h1 of        A[w][h1] + B[w][h-h1-1]
//	row     F[w][h] = min over w1 of        A[w1][h] + B[w-w1][h]
//	wheel   F[w][h] = min over x1 < x2, hA, hB of the five
//
// Between stacked pieces lies one row of white; pieces side by side have the
// grid's gutter between them already. The page is the root's price at the
// page's own width and height; going down again with the choices that gave it
// yields a rectangle for every piece. Tables of equal subtrees are the same
// table: a tree that differs from the one before in two leaves computes only
// the joints above these.
//
// # What an editor likes
//
// Prices of fit say nothing about where things stand. What does are the terms
// of Terms (a lead at the top, heads that do not collide, no line across the
// page, ...), computed from the rectangles. All are whole numbers: 100 is the
// unit, a white line costs 300.
//
// # The search
//
// Annealing over trees: swap two pieces, turn a joint, swap sons, mirror a
// wheel, move a piece elsewhere, hold it to one width or height, make five
// neighbours a wheel; a change that makes the page dearer is kept with a chance
// that falls as the search goes on. The chance is drawn first, so a tree whose
// tables alone cost more is neither placed nor judged, and of a whole page no
// height but its own is computed. What the sons cost at least at their widths,
// whatever their heights, is known before any table is: most divisions are too
// dear by that, and the tables that only they would need are never filled. The search starts often and shortly, from the
// plan before where there is one, else by chance: as wheels that have what is
// pinned in their arms, or along its edges, then by halves, every other start as the best wheel of its five
// groups. The best of some starts go on (Refine), with the tables as filled
// slots have corrected them in the meantime. It counts trees, never time. The
// chance comes from a generator keyed by the page, logarithms from shifts: the
// same page is found on every machine and on any number of cores.
//
// A pinned piece is a leaf with a place. A tree that has one is divided so that
// it stands there, at the least price at which it can; where it cannot, the
// distance is charged, so that the search finds its way to trees that can.
//
// For few pieces Exact finds the best of all cuts by dynamic programming over
// sets of pieces; it is the oracle of the tests.
package dummy
