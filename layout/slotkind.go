package layout

import (
	"duikai/layout/internal/dummy"
	"duikai/layout/manuscript"
)

// kindTraits is what the kind of a slot says of it, whatever stands in it.
type kindTraits struct {
	// parts tells at which edges it parts itself from its neighbours, so that no
	// rule stands there.
	parts edgeSet
	solid bool       // it has edges of its own, as a box has
	block dummy.Kind // what it is for taboos and for who plans a page
}

// edgeSet are edges of a slot.
type edgeSet uint8

const (
	atSides edgeSet = 1 << iota
	atTop
	atFoot
)

// kinds are the traits of the kinds of slots (版位种类). What a low digest or
// notice is, a strip with rules of its own, depends on its height: isStrip.
var kinds = [...]kindTraits{
	manuscript.StorySlot:     {block: dummy.Story},
	manuscript.PictureSlot:   {parts: atSides, solid: true, block: dummy.Picture},
	manuscript.GroupSlot:     {parts: atSides, solid: true, block: dummy.Picture},
	manuscript.AdSlot:        {parts: atSides | atTop | atFoot, solid: true, block: dummy.Ad},
	manuscript.NameplateSlot: {parts: atSides | atTop | atFoot, block: dummy.Furnishing},
	manuscript.DigestSlot:    {parts: atTop, block: dummy.Furnishing},
	manuscript.NoticeSlot:    {parts: atTop | atFoot, block: dummy.Furnishing},
}

// partsAside tells whether a slot needs no rule beside it: a box has its own
// lines, and pictures, advertisements, the nameplate and strips part
// themselves.
func partsAside(s *manuscript.Slot) bool { return partsAt(s, atSides) || isStrip(s) }

// partsAbove tells whether a slot needs no rule over it: it has lines of its
// own there.
func partsAbove(s *manuscript.Slot) bool { return partsAt(s, atTop) }

// partsBelow tells the same of what stands under it.
func partsBelow(s *manuscript.Slot) bool { return partsAt(s, atFoot) || isStrip(s) }

func partsAt(s *manuscript.Slot, edge edgeSet) bool {
	return kinds[s.Kind].parts&edge != 0 || s.Box != manuscript.BoxNone
}

// isStrip tells whether a slot is a strip with rules above and below.
func isStrip(s *manuscript.Slot) bool {
	return s.Kind == manuscript.DigestSlot && s.Rows <= digestAside || s.Kind == manuscript.NoticeSlot && s.Rows <= stripRows
}

// pictureLike tells whether a slot holds pictures and no text but their captions.
func pictureLike(s *manuscript.Slot) bool { return kinds[s.Kind].block == dummy.Picture }

// solid tells whether a slot has edges of its own: a box, a tint or a picture.
func solid(s *manuscript.Slot) bool { return kinds[s.Kind].solid || framed(s) }

// Block is what a slot is for who plans a page.
func Block(s *manuscript.Slot) dummy.Block {
	return dummy.Block{Rect: dummy.Rect{Col: s.Col - 1, Row: s.Row - 1, Cols: s.Cols, Rows: s.Rows}, Solid: solid(s), Kind: kinds[s.Kind].block}
}
