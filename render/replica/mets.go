package replica

import (
	"fmt"
	"strconv"
	"strings"

	"duikai/render/reading"
)

// partTypes are the words of METS for the parts of an article, which are those that
// libraries' newspapers have; under is the part that they stand in.
var partTypes = map[string]struct{ word, under string }{
	"Kicker": {"OVERLINE", "HEADING"}, "H1": {"TITLE", "HEADING"}, "Deck": {"SUBHEADLINE", "HEADING"},
	"ColumnLabel": {"SECTION_LABEL", "HEADING"}, "Byline": {"AUTHOR", "HEADING"}, "Summary": {"ABSTRACT", "HEADING"},
	"P": {"PARAGRAPH", "BODY"}, "H2": {"CROSSHEADING", "BODY"}, "Verse": {"VERSE", "BODY"}, "BlockQuote": {"NOTE", "BODY"},
	"PullQuote": {"PULL_QUOTE", "BODY"}, "Table": {"TABLE", "BODY"}, "L": {"LIST", "BODY"}, "Afterword": {"AFTERWORD", "BODY"},
	"TR": {"ROW", ""}, "TH": {"CELL", ""}, "TD": {"CELL", ""}, "LI": {"ITEM", ""}, "Caption": {"CAPTION", ""}, "TableUnit": {"UNIT", ""}, "Credit": {"CREDIT", ""},
	"Figure": {"IMAGE", ""}, "Nameplate": {"NAMEPLATE", ""},
}

// mets writes what the issue has: its description, its files, its pages, its
// articles.
func (w *library) mets() ([]byte, error) {
	d := newDocument("mets", "xmlns", "http://www.loc.gov/METS/", "xmlns:mods", "http://www.loc.gov/mods/v3", "xmlns:xlink", "http://www.w3.org/1999/xlink",
		"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance",
		"xsi:schemaLocation", "http://www.loc.gov/METS/ http://www.loc.gov/standards/mets/mets.xsd http://www.loc.gov/mods/v3 http://www.loc.gov/standards/mods/v3/mods-3-7.xsd",
		"TYPE", "Newspaper", "LABEL", w.title())
	d.start("metsHdr")
	d.start("agent", "ROLE", "CREATOR", "TYPE", "OTHER", "OTHERTYPE", "SOFTWARE")
	d.leaf("name", "duikai")
	d.end()
	d.end()
	w.describe(d)
	w.list(d)
	w.physical(d)
	w.logical(d)
	return d.bytes()
}

// mods opens a description; what is opened here the caller closes by mods again.
func mods(d *document, id string, write func()) {
	d.start("dmdSec", "ID", id)
	d.start("mdWrap", "MDTYPE", "MODS")
	d.start("xmlData")
	d.start("mods:mods")
	write()
	for range 4 {
		d.end()
	}
}

// within writes an element around another with nothing but text.
func within(d *document, outer, inner, text string, pairs ...string) {
	d.start(outer)
	d.leaf(inner, text, pairs...)
	d.end()
}

func (w *library) describe(d *document) {
	mods(d, "DMD_ISSUE", func() {
		within(d, "mods:titleInfo", "mods:title", w.e.Paper)
		d.leaf("mods:typeOfResource", "text")
		d.leaf("mods:genre", "newspaper", "authority", "marcgt")
		within(d, "mods:originInfo", "mods:dateIssued", w.e.Date.Format("2006-01-02"), "encoding", "w3cdtf", "keyDate", "yes")
		within(d, "mods:language", "mods:languageTerm", "zh-CN", "type", "code", "authority", "rfc5646")
	})
	for _, st := range w.story {
		mods(d, "DMD_"+st.File, func() {
			d.start("mods:titleInfo")
			d.leaf("mods:title", st.Title)
			if deck := w.said(st.Art, "Deck"); deck != "" {
				d.leaf("mods:subTitle", deck)
			}
			d.end()
			if by := w.said(st.Art, "Byline"); by != "" {
				within(d, "mods:name", "mods:namePart", by)
			}
			within(d, "mods:language", "mods:languageTerm", "zh-CN", "type", "code", "authority", "rfc5646")
		})
	}
}

// said is the text of a part of a story; empty where it has none.
func (w *library) said(art *reading.Element, kind string) string {
	for _, e := range art.Kids {
		if e.Type == kind {
			return strings.Join(headLines(e), " ")
		}
	}
	return ""
}

// list names the files: pictures of pages, their texts, pictures cut out of pages.
func (w *library) list(d *document) {
	var images, texts []named
	for i := range w.sheet {
		v := &w.sheet[i]
		images = append(images, named{fmt.Sprintf("IMG%04d", v.number), v.Picture.Src})
		texts = append(texts, named{fmt.Sprintf("ALTO%04d", v.number), v.File})
	}
	const jpeg = "image/jpeg"
	d.start("fileSec")
	w.group(d, "IMAGES", "Images", jpeg, images)
	w.group(d, "TEXT", "Text", "text/xml", texts)
	if len(w.cut) > 0 { // a group without files is none
		w.group(d, "ILLUSTRATIONS", "Illustrations", jpeg, w.cut)
	}
	d.end()
}

