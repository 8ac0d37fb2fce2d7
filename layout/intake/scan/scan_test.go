package scan_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"html"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/invented"
	"duikai/layout/intake/scan"
	_ "duikai/samples/draws" // the same draws every time
)

var update = flag.Bool("update", false, "write the golden files")

func reader(t interface{ Fatal(...any) }, kind string) intake.Reader {
	r := intake.Named(scan.Readers(), kind)
	if r == nil {
		t.Fatal("there is no reader " + kind)
	}
	return *r
}

// block is a piece of an invented page.
type block struct {
	head  bool
	lines []string
}

// pageOf cuts invented stories into blocks of lines.
func pageOf(is invented.Issue) (out []block) {
	for _, s := range is.Pages[0].Stories {
		out = append(out, block{true, []string{s.Head[0]}})
		for _, p := range s.Paras {
			b := block{}
			for r := []rune(p); len(r) > 0; {
				n := min(13, len(r))
				b.lines = append(b.lines, string(r[:n]))
				r = r[n:]
			}
			out = append(out, b)
		}
	}
	return out
}

// writers write blocks in every format; the second word of the page is faint.
var writers = map[string]struct {
	file  string
	write func([]block) string
}{
	"alto": {"0001.xml", writeALTO},
	"page": {"0001.xml", writePAGE},
	"hocr": {"0001.hocr", writeHOCR},
	"ocr":  {"0001.json", writeJSON},
}

func height(b block) int {
	if b.head {
		return 60
	}
	return 20
}

func writeALTO(list []block) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout><Page ID="P1" WIDTH="2800" HEIGHT="4000"><PrintSpace HPOS="0" VPOS="0" WIDTH="2800" HEIGHT="4000">`)
	y, n := 40, 0
	for i, k := range list {
		fmt.Fprintf(&b, `<TextBlock ID="B%d" HPOS="40" VPOS="%d" WIDTH="300" HEIGHT="%d">`, i, y, height(k)*len(k.lines))
		for _, l := range k.lines {
			n++
			wc := "0.95"
			if n == 2 {
				wc = "0.31"
			}
			fmt.Fprintf(&b, `<TextLine HPOS="40" VPOS="%d" WIDTH="300" HEIGHT="%d"><String CONTENT="%s" WC="%s"/><SP/></TextLine>`, y, height(k), html.EscapeString(l), wc)
			y += height(k)
		}
		b.WriteString("</TextBlock>")
	}
	b.WriteString("</PrintSpace></Page></Layout></alto>")
	return b.String()
}

func writePAGE(list []block) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><PcGts><Page imageWidth="2800" imageHeight="4000">`)
	y := 40
	for i, k := range list {
		kind := "paragraph"
		if k.head {
			kind = "heading"
		}
		fmt.Fprintf(&b, `<TextRegion id="r%d" type="%s"><Coords points="40,%d 340,%d 340,%d 40,%d"/>`, i, kind, y, y, y+100, y+100)
		for _, l := range k.lines {
			fmt.Fprintf(&b, `<TextLine><Coords points="40,%d 340,%d 340,%d"/><TextEquiv conf="0.9"><Unicode>%s</Unicode></TextEquiv></TextLine>`, y, y, y+20, html.EscapeString(l))
			y += 20
		}
		b.WriteString("</TextRegion>")
	}
	return b.String() + "</Page></PcGts>"
}

func writeHOCR(list []block) string {
	var b strings.Builder
	b.WriteString(`<html><head><meta name="ocr-system" content="x"></head><body><div class="ocr_page" title="image a.png; bbox 0 0 2800 4000">`)
	y := 40
	for _, k := range list {
		fmt.Fprintf(&b, `<p class="ocr_par" title="bbox 40 %d 340 %d">`, y, y+height(k)*len(k.lines))
		for _, l := range k.lines {
			fmt.Fprintf(&b, `<span class="ocr_line" title="bbox 40 %d 340 %d; x_size %d"><span class="ocrx_word" title="bbox 40 %d 340 %d; x_wconf 88">%s</span></span>`, y, y+height(k), height(k), y, y+height(k), html.EscapeString(l))
			y += height(k)
		}
		b.WriteString("</p>")
	}
	return b.String() + "</div></body></html>"
}

