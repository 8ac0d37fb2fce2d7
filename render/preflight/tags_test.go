package preflight_test

import (
	"fmt"
	"strings"
	"testing"

	"duikai/layout/diag"
	"duikai/render/preflight"
)

// The numbers of the objects of a tagged document, beyond those of a clean one.
const (
	treeRoot = 30 + iota
	theDocument
	heading
	paragraph
	figure
	table
	row1
	headCell
	row2
	cell
	linked
	link
	wayBack
	wayBackOfPage
	annotation
)

// tagged writes a file that its readers can hear.
func tagged() document {
	d := clean(false)
	d.version = "1.7"
	d.objects[catalogue] = "<</Type /Catalog /Pages 2 0 R /Lang (zh-CN) /MarkInfo <</Marked true>> /ViewerPreferences <</DisplayDocTitle true>> /StructTreeRoot 30 0 R /Metadata 16 0 R>>"
	d.objects[page1] = "<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources 5 0 R /StructParents 0 /Tabs /S /Annots [44 0 R]>>"
	text := func(tag string, n int) string {
		return fmt.Sprintf("/%s <</MCID %d>> BDC BT /F1 9 Tf 1 0 0 1 60 %d Tm <00010002> Tj ET EMC\n", tag, n, 350-20*n)
	}
	d.objects[content1] = streamBody("", "/Artifact BMC 0.5 w 50 50 m 250 50 l S EMC\n"+text("H1", 0)+text("P", 1)+
		"/Figure <</MCID 2>> BDC q 36 0 0 36 60 200 cm /I1 Do Q EMC\n"+text("TH", 3)+text("Cell", 4)+text("Link", 5))
	d.objects[metadata] = streamBody("/Type /Metadata /Subtype /XML", strings.NewReplacer(
		`xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"`, `xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"`,
		"<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>", "<pdfuaid:part>1</pdfuaid:part>").Replace(xmpPacket))
	d.objects[info] = "<</Title (A page)>>"
	for n, body := range map[int]string{
		treeRoot:      "<</Type /StructTreeRoot /K 31 0 R /ParentTree 42 0 R /RoleMap <</Cell /Entry /Entry /TD>>>>",
		theDocument:   "<</S /Document /P 30 0 R /K [32 0 R 33 0 R 34 0 R 35 0 R 40 0 R]>>",
		heading:       "<</S /H1 /P 31 0 R /Pg 3 0 R /K 0>>",
		paragraph:     "<</S /P /P 31 0 R /Pg 3 0 R /K [1]>>",
		figure:        "<</S /Figure /P 31 0 R /Pg 3 0 R /K [2] /Alt (A quay)>>",
		table:         "<</S /Table /P 31 0 R /K [36 0 R 38 0 R]>>",
		row1:          "<</S /TR /P 35 0 R /K [37 0 R]>>",
		headCell:      "<</S /TH /P 36 0 R /Pg 3 0 R /K [3] /A <</O /Table /Scope /Column>>>>",
		row2:          "<</S /TR /P 35 0 R /K [39 0 R]>>",
		cell:          "<</S /Cell /P 38 0 R /K [<</Type /MCR /Pg 3 0 R /MCID 4>>]>>",
		linked:        "<</S /P /P 31 0 R /K [41 0 R]>>",
		link:          "<</S /Link /P 40 0 R /Pg 3 0 R /K [5 <</Type /OBJR /Obj 44 0 R>>]>>",
		wayBack:       "<</Kids [<</Nums [0 43 0 R]>> <</Nums [1 41 0 R]>>]>>",
		wayBackOfPage: "[32 0 R 33 0 R 34 0 R 37 0 R 39 0 R 41 0 R]",
		annotation:    "<</Type /Annot /Subtype /Link /Rect [60 240 90 260] /Dest [3 0 R /Fit] /Contents (Page 1) /StructParent 1>>",
	} {
		d.objects[n] = body
	}
	return d
}

