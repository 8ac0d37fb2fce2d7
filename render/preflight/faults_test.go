package preflight_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/render/preflight"
)

// planted is a fault put into a clean file: the code that must be found, and
// nothing else.
type planted struct {
	name string
	file []byte
	want []preflight.Code
	o    preflight.Options
}

func one(name string, d document, want ...preflight.Code) planted {
	return planted{name: name, file: d.write(), want: want}
}

// codesOf are the codes of findings, each once.
func codesOf(list []preflight.Finding) []preflight.Code {
	var out []preflight.Code
	for _, f := range list {
		out = append(out, f.Code)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func run(t *testing.T, tests []planted) {
	t.Helper()
	names := make(map[string]bool)
	for _, tt := range tests {
		if names[tt.name] {
			t.Errorf("two are called %q", tt.name)
		}
		names[tt.name] = true
		t.Run(tt.name, func(t *testing.T) {
			got := preflight.Check(tt.file, tt.o)
			want := slices.Clone(tt.want)
			slices.Sort(want)
			if !slices.Equal(codesOf(got), want) {
				t.Errorf("found %v, planted %v", codesOf(got), want)
				for _, f := range got {
					t.Logf("page %d, object %d: %s [%s]", f.Page, f.Object, f.Text(diag.English), f.Code)
				}
			}
		})
	}
}

func TestPlantedInDocument(t *testing.T) {
	x1a, x4 := clean(false), clean(true)
	newer := x1a
	newer.version = "1.6"
	noID := x1a
	noID.trailer = "/Info 12 0 R"
	locked := x1a
	locked.trailer += " /Encrypt 18 0 R"
	torn := x1a.write()
	torn = slices.Concat(torn[:len(torn)-8], []byte("9\n%%EOF\n"))
	protected := x1a
	protected.trailer = "/Info 12 0 R /Encrypt " + ownersAlone()
	unread := func(d document) []byte {
		return bytes.Replace(d.write(), []byte("startxref\n"), []byte("startxref\n9"), 1)
	}
	action := "<</S /URI /URI (http://example.org)>>"
	bookmark := x1a.change(catalogue, ">>", " /Outlines 18 0 R>>").with(spare, "<</First 19 0 R /Last 19 0 R>>").with(spare2, "<</Title (a) /Parent 18 0 R /A "+action+">>")
	run(t, []planted{
		{"no PDF", []byte("notes"), []preflight.Code{preflight.NotPDF}, preflight.Options{}},
		{"cut off", x1a.write()[:200], []preflight.Code{preflight.Damaged}, preflight.Options{}},
		{"table damaged", torn, []preflight.Code{preflight.Repaired}, preflight.Options{}},
		{"an object that nothing draws", unread(x1a.change(catalogue, ">>", " /PieceInfo 18 0 R>>").with(spare, "<</X [>>")), []preflight.Code{preflight.Repaired, preflight.UnreadObject}, preflight.Options{}},
		{"an object that is drawn", unread(x1a.paint("/X Do ").change(resources, "/XObject <<", "/XObject <</X 18 0 R ").with(spare, "<</X [>>")), []preflight.Code{preflight.Repaired, preflight.UnreadObject, preflight.BadObject, preflight.NoResource}, preflight.Options{}},
		{"locked by its owner alone", protected.write(), []preflight.Code{preflight.Protected}, preflight.Options{}},
		one("content that the file does not hold", x1a.change(page1, "/Contents 4 0 R", "/Contents [4 0 R 99 0 R]"), preflight.BadObject),
		one("encrypted", locked.with(spare, "<</Filter /Standard>>"), preflight.Encrypted),
		one("version", newer, preflight.Version),
		one("version in the catalogue", x1a.change(catalogue, ">>", " /Version /1.7>>"), preflight.Version),
		{"cross-reference stream", x1a.packed(), []preflight.Code{preflight.XRefStream}, preflight.Options{}},
		{"object stream", x1a.packed(state, intent), []preflight.Code{preflight.XRefStream, preflight.ObjectStream}, preflight.Options{}},
		{"object stream in X-4", x4.packed(state, intent), nil, preflight.Options{}},
		one("no identifier", noID, preflight.NoID),
		one("no claim", x1a.change(info, "/GTS_PDFXVersion (PDF/X-1a:2003)", ""), preflight.NoClaim),
		one("claim of X-3", x1a.change(info, "X-1a:2003", "X-3:2003"), preflight.ClaimDiffers),
		one("edition of 2001", x1a.change(info, "(PDF/X-1a:2003)", "(PDF/X-1:2001) /GTS_PDFXConformance (PDF/X-1a:2001)"), preflight.OlderEdition),
		one("conformance", x1a.change(info, "(PDF/X-1a:2003)", "(PDF/X-1a:2003) /GTS_PDFXConformance (PDF/X-1a:2001)"), preflight.Conformance),
		one("title", x1a.change(info, "(A page)", "( )"), preflight.InfoTitle),
		one("no date", x1a.change(info, "/ModDate (D:20261123060000+08'00')", ""), preflight.InfoDate),
		one("wrong date", x1a.change(info, "(D:20261123", "(2026-11-23"), preflight.InfoDate),
		one("trapped", x1a.change(info, "/False", "/Unknown"), preflight.Trapped),
		one("trapped is no name", x1a.change(info, "/False", "false"), preflight.Trapped),
		{"not X-4", x1a.write(), []preflight.Code{preflight.NoMetadata, preflight.NoProfile}, preflight.Options{Standard: preflight.X4}},
		one("metadata broken", x4.with(metadata, streamBody("", xmpPacket[:200])).change(info, "<<", "<</GTS_PDFXVersion (PDF/X-4)"), preflight.BadMetadata),
		one("metadata key", x4.change(metadata, "xmp:CreateDate>2026", "xmp:CreatorTool>2026").change(metadata, "/xmp:CreateDate", "/xmp:CreatorTool"), preflight.MetadataKey),
		one("trapped in metadata", x4.change(metadata, `pdf:Trapped="False"`, `pdf:Trapped="false"`), preflight.Trapped),
		one("titles differ", x4.change(info, "(A page)", "(Another)"), preflight.MetadataOther),
		one("claim of X-4p", x4.change(metadata, "PDF/X-4<", "PDF/X-4p<").change(info, "<<", "<</GTS_PDFXVersion (PDF/X-4)"), preflight.ClaimDiffers, preflight.MetadataOther),

		one("no output intent", x1a.change(catalogue, "/OutputIntents [13 0 R]", ""), preflight.NoIntent),
		one("another output intent", x1a.change(intent, "/GTS_PDFX", "/GTS_PDFA1"), preflight.NoIntent),
		one("two output intents", x1a.change(catalogue, "[13 0 R]", "[13 0 R 13 0 R]"), preflight.Intents),
		one("no condition", x1a.change(intent, "(IFRA26)", "()"), preflight.NoCondition),
		one("no registry", x1a.change(intent, "/RegistryName (http://www.color.org)", ""), preflight.NoRegistry),
		one("no profile in X-4", x4.change(intent, "/DestOutputProfile 14 0 R", "/RegistryName (http://www.color.org)"), preflight.NoProfile),
		one("profile cut off", x4.with(profile, streamBody("/N 4", iccProfile("prtr", "CMYK", 2)[:100])), preflight.BadProfile),
		one("profile of a wrong length", x4.with(profile, streamBody("/N 4", iccProfile("prtr", "CMYK", 2)+"0000")), preflight.BadProfile),
		one("profile of a screen", x4.with(profile, streamBody("/N 4", iccProfile("mntr", "CMYK", 2))), preflight.ProfileClass),
		one("profile of RGB", x4.with(profile, streamBody("/N 3", iccProfile("prtr", "RGB ", 2))), preflight.ProfileColours),
		one("profile with a wrong N", x4.with(profile, streamBody("/N 3", iccProfile("prtr", "CMYK", 2))), preflight.ProfileColours),
		one("profile of version 5", x4.with(profile, streamBody("/N 4", iccProfile("prtr", "CMYK", 5))), preflight.ProfileVersion),
		one("profile of version 4 in X-1a", x1a.change(intent, "/RegistryName (http://www.color.org)", "/DestOutputProfile 14 0 R").with(profile, streamBody("/N 4", iccProfile("prtr", "CMYK", 4))), preflight.ProfileVersion),

		one("form fields", x1a.change(catalogue, ">>", " /AcroForm <</Fields [18 0 R]>>>>").with(spare, "<</FT /Tx>>"), preflight.FormFields),
		one("opening action", x1a.change(catalogue, ">>", " /OpenAction "+action+">>"), preflight.Action),
		one("opening place", x1a.change(catalogue, ">>", " /OpenAction [3 0 R /Fit]>>")),
		one("page action", x1a.change(page1, "/Type", "/AA <</S /X /O "+action+">> /Type"), preflight.Action),
		one("bookmark with an action", bookmark, preflight.Action),
		one("script", x1a.change(catalogue, ">>", " /OpenAction <</S /JavaScript /JS (app.beep)>>>>"), preflight.JavaScript),
		one("script by name", x1a.change(catalogue, ">>", " /Names <</JavaScript <</Names []>>>>>>"), preflight.JavaScript),
		one("embedded file", x1a.change(catalogue, ">>", " /Names <</EmbeddedFiles <</Names []>>>>>>"), preflight.EmbeddedFile),
		one("layers", x1a.change(catalogue, ">>", " /OCProperties <</OCGs [] /D <<>>>>>>"), preflight.Layers),
		one("layers in X-4", x4.change(catalogue, ">>", " /OCProperties <</OCGs [] /D <<>>>>>>")),
	})
}

func TestPlantedInPage(t *testing.T) {
	x1a := clean(false)
	two := x1a.change(pages, "[3 0 R] /Count 1", "[3 0 R 18 0 R] /Count 2").with(spare, "<</Type /Page /Parent 2 0 R /TrimBox [10 10 270 390] /Resources <<>>>>")
	turned := x1a.change(pages, "[3 0 R] /Count 1", "[3 0 R 18 0 R] /Count 2").with(spare, "<</Type /Page /Parent 2 0 R /Rotate 90 /MediaBox [0 0 400 300] /TrimBox [10 10 390 290] /Resources <<>>>>")
	annot := func(entries string) document {
		return x1a.change(page1, "/Type", "/Annots [18 0 R] /Type").with(spare, "<</Type /Annot "+entries+">>")
	}
	run(t, []planted{
		one("no trim", x1a.change(page1, "/TrimBox [10 10 290 390]", ""), preflight.NoTrim),
		one("art instead of trim", x1a.change(page1, "/TrimBox", "/ArtBox")),
		one("trim and art", x1a.change(page1, "/TrimBox", "/ArtBox [20 20 280 380] /TrimBox"), preflight.TrimAndArt),
		one("trim over bleed", x1a.change(page1, "[10 10 290", "[4 10 290"), preflight.BoxOrder),
		one("bleed over media", x1a.change(page1, "[5 5 295", "[5 -5 295"), preflight.BoxOrder),
		one("box without area", x1a.change(page1, "/TrimBox", "/ArtBox [1 1 1 1] /TrimBox"), preflight.BadBox),
		one("user unit in X-4", clean(true).change(page1, "/Type", "/UserUnit 2 /Type").change(content1, "36 0 0 36", "18 0 0 18")),
		one("user unit", x1a.change(page1, "/Type", "/UserUnit 2 /Type").change(content1, "36 0 0 36", "18 0 0 18"), preflight.UserUnit),
		one("pages of two sizes, the second without content", two, preflight.TrimDiffers, preflight.Blank),
		one("no content", x1a.with(content1, streamBody("", "")), preflight.Blank),
		one("white alone", x1a.with(content1, streamBody("", "0 0 0 0 k 10 10 200 200 re f 1 g 1 G 10 10 m 20 20 l S")), preflight.Blank),
		one("beside the page", x1a.with(content1, streamBody("", "0 0 0 1 k -90 -90 20 20 re f")), preflight.Blank),
		one("a note over white", x1a.with(content1, streamBody("", "")).change(page1, "/Type", "/Annots [18 0 R] /Type").with(spare, "<</Type /Annot /Subtype /PrinterMark /Rect [0 0 4 4]>>")),
		one("a line at its edge", x1a.with(content1, streamBody("", "0 0 0 1 K 2 w 10 10 m 20 20 l S"))),
		one("a shading", x1a.with(content1, streamBody("", "/Pattern cs /None scn 10 10 200 200 re f")), preflight.NoResource),
		one("turned askew", x1a.change(page1, "/Type", "/Rotate 45 /Type"), preflight.OddTurn),
		one("turned by a word", x1a.change(page1, "/Type", "/Rotate /Left /Type"), preflight.OddTurn),
		one("turned twice", x1a.change(page1, "/Type", "/Rotate 180.0 /Type")),
		one("a turned page of the same size", turned, preflight.Blank),
		{"size", x1a.write(), []preflight.Code{preflight.TrimSize}, preflight.Options{Trim: geom.Size{W: 280 * geom.Pt, H: 390 * geom.Pt}}},
		{"right size", x1a.write(), nil, preflight.Options{Trim: geom.Size{W: 281 * geom.Pt, H: 380 * geom.Pt}}},
		one("comment", annot("/Subtype /Text /Rect [20 20 40 40]"), preflight.Annotation),
		one("comment outside", annot("/Subtype /Text /Rect [-20 20 2 40]")),
		one("printer's mark", annot("/Subtype /PrinterMark /Rect [20 20 40 40]")),
		one("link", annot("/Subtype /Link /Rect [20 20 40 40] /A <</S /URI /URI (x)>>"), preflight.Annotation, preflight.Action),
	})
}

func TestPlantedInObjects(t *testing.T) {
	x1a, x4 := clean(false), clean(true)
	form := func(entries string) document {
		return x1a.change(20, "/Subtype /Form", "/Subtype /Form "+entries)
	}
	jpx := streamBody("/Type /XObject /Subtype /Image /Width 100 /Height 100 /Filter /JPXDecode", "jP")
	gs := func(d document, entries string) document {
		return d.resource("").change(resources, "/G1 11 0 R", "/G1 11 0 R /G2 18 0 R").with(spare, "<<"+entries+">>").paint("q /G2 gs Q\n")
	}
	run(t, []planted{
		one("LZW", x1a.with(content1, streamBody("/Filter /LZWDecode", "\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01")), preflight.LZW, preflight.BadContent),
		one("LZW in a font", x1a.with(unicode, streamBody("/Filter /LZWDecode", "\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01")), preflight.LZW),
		one("JPEG 2000", x1a.with(picture, jpx), preflight.JPX),
		one("JPEG 2000 in X-4", x4.with(picture, jpx)),
		one("JPEG 2000 of four plates in X-4", x4.with(picture, strings.Replace(jpx, "/Width", "/ColorSpace /DeviceCMYK /Width", 1)), preflight.NotMeasured),
		one("data elsewhere", x1a.change(unicode, "<<", "<</F (map.txt)"), preflight.ExternalData),
		one("PostScript", x1a.change(resources, "/X1 20 0 R", "/X1 20 0 R /P 18 0 R").with(spare, streamBody("/Type /XObject /Subtype /PS", "showpage")), preflight.PostScript),
		one("PostScript form", form("/Subtype2 /PS"), preflight.PostScript),
		one("alternates", x1a.with(picture, cmykPicture(100, 100, "\x80\x40\x20\x10", "/Alternates [<</Image 15 0 R /DefaultForPrinting true>>]")), preflight.Alternates),
		one("OPI", form("/OPI <</2.0 <</Type /OPI>>>>"), preflight.OPI),
		one("page of another file", form("/Ref <</F (a.pdf) /Page 0>>"), preflight.Reference),

		one("soft mask", gs(x1a, "/SMask <</S /Luminosity /G 20 0 R>>"), preflight.SoftMask),
		one("soft mask none", gs(x1a, "/SMask /None /ca 1 /CA 1 /BM /Normal")),
		one("soft mask in X-4", gs(x4, "/SMask <</S /Luminosity /G 20 0 R>>")),
		one("picture with a soft mask", x1a.with(picture, cmykPicture(100, 100, "\x80\x40\x20\x10", "/SMask 18 0 R")).with(spare, cmykPicture(9, 9, "0", "")), preflight.SoftMask),
		one("opacity of fills", gs(x1a, "/ca 0.5"), preflight.Opacity),
		one("opacity of lines", gs(x1a, "/CA 0.5"), preflight.Opacity),
		one("opacity in X-4", gs(x4, "/ca 0.5")),
		one("blend mode", gs(x1a, "/BM /Multiply"), preflight.BlendMode),
		one("blend modes", gs(x1a, "/BM [/Odd /Normal]"), preflight.BlendMode),
		one("group", form("/Group <</S /Transparency>>"), preflight.Group),
		one("group of the page", x1a.change(page1, "/Type", "/Group <</S /Transparency /CS /DeviceCMYK>> /Type"), preflight.Group),
		one("group in X-4", x4.change(page1, "/Type", "/Group <</S /Transparency /CS /DeviceCMYK>> /Type")),
		one("group of RGB in X-4", x4.change(page1, "/Type", "/Group <</S /Transparency /CS /DeviceRGB>> /Type"), preflight.RGB),
		one("transfer function", gs(x1a, "/TR /Identity"), preflight.Transfer),
		one("transfer function 2", gs(x4, "/TR2 <</FunctionType 2 /N 2 /Domain [0 1]>>"), preflight.Transfer),
		one("transfer function by default", gs(x1a, "/TR2 /Default")),
		one("halftone of type 6", gs(x1a, "/HT <</HalftoneType 6 /Width 4 /Height 4>>"), preflight.Halftone),
		one("named halftone", gs(x1a, "/HT <</HalftoneType 1 /HalftoneName (Own) /Frequency 85 /Angle 45 /SpotFunction /Round>>"), preflight.Halftone),
		one("halftone", gs(x1a, "/HT <</HalftoneType 1 /Frequency 85 /Angle 45 /SpotFunction /Round>>")),
	})
}

func TestPlantedInFonts(t *testing.T) {
	x1a, x4 := clean(false), clean(true)
	simple := func(d document, entries, text string) document {
		return d.change(resources, "/F1 6 0 R", "/F1 6 0 R /F2 18 0 R").with(spare, "<</Type /Font "+entries+">>").paint("BT /F2 9 Tf 60 300 Td " + text + " Tj ET\n")
	}
	cff := func(d document, char string) document {
		return d.change(descendant, "CIDFontType2", "CIDFontType0").change(descendant, "/CIDToGIDMap /Identity", "").
			change(descriptor, "FontFile2", "FontFile3").with(program, streamBody("/Subtype /CIDFontType0C", string(cidFont(char))))
	}
	badLoca := strings.Replace(x1a.objects[program], "loca", "lock", 1)
	run(t, []planted{
		one("no such font", x1a.paint("BT /F9 9 Tf (a) Tj ET\n"), preflight.FontMissing),
		one("not embedded", x1a.change(descriptor, "/FontFile2 9 0 R", ""), preflight.NotEmbedded),
		one("standard font", simple(x1a, "/Subtype /Type1 /BaseFont /Helvetica", "(a)"), preflight.NotEmbedded),
		one("standard font, not seen", simple(x1a, "/Subtype /Type1 /BaseFont /Helvetica", "3 Tr (a)")),
		one("wrong program", x1a.change(descriptor, "FontFile2", "FontFile"), preflight.FontFileType),
		one("OpenType in X-1a", x1a.change(descriptor, "FontFile2", "FontFile3").change(program, "<<", "<</Subtype /OpenType "), preflight.FontFileType),
		one("OpenType in X-4", x4.change(descriptor, "FontFile2", "FontFile3").change(program, "<<", "<</Subtype /OpenType ")),
		one("damaged", x1a.with(program, badLoca), preflight.BadFont),
		one("not TrueType", x1a.with(program, streamBody("", "notes")), preflight.BadFont),
		one("no subset", x1a.change(descendant, "ABCDEF+", "").change(descriptor, "ABCDEF+", ""), preflight.WholeFont),
		one("names differ", x1a.change(descriptor, "ABCDEF+", "GHIJKL+"), preflight.SubsetTag),
		one("no map to Unicode", x1a.change(type0, "/ToUnicode 10 0 R", ""), preflight.NoUnicode),
		one("widths", x1a.change(descendant, "[1000 500]", "[1000 520]"), preflight.Widths),
		one("usual width", x1a.change(descendant, "/W [1 [1000 500]]", "/W [1 1 1000]"), preflight.Widths),
		one("widths within rounding", x1a.change(descendant, "[1000 500]", "[1000 500.6]")),
		one("no such glyph", x1a.paint("BT /F1 9 Tf 60 300 Td <0003> Tj ET\n"), preflight.NoGlyph),
		one("missing character", x1a.paint("BT /F1 9 Tf 60 300 Td <0000> Tj ET\n"), preflight.Notdef),
		one("no map of glyphs", x1a.change(descendant, "/CIDToGIDMap /Identity", ""), preflight.NoGIDMap),
		one("map of glyphs", x1a.change(descendant, "/Identity>>", "18 0 R>>").with(spare, streamBody("", "\x00\x00\x00\x02\x00\x01")), preflight.Widths),
		one("collection", x1a.change(type0, "Identity-H", "GBK-EUC-H"), preflight.SystemInfo),
		one("no collection", x1a.change(descendant, "/CIDSystemInfo", "/Info"), preflight.SystemInfo),
		one("right collection", x1a.change(type0, "Identity-H", "GBK-EUC-H").change(descendant, "(Identity)", "(GB1)")),
		one("CFF", cff(x1a, "")),
		one("CFF widths", cff(x1a, "\x9f\x0e"), preflight.Widths),
		one("CFF damaged", cff(x1a, "").with(program, streamBody("/Subtype /CIDFontType0C", string(cidFont("")[:30]))), preflight.BadFont),
		one("TrueType by bytes", simple(x1a, "/Subtype /TrueType /BaseFont /ABCDEF+Song /FirstChar 97 /Widths [1000 500] /FontDescriptor 8 0 R", "(ab)").with(program, streamBody("", withCmap()))),
		one("TrueType by bytes, widths", simple(x1a, "/Subtype /TrueType /BaseFont /ABCDEF+Song /FirstChar 97 /Widths [1000 600] /FontDescriptor 8 0 R", "(ab)").with(program, streamBody("", withCmap())), preflight.Widths),
		one("TrueType by bytes, missing", simple(x1a, "/Subtype /TrueType /BaseFont /ABCDEF+Song /FirstChar 97 /Widths [1000 500] /FontDescriptor 8 0 R", "(c )").with(program, streamBody("", withCmap())), preflight.Notdef),
		one("procedures", simple(x1a, "/Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /Encoding <</Differences [97 /a]>> /CharProcs <</a 19 0 R>> /FirstChar 97 /LastChar 97 /Widths [1]", "(a)").
			with(spare2, streamBody("", "1 0 0 0 1 1 d1 0 0 1 1 re f")), preflight.Type3),
		one("procedures in colour", simple(x1a, "/Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /Encoding <</Differences [97 /a]>> /CharProcs <</a 19 0 R>> /FirstChar 97 /LastChar 97 /Widths [1]", "(a)").
			with(spare2, streamBody("", "1 0 d0 1 0 0 rg 0 0 1 1 re f")), preflight.Type3, preflight.RGB),
	})
}

func TestPlantedColours(t *testing.T) {
	x1a, x4 := clean(false), clean(true)
	space := func(d document, space, values string) document {
		return d.resource("/ColorSpace <</S1 " + space + ">>").paint("q /S1 cs " + values + " scn 20 20 9 9 re f Q\n")
	}
	rgbImage := strings.Replace(cmykPicture(100, 100, "\x80\x40\x20", ""), "DeviceCMYK", "DeviceRGB", 1)
	profileOf := func(d document, n int) document {
		return d.with(spare, streamBody(fmt.Sprintf("/N %d", n), "x"))
	}
	tint := "<</FunctionType 2 /Domain [0 1] /N 1 /C0 [0 0 0 0] /C1 [0 1 1 0]>>"
	shading := "<</ShadingType 2 /ColorSpace /Device%s /Coords [0 0 1 1] /Function <</FunctionType 2 /Domain [0 1] /N 1 /C0 [%s] /C1 [%s]>>>>"
	run(t, []planted{
		one("RGB fill", x1a.paint("q 1 0 0 rg 20 20 9 9 re f Q\n"), preflight.RGB),
		one("RGB line", x1a.paint("q 1 0 0 RG 20 20 m 30 30 l S Q\n"), preflight.RGB),
		one("RGB set and not used", x1a.paint("q 1 0 0 rg Q\n")),
		one("RGB text", x1a.paint("BT 1 0 0 rg /F1 9 Tf 60 300 Td <0001> Tj ET\n"), preflight.RGB),
		one("RGB picture", x1a.with(picture, rgbImage), preflight.RGB),
		one("RGB picture in X-4", x4.with(picture, rgbImage), preflight.RGB),
		one("RGB inline picture", x1a.paint("q 9 0 0 9 60 60 cm BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI Q\n"), preflight.RGB),
		one("RGB in a form", x1a.with(20, streamBody("/Type /XObject /Subtype /Form /BBox [0 0 50 50]", "1 0 0 rg 0 0 9 9 re f")), preflight.RGB),
		one("RGB shading", x1a.resource("/Shading <</H1 "+fmt.Sprintf(shading, "RGB", "0 0 0", "1 1 1")+">>").paint("/H1 sh\n"), preflight.RGB),
		one("RGB pattern", x1a.resource("/Pattern <</P1 18 0 R>>").with(spare, streamBody("/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 9 /YStep 9 /Resources <<>>", "1 0 0 rg 0 0 5 5 re f")).
			paint("q /Pattern cs /P1 scn 20 20 9 9 re f Q\n"), preflight.RGB),
		one("RGB shading pattern", x1a.resource("/Pattern <</P1 <</PatternType 2 /Shading "+fmt.Sprintf(shading, "RGB", "0 0 0", "1 1 1")+">>>>").paint("q /Pattern cs /P1 scn 20 20 9 9 re f Q\n"), preflight.RGB),
		one("indexed RGB", space(x1a, "[/Indexed /DeviceRGB 1 <000000ffffff>]", "1"), preflight.RGB),
		one("CalRGB", space(x1a, "[/CalRGB <</WhitePoint [1 1 1]>>]", "1 0 0"), preflight.Independent),
		one("CalGray", space(x1a, "[/CalGray <</WhitePoint [1 1 1]>>]", "0.5"), preflight.Independent),
		one("Lab", space(x1a, "[/Lab <</WhitePoint [1 1 1]>>]", "50 0 0"), preflight.Independent),
		one("Lab in X-4", space(x4, "[/Lab <</WhitePoint [1 1 1]>>]", "50 0 0"), preflight.Converted),
		one("ICC of RGB", space(profileOf(x1a, 3), "[/ICCBased 18 0 R]", "1 0 0"), preflight.Independent),
		one("ICC of RGB in X-4", space(profileOf(x4, 3), "[/ICCBased 18 0 R]", "1 0 0"), preflight.Converted),
		one("default for RGB", profileOf(x1a, 3).resource("/ColorSpace <</DefaultRGB [/ICCBased 18 0 R]>>").paint("q 1 0 0 rg 20 20 9 9 re f Q\n"), preflight.DefaultSpace),
		one("default for RGB in X-4", profileOf(x4, 3).resource("/ColorSpace <</DefaultRGB [/ICCBased 18 0 R]>>").paint("q 1 0 0 rg 20 20 9 9 re f Q\n"), preflight.Converted),
		one("spot colour", space(x1a, "[/Separation /Red#20032 /DeviceCMYK "+tint+"]", "1"), preflight.SpotColour),
		one("black as a plate", space(x1a, "[/Separation /Black /DeviceCMYK "+tint+"]", "1")),
		one("alternate of Lab", space(x1a, "[/Separation /Black [/Lab <</WhitePoint [1 1 1]>>] "+tint+"]", "1"), preflight.Alternate),
		one("alternate of RGB in X-4", space(x4, "[/Separation /Black /DeviceRGB "+tint+"]", "1"), preflight.Alternate),
		one("DeviceN", space(x1a, "[/DeviceN [/Cyan /Black] /DeviceCMYK "+tint+"]", "1 1")),
		one("too many plates", space(x1a, "[/DeviceN [/Cyan /Magenta /Yellow /Black /None /None /None /None /None] /DeviceCMYK "+tint+"]", "0 0 0 1 0 0 0 0 0"), preflight.Colorants),
		one("no such space", space(x1a, "[/Odd 1]", "1"), preflight.BadSpace),
	})
}

func TestPlantedInContents(t *testing.T) {
	x1a := clean(false)
	run(t, []planted{
		one("unknown operator", x1a.paint("1 2 foo\n"), preflight.Operator),
		one("unknown operator in BX", x1a.paint("BX 1 2 foo EX\n")),
		one("missing operand", x1a.paint("1 2 3 k\n"), preflight.Operator),
		one("PostScript operator", x1a.paint("(showpage) PS\n"), preflight.PostScript),
		one("not closed", x1a.paint("q\n"), preflight.Nesting),
		one("closed too often", x1a.paint("Q\n"), preflight.Nesting),
		one("too deep", x1a.paint(strings.Repeat("q ", 29)+strings.Repeat("Q ", 29)), preflight.Nesting),
		one("no such form", x1a.paint("/X9 Do\n"), preflight.NoResource),
		one("no such state", x1a.paint("/G9 gs\n"), preflight.NoResource),
		one("broken content", x1a.paint("(open"), preflight.BadContent),
		one("broken filter", x1a.with(content1, streamBody("/Filter /FlateDecode", "notes")), preflight.BadContent),
		one("a form that draws itself", x1a.with(20, streamBody("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Matrix [.5 0 0 .5 0 0] /Resources <</XObject <</X 20 0 R>>>>", "/X Do")), preflight.TooMuch),
		one("picture without data", x1a.change(picture, "/Height 100", "/Height 200"), preflight.BadImage),
		one("picture without size", x1a.change(picture, "/Height 100", "/Height 0"), preflight.BadImage),
	})
}

func TestPlantedLimits(t *testing.T) {
	x1a := clean(false)
	text := func(size, setup string) document {
		return x1a.paint("BT " + setup + " /F1 " + size + " Tf 60 300 Td <0001> Tj ET\n")
	}
	image := func(w, h int, pixel, entries string) document {
		return x1a.with(picture, cmykPicture(w, h, pixel, entries))
	}
	line := streamBody("/Type /XObject /Subtype /Image /ImageMask true /BitsPerComponent 1 /Width %d /Height %d", strings.Repeat("\x55", 20000))
	// The default places the picture on half an inch.
	mask := func(pixels int) document { return x1a.with(picture, fmt.Sprintf(line, pixels, pixels)) }
	spot := x1a.resource("/ColorSpace <</K [/Separation /Black /DeviceCMYK <</FunctionType 2 /Domain [0 1] /N 1 /C0 [0 0 0 0] /C1 [0 0 0 1]>>]>>")
	spotText := func(setup string) document {
		return spot.paint("BT /K cs 1 scn " + setup + " /F1 9 Tf 60 300 Td <0001> Tj ET\n")
	}
	off := x1a.change(resources, "/G1 11 0 R", "/G1 11 0 R /G0 18 0 R /G2 19 0 R").with(spare, "<</op false /OP false>>").with(spare2, "<</op true /OP true /OPM 0>>")
	knock := func(setup, size string) document {
		return off.paint("BT " + setup + " /F1 " + size + " Tf 60 300 Td <0001> Tj ET\n")
	}
	run(t, []planted{
		one("ink of a fill", x1a.paint("0.8 0.8 0.8 0.1 k 20 20 9 9 re f\n"), preflight.InkOver),
		one("ink of a fill near", x1a.paint("0.8 0.8 0.7 0 k 20 20 9 9 re f\n"), preflight.InkNear),
		one("ink of a fill at the limit", x1a.paint("0.8 0.7 0.7 0 k 20 20 9 9 re f\n")),
		one("ink of marks outside", x1a.paint("1 1 1 1 k 1 1 1 1 K 0.1 w -9 0 4 4 re f 0 0 m 0 4 l S BT /F1 4 Tf 9 2 Td <0001> Tj ET\n")),
		one("RGB of marks outside", x1a.paint("1 0 0 rg -9 0 4 4 re f\n"), preflight.RGB),
		one("ink of a fill that bleeds", x1a.paint("0.8 0.8 0.8 0.1 k -9 -9 400 400 re f\n"), preflight.InkOver),
		one("ink of a line", x1a.paint("0.8 0.8 0.8 0.1 K 20 20 m 30 30 l S\n"), preflight.InkOver),
		one("ink of text", text("24", "0.8 0.8 0.8 0.1 k"), preflight.InkOver),
		one("ink of all plates", x1a.resource("/ColorSpace <</A [/Separation /All /DeviceCMYK <</FunctionType 2 /Domain [0 1] /N 1 /C0 [0 0 0 0] /C1 [1 1 1 1]>>]>>").paint("/A cs 1 scn 20 20 9 9 re f\n"), preflight.InkOver),
		one("ink of a picture", image(100, 100, "\xc0\xc0\xc0\xc0", ""), preflight.InkOver),
		one("ink of a picture turned round", image(100, 100, "\x3f\x3f\x3f\x3f", "/Decode [1 0 1 0 1 0 1 0]"), preflight.InkOver),
		one("no ink of a picture turned round", image(100, 100, "\xc0\xc0\xc0\xc0", "/Decode [1 0 1 0 1 0 1 0]")),
		one("ink of a picture near", image(100, 100, "\x90\x90\x90\x90", ""), preflight.InkNear),
		one("ink of a JPEG", x1a.with(picture, streamBody("/Type /XObject /Subtype /Image /Width 100 /Height 100 /BitsPerComponent 8 /ColorSpace /DeviceCMYK /Filter /DCTDecode", cmykJPEG(100, 100, 200))), preflight.InkOver),
		one("ink of a light JPEG", x1a.with(picture, streamBody("/Type /XObject /Subtype /Image /Width 100 /Height 100 /BitsPerComponent 8 /ColorSpace /DeviceCMYK /Filter /DCTDecode", cmykJPEG(100, 100, 60)))),
		one("ink of a JPEG turned round", x1a.with(picture, streamBody("/Type /XObject /Subtype /Image /Width 100 /Height 100 /BitsPerComponent 8 /ColorSpace /DeviceCMYK /Filter /DCTDecode /Decode [1 0 1 0 1 0 1 0]", cmykJPEG(100, 100, 60))), preflight.InkOver),
		one("ink of an indexed picture", x1a.with(picture, streamBody("/Type /XObject /Subtype /Image /Width 100 /Height 100 /BitsPerComponent 8 /ColorSpace [/Indexed /DeviceCMYK 1 <00000000ffffff00>]", strings.Repeat("\x01", 10000))), preflight.InkOver),
		one("ink of a corner of a picture", x1a.with(picture, streamBody("/Type /XObject /Subtype /Image /Width 100 /Height 100 /BitsPerComponent 8 /ColorSpace /DeviceCMYK", strings.Repeat("\x00", 4*99*100+4*50)+strings.Repeat("\x00", 4*46)+strings.Repeat("\xff", 16)))),
		one("ink of a shading", x1a.resource("/Shading <</H1 <</ShadingType 2 /ColorSpace /DeviceCMYK /Coords [0 0 1 1] /Function <</FunctionType 3 /Domain [0 1] /Bounds [.5] /Encode [0 1 0 1] /Functions ["+strings.Repeat("<</FunctionType 2 /Domain [0 1] /N 1 /C0 [0 0 0 0] /C1 [1 1 .5 0]>> ", 2)+"]>>>>>>").paint("/H1 sh\n"), preflight.InkOver),
		one("coarse picture", image(40, 40, "\x80\x40\x20\x10", ""), preflight.CoarseImage),
		one("low picture", image(60, 60, "\x80\x40\x20\x10", ""), preflight.LowImage),
		one("picture drawn flat", image(100, 30, "\x80\x40\x20\x10", ""), preflight.CoarseImage),
		one("piece of a vignette", image(16, 100, "\x80\x40\x20\x10", "")),
		one("coarse inline picture", x1a.paint("q 40 0 0 40 60 60 cm BI /W 20 /H 20 /BPC 8 /CS /G ID "+strings.Repeat("a", 400)+"\nEI Q\n"), preflight.CoarseImage),
		one("coarse line art", mask(200), preflight.CoarseLine),
		one("low line art", mask(300), preflight.LowLine),
		one("line art", mask(400)),
		one("hairline", x1a.paint("0.1 w 20 20 m 30 30 l S\n"), preflight.Hairline),
		one("line of no width", x1a.paint("0 w 20 20 m 30 30 l S\n"), preflight.Hairline),
		one("thin line", x1a.paint("0.2 w 20 20 m 30 30 l S\n"), preflight.ThinLine),
		one("line made small", x1a.paint("q .1 0 0 .1 0 0 cm 1 w 200 200 m 300 300 l S Q\n"), preflight.Hairline),
		one("line made large", x1a.paint("q 10 0 0 10 0 0 cm .05 w 2 2 m 3 3 l S Q\n")),
		one("hairline drawn as a box", x1a.paint("20 20 50 0.1 re f\n"), preflight.Hairline),
		one("box that only cuts", x1a.paint("20 20 50 0.1 re W n\n")),
		one("tiny type", text("4.5", ""), preflight.TinyType),
		one("small type", text("5.5", ""), preflight.SmallType),
		one("small by its matrix", x1a.paint("BT /F1 1 Tf 4 0 0 4 60 300 Tm <0001> Tj ET\n"), preflight.TinyType),
		one("large by its matrix", x1a.paint("BT /F1 1 Tf 9 0 0 9 60 300 Tm <0001> Tj ET\n")),
		one("reversed type", knock("/G0 gs 0 0 0 0 k", "7"), preflight.ReversedType),
		one("reversed type, large", knock("/G0 gs 0 0 0 0 k", "8")),
		one("tinted type", text("7", "0 0 0 0.5 k"), preflight.TintedType),
		one("type of two plates", text("7", "0 1 1 0 k"), preflight.TintedType),
		one("type of three plates", text("9", "0.2 0.9 0.9 0 k"), preflight.ColourType),
		one("rich black", text("9", "0.3 0.3 0.3 1 k"), preflight.RichBlack),
		one("rich black, large", text("30", "0.3 0.3 0.3 1 k"), preflight.RichBlackLarge),
		one("black knocks out", knock("/G0 gs", "9"), preflight.Knockout),
		one("black in mode 0", knock("/G2 gs", "9"), preflight.Knockout),
		one("gray black knocks out", text("9", "0 g"), preflight.Knockout),
		one("black knocks out, large", knock("/G0 gs", "12")),
		one("black plate overprints", spotText("")),
		one("white text overprints", text("9", "0 0 0 0 k"), preflight.WhiteOverprint),
		one("white ground overprints", x1a.paint("0 0 0 0 k 20 20 9 9 re f\n"), preflight.WhiteOverprint),
		one("white line overprints", x1a.paint("0 0 0 0 K 20 20 m 30 30 l S\n"), preflight.WhiteOverprint),
		one("white in mode 0", off.paint("/G2 gs 0 0 0 0 k 20 20 9 9 re f\n")),
	})
}
