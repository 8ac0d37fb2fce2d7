package preflight

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"duikai/layout/pdffile"
)

// packet is what an XMP packet says, by prefix and name.
type packet struct {
	object int
	values map[string]string // nil: there is none
	broken error

	titleLang string // the language of dc:title
}

// prefixes are the usual ones of the namespaces that PDF/X-4 needs.
var prefixes = map[string]string{
	"http://purl.org/dc/elements/1.1/":     "dc",
	"http://ns.adobe.com/xap/1.0/":         "xmp",
	"http://ns.adobe.com/xap/1.0/mm/":      "xmpMM",
	"http://ns.adobe.com/pdf/1.3/":         "pdf",
	"http://www.npes.org/pdfx/ns/id/":      "pdfxid",
	"http://ns.adobe.com/pdfx/1.3/":        "pdfx",
	"http://ns.adobe.com/xap/1.0/rights/":  "xmpRights",
	"http://ns.adobe.com/xap/1.0/t/pg/":    "xmpTPg",
	"http://www.aiim.org/pdfa/ns/id/":      "pdfaid",
	"http://www.aiim.org/pdfua/ns/id/":     "pdfuaid",
	"http://ns.adobe.com/photoshop/1.0/":   "photoshop",
	"http://www.w3.org/XML/1998/namespace": "xml",
}

// rdf is the namespace of the packet's frame.
const rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

// readMetadata reads the packet of the catalogue.
func (c *checker) readMetadata() (packet, error) {
	root, err := c.f.Dict(c.f.Trailer["Root"])
	if err != nil {
		return packet{}, err
	}
	v, err := c.f.Resolve(root["Metadata"])
	if err != nil {
		return packet{}, err
	}
	s, ok := v.(*pdffile.Stream)
	if !ok {
		return packet{}, nil
	}
	p := packet{object: number(root["Metadata"], 0), values: map[string]string{}}
	u, err := c.undo(s, maxPacket)
	switch {
	case err != nil:
		p.broken = err
	case len(u.Rest) > 0:
		p.broken = errors.New(printable(string(u.Rest[0])))
	default:
		p.broken = p.parse(u.Data)
	}
	return p, nil
}

// parse reads properties, as attributes of a description and as elements; of a
// list the text of its items.
func (p *packet) parse(b []byte) error {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = true
	var open []string // the properties that stand open; empty for rdf's own
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			name := ""
			if t.Name.Space != rdf {
				name = prefixes[t.Name.Space] + ":" + t.Name.Local
			}
			open = append(open, name)
			for _, a := range t.Attr {
				if a.Name.Local == "lang" && prefixes[a.Name.Space] == "xml" && slices.Contains(open, "dc:title") {
					p.titleLang = a.Value
				}
				if pre := prefixes[a.Name.Space]; pre != "" && pre != "xml" {
					p.values[pre+":"+a.Name.Local] = a.Value
				}
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			for i := len(open) - 1; i >= 0; i-- {
				if open[i] != "" {
					p.values[open[i]] += string(t)
					break
				}
			}
		}
	}
}

// needed are the properties that PDF/X-4 asks for.
var needed = []string{"dc:title", "xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "xmpMM:DocumentID", "xmpMM:VersionID", "xmpMM:RenditionClass"}

// xmp checks the packet of a PDF/X-4 file.
func (c *checker) xmp(p packet, info pdffile.Dict, infoObject int) {
	switch {
	case p.values == nil:
		c.add(NoMetadata, 0)
		return
	case p.broken != nil:
		c.add(BadMetadata, p.object, printable(reason(p.broken)[0]))
		return
	}
	for _, key := range needed {
		if strings.TrimSpace(p.values[key]) == "" {
			c.about(MetadataKey, p.object, key, key)
		}
	}
	if v := p.values["pdf:Trapped"]; v != "True" && v != "False" {
		c.add(Trapped, p.object)
	}
	for _, pair := range [][2]string{{"Title", "dc:title"}, {"GTS_PDFXVersion", "pdfxid:GTS_PDFXVersion"}} {
		v, err := c.text(info[pdffile.Name(pair[0])])
		own := strings.TrimSpace(p.values[pair[1]])
		if err == nil && v != "" && own != "" && strings.TrimSpace(v) != own {
			c.about(MetadataOther, infoObject, pair[0], pair[0])
		}
	}
}
