package pdfx

import (
	"fmt"
	"image"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"duikai/fonts"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/internal/cos"
	"duikai/render/preflight"
	"duikai/render/reading"
)

// heard writes the tree of a file as somebody hears it: the elements in their
// order with the text that they hold, words for pictures in brackets.
func heard(t *testing.T, b []byte) string {
	t.Helper()
	d := reread(t, b)
	h := hearing{t: t, d: d, maps: maps(t, b), text: make(map[[2]int]string), said: make(map[[2]int]string)}
	root := entry(t, d, trailer(t, b).Get("Root"))
	for i, kid := range entry(t, d, root.Get("Pages")).Get("Kids").List {
		h.page(i, entry(t, d, kid))
		h.pages = append(h.pages, kid.Ref)
	}
	h.element(entry(t, d, entry(t, d, root.Get("StructTreeRoot")).Get("K")), 0)
	if h.held != len(h.text) {
		t.Errorf("%d of %d marks are in the tree", h.held, len(h.text))
	}
	return h.out.String()
}

type hearing struct {
	t     *testing.T
	d     *cos.Document
	maps  map[string]map[int]string
	text  map[[2]int]string // by page and number
	said  map[[2]int]string // instead of that
	pages []int
	held  int
	out   strings.Builder
}

// page reads the text of a page by the numbers of its marks.
func (h *hearing) page(n int, p *cos.Object) {
	content, err := entry(h.t, h.d, p.Get("Contents")).Inflated()
	if err != nil {
		h.t.Fatal(err)
	}
	list := entry(h.t, h.d, p.Get("Resources")).Get("Font")
	fonts := make(map[string]map[int]string)
	for i := 0; i < len(list.List); i += 2 {
		fonts[list.List[i].PlainName()] = h.maps[entry(h.t, h.d, list.List[i+1]).Get("BaseFont").PlainName()]
	}
	var now map[int]string
	mark := [2]int{n, -1}
	for scan := cos.Scan(content); ; {
		op, more := scan.Next()
		if !more {
			return
		}
		operands := scan.Operands
		switch op {
		case "BDC":
			mark[1], _ = operands[1].Get("MCID").Int()
			h.text[mark] += ""
			if said := operands[1].Get("ActualText"); said.Kind != 0 {
				h.said[mark] = decoded(said)
			}
		case "EMC":
			mark[1] = -1
		case "Tf":
			now = fonts[operands[0].PlainName()]
		case "TJ":
			for _, s := range operands[0].List {
				if s.Kind == cos.String && mark[1] >= 0 {
					for hex := strings.Trim(string(s.Raw), "<>"); len(hex) >= 4; hex = hex[4:] {
						var glyph int
						fmt.Sscanf(hex[:4], "%x", &glyph)
						h.text[mark] += now[glyph]
					}
				}
			}
		}
	}
}

// home is the page of an element; -1: it names none.
func (h *hearing) home(e *cos.Object) int { return slices.Index(h.pages, e.Get("Pg").Ref) }

func (h *hearing) element(e *cos.Object, depth int) {
	line := strings.Repeat("  ", depth) + e.Get("S").PlainName()
	if alt := e.Get("Alt"); alt.Kind == cos.String {
		line += fmt.Sprintf(" [%s]", decoded(alt))
	}
	home := h.home(e)
	kids := e.Get("K").List
	var below []*cos.Object
	words, spoke := "", false
	for _, k := range kids {
		n, isNumber := k.Int()
		at := home
		if k.Get("Type").Is("MCR") {
			n, isNumber = k.Get("MCID").Int()
			for i, p := range h.pages {
				if p == k.Get("Pg").Ref {
					at = i
				}
			}
		}
		switch {
		case isNumber:
			s, ok := h.text[[2]int{at, n}]
			if !ok {
				h.t.Errorf("page %d has no mark %d", at, n)
			}
			h.held++
			if said, ok := h.said[[2]int{at, n}]; ok {
				s = "<" + said + ">"
			}
			words, spoke = words+s, true
		case k.Get("Type").Is("OBJR"):
			line += " ->"
		default:
			kid := entry(h.t, h.d, k)
			if kid.Get("S").Is("Ruby") { // in its place between the words
				words += "{" + h.ruby(kid) + "}"
				continue
			}
			if kid.Get("S").Is("Span") { // as is a run in another language
				words += "{" + decoded(kid.Get("Lang")) + " " + h.words(kid) + "}"
				spoke = true
				continue
			}
			below = append(below, kid)
		}
	}
	if spoke {
		line += fmt.Sprintf(" %q", words)
	}
	h.out.WriteString(line + "\n")
	for _, kid := range below {
		h.element(kid, depth+1)
	}
}

