package separation

import (
	"fmt"
	"maps"
	"slices"

	"duikai/layout/artwork"
	"duikai/layout/pdffile"
	"duikai/render/internal/icc"
)

// Inks are those of a press.
type Inks interface {
	// Link turns the colours of a profile into four inks, Tones its greys into
	// tones of the black one; nil: sRGB.
	Link(from *icc.Profile) (*icc.Link, error)
	Tones(from *icc.Profile) (*[256]byte, error)
	// JPEG compresses a picture of one channel, 0 is black, or of four, 255 is
	// full ink; four are stored inverted, as Adobe's programs do.
	JPEG(pix []byte, w, h, channels int) []byte
}

// Fault is what could not be converted.
type Fault struct {
	Object int    // its number in the file it is from; 0: the page itself
	What   string // a technical term that reads the same in every language
	Why    string
}

// Result is what has been done.
type Result struct {
	Colours, Pictures, Shadings int
	Faults                      []Fault
}

// maxFaults is how many faults are told: the first ones show what is wrong.
const maxFaults = 20

// mode is what colours become.
type mode uint8

const (
	press mode = iota // ink
	light             // grey, for masks of luminosity
)

// target is the space that colours are converted to.
func (m mode) target() pdffile.Name {
	if m == light {
		return "DeviceGray"
	}
	return "DeviceCMYK"
}

// job is an object that must be gone through.
type job struct {
	ref  artwork.Ref
	mode mode
	do   func(*walker, artwork.Ref, mode, *resources)
	in   *resources
}

type visit struct {
	ref  artwork.Ref
	mode mode
}

// walker goes through a page.
type walker struct {
	judge     func(jpeg []byte) error // says whether a picture is damaged; nil: nobody knows
	x         *artwork.Extract
	inks      Inks
	file      *pdffile.File // decodes streams
	jobs      []job
	seen      map[visit]artwork.Ref
	resources map[visit]*resources
	spaces    map[visit]*space
	profiles  map[artwork.Ref]*icc.Profile
	states    []pdffile.Dict
	object    int // that is worked at, in the source
	pixels    int
	plainRGB  [2]*space // DeviceRGB, by mode
	Result
}

// Convert puts ink in place of colours, everywhere on a page.
func Convert(x *artwork.Extract, inks Inks, judge func(jpeg []byte) error) Result {
	w := &walker{
		x: x, inks: inks, judge: judge, file: pdffile.Bare(), seen: make(map[visit]artwork.Ref), resources: make(map[visit]*resources),
		spaces: make(map[visit]*space), profiles: make(map[artwork.Ref]*icc.Profile),
	}
	w.visit(artwork.Ref(0), press, nil, (*walker).form)
	for len(w.jobs) > 0 {
		j := w.jobs[0]
		w.jobs = w.jobs[1:]
		w.object = w.source(j.ref)
		j.do(w, j.ref, j.mode, j.in)
	}
	if w.Colours+w.Shadings > 0 {
		for _, m := range w.states {
			if m["OPM"] != nil {
				m["OPM"] = int64(0)
			}
		}
	}
	w.prune()
	return w.Result
}

// prune takes out what nothing refers to any more: where a mask has a copy of
// its own, the page may not need the original.
func (w *walker) prune() {
	used := make([]bool, len(w.x.Objects))
	used[0] = true
	queue := []any{w.x.Objects[0]}
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		switch v := v.(type) {
		case artwork.Ref:
			if int(v) < len(used) && !used[v] {
				used[v] = true
				queue = append(queue, w.x.Objects[v])
			}
		case []any:
			queue = append(queue, v...)
		case pdffile.Dict:
			for _, own := range v {
				queue = append(queue, own)
			}
		case *pdffile.Stream:
			queue = append(queue, v.Dict)
		}
	}
	for i := range used {
		if !used[i] {
			w.x.Objects[i] = nil // null: the numbers of the others stay
		}
	}
}

// source is the number of an object in the file that it is from.
func (w *walker) source(r artwork.Ref) int {
	if int(r) < len(w.x.Sources) {
		return w.x.Sources[r]
	}
	return 0
}

func (w *walker) fault(what string, why any) {
	f := Fault{w.object, what, fmt.Sprint(why)}
	if len(w.Faults) < maxFaults && !slices.Contains(w.Faults, f) {
		w.Faults = append(w.Faults, f)
	}
}

// visit has an object gone through once in each mode, and gives the one to refer
// to: for masks it is a copy.
func (w *walker) visit(r artwork.Ref, m mode, in *resources, do func(*walker, artwork.Ref, mode, *resources)) artwork.Ref {
	key := visit{r, m}
	if to, ok := w.seen[key]; ok {
		return to
	}
	to := r
	if m == light {
		to = w.add(clone(w.x.Objects[r]), w.source(r))
	}
	w.seen[key] = to
	w.seen[visit{to, m}] = to
	w.jobs = append(w.jobs, job{to, m, do, in})
	return to
}

