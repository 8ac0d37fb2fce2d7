// Package pdf draws a page.Edition with gopdf; it is the only importer of
// gopdf in the project.
//
// It decides nothing. Every character stands where the display list says, so
// the PDF and the proof agree.
//
//	page.Edition --collect--> faces and the letters used of each
//	                 |           fonts.Subset cuts fonts out of them; they are
//	                 |           deflated beside all that follows
//	                 |           picture.Store makes the pictures ready meanwhile
//	                 draw        items become gopdf calls, gaps a queue of numbers
//	                 |
//	                 compile     gopdf writes its objects, asking for the gaps again
//	                 |
//	                 document    cos.Read makes a tree of them; links get their left
//	                 |           edge, templates their order, the fonts take their
//	                 |           places
//	                 v
//	               Drawn         the tree, and by how many operators each item is
//	                             painted; Render writes it, render/pdfx finishes it
//
// # How a character gets its place
//
// gopdf knows a string and where it begins; the rest follows from the widths
// of the face. The display list knows better: marks are squeezed, gaps are
// stretched. The one door gopdf leaves open is pair kerning: with UseKerning
// set, a function given to KernOverride is asked for the gap of every pair of
// neighbours, first when the text is drawn (to measure it, which is of no
// interest here) and again, in the same order, when the page is compiled (to
// write it). So the gaps are worked out while drawing and lined up in a queue;
// while compiling, every question takes the next one from the queue.
//
// A text item becomes one text object with one array:
//
//	BT
//	56.70 1020.34 TD            start, hundredths of a point
//	/F1 9 Tf 0.037 Tc           size and common gap, thousandths of a point: exact
//	0.00 0.00 0.00 1.00 k
//	[<0A3B0C4D>-500<1E4F>] TJ   other gaps, whole thousandths of an em
//	ET
//
// The place of every glyph is rounded by itself, from the start as it is
// printed, so errors do not add up along a line: a glyph is never further from
// its place than half a hundredth of a point (the first) or half a thousandth
// of an em (the others), which is 0.005 pt in body type.
//
// # Fonts
//
// A letter is a character of the text and the form it is drawn in: upright, the
// vertical form of a mark, the hyphen of a divided word, a ligature that begins
// with it and stands for the characters behind it too. Every letter used of a
// face is one glyph of a subset, numbered in the order of the characters, also
// where the face draws two characters alike; so from every glyph there is one
// way back to the text. The hyphen of a divided word stands for a soft hyphen,
// which readers leave out.
//
// gopdf sees a font with the same numbers and widths and no outlines, in which
// the glyphs have made-up characters (code). When it has written the document,
// the real font file, the widths and the table back to the text (ToUnicode) take
// the places of its own in the tree (font.go). gopdf itself would look up every
// character by walking the face's table, lose the parts of composite glyphs below
// the first level, keep places for all glyphs of the face, list every width by
// itself, and write ToUnicode in one block and wrongly beyond U+FFFF.
//
// # Pictures, blocks and links
//
// A picture comes from render/picture as gopdf and PDF can take it, and is
// embedded once, however often it is shown. For a press it is the part that is
// shown, in ink; for a screen it is the whole file, and the part is a clip. What
// gopdf cannot embed, drawings in four inks or of one bit a pixel, goes the way
// of foreign pages, as a form around an image.
//
// A page of a PDF file (block) becomes a form with all that it needs. gopdf's
// importer would do that in another order in every run; importer (block.go)
// says how it is gone round.
//
// Links lead to a place on another page, if that page is in the edition.
//
// # What gopdf does not do
//
// In the tree, the list of templates is put in order and the left edge of what
// links lead to, which gopdf leaves at 0, is filled in. Boxes
// beyond MediaBox and TrimBox, output intent and metadata are the work of
// render/pdfx.
package pdf
