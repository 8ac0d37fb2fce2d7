package preflight

import "duikai/layout/pdffile"

// The limits of newspaper printing (报纸印刷限值): what coldset offset on
// newsprint (ISO 12647-3) still holds, as presses state it. Sizes are in points.
const (
	// mostInk and fullInk are the sum of all plates in percent (总墨量): the
	// newsprint condition is made for 220, and the wet sheet takes no more than
	// 240.
	mostInk, fullInk = 240, 220
	// leastPixels and fewPixels are pixels an inch of pictures (有效分辨率) as
	// printed: a screen of 85 lines to the inch wants 170.
	leastPixels, fewPixels = 100, 150
	// leastLine and fewLine are the same of pictures in black and white
	// (线条稿), whose edges no screen softens.
	leastLine, fewLine = 550, 800
	// tinyImage is the side in pixels up to which a picture has no resolution:
	// such pictures are flat tints and pieces of vignettes.
	tinyImage = 16
	// leastStroke and fewStroke are widths of lines (发丝线).
	leastStroke, fewStroke = 0.15, 0.25
	// leastType and fewType are sizes of type (最小字号).
	leastType, fewType = 5, 6
	// leastReversed is the size of white type out of a ground (反白字), which
	// spreading ink fills; leastTinted that of type in a tint or in two plates;
	// leastColours that of type in three plates and more, which must meet.
	leastReversed, leastTinted, leastColours = 8, 8, 10
	// knockout is the size below which black type must overprint: no plate
	// meets a gap of that size.
	knockout = 12
	// shades is the least ink of a plate in percent that counts as one.
	shades = 2
	// solid is the ink in percent from which a plate prints without screen.
	solid = 95
	// sizeSlack is what a page may differ from the size that is wanted, or from
	// the first page: half a millimetre.
	sizeSlack = 1.42
	// boxSlack is what boxes may stand over each other by rounding.
	boxSlack = 0.01
	// rounding is what computed sizes may differ from whole numbers.
	rounding = 1e-3
)

// The bounds of a check.
const (
	// maxOperators is how many operators are interpreted: a page full of
	// vignettes drawn as paths has a million.
	maxOperators = 20e6
	// maxContent is the longest content stream, as for every other reader, and
	// maxDecoded what all streams together may grow to.
	maxContent, maxDecoded = pdffile.MaxInflated, 1 << 30
	// maxImage is the largest picture whose pixels are looked at: a double page
	// at 200 pixels an inch in four plates has 110 MB.
	maxImage = 128 << 20
	// maxForms is how deep forms and patterns may stand in one another.
	maxForms = 16
	// maxStates is how deep q may stand in q; PDF 1.4 has 28 (annex C).
	maxStates, nesting = 512, 28
	// maxFindings is how many different findings are kept.
	maxFindings = 2000
	// maxSpace is how deep colour spaces and functions stand in one another.
	maxSpace = 6
	// maxFont is the largest font program that is looked into.
	maxFont = 64 << 20
	// maxPacket is the largest XMP packet.
	maxPacket = 4 << 20
	// maxVisited is how many objects are looked at one by one.
	maxVisited = 500000
)
