package replica

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Issue is an issue of an archive whose web edition was written.
type Issue struct {
	Path string    // the folder of its web edition, from that of the archive, with slashes
	Date time.Time // zero: it has none
	Read func() ([]byte, error)
}

// searchFile is what Read of an Issue gives: the index of a web edition.
const searchFile = "search.json"

// WriteArchive writes what leads into the web editions of an archive (合订本): a
// calendar and a search over all issues. Issues are in the order of their dates.
//
//	index.html            the years, and the calendar of the last
//	archive/1998.html     the calendar of a year
//	archive/search.html   search; it reads only the pieces of the index that it needs
//	archive/1998/*.js     the stories of a year, and the pairs of characters that they have
//
// The index of one year at a time is held in memory.
func WriteArchive(issues []Issue, put Put) error {
	forms, err := newWebForms(put)
	if err != nil {
		return err
	}
	b := &binder{put: put, forms: forms}
	for i := 0; i < len(issues); {
		k := i
		for k < len(issues) && issues[k].Date.Year() == issues[i].Date.Year() {
			k++
		}
		if err := b.year(issues[i:k]); err != nil {
			return err
		}
		i = k
	}
	return b.finish()
}

//go:embed archive.html
var archiveForms string

//go:embed archive.js
var archiveSearcher string

// binder is an archive under way.
type binder struct {
	put   Put
	forms webForms
	paper string
	years []*yearView
}

// yearView is a year of the calendar.
type yearView struct {
	Name, Title string
	Issues      []dayIssue
	Months      []monthView
}

// File is the file of its calendar.
func (y yearView) File() string { return "archive/" + y.Name + ".html" }

type dayIssue struct {
	Path, Label string
	date        time.Time
}

type monthView struct {
	Title string
	Weeks [][7]dayView
}

type dayView struct {
	Day    int // 0: of another month
	Issues []dayIssue
}

// indexParts is in how many files the pairs of a year are: a search of two words
// reads a few of them, of some tens of kilobytes each for a daily of eight pages.
const indexParts = 64

// year writes the index of a year and takes down its calendar.
func (b *binder) year(issues []Issue) error {
	first := issues[0].Date
	v := &yearView{Name: first.Format("2006"), Title: first.Format("2006年")}
	if first.IsZero() {
		v.Name, v.Title = "undated", "没有日期"
	}
	index := yearIndex{Issues: [][2]string{}, Stories: []storyEntry{}}
	parts := make([]map[string][]int, indexParts)
	for i := range parts {
		parts[i] = make(map[string][]int)
	}
	for _, is := range issues {
		label := is.Path
		if !is.Date.IsZero() {
			label = is.Date.Format("2006年1月2日")
		}
		v.Issues = append(v.Issues, dayIssue{is.Path, label, is.Date})
		data, err := is.Read()
		if err != nil {
			return fmt.Errorf("%s/%s: %w", is.Path, searchFile, err)
		}
		if err := index.add(is.Path, label, data, parts, &b.paper); err != nil {
			return fmt.Errorf("%s/%s: %w", is.Path, searchFile, err)
		}
	}
	if !first.IsZero() {
		v.Months = months(v.Issues)
	}
	b.years = append(b.years, v)
	if err := b.piece(v.Name+"/stories", index); err != nil {
		return err
	}
	for i, part := range parts {
		if err := b.piece(v.Name+"/"+strconv.Itoa(i), part); err != nil {
			return err
		}
	}
	return nil
}

// yearIndex is what search knows of a year: folders and days of the issues, and of
// every story the number of its issue, its file and its title.
type yearIndex struct {
	Issues  [][2]string  `json:"issues"`
	Stories []storyEntry `json:"stories"`
}

type storyEntry struct {
	issue       int
	file, title string
}

// MarshalJSON implements json.Marshaler.
func (s storyEntry) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{s.issue, s.file, s.title})
}

