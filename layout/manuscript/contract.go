package manuscript

import (
	"fmt"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"duikai/layout/cjk"
	"duikai/layout/diag"
	"duikai/layout/geom"
)

// This file is the contract of issue.yaml and of the front matter: every key,
// in the order in which values may rely on each other (format and style come
// before the pages that are measured by them).

// Limits of sane input. They keep a slip of the keyboard (a span of 10000000)
// and a hostile file from costing minutes, and are far above what is printed:
// the thickest dailies have some hundred pages, a page rarely thirty pieces.
const (
	maxPages    = 400
	maxSlots    = 200
	maxCells    = 100_000
	maxPictures = 50
	maxFonts    = 20
	maxDistance = 2000 * geom.Pt
	maxHouse    = 200 // characters of not-start and the like: all marks there are
	maxLinesSet = 100 // lines of a notice and of a summary, entries of a digest: no slot holds more
)

// Kinds of files by what may hold them, and the sides that a list of margins
// gives.
var (
	profileTypes  = []string{".icc", ".icm"}
	fontTypes     = []string{".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2"}
	marginsOrders = [5][4]int{1: {0, 0, 0, 0}, 2: {0, 1, 0, 1}, 3: {0, 1, 2, 1}, 4: {0, 1, 2, 3}}
)

// Roles lists the names of font roles (字体角色) that style.fonts and
// style.body.font may use.
func Roles() []string { return slices.Clone(roleNames.names) }

// RoleName is the name of a font role, which messages give in their language.
type RoleName string

// In implements diag.Worded.
func (r RoleName) In(l diag.Lang) string {
	if i := slices.Index(roleNames.names, string(r)); i >= 0 && l == diag.Chinese {
		return roleNames.word(i)
	}
	return string(r)
}

// broadsheet (对开) and tabloid (四开) are the formats of the house, with the
// characters and rows that they have in its type.
func broadsheet() Format {
	return Format{Name: "broadsheet", Trim: geom.Size{W: geom.Millimetres(390), H: geom.Millimetres(546)},
		Columns: 8, Chars: 13, Rows: 120, Gutter: geom.Measure{Ems: 1000}}
}

func tabloid() Format {
	return Format{Name: "tabloid", Trim: geom.Size{W: geom.Millimetres(273), H: geom.Millimetres(390)},
		Columns: 6, Chars: 11, Rows: 86, Gutter: geom.Measure{Ems: 1000}}
}

// houseStyle is what an issue that says nothing is set in: nine point 宋 at
// eleven and a half, as most dailies print.
func houseStyle() Style {
	return Style{
		Body:  BodyStyle{Font: RoleRef{Name: "song"}, Size: 9 * geom.Pt, Leading: geom.FromPoints(11.5), Indent: geom.Measure{Ems: 2000}},
		Break: cjk.GB, Punctuation: cjk.Quanjiao, Normalize: true,
		Caption: CaptionStyle{Font: RoleRef{Name: "kai"}, Size: geom.FromPoints(8.5)},
		Keyline: true, AdMark: true, Resolution: 150,
	}
}

