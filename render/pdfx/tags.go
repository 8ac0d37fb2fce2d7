package pdfx

import (
	"fmt"

	"duikai/render/reading"
)

// # Tags (结构标记)
//
// A copy for reading says what its pages hold to who cannot see them: a tree of
// elements beside the content (ISO 32000-1, 14.7), as ISO 14289-1 (PDF/UA-1)
// asks for it. The tree is that of render/reading. The content is walked through by
// counting what paints each item, so that what an element holds is what was
// drawn for it; what belongs to none is an artifact.

// tagged is a tree under way into the file.
type tagged struct {
	*reading.Tree
	annots map[*reading.Element]int // objects of the links
	number map[*reading.Element]int
	marks  map[*reading.Element][]held
}

// held is content of an element: a marked-content sequence of a page, or a child
// that stands between sequences.
type held struct {
	sheet, mcid int
	kid         *reading.Element // instead
}

// structure adds the tree to the file. The contents have been marked: each sheet
// says which element each of its sequences belongs to.
func (f *finisher) structure(root *object) {
	t := f.tags
	for i, s := range f.pages {
		for mcid, e := range s.marked {
			if r := e.Parent; r.Type == "Ruby" && e.Type == "RB" && len(t.marks[e]) == 0 {
				t.marks[r.Parent] = append(t.marks[r.Parent], held{kid: r}) // between what stands before and after it
			}
			t.marks[e] = append(t.marks[e], held{sheet: i, mcid: mcid})
		}
	}
	top := &object{value: dict("Type", nameOf("StructTreeRoot"))}
	number := f.d.add(top)
	f.number(t.Root)
	f.element(t.Root, number)
	top.set("K", refTo(t.number[t.Root]))
	roleMap := dict()
	for _, r := range reading.Roles() {
		roleMap.set(r.Ours, nameOf(r.Standard))
	}
	top.set("RoleMap", roleMap)
	f.parentTree(top)
	root.set("StructTreeRoot", refTo(number))
	root.set("MarkInfo", dict("Marked", truth(true)))
}

// number gives every element its object.
func (f *finisher) number(e *reading.Element) {
	f.tags.number[e] = f.d.add(&object{value: dict()})
	for _, kid := range e.Kids {
		f.number(kid)
	}
}

// element fills the object of an element and of all below it.
func (f *finisher) element(e *reading.Element, parent int) {
	number := f.tags.number[e]
	v := dict("S", nameOf(e.Type), "P", refTo(parent))
	if e.Title != "" {
		v.set("T", unicodeText(e.Title))
	}
	if e.Alt != "" {
		v.set("Alt", unicodeText(e.Alt))
	}
	if e.Scope != "" {
		v.set("A", dict("O", nameOf("Table"), "Scope", nameOf(e.Scope)))
	}
	home := -1
	var kids []value
	add := func(h held) {
		if home < 0 {
			home = h.sheet
			v.set("Pg", refTo(f.pages[home].number))
		}
		if h.sheet == home {
			kids = append(kids, whole(h.mcid))
			return
		}
		kids = append(kids, dict("Type", nameOf("MCR"), "Pg", refTo(f.pages[h.sheet].number), "MCID", whole(h.mcid)))
	}
	inline := make(map[*reading.Element]bool)
	for _, h := range f.tags.marks[e] {
		if h.kid != nil {
			inline[h.kid] = true
			kids = append(kids, refTo(f.tags.number[h.kid]))
			continue
		}
		add(h)
	}
	for _, kid := range e.Kids {
		if !inline[kid] {
			kids = append(kids, refTo(f.tags.number[kid]))
		}
	}
	if e.Link != nil {
		kids = append(kids, dict("Type", nameOf("OBJR"), "Obj", refTo(f.tags.annots[e])))
	}
	if len(kids) > 0 {
		v.set("K", arrayOf(kids...))
	}
	f.d.parsed[number].value = v
	for _, kid := range e.Kids {
		f.element(kid, number)
	}
}

// parentTree leads back from content to elements (ISO 32000-1, 14.7.4.4): the
// sheets have the first numbers, then the links.
func (f *finisher) parentTree(top *object) {
	var nums []value
	for i, s := range f.pages {
		s.o.set("StructParents", whole(i))
		s.o.set("Tabs", nameOf("S"))
		list := make([]value, len(s.marked))
		for k, e := range s.marked {
			list[k] = refTo(f.tags.number[e])
		}
		nums = append(nums, whole(i), refTo(f.d.addValue(arrayOf(list...))))
	}
	next := len(f.pages)
	for _, list := range f.tags.Links {
		for _, l := range list {
			o := f.d.parsed[f.tags.annots[l.Element]]
			o.set("StructParent", whole(next))
			o.set("Contents", unicodeText(fmt.Sprintf("转到第%d版", l.Page)))
			nums = append(nums, whole(next), refTo(f.tags.number[l.Element]))
			next++
		}
	}
	top.set("ParentTree", refTo(f.d.addValue(dict("Nums", arrayOf(nums...)))))
	top.set("ParentTreeNextKey", whole(next))
}

// readingTree reads the edition and finds the annotations of its links.
func (f *finisher) readingTree() error {
	t := &tagged{Tree: reading.Of(f.o.Edition), number: make(map[*reading.Element]int), marks: make(map[*reading.Element][]held), annots: make(map[*reading.Element]int)}
	for i, s := range f.pages {
		annots := s.o.get("Annots").list
		if len(annots) != len(t.Links[i]) {
			return foreign("page %d has %d links, not %d", s.p.Number, len(annots), len(t.Links[i]))
		}
		for k, a := range annots {
			if _, err := f.d.of(a, "Annot"); err != nil {
				return err
			}
			t.annots[t.Links[i][k].Element] = a.ref
		}
	}
	f.tags = t
	return nil
}
