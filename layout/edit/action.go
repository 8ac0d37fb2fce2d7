package edit

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

// IssueFile is the file that says what stands where.
const IssueFile = "issue.yaml"

// SlotRef names a slot by what it holds: lines of issue.yaml come and go.
type SlotRef struct {
	Page int    `json:"page"`
	Kind string `json:"kind"`
	Name string `json:"name"`
	Nth  int    `json:"nth"` // among those of the page that hold the same, from 0
}

// SlotEdit gives keys of a slot other values, or takes it out. Values of at, span
// and focus are written as YAML writes them, those of texts as they are read; an empty
// one takes the key out. Was are the values that the editor saw.
type SlotEdit struct {
	Slot SlotRef           `json:"slot"`
	Set  map[string]string `json:"set"`
	Was  map[string]string `json:"was"`
	Drop bool              `json:"drop"`
}

// NewSlot gives a story a place.
type NewSlot struct {
	Page  int    `json:"page"`
	Story string `json:"story"`
	At    [2]int `json:"at"`
	Span  [2]int `json:"span"`
}

// TextEdit puts other words in the place of a passage of a story.
type TextEdit struct {
	Story string `json:"story"`
	Key   string `json:"key"`  // of the front matter; empty: of the text
	Item  int    `json:"item"` // of a list, from 0; -1: none
	Line  int    `json:"line"`
	Was   string `json:"was"`
	Text  string `json:"text"`
}

// FrontEdit gives keys of a story's front matter other values.
type FrontEdit struct {
	Story string            `json:"story"`
	Set   map[string]string `json:"set"`
	Was   map[string]string `json:"was"`
}

// FileEdit gives a story's file another text altogether. Was is the sum of what the
// editor saw (Sum).
type FileEdit struct {
	Story string `json:"story"`
	Was   string `json:"was"`
	Text  string `json:"text"`
}

// Action is what an editor does at once, and undoes at once.
type Action struct {
	Do   string `json:"do"`   // one of Deeds
	What string `json:"what"` // the story or picture that it is about, for the list of what was done
	Who  string `json:"who"`
	// Pages are those that it changes, as far as that is known: the journal keeps them,
	// for who asks whether it may be undone.
	Pages []int `json:"-"`

	Slots  []SlotEdit  `json:"slots,omitempty"`
	Add    []NewSlot   `json:"add,omitempty"`
	Texts  []TextEdit  `json:"texts,omitempty"`
	Fronts []FrontEdit `json:"fronts,omitempty"`
	Files  []FileEdit  `json:"files,omitempty"`
	Spots  []diag.Spot `json:"spots,omitempty"`
	// Issue is another issue.yaml altogether, as the program writes a plan; no browser
	// sends it.
	Issue *IssueEdit `json:"-"`
	// Proofs are what is marked and signed, one after the other; no browser sends them as
	// they are.
	Proofs []ProofEdit `json:"-"`
}

// ProofEdit is a change of proofs.yaml, which is begun by the first one. Whose time is
// not given, is now.
type ProofEdit struct {
	manuscript.ProofChange
	Was string // the mark or signature that the change is about, as it was seen (Seen)
}

// Seen names a mark by what stays of it, whatever is answered.
func Seen(m *manuscript.ProofMark) string {
	return Sum(fmt.Append(nil, m.Page, m.Area, m.Story, m.Words, m.Hand))
}

// SeenSignature names a signature.
func SeenSignature(s *manuscript.Signature) string {
	return Sum(fmt.Append(nil, s.Page, s.Status, s.Hand, s.Content))
}

// apply gives proofs.yaml with the change.
func (p ProofEdit) apply(source []byte, when string) ([]byte, error) {
	all, err := manuscript.ReadProofs(source)
	if err != nil {
		return nil, plain(manuscript.ProofsFile, err)
	}
	c := p.ProofChange
	switch {
	case c.Mark != nil:
		m := *c.Mark
		m.When, c.Mark = cmp.Or(m.When, when), &m
	case c.Sign != nil:
		s := *c.Sign
		s.When, c.Sign = cmp.Or(s.When, when), &s
	case c.Unsign:
		if c.On = seenAgain(all.Signed, c.On, p.Was, SeenSignature); c.On < 0 {
			return nil, &Conflict{File: manuscript.ProofsFile, Theirs: string(source)}
		}
	default:
		if c.On = seenAgain(all.Marks, c.On, p.Was, Seen); c.On < 0 {
			return nil, &Conflict{File: manuscript.ProofsFile, Theirs: string(source)}
		}
	}
	if c.Answer != nil {
		a := *c.Answer
		a.When, c.Answer = cmp.Or(a.When, when), &a
	}
	if c.Settle != nil {
		h := *c.Settle
		h.When, c.Settle = cmp.Or(h.When, when), &h
	}
	out, err := manuscript.ChangeProofs(source, c)
	return out, plain(manuscript.ProofsFile, err)
}

