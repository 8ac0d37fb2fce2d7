package join

import (
	"errors"

	"duikai/render/internal/cos"
)

// sheet is a page of a file.
type sheet struct {
	object    int
	left, top float64 // corner of the trim
}

// plan is what of a file is copied.
type plan struct {
	tree  *cos.Object // root of the page tree
	pages []sheet
	live  []cos.Numbered // what the pages need, the root first, in the order of first use
}

// planOf reads every object that the pages of a file need, so that one with a
// fault is refused before anything of it is written.
func planOf(doc []byte) (*plan, error) {
	d, err := cos.Read(doc)
	if err != nil {
		return nil, err
	}
	root, err := d.Of(d.Trailer.Get("Root"), "")
	if err != nil {
		return nil, err
	}
	ref := root.Get("Pages")
	p := &plan{}
	if p.tree, err = d.Of(ref, "Pages"); err != nil {
		return nil, err
	}
	if p.tree.Get("Parent").Kind != cos.Null {
		return nil, cos.Foreign("the root of its pages is none")
	}
	if p.live, err = d.Live(ref.Ref); err != nil {
		return nil, err
	}
	if err := p.sheets(d, ref, cos.Value{}, map[int]bool{}); err != nil {
		return nil, err
	}
	if len(p.pages) == 0 {
		return nil, errors.New("it has no pages")
	}
	return p, nil
}

// sheets walks down the page tree; a box is handed down to the pages.
func (p *plan) sheets(d *cos.Document, ref, media cos.Value, above map[int]bool) error {
	if above[ref.Ref] {
		return cos.Foreign("its pages run in a circle")
	}
	above[ref.Ref] = true
	o, err := d.Of(ref, "")
	if err != nil {
		return err
	}
	if b := o.Get("MediaBox"); b.Kind != cos.Null {
		media = b
	}
	if o.Get("Type").Is("Page") {
		box := o.Get("TrimBox")
		if box.Kind == cos.Null {
			box = media
		}
		s := sheet{object: ref.Ref}
		if len(box.List) == 4 {
			s.left, _ = box.List[0].Float()
			s.top, _ = box.List[3].Float()
		}
		p.pages = append(p.pages, s)
		return nil
	}
	for _, kid := range o.Get("Kids").List {
		if err := p.sheets(d, kid, media, above); err != nil {
			return err
		}
	}
	return nil
}