func issueKeys() []key[Issue] {
	return []key[Issue]{
		stringKey("paper", "报名", "The paper's name, set in the nameplate.", func(i *Issue) *string { return &i.Paper }).required(),
		{name: "date", term: "日期", doc: "The day of issue as YYYY-MM-DD, from 1600 to 2100; weekday and, from 1900-01-31 on, 农历 are derived.", need: true,
			shape: &shape{Type: "string", Format: "date"},
			read:  func(d *decoder, n *node, i *Issue) { d.date(n, "date", i) }},
		wholeKey("number", "总期号", "总第 N 期: the running number of the issue.", 1, 9_999_999, func(i *Issue) *int { return &i.Number }),
		stringKey("cn", "国内统一连续出版物号", "The paper's serial number, such as CN43-0001.", func(i *Issue) *string { return &i.CN }),
		{name: "format", term: "版式", doc: "The sheet and its grid: broadsheet (对开), tabloid (四开) or a mapping.",
			shape: anyOf(&shape{Enum: formatNames.all()}, shapeOf(formatKeys())), read: readFormat},
		mappingKey("style", "版式规范", "The house style; every key is optional.", styleKeys(), func(i *Issue) *Style { return &i.Style }),
		{name: "pages", term: "版面", doc: "The plan of each page: what stands where; or how many pages the program makes of the folder's stories, auto for as many as they fill.", need: true, shape: pagesShape(), read: readPages},
		refsKey("reserve", "备稿", "Ids of stories that the program uses where a page has room.", maxSlots, func(i *Issue) *[]StoryRef { return &i.Reserve }),
		listKey(fillersKey, "补白", "What the program puts where a page lacks copy, the liked ones first: files of blocks in the public interest or of pictures, or slots without a place.", maxSlots, fillerShape(), readFiller),
	}
}

func readFormat(d *decoder, n *node, i *Issue) {
	f := broadsheet()
	switch {
	case n.kind == mapping:
		f.Name, f.Chars, f.Rows = "custom", 0, 0
		readMapping(d, "format", n, formatKeys(), &f)
	case n.kind == scalar && formatNames.index(n.text) == 1:
		f = tabloid()
	case n.kind == scalar && formatNames.index(n.text) < 0:
		d.notOne(n, "format", formatNames, "{trim: ...}")
	case n.kind == list:
		d.wrongType(n, "format", term{"a name or a mapping {trim: ...}", "名称或映射 {trim: ...}"})
	}
	f.Src = n.pos
	i.Format = f
}

func formatKeys() []key[Format] {
	return []key[Format]{
		{name: "trim", term: "成品尺寸", doc: "Width and height of the trimmed page.", need: true, shape: tuple(2, 2, lengthShape),
			read: func(d *decoder, n *node, f *Format) {
				if n.kind != list || len(n.items) != 2 {
					want := term{"two lengths [width, height]", "两个长度 [宽, 高]"}
					if seen := numbersIn(n.text); n.kind == scalar && len(seen) == 2 { // 390x546
						right := "[" + seen[0] + "mm, " + seen[1] + "mm]"
						n.src.remedied(n.instead(right, true), diag.WrongType, n.pos, "trim", want.with(right))
						return
					}
					d.wrongType(n, "trim", want)
					return
				}
				w, ok := d.length(n.items[0], "trim", 30*geom.Pt, 5*maxDistance)
				h, also := d.length(n.items[1], "trim", 30*geom.Pt, 5*maxDistance)
				if ok && also {
					f.Trim = geom.Size{W: w, H: h}
				}
				f.Unit = unitOf(n.items[0].text)
			}},
		wholeKey("columns", "基本栏数", "Basic columns of the page.", 1, 100, func(f *Format) *int { return &f.Columns }).required().also(func(n *node, f *Format) { f.typed.columns = n }),
		wholeKey("chars", "每栏字数", "Characters in a basic column; as many as trim, margins and type leave where not given.", minChars, 200, func(f *Format) *int { return &f.Chars }).also(func(n *node, f *Format) { f.typed.chars = n }),
		wholeKey("rows", "行数", "Rows (lines of body text) of the type area; as many as trim, margins and type leave where not given.", 1, 1000, func(f *Format) *int { return &f.Rows }).also(func(n *node, f *Format) { f.typed.rows = n }),
		measureKey("gutter", "栏距", "Space between basic columns.", func(f *Format) *geom.Measure { return &f.Gutter }).or("1em"),
		{name: "margins", term: "页边", doc: "From the trim to the type area: one to four lengths (top, right, bottom, left; a missing one repeats its opposite) or a mapping. Without it the type area is centred.",
			shape: anyOf(tuple(1, 4, lengthShape), shapeOf(marginKeys())), read: readMargins},
		lengthKey("bleed", "出血", "What is printed beyond the trim.", 0, 200*geom.Pt, func(f *Format) *geom.Length { return &f.Bleed }).or("0mm"),
	}
}

