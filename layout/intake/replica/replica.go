// Package replica reads layout.json, the record of an edition that the program
// itself writes beside its pages (duikai batch --text): what stands where, and
// every text. An edition whose folder is lost comes back from it.
//
// The file is an object with paper, date (YYYY-MM-DD), number, pages and
// stories. A page has its number, name, width and height in points, slots (kind,
// story, area as left, top, width, height, and the pages from and to which the
// story goes on) and lines (story, part, text). A story has its id and text: a
// line a paragraph, first those of the head, then an empty line, and one before
// every subhead and before the captions.
package replica

import (
	"cmp"
	"encoding/json"
	"path"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/internal/markup"
)

// Kind is the word of --from.
const Kind = "layout"

// Reader reads layout.json.
func Reader() intake.Reader { return intake.Reader{Kind: Kind, Claim: claim, Lots: lots} }

const (
	claimMark = 94
	headSize  = 8 << 10
)

var mark = regexp.MustCompile(`^\s*\{\s*"paper"\s*:[^{]*"pages"\s*:\s*\[\s*\{[^\[]*"slots"\s*:`)

func ours(src *intake.Source, file string) bool {
	return strings.EqualFold(path.Ext(file), ".json") && mark.Match(src.Head(file, headSize))
}

func claim(src *intake.Source) int {
	const most = 8 // files
	looked := 0
	for _, f := range src.Files {
		if !strings.EqualFold(path.Ext(f), ".json") {
			continue
		}
		if ours(src, f) {
			return claimMark
		}
		if looked++; looked == most {
			break
		}
	}
	return 0
}

// layout is the file as far as it is read here.
type layout struct {
	Paper   string
	Date    string
	Number  int
	Pages   []sheet
	Stories []struct{ ID, Text string }
}

type sheet struct {
	Number        int
	Name          string
	Width, Height float64
	Slots         []slot
	Lines         []struct{ Story, Part, Text string }
}

type slot struct {
	Kind, Story string
	Area        [4]float64
	From, To    int
}

func lots(src *intake.Source, o intake.Options) (out []intake.Lot, found []intake.Finding) {
	for _, f := range src.Files {
		if !ours(src, f) {
			continue // pages and texts that stand beside it
		}
		data, why := src.Read(f, intake.MaxText)
		if why != nil {
			found = append(found, *why)
			continue
		}
		d, more := src.Decode(f, data, "")
		found = append(found, more...)
		var l layout
		if err := json.Unmarshal([]byte(d.Text), &l); err != nil {
			found = append(found, intake.Find(diag.ImportBroken, src.Place(f), "JSON", markup.Reason(err)))
			continue
		}
		paper, day := cmp.Or(o.Paper, l.Paper), o.Date
		if day.IsZero() {
			day, _ = time.Parse(time.DateOnly, l.Date)
		}
		key, missing := intake.KeyOf(paper, day, src.Place(f))
		if missing != nil {
			found = append(found, missing...)
			continue
		}
		source := src.Describe(f, Kind, d.Encoding, data)
		out = append(out, intake.Lot{Key: key, Name: f, Read: func() intake.Delivery {
			r := &reader{src: src, d: d, layout: l, edition: &intake.Edition{Paper: key.Paper, Date: day, Number: l.Number, Sources: []intake.SourceFile{source}}}
			return r.read(f)
		}})
	}
	return out, found
}

// reader reads one file.
type reader struct {
	layout
	src     *intake.Source
	d       *intake.Decoded
	edition *intake.Edition
	at      int // where the next text is looked for
	found   []intake.Finding
}

