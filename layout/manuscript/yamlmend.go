package manuscript

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"duikai/layout/diag"
)

// What Chinese keyboards and word processors do to YAML is looked for before
// the parser sees it: it would take pages： for a word and stumble over it sixty
// lines further down. A small scanner follows keys, indents, quotes, brackets
// and block texts, names each slip at its column, and mends it in a copy, so
// that one run finds all of them and the parser finds none that follow from
// them. In the same copy it puts quotes around texts that YAML would read as
// something else (!重要, ~, [图]江上), for a text is what is written.
//
// The scanner reads the source only; what it mends are edits, which keep for
// every character of the copy its column in the source.

// vocabulary are the words of the contract by which the scanner tells a key
// from running text.
type vocabulary struct {
	keys  map[string]bool // every key
	prose map[string]bool // those that hold texts of the paper
	front map[string]bool // those of the front matter
}

func newVocabulary() *vocabulary {
	v := &vocabulary{keys: make(map[string]bool), prose: make(map[string]bool), front: make(map[string]bool)}
	for _, k := range storyKeys() {
		v.front[k.name] = true
	}
	learn(v, issueKeys())
	learn(v, formatKeys())
	learn(v, marginKeys())
	learn(v, styleKeys())
	learn(v, bodyKeys())
	learn(v, nameplateKeys())
	learn(v, captionKeys())
	learn(v, fontKeys())
	learn(v, pageKeys())
	learn(v, slotKeys())
	learn(v, storyPictureKeys())
	learn(v, storyKeys())
	learn(v, jumpKeys())
	return v
}

func learn[T any](v *vocabulary, keys []key[T]) {
	for _, k := range keys {
		v.keys[k.name] = true
		v.prose[k.name] = v.prose[k.name] || k.prose
	}
}

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

	line    int // at hand, an index
	col     int
	end     int // the line before which the value at hand ends
	blocks  []block
	pending string // a key whose value is to follow below
	popped  int    // the indent of the block left last
	depth   int    // of brackets
	tooDeep bool
	ownKeys bool // the mapping at hand has keys of the paper's own
}

// mend looks through the source, reports its slips and gives it a mended copy.
func (y *yamlSource) mend(words *vocabulary) {
	m := &yamlMender{src: y, words: words, edits: make(map[int][]edit), faulty: make(map[int]bool)}
	for m.line < len(y.lines) && !m.tooDeep {
		m.entry()
	}
	y.faulty = m.faulty
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

func (m *yamlMender) fault(line, col int, what term) {
	m.faulty[line] = true
	m.src.problem(diag.BadYAML, diag.Pos{File: m.src.file, Line: m.src.first + line, Col: col + 1}, what)
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
	if m.col >= len(l) || l[m.col] == '#' {
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
		m.fault(m.line, bad, term{
			fmt.Sprintf("%s indents this line; YAML knows spaces only: put half-width spaces in its stead", blankName(l[bad]).en),
			fmt.Sprintf("此行用%s缩进，YAML 只认半角空格：请改成半角空格", blankName(l[bad]).zh)})
		m.edit(m.line, 0, at, strings.Repeat(" ", width))
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
		}
		if m.popped > 0 {
			m.reopen(m.popped, l[at] == '-')
			m.edit(m.line, 0, at, strings.Repeat(" ", m.popped))
			return m.popped
		}
		return indent
	}
	top := m.blocks[len(m.blocks)-1]
	if top.indent >= indent || m.pending != "" {
		return indent
	}
	want := top.indent
	if m.popped > 0 {
		want = m.popped
		m.reopen(want, l[at] == '-')
	}
	if !m.faulty[m.line] {
		m.misplaced(at, indent, want)
	}
	m.edits[m.line] = slices.DeleteFunc(m.edits[m.line], func(e edit) bool { return e.at == 0 })
	m.edit(m.line, 0, at, strings.Repeat(" ", want))
	return want
}

