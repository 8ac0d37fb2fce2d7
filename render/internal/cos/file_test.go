package cos

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// sample is a document with a reference in every kind of value, a stream, and an
// object that nothing needs.
func sample() *Document {
	d := &Document{Trailer: Dict("Root", RefTo(1)), parsed: make([]*Object, 1)}
	d.AddValue(Dict("Type", NameOf("Catalog"), "Pages", RefTo(3)))
	d.AddValue(Literal("nobody asks for it"))
	d.AddValue(Dict("Type", NameOf("Pages"), "Kids", ArrayOf(RefTo(4)), "Count", Whole(1)))
	d.AddValue(Dict("Type", NameOf("Page"), "Parent", RefTo(3), "Contents", RefTo(5), "Half", Hundredths(-50)))
	d.Add(StreamOf(Dict(), []byte(strings.Repeat("q Q ", 50))))
	return d
}

func written(t testing.TB, d *Document) []byte {
	t.Helper()
	b, err := d.Write("1.7", 0, "00FF")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestWriteAndRead: what was written is read as what it was, without what nothing
// refers to, and written again it is the same bytes.
func TestWriteAndRead(t *testing.T) {
	once := written(t, sample())
	d, err := Read(once)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := d.Pages()
	if err != nil || len(pages) != 1 || d.Len() != 5 {
		t.Fatalf("%d objects, pages %v: %v", d.Len()-1, pages, err)
	}
	if half, _ := pages[0].Get("Half").Float(); half != -0.5 {
		t.Errorf("a half is %v", half)
	}
	content, err := d.Of(pages[0].Get("Contents"), "")
	if err != nil {
		t.Fatal(err)
	}
	if b, err := content.Inflated(); err != nil || string(b) != strings.Repeat("q Q ", 50) || len(content.Stream) >= len(b) {
		t.Errorf("the content is %q: %v", b, err)
	}
	if twice := written(t, d); !bytes.Equal(once, twice) {
		t.Errorf("written again:\n%s\nnot\n%s", twice, once)
	}
}

// TestClone: what is done to a clone is not done to the document.
func TestClone(t *testing.T) {
	d := sample()
	c := d.Clone()
	pages, _ := c.Pages()
	pages[0].Set("Rotate", Whole(90))
	pages[0].Get("Half").Raw[0] = pages[0].Get("Half").Raw[0] // shared, and nobody changes it
	tree, _ := c.Object(3)
	tree.Get("Kids").List[0] = RefTo(1)
	c.Replace(RefTo(5), &Object{Value: Whole(1)})
	before := written(t, sample())
	if after := written(t, d); !bytes.Equal(before, after) {
		t.Errorf("the document became\n%s", after)
	}
}

// TestReadRefuses: what looks otherwise than gopdf and this package write it.
func TestReadRefuses(t *testing.T) {
	b := written(t, sample())
	for n := range b {
		if d, err := Read(b[:n]); err == nil || !errors.Is(err, ErrForeign) {
			t.Fatalf("cut off after %d of %d bytes: %v %v", n, len(b), d, err)
		}
	}
	for _, change := range [][2]string{
		{"%PDF-1.7", "%PDF-2.0"}, {"\n%%EOF\n", "\n%%EOF "}, {"xref\n0 ", "xref\n1 "}, {" 00000 n \n", " 00001 n \n"}, {"trailer\n", "trailer "},
		{"/Size 5", "/Size 6"}, {"/Root 1 0 R", "/Root null "}, {"/ID[", "/Prev 3 /ID["}, {"/ID[", "/XRefStm 3 /ID["}, {"/ID[", "/Encrypt 1 0 R/ID["},
		{"1 0 obj\n", "9 0 obj\n"}, {"\nendobj", "\nendoby"}, {"stream\n", "steam!\n"}, {"\nendstream", "\nendsteam!"}, {"/Length ", "/Lenght "}, {"/Length ", "/Length 9"},
	} {
		if !bytes.Contains(b, []byte(change[0])) {
			t.Fatalf("%q is no change", change)
		}
		d, err := Read(bytes.Replace(b, []byte(change[0]), []byte(change[1]), 1))
		for i := 1; err == nil && i < d.Len(); i++ {
			_, err = d.Object(i)
		}
		if !errors.Is(err, ErrForeign) {
			t.Errorf("%q: %v", change, err)
		}
	}
}

// TestIndirectLength: the length of a stream may be an object of its own.
func TestIndirectLength(t *testing.T) {
	doc := "%PDF-1.4\n"
	var places []int
	for i, o := range []string{"<</Type /Catalog /Pages 2 0 R>>", "<</Length 3 0 R>>\nstream\nabc\nendstream", "3"} {
		places = append(places, len(doc))
		doc += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := len(doc)
	doc += "xref\n0 4\n0000000000 65535 f \n"
	for _, p := range places {
		doc += fmt.Sprintf("%010d 00000 n \n", p)
	}
	doc += fmt.Sprintf("trailer\n<</Size 4 /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", at)
	d, err := Read([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	o, err := d.Object(2)
	if n, ok := o.Get("Length").Int(); err != nil || !ok || n != 3 || string(o.Stream) != "abc" {
		t.Errorf("%+v %v", o, err)
	}
}

// TestDamage turns bytes into others, thousands of times: nothing falls, and what
// is still read can be written.
func TestDamage(t *testing.T) {
	b := written(t, sample())
	r := rand.New(rand.NewPCG(3, 4))
	refused := 0
	const rounds = 5000
	pieces := []string{"<<", ">>", "[", "]", "(", ")", "<", ">", "/", " ", "0", "9999999999", "1 0 R", "stream\n", "-", ".", "\x00", "/Type", "null"}
	for range rounds {
		damaged := bytes.Clone(b)
		copy(damaged[r.IntN(len(damaged)):], pieces[r.IntN(len(pieces))])
		d, err := Read(damaged)
		if err == nil {
			_, err = d.Write("1.7", 0, "")
		}
		if err != nil {
			refused++
		}
	}
	if refused < rounds/3 || refused == rounds {
		t.Errorf("%d of %d were refused", refused, rounds)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(written(f, sample()))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := Read(b)
		if err != nil {
			return
		}
		if out, err := d.Write("1.7", 0, ""); err == nil {
			if _, err := Read(out); err != nil {
				t.Errorf("our own file: %v", err)
			}
		}
	})
}

func FuzzContent(f *testing.F) {
	f.Add([]byte("BI /W 1 /CS /RGB ID \x00EI EI (a) Tj << /A [1 2] >> DP"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for s := Scan(b); ; {
			if _, more := s.Next(); !more {
				return
			}
		}
	})
}

// TestNumbers: hundredths and decimals are as short as they can be.
func TestNumbers(t *testing.T) {
	for h, want := range map[int64]string{0: "0", 5: "0.05", -5: "-0.05", 50: "0.5", 100: "1", -12345: "-123.45", 1230: "12.3"} {
		if got := string(AppendHundredths(nil, h)); got != want {
			t.Errorf("%d hundredths are %s, not %s", h, got, want)
		}
	}
	for x, want := range map[float64]string{1.5: "1.5", 100: "100", 0.125: "0.125", 1e-9: "0.000000001"} {
		if got := Decimal(x, 10); got != want {
			t.Errorf("%v is %s, not %s", x, got, want)
		}
	}
}

// TestText: a text string says characters in ASCII as they are, others in UTF-16.
func TestText(t *testing.T) {
	for s, want := range map[string]string{"a(b)\\": `(a\(b\)\\)`, "中𠮷": "<FEFF4E2DD842DFB7>", "\n": "<FEFF000A>"} {
		if got := string(Text(s).Raw); got != want {
			t.Errorf("%q is %s, not %s", s, got, want)
		}
	}
	if v := EscapedName("a b#(é"); string(v.Raw) != "/a#20b#23#28#C3#A9" || v.PlainName() != "a b#(é" || !v.Is("a b#(é") {
		t.Errorf("%s is %q", v.Raw, v.PlainName())
	}
}
