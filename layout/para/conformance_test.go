package para_test

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"duikai/fonts"
	"duikai/layout/cjk"
	"duikai/layout/page"
	"duikai/layout/para"
)

var update = flag.Bool("update", false, "write CONFORMANCE.md anew")

// # Conformance
//
// Each row is a clause of a standard, what the program does about it, and the
// measurements that hold it, taken from a finished PDF (readpdf_test.go). The
// page CONFORMANCE.md is written from these rows.

// clause is a row. A row without a measurement says why there is none.
type clause struct {
	number, asks, does string
	measure            func(m *gauge)
}

// gauge counts measurements and tells those that fail.
type gauge struct {
	t     *testing.T
	count int
}

// holds is one measurement.
func (m *gauge) holds(ok bool, format string, args ...any) {
	m.t.Helper()
	if m.count++; !ok {
		m.t.Errorf(format, args...)
	}
}

// near is one measurement of a length in em; a PDF says places in hundredths of
// a point and gaps in thousandths of an em.
func (m *gauge) near(got, want float64, format string, args ...any) {
	m.t.Helper()
	const off = 0.004
	m.holds(math.Abs(got-want) <= off, "%s: %.3f em, not %.3f", fmt.Sprintf(format, args...), got, want)
}

// han is n characters without any mark.
func han(n int) string {
	const some = "汀江两岸稻谷飘香渔歌唱晚水涨船高塬上老人把旱烟往鞋底磕捧起清泉浇在渠边枣树根"
	return string([]rune(strings.Repeat(some, n/20+1))[:n])
}

// body is the house's setting of a text in a column of 13 em.
func (m *gauge) body(s string) *setting {
	return &setting{
		runs: []para.Run{{Text: s, Chain: chain(m.t, fonts.Song), Size: trialEm, Ink: page.Black}},
		style: para.Style{Rules: cjk.Rules{Level: cjk.GB}, Scheme: cjk.Quanjiao, HalfFigures: true,
			Tight: para.BodyTight, RaggedBelow: para.BodyRagged},
		measure: 13,
	}
}

// gap is how far apart the first and the last character of a text stand on a
// line of their own, less the em of the first.
func (m *gauge) gap(s *setting) float64 {
	s.measure = 60
	line := s.print(m.t).lines()[0]
	return line[len(line)-1].x - line[0].x - 1
}

// widths measures marks between two Han.
func (m *gauge) widths(em float64, marks ...string) {
	m.t.Helper()
	for _, mark := range marks {
		m.near(m.gap(m.body("国"+mark+"家")), em, "%s between two Han", mark)
	}
}

// wholes splits a string into strings of one character.
func wholes(s string) []string { return strings.Split(s, "") }

// notAtStart measures that marks which would begin a line do not.
func (m *gauge) notAtStart(before string, marks ...string) {
	m.t.Helper()
	for _, mark := range marks {
		s := m.body(han(13-len([]rune(before))) + before + mark + han(9))
		for i, line := range s.print(m.t).lines() {
			if i > 0 && strings.HasPrefix(text(line), mark) {
				m.t.Errorf("%s begins line %d: %s", mark, i, text(line))
			}
		}
		m.count++
	}
}

// notAtEnd measures that marks which would end a line do not.
func (m *gauge) notAtEnd(after string, marks ...string) {
	m.t.Helper()
	for _, mark := range marks {
		lines := m.body(han(12) + mark + after + han(9)).print(m.t).lines()
		ends := slices.ContainsFunc(lines[:len(lines)-1], func(l []placed) bool { return strings.HasSuffix(text(l), mark) })
		m.holds(!ends, "%s ends a line", mark)
	}
}

// whole measures that sequences which lie at a line's end stay on one line,
// wherever the end would cut them.
func (m *gauge) whole(sequences ...string) {
	m.t.Helper()
	for _, q := range sequences {
		for k := range len([]rune(q)) {
			if k == 0 {
				continue
			}
			lines := m.body(han(13-k) + q + han(12)).print(m.t).lines()
			m.holds(slices.ContainsFunc(lines, func(l []placed) bool { return strings.Contains(text(l), q) }), "%s is parted %d characters before the end", q, k)
		}
	}
}