func (m *yamlMender) misplaced(at, indent, want int) {
	m.fault(m.line, at, term{
		fmt.Sprintf("this line is indented by %d spaces, its neighbours by %d: indent it by %d", indent, want, want),
		fmt.Sprintf("此行缩进 %d 格，同级各行缩进 %d 格：请改成 %d 格", indent, want, want)})
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

// fullDashes are marks that look like the dash of a list.
const fullDashes = "－–—−"

// dash steps over the dash of an item of a list.
func (m *yamlMender) dash(l []rune, shift int) bool {
	r, i := l[m.col], m.col
	spaced := i+1 == len(l) || white(l[i+1])
	listed := len(m.blocks) > 0 && m.blocks[len(m.blocks)-1] == block{i - shift, true, m.owner()}
	switch {
	case r == '-' && spaced:
		if i+1 < len(l) && l[i+1] != ' ' && l[i+1] != '\t' {
			m.fault(m.line, i+1, term{
				blankName(l[i+1]).en + " stands behind the dash: put a half-width space there",
				"短横后是" + blankName(l[i+1]).zh + "：请改成半角空格"})
		}
		if i+1 < len(l) && l[i+1] != ' ' {
			m.edit(m.line, i+1, 1, " ")
		}
	case strings.ContainsRune(fullDashes, r) && spaced && (listed || m.pending != ""):
		m.fault(m.line, i, term{
			fmt.Sprintf("%c is no dash of a list: write - and a space", r),
			fmt.Sprintf("列表项前的「%c」不是半角短横：请写成「- 」（短横加空格）", r)})
		m.edit(m.line, i, 1, "-")
		if i+1 < len(l) && l[i+1] != ' ' {
			m.edit(m.line, i+1, 1, " ")
		}
	case r == '-' && !spaced && l[i+1] != '-' && listed:
		m.fault(m.line, i, term{"there is no space behind the dash: write - and a space", "列表的短横后缺少空格：请写成「- 」（短横加空格）"})
		m.edit(m.line, i+1, 0, " ")
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

// known tells whether a word is a key of the contract.
func (m *yamlMender) known(word string) bool { return m.words.keys[halfWidth(word)] }

// halfWidth writes letters of full width and capitals as keys are written.
func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xff00 && r < 0xff5f {
			r -= 0xfee0
		}
		return unicode.ToLower(r)
	}, strings.TrimSpace(s))
}

// colons of other widths.
const fullColons = "：﹕︰∶"

// key finds the key of a line and where its value begins.
func (m *yamlMender) key(l []rune) (name string, value int, ok bool) {
	start := m.col
	if l[start] == '"' || l[start] == '\'' {
		return m.quotedKey(l)
	}
	n := len(m.blocks)
	texts := n > 0 && m.blocks[n-1].list && m.words.prose[m.blocks[n-1].owner]
	if strings.ContainsRune("[{|>", l[start]) || strings.ContainsRune("［｛", l[start]) && !texts {
		return "", 0, false
	}
	full, bare := -1, -1
	for i := start; i < len(l); i++ {
		switch {
		case l[i] == '#' && i > 0 && white(l[i-1]):
			return m.badKey(l, full, bare)
		case strings.ContainsRune(fullColons, l[i]):
			if full < 0 {
				full = i
			}
		case l[i] == ':' && (i+1 == len(l) || white(l[i+1])):
			if full >= 0 && m.known(string(l[start:full])) {
				return m.badKey(l, full, bare)
			}
			return m.plainKey(l, i)
		case l[i] == ':' && bare < 0:
			bare = i
		}
	}
	return m.badKey(l, full, bare)
}

