package intake

import (
	"bytes"
	"sort"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode/utf32"

	xunicode "golang.org/x/text/encoding/unicode"

	"duikai/layout/diag"
)

// Decoded is a text file in UTF-8 that still knows its bytes.
type Decoded struct {
	Text     string // lines end in \n; no byte order mark
	Encoding string
	file     string
	marks    []mark           // where each line begins, and places inside long ones
	length   func(string) int // bytes of the source that a stretch of Text was
	fixed    *Place           // where all of it stands; nil: marks tell
}

// Quoted is a text that stood inside another, such as a cell of a table, written
// in that one's way: all of it has one place.
func Quoted(text string, at Place) *Decoded {
	return &Decoded{Text: text, Encoding: "utf-8", fixed: &at}
}

// mark pairs a place in the text with one in the source, on a line from 1.
type mark struct{ text, source, line int }

// stride is how far apart the marks of a long line stand: what lies between is
// counted again for every place.
const stride = 512

// Place is the stretch [from, to) of the text as it lies in the source.
func (d *Decoded) Place(from, to int) Place {
	if d.fixed != nil {
		return *d.fixed
	}
	return Place{File: d.file, From: d.source(from), To: d.source(to), Line: d.mark(from).line}
}

// mark is the last one up to a place in the text.
func (d *Decoded) mark(at int) mark {
	return d.marks[sort.Search(len(d.marks), func(i int) bool { return d.marks[i].text > at })-1]
}

func (d *Decoded) source(at int) int {
	m := d.mark(at)
	return m.source + d.length(d.Text[m.text:at])
}

// pace puts marks into the line that begins at the last mark and ends before
// end of text; it gives the bytes of the source up to there.
func (d *Decoded) pace(text string, end int) int {
	m := d.marks[len(d.marks)-1]
	for end-m.text > stride {
		next := m.text + stride
		for !utf8.RuneStart(text[next]) {
			next--
		}
		m = mark{next, m.source + d.length(text[m.text:next]), m.line}
		d.marks = append(d.marks, m)
	}
	return m.source + d.length(text[m.text:end])
}

// Run is a stretch of the text as a run.
func (d *Decoded) Run(from, to int) Run { return Run{Text: d.Text[from:to], At: d.Place(from, to)} }

// charset is an encoding that texts of archives are in.
type charset struct {
	name   string
	enc    encoding.Encoding
	length func(string) int
}

func charsets() []charset {
	double := func(s string) int {
		n := 0
		for _, r := range s {
			n += 1 + min(1, int(r)/utf8.RuneSelf)
		}
		return n
	}
	return []charset{
		{"gb18030", simplifiedchinese.GB18030, encodedLength(simplifiedchinese.GB18030)},
		{"big5", traditionalchinese.Big5, double},
		{"euc-kr", korean.EUCKR, double},
	}
}

// encodedLength counts the bytes of a text in an encoding.
func encodedLength(e encoding.Encoding) func(string) int {
	return func(s string) int {
		b, err := encoding.ReplaceUnsupported(e.NewEncoder()).String(s)
		if err != nil {
			return len(s)
		}
		return len(b)
	}
}

func wideLength(s string) int { return 2 * len(utf16.Encode([]rune(s))) }

// Decode turns the bytes of a file into text. hint is the encoding that the file
// names for itself, if any: it is believed where it is right. Bytes that mean
// nothing become U+FFFD, and a text that was decoded wrongly once before is
// mended where that is sure; both are told.
func (s *Source) Decode(file string, data []byte, hint string) (*Decoded, []Finding) {
	d := &Decoded{file: s.Prefix + file, length: func(s string) int { return len(s) }}
	skip := 0
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		for bytes.HasPrefix(data[skip:], []byte("\xef\xbb\xbf")) {
			skip += 3
		}
		d.Encoding, d.Text = "utf-8", string(data[skip:])
	case bytes.HasPrefix(data, []byte("\xff\xfe\x00\x00")):
		d.decodeWith("utf-32le", utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), data, func(s string) int { return 4 * utf8.RuneCountInString(s) })
		skip = 4
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		d.decodeWith("utf-16le", xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM), data, wideLength)
		skip = 2
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		d.decodeWith("utf-16be", xunicode.UTF16(xunicode.BigEndian, xunicode.UseBOM), data, wideLength)
		skip = 2
	default:
		d.guess(data, hint)
	}
	var found []Finding
	broken := !utf8.ValidString(d.Text)
	if broken {
		d.Text = strings.ToValidUTF8(d.Text, "\ufffd")
	}
	d.index(data, skip)
	if d.Encoding == "utf-8" && !broken {
		if f := d.unmangle(); f != nil {
			found = append(found, *f)
		}
	}
	return d, found
}

func (d *Decoded) decodeWith(name string, e encoding.Encoding, data []byte, length func(string) int) {
	text, err := e.NewDecoder().Bytes(data)
	if err != nil {
		text = bytes.ToValidUTF8(data, []byte("\ufffd"))
	}
	d.Encoding, d.Text, d.length = name, string(text), length
}

// mostlyUTF8 is how many of a hundred characters beyond ASCII must be whole for
// a file to be UTF-8 with faults.
const mostlyUTF8 = 95

