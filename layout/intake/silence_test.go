package intake_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/docx"
	"duikai/layout/intake/dump"
	"duikai/layout/intake/epaper"
	"duikai/layout/intake/invented"
	"duikai/layout/intake/post"
	"duikai/layout/intake/scan"
	"duikai/layout/intake/table"
	"duikai/layout/intake/text"
	"duikai/layout/intake/wire"
)

// stranger is a source of a kind, and what may stand anywhere in one of its
// files; § stands for the words.
type stranger struct {
	reader intake.Reader
	files  map[string]string
	into   string         // the file that something is put into
	gap    *regexp.Regexp // where: at the end of a match
	what   []string
	pack   func(map[string]string) map[string][]byte
	behind string // what nothing is put into or before: front matter, a head
}

func plainly(files map[string]string) map[string][]byte {
	out := make(map[string][]byte)
	for name, text := range files {
		out[name] = []byte(text)
	}
	return out
}

// packed is the parts of a document in their zip.
func packed(files map[string]string) map[string][]byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(files[name]))
		}
		if err != nil {
			panic(err) // a buffer takes all
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return map[string][]byte{"a.docx": b.Bytes()}
}

const (
	silentPara  = `<w:p><w:r><w:t>第一班船准时离岸。</w:t></w:r></w:p>`
	silentDoc   = `<w:document><w:body><w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>渡口开通早班船</w:t></w:r></w:p>` + silentPara + `<w:tbl><w:tr><w:tc>` + silentPara + `</w:tc><w:tc>` + silentPara + `</w:tc></w:tr><w:tr><w:tc>` + silentPara + `</w:tc><w:tc>` + silentPara + `</w:tc></w:tr></w:tbl><w:p><w:r><w:pict><v:textbox><w:txbxContent>` + silentPara + `</w:txbxContent></v:textbox></w:pict></w:r></w:p></w:body></w:document>`
	silentPart  = `<w:part>` + silentPara + `</w:part>`
	silentPage  = `<html><!--enpproperty <founder-pagenum>A01</founder-pagenum><founder-papername>望汀日报</founder-papername><founder-type>2</founder-type> /enpproperty--><body><MAP NAME="PagePicMap"><Area coords="4,4,394,4,394,300,4,300" href="content_1.htm"></MAP><img src="x.jpg" USEMAP=#pagepicmap width=400 height=575>第A01版：要闻 <a id=pageLink href=node_1.htm>A01：要闻</a><a href=content_1.htm><div>渡口开通早班船</div></a></body></html>`
	silentTale  = `<html><body><div>往来</div><h3>出行更方便</h3><h1>渡口开通早班船</h1><h2>往后每天两班</h2><h4>本报记者 于渡</h4><table><tr><td>题</td></tr></table><div id="ozoom"><founder-content><!--enpcontent--><P>　　本报讯 第一班船准时离岸。</P><P>　　船工说，往后每天<b>两班</b>。</P><!--/enpcontent--></founder-content></div></body></html>`
	silentLines = `<html><body><h1>望汀日报</h1><h2>渡口开通早班船</h2><div class="article"><br/>　　【本报讯】第一班船离岸。<br/>　　往后每天两班。<br/></div><h2>夜校</h2><div class="article">十二张长凳。</div></body></html>`
	silentNITF  = `<nitf><head><pubdata name="望汀日报" date.publication="20260311"/></head><body><body.head><hedline><hl1>渡口开通早班船</hl1><hl2>往后每天两班</hl2></hedline><byline>于渡</byline><abstract><p>早班船。</p></abstract></body.head><body.content><block><p>第一班船离岸。</p><table><tr><td>班</td><td>时</td></tr><tr><td>早</td><td>六</td></tr></table></block></body.content><body.end><tagline>（完）</tagline></body.end></body></nitf>`
	silentG2    = `<newsItem guid="urn:a:1"><itemMeta><versionCreated>2026-03-11T10:00:00Z</versionCreated></itemMeta><contentMeta><headline>渡口开通早班船</headline><by>于渡</by></contentMeta><contentSet><inlineXML><html><body><p>第一班船离岸。</p><p>往后每天两班。</p></body></html></inlineXML></contentSet></newsItem>`
	silentPAGE  = `<PcGts><Page imageWidth="2000" imageHeight="3000"><TextRegion type="heading"><Coords points="1,1 9,1 9,9"/><TextLine><Coords points="1,1 9,9"/><TextEquiv><Unicode>渡口开通早班船</Unicode></TextEquiv></TextLine></TextRegion><TextRegion type="paragraph"><Coords points="1,20 9,20 9,90"/><TextLine><Coords points="1,20 9,90"/><TextEquiv><Unicode>第一班船离岸。</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>`
	silentHOCR  = `<html><body><div class="ocr_page" title="bbox 0 0 2000 3000"><div class="ocr_carea"><p class="ocr_par" title="bbox 1 1 900 90"><span class="ocr_line" title="bbox 1 1 900 90"><span class="ocrx_word" title="bbox 1 1 900 90; x_wconf 95">第一班船离岸。</span></span></p></div></div></body></html>`
	silentALTO  = `<alto><Layout><Page WIDTH="2000" HEIGHT="3000"><PrintSpace><TextBlock ID="a"><TextLine HEIGHT="9"><String CONTENT="第一班船离岸。" WC="0.9"/></TextLine></TextBlock><ComposedBlock><TextBlock ID="b"><TextLine HEIGHT="9"><String CONTENT="往后每天两班。"/></TextLine></TextBlock></ComposedBlock></PrintSpace></Page></Layout></alto>`
	silentJSON  = `{"width":2000,"height":3000,"parsing_res_list":[{"block_bbox":[1,1,9,9],"block_label":"doc_title","block_content":"渡口开通早班船"},{"block_bbox":[1,20,9,90],"block_label":"text","block_content":"第一班船离岸。"},{"block_bbox":[1,120,9,190],"block_label":"image"}]}`
	silentMD    = "---\ntitle: 渡口开通早班船\nauthor: 于渡\n---\n\n第一班船离岸。\n\n## 船工的话\n\n> 往后每天两班。\n\n- 早六点\n- 晚六点\n\n| 班 | 时 |\n|---|---|\n| 早 | 六 |\n\n完。\n"
	silentCSV   = "标题,正文,作者,备注\n渡口,第一班船离岸。,于渡\n夜校,十二张长凳。,陆知远\n"
	silentList  = `{"code":0,"data":{"date":"2026-03-08","list":[{"title":"渡口","content":"第一班船离岸。","author":"于渡"},{"title":"夜校","content":["十二张长凳。"],"tags":["夜"]}]}}`
	silentDump  = "渡口开通早班船\n本报记者 于渡\n　　本报讯 第一班船准时离岸，往后每天两班。\n　　船工说，往来的人多了起来。\n夜校又开课\n　　本报讯 十二张长凳坐满了人，夜里也能听见水声。\n"
)

