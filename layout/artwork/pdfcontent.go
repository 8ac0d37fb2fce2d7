package artwork

import "bytes"

// balance mends the pairs of q and Q in the content of a page. A Q too many is
// blotted out, as viewers pass over it; what was not closed is closed at the
// end. The content is changed in place.
func balance(b []byte) []byte {
	open := 0
	for at := 0; at < len(b); {
		switch c := b[at]; {
		case isSpace(c):
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
		case isDelimiter(c):
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
					b[from] = ' '
					continue
				}
				open--
			case "BI":
				at = afterInlineImage(b, at)
			}
		}
	}
	b = append(b, '\n')
	return append(b, bytes.Repeat([]byte("Q\n"), open)...)
}

func afterWord(b []byte, at int) int {
	for at < len(b) && isRegular(b[at]) {
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

// plainRoom is how many bytes after EI must look like text: the data of an
// inline picture may hold those two letters by chance, but not a run of plain
// characters behind them.
const plainRoom = 24

// afterInlineImage finds the end of an inline picture (8.9.7), whose data is
// not to be read as operators.
func afterInlineImage(b []byte, at int) int {
	for at < len(b) {
		i := bytes.Index(b[at:], []byte("ID"))
		if i < 0 {
			return len(b)
		}
		at += i + 2
		before := b[at-3]
		if !isRegular(before) && before != '/' && (at == len(b) || isSpace(b[at])) {
			break
		}
	}
	for at < len(b) {
		i := bytes.Index(b[at:], []byte("EI"))
		if i < 0 {
			return len(b)
		}
		at += i + 2
		if isSpace(b[at-3]) && plain(b[at:min(len(b), at+plainRoom)]) {
			return at
		}
	}
	return len(b)
}

// plain tells whether bytes after EI are text that begins with white.
func plain(b []byte) bool {
	if len(b) > 0 && !isSpace(b[0]) {
		return false
	}
	for _, c := range b {
		if c == 0 || c > '~' || c < ' ' && !isSpace(c) {
			return false
		}
	}
	return true
}
