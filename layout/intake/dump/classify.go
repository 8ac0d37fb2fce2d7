package dump

import (
	"strings"
	"unicode/utf8"

	"duikai/layout/intake"
)

// role is what a line may be, judged alone.
type role int

const (
	running   role = iota // 正文
	headish               // a line of a head, or a subhead
	weakHead              // short, but it ends as sentences may: 谁来养老？
	named                 // a name alone
	bylined               // 本报记者…, □…
	signedOff             // 望汀港务局 2026年11月23日
	sectioned             // 一、…
	jumpFrom              // 上接
	jumpTo                // 下转
	credited              // 周四 摄
	captioned             // 图为…
	noted                 // （作者系…）
	furniture             // page header, staff, imprint
)

// item is a line and what it may be.
type item struct {
	line
	role
	why  term // of furniture
	jump *intake.Jump
	row  bool // of a list: it ends without a mark
}

// open tells whether text of the item goes on behind it.
func (i item) open() bool {
	return i.role == running && !finished(i.text) && !introduces(i.text) && !i.row && !entry(i.text)
}

// transparent items stand beside the stories, not in their flow.
func (i item) transparent() bool {
	return i.role == furniture || i.role == credited || i.role == captioned
}

// term is a text in both languages.
type term [2]string

// Widths, in ems.
const (
	widestHead   = 40 // two lines of a banner head over eight columns
	widestWeak   = 24
	widestByline = 40
	widestRow    = 60 // of page furniture
	widestCredit = 26
	leastText    = 12 // what is wider and has marks inside is text
	widestNote   = 120
)

func classify(l line, o intake.Options) item {
	it := shaped(l, o)
	if l.again {
		it.role, it.why = furniture, term{"the end of a line above, a second time", "上面一行的行尾，重复"}
		return it
	}
	if l.listed {
		it.role, it.row = running, true
		return it
	}
	if l.initial && it.role >= headish && it.role <= named {
		it.role = running
		return it
	}
	if foreignText(l.text) && (it.role == headish || it.role == weakHead) {
		it.role = running
	}
	// Where sizes are known, what is large is a head, and text of the body's
	// size is none of a story.
	if l.scale >= headTimes && (it.role == running || it.role == weakHead || it.role == named || it.role == captioned || it.role == sectioned) {
		it.role = headish
	}
	return it
}

// shaped judges a line by its characters.
func shaped(l line, o intake.Options) item {
	s := l.text
	w := width(s)
	it := item{line: l}
	if j, to, ok := jumpOf(s, jumpShape); ok {
		it.jump, it.role = j, jumpFrom
		if to {
			it.role = jumpTo
		}
		it.jump.At = l.runs.At()
		return it
	}
	if why, ok := furnishing(s, w, o); ok && !(signOff.MatchString(s) && !dateAlone(s)) {
		it.role, it.why = furniture, why
		return it
	}
	switch {
	case w <= widestNote && strings.ContainsRune("（(", firstRune(s)) && noteShape.FindStringIndex(s) != nil && noteShape.FindStringIndex(s)[0] == 0:
		it.role = noted
	case w <= widestCredit && creditShape.MatchString(s) && !dateline.MatchString(s):
		it.role = credited
	case captionLead.MatchString(s) && w <= widestNote, w <= widestNote && captionTail.MatchString(s) && !dateline.MatchString(s) && w > leastText:
		it.role = captioned
	case isByline(s):
		it.role = bylined
	case w <= widestWeak && (signOff.MatchString(s) || placeAndName(s)) && !sentence(s):
		it.role = signedOff
	case bracketed(s):
		it.role = signedOff
	case personal(s):
		it.role = named
	case sectionHead.MatchString(s) && !finished(s) && !strings.ContainsAny(s, "，。；") && w <= widestHead:
		it.role = sectioned
	case dateline.MatchString(s), entry(s):
		it.role = running
	case headLike(s, w) && (!classified.MatchString(s) || noticeHead(s)):
		it.role = headish
	case w <= widestWeak && !strings.ContainsAny(s, "。，；：、,;") && strings.ContainsAny(s, "！？!?"), asks(s):
		it.role = weakHead
	}
	return it
}

