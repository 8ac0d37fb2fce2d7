// Package fonts opens font files and answers, safely from many goroutines,
// which face of a fallback chain covers a character, and with what advance,
// ink, kerning and outline.
//
// Everything is told in thousandths of the type size; the package knows
// nothing of pages, lines or units of length. The faces that come with the
// program live in fonts/embedded, so that only what needs them links them.
//
//	Set -- a Chain per Role -- Faces, the paper's own first
//
// A Face also cuts small fonts out of itself (Subset): TrueType outlines are
// copied and renumbered, PostScript ones (CFF) run and converted to quadratic
// curves. A paper's own files are not trusted: every reader is bounded by the
// bytes it has, and what cannot be read is an error or a character the face
// lacks, never a crash.
//
//	file.go        the file and its tables, collections; carrier.go: files that
//	               break rules of form
//	face.go        what layout asks; cover.go: which characters a face has;
//	               vertical.go and ligature.go: other forms of characters;
//	               gsub.go: the table that lists them
//	shape.go       text of scripts whose letters join, stack or change places
//	subset.go      the small font; glyf.go, cmap.go: its parts
//	points.go      TrueType outlines that sfnt does not draw
//	cff.go         PostScript outlines; charstring.go runs them, quad.go converts
//	check.go       what is wrong with a file; licence.go: what it forbids
package fonts
