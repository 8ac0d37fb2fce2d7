package layout_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"duikai/layout"
	"duikai/layout/artwork"
	"duikai/layout/cjk"
	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/samples/golden"
)

// styled is text without styling.
func styled(s string) manuscript.Text {
	if s == "" {
		return nil
	}
	return manuscript.Text{{Text: s, Src: diag.Pos{File: "issue.yaml", Line: 1, Col: 1}}}
}

func textLines(lines ...string) (out []manuscript.Text) {
	for _, s := range lines {
		out = append(out, styled(s))
	}
	return out
}

// story is a story of one paragraph.
func story(id string, headline ...string) *manuscript.Story {
	return &manuscript.Story{ID: id, Headline: textLines(headline...), Blocks: []manuscript.Block{&manuscript.Paragraph{Text: styled("江上有雾。")}}}
}

// tabloid is an issue of a four-page paper whose first page is to be furnished
// by a test; page n is led by story n.
func tabloid() *manuscript.Issue {
	is := &manuscript.Issue{
		Paper: "望汀日报", Date: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Number: 10234, CN: "CN43-9999",
		Format: manuscript.Format{Trim: geom.Size{W: geom.Millimetres(273), H: geom.Millimetres(390)}, Columns: 6, Chars: 11, Rows: 86,
			Gutter: geom.Measure{Ems: 1000}},
		Style: manuscript.Style{Break: cjk.GB, Punctuation: cjk.Kaiming, Body: manuscript.BodyStyle{
			Font: manuscript.RoleRef{Name: "song"}, Size: 9 * geom.Pt, Leading: geom.FromPoints(11.5), Indent: geom.Measure{Ems: 2000}}},
		Stories: []*manuscript.Story{
			story("one", "渡船靠岸"), story("two", "江上起了雾\u001f码头等一趟"), story("three", "早班船改点", "末班船不变"), story("four", "河埠街的灯"),
		},
		Src: diag.Pos{File: "issue.yaml", Line: 1, Col: 1},
	}
	for i, s := range is.Stories {
		is.Pages = append(is.Pages, &manuscript.Page{Number: i + 1, Name: []string{"要闻", "综合", "民生", "副刊"}[i],
			Editors: []manuscript.Editor{{Role: styled("责任编辑"), Name: styled("江一")}, {Role: styled("版式"), Name: styled("江二")}},
			Slots:   []*manuscript.Slot{at(slotOf(manuscript.StorySlot, s.ID), 1+i, 12, 3, 10)}})
	}
	return is
}

func slotOf(k manuscript.Kind, id string) *manuscript.Slot {
	return &manuscript.Slot{Kind: k, Story: id, Src: diag.Pos{File: "issue.yaml", Line: 9, Col: 9}}
}

func at(s *manuscript.Slot, col, row, cols, rows int) *manuscript.Slot {
	s.Col, s.Row, s.Cols, s.Rows = col, row, cols, rows
	return s
}

func notice(title string, lines ...string) *manuscript.Slot {
	s := slotOf(manuscript.NoticeSlot, "")
	s.Title, s.Lines = styled(title), textLines(lines...)
	return s
}

// furnished composes one page of the issue.
func furnished(t testing.TB, is *manuscript.Issue, number int) (*page.Page, diag.List) {
	t.Helper()
	ed, problems := layout.Compose(is, faces(t), layout.Options{Pages: []int{number}})
	if len(ed.Pages) != 1 {
		t.Fatalf("page %d is missing: %v", number, problems)
	}
	return ed.Pages[0], layout.WithoutWhite(problems)
}

