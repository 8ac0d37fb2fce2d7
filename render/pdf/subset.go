package pdf

import (
	"encoding/binary"
	"hash/fnv"
	"math/bits"
	"slices"

	"duikai/fonts"
)

// subset is the characters used of one face.
type subset struct {
	face *fonts.Face
	// basic has a bit for every character of the basic plane: asked once for
	// every character printed, so a map would be felt.
	basic [1 << 16 / 64]uint64
	rest  map[rune]struct{}
	size  int // how many
}

// add notes a character and tells whether it is new.
func (s *subset) add(r rune) bool {
	if uint32(r) < 1<<16 {
		word, bit := &s.basic[r>>6], uint64(1)<<(r&63)
		isNew := *word&bit == 0
		if isNew {
			*word |= bit
			s.size++
		}
		return isNew
	}
	if _, ok := s.rest[r]; ok {
		return false
	}
	if s.rest == nil {
		s.rest = make(map[rune]struct{})
	}
	s.rest[r] = struct{}{}
	s.size++
	return true
}

// runes lists the characters in order.
func (s *subset) runes() []rune {
	all := make([]rune, 0, s.size)
	for i, word := range s.basic {
		for ; word != 0; word &= word - 1 {
			all = append(all, rune(i<<6+bits.TrailingZeros64(word)))
		}
	}
	basic := len(all)
	for r := range s.rest {
		all = append(all, r)
	}
	slices.Sort(all[basic:])
	return all
}

const (
	tagLetters = 6
	alphabet   = 'Z' - 'A' + 1
)

// tag is the subset tag (ISO 32000-2, 9.9.2): six capitals that differ between
// subsets, here drawn from the characters. The place of the face in the
// document parts two faces of one name with the same characters.
func (s *subset) tag(place int) string {
	h := fnv.New64a()
	buf := binary.BigEndian.AppendUint32(nil, uint32(place))
	buf = append(buf, s.face.Name()...)
	for _, r := range s.runes() {
		buf = binary.BigEndian.AppendUint32(buf, uint32(r))
	}
	h.Write(buf)
	return letters(h.Sum64())
}

// letters writes a number in capitals, lowest place first.
func letters(n uint64) string {
	var b [tagLetters]byte
	for i := range b {
		b[i] = 'A' + byte(n%alphabet)
		n /= alphabet
	}
	return string(b[:])
}
