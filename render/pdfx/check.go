package pdfx

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"duikai/layout/diag"
)

// What is a fault, in the words of each language.
type What string

// The faults. Each is the English words, which are also what it is known by.
const (
	rgbColour     What = "it has colour that is not CMYK, gray or a spot ink"
	transparency  What = "it has transparency"
	fontMissing   What = "a font is not embedded"
	filterBanned  What = "it is compressed in a way the standard forbids"
	filterUnread  What = "it is compressed in a way that cannot be checked"
	newerPDF      What = "it uses what PDF 1.4 does not have"
	active        What = "it has actions, scripts or attached files"
	hiddenLayers  What = "it has layers"
	alternates    What = "it refers to other versions of a picture"
	deviceSetting What = "it has settings of a printing device"
	postscript    What = "it holds PostScript"
	damaged       What = "it is damaged"

	aPicture What = "a picture"
	aBlock   What = "a ready-made block"
	aFont    What = "a font"
	anObject What = "part of a ready-made block"

	noProfile     What = "the standard needs the profile of the press"
	newProfile    What = "the version of the profile is too new for the standard"
	brokenProfile What = "it is no ICC profile"
	otherProfile  What = "it is not the profile of a CMYK press"
)

var chinese = map[What]string{
	rgbColour:     "含有 CMYK、灰度和专色之外的颜色",
	transparency:  "含有透明效果",
	fontMissing:   "有字体未嵌入",
	filterBanned:  "使用了标准禁止的压缩方式",
	filterUnread:  "压缩方式无法检查",
	newerPDF:      "使用了 PDF 1.4 没有的功能",
	active:        "含有动作、脚本或附件",
	hiddenLayers:  "含有图层",
	alternates:    "引用了图片的替代版本",
	deviceSetting: "含有输出设备设置",
	postscript:    "含有 PostScript 代码",
	damaged:       "已损坏",
	aPicture:      "图片",
	aBlock:        "成品版块",
	aFont:         "字体",
	anObject:      "成品版块的一部分",
	noProfile:     "该标准要求嵌入印刷机的 ICC 特性文件",
	newProfile:    "ICC 特性文件的版本高于该标准所允许的版本",
	brokenProfile: "不是 ICC 特性文件",
	otherProfile:  "不是 CMYK 印刷机的特性文件",
}

// In is the fault in words.
func (w What) In(l diag.Lang) string {
	if l == diag.Chinese && chinese[w] != "" {
		return chinese[w]
	}
	return string(w)
}

// Fault is something in the file that its standard forbids.
type Fault struct {
	Page   int  // number of the first page that shows it; 0: none does
	Object int  // number in the unfinished file
	Kind   What // what shows it
	What   What
}

func (f Fault) String() string {
	return fmt.Sprintf("page %d: object %d (%s): %s", f.Page, f.Object, string(f.Kind), string(f.What))
}

// RefusedError tells that a file cannot be of its standard because of what it
// shows: pictures and pages that came from elsewhere.
type RefusedError struct {
	Standard Standard
	Faults   []Fault // at least one, in the order of objects
}

func (e *RefusedError) Error() string {
	s := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		s[i] = f.String()
	}
	return fmt.Sprintf("it cannot be %v: %s", e.Standard, strings.Join(s, "; "))
}

// check looks at every object that will be in the file. It is no preflight:
// it asks only whether the claim the file is about to make is true.
func (f *finisher) check(info int) error {
	live, err := f.d.live(1, info)
	if err != nil {
		return err
	}
	var faults []Fault
	for _, n := range live {
		c := checker{d: f.d, x1a: f.o.Standard == X1a}
		c.object(f.d.parsed[n])
		for _, w := range c.found {
			faults = append(faults, Fault{Object: n, Kind: kindOf(f.d.parsed[n]), What: w})
		}
	}
	if len(faults) == 0 {
		return nil
	}
	if err := f.locate(faults); err != nil {
		return err
	}
	slices.SortFunc(faults, func(a, b Fault) int { return a.Object - b.Object })
	return &RefusedError{f.o.Standard, faults}
}