// TestFurnitureDesigns holds every design to its accepted dump.
func TestFurnitureDesigns(t *testing.T) {
	nameplate := slotOf(manuscript.NameplateSlot, "")
	down := func(col, row, cols, rows int) *manuscript.Slot {
		s := at(slotOf(manuscript.NameplateSlot, ""), col, row, cols, rows)
		s.Vertical = true
		return s
	}
	header := func(design manuscript.Header) func(*manuscript.Issue) {
		return func(is *manuscript.Issue) { is.Style.Header = design }
	}
	first := func(slots ...*manuscript.Slot) func(*manuscript.Issue) {
		return func(is *manuscript.Issue) { is.Pages[0].Slots = slots }
	}
	boxed := func(b manuscript.Box, s *manuscript.Slot) *manuscript.Slot { s.Box = b; return s }
	separator := func(style manuscript.Separator) func(*manuscript.Issue) {
		return func(is *manuscript.Issue) {
			is.Style.Separator = style
			is.Pages[1].Slots = []*manuscript.Slot{at(slotOf(manuscript.StorySlot, "two"), 1, 1, 2, 8), at(slotOf(manuscript.StorySlot, "three"), 1, 10, 2, 8)}
			is.Pages[2].Slots = nil
		}
	}
	digest := func() *manuscript.Slot { return slotOf(manuscript.DigestSlot, "") }
	for _, c := range []struct {
		name string
		page int
		make func(*manuscript.Issue)
	}{
		{"nameplate-left", 1, func(*manuscript.Issue) {}},
		{"nameplate-centre", 1, func(is *manuscript.Issue) {
			is.Style.Nameplate = manuscript.NameplateStyle{Centred: true, Red: true}
		}},
		{"nameplate-across", 1, first(at(nameplate, 1, 1, 4, 10), at(notice("天气", "晴转多云", "5～12℃"), 5, 1, 2, 10))},
		{"nameplate-narrow", 1, first(at(nameplate, 1, 1, 2, 14))},
		{"nameplate-down-below", 1, first(down(1, 1, 1, 40))},
		{"nameplate-down-beside", 1, first(down(1, 1, 2, 24))},
		{"nameplate-picture", 1, func(is *manuscript.Issue) {
			is.Style.Nameplate.Picture = manuscript.File{Path: "pictures/name.png", Art: artwork.Info{Format: artwork.PNG, Width: 2400, Height: 600}}
			is.Pages[0].Slots = []*manuscript.Slot{at(nameplate, 1, 1, 4, 10)}
		}},
		{"header-rules", 2, header(manuscript.HeaderRules)},
		{"header-band-even", 2, header(manuscript.HeaderBand)},
		{"header-band-odd", 3, header(manuscript.HeaderBand)},
		{"header-corner-even", 2, header(manuscript.HeaderCorner)},
		{"header-corner-odd", 3, header(manuscript.HeaderCorner)},
		{"digest-column", 1, first(at(digest(), 1, 1, 2, 20))},
		{"digest-strip", 1, first(at(digest(), 1, 1, 6, 3))},
		{"digest-boxed", 1, first(boxed(manuscript.BoxDouble, at(digest(), 1, 1, 4, 12)))},
		{"notice-strip", 1, first(at(notice("江上天气", "晴转多云，东北风三级", "气温5～12℃"), 1, 1, 6, 2))},
		{"notice-slogan", 1, first(at(notice("", "节约用水，人人有责"), 1, 1, 6, 1))},
		{"notice-ear", 1, first(at(notice("江上天气", "晴转多云", "气温5～12℃"), 1, 1, 2, 9))},
		{"notice-paragraphs", 1, first(boxed(manuscript.BoxLine, at(notice("停水通知", strings.Repeat("今晚十时起河埠街停水，", 5)+"请蓄水。", "电话：96123"), 1, 1, 2, 14)))},
		{"box-wenwu", 1, first(boxed(manuscript.BoxWenwu, at(notice("", "江上有雾"), 1, 1, 1, 5)))},
		{"box-ornament", 1, first(boxed(manuscript.BoxOrnament, at(notice("", "江上有雾"), 1, 1, 1, 9)))},
		{"box-ornament-small", 1, first(boxed(manuscript.BoxOrnament, at(notice("", "江上有雾"), 1, 1, 1, 6)))},
		{"separator-fine", 2, separator(manuscript.SeparatorFine)},
		{"separator-bold", 2, separator(manuscript.SeparatorBold)},
		{"separator-wenwu", 2, separator(manuscript.SeparatorWenwu)},
		{"separator-ornament", 2, separator(manuscript.SeparatorOrnament)},
		{"separator-none", 2, separator(manuscript.SeparatorNone)},
	} {
		t.Run(c.name, func(t *testing.T) {
			is := tabloid()
			c.make(is)
			p, problems := furnished(t, is, c.page)
			for _, pr := range problems {
				if pr.Severity() > diag.Info && pr.Code != diag.NoNameplate {
					t.Errorf("%v", pr)
				}
			}
			// What the stories set is held elsewhere.
			p.Items = slices.DeleteFunc(p.Items, func(it page.Item) bool {
				tx, ok := it.(*page.Text)
				return ok && tx.Story != ""
			})
			p.Placements = slices.DeleteFunc(p.Placements, func(pl page.Placement) bool { return pl.Kind == "story" })
			var b strings.Builder
			if err := page.Dump(&b, &page.Edition{Paper: is.Paper, Date: is.Date, Pages: []*page.Page{p}}); err != nil {
				t.Fatal(err)
			}
			golden.Text(t, "furniture-"+c.name+".golden", b.String())
		})
	}
}

// all is every character that a page prints of a part, in the list's order.
func all(p *page.Page, part page.Part) string {
	var b strings.Builder
	for _, it := range p.Items {
		if tx, ok := it.(*page.Text); ok && tx.Part == part {
			b.WriteString(tx.String())
		}
	}
	return b.String()
}

