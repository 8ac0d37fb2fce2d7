package manuscript

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"duikai/layout/diag"
)

// What Chinese keyboards and word processors do to YAML is looked for before
// the parser sees it: it would take pages： for a word and stumble over it sixty
// lines further down. A small scanner follows keys, indents, quotes, brackets
// and block texts, names each slip at its column, and mends it in a copy, so
// that one run finds all of them and the parser finds none that follow from
// them (yamlkey.go, yamlvalue.go, yamlquote.go, yamlflow.go). In the same copy it puts quotes around texts that YAML would read as
// something else (!重要, ~, [图]江上), for a text is what is written.
//
// The scanner reads the source only; what it mends are edits, which keep for
// every character of the copy its column in the source.

// edit puts a text in the place of some characters of a line.
type edit struct {
	at, cut int
	put     string
}

// block is an open mapping or list in block form.
type block struct {
	indent int
	list   bool
	owner  string // the key whose value it is
}

// yamlMender is a YAML text under repair.
type yamlMender struct {
	src    *yamlSource
	words  *vocabulary
	edits  map[int][]edit
	faulty map[int]bool // lines that have a fault
	torn   map[int]bool // lines on which a bracket is closed by a guess

	line    int // at hand, an index
	col     int
	end     int // the line before which the value at hand ends
	blocks  []block
	pending string // a key whose value is to follow below
	bare    bool   // a dash has nothing behind it: its item is to follow below, indented deeper
	popped  int    // the indent of the block left last
	depth   int    // of brackets
	tooDeep bool
	ownKeys bool // the mapping at hand has keys of the paper's own
}

// mend looks through the source, reports its slips and gives it a mended copy.
func (y *yamlSource) mend(words *vocabulary) {
	m := &yamlMender{src: y, words: words, edits: make(map[int][]edit), faulty: make(map[int]bool), torn: make(map[int]bool)}
	for m.line < len(y.lines) && !m.tooDeep {
		m.entry()
	}
	y.faulty, y.torn = m.faulty, m.torn
	if m.tooDeep {
		m.edits = nil // too deep for the parser, which is told next
	}
	y.apply(m.edits)
}

// apply makes the mended copy.
func (y *yamlSource) apply(edits map[int][]edit) {
	y.mended = slices.Clone(y.lines)
	y.columns = make(map[int][]int32)
	for n, es := range edits {
		slices.SortStableFunc(es, func(a, b edit) int { return a.at - b.at })
		var text []rune
		var from []int32
		at := 0
		for _, e := range es {
			for ; at < e.at; at++ {
				text, from = append(text, y.lines[n][at]), append(from, int32(at))
			}
			for _, r := range e.put {
				text, from = append(text, r), append(from, int32(e.at))
			}
			at = max(at, e.at+e.cut)
		}
		for ; at < len(y.lines[n]); at++ {
			text, from = append(text, y.lines[n][at]), append(from, int32(at))
		}
		y.mended[n], y.columns[n] = text, append(from, int32(len(y.lines[n])))
	}
}

// real gives a place of the mended copy in the source.
func (y *yamlSource) real(p diag.Pos) diag.Pos {
	if from := y.columns[p.Line-y.first]; from != nil && p.Col > 0 {
		p.Col = int(from[min(p.Col-1, len(from)-1)]) + 1
	}
	return p
}

func (m *yamlMender) text(line int) []rune { return m.src.lines[line] }

func (m *yamlMender) edit(line, at, cut int, put string) {
	m.edits[line] = append(m.edits[line], edit{at, cut, put})
}

// repair is an edit of a line.
type repair struct {
	line, at, cut int
	put           string
}

// fault reports a slip that nothing mends.
func (m *yamlMender) fault(line, col int, what term) { m.slip(line, col, what, false) }

// slip reports a slip and mends it in the copy; what mends the copy is what the source
// should have. With guess the program is not sure of it.
func (m *yamlMender) slip(line, col int, what term, guess bool, repairs ...repair) {
	m.faulty[line] = true
	m.do(repairs...)
	m.src.remedied(m.remedy(guess, repairs...), diag.BadYAML, m.place(line, col), what)
}

// do makes repairs in the copy.
func (m *yamlMender) do(repairs ...repair) {
	for _, r := range repairs {
		m.edit(r.line, r.at, r.cut, r.put)
	}
}

// remedy is repairs of the source as data.
func (m *yamlMender) remedy(guess bool, repairs ...repair) (r diag.Remedy) {
	for _, e := range repairs {
		r.Spots = append(r.Spots, diag.Spot{At: m.place(e.line, e.at), Old: string(m.text(e.line)[e.at : e.at+e.cut]), New: e.put})
	}
	r.Guess = guess
	return r
}

