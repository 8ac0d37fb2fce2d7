package manuscript

import (
	"slices"
	"strings"
)

// Quotation marks, straight and curly, and title marks.

// quotes pairs straight quotation marks by state.
func (d *mender) quotes() {
	d.doubled()
	d.pairQuotes('"', '“', '”')
	d.pairQuotes('\'', '‘', '’')
}

// doubled makes one mark of two that are typed for it: ”好”, “好”.
func (d *mender) doubled() {
	if !d.chinese() {
		return
	}
	d.run(term{"quote", "引号"}, func(i int) fix {
		r := d.cs[i].r
		if r != '\'' && r != '`' || d.at(i+1) != r || d.at(i+2) == r || d.last() == r || digit(d.last()) {
			return fix{}
		}
		return fix{take: 2, with: "\""}
	})
}

func (d *mender) pairQuotes(straight, opener, closer rune) {
	hans := d.prefix(han)
	want := make([]rune, len(d.cs))
	left := d.prefix(is(straight))
	total := left[len(d.cs)]
	last := len(d.cs) - 1 // that may close a quotation
	for last >= 0 && (d.cs[last].r != straight || d.decade(last) || alnum(d.at(last-1)) && alnum(d.at(last+1))) {
		last--
	}
	open := -1
	for i, c := range d.cs {
		l, r := d.at(i-1), d.at(i+1)
		switch {
		case c.r == opener:
			open = i
		case c.r == closer && !(alnum(l) && alnum(r)):
			if open >= 0 && d.cs[open].r == straight {
				want[open] = opener
			}
			open = -1
		case c.r != straight || d.guarded(i):
		case straight == '\'' && alnum(l) && alnum(r): // don't
		case open < 0 && straight == '\'' && alnum(l): // James'
		case open < 0 && straight == '\'' && d.decade(i) && i > last: // '80后
			want[i] = closer
		case open < 0 && digit(l) && (total-left[i])%2 == 1: // 27"
		case open < 0:
			open = i
		default:
			if d.cs[open].r == opener || hans[i] > hans[open] || wide(seen(d.cs, open, -1)) || wide(seen(d.cs, i, 1)) {
				want[i] = closer
				if d.cs[open].r == straight {
					want[open] = opener
				}
			}
			open = -1
		}
	}
	// A quotation of several paragraphs opens in each and closes in the last.
	lone := open == 0 && d.cs[0].r == straight && hans[len(d.cs)] > 0
	if lone {
		want[0] = opener
	}
	d.run(term{"quote", "引号"}, func(i int) fix {
		switch {
		case want[i] == 0:
			return fix{}
		case i == 0 && lone:
			return fix{take: 1, with: string(opener), other: string(closer)}
		}
		return fix{take: 1, with: string(want[i])}
	})
}

// decade tells whether an apostrophe stands for the first figures of a year: '80后, '97.
func (d *mender) decade(i int) bool {
	return digit(d.at(i+1)) && digit(d.at(i+2)) && !alnum(d.at(i+3)) && !alnum(d.at(i-1))
}

// nestQuotes sets “ ” outside and ‘ ’ inside (GB/T 15834 4.8.3.2).
func (d *mender) nestQuotes() {
	d.nest(term{"inner quote", "内外引号"}, '“', '”', '‘', '’', true)
}

// nestTitles sets 《 》 outside and 〈 〉 inside (GB/T 15834 4.15.3.3).
func (d *mender) nestTitles() {
	d.nest(term{"inner title", "内外书名号"}, '《', '》', '〈', '〉', false)
}

// nest turns pairs at odd depth into inner marks and, where both is set, those
// at even depth into outer ones. A pair inside a mark that never closes is let
// alone, unless that mark opens the paragraph (a quotation of several).
func (d *mender) nest(rule term, outer, outerEnd, inner, innerEnd rune, both bool) {
	hans := d.prefix(han)
	want := make([]rune, len(d.cs))
	closedBy := make([]int, len(d.cs))
	type open struct{ at, above int }
	var stack []open
	var pairs []open
	above := make([][]int, 0)
	for i, c := range d.cs {
		switch c.r {
		case outer, inner:
			stack = append(stack, open{at: i})
		case outerEnd, innerEnd:
			if alnum(d.at(i-1)) && alnum(d.at(i+1)) && c.r == '’' || len(stack) == 0 {
				continue
			}
			top := stack[len(stack)-1]
			if (d.cs[top.at].r == outer) != (c.r == outerEnd) {
				continue
			}
			stack = stack[:len(stack)-1]
			closedBy[top.at] = i
			pairs = append(pairs, open{at: top.at, above: len(stack)})
			if len(stack) > 8 { // no text nests so deep
				return
			}
			var around []int
			for _, o := range stack {
				around = append(around, o.at)
			}
			above = append(above, around)
		}
	}
	for k, p := range pairs {
		unsure := slices.ContainsFunc(above[k], func(o int) bool { return closedBy[o] == 0 && o != 0 })
		end := closedBy[p.at]
		if unsure || hans[end] == hans[p.at] {
			continue
		}
		switch {
		case p.above%2 == 1:
			want[p.at], want[end] = inner, innerEnd
		case both:
			want[p.at], want[end] = outer, outerEnd
		}
	}
	d.replace(rule, want)
}

// longestTitle is how many characters a title typed between angles may have.
const longestTitle = 40

