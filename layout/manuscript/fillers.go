package manuscript

import (
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"

	"duikai/layout/diag"
)

// # Fillers
//
// Fillers (补白) are what a house keeps for pages that lack copy: blocks in the public
// interest (公益广告), pictures, notices. They are slots without a place, or paths alone.
// The list is a stock: a filler that was used stays in it, and is not used again as long
// as it stands on a page.

// fillerKinds are what a filler may be: what stands for itself. Spare stories are the
// reserve's.
var fillerKinds = []Kind{PictureSlot, GroupSlot, AdSlot, NoticeSlot}

// readFiller reads a filler: a slot without a place, or its file alone. A block that
// is named by its file alone is the house's own and bears no 广告.
func readFiller(d *decoder, n *node, i *Issue) {
	if n.kind == scalar {
		s := &Slot{Src: n.pos, Open: OpenPlace | OpenCols | OpenRows}
		s.Places.Content = n.pos
		p := Picture{Focus: Middle, Src: n.pos}
		if s.Kind = fileKind(n.text); s.Kind == AdSlot {
			s.AdMark = No
		}
		if slices.Contains(pictureTypes, strings.ToLower(path.Ext(n.text))) {
			p.File = d.picture(n, fillersKey)
		} else {
			p.File = d.block(n, fillersKey)
		}
		s.Pictures = []Picture{p}
		i.Fillers = append(i.Fillers, s)
		return
	}
	var p Page
	readSlot(d, n, &p)
	i.Fillers = append(i.Fillers, p.Slots...)
}

// fillersKey is the key under which fillers stand.
const fillersKey = "fillers"

// fileKind is what a file is by its name, where it stands alone: a block or a picture.
func fileKind(file string) Kind {
	if strings.EqualFold(path.Ext(file), pdfExt) {
		return AdSlot
	}
	return PictureSlot
}

// fillerShape are the keys of a slot that mean something for a filler, or its file.
func fillerShape() *shape {
	keys := slices.DeleteFunc(slotKeys(), func(k key[Slot]) bool {
		if isPlaceKey(k.name) {
			return true
		}
		for i, name := range kindNames {
			if k.name == name {
				return !slices.Contains(fillerKinds, Kind(i))
			}
		}
		kinds := servedKinds(k.name)
		return kinds != nil && !slices.ContainsFunc(kinds, func(k Kind) bool { return slices.Contains(fillerKinds, k) })
	})
	s := shapeOf(keys)
	for _, k := range fillerKinds {
		s.OneOf = append(s.OneOf, &shape{Required: []string{k.String()}})
	}
	return anyOf(textShape, s)
}

// placeKeys say where on a page a slot stands, which a filler leaves to the program.
var placeKeys = [...]struct {
	name string
	at   func(*Slot) diag.Pos
}{
	{"at", func(s *Slot) diag.Pos { return s.Places.At }},
	{"below", func(s *Slot) diag.Pos { return s.Below.Src }},
	{"right-of", func(s *Slot) diag.Pos { return s.RightOf.Src }},
	{"with", func(s *Slot) diag.Pos { return s.With.Src }},
}

// isPlaceKey tells whether a key is one of them.
func isPlaceKey(key string) bool {
	for i := range placeKeys {
		if placeKeys[i].name == key {
			return true
		}
	}
	return false
}

// checkFillers leaves the fillers that can stand, each once.
func (d *decoder) checkFillers(is *Issue) {
	seen := map[string]int{}
	is.Fillers = slices.DeleteFunc(is.Fillers, func(s *Slot) bool {
		switch name := s.content(); {
		case s.broken: // reported where it was read
			return true
		case !slices.Contains(fillerKinds, s.Kind):
			d.add(diag.BadValue, s.Places.Content, fillersKey, term{
				"a filler is an advertisement, a picture, a group or a notice; spare stories stand under reserve", "补白只能是广告、图片、图组或短讯；备用稿件请列入 reserve"})
			return true
		case !d.soundOpen(is.Format, s), s.Kind != NoticeSlot && !s.pictured():
			return true
		case seen[name] > 0:
			d.add(diag.IdleKey, s.Src, fillersKey, term{
				fmt.Sprintf("the filler %q, which line %d names already", s.Name(), seen[name]), fmt.Sprintf("第 %d 行已列入的补白 %q", seen[name], s.Name())})
			return true
		default:
			seen[name] = s.Src.Line
		}
		for _, k := range placeKeys {
			if at := k.at(s); at.Line > 0 {
				d.add(diag.IdleKey, at, k.name, term{"a filler, whose place the program finds", "补白（位置由程序确定）"})
			}
		}
		s.Col, s.Row, s.Open = 0, 0, s.Open|OpenPlace
		s.Below, s.RightOf, s.With = StoryRef{}, StoryRef{}, StoryRef{}
		return false
	})
}

// pictured tells whether a slot has a picture that could be read.
func (s *Slot) pictured() bool {
	return slices.ContainsFunc(s.Pictures, func(p Picture) bool { return p.File.Path != "" })
}

// content names what a slot shows: its files, or its words.
func (s *Slot) content() string {
	var b strings.Builder
	for _, p := range s.Pictures {
		fmt.Fprintf(&b, "%q ", p.File.Path)
	}
	if len(s.Pictures) == 0 {
		fmt.Fprintf(&b, "%s: %s", s.Kind, s.Title)
		for _, l := range s.Lines {
			fmt.Fprintf(&b, "\n%s", l)
		}
	}
	return b.String()
}

// FreeFillers are the fillers of which nothing stands on a page.
func (is *Issue) FreeFillers() []*Slot {
	stand := map[string]bool{}
	for _, p := range is.Pages {
		for _, s := range p.Slots {
			if s.Kind != StorySlot {
				stand[s.content()] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(is.Fillers), func(s *Slot) bool { return stand[s.content()] })
}

// slots are all slots of an issue, the fillers too.
func (is *Issue) slots() iter.Seq[*Slot] {
	return func(yield func(*Slot) bool) {
		for _, p := range is.Pages {
			for _, s := range p.Slots {
				if !yield(s) {
					return
				}
			}
		}
		for _, s := range is.Fillers {
			if !yield(s) {
				return
			}
		}
	}
}
