package pdf_test

import (
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"duikai/render/pdf/pdftest"
)

// document is what gopdf writes, taken apart: just enough of a PDF reader to
// see where every glyph of an uncompressed page lands.
type document struct {
	t       testing.TB
	bytes   string
	objects []string // by number; 0 is unused
	pages   []int    // their numbers in page order
	fonts   map[string]font
}

func parse(t testing.TB, b []byte) *document {
	t.Helper()
	d := &document{t: t, bytes: string(b), fonts: make(map[string]font)}
	tail := d.bytes[strings.LastIndex(d.bytes, "startxref\n")+len("startxref\n"):]
	at := atoi(t, strings.SplitN(tail, "\n", 2)[0])
	lines := strings.Split(d.bytes[at:], "\n")
	if lines[0] != "xref" {
		t.Fatalf("startxref points at %q", lines[0])
	}
	n := atoi(t, strings.Fields(lines[1])[1])
	d.objects = make([]string, n)
	for i := 1; i < n; i++ {
		offset := atoi(t, strings.Fields(lines[2+i])[0])
		head := fmt.Sprintf("%d 0 obj\n", i)
		if !strings.HasPrefix(d.bytes[offset:], head) {
			t.Fatalf("object %d does not begin where xref says", i)
		}
		// Up to the next object or the xref: streams may hold any bytes.
		end := at
		if i+1 < n {
			end = atoi(t, strings.Fields(lines[3+i])[0])
		}
		d.objects[i] = strings.TrimSuffix(d.bytes[offset+len(head):end], "\nendobj\n")
	}
	for _, kid := range strings.Split(d.value(d.ref(1, "/Pages"), `/Kids\[(.*?)\]`), " 0 R") {
		if kid = strings.TrimSpace(kid); kid != "" {
			d.pages = append(d.pages, atoi(t, kid))
		}
	}
	return d
}