func writeJSON(list []block) string {
	var blocks []map[string]any
	for i, k := range list {
		kind := "text"
		if k.head {
			kind = "paragraph_title"
		}
		blocks = append(blocks, map[string]any{"block_bbox": []int{40, 40 * i, 340, 40*i + 30}, "block_label": kind, "block_content": strings.Join(k.lines, "\n")})
	}
	data, err := json.Marshal(map[string]any{"width": 2800, "height": 4000, "parsing_res_list": blocks})
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	return string(data)
}

// TestTextInIsTextOut writes invented pages in every format and reads them back.
func TestTextInIsTextOut(t *testing.T) {
	for kind, w := range writers {
		t.Run(kind, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				is := invented.Make(rapid.Uint64Range(0, 60).Draw(t, "seed"), "望汀日报", invented.Options().Date, 1)
				is.Pages[0].Stories = is.Pages[0].Stories[:2]
				want := ""
				for _, s := range is.Pages[0].Stories {
					want += invented.Squeezed(s.Head[0] + strings.Join(s.Paras, ""))
				}
				src := intake.OpenBytes([]byte(w.write(pageOf(is))), w.file, w.file)
				if sure := reader(t, kind).Claim(src); sure < 90 {
					t.Errorf("the claim is %d", sure)
				}
				all, found := invented.Take(reader(t, kind), src, invented.Options())
				if len(all) != 1 || len(found) > 0 || all[0].Edition == nil {
					t.Fatal(len(all), found)
				}
				e := all[0].Edition
				if got := invented.Plain(e); got != want {
					t.Errorf("read %q, written %q", got, want)
				}
				if len(e.Pages[0].Stories) != len(is.Pages[0].Stories) || e.Pages[0].Sheet.W != 2800 || len(e.Pages[0].Stories[0].Areas) == 0 {
					t.Errorf("%d stories of %d, sheet %v", len(e.Pages[0].Stories), len(is.Pages[0].Stories), e.Pages[0].Sheet)
				}
				faint := 0
				for _, f := range all[0].Findings {
					if f.Code == diag.ImportFaint {
						faint++
					}
				}
				if (faint == 1) != (kind == "alto") {
					t.Errorf("%d faint places", faint)
				}
			})
		})
	}
}

const metsXML = `<mets:mets xmlns:mets="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"><mets:dmdSec><mods:title>望汀日报</mods:title><mods:dateIssued>1936-03-08</mods:dateIssued></mets:dmdSec>
<mets:fileSec><mets:file ID="A2"><mets:FLocat xlink:href="file://alto/0002.xml"/></mets:file></mets:fileSec>
<mets:structMap TYPE="PHYSICAL"><mets:div TYPE="ISSUE"><mets:div TYPE="PAGE" ORDER="2"><mets:fptr FILEID="A2"/></mets:div></mets:div></mets:structMap>
<mets:structMap TYPE="LOGICAL"><mets:div TYPE="ISSUE"><mets:div TYPE="ARTICLE" LABEL="堤工紀略"><mets:div TYPE="HEADING"><mets:fptr><mets:area FILEID="A2" BEGIN="b1"/></mets:fptr></mets:div>
<mets:div TYPE="BODY"><mets:div TYPE="PARAGRAPH"><mets:fptr><mets:area FILEID="A2" BEGIN="b3"/></mets:fptr></mets:div></mets:div></mets:div></mets:div></mets:structMap></mets:mets>`

const altoXML = `<alto><Layout><Page WIDTH="1000" HEIGHT="1400"><PrintSpace>
<TextBlock ID="b1" HPOS="10" VPOS="10" WIDTH="300" HEIGHT="40"><TextLine HEIGHT="20"><String CONTENT="堤工" WC="0.9"/><SP/><String CONTENT="紀略" WC="0.4"/></TextLine></TextBlock>
<TextBlock ID="b2" HPOS="400" VPOS="10" WIDTH="300" HEIGHT="40"><TextLine HEIGHT="20"><String CONTENT="無主之段落。"/></TextLine></TextBlock>
<TextBlock ID="b3" HPOS="10" VPOS="60" WIDTH="300" HEIGHT="90" IDNEXT="b3"><TextLine HEIGHT="20"><String CONTENT="三月七日堤成，"/></TextLine><TextLine HEIGHT="20"><String CONTENT="Deep"/><SP/><String CONTENT="Creek"/><String CONTENT="水安。"/><HYP CONTENT="-"/></TextLine></TextBlock>
<Illustration ID="i1" HPOS="700" VPOS="10" WIDTH="200" HEIGHT="200"/></PrintSpace></Page></Layout></alto>`