func (h *hearing) ruby(e *cos.Object) string {
	var parts []string
	for _, k := range e.Get("K").List {
		kid := entry(h.t, h.d, k)
		parts = append(parts, kid.Get("S").PlainName()+" "+h.words(kid))
	}
	return strings.Join(parts, ", ")
}

// words is the text that an element of one page holds.
func (h *hearing) words(e *cos.Object) (words string) {
	home := h.home(e)
	for _, c := range e.Get("K").List {
		n, _ := c.Int()
		words += h.text[[2]int{home, n}]
		h.held++
	}
	return words
}

// decoded is a text string as text.
func decoded(v cos.Value) string {
	digits, ok := strings.CutPrefix(string(v.Raw), "<FEFF")
	if !ok {
		return strings.Trim(string(v.Raw), "()")
	}
	var units []uint16
	for digits = strings.TrimSuffix(digits, ">"); len(digits) >= 4; digits = digits[4:] {
		n, _ := strconv.ParseUint(digits[:4], 16, 16)
		units = append(units, uint16(n))
	}
	return string(utf16.Decode(units))
}

// newsstand is an edition with everything that tags tell apart: a story over two
// pages, its text in an order that is not that of the page.
func newsstand(t testing.TB) *page.Edition {
	song := faceOf(t, "版", fonts.Song)
	trim := geom.Size{W: 300 * pt, H: 400 * pt}
	y := geom.Length(0)
	say := func(part page.Part, story, words string, u page.Unit) *page.Text {
		y += 11 * pt
		l := line(song, 9*pt, 20*pt, y, page.Black, words)
		l.Part, l.Story, l.Unit = part, story, u
		return l
	}
	body := func(block int32, words string) *page.Text {
		return say(page.Body, "lead", words, page.Unit{Block: block})
	}
	cell := func(kind page.UnitKind, row, col int16, words string) *page.Text {
		return say(page.Cell, "lead", words, page.Unit{Kind: kind, Block: 5, Row: row, Col: col})
	}
	rule := &page.Rule{From: geom.Point{X: 10 * pt, Y: 5 * pt}, To: geom.Point{X: 200 * pt, Y: 5 * pt}, Width: pt, Ink: page.Black}
	over := page.Unit{Block: 3, Ruby: 2}
	first := &page.Page{Number: 1, Name: "要闻", Trim: trim}
	first.Items = []page.Item{
		say(page.Furniture, "", "望汀日报", page.Unit{}),
		rule,
		say(page.Headline, "lead", "今年是重要", page.Unit{}),
		say(page.Headline, "lead", "一年", page.Unit{}),
		say(page.Kicker, "lead", "引在题后画", page.Unit{}),
		say(page.Byline, "lead", "记者", page.Unit{}),
		body(2, "第二段"),
		say(page.Hyphen, "", "-", page.Unit{}),
		body(2, "还是"),
		&page.Fill{Rect: geom.Rect{W: 10 * pt, H: 10 * pt}, Ink: pink}, // a stroke over a dash
		body(2, "它"),
		body(1, "第一段"),
		body(3, "前"),
		say(page.Body, "lead", "汉", over),
		body(3, "后"),
		say(page.Ruby, "lead", "han", over),
		say(page.Subhead, "lead", "小标题", page.Unit{Block: 4}),
		say(page.Body, "lead", "表题", page.Unit{Kind: page.TitleUnit, Block: 4}),
		cell(page.CountUnit, 0, 0, "单位"),
		cell(page.HeadUnit, 0, 0, "项"),
		cell(page.HeadUnit, 0, 1, "数"),
		cell(page.CellUnit, 1, 1, "7"),
		say(page.Furniture, "", "项", page.Unit{}), // a table's head that stands again
		say(page.Body, "lead", "按语", page.Unit{Kind: page.QuoteUnit, Block: 6}),
		say(page.Body, "lead", "再按", page.Unit{Kind: page.QuoteUnit, Block: 7}),
		say(page.Body, "lead", "甲组", page.Unit{Kind: page.LabelUnit, Block: 8}),
		say(page.Body, "lead", "张三", page.Unit{Kind: page.NameUnit, Block: 8, Row: 1}),
		say(page.Body, "lead", "李四", page.Unit{Kind: page.NameUnit, Block: 8, Row: 1, Col: 1}),
		say(page.Body, "lead", "江上", page.Unit{Kind: page.VerseUnit, Block: 9}),
		say(page.Body, "lead", "有船", page.Unit{Kind: page.VerseUnit, Block: 9, Row: 1}),
		say(page.Quote, "lead", "引语", page.Unit{Block: 10}),
		&page.Picture{File: "gray.png", Rect: geom.Rect{X: 10 * pt, Y: 350 * pt, W: 80 * pt, H: 60 * pt}, Crop: image.Rect(0, 0, 40, 30), Story: "lead"},
		say(page.Caption, "lead", "船到了", page.Unit{}),
		say(page.Credit, "lead", "王五摄", page.Unit{}),
		body(11, "末段"),
		say(page.Jump, "", "（下转）", page.Unit{}),
		say(page.Mark, "", "草", page.Unit{}),
	}
	at := first.Items[len(first.Items)-2].(*page.Text).At
	first.Links = []page.Link{{Area: geom.Rect{X: 10 * pt, Y: at.Y - 9*pt, W: 100 * pt, H: 11 * pt}, Page: 2, To: geom.Point{X: 30 * pt, Y: 50 * pt}}}
	first.Placements = []page.Placement{
		{Kind: "nameplate", Area: geom.Rect{Y: 0, W: 300 * pt, H: 12 * pt}},
		{Kind: "story", Story: "lead", Area: geom.Rect{Y: 13 * pt, W: 300 * pt, H: 387 * pt}},
	}
	y = 0
	second := &page.Page{Number: 2, Trim: trim}
	second.Items = []page.Item{
		say(page.Furniture, "", "版眉", page.Unit{}),
		say(page.Short, "lead", "今年", page.Unit{}),
		body(11, "完了"),
		say(page.Note, "lead", "作者注", page.Unit{}),
		&page.Picture{File: "gray.png", Rect: geom.Rect{X: 10 * pt, Y: 200 * pt, W: 80 * pt, H: 60 * pt}, Crop: image.Rect(0, 0, 40, 30), Alt: "雾中的码头"},
		&page.Block{File: "clean.pdf", Page: 1, Rect: geom.Rect{X: 100 * pt, Y: 300 * pt, W: 60 * pt, H: 60 * pt}},
	}
	second.Placements = []page.Placement{
		{Kind: "story", Story: "lead", Area: geom.Rect{Y: 12 * pt, W: 300 * pt, H: 90 * pt}},
		{Kind: "ad", Area: geom.Rect{X: 100 * pt, Y: 300 * pt, W: 60 * pt, H: 60 * pt}},
	}
	return &page.Edition{Paper: "望汀日报", Title: "望汀日报", Date: date, Pages: []*page.Page{first, second}}
}

