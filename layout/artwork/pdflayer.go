package artwork

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
func (d *document) hiddenLayers() (layers, error) {
	l := layers{hidden: make(map[int]bool), shown: make(map[int]bool), checked: make(map[int]bool)}
	root, err := d.dict(d.trailer["Root"])
	if err != nil {
		return l, err
	}
	all, err := d.dict(root["OCProperties"])
	if err != nil {
		return l, err
	}
	own, err := d.dict(all["D"])
	if err != nil {
		return l, err
	}
	state, err := d.resolve(own["BaseState"])
	if err != nil {
		return l, err
	}
	l.base = state == name("OFF")
	for key, set := range map[name]map[int]bool{"ON": l.shown, "OFF": l.hidden} {
		v, err := d.resolve(own[key])
		if err != nil {
			return l, err
		}
		list, _ := v.([]any)
		for _, v := range list {
			if r, ok := v.(ref); ok {
				set[r.num] = true
			}
		}
	}
	return l, nil
}

func (l *layers) isHidden(num int) bool { return l.hidden[num] || l.base && !l.shown[num] }

// check refuses a group that is hidden, and a membership of one.
func (l *layers) check(d *document, v any) error {
	if len(l.hidden) == 0 && !l.base {
		return nil
	}
	hidden := fault(ErrUnsupported, "PDF OCG OFF")
	r, isRef := v.(ref)
	if isRef {
		if l.checked[r.num] {
			return nil
		}
		l.checked[r.num] = true
	}
	m, err := d.dict(v)
	if err != nil {
		return err
	}
	switch m["Type"] {
	case name("OCG"):
		if isRef && l.isHidden(r.num) {
			return hidden
		}
	case name("OCMD"):
		if m["VE"] != nil {
			return hidden // a formula over groups, of which one is hidden
		}
		groups := m["OCGs"]
		if g, ok := groups.(ref); ok && l.isHidden(g.num) {
			if m, err := d.dict(g); err != nil {
				return err
			} else if m["Type"] == name("OCG") {
				return hidden
			}
		}
		if groups, err = d.resolve(groups); err != nil {
			return err
		}
		list, _ := groups.([]any)
		for _, v := range list {
			if g, ok := v.(ref); ok && l.isHidden(g.num) {
				return hidden
			}
		}
	}
	return nil
}
