package fonts

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// About is what a face says of itself (字体说明). A field is empty where the
// file has nothing to say.
type About struct {
	Name      string // PostScript name
	Family    string
	Style     string
	Version   string
	Copyright string
	Licence   string
}

// About reads the names of the face.
func (f *Face) About() About {
	// A family of more than four styles is told by its typographic names; the
	// older pair calls each weight a family of its own.
	first := func(ids ...sfnt.NameID) (name string) {
		for _, id := range ids {
			err := f.ask(func(buf *sfnt.Buffer) (err error) {
				name, err = f.sf.Name(buf, id)
				return err
			})
			if err == nil && name != "" {
				return name
			}
		}
		return ""
	}
	return About{
		Name:      f.name,
		Family:    first(sfnt.NameIDTypographicFamily, sfnt.NameIDFamily),
		Style:     first(sfnt.NameIDTypographicSubfamily, sfnt.NameIDSubfamily),
		Version:   strings.TrimPrefix(first(sfnt.NameIDVersion), "Version "),
		Copyright: first(sfnt.NameIDCopyright),
		Licence:   first(sfnt.NameIDLicense),
	}
}

// Share is how much of a list of characters a face has.
type Share struct{ Have, Of int }

// Whole tells whether nothing is missing.
func (s Share) Whole() bool { return s.Have == s.Of }

// Coverage tells which characters a face has (收字), counted.
type Coverage struct {
	Characters int   // all, private use not counted
	Level1     Share // GB 2312 level 1 (一级汉字), 3755 characters
	Level2     Share // GB 2312 level 2 (二级汉字), 3008 characters
	Unified    Share // the first block of CJK Unified Ideographs, U+4E00 to U+9FFF
}

// Coverage counts. It asks for every character there may be and takes some
// milliseconds.
func (f *Face) Coverage() Coverage {
	var c Coverage
	count := func(s *Share, r rune) {
		s.Of++
		if f.Has(r) {
			s.Have++
		}
	}
	// Characters are assigned in planes 0 to 3; plane 14 holds only marks
	// without a form.
	const end = 0x40000
	for r := rune(0); r < end; r++ {
		if f.Has(r) && !unicode.Is(unicode.Co, r) {
			c.Characters++
		}
	}
	one, two := gb2312()
	for _, r := range one {
		count(&c.Level1, r)
	}
	for _, r := range two {
		count(&c.Level2, r)
	}
	for r := rune(0x4E00); r <= 0x9FFF; r++ {
		count(&c.Unified, r)
	}
	return c
}

// gb2312 lists the Chinese characters of GB/T 2312: rows 16 to 55 are level 1,
// rows 56 to 87 level 2, each of 94 places, of which row 55 leaves the last
// five empty.
var gb2312 = sync.OnceValues(func() (one, two []rune) {
	const firstRow, lastOfOne, lastRow, places = 16, 55, 87, 94
	for row := firstRow; row <= lastRow; row++ {
		for place := 1; place <= places; place++ {
			// GBK has GB/T 2312 at the same codes, with the high bits set.
			s, err := simplifiedchinese.GBK.NewDecoder().String(string([]byte{byte(0xA0 + row), byte(0xA0 + place)}))
			r := []rune(s)
			if err != nil || len(r) != 1 || !unicode.Is(unicode.Han, r[0]) {
				continue
			}
			if row <= lastOfOne {
				one = append(one, r[0])
			} else {
				two = append(two, r[0])
			}
		}
	}
	return one, two
})
