// Package pdfx turns the bytes of render/pdf into a file for the platesetter:
// PDF/X-1a:2003 (ISO 15930-4), PDF/X-4 (ISO 15930-7), or a plain PDF that is
// put in order all the same.
//
// gopdf draws pages and fonts and leaves out what a press asks for. It is added
// to the tree of objects that render/pdf hands on:
//
//	pdf.Drawn
//	    |  pages     boxes one inside the other; overprint in the content; marks
//	    |  catalogue output intent, language, metadata, bookmarks, tags
//	    |  check     what the standard forbids refuses the file
//	    |  write     living objects only, numbered anew; the identifier from
//	    |            what was written
//	    v
//	bytes of PDF/X
//
// What an operator of the content paints is known by counting: the display list
// says what is drawn, pdf.Drawn by how many operators. The same input gives the
// same bytes: dates are the edition's, and the identifiers come from the
// contents. The tree stays as it is, so that one drawing can be finished more
// than once.
//
// It is made for what one writer writes, gopdf 0.33 as render/pdf calls it, and
// stops at whatever looks otherwise. A golden list of objects in the tests shows
// what it expects, so that a new gopdf is noticed and looked at.
//
// Pages of foreign PDF files (ready-made blocks) come in as forms. They are
// carried over as they are and checked: one that holds RGB or transparency
// makes Finish refuse the file, for a file must not claim what it does not
// keep. PDFX.md lists the clauses of the standards, how each is met, and what
// proves it.
package pdfx
