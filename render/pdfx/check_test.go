package pdfx

import (
	"fmt"
	"strings"
	"testing"

	"duikai/layout/diag"
	"duikai/render/internal/cos"
)

// checked parses objects, numbered from 1, and checks the first.
func checked(t *testing.T, s Standard, objects ...string) []What {
	t.Helper()
	d, err := cos.Read(fileOf(objects...))
	if err != nil {
		t.Fatal(err)
	}
	o, err := d.Object(1)
	if err != nil {
		t.Fatal(err)
	}
	c := checker{d: d, x1a: s == X1a}
	c.object(o)
	return c.found
}

func form(content string) string {
	return fmt.Sprintf("<</Type /XObject /Subtype /Form /BBox [0 0 1 1] /Length %d>>\nstream\n%s\nendstream", len(content), content)
}

// TestPlantedFaults: everything the standards forbid in what comes from
// elsewhere, one by one; x4 tells whether PDF/X-4 forbids it too.
func TestPlantedFaults(t *testing.T) {
	for _, tt := range []struct {
		object string
		want   What
		x4     bool
	}{
		{"<</Subtype /Image /ColorSpace /DeviceRGB>>", rgbColour, true},
		{"<</Subtype /Image /ColorSpace /Device#52GB>>", rgbColour, true},
		{"<</ColorSpace [/Indexed /DeviceRGB 1 5 0 R]>>", rgbColour, true},
		{"<</ColorSpace <</C [/CalRGB <<>>]>>>>", rgbColour, false},
		{"<</ColorSpace <</C [/CalGray <<>>]>>>>", rgbColour, false},
		{"[/ICCBased 1 0 R]", rgbColour, false},
		{"[/Lab <<>>]", rgbColour, false},
		{"[/Separation /Gold [/Lab <<>>] 1 0 R]", rgbColour, false},
		{"<</ShadingType 2 /ColorSpace /DeviceRGB>>", rgbColour, true},
		{form("1 0 0 rg 0 0 1 1 re f"), rgbColour, true},
		{form("1 0 0 RG 0 0 m 1 1 l S"), rgbColour, true},
		{form("/DeviceRGB cs 1 0 0 sc"), rgbColour, true},
		{form("BI /W 1 /H 1 /CS /RGB /BPC 8 ID \x00EI\x00 EI"), rgbColour, true},
		{form("BI /W 1 /H 1 /CS [/Indexed /RGB 0 <000000>] /BPC 8 ID \x00 EI"), rgbColour, true},
		{"<</PatternType 1 /Length 8>>\nstream\n1 0 0 rg\nendstream", rgbColour, true},
		{"<</Subtype /Image /SMask 5 0 R>>", transparency, false},
		{"<</Type /ExtGState /SMask <</S /Alpha>>>>", transparency, false},
		{"<</Type /ExtGState /ca 0.5>>", transparency, false},
		{"<</Type /ExtGState /CA 0>>", transparency, false},
		{"<</Type /ExtGState /BM /Multiply>>", transparency, false},
		{"<</Type /ExtGState /BM [/Normal]>>", transparency, false},
		{"<</Subtype /Form /Group <</S /Transparency>>>>", transparency, false},
		{"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>", fontMissing, true},
		{"<</Type /Font /Subtype /TrueType /FontDescriptor <</Type /FontDescriptor>>>>", fontMissing, true},
		{"<</Type /Font /Subtype /CIDFontType2 /FontDescriptor 2 0 R>>", fontMissing, true},
		{"<</Filter /LZWDecode>>", filterBanned, true},
		{"<</Filter [/ASCII85Decode /LZWDecode]>>", filterBanned, true},
		{form("BI /W 1 /H 1 /CS /G /BPC 8 /F /LZW ID \x00 EI"), filterBanned, true},
		{"<</Filter /Crypt>>", filterBanned, true},
		{"<</Filter /JPXDecode>>", newerPDF, false},
		{"<</Subtype /Image /BitsPerComponent 16>>", newerPDF, false},
		{"<</Subtype /OpenType>>", newerPDF, false},
		{"<</OC 5 0 R>>", hiddenLayers, false},
		{"<</Type /OCG>>", hiddenLayers, false},
		{"<</Alternates [<<>>]>>", alternates, true},
		{"<</OPI <<>>>>", deviceSetting, true},
		{"<</Type /ExtGState /TR 5 0 R>>", deviceSetting, true},
		{"<</Type /ExtGState /TR2 /Identity>>", deviceSetting, true},
		{"<</Type /ExtGState /HT 5 0 R>>", deviceSetting, true},
		{"<</Subtype /PS>>", postscript, true},
		{form("PS"), postscript, true},
		{"<</AA <<>>>>", active, true},
		{"<</S /JavaScript>>", active, true},
		{"<</F (other.bin) /Length 1>>\nstream\n1\nendstream", active, true},
		{form("1 0 0 >> rg"), damaged, true},
		{form("BI /W 1 ID 000"), damaged, true},
		{"<</Subtype /Form /Filter /FlateDecode /Length 3>>\nstream\nabc\nendstream", damaged, true},
		{"<</Subtype /Form /Filter /RunLengthDecode /Length 1>>\nstream\n\x80\nendstream", filterUnread, true},
		{"<</Subtype /Form /Filter /FlateDecode /DecodeParms <</Predictor 2>> /Length 1>>\nstream\n\x80\nendstream", filterUnread, true},
	} {
		for s := X1a; s <= X4; s++ {
			got := checked(t, s, tt.object, "<</Type /FontDescriptor /FontName /A>>")
			if s == X1a || tt.x4 {
				if len(got) != 1 || got[0] != tt.want {
					t.Errorf("%v: %q: %q", s, tt.object, got)
				}
			} else if len(got) > 0 {
				t.Errorf("%v allows %q: %q", s, tt.object, got)
			}
		}
	}
	// The glyphs of a Type 3 font lie in objects of their own.
	if got := checked(t, X1a, "<</Type /Font /Subtype /Type3 /CharProcs 2 0 R>>", "<</rg 3 0 R>>", form("1 0 0 rg")); len(got) != 1 || got[0] != rgbColour {
		t.Errorf("a glyph in RGB: %q", got)
	}
}

