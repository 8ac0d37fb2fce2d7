package separation_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"duikai/layout/artwork"
	"duikai/layout/pdffile"
	"duikai/render/internal/separation"
	"duikai/render/picture"
	"duikai/render/preflight"
)

// source is a PDF of one page: object 4 is its content, 5 its resources.
func source(content, resources string, more map[int]string) []byte {
	all := map[int]string{
		1: "<</Type /Catalog /Pages 2 0 R>>", 2: "<</Type /Pages /Kids [3 0 R] /Count 1>>",
		3: "<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources 5 0 R>>",
		4: stream("", content), 5: "<<" + resources + ">>",
	}
	maps.Copy(all, more)
	b := []byte("%PDF-1.6\n")
	for _, n := range slices.Sorted(maps.Keys(all)) {
		b = fmt.Appendf(b, "%d 0 obj\n%s\nendobj\n", n, all[n])
	}
	return append(b, "trailer\n<</Root 1 0 R>>\n"...)
}

func stream(entries, data string) string {
	return fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", entries, len(data), data)
}

// newsprint is made once: its tables take their time.
var newsprint = sync.OnceValues(func() (*picture.Press, error) { return picture.NewPress(picture.Options{}) })

func press(t *testing.T) *picture.Press {
	t.Helper()
	p, err := newsprint()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// convert takes the page out and converts it.
func convert(t *testing.T, pdf []byte) (*artwork.Extract, separation.Result) {
	t.Helper()
	x, err := artwork.ExtractPage(pdf, 1)
	if err != nil {
		t.Fatal(err)
	}
	return x, separation.Convert(x, press(t), nil)
}

func inflated(t *testing.T, v any) string {
	t.Helper()
	s := v.(*pdffile.Stream)
	z, err := zlib.NewReader(bytes.NewReader(s.Data))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(b))
}

// TestOperators looks at each operator of colour. Greys are black ink alone.
func TestOperators(t *testing.T) {
	const spaces = "/ColorSpace <</Cal [/CalRGB <</WhitePoint [0.9505 1 1.089] /Gamma [2.2 2.2 2.2]>>] /Lab [/Lab <</WhitePoint [0.96 1 0.82]>>] /P [/Pattern /DeviceRGB] /I [/Indexed /DeviceRGB 1 <000000FFFFFF>] /S [/Separation /Gold /DeviceCMYK 9 0 R]>>"
	more := map[int]string{9: "<</FunctionType 2 /Domain [0 1] /N 1 /C0 [0 0 0 0] /C1 [0 0 1 0]>>"}
	tests := []struct{ content, want string }{
		{"0 0 0 rg f", "0 0 0 1 k f"},
		{"0 0 0 RG S", "0 0 0 1 K S"},
		{"1 1 1 rg f", "0 0 0 0 k f"},
		{"/DeviceRGB cs 1 1 1 sc f", "0 0 0 1 k 0 0 0 0 k f"},
		{"/DeviceRGB CS 1 1 1 SCN S", "0 0 0 1 K 0 0 0 0 K S"},
		{"/Cal cs 0 0 0 scn", "0 0 0 1 k 0 0 0 1 k"},
		{"/Lab cs 100 0 0 scn", "0 0 0 1 k 0 0 0 0 k"},
		{"/P cs 0 0 0 /Q#20 scn", "/P cs 0 0 0 1 /Q#20 scn"},
		{"/I cs 1 sc", "/I cs 1 sc"},
		{"/S cs .5 scn", "/S cs .5 scn"},
		{"0 0 1 0 k 0.5 g f", "0 0 1 0 k 0.5 g f"},
		{"q /DeviceRGB cs q 0 g Q 1 1 1 sc Q 1 sc", "q 0 0 0 1 k q 0 g Q 0 0 0 0 k Q 1 sc"},
		{"1 1 1 sc", "0 0 0 0 k"},
		{"(0 0 0 rg) Tj % 1 0 0 rg\n1 1 1 rg", "(0 0 0 rg) Tj % 1 0 0 rg\n0 0 0 0 k"},
		{"1 1 rg f", "1 1 rg f"},
		{"BI /W 1 /H 1 /BPC 8 /CS /RGB /F /AHx ID FFFFFF> EI", "BI /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray"},
		{"BI /W 1 /H 1 /BPC 8 /CS [/I /RGB 0 <FFFFFF>] /F /AHx ID 00> EI", "BI /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace [/Indexed /DeviceCMYK 0 (\\000\\000\\000\\000)]"},
		{"BI /W 1 /H 1 /IM true ID x EI", "BI /W 1 /H 1 /IM true ID x EI"},
	}
	for _, tt := range tests {
		x, _ := convert(t, source(tt.content, spaces, more))
		if got := inflated(t, x.Objects[0]); !strings.HasPrefix(got, tt.want) || strings.HasSuffix(tt.want, "k") && got != tt.want {
			t.Errorf("%s\n%q, want\n%q", tt.content, got, tt.want)
		}
	}
}

