package hyphen

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// finals lists, for every initial of Hanyu Pinyin, the finals that make a
// syllable with it (普通话音节), ü as v; the initial "" stands for syllables
// that begin with a vowel. It is never written to.
var finals = map[string]string{
	"b":  " a o ai ei ao an en ang eng i ie iao ian in ing u ",
	"p":  " a o ai ei ao ou an en ang eng i ie iao ian in ing u ",
	"m":  " a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u ",
	"f":  " a o ei ou an en ang eng u ",
	"d":  " a e ai ei ao ou an en ang eng ong i ia ie iao iu ian ing u uo ui uan un ",
	"t":  " a e ai ei ao ou an ang eng ong i ie iao ian ing u uo ui uan un ",
	"n":  " a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan un v ve ",
	"l":  " a e o ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un v ve ",
	"g":  " a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang ",
	"k":  " a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang ",
	"h":  " a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang ",
	"j":  " i ia ie iao iu ian in iang ing iong u ue uan un ",
	"q":  " i ia ie iao iu ian in iang ing iong u ue uan un ",
	"x":  " i ia ie iao iu ian in iang ing iong u ue uan un ",
	"zh": " a e i ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang ",
	"ch": " a e i ai ao ou an en ang eng ong u ua uo uai ui uan un uang ",
	"sh": " a e i ai ei ao ou an en ang eng u ua uo uai ui uan un uang ",
	"r":  " e i ao ou an en ang eng ong u ua uo ui uan un ",
	"z":  " a e i ai ei ao ou an en ang eng ong u uo ui uan un ",
	"c":  " a e i ai ao ou an en ang eng ong u uo ui uan un ",
	"s":  " a e i ai ao ou an en ang eng ong u uo ui uan un ",
	"y":  " a o e ai ao ou an in ang ing ong i u ue uan un ",
	"w":  " a o ai ei an en ang eng u ",
	"":   " a o e ai ei ao ou an en ang eng er ",
}

// longestSyllable is the letters of zhuang.
const longestSyllable = 6

// syllable tells whether s, in plain small letters, is a syllable of pinyin.
func syllable(s string) bool {
	n := len(s) - len(strings.TrimLeft(s, "bpmfdtnlgkhjqxzcsryw"))
	return n < len(s) && strings.Contains(finals[s[:n]], " "+s[n:]+" ")
}

// Pinyin tells after how many characters of a word in Hanyu Pinyin (汉语拼音)
// a hyphen may stand: between its syllables, with two letters at least on
// either side (GB/T 16159-2012, 移行). Where it can be read in several ways
// (chang-an, chan-gan) only the places that all of them share are taken. ok is
// false where the word is not made of syllables throughout.
func Pinyin(word string) (points []int, ok bool) {
	text := plainPinyin(word)
	n := len(text)
	if n == 0 || n > longest {
		return nil, false
	}
	// from[i]: the ways to read text[:i]; to[i]: those to read text[i:].
	var from, to [longest + 1]uint64
	from[0], to[n] = 1, 1
	for i := range n {
		for j := i + 1; j <= min(i+longestSyllable, n); j++ {
			if from[i] > 0 && syllable(text[i:j]) {
				from[j] += from[i]
			}
		}
	}
	for j := n; j > 0; j-- {
		for i := max(j-longestSyllable, 0); i < j; i++ {
			if to[j] > 0 && syllable(text[i:j]) {
				to[i] += to[j]
			}
		}
	}
	if from[n] == 0 {
		return nil, false
	}
	for i := minBefore; i <= n-minBefore; i++ {
		if from[i]*to[i] == from[n] {
			points = append(points, i)
		}
	}
	return points, true
}

// Toned tells whether a word carries tone marks of pinyin: wǎng, lǜ.
func Toned(word string) bool {
	return strings.ContainsAny(norm.NFD.String(word), "\u0304\u0301\u030c\u0300\u0308")
}

// plainPinyin is a word in small letters without its tone marks, ü as v, a
// byte a character; empty where it holds anything else.
func plainPinyin(word string) string {
	var b strings.Builder
	for i, r := range word {
		if i > 0 && r >= 'A' && r <= 'Z' {
			return "" // a brand
		}
		base := unicode.ToLower(r)
		if r >= 0x80 {
			d := []rune(norm.NFD.String(string(base)))
			base = d[0]
			if base == 'u' && len(d) > 1 && d[1] == '\u0308' {
				base = 'v'
			}
		}
		if base < 'a' || base > 'z' || r == 'v' {
			return ""
		}
		b.WriteByte(byte(base))
	}
	return b.String()
}
