package cos

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Kind is what a value is (ISO 32000-2, 7.3). Strings are not told apart by
// how they are written.
type Kind uint8

const (
	Null Kind = iota
	Boolean
	Number
	Name
	String
	Array
	Dictionary
	Reference
)

// Value is a PDF value. Plain ones stay as they are written: what is not
// understood is carried over to the last byte. The zero value is null.
type Value struct {
	Kind Kind
	Raw  []byte  // boolean, number, name with its slash, string with its brackets
	List []Value // array: the items; dictionary: key, value, key, value
	Ref  int     // number of the object
}

// NameOf is a name of regular characters.
func NameOf(s string) Value { return Value{Kind: Name, Raw: []byte("/" + s)} }

// EscapedName is a name of any characters (ISO 32000-2, 7.3.5).
func EscapedName(s string) Value {
	b := []byte{'/'}
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' || c == '#' || classes[c] != regular {
			b = fmt.Appendf(b, "#%02X", c)
		} else {
			b = append(b, c)
		}
	}
	return Value{Kind: Name, Raw: b}
}

// RefTo is a reference to an object.
func RefTo(n int) Value { return Value{Kind: Reference, Ref: n} }

// ArrayOf is an array.
func ArrayOf(items ...Value) Value { return Value{Kind: Array, List: items} }

// Whole is a whole number.
func Whole(n int) Value {
	return Value{Kind: Number, Raw: strconv.AppendInt(nil, int64(n), 10)}
}

// Truth is true or false.
func Truth(b bool) Value {
	return Value{Kind: Boolean, Raw: strconv.AppendBool(nil, b)}
}

// Hundredths is a number of hundredths, of a point or of a whole.
func Hundredths(h int64) Value { return Value{Kind: Number, Raw: AppendHundredths(nil, h)} }

// AppendHundredths writes a number of hundredths as short as it can be.
func AppendHundredths(b []byte, h int64) []byte {
	if h < 0 {
		b, h = append(b, '-'), -h
	}
	b = strconv.AppendInt(b, h/100, 10)
	switch h %= 100; {
	case h == 0:
		return b
	case h%10 == 0:
		return append(b, '.', byte('0'+h/10))
	default:
		return append(b, '.', byte('0'+h/10), byte('0'+h%10))
	}
}

// Decimal writes a number as PDF wants it, without an exponent and with at most
// so many decimals.
func Decimal(x float64, decimals int) string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(x, 'f', decimals, 64), "0"), ".")
}

// Literal is a string of plain characters.
func Literal(s string) Value {
	b := []byte{'('}
	for _, c := range []byte(s) {
		if c == '(' || c == ')' || c == '\\' {
			b = append(b, '\\')
		}
		b = append(b, c)
	}
	return Value{Kind: String, Raw: append(b, ')')}
}

// Text is a text string (ISO 32000-2, 7.9.2.2): as it is while ASCII
// suffices, else UTF-16.
func Text(s string) Value {
	plain := true
	for _, r := range s {
		plain = plain && ' ' <= r && r <= '~'
	}
	if plain {
		return Literal(s)
	}
	return Value{Kind: String, Raw: append(AppendUTF16([]byte("<FEFF"), s), '>')}
}

// AppendUTF16 writes characters as the hex digits of UTF-16.
func AppendUTF16(b []byte, s string) []byte {
	for _, r := range s {
		if hi, lo := utf16.EncodeRune(r); hi != utf8.RuneError {
			b = AppendHex(AppendHex(b, uint16(hi)), uint16(lo))
		} else {
			b = AppendHex(b, uint16(r))
		}
	}
	return b
}

// AppendHex writes four digits.
func AppendHex(b []byte, n uint16) []byte {
	const digits = "0123456789ABCDEF"
	return append(b, digits[n>>12], digits[n>>8&15], digits[n>>4&15], digits[n&15])
}

// Dict makes a dictionary of keys and values in turn.
func Dict(pairs ...any) Value {
	v := Value{Kind: Dictionary}
	for i := 0; i < len(pairs); i += 2 {
		v.List = append(v.List, NameOf(pairs[i].(string)), pairs[i+1].(Value))
	}
	return v
}

// PlainName is a name without its slash and its escapes.
func (v Value) PlainName() string {
	if v.Kind != Name {
		return ""
	}
	s := v.Raw[1:]
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

// Is tells whether the value is this name.
func (v Value) Is(s string) bool {
	if v.Kind != Name {
		return false
	}
	return string(v.Raw[1:]) == s || bytes.IndexByte(v.Raw, '#') > 0 && v.PlainName() == s
}

// Get is the value of a key, of kind null where there is none.
func (v Value) Get(key string) Value {
	if v.Kind == Dictionary {
		for i := 0; i < len(v.List); i += 2 {
			if v.List[i].Is(key) {
				return v.List[i+1]
			}
		}
	}
	return Value{}
}

// Set gives a key of a dictionary another value, or adds it at the end.
func (v *Value) Set(key string, to Value) {
	for i := 0; i < len(v.List); i += 2 {
		if v.List[i].Is(key) {
			v.List[i+1] = to
			return
		}
	}
	v.List = append(v.List, NameOf(key), to)
}

// Remove drops keys of a dictionary.
func (v *Value) Remove(keys ...string) {
	kept := v.List[:0]
	for i := 0; i < len(v.List); i += 2 {
		drop := false
		for _, k := range keys {
			drop = drop || v.List[i].Is(k)
		}
		if !drop {
			kept = append(kept, v.List[i], v.List[i+1])
		}
	}
	v.List = kept
}

// Int is a whole number.
func (v Value) Int() (int, bool) {
	if v.Kind != Number {
		return 0, false
	}
	n, err := strconv.Atoi(string(v.Raw))
	return n, err == nil
}

// Float is a number.
func (v Value) Float() (float64, bool) {
	if v.Kind != Number {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(v.Raw), 64)
	return f, err == nil
}

// Append writes the value as short as it can be; number tells the new number
// of an object.
func (v Value) Append(b []byte, number func(int) int) []byte {
	switch v.Kind {
	case Null:
		return append(spaced(b), "null"...)
	case Reference:
		b = strconv.AppendInt(spaced(b), int64(number(v.Ref)), 10)
		return append(b, " 0 R"...)
	case Array:
		b = append(b, '[')
		for _, item := range v.List {
			b = item.Append(b, number)
		}
		return append(b, ']')
	case Dictionary:
		b = append(b, "<<"...)
		for _, item := range v.List {
			b = item.Append(b, number)
		}
		return append(b, ">>"...)
	case Name, String:
		return append(b, v.Raw...)
	}
	return append(spaced(b), v.Raw...)
}

// clone copies what a change of the value would change.
func (v Value) clone() Value {
	if v.List != nil {
		list := make([]Value, len(v.List))
		for i, item := range v.List {
			list[i] = item.clone()
		}
		v.List = list
	}
	return v
}

// spaced parts a word from one before it.
func spaced(b []byte) []byte {
	if len(b) > 0 && classes[b[len(b)-1]] == regular {
		return append(b, ' ')
	}
	return b
}
