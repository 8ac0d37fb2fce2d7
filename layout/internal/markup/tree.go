package markup

import (
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"duikai/layout/intake"
)

// Kind says what a node is.
type Kind uint8

const (
	Element Kind = iota
	Text
	Comment
)

// Attr is an attribute; its name is in small letters in HTML.
type Attr struct{ Name, Value string }

// Node is an element, a text or a comment.
type Node struct {
	Kind     Kind
	Name     string // of an element; in HTML in small letters, in XML without its prefix
	Attrs    []Attr
	Text     string // of a text or a comment, entities resolved
	Kids     []*Node
	Parent   *Node
	From, To int // bytes of the decoded text
}

// Bounds of a tree. Pages of libraries' scans, the largest honest documents,
// have some tens of thousands of nodes and a depth of ten.
const (
	MaxDepth = 200
	MaxNodes = 1 << 20
	maxAttrs = 64
)

// Tree is a document.
type Tree struct {
	Root *Node // an element without a name
	// Deep and Full tell that the document went beyond a bound: elements that
	// stand deeper are taken for siblings; what comes behind the last node is
	// not read.
	Deep, Full bool
}

// Empty tells whether the document has no element.
func (t *Tree) Empty() bool {
	for _, k := range t.Root.Kids {
		if k.Kind == Element {
			return false
		}
	}
	return true
}

// Attr is the value of an attribute; empty where there is none.
func (n *Node) Attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

// All gives the node and all below it, in the order of the document.
func (n *Node) All() iter.Seq[*Node] {
	return func(yield func(*Node) bool) { n.each(yield) }
}

func (n *Node) each(yield func(*Node) bool) bool {
	if !yield(n) {
		return false
	}
	for _, k := range n.Kids {
		if !k.each(yield) {
			return false
		}
	}
	return true
}

// Named gives the elements of the names below the node.
func (n *Node) Named(names ...string) iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		n.each(func(k *Node) bool { return !k.Is(names...) || yield(k) })
	}
}

// Is tells whether the node is an element of one of the names.
func (n *Node) Is(names ...string) bool {
	if n.Kind != Element {
		return false
	}
	for _, name := range names {
		if n.Name == name {
			return true
		}
	}
	return false
}

// First is the first element of the names below the node, the node included;
// nil where there is none.
func (n *Node) First(names ...string) *Node {
	for k := range n.Named(names...) {
		return k
	}
	return nil
}

// Child is the first element of the name right below the node.
func (n *Node) Child(name string) *Node {
	if n == nil {
		return nil
	}
	for _, k := range n.Kids {
		if k.Is(name) {
			return k
		}
	}
	return nil
}

// Children are the elements of the name right below the node.
func (n *Node) Children(name string) []*Node {
	var out []*Node
	if n != nil {
		for _, k := range n.Kids {
			if k.Is(name) {
				out = append(out, k)
			}
		}
	}
	return out
}

// String is all text below the node.
func (n *Node) String() string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	for k := range n.All() {
		if k.Kind == Text {
			b.WriteString(k.Text)
		}
	}
	return b.String()
}

// builder puts a tree together.
type builder struct {
	tree  *Tree
	open  []*Node
	nodes int
}

func newBuilder() *builder {
	root := &Node{}
	return &builder{tree: &Tree{Root: root}, open: []*Node{root}}
}

func (b *builder) add(n *Node) bool {
	if b.nodes++; b.nodes > MaxNodes {
		b.tree.Full = true
		return false
	}
	top := b.open[len(b.open)-1]
	n.Parent = top
	top.Kids = append(top.Kids, n)
	return true
}

// begin opens an element; beyond the deepest it stands beside the last one.
func (b *builder) begin(n *Node) bool {
	if !b.add(n) {
		return false
	}
	if len(b.open) > MaxDepth {
		b.tree.Deep = true
		return true
	}
	b.open = append(b.open, n)
	return true
}

// end closes the nearest open element of the name, and what is open in it; an
// end tag that nothing opened is nothing.
func (b *builder) end(name string, to int) {
	for i := len(b.open) - 1; i > 0; i-- {
		if b.open[i].Name == name {
			b.closeDown(i, to)
			return
		}
	}
}

func (b *builder) closeDown(i, to int) {
	for _, n := range b.open[i:] {
		n.To = to
	}
	b.open = b.open[:i]
}

