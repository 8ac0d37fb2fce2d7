package manuscript

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"duikai/layout/diag"
)

// maxDepth is how deep YAML may nest. The contract needs eight levels (pages,
// a page, slots, a slot, pictures, a picture, focus, a number); the parser
// recurses, and a stack that runs out cannot be recovered from, so depth is
// checked before it starts.
const maxDepth = 24

// maxLines is how many lines may start at the same column of a mapping or list
// in block form: the parser takes time in their square. maxSlots slots, each
// on a dozen lines, is the most the contract has room for.
const maxLines = 5000

type nodeKind uint8

const (
	noValue nodeKind = iota // "key:", "key: ~" and what was refused: as if not given
	scalar
	list
	mapping
)

// node is a YAML value with its place: the loader's own small tree, so that
// this file alone knows the parser.
type node struct {
	kind  nodeKind
	pos   diag.Pos
	at    diag.Pos // the same in the mended copy of the source
	text  string   // of a scalar, escapes resolved
	quote byte     // of a scalar: ' or ", | for a block, 0 for a plain one
	items []*node
	pairs []pair
	src   *yamlSource
}

type pair struct{ key, value *node }

// get is the value of a key; nil where the mapping lacks it.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for _, p := range n.pairs {
		if p.key.text == key {
			return p.value
		}
	}
	return nil
}

// keyPos is where a mapping has a key, with or without a value; zero where it
// lacks it.
func (n *node) keyPos(key string) (at diag.Pos) {
	if i := slices.IndexFunc(n.pairs, func(p pair) bool { return p.key.text == key }); i >= 0 {
		at = n.pairs[i].key.pos
	}
	return at
}

// given tells whether there is a value; a key without one counts as not given.
func (n *node) given() bool { return n != nil && n.kind != noValue }

// yamlSource is a YAML text and where it stands in its file.
type yamlSource struct {
	file  string
	first int      // line of the file on which the text starts
	lines [][]rune // of the text, without line ends
	sink  *sink

	// mended is the copy that the parser reads; columns gives for the lines that
	// differ the column of every character in the source (see yamlmend.go).
	mended  [][]rune
	columns map[int][]int32
	faulty  map[int]bool // lines of which something was said before parsing
	torn    map[int]bool // of these, those with a bracket that is closed by a guess
}

// parseYAML reads a YAML text (line ends already \n) that starts on the given
// line of a file. sound is false where a slip was reported; what could be made
// of the text is there all the same, nil where that is nothing.
func parseYAML(file string, text string, first int, words *vocabulary, s *sink) (root *node, sound bool) {
	src := &yamlSource{file: file, first: first, sink: s}
	// Spaces at the end of a line mean nothing in a manuscript, and the lexer
	// counts those behind a plain scalar to its column.
	for line := range strings.SplitSeq(text, "\n") {
		src.lines = append(src.lines, []rune(strings.TrimRight(line, " \t")))
	}
	src.mend(words)
	docs, ok := src.parse()
	if docs == nil {
		return nil, false
	}
	root = &node{kind: noValue, pos: diag.Pos{File: file, Line: first, Col: 1}, src: src}
	seen := false
	for _, doc := range docs.Docs {
		if doc.Body == nil || doc.Body.Type() == ast.DirectiveType {
			continue
		}
		n := src.convert(doc.Body)
		if seen {
			s.add(diag.YAMLFeature, n.pos, term{"several documents", "多个 YAML 文档"})
			break
		}
		root, seen = n, true
	}
	return root, ok && len(src.faulty) == 0
}

// maxRetries is how often the parser is asked again after a fault: an editor
// mends no more at a time.
const maxRetries = 20

// parse parses the mended copy. Where the parser stumbles, the line it names
// and what hangs on it are taken out and it is asked again, so that one run
// names every fault.
func (y *yamlSource) parse() (file *ast.File, ok bool) {
	// The parser is young; what it cannot take must not take the run down.
	defer func() {
		if r := recover(); r != nil {
			y.sink.add(diag.BadYAML, diag.Pos{File: y.file, Line: y.first, Col: 1}, term{
				"this text cannot be read; look for brackets, quotes and indents", "这段文字无法解析：请检查括号、引号和缩进"})
			file, ok = nil, false
		}
	}()
	lines := slices.Clone(y.mended)
	ok = true
	for range maxRetries {
		var b strings.Builder
		for _, l := range lines {
			b.WriteString(string(l))
			b.WriteByte('\n')
		}
		tokens := lexer.Tokenize(b.String())
		if t, what, limit := tooMuch(tokens); t != nil {
			y.problem(diag.TooLarge, y.pos(t), what, limit+1, limit)
			return nil, false
		}
		file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
		if err == nil {
			return file, ok
		}
		ok = false
		n := y.syntaxError(err)
		if !without(lines, n) {
			break
		}
	}
	return nil, false
}