// seenAgain finds what was seen again: where it was, or elsewhere; -1: it is gone.
func seenAgain[T any](all []*T, at int, was string, seen func(*T) string) int {
	if at >= 0 && at < len(all) && seen(all[at]) == was {
		return at
	}
	return slices.IndexFunc(all, func(t *T) bool { return seen(t) == was })
}

// IssueEdit gives issue.yaml another text. Was is the sum of that which the text was
// made from.
type IssueEdit struct{ Was, Text string }

// Sheet is how many basic columns and rows a page has.
type Sheet struct{ Columns, Rows int }

// Sheets gives the sheet of a page by its number; nil: places are not looked at.
type Sheets func(page int) Sheet

// keys are those of a mapping that can be set here. What their values may be,
// manuscript knows.
type keys struct {
	names []string
	key   func(name string) (words, known bool)
	lines func(name string) bool // the words may have several lines
	takes func(name, value string) bool
	flow  bool // the mapping may stand in braces
}

var (
	slotKeys = keys{[]string{"at", "span", "columns", "box", "tint", "head", "head-span", "head-size", "head-font", "head-tracking", "text", "ink", "focus", "keyline", "bleed", "caption", "credit", "title", "alt", "notice", "digest"},
		manuscript.SlotKey, manuscript.SlotLines, manuscript.SlotTakes, true}
	frontKeys = keys{[]string{"weight", "initial", "section", "text", "head-size", "head-font", "head-tracking", "kicker", "headline", "deck", "byline", "column", "note", "summary", "short"},
		manuscript.FrontKey, func(string) bool { return false }, manuscript.FrontTakes, false}
)

// settings are values as YAML writes them, in the order of their keys.
func (k *keys) settings(set map[string]string) (out []diag.Setting, err error) {
	for _, name := range slices.Sorted(maps.Keys(set)) {
		v := set[name]
		words, known := k.key(name)
		if words && v != "" {
			v = k.quoted(v, k.lines(name))
		}
		if !known || !slices.Contains(k.names, name) || v != "" && !k.takes(name, v) {
			return nil, &Refused{Why: BadValue, What: name + ": " + set[name]}
		}
		out = append(out, diag.Setting{Key: name, Value: v})
	}
	return out, nil
}

