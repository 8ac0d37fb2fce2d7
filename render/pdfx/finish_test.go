package pdfx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/pdf"
	"duikai/samples/golden"
)

// TestObjects lists the objects of a file of gopdf and of the finished file,
// in order. gopdf's list is what the reader relies on: when it changes, look at
// what the new version writes before accepting it.
func TestObjects(t *testing.T) {
	e := small(t)
	drawn := render(t, e, pdf.Options{})
	d, err := read(drawn)
	if err != nil {
		t.Fatal(err)
	}
	golden.Text(t, "gopdf.golden", listing(t, d))
	for s, name := range standardNames {
		t.Run(name, func(t *testing.T) {
			b, err := finish(drawn, Options{Edition: e, Standard: Standard(s), Profile: pressProfile(2)})
			if err != nil {
				t.Fatal(err)
			}
			golden.Text(t, name+".golden", listing(t, reread(t, b)))
		})
	}
}

// reread takes a finished file apart: its objects as a document.
func reread(t testing.TB, b []byte) *document {
	t.Helper()
	at := bytes.LastIndex(b, []byte("startxref\n"))
	var start, n int
	if _, err := fmt.Sscanf(string(b[at:]), "startxref\n%d\n%%%%EOF\n", &start); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscanf(string(b[start:]), "xref\n0 %d\n", &n); err != nil {
		t.Fatal(err)
	}
	table := b[start+len(fmt.Sprintf("xref\n0 %d\n", n)):]
	d := &document{bodies: make([][]byte, n), parsed: make([]*object, n)}
	end := start
	for i := n - 1; i > 0; i-- {
		var from int
		if _, err := fmt.Sscanf(string(table[i*20:i*20+20]), "%010d 00000 n \n", &from); err != nil {
			t.Fatal(err)
		}
		body, ok := bytes.CutPrefix(b[from:end], fmt.Appendf(nil, "%d 0 obj\n", i))
		body, closed := bytes.CutSuffix(body, []byte("endobj\n"))
		if !ok || !closed {
			t.Fatalf("object %d does not stand in its place", i)
		}
		o, err := parseObject(body)
		if err != nil {
			t.Fatalf("object %d: %v", i, err)
		}
		d.bodies[i], d.parsed[i], end = body, o, from
	}
	return d
}

// listing says of each object what it is and which keys it has.
func listing(t testing.TB, d *document) string {
	t.Helper()
	var b strings.Builder
	for i := 1; i < len(d.parsed); i++ {
		o, err := d.object(i)
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for k := 0; o.kind == dictionary && k < len(o.list); k += 2 {
			keys = append(keys, o.list[k].plainName())
		}
		what := o.get("Type").plainName()
		switch {
		case o.kind == array:
			what = "array"
		case bytes.Contains(o.stream, []byte("begincmap")):
			what = "map to Unicode"
		case o.get("Length1").kind == number:
			what = "font file"
		case what == "" && o.isStream:
			what = "stream"
		case what == "":
			what = "dictionary"
		}
		fmt.Fprintf(&b, "%d %s: %s\n", i, what, strings.Join(keys, " "))
	}
	return b.String()
}

