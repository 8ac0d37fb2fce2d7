package dump

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"duikai/layout/diag"
	"duikai/layout/intake"
)

// Kind is the word of --from.
const Kind = "dump"

// Reader reads raw text, one page a file.
func Reader() intake.Reader {
	return intake.Reader{Kind: Kind, Claim: claim, Lots: lots}
}

// claim is sure of nothing: other kinds of text say what they are.
func claim(src *intake.Source) int {
	for _, f := range src.Files {
		if textual(f) {
			return 20
		}
	}
	return 0
}

func textual(file string) bool {
	switch strings.ToLower(path.Ext(file)) {
	case ".txt", ".text", "":
		return true
	}
	return false
}

func lots(src *intake.Source, o intake.Options) (out []intake.Lot, found []intake.Finding) {
	for _, file := range src.Files {
		if len(src.Files) > 1 && !textual(file) {
			found = append(found, intake.Find(diag.ImportUnreadable, src.Place(file), said{"it is no text", "不是文本"}))
			continue
		}
		lot, why := lotOf(src, file, o)
		if why != nil {
			found = append(found, *why)
			continue
		}
		out = append(out, lot)
	}
	return out, found
}

// lotOf finds out which page a file is: by what the user says, by its path, by
// what the page says of itself.
func lotOf(src *intake.Source, file string, o intake.Options) (intake.Lot, *intake.Finding) {
	page := o.Page
	date, ok := o.Date, !o.Date.IsZero()
	fromPath, n := pathDate(file)
	if !ok {
		date, ok = fromPath, !fromPath.IsZero()
	}
	if page == 0 {
		page = n
	}
	if !ok || o.Paper == "" || page == 0 {
		paper, day, number := headOf(src, file)
		if !ok {
			date, ok = day, !day.IsZero()
		}
		if o.Paper == "" {
			o.Paper = paper
		}
		if page == 0 {
			page = number
		}
	}
	switch {
	case !ok:
		f := intake.Find(diag.ImportNoDate, src.Place(file))
		return intake.Lot{}, &f
	case o.Paper == "":
		f := intake.Find(diag.ImportNoPaper, src.Place(file))
		return intake.Lot{}, &f
	}
	o.Date, o.Page = date, max(page, 1)
	return intake.Lot{
		Key:  intake.Key{Paper: o.Paper, Date: date.Format(time.DateOnly)},
		Name: file,
		Read: func() intake.Delivery { return read(src, file, o) },
	}, nil
}

// dayInPath is a day in a path, and the page behind it: 2021-04-07-03,
// 20210407_3, 2021/04/07/A03.
var dayInPath = regexp.MustCompile(`(?:^|\D)((?:19|20)\d{2})[-_/.年]?(0?[1-9]|1[0-2])[-_/.月]?(0[1-9]|[12]\d|3[01]|[1-9])日?(?:[-_/. ]*(?:第|page|p|A|B|版)?(\d{1,2})(?:\D|$))?`)

func pathDate(file string) (time.Time, int) {
	m := dayInPath.FindStringSubmatch(strings.TrimSuffix(file, path.Ext(file)))
	if m == nil {
		return time.Time{}, 0
	}
	y, _ := strconv.Atoi(m[1])
	mo, _ := strconv.Atoi(m[2])
	d, _ := strconv.Atoi(m[3])
	n, _ := strconv.Atoi(m[4])
	return day(y, mo, d), n
}

// day is a day of the calendar; zero where there is none.
func day(y, m, d int) time.Time {
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Day() != d || t.Month() != time.Month(m) {
		return time.Time{}
	}
	return t
}

// headRoom is how much of a file is looked at for its date.
const headRoom = 8 << 10

var dayInText = regexp.MustCompile(`((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日`)

// headOf reads the page header at the head of a file.
func headOf(src *intake.Source, file string) (paper string, date time.Time, page int) {
	d, _ := src.Decode(file, src.Head(file, headRoom), "")
	for i, l := range lines(d) {
		const rows = 12 // a nameplate and a header have some lines
		if i >= rows || width(l.text) > widestRow || sentence(l.text) {
			break
		}
		if m := dayInText.FindStringSubmatch(l.text); m != nil && date.IsZero() {
			y, _ := strconv.Atoi(m[1])
			mo, _ := strconv.Atoi(m[2])
			dd, _ := strconv.Atoi(m[3])
			date = day(y, mo, dd)
		}
		for _, word := range strings.Fields(l.text) {
			if paperName.MatchString(word) && paper == "" {
				paper = word
			}
		}
		if m := folioShape.FindStringSubmatch(l.text); m != nil && page == 0 {
			page = number(strings.TrimLeft(m[1], "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
		}
	}
	return paper, date, page
}

func read(src *intake.Source, file string, o intake.Options) intake.Delivery {
	data, why := src.Read(file, intake.MaxText)
	if why != nil {
		return intake.Delivery{Findings: []intake.Finding{*why}}
	}
	d, found := src.Decode(file, data, "")
	p := &page{options: o}
	for _, l := range unwrap(lines(d), o) {
		p.items = append(p.items, classify(l, o))
	}
	p.segment()
	p.weigh()
	found = append(found, p.found...)
	e := &intake.Edition{Paper: o.Paper, Date: o.Date, Sources: []intake.SourceFile{src.Describe(file, Kind, d.Encoding, data)}}
	into := e.Page(o.Page)
	into.At = src.Place(file)
	for _, s := range p.stories {
		whole := false
		s.Fields(func(_ string, f *intake.Field) { whole = whole || !f.Empty() })
		if whole {
			into.Stories = append(into.Stories, s.Story)
		}
	}
	if len(into.Stories) == 0 {
		found = append(found, intake.Find(diag.ImportEmpty, src.Place(file)))
		return intake.Delivery{Findings: found}
	}
	return intake.Delivery{Edition: e, Findings: found}
}

// Weights by length, for raw text says nothing else: the longest story leads.
const (
	longStory  = 600 // characters
	shortStory = 250
)

// weigh gives weights, and names what the stories are.
func (p *page) weigh() {
	byLength := slices.Clone(p.stories)
	slices.SortStableFunc(byLength, func(a, b *draft) int { return b.Length() - a.Length() })
	rank := 0
	for _, d := range byLength {
		n := d.Length()
		switch {
		case d.Kind == "continuation":
			d.Weight = 4
			continue
		case !d.dated && !d.Byline.Empty() && n >= longStory:
			d.Kind = "essay"
		case n < longStory:
			d.Kind = "brief"
		}
		rank++
		switch {
		case rank <= 2 && n >= longStory, rank == 1:
			d.Weight = rank
		case n >= longStory:
			d.Weight = 3
		case n >= shortStory:
			d.Weight = 4
		default:
			d.Weight = 5
		}
	}
}
