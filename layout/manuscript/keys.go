package manuscript

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/yuin/goldmark/text"

	"duikai/layout/diag"
	"duikai/layout/geom"
)

// key is one key of a mapping: its name, what it means, and how its value is
// read. Reading, telling unknown keys and the JSON schema all use these, so a
// new key is one entry in contract.go.
type key[T any] struct {
	name  string
	term  string // the trade's word in Chinese
	doc   string
	need  bool
	prose bool // its value is a text of the paper, taken as it is written
	lines bool // that text may have several lines
	shape *shape
	read  func(d *decoder, n *node, into *T)
	lack  func(into *T) string // what would be written for a value that is missing
}

// required marks a key that must be given.
func (k key[T]) required() key[T] { k.need = true; return k }

// lacking says what would be written for the key where it is missing.
func (k key[T]) lacking(value func(into *T) string) key[T] { k.lack = value; return k }

// or describes what a missing key means, for the schema.
func (k key[T]) or(value any) key[T] {
	s := *k.shape
	s.Default = value
	k.shape = &s
	return k
}

// also adds a step after reading: the value is there, whatever it holds.
func (k key[T]) also(step func(n *node, into *T)) key[T] {
	read := k.read
	k.read = func(d *decoder, n *node, into *T) {
		read(d, n, into)
		step(n, into)
	}
	return k
}

// decoder reads the nodes of one folder into the model.
type decoder struct {
	*sink
	fsys      fs.FS
	gallery   *gallery
	found     []fileState // other files of the folder that were asked for
	lacking   bool        // one was asked for that is not there
	memory    *Memory     // of stories; nil: none
	normalize bool
	words     *vocabulary
	folded    map[string]string // the ids of stories by their folded form
	strays    map[string]string // by id: files that look like stories and are not read
	// strayFolders hold stories and are not read.
	strayFolders []strayFolder
	named        []string // of these, those that an error named
	known        *survey  // of the file at hand
	noSheet      bool     // an error says that the format holds no columns
	blanks       tally    // of web copy, left out so far
	waves        tally    // titles between ~~
	stars        tally    // single characters between stars
}

// tally counts what a story is told of once: how often, and where first.
type tally struct {
	n  int
	at diag.Pos
}

func (t *tally) add(at diag.Pos) {
	if t.n++; t.n == 1 || at.Line < t.at.Line {
		t.at = at
	}
}

// Kinds of values as problems call them.
var (
	kindText    = term{"a text", "文字"}
	kindMapping = term{"a mapping {key: value}", "映射 {键: 值}"}
	kindList    = term{"a list [..., ...]", "列表 [..., ...]"}
	kindWhole   = term{"a whole number", "整数"}
	kindFlag    = term{"true or false", " true 或 false"}
	kindPercent = term{"a whole number of per cent", "百分数"}
	kindCell    = term{"two whole numbers [column, row]", "两个整数 [栏, 行]"}
	kindSpan    = term{"two whole numbers [columns, rows]", "两个整数 [栏数, 行数]"}
)

// shownKeys are as many keys of a mapping as show an editor what is meant.
const shownKeys = 3

// mappingOf is the kind of a mapping with these keys.
func mappingOf(keys []string) term {
	t := "{" + strings.Join(keys[:min(shownKeys, len(keys))], ": …, ") + ": …"
	if len(keys) > shownKeys {
		t += ", …"
	}
	return term{"a mapping " + t + "}", "映射 " + t + "}"}
}

func (d *decoder) wrongType(n *node, name string, want term) {
	n.src.problem(diag.WrongType, n.pos, name, want)
}

func (d *decoder) badValue(n *node, name string, why fmt.Stringer) {
	n.src.problem(diag.BadValue, n.pos, name, why)
}

// notOne reports a value that is none of the choices, with the one that is near to it.
func (d *decoder) notOne(n *node, name string, names choices, more ...string) {
	var r diag.Remedy
	if meant, guess := names.meant(n.text); meant != "" {
		r = n.instead(meant, guess)
	}
	n.src.remedied(r, diag.BadValue, n.pos, name, names.none(n.text, more...))
}

// readMapping reads a mapping by its table. The order is the table's, not the
// file's, so that a key may rely on those above it.
func readMapping[T any](d *decoder, name string, n *node, keys []key[T], into *T) bool {
	names, terms := make([]string, len(keys)), make([]string, len(keys))
	for i, k := range keys {
		names[i], terms[i] = k.name, k.term
	}
	if n.kind != mapping {
		d.wrongType(n, name, mappingOf(names))
		return false
	}
	first := d.distinct(n)
	for _, p := range n.pairs {
		if slices.Contains(names, p.key.text) || p.key.text == unnamed {
			continue
		}
		meant := keyMeant(p.key.text, names, terms)
		if at := d.words.home(p.key.text); meant == "" && at != "" {
			n.src.problem(diag.UnknownKey, p.key.pos, misplaced{p.key.text, at})
			continue
		}
		// Its value is taken, so that nothing is told as missing besides.
		var r diag.Remedy
		if _, given := first[meant]; meant != "" && !given {
			first[meant] = p.value
			r = p.key.instead(meant, false)
		}
		n.src.remedied(r, diag.UnknownKey, p.key.pos, near{p.key.text, meant})
	}
	for _, k := range keys {
		v := first[k.name]
		switch {
		case v.given():
			k.read(d, v, into)
		case k.need:
			at := n.pos
			if v != nil { // it stands there, and nothing behind it
				at = v.pos
			}
			d.missing(n, at, k.name, k.lack != nil && v == nil, func() string { return k.lack(into) })
		}
	}
	return true
}

