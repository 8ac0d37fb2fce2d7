package markup

import (
	"strings"

	"duikai/layout/intake"
)

// wordless elements hold programs and rules of style.
var wordless = map[string]bool{"script": true, "style": true, "template": true, "instrText": true}

// Words gives all texts below a node, and the attributes of the names, which
// hold words: what a reader must have taken or told of (see intake.Left). An
// attribute has a place without bytes: those of its element are what stands in
// it.
func Words(d *intake.Decoded, root *Node, attrs ...string) (out []intake.Run) {
	var walk func(n *Node)
	walk = func(n *Node) {
		switch {
		case n.Kind == Text:
			if strings.Trim(n.Text, Blanks) != "" {
				out = append(out, intake.Run{Text: n.Text, At: d.Place(n.From, n.To)})
			}
			return
		case n.Kind == Comment || wordless[n.Name]:
			return
		}
		for _, name := range attrs {
			if v := n.Attr(name); strings.Trim(v, Blanks) != "" {
				out = append(out, intake.Run{Text: v, At: d.Place(n.From, n.From)})
			}
		}
		for _, k := range n.Kids {
			walk(k)
		}
	}
	walk(root)
	return out
}

// Lazy is the address of the picture that an img shows: sites that load pictures
// late keep it in an attribute of their own.
func Lazy(n *Node) string {
	for _, name := range []string{"data-src", "data-original", "_src"} {
		if v := n.Attr(name); v != "" {
			return v
		}
	}
	return n.Attr("src")
}

// Values gives all strings of a JSON document that hold Chinese.
func Values(d *intake.Decoded, root *Node) (out []intake.Run) {
	for n := range root.All() {
		if n.Scalar() && strings.ContainsFunc(n.Text, func(r rune) bool { return r >= 0x2e80 }) {
			out = append(out, intake.Run{Text: n.Text, At: d.Place(n.From, n.To)})
		}
	}
	return out
}