func (m *yamlMender) plainKey(l []rune, colon int) (string, int, bool) {
	name := strings.TrimSpace(string(l[m.col:colon]))
	if q := strings.Trim(name, "“”‘’＂＇"); q != name && m.known(q) {
		m.curly(m.line, m.col, colon)
		name = q
	}
	// Under a key that holds texts, an item that has a colon is a text.
	if n := len(m.blocks); n > 0 && m.blocks[n-1].list && m.words.prose[m.blocks[n-1].owner] && !m.known(name) {
		return "", 0, false
	}
	m.blanks(l, colon+1)
	return halfKey(name), blankFrom(l, colon+1), true
}

func halfKey(s string) string { return strings.TrimSpace(s) }

// blanks reports a blank behind a colon that YAML does not take for one.
func (m *yamlMender) blanks(l []rune, i int) {
	if i >= len(l) || l[i] == ' ' || l[i] == '\t' {
		return
	}
	m.fault(m.line, i, term{
		blankName(l[i]).en + " stands behind the colon: put a half-width space there",
		"冒号后是" + blankName(l[i]).zh + "：请改成半角空格"})
	end := blankFrom(l, i)
	m.edit(m.line, i, end-i, strings.Repeat(" ", end-i))
}

// badKey looks whether a line without a proper colon was meant to have a key.
func (m *yamlMender) badKey(l []rune, full, bare int) (string, int, bool) {
	for _, i := range [2]int{full, bare} {
		if i <= m.col {
			continue
		}
		word := strings.TrimSpace(string(l[m.col:i]))
		if !m.known(word) && !m.inMapping(l, word) {
			continue
		}
		if l[i] == ':' {
			if i+1 < len(l) && l[i+1] == '/' {
				continue
			}
			m.fault(m.line, i, term{
				"there is no space behind the colon: write " + word + ": and a space",
				"冒号后缺少空格：请写成「" + word + ": 」（冒号加空格）"})
			m.edit(m.line, i+1, 0, " ")
		} else {
			m.fullColon(m.line, i, word)
		}
		return word, blankFrom(l, i+1), true
	}
	return "", 0, false
}

func (m *yamlMender) fullColon(line, i int, word string) {
	r := m.text(line)[i]
	m.fault(line, i, term{
		fmt.Sprintf("the colon %c behind %s is full-width: write %s: with a half-width colon and a space", r, word, word),
		fmt.Sprintf("%s 后的冒号「%c」是全角：请写成「%s: 」（半角冒号加空格）", word, r, word)})
	end := blankFrom(m.text(line), i+1)
	m.edit(line, i, end-i, ": ")
}

// mappingOwners hold mappings whose keys the paper chooses.
const mappingOwners = "editors"

// inMapping tells whether a line stands where only an entry of a mapping can:
// beside others, or where keys of the paper's own are named.
func (m *yamlMender) inMapping(l []rune, word string) bool {
	if strings.ContainsFunc(word, white) || word == "" {
		return false
	}
	n := len(m.blocks)
	if m.pending == mappingOwners {
		return true
	}
	if n == 0 {
		return m.pending == "" && m.line == m.firstLine()
	}
	return m.pending == "" && !m.blocks[n-1].list && m.blocks[n-1].indent <= m.col
}

// firstLine is the first line that holds anything.
func (m *yamlMender) firstLine() int {
	for i, l := range m.src.lines {
		if at := blankFrom(l, 0); at < len(l) && l[at] != '#' {
			return i
		}
	}
	return 0
}

func (m *yamlMender) quotedKey(l []rune) (string, int, bool) {
	q, start := l[m.col], m.col
	for i := start + 1; i < len(l); i++ {
		if l[i] != q {
			continue
		}
		if c := blankFrom(l, i+1); c < len(l) && l[c] == ':' {
			return string(l[start+1 : i]), blankFrom(l, c+1), true
		}
		return "", 0, false
	}
	return "", 0, false
}

// isText tells whether a field holds a text of the paper.
func (m *yamlMender) isText(field, owner string) bool {
	return m.words.prose[field] || owner == mappingOwners
}

