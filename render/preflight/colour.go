package preflight

import (
	"fmt"

	"duikai/layout/pdffile"
)

// family is the kind of a colour space (4.5).
type family uint8

const (
	unknown family = iota
	gray
	rgb
	cmyk
	calGray
	calRGB
	lab
	icc
	indexed
	separation
	deviceN
	patterned
)

// space is a colour space.
type space struct {
	family  family
	n       int    // components
	base    *space // of an indexed one and of a pattern; the alternate of plates
	names   []string
	table   []byte // of an indexed one, n of base each
	object  int
	standIn string // the default space that stands for it
}

// The device spaces.
var (
	deviceGray = space{family: gray, n: 1}
	deviceRGB  = space{family: rgb, n: 3}
	deviceCMYK = space{family: cmyk, n: 4}
)

var deviceNames = map[pdffile.Name]*space{
	"DeviceGray": &deviceGray, "G": &deviceGray, "CalGray": &deviceGray,
	"DeviceRGB": &deviceRGB, "RGB": &deviceRGB, "CalRGB": &deviceRGB,
	"DeviceCMYK": &deviceCMYK, "CMYK": &deviceCMYK, "CalCMYK": &deviceCMYK,
}

// title is what a message calls it.
func (s *space) title() string {
	switch s.family {
	case gray:
		return "DeviceGray"
	case rgb:
		return "DeviceRGB"
	case cmyk:
		return "DeviceCMYK"
	case calGray:
		return "CalGray"
	case calRGB:
		return "CalRGB"
	case lab:
		return "Lab"
	case icc:
		return fmt.Sprintf("ICCBased, N %d", s.n)
	case indexed, patterned:
		if s.base != nil {
			return s.base.title()
		}
	case separation, deviceN:
		return fmt.Sprint(s.names)
	}
	return "?"
}

// space reads a colour space from a value; names are looked for in resources.
func (c *checker) space(v any, resources pdffile.Dict, depth int) (*space, error) {
	if depth > maxSpace {
		return &space{}, nil
	}
	num := number(v, 0)
	if s := c.spaces[num]; s != nil && num != 0 {
		return s, nil
	}
	v, err := c.f.Resolve(v)
	if err != nil {
		return nil, err
	}
	var s *space
	switch v := v.(type) {
	case pdffile.Name:
		return c.named(v, resources, depth)
	case pdffile.Array:
		s, err = c.family(v, resources, depth)
	default:
		s = &space{}
	}
	if err != nil {
		return nil, err
	}
	if num != 0 {
		own := *s // the device spaces are shared
		own.object = num
		s = &own
		c.spaces[num] = s
	}
	return s, nil
}

// named finds a space by its name: a device space, with the default that stands
// for it, Pattern, or one of the resources.
func (c *checker) named(n pdffile.Name, resources pdffile.Dict, depth int) (*space, error) {
	spaces, err := c.f.Dict(resources["ColorSpace"])
	if err != nil {
		return nil, err
	}
	if s := deviceNames[n]; s != nil {
		key := pdffile.Name("Default" + s.title()[len("Device"):])
		if spaces[key] == nil {
			return s, nil
		}
		own := *s
		own.standIn = string(key)
		return &own, nil
	}
	if n == "Pattern" {
		return &space{family: patterned}, nil
	}
	v, ok := spaces[n]
	if !ok {
		return &space{}, nil
	}
	if v, err := c.f.Resolve(v); err != nil || v == n {
		return &space{}, err
	}
	return c.space(v, resources, depth+1)
}

