package cjk

import "slices"

// Side tells where in its em a mark's white lies (GB/T 15834 5.1, CLREQ
// 3.1.2): the body of half an em that holds the ink, and half an em of white.
type Side uint8

const (
	Solid  Side = iota // no white of its own: Han, dashes, letters
	Before             // the front half is white: openers
	After              // the back half is white: closers, stops
	Half               // half an em in all: · / and short connectors (GB/T 15834 5.1.6, 5.1.7, 5.1.9)
)

// Pool is a reserve of white that justification draws on; lower pools are
// used up first (CLREQ 3.2.4, "shrink"). Pool 0 gives nothing.
type Pool uint8

const (
	PoolNone    Pool = iota
	PoolEnd          // 1: the mark at the line end, always half an em
	PoolSpace        // 2: Latin word spaces, down to a quarter em
	PoolDot          // 3: both sides of a mid dot an em wide
	PoolBracket      // 4: brackets and quotes
	PoolComma        // 5: ，、；：
	PoolGap          // 6: the gap between Han and Latin, down to an eighth
	PoolStop         // 7: 。？！
	PoolCount
)

var poolNames = [PoolCount]string{"none", "line-end", "space", "dot", "bracket", "comma", "latin-gap", "stop"}

// String is the pool's name in reports.
func (p Pool) String() string { return poolNames[p] }

// Form is on which side a class is white and which pool that white belongs to.
type Form struct {
	Side Side
	Pool Pool
}

// FormOf is the form of a class. The character decides for the connectors: the
// short ones are half an em (GB/T 15834 5.1.6), the wave dash is an em.
func FormOf(r rune, c Class) Form {
	if c == Connector && (r == '–' || r == '‐') {
		return Form{Half, PoolNone}
	}
	return table[c].form
}

// Scheme is the width that punctuation prefers (标点宽度).
type Scheme uint8

const (
	Quanjiao Scheme = iota // 全角式: every mark an em, neighbouring marks trimmed
	Kaiming                // 开明式: an em at a sentence's end, half an em inside it
	Banjiao                // 半角式: half an em everywhere
	schemeCount
)

var schemeNames = [schemeCount]string{"quanjiao", "kaiming", "banjiao"}

// String is the scheme's name in issue.yaml.
func (s Scheme) String() string { return schemeNames[s] }

// Schemes are the names of the schemes in their order.
func Schemes() []string { return slices.Clone(schemeNames[:]) }

// ParseScheme reads a scheme's name.
func ParseScheme(v string) (Scheme, bool) {
	i := slices.Index(schemeNames[:], v)
	return Scheme(max(i, 0)), i >= 0
}

// Keeps tells whether the scheme prefers to leave a mark its white.
func (s Scheme) Keeps(c Class) bool {
	switch s {
	case Quanjiao:
		return true
	case Kaiming:
		return c == Stop || c == Exclaim
	}
	return false
}

// Facing says what becomes of the white between two neighbours (CLREQ 3.1.6.1
// "adjacent marks", the two-to-one-and-a-half rule).
type Facing uint8

const (
	Keep     Facing = iota // nothing meets: both keep their white
	OneOfTwo               // two whites meet: one of them stays
	DropLeft               // the left one's white goes: its neighbour is a mark of its own kind, a dash, a dot
	DropRight
)

// Meet reads the rule for the white between a and b. An opener before a
// closer (（）, （？) has its ink inside and nothing is cut.
func Meet(a, b Class) Facing {
	af, bf := table[a].form.Side, table[b].form.Side
	switch {
	case af == After && bf == Before:
		return OneOfTwo
	case af == After && (bf == After || bf == Half || b == Dash || b == Ellipsis || b == IdeoSpace || b == Space):
		return DropLeft
	case bf == Before && (af == Before || af == Half || a == IdeoSpace):
		return DropRight
	}
	return Keep
}