func strangers() map[string]stranger {
	tags, lines := regexp.MustCompile(`>`), regexp.MustCompile(`\n`)
	htmlWords := []string{"§", "<p>§</p>", "<div>§</div>", "<span>§</span>", "<h5>§</h5>", "<ul><li>§</li></ul>", "<td>§</td>", "<marquee>§</marquee>", "<figcaption>§</figcaption>", `<img src="none.jpg" alt="§">`, "<textarea>§</textarea>", "<svg><text>§</text></svg>"}
	named := func(kind string) intake.Reader { return *intake.Named(scan.Readers(), kind) }
	parts := map[string]string{"word/document.xml": silentDoc, "word/header1.xml": silentPart, "word/footer2.xml": silentPart, "word/footnotes.xml": silentPart, "word/endnotes.xml": silentPart, "word/comments.xml": silentPart}
	wordWords := []string{silentWord("§"), "<w:p>" + silentWord("§") + "</w:p>", "<w:ins>" + silentWord("§") + "</w:ins>", "<w:del><w:r><w:delText>§</w:delText></w:r></w:del>", "<w:sdt><w:sdtContent><w:p>" + silentWord("§") + "</w:p></w:sdtContent></w:sdt>", `<w:hyperlink>` + silentWord("§") + `</w:hyperlink>`, `<m:oMath><m:r><m:t>§</m:t></m:r></m:oMath>`, `<w:tbl><w:tr><w:tc><w:p>` + silentWord("§") + `</w:p></w:tc></w:tr></w:tbl>`, `<wp:docPr descr="§"/>`, `<w:txbxContent><w:p>` + silentWord("§") + `</w:p></w:txbxContent>`}
	out := map[string]stranger{
		"epaper page":  {epaper.Reader(), map[string]string{"node_1.htm": silentPage, "content_1.htm": silentTale}, "node_1.htm", tags, htmlWords[:8], plainly, "/enpproperty-->"},
		"epaper story": {epaper.Reader(), map[string]string{"node_1.htm": silentPage, "content_1.htm": silentTale}, "content_1.htm", tags, htmlWords, plainly, ""},
		"text":         {text.Reader(), map[string]string{"1963-03-07-1.html": silentLines}, "1963-03-07-1.html", tags, htmlWords, plainly, ""},
		"nitf":         {wire.Reader(), map[string]string{"a.xml": silentNITF}, "a.xml", tags, htmlWords, plainly, ""},
		"newsml":       {wire.Reader(), map[string]string{"a.xml": silentG2}, "a.xml", tags, htmlWords, plainly, ""},
		"page":         {named("page"), map[string]string{"01.xml": silentPAGE}, "01.xml", tags, []string{"<TextEquiv><Unicode>§</Unicode></TextEquiv>", "<TextLine><TextEquiv><Unicode>§</Unicode></TextEquiv></TextLine>", "<TextRegion><TextEquiv><Unicode>§</Unicode></TextEquiv></TextRegion>", "<TableRegion><TextRegion><TextLine><TextEquiv><Unicode>§</Unicode></TextEquiv></TextLine></TextRegion></TableRegion>"}, plainly, ""},
		"hocr":         {named("hocr"), map[string]string{"01.hocr": silentHOCR}, "01.hocr", tags, htmlWords, plainly, ""},
		"alto":         {named("alto"), map[string]string{"01.xml": silentALTO}, "01.xml", tags, []string{`<String CONTENT="§"/>`, `<TextLine><String CONTENT="§"/></TextLine>`, `<TextBlock><TextLine><String CONTENT="§"/></TextLine></TextBlock>`}, plainly, ""},
		"ocr":          {named("ocr"), map[string]string{"01.json": silentJSON}, "01.json", regexp.MustCompile(`[{,]"`), []string{`x":"§","`, `block_content":"§","`, `y":{"z":["§"]},"`}, plainly, ""},
		"md":           {post.Reader(), map[string]string{"a.md": silentMD}, "a.md", lines, []string{"§\n", "\n§\n\n", "# §\n", "- §\n", "> §\n", "`§`\n", "<b>§</b>\n", "![§](none.png)\n", "[^1]: §\n", "x: §\n", "    §\n", "```\n§\n```\n"}, plainly, "\n---\n\n"},
		"csv":          {table.Reader(), map[string]string{"a.csv": silentCSV}, "a.csv", regexp.MustCompile(`[,\n]`), []string{"§,", "§\n", "\"§\",", "x,\"§\",\n"}, plainly, "备注\n"},
		"json":         {table.Records(), map[string]string{"a.json": silentList}, "a.json", regexp.MustCompile(`[{,]"`), []string{`x":"§","`, `content":"§","`, `title":"§","`, `date":"§","`, `page":"§","`, `y":{"z":["§"]},"`, `list":["§"],"`, `data":{"author":"§"},"`}, plainly, ""},
		"dump":         {dump.Reader(), map[string]string{"a.txt": silentDump}, "a.txt", lines, []string{"§\n", "　　§。\n", "§ 摄\n", "（§）\n", "■§\n"}, plainly, ""},
	}
	for part := range parts {
		out["docx "+part] = stranger{docx.Reader(), parts, part, tags, wordWords, packed, ""}
	}
	return out
}

