package artwork

import (
	"maps"
	"slices"

	"duikai/layout/pdffile"
)

// layers are the optional content groups (图层; ISO 32000-1, 8.11) as they are
// when the document is printed. What stands on a hidden one stays behind, as
// with every program that prints or places the file: in our document nothing
// would hide it any more.
type layers struct {
	d      *pdffile.File
	base   bool         // all are hidden but those in shown
	hidden map[int]bool // by the number of the object
	shown  map[int]bool
	intent []pdffile.Name
	used   map[string]bool // names of the hidden groups that the page draws with
}

// maxGroups is how many groups one list may name.
const maxGroups = 100000

// readLayers reads the default configuration, and what the groups say of
// printing (usage, 8.11.4.4).
func readLayers(d *pdffile.File) (*layers, error) {
	l := &layers{d: d, hidden: make(map[int]bool), shown: make(map[int]bool), used: make(map[string]bool)}
	root, err := d.Dict(d.Trailer["Root"])
	if err != nil {
		return nil, err
	}
	all, err := d.Dict(root["OCProperties"])
	if err != nil {
		return nil, err
	}
	own, err := d.Flat(all["D"])
	if err != nil {
		return nil, err
	}
	l.base = own["BaseState"] == pdffile.Name("OFF")
	l.intent = names(own["Intent"])
	if len(l.intent) == 0 {
		l.intent = []pdffile.Name{"View"}
	}
	for _, num := range groupNumbers(own["ON"]) {
		l.shown[num] = true
	}
	for _, num := range groupNumbers(own["OFF"]) {
		l.set(num, false)
	}
	uses, _ := own["AS"].([]any)
	for _, v := range uses[:min(len(uses), maxGroups)] {
		use, err := d.Flat(v)
		if err != nil {
			return nil, err
		}
		if use["Event"] == pdffile.Name("Print") {
			if err := l.usage(groupNumbers(use["OCGs"]), names(use["Category"])); err != nil {
				return nil, err
			}
		}
	}
	return l, nil
}

func (l *layers) set(num int, shown bool) {
	delete(l.hidden, num)
	delete(l.shown, num)
	if shown {
		l.shown[num] = true
	} else {
		l.hidden[num] = true
	}
}

// usage sets groups to the states that they recommend for printing: hidden
// where one category says so.
func (l *layers) usage(groups []int, categories []pdffile.Name) error {
	for _, num := range groups {
		group, err := l.d.Dict(pdffile.Ref{Num: num})
		if err != nil {
			return err
		}
		usage, err := l.d.Flat(group["Usage"])
		if err != nil {
			return err
		}
		on, off := false, false
		for _, c := range categories {
			key := map[pdffile.Name]pdffile.Name{"Print": "PrintState", "View": "ViewState", "Export": "ExportState"}[c]
			own, err := l.d.Flat(usage[c])
			if err != nil {
				return err
			}
			on = on || own[key] == pdffile.Name("ON")
			off = off || own[key] == pdffile.Name("OFF")
		}
		if on || off {
			l.set(num, !off)
		}
	}
	return nil
}

// groupNumbers are the groups of a list; only indirect objects can be groups.
func groupNumbers(v any) (out []int) {
	list, _ := v.([]any)
	for _, v := range list[:min(len(list), maxGroups)] {
		if r, ok := v.(pdffile.Ref); ok {
			out = append(out, r.Num)
		}
	}
	return out
}

// names is a name or a list of names.
func names(v any) (out []pdffile.Name) {
	if n, ok := v.(pdffile.Name); ok {
		return []pdffile.Name{n}
	}
	list, _ := v.([]any)
	for _, v := range list {
		if n, ok := v.(pdffile.Name); ok {
			out = append(out, n)
		}
	}
	return out
}

// any tells whether anything can be hidden at all.
func (l *layers) any() bool { return l.base || len(l.hidden) > 0 }

// hides tells whether what belongs to a group, or to a membership of groups, is
// not printed, and gives the names of the groups that hide it: at least one.
func (l *layers) hides(v any) (by []string, err error) {
	if v == nil || !l.any() {
		return nil, nil
	}
	var off []int
	shown, err := l.visible(v, &off)
	if err != nil || shown {
		return nil, err
	}
	for _, num := range off {
		m, err := l.d.Dict(pdffile.Ref{Num: num})
		if err != nil {
			return nil, err
		}
		name, err := l.d.Resolve(m["Name"])
		if err != nil {
			return nil, err
		}
		s, _ := name.(pdffile.String)
		by = append(by, pdffile.Text(s))
	}
	if len(off) == 0 {
		by = []string{""}
	}
	return by, nil
}

// tell notes the names of groups that hide something which would be drawn.
func (l *layers) tell(by []string) {
	for _, name := range by {
		l.used[name] = true
	}
}