// TestDigestEntries: which stories a digest names, in which order, and where
// their links lead.
func TestDigestEntries(t *testing.T) {
	refs := func(ids ...string) (out []manuscript.StoryRef) {
		for i, id := range ids {
			out = append(out, manuscript.StoryRef{ID: id, Src: diag.Pos{File: "issue.yaml", Line: 20 + i, Col: 1}})
		}
		return out
	}
	add := func(is *manuscript.Issue, number int, slots ...*manuscript.Slot) {
		p := is.Pages[number-1]
		p.Slots = append(slots, p.Slots...)
	}
	for _, c := range []struct {
		name  string
		refs  []manuscript.StoryRef
		make  func(*manuscript.Issue)
		want  []string // headline and page
		codes []diag.Code
	}{
		{"the first story of every other page", nil, nil, []string{"江上起了雾　码头等一趟 2", "早班船改点　末班船不变 3", "河埠街的灯 4"}, nil},
		{"the highest slot leads", nil, func(is *manuscript.Issue) {
			is.Stories = append(is.Stories, story("five", "雾散了"))
			add(is, 2, at(slotOf(manuscript.StorySlot, "five"), 6, 1, 1, 9))
		}, []string{"雾散了 2", "早班船改点　末班船不变 3", "河埠街的灯 4"}, nil},
		{"weight counts before place", nil, func(is *manuscript.Issue) {
			is.Stories = append(is.Stories, story("five", "雾散了"))
			is.Stories[1].Weight = 1
			add(is, 2, at(slotOf(manuscript.StorySlot, "five"), 6, 1, 1, 9))
		}, []string{"江上起了雾　码头等一趟 2", "早班船改点　末班船不变 3", "河埠街的灯 4"}, nil},
		{"a brief does not lead", nil, func(is *manuscript.Issue) {
			is.Stories = append(is.Stories, story("five", "雾散了"))
			is.Stories[4].Weight = 5
			add(is, 2, at(slotOf(manuscript.StorySlot, "five"), 6, 1, 1, 9))
		}, []string{"江上起了雾　码头等一趟 2", "早班船改点　末班船不变 3", "河埠街的灯 4"}, nil},
		{"what goes on from page 1 does not lead", nil, func(is *manuscript.Issue) {
			add(is, 2, at(slotOf(manuscript.StorySlot, "one"), 1, 1, 1, 9))
		}, []string{"江上起了雾　码头等一趟 2", "早班船改点　末班船不变 3", "河埠街的灯 4"}, nil},
		{"a page without a headline is passed over", nil, func(is *manuscript.Issue) { is.Stories[2].Headline = nil },
			[]string{"江上起了雾　码头等一趟 2", "河埠街的灯 4"}, nil},
		{"named stories in their order", refs("four", "two"), nil, []string{"河埠街的灯 4", "江上起了雾　码头等一趟 2"}, nil},
		{"a story that stands elsewhere as well", refs("one"), func(is *manuscript.Issue) {
			add(is, 3, at(slotOf(manuscript.StorySlot, "one"), 1, 1, 1, 9))
		}, []string{"渡船靠岸 3"}, nil},
		{"named without a headline", refs("four"), func(is *manuscript.Issue) { is.Stories[3].Headline = nil }, []string{"江上有雾 4"}, nil},
		{"on this page only", refs("one", "two"), nil, []string{"江上起了雾　码头等一趟 2"}, []diag.Code{diag.DigestStory}},
		{"unknown", refs("nobody"), nil, nil, []diag.Code{diag.DigestStory, diag.DigestEmpty}},
		{"an issue of one page", nil, func(is *manuscript.Issue) { is.Pages = is.Pages[:1] }, nil, []diag.Code{diag.DigestEmpty}},
	} {
		t.Run(c.name, func(t *testing.T) {
			is := tabloid()
			if c.make != nil {
				c.make(is)
			}
			sl := at(slotOf(manuscript.DigestSlot, ""), 1, 30, 3, 20)
			sl.Digest = c.refs
			is.Pages[0].Slots = append(is.Pages[0].Slots, sl)
			p, problems := furnished(t, is, 1)
			var codes []diag.Code
			for _, pr := range problems {
				switch pr.Code {
				case diag.DigestStory, diag.DigestEmpty, diag.DigestRoom:
					codes = append(codes, pr.Code)
				}
			}
			slices.Sort(codes)
			slices.Sort(c.codes)
			if !slices.Equal(codes, c.codes) {
				t.Errorf("problems %v, expected %v", codes, c.codes)
			}
			if got := digestEntries(p); !slices.Equal(got, c.want) {
				t.Errorf("entries %q, expected %q", got, c.want)
			}
			checkLinks(t, is, p, sl)
		})
	}
}

// digestEntries reads the entries back from the page: the texts in each link,
// from top to bottom.
func digestEntries(p *page.Page) (out []string) {
	for _, l := range p.Links {
		var b strings.Builder
		ref := ""
		for _, it := range p.Items {
			tx, ok := it.(*page.Text)
			if !ok || tx.At.X < l.Area.X || tx.At.X > l.Area.Right() || tx.At.Y < l.Area.Y || tx.At.Y > l.Area.Bottom() {
				continue
			}
			if s := tx.String(); strings.HasPrefix(s, "第") && strings.HasSuffix(s, "版") {
				ref = s
			} else {
				b.WriteString(s)
			}
		}
		if want := fmt.Sprintf("第%d版", l.Page); ref != want {
			out = append(out, "printed "+ref)
			continue
		}
		out = append(out, fmt.Sprintf("%s %d", b.String(), l.Page))
	}
	return out
}

