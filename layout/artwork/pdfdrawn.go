package artwork

import (
	"cmp"
	"maps"
	"slices"

	"duikai/layout/pdffile"
)

// tracker goes through what a page draws with: of resources only those that a
// content stream names. What stands in a file and is never drawn is no matter
// for the editor.
type tracker struct {
	c     *copier
	page  pdffile.Dict // resources of the page, for forms that have none of their own
	seen  map[objectRef]bool
	todo  []any
	drawn func(any) // told of every reference and stream that is met
}

// track tells of what is drawn with, of all that was copied: the content of the
// page and the forms that stand over it come first.
func (c *copier) track(content []byte, resources any, over []objectRef, drawn func(any)) {
	t := &tracker{c: c, seen: make(map[objectRef]bool), drawn: drawn}
	t.page, _ = t.value(resources).(pdffile.Dict)
	t.named(t.page, content)
	for _, to := range over {
		t.todo = append(t.todo, to)
	}
	for len(t.todo) > 0 {
		v := t.todo[len(t.todo)-1]
		t.todo = t.todo[:len(t.todo)-1]
		t.visit(v)
	}
}

// value is what a reference leads to.
func (t *tracker) value(v any) any {
	if to, ok := v.(objectRef); ok {
		return t.c.out[to]
	}
	return v
}

// named adds the resources that a content names.
func (t *tracker) named(resources pdffile.Dict, content []byte) {
	names := make(map[pdffile.Name]bool)
	_ = pdffile.Operations(content, func(o pdffile.Operation) error {
		for _, v := range o.Operands {
			if name, ok := v.(pdffile.Name); ok {
				names[name] = true
			}
		}
		return nil
	})
	for _, category := range resources {
		m, _ := t.value(category).(pdffile.Dict)
		for name, v := range m {
			if names[name] {
				t.todo = append(t.todo, v)
			}
		}
	}
}

func (t *tracker) visit(v any) {
	switch v := v.(type) {
	case objectRef:
		if !t.seen[v] {
			t.seen[v] = true
			t.drawn(v)
			t.todo = append(t.todo, t.c.out[v])
		}
	case []any:
		t.todo = append(t.todo, v...)
	case pdffile.Dict:
		t.todo = slices.AppendSeq(t.todo, maps.Values(v))
	case *pdffile.Stream:
		t.drawn(v)
		t.stream(v)
	}
}

// stream goes into a form or a pattern by its names, and into other streams as
// into every value.
func (t *tracker) stream(s *pdffile.Stream) {
	resources := t.page
	own, has := s.Dict["Resources"]
	if has {
		resources, _ = t.value(own).(pdffile.Dict)
	}
	content := has || s.Dict["Subtype"] == pdffile.Name("Form")
	for key, v := range s.Dict {
		if !content || key != "Resources" {
			t.todo = append(t.todo, v)
		}
	}
	if !content {
		return
	}
	data, err := t.c.d.Decode(s)
	if err != nil {
		t.todo = append(t.todo, own) // whatever it may name
		return
	}
	t.named(resources, data)
}

// remarkDrawn tells of the layers that are left out and of the objects that
// cannot be read: those that the page draws with, and of objects the others too.
// The error is of damaged data that the page draws with.
func (c *copier) remarkDrawn(content []byte, over []objectRef) (damage error) {
	if len(c.without) > 0 || len(c.missing) > 0 || len(c.damaged) > 0 {
		c.track(content, c.resources, over, func(v any) {
			switch v := v.(type) {
			case *pdffile.Stream:
				damage = cmp.Or(damage, c.damaged[v])
				c.layers.tell(c.without[v])
			case objectRef:
				if num, ok := c.missing[v]; ok {
					c.unread[num] = true
				}
			}
		})
	}
	for _, num := range slices.Sorted(maps.Keys(c.unread)) {
		kind := UnreadObject
		if c.unread[num] {
			kind = LostObject
		}
		c.remark(Remark{Kind: kind, Object: num, Count: 1})
	}
	c.remarkLayers()
	return damage
}

// lacks notes an object that cannot be read; whether it is drawn with comes out
// later.
func (c *copier) lacks(num int) {
	if _, known := c.unread[num]; !known {
		c.unread[num] = false
	}
}
