// Package fonts opens font files and answers, safely from many goroutines,
// which face of a fallback chain covers a character, and with what advance,
// ink, kerning and outline.
//
// Everything is told in thousandths of the type size; the package knows
// nothing of pages, lines or units of length. The faces that come with the
// program live in fonts/embedded, so that only what needs them links them.
//
//	Set -- a Chain per Role -- Faces, the paper's own first
package fonts
