package para

import (
	"sort"
	"unicode"

	"duikai/layout/cjk"
)

// shapedScripts are the scripts whose letters join, stack or change places, by
// their first characters and ISO 15924 codes: fonts.Face.Shape sets them. Blocks
// that stand between two of one script are its own too: their signs (the marks
// of Arabic, the danda of Devanagari) are common to several scripts.
var shapedScripts = []struct {
	first, last rune
	script      string
}{
	{0x0591, 0x05f4, "Hebr"},
	{0x0600, 0x06ff, "Arab"},
	{0x0700, 0x074f, "Syrc"},
	{0x0750, 0x077f, "Arab"},
	{0x0780, 0x07bf, "Thaa"},
	{0x07c0, 0x07ff, "Nkoo"},
	{0x0860, 0x086f, "Syrc"},
	{0x0870, 0x08ff, "Arab"},
	{0x0900, 0x097f, "Deva"},
	{0x0980, 0x09ff, "Beng"},
	{0x0a00, 0x0a7f, "Guru"},
	{0x0a80, 0x0aff, "Gujr"},
	{0x0b00, 0x0b7f, "Orya"},
	{0x0b80, 0x0bff, "Taml"},
	{0x0c00, 0x0c7f, "Telu"},
	{0x0c80, 0x0cff, "Knda"},
	{0x0d00, 0x0d7f, "Mlym"},
	{0x0d80, 0x0dff, "Sinh"},
	{0x0e00, 0x0e7f, "Thai"},
	{0x0e80, 0x0eff, "Laoo"},
	{0x0f00, 0x0fff, "Tibt"},
	{0x1000, 0x109f, "Mymr"},
	{0x1780, 0x17ff, "Khmr"},
	{0x1800, 0x18af, "Mong"},
	{0x1980, 0x19df, "Talu"},
	{0x19e0, 0x19ff, "Khmr"},
	{0x1a20, 0x1aaf, "Lana"},
	{0xa840, 0xa87f, "Phag"},
	{0xa8e0, 0xa8ff, "Deva"},
	{0xaa60, 0xaa7f, "Mymr"},
	{0xfb1d, 0xfb4f, "Hebr"},
	{0xfb50, 0xfdff, "Arab"},
	{0xfe70, 0xfefc, "Arab"},
}

// unshaped are further scripts whose letters join or change places. They are
// not set at all, rather than wrongly.
var unshaped = []*unicode.RangeTable{
	unicode.Balinese, unicode.Batak, unicode.Brahmi, unicode.Buginese, unicode.Buhid, unicode.Chakma, unicode.Cham, unicode.Grantha,
	unicode.Hanunoo, unicode.Javanese, unicode.Kaithi, unicode.Kayah_Li, unicode.Kharoshthi, unicode.Khojki, unicode.Khudawadi,
	unicode.Lepcha, unicode.Limbu, unicode.Mandaic, unicode.Manichaean, unicode.Meetei_Mayek, unicode.Modi, unicode.New_Tai_Lue,
	unicode.Newa, unicode.Psalter_Pahlavi, unicode.Rejang, unicode.Samaritan, unicode.Saurashtra, unicode.Sharada, unicode.Siddham,
	unicode.Sogdian, unicode.Sundanese, unicode.Syloti_Nagri, unicode.Tagalog, unicode.Tagbanwa, unicode.Tai_Le, unicode.Tai_Viet,
	unicode.Takri, unicode.Tirhuta, unicode.Zanabazar_Square, unicode.Adlam, unicode.Hanifi_Rohingya, unicode.Old_Uyghur,
}

// shapedScript is the ISO 15924 code of the shaped script of a character, "" for
// all others.
func shapedScript(r rune) string {
	i := sort.Search(len(shapedScripts), func(i int) bool { return shapedScripts[i].first > r })
	if i > 0 && r <= shapedScripts[i-1].last {
		return shapedScripts[i-1].script
	}
	return ""
}

const (
	zwnj = '\u200c' // keeps letters from joining
	zwj  = '\u200d' // makes them join
)

// invisible tells whether a character has no picture of its own: it says how
// its neighbours are set, or which way the text runs.
func invisible(r rune) bool {
	switch {
	case r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x2069, r == 0x061c, r == 0x034f, r == 0xfeff,
		r >= 0x180b && r <= 0x180f:
		return true
	}
	return false
}

// joiner tells whether a character goes with the letters of a shaped script
// that stand before it.
func joiner(c *cluster) bool {
	return c.r == zwnj || c.r == zwj || c.class == cjk.Combining || c.r == '\u202f' || c.r == '\u25cc'
}
