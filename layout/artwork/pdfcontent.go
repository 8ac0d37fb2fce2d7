package artwork

import (
	"bytes"

	"duikai/layout/pdffile"
)

// balance mends the pairs of q and Q in the content of a page. A Q too many is
// blotted out, as viewers pass over it; what was not closed is closed at the
// end. The content is changed in place; mended tells whether anything was.
func balance(b []byte) (out []byte, mended bool) {
	open := 0
	for at := 0; at < len(b); {
		switch c := b[at]; {
		case pdffile.IsSpace(c):
			at++
		case c == '%':
			for at < len(b) && b[at] != '\n' && b[at] != '\r' {
				at++
			}
		case c == '(':
			at = afterLiteral(b, at)
		case c == '<' && !hasPrefix(b[at:], "<<"):
			for at < len(b) && b[at] != '>' {
				at++
			}
		case pdffile.IsDelimiter(c):
			at++
			if c == '/' {
				at = afterWord(b, at)
			}
		default:
			from := at
			at = afterWord(b, at)
			switch string(b[from:at]) {
			case "q":
				open++
			case "Q":
				if open == 0 {
					b[from], mended = ' ', true
					continue
				}
				open--
			case "BI":
				at = pdffile.AfterInlineImage(b, at)
			}
		}
	}
	b = append(b, '\n')
	return append(b, bytes.Repeat([]byte("Q\n"), open)...), mended || open > 0
}

func afterWord(b []byte, at int) int {
	for at < len(b) && pdffile.IsRegular(b[at]) {
		at++
	}
	return at
}

func afterLiteral(b []byte, at int) int {
	open := 0
	for ; at < len(b); at++ {
		switch b[at] {
		case '\\':
			at++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return at + 1
			}
		}
	}
	return len(b)
}
