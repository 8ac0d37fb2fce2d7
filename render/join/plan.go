package join

import (
	"fmt"
	"strconv"
)

// sheet is a page of a file.
type sheet struct {
	object    int
	left, top float64 // corner of the trim
}

// plan is what of a file is copied.
type plan struct {
	tree  int // root of the page tree
	pages []sheet
	order []int // objects, in the order of first use
}

// plan reads every object that the pages need, so that a file with a fault is
// refused before anything of it is written.
func (f *file) plan() (*plan, error) {
	root, _, err := f.object(f.root)
	if err != nil {
		return nil, err
	}
	p := &plan{}
	var ok bool
	if p.tree, ok = reference(lookup(root, "Pages")); !ok {
		return nil, fmt.Errorf("%w: it has no pages", errNotOurs)
	}
	seen := map[int]bool{p.tree: true}
	p.order = []int{p.tree}
	for i := 0; i < len(p.order); i++ {
		value, _, err := f.object(p.order[i])
		if err != nil {
			return nil, err
		}
		if i == 0 && (string(lookup(value, "Type")) != "/Pages" || lookup(value, "Parent") != nil) {
			return nil, fmt.Errorf("%w: the root of its pages is none", errNotOurs)
		}
		_ = renumbered(nil, value, func(n int) int {
			if !seen[n] {
				seen[n] = true
				p.order = append(p.order, n)
			}
			return n
		})
	}
	if err := f.sheets(p, p.tree, nil, map[int]bool{}); err != nil {
		return nil, err
	}
	if len(p.pages) == 0 {
		return nil, fmt.Errorf("%w: it has no pages", errNotOurs)
	}
	return p, nil
}

// sheets walks down the page tree; a box is handed down to the pages.
func (f *file) sheets(p *plan, n int, media []byte, above map[int]bool) error {
	if above[n] {
		return fmt.Errorf("%w: its pages run in a circle", errNotOurs)
	}
	above[n] = true
	value, _, err := f.object(n)
	if err != nil {
		return err
	}
	if b := lookup(value, "MediaBox"); b != nil {
		media = b
	}
	if string(lookup(value, "Type")) == "/Page" {
		box := lookup(value, "TrimBox")
		if box == nil {
			box = media
		}
		s := sheet{object: n}
		if v := items(box); len(v) == 4 {
			s.left, _ = strconv.ParseFloat(string(v[0]), 64)
			s.top, _ = strconv.ParseFloat(string(v[3]), 64)
		}
		p.pages = append(p.pages, s)
		return nil
	}
	for _, kid := range items(lookup(value, "Kids")) {
		k, ok := reference(kid)
		if !ok {
			return errNotOurs
		}
		if err := f.sheets(p, k, media, above); err != nil {
			return err
		}
	}
	return nil
}
