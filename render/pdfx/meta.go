package pdfx

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
	"time"

	"duikai/render/internal/cos"
)

// placeholder stands for the identifier while the file is written: it is drawn
// from all the rest.
const placeholder = "00000000000000000000000000000000"

// uuidPlaceholder stands for the identifier as XMP writes it.
const uuidPlaceholder = "uuid:00000000-0000-0000-0000-000000000000"

// metadata adds the information dictionary and the XMP packet, which say the
// same, and what the catalogue says of the document. It gives the number of
// the information dictionary.
func (f *finisher) metadata(root *cos.Object) int {
	title := f.title()
	info := cos.Dict("Title", cos.Text(title), "Creator", cos.Literal(cos.Program), "Producer", cos.Literal(cos.Producer))
	if date := f.o.Edition.Date; !date.IsZero() {
		d := cos.Literal(pdfDate(date))
		info.Set("CreationDate", d)
		info.Set("ModDate", d)
	}
	// Traps are the platesetter's: nothing here is trapped.
	info.Set("Trapped", cos.NameOf("False"))
	if f.o.Standard == X1a {
		// ISO 15930-4 has one conformance level, so the key
		// GTS_PDFXConformance of the standard of 2001 is not written.
		info.Set("GTS_PDFXVersion", cos.Literal(X1a.String()))
	}
	xmp := &cos.Object{Value: cos.Dict("Type", cos.NameOf("Metadata"), "Subtype", cos.NameOf("XML")), IsStream: true,
		Stream: packet(title, f.o.Edition.Date, f.o.Standard, f.tags != nil)}
	root.Set("Metadata", cos.RefTo(f.d.Add(xmp)))
	root.Set("Lang", cos.Literal("zh-CN"))
	root.Set("ViewerPreferences", cos.Dict("DisplayDocTitle", cos.Truth(true)))
	return f.d.AddValue(info)
}

func pdfDate(t time.Time) string { return t.UTC().Format("D:20060102150405Z") }