func (d *Decoded) guess(data []byte, hint string) {
	whole, broken := 0, 0
	for rest := data; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && n == 1:
			broken++
		case n > 1:
			whole++
		}
		rest = rest[n:]
	}
	if broken == 0 || whole*100 >= (whole+broken)*mostlyUTF8 {
		d.Encoding, d.Text = "utf-8", string(data)
		return
	}
	best, most := charsets()[0], -1<<31
	for i, c := range charsets() {
		text, err := c.enc.NewDecoder().Bytes(data[:min(len(data), sampled)])
		if err != nil {
			continue
		}
		score := plausible(string(text))
		switch {
		case hinted(hint, c.enc) && !bytes.ContainsRune(text, utf8.RuneError):
			score += len(text)/4 + 20 // the file says so, and it fits
		case i == 0:
			score += len(text)/100 + 1 // the likelier where nothing speaks against it
		}
		if score > most {
			best, most = c, score
		}
	}
	d.decodeWith(best.name, best.enc, data, best.length)
}

// sampled is how many bytes are decoded to find out an encoding.
const sampled = 64 << 10

func hinted(hint string, e encoding.Encoding) bool {
	named, err := htmlindex.Get(strings.TrimSpace(hint))
	if err != nil {
		return false
	}
	return named == e || e == simplifiedchinese.GB18030 && (named == simplifiedchinese.GBK || named == simplifiedchinese.HZGB2312)
}

// common are characters that make up a fifth of any Chinese text, simplified or
// traditional.
const common = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思術這個們時來對會說為國過後經動學發關長見間問題東車門開無書報電萬歲實對點樣體機條氣産現種將還從與應當處進運達選連區場團圖"

// plausible scores a decoding: characters that texts are made of against those
// that they are not.
func plausible(text string) int {
	score := 0
	for _, r := range text {
		switch {
		case r == utf8.RuneError || unicode.Is(unicode.Co, r):
			score -= 20
		case r < utf8.RuneSelf:
		case strings.ContainsRune(common, r), strings.ContainsRune("，。、：“”（）", r):
			score += 3
		case unicode.Is(unicode.Hangul, r):
			score++
		case r >= 0x4e00 && r <= 0x9fff, r == '\u3000':
		default:
			score--
		}
	}
	return score
}

// index makes line ends \n and finds where the lines lie in the source.
func (d *Decoded) index(data []byte, skip int) {
	text := d.Text
	d.marks = []mark{{0, skip, 1}}
	if strings.Contains(text, "\r") {
		d.Text = lineEnds.Replace(text)
	}
	line, cut := 1, 0 // cut: the bytes that line ends have lost so far
	for at := 0; ; {
		i := strings.IndexAny(text[at:], "\r\n")
		if i < 0 {
			d.pace(d.Text, len(d.Text))
			return
		}
		stop, end := at+i, at+i+1
		if text[stop] == '\r' && end < len(text) && text[end] == '\n' {
			end++
		}
		source := d.pace(d.Text, stop-cut) + d.length(text[stop:end])
		cut += end - stop - 1
		line++
		d.marks = append(d.marks, mark{end - cut, min(source, len(data)), line})
		at = end
	}
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// unmangle mends a text in UTF-8 that was read as another encoding before it
// was saved: 中国 as ÖÐ¹ú (GBK read as Latin-1) or ä¸­å›½ (UTF-8 read as
// Windows-1252). It is sure where the whole text turns back and Chinese comes
// out.
func (d *Decoded) unmangle() *Finding {
	high, latin := 0, 0
	for _, r := range d.Text {
		if r >= utf8.RuneSelf {
			high++
			if r <= 0xff || strings.ContainsRune("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ", r) {
				latin++
			}
		}
	}
	const least = 8 // characters: a French word or two in a line is no fault
	if latin < least || latin*100 < high*mostlyUTF8 {
		return nil
	}
	for _, from := range []*charmap.Charmap{charmap.Windows1252, charmap.ISO8859_1} {
		raw, err := from.NewEncoder().Bytes([]byte(d.Text))
		if err != nil {
			continue
		}
		to, name, length := encoding.Encoding(nil), "utf-8", func(s string) int { return len(s) }
		text := string(raw)
		if !utf8.Valid(raw) {
			to, name = simplifiedchinese.GB18030, "gb18030"
			length = encodedLength(to)
			t, err := to.NewDecoder().Bytes(raw)
			if err != nil || bytes.ContainsRune(t, utf8.RuneError) {
				continue
			}
			text = string(t)
		}
		if mostlyHan(text) {
			f := Find(diag.ImportMojibake, Place{File: d.file}, name, from.String()).Because("decoded-twice", 99)
			d.rebuild(text, from, to, length)
			return &f
		}
	}
	return nil
}

// rebuild puts the mended text in place; its characters lie in the source as
// the letters that they were taken for.
func (d *Decoded) rebuild(text string, from *charmap.Charmap, to encoding.Encoding, _ func(string) int) {
	old := d.marks
	d.Text = text
	d.length = func(s string) int {
		b := []byte(s)
		if to != nil {
			if e, err := encoding.ReplaceUnsupported(to.NewEncoder()).Bytes(b); err == nil {
				b = e
			}
		}
		l, err := from.NewDecoder().Bytes(b)
		if err != nil {
			return len(s)
		}
		return len(l)
	}
	d.marks = []mark{{0, old[0].source, 1}}
	k, line := 0, 1
	for i := 0; i < len(text); i++ {
		if text[i] != '\n' {
			continue
		}
		d.pace(text, i)
		for line++; k < len(old) && old[k].line < line; k++ {
		}
		if k < len(old) {
			d.marks = append(d.marks, mark{i + 1, old[k].source, line})
		}
	}
	d.pace(text, len(text))
}

func mostlyHan(text string) bool {
	han, other := 0, 0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Han, r) || strings.ContainsRune("，。、：；“”‘’（）《》—…·　", r):
			han++
		case r >= utf8.RuneSelf:
			other++
		}
	}
	return han > 0 && other*10 <= han
}
