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
