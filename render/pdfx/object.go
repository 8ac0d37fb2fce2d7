package pdfx

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// kind is what a value is (ISO 32000-2, 7.3). Strings are not told apart by
// how they are written.
type kind uint8

const (
	null kind = iota
	boolean
	number
	name
	text
	array
	dictionary
	reference
)

// value is a PDF value. Plain ones stay as they are written: what is not
// understood is carried over to the last byte.
type value struct {
	kind kind
	raw  []byte  // boolean, number, name with its slash, text with its brackets
	list []value // array: the items; dictionary: key, value, key, value
	ref  int     // number of the object
}

func nameOf(s string) value { return value{kind: name, raw: []byte("/" + s)} }

// escapedName is a name of any characters (ISO 32000-2, 7.3.5).
func escapedName(s string) value {
	b := []byte{'/'}
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' || c == '#' || classes[c] != regular {
			b = fmt.Appendf(b, "#%02X", c)
		} else {
			b = append(b, c)
		}
	}
	return value{kind: name, raw: b}
}

func refTo(n int) value            { return value{kind: reference, ref: n} }
func arrayOf(items ...value) value { return value{kind: array, list: items} }
func whole(n int) value            { return value{kind: number, raw: strconv.AppendInt(nil, int64(n), 10)} }
func truth(b bool) value           { return value{kind: boolean, raw: strconv.AppendBool(nil, b)} }

// literal is a string of plain characters.
func literal(s string) value {
	b := []byte{'('}
	for _, c := range []byte(s) {
		if c == '(' || c == ')' || c == '\\' {
			b = append(b, '\\')
		}
		b = append(b, c)
	}
	return value{kind: text, raw: append(b, ')')}
}

// unicodeText is a text string (ISO 32000-2, 7.9.2.2): as it is while ASCII
// suffices, else UTF-16.
func unicodeText(s string) value {
	plain := true
	for _, r := range s {
		plain = plain && ' ' <= r && r <= '~'
	}
	if plain {
		return literal(s)
	}
	b := []byte("<FEFF")
	b = appendUTF16(b, s)
	return value{kind: text, raw: append(b, '>')}
}

// dict makes a dictionary of keys and values in turn.
func dict(pairs ...any) value {
	v := value{kind: dictionary}
	for i := 0; i < len(pairs); i += 2 {
		v.list = append(v.list, nameOf(pairs[i].(string)), pairs[i+1].(value))
	}
	return v
}

// plainName is a name without its slash and its escapes.
func (v value) plainName() string {
	if v.kind != name {
		return ""
	}
	s := v.raw[1:]
	if bytes.IndexByte(s, '#') < 0 {
		return string(s)
	}
	var b []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '#' && i+2 < len(s) {
			if n, err := strconv.ParseUint(string(s[i+1:i+3]), 16, 8); err == nil {
				b = append(b, byte(n))
				i += 2
				continue
			}
		}
		b = append(b, s[i])
	}
	return string(b)
}

// is tells whether the value is this name.
func (v value) is(s string) bool {
	if v.kind != name {
		return false
	}
	return string(v.raw[1:]) == s || bytes.IndexByte(v.raw, '#') > 0 && v.plainName() == s
}

// get is the value of a key, of kind null where there is none.
func (v value) get(key string) value {
	if v.kind == dictionary {
		for i := 0; i < len(v.list); i += 2 {
			if v.list[i].is(key) {
				return v.list[i+1]
			}
		}
	}
	return value{}
}

func (v *value) set(key string, to value) {
	for i := 0; i < len(v.list); i += 2 {
		if v.list[i].is(key) {
			v.list[i+1] = to
			return
		}
	}
	v.list = append(v.list, nameOf(key), to)
}

func (v *value) remove(keys ...string) {
	kept := v.list[:0]
	for i := 0; i < len(v.list); i += 2 {
		drop := false
		for _, k := range keys {
			drop = drop || v.list[i].is(k)
		}
		if !drop {
			kept = append(kept, v.list[i], v.list[i+1])
		}
	}
	v.list = kept
}

