package docx_test

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"html"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/docx"
	"duikai/layout/intake/invented"
	_ "duikai/samples/draws" // the same draws every time
)

var update = flag.Bool("update", false, "write the golden files")

func pack(t interface{ Fatal(...any) }, parts map[string]string, order ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range order {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(parts[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func para(style, text string) string {
	if style != "" {
		style = `<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`
	}
	return "<w:p>" + style + "<w:r><w:t>" + html.EscapeString(text) + "</w:t></w:r></w:p>"
}

func body(inner string) string { return `<w:document><w:body>` + inner + `</w:body></w:document>` }

const styles = `<w:styles><w:style w:styleId="a3"><w:name w:val="Title"/></w:style><w:style w:styleId="a4"><w:name w:val="Subtitle"/></w:style><w:style w:styleId="yt"><w:name w:val="引题"/></w:style><w:style w:styleId="2"><w:name w:val="heading 2"/></w:style><w:style w:styleId="tz"><w:name w:val="caption"/></w:style></w:styles>`

func sample(t *testing.T) []byte {
	doc := body(para("yt", "出行更方便") + para("a3", "渡口开通早班船") + para("a4", "往后每天两班") + para("", "本报记者 于渡") +
		`<w:p><w:r><w:t>本报讯 第一班船</w:t></w:r><w:ins><w:r><w:t>准时</w:t></w:r></w:ins><w:del><w:r><w:delText>晚点</w:delText></w:r></w:del><w:r><w:rPr><w:b/></w:rPr><w:t>离岸</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r><w:r><w:t>。</w:t></w:r></w:p>` +
		para("2", "船工的话") + `<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>早六点一班。</w:t></w:r></w:p>` +
		`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>班</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>时</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>早</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>6</w:t></w:r></w:p></w:tc></w:tr></w:tbl>` +
		`<w:p><w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r></w:p>` + para("tz", "早班船。于渡摄") + `<w:p><w:r><w:drawing><a:blip r:embed="rId9"/></w:drawing></w:r></w:p>`)
	return pack(t, map[string]string{
		"word/document.xml": doc, "word/styles.xml": styles,
		"word/_rels/document.xml.rels": `<Relationships><Relationship Id="rId1" Target="media/boat.jpg"/><Relationship Id="rId9" Target="../../../etc/passwd"/></Relationships>`,
		"word/numbering.xml":           `<w:numbering><w:abstractNum w:abstractNumId="7"><w:lvl><w:numFmt w:val="chineseCounting"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>`,
		"word/comments.xml":            `<w:comments><w:comment w:id="0" w:author="章守拙"><w:p><w:r><w:t>请核对船名</w:t></w:r></w:p></w:comment></w:comments>`,
		"word/footnotes.xml":           `<w:footnotes><w:footnote w:id="2"><w:p><w:r><w:t>据渡口告示。</w:t></w:r></w:p></w:footnote></w:footnotes>`,
		"word/media/boat.jpg":          string(invented.Photo(300, 200)),
	}, "word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels", "word/numbering.xml", "word/comments.xml", "word/footnotes.xml", "word/media/boat.jpg")
}

// TestBeside: what stands beside the text of a document, in headers, notes,
// frames and remarks, is set or told, each in its own way.
func TestBeside(t *testing.T) {
	box := func(s string) string {
		return `<wps:txbx><w:txbxContent>` + para("", s) + `</w:txbxContent></wps:txbx>`
	}
	doc := body(para("a3", "渡口开通早班船") + para("yt", "出行更方便") + para("yt", "两岸一刻钟") +
		`<w:p><w:r><w:t>第一班船离岸</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部价</w:t></w:r><w:r><w:t>。</w:t></w:r></w:p>` +
		`<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing>` + box("框中一") + box("框中二") + `</w:drawing></mc:Choice><mc:Fallback><w:pict>` + box("框中一") + `</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>` +
		`<w:p><w:r><w:ruby><w:rt><w:r><w:t>tīng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>汀</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>` +
		`<w:tbl><w:tr><w:tc>` + para("", "甲") + `<w:tbl><w:tr><w:tc>` + para("", "乙") + `</w:tc></w:tr></w:tbl></w:tc><w:tc>` + para("", "丙") + `</w:tc></w:tr></w:tbl>`)
	note := func(name, s string) string {
		return `<w:` + name + `s><w:` + name + ` w:id="2">` + para("", s) + `</w:` + name + `></w:` + name + `s>`
	}
	data := pack(t, map[string]string{
		"word/document.xml": doc, "word/styles.xml": styles, "word/header1.xml": `<w:hdr>` + para("", "内部文稿") + `</w:hdr>`, "word/media/none.jpg": "x",
		"word/footnotes.xml": note("footnote", "脚下的话"), "word/endnotes.xml": note("endnote", "末了的话"), "word/comments.xml": `<w:comments><w:comment w:id="5" w:author="总编">` + para("", "没有着落的批注") + `</w:comment></w:comments>`,
	}, "word/document.xml", "word/styles.xml", "word/header1.xml", "word/media/none.jpg", "word/footnotes.xml", "word/endnotes.xml", "word/comments.xml")
	all, _ := invented.Take(docx.Reader(), invented.Folder(t, map[string][]byte{"a.docx": data}), invented.Options())
	if len(all) != 1 || all[0].Edition == nil {
		t.Fatal(len(all))
	}
	const want = "出行更方便两岸一刻钟渡口开通早班船第一班船离岸[1][2]。框中一框中二汀[1]脚下的话[2]末了的话甲乙丙"
	if got := invented.Plain(all[0].Edition); got != want {
		t.Errorf("read %q, expected %q", got, want)
	}
	told := ""
	for _, f := range all[0].Findings {
		told += f.Problem.Text(diag.Chinese) + "\n"
	}
	for _, words := range []string{"内部文稿", "内部价", "没有着落的批注", "none.jpg"} {
		if strings.Count(told, words) != 1 {
			t.Errorf("%s is told %d times in\n%s", words, strings.Count(told, words), told)
		}
	}
	over := ""
	for _, k := range all[0].Edition.Stories()[0].Body {
		for _, r := range k.Text {
			if r.Ruby != "" {
				over += r.Text + " " + r.Ruby
			}
		}
	}
	if over != "汀 tīng" {
		t.Errorf("what stands over characters: %q", over)
	}
}

// TestRunProperties: what is raised, lowered or struck out, and lines that end within a
// paragraph.
func TestRunProperties(t *testing.T) {
	run := func(props, text string) string {
		return `<w:r><w:rPr>` + props + `</w:rPr><w:t>` + text + `</w:t></w:r>`
	}
	doc := `<w:document><w:body><w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>` + run("", "渡口停航") + `<w:r><w:br/></w:r>` + run("", "江上有雾") + `</w:p><w:p>` +
		run("", "水是H") + run(`<w:vertAlign w:val="subscript"/>`, "2") + run("", "O，") + run("", "面积5m") + run(`<w:vertAlign w:val="superscript"/>`, "2") +
		run(`<w:strike/>`, "划去的") + run("", "留下。") + run(`<w:vertAlign w:val="superscript"/>`, "见注") + `<w:r><w:br/></w:r>` + run("", "又一行。") +
		`<w:r><w:br w:type="page"/></w:r>` + run("", "不断。") + `</w:p></w:body></w:document>`
	data := pack(t, map[string]string{"word/document.xml": doc}, "word/document.xml")
	text, codes := invented.Written(t, docx.Reader(), invented.Folder(t, map[string][]byte{"a.docx": data}))
	for _, want := range []string{"  - \"渡口停航\"\n  - \"江上有雾\"\n", "\n水是H~2~O，面积5m^2^划去的留下。见注\n\n又一行。 不断。"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if codes[diag.ImportStruck] != 1 || codes[diag.ImportScript] != 1 {
		t.Errorf("told is %v", codes)
	}
}

// TestTables: merged cells keep their columns and are told, a table of one row is a table,
// one of one cell a frame round its text.
func TestTables(t *testing.T) {
	cell := func(props, text string) string {
		return `<w:tc><w:tcPr>` + props + `</w:tcPr>` + para("", text) + `</w:tc>`
	}
	row := func(cells ...string) string { return `<w:tr>` + strings.Join(cells, "") + `</w:tr>` }
	for name, tt := range map[string]struct {
		table, want string
		merged      int
	}{
		"across":           {row(cell(`<w:gridSpan w:val="2"/>`, "票价"), cell("", "备注")) + row(cell("", "日票"), cell("", "五元"), cell("", "甲")), "| 票价 |  | 备注 |\n|---|---|---|\n| 日票 | 五元 | 甲 |\n", 1},
		"down":             {row(cell(`<w:vMerge w:val="restart"/>`, "日票"), cell("", "五元")) + row(cell(`<w:vMerge/>`, ""), cell("", "六元")), "| 日票 | 五元 |\n|---|---|\n|  | 六元 |\n", 1},
		"one row":          {row(cell("", "日票"), cell("", "五元")), "| 日票 | 五元 |\n|---|---|\n", 0},
		"a row struck out": {`<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p></w:tc></w:tr>` + row(cell("", "日票"), cell("", "五元")), "开了。\n\n| 日票 | 五元 |\n|---|---|\n", 0},
		"one cell":         {row(cell("", "框里的话。")), "\n框里的话。\n", 0},
		"a false span":     {row(cell(`<w:gridSpan w:val="x"/>`, "日票"), cell(`<w:gridSpan w:val="-2"/>`, "五元")), "| 日票 | 五元 |\n", 0},
	} {
		data := pack(t, map[string]string{"word/document.xml": body(para("", "渡口开通早班船") + para("", "本报讯 早班船开了。") + `<w:tbl>` + tt.table + `</w:tbl>`)}, "word/document.xml")
		text, codes := invented.Written(t, docx.Reader(), invented.Folder(t, map[string][]byte{"a.docx": data}))
		if !strings.Contains(text, tt.want) || codes[diag.ImportMerged] != min(tt.merged, 1) {
			t.Errorf("%s: %v in\n%s", name, codes, text)
		}
	}
}

// TestStruckOutIsToldOnce: what tracked changes took out is told with them, whole, and not
// once more as text that belongs nowhere.
func TestStruckOutIsToldOnce(t *testing.T) {
	long := strings.Repeat("晚点的船又来了一班，", 12)
	del := func(s string) string { return `<w:del><w:r><w:delText>` + s + `</w:delText></w:r></w:del>` }
	doc := body(para("", "渡口开通早班船") + `<w:p><w:r><w:t>本报讯 船开了。</w:t></w:r>` + del("晚点") + del(long) + `<w:moveFrom><w:r><w:t>移走的话</w:t></w:r></w:moveFrom></w:p>` + `<w:del>` + para("", "整段") + `</w:del>`)
	data := pack(t, map[string]string{"word/document.xml": doc}, "word/document.xml")
	all, _ := invented.Take(docx.Reader(), invented.Folder(t, map[string][]byte{"a.docx": data}), invented.Options())
	for _, s := range []string{"晚点", long, "移走的话", "整段"} {
		times := 0
		for _, f := range all[0].Findings {
			if f.Code == diag.ImportDropped {
				t.Errorf("%v", f.Problem)
			}
			for _, line := range f.Text {
				if line == s {
					times++
				}
			}
		}
		if times != 1 {
			t.Errorf("%s is told %d times", s, times)
		}
	}
}

func TestGolden(t *testing.T) {
	src := invented.Folder(t, map[string][]byte{"渡口.docx": sample(t)})
	if sure := docx.Reader().Claim(src); sure < 90 {
		t.Errorf("the claim is %d", sure)
	}
	invented.Golden(t, "document.golden", docx.Reader(), src, invented.Options(), *update)
	all, _ := invented.Take(docx.Reader(), src, invented.Options())
	n := make(map[diag.Code]int)
	for _, f := range all[0].Findings {
		n[f.Code]++
	}
	for _, code := range []diag.Code{diag.ImportRemark, diag.ImportTracked, diag.ImportAbsent, diag.ImportAuthor} {
		if n[code] != 1 {
			t.Errorf("%s: %d", code, n[code])
		}
	}
}

// TestTextInIsTextOut writes invented stories as documents and reads them back.
func TestTextInIsTextOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		is := invented.Make(rapid.Uint64Range(0, 30).Draw(t, "seed"), "望汀日报", invented.Options().Date, 1)
		s := rapid.SampledFrom(is.Pages[0].Stories).Draw(t, "story")
		style := rapid.SampledFrom([]string{"a3", ""}).Draw(t, "style")
		inner := para(style, s.Head[0]) + para("", s.Author)
		for _, p := range s.Paras {
			inner += para("", p)
		}
		data := pack(t, map[string]string{"word/document.xml": body(inner), "word/styles.xml": styles}, "word/document.xml", "word/styles.xml")
		all, found := invented.Take(docx.Reader(), intake.OpenBytes(data, "a.docx", "a.docx"), invented.Options())
		if len(all) != 1 || len(found) > 0 || all[0].Edition == nil {
			t.Fatal(len(all), found)
		}
		if got, want := invented.Plain(all[0].Edition), invented.Squeezed(s.Head[0]+s.Author+strings.Join(s.Paras, "")); got != want {
			t.Errorf("read %q, written %q", got, want)
		}
	})
}

// TestBomb refuses a part that unpacks to a thousand times its size.
func TestBomb(t *testing.T) {
	data := pack(t, map[string]string{"word/document.xml": body(para("", strings.Repeat("船", 8<<20)))}, "word/document.xml")
	all, _ := invented.Take(docx.Reader(), intake.OpenBytes(data, "a.docx", "a.docx"), invented.Options())
	if all[0].Edition != nil || fmt.Sprint(all[0].Findings[0].Code) != string(diag.ImportUnreadable) {
		t.Errorf("%d bytes are taken: %v", len(data), all[0].Findings)
	}
}

func FuzzDocument(f *testing.F) {
	f.Add(body(para("a3", "题") + para("", "文。")))
	f.Fuzz(func(t *testing.T, doc string) {
		data := pack(t, map[string]string{"word/document.xml": doc, "word/styles.xml": styles, "word/comments.xml": doc}, "word/document.xml", "word/styles.xml", "word/comments.xml")
		all, _ := invented.Take(docx.Reader(), intake.OpenBytes(data, "a.docx", "a.docx"), invented.Options())
		for _, d := range all {
			if d.Edition != nil {
				d.Edition.Folder(d.Findings, intake.LayoutAuto)
			}
		}
	})
}
