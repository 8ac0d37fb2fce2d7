package pdfx

import (
	"fmt"

	"duikai/render/internal/cos"
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
	annots map[*reading.Element]cos.Numbered // objects of the links
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
func (f *finisher) structure(root *cos.Object) {
	t := f.tags
	for i, s := range f.pages {
		for mcid, e := range s.marked {
			if in, inner := e.Inline(); in != nil && len(t.marks[e]) == 0 {
				t.marks[in] = append(t.marks[in], held{kid: inner}) // between what stands before and after it
			}
			t.marks[e] = append(t.marks[e], held{sheet: i, mcid: mcid})
		}
	}
	top := &cos.Object{Value: cos.Dict("Type", cos.NameOf("StructTreeRoot"))}
	number := f.d.Add(top)
	f.number(t.Root)
	f.element(t.Root, number)
	top.Set("K", cos.RefTo(t.number[t.Root]))
	roleMap := cos.Dict()
	for _, r := range reading.Roles() {
		roleMap.Set(r.Ours, cos.NameOf(r.Standard))
	}
	top.Set("RoleMap", roleMap)
	f.parentTree(top)
	root.Set("StructTreeRoot", cos.RefTo(number))
	root.Set("MarkInfo", cos.Dict("Marked", cos.Truth(true)))
}

// number gives every element its object.
func (f *finisher) number(e *reading.Element) {
	f.tags.number[e] = f.d.AddValue(cos.Dict())
	for _, kid := range e.Kids {
		f.number(kid)
	}
}

// element fills the object of an element and of all below it.
func (f *finisher) element(e *reading.Element, parent int) {
	number := f.tags.number[e]
	v := cos.Dict("S", cos.NameOf(e.Type), "P", cos.RefTo(parent))
	if e.Title != "" {
		v.Set("T", cos.Text(e.Title))
	}
	if e.Lang != "" {
		v.Set("Lang", cos.Literal(e.Lang))
	}
	if e.Alt != "" {
		v.Set("Alt", cos.Text(e.Alt))
	}
	if e.Scope != "" {
		v.Set("A", cos.Dict("O", cos.NameOf("Table"), "Scope", cos.NameOf(e.Scope)))
	}
	home := -1
	var kids []cos.Value
	add := func(h held) {
		if home < 0 {
			home = h.sheet
			v.Set("Pg", cos.RefTo(f.pages[home].Number))
		}
		if h.sheet == home {
			kids = append(kids, cos.Whole(h.mcid))
			return
		}
		kids = append(kids, cos.Dict("Type", cos.NameOf("MCR"), "Pg", cos.RefTo(f.pages[h.sheet].Number), "MCID", cos.Whole(h.mcid)))
	}
	inline := make(map[*reading.Element]bool)
	for _, h := range f.tags.marks[e] {
		if h.kid != nil {
			inline[h.kid] = true
			kids = append(kids, cos.RefTo(f.tags.number[h.kid]))
			continue
		}
		add(h)
	}
	for _, kid := range e.Kids {
		if !inline[kid] {
			kids = append(kids, cos.RefTo(f.tags.number[kid]))
		}
	}
	if e.Link != nil {
		kids = append(kids, cos.Dict("Type", cos.NameOf("OBJR"), "Obj", cos.RefTo(f.tags.annots[e].Number)))
	}
	if len(kids) > 0 {
		v.Set("K", cos.ArrayOf(kids...))
	}
	f.d.Replace(cos.RefTo(number), &cos.Object{Value: v})
	for _, kid := range e.Kids {
		f.element(kid, number)
	}
}

// parentTree leads back from content to elements (ISO 32000-1, 14.7.4.4): the
// sheets have the first numbers, then the links.
func (f *finisher) parentTree(top *cos.Object) {
	var nums []cos.Value
	for i, s := range f.pages {
		s.Set("StructParents", cos.Whole(i))
		s.Set("Tabs", cos.NameOf("S"))
		list := make([]cos.Value, len(s.marked))
		for k, e := range s.marked {
			list[k] = cos.RefTo(f.tags.number[e])
		}
		nums = append(nums, cos.Whole(i), cos.RefTo(f.d.AddValue(cos.ArrayOf(list...))))
	}
	next := len(f.pages)
	for _, list := range f.tags.Links {
		for _, l := range list {
			o := f.tags.annots[l.Element]
			o.Set("StructParent", cos.Whole(next))
			o.Set("Contents", cos.Text(fmt.Sprintf("转到第%d版", l.Page)))
			nums = append(nums, cos.Whole(next), cos.RefTo(f.tags.number[l.Element]))
			next++
		}
	}
	top.Set("ParentTree", cos.RefTo(f.d.AddValue(cos.Dict("Nums", cos.ArrayOf(nums...)))))
	top.Set("ParentTreeNextKey", cos.Whole(next))
}

// readingTree reads the edition and finds the annotations of its links.
func (f *finisher) readingTree() error {
	t := &tagged{Tree: reading.Of(f.o.Edition), number: make(map[*reading.Element]int), marks: make(map[*reading.Element][]held), annots: make(map[*reading.Element]cos.Numbered)}
	for i, s := range f.pages {
		annots := s.Get("Annots").List
		if len(annots) != len(t.Links[i]) {
			return cos.Foreign("page %d has %d links, not %d", s.p.Number, len(annots), len(t.Links[i]))
		}
		for k, a := range annots {
			o, err := f.d.Of(a, "Annot")
			if err != nil {
				return err
			}
			t.annots[t.Links[i][k].Element] = cos.Numbered{Object: o, Number: a.Ref}
		}
	}
	f.tags = t
	return nil
}