func TestGolden(t *testing.T) {
	src := invented.Folder(t, map[string][]byte{"1/mets.xml": []byte(metsXML), "1/alto/0002.xml": []byte(altoXML)})
	invented.Golden(t, "mets.golden", reader(t, "alto"), src, intake.Options{Layout: intake.LayoutAuto}, *update)
	small := []block{{true, []string{"夜校办起木工课"}}, {false, []string{"十二张长凳，坐满了", "人。下一步还要看水情。"}}}
	for kind, w := range writers {
		invented.Golden(t, kind+".golden", reader(t, kind), invented.Folder(t, map[string][]byte{w.file: []byte(w.write(small))}), invented.Options(), *update)
	}
	tsv := "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n1\t1\t0\t0\t0\t0\t0\t0\t1000\t1400\t-1\t\n3\t1\t1\t1\t0\t0\t10\t10\t400\t60\t-1\t\n4\t1\t1\t1\t1\t0\t10\t10\t400\t60\t-1\t\n5\t1\t1\t1\t1\t1\t10\t10\t200\t60\t91\t夜校\n5\t1\t1\t1\t1\t2\t210\t10\t200\t60\t42\t木工\n3\t1\t1\t2\t0\t0\t10\t90\t400\t20\t-1\t\n4\t1\t1\t2\t1\t0\t10\t90\t400\t20\t-1\t\n5\t1\t1\t2\t1\t1\t10\t90\t400\t20\t95\t长凳坐满了人。\n4\t1\t1\t2\t2\t0\t10\t90\t400\t20\t-1\t\n5\t1\t1\t2\t2\t1\t10\t90\t400\t20\t95\t灯很亮。\n"
	invented.Golden(t, "tsv.golden", reader(t, "ocr"), invented.Folder(t, map[string][]byte{"1.tsv": []byte(tsv)}), invented.Options(), *update)
}