// add takes up an issue.
func (x *yearIndex) add(path, label string, data []byte, parts []map[string][]int, paper *string) error {
	var edition struct {
		Paper   string
		Stories []found
		Pairs   map[string][]int
	}
	if err := json.Unmarshal(data, &edition); err != nil {
		return err
	}
	*paper = edition.Paper // the last is what the paper is called now
	base := len(x.Stories)
	x.Issues = append(x.Issues, [2]string{path, label})
	for _, s := range edition.Stories {
		x.Stories = append(x.Stories, storyEntry{len(x.Issues) - 1, s.File, s.Title})
	}
	for pair, list := range edition.Pairs {
		r, _ := utf8.DecodeRuneInString(pair)
		part := parts[int(r)%indexParts]
		for _, n := range list {
			part[pair] = append(part[pair], base+n)
		}
	}
	return nil
}

// piece writes a piece of the index as a script.
func (b *binder) piece(key string, value any) error {
	data, err := json.Marshal(value) // escapes < and >, so that it can stand in a script
	if err != nil {
		return err
	}
	return b.put("archive/"+key+".js", fmt.Appendf(nil, "piece(%q, %s);\n", key, data))
}

// months are the calendars of the months of a year in which issues came out; weeks
// begin on Monday.
func months(issues []dayIssue) (out []monthView) {
	for i := 0; i < len(issues); {
		first := time.Date(issues[i].date.Year(), issues[i].date.Month(), 1, 0, 0, 0, 0, time.UTC)
		m := monthView{Title: first.Format("1月")}
		column := (int(first.Weekday()) + 6) % 7
		for day := first; day.Month() == first.Month(); day = day.AddDate(0, 0, 1) {
			if column == 0 || len(m.Weeks) == 0 {
				m.Weeks = append(m.Weeks, [7]dayView{})
			}
			d := &m.Weeks[len(m.Weeks)-1][column]
			d.Day = day.Day()
			for i < len(issues) && issues[i].date.Equal(day) {
				d.Issues = append(d.Issues, issues[i])
				i++
			}
			column = (column + 1) % 7
		}
		out = append(out, m)
	}
	return out
}

// archiveView is what the templates see.
type archiveView struct {
	Paper, Title  string
	Years         []*yearView
	Latest        *yearView
	Year          *yearView
	Before, After *yearView
}

// Name is what a browser calls the page.
func (v archiveView) Name() string { return v.Title }

// Style is the file of the rules by which it is shown.
func (archiveView) Style() string { return "archive/style.css" }

// finish writes the calendar and the search.
func (b *binder) finish() error {
	newest := slices.Clone(b.years)
	slices.Reverse(newest)
	front := archiveView{Paper: b.paper, Title: strings.TrimSpace(b.paper + " 合订本"), Years: newest}
	if len(newest) > 0 {
		front.Latest = newest[0]
	}
	if err := b.forms.html("index.html", "archive-index", front); err != nil {
		return err
	}
	for i, y := range b.years {
		v := archiveView{Paper: b.paper, Title: strings.TrimSpace(b.paper + " " + y.Title), Year: y}
		if i > 0 {
			v.Before = b.years[i-1]
		}
		if i+1 < len(b.years) {
			v.After = b.years[i+1]
		}
		if err := b.forms.html(y.File(), "archive-year", v); err != nil {
			return err
		}
	}
	if err := b.forms.html("archive/search.html", "archive-search", archiveView{Paper: b.paper, Title: "搜索"}); err != nil {
		return err
	}
	names := []string{}
	for _, y := range newest {
		names = append(names, y.Name)
	}
	list, err := json.Marshal(map[string]any{"years": names, "parts": indexParts})
	if err != nil {
		return err
	}
	if err := b.put("archive/search.js", fmt.Appendf(nil, "const archive = %s;\n%s", list, archiveSearcher)); err != nil {
		return err
	}
	return b.put("archive/style.css", css)
}