// family reads a space that is an array.
func (c *checker) family(a pdffile.Array, resources pdffile.Dict, depth int) (*space, error) {
	if len(a) == 0 {
		return &space{}, nil
	}
	kind, err := c.nameOf(a[0])
	if err != nil {
		return nil, err
	}
	at := func(i int) any {
		if i < len(a) {
			return a[i]
		}
		return nil
	}
	switch kind {
	case "CalGray":
		return &space{family: calGray, n: 1}, nil
	case "CalRGB":
		return &space{family: calRGB, n: 3}, nil
	case "Lab":
		return &space{family: lab, n: 3}, nil
	case "ICCBased":
		m, err := c.f.Dict(at(1))
		if err != nil {
			return nil, err
		}
		n, err := c.f.Number(m["N"])
		if n != 1 && n != 3 && n != 4 {
			n = 0
		}
		return &space{family: icc, n: int(n)}, err
	case "Separation", "DeviceN":
		return c.plates(kind, at(1), at(2), resources, depth)
	case "Indexed", "I":
		return c.indexed(at(1), at(2), at(3), resources, depth)
	case "Pattern":
		s := &space{family: patterned}
		if at(1) != nil {
			s.base, err = c.space(at(1), resources, depth+1)
		}
		return s, err
	}
	if len(a) == 1 {
		return c.named(kind, resources, depth)
	}
	return &space{}, nil
}

func (c *checker) plates(kind pdffile.Name, names, alternate any, resources pdffile.Dict, depth int) (*space, error) {
	s := &space{family: separation}
	v, err := c.f.Resolve(names)
	if err != nil {
		return nil, err
	}
	list, isList := v.(pdffile.Array)
	if kind == "DeviceN" {
		s.family = deviceN
	}
	if !isList {
		list = pdffile.Array{v}
	}
	for _, v := range list {
		n, err := c.nameOf(v)
		if err != nil {
			return nil, err
		}
		s.names = append(s.names, string(n))
	}
	s.n = len(s.names)
	s.base, err = c.space(alternate, resources, depth+1)
	return s, err
}

func (c *checker) indexed(base, highest, table any, resources pdffile.Dict, depth int) (*space, error) {
	s := &space{family: indexed, n: 1}
	var err error
	if s.base, err = c.space(base, resources, depth+1); err != nil {
		return nil, err
	}
	high, err := c.f.Number(highest)
	if err != nil {
		return nil, err
	}
	v, err := c.f.Resolve(table)
	if err != nil {
		return nil, err
	}
	switch v := v.(type) {
	case pdffile.String:
		s.table = []byte(v)
	case *pdffile.Stream:
		u, err := c.undo(v, maxContent)
		if err != nil {
			c.mild(err, BadSpace, number(table, 0))
			return s, nil
		}
		s.table = u.Data
	}
	// 255 is the highest index there may be.
	room := (int(min(max(high, 0), 255)) + 1) * s.base.n
	s.table = s.table[:min(len(s.table), room)]
	return s, nil
}

// use judges a space that something is painted with.
func (c *checker) use(s *space, object int, at *place) {
	if s.object != 0 {
		object = s.object
	}
	switch s.family {
	case unknown:
		c.worse(BadSpace, object, "", 0, at, s.title())
	case gray, rgb, cmyk:
		switch {
		case s.standIn != "" && c.x1a():
			c.worse(DefaultSpace, object, s.standIn, 0, at, s.standIn)
		case s.standIn != "" && s.family == rgb:
			c.worse(Converted, object, s.standIn, 0, at, s.standIn)
		case s.family == rgb:
			c.worse(RGB, object, "", 0, at, s.title())
		}
	case calGray, calRGB, lab, icc:
		code := Converted
		if c.x1a() {
			code = Independent
		}
		c.worse(code, object, s.title(), 0, at, s.title())
	case indexed, patterned:
		if s.base != nil {
			c.use(s.base, object, at)
		}
	case separation, deviceN:
		c.usePlates(s, object, at)
	}
}

// process are the plates that every press has, and the two names that mean all
// of them and none.
var process = map[string]bool{"Cyan": true, "Magenta": true, "Yellow": true, "Black": true, "All": true, "None": true}

