package manuscript

import (
	"slices"
	"time"

	"duikai/layout/diag"
	"duikai/layout/geom"
)

// Issue is one issue of a paper (一期) as its editors describe it.
type Issue struct {
	Paper   string // nameplate text (报名)
	Date    time.Time
	Number  int    // 总第 N 期; 0 where not given
	CN      string // 国内统一连续出版物号
	Format  Format
	Style   Style
	Pages   []*Page  // in the order of issue.yaml
	Stories []*Story // every story of the folder, by id
	Src     diag.Pos
}

// Story finds a story by id; nil where there is none.
func (is *Issue) Story(id string) *Story {
	for _, s := range is.Stories {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// StoryFile tells whether a path is that of a story of the issue.
func (is *Issue) StoryFile(path string) bool {
	return slices.ContainsFunc(is.Stories, func(s *Story) bool { return s.Src.File == path })
}

// Format is the sheet and its character grid (版式).
type Format struct {
	Name    string // "broadsheet", "tabloid" or "custom"
	Trim    geom.Size
	Columns int          // basic columns (基本栏)
	Chars   int          // characters in a basic column
	Rows    int          // rows in the type area
	Gutter  geom.Measure // between basic columns; one character by default
	Margins *geom.Inset  // nil: the type area is centred
	Bleed   geom.Length
	Src     diag.Pos // of the format's value; zero where the default stands
}

// Style is the house style (版式规范). The loader fills every field, with the
// house's defaults where the issue says nothing.
type Style struct {
	Body        BodyStyle
	Break       string // prohibition level: none, basic, gb, strict, css-strict, css-normal, css-loose
	Punctuation string // quanjiao, kaiming, banjiao
	Hanging     bool
	Normalize   bool
	LatinGap    geom.Measure // between Han and Latin or figures; at most half an em
	// NotStart and NotEnd are characters that the house keeps from line starts
	// and ends besides those of the level; MayStart and MayEnd are those it
	// exempts. No character stands in both of a pair.
	NotStart, NotEnd, MayStart, MayEnd string
	// Fonts are the paper's own files by role, tried before the embedded ones.
	Fonts []FontFiles
}

// BodyStyle is how body text is set (正文字体).
type BodyStyle struct {
	Font    string // role name
	Size    geom.Length
	Leading geom.Length  // from baseline to baseline: one row
	Indent  geom.Measure // of a paragraph's first line
}

// FontFiles names the files of a role.
type FontFiles struct {
	Role  string
	Files []File
	Src   diag.Pos
}

// File is a path inside the issue folder and the place that names it.
type File struct {
	Path string
	Src  diag.Pos
}

// Page is the plan of a page.
type Page struct {
	Number  int
	Name    string // section (版名)
	Editors []Editor
	Slots   []*Slot
	Src     diag.Pos
}

// Editor is a line of the staff box: 责任编辑 陈一.
type Editor struct {
	Role, Name Text
}

// Kind says what a slot holds.
type Kind uint8

const (
	StorySlot   Kind = iota
	PictureSlot      // 图片
	AdSlot           // 广告
)

// Box is the frame of a slot (加框).
type Box uint8

const (
	BoxNone Box = iota
	BoxLine
	BoxDouble
	BoxBold
)

// Head says where a story's head stands in its slot.
type Head uint8

const (
	HeadAcross Head = iota
	HeadLeft
	HeadVerticalLeft
	HeadVerticalRight
	HeadNone
)

// Slot is a rectangle of cells and what stands in it (版位).
type Slot struct {
	Kind       Kind
	Story      string // id, for StorySlot
	File       File   // for PictureSlot and AdSlot
	Col, Row   int    // top left cell, from 1
	Cols, Rows int    // size in cells
	Columns    int    // text columns; 0: as many as it spans
	Box        Box
	Tint       int // percent of black under the text (底纹)
	Head       Head
	Caption    Text
	Credit     Text
	Src        diag.Pos
	Places     SlotPlaces
}

// SlotPlaces tells where the values stand that problems of a slot point at;
// a zero place means that the issue does not give the value.
type SlotPlaces struct{ Content, At, Span, Columns diag.Pos }

// Name is what problems call the slot: the story's id or the file's path.
func (s *Slot) Name() string {
	if s.Kind == StorySlot {
		return s.Story
	}
	return s.File.Path
}

// Emphasis is the styling of a span; styles add up.
type Emphasis uint8

const (
	Bold     Emphasis = 1 << iota // Bold is **bold**, set in 黑.
	Kai                           // Kai is *emphasis*, set in 楷.
	Dots                          // Dots is ==重点==, a dot under each character (着重号).
	NameLine                      // NameLine is __人名__, a line under a proper name (专名号).
	WaveLine                      // WaveLine is ~~书名~~, a wavy line under a title (浪线书名号).
	Whole                         // Whole keeps a span on one line. No markup says it: make-up sets it on names.
)

// Span is a stretch of text of one styling. Its characters stand in the
// source one after the other: character i has the place Src.Shift(i), and
// character i of the ruby RubySrc.Shift(i).
type Span struct {
	Text    string
	Style   Emphasis
	Src     diag.Pos
	Ruby    string   // what stands over the span as a whole (注音); mostly empty
	RubySrc diag.Pos // zero where there is no ruby
}

// Text is styled text; spans of the same styling may follow each other where
// the source was not contiguous.
type Text []Span

// String is the bare text, without rubies.
func (t Text) String() string {
	var b []byte
	for _, s := range t {
		b = append(b, s.Text...)
	}
	return string(b)
}

// Story is one story (稿件).
type Story struct {
	ID       string
	Kicker   Text   // 引题
	Headline []Text // 主题, one text a line as the editor divides it; `|` hints are kept as HintRune
	Deck     []Text // 副题
	Byline   Text   // 署名
	Column   Text   // 栏目
	Note     Text   // 作者按语
	Weight   int    // 1 is the lead; 0: not given
	From, To *Jump  // the part on a page of another edition folder
	Pictures []Picture
	Blocks   []Block
	Src      diag.Pos
}

// HintRune marks a place where a headline may be broken: `|` in the source.
// It is never printed.
const HintRune = '\u001f'

// Jump names the page where a story's other part stands.
type Jump struct {
	Page int
	Mark int // ①②③; 0: none
	Src  diag.Pos
}

// Picture is a picture inside a story.
type Picture struct {
	File    File
	Caption Text
	Credit  Text
	Span    int // basic columns
}

// Block is a piece of a story's text: *Paragraph, *Subhead or *Break.
type Block interface{ block() }

// Paragraph is a paragraph (自然段).
type Paragraph struct {
	Text  Text
	Quote bool // part of an editor's note (编者按)
}

// Subhead is a heading inside the text (小标题). Level counts from 1.
type Subhead struct {
	Text  Text
	Level int
}

// Break is a pause between sections.
type Break struct{ Src diag.Pos }

func (*Paragraph) block() {}
func (*Subhead) block()   {}
func (*Break) block()     {}
