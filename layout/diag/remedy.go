package diag

import "strings"

// Remedy (改法) is the value that would be right, as data: what an edit of the files
// would write, so that a click and a flag do what the words of a problem say.
type Remedy struct {
	// Spots are characters that are to stand in the place of others.
	Spots []Spot
	// Slot is the slot of issue.yaml whose keys are to have other values, and Set those.
	Slot Pos
	Set  []Setting
	// Guess tells that it may change what words, names, titles or numbers say, or rests
	// on what the program cannot know: it is written where an editor asks for it.
	Guess bool
}

// Spot is a stretch of a file: Old stands at a place, New is to stand there. Line ends
// are \n in both, whatever the file has.
type Spot struct {
	At       Pos
	Old, New string
}

// Setting is a key and its value as YAML writes it; without a value the key goes.
type Setting struct{ Key, Value string }

// Empty tells whether there is nothing to write.
func (r Remedy) Empty() bool { return len(r.Spots) == 0 && len(r.Set) == 0 }

// Label says shortly what is written: `span: [2, 12]`, `“ → ”`. It needs no language.
func (r Remedy) Label() string {
	var all []string
	for _, s := range r.Set {
		if s.Value == "" {
			all = append(all, "− "+s.Key)
			continue
		}
		all = append(all, s.Key+": "+s.Value)
	}
	for _, s := range r.Spots {
		old, now := shownSpot(s.Old), shownSpot(s.New)
		switch {
		case old == "":
			all = append(all, "+ "+now)
		case now == "":
			all = append(all, "− "+old)
		default:
			all = append(all, old+" → "+now)
		}
	}
	const most = 4
	if len(all) > most {
		all = append(all[:most], "…")
	}
	return strings.Join(all, ", ")
}

// shownSpot makes what is written visible, and bounds it.
func shownSpot(s string) string {
	const most = 40
	s = strings.NewReplacer("\n", "⏎", "\t", "⇥", "\u3000", "␣", "\u00a0", "␣").Replace(s)
	if s != "" && strings.Trim(s, " ") == "" {
		s = strings.Repeat("␣", len(s))
	}
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return s
}

// With gives the problem its remedy; one that writes nothing is none.
func (p Problem) With(r Remedy) Problem {
	if !r.Empty() {
		p.Remedy = &r
	}
	return p
}
