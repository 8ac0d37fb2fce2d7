package manuscript

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"duikai/layout/diag"
	"duikai/layout/geom"
)

// minChars is the narrowest text column: below four characters a column holds
// a word and a mark, and no line can be justified.
const minChars = 4

// validate looks at the issue as a whole: the sheet, the grid, what stands
// where, and the stories that stand nowhere. Slots that cannot be set leave the
// plan, so that a draft shows the rest and make-up need not look again: every
// slot of a loaded page has a size and stands in the grid.
func (d *decoder) validate(is *Issue) {
	d.checkSheet(is)
	d.checkGiven(is)
	ids := make([]string, len(is.Stories))
	placed := make(map[string]int) // on which line
	heads := make(map[string]bool) // placed with a head
	takes := is.AutoPages          // there are pages for stories that stand nowhere
	for i, s := range is.Stories {
		ids[i] = s.ID
	}
	d.findTexts(is)
	d.findInks(is)
	numbers := make(map[int]diag.Pos)
	for _, p := range is.Pages {
		if at, twice := numbers[p.Number]; twice && p.Number != 0 {
			free := freePage(is)
			d.put(diag.New(diag.DuplicatePage, p.Src, p.Number, at.Line, free).With(p.numbered.instead(strconv.Itoa(free), true)))
		} else {
			numbers[p.Number] = p.Src
		}
		d.checkSpread(p)
		if at, twice := numbers[p.Spread]; twice && p.Spread > 0 {
			d.add(diag.DuplicatePage, p.Src, p.Spread, at.Line, freePage(is))
		} else if p.Spread > 0 {
			numbers[p.Spread] = p.Src
		}
		d.openSlots(is.Format.Of(p), p)
		p.Takes = p.Takes || !p.told && len(p.Pool) == 0 && !p.Keep
		takes = takes || p.Takes
		if len(p.Slots) == 0 && !p.Takes {
			d.add(diag.EmptyPage, p.Src, p.Number)
		}
		for _, s := range p.Slots {
			d.checkDigest(is, s, ids)
			d.checkWith(is, p, s, ids)
			if s.Kind != StorySlot || s.Places.Content.Line == 0 {
				continue
			}
			placed[s.Story] = cmp.Or(placed[s.Story], s.Places.Content.Line)
			heads[s.Story] = heads[s.Story] || s.Head != HeadNone
			d.checkStory(is, s.Story, s.Places.Content, ids)
		}
		p.Slots = d.oneNameplate(d.soundSlots(is, p))
	}
	d.checkReserve(is, placed, ids)
	d.checkFillers(is)
	for _, s := range is.Stories {
		if takes && placed[s.ID] == 0 {
			placed[s.ID], heads[s.ID] = s.Src.Line, true
		}
		if heads[s.ID] && len(s.Headline) == 0 {
			d.noHeadline(s)
		}
		if placed[s.ID] > 0 {
			d.headAgain(s)
		}
	}
	d.checkJumpTo(is)
	d.checkParts(is)
	d.emptyTakers(is)
	d.strayStories()
	d.spare(slices.DeleteFunc(slices.Clone(is.Stories), func(s *Story) bool { return placed[s.ID] > 0 }))
}

// checkReserve leaves in the reserve what stands nowhere else, and once; placed
// are the lines on which stories are named, and gets those of the reserve.
func (d *decoder) checkReserve(is *Issue, placed map[string]int, ids []string) {
	is.Reserve = slices.DeleteFunc(is.Reserve, func(r StoryRef) bool {
		d.checkStory(is, r.ID, r.Src, ids)
		if is.Story(r.ID) == nil {
			return true
		}
		if line := placed[r.ID]; line > 0 {
			d.add(diag.IdleKey, r.Src, "reserve", term{
				fmt.Sprintf("the story %q, which line %d names already", r.ID, line), fmt.Sprintf("第 %d 行已列入的稿件 %q", line, r.ID)})
			return true
		}
		placed[r.ID] = r.Src.Line
		return false
	})
}

// freePage is the first number that no page has.
func freePage(is *Issue) int {
	for n := 1; ; n++ {
		if !slices.ContainsFunc(is.Pages, func(p *Page) bool { return p.Number == n }) {
			return n
		}
	}
}