// TestSound: what is allowed is not blamed.
func TestSound(t *testing.T) {
	for _, o := range []string{
		"<</Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode>>",
		"<</ColorSpace [/Separation /DIC#20156 /DeviceCMYK 5 0 R]>>",
		"<</Type /ExtGState /SMask /None /ca 1 /CA 1.0 /BM /Normal /OP true /op true /OPM 1 /TR2 /Default /HT /Default>>",
		"<</Subtype /Form /Resources <</XObject <</OC 5 0 R /AA 6 0 R>> /Font <</TR 7 0 R>>>>>>",
		form("0 0 0 1 k 0 g /Cs1 cs 1 scn (1 0 0 rg) Tj [(RG) <00> -3] TJ BI /W 1 /H 1 /CS /G ID rg EIrg EI % 1 0 0 rg\nf"),
		"<</Type /Font /Subtype /TrueType /FontDescriptor 2 0 R>>",
		"<</Type /Font /Subtype /Type0 /DescendantFonts [3 0 R]>>",
	} {
		if got := checked(t, X1a, o, "<</Type /FontDescriptor /FontFile2 9 0 R>>"); len(got) > 0 {
			t.Errorf("%s: %q", o, got)
		}
	}
}

// TestWords: every fault has Chinese words.
func TestWords(t *testing.T) {
	for _, w := range []What{rgbColour, transparency, fontMissing, filterBanned, filterUnread, newerPDF, active, hiddenLayers, alternates,
		deviceSetting, postscript, damaged, noProfile, newProfile, brokenProfile, otherProfile, aPicture, aBlock, aFont, anObject} {
		if zh := w.In(diag.Chinese); zh == string(w) || strings.TrimSpace(zh) == "" {
			t.Errorf("no Chinese for %q", w)
		}
		if w.In(diag.English) != string(w) {
			t.Errorf("other English for %q", w)
		}
	}
}
