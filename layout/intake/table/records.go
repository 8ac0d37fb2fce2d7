package table

import (
	"encoding/json"
	"errors"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/internal/markup"
)

// RecordsKind is the word of --from for records.
const RecordsKind = "json"

// Records reads what crawlers keep: JSON, a record a story, in a list, in an envelope
// ({"data": {"list": […]}}) or one behind the other (JSON Lines), where a line that is
// broken does not hide those behind it. Keys have the names
// that columns of a table have; an envelope's date, page and paper are those of its
// records.
func Records() intake.Reader {
	return intake.Reader{Kind: RecordsKind, Claim: claimRecords, Lots: lots}
}

func isRecords(file string) bool {
	switch strings.ToLower(path.Ext(file)) {
	case ".json", ".jsonl", ".ndjson":
		return true
	}
	return false
}

// keyName is a key at the head of a file.
var keyName = regexp.MustCompile(`"(?:[^"\\]|\\.){1,60}"\s*:`)

// claimRecords is sure of files whose first records have a title and a text. A long text
// hides what follows it, so a title, a date and a list are enough.
func claimRecords(src *intake.Source) int {
	for _, f := range src.Files {
		if !isRecords(f) {
			continue
		}
		d, _ := src.Decode(f, src.Head(f, headSize), "")
		has := make(map[string]bool)
		for _, m := range keyName.FindAllString(d.Text, -1) {
			if key, err := strconv.Unquote(strings.TrimRight(m, ": \t\r\n")); err == nil {
				has[role(key)] = true
			}
		}
		if has["text"] && (has["title"] || has["date"]) {
			return claimHead
		}
	}
	return 0
}

// value is a value of JSON with where it stands.
type value struct {
	from, to int
	text     string // of a scalar
	list     []value
	keys     []string // of an object, with list its values
	object   bool
	inner    bool // a list or an object
}

// maxDepth is how deep records may lie in envelopes.
const maxDepth = 32

var errDeep = errors.New("it is nested too deep")

// decoder reads the values of a text from a place on.
type decoder struct {
	*json.Decoder
	base int
}

func decodeFrom(text string, base int) decoder {
	dec := json.NewDecoder(strings.NewReader(text[base:]))
	dec.UseNumber()
	return decoder{dec, base}
}

// offset is the place in the text behind what was read.
func (d decoder) offset() int { return d.base + int(d.InputOffset()) }

// brokenLine is where a broken record begins behind a place, and the next of JSON Lines;
// next is 0 where none follows, or a list is broken, whose lines are no records of
// their own.
func brokenLine(text string, behind int) (from, next int) {
	rest := strings.TrimLeft(text[behind:], markup.Blanks)
	k := strings.Index(rest, "\n{")
	if k < 0 || rest[0] == '[' {
		return 0, 0
	}
	from = len(text) - len(rest)
	return from, from + k + 1
}

// parse reads the next value; io.EOF where there is none.
func parse(dec decoder, depth int) (v value, err error) {
	if depth > maxDepth {
		return v, errDeep
	}
	t, err := dec.Token()
	if err != nil {
		return v, err
	}
	v.from, v.to = dec.offset(), dec.offset()
	switch t := t.(type) {
	case json.Delim:
		v.inner, v.object, v.from = true, t == '{', v.from-1
		for dec.More() {
			if v.object {
				key, err := dec.Token()
				if err != nil {
					return v, whole(err)
				}
				v.keys = append(v.keys, key.(string))
			}
			item, err := parse(dec, depth+1)
			if err != nil {
				return v, whole(err)
			}
			v.list = append(v.list, item)
		}
		if _, err := dec.Token(); err != nil {
			return v, whole(err)
		}
		v.to = dec.offset()
	case string:
		v.text = t
	case json.Number:
		v.text = t.String()
	case bool:
		v.text = strconv.FormatBool(t)
	}
	return v, nil
}

