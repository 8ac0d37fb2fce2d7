package edit

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

// Fix is a problem whose remedy the program knows, and the action that is the remedy.
type Fix struct {
	Src   string    `json:"src"` // FILE:LINE:COL of the problem
	Code  diag.Code `json:"code"`
	Label string    `json:"label"` // what is written
	// Guess tells that it may change what words, names, titles or numbers say, or rests
	// on what the program cannot know; Note that the problem is a note: it is set well as
	// it is.
	Guess  bool   `json:"guess"`
	Note   bool   `json:"note"`
	Action Action `json:"action"`
}

// Fixes are the remedies of an issue's problems, in their order: those that can be
// written into the files as they are. read gives a file.
func Fixes(read func(name string) ([]byte, error), problems diag.List) []Fix {
	return fixes(read, new(manuscript.SlotReader), problems)
}

// Fixes is Fixes for the folder that is edited.
func (s *Session) Fixes(problems diag.List) []Fix { return fixes(s.folder.Read, &s.slots, problems) }

func fixes(read func(name string) ([]byte, error), slots *manuscript.SlotReader, problems diag.List) []Fix {
	out := []Fix{}
	files := map[string][]byte{}
	get := func(name string) []byte {
		data, met := files[name]
		if !met {
			data, _ = read(name) // a file that is not there has no such place
			files[name] = data
		}
		return data
	}
	var entries []manuscript.SlotEntry
	var refs []SlotRef
	for _, p := range problems {
		if p.Remedy == nil || p.Remedy.Empty() {
			continue
		}
		f := Fix{Src: p.Pos.String(), Code: p.Code, Label: p.Remedy.Label(), Guess: p.Remedy.Guess, Note: p.Severity() == diag.Info, Action: Action{Do: "fix", What: p.Pos.File}}
		sound := true
		for _, s := range p.Remedy.Spots {
			_, _, there := stretch(get(s.At.File), s)
			sound = sound && there && editable(s.At.File)
		}
		f.Action.Spots = p.Remedy.Spots
		if len(p.Remedy.Set) > 0 {
			if entries == nil {
				entries, _ = slots.Read(get(IssueFile)) // where it has faults none is found
				refs = Refs(entries)
			}
			i := slices.IndexFunc(entries, func(e manuscript.SlotEntry) bool { return e.Src == p.Remedy.Slot })
			if i < 0 {
				continue
			}
			e := SlotEdit{Slot: refs[i], Set: map[string]string{}, Was: map[string]string{}}
			for _, s := range p.Remedy.Set {
				sound = sound && entries[i].Keys[s.Key] != "" // a place that the program found is sought anew
				e.Set[s.Key], e.Was[s.Key] = s.Value, entries[i].Keys[s.Key]
			}
			f.Action.What = entries[i].Name
			f.Action.Slots = []SlotEdit{e}
		}
		if sound {
			out = append(out, f)
		}
	}
	return out
}

// editable tells whether a file is one of those that are edited.
func editable(file string) bool {
	if file == IssueFile || file == manuscript.ProofsFile {
		return true
	}
	id, isStory := strings.CutPrefix(file, "stories/")
	id, isText := strings.CutSuffix(id, ".md")
	name, err := storyFile(id)
	return isStory && isText && err == nil && name == file
}

// stretch gives the bytes of a file that have other ones put in their place; ok is false
// where the file says something else there.
func stretch(source []byte, s diag.Spot) (from, to int, ok bool) {
	const mark = "\ufeff"
	for bytes.HasPrefix(source[from:], []byte(mark)) {
		from += len(mark)
	}
	for line := 1; line < s.At.Line; line++ {
		n := bytes.IndexAny(source[from:], "\r\n")
		if n < 0 {
			return 0, 0, false
		}
		from += n + lineEnd(source[from+n:])
	}
	for range s.At.Col - 1 {
		if lineEnd(source[from:]) > 0 || from >= len(source) {
			return 0, 0, false
		}
		_, n := utf8.DecodeRune(source[from:])
		from += n
	}
	to = from
	for _, r := range s.Old {
		if r == '\n' {
			n := lineEnd(source[to:])
			if n == 0 {
				return 0, 0, false
			}
			to += n
			continue
		}
		got, n := utf8.DecodeRune(source[to:])
		if got != r || n == 0 || got == utf8.RuneError && n == 1 {
			return 0, 0, false
		}
		to += n
	}
	return from, to, s.At.Line > 0 && s.At.Col > 0
}

// lineEnd is how long the line end is that a text begins with; 0 where it begins with
// none.
func lineEnd(b []byte) int {
	switch {
	case len(b) > 1 && b[0] == '\r' && b[1] == '\n':
		return len("\r\n")
	case len(b) > 0 && (b[0] == '\r' || b[0] == '\n'):
		return 1
	}
	return 0
}

// lineEndOf is the line end of a file: that of its first line.
func lineEndOf(source []byte) string {
	if i := bytes.IndexAny(source, "\r\n"); i >= 0 {
		return string(source[i : i+lineEnd(source[i:])])
	}
	return "\n"
}

// placed is where an edit of a file goes.
type placed struct {
	from, to int
	text     string
}

// changeSpots gives a file with other characters in some places of it.
func changeSpots(file string, source []byte, spots []diag.Spot) ([]byte, error) {
	var list []placed
	for _, s := range spots {
		from, to, ok := stretch(source, s)
		if !ok {
			return nil, &Conflict{File: file, Line: s.At.Line, Yours: s.New, Theirs: string(lineOf(source, s.At.Line))}
		}
		list = append(list, placed{from, to, strings.ReplaceAll(s.New, "\n", lineEndOf(source))})
	}
	slices.SortStableFunc(list, func(a, b placed) int { return a.from - b.from })
	var out []byte
	at := 0
	for _, p := range list {
		if p.from < at {
			return nil, &Refused{Why: NotPlain, What: file}
		}
		out = append(append(out, source[at:p.from]...), p.text...)
		at = p.to
	}
	return append(out, source[at:]...), nil
}

// lineOf is a line of a file, from 1; empty where it has fewer.
func lineOf(source []byte, line int) []byte {
	for n := 1; ; n++ {
		end := bytes.IndexAny(source, "\r\n")
		if n == line || end < 0 {
			if end >= 0 {
				source = source[:end]
			}
			if n != line {
				source = nil
			}
			return source
		}
		source = source[end+lineEnd(source[end:]):]
	}
}
