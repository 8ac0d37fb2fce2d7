package artwork_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"duikai/layout/artwork"
	"duikai/layout/geom"
	"duikai/samples/oracle"
	"duikai/samples/steps"
)

// source is a PDF to be written: bodies of objects by number; 1 is the
// catalogue.
type source map[int]string

func streamBody(entries, data string) string {
	return fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", entries, len(data), data)
}

func flate(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

func (s source) with(num int, body string) source {
	s = maps.Clone(s)
	s[num] = body
	return s
}

// classic writes a table as PDF 1.0 has it.
func (s source) classic() []byte { return s.classicWith("") }

func (s source) classicWith(trailer string) []byte {
	b := []byte("%PDF-1.4\n%\xff\xff\n")
	nums := slices.Sorted(maps.Keys(s))
	last := nums[len(nums)-1]
	offsets := map[int]int{}
	for _, n := range nums {
		offsets[n] = len(b)
		b = fmt.Appendf(b, "%d 0 obj\n%s\nendobj\n", n, s[n])
	}
	xref := len(b)
	b = fmt.Appendf(b, "xref\n0 %d\n0000000000 65535 f \n", last+1)
	for n := 1; n <= last; n++ {
		if at, ok := offsets[n]; ok {
			b = fmt.Appendf(b, "%010d 00000 n \n", at)
		} else {
			b = append(b, "0000000000 00000 f \n"...)
		}
	}
	return fmt.Appendf(b, "trailer\n<</Root 1 0 R /Size %d %s>>\nstartxref\n%d\n%%%%EOF\n", last+1, trailer, xref)
}

// packed writes a cross-reference stream with a predictor, and everything that
// is no stream into an object stream.
func (s source) packed() []byte {
	b := []byte("%PDF-1.5\n")
	nums := slices.Sorted(maps.Keys(s))
	pack := nums[len(nums)-1] + 1
	rows := map[int][4]int{} // kind, offset or stream, generation or index
	var heads, bodies string
	count := 0
	for _, n := range nums {
		if strings.Contains(s[n], "stream\n") {
			rows[n] = [4]int{1, len(b), 0}
			b = fmt.Appendf(b, "%d 0 obj\n%s\nendobj\n", n, s[n])
			continue
		}
		rows[n] = [4]int{2, pack, count}
		heads += fmt.Sprintf("%d %d ", n, len(bodies))
		bodies += s[n] + "\n"
		count++
	}
	rows[pack] = [4]int{1, len(b), 0}
	b = fmt.Appendf(b, "%d 0 obj\n%s\nendobj\n", pack, streamBody(fmt.Sprintf("/Type /ObjStm /N %d /First %d /Filter /FlateDecode", count, len(heads)), flate(heads+bodies)))
	xref := len(b)
	rows[pack+1] = [4]int{1, xref, 0}
	var table string
	above := make([]byte, 6)
	for n := 0; n <= pack+1; n++ {
		r := rows[n]
		line := binary.BigEndian.AppendUint32([]byte{byte(r[0])}, uint32(r[1]))
		line = append(line, byte(r[2]))
		row := []byte{2} // up
		for i := range line {
			row = append(row, line[i]-above[i])
		}
		above = line
		table += string(row)
	}
	return fmt.Appendf(b, "%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n", pack+1,
		streamBody(fmt.Sprintf("/Type /XRef /Root 1 0 R /Size %d /W [1 4 1] /Filter /FlateDecode /DecodeParms <</Predictor 12 /Columns 6>>", pack+2), flate(table)), xref)
}

const figure = "q 0.9 0.1 0.1 rg 110 205 40 90 re f Q\n/Pattern cs /P1 scn 160 210 130 80 re f\n0 0 0.8 rg 200 300 m 290 395 l 290 300 l f\nBT /F1 30 Tf 112 350 Td (Ag) Tj ET"

// onePage is a page with a figure that has no symmetry, two kinds of filling,
// and a box that does not begin at 0 0.
func onePage(page, content string) source {
	return source{
		1: "<</Type /Catalog /Pages 2 0 R>>",
		2: "<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [100 200 300 400] /Resources 5 0 R>>",
		3: "<</Type /Page /Parent 2 0 R /Contents 4 0 R " + page + ">>",
		4: streamBody("", content),
		5: "<</Font <</F1 6 0 R>> /Pattern <</P1 7 0 R>> /ProcSet [/PDF /Text]>>",
		6: "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold>>",
		7: streamBody("/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 20 20] /XStep 20 /YStep 20 /Matrix [1 0.2 0 1 3 5] /Resources <<>>",
			"0 0.6 0.2 rg 0 0 12 6 re f 0.9 0.7 0 rg 10 12 8 8 re f"),
	}
}

func pt(w, h float64) geom.Size {
	return geom.Size{W: geom.FromPoints(w), H: geom.FromPoints(h)}
}

func TestProbePDF(t *testing.T) {
	plain := onePage("", figure)
	tree := source{
		1: "<</Type /Catalog /Pages 2 0 R>>",
		2: "<</Type /Pages /Kids [3 0 R 4 0 R 9 0 R] /Count 99 /MediaBox 8 0 R /Rotate 90>>",
		3: "<</Type /Pages /Kids [5 0 R 6 0 R] /CropBox [10 10 110 60]>>",
		4: "<</Type /Page /MediaBox [0 0 1 1]>>",
		5: "<</Type /Page>>",
		6: "<</Type /Page /Rotate 0>>",
		8: "[0 0 7 0 R 400]",
		7: "300.5",
		9: "<</Type /Pages /Kids []>>",
	}
	cut := plain.classic()
	cut = cut[:bytes.Index(cut, []byte("xref\n0"))]
	shifted := bytes.Replace(plain.classic(), []byte("%\xff\xff\n"), []byte("%\xff\xff a line put in\n"), 1)
	packed := plain.packed()
	cutPacked := packed[:bytes.LastIndex(packed, []byte("startxref"))]
	// A second version of the page below the first document.
	updated := plain.classic()
	prev := regexp.MustCompile(`startxref\n(\d+)`).FindSubmatch(updated)[1]
	at := len(updated)
	updated = append(updated, "3 0 obj\n<</Type /Page /Parent 2 0 R /TrimBox [110 210 170 250]>>\nendobj\n"...)
	next := len(updated)
	updated = fmt.Appendf(updated, "xref\n3 1\n%010d 00000 n \ntrailer\n<</Root 1 0 R /Prev %s>>\nstartxref\n%d\n%%%%EOF", at, prev, next)
	loop := bytes.ReplaceAll(plain.classicWith("/Prev 0000"), []byte("/Prev 0000"), fmt.Appendf(nil, "/Prev %s", regexp.MustCompile(`startxref\n(\d+)`).FindSubmatch(plain.classicWith("/Prev 0000"))[1]))

	tests := []struct {
		name  string
		file  []byte
		pages int
		trim  geom.Size
	}{
		{"classic", plain.classic(), 1, pt(200, 200)},
		{"cross-reference stream", plain.packed(), 1, pt(200, 200)},
		{"behind a mail header", append([]byte("From: x\n\n"), plain.classic()...), 1, pt(200, 200)},
		{"no table", cut, 1, pt(200, 200)},
		{"offsets wrong", shifted, 1, pt(200, 200)},
		{"no cross-reference stream", cutPacked, 1, pt(200, 200)},
		{"saved again", updated, 1, pt(60, 40)},
		{"a chain of tables in a circle", loop, 1, pt(200, 200)},
		{"trim", onePage("/CropBox [0 0 290 390] /TrimBox [120 220 280.5 390]", "").classic(), 1, pt(160.5, 170)},
		{"crop", onePage("/CropBox [0 0 290 390]", "").classic(), 1, pt(190, 190)},
		{"trim without area", onePage("/TrimBox [120 220 120 390]", "").classic(), 1, pt(200, 200)},
		{"trim outside", onePage("/TrimBox [0 0 50 50]", "").classic(), 1, pt(200, 200)},
		{"corners the other way", onePage("/TrimBox [280 390 120 220]", "").classic(), 1, pt(160, 170)},
		{"turned", onePage("/TrimBox [120 220 280 390] /Rotate 90", "").classic(), 1, pt(170, 160)},
		{"turned back", onePage("/TrimBox [120 220 280 390] /Rotate -90", "").classic(), 1, pt(170, 160)},
		{"turned askew", onePage("/TrimBox [120 220 280 390] /Rotate 45", "").classic(), 1, pt(160, 170)},
		{"upside down", onePage("/TrimBox [120 220 280 390] /Rotate 540", "").classic(), 1, pt(160, 170)},
		{"user unit", onePage("/UserUnit 2.5", "").classic(), 1, pt(500, 500)},
		{"tree", tree.classic(), 3, pt(50, 100)},
		{"tree in a stream", tree.packed(), 3, pt(50, 100)},
		{"a tree that bites its tail", tree.with(9, "<</Type /Pages /Kids [2 0 R 9 0 R 3 0 R]>>").classic(), 3, pt(50, 100)},
		{"names in figures", onePage("/Tri#6dBox [110 210 170 250]", "").classic(), 1, pt(60, 40)},
		{"comments", onePage("% a > remark ]\n/TrimBox % here\r[110 210%\n170 250]", "").classic(), 1, pt(60, 40)},
	}
	for _, tt := range tests {
		got, err := probe(tt.file)
		if want := (artwork.Info{Format: artwork.PDF, Pages: tt.pages, Trim: tt.trim}); err != nil || got != want {
			t.Errorf("%s: %+v, %v, want %+v", tt.name, got, err, want)
		}
	}
}

func TestProbePage(t *testing.T) {
	s := onePage("", "")
	s[2] = strings.Replace(s[2], "[3 0 R]", "[3 0 R 8 0 R]", 1)
	s[8] = "<</Type /Page /TrimBox [110 210 170 250]>>"
	for _, tt := range []struct {
		page int
		trim geom.Size
		want error
	}{{1, pt(200, 200), nil}, {2, pt(60, 40), nil}, {3, geom.Size{}, artwork.ErrNoPage}, {0, geom.Size{}, artwork.ErrNoPage}} {
		b := s.classic()
		in, err := artwork.ProbePage(bytes.NewReader(b), int64(len(b)), tt.page)
		if !errors.Is(err, tt.want) || in.Trim != tt.trim {
			t.Errorf("page %d: %+v, %v", tt.page, in, err)
		}
	}
	b := pngFile(30, 20, "\x08\x02\x00\x00\x00", chunk("IDAT", ""))
	if in, err := artwork.ProbePage(bytes.NewReader(b), int64(len(b)), 2); !errors.Is(err, artwork.ErrNoPage) || in != (artwork.Info{}) {
		t.Errorf("%+v, %v", in, err)
	}
}

// TestEveryByteDamaged changes each byte of small files in turn, cuts them off
// there and leaves the byte out: no panic, and nothing but faults.
func TestEveryByteDamaged(t *testing.T) {
	s := onePage("/TrimBox [110 210 290 390] /Group <</S /Transparency>>", "q Q")
	s[6] = streamBody("/Type /XObject /Filter /ASCIIHexDecode", "00>")
	check := func(b []byte) {
		for _, f := range []func() error{
			func() error { _, err := probe(b); return err },
			func() error { _, err := document(b, 1); return err },
		} {
			var fault *artwork.Fault
			if err := f(); err != nil && !errors.As(err, &fault) {
				t.Fatalf("%v is no fault", err)
			}
		}
	}
	for _, b := range [][]byte{s.classic(), s.packed(), hybrid(), jpegFile(segment(0xee, adobe), sof(0xc0, 8, 30, 20, 0x11, 0x11, 0x11, 0x11))} {
		for i := range b {
			d := bytes.Clone(b)
			d[i] = []byte{0, ' ', '9', '<', '(', '[', b[i] + 1, 0xff}[i%8]
			check(d)
			check(b[:i])
			check(slices.Concat(b[:i], b[i+1:]))
		}
	}
}

// hybrid hides an object from the table and names it in the stream beside.
// Its object stream and its cross-reference stream are not compressed.
func hybrid() []byte {
	s := onePage("", figure)
	delete(s, 3)
	b := s.classicWith("/XRefStm 0000000")
	head := b[:bytes.Index(b, []byte("xref\n0"))]
	rest := bytes.Clone(b[len(head):])
	page := fmt.Sprintf("10 0 obj\n%s\nendobj\n", streamBody("/Type /ObjStm /N 1 /First 4", "3 0 <</Type /Page /Parent 2 0 R /TrimBox [110 210 170 250]>>"))
	at10, at11 := len(head), len(head)+len(page)
	row := func(kind byte, at int, index byte) string {
		return string(append(binary.BigEndian.AppendUint32([]byte{kind}, uint32(at)), index))
	}
	xref := fmt.Sprintf("11 0 obj\n%s\nendobj\n", streamBody("/Type /XRef /Size 12 /W [1 4 1] /Index [3 1 10 2]", row(2, 10, 0)+row(1, at10, 0)+row(1, at11, 0)))
	rest = bytes.Replace(rest, []byte("0000000>>"), fmt.Appendf(nil, "%07d>>", at11), 1)
	rest = regexp.MustCompile(`startxref\n\d+`).ReplaceAll(rest, fmt.Appendf(nil, "startxref\n%d", at11+len(xref)))
	return slices.Concat(head, []byte(page), []byte(xref), rest)
}

func TestHybrid(t *testing.T) {
	got, err := probe(hybrid())
	if err != nil || got.Trim != pt(60, 40) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestProbePDFRefuses(t *testing.T) {
	deep := strings.Repeat("[", 5000) + strings.Repeat("]", 5000)
	bomb := flate(flate(strings.Repeat("0", 200<<20)))
	tests := []struct {
		name string
		file []byte
		want error
	}{
		{"locked", onePage("", "").classicWith("/Encrypt 9 0 R"), artwork.ErrEncrypted},
		{"locked, no table", bytes.ReplaceAll(onePage("", "").classicWith("/Encrypt <<>>"), []byte("xref\n"), []byte("    \n")), artwork.ErrEncrypted},
		{"header alone", []byte("%PDF-1.4\n"), artwork.ErrBroken},
		{"no pages", source{1: "<</Pages 2 0 R>>", 2: "<</Kids [2 0 R]>>"}.classic(), artwork.ErrBroken},
		{"no box", onePage("", "").with(2, "<</Kids [3 0 R]>>").classic(), artwork.ErrBroken},
		{"a point", onePage("/MediaBox [0 0 0.5 0.5]", "").classic(), artwork.ErrBroken},
		{"a mile", onePage("/MediaBox [0 0 5e 500]", "").classic(), artwork.ErrBroken},
		{"a long way", onePage("/MediaBox [0 0 14400 14400] /UserUnit 1000", "").classic(), artwork.ErrBroken},
		{"deep nesting", onePage("/X "+deep, "").classic(), artwork.ErrBroken},
		{"a chain of references", source{1: "<</Pages 2 0 R>>", 2: "2 0 R"}.classic(), artwork.ErrBroken},
		{"a bomb of tables", fmt.Appendf(nil, "%%PDF-1.5\n1 0 obj\n%s\nendobj\nstartxref\n9\n", streamBody("/Type /XRef /Root 1 0 R /W [1 1 1] /Filter [/FlateDecode /FlateDecode]", bomb)), artwork.ErrTooLarge},
	}
	for _, tt := range tests {
		got, err := probe(tt.file)
		var f *artwork.Fault
		if !errors.Is(err, tt.want) || !errors.As(err, &f) {
			t.Errorf("%s: %+v, %v, want %v", tt.name, got, err, tt.want)
		}
	}
}

// TestWorkIsBounded: the work of reading grows with the length of a file and
// not with its square.
func TestWorkIsBounded(t *testing.T) {
	steps.Linear(t, "TestWorkSteps", 1<<15, "duikai/layout/artwork", "duikai/layout/pdffile")
}

// TestWorkSteps is the work that TestWorkIsBounded counts: files that make a
// careless reader go over the same bytes for ever.
func TestWorkSteps(t *testing.T) {
	size := steps.Size()
	if size == 0 {
		t.Skip("TestWorkIsBounded runs this and counts")
	}
	objects := 100 + size/35
	fill := func(s string) []byte {
		return append([]byte("%PDF-1.4\n"), strings.Repeat(s, size/len(s))...)
	}
	many := onePage("", "")
	for n := 100; n < objects; n++ {
		many[n] = "<</Length 1>>\nstream\n" // every one runs to the end of the file
	}
	var list strings.Builder
	for n := 100; n < objects; n++ {
		fmt.Fprintf(&list, "/X%d %d 0 R", n, n)
	}
	many[5] = "<</XObject <<" + list.String() + ">>>>"
	kids := onePage("", "")
	kids[2] = "<</Kids [" + strings.Repeat("3 0 R ", size/6) + "] /MediaBox [0 0 9 9]>>"
	index := fmt.Appendf(nil, "%%PDF-1.5\n1 0 obj\n%s\nendobj\nstartxref\n9\n", streamBody("/Type /XRef /Root 1 0 R /W [1 0 0] /Index ["+strings.Repeat("1 100000000 ", 1000)+"]", strings.Repeat("\x01", size)))
	for name, b := range map[string][]byte{
		"open strings":     fill("1 0 obj(/Catalog "),
		"open dictionary":  fill("1 0 obj<</Catalog "),
		"open hex":         fill("1 0 obj< /XRef "),
		"comments":         fill("1 0 obj%/XRef "),
		"trailers":         fill("trailer<<"),
		"trailer strings":  fill("trailer("),
		"white":            fill(" "),
		"object streams":   fill("1 0 obj<</Type/ObjStm/N 9/First 9>>stream\n"),
		"words":            fill("obj"),
		"numbers":          fill("1 0 "),
		"no end of stream": many.classic(),
		"the same page":    kids.classic(),
		"long index":       index,
	} {
		_, err := probe(b)
		_, err2 := artwork.ExtractPage(b, 1)
		t.Logf("%s: %v, %v", name, err, err2)
	}
}

// opened is an extracted page taken apart.
type opened struct {
	t       *testing.T
	file    string
	objects map[int]string
}

func open(t *testing.T, b []byte) opened {
	t.Helper()
	o := opened{t, string(b), map[int]string{}}
	at, err := strconv.Atoi(regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindStringSubmatch(o.file)[1])
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(o.file[at:], "\n")
	n, err := strconv.Atoi(strings.TrimPrefix(lines[1], "0 "))
	if err != nil || lines[0] != "xref" {
		t.Fatalf("%q", lines[:2])
	}
	end := at
	for i := n - 1; i > 0; i-- {
		from, err := strconv.Atoi(lines[2+i][:10])
		if err != nil || len(lines[2+i]) != 19 {
			t.Fatalf("%q", lines[2+i])
		}
		head := fmt.Sprintf("%d 0 obj\n", i)
		if !strings.HasPrefix(o.file[from:], head) {
			t.Fatalf("object %d is not at %d", i, from)
		}
		o.objects[i] = strings.TrimSuffix(o.file[from+len(head):end], "\nendobj\n")
		end = from
	}
	return o
}

// data is the inflated data of an object's stream.
func (o opened) data(num int) string {
	o.t.Helper()
	_, s, ok := strings.Cut(o.objects[num], "\nstream\n")
	if !ok {
		o.t.Fatalf("object %d is no stream", num)
	}
	r, err := zlib.NewReader(strings.NewReader(s))
	if err != nil {
		o.t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		o.t.Fatal(err)
	}
	return string(b)
}

// theForm is the object that holds the content of the page.
const theForm = 5

// document is a page as a document of its own.
func document(b []byte, page int) ([]byte, error) {
	x, err := artwork.ExtractPage(b, page)
	if err != nil {
		return nil, err
	}
	return x.Document(), nil
}

func extract(t *testing.T, b []byte, page int) opened {
	t.Helper()
	out, err := document(b, page)
	if err != nil {
		t.Fatal(err)
	}
	again, err := document(b, page)
	if err != nil || !bytes.Equal(out, again) {
		t.Error("another time it is another document", err)
	}
	return open(t, out)
}

func TestExtractPage(t *testing.T) {
	s := onePage("/TrimBox [110 210 290 390] /Rotate 90 /UserUnit 2 /Annots [20 0 R] /AA <</O 21 0 R>> /Metadata 22 0 R /Group <</S /Transparency /CS /DeviceRGB>>", "")
	s[3] = strings.Replace(s[3], "4 0 R", "[4 0 R 24 0 R 4 0 R]", 1)
	s[4] = streamBody("/Filter /FlateDecode", flate("(a\\)Q) Tj q"))
	s[24] = streamBody("/Filter [/ASCIIHexDecode]", "51 20 510A51 2051>")
	s[20] = "<</Type /Annot /Contents (note)>>"
	s[21] = "<</S /JavaScript /JS (evil)>>"
	s[22] = streamBody("/Type /Metadata", "<x/>")
	s[23] = "(nobody asks for this)"
	o := extract(t, s.classic(), 1)
	for _, word := range []string{"Annot", "evil", "JavaScript", "Metadata", "nobody", "ProcSet", "Rotate", "UserUnit"} {
		if strings.Contains(o.file, word) {
			t.Errorf("%s is still there", word)
		}
	}
	for _, want := range []string{"/MediaBox [0 0 360 360]", "/Contents 4 0 R", "/Type /Page\n"} {
		if !strings.Contains(o.objects[3], want) {
			t.Errorf("the page has no %s:\n%s", want, o.objects[3])
		}
	}
	for _, want := range []string{"/BBox [110 210 290 390]", "/Matrix [0 -2 2 0 -420 580]", "/S /Transparency", "/Font 6 0 R", "/Subtype /Form"} {
		if strings.Contains(want, "Font") {
			want = "/Font <<"
		}
		if !strings.Contains(o.objects[theForm], want) {
			t.Errorf("the form has no %s:\n%.400s", want, o.objects[theForm])
		}
	}
	// Two of Q's are one too many each time, and the last q is open.
	if got, want := o.data(theForm), "(a\\)Q) Tj q\nQ    \n   \n(a\\)Q) Tj q\n\nQ\n"; strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
		t.Errorf("%q", got)
	}
	if len(o.objects) != 7 {
		t.Errorf("%d objects", len(o.objects))
	}
	x, err := artwork.ExtractPage(s.classic(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if form := x.Form(40); x.W != 360 || x.H != 360 || len(form) != 3 || !strings.Contains(form[0], "/F1 41 0 R") {
		t.Errorf("%+v %q", x, form)
	}
	if want := []int{0, 6, 7}; !slices.Equal(x.Sources, want) {
		t.Errorf("from objects %v, want %v", x.Sources, want)
	}
}

// TestExtractStreams looks at streams that are copied: those that an importer
// would misread are compressed once more, the others stay as they are.
func TestExtractStreams(t *testing.T) {
	s := onePage("", "/X Do")
	s[5] = "<</XObject <</A 10 0 R /B 11 0 R /C 12 0 R /D 13 0 R>>>>"
	s[10] = streamBody("/Subtype /Image /Filter /DCTDecode /DecodeParms 14 0 R", "\xff\xd8")
	s[11] = streamBody("/Subtype /Image", "\n\x00\xff raw")
	s[12] = streamBody("/Subtype /Image /Filter [/ASCII85Decode /DCTDecode] /DecodeParms [null <</ColorTransform 15 0 R>>]", " abc~>")
	s[13] = "<</Subtype /Form /Length 16 0 R /Length1 3>>\nstream\r\n\rq Q\nendstream"
	s[14] = "<</ColorTransform 0 /Globals 17 0 R>>"
	s[15] = "1"
	s[16] = "4000"
	s[17] = streamBody("/Filter /FlateDecode", flate("global"))
	o := extract(t, s.classic(), 1)
	all := strings.Join(slices.Collect(maps.Values(o.objects)), "\n")
	for _, want := range []string{
		"/Filter /DCTDecode\n", "/Globals ", "/ColorTransform 0\n", "stream\n\xff\xd8\nendstream",
		"/Filter [/FlateDecode /ASCII85Decode /DCTDecode]", "/DecodeParms [null null <</ColorTransform 1\n>>]", "/Length1 3\n",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%q", want, all)
		}
	}
	if strings.Contains(all, "4000") || len(o.objects) != theForm+5 {
		t.Errorf("%d objects\n%q", len(o.objects), all)
	}
	for n := theForm; n <= len(o.objects); n++ {
		_, data, ok := strings.Cut(o.objects[n], "\nstream\n")
		if ok && strings.ContainsRune(" \n\r\t", rune(data[0])) {
			t.Errorf("object %d begins with white", n)
		}
	}
	found := 0
	for n := range o.objects {
		if strings.Contains(o.objects[n], "/Filter /FlateDecode") {
			if d := o.data(n); d == "\n\x00\xff raw" || d == "\rq Q" {
				found++
			}
		}
	}
	if found != 2 {
		t.Errorf("%d of the two streams without filter", found)
	}
}

// TestExtractPacked: the content of a page stays compressed as it lies in the
// document where nothing of it changes and it is whole.
func TestExtractPacked(t *testing.T) {
	best := func(text string) string { // other bytes than the program's own
		var b bytes.Buffer
		z, _ := zlib.NewWriterLevel(&b, zlib.HuffmanOnly)
		z.Write([]byte(text))
		z.Close()
		return b.String()
	}
	const text = "q 0.1 0 0 0.2 k 1 2 30 40 re f Q q 0.1 0 0 0.2 k 1 2 30 40 re f Q\n"
	for name, c := range map[string]struct {
		contents, data, extra string
		same                  bool
	}{
		"one stream":             {"4 0 R", best(text), "", true},
		"a list of one":          {"[4 0 R]", best(text), "", true},
		"end of line counted in": {"4 0 R", best(text) + "\r\n", "", true},
		"two streams":            {"[4 0 R 4 0 R]", best(text), "", false},
		"Q too many":             {"4 0 R", best(text + "Q"), "", false},
		"q too many":             {"4 0 R", best("q " + text), "", false},
		"no check sum":           {"4 0 R", best(text)[:len(best(text))-4], "", false},
		"predictor":              {"4 0 R", best("\x00" + text), fmt.Sprintf("/DecodeParms <</Predictor 12 /Columns %d>>", len(text)), false},
	} {
		t.Run(name, func(t *testing.T) {
			s := onePage("", "")
			s[3] = strings.Replace(s[3], "4 0 R", c.contents, 1)
			s[4] = streamBody("/Filter /FlateDecode "+c.extra, c.data)
			o := extract(t, s.classic(), 1)
			_, data, _ := strings.Cut(o.objects[theForm], "\nstream\n")
			data, _, _ = strings.Cut(data, "\nendstream")
			if got := data == best(text); got != c.same {
				t.Errorf("the data is as it was: %v", got)
			}
			if strings.Count(o.data(theForm), "re f") < 2 {
				t.Errorf("%q", o.data(theForm))
			}
		})
	}
}

func TestExtractRefuses(t *testing.T) {
	many := onePage("", "")
	var list strings.Builder
	for n := 100; n < 52100; n++ {
		many[n] = "<</Type /ExtGState>>"
		fmt.Fprintf(&list, "/G%d %d 0 R ", n, n)
	}
	many[5] = "<</ExtGState <<" + list.String() + ">>>>"
	xobject := func(entries, data string) []byte {
		return onePage("", "/X Do").with(5, "<</XObject <</X 10 0 R>>>>").with(10, streamBody(entries, data)).classic()
	}
	tests := []struct {
		name string
		file []byte
		page int
		want error
	}{
		{"page 0", onePage("", "").classic(), 0, artwork.ErrNoPage},
		{"page 2", onePage("", "").classic(), 2, artwork.ErrNoPage},
		{"page -1", onePage("", "").classic(), -1, artwork.ErrNoPage},
		{"too many objects", many.classic(), 1, artwork.ErrTooLarge},
		{"data elsewhere", xobject("/F (\\\\server\\a)", ""), 1, artwork.ErrUnsupported},
		{"Crypt", xobject("/Filter /Crypt", "x"), 1, artwork.ErrUnsupported},
		{"a picture as content", onePage("", "").with(4, streamBody("/Filter /DCTDecode", "\xff\xd8")).classic(), 1, artwork.ErrUnsupported},
		{"content cut off", onePage("", "").with(4, streamBody("/Filter /FlateDecode", flate(figure)[:40])).classic(), 1, artwork.ErrBroken},
		{"content with another sum", onePage("", "").with(4, streamBody("/Filter /FlateDecode", otherSum(figure))).classic(), 1, artwork.ErrBroken},
		{"what is drawn with, cut off", xobject("/Filter /FlateDecode", flate(figure)[:40]), 1, artwork.ErrBroken},
		{"what is drawn with, with another sum", xobject("/Filter /FlateDecode", otherSum(figure)), 1, artwork.ErrBroken},
		{"a compressed photograph with another sum", xobject("/Filter [/FlateDecode /DCTDecode]", otherSum(figure)), 1, artwork.ErrBroken},
		{"content no stream", onePage("", "").with(4, "<<>>").classic(), 1, artwork.ErrBroken},
		{"a bomb", onePage("", "").with(4, streamBody("/Filter [/FlateDecode /FlateDecode]", flate(flate(strings.Repeat(" ", 200<<20))))).classic(), 1, artwork.ErrTooLarge},
		{"content that the file does not hold", onePage("/Contents 99 0 R", "").classic(), 1, artwork.ErrBroken},
		{"a part of the content that the file does not hold", onePage("/Contents [4 0 R 99 0 R]", "").classic(), 1, artwork.ErrBroken},
		{"a stream a thousand times", onePage("/Contents ["+strings.Repeat("4 0 R ", 1000)+"]", "").with(4, streamBody("/Filter /FlateDecode", flate(strings.Repeat(" ", 1<<20)))).classic(), 1, artwork.ErrTooLarge},
		{"locked", onePage("", "").classicWith("/Encrypt 9 0 R"), 1, artwork.ErrEncrypted},
		{"no PDF", []byte("hello"), 1, artwork.ErrUnknown},
	}
	for _, tt := range tests {
		b, err := document(tt.file, tt.page)
		var f *artwork.Fault
		if !errors.Is(err, tt.want) || !errors.As(err, &f) || b != nil {
			t.Errorf("%s: %d bytes, %v, want %v", tt.name, len(b), err, tt.want)
		}
	}
}

// otherSum is compressed data of which a figure of the sum is wrong.
func otherSum(s string) string {
	b := []byte(flate(s))
	b[len(b)-1] ^= 1
	return string(b)
}

// TestFilters reads a page whose content went through every filter.
func TestFilters(t *testing.T) {
	const want = "BT (hello hello hello) Tj ET"
	hex := fmt.Sprintf("%x>", want)
	tests := []struct{ name, entries, data string }{
		{"nothing", "", want},
		{"Flate", "/Filter /FlateDecode", flate(want)},
		{"Flate without its sum", "/Filter /FlateDecode", flate(want)[:len(flate(want))-4]},
		{"Flate with an end of line for its sum", "/Filter /FlateDecode", flate(want)[:len(flate(want))-4] + "\r\n"},
		{"Flate with blanks for its sum", "/Filter /FlateDecode", flate(want)[:len(flate(want))-4] + "\n    "},
		{"hex", "/Filter /ASCIIHexDecode", hex},
		{"hex, short name", "/Filter [/AHx]", hex},
		{"hex of hex", "/Filter [/ASCIIHexDecode /AHx]", fmt.Sprintf("%x>", hex)},
		{"runs", "/Filter /RunLengthDecode", "\x02BT \x18(hello hello hello) Tj ET\x80"},
		{"base 85", "/Filter /ASCII85Decode", base85(want)},
		{"LZW", "/Filter /LZWDecode", lzw9(want)},
	}
	for _, tt := range tests {
		o := extract(t, onePage("", "").with(4, streamBody(tt.entries, tt.data)).classic(), 1)
		if got := strings.TrimSpace(o.data(theForm)); got != want {
			t.Errorf("%s: %q", tt.name, got)
		}
	}
}

// TestNothingInside reads streams of filters that hold nothing: programs write
// them for pages that were left empty.
func TestNothingInside(t *testing.T) {
	for _, data := range []string{"", "\n", "\r\n ", "\x78\x9c", flate("")} {
		for _, filter := range []string{"/FlateDecode", "[/FlateDecode]", "[/Fl /Fl]", "/LZWDecode"} {
			if filter == "/LZWDecode" && len(data) > 2 || data == flate("") && strings.Contains(filter, "Fl /Fl") {
				continue
			}
			o := extract(t, onePage("", "").with(4, streamBody("/Filter "+filter, data)).classic(), 1)
			if got := strings.TrimSpace(o.data(theForm)); got != "" {
				t.Errorf("%q %s: %q", data, filter, got)
			}
		}
	}
	// The same in what is copied as it is: what goes on is no filter without data.
	s := onePage("", "/X Do").with(5, "<</XObject <</X 10 0 R>>>>").with(10, streamBody("/Subtype /Form /BBox [0 0 9 9] /Filter /FlateDecode", ""))
	if o := extract(t, s.classic(), 1); strings.Contains(o.objects[theForm+1], "Filter") {
		t.Error(o.objects[theForm+1])
	}
}

// TestNumbersOfAnyLength reads numbers that no machine holds, and writes such as
// every reader takes.
func TestNumbersOfAnyLength(t *testing.T) {
	long := strings.Repeat("9", 80)
	s := onePage("", "/X Do").with(5, "<</XObject <</X 10 0 R>>>>").with(10, streamBody("/Subtype /Form /BBox [0 0 9 9] /A [-"+long+" "+long+" "+long+".5 0."+long+"]", "q"))
	o := extract(t, s.classic(), 1)
	const most = "340282346638528859811704183484516925440"
	if want := "/A [-" + most + " " + most + " " + most + " 1]"; !strings.Contains(o.objects[theForm+1], want) {
		t.Errorf("%.600s", o.objects[theForm+1])
	}
}

// base85 encodes as 7.4.3 says.
func base85(s string) string {
	var out strings.Builder
	for ; len(s) > 0; s = s[min(4, len(s)):] {
		var four [4]byte
		n := copy(four[:], s)
		v := binary.BigEndian.Uint32(four[:])
		var five [5]byte
		for i := 4; i >= 0; i-- {
			five[i] = byte(v%85) + '!'
			v /= 85
		}
		out.Write(five[:n+1])
	}
	return out.String() + "~>"
}

// lzw9 encodes without finding anything: each byte is a code of nine bits.
func lzw9(s string) string {
	var out []byte
	var bits, n uint
	for _, code := range append(append([]uint{256}, codes(s)...), 257) {
		bits, n = bits<<9|code, n+9
		for n >= 8 {
			out = append(out, byte(bits>>(n-8)))
			n -= 8
		}
	}
	return string(append(out, byte(bits<<(8-n))))
}

func codes(s string) []uint {
	var list []uint
	for _, c := range []byte(s) {
		list = append(list, uint(c))
	}
	return list
}

func TestInlineImages(t *testing.T) {
	tests := []struct{ content, want string }{
		{"BI /W 4 /H 1 ID Q q Q EI Q q", "BI /W 4 /H 1 ID Q q Q EI   q\nQ\n"},
		{"q BI ID \x01\x02 EI \x80\x90 Q EI\nQ", "q BI ID \x01\x02 EI \x80\x90 Q EI\nQ\n"},
		{"BI /ID true/W 1 ID Q EI Q", "BI /ID true/W 1 ID Q EI  \n"},
		{"q BI ID x", "q BI ID x\nQ\n"},
		{"(Q ( q) \\) Q) <51> % Q\nQ /Q /q q", "(Q ( q) \\) Q) <51> % Q\n  /Q /q q\nQ\n"},
		{"q q", "q q\nQ\nQ\n"},
		{"qq QQ", "qq QQ\n"},
		{"", "\n"},
	}
	for _, tt := range tests {
		o := extract(t, onePage("", tt.content).classic(), 1)
		if got := o.data(theForm); strings.TrimRight(got, "\n") != strings.TrimRight(tt.want, "\n") && strings.Replace(got, "\n\n", "\n", 1) != tt.want {
			t.Errorf("%q: %q, want %q", tt.content, got, tt.want)
		}
	}
}

func save(t *testing.T, b []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(name, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// differ counts the bytes of two pixel files that are far apart.
func differ(t *testing.T, a, b []byte) int {
	t.Helper()
	if len(a) != len(b) || len(a) < 1000 || !bytes.Equal(a[:12], b[:12]) {
		t.Fatalf("%d and %d bytes, %q and %q", len(a), len(b), a[:min(12, len(a))], b[:min(12, len(b))])
	}
	n := 0
	for i := range a {
		if d := int(a[i]) - int(b[i]); d < -40 || d > 40 {
			n++
		}
	}
	return n
}

// TestExtractLooksTheSame draws the source and what was taken from it.
func TestExtractLooksTheSame(t *testing.T) {
	for _, turn := range []int{0, 90, 180, 270} {
		for _, unit := range []string{"", " /UserUnit 1.5"} {
			s := onePage(fmt.Sprintf("/CropBox [110 210 290 380] /Rotate %d%s", turn, unit), figure)
			src := s.packed()
			out, err := document(src, 1)
			if err != nil {
				t.Fatal(err)
			}
			if check := oracle.Run(t, "qpdf", "--check", save(t, out)); !bytes.Contains(check, []byte("No syntax or stream encoding errors found")) {
				t.Errorf("%s", check)
			}
			args := func(b []byte) []string {
				return []string{"draw", "-q", "-r", "100", "-F", "ppm", "-o", "-", save(t, b), "1"}
			}
			was, is := oracle.Run(t, "mutool", args(src)...), oracle.Run(t, "mutool", args(out)...)
			if n := differ(t, was, is); n > len(was)/1000 {
				t.Errorf("turned %d%s: %d of %d bytes differ", turn, unit, n, len(was))
			}
			if white := bytes.Count(is, []byte{255}); white > len(is)*9/10 {
				t.Errorf("turned %d: nothing is drawn", turn)
			}
		}
	}
}

// TestOtherWritersFiles reads what qpdf and Ghostscript make.
func TestOtherWritersFiles(t *testing.T) {
	src := save(t, onePage("/CropBox [110 210 290 380]", figure).classic())
	for _, args := range [][]string{
		{"qpdf", "--object-streams=generate", src},
		{"qpdf", "--object-streams=generate", "--linearize", src},
		{"qpdf", "--object-streams=disable", "--linearize", src},
		{"qpdf", "--qdf", src},
		{"gs", "-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pdfwrite", src},
		{"mutool", "clean", "-gggz", src},
	} {
		t.Run(strings.Join(args[:len(args)-1], " "), func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "b.pdf")
			if args[0] == "gs" {
				args = slices.Insert(slices.Clone(args), len(args)-1, "-sOutputFile="+out)
			} else {
				args = append(slices.Clone(args), out)
			}
			oracle.Run(t, args[0], args[1:]...)
			b, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			in, err := probe(b)
			if err != nil || in.Pages != 1 {
				t.Fatalf("%+v, %v", in, err)
			}
			page, err := document(b, 1)
			if err != nil {
				t.Fatal(err)
			}
			if check := oracle.Run(t, "qpdf", "--check", save(t, page)); !bytes.Contains(check, []byte("No syntax or stream encoding errors found")) {
				t.Errorf("%s", check)
			}
			args := func(b []byte) []string {
				return []string{"draw", "-q", "-r", "100", "-F", "ppm", "-o", "-", save(t, b), "1"}
			}
			if n := differ(t, oracle.Run(t, "mutool", args(b)...), oracle.Run(t, "mutool", args(page)...)); n > 200 {
				t.Errorf("%d bytes differ", n)
			}
			// Locked by its owner alone it is locked all the same, and another
			// thing is to be asked for.
			for user, want := range map[string]error{"": artwork.ErrProtected, "y": artwork.ErrEncrypted} {
				for _, bits := range []string{"40", "128", "256"} {
					locked := filepath.Join(t.TempDir(), "c.pdf")
					oracle.Run(t, "qpdf", "--allow-weak-crypto", "--encrypt", user, "x", bits, "--", out, locked)
					if b, err = os.ReadFile(locked); err != nil {
						t.Fatal(err)
					}
					if _, err := probe(b); !errors.Is(err, want) || errors.Is(err, artwork.ErrProtected) != (user == "") || !errors.Is(err, artwork.ErrEncrypted) {
						t.Errorf("password %q, %s bits: %v", user, bits, err)
					}
				}
			}
		})
	}
}

// FuzzExtractPage looks for panics and for long work. What is extracted must
// be a document that has one page of the size that was promised, and that
// gives itself when it is extracted again.
func FuzzExtractPage(f *testing.F) {
	s := onePage("/TrimBox [110 210 290 390] /Rotate 90 /Group <</S /Transparency>>", figure)
	layered := s.with(1, "<</Pages 2 0 R /OCProperties <</OCGs [6 0 R] /D <</OFF [6 0 R]>>>>>>").with(5, "<</Properties <</M 6 0 R>> /XObject <</X 7 0 R>>>>")
	for _, b := range [][]byte{s.classic(), s.packed(), hybrid(), layered.classic(), onePage("", "BI ID x EI Q").packed()[:900],
		bytes.ReplaceAll(s.classic(), []byte("xref"), []byte("    ")), s.with(4, streamBody("/Filter [/ASCII85Decode /RL]", base85("\x02q Q\x80"))).classic()} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		out, err := document(b, 1)
		if err != nil {
			var fault *artwork.Fault
			if !errors.As(err, &fault) {
				t.Fatalf("%v is no fault", err)
			}
			return
		}
		in, err := probe(b)
		if err != nil || in.Format != artwork.PDF {
			return // another kind of file that holds a PDF, or a fault on a later page
		}
		again, err := probe(out)
		if err != nil || again.Pages != 1 || again.Trim != in.Trim {
			t.Fatalf("%+v became %+v, %v", in, again, err)
		}
		if _, err := artwork.ExtractPage(out, 1); err != nil {
			t.Fatal(err)
		}
	})
}