// visible is the state of a group or membership; off are the hidden groups met.
func (l *layers) visible(v any, off *[]int) (bool, error) {
	m, err := l.d.Dict(v)
	if err != nil {
		return true, err
	}
	if m["Type"] == pdffile.Name("OCMD") {
		return l.membership(m, off)
	}
	r, isRef := v.(pdffile.Ref)
	if !isRef || m["Type"] != pdffile.Name("OCG") {
		return true, nil
	}
	return l.group(r.Num, m, off)
}

func (l *layers) group(num int, m pdffile.Dict, off *[]int) (bool, error) {
	if !l.hidden[num] && (!l.base || l.shown[num]) {
		return true, nil
	}
	v, err := l.d.Resolve(m["Intent"])
	if err != nil {
		return true, err
	}
	intent := names(v)
	if len(intent) == 0 {
		intent = []pdffile.Name{"View"}
	}
	// A group made for another end than that of the configuration hides nothing.
	if !slices.Contains(l.intent, "All") && !slices.ContainsFunc(intent, func(n pdffile.Name) bool { return slices.Contains(l.intent, n) }) {
		return true, nil
	}
	*off = append(*off, num)
	return false, nil
}

// membership follows the policy of a membership dictionary (table 99), or its
// expression.
func (l *layers) membership(m pdffile.Dict, off *[]int) (bool, error) {
	ve, err := l.d.Resolve(m["VE"])
	if err != nil {
		return true, err
	}
	if list, ok := ve.([]any); ok && len(list) > 0 {
		steps := 0
		return l.expression(list, off, 0, &steps)
	}
	var groups []any
	if v, err := l.d.Resolve(m["OCGs"]); err != nil {
		return true, err
	} else if list, ok := v.([]any); ok {
		groups = list
	} else if v != nil {
		groups = []any{m["OCGs"]}
	}
	on, seen := 0, 0
	for _, g := range groups[:min(len(groups), maxGroups)] {
		own, err := l.d.Dict(g)
		if err != nil {
			return true, err
		}
		r, ok := g.(pdffile.Ref)
		if !ok || own["Type"] != pdffile.Name("OCG") {
			continue // null and groups that are gone count for nothing
		}
		seen++
		shown, err := l.group(r.Num, own, off)
		if err != nil {
			return true, err
		}
		if shown {
			on++
		}
	}
	if seen == 0 {
		return true, nil
	}
	policy, err := l.d.Resolve(m["P"])
	if err != nil {
		return true, err
	}
	switch policy {
	case pdffile.Name("AllOn"):
		return on == seen, nil
	case pdffile.Name("AnyOff"):
		return on < seen, nil
	case pdffile.Name("AllOff"):
		return on == 0, nil
	}
	return on > 0, nil
}

// Bounds of visibility expressions: they are drawn up by hand.
const maxExpressionDepth, maxExpressionSteps = 32, 10000

// expression evaluates a visibility expression (table 99, VE).
func (l *layers) expression(list []any, off *[]int, depth int, steps *int) (bool, error) {
	if *steps++; depth > maxExpressionDepth || *steps > maxExpressionSteps {
		return true, fault(ErrTooLarge, "PDF OCMD VE")
	}
	op, err := l.d.Resolve(list[0])
	if err != nil {
		return true, err
	}
	all, some := true, false
	for _, v := range list[1:] {
		x, err := l.d.Resolve(v)
		if err != nil {
			return true, err
		}
		var on bool
		if below, ok := x.([]any); ok && len(below) > 0 {
			on, err = l.expression(below, off, depth+1, steps)
		} else {
			on, err = l.visible(v, off)
		}
		if err != nil {
			return true, err
		}
		all, some = all && on, some || on
	}
	switch op {
	case pdffile.Name("And"):
		return all, nil
	case pdffile.Name("Or"):
		return some, nil
	case pdffile.Name("Not"):
		return !some, nil
	}
	return true, nil
}

// hiddenNames are the names that a content stream's Properties give to what is
// hidden, each with the groups that hide it.
func (l *layers) hiddenNames(resources any) (map[pdffile.Name][]string, error) {
	if !l.any() {
		return nil, nil
	}
	m, err := l.d.Dict(resources)
	if err != nil {
		return nil, err
	}
	properties, err := l.d.Dict(m["Properties"])
	if err != nil {
		return nil, err
	}
	out := make(map[pdffile.Name][]string)
	for _, key := range slices.Sorted(maps.Keys(properties)) {
		by, err := l.hides(properties[key])
		if err != nil {
			return nil, err
		}
		if by != nil {
			out[key] = by
		}
	}
	return out, nil
}

// withoutHidden gives a content stream without what its hidden layers paint, and
// the groups that hide something in it.
func withoutHidden(content []byte, hidden map[pdffile.Name][]string) (out []byte, by []string) {
	if len(hidden) == 0 {
		return content, nil
	}
	out, met := hide(content, hidden)
	if len(met) == 0 {
		return content, nil
	}
	for _, name := range slices.Sorted(maps.Keys(met)) {
		by = append(by, hidden[name]...)
	}
	return out, by
}
