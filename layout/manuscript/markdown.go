package manuscript

import (
	"bytes"
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"duikai/layout/diag"
)

// markdown turns the body of a story into blocks. tidy (tidy.go) first brings
// the copy into plain Markdown and takes tables and pull quotes out; goldmark
// then finds headings, quotes, breaks,
// fenced code, code spans and emphasis, with only the parsers for these: no
// indented code (wire copy is indented), no underlined headings (a line of
// === may stand under anything), no link definitions (they would swallow
// text). What is left is turned back into characters that know their places.
func (d *decoder) markdown(s *Story, cs []char) []Block {
	m := &markdown{decoder: d, file: s.Src.File, story: s}
	m.inlines = newInlines()
	blocks := parser.NewParser(inlineParsers(), parser.WithBlockParsers(
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	))
	m.tidy(cs, func(cs []char) {
		m.load(cs)
		m.walk(blocks.Parse(text.NewReader(m.src)), false)
	})
	m.settleRunIns()
	return m.blocks
}

func inlineParsers() parser.Option {
	return parser.WithInlineParsers(
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(emphasis{}, 500),
	)
}

// newInlines makes a parser that knows paragraphs only.
func newInlines() parser.Parser {
	return parser.NewParser(inlineParsers(), parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1000)))
}

type markdown struct {
	*decoder
	file   string
	story  *Story
	src    []byte  // the stretch of the tidied body at hand
	chars  []char  // its characters
	at     []int32 // by byte of src: which character
	blocks []Block

	inlines parser.Parser // knows paragraphs only
}

func (m *markdown) load(cs []char) {
	m.chars, m.src, m.at = cs, m.src[:0], m.at[:0]
	for i, c := range cs {
		n := len(m.src)
		m.src = utf8.AppendRune(m.src, c.r)
		for range len(m.src) - n {
			m.at = append(m.at, int32(i))
		}
	}
	m.at = append(m.at, int32(len(cs)))
}

// place is where a byte of the tidied body stands in the file.
func (m *markdown) place(offset int) diag.Pos {
	if offset < 0 || offset >= len(m.src) {
		return m.story.Src
	}
	return m.chars[m.at[offset]].pos(m.file)
}

// walk turns the blocks below n into blocks of the story. Quotes do not nest:
// tidy has flattened them.
func (m *markdown) walk(n ast.Node, quote bool) {
	for b := n.FirstChild(); b != nil; b = b.NextSibling() {
		switch b := b.(type) {
		case *ast.Paragraph:
			for i, t := range m.blockTexts(b) {
				m.blocks = append(m.blocks, &Paragraph{Text: t, Quote: quote, Goes: i > 0})
			}
		case *ast.Heading:
			m.heading(b)
		case *ast.ThematicBreak:
			m.blocks = append(m.blocks, &Break{Src: m.place(b.Pos())})
		case *ast.FencedCodeBlock:
			m.fenced(b, quote)
		default:
			m.walk(b, quote || b.Kind() == ast.KindBlockquote)
		}
	}
}

// heading makes a subhead, or the headline of a story that has none: # at the
// head of a plain text. # and ## are both a subhead of the first level, for ##
// is how the contract writes one.
func (m *markdown) heading(h *ast.Heading) {
	if h.Level == 1 && len(m.story.Headline) == 0 {
		cs := trim(joinLines(m.inline(nil, h, 0)))
		for i := range cs {
			if cs[i].r == hardBreak {
				cs[i].r, cs[i].literal = '|', false
			}
		}
		if len(cs) > 0 {
			m.story.Headline = []Text{m.headLine(m.file, cs, titleLine)}
		}
		return
	}
	part := subhead
	_, part.opens = h.NextSibling().(*ast.Paragraph)
	part.opens = part.opens && h.Level == runInLevel && m.subheadAbove(h) == nil
	var lines []Text
	for _, cs := range atBreaks(joinLines(m.inline(nil, h, 0))) {
		if t := m.headText(m.file, m.annotated(m.file, cs), part); len(t) > 0 {
			lines = append(lines, t)
		}
	}
	if len(lines) == 0 {
		return
	}
	if above := m.subheadAbove(h); above != nil {
		above.Lines, above.RunIn = append(above.Lines, lines...), false
		return
	}
	m.blocks = append(m.blocks, &Subhead{Lines: lines, Level: max(1, h.Level-1), RunIn: h.Level == runInLevel && len(lines) == 1})
}

// atBreaks parts a text at its hard breaks.
func atBreaks(cs []char) (parts [][]char) {
	start := 0
	for i := 0; i <= len(cs); i++ {
		if i == len(cs) || cs[i].r == hardBreak {
			parts = append(parts, trim(cs[start:i]))
			start = i + 1
		}
	}
	return parts
}

