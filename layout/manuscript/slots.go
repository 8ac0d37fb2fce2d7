package manuscript

import (
	"slices"
	"strings"
	"sync"

	"duikai/layout/diag"
	"duikai/layout/geom"
)

// This file is the contract of a slot: what it may hold, and which keys go
// with what.

// readSlot reads a slot. One that holds nothing, or two things, is reported and
// leaves the plan.
func readSlot(d *decoder, n *node, p *Page) {
	s := &Slot{Src: n.pos, Open: OpenPlace | OpenCols | OpenRows}
	if n.kind == scalar { // its story alone
		d.meant(n, "slot", mappingOf(kindNames[:]), "{story: "+n.text+"}")
		return
	}
	if !readMapping(d, "slot", n, slotTable(), s) {
		return
	}
	// What was given and could not be read is not open.
	s.broken = n.get("at").given() && s.Places.At.Line == 0 || n.get("span").given() && s.Places.Span.Line == 0
	given := 0
	for _, k := range kindNames {
		if n.get(k).given() {
			given++
		}
	}
	if given == 0 && s.Places.Content.Line > 0 { // under a key with a slip in it, which is told
		given = 1
	}
	switch given {
	case 1:
		d.idleKeys(n, s)
		p.Slots = append(p.Slots, s)
	case 0:
		d.add(diag.MissingKey, n.pos, strings.Join(kindNames[:], " | "))
	default:
		all := strings.Join(kindNames[:], ", ")
		d.badValue(n, "slot", term{"a slot holds one thing only: " + all, "一个版位只能放一种内容：" + all})
	}
}

// idleKeys reports the keys that mean nothing for what the slot holds.
func (d *decoder) idleKeys(n *node, s *Slot) {
	for _, p := range n.pairs {
		kinds := servedKinds(p.key.text)
		if kinds == nil || slices.Contains(kinds, s.Kind) || !p.value.given() {
			continue
		}
		d.idle(n, p.key.pos, p.key.text, slotTerms[s.Kind])
	}
	if v := n.get("ink"); restsOn(s.Kind, "ink") == "box" && s.Box == BoxNone && v.given() {
		d.idle(n, v.pos, "ink", term{"a picture without a box", "没有加框的图片"})
	}
	if v := n.get("columns"); restsOn(s.Kind, "columns") == "text" && s.Text.Name == "" && v.given() {
		d.idle(n, v.pos, "columns", term{"a notice without a text style", "没有写 text 的短讯"})
		s.Columns = 0
	}
	if v := n.get("head-span"); s.Kind == StorySlot && s.Head != HeadAcross && v.given() {
		d.idle(n, v.pos, "head-span", term{"a head that does not stand across", "非横题"})
		s.HeadFrom, s.HeadCols = 0, 0
	}
}

// idle reports a key of a slot that means nothing there; it is to go.
func (d *decoder) idle(slot *node, at diag.Pos, key string, where term) {
	gone := diag.Remedy{Slot: slot.pos, Set: []diag.Setting{{Key: key}}}
	slot.src.remedied(gone, diag.IdleKey, at, key, where)
}

// slotTerms say in messages what a slot holds, by Kind.
var slotTerms = [...]term{
	StorySlot:     {"a story", "稿件版位"},
	PictureSlot:   {"a picture", "图片版位"},
	GroupSlot:     {"a group of pictures", "图组版位"},
	AdSlot:        {"an advertisement", "广告版位"},
	NameplateSlot: {"the nameplate", "报头版位"},
	DigestSlot:    {"a digest", "导读版位"},
	NoticeSlot:    {"a notice", "短讯版位"},
}

// restsOn names the key without which another one means nothing for a kind of slots; empty:
// there is none.
func restsOn(k Kind, key string) string {
	switch {
	case key == "ink" && (k == PictureSlot || k == GroupSlot):
		return "box"
	case key == "columns" && k == NoticeSlot:
		return "text"
	}
	return ""
}

