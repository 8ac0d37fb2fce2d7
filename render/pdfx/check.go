package pdfx

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"duikai/layout/diag"
	"duikai/render/internal/cos"
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
	live, err := f.d.Live(f.d.Catalog(), info)
	if err != nil {
		return err
	}
	found := make([][]Fault, len(live))
	look := func(i int) {
		found[i] = faultsOf(f.d, live[i], f.o.Standard)
	}
	var later []int
	for i, o := range live {
		if o.Later != nil {
			later = append(later, i)
		} else {
			look(i)
		}
	}
	if len(slices.Concat(found...)) == 0 {
		if err := f.d.Compress(f.d.Catalog(), info); err != nil {
			return err
		}
	}
	for _, i := range later {
		if live[i].Object, err = f.d.Object(live[i].Number); err != nil {
			return err
		}
		look(i)
	}
	faults := slices.Concat(found...)
	if len(faults) == 0 {
		return nil
	}
	if err := f.locate(faults); err != nil {
		return err
	}
	slices.SortFunc(faults, func(a, b Fault) int { return a.Object - b.Object })
	return &RefusedError{f.o.Standard, faults}
}

// faultsOf is what one object has that a standard forbids.
func faultsOf(d *cos.Document, o cos.Numbered, standard Standard) (found []Fault) {
	c := checker{d: d, x1a: standard == X1a}
	c.object(o.Object)
	for _, w := range c.found {
		found = append(found, Fault{Object: o.Number, Kind: kindOf(o.Object), What: w})
	}
	return found
}

// Foreseen is what a ready-made page would have that a standard forbids, drawn in a file
// of that standard: doc is the document of it alone, as the drawing takes it over, of
// which the first objects (head) are not drawn. Each kind of thing is told once; a file
// that claims nothing forbids nothing.
func Foreseen(doc []byte, head int, standard Standard) ([]Fault, error) {
	if standard == Plain {
		return nil, nil
	}
	d, err := cos.Read(doc)
	if err != nil {
		return nil, err
	}
	live, err := d.Live(d.Catalog())
	if err != nil {
		return nil, err
	}
	var found []Fault
	for _, o := range live {
		if o.Number <= head {
			continue
		}
		for _, f := range faultsOf(d, o, standard) {
			if f.Object -= head; !slices.ContainsFunc(found, f.alike) {
				found = append(found, f)
			}
		}
	}
	return found, nil
}

// alike tells whether two faults are said in the same words of a page.
func (f Fault) alike(o Fault) bool { return f.Kind == o.Kind && f.What == o.What }

// locate finds the first page on which each fault shows.
func (f *finisher) locate(faults []Fault) error {
	r, err := f.d.Of(f.pages[0].resources, "")
	if err != nil {
		return err
	}
	forms := r.Get("XObject")
	for _, s := range f.pages {
		for _, name := range s.drawn {
			ref := forms.Get(name[1:])
			if ref.Kind != cos.Reference {
				return cos.Foreign("page %d draws %s, which is nowhere", s.p.Number, name)
			}
			below, err := f.d.Live(ref.Ref)
			if err != nil {
				return err
			}
			for i := range faults {
				shows := func(o cos.Numbered) bool { return o.Number == faults[i].Object }
				if faults[i].Page == 0 && slices.ContainsFunc(below, shows) {
					faults[i].Page = s.p.Number
				}
			}
		}
	}
	return nil
}

func kindOf(o *cos.Object) What {
	switch {
	case o.Get("Subtype").Is("Image"):
		return aPicture
	case o.Get("Subtype").Is("Form"):
		return aBlock
	case o.Get("Type").Is("Font"):
		return aFont
	}
	return anObject
}

// checker looks at one object.
type checker struct {
	d     *cos.Document
	x1a   bool
	found []What // each once
}

func (c *checker) add(w What) {
	if !slices.Contains(c.found, w) {
		c.found = append(c.found, w)
	}
}

