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
// Nothing in a file is trusted. Everything is looked at when the file is
// opened, and each limit stands at the constant that holds it. No fault of a
// file is a panic.
package readback