func (w *library) group(d *document, id, use, kind string, files []named) {
	d.start("fileGrp", "ID", id, "USE", use)
	for i, f := range files {
		is := w.described[f.file]
		d.start("file", "ID", f.id, "MIMETYPE", kind, "SEQ", strconv.Itoa(i+1), "SIZE", strconv.Itoa(is.size), "CHECKSUM", is.sum, "CHECKSUMTYPE", "SHA-256")
		d.leaf("FLocat", "", "LOCTYPE", "URL", "xlink:href", f.file)
		d.end()
	}
	d.end()
}

// physical lists the pages.
func (w *library) physical(d *document) {
	d.start("structMap", "TYPE", "PHYSICAL")
	d.start("div", "TYPE", "Newspaper", "LABEL", w.title())
	for i := range w.sheet {
		v := &w.sheet[i]
		d.start("div", "ID", fmt.Sprintf("PAGE%04d", v.number), "TYPE", "PAGE", "ORDER", strconv.Itoa(v.number), "ORDERLABEL", reading.PageNumbers(v.page), "LABEL", v.Title)
		d.leaf("fptr", "", "FILEID", fmt.Sprintf("IMG%04d", v.number))
		d.leaf("fptr", "", "FILEID", fmt.Sprintf("ALTO%04d", v.number))
		d.end()
	}
	d.end()
	d.end()
}

// logical lists what the issue has.
func (w *library) logical(d *document) {
	d.start("structMap", "TYPE", "LOGICAL")
	d.start("div", "TYPE", "Newspaper", "LABEL", w.e.Paper)
	d.start("div", "TYPE", "ISSUE", "DMDID", "DMD_ISSUE", "LABEL", w.title())
	for i := range w.sheet {
		v := &w.sheet[i]
		for _, e := range v.part.Kids {
			if st := w.byID[e.Story]; e.Type == "Art" && st != nil {
				w.article(d, st)
				continue
			}
			w.aside(d, v, e)
		}
	}
	for range 3 {
		d.end()
	}
}

func (w *library) article(d *document, st *storyView) {
	d.start("div", "ID", st.File, "TYPE", "ARTICLE", "DMDID", "DMD_"+st.File, "LABEL", st.Title)
	for _, group := range []string{"HEADING", "BODY"} {
		begun, stanza := false, false
		for _, e := range st.Art.Kids {
			t, ok := partTypes[e.Type]
			if !ok || t.under != group {
				continue
			}
			if !begun {
				d.start("div", "TYPE", group)
				begun = true
			}
			if stanza && (e.Type != "Verse" || e.Opens) {
				d.end()
				stanza = false
			}
			if e.Type == "Verse" && !stanza {
				d.start("div", "TYPE", "STANZA")
				stanza = true
			}
			w.part(d, e, t.word)
		}
		if stanza {
			d.end()
		}
		if begun {
			d.end()
		}
	}
	for _, e := range st.Art.Kids {
		switch e.Type {
		case "Div":
			w.part(d, e, "ILLUSTRATION")
		case "Jump":
			w.part(d, e, "CONTINUATION")
		}
	}
	d.end()
}

// aside is what is no story: a notice, a digest, a picture, an advertisement.
func (w *library) aside(d *document, v *sheetView, e *reading.Element) {
	if says := v.advertisement(e); says != "" {
		d.start("div", "TYPE", "ADVERTISEMENT", "LABEL", says)
		w.below(d, e)
		d.end()
		return
	}
	kind := "NOTICE"
	switch {
	case e.Type == "Nameplate":
		kind = "NAMEPLATE"
	case len(kids(e, "Figure")) > 0:
		kind = "ILLUSTRATION"
	case len(kids(e, "Link")) > 0:
		kind = "CONTENTS"
	}
	w.part(d, e, kind)
}

// part is a part of an article and what is below it.
func (w *library) part(d *document, e *reading.Element, kind string) {
	d.start("div", "TYPE", kind)
	w.below(d, e)
	d.end()
}

// below writes where an element stands, and its parts.
func (w *library) below(d *document, e *reading.Element) {
	w.pointer(d, w.blocks[e])
	for _, k := range e.Kids {
		switch t, ok := partTypes[k.Type]; {
		case k.Type == "Ruby": // its texts are those of the element around it
		case !ok:
			w.below(d, k)
		default:
			w.part(d, k, t.word)
		}
	}
}

// pointer leads to blocks; those of one piece of text are a sequence.
func (w *library) pointer(d *document, at []placed) {
	if len(at) == 0 {
		return
	}
	d.start("fptr")
	if len(at) > 1 {
		d.start("seq")
	}
	for _, b := range at {
		d.leaf("area", "", "FILEID", fmt.Sprintf("ALTO%04d", w.sheet[b.sheet].number), "BETYPE", "IDREF", "BEGIN", b.id)
	}
	if len(at) > 1 {
		d.end()
	}
	d.end()
	for _, b := range at {
		if b.cut != "" {
			d.leaf("fptr", "", "FILEID", b.cut)
		}
	}
}