// halfAtEnd measures that a mark at the end of a full line takes half an em.
func (m *gauge) halfAtEnd(scheme cjk.Scheme, marks ...string) {
	m.t.Helper()
	for _, mark := range marks {
		s := m.body(han(12) + mark + han(9))
		s.measure, s.style.Scheme = 12.5, scheme
		line := s.print(m.t).lines()[0]
		last := line[len(line)-1]
		m.holds(last.text == mark && math.Abs(last.x-12) < inkSlack, "the line ends with %s at %.3f em, not with %s at 12", last.text, last.x, mark)
	}
}

// inkSlack is how far the glyph of a mark may stand from its half em, where the
// face draws the ink across it.
const inkSlack = 0.15

// flushAtStart measures that the ink of an opener at a line's start stands at
// the edge: its white half lies before it.
func (m *gauge) flushAtStart(marks ...string) {
	m.t.Helper()
	for _, mark := range marks {
		line := m.body(mark + han(5)).print(m.t).lines()[0]
		m.near(line[1].x, 0.5, "what follows %s at a line's start", mark)
	}
}

// columns are the glyphs of a vertical text by columns.
func (s *sheet) columns() (all [][]placed) {
	right := (trialEdge.Points() - 2*sheetLeft.Points()) / trialEm.Points()
	for _, g := range s.glyphs {
		n := int(math.Round((right - g.x) / (float64(sheetLine) / float64(trialEm))))
		for len(all) <= n {
			all = append(all, nil)
		}
		if n >= 0 {
			all[n] = append(all[n], g)
		}
	}
	return all
}

// vertical is body text in a column of 13 em.
func (m *gauge) vertical(s string) *setting {
	b := m.body(s)
	b.vertical = true
	return b
}

// TestConformance takes every measurement, and holds the page to the rows.
func TestConformance(t *testing.T) {
	var page bytes.Buffer
	total := 0
	var tables bytes.Buffer
	for _, std := range standards {
		fmt.Fprintf(&tables, "\n## %s\n\n| 条款 | 要求 | What the program does | 测量 | Test |\n|---|---|---|---|---|\n", std.name)
		for _, c := range std.clauses {
			m := &gauge{}
			name := std.short + "/" + c.number
			if c.measure != nil {
				t.Run(name, func(t *testing.T) {
					m.t = t
					c.measure(m)
					if m.count == 0 {
						t.Error("nothing was measured")
					}
				})
			}
			measured, test := "—", "—"
			if m.count > 0 {
				measured, test = fmt.Sprint(m.count), "`TestConformance/"+strings.ReplaceAll(name, " ", "_")+"`"
			}
			fmt.Fprintf(&tables, "| %s | %s | %s | %s | %s |\n", c.number, c.asks, c.does, measured, test)
			total += m.count
		}
	}
	fmt.Fprintf(&page, conformanceHead, total, total)
	page.Write(tables.Bytes())
	const file = "CONFORMANCE.md"
	if *update {
		if err := os.WriteFile(file, page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(want, page.Bytes()) {
		t.Errorf("%s is not what the rows say (%v); -update writes it", file, err)
	}
	if total < 300 {
		t.Errorf("only %d measurements", total)
	}
}

const conformanceHead = `# 排版规范符合性 · Conformance

下表逐条列出《中文排版需求》（CLREQ，2024年3月版）、GB/T 15834—2011《标点符号用法》与GB/T 15835—2011《出版物上数字用法》中涉及排版的条款，本程序的做法，以及测量它的测试。测量共 %d 项，全部取自写成的 PDF：读出文件中每个字形的位置，不用排版程序自己的数字。

The clauses of CLREQ (March 2024), GB/T 15834-2011 and GB/T 15835-2011 that bear on setting, what the program does about each, and the test that measures it: %d measurements, all read from a finished PDF, glyph by glyph. A dash stands where a clause asks nothing of a line: for what an editor writes, or for what other parts of the program do.

This page is written by the test: ` + "`go test ./layout/para -run TestConformance -update`" + `.
`