// add adds an object to the page.
func (w *walker) add(v any, source int) artwork.Ref {
	w.x.Objects, w.x.Sources = append(w.x.Objects, v), append(w.x.Sources, source)
	return artwork.Ref(len(w.x.Objects) - 1)
}

// clone copies a value, but for the data of streams.
func clone(v any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = clone(v[i])
		}
		return out
	case pdffile.Dict:
		out := make(pdffile.Dict, len(v))
		for k := range v {
			out[k] = clone(v[k])
		}
		return out
	case *pdffile.Stream:
		return &pdffile.Stream{Dict: clone(v.Dict).(pdffile.Dict), Data: v.Data}
	}
	return v
}

// maxLinks is how many references may lead to one another.
const maxLinks = 32

// value follows references.
func (w *walker) value(v any) any {
	for range maxLinks {
		r, ok := v.(artwork.Ref)
		if !ok || int(r) >= len(w.x.Objects) || r < 0 {
			return v
		}
		v = w.x.Objects[r]
	}
	return nil
}

func (w *walker) dict(v any) pdffile.Dict {
	switch v := w.value(v).(type) {
	case pdffile.Dict:
		return v
	case *pdffile.Stream:
		return v.Dict
	}
	return nil
}

func (w *walker) stream(v any) *pdffile.Stream {
	s, _ := w.value(v).(*pdffile.Stream)
	return s
}

func (w *walker) name(v any) pdffile.Name {
	n, _ := w.value(v).(pdffile.Name)
	return n
}