func entry(t testing.TB, d *document, v value) *object {
	t.Helper()
	if v.kind != reference {
		return &object{value: v}
	}
	o, err := d.object(v.ref)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// trailer is the dictionary at the end.
func trailer(t testing.TB, b []byte) value {
	t.Helper()
	l := lexer{b: b[bytes.LastIndex(b, []byte("trailer\n"))+len("trailer\n"):]}
	v, err := l.value(0)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestClaims holds what a file says of itself against its standard, clause by
// clause (PDFX.md).
func TestClaims(t *testing.T) {
	for s := X1a; s <= Plain; s++ {
		t.Run(s.String(), func(t *testing.T) {
			b := finished(t, small(t), Options{Standard: s, Profile: pressProfile(2)})
			d := reread(t, b)
			tr := trailer(t, b)
			root, info := entry(t, d, tr.get("Root")), entry(t, d, tr.get("Info"))
			same := func(what string, got value, want string) {
				t.Helper()
				if g := string(got.appendTo(nil, func(n int) int { return n })); g != want {
					t.Errorf("%s is %s, not %s", what, g, want)
				}
			}
			if want := "%PDF-" + map[Standard]string{X1a: "1.4", X4: "1.6", Plain: "1.7"}[s] + "\n%\xe2\xe3\xcf\xd3\n"; !bytes.HasPrefix(b, []byte(want)) {
				t.Errorf("the header is %q", b[:20])
			}
			same("Trapped", info.get("Trapped"), "/False")
			same("CreationDate", info.get("CreationDate"), "(D:20250101000000Z)")
			same("ModDate", info.get("ModDate"), "(D:20250101000000Z)")
			same("Title", info.get("Title"), "<FEFF671B4EAD65E562A500200032003000320035"+"5E74"+"0031670800"+"3165E50020D842DFB7>")
			version := info.get("GTS_PDFXVersion")
			if s == X1a {
				same("GTS_PDFXVersion", version, "(PDF/X-1a:2003)")
			} else if version.kind != null {
				t.Errorf("GTS_PDFXVersion in the information dictionary of %v", s)
			}
			id := tr.get("ID")
			if len(id.list) != 2 || string(id.list[0].raw) != string(id.list[1].raw) || !regexp.MustCompile(`^<[0-9A-F]{32}>$`).Match(id.list[0].raw) || string(id.list[0].raw) == "<"+placeholder+">" {
				t.Errorf("the identifier %s", id.appendTo(nil, nil))
			}
			same("Lang", root.get("Lang"), "(zh-CN)")
			same("ViewerPreferences", root.get("ViewerPreferences"), "<</DisplayDocTitle true>>")
			intents := root.get("OutputIntents")
			if s == Plain {
				if intents.kind != null {
					t.Error("an output intent without a standard")
				}
			} else {
				intent := intents.list[0]
				same("S", intent.get("S"), "/GTS_PDFX")
				same("OutputConditionIdentifier", intent.get("OutputConditionIdentifier"), "(Custom)")
				same("Info", intent.get("Info"), "(Test press)")
				same("N", entry(t, d, intent.get("DestOutputProfile")).get("N"), "4")
				got, err := inflated(entry(t, d, intent.get("DestOutputProfile")))
				if err != nil || !bytes.Equal(got, pressProfile(2)) {
					t.Errorf("the profile is not as it was: %v", err)
				}
			}
			checkXMP(t, entry(t, d, root.get("Metadata")), s)
			if annots := bytes.Contains(b, []byte("/Annot")); annots != (s == Plain) {
				t.Errorf("annotations: %v", annots)
			}
			if (root.get("Outlines").kind == reference) != (s == Plain) {
				t.Error("bookmarks")
			}
		})
	}
}

// checkXMP reads the packet as XML.
func checkXMP(t *testing.T, o *object, s Standard) {
	t.Helper()
	if !o.get("Subtype").is("XML") || o.get("Filter").kind != null {
		t.Errorf("the metadata are %s", o.appendTo(nil, nil))
	}
	got := make(map[string]string)
	var name, text string
	for dec := xml.NewDecoder(bytes.NewReader(o.stream)); ; {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			name, text = tok.Name.Space+tok.Name.Local, ""
		case xml.CharData:
			text += string(tok)
		case xml.EndElement:
			if name != "" {
				got[name] = text
			}
			name = ""
		}
	}
	const day = "2025-01-01T00:00:00Z"
	want := map[string]string{
		"http://www.w3.org/1999/02/22-rdf-syntax-ns#li": "zh-CN", // the last one
		"http://ns.adobe.com/xap/1.0/CreateDate":        day, "http://ns.adobe.com/xap/1.0/ModifyDate": day, "http://ns.adobe.com/xap/1.0/MetadataDate": day,
		"http://ns.adobe.com/xap/1.0/mm/VersionID": "1", "http://ns.adobe.com/xap/1.0/mm/RenditionClass": "default",
		"http://ns.adobe.com/pdf/1.3/Trapped": "False",
	}
	if s == X4 {
		want["http://www.npes.org/pdfx/ns/id/GTS_PDFXVersion"] = "PDF/X-4"
	} else if bytes.Contains(o.stream, []byte("pdfxid")) {
		t.Error("pdfxid belongs to PDF/X-4")
	}
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s is %q, not %q", k, got[k], v)
		}
	}
	if id := got["http://ns.adobe.com/xap/1.0/mm/DocumentID"]; !regexp.MustCompile(`^uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(id) {
		t.Errorf("the document is %q", id)
	}
	if !bytes.Contains(o.stream, []byte("望亭日报 2025年1月1日 𠮷</rdf:li>")) {
		t.Error("no title")
	}
}

func TestTitleIsEscaped(t *testing.T) {
	e := small(t)
	e.Title = `A<B & "C" (1\)`
	b := finished(t, e, Options{})
	if !bytes.Contains(b, []byte(`/Title(A<B & "C" \(1\\\))`)) || !bytes.Contains(b, []byte(`>A&lt;B &amp; &#34;C&#34; (1\)</rdf:li>`)) {
		t.Error("the title is not escaped")
	}
}

