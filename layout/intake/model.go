package intake

import (
	"slices"
	"strings"
	"time"

	"duikai/layout/diag"
)

// Place is a stretch of a source file.
type Place struct {
	File     string // path in the source; "-" for standard input
	From, To int    // bytes of the file as it lies there; equal: the file as a whole
	Line     int    // from 1; 0 where lines mean nothing
}

// Pos is the place as problems name it.
func (p Place) Pos() diag.Pos {
	if p.Line == 0 {
		return diag.Pos{File: p.File}
	}
	return diag.Pos{File: p.File, Line: p.Line, Col: 1}
}

// Style is the styling of a run that the manuscript knows.
type Style uint8

const (
	Bold    Style = 1 << iota // 黑体
	Kai                       // 楷体
	Raised                    // 上标
	Lowered                   // 下标
	Struck                    // 划去: it is set all the same, and told
)

// scripts are the styles that are part of what is written: without them a formula says
// something else.
const scripts = Raised | Lowered

// Bare is a style without emphasis, as heads have it, which are set in faces of their own.
func (s Style) Bare() Style { return s & (scripts | Struck) }

// Run is text that stands in one stretch of a source.
type Run struct {
	Text  string
	Style Style
	Ruby  string // what stands over all of it (注音); mostly empty
	At    Place
	// Sure is how certain the characters themselves are, in percent, where a
	// machine read them from a picture (OCR); 0: nothing is said.
	Sure int
}

// Text is runs one behind the other.
type Text []Run

// String is the bare text.
func (t Text) String() string {
	if len(t) == 1 {
		return t[0].Text
	}
	var b strings.Builder
	for _, r := range t {
		b.WriteString(r.Text)
	}
	return b.String()
}

// At is where the text begins.
func (t Text) At() Place {
	if len(t) == 0 {
		return Place{}
	}
	return t[0].At
}

// Span is the stretch from where the text begins to where it ends, as far as its runs
// stand in one file one behind the other.
func (t Text) Span() Place {
	at := t.At()
	for _, r := range t {
		if r.At.File != at.File || r.At.To < at.To {
			break
		}
		at.To = r.At.To
	}
	return at
}

// Field is a text and why it is taken for what it is.
type Field struct {
	Text Text
	Rule string // a word for the rule, such as "head-before-brief"; it is stable
	Sure int    // percent; 100: the source says so
}

// Given is a field of which the source says what it is.
func Given(rule string, t Text) Field { return Field{Text: t, Rule: rule, Sure: Certain} }

// Certain is the Sure of what the source says itself.
const Certain = 100

// Empty tells whether the field has no text.
func (f Field) Empty() bool { return strings.TrimSpace(f.Text.String()) == "" }

// BlockKind says what a block of a story's text is.
type BlockKind uint8

const (
	Paragraph BlockKind = iota // 自然段
	Subhead                    // 小标题
	RunIn                      // 接排小标题: it opens the paragraph that follows
	Note                       // 编者按
	Pull                       // 引语
	Verse                      // 诗行: a line of it; StanzaEnds closes a stanza
	Names                      // 名单: a group of it; what is bold is its label
	Table                      // 表格: Rows
	Pause                      // a break between sections; no text
)

var blockNames = [...]string{"paragraph", "subhead", "run-in", "note", "pull", "verse", "names", "table", "pause"}

// String is the kind's word in import.json.
func (k BlockKind) String() string { return blockNames[k] }

// Block is a piece of a story's text.
type Block struct {
	Kind BlockKind
	Field
	Rows       [][]Text // of a table; the first is its head
	Merged     int      // cells of a table that reached over several in the source
	StanzaEnds bool
	// Indent is how many ems of white stood before it, and Apart that an empty line did: a
	// line of verse keeps its indent, and by both verse is known.
	Indent int
	Apart  bool
}

// Jump is the page where a story's other part stands (转版).
type Jump struct {
	Page int
	Mark int // ①②③; 0: none
	// Label is the page as the source writes it (A03), where pages are not
	// plain numbers; NumberPages fills Page from it.
	Label string
	At    Place
}

// Picture is a picture of a story or of a page.
type Picture struct {
	Name    string // its file name in the source; the writer finds another where two are alike
	Read    func() ([]byte, error)
	Caption Field
	Credit  Field
	Areas   []Area
	At      Place
	kept    []byte // what was read
}

// contents reads a picture, once: an edition may be written several times until it sets.
func (p *Picture) contents() (data []byte, err error) {
	if p.kept == nil {
		p.kept, err = p.Read()
	}
	return p.kept, err
}

// Point is a corner in the page's own units, y downward.
type Point struct{ X, Y float64 }

// Area is a polygon on the page (热区).
type Area []Point

// Size is a width and a height in the units of the areas.
type Size struct{ W, H float64 }

