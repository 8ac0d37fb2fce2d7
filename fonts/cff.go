package fonts

import (
	"errors"
	"fmt"
	"math"
	"sort"
	"strconv"
)

// cff is the PostScript outlines of an OpenType font (Adobe Technical Note
// 5176): charstrings, and the subroutines they call.
type cff struct {
	chars    index
	global   index
	locals   []index   // subroutines, one list for each font dictionary
	selector []byte    // which dictionary a glyph belongs to; nil: the only one
	charset  []byte    // which character a glyph is, for accented letters; nil: the standard order
	units    []float64 // how large a unit is in ems, for each dictionary
}

// index is a list of pieces of data, where it lies in the file.
type index struct {
	count   int
	width   int // bytes of an offset
	offsets []byte
	data    []byte
}

// Limits of what a CFF table may claim.
const (
	maxDicts    = 256
	maxDictSize = 1 << 16
)

var errCFF = errors.New("the PostScript outlines (CFF) are damaged")

// readIndex reads the list that begins at an offset, and tells where it ends.
func readIndex(b []byte, at int) (x index, end int, err error) {
	head := slice(b, at, 2)
	if head == nil {
		return x, 0, errCFF
	}
	if x.count = u16(head); x.count == 0 {
		return x, at + 2, nil
	}
	w := slice(b, at+2, 1)
	if w == nil || w[0] < 1 || w[0] > 4 {
		return x, 0, errCFF
	}
	x.width = int(w[0])
	begin := at + 3
	if x.offsets = slice(b, begin, x.width*(x.count+1)); x.offsets == nil {
		return x, 0, errCFF
	}
	begin += len(x.offsets)
	// Offsets count from the byte before the data.
	size := x.offset(x.count) - 1
	if x.data = slice(b, begin, size); x.data == nil {
		return x, 0, errCFF
	}
	return x, begin + size, nil
}

func (x index) offset(i int) int {
	n := 0
	for _, b := range x.offsets[x.width*i : x.width*(i+1)] {
		n = n<<8 | int(b)
	}
	return n
}

// at is one piece, nil where there is none.
func (x index) at(i int) []byte {
	if i < 0 || i >= x.count {
		return nil
	}
	from, to := x.offset(i)-1, x.offset(i+1)-1
	return slice(x.data, from, to-from)
}

// Operators of dictionaries; those of two bytes begin with escape.
const (
	escape         = 12
	opCharset      = 15
	opCharStrings  = 17
	opPrivate      = 18
	opSubrs        = 19
	opCharstrings  = escape<<8 | 6 // type of the charstrings
	opFontMatrix   = escape<<8 | 7
	opRegistry     = escape<<8 | 30
	opDicts        = escape<<8 | 36
	opDictSelector = escape<<8 | 37
)

// readDict reads a dictionary: operators, each with the numbers before it.
func readDict(b []byte) (map[int][]float64, error) {
	const most = 48
	if len(b) > maxDictSize {
		return nil, errCFF
	}
	dict := make(map[int][]float64)
	var args []float64
	for len(b) > 0 {
		if b[0] <= 21 {
			op, n := int(b[0]), 1
			if op == escape {
				if len(b) < 2 {
					return nil, errCFF
				}
				op, n = escape<<8|int(b[1]), 2
			}
			dict[op], args, b = args, nil, b[n:]
			continue
		}
		v, n, err := dictNumber(b)
		if err != nil || len(args) == most {
			return nil, errCFF
		}
		args, b = append(args, v), b[n:]
	}
	return dict, nil
}

// dictNumber reads a number of a dictionary and tells its bytes.
func dictNumber(b []byte) (v float64, n int, err error) {
	switch c := int(b[0]); {
	case c == 28 && len(b) >= 3:
		return float64(i16(b[1:])), 3, nil
	case c == 29 && len(b) >= 5:
		return float64(int32(u32(b[1:]))), 5, nil
	case c == 30:
		return realNumber(b)
	case 32 <= c && c <= 246:
		return float64(c - 139), 1, nil
	case 247 <= c && c <= 250 && len(b) >= 2:
		return float64((c-247)*256 + int(b[1]) + 108), 2, nil
	case 251 <= c && c <= 254 && len(b) >= 2:
		return float64(-(c-251)*256 - int(b[1]) - 108), 2, nil
	}
	return 0, 0, errCFF
}