// white tells whether r looks like a blank. YAML knows two of them.
func white(r rune) bool {
	return r == ' ' || r == '\t' || unicode.Is(unicode.Zs, r) || zeroWidth(r)
}

func blankFrom(l []rune, i int) int {
	for i < len(l) && white(l[i]) {
		i++
	}
	return i
}

// entry reads what begins on the line at hand: an entry of a mapping, an item of
// a list, a comment.
func (m *yamlMender) entry() {
	l := m.text(m.line)
	at := blankFrom(l, 0)
	if at == len(l) {
		if at > 0 {
			m.edit(m.line, 0, at, "")
		}
		m.line++
		return
	}
	if l[at] == '#' {
		m.comment(at)
		m.line++
		return
	}
	if s := strings.TrimSpace(string(l)); at == 0 && (s == "---" || s == "..." || strings.HasPrefix(s, "--- ") || l[0] == '%') {
		m.blocks, m.pending = nil, ""
		m.line++
		return
	}
	indent := m.indent(l, at)
	m.leave(indent, l[at] == '-' || strings.ContainsRune(fullDashes, l[at]) && at+1 < len(l) && white(l[at+1]))
	indent = m.settle(l, at, indent)
	m.col = at
	shift := at - indent // columns by which the source is off the copy
	for m.col < len(l) && m.dash(l, shift) {
	}
	if m.bare = m.col >= len(l) || l[m.col] == '#'; m.bare {
		m.line++
		return
	}
	m.end = m.line + 1
	if name, value, ok := m.key(l); ok {
		m.open(block{indent: m.col - shift})
		m.value(name, m.owner(), value, m.col-shift)
		return
	}
	m.item(l, shift)
}

// indent measures what stands before the first character of a line and reports
// what is no indent.
func (m *yamlMender) indent(l []rune, at int) int {
	width, bad := 0, -1
	for i, r := range l[:at] {
		switch {
		case r == ' ':
			width++
			continue
		case r == '\t' || r == '\u3000':
			width += 2
		case !zeroWidth(r):
			width++
		}
		if bad < 0 {
			bad = i
		}
	}
	if bad >= 0 {
		m.slip(m.line, bad, term{
			fmt.Sprintf("%s indents this line; YAML knows spaces only: put half-width spaces in its stead", blankName(l[bad]).en),
			fmt.Sprintf("此行用%s缩进，YAML 只认半角空格：请改成半角空格", blankName(l[bad]).zh)}, false, repair{m.line, 0, at, strings.Repeat(" ", width)})
	}
	return width
}

func blankName(r rune) term {
	switch r {
	case '\t':
		return term{"a tab", "制表符"}
	case '\u3000':
		return term{"a full-width space", "全角空格"}
	case '\u00a0':
		return term{"a no-break space (U+00A0)", "不换行空格（U+00A0）"}
	}
	return term{fmt.Sprintf("the character U+%04X", r), fmt.Sprintf("字符 U+%04X", r)}
}

// leave closes the blocks that a line of this indent does not belong to.
func (m *yamlMender) leave(indent int, dashed bool) {
	m.popped = -1
	for n := len(m.blocks); n > 0; n-- {
		b := m.blocks[n-1]
		if b.indent < indent || b.indent == indent && (!b.list || dashed) {
			return
		}
		m.blocks, m.pending = m.blocks[:n-1], ""
		if b.indent > indent {
			m.popped = b.indent
		}
	}
}

// settle puts a line whose indent fits no block where it most likely belongs.
func (m *yamlMender) settle(l []rune, at, indent int) int {
	if len(m.blocks) == 0 {
		if m.popped > 0 && !m.faulty[m.line] { // the first line of all was indented, this one is not
			m.misplaced(at, indent, m.popped)
			m.reopen(m.popped, l[at] == '-')
			return m.popped
		}
		if m.popped > 0 {
			m.reopen(m.popped, l[at] == '-')
			m.edit(m.line, 0, at, strings.Repeat(" ", m.popped))
			return m.popped
		}
		return indent
	}
	top := m.blocks[len(m.blocks)-1]
	if top.indent >= indent || m.pending != "" || m.bare {
		return indent
	}
	want := top.indent
	if m.popped > 0 {
		want = m.popped
		m.reopen(want, l[at] == '-')
	}
	if !m.faulty[m.line] {
		m.misplaced(at, indent, want)
		return want
	}
	m.do(m.reindent(at, want))
	return want
}

