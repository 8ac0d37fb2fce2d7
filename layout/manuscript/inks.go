package manuscript

import (
	"fmt"
	"slices"
	"strings"

	"duikai/layout/diag"
)

// This file is the contract of inks: those that the house names (style.inks),
// and the key ink that uses one.

// Ink is an ink by the name that the house has for it (油墨).
type Ink struct {
	Name       string
	C, M, Y, K int    // percents of the process inks
	Spot       string // the plate of its own on which it is printed (专色); empty: of process inks
	Src        diag.Pos
}

// redInk is the red of feasts; its spot ink is that of the nameplate.
var redInk = Ink{Name: "red", M: 100, Y: 100}

// InkRef names an ink; the loader finds it.
type InkRef struct {
	Name string
	Src  diag.Pos
	Ink  *Ink // nil: black
}

// mostInk is how much ink newsprint bears, all plates together, in percent
// (ISO 12647-3 asks for 240 at most; coldset papers for 220).
const (
	mostInk = 220
	maxInks = 20
)

func inkKeys() []key[Ink] {
	percents := &shape{Type: []string{"integer", "string"}}
	return []key[Ink]{
		key[Ink]{name: "cmyk", term: "四色值", doc: "Percents of cyan, magenta, yellow and black: how the ink is printed, or shown where it has a plate of its own.", shape: tuple(4, 4, percents), read: readCMYK}.required(),
		{name: "spot", term: "专色", doc: "The name of the spot ink by which the printer knows it, such as DIC 156; without it process inks are printed.", shape: textShape,
			read: func(d *decoder, n *node, i *Ink) {
				if name, ok := d.spotName(n); ok {
					i.Spot = name
				}
			}},
	}
}

func readCMYK(d *decoder, n *node, i *Ink) {
	if n.kind != list || len(n.items) != 4 {
		d.wrongType(n, "cmyk", term{"four percentages [cyan, magenta, yellow, black]", "四个百分数 [青, 品红, 黄, 黑]"})
		return
	}
	var v [4]int
	sum := 0
	for k, item := range n.items {
		var ok bool
		if v[k], ok = d.percent(item, "cmyk"); !ok {
			return
		}
		sum += v[k]
	}
	if sum > mostInk {
		d.badValue(n, "cmyk", term{
			fmt.Sprintf("%d %% of ink together are more than newsprint bears: %d %% at most", sum, mostInk),
			fmt.Sprintf("总墨量 %d%% 超过新闻纸所能承受的 %d%%", sum, mostInk)})
		return
	}
	i.C, i.M, i.Y, i.K = v[0], v[1], v[2], v[3]
}

// readInks reads the mapping of inks.
func readInks(d *decoder, n *node, s *Style) {
	example := term{"a mapping of names to inks, {gold: {cmyk: [20, 35, 75, 0]}}", "映射 {名称: {cmyk: [20, 35, 75, 0]}}"}
	own := func(name string) (term, bool) {
		return term{
			fmt.Sprintf("%s is the house's own ink: choose another name (the spot ink of red is nameplate.spot)", name),
			fmt.Sprintf("%s 是内置的颜色：请另取名称（红的专色用 nameplate.spot）", name)}, inkNames.index(name) >= 0
	}
	for _, e := range d.namedOf(n, "inks", example, maxInks, own) {
		i := &Ink{Name: e.name, Src: e.key.pos}
		if !readMapping(d, i.Name, e.value, inkKeys(), i) {
			continue
		}
		if o := sameInk(s.Inks, i); o != nil {
			d.badValue(e.key, "inks", term{
				fmt.Sprintf("%s has the cmyk of %s, which is another plate: change one of its numbers", i.Name, o.Name),
				fmt.Sprintf("%s 与 %s 的四色值相同而印版不同：请改动其中一个数值", i.Name, o.Name)})
			continue
		}
		s.Inks = append(s.Inks, i)
	}
}

// sameInk is an ink of another plate that has the numbers of this one: pages know
// inks by them.
func sameInk(inks []*Ink, i *Ink) *Ink {
	for _, o := range append(slices.Clone(inks), &redInk) {
		if o.C == i.C && o.M == i.M && o.Y == i.Y && o.K == i.K && o.Spot != i.Spot {
			return o
		}
	}
	return nil
}

// spotName reads the name of a plate.
func (d *decoder) spotName(n *node) (string, bool) {
	name := d.bare(n, "spot").String()
	switch {
	case len(name) > maxCondition:
		d.add(diag.TooLarge, n.pos, "spot", len(name), maxCondition)
	case name == "" || slices.Contains(noSpots, strings.ToLower(name)):
		d.badValue(n, "spot", term{fmt.Sprintf("%q is not the name of a spot ink such as DIC 156", name), fmt.Sprintf("%q 不是形如 DIC 156 的专色名称", name)})
	default:
		return name, true
	}
	return "", false
}

// inkRefKey is a key that names an ink.
func inkRefKey[T any](doc string, at func(*T) *InkRef) key[T] {
	return key[T]{name: "ink", term: "颜色", doc: doc + " black, red, or a name of style.inks.", shape: textShape,
		read: func(d *decoder, n *node, into *T) {
			if n.kind != scalar {
				d.wrongType(n, "ink", term{"the name of an ink", "颜色的名称"})
				return
			}
			*at(into) = InkRef{Name: strings.TrimSpace(n.text), Src: n.pos}
		}}
}

// findInk finds the ink that a reference names.
func (d *decoder) findInk(is *Issue, r *InkRef) {
	if r.Name == "" {
		return
	}
	switch inkNames.index(r.Name) {
	case 0:
		return
	case 1:
		red := redInk
		r.Ink = &red
		return
	}
	names := slices.Clone(inkNames.names)
	for _, i := range is.Style.Inks {
		if i.Name == r.Name {
			r.Ink = i
			return
		}
		names = append(names, i.Name)
	}
	meant := near{r.Name, Nearest(r.Name, names)}
	all := strings.Join(names, " | ")
	d.add(diag.BadValue, r.Src, "ink", term{
		fmt.Sprintf("%q is no ink; there are %s, and style.inks names more", meant, all),
		fmt.Sprintf("没有颜色 %q；现有 %s，可在 style.inks 中添加", meant, all)})
}

// findInks finds the inks of pages and slots.
func (d *decoder) findInks(is *Issue) {
	for _, p := range is.Pages {
		d.findInk(is, &p.Ink)
	}
	for s := range is.slots() {
		d.findInk(is, &s.Ink)
	}
}
