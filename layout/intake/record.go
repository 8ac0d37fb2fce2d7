package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"duikai/layout/diag"
)

// Record is import.json: what was read, where every field comes from, what was
// found, and the folder's files as they were written. Its keys are for programs
// and stay.
type Record struct {
	Version  int             `json:"version"` // 1
	Paper    string          `json:"paper"`
	Date     string          `json:"date"`
	Sources  []SourceRecord  `json:"sources"`
	Counts   map[string]int  `json:"counts"` // stories, pages, pictures, and every code found
	Stories  []StoryRecord   `json:"stories"`
	Findings []FindingRecord `json:"findings"`
	Files    []FileRecord    `json:"files"`
}

// SourceRecord is a file that was read.
type SourceRecord struct {
	File     string `json:"file"`
	Kind     string `json:"kind"`
	Encoding string `json:"encoding,omitempty"`
	Bytes    int    `json:"bytes"`
	SHA256   string `json:"sha256"`
}

// PlaceRecord is a stretch of a source: bytes from (inclusive) and to
// (exclusive), line from 1.
type PlaceRecord struct {
	File string `json:"file"`
	From int    `json:"from"`
	To   int    `json:"to"`
	Line int    `json:"line,omitempty"`
}

// StoryRecord is a story and where its parts come from.
type StoryRecord struct {
	ID        string        `json:"id"`
	Page      int           `json:"page"`
	Kind      string        `json:"kind,omitempty"`
	Sure      int           `json:"sure"` // the least of its fields
	Truncated bool          `json:"truncated,omitempty"`
	Fields    []FieldRecord `json:"fields"`
}

// FieldRecord is a field or a block of a story.
type FieldRecord struct {
	Field string        `json:"field"` // kicker, headline, ..., paragraph, subhead, ...
	Text  string        `json:"text"`
	Rule  string        `json:"rule"`
	Sure  int           `json:"sure"`
	At    []PlaceRecord `json:"at"`
}

// FindingRecord is a finding, in both languages.
type FindingRecord struct {
	Code     string      `json:"code"`
	Severity string      `json:"severity"`
	At       PlaceRecord `json:"at"`
	Story    string      `json:"story,omitempty"`
	Rule     string      `json:"rule,omitempty"`
	Sure     int         `json:"sure,omitempty"`
	English  string      `json:"en"`
	Chinese  string      `json:"zh"`
	Before   []string    `json:"before,omitempty"`
	Text     []string    `json:"text,omitempty"`
	After    []string    `json:"after,omitempty"`
}

// FileRecord is a file of the folder as the import wrote it. Text is the whole
// of a story or of issue.yaml, so that a later import can tell what an editor
// has changed and what the source has.
type FileRecord struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Text   string `json:"text,omitempty"`
}

const recordVersion = 1

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func (e *Edition) record(found []Finding, files []File) Record {
	r := Record{Version: recordVersion, Paper: e.Paper, Date: e.Date.Format(time.DateOnly), Counts: map[string]int{"pages": len(e.Pages), "stories": len(e.Stories()), "pictures": 0},
		Sources: []SourceRecord{}, Stories: []StoryRecord{}, Findings: []FindingRecord{}}
	for _, s := range e.Sources {
		r.Sources = append(r.Sources, SourceRecord(s))
	}
	for _, p := range e.Pages {
		for _, s := range p.Stories {
			r.Stories = append(r.Stories, s.record(p.Number))
		}
	}
	for _, f := range found {
		r.Counts[string(f.Code)]++
		r.Findings = append(r.Findings, f.record())
	}
	for _, f := range files {
		fr := FileRecord{Path: f.Path, SHA256: hashOf(f.Data)}
		if f.Text {
			fr.Text = string(f.Data)
		} else {
			r.Counts["pictures"]++
		}
		r.Files = append(r.Files, fr)
	}
	return r
}

func (s *Story) record(page int) StoryRecord {
	r := StoryRecord{ID: s.ID, Page: page, Kind: s.Kind, Truncated: s.Truncated, Sure: Certain, Fields: []FieldRecord{}}
	s.Fields(func(name string, f *Field) {
		if f.Empty() {
			return
		}
		r.Sure = min(r.Sure, f.Sure)
		r.Fields = append(r.Fields, FieldRecord{Field: name, Text: f.Text.String(), Rule: f.Rule, Sure: f.Sure, At: f.Text.places()})
	})
	return r
}

// places are the stretches that a text came from.
func (t Text) places() []PlaceRecord {
	out := []PlaceRecord{}
	for _, r := range t {
		out = append(out, PlaceRecord(r.At))
	}
	return out
}

func (f Finding) record() FindingRecord {
	r := FindingRecord{Code: string(f.Code), Severity: f.Severity().String(), At: PlaceRecord(f.At), Rule: f.Rule, Sure: f.Sure,
		English: f.Problem.Text(diag.English), Chinese: f.Problem.Text(diag.Chinese), Before: f.Before, Text: f.Text, After: f.After}
	if f.Story != nil {
		r.Story = f.Story.ID
	}
	return r
}

// JSON is the record as it stands in import.json.
func (r Record) JSON() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		return nil // strings and numbers always encode
	}
	return b.Bytes()
}

// ParseRecord reads an import.json.
func ParseRecord(data []byte) (Record, error) {
	var r Record
	err := json.Unmarshal(data, &r)
	return r, err
}

// file finds a file of the record; nil where there is none.
func (r Record) file(path string) *FileRecord {
	for i := range r.Files {
		if r.Files[i].Path == path {
			return &r.Files[i]
		}
	}
	return nil
}
