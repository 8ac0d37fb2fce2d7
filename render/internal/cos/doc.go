// Package cos knows the values, objects and files of PDF (ISO 32000-2, 7.2 to
// 7.5), and nothing of what they show. The name is the trade's for that layer:
// Carousel object system.
//
// A Document is a tree of objects in memory. Whoever draws fills it, whoever
// finishes changes it, and it becomes bytes once, at the end:
//
//	bytes --Read--> Document --Write--> bytes
//
// Read is strict: it takes what gopdf and this package write, files with one
// table of objects, and refuses all else with ErrForeign. Files from outside are
// read by layout/pdffile, which trusts nothing.
//
// Plain values stay as they are written, to the last byte. Write numbers anew,
// in the order of first use, what can be reached, and leaves the rest behind; so
// the same tree gives the same bytes.
package cos