// runInLevel is the heading that opens the paragraph below it: ###.
const runInLevel = 3

// subheadAbove is the subhead of which a heading is a further line: that of the
// same level on the line right above.
func (m *markdown) subheadAbove(h *ast.Heading) *Subhead {
	above, ok := h.PreviousSibling().(*ast.Heading)
	if !ok || above.Level != h.Level || m.lineOf(above)+1 != m.lineOf(h) || len(m.blocks) == 0 {
		return nil
	}
	s, ok := m.blocks[len(m.blocks)-1].(*Subhead)
	if !ok || int(s.last().Line) != m.lineOf(above) {
		return nil // that one became the headline, or is empty
	}
	return s
}

// last is the place of a subhead's last line.
func (s *Subhead) last() diag.Pos { return s.Lines[len(s.Lines)-1][0].Src }

// lineOf is the line of the file on which a heading stands.
func (m *markdown) lineOf(h *ast.Heading) int {
	if h.Lines().Len() == 0 {
		return -1
	}
	return m.place(h.Lines().At(0).Start).Line
}

// settleRunIns makes run-in subheads that no paragraph follows ordinary ones.
func (m *markdown) settleRunIns() {
	for i, b := range m.blocks {
		s, ok := b.(*Subhead)
		if !ok || !s.RunIn {
			continue
		}
		var next *Paragraph
		if i+1 < len(m.blocks) {
			next, _ = m.blocks[i+1].(*Paragraph)
		}
		s.RunIn = next != nil && !next.Quote
	}
}

// short reads a text that is no block of its own: the cell of a table, a pull
// quote.
func (m *markdown) short(cs []char, how manner) Text {
	if len(cs) == 0 {
		return nil
	}
	m.load(cs)
	var out []char
	for p := m.inlines.Parse(text.NewReader(m.src)).FirstChild(); p != nil; p = p.NextSibling() {
		out = m.inline(out, p, 0)
	}
	for i, c := range out {
		if c.r == hardBreak {
			out[i].r = m.breakless(m.file, out, i)
		}
	}
	return m.finish(m.file, trim(joinLines(out)), how)
}

// blockTexts gives the text of a paragraph, parted at its hard breaks.
func (m *markdown) blockTexts(n ast.Node) []Text {
	cs := m.mended(m.file, m.annotated(m.file, trim(joinLines(m.shortLines(m.inline(nil, n, 0))))), body)
	var out []Text
	for _, part := range atBreaks(cs) {
		if t := textOf(m.file, part); len(t) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// fenced sets code line by line as it is, after its language's name if any.
func (m *markdown) fenced(b *ast.FencedCodeBlock, quote bool) {
	m.notSet(m.place(b.Pos()), codeMark, "")
	line := func(s text.Segment) {
		cs := trim(tabsToSpaces(m.segment(nil, s, 0, true)))
		if len(cs) > 0 {
			m.blocks = append(m.blocks, &Paragraph{Text: textOf(m.file, cs), Quote: quote})
		}
	}
	if b.Info != nil {
		line(b.Info.Segment)
	}
	for i := range b.Lines().Len() {
		line(b.Lines().At(i))
	}
}

// inline appends the characters of the inline nodes below n.
func (m *markdown) inline(cs []char, n ast.Node, style Emphasis) []char {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			cs = m.segment(cs, c.Segment, style, c.IsRaw())
			if (c.SoftLineBreak() || c.HardLineBreak()) && len(cs) > 0 {
				end := cs[len(cs)-1]
				end.r = lineBreak
				if c.HardLineBreak() {
					end.r = hardBreak
				}
				cs = append(cs, char{r: end.r, style: style, line: end.line, col: end.col + 1})
			}
		case *ast.Emphasis:
			if c.Level > 1 {
				cs = m.inline(cs, c, style|Bold)
			} else {
				cs = m.inline(cs, c, style|Kai)
			}
		case *ast.CodeSpan:
			m.notSet(m.place(c.Pos()), codeMark, "")
			cs = m.inline(cs, c, style)
		default:
			cs = m.inline(cs, c, style)
		}
	}
	return tabsToSpaces(cs)
}

// segment appends a stretch of the source; escapes and entities are resolved
// unless it is raw.
func (m *markdown) segment(cs []char, s text.Segment, style Emphasis, raw bool) []char {
	from, to := int(m.at[s.Start]), int(m.at[s.Stop])
	for i := from; i < to; i++ {
		c := m.chars[i]
		c.style, c.literal = style, raw
		switch {
		case c.r == '\\' && !raw && i+1 < to && escapable(m.chars[:to], i+1):
			i++
			c = m.chars[i]
			c.style, c.literal, c.kept = style, true, !asciiPunct(c.r)
		case c.r == '&' && !raw:
			if n, value := entity(m.chars[i:to]); n > 0 {
				cs = m.resolved(cs, c, value)
				i += n - 1
				continue
			} else if n := unknownEntity(m.chars[i:to]); n > 0 {
				m.webCode(m.chars[i : i+n])
			}
		}
		cs = append(cs, c)
	}
	return cs
}

