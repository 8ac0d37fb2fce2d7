package manuscript

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"duikai/layout/diag"
	"duikai/layout/geom"
)

// This file is the contract of text styles (style.text), and of the key text
// that uses one.

// Limits of text styles. Newspapers set nothing below five points and no
// running text above twenty-four; a page has room for some dozens of styles and
// for no more text columns than four characters each.
const (
	leastText       = 5 * geom.Pt
	mostText        = 24 * geom.Pt
	mostTextLeading = 72 * geom.Pt
	maxTextStyles   = 50
	maxTextColumns  = 30
)

func textStyleKeys() []key[TextStyle] {
	return []key[TextStyle]{
		roleKey("font", "字体", "Role of the face; that of the body where not given.", func(t *TextStyle) *RoleRef { return &t.Font }),
		lengthKey("size", "字号", "Type size, 5 to 24 points; that of the body where not given.", leastText, mostText, func(t *TextStyle) *geom.Length { return &t.Size }),
		lengthKey("leading", "行距", "From baseline to baseline; in the proportion of the body's where not given. It gives a little, so that a slot's last line stands on the page's rows.", leastText, mostTextLeading, func(t *TextStyle) *geom.Length { return &t.Leading }),
		measureKey("indent", "段首缩进", "Indent of a paragraph's first line; that of the body where not given.", func(t *TextStyle) *geom.Measure { return &t.Indent }),
		choiceKey("align", "对齐", "How lines stand: justify, left, centre or right.", textAlignNames, func(t *TextStyle, i int) { t.Align = TextAlign(i) }).or("justify"),
		wholeKey("columns", "分栏", "Text columns of a slot that does not give them; as many as it spans where not given.", 1, maxTextColumns, func(t *TextStyle) *int { return &t.Columns }),
		measureKey("hang", "悬挂缩进", "Indent of a paragraph's lines but the first; what stands before the first blank of a paragraph, such as a time, takes its room.", func(t *TextStyle) *geom.Measure { return &t.Hang }).or("0em"),
		choiceKey("subhead", "小标题样式", "Subheads: plain, or a bar with reversed type.", subheadNames, func(t *TextStyle, i int) { t.Bars = i == 1 }).or("plain"),
		choiceKey("label", "段首标签", "The bold words that open a paragraph: bold, or reversed.", labelNames, func(t *TextStyle, i int) { t.Labels = i == 1 }).or("bold"),
		measureKey("cell", "字格", "Width of the cells that characters and marks stand on, one each, such as 1.5em; cells open to the widest syllable over them. 0em: none.", func(t *TextStyle) *geom.Measure { return &t.Cell }).or("0em"),
	}
}

// readTextStyles reads the mapping of text styles. The body is read before.
func readTextStyles(d *decoder, n *node, s *Style) {
	example := term{"a mapping of names to styles, {notice: {size: 7pt}}", "映射 {样式名: {size: 7pt}}"}
	own := func(name string) (term, bool) {
		return term{"body names the body text itself: choose another name", "body 指正文本身：请另取名称"}, name == bodyName
	}
	for _, e := range d.namedOf(n, "text", example, maxTextStyles, own) {
		t := &TextStyle{Name: e.name, Src: e.key.pos}
		t.Indent = s.Body.Indent
		if e.value.given() && !readMapping(d, e.name, e.value, textStyleKeys(), t) {
			continue
		}
		t.settle(d, e.value, s.Body)
		s.Texts = append(s.Texts, t)
	}
}

// settle fills what a text style leaves to the body, and reports what does not
// go together.
func (t *TextStyle) settle(d *decoder, n *node, b BodyStyle) {
	t.Size = cmp.Or(t.Size, b.Size)
	if t.Font.Name == "" {
		t.Font = b.Font
	}
	if t.Leading == 0 {
		t.Leading = geom.DivRound(b.Leading*t.Size, b.Size)
	}
	if t.Leading < t.Size {
		d.badValue(cmp.Or(n.get("leading"), n), "leading", term{
			fmt.Sprintf("%v is less than the size, %v: lines would overlap; write %v or more", t.Leading, t.Size, t.Size),
			fmt.Sprintf("%v 小于字号 %v，文字会重叠：请写 %v 以上", t.Leading, t.Size, t.Size)})
		t.Leading = t.Size
	}
	t.settleCell(d, n)
	if hang := t.Hang.At(t.Size); hang > 0 && t.Align != Justified && t.Align != FlushLeft {
		d.add(diag.IdleKey, n.get("hang").pos, "hang", term{"lines that are centred or flush right", "居中或居右的文字"})
		t.Hang = geom.Measure{}
	}
}