// Story is one story (稿件).
type Story struct {
	// ID is the name of its file without .md; the writer makes one where it is
	// empty. A reader gives it where the source has a name of its own that stays
	// the same when the source grows.
	ID       string
	Kicker   Field   // 引题
	Headline []Field // 主题, by lines
	Deck     []Field // 副题
	Summary  []Field // 提要
	Byline   Field   // 署名
	Column   Field   // 栏目
	Note     Field   // 作者附注
	Section  string
	Series   string
	Weight   int // 1 is the lead, 5 a brief; 0: by its order and length
	From, To *Jump
	Body     []Block
	Pictures []*Picture
	Areas    []Area // where it stood on the page
	At       Place
	// Kind is what the reader takes it for, a word for the report: story, essay,
	// brief, continuation, notice, advertisement.
	Kind      string
	Truncated bool // its end is not in the source
	// First is how many characters its first part has, where parts on other pages
	// follow (Page.Parts); 0: it stands on one page. Short is the head over those.
	First int
	Short Field // 转版短题
}

// Page is a page of an edition (版).
type Page struct {
	Number   int
	Label    string // as the source writes it: A01, T02
	Name     Field  // 版名
	Sheet    Size   // of the areas' units; zero: no places are known
	Stories  []*Story
	Parts    []Part     // of stories that begin on earlier pages
	Pictures []*Picture // that belong to no story
	Slots    []Slot     // what was restored; stories and pictures in none are placed by the program
	At       Place
	loosened bool // it is made up anew, near to where its slots stood
	// Fillers are what stands where it lacks text (补白); one without a size has the size
	// and the place that are found for it. nil: one at the foot, with as many rows as are
	// reckoned to be free; empty: none.
	Fillers  []Slot
	reckoned bool // it got that one
}

// Slot is a place on the grid that a story or a picture was found to have had.
type Slot struct {
	Story    *Story
	Picture  *Picture // where Story is nil
	Filler   bool     // a notice stands where the source tells of nothing
	Col, Row int      // from 1
	Cols     int
	Rows     int
	Columns  int    // text columns; 0: as many as it spans
	Head     string // as in issue.yaml; empty: across
	HeadSpan int    // text columns that the head covers; 0: all
	HeadFrom int    // the first of them; 0: the first of the slot
}

// Format is the grid of a restored edition; nil: the house's.
type Format struct {
	Name          string // broadsheet, tabloid or empty for the rest
	Columns, Rows int
	Chars         int
	TrimW, TrimH  int // millimetres
}

// Edition is one issue of a paper (一期).
type Edition struct {
	Paper  string
	Date   time.Time // at midnight UTC
	Number int
	CN     string
	Format *Format
	Pages  []*Page
	Art    Art // of fillers; nil: none are wanted
	// Sources are the files that it was read from.
	Sources []SourceFile
}

// SourceFile is a file that was read.
type SourceFile struct {
	File     string
	Kind     string // of the reader
	Encoding string // empty: not text
	Bytes    int
	SHA256   string // hexadecimal
}

// Stories are the stories of all pages, in order.
func (e *Edition) Stories() []*Story {
	var all []*Story
	for _, p := range e.Pages {
		all = append(all, p.Stories...)
	}
	return all
}

// Page finds a page by number and makes it where there is none, in the order of
// the numbers.
func (e *Edition) Page(number int) *Page {
	i, ok := slices.BinarySearchFunc(e.Pages, number, func(p *Page, n int) int { return p.Number - n })
	if !ok {
		e.Pages = slices.Insert(e.Pages, i, &Page{Number: number})
	}
	return e.Pages[i]
}

// Finding is something that the report tells: a problem of the catalogue at a
// place in the source, and what an editor needs to judge it.
type Finding struct {
	diag.Problem
	At    Place
	Rule  string
	Sure  int    // percent; 0: it is no guess
	Story *Story // whom it concerns; nil: nobody
	// Before and After are the lines around it, Text the lines themselves, in
	// the source's words.
	Before, Text, After []string
}

// Find makes a finding.
func Find(code diag.Code, at Place, args ...any) Finding {
	return Finding{Problem: diag.New(code, at.Pos(), args...), At: at}
}

// KeyOf is the key of an issue of which paper and day are known; the findings say what is
// not, both where both are missing.
func KeyOf(paper string, day time.Time, at Place) (k Key, missing []Finding) {
	if day.IsZero() {
		missing = append(missing, Find(diag.ImportNoDate, at))
	}
	if paper == "" {
		missing = append(missing, Find(diag.ImportNoPaper, at))
	}
	if missing != nil {
		return Key{}, missing
	}
	return Key{Paper: paper, Date: day.Format(time.DateOnly)}, nil
}

// Because adds the rule and how sure it is.
func (f Finding) Because(rule string, sure int) Finding {
	f.Rule, f.Sure = rule, sure
	return f
}

// Of adds the story.
func (f Finding) Of(s *Story) Finding {
	f.Story = s
	return f
}