// webCode tells of code of a web page that is no entity, and so is printed.
func (m *markdown) webCode(cs []char) {
	code := plain(cs)
	m.near(cs[0], term{
		fmt.Sprintf("%s is code of a web page and is set as it is: write the character that is meant, or \\%s if it is text", code, code),
		fmt.Sprintf("「%s」是网页代码，已照原样排出：请改为所指的字符；若是文字，请写成 \\%s", code, code)})
}

// resolved appends what an entity stands for; that is never markup.
func (m *markdown) resolved(cs []char, at char, value string) []char {
	at.literal = true
	for _, r := range value {
		if !printable(r) {
			m.controlled(at.pos(m.file), r)
			continue
		}
		at.r = r
		cs = append(cs, at)
	}
	return cs
}

// entity reads &amp; &#65; and the like: how long it is and what it means.
func entity(cs []char) (int, string) {
	for n := 1; n < min(len(cs), longestEntity); n++ {
		r := cs[n].r
		if r == ';' {
			s := plain(cs[:n+1])
			if v := html.UnescapeString(s); n > 1 && v != s && !strings.HasSuffix(v, ";") && !strings.ContainsRune(v, utf8.RuneError) {
				return n + 1, v
			}
			return 0, ""
		}
		if !(r < utf8.RuneSelf && alnum(r)) && r != '#' {
			return 0, ""
		}
	}
	return 0, ""
}

// unknownEntity is how long what looks like an entity is that HTML does not know,
// &nbps;, &#0; and the like; 0: it is none.
func unknownEntity(cs []char) int {
	for n := 1; n < min(len(cs), longestEntity); n++ {
		switch r := cs[n].r; {
		case r == ';' && n > 2:
			return n + 1
		case n == 1 && r == '#': // of a character that there is not
		case r >= utf8.RuneSelf || !alnum(r) || n == 1 && digit(r):
			return 0
		}
	}
	return 0
}

// escapable tells whether a backslash before the character at i is markup: before a
// sign of any width, and before what would be mended or doubted without it (一一, a
// letter beside a figure).
func escapable(cs []char, i int) bool {
	switch r := cs[i].r; {
	case asciiPunct(r):
		return true
	case r == '一':
		return runeAt(cs, i+1) == r
	case strings.ContainsRune(figureLetters, r):
		return digit(runeAt(cs, i+1)) || digit(runeAt(cs, i-2))
	default:
		return r >= utf8.RuneSelf && (unicode.IsPunct(r) || unicode.IsSymbol(r) || ringed(r) || fullWidth(r))
	}
}

func asciiPunct(r rune) bool { return r < utf8.RuneSelf && util.IsPunct(byte(r)) }

// emphasis parses * and ** so that they work in Chinese. CommonMark lets a
// mark of emphasis open or close beside punctuation only where a space stands
// on the other side, and Chinese has none: 这是**“重点”**内容 would show its
// asterisks. Here Chinese punctuation counts as letters do, and a Chinese
// neighbour counts as a space does; the marks of annotation (annotate.go),
// which goldmark does not know, count as letters too. _ is text, for it stands
// in file names.
type emphasis struct{}

// maxMarks is how many marks of emphasis a block may have; more are text. The
// matching takes time in their square.
const maxMarks = 400

var marksSeen = parser.NewContextKey()

type seenMarks struct {
	block ast.Node
	n     int
	pairs [maxStars + 1]int // marks by their length, those that hide a name left out
}

// Trigger implements parser.InlineParser.
func (emphasis) Trigger() []byte { return []byte{'*'} }

// IsDelimiter implements parser.DelimiterProcessor.
func (emphasis) IsDelimiter(b byte) bool { return b == '*' }

// CanOpenCloser implements parser.DelimiterProcessor.
func (emphasis) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	if opener.OriginalLength == 3 || closer.OriginalLength == 3 {
		return opener.Char == closer.Char
	}
	return opener.Char == closer.Char && opener.OriginalLength == closer.OriginalLength
}

// OnMatch implements parser.DelimiterProcessor.
func (emphasis) OnMatch(consumes int) ast.Node { return ast.NewEmphasis(consumes) }