// TestIntents: what the output intent says for each choice of the house.
func TestIntents(t *testing.T) {
	for _, tt := range []struct {
		name string
		o    Options
		want string // of the intent; P stands for the profile
	}{
		{"nothing", Options{}, "<</Type/OutputIntent/S/GTS_PDFX/OutputConditionIdentifier(IFRA26)/RegistryName(http://www.color.org)/Info(IFRA26)>>"},
		{"condition", Options{Condition: "CGATS TR 002"}, "<</Type/OutputIntent/S/GTS_PDFX/OutputConditionIdentifier(CGATS TR 002)/RegistryName(http://www.color.org)/Info(CGATS TR 002)>>"},
		{"profile", Options{Profile: pressProfile(2)}, "<</Type/OutputIntent/S/GTS_PDFX/OutputConditionIdentifier(Custom)/OutputCondition(Test press)/Info(Test press)/DestOutputProfile P>>"},
		{"both", Options{Standard: X4, Profile: pressProfile(4), Condition: "IFRA26"}, "<</Type/OutputIntent/S/GTS_PDFX/OutputConditionIdentifier(IFRA26)/RegistryName(http://www.color.org)/Info(IFRA26)/DestOutputProfile P>>"},
	} {
		b := finished(t, small(t), tt.o)
		d := reread(t, b)
		root := entry(t, d, trailer(t, b).get("Root"))
		got := regexp.MustCompile(`\d+ 0 R`).ReplaceAllString(string(root.get("OutputIntents").list[0].appendTo(nil, func(n int) int { return n })), "P")
		if got != tt.want {
			t.Errorf("%s:\n%s\nnot\n%s", tt.name, got, tt.want)
		}
	}
}

