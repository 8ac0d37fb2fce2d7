package pdffile

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// The values of a PDF (ISO 32000-1, 7.3): nil, and these. Those of Go have a
// second name that says which value of a PDF they stand for.
type (
	Object = any
	Bool   = bool
	Int    = int64
	Real   = float64
	Array  = []any

	Name    string // without its slash, decoded
	String  string // a string, decoded
	Keyword string // obj, R, endobj and what else stands bare
	Ref     struct{ Num int }
	Dict    map[Name]any
	Stream  struct {
		Dict Dict
		Data []byte // as it stands in the file
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
	// maxReal is the largest number (ISO 32000-1, annex C); one with more
	// figures is as large as that.
	maxReal = math.MaxFloat32
	// maxToken is the longest name or number.
	maxToken = 1024
)

// Lexer reads values from bytes.
type Lexer struct {
	b  []byte
	at int
	d  *File // whose values are counted
}

func IsSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func IsDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func IsRegular(c byte) bool { return !IsSpace(c) && !IsDelimiter(c) }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// space skips white and comments.
func (l *Lexer) space() {
	for ; l.at < len(l.b); l.at++ {
		switch c := l.b[l.at]; {
		case c == '%':
			for l.at+1 < len(l.b) && l.b[l.at+1] != '\n' && l.b[l.at+1] != '\r' {
				l.at++
			}
		case !IsSpace(c):
			return
		}
	}
}

// peek is the next byte, 0 at the end.
func (l *Lexer) peek() byte {
	if l.at < len(l.b) {
		return l.b[l.at]
	}
	return 0
}

// regular takes the run of regular characters here.
func (l *Lexer) regular() []byte {
	from := l.at
	for l.at < len(l.b) && IsRegular(l.b[l.at]) {
		l.at++
	}
	return l.b[from:l.at]
}

func (l *Lexer) broken(what string) error { return fault(ErrBroken, "PDF %s @%d", what, l.at) }

// object reads a value that stands by itself and counts its bytes: objects may
// lie over one another, and each reading of them costs.
func (l *Lexer) object() (any, error) {
	from := l.at
	v, err := l.value(0)
	if e := l.d.spend(l.at - from); e != nil {
		return nil, e
	}
	return v, err
}

// value reads the next value or keyword.
func (l *Lexer) value(depth int) (any, error) {
	if l.d.values++; l.d.values > l.d.mostValues {
		return nil, fault(ErrTooLarge, "PDF, %d values", l.d.mostValues)
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
	case IsDelimiter(c):
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
		if o, ok := operators[string(word)]; ok {
			return o, nil
		}
		return Keyword(word), nil
	}
}

// operators are the keywords that content streams are made of (annex A), so that
// none of them is made anew each time it is met.
var operators = func() map[string]any {
	list := strings.Fields(`b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k
		l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' "`)
	m := make(map[string]any, len(list))
	for _, o := range list {
		m[o] = Keyword(o)
	}
	return m
}()

func (l *Lexer) name() (any, error) {
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
	return Name(b), nil
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
func (l *Lexer) number() (any, error) {
	from := l.at
	raw := l.regular()
	if f, ok := shortReal(raw); ok {
		return f, nil
	}
	word := string(raw)
	if len(word) > maxToken {
		l.at = from
		return nil, l.broken("number")
	}
	if n, err := strconv.ParseInt(word, 10, 64); err == nil {
		if num, ok := l.reference(n); ok {
			return Ref{num}, nil
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
	case err != nil && !math.IsInf(f, 0):
		l.at = from
		return nil, l.broken("number")
	}
	return max(-maxReal, min(f, maxReal)), nil
}

// shortReal reads a number with a point and digits on both sides of it, of so
// few that the result is exact before it is divided, and rounded once after it;
// most numbers of drawings are such.
func shortReal(b []byte) (float64, bool) {
	const most = 15 // digits; 10^15 is below 2^53
	digits := bytes.TrimPrefix(b, []byte("-"))
	point := bytes.IndexByte(digits, '.')
	if point <= 0 || point == len(digits)-1 || len(digits) > most+1 {
		return 0, false
	}
	whole := int64(0)
	for i, c := range digits {
		switch {
		case i == point:
		case !isDigit(c):
			return 0, false
		default:
			whole = 10*whole + int64(c-'0')
		}
	}
	f := float64(whole) / powers[len(digits)-1-point]
	if len(digits) < len(b) {
		f = -f
	}
	return f, true
}

// powers are those of ten.
var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// reference looks for the rest of "n g R".
func (l *Lexer) reference(n int64) (int, bool) {
	from := l.at
	l.space()
	if n > 0 && n <= maxObject && isDigit(l.peek()) {
		gen := l.regular()
		if _, err := strconv.ParseUint(string(gen), 10, 16); err == nil {
			l.space()
			if l.peek() == 'R' && (l.at+1 == len(l.b) || !IsRegular(l.b[l.at+1])) {
				l.at++
				return int(n), true
			}
		}
	}
	l.at = from
	return 0, false
}

func (l *Lexer) array(depth int) (any, error) {
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
		if _, bare := v.(Keyword); bare {
			return nil, l.broken("array")
		}
		list = append(list, v)
	}
}

func (l *Lexer) dict(depth int) (any, error) {
	l.at += 2
	m := Dict{}
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
		if _, bare := v.(Keyword); bare {
			return nil, l.broken("dictionary")
		}
		if v != nil { // null is as good as nothing (7.3.7)
			m[key.(Name)] = v
		}
	}
}

// literal reads a string in parentheses (7.3.4.2).
func (l *Lexer) literal() (any, error) {
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
				return String(b), nil
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
func (l *Lexer) escape(b []byte) []byte {
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
func (l *Lexer) hex() (any, error) {
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
			return String(b), nil
		case IsSpace(c):
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
func (l *Lexer) isKeyword(want string) bool {
	l.space()
	if !hasPrefix(l.b[l.at:], want) {
		return false
	}
	if end := l.at + len(want); end < len(l.b) && IsRegular(l.b[end]) {
		return false
	}
	l.at += len(want)
	return true
}

// whole reads a whole number that is not negative.
func (l *Lexer) whole() (int, bool) {
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

// NewLexer reads values and keywords from bytes that stand outside a file: the
// content of a page, a CMap. Values pass by one at a time there, and nothing but
// the length of the bytes bounds how many there are.
func NewLexer(b []byte) *Lexer {
	l := &Lexer{b: b, d: newDocument(nil)}
	l.d.mostValues = len(b) + 1
	return l
}

// Bare is a file without objects: it decodes streams that stand outside one.
// References lead to nothing in it.
func Bare() *File { return newDocument(nil) }

// Next reads the next value or Keyword; at the end more is false.
func (l *Lexer) Next() (v Object, more bool, err error) {
	if l.space(); l.at >= len(l.b) {
		return nil, false, nil
	}
	v, err = l.value(0)
	return v, err == nil, err
}

// Inline passes over the data of an inline picture: the lexer stands behind the
// word ID, and stands behind EI then. The data is what lies between.
func (l *Lexer) Inline() []byte {
	from := min(l.at+1, len(l.b)) // one white character
	l.at = endOfInline(l.b, l.at)
	return l.b[from:max(from, min(l.at-len("EI"), len(l.b)))]
}

// At is the place of the next byte.
func (l *Lexer) At() int { return l.at }

// Skip passes over a byte that is no value, so that reading can go on.
func (l *Lexer) Skip(at int) { l.at = max(l.at, at+1) }
