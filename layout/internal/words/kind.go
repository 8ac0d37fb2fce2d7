package words

import (
	"strings"
	"unicode"
)

// kind is what a division needs to know of a character: little, and not for
// setting it; the classes of typography are layout/cjk's.
type kind uint8

const (
	han     kind = iota
	western      // letters and figures, also of other scripts
	space
	opening // “ （ 《: stands with what follows
	closing // ” ） 》: stands with what precedes
	stop    // ， 。 —— and the like: stands with what precedes, and a pause follows
	link    // · and invisible joiners: between two parts of one name
	other   // bullets, emoji, lone signs
)

func kindOf(r rune) kind {
	switch {
	case r >= firstHan && r < firstHan+hanCount:
		return han
	case r < 0x80:
		switch {
		case '0' <= r && r <= '9', 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
			return western
		case strings.ContainsRune(",.;:!?", r):
			return stop
		}
	case strings.ContainsRune("，。、；：！？…—～．", r):
		return stop
	case r == '·' || r == '・' || r == '\u200D' || unicode.Is(unicode.M, r):
		return link
	}
	switch {
	case unicode.Is(unicode.Han, r):
		return han
	case unicode.IsSpace(r):
		return space
	case unicode.IsLetter(r), unicode.IsNumber(r):
		return western
	case unicode.In(r, unicode.Ps, unicode.Pi):
		return opening
	case unicode.In(r, unicode.Pe, unicode.Pf):
		return closing
	}
	return other
}