// realNumber reads a number written in figures, two to a byte.
func realNumber(b []byte) (float64, int, error) {
	const most = 32
	pieces := [16]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "E", "E-", "", "-", ""}
	const end = 15
	text := ""
	for n := 1; n < min(len(b), most); n++ {
		for _, nibble := range [2]byte{b[n] >> 4, b[n] & 15} {
			if nibble == end {
				v, err := strconv.ParseFloat(text, 64)
				return v, n + 1, err
			}
			text += pieces[nibble]
		}
	}
	return 0, 0, errCFF
}

// place is the number of an operator that tells an offset; 0 where the
// dictionary lacks it.
func place(dict map[int][]float64, op, which int) int {
	args := dict[op]
	if which >= len(args) || args[which] < 0 || args[which] > math.MaxInt32 {
		return 0
	}
	return int(args[which])
}

// readCFF reads the parts of a CFF table that lead to the outlines.
func readCFF(b []byte) (*cff, error) {
	head := slice(b, 0, 4)
	if head == nil || head[0] != 1 {
		return nil, errCFF
	}
	_, at, err := readIndex(b, int(head[2])) // names
	if err != nil {
		return nil, err
	}
	tops, at, err := readIndex(b, at)
	if err != nil {
		return nil, err
	}
	_, at, err = readIndex(b, at) // strings
	if err != nil {
		return nil, err
	}
	c := new(cff)
	if c.global, _, err = readIndex(b, at); err != nil {
		return nil, err
	}
	top, err := readDict(tops.at(0))
	if err != nil {
		return nil, err
	}
	if kind, ok := top[opCharstrings]; ok && (len(kind) != 1 || kind[0] != 2) {
		return nil, errors.New("the charstrings are not of type 2")
	}
	if c.chars, _, err = readIndex(b, place(top, opCharStrings, 0)); err != nil || c.chars.count == 0 {
		return nil, errCFF
	}
	const predefined = 2 // charsets
	if at := place(top, opCharset, 0); at > predefined && at < len(b) {
		c.charset = b[at:]
	}
	if _, ok := top[opRegistry]; !ok {
		local, err := readLocals(b, top)
		c.locals, c.units = []index{local}, []float64{unitOf(top, nil)}
		return c, err
	}
	return c, c.readDicts(b, top)
}

// readDicts reads the dictionaries of a font that is keyed by character
// numbers (CID), each with subroutines of its own.
func (c *cff) readDicts(b []byte, top map[int][]float64) error {
	dicts, _, err := readIndex(b, place(top, opDicts, 0))
	if err != nil {
		return err
	}
	if dicts.count == 0 || dicts.count > maxDicts {
		return fmt.Errorf("%w: %d font dictionaries", errCFF, dicts.count)
	}
	for i := range dicts.count {
		dict, err := readDict(dicts.at(i))
		if err != nil {
			return err
		}
		local, err := readLocals(b, dict)
		if err != nil {
			return err
		}
		c.locals = append(c.locals, local)
		c.units = append(c.units, unitOf(top, dict))
	}
	at := place(top, opDictSelector, 0)
	if at == 0 || at >= len(b) {
		return errCFF
	}
	c.selector = b[at:]
	for _, id := range []int{0, c.chars.count - 1} {
		if _, err := c.local(id); err != nil {
			return err
		}
	}
	return nil
}

// unitOf is the size of a unit from the matrices of the font and of one of its
// dictionaries; 0 for a matrix that does more than scale.
func unitOf(top, dict map[int][]float64) float64 {
	unit, told := 1.0, false
	for _, d := range []map[int][]float64{top, dict} {
		m, ok := d[opFontMatrix]
		if !ok {
			continue
		}
		if len(m) != 6 || m[0] != m[3] || m[1] != 0 || m[2] != 0 || m[4] != 0 || m[5] != 0 {
			return 0
		}
		unit, told = unit*m[0], true
	}
	if !told {
		return 0.001
	}
	return unit
}

