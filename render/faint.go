package render

import (
	"io/fs"
	"strings"
	"unicode/utf8"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/manuscript"
)

// faint gives what machines read with little confidence from pictures of pages
// (识读存疑), where it stands in the stories now: every command tells of it and
// proofs mark it, until an editor has written something else there. import.json
// says what it was.
func faint(fsys fs.FS, is *manuscript.Issue) (problems diag.List) {
	data, err := fs.ReadFile(fsys, "import.json")
	if err != nil {
		return nil // the issue was not imported
	}
	record, err := intake.ParseRecord(data)
	if err != nil {
		return nil
	}
	texts := make(map[string]*searched)
	for _, f := range record.Findings {
		story := is.Story(f.Story)
		if f.Code != string(diag.ImportFaint) || story == nil || len(f.Text) == 0 {
			continue
		}
		s := texts[story.ID]
		if s == nil {
			text, err := fs.ReadFile(fsys, story.Src.File)
			if err != nil {
				continue
			}
			s = &searched{text: string(text)}
			texts[story.ID] = s
		}
		if line, col, ok := s.find(strings.Join(f.Before, ""), f.Text[0], strings.Join(f.After, "")); ok {
			problems.Add(diag.ImportFaint, diag.Pos{File: story.Src.File, Line: line, Col: col}, f.Text[0], f.Sure)
		}
	}
	return problems
}

// searched is a story's file in which words are looked for, one behind the other.
type searched struct {
	text string
	from int
}

// find finds a word between others; columns count characters from 1.
func (s *searched) find(before, word, after string) (line, col int, ok bool) {
	lead := manuscript.Escape(before)
	all := manuscript.Escape(before + word + after)
	i := strings.Index(s.text[s.from:], all)
	if i >= 0 {
		i += s.from
	} else if i = strings.Index(s.text, all); i < 0 {
		return 0, 0, false
	}
	s.from = i + 1
	for !utf8.RuneStart(s.text[min(s.from, len(s.text)-1)]) {
		s.from++
	}
	at := i + len(lead)
	start := strings.LastIndexByte(s.text[:at], '\n') + 1
	return strings.Count(s.text[:at], "\n") + 1, utf8.RuneCountInString(s.text[start:at]) + 1, true
}