func marginKeys() []key[geom.Inset] {
	side := func(name, zh string, at func(*geom.Inset) *geom.Length) key[geom.Inset] {
		return lengthKey(name, zh, "Margin at this side.", 0, maxDistance, at).required()
	}
	return []key[geom.Inset]{
		side("top", "天头", func(i *geom.Inset) *geom.Length { return &i.Top }),
		side("right", "右边", func(i *geom.Inset) *geom.Length { return &i.Right }),
		side("bottom", "地脚", func(i *geom.Inset) *geom.Length { return &i.Bottom }),
		side("left", "左边", func(i *geom.Inset) *geom.Length { return &i.Left }),
	}
}

func readMargins(d *decoder, n *node, f *Format) {
	m := new(geom.Inset)
	if n.kind == mapping {
		readMapping(d, "margins", n, marginKeys(), m)
		f.Margins = m
		return
	}
	if n.kind != list || len(n.items) < 1 || len(n.items) > 4 {
		d.wrongType(n, "margins", term{"one to four lengths, or {top, right, bottom, left}", "一至四个长度，或 {top, right, bottom, left}"})
		return
	}
	var v [4]geom.Length
	for i, item := range n.items {
		var ok bool
		if v[i], ok = d.length(item, "margins", 0, maxDistance); !ok {
			return
		}
	}
	o := marginsOrders[len(n.items)]
	*m = geom.Inset{Top: v[o[0]], Right: v[o[1]], Bottom: v[o[2]], Left: v[o[3]]}
	f.Margins = m
}

