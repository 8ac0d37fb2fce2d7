package artwork

import (
	"bytes"
	"fmt"

	"duikai/layout/pdffile"
)

// What operators paint, by what becomes of them on a hidden layer: states of
// the drawing, such as its colour, its place and its clip, go on counting there
// (ISO 32000-1, 8.11.3.2).
var (
	// painters end a path: nothing but its clip is left.
	painters = map[pdffile.Keyword]bool{"f": true, "F": true, "f*": true, "B": true, "B*": true, "b": true, "b*": true, "s": true, "S": true}
	// dropped leave nothing.
	dropped = map[pdffile.Keyword]bool{"sh": true, "Do": true, "BI": true, "EX": true}
	// showers set text, which moves the place of what follows.
	showers = map[pdffile.Keyword]bool{"Tj": true, "TJ": true, "'": true, "\"": true}
)

// Modes of text (table 106): seen by nobody, and the same for the clip.
const (
	unseenText, clipText = 3, 7
	firstClipMode        = 4
)

// hider takes what hidden layers paint out of a content stream.
type hider struct {
	hidden map[pdffile.Name][]string
	met    map[pdffile.Name]bool
	marks  []bool                // of each open sequence of marked content: whether it hides
	depth  int                   // how many of them hide
	mode   pdffile.States[int64] // of text
	out    bytes.Buffer
}

// hide blots out what stands between BDC /OC /NAME and its EMC for every hidden
// name, and tells which of the names were met.
func hide(b []byte, hidden map[pdffile.Name][]string) ([]byte, map[pdffile.Name]bool) {
	h := &hider{hidden: hidden, met: make(map[pdffile.Name]bool)}
	done := 0
	_ = pdffile.Operations(b, func(o pdffile.Operation) error {
		h.out.Write(b[done:o.From])
		h.operation(o, b[o.From:o.To])
		done = o.To
		return nil
	})
	h.out.Write(b[done:])
	return h.out.Bytes(), h.met
}

func (h *hider) operation(o pdffile.Operation, raw []byte) {
	h.state(o)
	switch {
	case h.depth == 0:
		h.out.Write(raw)
	case painters[o.Operator]:
		h.out.WriteString("n")
	case dropped[o.Operator]:
	case showers[o.Operator]:
		mode := int64(unseenText)
		if h.mode.Now >= firstClipMode {
			mode = clipText
		}
		fmt.Fprintf(&h.out, "%d Tr %s %d Tr", mode, raw, h.mode.Now)
	default:
		h.out.Write(raw)
	}
}

// state follows what changes the state of hiding.
func (h *hider) state(o pdffile.Operation) {
	switch o.Operator {
	case "BMC", "BDC":
		off := false
		if n := len(o.Operands); n >= 2 && o.Operands[n-2] == pdffile.Name("OC") {
			if name, ok := o.Operands[n-1].(pdffile.Name); ok && h.hidden[name] != nil {
				off = true
				h.met[name] = true
			}
		}
		h.marks = append(h.marks, off)
		if off {
			h.depth++
		}
	case "EMC":
		if n := len(h.marks); n > 0 {
			if h.marks[n-1] {
				h.depth--
			}
			h.marks = h.marks[:n-1]
		}
	case "q", "Q":
		h.mode.Follow(o.Operator)
	case "Tr":
		if n := len(o.Operands); n > 0 {
			if mode, ok := o.Operands[n-1].(int64); ok {
				h.mode.Now = mode
			}
		}
	}
}