// headLike tells whether a line has the shape of a head: short, without the
// marks of sentences.
func headLike(s string, w int) bool {
	if w > widestHead || strings.ContainsAny(s, "。；，") || utf8.RuneCountInString(s) < 2 {
		return false
	}
	if strings.Count(s, "《") != strings.Count(s, "》") {
		return false
	}
	if strings.Count(s, "（")+strings.Count(s, "(") > strings.Count(s, "）")+strings.Count(s, ")") {
		return false
	}
	if strings.Contains(s, ",") || strings.ContainsAny(s, "！？!?") && finished(s) {
		return false
	}
	r := lastRune(s)
	return !strings.ContainsRune("：:、,;—…", r) || strings.HasSuffix(s, "——")
}

// twoClauses tells whether a line has the shape of a head in two clauses that
// answer each other: 明码标价，省心省力.
func twoClauses(s string) bool {
	a, b, ok := strings.Cut(s, "，")
	if !ok || strings.ContainsAny(b, "，。；：、…") || strings.ContainsAny(a, "。；：、…") || finished(s) {
		return false
	}
	const least, most, uneven = 3, 16, 3 // ems of a clause
	l, r := width(a), width(b)
	return min(l, r) >= least && max(l, r) <= most && max(l-r, r-l) <= uneven
}

// asks tells whether a line is a question in two clauses, as heads of letters and
// advice are: 存单到期忘了取，利息怎么算？
func asks(s string) bool {
	body, ok := strings.CutSuffix(strings.ReplaceAll(s, "?", "？"), "？")
	const least, most = 3, 12 // ems of a clause
	a, b, two := strings.Cut(body, "，")
	return ok && two && !strings.ContainsAny(b, "，。；：、…？！“”") && !strings.ContainsAny(a, "。；：、…？！“”") && min(width(a), width(b)) >= least && max(width(a), width(b)) <= most
}

// jumpOf reads a line or a remark about a continuation; to tells that the rest
// stands elsewhere.
func jumpOf(s string, shape interface{ FindStringSubmatch(string) []string }) (j *intake.Jump, to, ok bool) {
	m := shape.FindStringSubmatch(s)
	if m == nil {
		return nil, false, false
	}
	j = &intake.Jump{Label: strings.TrimSpace(m[0])}
	if m[2] == "" {
		j.Page = number(m[3])
	} else {
		j.Label = strings.ToUpper(m[2]) + m[3]
	}
	for _, k := range m[4:] {
		if r := firstRune(k); r >= '①' && r <= '⑳' {
			j.Mark = int(r-'①') + 1
		}
	}
	switch m[1] {
	case "上接", "紧接", "接", "上转":
		return j, false, true
	}
	return j, true, true
}

// furnishing tells whether a line is furniture of the page and what; of several
// fields each must be.
func furnishing(s string, w int, o intake.Options) (why term, ok bool) {
	if why, ok = furnitureField(s, w, o); ok {
		return why, ok
	}
	fields := strings.Fields(s)
	if len(fields) < 2 || w > widestRow {
		return term{}, false
	}
	for _, f := range fields {
		if why, ok = furnitureField(f, width(f), o); !ok {
			return term{}, false
		}
	}
	return why, true
}

// furnitureField judges what stands between blanks.
func furnitureField(s string, w int, o intake.Options) (term, bool) {
	if w > widestRow || sentence(s) && !imprint.MatchString(s) {
		return term{}, false
	}
	dated := dateLine.MatchString(s)
	switch {
	case staffShape.MatchString(s) && (w <= leastText*3 || strings.Count(s, ":")+strings.Count(s, "：") > 1):
		return term{"the staff of the page", "版面编辑署名"}, true
	case imprint.MatchString(s):
		return term{"the imprint", "版权信息"}, true
	case dated && (weekday.MatchString(s) || folioShape.MatchString(s) || dateLine.FindString(s) == s), hanDate.MatchString(s) && w <= leastText*2, partDate.MatchString(s), dottedDate.MatchString(s):
		return term{"the page's date", "日期"}, true
	case o.Paper != "" && s == o.Paper, paperName.MatchString(s), o.Paper != "" && w <= leastText*2 && strings.HasSuffix(s, " "+o.Paper):
		return term{"the paper's name", "报名"}, true
	case addressLine.MatchString(s):
		return term{"an address", "网址或邮箱"}, true
	case pageNumber.MatchString(s), weekday.FindString(s) == s:
		return term{"the page's header", "版眉"}, true
	case folioShape.FindString(s) == s, w <= leastText && strings.HasSuffix(s, "版") && folioShape.MatchString(s):
		return term{"the page's number", "版次"}, true
	case s != "·" && strings.Trim(s, "-—–_=*·.…|│─━■□◆◇●○★☆※ \u3000") == "":
		return term{"a rule", "线条或花饰"}, true
	}
	return term{}, false
}
