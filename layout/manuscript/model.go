package manuscript

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"duikai/layout/artwork"
	"duikai/layout/cjk"
	"duikai/layout/diag"
	"duikai/layout/geom"
)

// Issue is one issue of a paper (一期) as its editors describe it.
type Issue struct {
	Paper   string // nameplate text (报名)
	Date    time.Time
	DateSrc diag.Pos
	Number  int    // 总第 N 期; 0 where not given
	CN      string // 国内统一连续出版物号
	Format  Format
	Style   Style
	Pages   []*Page // in the order of issue.yaml
	// AutoPages tells that there are as many pages as the stories fill; there is
	// none until the program has made them.
	AutoPages bool
	Reserve   []StoryRef // stories for pages that have room (备稿)
	Fillers   []*Slot    // what else may fill them (补白), the liked ones first; none has a place
	Stories   []*Story   // every story of the folder, by id
	Proofs    Proofs     // what proof readers marked, and who signed
	Src       diag.Pos
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
	Unit    string   // in which the trim is given: mm, cm, in or pt
	Src     diag.Pos // of the format's value; zero where the default stands
	typed   struct{ columns, chars, rows *node }
}

// Style is the house style (版式规范). The loader fills every field, with the
// house's defaults where the issue says nothing.
type Style struct {
	Body        BodyStyle
	Break       cjk.Level  // 禁则
	Punctuation cjk.Scheme // 标点宽度
	Figures     Figures    // 数字字身
	Hanging     bool
	Normalize   bool
	LatinGap    geom.Measure // between Han and Latin or figures; at most half an em
	// NotStart and NotEnd are characters that the house keeps from line starts
	// and ends besides those of the level; MayStart and MayEnd are those it
	// exempts. No character stands in both of a pair.
	NotStart, NotEnd, MayStart, MayEnd string
	// Fonts are the paper's own files by role, tried before the embedded ones.
	Fonts []FontFiles

	// Texts are the text styles by name (文字样式), in the order of issue.yaml.
	Texts []*TextStyle

	Header    Header         // 版眉
	Nameplate NameplateStyle // 报头
	Inks      []*Ink         // besides black and red, in the order of issue.yaml
	Separator Separator      // 稿件分隔线
	Caption   CaptionStyle   // 图片说明
	Keyline   bool           // a fine line around pictures
	AdMark    bool           // 广告 stands on advertisements
	// Resolution is the pixels an inch below which a picture is reported.
	Resolution int
	// SignOff is what every page must be signed as before it is printed; NoStatus:
	// nothing is asked.
	SignOff Status
	Makeup  MakeupStyle // 自动组版

	// ICC is the profile of the press (印刷机特性文件); no path: none.
	ICC File
	// Condition names the printing condition (印刷条件) in the registry of the
	// ICC, such as IFRA26; may be empty.
	Condition string
}

// Figures are the widths of Arabic figures in the text.
type Figures uint8

const (
	HalfFigures         Figures = iota // half an em each (二分字身)
	ProportionalFigures                // as the face draws them
)

// Header is the design of the page header (版眉).
type Header uint8

const (
	HeaderRules Header = iota
	HeaderBand
	HeaderCorner
)

// Separator is the rule between stories (稿件分隔线).
type Separator uint8

const (
	SeparatorFine     Separator = iota // 正线
	SeparatorBold                      // 反线
	SeparatorWenwu                     // 文武线
	SeparatorOrnament                  // 花边
	SeparatorNone
)

// Credit is where the credit of a picture stands.
type Credit uint8

const (
	CreditEnd      Credit = iota // at the right end of the caption's last line
	CreditBrackets               // in brackets behind the caption
)

// NameplateStyle is how the paper's name is shown.
type NameplateStyle struct {
	// Spot is the name of a spot ink (专色) that red is printed with; empty: of
	// magenta and yellow.
	Spot    string
	Picture File // instead of text; no path: text
	Centred bool // in a nameplate across; else at the left
	Red     bool // else black
}