func (c *checker) object(o *cos.Object) {
	c.value(o.Value)
	if !o.IsStream {
		return
	}
	if o.Get("F").Kind != cos.Null {
		c.add(active) // the stream lies in another file
	}
	if o.Get("Subtype").Is("Form") || o.Get("PatternType").Kind == cos.Number {
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

func (c *checker) value(v cos.Value) {
	switch v.Kind {
	case cos.Name:
		if b, ok := banned[v.PlainName()]; ok && (c.x1a || b.x4) {
			c.add(b.what)
		}
	case cos.Array:
		for _, item := range v.List {
			c.value(item)
		}
	case cos.Dictionary:
		for i := 0; i < len(v.List); i += 2 {
			key := v.List[i].PlainName()
			if named[key] && v.List[i+1].Kind == cos.Dictionary {
				// The keys are names that anyone may choose.
				for j := 1; j < len(v.List[i+1].List); j += 2 {
					c.value(v.List[i+1].List[j])
				}
				continue
			}
			if b, ok := bannedKeys[key]; ok && (c.x1a || b.x4) {
				c.add(b.what)
			}
			c.entry(key, v.List[i+1])
			if !freeNames[key] {
				c.value(v.List[i+1])
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
func (c *checker) entry(key string, v cos.Value) {
	switch key {
	case "SMask":
		if c.x1a && !v.Is("None") && v.Kind != cos.Null {
			c.add(transparency)
		}
	case "Group":
		if c.x1a && v.Kind != cos.Null {
			c.add(transparency)
		}
	case "ca", "CA":
		if x, ok := v.Float(); c.x1a && (!ok || x != 1) {
			c.add(transparency)
		}
	case "BM":
		if c.x1a && !v.Is("Normal") && !v.Is("Compatible") {
			c.add(transparency)
		}
	case "TR2", "HT":
		if !v.Is("Default") {
			c.add(deviceSetting)
		}
	case "BitsPerComponent":
		if n, ok := v.Int(); c.x1a && ok && n > 8 {
			c.add(newerPDF)
		}
	}
}

// font looks whether a font is embedded.
func (c *checker) font(v cos.Value) {
	if !v.Get("Type").Is("Font") {
		return
	}
	switch v.Get("Subtype").PlainName() {
	case "Type0":
		return
	case "Type3":
		c.procedures(v.Get("CharProcs"))
		return
	}
	d := v.Get("FontDescriptor")
	if d.Kind == cos.Reference {
		o, err := c.d.Object(d.Ref)
		if err != nil {
			c.add(damaged)
			return
		}
		d = o.Value
	}
	for _, key := range []string{"FontFile", "FontFile2", "FontFile3"} {
		if d.Get(key).Kind == cos.Reference {
			return
		}
	}
	c.add(fontMissing)
}

// procedures looks at the glyphs of a Type 3 font, which are content.
func (c *checker) procedures(v cos.Value) {
	if v.Kind == cos.Reference {
		o, err := c.d.Object(v.Ref)
		if err != nil {
			c.add(damaged)
			return
		}
		v = o.Value
	}
	for i := 1; i < len(v.List); i += 2 {
		o, err := c.d.Object(v.List[i].Ref)
		if err != nil || !o.IsStream {
			c.add(damaged)
			return
		}
		c.content(o)
	}
}

// content looks at the colours a stream of operators names.
func (c *checker) content(o *cos.Object) {
	b, err := o.Inflated()
	switch {
	case errors.Is(err, cos.ErrFilter):
		c.add(filterUnread)
		return
	case err != nil:
		c.add(damaged)
		return
	}
	for s := cos.Scan(b); ; {
		op, ok := s.Next()
		if !ok {
			if s.Bad {
				c.add(damaged)
			}
			return
		}
		switch op {
		case "rg", "RG":
			c.add(rgbColour)
		case "cs", "CS":
			// Other spaces stand in the resources, which are objects.
			if n := len(s.Operands); n > 0 && s.Operands[n-1].Is("DeviceRGB") {
				c.add(rgbColour)
			}
		case "ID":
			c.inline(s.Operands)
		case "PS":
			c.add(postscript)
		}
	}
}

// inline looks at the keys of an inline image (ISO 32000-2, 8.9.7).
func (c *checker) inline(keys []cos.Value) {
	for i := 0; i+1 < len(keys); i += 2 {
		v := keys[i+1]
		switch keys[i].PlainName() {
		case "CS", "ColorSpace":
			items := []cos.Value{v}
			if v.Kind == cos.Array {
				items = v.List
			}
			for _, item := range items {
				if item.Is("RGB") || item.Is("DeviceRGB") {
					c.add(rgbColour)
				}
			}
		case "F", "Filter":
			c.value(v)
		}
	}
}