// without takes a line and those that are indented deeper below it out; false
// where nothing stands there.
func without(lines [][]rune, n int) bool {
	if n < 0 || n >= len(lines) || blankFrom(lines[n], 0) == len(lines[n]) {
		return false
	}
	indent := blankFrom(lines[n], 0)
	lines[n] = nil
	for n++; n < len(lines); n++ {
		at := blankFrom(lines[n], 0)
		if at < len(lines[n]) && at <= indent {
			break
		}
		lines[n] = nil
	}
	return true
}

// tooMuch gives the token at which the nesting passes maxDepth or a mapping or
// list passes maxLines. It counts what the parser recurses on: open brackets,
// indicators that open a value on the same line, and steps of indentation.
func tooMuch(tokens token.Tokens) (t *token.Token, what term, limit int) {
	type level struct{ column, lines int }
	var levels []level
	flow, line, onLine := 0, 0, 0
	for _, t := range tokens {
		if t.Position == nil {
			continue
		}
		fresh := t.Position.Line != line
		if fresh {
			line, onLine = t.Position.Line, 0
		}
		opens := false
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow = max(flow-1, 0)
		case token.SequenceEntryType, token.MappingKeyType, token.AnchorType, token.TagType, token.AliasType:
			opens = true
		case token.MappingValueType:
			opens = flow == 0
		}
		if opens {
			onLine++
		}
		if flow == 0 && (fresh || opens) {
			for len(levels) > 0 && levels[len(levels)-1].column > t.Position.Column {
				levels = levels[:len(levels)-1]
			}
			if len(levels) == 0 || levels[len(levels)-1].column < t.Position.Column {
				levels = append(levels, level{column: t.Position.Column})
			}
			top := &levels[len(levels)-1]
			if top.lines++; top.lines > maxLines {
				return t, term{"the mapping or list", "此映射或列表"}, maxLines
			}
		}
		// A step of indentation takes two levels: the key and its colon or dash.
		if flow > maxDepth || onLine > maxDepth || len(levels) > 2*maxDepth {
			return t, term{"the nesting", "嵌套层数"}, maxDepth
		}
	}
	return nil, term{}, 0
}

// at is a token's place in the mended copy, pos in the source.
func (y *yamlSource) at(t *token.Token) diag.Pos {
	return diag.Pos{File: y.file, Line: y.first + t.Position.Line - 1, Col: t.Position.Column}
}

func (y *yamlSource) pos(t *token.Token) diag.Pos { return y.real(y.at(t)) }

// problem reports with an excerpt. What a value is nobody knows where its
// brackets were closed by a guess.
func (y *yamlSource) problem(code diag.Code, pos diag.Pos, args ...any) {
	y.remedied(diag.Remedy{}, code, pos, args...)
}

// remedied reports with an excerpt and with what would be right. Its spots must be
// what the source has.
func (y *yamlSource) remedied(r diag.Remedy, code diag.Code, pos diag.Pos, args ...any) {
	if (code == diag.WrongType || code == diag.BadValue) && y.torn[pos.Line-y.first] {
		return
	}
	p := diag.New(code, pos, args...)
	p.Excerpt = excerpt(y.line(pos.Line), pos)
	for _, s := range r.Spots {
		if !y.has(s.At, s.Old) {
			r = diag.Remedy{}
			break
		}
	}
	y.sink.put(p.With(r))
}

// has tells whether the source has a text of one line at a place.
func (y *yamlSource) has(at diag.Pos, text string) bool {
	l, want := y.line(at.Line), []rune(text)
	return at.Col >= 1 && at.Col-1+len(want) <= len(l) && string(l[at.Col-1:at.Col-1+len(want)]) == text
}