// TestHostile reads what is made to harm: entities that grow, depth, corners.
func TestHostile(t *testing.T) {
	bomb := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><alto><Layout><Page WIDTH="1" HEIGHT="1"><PrintSpace><TextBlock ID="1"><TextLine><String CONTENT="文&b;"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>`
	deep := "<alto>" + strings.Repeat("<a>", 100_000) + `</alto>`
	corners := `<PcGts><Page imageWidth="9" imageHeight="9"><TextRegion id="a"><Coords points="` + strings.Repeat("1,2 ", 300_000) + `"/><TextEquiv><Unicode>文。</Unicode></TextEquiv></TextRegion></Page></PcGts>`
	for kind, doc := range map[string]string{"alto": bomb, "page": corners} {
		all, _ := invented.Take(reader(t, kind), intake.OpenBytes([]byte(doc), "a.xml", "a.xml"), invented.Options())
		if len(all) != 1 || all[0].Edition == nil || !strings.HasPrefix(invented.Plain(all[0].Edition), "文") || len(invented.Plain(all[0].Edition)) > 20 {
			t.Errorf("%s: %v", kind, all)
		}
	}
	all, _ := invented.Take(reader(t, "alto"), intake.OpenBytes([]byte(deep), "a.xml", "a.xml"), invented.Options())
	if n := all[0].Findings; len(n) == 0 || n[0].Code != diag.ImportBound {
		t.Errorf("the depth is not told: %v", n)
	}
}

func FuzzScan(f *testing.F) {
	f.Add([]byte(altoXML), "alto")
	for kind, w := range writers {
		f.Add([]byte(w.write([]block{{true, []string{"题"}}, {false, []string{"文。"}}})), kind)
	}
	f.Fuzz(func(_ *testing.T, data []byte, kind string) {
		r := intake.Named(scan.Readers(), kind)
		if r == nil {
			return
		}
		all, _ := invented.Take(*r, intake.OpenBytes(data, writers[kind].file, "a"), invented.Options())
		for _, d := range all {
			if d.Edition != nil {
				d.Edition.Restore(intake.Grids{}.Grid())
				d.Edition.Folder(d.Findings, intake.LayoutRestore)
			}
		}
	})
}

// TestVerseIndents: lines of a poem in ALTO keep the indents that their places tell, column
// by column; where they stand in the middle of the column none has any, and a list keeps its
// names together, behind what it is called.
func TestVerseIndents(t *testing.T) {
	line := func(x, y int, text string) string {
		w := 25 * len([]rune(text))
		return fmt.Sprintf(`<TextLine HPOS="%d" VPOS="%d" WIDTH="%d" HEIGHT="25"><String CONTENT="%s" HPOS="%d" VPOS="%d" WIDTH="%d" HEIGHT="25"/></TextLine>`, x, y, w, text, x, y, w)
	}
	for name, tt := range map[string]struct {
		lines []string
		kind  string
		want  string
	}{
		"indents":     {[]string{line(250, 100, "船靠岸的时候"), line(250, 131, "江水先到"), line(276, 162, "灯笼后到"), line(300, 193, "忘了")}, "VERSE", "verse:\n  船靠岸的时候\n  江水先到\n    灯笼后到\n      忘了\n"},
		"two columns": {[]string{line(250, 100, "船靠岸的时候"), line(275, 131, "江水先到"), line(650, 100, "灯笼后到"), line(675, 131, "忘了")}, "VERSE", "verse:\n  船靠岸的时候\n    江水先到\n  灯笼后到\n    忘了\n"},
		"centred":     {[]string{line(250, 100, "船靠岸的时候"), line(287, 131, "江水先"), line(275, 162, "灯笼后到")}, "VERSE", "verse:\n  船靠岸的时候\n  江水先\n  灯笼后到\n"},
		"a list":      {[]string{line(250, 100, "港务局"), line(250, 131, "卫知时"), line(350, 131, "沈亦舟")}, "LIST", "names:\n  **港务局**卫知时　沈亦舟\n"},
		"no names":    {[]string{line(250, 100, "一、船票"), line(250, 131, "夜里十一点以后，船不开。"), line(250, 162, "雾天停航。")}, "LIST", "一、船票\n\n夜里十一点以后，船不开。\n\n雾天停航。\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var blocks, parts strings.Builder
			for i, l := range tt.lines {
				fmt.Fprintf(&blocks, `<TextBlock ID="B%d" HPOS="250" VPOS="100" WIDTH="400" HEIGHT="25">%s</TextBlock>`, i, l)
				kind := "VERSE"
				if tt.kind == "LIST" {
					if kind = "ITEM"; i == 0 {
						kind = "CAPTION"
					}
				}
				fmt.Fprintf(&parts, `<div TYPE="%s"><fptr><area FILEID="F" BEGIN="B%d"/></fptr></div>`, kind, i)
			}
			body := parts.String()
			if tt.kind == "LIST" {
				body = `<div TYPE="LIST">` + body + `</div>`
			}
			files := map[string][]byte{
				"2026-11-23/mets.xml":      []byte(`<mets><fileSec><file ID="F"><FLocat href="alto/0001.xml"/></file></fileSec><structMap TYPE="LOGICAL"><div TYPE="ARTICLE" LABEL="渡口"><div TYPE="BODY">` + body + `</div></div></structMap></mets>`),
				"2026-11-23/alto/0001.xml": []byte(`<alto><Layout><Page ID="P1" WIDTH="1000" HEIGHT="1400"><PrintSpace HPOS="100" VPOS="50" WIDTH="800" HEIGHT="1300">` + blocks.String() + `</PrintSpace></Page></Layout></alto>`),
			}
			all, found := invented.Take(reader(t, "alto"), invented.Folder(t, files), invented.Options())
			if len(all) != 1 || all[0].Edition == nil {
				t.Fatal(len(all), found)
			}
			folder, _ := all[0].Edition.Folder(all[0].Findings, intake.LayoutNone)
			text := ""
			for _, f := range folder.Files {
				if strings.HasPrefix(f.Path, "stories/") {
					text += string(f.Data)
				}
			}
			if !strings.HasSuffix(text, tt.want) {
				t.Errorf("the story is\n%s\nexpected at its end\n%s", text, tt.want)
			}
		})
	}
}
