package preflight

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"strings"
	"unicode/utf16"

	"duikai/layout/pdffile"
)

// claim reads what the file says it is and settles what it is checked against.
func (c *checker) claim() error {
	info, err := c.f.Dict(c.f.Trailer["Info"])
	if err != nil {
		return err
	}
	version, err := c.text(info["GTS_PDFXVersion"])
	if err != nil {
		return err
	}
	packet, err := c.readMetadata()
	if err != nil {
		return err
	}
	x4 := packet.values["pdfxid:GTS_PDFXVersion"]
	if c.std == Auto {
		c.std = X1a
		switch {
		case x4 == "PDF/X-4" || version == "PDF/X-4":
			c.std = X4
		case version == "" && x4 == "" && packet.values["pdfuaid:part"] != "" && !c.o.Artwork:
			c.std = UA1
		}
	}
	if c.o.Artwork || c.std == UA1 {
		return nil
	}
	object := number(c.f.Trailer["Info"], 0)
	if c.std == X4 {
		c.xmp(packet, info, object)
		switch {
		case packet.broken != nil || packet.object == 0 && packet.values == nil:
		case x4 == "":
			c.add(NoClaim, packet.object, c.std.String())
		case x4 != "PDF/X-4":
			c.add(ClaimDiffers, packet.object, x4, c.std.String())
		}
		return nil
	}
	return c.claimX1a(info, version, object)
}

// claimX1a checks the version in Info. The edition of 2001 splits it over two
// keys.
func (c *checker) claimX1a(info pdffile.Dict, version string, object int) error {
	conformance, err := c.text(info["GTS_PDFXConformance"])
	if err != nil {
		return err
	}
	switch {
	case version == "":
		c.add(NoClaim, object, c.std.String())
	case version == "PDF/X-1:2001" && conformance == "PDF/X-1a:2001":
		c.add(OlderEdition, object, conformance)
	case version != c.std.String():
		c.add(ClaimDiffers, object, version, c.std.String())
	case conformance != "" && conformance != version:
		c.add(Conformance, object, conformance)
	}
	title, err := c.text(info["Title"])
	if err != nil {
		return err
	}
	if strings.TrimSpace(title) == "" {
		c.add(InfoTitle, object)
	}
	for _, key := range []pdffile.Name{"CreationDate", "ModDate"} {
		date, err := c.text(info[key])
		if err != nil {
			return err
		}
		if !dateForm.MatchString(date) {
			c.about(InfoDate, object, string(key), string(key))
		}
	}
	trapped, err := c.f.Resolve(info["Trapped"])
	if err != nil {
		return err
	}
	if trapped != pdffile.Name("True") && trapped != pdffile.Name("False") {
		c.add(Trapped, object)
	}
	return nil
}

// dateForm is a date of PDF (3.8.2): D:YYYYMMDDHHmmSSOHH'mm', with what follows
// the year left out from the end.
var dateForm = regexp.MustCompile(`^D:\d{4}((0[1-9]|1[0-2])((0[1-9]|[12]\d|3[01])([01]\d|2[0-3])?([0-5]\d)?([0-5]\d)?)?)?(Z(00'00'?)?|[+-][01]\d'([0-5]\d'?)?)?$`)

// text resolves a text string (3.8.1), in PDFDocEncoding or UTF-16; empty where
// v is none.
func (c *checker) text(v any) (string, error) {
	v, err := c.f.Resolve(v)
	s, _ := v.(pdffile.String)
	if !strings.HasPrefix(string(s), "\xfe\xff") {
		return string(s), err
	}
	var units []uint16
	for b := []byte(s[2:]); len(b) > 1; b = b[2:] {
		units = append(units, binary.BigEndian.Uint16(b))
	}
	return string(utf16.Decode(units)), err
}

// document checks what stands outside the pages.
func (c *checker) document() error {
	most := map[Standard]string{X1a: "1.4", X4: "1.6"}[c.std]
	if v := c.f.Version(); v > most || len(v) != len(most) {
		c.add(Version, 0, v, most)
	}
	if c.f.Recovered {
		c.add(Repaired, 0)
	}
	if c.f.XRefStreams && c.x1a() {
		c.add(XRefStream, 0)
	}
	id, err := c.list(c.f.Trailer["ID"])
	if err != nil {
		return err
	}
	if len(id) != 2 || id[0] == pdffile.String("") || id[1] == pdffile.String("") {
		c.add(NoID, 0)
	}
	root, err := c.f.Dict(c.f.Trailer["Root"])
	if err != nil {
		return err
	}
	object := number(c.f.Trailer["Root"], 0)
	if v, err := c.nameOf(root["Version"]); err != nil {
		return err
	} else if string(v) > most {
		c.about(Version, object, "Root", printable(string(v)), most)
	}
	for _, step := range []func(pdffile.Dict, int) error{c.intents, c.catalogue} {
		if err := step(root, object); err != nil {
			return err
		}
	}
	return c.walk()
}