// missing reports a key that must be given, with what would be written for it where
// that is known.
func (d *decoder) missing(n *node, at diag.Pos, name string, known bool, value func() string) {
	if !known {
		d.add(diag.MissingKey, at, near{word: name})
		return
	}
	line := name + ": " + value()
	spot := diag.Spot{At: n.pos, New: line + "\n" + strings.Repeat(" ", n.pos.Col-1)}
	if n.src.has(n.pos, "{") {
		spot = diag.Spot{At: n.pos.Shift(1), New: line + ", "}
	}
	n.src.remedied(diag.Remedy{Spots: []diag.Spot{spot}, Guess: true}, diag.MissingKey, at, near{name, line})
}

// distinct gives the values by key and reports the keys that stand twice; the
// first one counts.
func (d *decoder) distinct(n *node) map[string]*node {
	first := make(map[string]*node, len(n.pairs))
	for _, p := range n.pairs {
		if before, twice := first[p.key.text]; twice && p.key.text != unnamed {
			n.src.problem(diag.DuplicateKey, p.key.pos, p.key.text, before.pos.Line)
			continue
		}
		first[p.key.text] = p.value
	}
	return first
}

// named is an entry of a mapping whose keys are the editors' own names.
type named struct {
	name       string
	key, value *node
}

// namedOf reads the mapping of a key that holds such names, at most so many; the
// house's own are not free, and own says why.
func (d *decoder) namedOf(n *node, key string, example term, most int, own func(name string) (term, bool)) (sound []named) {
	if n.kind != mapping {
		d.wrongType(n, key, example)
		return nil
	}
	first := d.distinct(n)
	if len(first) > most {
		d.add(diag.TooLarge, n.pos, key, len(first), most)
		return nil
	}
	for _, p := range n.pairs {
		name := strings.TrimSpace(p.key.text)
		if first[p.key.text] != p.value || name == "" {
			continue
		}
		if why, taken := own(name); taken {
			d.badValue(p.key, key, why)
			continue
		}
		sound = append(sound, named{name, p.key, p.value})
	}
	return sound
}

// characters reads a scalar's characters and takes out those that cannot be
// printed.
func (d *decoder) characters(n *node, name string) ([]char, bool) {
	if n.kind != scalar {
		d.meant(n, name, kindText, asText(n))
		return nil, false
	}
	cs := n.chars()
	for i := range cs {
		d.lost(n.src.file, &cs[i])
	}
	return slices.DeleteFunc(cs, func(c char) bool {
		if printable(c.r) {
			return false
		}
		d.controlled(c.pos(n.src.file), c.r)
		return true
	}), true
}

// controlled reports a character that cannot be printed. It is to go.
func (d *decoder) controlled(at diag.Pos, r rune) {
	gone := diag.Remedy{Spots: []diag.Spot{{At: at, Old: string(r)}}}
	d.put(diag.New(diag.ControlChar, at, r).With(gone))
}

// lostMark is what the trade sets for a character that is not there (〓, 空铅).
const lostMark = '〓'

// lost reports a character that a conversion has lost and puts the mark of a
// missing one in its stead.
func (d *decoder) lost(file string, c *char) {
	if c.r == utf8.RuneError {
		d.add(diag.LostCharacter, c.pos(file))
		c.r = lostMark
	}
}

// text reads a text of one line in the given manner of spacing.
func (d *decoder) text(n *node, name string, m manner) Text {
	t := d.finish(n.src.file, d.marked(n.src.file, d.line(n, name), ' '), m)
	d.paired([]Text{t})
	return t
}

// bare reads a text that is set in one styling, whatever it holds.
func (d *decoder) bare(n *node, name string) Text {
	cs := d.marked(n.src.file, d.line(n, name), ' ')
	if i := slices.IndexFunc(cs, func(c char) bool { return c.style != 0 }); i >= 0 {
		d.notSet(cs[i].pos(n.src.file), starMark, "")
		for i := range cs {
			cs[i].style = 0
		}
	}
	return d.mend(n.src.file, cs, display)
}

func (d *decoder) line(n *node, name string) []char {
	cs, _ := d.characters(n, name)
	return trim(joinLines(tabsToSpaces(cs)))
}

// finish resolves the annotations of a text and mends it. Annotations come
// first, so that mending can neither break their marks nor read a ruby as part
// of the text.
func (d *decoder) finish(file string, cs []char, m manner) Text {
	return d.mend(file, d.annotated(file, cs), m)
}

