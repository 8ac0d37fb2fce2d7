// Package preflight checks PDF files before they go to the platesetter
// (印前检查): those that this program makes and those of others, such as
// advertisements handed in.
//
// It checks against PDF/X-1a:2003 (ISO 15930-4), PDF/X-4 (ISO 15930-7) and the
// limits of newspaper printing (coldset on newsprint). It is a checker of our
// own: a file that it passes has met these rules as we read them. It is no
// independent certification, and it replaces neither the press's own preflight
// nor a look at the page.
//
//	finding.go    what is found: a code, a page, an object, a place
//	catalogue.go  the words of each code, its severity and its clause
//	check.go      the order of the work, and what is counted together
//	document.go   header, trailer, Info, output intent, catalogue
//	metadata.go   the XMP packet
//	boxes.go      MediaBox, BleedBox, TrimBox; annotations
//	objects.go    everything that the document refers to: filters, subtypes
//	colour.go     colour spaces, and the ink of a colour
//	content.go    the interpreter of page contents
//	paint.go      what is judged when something is painted
//	gstate.go     graphics state dictionaries
//	image.go      pictures: resolution, colour, ink
//	shading.go    shadings and patterns
//	font.go       fonts
//	truetype.go   what a TrueType program says of its glyphs
//	cff.go        the same of a CFF program
//	limits.go     the limits of newspaper printing, with their reasons
//	tags.go       the tags of files for readers: the catalogue, the tree, the way back
//	tagrules.go   what may stand in what; headings, languages, tables
//	tagmarks.go   marked content, and the fonts of its text
//	tagdocument.go layers, files, annotations
//	tounicode.go  that codes lead to characters
//	write.go      findings as text and as JSON
//
// The numbers of clauses are those of the PDF Reference 1.4 for PDF/X-1a and of
// ISO 32000-1 for PDF/X-4 (which is made from PDF 1.6 and keeps its sense); the
// parts of ISO 15930 are named as a whole.
//
// # How contents are read
//
// The contents of each page are interpreted as a viewer does it: a stack of
// graphics states, the current matrix, colours in their spaces, the state of
// text, forms and patterns with their own resources. Nothing is drawn. A colour
// is judged when it paints: its ink is the sum of its plates where it is
// painted; what lies below and shines through by overprint is not added. The
// ink of a picture is that of its pixels, averaged over squares of a millimetre
// or so. The ink of mesh shadings and of colours that must be converted first
// is not known.
//
// # Limits
//
// Files come from strangers. layout/pdffile bounds their reading; here
// operators, decoded bytes, pixels and findings are counted, and a check that
// reaches a limit says that it did not see everything (too-much). Forms that
// are drawn again in the same state at the same scale are read once.
package preflight