// intents checks the output intents (9.10.4).
func (c *checker) intents(root pdffile.Dict, object int) error {
	list, err := c.list(root["OutputIntents"])
	if err != nil {
		return err
	}
	var own []any
	for _, v := range list {
		m, err := c.f.Dict(v)
		if err != nil {
			return err
		}
		if s, err := c.nameOf(m["S"]); err != nil {
			return err
		} else if s == "GTS_PDFX" {
			own = append(own, v)
		}
	}
	if len(own) == 0 {
		c.add(NoIntent, object)
		return nil
	}
	if len(own) > 1 {
		c.add(Intents, object, len(own))
	}
	m, err := c.f.Dict(own[0])
	if err != nil {
		return err
	}
	num := number(own[0], object)
	condition, err := c.text(m["OutputConditionIdentifier"])
	if err != nil {
		return err
	}
	if condition == "" {
		c.add(NoCondition, num)
	}
	registry, err := c.text(m["RegistryName"])
	if err != nil {
		return err
	}
	profile, err := c.f.Resolve(m["DestOutputProfile"])
	if err != nil {
		return err
	}
	s, ok := profile.(*pdffile.Stream)
	switch {
	case ok:
		return c.profile(s, number(m["DestOutputProfile"], num))
	case c.std == X4:
		c.add(NoProfile, num)
	case registry == "" && condition != "":
		c.add(NoRegistry, num, condition)
	}
	return nil
}

// The header of an ICC profile (ICC.1, 7.2): its length, and where its fields
// stand.
const (
	iccHeader    = 128
	iccVersion   = 8
	iccClass     = 12
	iccSpace     = 16
	iccSignature = 36
)

// profile looks at the header of an output profile.
func (c *checker) profile(s *pdffile.Stream, object int) error {
	u, err := c.undo(s, maxContent)
	if err != nil {
		c.mild(err, BadProfile, object)
		return nil
	}
	b := u.Data
	switch {
	case len(u.Rest) > 0 || len(b) < iccHeader:
		c.add(BadProfile, object, "< 128 B")
		return nil
	case int64(binary.BigEndian.Uint32(b)) != int64(len(b)):
		c.add(BadProfile, object, "size")
		return nil
	case string(b[iccSignature:iccSignature+4]) != "acsp":
		c.add(BadProfile, object, "acsp")
		return nil
	}
	if class := string(b[iccClass : iccClass+4]); class != "prtr" {
		c.add(ProfileClass, object, printable(class))
	}
	n, err := c.f.Number(s.Dict["N"])
	if err != nil {
		return err
	}
	if space := string(b[iccSpace : iccSpace+4]); space != "CMYK" || n != 4 {
		c.add(ProfileColours, object, printable(strings.TrimSpace(space)), int(n))
	}
	// PDF 1.4 reads profiles up to version 2, PDF 1.6 up to version 4.
	most := map[Standard]int{X1a: 2, X4: 4}[c.std]
	if v := int(b[iccVersion]); v > most {
		c.add(ProfileVersion, object, v, most)
	}
	return nil
}

// catalogue looks for what a file for printing does not have.
func (c *checker) catalogue(root pdffile.Dict, object int) error {
	if err := c.actions(root, object, "OpenAction", "AA"); err != nil {
		return err
	}
	names, err := c.f.Dict(root["Names"])
	if err != nil {
		return err
	}
	if names["JavaScript"] != nil {
		c.add(JavaScript, number(root["Names"], object))
	}
	if names["EmbeddedFiles"] != nil || root["AF"] != nil || root["Collection"] != nil {
		c.add(EmbeddedFile, number(root["Names"], object))
	}
	form, err := c.f.Dict(root["AcroForm"])
	if err != nil {
		return err
	}
	fields, err := c.list(form["Fields"])
	if err != nil {
		return err
	}
	if len(fields) > 0 || form["XFA"] != nil {
		c.add(FormFields, number(root["AcroForm"], object))
	}
	if root["OCProperties"] != nil && c.x1a() {
		c.add(Layers, object)
	}
	return nil
}

// actions finds actions under keys of a dictionary (8.5). A destination is none.
func (c *checker) actions(m pdffile.Dict, object int, keys ...pdffile.Name) error {
	for _, k := range keys {
		v, err := c.f.Resolve(m[k])
		if err != nil {
			return err
		}
		a, ok := v.(pdffile.Dict)
		if !ok {
			continue
		}
		kind, err := c.nameOf(a["S"])
		if err != nil {
			return err
		}
		if kind == "JavaScript" {
			c.add(JavaScript, number(m[k], object))
			continue
		}
		c.about(Action, number(m[k], object), string(k), printable(string(k)+" "+string(kind)))
	}
	return nil
}

// printable keeps foreign names in messages short and plain.
func printable(s string) string {
	if len(s) > 60 {
		s = s[:60]
	}
	return string(bytes.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '\ufffd' {
			return '?'
		}
		return r
	}, []byte(strings.TrimSpace(s))))
}