// quoted are words as YAML writes them: in one line, or a list of the lines that they have.
func (k *keys) quoted(words string, lines bool) string {
	var all []string
	if !lines {
		words = strings.ReplaceAll(words, "\n", " ")
	}
	for line := range strings.SplitSeq(words, "\n") {
		if line = strings.Join(strings.FieldsFunc(line, blank), " "); line != "" {
			all = append(all, manuscript.Quoted(line, k.flow))
		}
	}
	switch len(all) {
	case 0:
		return ""
	case 1:
		return all[0]
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// storyFile is the file of a story. Ids are names of files, not paths.
func storyFile(id string) (string, error) {
	name := path.Join("stories", id+".md")
	if id == "" || strings.ContainsAny(id, "/\\\x00:") || strings.HasPrefix(id, ".") || !fs.ValidPath(name) || path.Dir(name) != "stories" {
		return "", &Refused{Why: BadPath, What: id}
	}
	return name, nil
}

// read gives a file whole; nil for proofs.yaml where there is none yet.
func (s *Session) read(name string) ([]byte, error) {
	data, err := s.folder.Read(name)
	if name == manuscript.ProofsFile && errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if data == nil && err == nil {
		data = []byte{} // it is there, and empty
	}
	return data, err
}

// change is a file with other bytes; nil: no file.
type change struct {
	file     string
	was, now []byte
}

// changes gives the files that an action touches as they will be.
func (s *Session) changes(a *Action, sheets Sheets) ([]change, error) {
	files := map[string]*change{}
	get := func(name string) (*change, error) {
		if c := files[name]; c != nil {
			return c, nil
		}
		data, err := s.read(name)
		if err != nil {
			return nil, err
		}
		files[name] = &change{name, data, data}
		return files[name], nil
	}
	if len(a.Slots)+len(a.Add) > 0 {
		c, err := get(IssueFile)
		if err != nil {
			return nil, err
		}
		if c.now, err = changeSlots(&s.slots, c.now, a, sheets); err != nil {
			return nil, err
		}
	}
	if a.Issue != nil {
		c, err := get(IssueFile)
		if err != nil {
			return nil, err
		}
		if Sum(c.now) != a.Issue.Was {
			return nil, &Conflict{File: IssueFile, Theirs: string(c.now)}
		}
		c.now = []byte(a.Issue.Text)
	}
	for _, name := range a.spotted() {
		if !editable(name) {
			return nil, &Refused{Why: BadPath, What: name}
		}
		c, err := get(name)
		if err != nil {
			return nil, err
		}
		of := slices.DeleteFunc(slices.Clone(a.Spots), func(s diag.Spot) bool { return s.At.File != name })
		if c.now, err = changeSpots(name, c.now, of); err != nil {
			return nil, err
		}
	}
	for _, p := range a.Proofs {
		c, err := get(manuscript.ProofsFile)
		if err != nil {
			return nil, err
		}
		if c.now, err = p.apply(c.now, s.now().Format(manuscript.WhenForm)); err != nil {
			return nil, err
		}
	}
	for _, t := range a.steps() {
		name, err := storyFile(t.story)
		if err != nil {
			return nil, err
		}
		c, err := get(name)
		if err != nil {
			return nil, err
		}
		if c.now, err = t.apply(name, c.now); err != nil {
			return nil, err
		}
	}
	var out []change
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if c := files[name]; string(c.was) != string(c.now) {
			out = append(out, *c)
		}
	}
	return out, nil
}

// spotted are the files with places that an action changes, each once.
func (a *Action) spotted() (all []string) {
	for _, s := range a.Spots {
		if !slices.Contains(all, s.At.File) {
			all = append(all, s.At.File)
		}
	}
	return all
}

// Touches tells whether an action changes a story's file.
func (a *Action) Touches(story string) bool {
	return slices.ContainsFunc(a.steps(), func(t step) bool { return t.story == story }) ||
		slices.ContainsFunc(a.Spots, func(s diag.Spot) bool { return s.At.File == "stories/"+story+".md" })
}

// step is a change of a story.
type step struct {
	story string
	apply func(file string, source []byte) ([]byte, error)
}

func (a *Action) steps() (all []step) {
	for _, f := range a.Fronts {
		all = append(all, step{f.Story, f.Apply})
	}
	for _, t := range a.Texts {
		all = append(all, step{t.Story, t.Apply})
	}
	for _, f := range a.Files {
		all = append(all, step{f.Story, f.apply})
	}
	return all
}

// Apply gives a story's file with the edit.
func (t TextEdit) Apply(file string, source []byte) ([]byte, error) {
	was := manuscript.Passage{Key: t.Key, Item: t.Item, Line: t.Line, Text: t.Was}
	out, err := manuscript.ChangePassage(source, was, t.Text)
	if errors.Is(err, manuscript.ErrNoPassage) {
		return nil, &Conflict{File: file, Line: t.Line, Yours: t.Text, Theirs: nearest(source, t)}
	}
	return out, plain(file, err)
}

// nearest is what a file says now where a passage was: at the same key, or at the
// same line.
func nearest(source []byte, t TextEdit) (text string) {
	all, _ := manuscript.Passages(source)
	for _, p := range all {
		if p.Key == t.Key && p.Item == t.Item && (t.Key != "" || p.Line <= t.Line) {
			text = p.Text
		}
	}
	return text
}

// Apply gives a story's source with the edit.
func (f FrontEdit) Apply(file string, source []byte) ([]byte, error) {
	set, err := frontKeys.settings(f.Set)
	if err != nil {
		return nil, err
	}
	all, err := manuscript.FrontValues(source)
	if err != nil {
		return nil, plain(file, err)
	}
	for k, was := range f.Was {
		if !alike(all[k], was) {
			return nil, &Conflict{File: file, Yours: k + ": " + f.Set[k], Theirs: k + ": " + all[k]}
		}
	}
	out, err := manuscript.ChangeFront(source, set)
	return out, plain(file, err)
}

func (f FileEdit) apply(file string, source []byte) ([]byte, error) {
	if Sum(source) != f.Was {
		return nil, &Conflict{File: file, Yours: f.Text, Theirs: string(source)}
	}
	return []byte(f.Text), nil
}

// plain tells in the words of this package what manuscript refuses.
func plain(file string, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, manuscript.ErrNotPlain) {
		return &Refused{Why: NotPlain, What: file}
	}
	return &Refused{Why: Faulty, What: file}
}

// blank tells of the white between words of YAML. An em of white (全角空格) is a mark of the
// text.
func blank(r rune) bool { return r == ' ' || r == '\t' || r == '\r' || r == '\n' }

// alike tells whether two values are written alike but for blanks.
func alike(a, b string) bool {
	strip := func(s string) string { return strings.Join(strings.FieldsFunc(s, blank), "") }
	return strip(a) == strip(b)
}

