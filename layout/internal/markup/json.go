package markup

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"duikai/layout/intake"
)

// Item is the name of the elements of a JSON array.
const Item = "item"

// JSON reads a JSON document into the same kind of tree: a member of an object
// is an element of its key, one of an array an element named Item, and a
// string, number or truth value is the Text of its element. On a fault there is
// the tree of what stands before it.
func JSON(d *intake.Decoded) (*Tree, error) {
	b := newBuilder()
	dec := json.NewDecoder(strings.NewReader(d.Text))
	dec.UseNumber()
	key, keyed := "", false
	deep := 0 // open values beyond the deepest node
	for {
		from := int(dec.InputOffset())
		t, err := dec.Token()
		to := int(dec.InputOffset())
		if err != nil {
			b.closeDown(0, to)
			switch {
			case errors.Is(err, io.EOF) && len(b.tree.Root.Kids) == 0:
				return b.tree, ErrEmpty
			case errors.Is(err, io.EOF):
				return b.tree, nil
			}
			return b.tree, err
		}
		if t == json.Delim('}') || t == json.Delim(']') {
			if deep > 0 {
				deep--
			} else {
				b.closeDown(len(b.open)-1, to)
			}
			keyed = false
			continue
		}
		top := b.open[len(b.open)-1]
		if top.Text == object && !keyed && deep == 0 {
			key, _ = t.(string)
			keyed = true
			continue
		}
		n := &Node{Name: Item, From: from, To: to}
		if keyed {
			n.Name, keyed = key, false
		}
		switch t := t.(type) {
		case json.Delim:
			if deep > 0 || len(b.open) > MaxDepth {
				deep++
				b.tree.Deep = true
				continue
			}
			n.Text = array
			if t == '{' {
				n.Text = object
			}
			if !b.add(n) {
				b.closeDown(0, to)
				return b.tree, nil
			}
			b.open = append(b.open, n)
			continue
		case nil:
		default:
			n.Text = fmt.Sprint(t)
		}
		if deep > 0 {
			continue
		}
		if !b.add(n) {
			b.closeDown(0, to)
			return b.tree, nil
		}
	}
}

// The Text of containers: no string of a document is like them.
const (
	object = "\x00object"
	array  = "\x00array"
)

// Scalar tells whether an element of JSON is a string, number or truth value.
func (n *Node) Scalar() bool { return n != nil && n.Text != object && n.Text != array }

// List tells whether an element of JSON is an array.
func (n *Node) List() bool { return n != nil && n.Text == array }

// Value is the scalar of the first member that the object has of the keys; empty
// where there is none.
func (n *Node) Value(keys ...string) string {
	if k := n.Member(keys...); k.Scalar() {
		return k.Text
	}
	return ""
}

// Member is the first member that the object has of the keys; nil where there
// is none.
func (n *Node) Member(keys ...string) *Node {
	if n == nil {
		return nil
	}
	for _, key := range keys {
		for _, k := range n.Kids {
			if k.Name == key {
				return k
			}
		}
	}
	return nil
}