// mend normalizes the characters of a text where the house style asks for it.
func (d *decoder) mend(file string, cs []char, m manner) Text {
	return textOf(file, d.mended(file, cs, m))
}

// mended normalizes and reports. Blanks of web copy are counted, to be told
// once (reportTallies).
func (d *decoder) mended(file string, cs []char, m manner) []char {
	if !d.normalize {
		return cs
	}
	cs, changes := normalize(cs, m, d.known)
	for _, c := range chained(changes) {
		at := c.at.pos(file)
		switch c.outcome {
		case mended:
			d.put(diag.New(diag.Normalized, at, c.rule, cited(c.before), cited(c.after)).With(c.remedy(file)))
		case guessed:
			d.put(diag.New(diag.Guessed, at, c.rule, cited(c.before), cited(c.after), cited(c.other)).With(c.remedy(file)))
		case kept:
			d.add(diag.Doubtful, at, c.rule, cited(c.before), cited(c.after), cited(c.other))
		case blanks:
			d.blanks.add(at)
		}
	}
	return cs
}

// remedy is what was mended as an edit of the source. Where the source has something
// else there, as markup or what an earlier step wrote, whoever writes it finds that out.
func (c *change) remedy(file string) diag.Remedy {
	return diag.Remedy{Spots: []diag.Spot{{At: c.at.pos(file), Old: c.before, New: c.after}}, Guess: c.outcome == guessed}
}

// reportTallies tells what is told once a story.
func (d *decoder) reportTallies() {
	if d.blanks.n > 0 {
		d.add(diag.BlanksOut, d.blanks.at, d.blanks.n)
	}
	if d.waves.n > 0 {
		d.add(diag.MarkupTaken, d.waves.at, term{
			"what stands between ~~ is set with a wavy line, as a title, and not struck through",
			"~~ 之间的文字按书名排浪线，不是删除线"}, d.waves.n)
	}
	if d.stars.n > 0 {
		d.add(diag.MarkupTaken, d.stars.at, term{
			"what stands between stars is set in 楷 and the stars, which may have been signs of multiplication, are not printed",
			"星号之间的文字排楷体，星号（或为乘号）不印"}, d.stars.n)
	}
	d.blanks, d.waves, d.stars = tally{}, tally{}, tally{}
}

// marked resolves the markup of a text of the front matter or of a slot, which
// is that of a paragraph of the body. <br> is what brk says.
func (d *decoder) marked(file string, cs []char, brk rune) []char {
	d.blockMark(file, cs)
	cs = d.fieldJump(file, cs)
	if !slices.ContainsFunc(cs, func(c char) bool { return strings.ContainsRune("*&\\<[`＊\u2028\u2029", c.r) }) || len(cs) == 0 {
		return cs
	}
	m := &markdown{decoder: d, file: file, story: &Story{Src: cs[0].pos(file)}, inlines: newInlines()}
	cs = m.links(m.underscores(m.fullStars(m.comments(cs))))
	for i, c := range cs {
		if c.r == hardBreak {
			cs[i].r, cs[i].literal = brk, false
			if brk == ' ' {
				cs[i].r = d.breakless(file, cs, i)
			}
		}
	}
	m.load(cs)
	var out []char
	for p := m.inlines.Parse(text.NewReader(m.src)).FirstChild(); p != nil; p = p.NextSibling() {
		out = m.inline(out, p, 0)
	}
	return trim(joinLines(soften(out)))
}

// blockMark tells of a mark that opens a subhead or a remark in the body, and is
// a character where one text stands alone.
func (d *decoder) blockMark(file string, cs []char) {
	n := 0
	for n < len(cs) && !cs[n].literal && (cs[n].r == '#' || cs[n].r == '＃' || n == 0 && strings.ContainsRune(">＞", cs[n].r)) {
		n++
	}
	if n == 0 || n == len(cs) || !white(cs[n].r) && cs[0].r != '＃' && !(n > 1 && cs[0].r == '#') {
		return
	}
	mark := plain(cs[:n])
	d.add(diag.NearMarkup, cs[0].pos(file), term{
		fmt.Sprintf("%s is set as it is: a text of the front matter or of a slot has no subheads and no remarks; leave it out, or write \\%s if it is text", mark, mark),
		fmt.Sprintf("「%s」照样排出：头部信息和版位中的文字没有小标题和按语；请删去，如果是文字请写成 \\%s", mark, mark)})
}

// fieldJump takes a typed line about a continuation off a text of a field.
func (d *decoder) fieldJump(file string, cs []char) []char {
	if !slices.ContainsFunc(cs, func(c char) bool { return c.r == '版' }) {
		return cs
	}
	return (&markdown{decoder: d, file: file}).jumpLine(cs)
}

// breakless tells of the line break at i where a text has one line, and gives the
// blank that stands for it: one that the author is taken to have typed.
func (d *decoder) breakless(file string, cs []char, i int) rune {
	d.add(diag.NearMarkup, cs[i].pos(file), term{"<br> breaks no line here and is set as a blank: take it out, or write what is to part the two", "此处不能换行，<br> 按空格排出：请删去，或写明分隔的符号"})
	if wide(runeAt(cs, i-1)) || wide(runeAt(cs, i+1)) {
		return '\u3000'
	}
	return ' '
}

