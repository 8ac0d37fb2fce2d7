package artwork

import (
	"math"
	"strconv"
)

// The values of a PDF (ISO 32000-1, 7.3): nil, bool, int64, float64, []any and
// these.
type (
	name    string // without its slash, decoded
	text    string // a string, decoded
	keyword string // obj, R, endobj and what else stands bare
	ref     struct{ num int }
	dict    map[name]any
	stream  struct {
		dict dict
		data []byte // as it stands in the file
	}
)

const (
	// maxDepth is how deep arrays and dictionaries may stand in one another.
	// Trees of pages and fields are built with references; real values are
	// fewer than ten deep.
	maxDepth = 64
	// maxValues is how many values are read from one document, names and
	// numbers of every object: 50 times what large advertisements have, and
	// some 300 MB of memory.
	maxValues = 4e6
	// maxToken is the longest name or number.
	maxToken = 1024
)

// lexer reads values from bytes.
type lexer struct {
	b  []byte
	at int
	d  *document // whose values are counted
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func isRegular(c byte) bool { return !isSpace(c) && !isDelimiter(c) }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// space skips white and comments.
func (l *lexer) space() {
	for ; l.at < len(l.b); l.at++ {
		switch c := l.b[l.at]; {
		case c == '%':
			for l.at+1 < len(l.b) && l.b[l.at+1] != '\n' && l.b[l.at+1] != '\r' {
				l.at++
			}
		case !isSpace(c):
			return
		}
	}
}

// peek is the next byte, 0 at the end.
func (l *lexer) peek() byte {
	if l.at < len(l.b) {
		return l.b[l.at]
	}
	return 0
}

// regular takes the run of regular characters here.
func (l *lexer) regular() []byte {
	from := l.at
	for l.at < len(l.b) && isRegular(l.b[l.at]) {
		l.at++
	}
	return l.b[from:l.at]
}

func (l *lexer) broken(what string) error { return fault(ErrBroken, "PDF %s @%d", what, l.at) }

// object reads a value that stands by itself and counts its bytes: objects may
// lie over one another, and each reading of them costs.
func (l *lexer) object() (any, error) {
	from := l.at
	v, err := l.value(0)
	if e := l.d.spend(l.at - from); e != nil {
		return nil, e
	}
	return v, err
}

// value reads the next value or keyword.
func (l *lexer) value(depth int) (any, error) {
	if l.d.values++; l.d.values > maxValues {
		return nil, fault(ErrTooLarge, "PDF, %d values", int(maxValues))
	}
	if depth > maxDepth {
		return nil, l.broken("nesting")
	}
	l.space()
	if l.at >= len(l.b) {
		return nil, l.broken("EOF")
	}
	switch c := l.b[l.at]; {
	case c == '/':
		return l.name()
	case c == '(':
		return l.literal()
	case c == '<':
		if l.at+1 < len(l.b) && l.b[l.at+1] == '<' {
			return l.dict(depth)
		}
		return l.hex()
	case c == '[':
		return l.array(depth)
	case isDelimiter(c):
		return nil, l.broken(strconv.QuoteToASCII(string(rune(c))))
	case isDigit(c) || c == '+' || c == '-' || c == '.':
		return l.number()
	}
	from := l.at
	switch word := l.regular(); {
	case len(word) > maxToken:
		l.at = from
		return nil, l.broken("token")
	case string(word) == "null":
		return nil, nil
	case string(word) == "true":
		return true, nil
	case string(word) == "false":
		return false, nil
	default:
		return keyword(word), nil
	}
}

func (l *lexer) name() (any, error) {
	l.at++
	raw := l.regular()
	if len(raw) > maxToken {
		return nil, l.broken("name")
	}
	b := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] == '#' && i+2 < len(raw) {
			hi, lo := hexDigit(raw[i+1]), hexDigit(raw[i+2])
			if hi >= 0 && lo >= 0 {
				b = append(b, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		b = append(b, raw[i])
	}
	return name(b), nil
}

func hexDigit(c byte) int {
	switch {
	case isDigit(c):
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// number reads a number, or a reference where a whole number, another one and
// R follow one another.
func (l *lexer) number() (any, error) {
	from := l.at
	word := string(l.regular())
	if len(word) > maxToken {
		l.at = from
		return nil, l.broken("number")
	}
	if n, err := strconv.ParseInt(word, 10, 64); err == nil {
		if num, ok := l.reference(n); ok {
			return ref{num}, nil
		}
		return n, nil
	}
	for _, c := range []byte(word) {
		if !isDigit(c) && c != '+' && c != '-' && c != '.' {
			l.at = from
			return nil, l.broken("number")
		}
	}
	f, err := strconv.ParseFloat(word, 64)
	switch {
	case word == "-" || word == "." || word == "-.": // viewers take these as 0
		return int64(0), nil
	case err != nil || math.IsInf(f, 0):
		l.at = from
		return nil, l.broken("number")
	}
	return f, nil
}

// reference looks for the rest of "n g R".
func (l *lexer) reference(n int64) (int, bool) {
	from := l.at
	l.space()
	if n > 0 && n <= maxObject && isDigit(l.peek()) {
		gen := l.regular()
		if _, err := strconv.ParseUint(string(gen), 10, 16); err == nil {
			l.space()
			if l.peek() == 'R' && (l.at+1 == len(l.b) || !isRegular(l.b[l.at+1])) {
				l.at++
				return int(n), true
			}
		}
	}
	l.at = from
	return 0, false
}

func (l *lexer) array(depth int) (any, error) {
	l.at++
	list := []any{}
	for {
		l.space()
		if l.peek() == ']' {
			l.at++
			return list, nil
		}
		v, err := l.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if _, bare := v.(keyword); bare {
			return nil, l.broken("array")
		}
		list = append(list, v)
	}
}

func (l *lexer) dict(depth int) (any, error) {
	l.at += 2
	m := dict{}
	for {
		l.space()
		switch {
		case l.peek() == '>' && l.at+1 < len(l.b) && l.b[l.at+1] == '>':
			l.at += 2
			return m, nil
		case l.peek() != '/':
			return nil, l.broken("dictionary")
		}
		key, err := l.name()
		if err != nil {
			return nil, err
		}
		v, err := l.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if _, bare := v.(keyword); bare {
			return nil, l.broken("dictionary")
		}
		if v != nil { // null is as good as nothing (7.3.7)
			m[key.(name)] = v
		}
	}
}

// literal reads a string in parentheses (7.3.4.2).
func (l *lexer) literal() (any, error) {
	var b []byte
	open := 1
	for l.at++; l.at < len(l.b); l.at++ {
		c := l.b[l.at]
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				l.at++
				return text(b), nil
			}
		case '\r':
			// Every end of line in a string is a line feed.
			if l.at+1 < len(l.b) && l.b[l.at+1] == '\n' {
				l.at++
			}
			c = '\n'
		case '\\':
			b = l.escape(b)
			continue
		}
		b = append(b, c)
	}
	return nil, l.broken("string")
}

// escape reads what follows a backslash and stops at its last byte.
func (l *lexer) escape(b []byte) []byte {
	l.at++
	switch c := l.peek(); c {
	case 'n':
		return append(b, '\n')
	case 'r':
		return append(b, '\r')
	case 't':
		return append(b, '\t')
	case 'b':
		return append(b, '\b')
	case 'f':
		return append(b, '\f')
	case '\n':
		return b
	case '\r':
		if l.at+1 < len(l.b) && l.b[l.at+1] == '\n' {
			l.at++
		}
		return b
	case '0', '1', '2', '3', '4', '5', '6', '7':
		v := int(c - '0')
		for range 2 {
			if l.at+1 >= len(l.b) || l.b[l.at+1] < '0' || l.b[l.at+1] > '7' {
				break
			}
			l.at++
			v = v<<3 | int(l.b[l.at]-'0')
		}
		return append(b, byte(v))
	default:
		return append(b, c)
	}
}

// hex reads a string in angle brackets.
func (l *lexer) hex() (any, error) {
	var b []byte
	half := -1
	for l.at++; l.at < len(l.b); l.at++ {
		c := l.b[l.at]
		v := hexDigit(c)
		switch {
		case c == '>':
			if half >= 0 {
				b = append(b, byte(half<<4))
			}
			l.at++
			return text(b), nil
		case isSpace(c):
		case v < 0:
			return nil, l.broken("string")
		case half < 0:
			half = v
		default:
			b = append(b, byte(half<<4|v))
			half = -1
		}
	}
	return nil, l.broken("string")
}

// isKeyword reads a keyword if it is the one that is wanted.
func (l *lexer) isKeyword(want string) bool {
	l.space()
	if !hasPrefix(l.b[l.at:], want) {
		return false
	}
	if end := l.at + len(want); end < len(l.b) && isRegular(l.b[end]) {
		return false
	}
	l.at += len(want)
	return true
}

// whole reads a whole number that is not negative.
func (l *lexer) whole() (int, bool) {
	l.space()
	from := l.at
	for l.at < len(l.b) && isDigit(l.b[l.at]) {
		l.at++
	}
	n, err := strconv.ParseInt(string(l.b[from:min(l.at, from+20)]), 10, 62)
	if err != nil {
		l.at = from
		return 0, false
	}
	return int(n), true
}
