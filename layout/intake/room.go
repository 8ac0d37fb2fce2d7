package intake

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"unicode/utf8"

	"duikai/layout/diag"
)

// What a page has and what its stories ask for, in cells: lines of one basic
// column. The program that makes up pages can give and take a tenth of it, so
// an estimate serves.

// sheet is a format of the house, as its loader knows it.
type sheet struct {
	name                 string
	columns, chars, rows int
}

var (
	broadsheet = sheet{"broadsheet", 8, 13, 120}
	tabloid    = sheet{"tabloid", 6, 11, 86}
)

// sheet is a format of its own as its loader knows it; what it does not say is that of the
// house.
func (f *Format) sheet() sheet {
	return sheet{columns: f.Columns, chars: cmp.Or(f.Chars, broadsheet.chars), rows: cmp.Or(f.Rows, broadsheet.rows)}
}

// across is how many characters its basic columns and the gutters between them take.
func (s sheet) across() int { return s.columns*(s.chars+1) - 1 }

func (s sheet) cells() int { return s.columns * s.rows }

// Sizes in points of the house's body text (宋 9 on 11.5).
const (
	bodySize    = 9
	bodyLeading = 11.5
)

// Art draws a filler, w points wide and h high; which one, n says.
type Art func(w, h float64, n int) []byte

// headCells is what a head takes by the weight of its story: the cells of a
// lead's over five columns, of a brief's over two.
var headCells = [...]int{1: 50, 2: 30, 3: 20, 4: 14, 5: 10}

// room is about the cells of a story on a sheet.
func (s *Story) room(on sheet) int {
	n := 0
	for _, b := range s.Body {
		chars := utf8.RuneCountInString(b.Text.String())
		switch b.Kind {
		case Subhead:
			n += 3 // a line with white around it
		case RunIn:
			n += chars / on.chars
		case Table:
			n += 2 * len(b.Rows)
		default:
			n += (chars+2)/on.chars + 1 // indented, and the last line is not full
		}
	}
	return n + s.fixedRoom()
}

// fixedRoom is about the cells of what stands on a story's first page whole: its
// head and its pictures.
func (s *Story) fixedRoom() (n int) {
	if len(s.Headline) > 0 || !s.Kicker.Empty() {
		n += headCells[min(max(s.Weight, 1), len(headCells)-1)]
	} else {
		n += 4
	}
	if !s.Byline.Empty() {
		n += 2
	}
	return n + picturesCells*len(s.Pictures)
}

// picturesCells is a picture of three columns and what stands below it.
const picturesCells = 60

// first is about the cells of the part of a story that stands on its first page.
func (s *Story) first(on sheet) int {
	fixed := s.fixedRoom()
	text := s.room(on) - fixed
	if all := s.Length(); s.First > 0 && all > 0 {
		text = text * s.First / all
	}
	return text + fixed
}

func (p *Page) room(on sheet) int {
	n := picturesCells * len(p.Pictures)
	for _, s := range p.Stories {
		n += s.first(on)
	}
	for _, part := range p.Parts {
		n += part.Chars/on.chars + headCells[len(headCells)-1]
	}
	return n
}

// fitSheet chooses the format of an edition that is made up by the program: a
// tabloid where no page would fill half of a broadsheet. It opens further pages
// where one has more text than it holds, and tells.
func (e *Edition) fitSheet() (sheet, []Finding) {
	on := broadsheet
	small := true
	for _, p := range e.Pages {
		small = small && p.room(tabloid) <= tabloid.cells()*fullest/100 && p.room(broadsheet) < broadsheet.cells()/2
	}
	if small {
		on = tabloid
		e.Format = &Format{Name: tabloid.name}
	}
	var found []Finding
	var further *Page // the last one that was opened
	for i := 0; i < len(e.Pages); i++ {
		if f, q := e.spill(i, on, further); f != nil {
			found, further = append(found, *f), q
		}
	}
	return on, found
}

// Shares of a page's cells, in percent: what the estimate may be before stories
// move on, and below which a filler is called for.
const (
	fullest  = 104
	thinnest = 93
)

