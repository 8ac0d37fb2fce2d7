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
	"duikai/render/internal/cos"
	"duikai/render/pdf"
	"duikai/render/picture"
	"duikai/samples/golden"
)

// TestObjects lists the objects of a file of gopdf and of the finished file,
// in order. gopdf's list is what the reader relies on: when it changes, look at
// what the new version writes before accepting it.
func TestObjects(t *testing.T) {
	e := small(t)
	drawn := render(t, e, pdf.Options{})
	tree, err := pdf.Draw(e, pdf.Options{Cache: &cache, Pictures: picture.New(files(t))})
	if err != nil {
		t.Fatal(err)
	}
	golden.Text(t, "gopdf.golden", listing(t, tree.Doc))
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

// reread takes a finished file apart, every object.
func reread(t testing.TB, b []byte) *cos.Document {
	t.Helper()
	d, err := cos.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < d.Len(); i++ {
		entry(t, d, cos.RefTo(i))
	}
	return d
}

// listing says of each object what it is and which keys it has.
func listing(t testing.TB, d *cos.Document) string {
	t.Helper()
	var b strings.Builder
	for i := 1; i < d.Len(); i++ {
		o, err := d.Object(i)
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for k := 0; o.Kind == cos.Dictionary && k < len(o.List); k += 2 {
			keys = append(keys, o.List[k].PlainName())
		}
		what := o.Get("Type").PlainName()
		switch {
		case o.Kind == cos.Array:
			what = "array"
		case bytes.Contains(o.Stream, []byte("begincmap")):
			what = "map to Unicode"
		case o.Get("Length1").Kind == cos.Number:
			what = "font file"
		case what == "" && o.IsStream:
			what = "stream"
		case what == "":
			what = "dictionary"
		}
		fmt.Fprintf(&b, "%d %s: %s\n", i, what, strings.Join(keys, " "))
	}
	return b.String()
}

func entry(t testing.TB, d *cos.Document, v cos.Value) *cos.Object {
	t.Helper()
	if v.Kind != cos.Reference {
		return &cos.Object{Value: v}
	}
	o, err := d.Object(v.Ref)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// trailer is the dictionary at the end.
func trailer(t testing.TB, b []byte) cos.Value {
	t.Helper()
	return reread(t, b).Trailer
}

// TestClaims holds what a file says of itself against its standard, clause by
// clause (PDFX.md).
func TestClaims(t *testing.T) {
	for s := X1a; s <= Plain; s++ {
		t.Run(s.String(), func(t *testing.T) {
			b := finished(t, small(t), Options{Standard: s, Profile: pressProfile(2)})
			d := reread(t, b)
			tr := trailer(t, b)
			root, info := entry(t, d, tr.Get("Root")), entry(t, d, tr.Get("Info"))
			same := func(what string, got cos.Value, want string) {
				t.Helper()
				if g := string(got.Append(nil, func(n int) int { return n })); g != want {
					t.Errorf("%s is %s, not %s", what, g, want)
				}
			}
			if want := "%PDF-" + map[Standard]string{X1a: "1.4", X4: "1.6", Plain: "1.7"}[s] + "\n%\xe2\xe3\xcf\xd3\n"; !bytes.HasPrefix(b, []byte(want)) {
				t.Errorf("the header is %q", b[:20])
			}
			same("Trapped", info.Get("Trapped"), "/False")
			same("CreationDate", info.Get("CreationDate"), "(D:20250101000000Z)")
			same("ModDate", info.Get("ModDate"), "(D:20250101000000Z)")
			same("Title", info.Get("Title"), "<FEFF671B4EAD65E562A500200032003000320035"+"5E74"+"0031670800"+"3165E50020D842DFB7>")
			version := info.Get("GTS_PDFXVersion")
			if s == X1a {
				same("GTS_PDFXVersion", version, "(PDF/X-1a:2003)")
			} else if version.Kind != cos.Null {
				t.Errorf("GTS_PDFXVersion in the information dictionary of %v", s)
			}
			id := tr.Get("ID")
			if len(id.List) != 2 || string(id.List[0].Raw) != string(id.List[1].Raw) || !regexp.MustCompile(`^<[0-9A-F]{32}>$`).Match(id.List[0].Raw) || string(id.List[0].Raw) == "<"+placeholder+">" {
				t.Errorf("the identifier %s", id.Append(nil, nil))
			}
			same("Lang", root.Get("Lang"), "(zh-CN)")
			same("ViewerPreferences", root.Get("ViewerPreferences"), "<</DisplayDocTitle true>>")
			intents := root.Get("OutputIntents")
			if s == Plain {
				if intents.Kind != cos.Null {
					t.Error("an output intent without a standard")
				}
			} else {
				intent := intents.List[0]
				same("S", intent.Get("S"), "/GTS_PDFX")
				same("OutputConditionIdentifier", intent.Get("OutputConditionIdentifier"), "(Custom)")
				same("Info", intent.Get("Info"), "(Test press)")
				same("N", entry(t, d, intent.Get("DestOutputProfile")).Get("N"), "4")
				got, err := entry(t, d, intent.Get("DestOutputProfile")).Inflated()
				if err != nil || !bytes.Equal(got, pressProfile(2)) {
					t.Errorf("the profile is not as it was: %v", err)
				}
			}
			checkXMP(t, entry(t, d, root.Get("Metadata")), s)
			if annots := bytes.Contains(b, []byte("/Annot")); annots != (s == Plain) {
				t.Errorf("annotations: %v", annots)
			}
			if (root.Get("Outlines").Kind == cos.Reference) != (s == Plain) {
				t.Error("bookmarks")
			}
		})
	}
}

// checkXMP reads the packet as XML.
func checkXMP(t *testing.T, o *cos.Object, s Standard) {
	t.Helper()
	if !o.Get("Subtype").Is("XML") || o.Get("Filter").Kind != cos.Null {
		t.Errorf("the metadata are %s", o.Append(nil, nil))
	}
	got := make(map[string]string)
	var name, text string
	for dec := xml.NewDecoder(bytes.NewReader(o.Stream)); ; {
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
	} else if bytes.Contains(o.Stream, []byte("pdfxid")) {
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
	if !bytes.Contains(o.Stream, []byte("望亭日报 2025年1月1日 𠮷</rdf:li>")) {
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
		root := entry(t, d, trailer(t, b).Get("Root"))
		got := regexp.MustCompile(`\d+ 0 R`).ReplaceAllString(string(root.Get("OutputIntents").List[0].Append(nil, func(n int) int { return n })), "P")
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
		pages := entry(t, d, entry(t, d, trailer(t, b).Get("Root")).Get("Pages"))
		if pages.Get("MediaBox").Kind != cos.Null {
			t.Error("the tree of pages has a box")
		}
		for i, kid := range pages.Get("Kids").List {
			p := entry(t, d, kid)
			var boxes []box
			for _, key := range []string{"MediaBox", "CropBox", "BleedBox", "TrimBox"} {
				bx, ok := readBox(p.Get(key))
				if !ok {
					t.Fatalf("page %d has no %s", i+1, key)
				}
				if len(boxes) > 0 && !bx.within(boxes[len(boxes)-1]) {
					t.Errorf("page %d: %s %v does not lie in %v", i+1, key, bx, boxes[len(boxes)-1])
				}
				boxes = append(boxes, bx)
			}
			trim, bleed := boxes[3], boxes[2]
			if w, h := trim.right-trim.left, trim.top-trim.bottom; w != e.Pages[i].Trim.W.Hundredths() || h != e.Pages[i].Trim.H.Hundredths() {
				t.Errorf("page %d is trimmed to %d by %d", i+1, w, h)
			}
			if got := trim.left - bleed.left; got != e.Pages[i].Bleed.Hundredths() {
				t.Errorf("page %d bleeds %d", i+1, got)
			}
			if margin := bleed.left - boxes[0].left; o.Marks != (margin == MarksMargin.Hundredths()) {
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
	if string(trailer(t, b).Get("ID").List[0].Raw) == string(trailer(t, want).Get("ID").List[0].Raw) {
		t.Error("another document has the same identifier")
	}
}

// TestOnlyLiving: every object but the first is referred to.
func TestOnlyLiving(t *testing.T) {
	b := finished(t, small(t), Options{})
	d := reread(t, b)
	live, err := d.Live(trailer(t, b).Get("Root").Ref, trailer(t, b).Get("Info").Ref)
	if err != nil || len(live) != d.Len()-1 {
		t.Errorf("%d of %d objects are alive: %v", len(live), d.Len()-1, err)
	}
	if !slices.IsSortedFunc(live, func(a, b cos.Numbered) int { return a.Number - b.Number }) {
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
	var walk func(o *cos.Object, depth int)
	walk = func(o *cos.Object, depth int) {
		for next := o.Get("First"); next.Kind == cos.Reference; {
			item := entry(t, d, next)
			title := decoded(item.Get("Title"))
			got = append(got, fmt.Sprint(strings.Repeat("  ", depth), title))
			walk(item, depth+1)
			next = item.Get("Next")
		}
	}
	walk(entry(t, d, entry(t, d, trailer(t, b).Get("Root")).Get("Outlines")), 0)
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