// instead is a remedy: the value of a node as it is written gives way to another text.
// It is none where the node is not written on one line.
func (n *node) instead(text string, guess bool) (r diag.Remedy) {
	var old string
	switch {
	case n == nil || n.src == nil:
		return r
	case n.kind == scalar && n.quote == '\'':
		old = quoteYAML(n.text)
	case n.kind == scalar && n.quote == '"':
		old = `"` + n.text + `"`
	case n.kind == scalar && n.quote == 0:
		old = n.text
	case n.kind == list, n.kind == mapping:
		if l := n.src.line(n.pos.Line); n.pos.Col >= 1 && n.pos.Col <= len(l) && strings.ContainsRune("[{", l[n.pos.Col-1]) {
			if end := balanced(l, n.pos.Col-1); end < len(l) {
				old = string(l[n.pos.Col-1 : end+1])
			}
		}
	}
	if old == "" || old == text || strings.Contains(old, "\n") {
		return r
	}
	return diag.Remedy{Spots: []diag.Spot{{At: n.pos, Old: old, New: text}}, Guess: guess}
}

// line gives a line by its number in the file.
func (y *yamlSource) line(n int) []rune {
	if i := n - y.first; i >= 0 && i < len(y.lines) {
		return y.lines[i]
	}
	return nil
}

// syntaxError reports what the parser says, unless the line was reported
// before, and gives the number of the line.
func (y *yamlSource) syntaxError(err error) int {
	// The parser's own Error draws an excerpt of the whole file, which takes
	// seconds for a long one; message and token are all that is needed.
	e, ok := err.(interface {
		GetMessage() string
		GetToken() *token.Token
	})
	if !ok || e.GetToken() == nil || e.GetToken().Position == nil {
		y.problem(diag.BadYAML, diag.Pos{File: y.file, Line: y.first, Col: 1}, parserWords(err.Error()))
		return -1
	}
	n := e.GetToken().Position.Line - 1
	if !y.faulty[n] {
		y.problem(diag.BadYAML, y.pos(e.GetToken()), parserWords(e.GetMessage()))
		y.faulty[n] = true
	}
	return n
}

// convert turns the parser's tree into nodes, reporting what has no place in
// an issue. The depth is bounded by tooMuch.
func (y *yamlSource) convert(n ast.Node) *node {
	if n == nil || n.GetToken() == nil {
		return &node{src: y, pos: diag.Pos{File: y.file, Line: y.first, Col: 1}}
	}
	out := &node{src: y, pos: y.pos(n.GetToken()), at: y.at(n.GetToken())}
	switch n := n.(type) {
	case *ast.MappingNode:
		out.kind = mapping
		for _, v := range n.Values {
			y.convertPair(out, v)
		}
		if !n.IsFlowStyle && len(out.pairs) > 0 {
			out.pos = out.pairs[0].key.pos // the parser gives the first colon
		}
	case *ast.MappingValueNode:
		out.kind = mapping
		y.convertPair(out, n)
		if len(out.pairs) > 0 {
			out.pos = out.pairs[0].key.pos
		}
	case *ast.SequenceNode:
		out.kind = list
		for _, v := range n.Values {
			out.items = append(out.items, y.convert(v))
		}
	case *ast.StringNode:
		out.kind, out.text, out.quote = scalar, n.Value, quoteOf(n)
	case *ast.LiteralNode:
		out.kind, out.text, out.quote = scalar, n.Value.Value, '|'
	case *ast.NullNode:
	case *ast.AnchorNode:
		y.sink.add(diag.YAMLFeature, out.pos, term{"anchors (&)", "锚点（&）"})
		return y.convert(n.Value)
	case *ast.AliasNode:
		y.sink.add(diag.YAMLFeature, out.pos, term{"aliases (*)", "别名（*）"})
	case *ast.TagNode:
		y.sink.add(diag.YAMLFeature, out.pos, term{"tags (!)", "类型标签（!）"})
		return y.convert(n.Value)
	default: // numbers, truth values, infinities: as they are written
		out.kind, out.text = scalar, n.GetToken().Value
	}
	return out
}

// quoteOf is the quotation mark that a text stands between; 0: none.
func quoteOf(n *ast.StringNode) byte {
	switch n.Token.Type {
	case token.SingleQuoteType:
		return '\''
	case token.DoubleQuoteType:
		return '"'
	}
	return 0
}

func (y *yamlSource) convertPair(into *node, v *ast.MappingValueNode) {
	if v == nil || v.Key == nil {
		return
	}
	key := &node{kind: scalar, pos: y.pos(v.Key.GetToken()), at: y.at(v.Key.GetToken()), src: y}
	switch k := v.Key.(type) {
	case *ast.MergeKeyNode:
		y.sink.add(diag.YAMLFeature, key.pos, term{"merge keys (<<)", "合并键（<<）"})
		return
	case *ast.StringNode:
		key.text, key.quote = k.Value, quoteOf(k)
	default:
		key.text = k.GetToken().Value
	}
	into.pairs = append(into.pairs, pair{key, y.convert(v.Value)})
}