func styleKeys() []key[Style] {
	return []key[Style]{
		{name: "body", term: "正文", doc: "How body text is set.", shape: shapeOf(bodyKeys()),
			read: func(d *decoder, n *node, s *Style) {
				readMapping(d, "body", n, bodyKeys(), &s.Body)
				if s.Body.Leading < s.Body.Size {
					d.badValue(n, "leading", term{"it is less than the size, lines would overlap", "行距小于字号，文字会重叠"})
				}
			}},
		{name: "text", term: "文字样式", doc: "Text styles by name, for stories and notices that are not set as body text: {notice: {size: 7pt, leading: 8.5pt, columns: 10}}.",
			shape: &shape{Type: "object", AdditionalProperties: shapeOf(textStyleKeys())}, read: readTextStyles},
		choiceKey("break", "禁则", "How strictly marks are kept from line ends and starts (CLREQ names).", breakNames,
			func(s *Style, i int) { s.Break = cjk.Level(i) }).or("gb"),
		choiceKey("punctuation", "标点宽度", "Widths of marks: all full (全身), full only at sentence ends (开明), all half (半角).", punctuationNames,
			func(s *Style, i int) { s.Punctuation = cjk.Scheme(i) }).or("quanjiao"),
		choiceKey("figures", "数字字身", "Widths of Arabic figures in the text: half an em each (二分字身), or as the face draws them.", figureNames,
			func(s *Style, i int) { s.Figures = Figures(i) }).or("half"),
		edgeKey("not-start", "行首禁排", "Characters that may not start a line, besides those of the level.", func(s *Style) *string { return &s.NotStart }, "", nil),
		edgeKey("not-end", "行末禁排", "Characters that may not end a line, besides those of the level.", func(s *Style) *string { return &s.NotEnd }, "", nil),
		edgeKey("may-start", "行首放宽", "Characters that may start a line, whatever the level says.", func(s *Style) *string { return &s.MayStart },
			"not-start", func(s *Style) string { return s.NotStart }),
		edgeKey("may-end", "行末放宽", "Characters that may end a line, whatever the level says.", func(s *Style) *string { return &s.MayEnd },
			"not-end", func(s *Style) string { return s.NotEnd }),
		key[Style]{name: "latin-gap", term: "中西间距", doc: "Gap between Han and Latin letters or figures, up to half an em.", shape: measureShape, read: readLatinGap}.or("0em"),
		flagKey("hanging", "标点悬挂", "Whether a stop may hang out of the line.", func(s *Style) *bool { return &s.Hanging }).or(false),
		flagKey("normalize", "标点规范", "Whether half-width marks in Chinese text become full-width, and so on.", func(s *Style) *bool { return &s.Normalize }).or(true),
		choiceKey("header", "版眉", "Design of the page header: two rules, a grey band, or the number in a corner.", headerNames,
			func(s *Style, i int) { s.Header = Header(i) }).or("rules"),
		mappingKey("nameplate", "报头", "How the paper's name is shown.", nameplateKeys(), func(s *Style) *NameplateStyle { return &s.Nameplate }),
		{name: "inks", term: "颜色", doc: "Inks by name besides black and red: {gold: {cmyk: [20, 35, 75, 0], spot: PANTONE 871}}.",
			shape: &shape{Type: "object", AdditionalProperties: shapeOf(inkKeys())}, read: readInks},
		choiceKey("separator", "稿件分隔线", "The rule between a story and the one above it: fine (正线), bold (反线), both (文武线), ornament (花边) or none.", separatorNames,
			func(s *Style, i int) { s.Separator = Separator(i) }).or("fine"),
		mappingKey("caption", "图说", "How captions and credits are set.", captionKeys(), func(s *Style) *CaptionStyle { return &s.Caption }),
		flagKey("keyline", "图片边线", "Whether a fine line stands around pictures.", func(s *Style) *bool { return &s.Keyline }).or(true),
		flagKey("ad-mark", "广告标记", "Whether 广告 stands on advertisements.", func(s *Style) *bool { return &s.AdMark }).or(true),
		wholeKey("resolution", "分辨率", "Pixels an inch below which a picture is reported.", 30, 1200, func(s *Style) *int { return &s.Resolution }).or(150),
		choiceKey("sign-off", "签样要求", "What every page must be signed as (proofs.yaml) before it is printed: first (初样), second (二校), final (清样), press (付印), or none. A page that is not, or has changed since, is told.", signOffNames,
			func(s *Style, i int) { s.SignOff = Status(i) }).or("none"),
		{name: "makeup", term: "自动组版", doc: "How the program makes up pages: interlocked (穿插), modular (模块), or a mapping of prices.", shape: anyOf(&shape{Enum: makeupNames.all()}, shapeOf(makeupKeys())), read: readMakeup},
		{name: "icc", term: "印刷机特性文件", doc: "The ICC profile of the press, a CMYK output profile that goes into the PDF.", shape: textShape,
			read: func(d *decoder, n *node, s *Style) {
				if f, ok := d.file(n, "icc", profileTypes, diag.MissingProfile); ok {
					s.ICC = f
				}
			}},
		{name: "condition", term: "印刷条件", doc: "The printing condition by its name in the registry of the ICC (www.color.org), such as IFRA26.", shape: textShape, read: readCondition},
		{name: "fonts", term: "字体", doc: "The paper's own font files by role, tried before the embedded faces.",
			shape: shapeOf(fontKeys()), read: func(d *decoder, n *node, s *Style) { readMapping(d, "fonts", n, fontKeys(), s) }},
	}
}

// maxCondition is far more letters than the name of a condition or an ink has.
const maxCondition = 100

// readCondition reads the name of a printing condition. The names of the
// registry are plain letters.
func readCondition(d *decoder, n *node, s *Style) {
	name := d.bare(n, "condition").String()
	if len(name) > maxCondition {
		d.add(diag.TooLarge, n.pos, "condition", len(name), maxCondition)
		return
	}
	if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r > '~' }) {
		d.badValue(n, "condition", term{fmt.Sprintf("%q is not a name such as IFRA26", name), fmt.Sprintf("%q 不是形如 IFRA26 的名称", name)})
		return
	}
	s.Condition = name
}

// noSpots are names that plates have already (ISO 32000-2, 8.6.6.4).
var noSpots = []string{"all", "none", "cyan", "magenta", "yellow", "black"}

