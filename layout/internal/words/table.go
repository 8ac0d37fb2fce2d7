package words

import _ "embed" // the word table

// # The table
//
// The words stand in a trie, cut up by first character. All is read in place
// from the embedded bytes: nothing is unpacked, and a program that sets no
// headline never touches the pages of memory it lies in. Three parts, little
// endian:
//
//	codes   20,992 x uint16   rune from U+4E00 -> code; 0: in no word
//	heads    8,192 x uint32   by code: base 27 bits | level 5 bits
//	nodes          x uint32   code 13 bits | level 5 bits | child 14 bits
//
// A head's base is the first node of its block, and the next head's base is
// the end. Within a block nodes stand breadth first: the second characters in
// order of code, then the third characters, and so on. A node's child is the
// place in the block where its children begin; they end where the next node's
// begin, since a parent's order is its children's. So siblings are sorted and
// are found by halving. Level 0 says that no word ends here; levels 1 to 31
// are its improbability in steps of 2/3 bit.
//
//	4.3 MB   the 352,128 Han words as text with their frequencies
//	2.0 MB   all of up to eight characters, in this form
//	1.33 MB  the 242,000 that are kept (internal/compile says which): this table
//	0.8 MB   only those counted four times or more
//
// A minimal perfect hash with 20-bit fingerprints would need 0.85 MB by
// reckoning (28 bits a word), but it would take one chance string in a million
// for a word and ask every length anew. Here a false positive is impossible,
// for the characters themselves are stored, and one descent finds all words
// that begin at a place.

//go:embed words.table
var table string

const (
	firstHan = 0x4E00
	hanCount = 0x9FFF - firstHan + 1
	heads    = 2 * hanCount
	nodes    = heads + 4*8192

	maxWord = 8 // characters; longer ones are divided into their parts anyhow
)

// level is the price of a word, in steps of 2/3 bit of improbability.
type level = uint32

const (
	levelZero    = 8  // what the steps of the table start from
	unknownLevel = 42 // a character that is in no word: 28 bits
)

func u32(at uint32) uint32 {
	s := table[at : at+4]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

func code(r rune) uint32 {
	if r < firstHan || r >= firstHan+hanCount {
		return 0
	}
	at := 2 * (r - firstHan)
	return uint32(table[at]) | uint32(table[at+1])<<8
}

// cursor is a place in the trie on the way from a first character.
type cursor struct {
	base, size uint32 // the block
	lo, hi     uint32 // the siblings one step on, within the block
}

// begin enters the block of a first character and prices it as a word alone.
func begin(r rune) (cursor, level) {
	c := code(r)
	if c == 0 {
		return cursor{}, unknownLevel
	}
	head, next := u32(heads+4*c), u32(heads+4*c+4)
	at := cursor{base: head >> 5, size: next>>5 - head>>5}
	if at.size > 0 {
		at.hi = at.node(0) & (1<<14 - 1)
	}
	return at, head&31 + levelZero
}

func (c *cursor) node(i uint32) uint32 { return u32(nodes + 4*(c.base+i)) }

// step goes on by one character. The level is 0 if no word ends there; false
// says that no word goes that way.
func (c *cursor) step(r rune) (level, bool) {
	want := code(r)
	lo, hi := c.lo, c.hi
	for lo < hi {
		mid := (lo + hi) / 2
		if c.node(mid)>>19 < want {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo >= c.hi || want == 0 {
		return 0, false
	}
	n := c.node(lo)
	if n>>19 != want {
		return 0, false
	}
	c.lo, c.hi = n&(1<<14-1), c.size
	if lo+1 < c.size {
		c.hi = c.node(lo+1) & (1<<14 - 1)
	}
	if l := n >> 14 & 31; l > 0 {
		return l + levelZero, true
	}
	return 0, true
}
