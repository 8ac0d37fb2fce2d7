package manuscript

import (
	"fmt"
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
	text  string // of a scalar, escapes resolved
	quote byte   // of a scalar: ' or ", | for a block, 0 for a plain one
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

// given tells whether there is a value; a key without one counts as not given.
func (n *node) given() bool { return n != nil && n.kind != noValue }

// yamlSource is a YAML text and where it stands in its file.
type yamlSource struct {
	file  string
	first int      // line of the file on which the text starts
	lines [][]rune // of the text, without line ends
	sink  *sink
}

// parseYAML reads a YAML text (line ends already \n) that starts on the given
// line of a file. ok is false where nothing of it can be used.
func parseYAML(file string, text string, first int, s *sink) (root *node, ok bool) {
	src := &yamlSource{file: file, first: first, sink: s}
	// Spaces at the end of a line mean nothing in a manuscript, and the lexer
	// counts those behind a plain scalar to its column.
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t")
		src.lines = append(src.lines, []rune(line))
	}
	// The parser is young; what it cannot take must not take the run down.
	defer func() {
		if r := recover(); r != nil {
			s.add(diag.BadYAML, diag.Pos{File: file, Line: first, Col: 1}, fmt.Sprint("the parser gives up: ", r))
			root, ok = nil, false
		}
	}()
	tokens := lexer.Tokenize(strings.Join(lines, "\n"))
	if t, what, limit := tooMuch(tokens); t != nil {
		src.problem(diag.TooLarge, src.pos(t), what, limit+1, limit)
		return nil, false
	}
	file0, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		src.syntaxError(err)
		return nil, false
	}
	root = &node{kind: noValue, pos: diag.Pos{File: file, Line: first, Col: 1}, src: src}
	seen := false
	for _, doc := range file0.Docs {
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
	return root, true
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

func (y *yamlSource) pos(t *token.Token) diag.Pos {
	return diag.Pos{File: y.file, Line: y.first + t.Position.Line - 1, Col: t.Position.Column}
}

// problem reports with an excerpt.
func (y *yamlSource) problem(code diag.Code, pos diag.Pos, args ...any) {
	p := diag.New(code, pos, args...)
	p.Excerpt = excerpt(y.line(pos.Line), pos)
	y.sink.put(p)
}

// line gives a line by its number in the file.
func (y *yamlSource) line(n int) []rune {
	if i := n - y.first; i >= 0 && i < len(y.lines) {
		return y.lines[i]
	}
	return nil
}

func (y *yamlSource) syntaxError(err error) {
	// The parser's own Error draws an excerpt of the whole file, which takes
	// seconds for a long one; message and token are all that is needed.
	if e, ok := err.(interface {
		GetMessage() string
		GetToken() *token.Token
	}); ok && e.GetToken() != nil && e.GetToken().Position != nil {
		y.problem(diag.BadYAML, y.pos(e.GetToken()), parserWords(e.GetMessage()))
		return
	}
	y.problem(diag.BadYAML, diag.Pos{File: y.file, Line: y.first, Col: 1}, err.Error())
}

// faults are the slips editors make most, in the parser's words and in
// Chinese; what else it says stays English.
var faults = []struct{ says, zh string }{
	{"sequence end token ']' not found", "缺少 ]"},
	{"',' or ']' must be specified", "缺少 , 或 ]"},
	{"could not find flow mapping end token '}'", "缺少 }"},
	{"',' or '}' must be specified", "缺少 , 或 }"},
	{"could not find '[' character", "多余的 ]"},
	{"could not find '{' character", "多余的 }"},
	{"could not find end character of double-quoted text", "缺少右引号 \""},
	{"could not find end character of single-quoted text", "缺少右引号 '"},
	{"found character '\t' that cannot start any token", "不能用制表符缩进"},
	{"found a tab character where an indentation space is expected", "不能用制表符缩进"},
	{"mapping value is not allowed in this context", "此处不能有第二个冒号；文字含冒号时请加引号"},
	{"value is not allowed in this context", "此处不能有值，请检查缩进和引号"},
	{"unexpected key name", "此处不能有键，请检查缩进和冒号"},
	{"non-map value is specified", "应为 键: 值"},
	{"found unknown escape character", "双引号内的 \\ 用法有误"},
	{"could not find value for mapping key", "键之后缺少值"},
}

func parserWords(s string) term {
	for _, f := range faults {
		if strings.HasPrefix(s, f.says) {
			return term{s, f.zh}
		}
	}
	return term{s, s}
}

// convert turns the parser's tree into nodes, reporting what has no place in
// an issue. The depth is bounded by tooMuch.
func (y *yamlSource) convert(n ast.Node) *node {
	if n == nil || n.GetToken() == nil {
		return &node{src: y, pos: diag.Pos{File: y.file, Line: y.first, Col: 1}}
	}
	out := &node{src: y, pos: y.pos(n.GetToken())}
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
		out.kind, out.text = scalar, n.Value
		switch n.Token.Type {
		case token.SingleQuoteType:
			out.quote = '\''
		case token.DoubleQuoteType:
			out.quote = '"'
		}
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

func (y *yamlSource) convertPair(into *node, v *ast.MappingValueNode) {
	if v == nil || v.Key == nil {
		return
	}
	key := &node{kind: scalar, pos: y.pos(v.Key.GetToken()), src: y}
	switch k := v.Key.(type) {
	case *ast.MergeKeyNode:
		y.sink.add(diag.YAMLFeature, key.pos, term{"merge keys (<<)", "合并键（<<）"})
		return
	case *ast.StringNode:
		key.text = k.Value
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
	w := walker{src: n.src, line: n.pos.Line, col: n.pos.Col}
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
				at, lost = n.pos, true
			}
		}
		out = append(out, char{r: r, line: int32(at.Line), col: int32(at.Col)})
	}
	return out
}

// walker is a place in a YAML source that follows a scalar's value.
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
	for l := w.src.line(w.line); w.col <= len(l) && (l[w.col-1] == ' ' || l[w.col-1] == '\t'); {
		w.col++
	}
}

// step gives the place of the value's next character r and moves behind it.
func (w *walker) step(r rune, quote byte) (diag.Pos, bool) {
	at := diag.Pos{File: w.src.file, Line: w.line, Col: w.col}
	l := w.src.line(w.line)
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
	if n.kind != scalar || n.quote != 0 {
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