// spill moves the last stories of a page that is too full to the further page that was
// opened last, where they have room, or to one of their own behind the last.
func (e *Edition) spill(i int, on sheet, further *Page) (*Finding, *Page) {
	p := e.Pages[i]
	n, k := 0, 0
	for _, part := range p.Parts {
		n += part.Chars / on.chars
	}
	for k < len(p.Stories) && (k == 0 || n+p.Stories[k].first(on) <= on.cells()*fullest/100) {
		n += p.Stories[k].first(on)
		k++
	}
	if k == len(p.Stories) || len(p.Slots) > 0 {
		return nil, nil
	}
	rest := &Page{Stories: p.Stories[k:]}
	p.Stories = p.Stories[:k:k]
	q := further
	if q == nil || q == p || q.room(on)+rest.room(on) > on.cells() {
		q = e.Page(e.Pages[len(e.Pages)-1].Number + 1)
		q.Name = p.Name
	}
	if q.Name.Text.String() != p.Name.Text.String() { // it has stories of several sections
		q.Name = Field{}
	}
	q.Stories = append(q.Stories, rest.Stories...)
	first := rest.Stories[0]
	title := first.ID
	if len(first.Headline) > 0 {
		title = first.Headline[0].Text.String()
	}
	f := Find(diag.ImportOverfull, first.At, p.Number, title, q.Number)
	return &f, q
}

// LeastFiller is how high a filler is at least, in rows: as a slogan needs.
const LeastFiller = 9

// A filler that is reckoned leaves a strip for the head and some
// lines of the text: more would be white.
const mostFiller = 88 // percent of the rows

// nameplateRows are those of the nameplate of page 1, and the white below it.
const nameplateRows = 13

// fillers draws what stands on a page that lacks text, and gives the slots; none where
// none is called for.
func (w *folderWriter) fillers(p *Page, on sheet) (lines []string) {
	if p.reckoned = false; w.edition.Art == nil {
		return nil
	}
	for k, s := range p.Fillers {
		lines = append(lines, w.fill(p, s, on.chars, fillerName(p, k), k))
	}
	if free := p.free(on); p.Fillers == nil && free > 0 {
		p.reckoned = true
		lines = append(lines, w.fill(p, Slot{Col: 1, Row: on.rows - free + 1, Cols: on.columns, Rows: free}, on.chars, fmt.Sprintf("filler-%d.pdf", p.Number), 0))
	}
	return lines
}

// free is about how many rows of a page its text leaves, for a filler; 0: too few for one.
func (p *Page) free(on sheet) int {
	rows := on.rows - (p.room(on)+on.columns-1)/on.columns - 1
	if p.Number == 1 {
		rows -= nameplateRows
	}
	if len(p.Slots) > 0 && !p.loosened || p.room(on)*100 >= on.cells()*thinnest || rows < LeastFiller {
		return 0
	}
	return min(rows, on.rows*mostFiller/100)
}

// fillerName is the name of a page's k-th filler.
func fillerName(p *Page, k int) string { return fmt.Sprintf("filler-%d-%d.pdf", p.Number, k+1) }

// Guessed tells whether the page has a filler that is reckoned, where that may be far off:
// with few stories, for what a head takes depends on how wide it stands, and of many stories
// that evens out; with the second part of a story, whose first takes what it takes; or
// made up anew near to how it stood.
func (p *Page) Guessed() bool {
	const few = 3
	return p.reckoned && (len(p.Stories) <= few || len(p.Parts) > 0 || p.loosened)
}

// hole draws the k-th filler of a restored page.
func (w *folderWriter) hole(p *Page, s Slot, k int) string {
	if w.edition.Art == nil {
		return ""
	}
	return w.fill(p, s, w.sheet.chars, fillerName(p, k), k)
}

// fill draws a filler for a slot, the k-th of a page, and gives its line. One without a
// size yet is drawn in any.
func (w *folderWriter) fill(p *Page, s Slot, chars int, name string, k int) string {
	name = path.Join(pictureDir, name)
	size := s
	if s.Rows == 0 {
		size.Cols, size.Rows = 1, LeastFiller
	}
	width := float64(size.Cols*(chars+1)-1) * bodySize
	data := w.edition.Art(width, float64(size.Rows)*bodyLeading, w.edition.Date.YearDay()+p.Number+k)
	w.files = append(w.files, File{Path: name, Data: data})
	if s.Rows == 0 {
		return fmt.Sprintf("{ad: %s, mark: false}", name)
	}
	w.found = append(w.found, Find(diag.ImportFiller, p.At, p.Number, s.Rows))
	return fmt.Sprintf("{ad: %s, at: [%d, %d], span: [%d, %d], mark: false}", name, s.Col, s.Row, s.Cols, s.Rows)
}

// Holds tells whether a story, or a part of it, stands on the page.
func (p *Page) Holds(id string) bool {
	return slices.ContainsFunc(p.Stories, func(s *Story) bool { return s.ID == id }) ||
		slices.ContainsFunc(p.Parts, func(x Part) bool { return x.Story.ID == id })
}
