package fonts

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/image/font/sfnt"
)

// Variable fonts (可变字体) hold many weights in one file: outlines, and how
// their points move along axes. A face is one instance of such a file.

// Axis is an axis of a variable font (OpenType, fvar), with values as designers
// give them: weight 100 to 900.
type Axis struct {
	Tag               string // wght, wdth, opsz
	Min, Default, Max float64
}

// Instance chooses an instance of a variable font. The zero value is the
// font's own default.
type Instance struct {
	Name string             // of an instance that the font names, such as Bold; "": none
	Axes map[string]float64 // by tag, over those of the name
}

// WeightAxis is the axis of weights.
const WeightAxis = "wght"

// fixed16 is a number in 1/65536.
type fixed16 = int32

const (
	one16    = 1 << 16
	maxAxes  = 64
	maxNamed = 1 << 10
)

// axis is an axis as the file has it.
type axis struct {
	tag              string
	low, usual, high fixed16
}

func (a axis) told() Axis {
	return Axis{a.tag, float64(a.low) / one16, float64(a.usual) / one16, float64(a.high) / one16}
}

// readAxes reads the axes of a variable font; none of another.
func readAxes(fvar []byte) []axis {
	const header, record = 16, 20
	h := slice(fvar, 0, header)
	if h == nil || u16(h[10:]) < record {
		return nil
	}
	n := u16(h[8:])
	if n > maxAxes {
		return nil
	}
	list := make([]axis, 0, n)
	for i := range n {
		r := slice(fvar, u16(h[4:])+i*u16(h[10:]), record)
		if r == nil {
			return nil
		}
		a := axis{string(r[:4]), int32(u32(r[4:])), int32(u32(r[8:])), int32(u32(r[12:]))}
		if a.low > a.usual || a.usual > a.high {
			return nil
		}
		list = append(list, a)
	}
	return list
}

// Axes lists the axes of a variable font; none of another.
func (f *Face) Axes() (list []Axis) {
	for _, a := range readAxes(f.tables["fvar"]) {
		list = append(list, a.told())
	}
	return list
}

// named is an instance that the font names.
type named struct {
	name   string
	values []fixed16
}

func (f *Face) named() (list []named) {
	const header = 16
	fvar := f.tables["fvar"]
	axes := readAxes(fvar)
	h := slice(fvar, 0, header)
	if h == nil || len(axes) == 0 {
		return nil
	}
	size := u16(h[14:])
	for i := range min(u16(h[12:]), maxNamed) {
		r := slice(fvar, u16(h[4:])+u16(h[8:])*u16(h[10:])+i*size, 4+4*len(axes))
		if r == nil || size < len(r) {
			return list
		}
		one := named{values: make([]fixed16, len(axes))}
		for k := range axes {
			one.values[k] = int32(u32(r[4+4*k:]))
		}
		_ = f.ask(func(buf *sfnt.Buffer) (err error) {
			one.name, err = f.sf.Name(buf, sfnt.NameID(u16(r)))
			return err
		})
		list = append(list, one)
	}
	return list
}

// Instances lists the names of the instances that a variable font names.
func (f *Face) Instances() (names []string) {
	for _, n := range f.named() {
		if n.name != "" {
			names = append(names, n.name)
		}
	}
	return names
}

// Set tells at which instance of its file the face stands, as wght 700; ""
// for a face of a file that is not variable.
func (f *Face) Set() string {
	var b []string
	for i, a := range readAxes(f.tables["fvar"]) {
		v := a.usual
		if f.instance != nil {
			v = f.instance.values[i]
		}
		b = append(b, a.tag+" "+strconv.FormatFloat(float64(v)/one16, 'f', -1, 64))
	}
	return strings.Join(b, ", ")
}

// lacks tells of an axis or an instance that a font does not have.
func lacks(english, chinese, name string, have []string) *Fault {
	all := strings.Join(have, ", ")
	return &Fault{fmt.Sprintf("it has no %s %q; it has %s", english, name, all), fmt.Sprintf("字体没有%s %q，只有 %s", chinese, name, all)}
}