func tabsToSpaces(cs []char) []char {
	for i := range cs {
		if cs[i].r == '\t' {
			cs[i].r = ' '
		}
	}
	return cs
}

// textKey is a key that holds a text.
func textKey[T any](name, zh, doc string, m manner, at func(*T) *Text) key[T] {
	return key[T]{name: name, term: zh, doc: doc, prose: true, shape: textShape,
		read: func(d *decoder, n *node, into *T) { *at(into) = d.text(n, name, m) }}
}

// stringKey is a key that holds a text of which nobody asks place or styling.
func stringKey[T any](name, zh, doc string, at func(*T) *string) key[T] {
	return key[T]{name: name, term: zh, doc: doc, prose: true, shape: textShape,
		read: func(d *decoder, n *node, into *T) { *at(into) = d.bare(n, name).String() }}
}

// textsKey is a key that holds a text or a list of them, one a line.
func textsKey[T any](name, zh, doc string, m manner, at func(*T) *[]Text) key[T] {
	return key[T]{name: name, term: zh, doc: doc, prose: true, lines: true, shape: anyOf(textShape, bounded(listOf(textShape), maxLinesSet)),
		read: func(d *decoder, n *node, into *T) {
			lines := d.lines(n, name)
			if len(lines) > maxLinesSet {
				d.add(diag.TooLarge, n.pos, name, len(lines), maxLinesSet)
				lines = lines[:maxLinesSet]
			}
			for _, line := range lines {
				*at(into) = append(*at(into), d.finish(n.src.file, d.marked(n.src.file, line, ' '), m))
			}
			d.paired(*at(into))
		}}
}

// lines gives the lines of a text or of a list of texts.
func (d *decoder) lines(n *node, name string) [][]char {
	items := []*node{n}
	if n.kind == list {
		items = n.items
	}
	var lines [][]char
	for _, item := range items {
		if item.given() {
			cs, _ := d.characters(item, name)
			lines = append(lines, splitLines(tabsToSpaces(cs))...)
		}
	}
	return lines
}

// linesKey is a key of the head: a text, or a list of them, one a line; `|`
// becomes HintRune.
func linesKey[T any](name, zh, doc string, part headPart, at func(*T) *[]Text) key[T] {
	return key[T]{name: name, term: zh, doc: doc, prose: true, shape: anyOf(textShape, listOf(textShape)),
		read: func(d *decoder, n *node, into *T) {
			lines := d.lines(n, name)
			for i, line := range lines {
				part.last = i == len(lines)-1
				*at(into) = append(*at(into), d.headLine(n.src.file, d.marked(n.src.file, line, '|'), part))
			}
			d.paired(*at(into))
		}}
}

// headKey is a key of the head that holds one text.
func headKey[T any](name, zh, doc string, at func(*T) *Text) key[T] {
	return key[T]{name: name, term: zh, doc: doc, prose: true, shape: textShape,
		read: func(d *decoder, n *node, into *T) {
			*at(into) = d.headLine(n.src.file, d.marked(n.src.file, d.line(n, name), '|'), titleLine)
			d.paired([]Text{*at(into)})
		}}
}

// headLine makes a line of a head. What `|` is left when the rubies are taken
// out marks a break, two of them a joint of clauses.
func (d *decoder) headLine(file string, cs []char, part headPart) Text {
	return d.headText(file, d.bars(file, d.annotated(file, cs)), part)
}

// headText mends a line of a head and looks at its marks.
func (d *decoder) headText(file string, cs []char, part headPart) Text {
	source := slices.Clone(cs)
	cs = d.mended(file, cs, display)
	d.headMarks(file, source, cs, part)
	return textOf(file, cs)
}

// bars makes breaks and joints of the bars of a head. More than two, or two
// with a blank between, are neither; a joint at an edge joins nothing.
func (d *decoder) bars(file string, cs []char) []char {
	bar := func(i int) bool { return i < len(cs) && cs[i].r == '|' && !cs[i].literal }
	out := cs[:0:0]
	for i := 0; i < len(cs); i++ {
		if !bar(i) {
			out = append(out, cs[i])
			continue
		}
		c, n, blanks := cs[i], 1, 0
		for j := i + 1; bar(j) || j < len(cs) && blank(cs[j].r); j++ {
			if bar(j) {
				n, blanks, i = n+1, blanks+j-i-1, j
			}
		}
		edge := len(out) == 0 || i == len(cs)-1
		switch c.r = HintRune; {
		case n > 2 || blanks > 0 || n == 2 && edge:
			d.add(diag.HeadBars, c.pos(file), n)
		case n == 2:
			c.r = JointRune
		}
		out = append(out, c)
	}
	return out
}

// wholeKey is a key that holds an integer.
func wholeKey[T any](name, zh, doc string, low, high int, at func(*T) *int) key[T] {
	return key[T]{name: name, term: zh, doc: doc, shape: &shape{Type: "integer", Minimum: &low, Maximum: &high},
		read: func(d *decoder, n *node, into *T) {
			if v, ok := d.whole(n, name, low, high); ok {
				*at(into) = v
			}
		}}
}

