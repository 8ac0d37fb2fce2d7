// Package invented makes up back issues for tests and benchmarks: papers that
// never were, in the forms in which archives keep them. What it writes is
// followed by what a reader should make of it. The same seed gives the same
// bytes.
package invented

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// Story is an invented story.
type Story struct {
	ID      int
	Kicker  string
	Head    []string
	Deck    string
	Author  string
	Column  string
	Paras   []string
	Picture bool
	Caption string
	Credit  string
	To      int // page where it goes on; 0: it does not
	From    int // page where it began; 0: here
	Cell    Cell
	Notch   *Cell // what is cut out of Cell: the story's place is an L or a U
}

// Cell is a place on the grid: column and row of its top left corner from 1,
// columns wide, rows high.
type Cell struct{ Col, Row, Cols, Rows int }

// Page is an invented page.
type Page struct {
	Label   string
	Number  int
	Name    string
	Stories []Story
	Ad      bool // an advertisement stands in its list
}

// Issue is an invented issue.
type Issue struct {
	Paper string
	Date  time.Time
	Pages []Page
}

// Grid is that of the sheet that pages are cut from.
const (
	Columns = 8
	Rows    = 120
)

var (
	places  = []string{"望汀", "堤外", "沙洲", "苇塘", "石埠", "上汀", "南圩", "柳口", "东渡", "白鹭洲", "青浦桥", "老码头"}
	doers   = []string{"水务站", "镇村两级", "合作社的社员", "渡口的船工", "小学的老师", "粮站", "气象站", "农技站", "居民代表", "修船厂", "三名志愿者", "新来的技术员"}
	deeds   = []string{"清理了两公里水渠", "把旧泵房改成了图书室", "为六十户人家换上新水表", "赶在雨季之前加固了堤脚", "试种了耐涝的晚稻", "修好了停摆多年的钟楼", "办起了夜间的木工课", "丈量了全部滩地", "把账目逐笔贴上了墙", "开通了早晚两班渡船", "收起了最后一批藕", "给老街装上了路灯"}
	whys    = []string{"去年秋汛过后", "按照春天议定的办法", "在几位老人的提议下", "赶着连日的晴天", "因为旧设备年久失修", "趁着枯水期", "经过三次商量", "用节省下来的经费", "在邻村的帮助下", "照着三十年前的图纸"}
	ends    = []string{"大家都说这样踏实", "下一步还要看水情", "账上仍有节余", "孩子们最先发现了变化", "明年打算再添一处", "这件事办得不算快，却很稳", "往来的人多了起来", "夜里也能听见水声", "剩下的材料留给邻村", "老人们把经过写进了村志"}
	topics  = []string{"供水", "渡口", "晚稻", "夜校", "堤防", "藕塘", "钟楼", "路灯", "村志", "图书室", "修船", "集市"}
	acts    = []string{"修好旧泵房", "用上自来水", "办起木工课", "装上新路灯", "开通早班船", "试种耐涝稻", "晒出明白账", "留住老钟声", "加固外堤脚", "收获第一茬"}
	names   = []string{"陆知远", "邹海平", "沈禾", "钟砚秋", "闻一舟", "苏麦", "贺兰山", "于渡", "章守拙", "柳青禾"}
	columns = []string{"民生一线", "汀上论坛", "今日视点", "乡村纪事"}
	sect    = []string{"要闻", "综合", "经济", "民生", "文化", "副刊", "体育", "国际"}
)

// maker makes things up.
type maker struct{ *rand.Rand }

func pick(m maker, list []string) string { return list[m.IntN(len(list))] }

func (m maker) sentence() string {
	s := pick(m, whys) + "，" + pick(m, places) + pick(m, doers) + pick(m, deeds)
	switch m.IntN(4) {
	case 0:
		s += fmt.Sprintf("，前后用了%d天", 2+m.IntN(60))
	case 1:
		s += "。" + pick(m, names) + "说：“" + pick(m, ends) + "。”"
		return s
	}
	return s + "，" + pick(m, ends) + "。"
}

func (m maker) paragraph(chars int) string {
	var b strings.Builder
	for n := 0; n < chars; {
		s := m.sentence()
		b.WriteString(s)
		n += len([]rune(s))
	}
	return b.String()
}

// charsInCell is how much text a cell of a basic column and a row holds.
const charsInCell = 13