// locate finds the first page on which each fault shows.
func (f *finisher) locate(faults []Fault) error {
	r, err := f.d.of(f.pages[0].resources, "")
	if err != nil {
		return err
	}
	forms := r.get("XObject")
	for _, s := range f.pages {
		for _, name := range s.drawn {
			ref := forms.get(name[1:])
			if ref.kind != reference {
				return foreign("page %d draws %s, which is nowhere", s.p.Number, name)
			}
			below, err := f.d.live(ref.ref)
			if err != nil {
				return err
			}
			for i := range faults {
				if faults[i].Page == 0 && slices.Contains(below, faults[i].Object) {
					faults[i].Page = s.p.Number
				}
			}
		}
	}
	return nil
}

func kindOf(o *object) What {
	switch {
	case o.get("Subtype").is("Image"):
		return aPicture
	case o.get("Subtype").is("Form"):
		return aBlock
	case o.get("Type").is("Font"):
		return aFont
	}
	return anObject
}

// checker looks at one object.
type checker struct {
	d     *document
	x1a   bool
	found []What // each once
}

func (c *checker) add(w What) {
	if !slices.Contains(c.found, w) {
		c.found = append(c.found, w)
	}
}

func (c *checker) object(o *object) {
	c.value(o.value)
	if !o.isStream {
		return
	}
	if o.get("F").kind != null {
		c.add(active) // the stream lies in another file
	}
	if o.get("Subtype").is("Form") || o.get("PatternType").kind == number {
		c.content(o)
	}
}

// banned are names that may not be the value of anything.
var banned = map[string]struct {
	what What
	x4   bool // in PDF/X-4 too
}{
	"DeviceRGB":  {rgbColour, true},
	"CalRGB":     {rgbColour, false},
	"CalGray":    {rgbColour, false},
	"Lab":        {rgbColour, false},
	"ICCBased":   {rgbColour, false},
	"LZWDecode":  {filterBanned, true},
	"LZW":        {filterBanned, true},
	"JPXDecode":  {newerPDF, false},
	"Crypt":      {filterBanned, true},
	"PS":         {postscript, true},
	"OCG":        {hiddenLayers, false},
	"OCMD":       {hiddenLayers, false},
	"OpenType":   {newerPDF, false},
	"NChannel":   {newerPDF, false},
	"JavaScript": {active, true},
}

// bannedKeys are keys that may not stand in any dictionary.
var bannedKeys = map[string]struct {
	what What
	x4   bool
}{
	"OPI": {deviceSetting, true}, "HTP": {deviceSetting, true}, "TR": {deviceSetting, true},
	"AA": {active, true}, "JS": {active, true}, "EF": {active, true},
	"Alternates": {alternates, true}, "OC": {hiddenLayers, false}, "Ref": {alternates, true},
	"SMaskInData": {newerPDF, false},
}

func (c *checker) value(v value) {
	switch v.kind {
	case name:
		if b, ok := banned[v.plainName()]; ok && (c.x1a || b.x4) {
			c.add(b.what)
		}
	case array:
		for _, item := range v.list {
			c.value(item)
		}
	case dictionary:
		for i := 0; i < len(v.list); i += 2 {
			key := v.list[i].plainName()
			if named[key] && v.list[i+1].kind == dictionary {
				// The keys are names that anyone may choose.
				for j := 1; j < len(v.list[i+1].list); j += 2 {
					c.value(v.list[i+1].list[j])
				}
				continue
			}
			if b, ok := bannedKeys[key]; ok && (c.x1a || b.x4) {
				c.add(b.what)
			}
			c.entry(key, v.list[i+1])
			if !freeNames[key] {
				c.value(v.list[i+1])
			}
		}
		c.font(v)
	}
}

// freeNames are keys whose values are names that anyone may choose.
var freeNames = map[string]bool{"BaseFont": true, "FontName": true, "Name": true, "Encoding": true, "Differences": true}

// named are keys of dictionaries from names to objects.
var named = map[string]bool{"Font": true, "XObject": true, "ColorSpace": true, "ExtGState": true, "Pattern": true,
	"Shading": true, "Properties": true, "Colorants": true, "CharProcs": true}

// entry looks at entries that depend on their values.
func (c *checker) entry(key string, v value) {
	switch key {
	case "SMask":
		if c.x1a && !v.is("None") && v.kind != null {
			c.add(transparency)
		}
	case "Group":
		if c.x1a && v.kind != null {
			c.add(transparency)
		}
	case "ca", "CA":
		if x, ok := v.float(); c.x1a && (!ok || x != 1) {
			c.add(transparency)
		}
	case "BM":
		if c.x1a && !v.is("Normal") && !v.is("Compatible") {
			c.add(transparency)
		}
	case "TR2", "HT":
		if !v.is("Default") {
			c.add(deviceSetting)
		}
	case "BitsPerComponent":
		if n, ok := v.integer(); c.x1a && ok && n > 8 {
			c.add(newerPDF)
		}
	}
}

