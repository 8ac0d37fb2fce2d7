package fonts

// Glyph substitution (GSUB), as far as single glyphs take the place of single
// glyphs or of two or three: OpenType, GSUB, lookup types 1, 4 and 7.

// Limits of what the table may claim.
const (
	maxLookups    = 4096
	maxSubtables  = 4096
	maxSubstitute = 1 << 17 // pairs in all
)

const (
	singleLookup    = 1
	ligatureLookup  = 4
	extensionLookup = 7
)

// substitutes reads the single substitutions of features, those of Chinese
// where the font tells languages apart. The first of several for a glyph holds.
func substitutes(gsub []byte, features ...string) map[uint16]uint16 {
	s := substituting{pairs: make(map[uint16]uint16)}
	s.read(gsub, []string{"hani", "DFLT", "kana", "latn"}, features...)
	return s.pairs
}

// ligatures reads the ligature substitutions of features, those of Latin
// letters, as far as they join two or three glyphs. The first of several for
// the same glyphs holds.
func ligatures(gsub []byte, features ...string) map[joined]uint16 {
	s := substituting{joins: make(map[joined]uint16)}
	s.read(gsub, []string{"latn", "DFLT", "hani"}, features...)
	return s.joins
}

// joined is the glyphs that a ligature takes the place of; the third is 0 where
// there are two.
type joined [3]uint16

// read reads features of the first script that the font names.
func (s *substituting) read(gsub []byte, scripts []string, features ...string) {
	head := slice(gsub, 0, 10)
	if head == nil {
		return
	}
	list, lookups := tail(gsub, u16(head[6:])), tail(gsub, u16(head[8:]))
	wanted := chineseFeatures(tail(gsub, u16(head[4:])), scripts)
	for _, feature := range features {
		// In the language's own features, or else in any.
		if !s.feature(list, lookups, feature, wanted) {
			s.feature(list, lookups, feature, nil)
		}
	}
}

// tail is a table inside a table, from an offset on; nil outside, and for the
// offset 0, which says that there is none.
func tail(b []byte, at int) []byte {
	if at <= 0 || at >= len(b) {
		return nil
	}
	return b[at:]
}

// record is the i-th record of a list behind a count.
func record(b []byte, i, size int) []byte { return slice(b, 2+size*i, size) }

func count(b []byte) int {
	if h := slice(b, 0, 2); h != nil {
		return u16(h)
	}
	return 0
}

// chineseFeatures lists the features that the font has for the first of the
// named scripts, in Simplified Chinese text or in general; nil where it says
// nothing.
func chineseFeatures(scripts []byte, names []string) map[int]bool {
	for _, script := range names {
		for i := range count(scripts) {
			r := record(scripts, i, 6)
			if r == nil || string(r[:4]) != script {
				continue
			}
			s := tail(scripts, u16(r[4:]))
			head := slice(s, 0, 4)
			if head == nil {
				continue
			}
			language := tail(s, u16(head))
			for k := range count(s[2:]) {
				if r := record(s[2:], k, 6); r != nil && string(r[:4]) == "ZHS " {
					language = tail(s, u16(r[4:]))
				}
			}
			if slice(language, 0, 6) == nil {
				continue
			}
			set := make(map[int]bool)
			for k := range count(language[4:]) {
				if r := record(language[4:], k, 2); r != nil {
					set[u16(r)] = true
				}
			}
			return set
		}
	}
	return nil
}

// substituting gathers substitutions; those whose map is nil are passed over.
type substituting struct {
	pairs map[uint16]uint16
	joins map[joined]uint16
	steps int
}

// feature reads the lookups of a feature and tells whether there are any.
func (s *substituting) feature(features, lookups []byte, tag string, wanted map[int]bool) (found bool) {
	seen := make(map[int]bool)
	for i := range count(features) {
		r := record(features, i, 6)
		if r == nil || string(r[:4]) != tag || wanted != nil && !wanted[i] {
			continue
		}
		f := tail(features, u16(r[4:]))
		if len(f) < 4 {
			continue
		}
		for k := range min(count(f[2:]), maxLookups) {
			r := record(f[2:], k, 2)
			if r == nil || seen[u16(r)] {
				continue
			}
			seen[u16(r)], found = true, true
			if l := record(lookups, u16(r), 2); l != nil {
				s.lookup(tail(lookups, u16(l)))
			}
		}
	}
	return found
}