func (d *decoder) whole(n *node, name string, low, high int) (int, bool) {
	v, ok := n.whole()
	if !ok {
		want, r := kindWhole, diag.Remedy{}
		meant, ok := wholeMeant(n.text)
		if word, is := wholeWords[name][fold(strings.TrimSpace(n.text))]; is {
			meant, ok = word, true
		}
		if n.kind == scalar && ok && meant >= low && meant <= high {
			right := strconv.Itoa(meant)
			_, err := strconv.ParseFloat(n.text, 64)
			want, r = want.with(right), n.instead(right, err == nil) // 1.5 may be 2
		}
		n.src.remedied(r, diag.WrongType, n.pos, name, want)
		return 0, false
	}
	if v < low || v > high {
		d.badValue(n, name, between(n.text, strconv.Itoa(low), strconv.Itoa(high)))
		return 0, false
	}
	return v, true
}

// with is a kind of value with what would be right.
func (t term) with(right string) term {
	return term{t.en + ": write " + right, t.zh + "：请写 " + right}
}

// wholePattern is a whole number among other words; what has a point is none.
var wholePattern = regexp.MustCompile(`[0-9.]+`)

// numbersIn are the whole numbers that stand in a text, in figures of whatever
// width: 第123期, １２３, 6x70; none where one of them is not whole.
func numbersIn(text string) (list []string) {
	full := func(r rune) rune {
		if '０' <= r && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}
	for _, w := range wholePattern.FindAllString(strings.Map(full, text), -1) {
		if _, err := strconv.Atoi(w); err != nil {
			return nil
		}
		list = append(list, w)
	}
	return list
}

func between(got, low, high string) term {
	return term{fmt.Sprintf("%s is not between %s and %s", got, low, high), fmt.Sprintf("%s 不在 %s 至 %s 之间", got, low, high)}
}

// flagKey is a key that holds a truth value.
func flagKey[T any](name, zh, doc string, at func(*T) *bool) key[T] {
	return key[T]{name: name, term: zh, doc: doc, shape: &shape{Type: "boolean"},
		read: func(d *decoder, n *node, into *T) {
			if c := d.choice(n, name); c != Unset {
				*at(into) = c == Yes
			}
		}}
}

// yesNoKey is a key that holds a truth value the house style may decide.
func yesNoKey[T any](name, zh, doc string, at func(*T) *Choice) key[T] {
	return key[T]{name: name, term: zh, doc: doc, shape: &shape{Type: "boolean"},
		read: func(d *decoder, n *node, into *T) { *at(into) = d.choice(n, name) }}
}

// choice reads a truth value; Unset where there is none.
func (d *decoder) choice(n *node, name string) Choice {
	word := -1
	if n.kind == scalar && n.quote == 0 {
		word = flagWords.index(n.text)
	}
	switch word {
	case 0:
		return Yes
	case 1:
		return No
	}
	d.meant(n, name, kindFlag, flagMeant[strings.ToLower(strings.TrimSpace(n.text))])
	return Unset
}

// percent reads 8% or 8.
func (d *decoder) percent(n *node, name string) (int, bool) { return d.percentIn(n, name, 0, 100) }

func (d *decoder) percentIn(n *node, name string, low, high int) (int, bool) {
	v := *n
	v.text, v.quote = strings.TrimSpace(strings.TrimSuffix(n.text, "%")), 0
	if v.text == "" {
		v.kind = list // "%" alone is no number
	}
	if part, err := strconv.ParseFloat(v.text, 64); err == nil && part > 0 && part < 1 && v.text == strings.TrimSpace(n.text) {
		d.meant(n, name, kindPercent, fmt.Sprintf("%.0f%%", part*100)) // 0.1 is a part of one
		return 0, false
	}
	if number, ok := strings.CutPrefix(v.text, "百分之"); ok {
		right := ""
		if part, ok := wholeMeant(number); ok {
			right = fmt.Sprintf("%d%%", part)
		}
		d.meant(n, name, kindPercent, right)
		return 0, false
	}
	return d.whole(&v, name, low, high)
}

// trackingKey is a key that holds how far the characters of a headline stand apart.
func trackingKey[T any](doc string, at func(*T) *Tracking) key[T] {
	return key[T]{name: "head-tracking", term: "标题字距", doc: doc, shape: anyOf(&shape{Type: "integer", Minimum: new(leastTracking), Maximum: new(mostTracking)}, &shape{Type: "string", Pattern: `^(-[1-5]|100|[0-9]{1,2})%$`}),
		read: func(d *decoder, n *node, into *T) {
			if v, ok := d.percentIn(n, "head-tracking", leastTracking, mostTracking); ok {
				*at(into) = Tracking{Percent: v, Set: true}
			}
		}}
}

