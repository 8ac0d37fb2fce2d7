package preflight_test

import (
	"fmt"
	"slices"
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
	d := reader{tagged()}
	run(t, []planted{
		one("sound", d.document),
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
		one("a rule outside", d.repaint("/Artifact BMC 0.5 w 50 50 m 250 50 l S EMC", "0.5 w 50 50 m 250 50 l S"), preflight.NotMarked),
		one("text in a mark that says nothing", d.repaint("/Artifact BMC", "/Note BMC"), preflight.NotMarked),
		one("an artifact in a text", d.repaint("/P <</MCID 1>> BDC", "/P <</MCID 1>> BDC /Artifact BMC EMC"), preflight.MarkNesting),
		one("a text in an artifact", d.repaint("l S EMC\n/H1 <</MCID 0>> BDC", "l S /H1 <</MCID 0>> BDC").change(content1, "ET EMC\n", "ET EMC EMC\n"), preflight.MarkNesting),
		one("an end too many", d.repaint("l S EMC", "l S EMC EMC"), preflight.MarkNesting),
		one("content in no element", d.change(paragraph, "/K [1]", "/K []"), preflight.MarkLost),
		one("element without its content", d.change(paragraph, "/K [1]", "/K [1 9]"), preflight.MarkLost),
		one("page that has no number", d.change(page1, "/StructParents 0", ""), preflight.MarkLost),
		one("content in two elements", d.change(paragraph, "/K [1]", "/K [1 2]").change(wayBackOfPage, "34 0 R", "33 0 R"), preflight.MarkTwice),
		one("a number twice on the page", d.repaint("<</MCID 1>>", "<</MCID 0>>").change(paragraph, "/K [1]", "/K []"), preflight.MarkTwice),
		one("marks in the resources", d.repaint("<</MCID 1>>", "/M1").resource("/Properties <</M1 <</MCID 1>>>>")),
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
	run(t, slices.Concat(d.inTree(), d.inDocument(), d.inAnnotations(), d.inForms(), d.inFonts()))
	claimed := d.change(metadata, "<pdfuaid:part>1<", "<pdfuaid:part>2<")
	run(t, []planted{{name: "another part of the standard", file: claimed.write(), want: []preflight.Code{preflight.NoUAClaim}, o: preflight.Options{Standard: preflight.UA1}}})
}

// reader is a tagged document, as it is changed to have faults that only ISO 14289-1
// knows.
type reader struct{ document }

// element is one below the document.
func element(kind, more string) string { return "<</S /" + kind + " /P 31 0 R " + more + ">>" }

// repaint is one with other content on its page, once.
func (d reader) repaint(from, to string) document { return d.repainted(from, to, 1) }

// repainted is one with other content as often; -1: wherever it stands.
func (d reader) repainted(from, to string, times int) document {
	_, content, _ := strings.Cut(d.objects[content1], "stream\n")
	content = strings.TrimSuffix(content, "\nendstream")
	if !strings.Contains(content, from) {
		panic("the content has no " + from)
	}
	return d.with(content1, streamBody("", strings.Replace(content, from, to, times)))
}

// beside is one with more in its catalogue.
func (d reader) beside(entries string) document {
	return d.change(catalogue, "/StructTreeRoot", entries+" /StructTreeRoot")
}

// below is one with more elements under the document.
func (d reader) below(refs string, bodies map[int]string) document {
	out := d.change(theDocument, "40 0 R]", "40 0 R "+refs+"]")
	for n, body := range bodies {
		out = out.with(n, body)
	}
	return out
}

// annotated is one with another annotation, which stands in an element.
func (d reader) annotated(kind, in, more string) document {
	return d.below("50 0 R", map[int]string{50: element(in, "/Pg 3 0 R /K <</Type /OBJR /Obj 51 0 R>>"), 51: "<</Type /Annot /Subtype /" + kind + " /Rect [0 0 9 9] /StructParent 2 " + more + ">>"}).
		change(page1, "/Annots [44 0 R]", "/Annots [44 0 R 51 0 R]").change(wayBack, "1 41 0 R", "1 41 0 R 2 50 0 R")
}

// ruby is one with an element of such parts.
func (d reader) ruby(kinds ...string) document {
	kids, bodies := "", map[int]string{}
	for i, k := range kinds {
		kids += fmt.Sprintf("%d 0 R ", 61+i)
		bodies[61+i] = "<</S /" + k + " /P 60 0 R>>"
	}
	holder := "Ruby"
	if kinds[0][0] == 'W' {
		holder = "Warichu"
	}
	bodies[60] = element(holder, "/K ["+kids+"]")
	return d.below("60 0 R", bodies)
}

// file is one with an embedded file.
func (d reader) file(more string) document {
	return d.beside("/Names <</EmbeddedFiles <</Kids [<</Names [(a) 70 0 R]>>]>>>>").with(70, "<</Type /Filespec /F (a) "+more+" /EF <</F 71 0 R>>>>").with(71, streamBody("", "a"))
}

// xfa is one with a form of XFA.
func (d reader) xfa(value string) document {
	return d.beside("/AcroForm <</Fields [] /XFA [(config) 70 0 R]>>").with(70, streamBody("", "<config><acrobat><dynamicRender>"+value+"</dynamicRender></acrobat></config>"))
}

// drawn is one whose page draws a form, so often.
func (d reader) drawn(content string, times int, entries string) document {
	return d.repaint("/P <</MCID 1>> BDC", strings.Repeat("/X1 Do ", times)+"/P <</MCID 1>> BDC").with(20, streamBody("/Type /XObject /Subtype /Form /BBox [0 0 50 50] "+entries, content))
}

// formed is one whose form is in the tree.
func (d reader) formed(times int) document {
	inForm := d.below("50 0 R", map[int]string{50: element("P", "/K <</Type /MCR /Pg 3 0 R /Stm 20 0 R /MCID 0>>")}).change(wayBack, "1 41 0 R", "1 41 0 R 7 [50 0 R]")
	out := d.drawn("/P <</MCID 0>> BDC 0 0 20 20 re f EMC", times, "/StructParents 7")
	for _, n := range []int{theDocument, 50, wayBack} {
		out = out.with(n, inForm.objects[n])
	}
	return out
}

// simple is one whose font is a simple one, with a program.
func (d reader) simple(encoding string, flags int, file string) document {
	out := reader{d.with(type0, "<</Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Song /FirstChar 97 /LastChar 98 /Widths [1000 500] /FontDescriptor 8 0 R /ToUnicode 10 0 R "+encoding+">>").
		change(descriptor, "/Flags 4", fmt.Sprintf("/Flags %d", flags)).with(program, streamBody(fmt.Sprintf("/Length1 %d", len(file)), file))}.
		repainted("<00010002>", "(ab)", -1)
	return out.change(unicode, "<0001>", "<61>").change(unicode, "<0002>", "<62>").change(unicode, "<0000> <ffff>", "<00> <ff>")
}

// cmap is one whose font has an encoding of its own.
func (d reader) cmap(dict, program string) document {
	return d.change(type0, "/Encoding /Identity-H", "/Encoding 70 0 R").with(70, streamBody("/Type /CMap /CMapName /Own /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> "+dict, program))
}

// inTree are faults of the tree.
func (d reader) inTree() []planted {
	return []planted{
		one("tags that may be wrong, it says", d.change(catalogue, "/Marked true", "/Marked true /Suspects true"), preflight.TagsSuspect),
		one("a paragraph that is a heading", d.change(treeRoot, "/RoleMap <<", "/RoleMap <</P /H1 "), preflight.TagRemapped),
		one("a paragraph that is a paragraph", d.change(treeRoot, "/RoleMap <<", "/RoleMap <</P /P ")),
		one("no language, but of every element", d.change(catalogue, "/Lang (zh-CN)", "").change(theDocument, "/S /Document", "/S /Document /Lang (zh)").
			change(metadata, `xml:lang="x-default"`, `xml:lang="zh-CN"`)),
		one("a language of no name", d.change(catalogue, "(zh-CN)", "(中文)"), preflight.BadLanguage),
		one("a language of no name, of an element", d.change(paragraph, "/S /P", "/S /P /Lang (zh_CN)"), preflight.BadLanguage),
		one("a caption in the middle of a table", d.change(table, "36 0 R", "36 0 R 60 0 R").with(60, "<</S /Caption /P 35 0 R>>"), preflight.TagOrder),
		one("a caption of a table", d.change(table, "[36 0 R", "[60 0 R 36 0 R").with(60, "<</S /Caption /P 35 0 R>>")),
		one("a note that comes first", d.ruby("RT", "RB"), preflight.TagOrder),
		one("half a bracket", d.ruby("RB", "RP", "RT"), preflight.TagOrder),
		one("a note over characters", d.ruby("RB", "RP", "RT", "RP")),
		one("a note in two lines", d.ruby("WP", "WT", "WP")),
		one("a note in two lines without an end", d.ruby("WP", "WT"), preflight.TagOrder),
		one("a paragraph in a list of contents", d.below("60 0 R", map[int]string{60: element("TOC", "/K [61 0 R]"), 61: "<</S /P /P 60 0 R>>"}), preflight.TagPlace),
		one("headings without levels", d.below("60 0 R", map[int]string{60: element("Sect", "/K [61 0 R 62 0 R]"), 61: "<</S /H /P 60 0 R>>", 62: "<</S /H /P 60 0 R>>"}),
			preflight.HeadingTwice, preflight.HeadingMixed),
		one("a note without a name", d.below("60 0 R", map[int]string{60: element("Note", "")}), preflight.NoteID),
		one("a note with a name", d.below("60 0 R", map[int]string{60: element("Note", "/ID (n1)")})),
		one("two notes with one name", d.below("60 0 R 61 0 R", map[int]string{60: element("Note", "/ID (n1)"), 61: element("Note", "/ID (n1)")}), preflight.NoteID),
	}
}

// inDocument are faults of what is beside the pages.
func (d reader) inDocument() []planted {
	return []planted{
		one("layers with a name", d.beside("/OCProperties <</OCGs [] /D <</Name (all)>>>>")),
		one("layers without one", d.beside("/OCProperties <</OCGs [] /D <</Name (all)>> /Configs [<</Name ()>>]>>"), preflight.LayerName),
		one("layers that come and go", d.beside("/OCProperties <</OCGs [] /D <</Name (all) /AS []>>>>"), preflight.LayerAuto),
		one("a file with names", d.file("/UF (a)")),
		one("a file with one name", d.file(""), preflight.EmbeddedName),
		one("a form that is there", d.xfa("forbidden")),
		one("a form that is made", d.xfa("required"), preflight.DynamicForm),
	}
}

// inAnnotations are faults of annotations.
func (d reader) inAnnotations() []planted {
	return []planted{
		one("a remark in an Annot", d.annotated("Text", "Annot", "/Contents (a)")),
		one("a remark in a paragraph", d.annotated("Text", "P", "/Contents (a)"), preflight.AnnotPlace),
		one("a remark without words", d.annotated("Text", "Annot", ""), preflight.NoContents),
		one("a remark whose element has words", d.annotated("Text", "Annot", "").change(50, "/S /Annot", "/S /Annot /Alt (a)")),
		one("a field without words", d.annotated("Widget", "Form", "/Contents (a)"), preflight.NoContents),
		one("a field with words", d.annotated("Widget", "Form", "/Parent <</TU (a)>>")),
		one("a field in no form", d.annotated("Widget", "Annot", "/TU (a)"), preflight.AnnotPlace),
		one("an annotation of a kind of its own", d.annotated("Sticker", "Annot", "/Contents (a)"), preflight.AnnotUnknown),
		one("a trap network", d.annotated("TrapNet", "Annot", "/Contents (a)"), preflight.TrapNet),
		one("a mark of the printer that is read", d.annotated("PrinterMark", "Annot", ""), preflight.AnnotPlace),
		one("a mark of the printer", d.change(page1, "[44 0 R]", "[44 0 R 51 0 R]").with(51, "<</Type /Annot /Subtype /PrinterMark /Rect [0 0 9 9] /AP <</N 52 0 R>>>>").
			with(52, streamBody("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", "/Artifact BMC 0 0 9 9 re f EMC"))),
		one("a mark of the printer that is no artifact", d.change(page1, "[44 0 R]", "[44 0 R 51 0 R]").with(51, "<</Type /Annot /Subtype /PrinterMark /Rect [0 0 9 9] /AP <</N 52 0 R>>>>").
			with(52, streamBody("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", "0 0 9 9 re f")), preflight.NotMarked),
		one("a file in an annotation", d.annotated("FileAttachment", "Annot", "/Contents (a) /FS <</F (a) /EF <</F 71 0 R>>>>").with(71, streamBody("", "a")), preflight.EmbeddedName),
		one("a film that says nothing", d.annotated("Screen", "Annot", "/Contents (a) /A <</S /Rendition /R <</S /MR /C <</S /MCD /CT (video/mp4)>>>>>>"), preflight.MediaWords),
		one("a film", d.annotated("Screen", "Annot", "/Contents (a) /A <</S /Rendition /R <</S /MR /C <</S /MCD /CT (video/mp4) /Alt [() (a)]>>>>>>")),
	}
}

// inForms are faults of forms that a page draws.
func (d reader) inForms() []planted {
	return []planted{
		one("a drawing in no mark", d.drawn("0 0 20 20 re f", 1, ""), preflight.NotMarked),
		one("a drawing that marks itself", d.drawn("/Artifact BMC 0 0 20 20 re f EMC", 2, "")),
		one("a drawing of another file", d.drawn("/Artifact BMC 0 0 20 20 re f EMC", 1, "/Ref <</F (a) /Page 0>>"), preflight.Reference),
		one("a drawing that is in the tree", d.formed(1)),
		one("a drawing that is in the tree, twice on the page", d.formed(2), preflight.FormMarks),
	}
}

// inFonts are faults of fonts.
func (d reader) inFonts() []planted {
	unicodes := func(from, to string) document { return d.change(unicode, from, to) }
	return []planted{
		one("a code without a character", unicodes("<0002> <0031>", "<0003> <0031>"), preflight.Unmapped),
		one("codes by ranges", unicodes("2 beginbfchar <0001> <65b0> <0002> <0031> endbfchar", "1 beginbfrange <0001> <0002> <65b0> endbfrange")),
		one("codes by a list", unicodes("2 beginbfchar <0001> <65b0> <0002> <0031> endbfchar", "1 beginbfrange <0001> <0002> [<65b0> <0031>] endbfrange")),
		one("ranges without end", d.with(unicode, streamBody("", strings.Repeat("<0000> <ffff> <0000> endbfrange ", 1<<15))), preflight.BadFont),
		one("a code that is a mark of order", unicodes("<0002> <0031>", "<0002> <feff>"), preflight.BadUnicode),
		one("an encoding of no name", d.change(type0, "/Identity-H", "/Own-H"), preflight.BadCMap, preflight.SystemInfo),
		one("an encoding that is there", d.cmap("", "/WMode 0 def").change(content1, "<00010002>", "<00010002>")),
		one("an encoding that runs in two directions", d.cmap("/WMode 0", "/WMode 1 def"), preflight.BadCMap),
		one("an encoding upon one of no name", d.cmap("", "/Own-H usecmap"), preflight.BadCMap),
		one("an encoding of a later collection", d.cmap("", "").change(70, "/Supplement 0", "/Supplement 3"), preflight.SystemInfo),
		one("a simple font", d.simple("", 4, withCmap())),
		one("a simple font without a map", d.simple("", 4, trueType()), preflight.BadEncoding),
		one("a simple font with two maps, none for symbols", d.simple("", 4, trueTypeWith(twoMaps())), preflight.BadEncoding),
		one("a font of letters with a map of symbols alone", d.simple("/Encoding /WinAnsiEncoding", 32, trueTypeWith([]byte{0, 0, 0, 1, 0, 3, 0, 0, 0, 0, 0, 12, 0, 0, 0, 0})), preflight.BadEncoding),
		one("a simple font that says nothing", d.simple("", 4, withCmap()).change(type0, "/ToUnicode 10 0 R", ""), preflight.NoUnicode),
		one("a font of letters that everybody knows", d.simple("/Encoding /WinAnsiEncoding", 32, withCmap()).change(type0, "/ToUnicode 10 0 R", "")),
		one("a symbolic font with an encoding", d.simple("/Encoding /WinAnsiEncoding", 4, withCmap()), preflight.BadEncoding),
		one("a font of letters without an encoding", d.simple("", 32, withCmap()), preflight.BadEncoding),
		one("a font of letters", d.simple("/Encoding /WinAnsiEncoding", 32, withCmap())),
		one("differences without a map of characters", d.simple("/Encoding <</BaseEncoding /WinAnsiEncoding /Differences [1 /a]>>", 32, withCmap()), preflight.BadEncoding),
		one("a list of glyphs", d.change(descriptor, "/FontFile2", "/CIDSet 70 0 R /FontFile2").with(70, streamBody("", "\xe0"))),
		one("a list without a glyph", d.change(descriptor, "/FontFile2", "/CIDSet 70 0 R /FontFile2").with(70, streamBody("", "\xc0")), preflight.CIDSet),
		one("a list with a glyph too many", d.change(descriptor, "/FontFile2", "/CIDSet 70 0 R /FontFile2").with(70, streamBody("", "\xf0")), preflight.CIDSet),
	}
}

// twoMaps is a cmap with a map of the Macintosh and one that nothing reads.
func twoMaps() []byte {
	sub := slices.Concat([]byte{0, 0, 1, 6, 0, 0}, make([]byte, 256))
	sub[6+'a'], sub[6+'b'] = 1, 2
	return slices.Concat([]byte{0, 0, 0, 2, 0, 1, 0, 0, 0, 0, 0, 20, 0, 0, 0, 3, 0, 0, 0, 20}, sub)
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