func (w *walker) number(v any) (float64, bool) {
	switch n := w.value(v).(type) {
	case int64:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}

// whole is a whole number, or what stands for a missing one.
func (w *walker) whole(v any, missing int) int {
	if n, ok := w.number(v); ok && n >= -1<<31 && n < 1<<31 {
		return int(n)
	}
	return missing
}

func (w *walker) list(v any) []any {
	l, _ := w.value(v).([]any)
	return l
}

func (w *walker) numbers(v any) []float64 {
	var out []float64
	for _, v := range w.list(v) {
		n, _ := w.number(v)
		out = append(out, n)
	}
	return out
}

// plain is a stream as the decoder reads it: what tells of
// filters stands in it and nowhere else.
func (w *walker) plain(s *pdffile.Stream) *pdffile.Stream {
	m := pdffile.Dict{}
	for _, key := range []pdffile.Name{"Filter", "DecodeParms"} {
		v := w.value(s.Dict[key])
		if list, ok := v.([]any); ok {
			own := make([]any, len(list))
			for i := range list {
				own[i] = w.flat(list[i])
			}
			v = own
		}
		m[key] = w.flat(v)
	}
	return &pdffile.Stream{Dict: m, Data: s.Data}
}

// flat resolves a value, and the entries of a dictionary.
func (w *walker) flat(v any) any {
	v = w.value(v)
	m, ok := v.(pdffile.Dict)
	if !ok {
		return v
	}
	out := pdffile.Dict{}
	for k, v := range m {
		out[k] = w.value(v)
	}
	return out
}

// resources are the resources of a content, gone through.
type resources struct {
	m          pdffile.Dict
	spaces     map[pdffile.Name]*space
	defaultRGB *space
}

// takeResources goes through resources and gives them with what to refer to.
func (w *walker) takeResources(v any, m mode, above *resources) (*resources, any) {
	r, isRef := v.(artwork.Ref)
	own, ok := w.value(v).(pdffile.Dict)
	if !ok {
		if above == nil {
			above = &resources{m: pdffile.Dict{}}
		}
		return above, v
	}
	if isRef {
		if done := w.resources[visit{r, m}]; done != nil {
			return done, w.seen[visit{r, m}]
		}
		to := r
		if m == light {
			own = clone(own).(pdffile.Dict)
			to = w.add(own, 0)
		}
		w.seen[visit{r, m}] = to
		res := &resources{m: own}
		w.resources[visit{r, m}] = res
		w.fillResources(res, m)
		return res, to
	}
	res := &resources{m: own}
	w.fillResources(res, m)
	return res, own
}

// category is an entry of resources that may be changed: its own dictionary.
func (w *walker) category(res *resources, key pdffile.Name) pdffile.Dict {
	m, ok := w.value(res.m[key]).(pdffile.Dict)
	if !ok {
		return nil
	}
	m = maps.Clone(m)
	res.m[key] = m
	return m
}

func (w *walker) fillResources(res *resources, m mode) {
	res.spaces = make(map[pdffile.Name]*space)
	spaces := w.category(res, "ColorSpace")
	for _, key := range slices.Sorted(maps.Keys(spaces)) {
		sp := w.space(spaces[key], m, nil)
		res.spaces[key] = sp
		if sp.changed {
			spaces[key] = sp.value
		}
	}
	res.defaultRGB = res.spaces["DefaultRGB"]
	for _, key := range []pdffile.Name{"DefaultRGB", "DefaultGray", "DefaultCMYK"} {
		delete(spaces, key)
	}
	for _, c := range []struct {
		key pdffile.Name
		do  func(*walker, artwork.Ref, mode, *resources)
	}{{"XObject", (*walker).xobject}, {"Pattern", (*walker).pattern}, {"Font", (*walker).font}, {"ExtGState", (*walker).state}, {"Shading", (*walker).shadingObject}} {
		entries := w.category(res, c.key)
		for _, key := range slices.Sorted(maps.Keys(entries)) {
			entries[key] = w.take(entries[key], m, res, c.do)
		}
	}
}

// take has a value gone through; one that stands directly becomes an object.
func (w *walker) take(v any, m mode, in *resources, do func(*walker, artwork.Ref, mode, *resources)) any {
	r, ok := v.(artwork.Ref)
	if !ok {
		if _, ok = v.(pdffile.Dict); !ok {
			return v
		}
		r = w.add(v, w.object)
	}
	return w.visit(r, m, in, do)
}

// form goes through a form XObject, or what else is a content with resources.
func (w *walker) form(r artwork.Ref, m mode, in *resources) {
	s := w.stream(r)
	if s == nil {
		return
	}
	if group, ok := w.value(s.Dict["Group"]).(pdffile.Dict); ok && group["CS"] != nil {
		group = maps.Clone(group)
		if sp := w.space(group["CS"], m, in); sp.kind == colour || sp.changed {
			group["CS"] = m.target()
			if sp.kind == grey {
				group["CS"] = pdffile.Name("DeviceGray")
			}
		}
		s.Dict["Group"] = group
	}
	res, to := w.takeResources(s.Dict["Resources"], m, in)
	if to != nil {
		s.Dict["Resources"] = to
	}
	w.content(s, m, res)
}

func (w *walker) xobject(r artwork.Ref, m mode, in *resources) {
	s := w.stream(r)
	switch {
	case s == nil:
	case w.name(s.Dict["Subtype"]) == "Image":
		w.picture(s, m, in)
	default:
		w.form(r, m, in)
	}
}

func (w *walker) pattern(r artwork.Ref, m mode, in *resources) {
	d := w.dict(r)
	if w.whole(d["PatternType"], 0) == 2 {
		d["Shading"] = w.take(d["Shading"], m, in, (*walker).shadingObject)
		if d["ExtGState"] != nil {
			d["ExtGState"] = w.take(d["ExtGState"], m, in, (*walker).state)
		}
		return
	}
	w.form(r, m, in)
}

// font goes through the glyphs of a Type 3 font, which are contents.
func (w *walker) font(r artwork.Ref, m mode, in *resources) {
	d := w.dict(r)
	if w.name(d["Subtype"]) != "Type3" {
		return
	}
	res, to := w.takeResources(d["Resources"], m, in)
	if to != nil {
		d["Resources"] = to
	}
	glyphs, ok := w.value(d["CharProcs"]).(pdffile.Dict)
	if !ok {
		return
	}
	glyphs = maps.Clone(glyphs)
	for _, key := range slices.Sorted(maps.Keys(glyphs)) {
		glyphs[key] = w.take(glyphs[key], m, res, func(w *walker, r artwork.Ref, m mode, in *resources) {
			if s := w.stream(r); s != nil {
				w.content(s, m, in)
			}
		})
	}
	d["CharProcs"] = glyphs
}

// state goes through a graphics state, for its soft mask.
func (w *walker) state(r artwork.Ref, m mode, in *resources) {
	d := w.dict(r)
	if d == nil {
		return
	}
	w.states = append(w.states, d)
	mask, ok := w.value(d["SMask"]).(pdffile.Dict)
	if !ok {
		return
	}
	mask = maps.Clone(mask)
	d["SMask"] = mask
	if w.name(mask["S"]) == "Luminosity" {
		m = light
	}
	group := w.dict(w.dict(mask["G"])["Group"])
	if sp := w.space(group["CS"], m, in); mask["BC"] != nil && sp.to != nil {
		mask["BC"] = values(sp.to(w.numbers(mask["BC"])))
	}
	if g, ok := mask["G"].(artwork.Ref); ok {
		mask["G"] = w.visit(g, m, in, (*walker).form)
	}
}

func values(list []float64) (out []any) {
	for _, v := range list {
		out = append(out, v)
	}
	return out
}