// choiceKey is a key that holds one of some names.
func choiceKey[T any](name, zh, doc string, names choices, set func(*T, int)) key[T] {
	return key[T]{name: name, term: zh, doc: doc, shape: &shape{Enum: names.all()},
		read: func(d *decoder, n *node, into *T) {
			if n.kind != scalar {
				d.wrongType(n, name, kindText)
				return
			}
			i := names.index(n.text)
			if i < 0 {
				d.notOne(n, name, names)
				return
			}
			set(into, i)
		}}
}

// roleKey is a key that names the role of a face.
func roleKey[T any](name, zh, doc string, at func(*T) *RoleRef) key[T] {
	set := func(into *T, i int) { at(into).Name = roleNames.names[i] }
	return choiceKey(name, zh, doc, roleNames, set).also(func(n *node, into *T) { at(into).Src = n.pos })
}

func oneOf(got string, names []string) term {
	all := strings.Join(names, " | ")
	return term{fmt.Sprintf("%q is none of %s", got, all), fmt.Sprintf("%q 不属于 %s", got, all)}
}

// lengthKey is a key that holds an absolute length.
func lengthKey[T any](name, zh, doc string, low, high geom.Length, at func(*T) *geom.Length) key[T] {
	return key[T]{name: name, term: zh, doc: doc, shape: lengthShape,
		read: func(d *decoder, n *node, into *T) {
			if v, ok := d.length(n, name, low, high); ok {
				*at(into) = v
			}
		}}
}

func (d *decoder) length(n *node, name string, low, high geom.Length) (geom.Length, bool) {
	m, ok := d.measure(n, name)
	if !ok {
		return 0, false
	}
	if m.Ems != 0 {
		d.badValue(n, name, term{"em has no size here: write pt, mm, cm or in", "此处不能用 em，请用 pt、mm、cm 或 in"})
		return 0, false
	}
	if m.Abs < low || m.Abs > high {
		d.badValue(n, name, between(n.text, low.String(), high.String()))
		return 0, false
	}
	return m.Abs, true
}

func (d *decoder) measure(n *node, name string) (geom.Measure, bool) {
	if n.kind != scalar {
		d.wrongType(n, name, term{"a length such as 9pt", "长度，如 9pt"})
		return geom.Measure{}, false
	}
	m, err := geom.Parse(lengthOf(n.text))
	if err != nil {
		want := term{err.Error(), fmt.Sprintf("%q 不是长度：请写数字加 pt、mm、cm、in 或 em", n.text)}
		if meant, ok := lengthMeant(n.text, name); ok {
			want = term{fmt.Sprintf("%q has no unit of this program: write %s", n.text, meant), fmt.Sprintf("%q 没有可用的单位：请写 %s", n.text, meant)}
			n.src.remedied(n.instead(meant, true), diag.BadValue, n.pos, name, want)
			return m, false
		}
		d.badValue(n, name, want)
		return m, false
	}
	return m, true
}

// measureKey is a key that holds a length or a number of characters.
func measureKey[T any](name, zh, doc string, at func(*T) *geom.Measure) key[T] {
	return key[T]{name: name, term: zh, doc: doc, shape: measureShape,
		read: func(d *decoder, n *node, into *T) {
			m, ok := d.measure(n, name)
			if ok && (m.Abs < 0 || m.Abs > maxDistance || m.Ems < 0 || m.Ems > 20_000) {
				d.badValue(n, name, between(n.text, "0", "20em"))
				return
			}
			if ok {
				*at(into) = m
			}
		}}
}

// mappingKey is a key that holds a mapping with a table of its own.
func mappingKey[T, U any](name, zh, doc string, keys []key[U], at func(*T) *U) key[T] {
	return key[T]{name: name, term: zh, doc: doc, shape: shapeOf(keys),
		read: func(d *decoder, n *node, into *T) { readMapping(d, name, n, keys, at(into)) }}
}

// jumpKey is a key that names a part of the story elsewhere.
func jumpKey(name, zh, doc string, at func(*Story) **Jump) key[Story] {
	return key[Story]{name: name, term: zh, doc: doc, shape: shapeOf(jumpKeys()),
		read: func(d *decoder, n *node, into *Story) {
			j := &Jump{Src: n.pos}
			if page, ok := wholeMeant(n.text); n.kind == scalar && ok && page > 0 {
				d.meant(n, name, mappingOf([]string{"page", "mark"}), fmt.Sprintf("{page: %d}", page))
				return
			}
			readMapping(d, name, n, jumpKeys(), j)
			if j.Page > 0 {
				*at(into) = j
			}
		}}
}

// listKey is a key that holds a list of things; each is read by one.
func listKey[T any](name, zh, doc string, limit int, item *shape, one func(d *decoder, n *node, into *T)) key[T] {
	s := listOf(item)
	s.MaxItems = &limit
	return key[T]{name: name, term: zh, doc: doc, shape: s,
		read: func(d *decoder, n *node, into *T) {
			if n.kind != list {
				form := "%s"
				if len(item.Required) == 1 {
					form = "{" + item.Required[0] + ": %s}"
				}
				d.meant(n, name, kindList, asList(n, form))
				return
			}
			limited(d, n, name, limit, func(item *node) { one(d, item, into) })
		}}
}