// Parse implements parser.InlineParser.
func (e emphasis) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	node := parser.ScanDelimiter(line, before, 1, e)
	if node == nil {
		return nil
	}
	seen, _ := pc.Get(marksSeen).(*seenMarks)
	if seen == nil || seen.block != parent {
		seen = &seenMarks{block: parent}
		pc.Set(marksSeen, seen)
	}
	if seen.n++; seen.n > maxMarks {
		block.Advance(node.OriginalLength)
		return ast.NewTextSegment(segment.WithStop(segment.Start + node.OriginalLength))
	}
	after := ' '
	if node.OriginalLength < len(line) {
		after, _ = utf8.DecodeRune(line[node.OriginalLength:])
	}
	if seen.character(block.Source()[:segment.Start], line, node.OriginalLength) {
		block.Advance(node.OriginalLength)
		return ast.NewTextSegment(segment.WithStop(segment.Start + node.OriginalLength))
	}
	node.CanOpen = flanks(after, before) && !strings.ContainsRune(starClosers, after)
	node.CanClose = flanks(before, after) && !strings.ContainsRune(starOpeners, before)
	node.Segment = segment.WithStop(segment.Start + node.OriginalLength)
	block.Advance(node.OriginalLength)
	pc.PushDelimiter(node)
	return node
}

// character tells whether the n stars at the head of line, behind before, are no
// mark, and counts those that are one.
func (s *seenMarks) character(before, line []byte, n int) bool {
	// Behind a surname a mark closes where one is open: **李四、王**.
	if n > maxStars || operands(before, line[n:]) || hidden(before) && s.pairs[n]%2 == 0 {
		return true
	}
	s.pairs[n]++
	return false
}

// maxStars is the longest run of stars that is a mark: ***. More hide figures or
// a name, 138****5678.
const maxStars = 3

// Chinese marks before which no emphasis opens (李**，) and behind which none
// closes.
const (
	starClosers = "，。、；：！？）》〉」』】”’"
	starOpeners = "（《〈「『【“‘"
)

// quantities are what stars multiply in running text: 长*宽*高.
var quantities = []string{"长", "宽", "高", "深", "厚", "底", "半径", "直径", "单价", "数量", "面积", "体积", "密度", "速度", "时间", "重量", "质量", "人数", "天数", "价格", "周长", "长度", "宽度", "高度", "深度", "厚度", "系数", "基数", "税率", "利率", "本金", "比例", "倍数", "年限"}

// multiplied tells whether a quantity stands on both sides of a star, or a figure
// on one: 5*宽.
func multiplied(before, after []byte) bool {
	figure := func(b byte) bool { return b >= '0' && b <= '9' }
	l := slices.ContainsFunc(quantities, func(q string) bool { return bytes.HasSuffix(before, []byte(q)) })
	r := slices.ContainsFunc(quantities, func(q string) bool { return bytes.HasPrefix(after, []byte(q)) })
	return l && r || r && len(before) > 0 && figure(before[len(before)-1]) || l && len(after) > 0 && figure(after[0])
}

// surnames are the commonest, of which stars hide what follows: 李**. The last
// characters of the double ones stand among them.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤阳官马葛"

// beforeNames stand before the name of a person in running text.
const beforeNames = "人者告员长师民由被和与对为给据让请讯家生户主工友叫名某及"

// masked tells whether the character before a run of stars is a surname, seeing
// the one before it.
func masked(l, before rune) bool {
	return l != 0 && strings.ContainsRune(surnames, l) && before != '*' && (!han(before) || strings.ContainsRune(beforeNames, before))
}

// hidden is masked for the source before a run of stars.
func hidden(before []byte) bool {
	l, n := utf8.DecodeLastRune(before)
	r, _ := utf8.DecodeLastRune(before[:len(before)-n])
	return masked(l, r)
}

// operands tells whether a star stands between what it multiplies: letters or
// figures of any width, brackets, quantities, a figure with its unit, 3米*4米.
func operands(before, behind []byte) bool {
	operand := func(r rune) bool { return alnum(r) || fullWidth(r) }
	l, n := utf8.DecodeLastRune(before)
	after := ' '
	if len(behind) > 0 {
		after, _ = utf8.DecodeRune(behind)
	}
	switch {
	case multiplied(before, behind):
		return true
	case (operand(l) || strings.ContainsRune(")]%）", l)) && (operand(after) || strings.ContainsRune("([（", after)):
		return true
	case !han(l) || !digit(after):
		return false
	}
	const unit = 3 // characters of 公里、平方米
	for range unit {
		before = before[:len(before)-n]
		if l, n = utf8.DecodeLastRune(before); digit(l) {
			return true
		} else if !han(l) {
			return false
		}
	}
	return false
}

// flanks tells whether a mark of emphasis holds on to the character on its
// inner side, seeing the one on its outer side.
func flanks(inner, outer rune) bool {
	if util.IsSpaceRune(inner) {
		return false
	}
	mark := func(r rune) bool { return util.IsPunctRune(r) && !wide(r) && !strings.ContainsRune(annotations, r) }
	return !mark(inner) || util.IsSpaceRune(outer) || util.IsPunctRune(outer) || wide(outer)
}