// integer is a whole number.
func (v value) integer() (int, bool) {
	if v.kind != number {
		return 0, false
	}
	n, err := strconv.Atoi(string(v.raw))
	return n, err == nil
}

func (v value) float() (float64, bool) {
	if v.kind != number {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(v.raw), 64)
	return f, err == nil
}

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

func (l *lexer) value(depth int) (value, error) {
	l.skip()
	switch {
	case l.at >= len(l.b):
		return value{}, errCut
	case depth > maxDepth:
		return value{}, errors.New("it nests too deep")
	}
	switch c := l.b[l.at]; c {
	case '/':
		from := l.at
		l.at++
		l.word()
		return value{kind: name, raw: l.b[from:l.at]}, nil
	case '[':
		l.at++
		return l.items(value{kind: array}, "]", depth)
	case '<':
		if l.at+1 < len(l.b) && l.b[l.at+1] == '<' {
			l.at += 2
			return l.items(value{kind: dictionary}, ">>", depth)
		}
		return l.hex()
	case '(':
		return l.literal()
	}
	from := l.at
	w := l.word()
	switch {
	case len(w) == 0:
		return value{}, fmt.Errorf("%q stands where a value should", l.b[l.at])
	case string(w) == "true" || string(w) == "false":
		return value{kind: boolean, raw: w}, nil
	case string(w) == "null":
		return value{}, nil
	case !numeric(w):
		l.at = from
		return value{}, fmt.Errorf("%.20q is no value", w)
	}
	if n, end, ok := l.reference(w); ok {
		l.at = end
		return refTo(n), nil
	}
	return value{kind: number, raw: w}, nil
}

// items reads up to the closing bracket.
func (l *lexer) items(v value, end string, depth int) (value, error) {
	for {
		l.skip()
		if bytes.HasPrefix(l.b[l.at:], []byte(end)) {
			l.at += len(end)
			break
		}
		item, err := l.value(depth + 1)
		if err != nil {
			return value{}, err
		}
		if v.kind == dictionary && len(v.list)%2 == 0 && item.kind != name {
			return value{}, errors.New("a key is no name")
		}
		v.list = append(v.list, item)
	}
	if v.kind == dictionary && len(v.list)%2 != 0 {
		return value{}, errors.New("a key has no value")
	}
	return v, nil
}

func (l *lexer) hex() (value, error) {
	from := l.at
	n := bytes.IndexByte(l.b[from:], '>')
	if n < 0 {
		return value{}, errCut
	}
	for _, c := range l.b[from+1 : from+n] {
		if unhex(c) < 0 && classes[c] != white {
			return value{}, fmt.Errorf("%q stands in a string of hex digits", c)
		}
	}
	l.at += n + 1
	return value{kind: text, raw: l.b[from:l.at]}, nil
}

func (l *lexer) literal() (value, error) {
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
				return value{kind: text, raw: l.b[from:l.at]}, nil
			}
		}
	}
	l.at = len(l.b)
	return value{}, errCut
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

// appendTo writes the value as short as it can be; number tells the new number
// of an object.
func (v value) appendTo(b []byte, number func(int) int) []byte {
	switch v.kind {
	case null:
		return append(spaced(b), "null"...)
	case reference:
		b = strconv.AppendInt(spaced(b), int64(number(v.ref)), 10)
		return append(b, " 0 R"...)
	case array:
		b = append(b, '[')
		for _, item := range v.list {
			b = item.appendTo(b, number)
		}
		return append(b, ']')
	case dictionary:
		b = append(b, "<<"...)
		for _, item := range v.list {
			b = item.appendTo(b, number)
		}
		return append(b, ">>"...)
	case name, text:
		return append(b, v.raw...)
	}
	return append(spaced(b), v.raw...)
}

// spaced parts a word from one before it.
func spaced(b []byte) []byte {
	if len(b) > 0 && classes[b[len(b)-1]] == regular {
		return append(b, ' ')
	}
	return b
}