// CaptionStyle is how captions and credits are set (图说).
type CaptionStyle struct {
	Font   RoleRef
	Size   geom.Length
	Credit Credit
}

// BodyStyle is how body text is set (正文字体).
type BodyStyle struct {
	Font    RoleRef
	Size    geom.Length
	Leading geom.Length  // from baseline to baseline: one row
	Indent  geom.Measure // of a paragraph's first line
}

// TextStyle is how the text of a story or of a notice is set where it is not to
// be body text (文字样式): classified advertisements, a listing of programmes, an
// obituary.
type TextStyle struct {
	Name string
	BodyStyle
	Align TextAlign
	// Columns are the text columns of a slot that does not say so itself; 0: as
	// many as it spans.
	Columns int
	Hang    geom.Measure // indent of a paragraph's lines but the first (悬挂缩进)
	Bars    bool         // subheads are bars with reversed type (栏头条)
	Labels  bool         // the bold words that open a paragraph are reversed (反白标签)
	// Cell is the width of the cells that characters stand on (字格), at least: it
	// opens to the widest syllable over them. 0: they stand solid.
	Cell geom.Measure
	Src  diag.Pos
}

// TextAlign is how the lines of a text style stand.
type TextAlign uint8

const (
	Justified    TextAlign = iota // 两端对齐
	FlushLeft                     // 左对齐
	CentredLines                  // 居中
	FlushRight                    // 右对齐
)

// TextRef names a text style; the loader finds it.
type TextRef struct {
	Name  string
	Src   diag.Pos
	Style *TextStyle // nil: the body
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
	// Member chooses a font of a collection, by number or name; empty: the
	// usual one.
	Member string
	// Instance and Axes choose an instance of a variable font: by the name that
	// the font gives it, and by values of axes, of which wght is the weight.
	Instance string
	Axes     map[string]float64
	// Art is what a picture or PDF file says about itself; zero for fonts.
	Art artwork.Info
}

// Page is the plan of a page.
type Page struct {
	Number int
	Name   string // section (版名)
	// Spread is the number of the facing page that is planned together with this
	// one (跨版); 0: none. TwoSheets parts them in print.
	Spread    int
	TwoSheets bool
	Editors   []Editor
	Ink       InkRef // of the rules between stories and of those of the header
	Slots     []*Slot
	// Auto tells that some slots are open: the program finds their places. Keep
	// tells that the page is set as it is written.
	Auto, Keep bool
	Kind       PageKind
	Pool       []StoryRef // stories without keys of their own; each is an open slot as well
	// Takes tells that the program gives the page stories that stand nowhere, by
	// their section and weight. Made tells that issue.yaml says of the page only
	// that it is one of so many.
	Takes, Made bool
	told        bool  // its slots are given
	next        int   // the number that it has where it says none
	numbered    *node // its number
	Src         diag.Pos
}

// Editor is a line of the staff box: 责任编辑 陈一.
type Editor struct {
	Role, Name Text
}

// Kind says what a slot holds.
type Kind uint8

const (
	StorySlot     Kind = iota
	PictureSlot        // 图片
	GroupSlot          // 图组: several pictures under one caption
	AdSlot             // 广告, or a block that comes ready made
	NameplateSlot      // 报头
	DigestSlot         // 导读: what stands on the other pages
	NoticeSlot         // 报眼、天气、口号: some lines with a title of their own
)

// StripRows is how many rows high a notice may be and still be a strip: its
// title and its lines one behind the other.
const StripRows = 2

// Box is the frame of a slot (加框).
type Box uint8