// servedKinds are the kinds of slots for which a key means something; nil: all,
// or those that the key itself names.
func servedKinds(key string) []Kind {
	switch key {
	case "columns":
		return []Kind{StorySlot, NoticeSlot}
	case "without":
		return []Kind{StorySlot}
	case "head", "head-span", "head-size", "head-font", "head-tracking":
		return []Kind{StorySlot}
	case "ink":
		return []Kind{StorySlot, PictureSlot, GroupSlot, DigestSlot, NoticeSlot}
	case "box", "tint": // an advertisement comes with its own
		return []Kind{StorySlot, PictureSlot, GroupSlot, NameplateSlot, DigestSlot, NoticeSlot}
	case "grid":
		return []Kind{GroupSlot}
	case "bleed":
		return []Kind{PictureSlot, AdSlot}
	case "caption", "credit":
		return []Kind{PictureSlot, GroupSlot}
	case "keyline":
		return []Kind{PictureSlot, GroupSlot, AdSlot}
	case "focus":
		return []Kind{PictureSlot}
	case "alt":
		return []Kind{PictureSlot, AdSlot}
	case "mark":
		return []Kind{AdSlot}
	case "stories":
		return []Kind{DigestSlot}
	case "with":
		return []Kind{PictureSlot, GroupSlot}
	case "text":
		return []Kind{StorySlot, NoticeSlot}
	case "title":
		return []Kind{NoticeSlot}
	}
	return nil
}

func slotShape() *shape {
	s := shapeOf(slotKeys())
	for _, k := range kindNames {
		s.OneOf = append(s.OneOf, &shape{Required: []string{k}})
	}
	return s
}

// slotTable are the keys of a slot, made once: there are many slots.
var slotTable = sync.OnceValue(slotKeys)