// chars gives a scalar's characters with their places. It walks value and
// source side by side; where they part ways beyond escapes and folded lines,
// the rest of the value has the place where the value starts.
func (n *node) chars() []char {
	text := []rune(strings.TrimRight(n.text, "\n"))
	out := make([]char, 0, len(text))
	w := walker{src: n.src, line: n.at.Line, col: n.at.Col}
	switch n.quote {
	case '\'', '"':
		w.col++
	case '|':
		w.nextLine()
	}
	lost := false
	for _, r := range text {
		at := n.pos
		if !lost {
			var ok bool
			if at, ok = w.step(r, n.quote); !ok {
				at, lost = n.at, true
			}
			at = n.src.real(at)
		}
		out = append(out, char{r: r, line: int32(at.Line), col: int32(at.Col)})
	}
	return out
}

// copied gives a line of the mended copy by its number in the file.
func (y *yamlSource) copied(n int) []rune {
	if i := n - y.first; i >= 0 && i < len(y.mended) {
		return y.mended[i]
	}
	return nil
}

// walker is a place in the mended copy of a YAML source that follows a scalar's value.
type walker struct {
	src       *yamlSource
	line, col int
	measured  int // line whose end is known
	end       int // of its text: characters before the blanks at its end
}

// blank tells whether nothing but blanks is left of the line. Its end is looked
// for once a line, however often that is asked.
func (w *walker) blank(l []rune) bool {
	if w.measured != w.line {
		w.measured, w.end = w.line, len(l)
		for w.end > 0 && unicode.IsSpace(l[w.end-1]) {
			w.end--
		}
	}
	return w.col > w.end
}

func (w *walker) nextLine() {
	w.line++
	w.col = 1
	for l := w.src.copied(w.line); w.col <= len(l) && (l[w.col-1] == ' ' || l[w.col-1] == '\t'); {
		w.col++
	}
}

// step gives the place of the value's next character r and moves behind it.
func (w *walker) step(r rune, quote byte) (diag.Pos, bool) {
	at := diag.Pos{File: w.src.file, Line: w.line, Col: w.col}
	l := w.src.copied(w.line)
	rest := l[min(w.col-1, len(l)):]
	switch {
	case len(rest) > 0 && rest[0] == '\\' && quote == '"':
		w.col += escapeLength(rest)
	case len(rest) > 1 && rest[0] == '\'' && rest[1] == '\'' && quote == '\'':
		w.col += 2
	case len(rest) > 0 && rest[0] == r && !w.blank(l):
		w.col++
	case (r == ' ' || r == '\n') && w.blank(l) && w.line-w.src.first < len(w.src.lines):
		w.nextLine()
	default:
		return at, false
	}
	return at, true
}

// escapeLength is the length of an escape of a double-quoted scalar.
func escapeLength(s []rune) int {
	if len(s) < 2 {
		return 1
	}
	switch s[1] {
	case 'x':
		return 4
	case 'u':
		return 6
	case 'U':
		return 10
	}
	return 2
}

// whole reads an integer as people write it.
func (n *node) whole() (int, bool) {
	if n == nil || n.kind != scalar || n.quote != 0 {
		return 0, false
	}
	v, err := strconv.Atoi(n.text)
	return v, err == nil
}

// excerptWidth is how many characters an excerpt shows on either side.
const excerptWidth = 36

// excerpt shows the source around a place: the line, and a caret below. Han
// characters take two columns of a terminal, so U+3000 stands in for them.
func excerpt(line []rune, pos diag.Pos) string {
	if len(line) == 0 {
		return ""
	}
	at := min(max(pos.Col-1, 0), len(line))
	from, to := max(at-excerptWidth, 0), min(at+excerptWidth, len(line))
	var caret strings.Builder
	for _, r := range line[from:at] {
		switch {
		case r == '\t':
			caret.WriteRune('\t')
		case wide(r):
			caret.WriteRune('\u3000')
		default:
			caret.WriteByte(' ')
		}
	}
	prefix := fmt.Sprintf("%d | ", pos.Line)
	return prefix + string(line[from:to]) + "\n" + strings.Repeat(" ", len(prefix)) + caret.String() + "^"
}