const (
	BoxNone     Box = iota
	BoxLine         // 正线
	BoxDouble       // 双线
	BoxBold         // 反线
	BoxWenwu        // 文武线: a bold line with a fine one inside
	BoxOrnament     // 花边
	BoxMourning     // 黑框: around an obituary
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

// Cells is a rectangle of the grid: its upper left cell, from 1, and its size.
type Cells struct{ Col, Row, Cols, Rows int }

// Over tells whether two rectangles have a cell in common. The desk asks the same at the
// mouse (grid.js); a test compares the two.
func (c Cells) Over(d Cells) bool {
	return c.Col < d.Col+d.Cols && d.Col < c.Col+c.Cols && c.Row < d.Row+d.Rows && d.Row < c.Row+c.Rows
}

// String is the name of the place in issue.yaml.
func (h Head) String() string { return headNames.names[h] }

// Slot is a rectangle of cells and what stands in it (版位).
type Slot struct {
	Kind       Kind
	Story      string    // id, for StorySlot
	Pictures   []Picture // one for PictureSlot and AdSlot, several for GroupSlot
	Col, Row   int       // top left cell, from 1
	Cols, Rows int       // size in cells
	Open       Open      // what of place and size the program finds; such a slot has no place until then
	Was        Cells     // where it stood in the plan before; zero: nowhere
	With       StoryRef  // the story that a picture belongs to; may be empty
	Below      StoryRef  // the slot, by its name, below which it stands; may be empty
	RightOf    StoryRef  // that behind which it stands
	Without    []Part    // what of the story is left out
	broken     bool      // its place was given and cannot be read
	Columns    int       // text columns; 0: as many as it spans
	Text       TextRef   // how a story or a notice is set; without a name as the story says
	Box        Box
	Ink        InkRef // of the head, the box or the whole of a notice
	Tint       int    // percent of black under the text (底纹)
	Head       Head
	// HeadFrom and HeadCols are the text columns that a head across covers
	// (题文错位): the first, from 1, and how many. HeadCols 0: all of them.
	HeadFrom, HeadCols int
	HeadSize           geom.Length // of the headline, set by hand; 0: the story's
	HeadFont           RoleRef     // of the headline, chosen by hand; without a name the story's
	HeadTracking       Tracking    // of the headline, set by hand; not set: the story's
	Frames             Frames      // of a group: equal ones
	Bleed              bool        // of a picture or an advertisement: it runs to the trim and beyond
	Caption            Text        // of a picture or of a group as a whole
	Credit             Text
	Vertical           bool // NameplateSlot: the name runs downward
	Title              Text // of a digest or a notice
	Lines              []Text
	// Digest are the stories that a digest names; nil: the first story of
	// every other page.
	Digest []StoryRef
	AdMark Choice // whether 广告 stands on an advertisement; Unset: house style
	Src    diag.Pos
	Places SlotPlaces
}

// Frames are equal frames for the pictures of a group (肖像): so many side by
// side and so many rows of them. The zero value lets the pictures have their own
// shapes.
type Frames struct{ Across, Down int }

// Tracking is how far the characters of a headline stand apart by hand (字距), in
// percent of its size: 0 is solid, and not the same as not set.
type Tracking struct {
	Percent int
	Set     bool
}

// How far an editor may track a headline: closer its characters touch, wider they are
// none of one line any more.
const (
	leastTracking = -5
	mostTracking  = 100
)

// RoleRef names the role of a face (字体用途).
type RoleRef struct {
	Name string
	Src  diag.Pos
}

// StoryRef names a story from issue.yaml.
type StoryRef struct {
	ID  string
	Src diag.Pos
}

// Choice is a yes or no that may be left to the house style.
type Choice uint8

const (
	Unset Choice = iota
	No
	Yes
)

// Or is the choice, with the house style's where it is unset.
func (c Choice) Or(house bool) bool {
	if c == Unset {
		return house
	}
	return c == Yes
}

// SlotPlaces tells where the values stand that problems of a slot point at;
// a zero place means that the issue does not give the value.
type SlotPlaces struct{ Content, At, Span, Columns, Head, HeadSpan, Bleed, Without diag.Pos }

// Name is what problems call the slot: the story's id or the file's path.
func (s *Slot) Name() string {
	switch {
	case s.Kind == StorySlot:
		return s.Story
	case len(s.Pictures) > 0 && s.Pictures[0].File.Path != "":
		return s.Pictures[0].File.Path
	}
	return kindNames[s.Kind]
}

// Sized is the slot of a story at any place, where its size is known: how the text of a
// story parts does not depend on where its slots stand. nil: it has none.
func (s *Slot) Sized() *Slot {
	if s.Kind != StorySlot || s.Open&(OpenCols|OpenRows) != 0 {
		return nil
	}
	part := *s
	if part.Open != 0 {
		part.Col, part.Row, part.Open = 1, 1, 0
	}
	return &part
}

// kindNames are the keys that say what a slot holds, by Kind.
var kindNames = [...]string{"story", "picture", "pictures", "ad", "nameplate", "digest", "notice"}

// String is the key that says so in issue.yaml.
func (k Kind) String() string { return kindNames[k] }

// Moves tells whether the program finds the place of such a slot anew where it found it
// before; the others stay where they were put first.
func (k Kind) Moves() bool { return k == StorySlot || k == PictureSlot || k == GroupSlot }

// Emphasis is the styling of a span; styles add up.
type Emphasis uint16

const (
	Bold     Emphasis = 1 << iota // Bold is **bold**, set in 黑.
	Kai                           // Kai is *emphasis*, set in 楷.
	Dots                          // Dots is ==重点==, a dot under each character (着重号).
	NameLine                      // NameLine is __人名__, a line under a proper name (专名号).
	WaveLine                      // WaveLine is ~~书名~~, a wavy line under a title (浪线书名号).
	Raised                        // Raised is m^2^, a superscript (上标).
	Lowered                       // Lowered is CO~2~, a subscript (下标).
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
	if len(t) == 1 {
		return t[0].Text
	}
	n := 0
	for i := range t {
		n += len(t[i].Text)
	}
	var b strings.Builder
	b.Grow(n)
	for i := range t {
		b.WriteString(t[i].Text)
	}
	return b.String()
}

// Weights of stories (稿件分量), from what leads a page to what is read last.
const (
	LeadWeight  = 1 // 头条
	UsualWeight = 3 // of a story whose editor gives none
	BriefWeight = 5 // 简讯
)

// Rank is the weight of a story, also where its editor gives none.
func (s *Story) Rank() int { return cmp.Or(s.Weight, UsualWeight) }

// Story is one story (稿件).
type Story struct {
	ID           string
	Kicker       Text        // 引题
	Headline     []Text      // 主题, one text a line as the editor divides it; `|` hints are kept as HintRune
	Deck         []Text      // 副题
	Summary      []Text      // 提要, below the decks
	Byline       Text        // 署名
	Column       Text        // 栏目
	Short        Text        // the head over a part that continues elsewhere; empty: the headline again
	Note         Text        // 作者按语
	Initial      int         // lines that the first character falls (首字下沉); 0: none
	Weight       int         // 1 is the lead; 0: not given
	HeadSize     geom.Length // of the headline, set by hand; 0: chosen
	HeadFont     RoleRef     // of the headline, chosen by hand; without a name by its weight
	HeadTracking Tracking    // of the headline, set by hand; not set: chosen
	Section      string      // the name of the page that it is for (版块); may be empty
	Series       string      // what it shares with stories that stand together; may be empty
	Hold         Choice      // whether it may be held over to another day; Unset: yes
	// Optional is what may be left out where a page has too little room, in the
	// order in which it is.
	Optional []Part
	optional diag.Pos
	// KeepApart are tags of stories that must not stand side by side.
	KeepApart []string
	Text      TextRef
	From, To  *Jump // the part on a page of another edition folder
	JumpTo    Jump  // the page on which the program may let it go on; without a number: any
	Pictures  []Picture
	Blocks    []Block
	Src       diag.Pos
	headed    diag.Pos // of the key headline in the front matter; zero: none
}

// HintRune marks a place where a headline may be broken: `|` in the source.
// It is never printed. JointRune is a joint of clauses, `||`: a line ends there,
// or a space of an em stands.
const (
	HintRune  = '\u001f'
	JointRune = '\u001e'
)

// Plain is the text of a head as it is read: without hints, and a space at a
// joint.
func (t Text) Plain() string {
	return strings.TrimSpace(unhinted.Replace(t.String()))
}

var unhinted = strings.NewReplacer(string(HintRune), "", string(JointRune), " ")

// Unhinted is the text of a head without hints, and an em of white at a joint.
func (t Text) Unhinted() Text {
	out := slices.Clone(t)
	for i := range out {
		out[i].Text = strings.NewReplacer(string(HintRune), "", string(JointRune), "\u3000").Replace(out[i].Text)
	}
	return out
}

// Jump names the page where a story's other part stands.
type Jump struct {
	Page int
	Mark int // ①②③; 0: none
	Src  diag.Pos
}

// Picture is a picture (图片) in a slot or inside a story.
type Picture struct {
	File    File
	Caption Text
	Credit  Text
	Name    Text   // of who is portrayed, in place of a caption
	Title   Text   // his or her office, below the name
	Alt     string // what it shows, for who cannot see it (替代文字); empty: the caption tells
	Focus   Focus
	Keyline Choice // a fine line around it; Unset: house style
	Src     diag.Pos

	// The rest is of pictures inside stories.
	Span  int          // basic columns wide
	Width geom.Measure // wide, instead of Span; zero: Span counts
	Rows  int          // rows high, without the caption; 0: by the picture's shape
	Place Place
}

// Focus is the point of a picture that cropping keeps nearest to the middle:
// percents of its width and height from the top left corner.
type Focus struct{ X, Y int }

// Middle is the focus of a picture that has none.
var Middle = Focus{50, 50}

// Place says where a picture stands in its story.
type Place uint8

const (
	TopRight Place = iota // at the head of the last columns
	TopLeft
	TopMiddle
	BottomRight
	BottomLeft
	BottomMiddle
	Centre  // in the middle of the text, over whole columns
	Between // in the middle, across the gutter of columns; text flows around it (绕排)
)

// NameList is a list of names (名单): delegates, prize winners, the dead.
type NameList struct {
	Groups []NameGroup
	Cell   int // width of a name with the white behind it, in ems; 0: by the names
	Src    diag.Pos
}

// NameGroup is some names under one label, or under none.
type NameGroup struct {
	Label Text
	Names []Text
}

// Verse is a poem, or some lines of one (诗行).
type Verse struct {
	Lines []VerseLine
	Src   diag.Pos
}

// VerseLine is a line of verse.
type VerseLine struct {
	Text   Text
	Indent int  // ems beyond the others
	Opens  bool // it opens a stanza and is not the first
}

// Block is a piece of a story's text: *Paragraph, *Subhead, *Table, *PullQuote,
// *NameList, *Verse or *Break.
type Block interface{ block() }

// Paragraph is a paragraph (自然段).
type Paragraph struct {
	Text  Text
	Quote bool // part of an editor's note (编者按)
	// Goes tells that it goes on with the paragraph before it behind a hard break
	// (强制换行): it begins without an indent.
	Goes bool
}

// Subhead is a heading inside the text (小标题): one line, or several as the
// editor divides it. Level counts from 1.
type Subhead struct {
	Lines []Text
	Level int
	RunIn bool // it opens the paragraph that follows
}

// Table is a simple ruled table (表格). Every row has as many cells as Align.
type Table struct {
	Unit  Text // what its figures count, over the table (单位：万吨); may be empty
	Align []Align
	Head  []Text // nil: none
	Rows  [][]Text
	Src   diag.Pos
}

// Align is how the cells of a table's column stand.
type Align uint8

const (
	AlignUnset Align = iota
	AlignLeft
	AlignCentre
	AlignRight
)

// PullQuote is a sentence set apart and large (引语).
type PullQuote struct {
	Text Text
	Src  diag.Pos
}

// Break is a pause between sections.
type Break struct{ Src diag.Pos }

func (*Paragraph) block() {}
func (*Subhead) block()   {}
func (*Table) block()     {}
func (*PullQuote) block() {}
func (*NameList) block()  {}
func (*Verse) block()     {}
func (*Break) block()     {}