func (c *checker) usePlates(s *space, object int, at *place) {
	// Annex C: 8 in PDF 1.4, 32 in PDF 1.6.
	if most := map[Standard]int{X1a: 8, X4: 32}[c.standard()]; s.n > most {
		c.worse(Colorants, object, "", 0, at, s.n, most)
	}
	for _, n := range s.names {
		if !process[n] {
			c.worse(SpotColour, 0, n, 0, at, printable(n))
		}
	}
	if s.base == nil {
		return
	}
	switch s.base.family {
	case gray, cmyk:
	case rgb:
		c.worse(Alternate, object, "", 0, at, s.title(), s.base.title())
	default:
		if c.x1a() {
			c.worse(Alternate, object, "", 0, at, s.title(), s.base.title())
		} else {
			c.use(s.base, object, at)
		}
	}
}

// ink is a colour as the plates print it, in percent.
type ink struct {
	known bool
	cmyk  [4]float64
	spots [2]float64 // the highest two spot plates: enough for every limit
}

func (k ink) total() float64 {
	return k.cmyk[0] + k.cmyk[1] + k.cmyk[2] + k.cmyk[3] + k.spots[0] + k.spots[1]
}

// plates counts those that print, and finds the fullest.
func (k ink) plates() (n int, most float64) {
	for _, v := range [...]float64{k.cmyk[0], k.cmyk[1], k.cmyk[2], k.cmyk[3], k.spots[0], k.spots[1]} {
		if v >= shades {
			n++
		}
		most = max(most, v)
	}
	return n, most
}

// isWhite tells paper left bare.
func (k ink) isWhite() bool { return k.known && k.total() == 0 }

// black tells whether black prints alone.
func (k ink) blackAlone() bool {
	return k.known && k.cmyk[3] > 0 && max(k.cmyk[0], k.cmyk[1], k.cmyk[2], k.spots[0]) < shades
}

// mixedBlack is a black that is mixed from several plates.
func (k ink) mixedBlack() bool {
	return k.known && k.cmyk[3] >= 85 && max(k.cmyk[0], k.cmyk[1], k.cmyk[2]) >= shades
}

func percent(v float64) float64 { return float64(100 * min(max(v, 0), 1)) }

// ink is the ink of a colour of the space.
func (s *space) ink(v []float64) ink {
	if len(v) < s.n {
		return ink{}
	}
	k := ink{known: true}
	switch s.family {
	case gray, calGray:
		k.cmyk[3] = 100 - percent(v[0])
	case cmyk:
		for i := range k.cmyk {
			k.cmyk[i] = percent(v[i])
		}
	case icc:
		switch s.n {
		case 1:
			k.cmyk[3] = 100 - percent(v[0])
		case 4:
			return deviceCMYK.ink(v)
		default:
			return ink{}
		}
	case separation, deviceN:
		for i, n := range s.names {
			k.put(n, percent(v[i]))
		}
	case indexed:
		if s.base == nil || s.base.family == indexed {
			return ink{}
		}
		i := int(min(max(v[0], 0), 255)) * s.base.n
		if i+s.base.n > len(s.table) {
			return ink{}
		}
		own := make([]float64, s.base.n)
		for j := range own {
			own[j] = float64(s.table[i+j]) / 255
		}
		return s.base.ink(own)
	default:
		return ink{}
	}
	return k
}

// put sets a plate by its name.
func (k *ink) put(name string, v float64) {
	switch name {
	case "Cyan":
		k.cmyk[0] = v
	case "Magenta":
		k.cmyk[1] = v
	case "Yellow":
		k.cmyk[2] = v
	case "Black":
		k.cmyk[3] = v
	case "All":
		k.cmyk = [4]float64{v, v, v, v}
	case "None":
	default:
		if v > k.spots[0] {
			k.spots[0], v = v, k.spots[0]
		}
		k.spots[1] = max(k.spots[1], v)
	}
}

// start is the colour that a space begins with (4.5.7): black, or full plates.
func (s *space) start() []float64 {
	v := make([]float64, max(s.n, 1))
	switch s.family {
	case cmyk:
		v[3] = 1
	case icc:
		if s.n == 4 {
			v[3] = 1
		}
	case separation, deviceN:
		for i := range v {
			v[i] = 1
		}
	}
	return v
}
