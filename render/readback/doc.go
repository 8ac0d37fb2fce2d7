// Package readback shows the pages of PDF files that this program wrote: an
// earlier version of an edition, for the reader of the second proof (二校), who
// compares it with the one of now.
//
//	file.go      which files are ours; pages, resources
//	content.go   the content of a page becomes a list of marks on it
//	operator.go  the operators, one table
//	paint.go     paths and colours
//	text.go      fonts and characters
//	picture.go   pictures and what stands in their place
//	draw.go      the list becomes pixels
//
// It is no viewer of PDF files at large. It knows what render/pdf and
// render/pdfx write, and a file that holds anything else is refused: a page
// shown wrongly is worse than none, where versions are compared. What a file
// took over from another one, an advertisement, is shown as the proof shows it:
// a grey place with its diagonals.
//
// render/rip draws any PDF file, and one that another program wrote is compared
// by its pixels alone. This package stands beside it for our own files: it knows
// which marks are pictures, where each stands, and shows it by itself or the page
// without it, and it draws characters as render/proof does. So a picture that was
// encoded anew is told from one that changed and from text that did, equal pages
// have equal pixels, and no sandbox need start.
//
// Nothing in a file is trusted. Everything is looked at when the file is
// opened, and each limit stands at the constant that holds it. No fault of a
// file is a panic.
package readback