// void elements have no end tag.
var void = map[string]bool{"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true, "img": true, "input": true, "link": true, "meta": true, "param": true, "source": true, "wbr": true}

// closedBy lists what the start of an element closes: a paragraph ends where the
// next block begins, a cell where the next one does.
func closedBy(name string) (closes, within []string) {
	switch name {
	case "p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote", "pre", "section", "article":
		return []string{"p"}, []string{"div", "td", "th", "body", "li", "table", "blockquote", "article", "section", "founder-content"}
	case "li":
		return []string{"li"}, []string{"ul", "ol"}
	case "td", "th":
		return []string{"td", "th"}, []string{"tr", "table"}
	case "tr":
		return []string{"tr", "td", "th"}, []string{"table", "tbody", "thead"}
	case "option":
		return []string{"option"}, []string{"select"}
	}
	return nil, nil
}

func (b *builder) imply(name string, at int) {
	closes, within := closedBy(name)
	if closes == nil {
		return
	}
	found := -1
	for i := len(b.open) - 1; i > 0; i-- {
		n := b.open[i].Name
		if has(within, n) {
			break
		}
		if has(closes, n) {
			found = i
		}
	}
	if found > 0 {
		b.closeDown(found, at)
	}
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

var charset = regexp.MustCompile(`(?i)(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)`)

// Charset is the encoding that a document names for itself; empty where it
// names none.
func Charset(data []byte) string {
	const head = 2 << 10 // bytes in which browsers look for it
	if m := charset.FindSubmatch(data[:min(len(data), head)]); m != nil {
		return string(m[1])
	}
	return ""
}

// HTML reads a web page. It never fails: what is no markup is text.
func HTML(d *intake.Decoded) *Tree {
	b := newBuilder()
	z := html.NewTokenizer(strings.NewReader(d.Text))
	at := 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		from := at
		at += len(z.Raw())
		if !b.token(z, kind, from, at) {
			break
		}
	}
	b.closeDown(0, at)
	return b.tree
}

func (b *builder) token(z *html.Tokenizer, kind html.TokenType, from, to int) bool {
	switch kind {
	case html.TextToken:
		return b.add(&Node{Kind: Text, Text: string(z.Text()), From: from, To: to})
	case html.CommentToken:
		return b.add(&Node{Kind: Comment, Text: string(z.Text()), From: from, To: to})
	case html.EndTagToken:
		name, _ := z.TagName()
		if string(name) == "br" { // </br> is a break to every browser
			return b.add(&Node{Name: "br", From: from, To: to})
		}
		b.end(string(name), to)
	case html.StartTagToken, html.SelfClosingTagToken:
		name, more := z.TagName()
		n := &Node{Name: string(name), From: from, To: to}
		for more {
			var k, v []byte
			k, v, more = z.TagAttr()
			if len(n.Attrs) < maxAttrs {
				n.Attrs = append(n.Attrs, Attr{string(k), string(v)})
			}
		}
		b.imply(n.Name, from)
		if void[n.Name] || kind == html.SelfClosingTagToken {
			return b.add(n)
		}
		return b.begin(n)
	}
	return true
}

// ErrEmpty is the fault of a document without an element.
var ErrEmpty = errors.New("there is no element in it")

// Reason puts the fault of a document into words.
func Reason(err error) any {
	switch {
	case errors.Is(err, ErrEmpty):
		return intake.Words{err.Error(), "其中没有元素"}
	case errors.Is(err, ErrCut):
		return intake.Words{err.Error(), "到中途就断了"}
	}
	return err.Error()
}

// ErrCut is the fault of a document that ends before its outermost element does.
var ErrCut = errors.New("it ends in the middle")

// XML reads an XML document. On a fault there is the tree of what stands before
// it. Entities that the document declares are not known, so that none can grow.
func XML(d *intake.Decoded) (*Tree, error) {
	b := newBuilder()
	dec := xml.NewDecoder(strings.NewReader(d.Text))
	dec.Strict = false // a bare & or an unclosed element is no reason to lose a page
	dec.Entity = xml.HTMLEntity
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // decoded already
	for {
		from := int(dec.InputOffset())
		t, err := dec.RawToken()
		to := int(dec.InputOffset())
		if err != nil {
			cut := len(b.open) > 1
			b.closeDown(0, to)
			switch {
			case !errors.Is(err, io.EOF):
				return b.tree, err
			case b.tree.Empty():
				return b.tree, ErrEmpty
			case cut:
				return b.tree, ErrCut
			}
			return b.tree, nil
		}
		if !b.xmlToken(t, from, to) {
			b.closeDown(0, to)
			return b.tree, nil
		}
	}
}

func (b *builder) xmlToken(t xml.Token, from, to int) bool {
	switch t := t.(type) {
	case xml.StartElement:
		n := &Node{Name: t.Name.Local, From: from, To: to}
		for _, a := range t.Attr[:min(len(t.Attr), maxAttrs)] {
			n.Attrs = append(n.Attrs, Attr{a.Name.Local, a.Value})
		}
		return b.begin(n)
	case xml.EndElement:
		b.end(t.Name.Local, to)
	case xml.CharData:
		return b.add(&Node{Kind: Text, Text: string(t), From: from, To: to})
	case xml.Comment:
		return b.add(&Node{Kind: Comment, Text: string(t), From: from, To: to})
	}
	return true
}

// Val is the val attribute of an element, in which some formats keep what
// others keep as text; empty for nil.
func (n *Node) Val() string {
	if n == nil {
		return ""
	}
	return n.Attr("val")
}
