package picture

import (
	"io"
	"strings"
	"sync"

	"duikai/layout/artwork"
)

// The codes of runs (ITU-T T.4, tables 2 and 3): those of 0 to 63 pixels, then
// those of 64, 128 and so on to 1728; behind them those of 1792 to 2560, which
// both colours share.
const (
	whiteRuns = `00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011 110100 110101
101010 101011 0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011 0010011 0100100 0011000 00000010 00000011 00011010
00011011 00010010 00010011 00010100 00010101 00010110 00010111 00101000 00101001 00101010 00101011 00101100 00101101 00000100 00000101 00001010
00001011 01010010 01010011 01010100 01010101 00100100 00100101 01011000 01011001 01011010 01011011 01001010 01001011 00110010 00110011 00110100
11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111 011001100 011001101 011010010 011010011 011010100 011010101
011010110 011010111 011011000 011011001 011011010 011011011 010011000 010011001 010011010 011000 010011011`
	blackRuns = `0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100 00000111 000011000
0000010111 0000011000 0000001000 00001100111 00001101000 00001101100 00000110111 00000101000 00000010111 00000011000 000011001010 000011001011 000011001100 000011001101 000001101000 000001101001
000001101010 000001101011 000011010010 000011010011 000011010100 000011010101 000011010110 000011010111 000001101100 000001101101 000011011010 000011011011 000001010100 000001010101 000001010110 000001010111
000001100100 000001100101 000001010010 000001010011 000000100100 000000110111 000000111000 000000100111 000000101000 000001011000 000001011001 000000101011 000000101100 000001011010 000001100110 000001100111
0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 000000110101 0000001101100 0000001101101 0000001001010 0000001001011 0000001001100 0000001001101 0000001110010 0000001110011 0000001110100
0000001110101 0000001110110 0000001110111 0000001010010 0000001010011 0000001010100 0000001010101 0000001011010 0000001011011 0000001100100 0000001100101`
	longRuns = `00000001000 00000001100 00000001101 000000010010 000000010011 000000010100 000000010101 000000010110 000000010111 000000011100 000000011101 000000011110 000000011111`
	// The codes of modes (table 4): pass, level, and up to three to the right
	// and to the left of the change above.
	faxModes = `0001 001 1 011 000011 0000011 010 000010 0000010`
)

// Numbers of modes; from modeUpright on they are shifts.
const (
	modePass = iota
	modeLevel
	modeUpright
)

var faxShifts = [...]int{modeUpright: 0, 1, 2, 3, -1, -2, -3}

const (
	faxBits = 13 // of the longest code
	// faxZeros is how many zeros come before the one that ends a row: no codes
	// have so many behind each other.
	faxZeros = 11
	// stepRuns is what the codes of long runs go up by.
	stepRuns = 64
)

// faxCode is what begins with some bits; no length: nothing.
type faxCode struct {
	length uint8
	value  int16
}

type faxTable [1 << faxBits]faxCode

func newFaxTable(codes string, value func(i int) int) *faxTable {
	t := new(faxTable)
	for i, code := range strings.Fields(codes) {
		first := 0
		for _, c := range code {
			first = first<<1 | int(c-'0')
		}
		rest := faxBits - len(code)
		for k := range 1 << rest {
			t[first<<rest|k] = faxCode{uint8(len(code)), int16(value(i))}
		}
	}
	return t
}

// faxTables are those of white, of black and of modes.
var faxTables = sync.OnceValue(func() [3]*faxTable {
	run := func(i int) int {
		if i < stepRuns {
			return i
		}
		return (i - stepRuns + 1) * stepRuns
	}
	return [3]*faxTable{
		newFaxTable(whiteRuns+" "+longRuns, run), newFaxTable(blackRuns+" "+longRuns, run),
		newFaxTable(faxModes, func(i int) int { return i }),
	}
})

// faxReader unpacks a Group 3 fax (ITU-T T.4) and the rows of CCITT RLE (TIFF
// 6.0, section 10): a bit a pixel, 1 for black.
type faxReader struct {
	in     []byte
	at     int // of the next bit
	w      int
	bytes  bool // each row begins with a byte, and has no end of its own
	two    bool // a bit behind the end of a row says whether the next leans on it
	before []int
	row    []byte
	left   []byte
}

func (f *faxReader) Read(p []byte) (int, error) {
	if len(f.left) == 0 {
		if err := f.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, f.left)
	f.left = f.left[n:]
	return n, nil
}

