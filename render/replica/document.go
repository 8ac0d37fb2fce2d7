package replica

import (
	"bytes"
	"encoding/xml"
)

// document is an XML file under way.
type document struct {
	out  bytes.Buffer
	enc  *xml.Encoder
	open []xml.Name
	err  error
}

// newDocument begins a file; pairs of names and values are the attributes of its
// root, namespaces among them.
func newDocument(root string, pairs ...string) *document {
	d := new(document)
	d.out.WriteString(xml.Header)
	d.enc = xml.NewEncoder(&d.out)
	d.enc.Indent("", " ")
	d.start(root, pairs...)
	return d
}

func (d *document) token(t xml.Token) {
	if err := d.enc.EncodeToken(t); d.err == nil {
		d.err = err
	}
}

// start opens an element; attributes without a value are left out.
func (d *document) start(name string, pairs ...string) {
	n := xml.Name{Local: name}
	e := xml.StartElement{Name: n}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			e.Attr = append(e.Attr, xml.Attr{Name: xml.Name{Local: pairs[i]}, Value: pairs[i+1]})
		}
	}
	d.open = append(d.open, n)
	d.token(e)
}

// end closes the element that was opened last.
func (d *document) end() {
	n := len(d.open) - 1
	d.token(xml.EndElement{Name: d.open[n]})
	d.open = d.open[:n]
}

// leaf writes an element with nothing but text in it.
func (d *document) leaf(name, text string, pairs ...string) {
	d.start(name, pairs...)
	if text != "" {
		d.token(xml.CharData(text))
	}
	d.end()
}

// bytes closes everything.
func (d *document) bytes() ([]byte, error) {
	for len(d.open) > 0 {
		d.end()
	}
	if err := d.enc.Close(); d.err == nil {
		d.err = err
	}
	d.out.WriteByte('\n')
	return d.out.Bytes(), d.err
}