// TestColoursFollowPictures: a colour has the inks that a picture of it has.
func TestColoursFollowPictures(t *testing.T) {
	x, done := convert(t, source("1 0.2 0 rg f", "", nil))
	link, err := press(t).Link(nil)
	if err != nil {
		t.Fatal(err)
	}
	var ink [4]byte
	link.Convert(ink[:], []byte{255, 51, 0}, 3, 1)
	var c, m, y, k float64
	if _, err := fmt.Sscanf(inflated(t, x.Objects[0]), "%f %f %f %f k", &c, &m, &y, &k); err != nil {
		t.Fatal(err)
	}
	for i, v := range []float64{c, m, y, k} {
		if d := v*255 - float64(ink[i]); d < -0.1 || d > 0.1 {
			t.Errorf("ink %d: %v, want %d of 255", i, v, ink[i])
		}
	}
	if m < 0.5 || y < 0.5 || c > 0.2 || done.Colours != 1 {
		t.Errorf("%v %v %v %v, %+v", c, m, y, k, done)
	}
}

// everything uses every place where a colour of a screen may stand.
func everything(t *testing.T) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 80, 80))
	for i := range 6400 {
		img.Set(i%80, i/80, color.RGBA{uint8(i % 80 * 3), uint8(i / 80 * 3), 90, 255})
	}
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, img, nil); err != nil {
		t.Fatal(err)
	}
	ramp := "<</FunctionType 2 /Domain [0 1] /N 1 /C0 [1 0 0] /C1 [0 0 1]>>"
	return source(`/DeviceRGB cs 1 0 0 sc f /S cs 1 scn f /N cs 1 0.5 scn f /P cs /T scn f /P cs /G scn f /C cs 1 0 0 /U scn f
/A sh /B sh /M sh /X Do /F Do /J Do /K Do /I Do /E gs BT /T3 9 Tf (a) Tj ET`,
		`/ColorSpace <</S [/Separation /Gold /DeviceRGB 10 0 R] /N [/DeviceN [/A /B] /DeviceRGB 11 0 R] /P /Pattern /C [/Pattern /DeviceRGB]>>
/Pattern <</T 12 0 R /G 13 0 R /U 14 0 R>> /Shading <</A 15 0 R /B 16 0 R /M 17 0 R>>
/XObject <</X 18 0 R /F 19 0 R /J 20 0 R /K 21 0 R /I 22 0 R>> /ExtGState <</E 23 0 R>> /Font <</T3 24 0 R>>`,
		map[int]string{
			10: ramp, 11: stream("/FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1]", "{ 2 copy mul 3 1 roll exch pop 0.5 exch dup 0.5 gt { pop 1 } if }"),
			12: stream("/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources <<>>", "0 1 0 rg 0 0 4 4 re f"),
			13: "<</PatternType 2 /Shading 15 0 R>>",
			14: stream("/PatternType 1 /PaintType 2 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources <<>>", "0 0 4 4 re f"),
			15: "<</ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 9 0] /Background [0 1 0] /Function " + ramp + ">>",
			16: "<</ShadingType 1 /ColorSpace /DeviceRGB /Function 11 0 R>>",
			17: stream("/ShadingType 4 /ColorSpace /DeviceRGB /BitsPerCoordinate 8 /BitsPerComponent 4 /BitsPerFlag 4 /Decode [0 1 0 1 0 1 0 1 0 1]", "\x00\x00\x0f\x00\x0f\xf0\x00\xf0\x00\x8f\xf0\x0f"),
			18: stream("/Type /XObject /Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Mask [250 255 0 9 0 9]", "\xff\x00\x00\x00\x00\xff"),
			19: stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Group <</S /Transparency /CS /DeviceRGB>>", "0 0 1 RG S"),
			20: stream("/Type /XObject /Subtype /Image /Width 80 /Height 80 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode", photo.String()),
			21: stream("/Type /XObject /Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace [/Lab <</WhitePoint [0.96 1 0.82]>>]", "\x80\xff\x80\x80\x00\x00"),
			22: stream("/Type /XObject /Subtype /Image /Width 8 /Height 1 /BitsPerComponent 1 /ColorSpace [/Indexed /DeviceRGB 1 25 0 R]", "\x55"),
			23: "<</SMask <</S /Luminosity /BC [0 0 0] /G 26 0 R>> /OP true /op true /OPM 1>>",
			24: "<</Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [0.1 0 0 0.1 0 0] /FirstChar 97 /LastChar 97 /Widths [9] /Encoding <</Differences [97 /a]>> /CharProcs <</a 27 0 R>>>>",
			25: stream("", "\xff\x00\x00\x00\xff\x00"),
			26: stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Group <</S /Transparency /CS /DeviceRGB>>", "0.5 0.5 0.5 rg 0 0 9 9 re f"),
			27: stream("", "9 0 d0 1 0.5 0 rg 0 0 9 9 re f"),
		})
}