// readSpot reads the name of the nameplate's ink.
func readSpot(d *decoder, n *node, s *NameplateStyle) {
	name, ok := d.spotName(n)
	switch {
	case !ok:
	case !s.Red:
		d.add(diag.IdleKey, n.pos, "spot", term{"a black nameplate", "黑色报头"})
	default:
		s.Spot = name
	}
}

// edgeKey is a key that holds characters for the edges of lines, written one
// after the other. Its characters may not stand in the rival key, which is read
// before.
func edgeKey(name, zh, doc string, at func(*Style) *string, rival string, other func(*Style) string) key[Style] {
	return key[Style]{name: name, term: zh, doc: doc, shape: textShape,
		read: func(d *decoder, n *node, s *Style) {
			cs, ok := d.characters(n, name)
			if !ok {
				return
			}
			if len(cs) > maxHouse {
				d.add(diag.TooLarge, n.pos, name, len(cs), maxHouse)
				return
			}
			var kept []rune
			for _, c := range cs {
				switch {
				case unicode.IsSpace(c.r) || slices.Contains(kept, c.r):
				case !unicode.IsGraphic(c.r) || unicode.IsMark(c.r):
					d.add(diag.BadValue, c.pos(n.src.file), name, term{
						fmt.Sprintf("U+%04X stands on no line by itself", c.r), fmt.Sprintf("U+%04X 不能单独成字", c.r)})
				case other != nil && strings.ContainsRune(other(s), c.r):
					d.add(diag.BadValue, c.pos(n.src.file), name, term{
						fmt.Sprintf("%q stands in %s too", string(c.r), rival), fmt.Sprintf("%q 也在 %s 中", string(c.r), rival)})
				default:
					kept = append(kept, c.r)
				}
			}
			*at(s) = string(kept)
		}}
}

// readLatinGap reads the gap between scripts. CLREQ 3.2.2 lets it grow to half
// an em and no more; what is wider looks like a word space.
func readLatinGap(d *decoder, n *node, s *Style) {
	m, ok := d.measure(n, "latin-gap")
	if !ok {
		return
	}
	if gap := m.At(s.Body.Size); gap < 0 || gap > s.Body.Size/2 {
		d.badValue(n, "latin-gap", between(n.text, "0em", "0.5em"))
		return
	}
	s.LatinGap = m
}

func bodyKeys() []key[BodyStyle] {
	return []key[BodyStyle]{
		roleKey("font", "字体", "Role of the body face.", func(b *BodyStyle) *RoleRef { return &b.Font }).or("song"),
		lengthKey("size", "字号", "Type size.", 4*geom.Pt, 72*geom.Pt, func(b *BodyStyle) *geom.Length { return &b.Size }).or("9pt"),
		lengthKey("leading", "行距", "From baseline to baseline: the height of a row.", 4*geom.Pt, 144*geom.Pt, func(b *BodyStyle) *geom.Length { return &b.Leading }).or("11.5pt"),
		measureKey("indent", "段首缩进", "Indent of a paragraph's first line.", func(b *BodyStyle) *geom.Measure { return &b.Indent }).or("2em"),
	}
}

func nameplateKeys() []key[NameplateStyle] {
	return []key[NameplateStyle]{
		{name: "picture", term: "报头图片", doc: "A picture of the name, set instead of text.", shape: textShape,
			read: func(d *decoder, n *node, s *NameplateStyle) { s.Picture = d.picture(n, "picture") }},
		choiceKey("align", "对齐", "Where a name across the page stands.", alignNames, func(s *NameplateStyle, i int) { s.Centred = i == 1 }).or("left"),
		choiceKey("ink", "颜色", "What the name is printed in.", inkNames, func(s *NameplateStyle, i int) { s.Red = i == 1 }).or("black"),
		{name: "spot", term: "专色", doc: "The name of the spot ink that red is printed with, such as DIC 156; without it red is magenta and yellow.", shape: textShape, read: readSpot},
	}
}