// checkLinks: links lie in their slot, apart from each other, and lead to the
// corner of a story's slot.
func checkLinks(t *testing.T, is *manuscript.Issue, p *page.Page, sl *manuscript.Slot) {
	t.Helper()
	area := p.Grid.Cells(sl.Col-1, sl.Row-1, sl.Cols, sl.Rows)
	for i, l := range p.Links {
		if l.Area.X < area.X || l.Area.Right() > area.Right() || l.Area.Y < area.Y || l.Area.Bottom() > area.Bottom() {
			t.Errorf("the link to page %d at %v leaves its slot %v", l.Page, l.Area, area)
		}
		for _, o := range p.Links[:i] {
			if l.Area.Overlaps(o.Area) {
				t.Errorf("links overlap: %v and %v", l.Area, o.Area)
			}
		}
		found := false
		for _, s := range is.Pages[l.Page-1].Slots {
			to := p.Grid.Cells(s.Col-1, s.Row-1, s.Cols, s.Rows)
			found = found || s.Kind == manuscript.StorySlot && l.To == geom.Point{X: to.X, Y: to.Y}
		}
		if !found {
			t.Errorf("the link to page %d leads to %v, where no story stands", l.Page, l.To)
		}
	}
}

// TestDigestRoom: a digest with too little room shows the first entries whole
// and says how many it shows.
func TestDigestRoom(t *testing.T) {
	for rows, want := range map[int]int{1: 0, 2: 2, 3: 3, 4: 3, 20: 3} {
		is := tabloid()
		sl := at(slotOf(manuscript.DigestSlot, ""), 1, 1, 3, rows)
		is.Pages[0].Slots = []*manuscript.Slot{sl}
		p, problems := furnished(t, is, 1)
		var args []any
		for _, pr := range problems {
			if pr.Code == diag.DigestRoom {
				args = pr.Args
			}
		}
		if want == 3 && args != nil || want < 3 && !slices.Equal(args, []any{want, 3}) {
			t.Errorf("%d rows: reported %v, expected room for %d of 3", rows, args, want)
		}
		if got := digestEntries(p); len(got) != want || want > 0 && got[0] != "江上起了雾　码头等一趟 2" {
			t.Errorf("%d rows: entries %q, expected %d", rows, got, want)
		}
	}
}

// TestDigestIsBounded: hundreds of entries of endless headlines take no more
// than a moment, and what is shown is whole.
func TestDigestIsBounded(t *testing.T) {
	is := tabloid()
	long := strings.Repeat("江上起了雾　码头等一趟", 30)
	sl := at(slotOf(manuscript.DigestSlot, ""), 1, 1, 6, 30)
	for i := range 300 {
		id := fmt.Sprint("s", i)
		is.Stories = append(is.Stories, story(id, long+id))
		is.Pages[1].Slots = append(is.Pages[1].Slots, at(slotOf(manuscript.StorySlot, id), 1, 1, 1, 1))
		sl.Digest = append(sl.Digest, manuscript.StoryRef{ID: id})
	}
	sl.Title = styled(long)
	is.Pages[0].Slots = []*manuscript.Slot{sl}
	is.Pages[1].Slots = is.Pages[1].Slots[:300]
	for _, s := range is.Stories[4:] {
		s.Short, s.Headline = s.Headline[0], nil // so that the stories' own heads cost nothing here
	}
	p, problems := furnished(t, is, 1)
	if !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.DigestRoom }) {
		t.Errorf("nothing is reported: %v", problems)
	}
	shown := digestEntries(p)
	if len(shown) == 0 {
		t.Error("nothing is shown")
	}
	for i, e := range shown {
		if want := fmt.Sprintf("%ss%d 2", long, i); e != want {
			t.Errorf("entry %d is %q", i, e)
		}
	}
	checkLinks(t, is, p, sl)
}

// TestNoticeRoom: a notice that does not fit is an error that says how many
// rows it takes, and one that fits is printed to the last character.
func TestNoticeRoom(t *testing.T) {
	text := strings.Repeat("今晚十时起河埠街停水。", 6) // 66 characters
	for _, c := range []struct {
		cols, rows int
		box        manuscript.Box
		takes      int // rows; 0: it fits
	}{
		{6, 1, 0, 0}, {5, 1, 0, 2}, {5, 2, 0, 0}, {2, 2, 0, 4}, {2, 4, 0, 5}, {2, 8, 0, 0}, {2, 8, manuscript.BoxLine, 0}, {2, 6, manuscript.BoxLine, 8}, {3, 9, manuscript.BoxOrnament, 0},
	} {
		is := tabloid()
		sl := at(notice("停水", text), 1, 1, c.cols, c.rows)
		sl.Box = c.box
		is.Pages[0].Slots = []*manuscript.Slot{sl}
		p, problems := furnished(t, is, 1)
		takes := 0
		for _, pr := range problems {
			if pr.Code == diag.NoticeRoom {
				takes = pr.Args[1].(int)
			}
		}
		if takes != c.takes {
			t.Errorf("%d by %d: takes %d rows, expected %d", c.cols, c.rows, takes, c.takes)
		}
		if got := all(p, page.Furniture); takes == 0 && !strings.Contains(got, text) {
			t.Errorf("%d by %d: printed %q", c.cols, c.rows, got)
		}
	}
}