// limited reads the items of a list, as many as it may have.
func limited(d *decoder, n *node, name string, limit int, one func(item *node)) {
	if len(n.items) > limit {
		d.add(diag.TooLarge, n.pos, name, len(n.items), limit)
	}
	for _, item := range n.items[:min(len(n.items), limit)] {
		one(item)
	}
}

// cell reads a pair of numbers such as at and span. The bounds are those of
// sane input only; whether a slot fits is validate's question.
func (d *decoder) cell(n *node, name string) (x, y int, ok bool) {
	if n.kind != list || len(n.items) != 2 {
		want, r := kindCell, diag.Remedy{}
		if name == "span" {
			want = kindSpan
		}
		written := n.text
		for _, item := range n.items { // [1. 20] is a list of one
			written += " " + item.text
		}
		// A point may stand for the comma: 1.20, [1. 20].
		if seen := numbersIn(strings.NewReplacer(".", " ", "．", " ").Replace(written)); len(seen) == 2 {
			right := "[" + seen[0] + ", " + seen[1] + "]"
			want, r = want.with(right), n.instead(right, false)
		}
		n.src.remedied(r, diag.WrongType, n.pos, name, want)
		return 0, 0, false
	}
	v := [2]int{}
	for i, item := range n.items {
		if v[i], ok = d.whole(item, name, -maxCells, maxCells); !ok {
			return 0, 0, false
		}
	}
	return v[0], v[1], true
}

// The years of editions: the first newspapers are of the seventeenth century.
const (
	firstYear = 1600
	lastYear  = 2100
)

// date reads a day of issue.
func (d *decoder) date(n *node, name string, is *Issue) {
	is.DateSrc = n.pos
	if n.kind != scalar {
		d.wrongType(n, name, term{"a date such as 2026-11-23", "日期，如 2026-11-23"})
		return
	}
	t, err := time.Parse(time.DateOnly, n.text)
	if err != nil {
		meant, day := spelledDate(n.text)
		if common, ok := republicanDate(n.text); ok {
			meant = true
			if day, err = time.Parse(time.DateOnly, common); err != nil {
				day = time.Time{} // there is no such day
			}
		}
		switch {
		case !meant:
			d.badValue(n, name, term{fmt.Sprintf("%q is not a date such as 2026-11-23", n.text), fmt.Sprintf("%q 不是形如 2026-11-23 的日期", n.text)})
		case day.IsZero():
			d.badValue(n, name, noDay(n.text))
		default:
			right := day.Format(time.DateOnly)
			n.src.remedied(n.instead(right, false), diag.BadValue, n.pos, name, term{fmt.Sprintf("%q is not written as a date; write %s", n.text, right), fmt.Sprintf("%q 的写法不对，请写作 %s", n.text, right)})
		}
		return
	}
	if t.Year() < firstYear || t.Year() > lastYear {
		d.badValue(n, name, between(n.text, strconv.Itoa(firstYear), strconv.Itoa(lastYear)))
		return
	}
	is.Date = t
}

// datePattern is a day as people write it: 2026年11月23日, 2026/11/23, 2026.1.5,
// 20261123, 二〇二六年十一月二十三日.
var datePattern = regexp.MustCompile(`^([0-9]{4})(?:\s*[-年/.．、–—]\s*([0-9十]{1,3})\s*[-月/.．、–—]\s*([0-9十]{1,3})\s*[日号號]?|([0-9]{2})([0-9]{2}))\s*(?:[T ]?[0-9:.]+Z?|\(?星期.\)?|（星期.）)?$`)

// spelledDate understands a day that is not written as 2026-11-23. meant tells
// that a day was meant; it is zero where the calendar has no such day.
func spelledDate(text string) (meant bool, day time.Time) {
	text = strings.Map(figure, strings.TrimSpace(text))
	m := datePattern.FindStringSubmatch(text)
	if m == nil {
		return foreignDate(text)
	}
	day, err := time.Parse("2006-1-2", m[1]+"-"+inFigures(m[2]+m[4])+"-"+inFigures(m[3]+m[5]))
	if err != nil {
		return true, time.Time{}
	}
	return true, day
}

// foreignDate reads a date with its year at the end, 23/11/2026 or 11-23-2026,
// where only one of its parts can be the month.
func foreignDate(text string) (meant bool, day time.Time) {
	for _, form := range []string{"2/1/2006", "1/2/2006"} {
		t, err := time.Parse(form, strings.NewReplacer("-", "/", ".", "/").Replace(text))
		switch {
		case err != nil:
		case meant && !t.Equal(day): // either may be the month
			return false, time.Time{}
		default:
			meant, day = true, t
		}
	}
	return meant, day
}

// figure is the Latin figure of a full-width or Han one.
func figure(r rune) rune {
	switch {
	case '０' <= r && r <= '９':
		return r - '０' + '0'
	case r == '－':
		return '-'
	case r == '／':
		return '/'
	case r == '○' || r == 'Ｏ' || r == '零':
		return '0'
	}
	if i := slices.Index([]rune("〇一二三四五六七八九"), r); i >= 0 {
		return '0' + rune(i)
	}
	return r
}

