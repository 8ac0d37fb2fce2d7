// Package pdf draws a page.Edition with gopdf; it is the only importer of
// gopdf in the project.
//
// It decides nothing. Every character stands where the display list says, so
// the PDF and the proof agree.
//
//	page.Edition --collect--> faces and the characters used of each
//	                 |           Cache parses every face once
//	                 |           picture.Store makes the pictures ready meanwhile
//	                 draw        items become gopdf calls, gaps a queue of numbers
//	                 |
//	                 compile     gopdf writes its objects, asking for the gaps again
//	                 |
//	                 tag         subset tags go into the font names, links get
//	                 |           their left edge, templates their order
//	                 v
//	               bytes
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
// # Pictures, blocks and links
//
// A picture file is embedded once, whole, however often and in whatever crops
// it is shown; a crop is a clip. Its bytes come from render/picture, which
// knows what gopdf and PDF can take.
//
// A page of a PDF file (block) becomes a form with all that it needs. gopdf's
// importer would do that in another order in every run; importer (block.go)
// says how it is gone round.
//
// Links lead to a place on another page, if that page is in the edition.
//
// # What gopdf does not do
//
// A subset tag is part of the font's name and depends on the characters used,
// but a FontContainer shares a face under one name. So faces are parsed under
// a stand-in tag, and the real one, equally long, replaces it in the finished
// bytes. So do, at the same length, the list of templates in order, and the
// left edge of what links lead to, which gopdf leaves at 0. Boxes beyond
// MediaBox and TrimBox, ToUnicode beyond U+FFFF, output intent and metadata are
// the work of render/pdfx.
package pdf