// story fills a place.
func (m maker) story(id int, cell Cell) Story {
	s := Story{ID: id, Cell: cell}
	head := pick(m, places) + pick(m, acts)
	s.Head = []string{head}
	if m.IntN(5) == 0 {
		s.Head = append(s.Head, pick(m, places)+"也来学"+pick(m, topics))
	}
	if m.IntN(3) == 0 {
		s.Kicker = pick(m, topics) + "改造又有新进展"
	}
	if m.IntN(4) == 0 {
		s.Deck = "——" + pick(m, places) + pick(m, topics) + "记事"
	}
	s.Author = "本报记者 " + pick(m, names)
	if m.IntN(6) == 0 {
		s.Column = pick(m, columns)
	}
	if cell.Cols >= 2 && cell.Rows >= 30 && m.IntN(3) == 0 {
		s.Picture = true
		s.Caption = pick(m, places) + pick(m, doers) + pick(m, deeds) + "。"
		s.Credit = pick(m, names) + "摄"
	}
	room := cell.Cols * cell.Rows * charsInCell * 7 / 10
	if s.Picture {
		room = room * 6 / 10
	}
	for n := 0; n < max(room, 120); {
		p := m.paragraph(60 + m.IntN(90))
		if len(s.Paras) == 0 {
			p = fmt.Sprintf("本报讯 （记者%s） %d月%d日，", pick(m, names), 1+m.IntN(12), 1+m.IntN(28)) + p
		}
		s.Paras = append(s.Paras, p)
		n += len([]rune(p))
	}
	return s
}

// cut parts a sheet into places, by straight cuts; pieces stay above a least
// size.
func (m maker) cut(c Cell, out *[]Cell) {
	const leastRows, mostCells = 24, 260
	canCols, canRows := c.Cols >= 4, c.Rows >= 2*leastRows
	if c.Cols*c.Rows <= mostCells || !canCols && !canRows {
		*out = append(*out, c)
		return
	}
	if canRows && (!canCols || m.IntN(2) == 0) {
		k := leastRows + m.IntN(c.Rows-2*leastRows+1)
		m.cut(Cell{c.Col, c.Row, c.Cols, k}, out)
		m.cut(Cell{c.Col, c.Row + k, c.Cols, c.Rows - k}, out)
		return
	}
	k := 2 + m.IntN(c.Cols-3)
	m.cut(Cell{c.Col, c.Row, k, c.Rows}, out)
	m.cut(Cell{c.Col + k, c.Row, c.Cols - k, c.Rows}, out)
}

// notch is a corner of a place for another story, in some of the larger places.
func (m maker) notch(c Cell) (Cell, bool) {
	if c.Cols < 4 || c.Rows < 36 || m.IntN(2) > 0 {
		return Cell{}, false
	}
	n := Cell{c.Col, c.Row, c.Cols / 2, c.Rows / 2}
	if m.IntN(2) == 0 {
		n.Col += c.Cols - n.Cols
	}
	if m.IntN(2) == 0 {
		n.Row += c.Rows - n.Rows
	}
	return n, true
}

// Make makes up an issue. Labels have sections from the ninth page on.
func Make(seed uint64, paper string, date time.Time, pages int) Issue {
	m := maker{rand.New(rand.NewPCG(seed, 14))}
	is := Issue{Paper: paper, Date: date}
	id := int(seed%90)*1000 + 10001
	for i := range pages {
		p := Page{Label: fmt.Sprintf("A%02d", i+1), Number: i + 1, Name: sect[i%len(sect)], Ad: m.IntN(3) == 0}
		if i >= len(sect) {
			p.Label = fmt.Sprintf("B%02d", i+1-len(sect))
		}
		top := 1
		if i == 0 {
			top = 13 // the nameplate
		}
		var cells []Cell
		m.cut(Cell{1, top, Columns, Rows - top + 1}, &cells)
		for _, c := range cells {
			s := m.story(id, c)
			id++
			if inner, ok := m.notch(c); ok {
				s.Notch = &inner
				p.Stories = append(p.Stories, s, m.story(id, inner))
				id++
				continue
			}
			p.Stories = append(p.Stories, s)
		}
		is.Pages = append(is.Pages, p)
	}
	return is
}

// Jumped lets the first story of the first page go on on the second, in the
// place of its last story.
func (is Issue) Jumped() Issue {
	if len(is.Pages) > 1 {
		first, list := &is.Pages[0].Stories[0], is.Pages[1].Stories
		first.To = 2
		rest := &list[len(list)-1]
		*rest = Story{ID: rest.ID, Head: first.Head, Author: first.Author, Paras: rest.Paras, Cell: rest.Cell, Notch: rest.Notch, From: 1}
	}
	return is
}

// Joined is a jumped issue as it is read: the rest belongs to the first story.
func (is Issue) Joined() Issue {
	out := is
	out.Pages = slices.Clone(is.Pages)
	for i := range out.Pages {
		out.Pages[i].Stories = slices.Clone(out.Pages[i].Stories)
	}
	first, list := &out.Pages[0].Stories[0], out.Pages[1].Stories
	first.Paras = slices.Concat(first.Paras, list[len(list)-1].Paras)
	out.Pages[1].Stories = list[:len(list)-1]
	return out
}

// Photo is a picture of the size, as a JPEG.
func Photo(w, h int) []byte {
	img := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetGray(x, y, color.Gray{uint8(60 + (x+y)%120)})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 50}); err != nil {
		panic(err) // memory takes it
	}
	return b.Bytes()
}