func (r *reader) read(file string) intake.Delivery {
	stories := make(map[string]*intake.Story)
	r.at = max(strings.LastIndex(r.d.Text, `"stories"`), 0)
	for _, st := range r.Stories {
		stories[st.ID] = r.story(st.ID, st.Text)
	}
	for _, p := range r.Pages {
		if p.Number < 1 || p.Number > intake.MostPages {
			r.found = append(r.found, intake.Find(diag.ImportBound, r.src.Place(file), intake.Words{"the number of the page", "版次"}, intake.MostPages))
			continue
		}
		r.page(p, stories, r.src.Place(file))
	}
	d := intake.Delivery{Edition: r.edition, Findings: r.found}
	set := make(map[string]bool)
	for _, s := range r.edition.Stories() {
		set[s.ID] = true
	}
	for _, st := range r.Stories {
		if !set[st.ID] {
			d.Findings = append(d.Findings, intake.Find(diag.ImportDropped, r.src.Place(file), intake.Words{"a story without a page", "没有上版的稿件"}, intake.Shortened(st.ID+" "+st.Text)))
		}
	}
	if len(set) == 0 {
		return intake.Delivery{Findings: append(d.Findings, intake.Find(diag.ImportEmpty, r.src.Place(file)))}
	}
	return d
}

// page takes the stories that begin on a page, and the parts of others. The
// polygons are those of the slots; the sheet is what they cover together.
func (r *reader) page(p sheet, stories map[string]*intake.Story, at intake.Place) {
	into := r.edition.Page(p.Number)
	into.At = at
	if p.Name != "" {
		into.Name = intake.Given("name", intake.Text{{Text: p.Name, At: at}})
	}
	x0, y0, x1, y1 := p.extent()
	into.Sheet = intake.Size{W: x1 - x0, H: y1 - y0}
	areas := make(map[string][]intake.Area)
	begins := make(map[string]bool)
	var order []string
	for _, s := range p.Slots {
		if s.Kind != "story" {
			if s.Story != "" {
				r.picture(into, s, at)
			}
			continue
		}
		if areas[s.Story] == nil {
			order, begins[s.Story] = append(order, s.Story), s.From == 0
		}
		x, y, w, h := s.Area[0]-x0, s.Area[1]-y0, s.Area[2], s.Area[3]
		areas[s.Story] = append(areas[s.Story], intake.Area{{X: x, Y: y}, {X: x + w, Y: y}, {X: x + w, Y: y + h}, {X: x, Y: y + h}})
	}
	for _, id := range order {
		s := stories[id]
		if s == nil {
			r.found = append(r.found, intake.Find(diag.ImportAbsent, at, id))
			continue
		}
		chars := 0
		for _, l := range p.Lines {
			if l.Story == id && (l.Part == "body" || l.Part == "subhead") {
				chars += utf8.RuneCountInString(intake.Squeezed(l.Text))
			}
		}
		if !begins[id] {
			into.Parts = append(into.Parts, intake.Part{Story: s, Areas: areas[id], Chars: chars})
			continue
		}
		s.Areas = areas[id]
		if r.goesOn(id, p.Number) {
			s.First = chars
		}
		into.Stories = append(into.Stories, s)
	}
	r.furniture(p, at)
}

func (r *reader) goesOn(id string, page int) bool {
	for _, p := range r.Pages {
		for _, s := range p.Slots {
			if p.Number > page && s.Kind == "story" && s.Story == id {
				return true
			}
		}
	}
	return false
}

// extent is the type area: what the slots cover.
func (p sheet) extent() (x0, y0, x1, y1 float64) {
	for i, s := range p.Slots {
		if i == 0 {
			x0, y0 = s.Area[0], s.Area[1]
		}
		x0, y0 = min(x0, s.Area[0]), min(y0, s.Area[1])
		x1, y1 = max(x1, s.Area[0]+s.Area[2]), max(y1, s.Area[1]+s.Area[3])
	}
	return x0, y0, x1, y1
}

