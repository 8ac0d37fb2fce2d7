package preflight_test

import (
	"bytes"
	"compress/zlib"
	"crypto/md5"
	"crypto/rc4"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// document is a PDF to be written: bodies of objects by number; 1 is the
// catalogue.
type document struct {
	version string
	objects map[int]string
	trailer string
}

// The numbers of the objects of a clean document.
const (
	catalogue = 1 + iota
	pages
	page1
	content1
	resources
	type0
	descendant
	descriptor
	program
	unicode
	state
	info
	intent
	profile
	picture
	metadata
	_
	spare // free for faults
	spare2
	spare3
)

func streamBody(entries, data string) string {
	return fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", entries, len(data), data)
}

func flate(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.String()
}

// body is what a clean page says: black text that overprints, a rule, a white
// ground below nothing, a tint, a picture at 200 pixels an inch and a form.
const body = `q 0 0 0 0.1 k 60 60 100 40 re f Q
/G1 gs 0 0 0 1 k 0 0 0 1 K 0.5 w 50 50 m 250 50 l S
BT /F1 9 Tf 1 0 0 1 60 350 Tm <00010002> Tj ET
q 36 0 0 36 60 200 cm /I1 Do Q
q 1 0 0 1 10 10 cm /X1 Do Q
`

// clean writes a file without fault.
func clean(x4 bool) document {
	d := document{version: "1.4", trailer: "/Info 12 0 R /ID [<0123456789abcdef> <0123456789abcdef>]", objects: map[int]string{
		catalogue:  "<</Type /Catalog /Pages 2 0 R /OutputIntents [13 0 R]>>",
		pages:      "<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 300 400]>>",
		page1:      "<</Type /Page /Parent 2 0 R /TrimBox [10 10 290 390] /BleedBox [5 5 295 395] /Contents 4 0 R /Resources 5 0 R>>",
		content1:   streamBody("", body),
		resources:  "<</Font <</F1 6 0 R>> /ExtGState <</G1 11 0 R>> /XObject <</I1 15 0 R /X1 20 0 R>>>>",
		type0:      "<</Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Song /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 10 0 R>>",
		descendant: "<</Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Song /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor 8 0 R /DW 1000 /W [1 [1000 500]] /CIDToGIDMap /Identity>>",
		descriptor: "<</Type /FontDescriptor /FontName /ABCDEF+Song /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 /FontFile2 9 0 R>>",
		program:    streamBody(fmt.Sprintf("/Length1 %d", len(trueType())), trueType()),
		unicode: streamBody("", "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"+
			"1 begincodespacerange <0000> <ffff> endcodespacerange\n2 beginbfchar <0001> <65b0> <0002> <0031> endbfchar\nendcmap end end"),
		state:   "<</Type /ExtGState /OP true /op true /OPM 1>>",
		info:    "<</Title (A page) /CreationDate (D:20261123060000+08'00') /ModDate (D:20261123060000+08'00') /GTS_PDFXVersion (PDF/X-1a:2003) /Trapped /False>>",
		intent:  "<</Type /OutputIntent /S /GTS_PDFX /OutputConditionIdentifier (IFRA26) /RegistryName (http://www.color.org)>>",
		picture: cmykPicture(100, 100, "\x80\x40\x20\x10", ""),
		20:      streamBody("/Type /XObject /Subtype /Form /BBox [0 0 50 50]", "0 0 0 0.5 k 0 0 20 20 re f"),
	}}
	if x4 {
		d.version = "1.6"
		d.objects[catalogue] = strings.Replace(d.objects[catalogue], ">>", " /Metadata 16 0 R>>", 1)
		d.objects[intent] = "<</Type /OutputIntent /S /GTS_PDFX /OutputConditionIdentifier (newsprint) /DestOutputProfile 14 0 R>>"
		d.objects[profile] = streamBody("/N 4", iccProfile("prtr", "CMYK", 2))
		d.objects[metadata] = streamBody("/Type /Metadata /Subtype /XML", xmpPacket)
		d.objects[info] = "<</Title (A page)>>"
	}
	return d
}

const xmpPacket = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" pdf:Trapped="False" xmpMM:VersionID="1">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A page</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>2026-11-23T06:00:00+08:00</xmp:CreateDate><xmp:ModifyDate>2026-11-23T06:00:00+08:00</xmp:ModifyDate>
<xmp:MetadataDate>2026-11-23T06:00:00+08:00</xmp:MetadataDate><xmpMM:DocumentID>uuid:1</xmpMM:DocumentID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass><pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`

func (d document) with(num int, body string) document {
	d.objects = maps.Clone(d.objects)
	d.objects[num] = body
	return d
}

// change replaces a piece of an object, which must be there.
func (d document) change(num int, from, to string) document {
	if !strings.Contains(d.objects[num], from) {
		panic(fmt.Sprintf("object %d has no %q", num, from))
	}
	return d.with(num, strings.Replace(d.objects[num], from, to, 1))
}

// paint adds to the content of the page.
func (d document) paint(content string) document {
	return d.with(content1, streamBody("", body+content))
}

// resource adds to the resources.
func (d document) resource(entries string) document {
	return d.with(resources, strings.TrimSuffix(d.objects[resources], ">>")+" "+entries+">>")
}

// write writes the file with a classic table.
func (d document) write() []byte {
	b := []byte("%PDF-" + d.version + "\n%\xff\xff\xff\xff\n")
	nums := slices.Sorted(maps.Keys(d.objects))
	last := nums[len(nums)-1]
	offsets := make(map[int]int)
	for _, n := range nums {
		offsets[n] = len(b)
		b = fmt.Appendf(b, "%d 0 obj\n%s\nendobj\n", n, d.objects[n])
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
	return fmt.Appendf(b, "trailer\n<</Root 1 0 R /Size %d %s>>\nstartxref\n%d\n%%%%EOF\n", last+1, d.trailer, xref)
}

// packed writes the file with a cross-reference stream, and the dictionaries
// named into an object stream.
func (d document) packed(inside ...int) []byte {
	b := []byte("%PDF-" + d.version + "\n%\xff\xff\xff\xff\n")
	nums := slices.Sorted(maps.Keys(d.objects))
	pack := nums[len(nums)-1] + 1
	rows := make([][3]int, pack+2)
	heads, bodies := "", ""
	for _, n := range nums {
		if i := slices.Index(inside, n); i >= 0 {
			rows[n] = [3]int{2, pack, i}
			heads += fmt.Sprintf("%d %d ", n, len(bodies))
			bodies += d.objects[n] + "\n"
			continue
		}
		rows[n] = [3]int{1, len(b), 0}
		b = fmt.Appendf(b, "%d 0 obj\n%s\nendobj\n", n, d.objects[n])
	}
	if len(inside) > 0 {
		rows[pack] = [3]int{1, len(b), 0}
		b = fmt.Appendf(b, "%d 0 obj\n%s\nendobj\n", pack, streamBody(fmt.Sprintf("/Type /ObjStm /N %d /First %d", len(inside), len(heads)), heads+bodies))
	}
	rows[pack+1] = [3]int{1, len(b), 0}
	var table []byte
	for _, r := range rows {
		table = binary.BigEndian.AppendUint32(append(table, byte(r[0])), uint32(r[1]))
		table = append(table, byte(r[2]))
	}
	xref := len(b)
	return fmt.Appendf(b, "%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n", pack+1,
		streamBody(fmt.Sprintf("/Type /XRef /Root 1 0 R /Size %d /W [1 4 1] %s", pack+2, d.trailer), string(table)), xref)
}

// cmykPicture is a picture of one colour in four plates.
func cmykPicture(w, h int, pixel, entries string) string {
	return streamBody(fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceCMYK /Filter /FlateDecode %s", w, h, entries),
		flate(strings.Repeat(pixel, w*h)))
}

// iccProfile is the header of a profile, and no tags.
func iccProfile(class, space string, version byte) string {
	b := make([]byte, 132)
	binary.BigEndian.PutUint32(b, uint32(len(b)))
	b[8] = version
	copy(b[12:], class)
	copy(b[16:], space)
	copy(b[20:], "Lab ")
	copy(b[36:], "acsp")
	return string(b)
}

// trueType is a font of three glyphs: a missing one, a square of an em and a
// figure of half an em.
func trueType() string { return trueTypeWith(nil) }

// withCmap adds a map of the codes a and b, as symbolic fonts have it.
func withCmap() string {
	sub := slices.Concat([]byte{0, 0, 1, 6, 0, 0}, make([]byte, 256))
	sub[6+'a'], sub[6+'b'] = 1, 2
	return trueTypeWith(slices.Concat([]byte{0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 12}, sub))
}

func trueTypeWith(cmap []byte) string {
	box := func(w int16) []byte {
		var g []byte
		for _, v := range []int16{1, 0, 0, w, 800, 3, 0} { // contours, box, end, instructions
			g = binary.BigEndian.AppendUint16(g, uint16(v))
		}
		g = append(g, 1, 1, 1, 1)
		for _, v := range []int16{0, w, 0, -w, 0, 0, 800, 0} {
			g = binary.BigEndian.AppendUint16(g, uint16(v))
		}
		for len(g)%4 != 0 {
			g = append(g, 0)
		}
		return g
	}
	glyf := slices.Concat(box(400), box(900), box(450))
	one := len(box(400))
	words := func(v ...int) (b []byte) {
		for _, x := range v {
			b = binary.BigEndian.AppendUint16(b, uint16(x))
		}
		return b
	}
	head := slices.Concat([]byte("\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x5f\x0f\x3c\xf5"), words(0, 1000), make([]byte, 16), words(0, 0, 900, 800, 0, 8, 2, 0, 0))
	tables := map[string][]byte{
		"head": head,
		"hhea": slices.Concat([]byte("\x00\x01\x00\x00"), words(880, -120, 0, 1000, 0, 0, 900, 1, 0, 0, 0, 0, 0, 0, 0, 3)),
		"maxp": slices.Concat([]byte("\x00\x01\x00\x00"), words(3, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)),
		"hmtx": words(500, 0, 1000, 0, 500, 0),
		"loca": words(0, one/2, one, 3*one/2),
		"glyf": glyf,
	}
	if cmap != nil {
		tables["cmap"] = cmap
	}
	names := slices.Sorted(maps.Keys(tables))
	out := slices.Concat([]byte("\x00\x01\x00\x00"), words(len(names), 64, 2, len(names)*16-64))
	at := len(out) + 16*len(names)
	var data []byte
	for _, n := range names {
		out = append(out, n...)
		t := tables[n]
		padded := append(bytes.Clone(t), make([]byte, (4-len(t)%4)%4)...)
		var sum uint32
		for i := 0; i < len(padded); i += 4 {
			sum += binary.BigEndian.Uint32(padded[i:])
		}
		out = binary.BigEndian.AppendUint32(out, sum)
		out = binary.BigEndian.AppendUint32(out, uint32(at+len(data)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t)))
		data = append(data, padded...)
	}
	return string(append(out, data...))
}

// ownersAlone is the encryption dictionary of a file without identifier that
// opens with the empty password and is its owner's all the same (algorithms 2
// and 4, revision 2).
func ownersAlone() string {
	const padding = "\x28\xbf\x4e\x5e\x4e\x75\x8a\x41\x64\x00\x4e\x56\xff\xfa\x01\x08\x2e\x2e\x00\xb6\xd0\x68\x3e\x80\x2f\x0c\xa9\xfe\x64\x53\x69\x7a"
	owner := strings.Repeat("o", 32)
	key := md5.Sum([]byte(padding + owner + "\xfc\xff\xff\xff"))
	c, err := rc4.NewCipher(key[:5])
	if err != nil {
		panic(err)
	}
	user := make([]byte, len(padding))
	c.XORKeyStream(user, []byte(padding))
	return fmt.Sprintf("<</Filter /Standard /V 1 /R 2 /P -4 /O (%s) /U <%x>>>", owner, user)
}