func slotKeys() []key[Slot] {
	return append(contentKeys(), []key[Slot]{
		{name: "at", term: "位置", doc: "Basic column and row of the top left cell, both from 1; found by the program where not given.", shape: cellShape,
			read: func(d *decoder, n *node, s *Slot) {
				if x, y, ok := d.cell(n, "at"); ok {
					s.Col, s.Row, s.Places.At, s.Open = x, y, n.pos, s.Open&^OpenPlace
				}
			}},
		{name: "span", term: "占位", doc: "Basic columns wide and rows high; what is not given, or null, is found by the program.", shape: spanShape, read: readSpan},
		relationKey("below", "下接", "The slot of this page below which this one stands, in place of at: a story's id, a picture's file, nameplate, digest or notice. It begins at the same column, a row of white below.", func(s *Slot) *StoryRef { return &s.Below }),
		relationKey("right-of", "右接", "The slot of this page right of which this one stands, in place of at; it begins at the same row.", func(s *Slot) *StoryRef { return &s.RightOf }),
		{name: "with", term: "配稿", doc: "The story that a picture belongs to: it stands at that story's edge where the program places it.", shape: textShape,
			read: func(d *decoder, n *node, s *Slot) { s.With = StoryRef{ID: n.text, Src: n.pos} }},
		partsKey("without", "略去", "What of the story is left out in this slot: the deck, the summary, pull quotes.", func(s *Slot) *[]Part { return &s.Without }, func(s *Slot) *diag.Pos { return &s.Places.Without }),
		{name: "columns", term: "分栏", doc: "Text columns inside the slot; as many as it spans where not given (破栏 otherwise).", shape: &shape{Type: "integer", Minimum: new(1), Maximum: new(100)},
			read: func(d *decoder, n *node, s *Slot) {
				if v, ok := d.whole(n, "columns", 1, 100); ok {
					s.Columns, s.Places.Columns = v, n.pos
				}
			}},
		textRefKey("text", func(s *Slot) *TextRef { return &s.Text }),
		choiceKey("box", "加框", "Frame around the slot: line (正线), double (双线), bold (反线), wenwu (文武线), ornament (花边), mourning (黑框).", boxNames, func(s *Slot, i int) { s.Box = Box(i) }).or("none"),
		inkRefKey("What a head and a box, or all of a notice or a digest, are printed in:", func(s *Slot) *InkRef { return &s.Ink }),
		{name: "tint", term: "底纹", doc: "Percent of black under the text.", shape: percentShape,
			read: func(d *decoder, n *node, s *Slot) {
				if t, ok := d.percent(n, "tint"); ok {
					s.Tint = t
				}
			}},
		choiceKey("head", "标题位置", "Where the story's head stands in the slot.", headNames, func(s *Slot, i int) { s.Head = Head(i) }).or("across").also(func(n *node, s *Slot) { s.Places.Head = n.pos }),
		lengthKey("head-size", "标题字号", "Size of the headline, set by hand; the front matter's where not given.", 9*geom.Pt, 144*geom.Pt, func(s *Slot) *geom.Length { return &s.HeadSize }),
		roleKey("head-font", "标题字体", "Role of the face that sets the headline, chosen by hand; the front matter's where not given.", func(s *Slot) *RoleRef { return &s.HeadFont }),
		trackingKey("Tracking of the headline in percent of its size, set by hand; the front matter's where not given.", func(s *Slot) *Tracking { return &s.HeadTracking }),
		{name: "head-span", term: "题文错位", doc: "Text columns that a head across covers: how many from the first on, or [first, how many].",
			shape: anyOf(&shape{Type: "integer", Minimum: new(1), Maximum: new(100)}, cellShape), read: readHeadSpan},
		flagKey("bleed", "出血", "Whether the picture or the advertisement goes beyond the type area to the trim, and over it by the format's bleed, at the sides where its slot touches the type area's edges.", func(s *Slot) *bool { return &s.Bleed }).or(false).also(func(n *node, s *Slot) { s.Places.Bleed = n.pos }),
		{name: "grid", term: "等格", doc: "Equal frames for the pictures of a group, as for portraits: how many side by side, and how many rows.", shape: cellShape, read: readFrames},
		textKey("caption", "图片说明", "The caption under a picture, or of a group as a whole.", body, func(s *Slot) *Text { return &s.Caption }),
		textKey("credit", "摄影", "Who made the picture or the pictures of a group.", display, func(s *Slot) *Text { return &s.Credit }),
		{name: "alt", term: "替代文字", prose: true, doc: "What the picture shows or the advertisement says, for readers who cannot see it; the caption where not given.", shape: textShape,
			read: func(d *decoder, n *node, s *Slot) {
				if alt := d.bare(n, "alt").String(); len(s.Pictures) > 0 {
					s.Pictures[0].Alt = alt
				}
			}},
		{name: "focus", term: "焦点", doc: "The point of the picture that cropping keeps: percents from its left and its upper edge.", shape: focusShape,
			read: func(d *decoder, n *node, s *Slot) {
				if f, ok := d.focus(n); ok && len(s.Pictures) > 0 {
					s.Pictures[0].Focus = f
				}
			}},
		{name: "keyline", term: "图片边线", doc: "Whether a fine line stands around the picture or the pictures; house style where not given.", shape: &shape{Type: "boolean"},
			read: func(d *decoder, n *node, s *Slot) {
				c := d.choice(n, "keyline")
				for i := range s.Pictures {
					if s.Pictures[i].Keyline == Unset {
						s.Pictures[i].Keyline = c
					}
				}
			}},
		yesNoKey("mark", "广告标记", "Whether 广告 stands on the advertisement; house style where not given.", func(s *Slot) *Choice { return &s.AdMark }),
		textKey("title", "标题", "The title over a notice.", display, func(s *Slot) *Text { return &s.Title }),
		{name: "stories", term: "导读稿件", doc: "Ids of the stories that the digest names; the first story of every other page where not given.",
			shape: bounded(listOf(textShape), maxLinesSet), read: readDigestStories},
	}...)
}

// relationKey is a key that names another slot of the page.
func relationKey(name, zh, doc string, at func(*Slot) *StoryRef) key[Slot] {
	return key[Slot]{name: name, term: zh, doc: doc, shape: textShape,
		read: func(d *decoder, n *node, s *Slot) {
			if n.kind != scalar {
				d.wrongType(n, name, kindText)
				return
			}
			*at(s) = StoryRef{ID: n.text, Src: n.pos}
		}}
}