// packet is the metadata as XMP (ISO 16684-1). It is not compressed, so that
// programs that know no PDF find it. MediaManagement's VersionID and
// RenditionClass are what ISO 15930-7 asks for.
func packet(title string, date time.Time, s Standard, tagged bool) []byte {
	var escaped bytes.Buffer
	_ = xml.EscapeText(&escaped, []byte(title)) // a buffer takes everything
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n" +
		"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n" +
		"<rdf:Description rdf:about=\"\"\n" +
		" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n" +
		" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n" +
		" xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\"\n" +
		" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"")
	if s == X4 {
		b.WriteString("\n xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\"")
	}
	if tagged {
		b.WriteString("\n xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"")
	}
	b.WriteString(">\n<dc:format>application/pdf</dc:format>\n")
	fmt.Fprintf(&b, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:title>\n", escaped.Bytes())
	b.WriteString("<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>\n")
	if !date.IsZero() {
		d := date.UTC().Format("2006-01-02T15:04:05Z")
		for _, e := range []string{"CreateDate", "ModifyDate", "MetadataDate"} {
			fmt.Fprintf(&b, "<xmp:%s>%s</xmp:%[1]s>\n", e, d)
		}
	}
	fmt.Fprintf(&b, "<xmp:CreatorTool>%s</xmp:CreatorTool>\n", cos.Program)
	fmt.Fprintf(&b, "<xmpMM:DocumentID>%s</xmpMM:DocumentID>\n", uuidPlaceholder)
	b.WriteString("<xmpMM:VersionID>1</xmpMM:VersionID>\n<xmpMM:RenditionClass>default</xmpMM:RenditionClass>\n")
	fmt.Fprintf(&b, "<pdf:Producer>%s</pdf:Producer>\n<pdf:Trapped>False</pdf:Trapped>\n", cos.Producer)
	if s == X4 {
		fmt.Fprintf(&b, "<pdfxid:GTS_PDFXVersion>%s</pdfxid:GTS_PDFXVersion>\n", X4)
	}
	if tagged { // ISO 14289-1, 5
		b.WriteString("<pdfuaid:part>1</pdfuaid:part>\n")
	}
	b.WriteString("</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return []byte(b.String())
}

// identify draws the identifiers from the bytes of the file and puts them in
// the places that were kept for them: the same edition is the same document,
// and another one, even by a comma, is another.
func identify(b []byte) error {
	sum := sha256.Sum256(b)
	id := []byte(strings.ToUpper(hex.EncodeToString(sum[:16])))
	const longest = 1 << 10 // bytes a trailer may have
	end := max(0, len(b)-longest)
	trailer := end + bytes.LastIndex(b[end:], []byte("trailer\n"))
	if trailer < end {
		return errors.New("the trailer is missing")
	}
	const both = 2
	if n := replaceAll(b[trailer:], placeholder, id); n != both {
		return fmt.Errorf("the identifier stands %d times in the trailer", n)
	}
	// A UUID of version 8, which is free for uses like this (RFC 9562, 5.8).
	u := sum[16:32]
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	uuid := fmt.Appendf(nil, "uuid:%08x-%04x-%04x-%04x-%012x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
	// The metadata stand before all that might hold anything.
	if i := bytes.Index(b, []byte(uuidPlaceholder)); i < 0 || copy(b[i:], uuid) != len(uuidPlaceholder) {
		return errors.New("the metadata have no place for the identifier")
	}
	return nil
}

func replaceAll(b []byte, old string, by []byte) (n int) {
	for {
		i := bytes.Index(b, []byte(old))
		if i < 0 {
			return n
		}
		copy(b[i:], by)
		b = b[i+len(old):]
		n++
	}
}

// registry is the ICC's registry of characterisation data.
const registry = "http://www.color.org"

// profile is an ICC profile for an output intent.
type profile struct {
	data        []byte
	major       byte
	description string
}

// iccHeader is the length of an ICC profile's header (ICC.1, 7.2), and the
// count of tags after it.
const iccHeader = 128 + 4

// ProfileError tells of a profile that an output intent cannot have. Need says
// what it should be.
type ProfileError struct{ What What }

func (e *ProfileError) Error() string { return "the profile: " + string(e.What) }

func (f *finisher) readProfile() error {
	if f.o.Standard == Plain {
		return nil
	}
	if f.o.Profile == nil {
		if f.o.Standard == X4 {
			return &ProfileError{noProfile}
		}
		return nil
	}
	p, err := readICC(f.o.Profile)
	if err != nil {
		return err
	}
	// PDF 1.4 knows profiles of version 2, PDF 1.6 also those of version 4
	// (ISO 32000-1, table 67).
	most := byte(2)
	if f.o.Standard == X4 {
		most = 4
	}
	if p.major > most {
		return &ProfileError{newProfile}
	}
	f.profile = p
	return nil
}

// CheckProfile tells whether an ICC profile can be that of a press in a file
// of the standard.
func CheckProfile(data []byte, s Standard) error {
	f := finisher{o: Options{Profile: data, Standard: s}}
	if data == nil {
		f.o.Profile = []byte{}
	}
	return f.readProfile()
}

// readICC reads what a profile says of itself in its header.
func readICC(b []byte) (*profile, error) {
	if len(b) < iccHeader || string(b[36:40]) != "acsp" || int64(binary.BigEndian.Uint32(b)) != int64(len(b)) {
		return nil, &ProfileError{brokenProfile}
	}
	if string(b[12:16]) != "prtr" || string(b[16:20]) != "CMYK" {
		return nil, &ProfileError{otherProfile}
	}
	return &profile{data: b, major: b[8], description: iccDescription(b)}, nil
}

// iccDescription finds the name of a profile: a tag of type desc (version 2)
// or mluc (version 4). Empty where there is none that can be read.
func iccDescription(b []byte) string {
	const entry, maxTags = 12, 200
	n := min(int(binary.BigEndian.Uint32(b[128:])), maxTags)
	for i := range n {
		at := iccHeader + i*entry
		if at+entry > len(b) {
			return ""
		}
		offset, size := int64(binary.BigEndian.Uint32(b[at+4:])), int64(binary.BigEndian.Uint32(b[at+8:]))
		if string(b[at:at+4]) != "desc" || offset+size > int64(len(b)) || size < 16 {
			continue
		}
		tag := b[offset : offset+size]
		var s []byte
		switch string(tag[:4]) {
		case "desc":
			s = tag[12:min(12+int64(binary.BigEndian.Uint32(tag[8:])), size)]
		case "mluc":
			if size < 28 {
				return ""
			}
			length, from := int64(binary.BigEndian.Uint32(tag[20:])), int64(binary.BigEndian.Uint32(tag[24:]))
			if from+length > size {
				return ""
			}
			for j := from; j+1 < from+length; j += 2 {
				s = append(s, tag[j+1]) // ASCII is enough for a name
			}
		}
		return strings.Map(func(r rune) rune {
			if r < ' ' || r > '~' {
				return -1
			}
			return r
		}, string(s))
	}
	return ""
}

// intent is the output intent (ISO 32000-2, 14.11.5): for which press the inks
// of the file are meant. A condition of the registry is named; a profile that
// is in no registry is embedded and says so.
func (f *finisher) intent(root *cos.Object) {
	v := cos.Dict("Type", cos.NameOf("OutputIntent"), "S", cos.NameOf("GTS_PDFX"))
	condition := f.o.Condition
	if condition == "" && f.profile == nil {
		condition = DefaultCondition
	}
	if condition != "" {
		v.Set("OutputConditionIdentifier", cos.Text(condition))
		v.Set("RegistryName", cos.Literal(registry))
		v.Set("Info", cos.Text(condition))
	} else {
		const unregistered = "Custom"
		v.Set("OutputConditionIdentifier", cos.Literal(unregistered))
		description := f.profile.description
		if description == "" {
			description = "CMYK"
		}
		v.Set("OutputCondition", cos.Literal(description))
		v.Set("Info", cos.Literal(description))
	}
	if f.profile != nil {
		const inks = 4
		o := cos.StreamOf(cos.Dict("N", cos.Whole(inks)), f.profile.data)
		v.Set("DestOutputProfile", cos.RefTo(f.d.Add(o)))
	}
	root.Set("OutputIntents", cos.ArrayOf(v))
}