// checkStory reports an id that no story has, with the one that is probably
// meant: by a slip, with the folder or the ending of its file, or in a file whose
// ending keeps it from being read.
func (d *decoder) checkStory(is *Issue, id string, at diag.Pos, ids []string) {
	if is.Story(id) != nil {
		return
	}
	if file := d.strays[fold(id)]; file != "" {
		d.add(diag.MisnamedStory, at, id, file, path.Join(storyDir, id+storyExt))
		delete(d.strays, fold(id))
		d.named = append(d.named, file)
		return
	}
	bare := strings.TrimSuffix(path.Base(strings.ReplaceAll(id, `\`, "/")), path.Ext(id))
	if d.folded == nil {
		d.folded = make(map[string]string, len(ids))
		for _, other := range ids {
			d.folded[fold(other)] = other
		}
	}
	meant, guess := cmp.Or(d.folded[fold(id)], d.folded[fold(bare)], d.folded[fold(strings.TrimSpace(id))]), false
	if meant == "" {
		meant, guess = Nearest(id, ids), true
	}
	var r diag.Remedy
	if meant != "" {
		r = diag.Remedy{Spots: []diag.Spot{{At: at, Old: id, New: meant}}, Guess: guess}
	}
	d.put(diag.New(diag.MissingStory, at, near{id, meant}).With(r))
}

// strayStories tells of files beside the stories that look like stories and are
// not read.
func (d *decoder) strayStories() {
	for _, file := range d.strays {
		if !slices.Contains(d.named, file) {
			base := path.Base(file)
			d.add(diag.StrayFile, diag.Pos{File: file}, path.Join(storyDir, strings.TrimSuffix(base, path.Ext(base))+storyExt))
		}
	}
	for _, f := range d.strayFolders {
		d.add(diag.StrayFolder, diag.Pos{File: f.name}, f.stories)
	}
}

// noHeadline tells of a story that is placed and has no headline, unless more
// was said of its file: that it cannot be read, or that its headline is lost. The
// part of a story that begins elsewhere has none.
func (d *decoder) noHeadline(s *Story) {
	at := s.Src
	if s.headed.Line > 0 {
		at = s.headed
	}
	told := slices.ContainsFunc(d.list, func(p diag.Problem) bool {
		if p.Pos.File != s.Src.File {
			return false
		}
		switch p.Code {
		case diag.YAMLComment, diag.YAMLFeature, diag.WrongType:
			return p.Pos.Line == s.headed.Line
		case diag.BadYAML, diag.Unreadable, diag.NotUTF8, diag.NotText, diag.TooLarge, diag.EmptyStory, diag.UnknownKey:
			return true
		}
		return false
	})
	if s.From == nil && !told {
		d.add(diag.NoHeadline, at, s.ID)
	}
}

// headAgain tells of a headline that stands once more at the head of the text, where it
// was copied with it.
func (d *decoder) headAgain(s *Story) {
	if len(s.Headline) == 0 || len(s.Blocks) == 0 {
		return
	}
	p, ok := s.Blocks[0].(*Paragraph)
	if !ok || p.Quote || len(p.Text) == 0 {
		return
	}
	letters := func(t Text) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsNumber(r) {
				return r
			}
			return -1
		}, t.String())
	}
	head := ""
	for _, t := range s.Headline {
		head += letters(t)
	}
	if head != "" && letters(p.Text) == head {
		d.add(diag.HeadAgain, p.Text[0].Src, s.ID)
	}
}

// spareNames is how many spare stories are named; the others are counted.
const spareNames = 20

// spare tells of the stories that stand on no page (备稿), all in one line: a
// folder may hold a whole night's copy.
func (d *decoder) spare(stories []*Story) {
	if len(stories) == 0 {
		return
	}
	at, n := stories[0], len(stories)
	if n == 1 {
		d.add(diag.UnusedStory, at.Src, term{fmt.Sprintf("the story %q stands", at.ID), fmt.Sprintf("稿件 %q ", at.ID)})
		return
	}
	var names []string
	for _, s := range stories[:min(n, spareNames)] {
		names = append(names, s.ID)
	}
	if n > spareNames {
		names = append(names, "…")
	}
	d.add(diag.UnusedStory, at.Src, term{
		fmt.Sprintf("%d stories (%s) stand", n, strings.Join(names, ", ")), fmt.Sprintf("%d 篇稿件（%s）", n, strings.Join(names, "、"))})
}

// checkDigest keeps of the stories that a digest names those that are there,
// each once. Whether they stand on another page is make-up's question.
func (d *decoder) checkDigest(is *Issue, s *Slot, ids []string) {
	seen := make(map[string]bool)
	s.Digest = slices.DeleteFunc(s.Digest, func(r StoryRef) bool {
		switch {
		case is.Story(r.ID) == nil:
			d.checkStory(is, r.ID, r.Src, ids)
		case seen[r.ID]:
			d.add(diag.BadValue, r.Src, "stories", term{fmt.Sprintf("%q is named twice", r.ID), fmt.Sprintf("%q 重复", r.ID)})
		default:
			seen[r.ID] = true
			return false
		}
		return true
	})
}

// oneNameplate leaves a page the first of its nameplates.
func (d *decoder) oneNameplate(slots []*Slot) []*Slot {
	seen := false
	return slices.DeleteFunc(slots, func(s *Slot) bool {
		if s.Kind != NameplateSlot {
			return false
		}
		if seen {
			d.add(diag.BadValue, s.Places.Content, "nameplate", term{"the page has a nameplate already", "本版已有报头"})
			return true
		}
		seen = true
		return false
	})
}

// checkGiven reports keys that must say something and are there, but empty. What
// a slip of YAML has emptied was told with the slip.
func (d *decoder) checkGiven(is *Issue) {
	reported := func(key string) bool {
		return slices.ContainsFunc(d.list, func(p diag.Problem) bool {
			switch p.Code {
			case diag.BadYAML:
				return p.Pos.File == issueFile
			case diag.MissingKey, diag.WrongType, diag.BadValue:
				return len(p.Args) > 0 && (p.Args[0] == any(key) || p.Args[0] == any(near{word: key}))
			}
			return false
		})
	}
	if strings.TrimSpace(is.Paper) == "" && !reported("paper") {
		d.add(diag.BadValue, is.Src, "paper", term{"the paper needs a name", "报名不能为空"})
	}
	if len(is.Pages) == 0 && !is.AutoPages && !reported("pages") {
		d.add(diag.BadValue, is.Src, "pages", term{"an edition needs at least one page", "一期至少要有一版"})
	}
}

// soundSlots gives the slots of a page that stand in the grid, and reports
// those that do not or that stand on each other.
func (d *decoder) soundSlots(is *Issue, p *Page) []*Slot {
	f := is.Format.Of(p)
	var sound []*Slot
	for _, s := range p.Slots {
		if s.broken || s.Open != 0 && !d.soundOpen(f, s) {
			continue // the former is reported where it was read
		}
		if (s.Kind == PictureSlot || s.Kind == GroupSlot || s.Kind == AdSlot) && !s.pictured() {
			continue // so was that no picture is named
		}
		if s.Open != 0 {
			d.checkFold(is, p, s)
			sound = append(sound, s)
			continue
		}
		switch {
		case s.Cols < 1 || s.Rows < 1:
			d.add(diag.SlotEmpty, s.Places.Span, s.Name(), s.Cols, s.Rows)
			continue
		case s.Col < 1 || s.Row < 1:
			d.outside(f, s, s.Places.At)
			continue
		case s.Col+s.Cols-1 > f.Columns || s.Row+s.Rows-1 > f.Rows:
			d.outside(f, s, s.Places.Span)
			continue
		}
		for _, o := range sound {
			if o.Open == 0 && s.overlaps(o) {
				d.overlap(f, o, s)
			}
		}
		sound = append(sound, s)
		d.checkColumns(is, s)
		d.checkBleed(f, s)
		d.checkFold(is, p, s)
		d.checkHeadSpan(s)
	}
	return sound
}

// outside reports a slot that leaves the grid, with the place or the size that
// would keep it in.
func (d *decoder) outside(f Format, s *Slot, at diag.Pos) {
	col, row := min(max(s.Col, 1), f.Columns), min(max(s.Row, 1), f.Rows)
	set := diag.Setting{Key: "at", Value: fmt.Sprintf("[%d, %d]", col, row)}
	if s.Open&OpenPlace != 0 || col == s.Col && row == s.Row {
		if s.Open&OpenPlace != 0 {
			col, row = 1, 1
		}
		cols, rows := min(max(s.Cols, 1), f.Columns+1-col), min(max(s.Rows, 1), f.Rows+1-row)
		set = diag.Setting{Key: "span", Value: fmt.Sprintf("[%s, %s]", spanWord(s, OpenCols, cols), spanWord(s, OpenRows, rows))}
	}
	r := diag.Remedy{Slot: s.Src, Set: []diag.Setting{set}}
	d.put(diag.New(diag.SlotOutside, at, s.Name(), f.Columns, f.Rows, set.Key+": "+set.Value).With(r))
}

// spanWord writes a part of a span, null where the program is to find it.
func spanWord(s *Slot, part Open, n int) string {
	if s.Open&part != 0 {
		return "null"
	}
	return strconv.Itoa(n)
}

// checkBleed looks whether a slot that is to bleed touches an edge of the type
// area.
func (d *decoder) checkBleed(f Format, s *Slot) {
	if !s.Bleed || s.Col == 1 || s.Row == 1 || s.Col+s.Cols-1 == f.Columns || s.Row+s.Rows-1 == f.Rows {
		return
	}
	d.add(diag.IdleKey, cmp.Or(s.Places.Bleed, s.Src), "bleed", term{
		"a slot that touches no edge of the type area", "不靠版心边缘的版位"})
	s.Bleed = false
}

// checkColumns looks whether the text columns of a slot are wide enough; if not,
// it has as many as it spans.
func (d *decoder) checkColumns(is *Issue, s *Slot) {
	size, columns := s.setIn(is.Style.Body)
	chars := is.Format.fits(s.Cols, is.Style.Body.Size) * int(is.Style.Body.Size) / int(size)
	if columns > 0 && (chars-(columns-1))/columns < minChars {
		d.add(diag.NarrowColumn, cmp.Or(s.Places.Columns, s.Text.Src), s.Name(), columns, chars)
		columns = s.Cols
	}
	s.Columns = columns
	if s.Columns == s.Cols && s.Text.Style == nil {
		s.Columns = 0
	}
}

// overlap says which cells two slots share, and how to part them: by letting the
// one that begins lower, or else further right, begin behind the other, or by
// cutting the upper one where the page has no room for that.
func (d *decoder) overlap(f Format, o, s *Slot) {
	upper, lower, before, behind := o, s, o, s
	if s.Row < o.Row {
		upper, lower = s, o
	}
	if s.Col < o.Col {
		before, behind = s, o
	}
	end := func(s *Slot) (col, row int) { return s.Col + s.Cols - 1, s.Row + s.Rows - 1 }
	oCol, oRow := end(o)
	sCol, sRow := end(s)
	_, foot := end(upper)
	side, _ := end(before)
	at := func(col, row int) diag.Setting {
		return diag.Setting{Key: "at", Value: fmt.Sprintf("[%d, %d]", col, row)}
	}
	span := func(cols, rows int) diag.Setting {
		return diag.Setting{Key: "span", Value: fmt.Sprintf("[%d, %d]", cols, rows)}
	}
	parts := true // what is proposed parts the two
	move, what := lower, at(lower.Col, foot+1)
	switch {
	case foot+lower.Rows <= f.Rows && (upper.Row < lower.Row || side+behind.Cols > f.Columns):
	case side+behind.Cols <= f.Columns:
		move, what = behind, at(side+1, behind.Row)
	case upper.Row < lower.Row:
		move, what = upper, span(upper.Cols, lower.Row-upper.Row)
	case before.Col < behind.Col:
		move, what = before, span(behind.Col-before.Col, before.Rows)
	default:
		parts = false
	}
	var r diag.Remedy
	if parts && move.Places.At.Line > 0 && move.Places.Span.Line > 0 {
		r = diag.Remedy{Slot: move.Src, Set: []diag.Setting{what}}
	}
	d.put(diag.New(diag.SlotOverlap, s.Places.At, o.Name(), s.Name(),
		max(o.Col, s.Col), min(oCol, sCol), max(o.Row, s.Row), min(oRow, sRow), move.Name(), what.Key+": "+what.Value).With(r))
}

// checkHeadSpan looks whether a slot has the text columns that its head is to
// cover; if not, the head covers all of them.
func (d *decoder) checkHeadSpan(s *Slot) {
	columns := s.Columns
	if columns == 0 {
		columns = s.Cols
	}
	if s.HeadCols == 0 && s.HeadFrom == 0 || s.HeadFrom >= 1 && s.HeadCols >= 1 && s.HeadFrom+s.HeadCols-1 <= columns {
		return
	}
	d.add(diag.BadValue, s.Places.HeadSpan, "head-span", term{
		fmt.Sprintf("the slot has %d text columns", columns), fmt.Sprintf("此版位共 %d 栏", columns)})
	s.HeadFrom, s.HeadCols = 0, 0
}

func (s *Slot) overlaps(o *Slot) bool { return s.cells().Over(o.cells()) }

func (s *Slot) cells() Cells { return Cells{s.Col, s.Row, s.Cols, s.Rows} }

// fits is how many whole characters of body text fit into a number of basic
// columns.
func (f Format) fits(cols int, size geom.Length) int {
	w := geom.Length(cols*f.Chars)*size + geom.Length(cols-1)*f.Gutter.At(size)
	return int(w / size)
}
