package cos

import (
	"bytes"
	"errors"
	"fmt"
)

// What the lexer takes for a character (ISO 32000-2, 7.2.3).
const (
	regular = iota
	white
	delimiter
)

var classes = func() (t [256]uint8) {
	for _, c := range []byte("\x00\t\n\f\r ") {
		t[c] = white
	}
	for _, c := range []byte("()<>[]{}/%") {
		t[c] = delimiter
	}
	return t
}()

// White tells whether a character parts words.
func White(c byte) bool { return classes[c] == white }

// Regular tells whether a character stands in words.
func Regular(c byte) bool { return classes[c] == regular }

// maxDepth bounds how deep values may nest.
const maxDepth = 64

var errCut = errors.New("it ends too soon")

// lexer reads values.
type lexer struct {
	b  []byte
	at int
}

func (l *lexer) skip() {
	for l.at < len(l.b) {
		switch c := l.b[l.at]; {
		case classes[c] == white:
			l.at++
		case c == '%':
			for l.at < len(l.b) && l.b[l.at] != '\n' && l.b[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// word takes regular characters.
func (l *lexer) word() []byte {
	from := l.at
	for l.at < len(l.b) && classes[l.b[l.at]] == regular {
		l.at++
	}
	return l.b[from:l.at]
}

func (l *lexer) value(depth int) (Value, error) {
	l.skip()
	switch {
	case l.at >= len(l.b):
		return Value{}, errCut
	case depth > maxDepth:
		return Value{}, errors.New("it nests too deep")
	}
	switch c := l.b[l.at]; c {
	case '/':
		from := l.at
		l.at++
		l.word()
		return Value{Kind: Name, Raw: l.b[from:l.at]}, nil
	case '[':
		l.at++
		return l.items(Value{Kind: Array}, "]", depth)
	case '<':
		if l.at+1 < len(l.b) && l.b[l.at+1] == '<' {
			l.at += 2
			return l.items(Value{Kind: Dictionary}, ">>", depth)
		}
		return l.hex()
	case '(':
		return l.literal()
	}
	from := l.at
	w := l.word()
	switch {
	case len(w) == 0:
		return Value{}, fmt.Errorf("%q stands where a value should", l.b[l.at])
	case string(w) == "true" || string(w) == "false":
		return Value{Kind: Boolean, Raw: w}, nil
	case string(w) == "null":
		return Value{}, nil
	case !numeric(w):
		l.at = from
		return Value{}, fmt.Errorf("%.20q is no value", w)
	}
	if n, end, ok := l.reference(w); ok {
		l.at = end
		return RefTo(n), nil
	}
	return Value{Kind: Number, Raw: w}, nil
}

// items reads up to the closing bracket.
func (l *lexer) items(v Value, end string, depth int) (Value, error) {
	for {
		l.skip()
		if bytes.HasPrefix(l.b[l.at:], []byte(end)) {
			l.at += len(end)
			break
		}
		item, err := l.value(depth + 1)
		if err != nil {
			return Value{}, err
		}
		if v.Kind == Dictionary && len(v.List)%2 == 0 && item.Kind != Name {
			return Value{}, errors.New("a key is no name")
		}
		v.List = append(v.List, item)
	}
	if v.Kind == Dictionary && len(v.List)%2 != 0 {
		return Value{}, errors.New("a key has no value")
	}
	return v, nil
}

func (l *lexer) hex() (Value, error) {
	from := l.at
	n := bytes.IndexByte(l.b[from:], '>')
	if n < 0 {
		return Value{}, errCut
	}
	for _, c := range l.b[from+1 : from+n] {
		if unhex(c) < 0 && classes[c] != white {
			return Value{}, fmt.Errorf("%q stands in a string of hex digits", c)
		}
	}
	l.at += n + 1
	return Value{Kind: String, Raw: l.b[from:l.at]}, nil
}

func (l *lexer) literal() (Value, error) {
	from, open := l.at, 0
	for ; l.at < len(l.b); l.at++ {
		switch l.b[l.at] {
		case '\\':
			l.at++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				l.at++
				return Value{Kind: String, Raw: l.b[from:l.at]}, nil
			}
		}
	}
	l.at = len(l.b)
	return Value{}, errCut
}

// reference looks whether a number is the first of "12 0 R".
func (l *lexer) reference(w []byte) (n, end int, ok bool) {
	n, ok = digits(w)
	rest := l.b[l.at:]
	if !ok || len(rest) < len(" 0 R") || string(rest[:4]) != " 0 R" {
		return 0, 0, false
	}
	if len(rest) > 4 && classes[rest[4]] == regular {
		return 0, 0, false
	}
	return n, l.at + 4, true
}

func numeric(w []byte) bool {
	digit := false
	for i, c := range w {
		switch {
		case '0' <= c && c <= '9':
			digit = true
		case c == '.', (c == '-' || c == '+') && i == 0:
		default:
			return false
		}
	}
	return digit
}

// digits reads a whole number without a sign, of at most nine figures.
func digits(w []byte) (n int, ok bool) {
	if len(w) == 0 || len(w) > 9 {
		return 0, false
	}
	for _, c := range w {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}

func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}