// contentKeys are the keys of which a slot has exactly one. They stand before
// the others, which look at what they read; their names are kindNames.
func contentKeys() []key[Slot] {
	return []key[Slot]{
		{name: "story", term: "稿件", doc: "A story's id: its file name in stories/ without .md. The same story again continues there (转版).", shape: textShape,
			read: func(d *decoder, n *node, s *Slot) {
				if n.kind != scalar {
					d.wrongType(n, "story", kindText)
					return
				}
				s.Kind, s.Story, s.Places.Content = StorySlot, n.text, n.pos
			}},
		{name: "picture", term: "图片", doc: "A picture file inside the folder.", shape: textShape,
			read: func(d *decoder, n *node, s *Slot) {
				s.Kind, s.Places.Content = PictureSlot, n.pos
				s.Pictures = []Picture{{File: d.picture(n, "picture"), Focus: Middle, Src: n.pos}}
			}},
		{name: "pictures", term: "图组", doc: "Several pictures under one caption: file names, or mappings with a caption and a credit each.",
			shape: tuple(1, maxPictures, anyOf(textShape, shapeOf(pictureKeys()))), read: readGroup},
		{name: "ad", term: "广告", doc: "An advertisement or another block that comes ready made: a picture, or a PDF of which the first page is shown.", shape: textShape,
			read: func(d *decoder, n *node, s *Slot) {
				s.Kind, s.Places.Content = AdSlot, n.pos
				s.Pictures = []Picture{{File: d.block(n, "ad"), Focus: Middle, Src: n.pos}}
			}},
		choiceKey("nameplate", "报头", "The paper's name, across the slot or downward.", nameplateNames,
			func(s *Slot, i int) { s.Vertical = i == 1 }).also(func(n *node, s *Slot) { s.Kind, s.Places.Content = NameplateSlot, n.pos }),
		textKey("digest", "导读", "What stands on the other pages, under this title.", display, func(s *Slot) *Text { return &s.Title }).
			also(func(n *node, s *Slot) { s.Kind, s.Places.Content = DigestSlot, n.pos }),
		textsKey("notice", "报眼短讯", "Some lines with a title of their own: weather, a slogan, a notice.", display, func(s *Slot) *[]Text { return &s.Lines }).
			also(func(n *node, s *Slot) { s.Kind, s.Places.Content = NoticeSlot, n.pos }),
	}
}

// readHeadSpan reads N or [first, how many]. Whether the slot has these columns
// is validate's question.
func readHeadSpan(d *decoder, n *node, s *Slot) {
	from, count, ok := 1, 0, false
	switch n.kind {
	case scalar:
		count, ok = d.whole(n, "head-span", 1, 100)
	case list:
		from, count, ok = d.cell(n, "head-span")
	default:
		d.wrongType(n, "head-span", term{"a number of columns, or [first, how many]", "栏数，或 [起始栏, 栏数]"})
	}
	if ok {
		s.HeadFrom, s.HeadCols, s.Places.HeadSpan = from, count, n.pos
	}
}

func readDigestStories(d *decoder, n *node, s *Slot) {
	if n.kind != list {
		d.meant(n, "stories", kindList, asList(n, "%s"))
		return
	}
	if len(n.items) > maxLinesSet {
		d.add(diag.TooLarge, n.pos, "stories", len(n.items), maxLinesSet)
	}
	s.Digest = []StoryRef{}
	for _, item := range n.items[:min(len(n.items), maxLinesSet)] {
		if item.kind != scalar {
			d.wrongType(item, "stories", kindText)
			continue
		}
		s.Digest = append(s.Digest, StoryRef{ID: item.text, Src: item.pos})
	}
	if len(n.items) == 0 {
		d.badValue(n, "stories", term{"name a story, or leave the key out", "请写出稿件编号，或删去此键"})
	}
}
