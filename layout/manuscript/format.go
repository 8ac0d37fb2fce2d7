package manuscript

import (
	"fmt"
	"strconv"
	"strings"

	"duikai/layout/diag"
	"duikai/layout/geom"
)

// The type area of a format (版心). Where the characters of a column or the rows
// are not given, there are as many as the room between the margins holds in the
// type of the body; a tabloid in larger type has fewer of both.

// TypeArea is the size of the grid (版心): its columns with their gutters, and
// its rows.
func (f Format) TypeArea(b BodyStyle) geom.Size {
	return geom.Size{
		W: geom.Length(f.Columns*f.Chars)*b.Size + geom.Length(f.Columns-1)*f.Gutter.At(b.Size),
		H: geom.Length(f.Rows) * b.Leading,
	}
}

// units are those in which a trim may be typed.
var units = []string{"mm", "cm", "in", "pt"}

// unitOf is the unit in which a length is typed.
func unitOf(s string) string {
	s = lengthOf(s)
	for _, u := range units {
		if strings.HasSuffix(strings.TrimSpace(s), u) {
			return u
		}
	}
	return units[0]
}

// In is a length as messages about the sheet give it: in the unit in which the
// editor gave the trim.
func (f Format) In(l geom.Length) string {
	unit := f.Unit
	if unit == "" {
		unit = units[0]
	}
	return l.In(unit)
}

// room is what a sheet leaves for its type area: all between the margins, or as
// much as the house's sheet of its kind leaves, where none are given.
func (f Format) room() geom.Size {
	if m := f.Margins; m != nil {
		return geom.Size{W: f.Trim.W - m.Left - m.Right, H: f.Trim.H - m.Top - m.Bottom}
	}
	own := broadsheet()
	if f.Name == tabloid().Name {
		own = tabloid()
	}
	area := own.TypeArea(houseStyle().Body)
	return geom.Size{W: f.Trim.W * area.W / own.Trim.W, H: f.Trim.H * area.H / own.Trim.H}
}

// holds is how many characters a column of a format has at most, and how many
// rows there are, in a type area of a size.
func (f Format) holds(room geom.Size, b BodyStyle) (chars, rows int) {
	n := geom.Length(f.Columns)
	return int((room.W - (n-1)*f.Gutter.At(b.Size)) / (n * b.Size)), int(room.H / b.Leading)
}

// settleFormat works out the characters and rows that are not given. A format by
// its name gives neither: they are those of the house in the house's type.
func (d *decoder) settleFormat(is *Issue) {
	f, b := &is.Format, is.Style.Body
	if f.Name != "custom" {
		f.Chars, f.Rows = 0, 0
	}
	chars, rows := f.holds(f.room(), b)
	if f.Chars == 0 {
		if f.Chars = chars; chars < minChars {
			d.narrowFormat(is, chars)
			f.Chars = minChars
		}
	}
	if f.Rows == 0 {
		if f.Rows = rows; rows < 1 {
			d.add(diag.BadValue, is.formatSrc(), "format", term{
				fmt.Sprintf("no row of %v fits between the margins, which leave %s", b.Leading, f.In(f.room().H)),
				fmt.Sprintf("页边之间只有 %s，排不下一行（行距 %v）", f.In(f.room().H), b.Leading)})
			f.Rows = 1
		}
	}
}

// narrowFormat reports a sheet with so many columns that none holds a word.
func (d *decoder) narrowFormat(is *Issue, chars int) {
	f := is.Format
	d.noSheet = true
	columns := f.Columns
	for columns > 1 && chars < minChars {
		columns--
		f.Columns = columns
		chars, _ = f.holds(f.room(), is.Style.Body)
	}
	d.put(diag.New(diag.BadValue, is.formatSrc(), "format", term{
		fmt.Sprintf("%d columns leave fewer than %d characters each in %s: write columns: %d, or smaller type", is.Format.Columns, minChars, f.In(f.room().W), columns),
		fmt.Sprintf("%s 内排 %d 栏，每栏不足 %d 字：请写 columns: %d，或改小字号", f.In(f.room().W), is.Format.Columns, minChars, columns)}).With(f.typed.columns.instead(strconv.Itoa(columns), true)))
}

// formatSrc is where problems of the sheet point at.
func (is *Issue) formatSrc() diag.Pos {
	if is.Format.Src.Line == 0 {
		return is.Src
	}
	return is.Format.Src
}

// checkSheet looks whether the type area fits the page.
func (d *decoder) checkSheet(is *Issue) {
	f := is.Format
	area := f.TypeArea(is.Style.Body)
	room := f.Trim
	if m := f.Margins; m != nil {
		room = f.room()
	}
	if area.W <= room.W && area.H <= room.H || d.noSheet {
		return
	}
	size := func(s geom.Size) string { return f.In(s.W) + " × " + f.In(s.H) }
	chars, rows := f.holds(room, is.Style.Body)
	chars, rows = min(f.Chars, max(chars, minChars)), min(f.Rows, max(rows, 1))
	right := fmt.Sprintf("chars: %d, rows: %d", chars, rows)
	r := f.typed.chars.instead(strconv.Itoa(chars), true)
	r.Spots, r.Guess = append(r.Spots, f.typed.rows.instead(strconv.Itoa(rows), true).Spots...), true
	d.put(diag.New(diag.BadValue, is.formatSrc(), "format", term{
		"the type area " + size(area) + " is larger than the page leaves: " + size(room) + "; leave chars and rows out, or write " + right,
		"版心 " + size(area) + " 大于页面可用范围 " + size(room) + "：可不写 chars 和 rows，或写 " + right}).With(r))
}