// settleCell holds the width of cells against the size, and tells what means nothing
// for text on cells.
func (t *TextStyle) settleCell(d *decoder, n *node) {
	cell := t.Cell.At(t.Size)
	if cell == 0 {
		return
	}
	if cell < t.Size || cell > widestCell*t.Size {
		d.badValue(n.get("cell"), "cell", term{
			fmt.Sprintf("%v is no width of cells for type of %v; write 1em to %dem", cell, t.Size, widestCell),
			fmt.Sprintf("字号 %v 的字格不能宽 %v；请写 1em 至 %dem", t.Size, cell, widestCell)})
		t.Cell = geom.Measure{}
		return
	}
	idle := term{"text on cells (cell)", "排在字格里的文字（cell）"}
	if t.Hang.At(t.Size) > 0 {
		d.add(diag.IdleKey, n.get("hang").pos, "hang", idle)
		t.Hang = geom.Measure{}
	}
	if t.Labels {
		d.add(diag.IdleKey, n.get("label").pos, "label", idle)
		t.Labels = false
	}
}

// widestCell is the widest that a cell may be, in em: beyond it a word falls apart.
const widestCell = 4

// textRefKey is a key that names a text style.
func textRefKey[T any](name string, at func(*T) *TextRef) key[T] {
	return key[T]{name: name, term: "文字样式", doc: "The text style by its name in style.text; a slot's comes before its story's.", shape: textShape,
		read: func(d *decoder, n *node, into *T) {
			if n.kind != scalar {
				d.wrongType(n, name, term{"the name of a text style", "文字样式的名称"})
				return
			}
			*at(into) = TextRef{Name: strings.TrimSpace(n.text), Src: n.pos}
		}}
}

// bodyName is what names the body text in place of a text style.
const bodyName = "body"

// findTexts finds the text styles that slots and stories name.
func (d *decoder) findTexts(is *Issue) {
	for _, s := range is.Stories {
		d.findText(is, &s.Text)
	}
	for s := range is.slots() {
		if s.Kind == NoticeSlot && s.Open&OpenRows == 0 && s.Rows <= StripRows && s.Text.Name != "" {
			d.add(diag.IdleKey, s.Text.Src, "text", term{"a notice of one or two rows, which is a strip", "一两行高的短讯条"})
			s.Text = TextRef{}
		}
		d.findText(is, &s.Text)
		if story := is.Story(s.Story); s.Text.Name == "" && s.Kind == StorySlot && story != nil {
			s.Text = story.Text
		}
	}
	d.oneTextEach(is)
}

func (d *decoder) findText(is *Issue, r *TextRef) {
	if r.Name == "" || r.Name == bodyName {
		return
	}
	names := make([]string, len(is.Style.Texts))
	for i, t := range is.Style.Texts {
		names[i] = t.Name
	}
	if i := slices.Index(names, r.Name); i >= 0 {
		r.Style = is.Style.Texts[i]
		return
	}
	if len(names) == 0 {
		d.add(diag.BadValue, r.Src, "text", term{
			fmt.Sprintf("there is no text style %q: style.text of issue.yaml has none; write text: {%s: {size: 7pt}} there", r.Name, r.Name),
			fmt.Sprintf("没有文字样式 %q：请在 issue.yaml 的 style 中写 text: {%s: {size: 7pt}}", r.Name, r.Name)})
		return
	}
	meant := near{r.Name, Nearest(r.Name, names)}
	all := strings.Join(append(names, bodyName), " | ")
	d.add(diag.BadValue, r.Src, "text", term{
		fmt.Sprintf("%q is no text style; there are %s", meant, all), fmt.Sprintf("没有文字样式 %q；现有 %s", meant, all)})
}

// oneTextEach lets all slots of a story have the style of the first that names
// one: a text is prepared in one size and flows on in it.
func (d *decoder) oneTextEach(is *Issue) {
	first := make(map[string]TextRef)
	for _, p := range is.Pages {
		for _, s := range p.Slots {
			if s.Kind != StorySlot {
				continue
			}
			one, seen := first[s.Story]
			if !seen {
				first[s.Story] = s.Text
				continue
			}
			if s.Text.Style != one.Style && s.Text.Src != one.Src {
				d.add(diag.BadValue, cmp.Or(s.Text.Src, s.Src), "text", term{
					fmt.Sprintf("%q goes on here from a slot of another text style; write text: %s here too", s.Story, cmp.Or(one.Name, bodyName)),
					fmt.Sprintf("%q 由其他文字样式的版位接排至此：请同样写 text: %s", s.Story, cmp.Or(one.Name, bodyName))})
			}
			s.Text = one
		}
	}
}

// type size and text columns of a slot's text.
func (s *Slot) setIn(b BodyStyle) (size geom.Length, columns int) {
	size, columns = b.Size, s.Columns
	if t := s.Text.Style; t != nil {
		size = t.Size
		if columns == 0 {
			columns = t.Columns
		}
	}
	return size, columns
}
