package preflight

import (
	"bytes"
	"maps"
	"regexp"
	"slices"

	"duikai/layout/pdffile"
)

// readableDocument checks what a document has beside its pages: layers (7.10), files
// (7.11) and forms that are made anew when they are shown (7.15).
func (c *checker) readableDocument(root pdffile.Dict, object int) error {
	if err := c.layers(root, object); err != nil {
		return err
	}
	names, err := c.f.Dict(root["Names"])
	if err != nil {
		return err
	}
	if err := c.embedded(names["EmbeddedFiles"], 0); err != nil {
		return err
	}
	form, err := c.f.Dict(root["AcroForm"])
	if err != nil {
		return err
	}
	return c.dynamic(form["XFA"], number(root["AcroForm"], object))
}

// layers wants configurations of layers to have a name, and none to be chosen by the
// program that shows the file.
func (c *checker) layers(root pdffile.Dict, object int) error {
	props, err := c.f.Dict(root["OCProperties"])
	if err != nil || len(props) == 0 {
		return err
	}
	all, err := c.list(props["Configs"])
	if err != nil {
		return err
	}
	for _, v := range append(pdffile.Array{props["D"]}, all...) {
		m, err := c.f.Dict(v)
		if err != nil {
			return err
		}
		if !c.says(m, "Name") {
			c.add(LayerName, number(v, object))
		}
		if m["AS"] != nil {
			c.add(LayerAuto, number(v, object))
		}
	}
	return nil
}

// embedded goes through the tree of embedded files.
func (c *checker) embedded(v any, depth int) error {
	m, err := c.f.Dict(v)
	if err != nil || len(m) == 0 || depth > maxForms {
		return err
	}
	list, err := c.list(m["Names"])
	if err != nil {
		return err
	}
	for i := 1; i < len(list); i += 2 {
		if err := c.fileNamed(list[i], number(list[i], 0)); err != nil {
			return err
		}
	}
	kids, err := c.list(m["Kids"])
	if err != nil {
		return err
	}
	for _, k := range kids {
		if err := c.embedded(k, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// fileNamed wants a file to be named for old readers and for new ones.
func (c *checker) fileNamed(v any, object int) error {
	m, err := c.f.Dict(v)
	if err != nil {
		return err
	}
	if m["EF"] != nil && (!c.says(m, "F") || !c.says(m, "UF")) {
		c.add(EmbeddedName, object)
	}
	return nil
}

// rendersAnew is how a form of XFA asks for that.
var rendersAnew = regexp.MustCompile(`<(?:\w+:)?dynamicRender[^>]*>\s*required\s*<`)

// dynamic looks for a form that is nothing without a program that makes its pages.
func (c *checker) dynamic(v any, object int) error {
	v, err := c.f.Resolve(v)
	if err != nil {
		return err
	}
	list, ok := v.(pdffile.Array)
	if !ok {
		list = pdffile.Array{v}
	}
	var all bytes.Buffer
	for _, part := range list {
		_, data, err := c.stream(part, maxPacket, BadContent, object)
		if err != nil {
			return err
		}
		all.Write(data)
	}
	if rendersAnew.Match(all.Bytes()) {
		c.add(DynamicForm, object)
	}
	return nil
}

// annotIn are the types of elements that annotations stand in (7.18); what is not named
// stands in an Annot.
var annotIn = map[pdffile.Name]string{"Link": "Link", "Widget": "Form"}

// annotKinds are the annotations of ISO 32000-1, table 169.
var annotKinds = map[pdffile.Name]bool{
	"Text": true, "Link": true, "FreeText": true, "Line": true, "Square": true, "Circle": true, "Polygon": true, "PolyLine": true, "Highlight": true,
	"Underline": true, "Squiggly": true, "StrikeOut": true, "Stamp": true, "Caret": true, "Ink": true, "Popup": true, "FileAttachment": true, "Sound": true,
	"Movie": true, "Widget": true, "Screen": true, "PrinterMark": true, "TrapNet": true, "Watermark": true, "3D": true, "Redact": true,
}

// readableAnnot judges an annotation.
func (c *checker) readableAnnot(t *tree, a pdffile.Dict, object int) error {
	kind, err := c.nameOf(a["Subtype"])
	if err != nil {
		return err
	}
	called := printable(string(kind))
	holder := t.annots[object]
	const hidden = 1 << 1
	flags, _ := a["F"].(int64)
	switch {
	case kind == "TrapNet":
		c.add(TrapNet, object)
		return nil
	case kind == "PrinterMark":
		return c.printerMark(a, holder, object)
	case flags&hidden != 0 || kind == "Popup":
		return nil
	case !annotKinds[kind]:
		c.add(AnnotUnknown, object, called)
	}
	n, ok := a["StructParent"].(int64)
	in := annotIn[kind]
	if in == "" {
		in = "Annot"
	}
	element := t.judged[holder]
	switch {
	case holder == 0:
		c.add(AnnotAlone, object, called)
	case !ok || number(t.parents[int(n)], 0) != holder:
		c.add(NoWayBack, object, n)
	case element.typ != in:
		c.add(AnnotPlace, object, called, printable(element.typ), in)
	}
	said := c.says(a, "Contents") || kind != "Link" && element.words
	if kind == "Widget" {
		said = element.words || c.fieldSays(a, 0)
	}
	if !said {
		c.add(NoContents, object, called)
	}
	if said && element.lang == "" && holder != 0 {
		c.add(NoLanguage, 0)
	}
	if kind == "FileAttachment" {
		if err := c.fileNamed(a["FS"], object); err != nil {
			return err
		}
	}
	return c.media(a, object)
}

// fieldSays tells whether a field of a form, or one that it is a part of, has words
// for who cannot see it (TU).
func (c *checker) fieldSays(m pdffile.Dict, depth int) bool {
	if c.says(m, "TU") {
		return true
	}
	above, err := c.f.Dict(m["Parent"])
	return err == nil && len(above) > 0 && depth < maxForms && c.fieldSays(above, depth+1)
}

// printerMark wants marks of the printer to be no part of what is read (7.18.8).
func (c *checker) printerMark(a pdffile.Dict, holder, object int) error {
	if holder != 0 {
		c.add(AnnotPlace, object, "PrinterMark", "StructTreeRoot", "Artifact")
	}
	looks, err := c.f.Dict(a["AP"])
	if err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(looks)) {
		s, content, err := c.stream(looks[key], maxContent, BadContent, object)
		if err != nil {
			return err
		}
		if s == nil {
			continue
		}
		w := marks{c: c, t: &tree{}, object: number(looks[key], object), met: make(map[mark]bool), forms: make(map[drawnForm]bool)}
		if err := w.resourcesOf(s.Dict["Resources"]); err != nil {
			return err
		}
		if err := pdffile.Operations(content, w.operation); err != nil {
			return err
		}
	}
	return nil
}

// media wants sounds and films to say of what kind they are, and to have words
// (7.18.6.2).
func (c *checker) media(a pdffile.Dict, object int) error {
	action, err := c.f.Dict(a["A"])
	if err != nil {
		return err
	}
	r, err := c.f.Dict(action["R"])
	if err != nil {
		return err
	}
	clip, err := c.f.Dict(r["C"])
	if err != nil || clip["S"] != pdffile.Name("MCD") {
		return err
	}
	words, err := c.list(clip["Alt"])
	if err != nil {
		return err
	}
	if !c.says(clip, "CT") {
		c.about(MediaWords, object, "CT", "/CT")
	}
	if len(words) == 0 {
		c.about(MediaWords, object, "Alt", "/Alt")
	}
	return nil
}
