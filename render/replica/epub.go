package replica

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	_ "embed"
	"fmt"
	"hash/crc32"
	"html"
	"slices"
	"strconv"
	"strings"

	"duikai/layout/page"
	"duikai/render/reading"
)

// A book (EPUB 3.2) has a file for every page, with its picture, and behind it one
// for every story that begins there; the list of pages (page-list) leads to the
// pages as they are printed. The faces are those of the reading device: stories
// flow.
//
//	mimetype, META-INF/container.xml     what a container has to have
//	EPUB/package.opf                     the list of all files, and their order
//	EPUB/nav.xhtml                       contents, list of pages
//	EPUB/toc.ncx                         the same for readers of EPUB 2 alone
//	EPUB/page-01.xhtml, story-001.xhtml  pages and stories
//	EPUB/pages, EPUB/pictures            pictures
//	EPUB/style.css
var epubForm = form{
	format: EPub,
	dpi:    screenDPI,
	sheet:  func(_ *material, p *page.Page) string { return fmt.Sprintf("page-%02d.xhtml", p.Number) },
	story:  func(_ *material, st *storyView) string { return fmt.Sprintf("story-%03d.xhtml", st.number) },
	page:   func(_ *material, p *page.Page) string { return fmt.Sprintf("pages/%02d.jpg", p.Number) },
	inset: func(_ *material, p *page.Page, n int) string {
		return fmt.Sprintf("pictures/%02d-%d.jpg", p.Number, n)
	},
	pack:  packBook,
	write: writeBook,
}

//go:embed book.css
var bookCSS []byte

// container tells where the book begins (EPUB OCF 3.2, 3.5.1).
const container = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
 <rootfiles>
  <rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
 </rootfiles>
</container>
`

const bookType = "application/epub+zip"

// packBook collects the files of a book in one file, which is named for the day.
// The first is the type, as it is (OCF 3.2, 4.3): readers look for it at that place.
func packBook(m *material, put Put) (inside Put, done func() error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	add := func(name string, method uint16, data []byte) error {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			_, err = w.Write(data)
		}
		return err
	}
	begin := func() error {
		if out.Len() > 0 || len(m.files) > 0 {
			return nil
		}
		// Without sizes behind the data, which the fixed place does not allow for.
		w, err := z.CreateRaw(&zip.FileHeader{Name: "mimetype", Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(bookType)), CompressedSize64: uint64(len(bookType)), UncompressedSize64: uint64(len(bookType))})
		if err == nil {
			_, err = w.Write([]byte(bookType))
		}
		if err == nil {
			err = add("META-INF/container.xml", zip.Deflate, []byte(container))
		}
		return err
	}
	inside = func(name string, data []byte) error {
		if err := begin(); err != nil {
			return err
		}
		m.files = append(m.files, name)
		method := zip.Deflate
		if strings.HasSuffix(name, ".jpg") {
			method = zip.Store
		}
		return add("EPUB/"+name, method, data)
	}
	done = func() error {
		if err := z.Close(); err != nil {
			return err
		}
		return put(m.e.Date.Format("2006-01-02")+".epub", out.Bytes())
	}
	return inside, done
}

// xhtml writes a file of the book.
func (m *material) xhtml(name, title, body string) error {
	const shell = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="zh-CN" xml:lang="zh-CN">
<head>
<meta charset="utf-8"/>
<title>%s</title>
<link rel="stylesheet" href="style.css"/>
</head>
<body>
%s
</body>
</html>
`
	return m.put(name, fmt.Appendf(nil, shell, html.EscapeString(title), body))
}

func writeBook(m *material) error {
	for i := range m.sheet {
		v := &m.sheet[i]
		if err := m.xhtml(v.File, v.Title, m.bookPage(v)); err != nil {
			return err
		}
	}
	for _, st := range m.story {
		body := "<article>\n" + m.bookStory(st) + "\n</article>"
		if err := m.xhtml(st.File, st.Title, body); err != nil {
			return err
		}
	}
	if err := m.put("style.css", bookCSS); err != nil {
		return err
	}
	if err := m.xhtml("nav.xhtml", m.title(), m.contents()); err != nil {
		return err
	}
	ncx, err := m.ncx()
	if err != nil {
		return err
	}
	if err := m.put(ncxFile, ncx); err != nil {
		return err
	}
	opf, err := m.packageFile()
	if err != nil {
		return err
	}
	return m.put("package.opf", opf)
}

func (m *material) bookStory(st *storyView) string {
	text := prose{material: m, xml: true}.String(st.Art)
	if !strings.Contains(text, "<h1>") { // briefs without a head of their own
		text = `<h1 class="brief">` + html.EscapeString(st.Title) + "</h1>\n" + text
	}
	return text
}