// inFigures writes a number below a hundred with a figure for each place: 1十 is
// 10, 2十3 is 23.
func inFigures(s string) string {
	before, after, ok := strings.Cut(s, "十")
	if !ok {
		return s
	}
	return cmp.Or(before, "1") + cmp.Or(after, "0")
}

// file reads a path inside the folder and looks whether a file stands there.
func (d *decoder) file(n *node, name string, extensions []string, missing diag.Code) (File, bool) {
	f, ok := d.fileAt(n, name, extensions, missing)
	d.lacking = d.lacking || !ok
	return f, ok
}

func (d *decoder) fileAt(n *node, name string, extensions []string, missing diag.Code) (File, bool) {
	if n.kind != scalar {
		d.wrongType(n, name, term{"the path of a file", "文件路径"})
		return File{}, false
	}
	f := File{Path: n.text, Src: n.pos}
	p := strings.TrimSpace(n.text)
	if slashed := strings.ReplaceAll(p, `\`, "/"); slashed != p && !path.IsAbs(slashed) && !strings.Contains(slashed, "..") && !strings.Contains(slashed, ":") {
		n.src.remedied(n.instead(slashed, false), diag.BadValue, n.pos, name, term{
			fmt.Sprintf("paths are written with /: %s", slashed), fmt.Sprintf("路径用正斜杠 / 书写：%s", slashed)})
		p, f.Path = slashed, slashed
	}
	if clean := path.Clean(p); clean != p && p != "" && fs.ValidPath(clean) && clean != "." {
		if scheme, _, web := strings.Cut(p, "://"); web {
			d.badValue(n, name, term{
				fmt.Sprintf("an address (%s) is not read: copy the file into the folder, and write pictures/%s", scheme, path.Base(clean)),
				fmt.Sprintf("程序不读取网址（%s）：请把文件复制到文件夹内，写成 pictures/%s", scheme, path.Base(clean))})
			return f, false
		}
		n.src.remedied(n.instead(wordYAML(clean), false), diag.BadValue, n.pos, name, term{
			fmt.Sprintf("paths are written without detours: %s", clean), fmt.Sprintf("路径请写成 %s", clean)})
		p, f.Path = clean, clean
	}
	parts := strings.Split(p, "/")
	drive := len(p) > 1 && p[1] == ':' && latinLetter(rune(p[0]))
	if path.IsAbs(p) || drive || slices.Contains(parts, "..") || strings.Contains(p, `\`) {
		n.src.problem(diag.PathLeaves, n.pos, p)
		return f, false
	}
	if !fs.ValidPath(p) || p == "." || strings.ContainsFunc(p, func(r rune) bool { return !printable(r) || r == '\n' || r == '\t' }) {
		d.badValue(n, name, term{fmt.Sprintf("%q is not a path such as pictures/dam.jpg", p), fmt.Sprintf("%q 不是形如 pictures/dam.jpg 的路径", p)})
		return f, false
	}
	if ext := strings.ToLower(path.Ext(p)); !slices.Contains(extensions, ext) {
		d.badValue(n, name, oneOf(ext, extensions))
		return f, false
	}
	info, err := fs.Stat(d.fsys, p)
	switch {
	case err != nil && leaves(err):
		n.src.problem(diag.PathLeaves, n.pos, p)
		return f, false
	case err != nil || !info.Mode().IsRegular():
		like := d.fileLike(p, extensions)
		var r diag.Remedy
		if like != "" { // another name, or another kind of file, may be another picture
			r = n.instead(wordYAML(like), fold(path.Base(like)) != fold(path.Base(p)))
		}
		n.src.remedied(r, missing, n.pos, near{p, like})
		return f, false
	}
	d.found = append(d.found, stateOf(p, info))
	return f, true
}

// fileLike finds the file that a path probably means: one whose name differs in
// case, in its ending or by a slip, there or in the folder of pictures; empty
// where there is none.
func (d *decoder) fileLike(p string, extensions []string) string {
	dir, base := path.Split(p)
	for _, dir := range []string{path.Clean(dir), ".", "pictures", "fonts"} {
		names := slices.DeleteFunc(d.gallery.names(d.fsys, dir), func(s string) bool {
			return !slices.Contains(extensions, strings.ToLower(path.Ext(s)))
		})
		stem := func(s string) string { return fold(strings.TrimSuffix(s, path.Ext(s))) }
		same := func(like func(string) bool) string {
			if i := slices.IndexFunc(names, like); i >= 0 {
				return path.Join(dir, names[i])
			}
			return ""
		}
		found := cmp.Or(
			same(func(s string) bool { return s == base }),
			same(func(s string) bool { return fold(s) == fold(base) }),
			same(func(s string) bool { return stem(s) == stem(base) }))
		if found == "" {
			if near := Nearest(base, names); near != "" {
				found = path.Join(dir, near)
			}
		}
		if found != "" {
			return found
		}
	}
	return ""
}