// reindent is the repair that indents the line at hand; what was mended of its blanks
// before counts no more.
func (m *yamlMender) reindent(at, want int) repair {
	m.edits[m.line] = slices.DeleteFunc(m.edits[m.line], func(e edit) bool { return e.at == 0 })
	return repair{m.line, 0, at, strings.Repeat(" ", want)}
}

func (m *yamlMender) misplaced(at, indent, want int) {
	m.slip(m.line, at, term{
		fmt.Sprintf("this line is indented by %d spaces, its neighbours by %d: indent it by %d", indent, want, want),
		fmt.Sprintf("此行缩进 %d 格，同级各行缩进 %d 格：请改成 %d 格", indent, want, want)}, false, m.reindent(at, want))
}

func (m *yamlMender) reopen(indent int, list bool) {
	m.blocks = append(m.blocks, block{indent: indent, list: list, owner: m.owner()})
}

// open enters the block to which an entry belongs.
func (m *yamlMender) open(b block) {
	if n := len(m.blocks); n > 0 && m.blocks[n-1].indent == b.indent && m.blocks[n-1].list == b.list {
		return
	}
	b.owner = m.pending
	if n := len(m.blocks); b.owner == "" && n > 0 {
		b.owner = m.blocks[n-1].owner
	}
	m.pending = ""
	m.blocks = append(m.blocks, b)
	if len(m.blocks) > 2*maxDepth {
		m.tooDeep = true
	}
}

// owner is the key whose value the block at hand is.
func (m *yamlMender) owner() string {
	if n := len(m.blocks); n > 0 {
		return m.blocks[n-1].owner
	}
	return ""
}

// fullDashes are marks that look like the dash of a list, and those that other
// programs put in its place.
const fullDashes = "－–—−*+•·●‧∙▪■◆"

// dash steps over the dash of an item of a list.
func (m *yamlMender) dash(l []rune, shift int) bool {
	r, i := l[m.col], m.col
	spaced := i+1 == len(l) || white(l[i+1])
	listed := len(m.blocks) > 0 && m.blocks[len(m.blocks)-1] == block{i - shift, true, m.owner()}
	switch {
	case r == '-' && spaced:
		switch {
		case i+1 < len(l) && l[i+1] != ' ' && l[i+1] != '\t':
			m.slip(m.line, i+1, term{
				blankName(l[i+1]).en + " stands behind the dash: put a half-width space there",
				"短横后是" + blankName(l[i+1]).zh + "：请改成半角空格"}, false, repair{m.line, i + 1, 1, " "})
		case i+1 < len(l) && l[i+1] != ' ':
			m.edit(m.line, i+1, 1, " ")
		}
	case strings.ContainsRune(fullDashes, r) && spaced && (listed || m.pending != ""):
		fix := []repair{{m.line, i, 1, "-"}}
		if i+1 < len(l) && l[i+1] != ' ' {
			fix = append(fix, repair{m.line, i + 1, 1, " "})
		}
		m.slip(m.line, i, term{
			fmt.Sprintf("%c is no dash of a list: write - and a space", r),
			fmt.Sprintf("列表项前的「%c」不是半角短横：请写成「- 」（短横加空格）", r)}, false, fix...)
	case r == '-' && !spaced && l[i+1] != '-' && listed:
		m.slip(m.line, i, term{"there is no space behind the dash: write - and a space", "列表的短横后缺少空格：请写成「- 」（短横加空格）"}, false, repair{m.line, i + 1, 0, " "})
		m.open(block{indent: i - shift, list: true})
		m.col = i + 1
		return true
	default:
		return false
	}
	m.open(block{indent: i - shift, list: true})
	m.col = blankFrom(l, i+1)
	return true
}

// item reads a value that stands without a key on the line at hand.
func (m *yamlMender) item(l []rune, shift int) {
	n := len(m.blocks)
	if n > 0 && !m.blocks[n-1].list && m.blocks[n-1].indent == m.col-shift && m.pending == "" {
		m.fault(m.line, m.col, term{
			"this line has no key: write it as key: value, or indent it if it goes on with the line above",
			"此行没有键：请写成「键: 值」；若是接上一行的文字，请缩进"})
		m.edit(m.line, m.col, len(l)-m.col, "")
		m.line++
		return
	}
	field, indent := m.pending, -1
	if field == "" {
		field = m.owner()
	}
	if n > 0 {
		indent = m.blocks[n-1].indent
	}
	m.pending = ""
	m.value(field, "", m.col, indent)
}