// font looks whether a font is embedded.
func (c *checker) font(v value) {
	if !v.get("Type").is("Font") {
		return
	}
	switch v.get("Subtype").plainName() {
	case "Type0":
		return
	case "Type3":
		c.procedures(v.get("CharProcs"))
		return
	}
	d := v.get("FontDescriptor")
	if d.kind == reference {
		o, err := c.d.object(d.ref)
		if err != nil {
			c.add(damaged)
			return
		}
		d = o.value
	}
	for _, key := range []string{"FontFile", "FontFile2", "FontFile3"} {
		if d.get(key).kind == reference {
			return
		}
	}
	c.add(fontMissing)
}

// procedures looks at the glyphs of a Type 3 font, which are content.
func (c *checker) procedures(v value) {
	if v.kind == reference {
		o, err := c.d.object(v.ref)
		if err != nil {
			c.add(damaged)
			return
		}
		v = o.value
	}
	for i := 1; i < len(v.list); i += 2 {
		o, err := c.d.object(v.list[i].ref)
		if err != nil || !o.isStream {
			c.add(damaged)
			return
		}
		c.content(o)
	}
}

// content looks at the colours a stream of operators names.
func (c *checker) content(o *object) {
	b, err := inflated(o)
	switch {
	case errors.Is(err, errFilter):
		c.add(filterUnread)
		return
	case err != nil:
		c.add(damaged)
		return
	}
	for s := (scanner{lexer: lexer{b: b}}); ; {
		op, ok := s.next()
		if !ok {
			if s.bad {
				c.add(damaged)
			}
			return
		}
		switch op {
		case "rg", "RG":
			c.add(rgbColour)
		case "cs", "CS":
			// Other spaces stand in the resources, which are objects.
			if s.last.is("DeviceRGB") {
				c.add(rgbColour)
			}
		case "ID":
			c.inline(s.image)
		case "PS":
			c.add(postscript)
		}
	}
}

// inline looks at the keys of an inline image (ISO 32000-2, 8.9.7).
func (c *checker) inline(keys []value) {
	for i := 0; i+1 < len(keys); i += 2 {
		v := keys[i+1]
		switch keys[i].plainName() {
		case "CS", "ColorSpace":
			items := []value{v}
			if v.kind == array {
				items = v.list
			}
			for _, item := range items {
				if item.is("RGB") || item.is("DeviceRGB") {
					c.add(rgbColour)
				}
			}
		case "F", "Filter":
			c.value(v)
		}
	}
}

// scanner takes content apart into operators.
type scanner struct {
	lexer
	last  value   // the operand before the operator
	image []value // of an inline image: its keys and values
	bad   bool
}

// next gives the next operator; false at the end, or where the content cannot
// be read, which bad tells.
func (s *scanner) next() (string, bool) {
	s.last = value{}
	var operands []value
	for {
		s.skip()
		if s.at >= len(s.b) {
			return "", false
		}
		c := s.b[s.at]
		if classes[c] == regular && c != '+' && c != '-' && c != '.' && (c < '0' || c > '9') {
			op := string(s.word())
			switch op {
			case "true", "false", "null":
				operands = append(operands, value{kind: boolean})
				continue
			case "ID":
				s.image = operands
				s.bad = !s.data()
				return op, !s.bad
			case "BI":
				operands = nil
				continue
			}
			if len(operands) > 0 {
				s.last = operands[len(operands)-1]
			}
			return op, true
		}
		v, err := s.value(0)
		const most = 1000 // operands of one operator, or keys of an inline image
		if err != nil || len(operands) > most {
			s.bad = true
			return "", false
		}
		operands = append(operands, v)
	}
}

// data passes over the bytes of an inline image, to the EI that stands by
// itself.
func (s *scanner) data() bool {
	for {
		i := bytes.Index(s.b[s.at:], []byte("EI"))
		if i < 0 {
			return false
		}
		before, after := s.at+i-1, s.at+i+2
		s.at = after
		if classes[s.b[before]] == white && (after == len(s.b) || classes[s.b[after]] == white) {
			return true
		}
	}
}