// bookPage is the page as it is printed: its picture, what stands on it, and what
// is no story.
func (m *material) bookPage(v *sheetView) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<section epub:type="chapter"><span epub:type="pagebreak" role="doc-pagebreak" id="page" aria-label="%s" title="%[1]s"></span>`, reading.PageNumbers(v.page))
	fmt.Fprintf(&b, "\n<h1>%s</h1>\n", html.EscapeString(v.Title))
	fmt.Fprintf(&b, `<figure class="sheet"><img src="%s" width="%d" height="%d" alt="%s的版面"/></figure>`, v.Picture.Src, v.Picture.Width, v.Picture.Height, html.EscapeString(v.Title))
	if len(v.Stories) > 0 {
		b.WriteString("\n<ol>\n")
		for _, st := range v.Stories {
			fmt.Fprintf(&b, "<li><a href=\"%s\">%s</a></li>\n", st.File, html.EscapeString(st.Title))
		}
		b.WriteString("</ol>")
	}
	write := prose{material: m, xml: true}
	for _, e := range v.others() {
		if says := v.advertisement(e); says != "" {
			fmt.Fprintf(&b, "\n<p class=\"ad\">%s</p>", html.EscapeString(says))
		} else if text := write.String(e); text != "" {
			b.WriteString("\n" + text)
		}
	}
	b.WriteString("\n</section>")
	return b.String()
}

// begin are the stories that begin on a page.
func (v *sheetView) begin(m *material) (out []*storyView) {
	for _, e := range v.part.Kids {
		if st := m.byID[e.Story]; e.Type == "Art" && st != nil {
			out = append(out, st)
		}
	}
	return out
}

// contents is the navigation document (EPUB Packages 3.2, 5).
func (m *material) contents() string {
	var b strings.Builder
	fmt.Fprintf(&b, "<nav epub:type=\"toc\" id=\"toc\" role=\"doc-toc\"><h1>%s</h1>\n<ol>\n", html.EscapeString(m.title()))
	for i := range m.sheet {
		v := &m.sheet[i]
		fmt.Fprintf(&b, `<li><a href="%s">%s</a>`, v.File, html.EscapeString(v.Title))
		if list := v.begin(m); len(list) > 0 {
			b.WriteString("\n<ol>\n")
			for _, st := range list {
				fmt.Fprintf(&b, "<li><a href=\"%s\">%s</a></li>\n", st.File, html.EscapeString(st.Title))
			}
			b.WriteString("</ol>")
		}
		b.WriteString("</li>\n")
	}
	b.WriteString("</ol></nav>\n<nav epub:type=\"page-list\" role=\"doc-pagelist\" hidden=\"hidden\"><h2>版</h2>\n<ol>\n")
	for i := range m.sheet {
		fmt.Fprintf(&b, "<li><a href=\"%s#page\">%s</a></li>\n", m.sheet[i].File, reading.PageNumbers(m.sheet[i].page))
	}
	fmt.Fprintf(&b, "</ol></nav>\n<nav epub:type=\"landmarks\" hidden=\"hidden\"><h2>导航</h2>\n<ol>\n<li><a epub:type=\"toc\" href=\"#toc\">目录</a></li>\n<li><a epub:type=\"bodymatter\" href=\"%s\">正文</a></li>\n</ol></nav>", m.sheet[0].File)
	return b.String()
}

// ncxFile is the navigation as EPUB 2 has it (OPF 2.0.1, 2.4.1): readers that know
// nothing else show their contents and printed pages by it.
const ncxFile = "toc.ncx"

// ncx is what contents says, for old readers (ANSI/NISO Z39.86-2005, 8).
func (m *material) ncx() ([]byte, error) {
	d := newDocument("ncx", "xmlns", "http://www.daisy.org/z3986/2005/ncx/", "version", "2005-1", "xml:lang", "zh-CN")
	meta := func(name, content string) { d.leaf("meta", "", "name", "dtb:"+name, "content", content) }
	end := m.sheet[len(m.sheet)-1].page
	d.start("head")
	meta("uid", m.bookID())
	meta("depth", "2")
	meta("totalPageCount", strconv.Itoa(len(m.sheet)))
	meta("maxPageNumber", strconv.Itoa(max(end.Number, end.Spread)))
	d.end()
	labelled := func(outer, text string) {
		d.start(outer)
		d.leaf("text", text)
		d.end()
	}
	labelled("docTitle", m.title())
	if m.e.Paper != "" {
		labelled("docAuthor", m.e.Paper)
	}
	order := 0
	point := func(kind, id, label, file string, more ...string) {
		order++
		d.start(kind, append([]string{"id", id, "playOrder", strconv.Itoa(order)}, more...)...)
		labelled("navLabel", label)
		d.leaf("content", "", "src", file)
	}
	places := make([]int, len(m.sheet)) // of the pages, for what names them again has their number again
	d.start("navMap")
	for i := range m.sheet {
		v := &m.sheet[i]
		point("navPoint", fmt.Sprintf("page-%d", v.number), v.Title, v.File)
		places[i] = order
		for _, st := range v.begin(m) {
			point("navPoint", fmt.Sprintf("story-%d", st.number), st.Title, st.File)
			d.end()
		}
		d.end()
	}
	d.end()
	d.start("pageList")
	labelled("navLabel", "版")
	for i := range m.sheet {
		n := strconv.Itoa(m.sheet[i].number)
		order = places[i] - 1
		point("pageTarget", "print-"+n, reading.PageNumbers(m.sheet[i].page), m.sheet[i].File, "type", "normal", "value", n)
		d.end()
	}
	return d.bytes()
}

// mediaTypes are the types of a book's files by their endings.
var mediaTypes = map[string]string{"xhtml": "application/xhtml+xml", "jpg": "image/jpeg", "css": "text/css", "ncx": "application/x-dtbncx+xml"}

// packageFile is the package document (EPUB Packages 3.2, 3). The book is named by
// what it says, and dated by the edition: the same edition is the same book.
func (m *material) packageFile() ([]byte, error) {
	day := m.e.Date.Format("2006-01-02")
	d := newDocument("package", "xmlns", "http://www.idpf.org/2007/opf", "version", "3.0", "unique-identifier", "id", "xml:lang", "zh-CN", "prefix", "schema: http://schema.org/")
	d.start("metadata", "xmlns:dc", "http://purl.org/dc/elements/1.1/")
	d.leaf("dc:identifier", m.bookID(), "id", "id")
	d.leaf("dc:title", m.title())
	d.leaf("dc:language", "zh-CN")
	if m.e.Paper != "" {
		d.leaf("dc:publisher", m.e.Paper)
		d.leaf("dc:creator", m.e.Paper)
	}
	d.leaf("dc:date", day)
	d.leaf("meta", day+"T00:00:00Z", "property", "dcterms:modified")
	for _, mode := range []string{"textual", "visual"} {
		d.leaf("meta", mode, "property", "schema:accessMode")
	}
	d.leaf("meta", "textual", "property", "schema:accessModeSufficient")
	for _, feature := range []string{"structuralNavigation", "tableOfContents", "pageBreakMarkers", "readingOrder", "alternativeText"} {
		d.leaf("meta", feature, "property", "schema:accessibilityFeature")
	}
	d.leaf("meta", "none", "property", "schema:accessibilityHazard")
	d.leaf("meta", "", "name", "cover", "content", m.fileID(m.sheet[0].Picture.Src)) // for EPUB 2
	d.leaf("meta", "文字可以放大、朗读；各版有版面图，版面图上的文字在各稿中。", "property", "schema:accessibilitySummary")
	d.end()
	d.start("manifest")
	for _, name := range m.files {
		d.leaf("item", "", "id", m.fileID(name), "href", name, "media-type", mediaTypes[name[strings.LastIndexByte(name, '.')+1:]], "properties", m.properties(name))
	}
	d.end()
	d.start("spine", "toc", m.fileID(ncxFile))
	d.leaf("itemref", "", "idref", m.fileID("nav.xhtml"))
	for i := range m.sheet {
		d.leaf("itemref", "", "idref", m.fileID(m.sheet[i].File))
		for _, st := range m.sheet[i].begin(m) {
			d.leaf("itemref", "", "idref", m.fileID(st.File))
		}
	}
	return d.bytes()
}

// fileID is the name of a file in the list.
func (m *material) fileID(name string) string {
	return "f" + strconv.Itoa(slices.Index(m.files, name)+1)
}

func (m *material) properties(name string) string {
	switch name {
	case "nav.xhtml":
		return "nav"
	case m.sheet[0].Picture.Src:
		return "cover-image"
	}
	return ""
}

// bookID is a name-based UUID (RFC 9562, 5.8) of all that the book says.
func (m *material) bookID() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n", m.e.Paper, m.e.Date.Format("2006-01-02"))
	var walk func(e *reading.Element)
	walk = func(e *reading.Element) {
		fmt.Fprintf(h, "%s %q %q\n", e.Type, bare(e), e.Alt)
		for _, k := range e.Kids {
			walk(k)
		}
	}
	walk(m.tree.Root)
	u := h.Sum(nil)[:16]
	const version, variant = 0x80, 0x80
	u[6] = u[6]&0x0f | version
	u[8] = u[8]&0x3f | variant
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}