func (s *substituting) lookup(l []byte) {
	head := slice(l, 0, 6)
	if head == nil {
		return
	}
	kind := u16(head)
	for i := range min(u16(head[4:]), maxSubtables) {
		r := slice(l, 6+2*i, 2)
		if r == nil {
			return
		}
		sub := tail(l, u16(r))
		own := kind
		if own == extensionLookup {
			h := slice(sub, 0, 8)
			if h == nil {
				continue
			}
			own, sub = u16(h[2:]), tail(sub, int(u32(h[4:])))
		}
		switch {
		case own == singleLookup && s.pairs != nil:
			s.single(sub)
		case own == ligatureLookup && s.joins != nil:
			s.ligature(sub)
		}
	}
}

// single reads one table of pairs.
func (s *substituting) single(b []byte) {
	head := slice(b, 0, 6)
	if head == nil {
		return
	}
	format, third := u16(head), head[4:]
	s.covered(tail(b, u16(head[2:])), func(id uint16, place int) {
		to := uint16(0)
		switch format {
		case 1:
			to = id + uint16(u16(third))
		case 2:
			r := slice(b, 6+2*place, 2)
			if r == nil || place >= u16(third) {
				return
			}
			to = uint16(u16(r))
		default:
			return
		}
		if _, ok := s.pairs[id]; !ok && to != 0 {
			s.pairs[id] = to
		}
	})
}

// ligature reads one table of ligatures: for every first glyph a set of those
// that begin with it, each with the glyphs that follow.
func (s *substituting) ligature(b []byte) {
	head := slice(b, 0, 6)
	if head == nil || u16(head) != 1 {
		return
	}
	sets := u16(head[4:])
	s.covered(tail(b, u16(head[2:])), func(id uint16, place int) {
		r := slice(b, 6+2*place, 2)
		if r == nil || place >= sets {
			return
		}
		set := tail(b, u16(r))
		for i := range count(set) {
			r := record(set, i, 2)
			if r == nil || s.spent() {
				return
			}
			s.join(id, tail(set, u16(r)))
		}
	})
}

// join reads one ligature whose first glyph is id: the glyph drawn, the number
// of glyphs it takes the place of, and all of these but the first.
func (s *substituting) join(id uint16, b []byte) {
	head := slice(b, 0, 4)
	if head == nil {
		return
	}
	key := joined{id}
	n := u16(head[2:])
	if n < 2 || n > len(key) {
		return
	}
	for k := 1; k < n; k++ {
		r := slice(b, 2+2*k, 2)
		if r == nil {
			return
		}
		key[k] = uint16(u16(r))
	}
	if to := uint16(u16(head)); to != 0 && key[n-1] != 0 {
		if _, ok := s.joins[key]; !ok {
			s.joins[key] = to
		}
	}
}

// covered calls f for every glyph of a coverage table with its place in it.
func (s *substituting) covered(b []byte, f func(id uint16, place int)) {
	head := slice(b, 0, 4)
	if head == nil {
		return
	}
	for i := range u16(head[2:]) {
		switch u16(head) {
		case 1:
			r := slice(b, 4+2*i, 2)
			if r == nil || s.spent() {
				return
			}
			f(uint16(u16(r)), i)
		case 2:
			r := slice(b, 4+6*i, 6)
			if r == nil {
				return
			}
			for id := u16(r); id <= u16(r[2:]); id++ {
				if s.spent() {
					return
				}
				f(uint16(id), u16(r[4:])+id-u16(r))
			}
		}
	}
}

// spent tells whether a damaged table has been read long enough.
func (s *substituting) spent() bool {
	s.steps++
	return s.steps > maxSubstitute
}
