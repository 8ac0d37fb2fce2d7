package artwork

import (
	"maps"
	"slices"
	"strings"
)

// RemarkKind is what there is to be known of a page that was taken out.
type RemarkKind uint8

const (
	// HiddenLayers: something on layers that are switched off was left behind;
	// Detail has their names.
	HiddenLayers RemarkKind = iota
	// MorePages: the document has Count pages, of which one is printed.
	MorePages
	// Drawn: Count stamps, notes and fields stand over the content, and are
	// printed with it.
	Drawn
	// ScreenOnly: something is shown on a screen and is not marked to be
	// printed; Detail says what.
	ScreenOnly
	// NoAppearance: something that is to be printed has no picture; Detail says
	// what.
	NoAppearance
	// Comment: somebody says something to the readers of the file; Detail says
	// what.
	Comment
	// StaleFields: the values of fields may be newer than their pictures.
	StaleFields
	// Repaired: the tables of the document were damaged, and its objects had to
	// be searched for.
	Repaired
	// UnreadObject: Object cannot be read, and nothing is drawn with it.
	UnreadObject
	// OddTurn: the page says that it is turned by no multiple of 90 degrees, by
	// Detail; it is printed with Count quarters.
	OddTurn
	// LostObject: Object cannot be read, and the page draws with it.
	LostObject
)

// Remark is something to be known of a page that can be printed all the same.
type Remark struct {
	Kind   RemarkKind
	Detail string
	Count  int
	Object int // in the document it is from; 0: none
}

func (c *copier) remark(r Remark) { c.remarks = append(c.remarks, r) }

// maxNames is how much of the names of layers is told.
const maxNames = 80

// remarkLayers tells of hidden layers, once and by name.
func (c *copier) remarkLayers() {
	if len(c.layers.used) == 0 {
		return
	}
	names := slices.Sorted(maps.Keys(c.layers.used))
	names = slices.DeleteFunc(names, func(s string) bool { return s == "" })
	text := []rune(strings.Join(names, ", "))
	if len(text) > maxNames {
		text = append(text[:maxNames], '…')
	}
	c.remark(Remark{Kind: HiddenLayers, Detail: string(text), Count: len(c.layers.used)})
}