// TestHeaders: every design says everything, inside the type area and above
// it, and nothing runs into anything else, whatever the sheet.
func TestHeaders(t *testing.T) {
	for _, design := range []manuscript.Header{manuscript.HeaderRules, manuscript.HeaderBand, manuscript.HeaderCorner} {
		for _, number := range []int{2, 3, 12} {
			for _, c := range []struct {
				columns int
				margin  float64 // millimetres above the type area
				section string
			}{{6, 20, "综合"}, {6, 8, "综合"}, {2, 20, "要闻·综合"}, {1, 20, "副刊"}, {6, 20, ""}} {
				name := fmt.Sprintf("header %d, page %d, %d columns, %vmm, %s", design, number, c.columns, c.margin, c.section)
				is := tabloid()
				is.Style.Header = design
				is.Format.Columns = c.columns
				is.Format.Margins = &geom.Inset{Top: geom.Millimetres(c.margin), Left: geom.Millimetres(12)}
				is.Pages = is.Pages[1:2]
				is.Pages[0].Number, is.Pages[0].Name, is.Pages[0].Slots = number, c.section, nil
				p, problems := furnished(t, is, number)
				// On a sheet of one column it becomes too small, which is told.
				narrow := c.columns == 1 || c.columns == 2 && design == manuscript.HeaderCorner
				if got := slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.HeaderSmall }); got != narrow || len(problems) > 1 || len(problems) == 1 && !narrow {
					t.Errorf("%s: %v", name, problems)
				}
				ordinal := map[int]string{2: "第二版", 3: "第三版", 12: "第十二版"}[number]
				got := all(p, page.Furniture)
				for _, s := range []string{fmt.Sprint(number), ordinal, c.section, "望汀日报", "2026年11月23日", "星期一", "责任编辑：江一", "版式：江二"} {
					if !strings.Contains(got, s) {
						t.Errorf("%s: %q is missing in %q", name, s, got)
					}
				}
				apart(t, name, p, geom.Rect{X: p.Grid.Area.X, W: p.Grid.Area.W, H: p.Grid.Area.Y})
			}
		}
	}
}

// apart: the texts of a page stand in an area and do not overlap.
func apart(t *testing.T, name string, p *page.Page, area geom.Rect) {
	t.Helper()
	type set struct {
		s string
		r geom.Rect
	}
	var sets []set
	for _, it := range p.Items {
		tx, ok := it.(*page.Text)
		if !ok {
			continue
		}
		// From the height of a capital to the baseline.
		r := geom.Rect{X: tx.At.X, Y: tx.At.Y - tx.Size*7/10, W: right(tx) - tx.At.X, H: tx.Size * 7 / 10}
		if r.X < area.X || r.Right() > area.Right() || r.Y < area.Y || r.Bottom() > area.Bottom() {
			t.Errorf("%s: %q at %v leaves %v", name, tx, r, area)
		}
		for _, o := range sets {
			if r.Overlaps(o.r) {
				t.Errorf("%s: %q at %v overlaps %q at %v", name, tx, r, o.s, o.r)
			}
		}
		sets = append(sets, set{tx.String(), r})
	}
}

// TestHeaderScale: in half of its room a header is half as large; in less it
// is left out, with a warning.
func TestHeaderScale(t *testing.T) {
	largest := func(top geom.Length) (size geom.Length, problems diag.List) {
		is := tabloid()
		is.Format.Margins = &geom.Inset{Top: top, Left: geom.Millimetres(12)}
		p, problems := furnished(t, is, 2)
		for _, it := range p.Items {
			if tx, ok := it.(*page.Text); ok && tx.Story == "" {
				size = max(size, tx.Size)
			}
		}
		return size, problems
	}
	full, _ := largest(40 * geom.Pt)
	more, _ := largest(80 * geom.Pt)
	half, problems := largest(20 * geom.Pt)
	if full != more || half*2 != full || problems.Has(diag.Warning) {
		t.Errorf("the number is %v at full size, %v with more room, %v in half of it; %v", full, more, half, problems)
	}
	none, problems := largest(19 * geom.Pt)
	if none != 0 || !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.NoHeader }) {
		t.Errorf("a header of %v in no room: %v", none, problems)
	}
}