// look gives the next n bits; those beyond the end are 0.
func (f *faxReader) look(n int) (v int) {
	for i := f.at / 8; i <= (f.at+faxBits+7)/8; i++ {
		v <<= 8
		if i < len(f.in) {
			v |= int(f.in[i])
		}
	}
	read := ((f.at+faxBits+7)/8 - f.at/8 + 1) * 8
	return v >> (read - f.at%8 - n) & (1<<n - 1)
}

func (f *faxReader) code(t *faxTable) (int, error) {
	c := t[f.look(faxBits)]
	if left := 8*len(f.in) - f.at; int(c.length) > left || c.length == 0 && left < faxBits {
		return 0, io.ErrUnexpectedEOF
	}
	if c.length == 0 {
		return 0, artwork.Broken("TIFF CCITT @%d", f.at/8)
	}
	f.at += int(c.length)
	return int(c.value), nil
}

// run reads a run of one colour: any number of long codes, and a short one.
func (f *faxReader) run(colour int) (sum int, err error) {
	for {
		n, err := f.code(faxTables()[colour])
		if err != nil {
			return 0, err
		}
		if sum += n; n < stepRuns || sum > f.w {
			return sum, nil
		}
	}
}

// end passes over the end of the row before, and the zeros that fill up its
// time; not all programs write one.
func (f *faxReader) end() {
	from := f.at
	for f.at < 8*len(f.in) && f.look(1) == 0 {
		f.at++
	}
	if f.at-from < faxZeros || f.at >= 8*len(f.in) {
		f.at = from
		return
	}
	f.at++
}

// next reads a row: where its colours change.
func (f *faxReader) next() error {
	leans := false
	if f.bytes {
		f.at = (f.at + 7) / 8 * 8
	} else {
		f.end()
		if f.two {
			leans = f.look(1) == 0
			f.at++
		}
	}
	if f.at >= 8*len(f.in) {
		return io.ErrUnexpectedEOF
	}
	var changes []int
	var err error
	if leans {
		changes, err = f.leaning()
	} else {
		changes, err = f.level()
	}
	if err != nil {
		return err
	}
	f.before = changes
	if f.row == nil {
		f.row = make([]byte, (f.w+7)/8)
	}
	clear(f.row)
	for i := 0; i < len(changes); i += 2 {
		to := f.w
		if i+1 < len(changes) {
			to = changes[i+1]
		}
		for x := changes[i]; x < to; x++ {
			f.row[x/8] |= 0x80 >> (x % 8)
		}
	}
	f.left = f.row
	return nil
}

// level reads a row that stands for itself.
func (f *faxReader) level() (changes []int, err error) {
	for x, colour := 0, 0; x < f.w; colour = 1 - colour {
		n, err := f.run(colour)
		if err != nil {
			return nil, err
		}
		if x += n; x > f.w {
			return nil, artwork.Broken("TIFF CCITT @%d", f.at/8)
		}
		changes = append(changes, x)
	}
	return changes, nil
}

// leaning reads a row by how it differs from the one before (ITU-T T.4, 4.2).
func (f *faxReader) leaning() (changes []int, err error) {
	x, colour := -1, 0
	for x < f.w {
		mode, err := f.code(faxTables()[2])
		if err != nil {
			return nil, err
		}
		b1, b2 := f.above(x, colour)
		switch mode {
		case modePass:
			x = b2
			continue
		case modeLevel:
			x = max(x, 0)
			for k := range 2 {
				n, err := f.run(colour ^ k)
				if err != nil {
					return nil, err
				}
				x += n
				changes = append(changes, x)
			}
		default:
			x = b1 + faxShifts[mode]
			changes = append(changes, x)
			colour = 1 - colour
		}
		if n := len(changes); x < 0 || x > f.w || n > 1 && changes[n-1] < changes[n-2] {
			return nil, artwork.Broken("TIFF CCITT @%d", f.at/8)
		}
	}
	return changes, nil
}

// above finds the first change to the other colour behind x in the row before,
// and the change behind it.
func (f *faxReader) above(x, colour int) (b1, b2 int) {
	for i := colour; i < len(f.before); i += 2 {
		if f.before[i] > x {
			if i+1 < len(f.before) {
				return f.before[i], f.before[i+1]
			}
			return f.before[i], f.w
		}
	}
	return f.w, f.w
}