// picture takes a picture where the source has it.
func (r *reader) picture(into *intake.Page, s slot, at intake.Place) {
	if s.Kind != "picture" {
		r.found = append(r.found, intake.Find(diag.ImportDropped, at, intake.Words{"a slot that holds no story", "不是稿件的版位"}, s.Kind+" "+s.Story))
		return
	}
	p, why := r.src.Shown(at.File, s.Story, at)
	if p == nil {
		r.found = append(r.found, *why)
		return
	}
	into.Pictures = append(into.Pictures, p)
}

// furniture tells of the lines that belong to no story: page headers, notices.
func (r *reader) furniture(p sheet, at intake.Place) {
	var lines []string
	for _, l := range p.Lines {
		if l.Story == "" && strings.TrimSpace(l.Text) != "" {
			lines = append(lines, l.Text)
		}
	}
	if len(lines) > 0 {
		f := intake.Find(diag.ImportFurniture, at, intake.Shortened(strings.Join(lines, " / ")), intake.Words{"what stands on the page beside its stories", "版面上稿件以外的文字"})
		f.Text = lines
		r.found = append(r.found, f)
	}
}

// story parts the text of a story into its fields, by what the lines on the
// pages are parts of.
func (r *reader) story(id, text string) *intake.Story {
	s := &intake.Story{ID: id, Kind: "story"}
	parts := r.parts(id)
	within := func(part, line string) bool { return strings.Contains(parts[part], intake.Squeezed(line)) }
	head, gap := true, false
	for line := range strings.SplitSeq(text, "\n") {
		if strings.Trim(line, markup.Blanks) == "" {
			head, gap = false, true
			continue
		}
		t := intake.Text{r.run(line)}
		if len(s.Body) == 0 && len(s.Headline) == 0 && s.At.File == "" {
			s.At = t.At()
		}
		switch {
		case head:
			headLine(s, t, within)
		case within("caption", line) || within("credit", line):
			r.found = append(r.found, intake.Find(diag.ImportDropped, t.At(), intake.Words{"the caption of a picture that is not in the source", "来源中没有图片的图片说明"}, line).Of(s))
		case gap && within("subhead", line):
			s.Body = append(s.Body, intake.Block{Kind: intake.Subhead, Field: intake.Given("subhead", t)})
		case within("note", line):
			s.Note = intake.Given("note", t)
		default:
			s.Body = append(s.Body, intake.Block{Kind: intake.Paragraph, Field: intake.Given("text", t)})
		}
		gap = false
	}
	return s
}

// headLine puts a line of the head into its field.
func headLine(s *intake.Story, t intake.Text, within func(part, line string) bool) {
	line := t.String()
	switch {
	case within("column", line):
		s.Column = intake.Given("column", t)
	case within("kicker", line):
		s.Kicker = intake.Given("kicker", t)
	case within("deck", line):
		s.Deck = append(s.Deck, intake.Given("deck", t))
	case within("summary", line):
		s.Summary = append(s.Summary, intake.Given("summary", t))
	case within("byline", line):
		s.Byline = intake.Given("byline", t)
	default:
		s.Headline = append(s.Headline, intake.Given("headline", t))
	}
}

// parts is what the lines of a story say, by their part, without blanks.
func (r *reader) parts(id string) map[string]string {
	out := make(map[string]string)
	for _, p := range r.Pages {
		for _, l := range p.Lines {
			if l.Story == id {
				out[l.Part] += intake.Squeezed(l.Text)
			}
		}
	}
	return out
}

// run is a line of a story's text where it stands in the file: in a string of
// JSON, behind the one before it.
func (r *reader) run(line string) intake.Run {
	quoted, err := json.Marshal(line)
	if err == nil && len(quoted) > 2 {
		if i := strings.Index(r.d.Text[r.at:], string(quoted[1:len(quoted)-1])); i >= 0 {
			from := r.at + i
			r.at = from + len(quoted) - 2
			return intake.Run{Text: line, At: r.d.Place(from, r.at)}
		}
	}
	return intake.Run{Text: line, At: r.d.Place(r.at, r.at)}
}
