package dump

import (
	"path"
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
			found = append(found, why...)
			continue
		}
		out = append(out, lot)
	}
	return out, found
}

// whereabouts is what is known of a file: whose it is, of which day, which page.
type whereabouts struct {
	paper string
	date  time.Time
	page  int
}

// lotOf finds out which page a file is: by what the user says, by its path, by
// what the page says of itself.
func lotOf(src *intake.Source, file string, o intake.Options) (intake.Lot, []intake.Finding) {
	w := whereabouts{paper: o.Paper}
	w.date, w.page = pathDate(file)
	if !o.Date.IsZero() {
		w.date = o.Date
	}
	if o.Page > 0 {
		w.page = o.Page
	}
	if w.paper == "" || w.date.IsZero() || w.page == 0 {
		d, _ := src.Decode(file, src.Head(file, headRoom), "")
		w.look(strings.Split(d.Text, "\n"))
	}
	lot, why := w.lot(src, file)
	o.Paper, o.Date, o.Page = w.paper, w.date, w.page
	lot.Read = func() intake.Delivery { return read(src, file, o) }
	return lot, why
}

// lot is a lot of which paper and day are known; the findings say what is not.
func (w whereabouts) lot(src *intake.Source, file string) (intake.Lot, []intake.Finding) {
	key, missing := intake.KeyOf(w.paper, w.date, src.Place(file))
	return intake.Lot{Key: key, Name: file}, missing
}

// dayInPath is a day in a path, and the page behind it: 2021-04-07-03,
// 20210407_3, 2021/04/07/A03, 202104/07. Where nothing parts year and month both
// have all their figures: 2021117 could be two days.
var dayInPath = lazily(`(?:^|\D)((?:19|20)\d{2})(?:[-_/.年](1[0-2]|0?[1-9])[-_/.月](3[01]|[12]\d|0?[1-9])日?|(1[0-2]|0[1-9])[-_/.]?(3[01]|[12]\d|0[1-9]))(?:[-_/. ]*(?:第|page|p|A|B|版)?(\d{1,2})(?:\D|$))?`)

func pathDate(file string) (time.Time, int) {
	if ext := path.Ext(file); strings.Trim(ext, ".0123456789-_") != "" { // not the end of 1963.12.31-1
		file = strings.TrimSuffix(file, ext)
	}
	m := dayInPath.FindStringSubmatch(file)
	if m == nil {
		return time.Time{}, 0
	}
	y, _ := strconv.Atoi(m[1])
	mo, _ := strconv.Atoi(m[2] + m[4])
	d, _ := strconv.Atoi(m[3] + m[5])
	n, _ := strconv.Atoi(m[6])
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

var dayInText = lazily(`((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日`)

// look reads the page header at the head of a page: what is known already stays.
func (w *whereabouts) look(ls []string) {
	const rows = 16 // a nameplate and a header have some lines
	n := 0
	for _, l := range ls {
		if l = strings.Trim(l, blanks); l == "" {
			continue
		}
		if n++; n > rows || width(l) > widestRow || sentence(l) {
			return
		}
		if m := dayInText.FindStringSubmatch(l); m != nil && w.date.IsZero() {
			y, _ := strconv.Atoi(m[1])
			mo, _ := strconv.Atoi(m[2])
			d, _ := strconv.Atoi(m[3])
			w.date = day(y, mo, d)
		}
		for _, word := range strings.Fields(l) {
			if paperName.MatchString(word) && w.paper == "" {
				w.paper = word
			}
		}
		if m := folioShape.FindStringSubmatch(l); m != nil && w.page == 0 {
			w.page = number(strings.TrimLeft(m[1], "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
		}
	}
}

// maxDump is the largest file that is read: a page has some twenty thousand
// characters.
const maxDump = 4 << 20

func read(src *intake.Source, file string, o intake.Options) intake.Delivery {
	data, why := src.Read(file, maxDump)
	if why != nil {
		return intake.Delivery{Findings: []intake.Finding{*why}}
	}
	d, found := src.Decode(file, data, "")
	e := &intake.Edition{Paper: o.Paper, Date: o.Date, Sources: []intake.SourceFile{src.Describe(file, Kind, d.Encoding, data)}}
	ls, told := unfold(d, o)
	if told == nil {
		ls, told = abreast(d, lines(d))
	}
	if told == nil {
		told = woven(ls, o)
	}
	if told != nil {
		found = append(found, *told)
	}
	into := e.Page(o.Page)
	ls, ends := again(ls)
	found = append(found, fill(into, append(unwrap(ls, o), ends...), src.Place(file), o)...)
	if o.Page == 0 {
		into.Number = guessNumber(into)
		found = append(found, intake.Find(diag.ImportPageNumber, src.Place(file), into.Number))
	}
	if len(e.Stories()) == 0 {
		return intake.Delivery{Findings: found}
	}
	return intake.Delivery{Edition: e, Findings: found}
}

// guessNumber is the number of a page that does not tell it: the first behind the pages
// that its stories come from.
func guessNumber(p *intake.Page) int {
	n := 1
	for _, s := range p.Stories {
		if s.From != nil {
			n = max(n, s.From.Page+1)
		}
	}
	return n
}

// fill makes the stories of a page of its lines.
func fill(into *intake.Page, ls []line, at intake.Place, o intake.Options) []intake.Finding {
	p := &page{options: o}
	for _, l := range ls {
		p.items = append(p.items, classify(l, o))
	}
	p.pageName(into)
	p.segment()
	p.weigh()
	into.At = at
	for _, s := range p.stories {
		whole := false
		s.Fields(func(_ string, f *intake.Field) { whole = whole || !f.Empty() })
		if whole {
			into.Stories = append(into.Stories, s.Story)
		}
	}
	if len(into.Stories) == 0 {
		return append(p.found, intake.Find(diag.ImportEmpty, at))
	}
	return p.found
}

// nameShape is a page header that names the section: 3 经济 第三版.
var nameShape = lazily(`^[A-Z]?\d{0,3}\s*(\p{Han}{2,6}?)\s*第\s*[A-Z0-9\p{Han}、–-]{1,6}\s*版`)

// pageName finds the section of the page in its header: with the number, or in a
// line of its own between number and date.
func (p *page) pageName(into *intake.Page) {
	const rows = 4
	for i, it := range p.items[:min(rows, len(p.items))] {
		if m := nameShape.FindStringSubmatchIndex(it.text); m != nil && it.role == furniture {
			_, t := cut(it.runs, m[2])
			t, _ = cut(t, m[3]-m[2])
			into.Name = intake.Field{Text: t, Rule: "page-header", Sure: surePlain}
			return
		}
		short := strings.IndexFunc(it.text, func(r rune) bool { return !han(r) }) < 0 && width(it.text) <= 4
		if short && (it.role == headish || it.role == named) && i+1 < len(p.items) && p.items[i+1].role == furniture && (i == 0 || p.items[i-1].role == furniture) {
			into.Name = intake.Field{Text: it.runs, Rule: "page-header", Sure: sureHead}
			p.items[i].role, p.items[i].why = furniture, term{"the page's section", "版名"}
			return
		}
	}
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