// whole says that an end inside a value is none.
func whole(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// said is what a value says: of a list its items, each a paragraph.
func (v *value) said() string {
	if !v.inner {
		return v.text
	}
	var parts []string
	for i := range v.list {
		if s := v.list[i].said(); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "\n")
}

// has tells whether an object has a key of a role.
func (v *value) has(name string) bool {
	return v.object && slices.ContainsFunc(v.keys, func(k string) bool { return role(k) == name })
}

// entry is a key with what it says.
type entry struct {
	key, said string
}

// record is a story's keys, behind those of its envelopes.
type record struct {
	at      value
	entries []entry
}

// shared are what an envelope says for its records.
var shared = []string{"date", "page", "paper", "name"}

// records takes the records out of their envelopes; false where there are none.
func (v *value) records(envelope []entry, take func(record), tell func(*value)) bool {
	if v.has("text") {
		own := make([]entry, len(v.keys))
		says := make(map[string]bool)
		for i, k := range v.keys {
			own[i] = entry{k, v.list[i].said()}
			says[role(k)] = says[role(k)] || own[i].said != ""
		}
		var all []entry
		for _, e := range envelope {
			if r := role(e.key); r == "" || !says[r] {
				all = append(all, e)
			}
		}
		take(record{*v, append(all, own...)})
		return true
	}
	if v.object {
		for i, k := range v.keys {
			if v.list[i].inner || v.list[i].text == "" {
				continue
			}
			if r := role(k); r != "" && !slices.Contains(shared, r) {
				k = "…/" + k // it is not the story's
			}
			envelope = append(slices.Clone(envelope), entry{k, v.list[i].text})
		}
	}
	some := false
	var without []*value
	for i := range v.list {
		if item := &v.list[i]; item.records(envelope, take, tell) {
			some = true
		} else if item.inner || !v.object {
			without = append(without, item)
		}
	}
	for _, item := range without {
		if some && item.said() != "" {
			tell(item)
		}
	}
	return some
}

// readRecords gives the rows of a file of records.
func (s *sheet) readRecords(d *intake.Decoded, take func(intake.Key, row)) {
	dec := decodeFrom(d.Text, 0)
	var all []record
	for {
		behind := dec.offset()
		v, err := parse(dec, 0)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil { // what stands before is taken, and records on lines of their own behind it
			if from, next := brokenLine(d.Text, behind); next > 0 {
				s.found = append(s.found, intake.Find(diag.ImportDropped, d.Place(from, next), intake.Words{"a record that is no whole JSON", "不完整的 JSON 记录"}, strings.TrimSpace(d.Text[from:next])))
				dec = decodeFrom(d.Text, next)
				continue
			}
			at := min(dec.offset(), len(d.Text))
			s.found = append(s.found, intake.Find(diag.ImportBroken, d.Place(at, at), "JSON", err.Error()))
			break
		}
		tell := func(v *value) {
			s.found = append(s.found, intake.Find(diag.ImportDropped, d.Place(v.from, v.to), intake.Words{"a record without a text", "没有正文的记录"}, v.said()))
		}
		if !v.records(nil, func(r record) { all = append(all, r) }, tell) {
			tell(&v)
		}
	}
	if len(all) == 0 {
		s.found = append(s.found, intake.Find(diag.ImportBroken, d.Place(0, 0), "JSON", intake.Words{"no key is named text, 正文 or content", "没有名为“正文”“内容”或 content 的键"}))
		return
	}
	// A key that stands twice in a record has two columns.
	column := make(map[string]int)
	var head []string
	columns := func(r record) []int {
		times, out := make(map[string]int), make([]int, len(r.entries))
		for i, e := range r.entries {
			times[e.key]++
			id := e.key + "\x00" + strconv.Itoa(times[e.key])
			if _, ok := column[id]; !ok {
				column[id] = len(head)
				head = append(head, e.key)
			}
			out[i] = column[id]
		}
		return out
	}
	for _, r := range all {
		columns(r)
	}
	roles := s.roles(head)
	defer s.tellUnknown(head)
	for n, r := range all {
		cells := make([]string, len(head))
		for i, at := range columns(r) {
			cells[at] = r.entries[i].said
		}
		s.row(d, roles, cells, d.Place(r.at.from, r.at.to), n+1, take)
	}
}