// TestTags: the tree holds everything in the order in which it is read, and the
// file is what it says.
func TestTags(t *testing.T) {
	b := finished(t, newsstand(t), Options{Standard: Plain, Reading: true})
	const want = `Document
  Part
    Nameplate "望汀日报"
    Art
      Kicker "引在题后画"
      H1 "今年是重要< 一年>"
      Byline "记者"
      P "第一段"
      P "第二段\u00ad还是它"
      P "前{RB 汉, RT han}后"
      H2 "小标题"
      Table
        Caption
          P "表题"
          TableUnit "单位"
        TR
          TH "项"
          TH "数"
        TR
          TD
          TD "7"
      BlockQuote
        P "按语"
        P "再按"
      L
        Caption "甲组"
        LI
          LBody "张三"
        LI
          LBody "李四"
      Verse "江上"
      Verse "有船"
      PullQuote
        P "引语"
      P "末段完了"
      Div
        Figure [船到了] ""
        Caption
          P "船到了"
          Credit "王五摄"
      Afterword "作者注"
      Jump
        Link -> "（下转）"
  Part
    Div
      Figure [雾中的码头] ""
    Div
      Figure [广告：clean] ""
`
	if got := heard(t, b); got != want {
		t.Errorf("heard is\n%s\nnot\n%s", got, want)
	}
	for _, f := range preflight.Check(b, preflight.Options{Standard: preflight.UA1}) {
		t.Errorf("page %d, object %d: %s", f.Page, f.Object, f.Text(0))
	}
	for _, o := range []Options{{Standard: Plain}, {Standard: X1a}} {
		if b := finished(t, newsstand(t), o); strings.Contains(string(b), "StructTreeRoot") {
			t.Errorf("%v has tags", o.Standard)
		}
	}
}