func atoi(t testing.TB, s string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func atof(t testing.TB, s string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// value is the first group of a pattern in an object.
func (d *document) value(object int, pattern string) string {
	d.t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(d.objects[object])
	if m == nil {
		d.t.Fatalf("object %d has no %s:\n%.300s", object, pattern, d.objects[object])
	}
	return m[1]
}

func (d *document) ref(object int, key string) int {
	d.t.Helper()
	return atoi(d.t, d.value(object, key+` ?\[?\s*(\d+) 0 R`))
}

// font is a font of the document: its name, the recorded widths, what the
// glyphs stand for, and the font file.
type font struct {
	name   string
	widths map[int]int
	text   map[int]rune   // of a ligature, the first
	whole  map[int]string // all of what a glyph stands for
	file   []byte
}

func (d *document) font(resource string) font {
	d.t.Helper()
	if f, ok := d.fonts[resource]; ok {
		return f
	}
	object := d.ref(d.ref(d.pages[0], "/Resources"), "/"+resource)
	f := font{name: d.value(object, `/BaseFont/([^\s/]+)`), widths: make(map[int]int)}
	cid := d.ref(object, "/DescendantFonts")
	usual := atoi(d.t, d.value(cid, `/DW (\d+)`))
	for _, m := range regexp.MustCompile(`(\d+)\[([\d ]+)\]`).FindAllStringSubmatch(d.value(cid, `/W\[(.*?)\]?\](?:/|>)`)+"]", -1) {
		for i, w := range strings.Fields(m[2]) {
			f.widths[atoi(d.t, m[1])+i] = atoi(d.t, w)
		}
	}
	var err error
	if f.whole, err = pdftest.ReadMap(d.stream(d.ref(object, "/ToUnicode"))); err != nil {
		d.t.Fatal(err)
	}
	f.text = make(map[int]rune)
	for id, s := range f.whole {
		f.text[id], _ = utf8.DecodeRuneInString(s)
		if _, ok := f.widths[id]; !ok {
			f.widths[id] = usual
		}
	}
	f.file = d.stream(d.ref(d.ref(cid, "/FontDescriptor"), "/FontFile2"))
	d.fonts[resource] = f
	return f
}

// stream is the data of a stream object, which must be as long as it says.
func (d *document) stream(object int) []byte {
	d.t.Helper()
	_, s, ok := strings.Cut(d.objects[object], "stream\n")
	n := atoi(d.t, d.value(object, `/Length (\d+)`))
	if !ok || s[n:] != "\nendstream" {
		d.t.Fatalf("object %d is no stream of %d bytes", object, n)
	}
	if !strings.Contains(d.objects[object], "/FlateDecode") {
		return []byte(s[:n])
	}
	r, err := zlib.NewReader(strings.NewReader(s[:n]))
	if err != nil {
		d.t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		d.t.Fatal(err)
	}
	return data
}

// content is the stream of a page.
func (d *document) content(page int) string {
	d.t.Helper()
	s := d.objects[d.ref(d.pages[page], "/Contents")]
	_, s, ok := strings.Cut(s, "stream\n")
	if !ok {
		d.t.Fatal("no content stream")
	}
	return strings.TrimSuffix(s, "\nendstream")
}

// textObject is one BT..ET, its glyphs placed in points from the sheet's lower
// left corner.
type textObject struct {
	font   font
	size   float64
	colour string
	glyphs []placed
}

type placed struct {
	r    rune   // of the text; of a ligature the first
	all  string // what it stands for
	x, y float64
}

var tjToken = regexp.MustCompile(`<([0-9A-F]*)>|(-?\d+)`)

// texts reads the text objects of a page, refusing operators it does not know.
func (d *document) texts(page int) []textObject {
	d.t.Helper()
	var list []textObject
	var o textObject
	var x, y, spacing float64
	inside := false
	for line := range strings.Lines(d.content(page)) {
		line = strings.TrimSuffix(line, "\n")
		f := strings.Fields(line)
		switch {
		case line == "BT":
			o, inside = textObject{}, true
		case line == "ET":
			list, inside = append(list, o), false
		case !inside:
		case f[len(f)-1] == "TD":
			x, y = atof(d.t, f[0]), atof(d.t, f[1])
		case f[len(f)-1] == "Tc" && f[2] == "Tf":
			o.font, o.size, spacing = d.font(f[0][1:]), atof(d.t, f[1]), atof(d.t, f[3])
		case f[len(f)-1] == "k":
			o.colour = line
		case strings.HasSuffix(line, "] TJ"):
			for _, m := range tjToken.FindAllStringSubmatch(line, -1) {
				if m[2] != "" {
					x -= atof(d.t, m[2]) / 1000 * o.size
					continue
				}
				for hex := m[1]; hex != ""; hex = hex[4:] {
					id, err := strconv.ParseInt(hex[:4], 16, 32)
					if err != nil {
						d.t.Fatal(err)
					}
					if _, ok := o.font.widths[int(id)]; !ok {
						d.t.Fatalf("glyph %d has no width in %s", id, o.font.name)
					}
					if _, ok := o.font.text[int(id)]; !ok {
						d.t.Fatalf("glyph %d stands for nothing in %s", id, o.font.name)
					}
					o.glyphs = append(o.glyphs, placed{o.font.text[int(id)], o.font.whole[int(id)], x, y})
					x += float64(o.font.widths[int(id)])/1000*o.size + spacing
				}
			}
		default:
			d.t.Fatalf("unknown line in a text object: %q", line)
		}
	}
	return list
}

// kinds tells each object by its type, or by what its stream is.
func (d *document) kinds() []string {
	var list []string
	typ := regexp.MustCompile(`/Type/(\w+)`)
	for _, o := range d.objects[1:] {
		switch m := typ.FindStringSubmatch(o); {
		case strings.Contains(o, "/Creator"):
			list = append(list, "information")
		case strings.Contains(o, "/Length1 "):
			list = append(list, "font file")
		case strings.Contains(o, "<</Filter/FlateDecode/Length"):
			list = append(list, "ToUnicode")
		case m != nil:
			list = append(list, m[1])
		case strings.Contains(o, "/ExtGState"):
			list = append(list, "resources")
		case strings.Contains(o, "stream\n"):
			list = append(list, "content")
		default:
			list = append(list, "?")
		}
	}
	return list
}
