// Package para sets styled text into lines: clusters, line breaking,
// justification. It knows no columns.
//
//	[]Run --Prepare--> Paragraph --Break(Measure)--> []Line --Items--> display list
//
// Prepare works once and without a width: it chooses faces, measures bodies,
// settles what neighbouring marks do to each other, and marks every boundary
// with the price of a break. Break can then be asked many times, for the many
// measures that make-up tries.
//
// # The model
//
// A paragraph is bodies with gaps between them. A body is ink that no
// line changes: a character, or the half em of a punctuation mark that holds its
// ink. A gap is everything between two bodies, and all elasticity lives there:
//
//	 body      gap        body    gap      body
//	|  文  |            | ，|...........|  字  |
//	       min=nat=max      min=0 nat=0|½ max=½   + an equal share of what is left
//
// A mark's white half is thus part of the gap on its white side, and two
// facing whites are one gap. A line takes the bodies from i to j and the gaps
// between them; the gaps at its two ends are not in the line, which is what
// makes a mark at the line end exactly half an em (GB/T 15834 5.1.10) and an
// opener at the line start flush. Widths of all lines come from prefix sums.
package para