// TestLongFurniture: where a paper's name or what a header says has so many characters
// that they become too small to be read, that is told.
func TestLongFurniture(t *testing.T) {
	for _, c := range []struct {
		name   string
		number int
		change func(*manuscript.Issue)
		want   diag.Code
	}{
		{"paper of eight", 1, func(is *manuscript.Issue) { is.Paper = strings.Repeat("报", 8) }, ""},
		{"paper of forty", 1, func(is *manuscript.Issue) { is.Paper = strings.Repeat("报", 40) }, diag.NameSmall},
		{"section of eight", 2, func(is *manuscript.Issue) { is.Pages[0].Name = strings.Repeat("闻", 8) }, ""},
		{"section of eighty", 2, func(is *manuscript.Issue) { is.Pages[0].Name = strings.Repeat("闻", 80) }, diag.HeaderSmall},
	} {
		is := tabloid()
		is.Pages[0].Number = c.number
		c.change(is)
		if c.number == 1 {
			is.Pages[0].Slots = []*manuscript.Slot{at(slotOf(manuscript.NameplateSlot, ""), 1, 1, 6, 9)}
		}
		_, problems := layout.Compose(is, faces(t), layout.Options{})
		for _, code := range []diag.Code{diag.NameSmall, diag.HeaderSmall} {
			if got := slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == code }); got != (code == c.want) {
				t.Errorf("%s: %s %v", c.name, code, got)
			}
		}
	}
}

// TestNameplateOnce: page 1 has a nameplate or a header and never both; a
// nameplate in a slot stands for the one at the head.
func TestNameplateOnce(t *testing.T) {
	for _, c := range []struct {
		name  string
		slots []*manuscript.Slot
		want  int // times that the paper's name stands on page 1
	}{
		{"free rows", []*manuscript.Slot{at(slotOf(manuscript.StorySlot, "one"), 1, 10, 2, 9)}, 1},
		{"slot", []*manuscript.Slot{at(slotOf(manuscript.NameplateSlot, ""), 1, 1, 3, 9)}, 1},
		{"slot below free rows", []*manuscript.Slot{at(slotOf(manuscript.NameplateSlot, ""), 1, 20, 3, 9)}, 1},
		{"header", []*manuscript.Slot{at(slotOf(manuscript.StorySlot, "one"), 1, 1, 2, 9)}, 1},
	} {
		is := tabloid()
		is.Pages[0].Slots = c.slots
		p, _ := furnished(t, is, 1)
		if got := strings.Count(all(p, page.Furniture), is.Paper); got != c.want {
			t.Errorf("%s: the name stands %d times", c.name, got)
		}
	}
}

// TestNoLunarDate: beyond the reach of the lunar calendar a nameplate does
// without it.
func TestNoLunarDate(t *testing.T) {
	for _, down := range []bool{false, true} {
		for _, slots := range [][]*manuscript.Slot{nil, {at(slotOf(manuscript.NameplateSlot, ""), 1, 1, 6, 40)}} {
			is := tabloid()
			is.Date = time.Date(2150, 1, 1, 0, 0, 0, 0, time.UTC)
			is.Style.Nameplate.Centred = true
			if slots != nil {
				slots[0].Vertical = down
				is.Pages[0].Slots = slots
			}
			p, _ := furnished(t, is, 1)
			if got := all(p, page.Furniture); !strings.Contains(got, "2150年1月1") || strings.Contains(got, "农历") {
				t.Errorf("printed %q", got)
			}
		}
	}
}

// TestNameplatePicture: a drawn nameplate keeps its proportions, and a file
// that cannot be used leaves its place.
func TestNameplatePicture(t *testing.T) {
	for _, c := range []struct {
		art    artwork.Info
		slot   bool
		shown  bool
		report diag.Code
	}{
		{artwork.Info{Format: artwork.PNG, Width: 3000, Height: 700}, true, true, ""},
		{artwork.Info{Format: artwork.PNG, Width: 3000, Height: 700}, false, true, ""},
		{artwork.Info{Format: artwork.JPEG, Width: 300, Height: 70}, true, true, diag.CoarsePicture},
		{artwork.Info{Format: artwork.PDF, Pages: 1, Trim: geom.Size{W: 300 * geom.Pt, H: 70 * geom.Pt}}, true, true, ""},
		{artwork.Info{}, true, false, ""},
	} {
		is := tabloid()
		is.Style.Resolution = 150
		is.Style.Nameplate.Picture = manuscript.File{Path: "pictures/name", Art: c.art}
		if c.slot {
			is.Pages[0].Slots = []*manuscript.Slot{at(slotOf(manuscript.NameplateSlot, ""), 1, 1, 4, 10)}
		}
		p, problems := furnished(t, is, 1)
		var r geom.Rect
		for _, it := range p.Items {
			switch it := it.(type) {
			case *page.Picture:
				r = it.Rect
			case *page.Block:
				r = it.Rect
			}
		}
		if (r.W > 0) != c.shown {
			t.Errorf("%+v: shown at %v", c.art, r)
		}
		// 300 to 70, to within a thousandth of a point.
		if d := r.W*70 - r.H*300; c.shown && max(d, -d) > 300 {
			t.Errorf("%+v: distorted to %v", c.art, r)
		}
		if strings.Contains(all(p, page.Furniture), is.Paper) {
			t.Errorf("%+v: the name is set as well", c.art)
		}
		got := slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.CoarsePicture })
		if got != (c.report != "") {
			t.Errorf("%+v: %v", c.art, problems)
		}
	}
}

