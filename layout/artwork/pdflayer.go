package artwork

import "duikai/layout/pdffile"

// layers are the optional content groups (8.11) that the document does not
// show when it is opened. A page that draws with one of them is refused: taken
// out of its document nothing would hide it any more, and the advertisement
// would be printed with what its makers had switched off.
type layers struct {
	base    bool         // all are hidden but those in shown
	hidden  map[int]bool // by the number of the object
	shown   map[int]bool
	checked map[int]bool
}

// hiddenLayers reads the default configuration.
func hiddenLayers(d *pdffile.File) (layers, error) {
	l := layers{hidden: make(map[int]bool), shown: make(map[int]bool), checked: make(map[int]bool)}
	root, err := d.Dict(d.Trailer["Root"])
	if err != nil {
		return l, err
	}
	all, err := d.Dict(root["OCProperties"])
	if err != nil {
		return l, err
	}
	own, err := d.Dict(all["D"])
	if err != nil {
		return l, err
	}
	state, err := d.Resolve(own["BaseState"])
	if err != nil {
		return l, err
	}
	l.base = state == pdffile.Name("OFF")
	for key, set := range map[pdffile.Name]map[int]bool{"ON": l.shown, "OFF": l.hidden} {
		v, err := d.Resolve(own[key])
		if err != nil {
			return l, err
		}
		list, _ := v.([]any)
		for _, v := range list {
			if r, ok := v.(pdffile.Ref); ok {
				set[r.Num] = true
			}
		}
	}
	return l, nil
}

func (l *layers) isHidden(num int) bool { return l.hidden[num] || l.base && !l.shown[num] }

// check refuses a group that is hidden, and a membership of one.
func (l *layers) check(d *pdffile.File, v any) error {
	if len(l.hidden) == 0 && !l.base {
		return nil
	}
	hidden := fault(ErrUnsupported, "PDF OCG OFF")
	r, isRef := v.(pdffile.Ref)
	if isRef {
		if l.checked[r.Num] {
			return nil
		}
		l.checked[r.Num] = true
	}
	m, err := d.Dict(v)
	if err != nil {
		return err
	}
	switch m["Type"] {
	case pdffile.Name("OCG"):
		if isRef && l.isHidden(r.Num) {
			return hidden
		}
	case pdffile.Name("OCMD"):
		if m["VE"] != nil {
			return hidden // a formula over groups, of which one is hidden
		}
		groups := m["OCGs"]
		if g, ok := groups.(pdffile.Ref); ok && l.isHidden(g.Num) {
			if m, err := d.Dict(g); err != nil {
				return err
			} else if m["Type"] == pdffile.Name("OCG") {
				return hidden
			}
		}
		if groups, err = d.Resolve(groups); err != nil {
			return err
		}
		list, _ := groups.([]any)
		for _, v := range list {
			if g, ok := v.(pdffile.Ref); ok && l.isHidden(g.Num) {
				return hidden
			}
		}
	}
	return nil
}