// value reads the value of a field that begins at a column of the line at hand;
// lines indented deeper than indent belong to it. It leaves line behind it.
func (m *yamlMender) value(field, owner string, at, indent int) {
	l := m.text(m.line)
	if at >= len(l) {
		m.pending = field
		if owner == mappingOwners {
			m.pending = owner
		}
		m.line++
		return
	}
	m.pending, m.col = "", at
	m.end = m.line + 1
	for m.end < len(m.src.lines) && m.belongs(m.end, indent) {
		m.end++
	}
	for m.end > m.line+1 && blankFrom(m.text(m.end-1), 0) == len(m.text(m.end-1)) {
		m.end--
	}
	text := m.isText(field, owner)
	switch r := l[at]; {
	case r == '#':
		if m.children(indent) {
			m.pending = field
		} else {
			m.swallowed(field, at)
		}
		m.line++
	case r == '|' || r == '>':
		m.blockText(text, indent)
	case text && m.wholeText(l, at):
		m.plain(field, text, indent)
	case r == '"' || r == '\'':
		m.quoted(field, text, indent)
	case r == '[' || r == '{' || !text && strings.ContainsRune("［｛【〔", r):
		m.flow(field, indent)
	case !text && strings.ContainsRune("&*!?", r):
		m.line++ // the parser knows them, and the loader refuses them
		m.pending = field
	default:
		m.plain(field, text, indent)
	}
}

// belongs tells whether a line can go on with a value whose key has this
// indent.
func (m *yamlMender) belongs(n, indent int) bool {
	l := m.text(n)
	at := blankFrom(l, 0)
	return at == len(l) || at > indent || strings.ContainsRune("]}", l[at])
}

// children tells whether lines below the line at hand are the value of its key.
func (m *yamlMender) children(indent int) bool {
	for n := m.line + 1; n < len(m.src.lines); n++ {
		l := m.text(n)
		at := blankFrom(l, 0)
		if at == len(l) || l[at] == '#' {
			continue
		}
		return at > indent || at == indent && l[at] == '-' && (at+1 == len(l) || white(l[at+1]))
	}
	return false
}

// swallowed reports a value that YAML takes for a comment.
func (m *yamlMender) swallowed(field string, at int) {
	rest := strings.TrimSpace(string(m.text(m.line)[at:]))
	m.src.problem(diag.YAMLComment, m.place(m.line, at), cited(rest), field+": "+quoteYAML(rest))
}

func (m *yamlMender) place(line, col int) diag.Pos {
	return diag.Pos{File: m.src.file, Line: m.src.first + line, Col: col + 1}
}