// changeSlots gives issue.yaml with what an action says of slots.
func changeSlots(slots *manuscript.SlotReader, source []byte, a *Action, sheets Sheets) ([]byte, error) {
	all, err := slots.Read(source)
	if err != nil {
		return nil, plain(IssueFile, err)
	}
	var list []manuscript.SlotChange
	touched := map[SlotRef]bool{}
	for _, e := range a.Slots {
		have := find(all, e.Slot)
		if have == nil {
			return nil, &Conflict{File: IssueFile, Yours: e.Slot.Name, Theirs: ""}
		}
		for k, was := range e.Was {
			if now := have.Keys[k]; !alike(now, was) {
				return nil, &Conflict{File: IssueFile, Line: have.Src.Line, Yours: k + ": " + e.Set[k], Theirs: k + ": " + now}
			}
		}
		c := manuscript.SlotChange{Page: have.Page, Index: have.Index, Drop: e.Drop}
		if c.Set, err = slotKeys.settings(e.Set); err != nil {
			return nil, err
		}
		for _, set := range c.Set {
			_, holds := manuscript.KindNamed(set.Key)
			switch {
			case !holds:
			case set.Key != have.Kind:
				return nil, &Refused{Why: BadValue, What: set.Key + ": " + e.Set[set.Key]}
			case set.Value == "":
				return nil, &Refused{Why: NoWords}
			}
		}
		list = append(list, c)
		touched[e.Slot] = !e.Drop
	}
	var added []manuscript.NewSlot
	for _, n := range a.Add {
		if _, err := storyFile(n.Story); err != nil {
			return nil, err
		}
		added = append(added, manuscript.NewSlot(n))
	}
	out, err := slots.Change(source, list, added)
	if err != nil {
		return nil, plain(IssueFile, err)
	}
	if sheets == nil {
		return out, nil
	}
	now, err := slots.Read(out)
	if err != nil {
		return nil, plain(IssueFile, err)
	}
	return out, crowded(all, now, sheets)
}

// find finds a slot; nil where there is none.
func find(all []manuscript.SlotEntry, r SlotRef) *manuscript.SlotEntry {
	n := 0
	for i := range all {
		if s := &all[i]; s.Page == r.Page && s.Kind == r.Kind && s.Name == r.Name {
			if n == r.Nth {
				return s
			}
			n++
		}
	}
	return nil
}

// Refs names the slots of issue.yaml.
func Refs(all []manuscript.SlotEntry) []SlotRef {
	seen := map[SlotRef]int{}
	var out []SlotRef
	for _, s := range all {
		r := SlotRef{Page: s.Page, Kind: s.Kind, Name: s.Name}
		n := seen[r]
		seen[r]++
		r.Nth = n
		out = append(out, r)
	}
	return out
}

// Place is where a slot stands by what issue.yaml says; ok is false where that says
// not all of it.
func Place(s manuscript.SlotEntry) (at, span [2]int, ok bool) {
	c, ok := placeOf(s)
	return [2]int{c.Col, c.Row}, [2]int{c.Cols, c.Rows}, ok
}

// placeOf reads a slot's place; ok is false where it has none of its own.
func placeOf(s manuscript.SlotEntry) (c manuscript.Cells, ok bool) {
	a, errA := fmt.Sscanf(strings.ReplaceAll(s.Keys["at"], " ", ""), "[%d,%d]", &c.Col, &c.Row)
	b, errB := fmt.Sscanf(strings.ReplaceAll(s.Keys["span"], " ", ""), "[%d,%d]", &c.Cols, &c.Rows)
	return c, errA == nil && errB == nil && a == 2 && b == 2
}

// crowded refuses places that leave the page, or lie over another one, where that
// was not so before.
func crowded(before, after []manuscript.SlotEntry, sheets Sheets) error {
	type laid struct {
		ref SlotRef
		at  manuscript.Cells
	}
	place := func(all []manuscript.SlotEntry) map[int][]laid {
		out := map[int][]laid{}
		refs := Refs(all)
		for i, s := range all {
			if c, ok := placeOf(s); ok {
				out[s.Page] = append(out[s.Page], laid{refs[i], c})
			}
		}
		return out
	}
	was, now := place(before), place(after)
	for _, number := range slices.Sorted(maps.Keys(now)) {
		list := now[number]
		sheet := sheets(number)
		for i, l := range list {
			if slices.Contains(was[number], l) {
				continue // it stands where it stood
			}
			if c := l.at; c.Col+c.Cols-1 > sheet.Columns || c.Row+c.Rows-1 > sheet.Rows {
				return &Refused{Why: Outside, What: l.ref.Name}
			}
			for k, o := range list {
				if k != i && l.at.Over(o.at) {
					return &Refused{Why: Overlap, What: l.ref.Name, Other: o.ref.Name}
				}
			}
		}
	}
	return nil
}