// TestSlotsOfFurniture: whatever slot a nameplate, a digest or a notice gets,
// what it draws stays in it, and every character of a notice is printed or
// its want of room reported.
func TestSlotsOfFurniture(t *testing.T) {
	set := faces(t)
	rapid.Check(t, func(rt *rapid.T) {
		is := tabloid()
		sl := slotOf(rapid.SampledFrom([]manuscript.Kind{manuscript.NameplateSlot, manuscript.DigestSlot, manuscript.NoticeSlot}).Draw(rt, "kind"), "")
		cols, rows := rapid.IntRange(1, 6).Draw(rt, "cols"), rapid.IntRange(1, 40).Draw(rt, "rows")
		at(sl, rapid.IntRange(1, 7-cols).Draw(rt, "col"), rapid.IntRange(1, 87-rows).Draw(rt, "row"), cols, rows)
		sl.Box = manuscript.Box(rapid.IntRange(0, int(manuscript.BoxOrnament)).Draw(rt, "box"))
		sl.Tint = rapid.SampledFrom([]int{0, 10}).Draw(rt, "tint")
		sl.Vertical = rapid.Bool().Draw(rt, "vertical")
		is.Style.Nameplate.Centred = rapid.Bool().Draw(rt, "centred")
		words := []rune("今晚十时起河埠街停水，请市民蓄水；明早6:30恢复")
		draw := func(name string) string { return string(words[:rapid.IntRange(0, len(words)).Draw(rt, name)]) }
		sl.Title = styled(draw("title"))
		want := sl.Title.String()
		if sl.Kind == manuscript.NoticeSlot {
			for range rapid.IntRange(0, 4).Draw(rt, "lines") {
				t := styled(draw("line"))
				sl.Lines = append(sl.Lines, t)
				want += t.String()
			}
		}
		number := 2
		if sl.Kind == manuscript.NameplateSlot {
			number = 1
		}
		is.Pages[number-1].Slots = []*manuscript.Slot{sl}
		ed, problems := layout.Compose(is, set, layout.Options{Pages: []int{number}})
		p := ed.Pages[0]
		short := slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == diag.NoticeRoom })
		if sl.Kind == manuscript.NoticeSlot && !short {
			if got := noHeader(p, sl); sorted(got) != sorted(want) {
				rt.Errorf("printed %q, expected %q", got, want)
			}
		}
		area := p.Grid.Cells(sl.Col-1, sl.Row-1, sl.Cols, sl.Rows)
		if len(p.Placements) != 1 || p.Placements[0].Area != area || p.Placements[0].Kind != sl.Kind.String() {
			rt.Errorf("placements %+v", p.Placements)
		}
		if short {
			return
		}
		if sl.Kind == manuscript.NoticeSlot && sl.Rows <= manuscript.StripRows {
			// The rules of a strip stand in the free rows above and below.
			area.Y, area.H = area.Y-p.Grid.Leading/4, area.H+p.Grid.Leading/2
		}
		for _, it := range p.Items {
			if r, what := extent(it); !header(p, r) && (r.X < area.X || r.Right() > area.Right() || r.Y < area.Y || r.Bottom() > area.Bottom()) {
				rt.Errorf("%s at %v leaves the slot %v", what, r, area)
			}
		}
	})
}

func sorted(s string) string {
	rs := []rune(strings.ReplaceAll(s, "　", ""))
	slices.Sort(rs)
	return string(rs)
}

// header tells whether a place is above the type area.
func header(p *page.Page, r geom.Rect) bool { return r.Bottom() <= p.Grid.Area.Y }

// noHeader is the furniture inside the type area that stands in a slot.
func noHeader(p *page.Page, sl *manuscript.Slot) string {
	area := p.Grid.Cells(sl.Col-1, sl.Row-1, sl.Cols, sl.Rows)
	var b strings.Builder
	for _, it := range p.Items {
		if tx, ok := it.(*page.Text); ok && tx.At.Y > area.Y && tx.At.Y <= area.Bottom() {
			b.WriteString(tx.String())
		}
	}
	return b.String()
}