// quoteYAML writes a text between single quotes.
func quoteYAML(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// comment notes nothing: a line of its own that begins with # is a remark.
func (m *yamlMender) comment(at int) {
	if m.indentOnly(at) {
		return
	}
	m.edit(m.line, 0, at, strings.Repeat(" ", at))
}

func (m *yamlMender) indentOnly(at int) bool {
	return strings.Trim(string(m.text(m.line)[:at]), " ") == ""
}

// wholeText tells whether a text that begins like something else goes on behind
// it, and so is a text: "快"字当头, [图]江上, {汉|hàn}字.
func (m *yamlMender) wholeText(l []rune, at int) bool {
	end := at
	switch l[at] {
	case '"', '\'':
		for end = at + 1; end < len(l) && l[end] != l[at]; end++ {
			if l[end] == '\\' && l[at] == '"' {
				end++
			}
		}
		if end+1 < len(l) && l[end+1] == l[at] && l[at] == '\'' {
			return false // '' inside
		}
	case '[', '{':
		end = balanced(l, at)
		if end < len(l) && l[at] == '{' && isRuby(l[at:end+1]) {
			return true
		}
	default:
		return false
	}
	if end >= len(l) {
		return false
	}
	rest := blankFrom(l, end+1)
	return rest < len(l) && !(l[rest] == '#' && rest > end+1) && !strings.ContainsRune("]}", l[rest])
}

// balanced is where the bracket that opens at a column closes; the end of the
// line where it does not.
func balanced(l []rune, at int) int {
	depth := 0
	for i := at; i < len(l); i++ {
		switch l[i] {
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(l)
}

// isRuby tells whether braces hold a base and a ruby and not a mapping.
func isRuby(s []rune) bool {
	in := string(s[1 : len(s)-1])
	return strings.Count(in, "|") == 1 && !strings.Contains(in, ": ") && !strings.ContainsAny(in, "{[")
}

// blockText steps over a text in block form. A bar or > that opens none is a
// text.
func (m *yamlMender) blockText(text bool, indent int) {
	l := m.text(m.line)
	head := strings.TrimSpace(string(l[m.col+1:]))
	if c := strings.Index(" "+head, " #"); c >= 0 {
		head = strings.TrimSpace(head[:c])
	}
	body := false
	for n := m.line + 1; n < m.end; n++ {
		body = body || blankFrom(m.text(n), 0) < len(m.text(n))
	}
	if text && (strings.Trim(head, "+-123456789") != "" || !body) {
		m.plain("", text, indent)
		return
	}
	m.line = m.end
}

// plain reads a value without quotes.
func (m *yamlMender) plain(field string, text bool, indent int) {
	line, at := m.line, m.col
	stop := m.commentAt(line, at)
	last, lastEnd := line, trimmed(m.text(line), at, stop)
	if stop == len(m.text(line)) {
		last, lastEnd = m.goOn(indent, last, lastEnd)
	} else {
		m.trailing(field, text, line, stop)
	}
	m.line = last + 1
	value := strings.TrimSpace(string(m.text(line)[at:trimmed(m.text(line), at, stop)]))
	switch {
	case !text:
		m.wordValue(line, at, lastEnd, last == line)
		return
	case m.twoKeys(field, line, at, last, lastEnd):
	case last == line && (value == "~" || strings.EqualFold(value, "null")):
		m.src.problem(diag.YAMLNothing, m.place(line, at), cited(value))
	case last == line && safe(value):
		return
	}
	m.quote(line, at, last, lastEnd)
}

// goOn finds where a plain value that goes on on further lines ends.
func (m *yamlMender) goOn(indent, last, lastEnd int) (int, int) {
	for n := m.line + 1; n < m.end; n++ {
		l := m.text(n)
		at := blankFrom(l, 0)
		if at == len(l) {
			continue
		}
		if l[at] == '#' || at <= indent {
			break
		}
		if word, _, _ := strings.Cut(strings.ReplaceAll(string(l[at:]), "：", ":"), ":"); m.known(word) && len(word) < len(string(l[at:])) {
			break // a key that is indented too deep
		}
		stop := m.commentAt(n, at)
		last, lastEnd = n, trimmed(l, at, stop)
		if stop < len(l) {
			break
		}
	}
	return last, lastEnd
}

// commentAt is where a comment begins on a line behind a column.
func (m *yamlMender) commentAt(line, at int) int {
	l := m.text(line)
	for i := at + 1; i < len(l); i++ {
		if l[i] == '#' && (l[i-1] == ' ' || l[i-1] == '\t') {
			return i
		}
	}
	return len(l)
}

func trimmed(l []rune, from, to int) int {
	for to > from && (l[to-1] == ' ' || l[to-1] == '\t') {
		to--
	}
	return to
}

// trailing reports the comment behind a text. One that has no space behind its
// # was hardly meant as one.
func (m *yamlMender) trailing(field string, text bool, line, at int) {
	if !text {
		return
	}
	l := m.text(line)
	rest := strings.TrimSpace(string(l[at:]))
	if at+1 < len(l) && !white(l[at+1]) {
		m.src.problem(diag.YAMLComment, m.place(line, at), cited(rest), term{"the whole text between single quotes", "用单引号把整段文字括起来"})
		return
	}
	m.src.sink.add(diag.CommentOut, m.place(line, at), strings.TrimSpace(strings.TrimLeft(rest, "#")))
}

// twoKeys reports a text that holds a colon and a blank, which YAML takes for a
// second key.
func (m *yamlMender) twoKeys(field string, line, at, last, lastEnd int) bool {
	for n := line; n <= last; n++ {
		l, from, to := m.text(n), 0, len(m.text(n))
		if n == line {
			from = at
		}
		if n == last {
			to = lastEnd
		}
		for i := from; i < to; i++ {
			if l[i] != ':' || i+1 < to && l[i+1] != ' ' && l[i+1] != '\t' {
				continue
			}
			whole := strings.TrimSpace(string(l[from:to]))
			m.fault(n, from, term{
				"the text holds a colon and a space, which YAML takes for another key: put it between single quotes: " + quoteYAML(whole),
				"文字里有半角冒号加空格，YAML 会当成另一个键：请加单引号，写成 " + quoteYAML(whole)})
			return true
		}
	}
	return false
}

// safe tells whether YAML reads a plain text as it is written.
func safe(s string) bool {
	for i, r := range s {
		if i == 0 && !(unicode.IsLetter(r) || r > 0x7f) {
			return false
		}
	}
	return s != "" && !strings.ContainsAny(s, "\t")
}

// quote puts single quotes around a stretch of the source.
func (m *yamlMender) quote(line, at, last, end int) {
	m.edit(line, at, 0, "'")
	for n := line; n <= last; n++ {
		from, to := 0, len(m.text(n))
		if n == line {
			from = at
		}
		if n == last {
			to = end
		}
		for i := from; i < to; i++ {
			if m.text(n)[i] == '\'' {
				m.edit(n, i, 0, "'")
			}
		}
	}
	m.edit(last, end, 0, "'")
}

// curlyQuotes are quotation marks that quote nothing in YAML.
const curlyQuotes = "“”‘’＂＇「」『』"

func (m *yamlMender) curly(line, from, to int) {
	l := m.text(line)
	first := true
	for i := from; i < to; i++ {
		if !strings.ContainsRune(curlyQuotes, l[i]) {
			continue
		}
		if first {
			m.fault(line, i, term{
				fmt.Sprintf("the quotation mark %c is a character to YAML: leave it out or write \" \"", l[i]),
				fmt.Sprintf("引号「%c」在 YAML 里只是普通字符：请删去，或改成半角引号", l[i])})
			first = false
		}
		m.edit(line, i, 1, "")
	}
}

// wordValue looks at a number, a name or a path.
func (m *yamlMender) wordValue(line, at, end int, oneLine bool) {
	l := m.text(line)
	if strings.ContainsRune(curlyQuotes, l[at]) && oneLine {
		m.curly(line, at, min(end, len(l)))
		return
	}
	for i := at; i < len(l); i++ {
		if l[i] != ':' || i+1 < len(l) && l[i+1] != ' ' {
			continue
		}
		start := i
		for start > at && !white(l[start-1]) {
			start--
		}
		word := string(l[start:i])
		m.fault(line, start, term{
			fmt.Sprintf("%q is a second key on this line: begin a line of its own with it", word),
			fmt.Sprintf("「%s」是本行的第二个键：请另起一行", word)})
		m.edit(line, start, len(l)-start, "")
		return
	}
}

// quoted reads a value between quotes.
func (m *yamlMender) quoted(field string, text bool, indent int) {
	line, at := m.line, m.col
	if !m.closeQuote() {
		l := m.text(line)
		q := l[at]
		m.unclosedQuote(line, at, len(l))
		end := trimmed(l, at+1, len(l))
		m.edit(line, at, 1, "")
		if k := lastCurly(l, end); k > at {
			m.edit(line, k, 1, "")
		}
		m.edits[line] = slices.DeleteFunc(m.edits[line], func(e edit) bool { return e.at > at && q == '"' && e.put == `\` })
		m.quote(line, at+1, line, end)
		m.line = line + 1
		for n := m.line; n < m.end; n++ { // what goes on is told with it
			m.edit(n, 0, len(m.text(n)), "")
		}
		m.line = max(m.line, m.end)
		return
	}
	l := m.text(m.line)
	rest := blankFrom(l, m.col)
	if rest < len(l) && l[rest] == '#' && rest > m.col {
		m.trailing(field, text, m.line, rest)
	} else if rest < len(l) {
		m.behind(m.line, rest, l)
	}
	m.line++
}

// behind reports what stands behind a value that has ended.
func (m *yamlMender) behind(line, at int, l []rune) {
	what := strings.TrimSpace(string(l[at:]))
	switch {
	case strings.Trim(what, "]}") == "":
		m.fault(line, at, term{"nothing is open here that " + what + " could close: take it out", "多余的「" + what + "」：请删去"})
	default:
		m.fault(line, at, term{
			"the value has ended before " + strconv.Quote(what) + ": put it on a line of its own, or quotes around all of it",
			"值到此已结束，后面又有「" + what + "」：请另起一行，或用单引号把整段括起来"})
	}
	m.edit(line, at, len(l)-at, "")
}

func lastCurly(l []rune, end int) int {
	if end > 0 && strings.ContainsRune("”’＂＇", l[end-1]) {
		return end - 1
	}
	return -1
}

func (m *yamlMender) unclosedQuote(line, at, end int) {
	l := m.text(line)
	q := string(l[at])
	if k := lastCurly(l, trimmed(l, at, end)); k > at {
		m.fault(line, at, term{
			fmt.Sprintf("the quote %s is closed by %c at column %d, which closes nothing in YAML: write %s there", q, l[k], k+1, q),
			fmt.Sprintf("引号 %s 用第 %d 列的「%c」来结束，YAML 不认：请在那里写半角的 %s", q, k+1, l[k], q)})
		return
	}
	m.fault(line, at, term{
		"the quote " + q + " is never closed: write " + q + " at the end of the text, or leave this one out",
		"缺少右引号 " + q + "：请在文字末尾补上，或删去这个引号"})
}

// closeQuote moves behind the quote that closes the one at hand; false where
// none does before the value ends.
func (m *yamlMender) closeQuote() bool {
	q := m.text(m.line)[m.col]
	line, col := m.line, m.col+1
	for ; line < m.end; line, col = line+1, 0 {
		l := m.text(line)
		for ; col < len(l); col++ {
			switch {
			case l[col] == '\\' && q == '"':
				col += m.escape(line, col)
			case l[col] == q && q == '\'' && col+1 < len(l) && l[col+1] == q:
				col++
			case l[col] == q:
				m.line, m.col = line, col+1
				return true
			}
		}
	}
	return false
}

// escapes of a text between double quotes (YAML 1.2.2, 5.7) and how many
// hexadecimal figures follow them.
const escapes = "0abt\tnvfe \"/\\N_LP\n"

var hexEscapes = map[rune]int{'x': 2, 'u': 4, 'U': 8}

// escape looks at an escape and tells how many characters follow its backslash.
func (m *yamlMender) escape(line, col int) int {
	l := m.text(line)
	if col+1 >= len(l) {
		return 0
	}
	n, hex := hexEscapes[l[col+1]]
	good := strings.ContainsRune(escapes, l[col+1])
	if hex {
		good = col+2+n <= len(l)
		for i := col + 2; good && i < col+2+n; i++ {
			good = unicode.Is(unicode.ASCII_Hex_Digit, l[i])
		}
	}
	if good {
		return 1 + n
	}
	m.fault(line, col, term{
		fmt.Sprintf("between double quotes \\%c means nothing: put single quotes around the text, or write \\\\", l[col+1]),
		fmt.Sprintf("双引号里的 \\%c 没有意义：请改用单引号，或写成 \\\\", l[col+1])})
	m.edit(line, col, 0, `\`)
	return 1
}
