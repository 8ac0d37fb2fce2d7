package preflight

import (
	"cmp"
	"fmt"
	"slices"

	"duikai/layout/pdffile"
)

// marks follows the marked content of a page, and of the forms that it draws.
type marks struct {
	c          *checker
	t          *tree
	page       int // the number of the page, or of the form, in the parent tree
	numbered   bool
	back       pdffile.Array
	met        map[mark]bool
	object     int
	resources  pdffile.Dict
	properties pdffile.Dict
	open       []markKind
	forms      map[drawnForm]bool // that were read, and whether they hold marks
	depth      int
	text       pdffile.States[textState]
	named      bool // a sequence of the tree was met
}

// drawnForm is a form, in a mark or in none: what it paints is judged for each.
type drawnForm struct {
	object int
	inside bool
}

// textState is the state of text.
type textState struct {
	font   *font
	render int
}

// markKind is what a sequence is.
type markKind uint8

const (
	otherMark markKind = iota
	artifactMark
	taggedMark
)

// painting are the operators that paint (8.2, table 51), but for Do and those of text.
var painting = map[pdffile.Keyword]bool{
	"f": true, "F": true, "f*": true, "S": true, "s": true, "B": true, "B*": true, "b": true, "b*": true, "sh": true, "BI": true,
}

func (w *marks) operation(o pdffile.Operation) error {
	if w.c.operators++; w.c.operators > maxOperators {
		return errEnough
	}
	last := len(o.Operands) - 1
	switch o.Operator {
	case "BMC", "BDC":
		w.begin(o)
	case "EMC":
		if len(w.open) == 0 {
			w.c.add(MarkNesting, w.object)
			return nil
		}
		w.open = w.open[:len(w.open)-1]
	case "q", "Q":
		w.text.Follow(o.Operator)
	case "Tf":
		if last > 0 {
			return w.choose(o.Operands[last-1])
		}
	case "Tr":
		if last >= 0 {
			n, _ := o.Operands[last].(int64)
			w.text.Now.render = int(n)
		}
	case "Tj", "TJ", "'", "\"":
		w.paints()
		if last >= 0 {
			w.show(o.Operands[last])
		}
	case "Do":
		if last >= 0 {
			return w.external(o.Operands[last])
		}
	default:
		if painting[o.Operator] {
			w.paints()
		}
	}
	return nil
}

// paints wants what is painted to stand in a mark.
func (w *marks) paints() {
	if !slices.Contains(w.open, artifactMark) && !slices.Contains(w.open, taggedMark) {
		w.c.add(NotMarked, w.object)
	}
}

// choose does Tf.
func (w *marks) choose(v any) error {
	n, _ := v.(pdffile.Name)
	list, err := w.c.f.Dict(w.resources["Font"])
	if err != nil || list[n] == nil {
		w.text.Now.font = nil
		return err
	}
	w.text.Now.font, err = w.c.font(list[n], w.object, n)
	return err
}

// show notes the codes that text uses.
func (w *marks) show(v any) {
	list, ok := v.(pdffile.Array)
	if !ok {
		list = pdffile.Array{v}
	}
	for _, v := range list {
		s, ok := v.(pdffile.String)
		if !ok || len(s) == 0 {
			continue
		}
		now := w.text.Now
		if now.font == nil {
			w.c.add(FontMissing, w.object, "Tf")
			return
		}
		now.font.painted = now.font.painted || now.render != 3
		now.font.mark([]byte(s))
		w.c.operators += len(s) / 2
	}
}

// external does Do: a form is read like the page that draws it.
func (w *marks) external(v any) error {
	n, _ := v.(pdffile.Name)
	list, err := w.c.f.Dict(w.resources["XObject"])
	if err != nil {
		return err
	}
	object := number(list[n], w.object)
	got, err := w.c.f.Resolve(list[n])
	if err != nil {
		return err
	}
	s, ok := got.(*pdffile.Stream)
	if !ok {
		return nil
	}
	kind, err := w.c.nameOf(s.Dict["Subtype"])
	if err != nil {
		return err
	}
	if kind != "Form" {
		w.paints()
		return nil
	}
	if s.Dict["Ref"] != nil {
		w.c.add(Reference, object)
	}
	return w.form(s, object)
}

// form reads a form. What is drawn more than once and has marks would have one element
// stand in two places (7.2).
func (w *marks) form(s *pdffile.Stream, object int) error {
	k := drawnForm{object, slices.Contains(w.open, artifactMark) || slices.Contains(w.open, taggedMark)}
	if w.forms[k] || w.forms[drawnForm{object, !k.inside}] {
		w.c.add(FormMarks, object)
		return nil
	}
	if _, again := w.forms[k]; again && object != 0 {
		return nil
	}
	if w.depth >= maxForms {
		w.c.add(TooMuch, object, fmt.Sprintf("> %d Form", maxForms))
		return nil
	}
	w.forms[k] = false // while it is read: one that draws itself
	u, err := w.c.undo(s, maxContent)
	if err != nil {
		w.c.mild(err, BadContent, object)
		return nil
	}
	in := marks{c: w.c, t: w.t, met: w.met, object: object, open: slices.Clone(w.open), forms: w.forms, depth: w.depth + 1}
	in.text.Now = w.text.Now
	page, numbered := s.Dict["StructParents"].(int64)
	in.page, in.numbered = int(page), numbered
	if in.back, err = w.c.list(w.t.parents[in.page]); err != nil {
		return err
	}
	if err := in.resourcesOf(cmp.Or[any](s.Dict["Resources"], w.resources)); err != nil {
		return err
	}
	if err := pdffile.Operations(u.Data, in.operation); err != nil {
		return err
	}
	w.forms[k] = in.named
	return nil
}

// resourcesOf takes the resources of a page or form.
func (w *marks) resourcesOf(v any) (err error) {
	if w.resources, err = w.c.f.Dict(v); err != nil {
		return err
	}
	w.properties, err = w.c.f.Dict(w.resources["Properties"])
	return err
}

// begin opens a sequence.
func (w *marks) begin(o pdffile.Operation) {
	kind := otherMark
	if len(o.Operands) > 0 && o.Operands[0] == pdffile.Name("Artifact") {
		kind = artifactMark
	} else if id, ok := w.id(o); ok {
		kind = taggedMark
		w.tagged(id)
	}
	inside := slices.Contains(w.open, artifactMark)
	if kind == taggedMark && inside || kind == artifactMark && slices.Contains(w.open, taggedMark) {
		w.c.add(MarkNesting, w.object)
	}
	w.open = append(w.open, kind)
}

// id is the number of a sequence that is in the tree.
func (w *marks) id(o pdffile.Operation) (int, bool) {
	if o.Operator != "BDC" || len(o.Operands) != 2 {
		return 0, false
	}
	list, ok := o.Operands[1].(pdffile.Dict)
	if name, named := o.Operands[1].(pdffile.Name); named {
		var err error
		list, err = w.c.f.Dict(w.properties[name])
		ok = err == nil
	}
	n, isNumber := list["MCID"].(int64)
	return int(n), ok && isNumber
}

// tagged notes a sequence, which one element names and to which the way leads
// back.
func (w *marks) tagged(id int) {
	w.named = true
	m := mark{w.page, id}
	if w.met[m] {
		w.c.add(MarkTwice, w.object, id)
	}
	w.met[m] = true
	holders := w.t.at[m]
	if !w.numbered || len(holders) == 0 {
		w.c.add(MarkLost, w.object, id)
		return
	}
	if id < 0 || id >= len(w.back) || number(w.back[id], 0) != holders[0] {
		w.c.add(NoWayBack, w.object, id)
	}
}