// extent is what an item covers, and what it is.
func extent(it page.Item) (geom.Rect, string) {
	switch it := it.(type) {
	case *page.Text:
		// The em box less the white that marks may give up.
		return geom.Rect{X: it.At.X + it.Size/2, Y: it.At.Y - it.Size*8/10, W: max(right(it)-it.At.X-it.Size, 0), H: it.Size * 8 / 10}, it.String()
	case *page.Rule:
		r := geom.Rect{X: it.From.X, Y: it.From.Y, W: it.To.X - it.From.X, H: it.To.Y - it.From.Y}
		if r.H == 0 {
			r.Y, r.H = r.Y-it.Width/2, it.Width
		} else {
			r.X, r.W = r.X-it.Width/2, it.Width
		}
		return r, "a rule"
	case *page.Fill:
		return it.Rect, "a fill"
	case *page.Shape:
		lo, hi := it.Points[0], it.Points[0]
		for _, q := range it.Points {
			lo.X, lo.Y, hi.X, hi.Y = min(lo.X, q.X), min(lo.Y, q.Y), max(hi.X, q.X), max(hi.Y, q.Y)
		}
		return geom.Rect{X: lo.X, Y: lo.Y, W: hi.X - lo.X, H: hi.Y - lo.Y}, "a shape"
	}
	return geom.Rect{}, ""
}

// TestSeparators: rules stand between different stories and nowhere else.
func TestSeparators(t *testing.T) {
	kind := func(k manuscript.Kind, col, row, cols, rows int) *manuscript.Slot {
		s := at(slotOf(k, "two"), col, row, cols, rows)
		if k != manuscript.StorySlot {
			s.Story = ""
			s.Pictures = []manuscript.Picture{{}}
		}
		return s
	}
	other := func(s *manuscript.Slot) *manuscript.Slot { s.Story = "three"; return s }
	boxed := func(s *manuscript.Slot) *manuscript.Slot { s.Box = manuscript.BoxLine; return s }
	const story, picture, ad = manuscript.StorySlot, manuscript.PictureSlot, manuscript.AdSlot
	for _, c := range []struct {
		name         string
		slots        []*manuscript.Slot
		across, down int
	}{
		{"side by side", []*manuscript.Slot{kind(story, 1, 1, 2, 9), other(kind(story, 3, 1, 2, 9))}, 0, 1},
		{"one story side by side", []*manuscript.Slot{kind(story, 1, 1, 2, 9), kind(story, 3, 1, 2, 9)}, 0, 0},
		{"a picture beside", []*manuscript.Slot{kind(story, 1, 1, 2, 9), kind(picture, 3, 1, 2, 9)}, 0, 0},
		{"an ad beside", []*manuscript.Slot{kind(ad, 1, 1, 2, 9), kind(story, 3, 1, 2, 9)}, 0, 0},
		{"a box beside", []*manuscript.Slot{kind(story, 1, 1, 2, 9), boxed(other(kind(story, 3, 1, 2, 9)))}, 0, 0},
		{"a notice beside", []*manuscript.Slot{kind(story, 1, 1, 2, 9), kind(manuscript.NoticeSlot, 3, 1, 2, 9)}, 0, 1},
		{"under another", []*manuscript.Slot{kind(story, 1, 1, 2, 9), other(kind(story, 1, 11, 2, 9))}, 1, 0},
		{"under another without a row", []*manuscript.Slot{kind(story, 1, 1, 2, 9), other(kind(story, 1, 10, 2, 9))}, 0, 0},
		{"under itself", []*manuscript.Slot{kind(story, 1, 1, 2, 9), kind(story, 1, 11, 2, 9)}, 0, 0},
		{"under a picture", []*manuscript.Slot{kind(picture, 1, 1, 2, 9), kind(story, 1, 11, 2, 9)}, 1, 0},
		{"picture under picture", []*manuscript.Slot{kind(picture, 1, 1, 2, 9), kind(picture, 1, 11, 2, 9)}, 0, 0},
		{"over an ad", []*manuscript.Slot{kind(story, 1, 1, 2, 9), kind(ad, 1, 11, 2, 9)}, 0, 0},
		{"under a box", []*manuscript.Slot{boxed(kind(story, 1, 1, 2, 9)), other(kind(story, 1, 11, 2, 9))}, 0, 0},
	} {
		is := tabloid()
		for _, s := range c.slots {
			if s.Kind == manuscript.NoticeSlot {
				s.Lines = textLines("江上有雾")
			}
		}
		is.Pages = is.Pages[1:2]
		is.Pages[0].Slots = c.slots
		p, _ := furnished(t, is, 2)
		across, down := 0, 0
		for _, it := range p.Items {
			r, ok := it.(*page.Rule)
			if !ok || r.From.Y < p.Grid.Area.Y {
				continue
			}
			inside := slices.ContainsFunc(c.slots, func(s *manuscript.Slot) bool {
				a := p.Grid.Cells(s.Col-1, s.Row-1, s.Cols, s.Rows)
				return r.From.X >= a.X && r.To.X <= a.Right() && r.From.Y >= a.Y && r.To.Y <= a.Bottom()
			})
			switch {
			case inside:
			case r.From.Y == r.To.Y:
				across++
			default:
				down++
			}
		}
		if across != c.across || down != c.down {
			t.Errorf("%s: %d rules across and %d down, expected %d and %d", c.name, across, down, c.across, c.down)
		}
	}
}