// angles sets 《 》 for the double angles that are typed for them, <<好>>, and
// for the quotation marks of other languages, «好», by a guess.
func (d *mender) angles() {
	type pair struct{ take, other int }
	open := func(i int) int {
		switch r := d.at(i); {
		case r == '«' || r == '≪':
			return 1
		case (r == '<' || r == '＜') && d.at(i+1) == r && d.at(i+2) != r:
			return 2
		}
		return 0
	}
	ends := make(map[int]pair) // by place: how many characters a mark has
	for i := 0; i < len(d.cs); i++ {
		n := open(i)
		if n == 0 || !han(d.at(i+n)) && d.at(i+n) != '“' {
			continue
		}
		for k := i + n; k < min(i+n+longestTitle, len(d.cs)) && open(k) == 0; k++ {
			if r := d.at(k); r == closingAngle(d.at(i)) && (n == 1 || d.at(k+1) == r) {
				ends[i], ends[k] = pair{n, k}, pair{n, i}
				i = k
				break
			}
		}
	}
	d.run(term{"title", "书名号"}, func(i int) fix {
		p := ends[i]
		f := fix{take: p.take, with: "《"}
		if p.other < i {
			f.with = "》"
		}
		switch d.cs[i].r {
		case '«':
			f.other = "“"
		case '»':
			f.other = "”"
		}
		return f
	})
}

func closingAngle(opener rune) rune {
	const openers, closers = "<＜«≪", ">＞»≫"
	if k := strings.IndexRune(openers, opener); k >= 0 {
		return []rune(closers)[len([]rune(openers[:k]))]
	}
	return 0
}

// doubtAngle reports a single pair of angles around Chinese text: <甲>.
func (d *mender) doubtAngle(i int) {
	end := closingAngle(d.at(i))
	n := d.runOf(i+1, func(r rune) bool { return han(r) || digit(r) || r == '·' })
	if end == 0 || n == 0 || n > longestTitle || !han(d.at(i+1)) || d.at(i+1+n) != end {
		return
	}
	d.doubt(i, n+2, term{"title", "书名号"}, "《"+plain(d.cs[i+1:i+1+n])+"》", plain(d.cs[i:i+n+2]))
}

// behindClosers never follow an opening mark, and beforeOpeners stand before no
// closing one.
const (
	behindClosers = "，。、；：？！）》〉】」』〕"
	beforeOpeners = "：（《〈【「『〔"
)

// turned sets right curly quotation marks that are typed the wrong way round:
// ”好“, “好“, ”好”.
func (d *mender) turned() {
	want := make([]rune, len(d.cs))
	for _, q := range [...][2]rune{{'“', '”'}, {'‘', '’'}} {
		at := d.curly(q[0], q[1])
		if _, bad := d.muddled(at, q[0]); !bad || len(at)%2 != 0 {
			continue
		}
		right := true
		for k, i := range at {
			if k%2 == 0 {
				right = right && !d.opensNothing(i)
			} else {
				right = right && !d.closesNothing(i)
			}
		}
		for k, i := range at {
			if right {
				want[i] = q[k%2]
			}
		}
	}
	d.replace(term{"quote", "引号"}, want)
}

// curly are the places of two curly marks that are no apostrophes.
func (d *mender) curly(opener, closer rune) (at []int) {
	for i, c := range d.cs {
		apostrophe := c.r == '’' && (latinLetter(d.at(i-1)) || digit(d.at(i+1)))
		if (c.r == opener || c.r == closer) && !apostrophe && !d.guarded(i) {
			at = append(at, i)
		}
	}
	return at
}

// opensNothing tells whether no quotation can open at i.
func (d *mender) opensNothing(i int) bool {
	r := d.at(i + 1)
	return r == 0 || strings.ContainsRune(behindClosers, r) && !strings.ContainsRune("”’", d.at(i+2))
}

// closesNothing tells whether no quotation can close at i.
func (d *mender) closesNothing(i int) bool {
	return i == 0 && len(d.cs) > 1 || strings.ContainsRune(beforeOpeners, d.at(i-1))
}

// muddled finds the first of these marks that cannot stand as it does: an
// opening one before a mark or at the end, a closing one that has nothing to
// close at the start or behind a colon, or is the second such one. A single one
// may close a quotation of several paragraphs.
func (d *mender) muddled(at []int, opener rune) (int, bool) {
	depth, lone, first := 0, 0, 0
	for _, i := range at {
		switch {
		case d.cs[i].r == opener && d.opensNothing(i):
			return i, true
		case d.cs[i].r == opener:
			depth++
		case depth > 0:
			depth--
		case d.closesNothing(i) || lone > 0:
			return i, true
		default:
			lone, first = 1, i
		}
	}
	// 提出”十四五“规划: nothing was said before it that it could close.
	return first, lone > 0 && depth == 1 && len(at) == 2 && !strings.ContainsRune("。！？…）》”’", d.at(first-1))
}

// doubtTurned reports a curly mark that cannot stand as it does and could not
// be set right.
func (d *mender) doubtTurned() {
	for _, q := range [...][2]rune{{'“', '”'}, {'‘', '’'}} {
		i, bad := d.muddled(d.curly(q[0], q[1]), q[0])
		if !bad {
			continue
		}
		other := q[0]
		if d.cs[i].r == other {
			other = q[1]
		}
		d.doubt(i, 1, term{"quote", "引号"}, string(other), string(d.cs[i].r))
	}
}