func captionKeys() []key[CaptionStyle] {
	return []key[CaptionStyle]{
		roleKey("font", "字体", "Role of the caption face.", func(c *CaptionStyle) *RoleRef { return &c.Font }).or("kai"),
		lengthKey("size", "字号", "Type size.", 4*geom.Pt, 24*geom.Pt, func(c *CaptionStyle) *geom.Length { return &c.Size }).or("8.5pt"),
		choiceKey("credit", "署名位置", "Where the credit stands: at the right end of the last line, or in brackets behind the caption.", creditNames,
			func(c *CaptionStyle, i int) { c.Credit = Credit(i) }).or("end"),
	}
}

// fontKeys has a key for each role: a file, or a list of them.
func fontKeys() []key[Style] {
	keys := make([]key[Style], len(roleNames.names))
	for i, role := range roleNames.names {
		keys[i] = key[Style]{name: role, term: roleNames.word(i), doc: "Font files for this role. Of a collection (.ttc, .otc) a font is chosen by number or name: fonts/house.ttc#HouseSongSC.",
			shape: anyOf(textShape, shapeOf(instanceKeys()), listOf(anyOf(textShape, shapeOf(instanceKeys())))),
			read: func(d *decoder, n *node, s *Style) {
				f := FontFiles{Role: role, Src: n.pos}
				items := []*node{n}
				if n.kind == list {
					items = n.items
				}
				if len(items) > maxFonts {
					d.add(diag.TooLarge, n.pos, role, len(items), maxFonts)
					items = items[:maxFonts]
				}
				for _, item := range items {
					if file, ok := d.fontFile(item, role); ok {
						f.Files = append(f.Files, file)
					}
				}
				if len(f.Files) > 0 {
					s.Fonts = append(s.Fonts, f)
				}
			}}
	}
	return keys
}

// fontFile reads a font file: its path, or a mapping that chooses an instance of
// a variable font.
func (d *decoder) fontFile(n *node, role string) (File, bool) {
	var chosen instance
	path := n
	if n.kind == mapping {
		if !readMapping(d, role, n, instanceKeys(), &chosen) || chosen.path == nil {
			return File{}, false
		}
		path = chosen.path
	}
	item, member := fontMember(path)
	file, ok := d.file(item, role, fontTypes, diag.MissingFont)
	file.Member, file.Instance, file.Axes = member, chosen.name, chosen.axes
	return file, ok
}

// instance is a font file as a mapping.
type instance struct {
	path *node
	name string
	axes map[string]float64
}

func (i *instance) set(tag string, v float64) {
	if i.axes == nil {
		i.axes = make(map[string]float64)
	}
	i.axes[tag] = v
}

// weightAxis is the axis of weights (OpenType, wght).
const weightAxis = "wght"

func instanceKeys() []key[instance] {
	least, most := 1, 1000
	return []key[instance]{
		key[instance]{name: "file", term: "字体文件", doc: "The font file.", shape: textShape,
			read: func(_ *decoder, n *node, i *instance) { i.path = n }}.required(),
		{name: "weight", term: "字重", doc: "Weight of a variable font, such as 700.", shape: &shape{Type: "integer", Minimum: &least, Maximum: &most},
			read: func(d *decoder, n *node, i *instance) {
				if v, ok := d.whole(n, "weight", least, most); ok {
					i.set(weightAxis, float64(v))
				}
			}},
		stringKey("instance", "实例", "An instance that a variable font names, such as Bold.", func(i *instance) *string { return &i.name }),
		{name: "axes", term: "变化轴", doc: "Values of a variable font's axes by their tags: {wght: 700, wdth: 90}.",
			shape: &shape{Type: "object", AdditionalProperties: &shape{Type: "number"}}, read: readAxes},
	}
}