// TestPlantedInTags: each fault is told, and nothing else.
func TestPlantedInTags(t *testing.T) {
	d := tagged()
	paint := func(from, to string) document {
		_, content, _ := strings.Cut(d.objects[content1], "stream\n")
		content = strings.TrimSuffix(content, "\nendstream")
		if !strings.Contains(content, from) {
			t.Fatalf("the content has no %q", from)
		}
		return d.with(content1, streamBody("", strings.Replace(content, from, to, 1)))
	}
	run(t, []planted{
		one("sound", d),
		one("no tree", d.change(catalogue, "/StructTreeRoot 30 0 R", ""), preflight.NotTagged),
		one("tags that may be wrong", d.change(catalogue, "/Marked true", "/Marked false"), preflight.NotTagged),
		one("no language", d.change(catalogue, "/Lang (zh-CN)", ""), preflight.NoLanguage),
		one("title that is not shown", d.change(catalogue, "/DisplayDocTitle true", ""), preflight.TitleHidden),
		one("title in no metadata", d.change(metadata, "A page", "  "+"    "), preflight.MetadataKey),
		one("unknown type", d.change(treeRoot, "/TD", "/XX"), preflight.TagUnknown),
		one("types in a circle", d.change(treeRoot, "/TD", "/Cell"), preflight.TagUnknown),
		one("another parent", d.change(paragraph, "/P 31 0 R", "/P 30 0 R"), preflight.TagParent),
		one("element in two places", d.change(theDocument, "33 0 R", "33 0 R 33 0 R"), preflight.TagParent),
		one("element in itself", d.change(linked, "[41 0 R]", "[41 0 R 40 0 R]"), preflight.TagParent),
		one("cell in a paragraph", d.change(row2, "/S /TR", "/S /P"), preflight.TagPlace),
		one("paragraph in a row", d.change(cell, "/S /Cell", "/S /P"), preflight.TagPlace),
		one("heading of level 2 first", d.change(heading, "/S /H1", "/S /H2"), preflight.HeadingGap),
		one("picture without words", d.change(figure, "/Alt (A quay)", "/Alt ( )"), preflight.NoAlt),
		one("words in the picture's place", d.change(figure, "/Alt", "/ActualText")),
		one("head of nothing", d.change(headCell, "/Scope /Column", ""), preflight.NoScope),
		one("a cell too few", d.change(row2, "/K [39 0 R]", "/K []").change(row1, "[37 0 R]", "[37 0 R 39 0 R]").change(cell, "/P 38 0 R", "/P 36 0 R"), preflight.TableRows),
		one("a cell over two columns", d.change(row1, "[37 0 R]", "[37 0 R 45 0 R]").with(45, "<</S /TH /P 36 0 R /A <</O /Table /Scope /Column>>>>").
			change(cell, "/S /Cell", "/S /Cell /A <</O /Table /ColSpan 2>>")),
		one("a rule outside", paint("/Artifact BMC 0.5 w 50 50 m 250 50 l S EMC", "0.5 w 50 50 m 250 50 l S"), preflight.NotMarked),
		one("text in a mark that says nothing", paint("/Artifact BMC", "/Note BMC"), preflight.NotMarked),
		one("an artifact in a text", paint("/P <</MCID 1>> BDC", "/P <</MCID 1>> BDC /Artifact BMC EMC"), preflight.MarkNesting),
		one("a text in an artifact", paint("l S EMC\n/H1 <</MCID 0>> BDC", "l S /H1 <</MCID 0>> BDC").change(content1, "ET EMC\n", "ET EMC EMC\n"), preflight.MarkNesting),
		one("an end too many", paint("l S EMC", "l S EMC EMC"), preflight.MarkNesting),
		one("content in no element", d.change(paragraph, "/K [1]", "/K []"), preflight.MarkLost),
		one("element without its content", d.change(paragraph, "/K [1]", "/K [1 9]"), preflight.MarkLost),
		one("page that has no number", d.change(page1, "/StructParents 0", ""), preflight.MarkLost),
		one("content in two elements", d.change(paragraph, "/K [1]", "/K [1 2]").change(wayBackOfPage, "34 0 R", "33 0 R"), preflight.MarkTwice),
		one("a number twice on the page", paint("<</MCID 1>>", "<</MCID 0>>").change(paragraph, "/K [1]", "/K []"), preflight.MarkTwice),
		one("marks in the resources", paint("<</MCID 1>>", "/M1").resource("/Properties <</M1 <</MCID 1>>>>")),
		one("way back to another element", d.change(wayBackOfPage, "33 0 R 34 0 R", "34 0 R 33 0 R"), preflight.NoWayBack),
		one("no way back", d.change(wayBackOfPage, " 41 0 R]", "]"), preflight.NoWayBack),
		one("no way back from a link", d.change(wayBack, "1 41 0 R", "2 41 0 R"), preflight.NoWayBack),
		one("link without its annotation", d.change(link, "<</Type /OBJR /Obj 44 0 R>>", ""), preflight.LinkAlone, preflight.AnnotAlone),
		one("annotation without words", d.change(annotation, "/Contents (Page 1)", ""), preflight.NoContents),
		one("hidden annotation", d.change(annotation, "/Contents (Page 1)", "/F 2").change(wayBack, "1 41 0 R", "2 41 0 R")),
		one("links in any order", d.change(page1, "/Tabs /S", ""), preflight.TabOrder),
		one("font without a way to text", d.change(type0, "/ToUnicode 10 0 R", ""), preflight.NoUnicode),
		one("font that is elsewhere", d.change(descriptor, "/FontFile2 9 0 R", ""), preflight.NotEmbedded),
	})
	claimed := d.change(metadata, "<pdfuaid:part>1<", "<pdfuaid:part>2<")
	run(t, []planted{{name: "another part of the standard", file: claimed.write(), want: []preflight.Code{preflight.NoUAClaim}, o: preflight.Options{Standard: preflight.UA1}}})
}

// TestAsksForReaders: a file is checked for readers when it says that it is for
// them and for no press, or when that is asked for.
func TestAsksForReaders(t *testing.T) {
	for _, tt := range []struct {
		name string
		d    document
		o    preflight.Standard
		want preflight.Standard
	}{
		{"tagged", tagged(), preflight.Auto, preflight.UA1},
		{"tagged, for the press", tagged(), preflight.X1a, preflight.X1a},
		{"for the press", clean(true), preflight.Auto, preflight.X4},
		{"for the press, asked for readers", clean(true), preflight.UA1, preflight.UA1},
	} {
		if r := preflight.Examine(tt.d.write(), preflight.Options{Standard: tt.o}); r.Standard != tt.want || r.Pages != 1 {
			t.Errorf("%s: %v, %d pages", tt.name, r.Standard, r.Pages)
		}
	}
	r := preflight.Examine(tagged().change(figure, "/Alt (A quay)", "").write(), preflight.Options{})
	if len(r.Findings) != 1 || r.Findings[0].Object != figure || r.Findings[0].Clause(diag.English) != "ISO 14289-1, 7.3" {
		t.Errorf("%+v", r.Findings)
	}
}