// TestNothingIsLeft converts everything, and lets preflight look for colours of
// screens in what comes of it.
func TestNothingIsLeft(t *testing.T) {
	colours := map[preflight.Code]bool{preflight.RGB: true, preflight.Independent: true, preflight.Alternate: true, preflight.DefaultSpace: true, preflight.BadSpace: true}
	count := func(b []byte) (n int) {
		for _, f := range preflight.Check(b, preflight.Options{Standard: preflight.X4, Page: 1, Artwork: true}) {
			if colours[f.Code] {
				n++
			}
		}
		return n
	}
	pdf := everything(t)
	if n := count(pdf); n < 5 {
		t.Errorf("%d colours of screens before", n)
	}
	x, done := convert(t, pdf)
	if len(done.Faults) > 0 || done.Pictures != 4 || done.Shadings != 3 || done.Colours != 6 {
		t.Errorf("%+v", done)
	}
	document := x.Document()
	if n := count(document); n > 0 {
		t.Errorf("%d colours of screens are left: %v", n, preflight.Check(document, preflight.Options{Standard: preflight.X4, Page: 1, Artwork: true}))
	}
	for _, word := range []string{"DeviceRGB", "CalRGB", "/Lab", "/OPM 1"} {
		if strings.Contains(string(document), word) {
			at := strings.Index(string(document), word)
			t.Errorf("%s is still there: %q", word, document[max(0, at-200):at+50])
		}
	}
	again, _ := convert(t, pdf)
	if !bytes.Equal(document, again.Document()) {
		t.Error("another time it is another document")
	}
	// What is in ink stays as it is.
	if done := separation.Convert(x, press(t), nil); done.Colours+done.Pictures+done.Shadings > 0 {
		t.Errorf("twice: %+v", done)
	}
}

// TestMasks: what a mask of luminosity is painted with becomes light and dark.
func TestMasks(t *testing.T) {
	x, _ := convert(t, everything(t))
	found := false
	for _, o := range x.Objects {
		if s, ok := o.(*pdffile.Stream); ok && s.Dict["Subtype"] == pdffile.Name("Form") && strings.HasPrefix(inflated(t, s), "0.502 g") {
			group := s.Dict["Group"].(pdffile.Dict)
			found = group["CS"] == pdffile.Name("DeviceGray")
		}
	}
	if !found {
		t.Error("the mask is no grey")
	}
}

// TestFaults: what cannot be converted is told by its object in the file.
func TestFaults(t *testing.T) {
	picture := func(entries, data string) map[int]string {
		return map[int]string{40: stream("/Type /XObject /Subtype /Image /Width 2 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceRGB "+entries, data)}
	}
	for _, tt := range []struct {
		name      string
		more      map[int]string
		resources string
		want      separation.Fault
	}{
		{"JPEG 2000", picture("/Filter /JPXDecode", "x"), "/XObject <</X 40 0 R>>", separation.Fault{Object: 40, What: "Image", Why: "JPXDecode"}},
		{"a broken JPEG", picture("/Filter /DCTDecode", "x"), "/XObject <</X 40 0 R>>", separation.Fault{Object: 40, What: "Image", Why: "unexpected EOF"}},
		{"premultiplied", picture("/SMask <</Matte [0 0 0]>>", "xxxxxx"), "/XObject <</X 40 0 R>>", separation.Fault{Object: 40, What: "Image", Why: "SMask Matte"}},
		{"a shading without function", map[int]string{40: "<</ShadingType 2 /ColorSpace /DeviceRGB>>"}, "/Shading <</X 40 0 R>>", separation.Fault{Object: 40, What: "Shading 2", Why: "its function cannot be read"}},
	} {
		x, done := convert(t, source("/X Do", tt.resources, tt.more))
		if len(done.Faults) != 1 || done.Faults[0] != tt.want {
			t.Errorf("%s: %+v", tt.name, done)
		}
		if !strings.Contains(string(x.Document()), "DeviceRGB") {
			t.Errorf("%s: it has changed", tt.name)
		}
	}
}

// FuzzConvert looks for panics and for what takes for ever.
func FuzzConvert(f *testing.F) {
	f.Add([]byte("1 0 0 rg /X Do"))
	f.Add([]byte("BI /W 9 /H 9 /CS /RGB ID xEI"))
	p, err := newsprint()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if x, err := artwork.ExtractPage(source(string(b), "", nil), 1); err == nil {
			separation.Convert(x, p, nil)
		}
		if x, err := artwork.ExtractPage(b, 1); err == nil {
			separation.Convert(x, p, nil)
		}
	})
}