func silentWord(s string) string { return "<w:r><w:t>" + s + "</w:t></w:r>" }

// TestNothingIsSilent puts words into every kind of source at any place, also
// where no rule of its format lets them stand: they are set, or told.
func TestNothingIsSilent(t *testing.T) {
	const words = "旁白九百零七"
	for name, s := range strangers() {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				whole := s.files[s.into]
				gaps := s.gap.FindAllStringIndex(whole, -1)
				at := max(gaps[rapid.IntRange(0, len(gaps)-1).Draw(t, "gap")][1], strings.Index(whole, s.behind)+len(s.behind))
				put := strings.ReplaceAll(rapid.SampledFrom(s.what).Draw(t, "what"), "§", words)
				files := make(map[string]string)
				for k, v := range s.files {
					files[k] = v
				}
				files[s.into] = whole[:at] + put + whole[at:]
				all, found := invented.Take(s.reader, invented.Sources(s.pack(files)), intake.Options{Paper: "望汀日报", Date: time.Date(2026, 3, 8, 0, 0, 0, 0, time.UTC)})
				if !strings.Contains(everything(all, found), words) {
					t.Errorf("%s in\n%s\nis neither set nor told", put, files[s.into])
				}
			})
		})
	}
}

// everything is all that deliveries set and tell, without blanks.
func everything(all []intake.Delivery, found []intake.Finding) string {
	var b strings.Builder
	for _, d := range all {
		found = append(found, d.Findings...)
		if d.Edition == nil {
			continue
		}
		folder, more := d.Edition.Folder(d.Findings, intake.LayoutAuto)
		found = append(found, more...)
		for _, f := range folder.Files {
			if f.Text {
				b.Write(f.Data)
			}
		}
	}
	for _, f := range found {
		fmt.Fprintln(&b, f.Problem.Text(diag.English), f.Text)
	}
	return intake.Squeezed(b.String())
}