// At is the face at another instance of its file.
func (f *Face) At(want Instance) (*Face, error) {
	if want.Name == "" && len(want.Axes) == 0 {
		return f, nil
	}
	axes := readAxes(f.tables["fvar"])
	if len(axes) == 0 {
		return nil, ErrNotVariable
	}
	values := make([]fixed16, len(axes))
	for i, a := range axes {
		values[i] = a.usual
	}
	if want.Name != "" {
		list := f.named()
		k := slices.IndexFunc(list, func(n named) bool { return strings.EqualFold(n.name, want.Name) })
		if k < 0 {
			return nil, lacks("instance", "实例", want.Name, f.Instances())
		}
		copy(values, list[k].values)
	}
	for _, tag := range slices.Sorted(maps.Keys(want.Axes)) {
		i := slices.IndexFunc(axes, func(a axis) bool { return a.tag == tag })
		if i < 0 {
			var tags []string
			for _, a := range axes {
				tags = append(tags, a.tag)
			}
			return nil, lacks("axis", "变化轴", tag, tags)
		}
		v, a := want.Axes[tag], axes[i].told()
		if !(v >= a.Min && v <= a.Max) {
			return nil, &Fault{
				fmt.Sprintf("%s %v is not between %v and %v", tag, v, a.Min, a.Max),
				fmt.Sprintf("%s %v 不在 %v 与 %v 之间", tag, v, a.Min, a.Max)}
		}
		values[i] = fixed16(v * one16)
	}
	return f.at(axes, values)
}

// Variable fonts of kinds that are not read.
var (
	ErrCFF2 = &Fault{
		"it is a variable font with the outlines of CFF2: ask for the one with TrueType outlines, or for a file of each weight",
		"这是 CFF2 轮廓的可变字体：请换用 TrueType 轮廓的可变字体，或每种粗细一个文件的字体"}
	ErrAvar2 = &Fault{
		"its axes depend on one another (avar, version 2), which is not followed: ask for a file of each weight",
		"各变化轴互相影响（avar 第 2 版），本程序不能处理：请换用每种粗细一个文件的字体"}
)

// at makes the face of an instance.
func (f *Face) at(axes []axis, values []fixed16) (*Face, error) {
	if f.cff != nil {
		return nil, ErrNotVariable
	}
	if h := slice(f.tables["avar"], 0, 2); h != nil && u16(h) > 1 {
		return nil, ErrAvar2
	}
	v, err := readVariation(f, axes, values)
	if err != nil {
		return nil, err
	}
	own := &Face{data: f.data, tables: f.tables, sf: f.sf, upem: f.upem, name: f.name, instance: v, outlines: v}
	own.bufs.New = func() any { return new(sfnt.Buffer) }
	// Adobe Technical Note 5902: the values behind the name.
	for i, a := range axes {
		own.name += "_" + strconv.FormatFloat(float64(values[i])/one16, 'f', -1, 64) + strings.TrimSpace(a.tag)
	}
	return own, nil
}

// normalized is where values lie between the ends of their axes: -1 to 1, in
// 1/16384, bent as the font's table avar wants it.
func normalized(axes []axis, values []fixed16, avar []byte) []int32 {
	at := make([]int32, len(axes))
	for i, a := range axes {
		v, from, to := int64(values[i]), int64(a.usual), int64(a.high)
		if v < from {
			to = int64(a.low)
		}
		if v != from && to != from {
			at[i] = int32(roundDiv((v-from)*unity, abs(to-from)))
		}
	}
	bend(at, avar)
	return at
}

// bend maps normalized values through the segments of avar.
func bend(at []int32, avar []byte) {
	h := slice(avar, 0, 8)
	if h == nil || u16(h) != 1 || u16(h[6:]) != len(at) {
		return
	}
	place := 8
	for i := range at {
		n := count(avar[min(place, len(avar)):])
		m := slice(avar, place+2, 4*n)
		if m == nil {
			return
		}
		place += 2 + 4*n
		for k := 1; k < n; k++ {
			from, to := int64(i16(m[4*k-4:])), int64(i16(m[4*k:]))
			a, b := int64(i16(m[4*k-2:])), int64(i16(m[4*k+2:]))
			if v := int64(at[i]); from <= v && v <= to && from < to {
				at[i] = int32(a + roundDiv((v-from)*(b-a), to-from))
				break
			}
		}
	}
}

func abs(v int64) int64 { return max(v, -v) }

// roundDiv divides by a positive number, rounding to the nearest, halves
// upward.
func roundDiv(a, b int64) int64 {
	q, r := a/b, a%b
	if r < 0 {
		q, r = q-1, r+b
	}
	if 2*r >= b {
		q++
	}
	return q
}