func readAxes(d *decoder, n *node, i *instance) {
	if n.kind != mapping {
		d.wrongType(n, "axes", kindMapping)
		return
	}
	first := d.distinct(n)
	for _, e := range n.pairs {
		v := first[e.key.text]
		if v != e.value {
			continue
		}
		number, err := strconv.ParseFloat(v.text, 64)
		if v.kind != scalar || err != nil || math.IsNaN(number) || math.IsInf(number, 0) {
			d.badValue(v, e.key.text, term{"a number is wanted, such as 90", "应为数字，例如 90"})
			continue
		}
		i.set(e.key.text, number)
	}
}

// fontMember parts the file of a collection from the font chosen of it.
func fontMember(n *node) (*node, string) {
	file, member, ok := cutLast(n.text, "#")
	if ext := strings.ToLower(path.Ext(file)); n.kind != scalar || !ok || ext != ".ttc" && ext != ".otc" {
		return n, ""
	}
	own := *n
	own.text = file
	return &own, member
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// readPage reads a page; given are the numbers that pages have.
func readPage(d *decoder, n *node, i *Issue, given map[int]bool) {
	next := 1
	if k := len(i.Pages); k > 0 {
		next = max(i.Pages[k-1].Number, i.Pages[k-1].Spread) + 1
	}
	for given[next] {
		next++
	}
	p := &Page{Src: n.pos, next: next}
	if readMapping(d, "page", n, pageKeys(), p) {
		i.Pages = append(i.Pages, p)
	}
}

func pageKeys() []key[Page] {
	return []key[Page]{
		wholeKey("number", "版次", "The page's number.", 1, 999, func(p *Page) *int { return &p.Number }).required().
			also(func(n *node, p *Page) { p.numbered = n }).lacking(func(p *Page) string { p.Number = p.next; return strconv.Itoa(p.next) }),
		stringKey("name", "版名", "Section name in the page header (版眉).", func(p *Page) *string { return &p.Name }),
		wholeKey("spread", "跨版", "The number of the facing page that is planned together with this one: twice the basic columns, and the fold between.", 2, 999, func(p *Page) *int { return &p.Spread }),
		choiceKey("sheets", "跨版输出", "Whether a spread is one sheet of twice the width or two pages.", sheetNames, func(p *Page, i int) { p.TwoSheets = i == 1 }).or("one"),
		{name: "editors", term: "编辑", doc: "Lines of the staff box: duty and name, such as 责任编辑: 陈一.",
			shape: &shape{Type: "object", AdditionalProperties: textShape}, read: readEditors},
		inkRefKey("What the rules between the stories and those of the page header are printed in:", func(p *Page) *InkRef { return &p.Ink }),
		choiceKey("plan", "组版", "Whether the program finds a place for what has none: auto, or keep for a page that is set as it is written.", planNames, func(p *Page, i int) { p.Keep = i == 1 }).or("auto"),
		choiceKey("kind", "版面类型", "What the page is made of; a page of briefs, tables or pictures may be rows or a grid.", pageKindNames, func(p *Page, i int) { p.Kind = PageKind(i) }).or("news"),
		listKey("slots", "版位", "What stands on the page, and where.", maxSlots, slotShape(), readSlot).also(func(_ *node, p *Page) { p.told = true }),
		{name: "pool", term: "待组稿件", doc: "Ids of stories that the program places on this page: short for slots without keys of their own; or auto, for stories by their section and weight.",
			shape: anyOf(&shape{Enum: autoNames.all()}, bounded(listOf(textShape), maxSlots)), read: readPool},
	}
}

func readEditors(d *decoder, n *node, p *Page) {
	if n.kind != mapping {
		d.wrongType(n, "editors", kindMapping)
		return
	}
	first := d.distinct(n)
	for _, e := range n.pairs {
		if v := first[e.key.text]; v == e.value && v.given() {
			p.Editors = append(p.Editors, Editor{Role: d.bare(e.key, "editors"), Name: d.bare(v, e.key.text)})
		}
	}
}

// storyTable are the keys of the front matter, made once.
var storyTable = sync.OnceValue(storyKeys)

func storyKeys() []key[Story] {
	return []key[Story]{
		headKey("kicker", "引题", "The line over the headline.", func(s *Story) *Text { return &s.Kicker }),
		linesKey("headline", "主题", "The headline; a list sets several lines, | marks where a line may be broken, || a joint of clauses: a break, or a space.", titleLine, func(s *Story) *[]Text { return &s.Headline }),
		linesKey("deck", "副题", "The line or lines under the headline.", deckLine, func(s *Story) *[]Text { return &s.Deck }),
		textsKey("summary", "提要", "The summary below the decks; a list sets several lines.", body, func(s *Story) *[]Text { return &s.Summary }),
		textKey("byline", "署名", "Who wrote the story.", display, func(s *Story) *Text { return &s.Byline }),
		textKey("column", "栏目", "The standing column the story belongs to.", display, func(s *Story) *Text { return &s.Column }),
		lengthKey("head-size", "标题字号", "Size of the headline, set by hand.", 9*geom.Pt, 144*geom.Pt, func(s *Story) *geom.Length { return &s.HeadSize }),
		roleKey("head-font", "标题字体", "Role of the face that sets the headline, chosen by hand.", func(s *Story) *RoleRef { return &s.HeadFont }),
		trackingKey("Tracking of the headline in percent of its size, set by hand.", func(s *Story) *Tracking { return &s.HeadTracking }),
		headKey("short", "转版短题", "The short head over a part of the story that continues elsewhere; the headline again where not given.", func(s *Story) *Text { return &s.Short }),
		textKey("note", "作者按语", "A note at the end of the story.", body, func(s *Story) *Text { return &s.Note }),
		wholeKey("initial", "首字下沉", "Lines that the first character of the text falls; none where not given.", 2, 5, func(s *Story) *int { return &s.Initial }),
		textRefKey("text", func(s *Story) *TextRef { return &s.Text }),
		wholeKey("weight", "稿件分量", "News value: 1 is the lead, 5 a brief. Used by automatic make-up.", LeadWeight, BriefWeight, func(s *Story) *int { return &s.Weight }),
		stringKey("section", "版块", "The section that the story belongs to, by the name of its page: the program puts it there.", func(s *Story) *string { return &s.Section }),
		stringKey("series", "系列", "What the story shares with others of the page: the program sets them side by side.", func(s *Story) *string { return &s.Series }),
		yesNoKey("hold", "可否缓发", "Whether the program may hold the story over where a page has no room.", func(s *Story) *Choice { return &s.Hold }),
		tagsKey("keep-apart", "忌相邻", "Tags of which stories that share one must not stand side by side, such as mourning or feast.", func(s *Story) *[]string { return &s.KeepApart }),
		partsKey("optional", "可略", "What may be left out where the page has too little room, in the order in which it is: the deck, the summary, pull quotes.", func(s *Story) *[]Part { return &s.Optional }, func(s *Story) *diag.Pos { return &s.optional }),
		jumpKey("from", "上接", "The page with the part before this one, where it is not in the folder.", func(s *Story) **Jump { return &s.From }),
		jumpKey("to", "下转", "The page with the part after this one, where it is not in the folder.", func(s *Story) **Jump { return &s.To }),
		wholeKey("jump-to", "转往", "The number of the later page on which the story goes on where the program parts it because its own page has too little room; the first one with room where not given.", 1, 999, func(s *Story) *int { return &s.JumpTo.Page }).also(func(n *node, s *Story) { s.JumpTo.Src = n.pos }),
		listKey("pictures", "图片", "Pictures inside the story.", maxPictures, shapeOf(storyPictureKeys()), readStoryPicture),
	}
}

func jumpKeys() []key[Jump] {
	return []key[Jump]{
		wholeKey("page", "版次", "The other page's number.", 1, 999, func(j *Jump) *int { return &j.Page }).required(),
		wholeKey("mark", "标记", "①②③, where several stories jump between the same pages.", 1, 20, func(j *Jump) *int { return &j.Mark }),
	}
}