func TestProfiles(t *testing.T) {
	cut := pressProfile(2)[:140]
	rgb := pressProfile(2)
	copy(rgb[16:], "RGB ")
	for _, tt := range []struct {
		name string
		data []byte
		s    Standard
		want What
	}{
		{"none for X-4", nil, X4, noProfile},
		{"cut off", cut, X1a, brokenProfile},
		{"empty", []byte{}, X1a, brokenProfile},
		{"RGB", rgb, X1a, otherProfile},
		{"version 4 in X-1a", pressProfile(4), X1a, newProfile},
		{"version 5 in X-4", pressProfile(5), X4, newProfile},
	} {
		e := small(t)
		_, err := finish(render(t, e, pdf.Options{}), Options{Edition: e, Standard: tt.s, Profile: tt.data})
		if bad, ok := errors.AsType[*ProfileError](err); !ok || bad.What != tt.want {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	for _, s := range []Standard{X1a, X4} {
		if err := CheckProfile(pressProfile(2), s); err != nil {
			t.Errorf("%v: %v", s, err)
		}
		if CheckProfile(nil, s) == nil {
			t.Errorf("%v takes no bytes for a profile", s)
		}
	}
	// A description that points out of the file is no reason to fall.
	p := pressProfile(2)
	p[iccHeader+4] = 0xff
	if got := iccDescription(p); got != "" {
		t.Errorf("a description %q from nowhere", got)
	}
}

// TestBoxes: each box lies in the one around it, and the trim has the size of
// the page.
func TestBoxes(t *testing.T) {
	for _, o := range []Options{{}, {Marks: true}} {
		e := small(t)
		b := finished(t, e, o)
		d := reread(t, b)
		pages := entry(t, d, entry(t, d, trailer(t, b).get("Root")).get("Pages"))
		if pages.get("MediaBox").kind != null {
			t.Error("the tree of pages has a box")
		}
		for i, kid := range pages.get("Kids").list {
			p := entry(t, d, kid)
			var boxes []box
			for _, key := range []string{"MediaBox", "CropBox", "BleedBox", "TrimBox"} {
				bx, ok := readBox(p.get(key))
				if !ok {
					t.Fatalf("page %d has no %s", i+1, key)
				}
				if len(boxes) > 0 && !bx.within(boxes[len(boxes)-1]) {
					t.Errorf("page %d: %s %v does not lie in %v", i+1, key, bx, boxes[len(boxes)-1])
				}
				boxes = append(boxes, bx)
			}
			trim, bleed := boxes[3], boxes[2]
			if w, h := trim.right-trim.left, trim.top-trim.bottom; w != hundredths(e.Pages[i].Trim.W) || h != hundredths(e.Pages[i].Trim.H) {
				t.Errorf("page %d is trimmed to %d by %d", i+1, w, h)
			}
			if got := trim.left - bleed.left; got != hundredths(e.Pages[i].Bleed) {
				t.Errorf("page %d bleeds %d", i+1, got)
			}
			if margin := bleed.left - boxes[0].left; o.Marks != (margin == hundredths(MarksMargin)) {
				t.Errorf("page %d has a margin of %d", i+1, margin)
			}
		}
	}
}

// TestMarksNeedRoom: without the white around the page there are no marks, and
// that is said.
func TestMarksNeedRoom(t *testing.T) {
	e := small(t)
	if _, err := finish(render(t, e, pdf.Options{}), Options{Edition: e, Marks: true}); err == nil || !strings.Contains(err.Error(), "no room for marks") {
		t.Error(err)
	}
}

func TestRefusedOptions(t *testing.T) {
	e := small(t)
	b := render(t, e, pdf.Options{})
	undated, short := *e, *e
	undated.Date, short.Pages = time.Time{}, e.Pages[:2]
	for name, o := range map[string]Options{
		"no edition": {}, "reading in X-1a": {Edition: e, Reading: true},
		"no date": {Edition: &undated}, "another edition": {Edition: &short},
	} {
		if _, err := finish(b, o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := finish(b, Options{Edition: &undated, Standard: Plain}); err != nil {
		t.Errorf("a plain file without a date: %v", err)
	}
}

// TestSameBytes: two runs, one processor and many, alone and beside others.
func TestSameBytes(t *testing.T) {
	e := small(t)
	drawn := render(t, e, pdf.Options{Margin: MarksMargin})
	once := func() []byte {
		b, err := finish(bytes.Clone(drawn), Options{Edition: e, Marks: true})
		if err != nil {
			t.Error(err)
		}
		return b
	}
	before := bytes.Clone(drawn)
	want := once()
	for _, n := range []int{1, 16} {
		old := runtime.GOMAXPROCS(n)
		var wg sync.WaitGroup
		for range n {
			wg.Go(func() {
				if !bytes.Equal(once(), want) {
					t.Errorf("other bytes with %d processors", n)
				}
			})
		}
		wg.Wait()
		runtime.GOMAXPROCS(old)
	}
	if !bytes.Equal(drawn, before) {
		t.Error("Finish changed its input")
	}
	other := *e
	other.Title += "。"
	b, err := finish(drawn, Options{Edition: &other, Marks: true})
	if err != nil {
		t.Fatal(err)
	}
	if string(trailer(t, b).get("ID").list[0].raw) == string(trailer(t, want).get("ID").list[0].raw) {
		t.Error("another document has the same identifier")
	}
}

// TestOnlyLiving: every object but the first is referred to.
func TestOnlyLiving(t *testing.T) {
	b := finished(t, small(t), Options{})
	d := reread(t, b)
	live, err := d.live(trailer(t, b).get("Root").ref, trailer(t, b).get("Info").ref)
	if err != nil || len(live) != len(d.parsed)-1 {
		t.Errorf("%d of %d objects are alive: %v", len(live), len(d.parsed)-1, err)
	}
	if !slices.IsSorted(live) {
		t.Errorf("objects are not numbered as they are referred to: %v", live)
	}
}

// TestRefused: what came from elsewhere is named with its page, and nothing is
// claimed.
func TestRefused(t *testing.T) {
	area := geom.Rect{X: 10 * pt, Y: 10 * pt, W: 60 * pt, H: 60 * pt}
	for _, tt := range []struct {
		name string
		item page.Item
		in   []Standard
		kind What
		what What
	}{
		{"RGB picture", &page.Picture{File: "colour.png", Rect: geom.Rect{W: 80 * pt, H: 60 * pt}, Crop: small(t).Pages[0].Items[8].(*page.Picture).Crop}, []Standard{X1a, X4}, aPicture, rgbColour},
		{"RGB block", &page.Block{File: "rgb.pdf", Page: 1, Rect: area}, []Standard{X1a, X4}, aBlock, rgbColour},
		{"glass block", &page.Block{File: "glass.pdf", Page: 1, Rect: area}, []Standard{X1a}, aBlock, transparency},
	} {
		e := small(t)
		e.Pages[2].Items = append(e.Pages[2].Items, tt.item)
		drawn := render(t, e, pdf.Options{})
		for s := X1a; s <= X4; s++ {
			_, err := finish(drawn, Options{Edition: e, Standard: s, Profile: pressProfile(2)})
			refused, ok := errors.AsType[*RefusedError](err)
			if ok != slices.Contains(tt.in, s) {
				t.Errorf("%s in %v: %v", tt.name, s, err)
			}
			if ok && (len(refused.Faults) != 1 || refused.Faults[0].Page != 3 || refused.Faults[0].Kind != tt.kind || refused.Faults[0].What != tt.what) {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
		b, err := finish(drawn, Options{Edition: e, Standard: Plain})
		if err != nil || bytes.Contains(b, []byte("PDF/X")) {
			t.Errorf("%s: a plain file claims something: %v", tt.name, err)
		}
	}
}

// TestBookmarks: pages, and below them the heads of their stories.
func TestBookmarks(t *testing.T) {
	b := finished(t, small(t), Options{Standard: Plain})
	d := reread(t, b)
	var got []string
	var walk func(o *object, depth int)
	walk = func(o *object, depth int) {
		for next := o.get("First"); next.kind == reference; {
			item := entry(t, d, next)
			title, ok := fromHex(bytes.TrimSuffix(bytes.TrimPrefix(item.get("Title").raw, []byte("<FEFF")), []byte(">")))
			if !ok {
				t.Fatalf("the title %s", item.get("Title").raw)
			}
			got = append(got, fmt.Sprint(strings.Repeat("  ", depth), title))
			walk(item, depth+1)
			next = item.get("Next")
		}
	}
	walk(entry(t, d, entry(t, d, trailer(t, b).get("Root")).get("Outlines")), 0)
	if g, want := strings.Join(got, "\n"), "第1版 要闻\n  头版头条\n第2版\n第3版"; g != want {
		t.Errorf("got\n%s\nnot\n%s", g, want)
	}
}

// TestReadingIsPlain: a copy for the screen has no overprint, a printed one has.
func TestReadingIsPlain(t *testing.T) {
	for _, reading := range []bool{false, true} {
		b := finished(t, small(t), Options{Standard: Plain, Reading: reading})
		if got := bytes.Contains(b, []byte("/OPM")); got == reading {
			t.Errorf("reading %v: overprint %v", reading, got)
		}
	}
}