// onGrid tells whether the outlines are drawn on the font's own grid, as they
// are in all but freaks.
func (c *cff) onGrid(upem int32) bool {
	for _, u := range c.units {
		if n := u * float64(upem); n < 0.999 || n > 1.001 {
			return false
		}
	}
	return true
}

// readLocals reads the subroutines that a dictionary's private part names.
func readLocals(b []byte, dict map[int][]float64) (index, error) {
	size, at := place(dict, opPrivate, 0), place(dict, opPrivate, 1)
	if size == 0 {
		return index{}, nil
	}
	private, err := readDict(slice(b, at, size))
	if err != nil {
		return index{}, err
	}
	subrs := place(private, opSubrs, 0)
	if subrs == 0 {
		return index{}, nil
	}
	x, _, err := readIndex(b, at+subrs)
	return x, err
}

// local is the subroutines of a glyph's own dictionary.
func (c *cff) local(id int) (index, error) {
	i := 0
	if s := c.selector; s != nil {
		switch {
		case s[0] == 0 && 1+id < len(s):
			i = int(s[1+id])
		case s[0] == 3 && len(s) >= 3:
			const head, record = 3, 3
			ranges := slice(s, head, record*u16(s[1:])+2)
			if ranges == nil || u16(ranges[len(ranges)-2:]) <= id {
				return index{}, errCFF
			}
			k := sort.Search(len(ranges)/record, func(k int) bool { return u16(ranges[record*k:]) > id })
			if k == 0 {
				return index{}, errCFF
			}
			i = int(ranges[record*(k-1)+2])
		default:
			return index{}, errCFF
		}
	}
	if i >= len(c.locals) {
		return index{}, errCFF
	}
	return c.locals[i], nil
}

// standard is the glyph of a character of Adobe's standard encoding, which
// accented letters are made of.
func (c *cff) standard(code int) (int, error) {
	name := standardName(code)
	if name == 0 || c.selector != nil {
		return 0, errNoSuch
	}
	if c.charset == nil {
		return name, nil
	}
	s := c.charset
	if s[0] == 0 {
		for id := 1; id < c.chars.count; id++ {
			b := slice(s, 2*id-1, 2)
			if b == nil {
				return 0, errCFF
			}
			if u16(b) == name {
				return id, nil
			}
		}
		return 0, errNoSuch
	}
	record := 2 + int(s[0]) // a name, and how many follow it in a row
	if s[0] > 2 {
		return 0, errCFF
	}
	for id, at := 1, 1; id < c.chars.count; at += record {
		b := slice(s, at, record)
		if b == nil {
			return 0, errCFF
		}
		first, left := u16(b), int(b[2])
		if record == 4 {
			left = u16(b[2:])
		}
		if first <= name && name <= first+left && id+name-first < c.chars.count {
			return id + name - first, nil
		}
		id += left + 1
	}
	return 0, errNoSuch
}

// standardName is the number of the name that Adobe's standard encoding gives
// a code; 0 where it has none. The names of printing characters follow the
// codes; the accents and letters of the upper half have gaps between them.
func standardName(code int) int {
	switch {
	case 32 <= code && code <= 126:
		return code - 31
	case 161 <= code && code <= 175:
		return code - 65
	}
	for _, r := range [][3]int{
		{177, 180, 111}, {182, 189, 115}, {191, 191, 123}, {193, 200, 124}, {202, 203, 132}, {205, 208, 134},
		{225, 225, 138}, {227, 227, 139}, {232, 235, 140}, {241, 241, 144}, {245, 245, 145}, {248, 251, 146},
	} {
		if r[0] <= code && code <= r[1] {
			return r[2] + code - r[0]
		}
	}
	return 0
}