// TestSpokenTags: runs of English say so, also where a line ends within one; the
// lines of a head are heard apart. What is drawn is the same.
func TestSpokenTags(t *testing.T) {
	song := faceOf(t, "版", fonts.Song)
	trim := geom.Size{W: 300 * pt, H: 400 * pt}
	y := geom.Length(0)
	say := func(part page.Part, block int32, words string) *page.Text {
		y += 11 * pt
		l := line(song, 9*pt, 20*pt, y, page.Black, words)
		l.Part, l.Story, l.Unit = part, "lead", page.Unit{Block: block}
		return l
	}
	p := &page.Page{Number: 1, Name: "要闻", Trim: trim}
	p.Items = []page.Item{
		say(page.Headline, 0, "江上多装"), say(page.Headline, 0, "山里少跑"),
		say(page.Body, 1, "他说“Good morn"), say(page.Hyphen, 1, "-"), say(page.Body, 1, "ing”，又说GDP"), say(page.Body, 1, "涨了。"),
		say(page.Body, 2, "Yes"),
	}
	e := &page.Edition{Paper: "望汀日报", Title: "望汀日报", Date: date, Pages: []*page.Page{p}}
	spoken := reading.Spoken(e)
	if n := len(spoken.Pages[0].Items); n != len(p.Items)+2 {
		t.Errorf("%d items of %d", n, len(p.Items))
	}
	b := finished(t, spoken, Options{Standard: Plain, Reading: true})
	const want = `Document
  Part
    Art
      H1 "江上多装< 山里少跑>"
      P "他说“{en Good morn\u00ading}”，又说GDP涨了。"
      P "{en Yes}"
`
	if got := heard(t, b); got != want {
		t.Errorf("heard is\n%s\nnot\n%s", got, want)
	}
	for _, f := range preflight.Check(b, preflight.Options{Standard: preflight.UA1}) {
		t.Errorf("page %d, object %d: %s", f.Page, f.Object, f.Text(0))
	}
	if reading.Spoken(newsstand(t)) == nil || len(p.Items) != 7 || p.Items[2].(*page.Text).Lang != "" {
		t.Error("the edition itself was divided")
	}
}
