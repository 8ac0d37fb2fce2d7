package manuscript

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"duikai/layout/diag"
)

// What was meant by a value of the wrong kind, so that the problem can say what
// to write.

// thousands is a number whose thousands are thousands: 10,234.
var thousands = regexp.MustCompile(`^[^0-9,]*([0-9]{1,3}(?:,[0-9]{3})+)[^0-9,]*$`)

// wholeMeant is the whole number for which a text stands: 第2版, １２３, 10,234,
// 第十二版, 1.5; ok is false where there is none, or several.
func wholeMeant(text string) (v int, ok bool) {
	plain := halfWidth(strings.NewReplacer("，", ",", "－", "-").Replace(text))
	if m := thousands.FindStringSubmatch(plain); m != nil {
		plain = strings.ReplaceAll(m[1], ",", "")
	}
	if seen := numbersIn(plain); len(seen) == 1 {
		v, err := strconv.Atoi(seen[0])
		return v, err == nil
	}
	if f, err := strconv.ParseFloat(plain, 64); err == nil && f > -maxCells && f < maxCells {
		return int(f), true
	}
	return hanWhole(text)
}

// wholeWords are words for the values of keys that hold whole numbers, by key.
var wholeWords = map[string]map[string]int{
	"weight": {
		"头条": LeadWeight, "头版头条": LeadWeight, "lead": LeadWeight, "倒头条": 2, "次头条": 2, "次条": 2, "second": 2,
		"一般": UsualWeight, "普通": UsualWeight, "normal": UsualWeight, "短讯": BriefWeight, "简讯": BriefWeight, "简报": BriefWeight, "brief": BriefWeight,
	},
}

// hanNumber is a number in Han figures with what may stand round it.
var hanNumber = regexp.MustCompile(`^第?([〇零○一二三四五六七八九十百千两廿]+)[版栏行期号级条个名年月日]?$`)

// hanWhole reads a number in Han figures below ten thousand: 二, 十二, 二十三,
// 一百零五, 一九四八.
func hanWhole(text string) (v int, ok bool) {
	m := hanNumber.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, false
	}
	places := map[rune]int{'十': 10, '百': 100, '千': 1000}
	word := strings.Map(figure, strings.NewReplacer("两", "二", "廿", "二十").Replace(m[1]))
	if !strings.ContainsAny(word, "十百千") { // figure by figure
		v, err := strconv.Atoi(word)
		return v, err == nil && v < 10_000
	}
	digit, last := -1, 10_000
	for _, r := range word {
		place, isPlace := places[r]
		switch {
		case !isPlace && digit > 0:
			return 0, false
		case !isPlace:
			digit = int(r - '0')
		case place >= last, digit == 0, digit < 0 && place != 10:
			return 0, false
		default:
			v += max(digit, 1) * place
			digit, last = -1, place
		}
	}
	return v + max(digit, 0), true
}

// bareLength is a number without a unit, or with one of screens.
var bareLength = regexp.MustCompile(`^([0-9]+(?:\.[0-9]+)?)\s*(?:px|p|pts?|m|k|)$`)

// lengthMeant is a length with the unit that its key is most often written in:
// millimetres for the sheet, points for type.
func lengthMeant(text, name string) (string, bool) {
	m := bareLength.FindStringSubmatch(halfWidth(text))
	if m == nil {
		return "", false
	}
	switch name {
	case "trim", "margins", "top", "right", "bottom", "left", "bleed", "gutter":
		return m[1] + "mm", true
	}
	return m[1] + "pt", true
}

// meant tells of a value of the wrong kind, with what would be right; an empty one
// is not known.
func (d *decoder) meant(n *node, name string, want term, right string) {
	if right == "" {
		d.wrongType(n, name, want)
		return
	}
	n.src.remedied(n.instead(right, false), diag.WrongType, n.pos, name, want.with(right))
}

// otherKeys are words of other programs for keys of this one.
var otherKeys = map[string][]string{
	"title": {"headline"}, "heading": {"headline"}, "subtitle": {"deck"}, "subhead": {"deck"}, "subheading": {"deck"}, "dek": {"deck"}, "eyebrow": {"kicker"}, "overline": {"kicker"},
	"author": {"byline"}, "authors": {"byline"}, "writer": {"byline"}, "reporter": {"byline"}, "abstract": {"summary"}, "lead": {"summary"}, "rubric": {"column"}, "category": {"section", "name"}, "priority": {"weight"},
	"image": {"picture", "file"}, "images": {"pictures"}, "photo": {"picture", "file"}, "photos": {"pictures"}, "src": {"file"}, "path": {"file"}, "text": {"caption"}, "description": {"alt", "caption"},
	"photographer": {"credit"}, "photo-credit": {"credit"}, "article": {"story"}, "id": {"story", "file"}, "articles": {"slots", "stories"}, "items": {"slots"}, "content": {"slots"}, "position": {"at"}, "pos": {"at"}, "place": {"at"},
	"size": {"span"}, "width": {"span"}, "border": {"box"}, "frame": {"box"}, "background": {"tint"}, "color": {"ink"}, "colour": {"ink"}, "cols": {"columns"}, "page": {"number"}, "no": {"number"}, "issue": {"number"}, "title-size": {"head-size"}, "tracking": {"head-tracking"}, "letter-spacing": {"head-tracking"}, "line-height": {"leading"},
	"newspaper": {"paper"}, "masthead": {"nameplate"}, "day": {"date"}, "styles": {"style"}, "layout": {"format"}, "fontsize": {"size"}, "font-size": {"size"}, "font-family": {"font"}, "advert": {"ad"}, "advertisement": {"ad"},
	"大小": {"span", "size"}, "尺寸": {"span", "trim"}, "宽高": {"span"}, "跨度": {"span"}, "坐标": {"at"}, "起点": {"at"}, "图": {"picture"}, "照片": {"picture"}, "字体": {"font"}, "边框": {"box"}, "颜色": {"ink"}, "级别": {"weight"}, "权重": {"weight"}, "说明": {"caption"},
}

// keyMeant is the key of a mapping for which a word stands: in Chinese, as editors
// type it, as other programs call it, or with a slip; empty where none is near.
func keyMeant(word string, names, terms []string) string {
	bare := strings.TrimSpace(word)
	if i := slices.Index(terms, bare); i >= 0 {
		return names[i]
	}
	if k := typedKeys[bare]; slices.Contains(names, k) {
		return k
	}
	plain := halfWidth(bare)
	if near := Nearest(plain, names); near != "" && distance(plain, near, 1) <= 1 {
		return near
	}
	for _, k := range otherKeys[plain] {
		if slices.Contains(names, k) {
			return k
		}
	}
	if near := Nearest(strings.NewReplacer("_", "-", " ", "-").Replace(plain), names); near != "" {
		return near
	}
	if i := slices.Index(terms, Nearest(bare, terms)); i >= 0 && utf8.RuneCountInString(bare) > 2 {
		return names[i]
	}
	return ""
}

// home is where a key stands that a mapping does not have, also by a word with a
// slip in it; empty where none is known.
func (v *vocabulary) home(word string) string {
	homes := v.homes()
	bare := strings.TrimSpace(word)
	if at := homes[bare]; at != "" {
		return at
	}
	near := Nearest(halfWidth(bare), slices.Sorted(maps.Keys(homes)))
	if utf8.RuneCountInString(bare) <= 2 || distance(halfWidth(bare), near, 1) > 1 {
		return ""
	}
	return homes[near]
}

// asList is the list of what a scalar holds: a, a、b.
func asList(n *node, item string) string {
	if n.kind != scalar || n.quote != 0 || strings.ContainsAny(n.text, "[]{}#:\"'\n") {
		return ""
	}
	parts := strings.FieldsFunc(n.text, func(r rune) bool { return strings.ContainsRune("，、,；; ", r) })
	if len(parts) == 0 {
		return ""
	}
	for i, p := range parts {
		parts[i] = fmt.Sprintf(item, p)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// asText is the text that a list or a mapping was meant to be.
func asText(n *node) string {
	if n.kind == list {
		var words []string
		for _, item := range n.items {
			if item.kind != scalar {
				return ""
			}
			words = append(words, item.text)
		}
		if len(words) == 0 {
			return ""
		}
		return quoteYAML(strings.Join(words, " "))
	}
	if row := n.pos.Line - n.src.first; n.kind == mapping && row >= 0 && row < len(n.src.lines) {
		l := n.src.lines[row]
		if at := n.pos.Col - 1; at < len(l) && l[at] == '{' {
			if end := balanced(l, at); end < len(l) {
				return quoteYAML(string(l[at : end+1]))
			}
		}
	}
	return ""
}

// flagMeant are words of people and of other programs for true and false.
var flagMeant = map[string]string{
	"yes": "true", "y": "true", "on": "true", "1": "true", "t": "true", "对": "true", "要": "true", "有": "true", "开": "true", "真": "true",
	"no": "false", "n": "false", "off": "false", "0": "false", "f": "false", "不": "false", "不要": "false", "无": "false", "关": "false", "假": "false", "none": "false",
}

// republic is a day of the Republican calendar, whose first year was 1912.
var republic = regexp.MustCompile(`^(?:中[华華])?民[国國]\s*([0-9]+|[〇零○一二三四五六七八九十百]+|元)\s*年\s*([0-9]+|[〇一二三四五六七八九十]+|元|正)\s*月\s*([0-9]+|[〇一二三四五六七八九十廿]+)\s*[日号號]$`)

// republicanDate writes such a day in the years of the common calendar.
func republicanDate(text string) (string, bool) {
	m := republic.FindStringSubmatch(halfWidth(strings.TrimSpace(text)))
	if m == nil {
		return "", false
	}
	var v [3]int
	for i, s := range m[1:] {
		n, err := strconv.Atoi(s)
		if err != nil {
			n, _ = hanWhole(strings.NewReplacer("元", "一", "正", "一").Replace(s))
		}
		v[i] = n
	}
	const before = 1911
	return fmt.Sprintf("%04d-%02d-%02d", v[0]+before, v[1], v[2]), true
}

// noDay says why the calendar lacks a day that is written as one.
func noDay(text string) term {
	var year, month int
	if m := datePattern.FindStringSubmatch(strings.Map(figure, strings.TrimSpace(text))); m != nil {
		year, _ = strconv.Atoi(m[1])
		month, _ = strconv.Atoi(inFigures(m[2] + m[4]))
	}
	if year == 0 {
		return term{fmt.Sprintf("%q is no day of the calendar", text), fmt.Sprintf("%q 在日历上不存在", text)}
	}
	if month < 1 || month > 12 {
		return term{fmt.Sprintf("%q is no day of the calendar: there is no month %d", text, month), fmt.Sprintf("%q 在日历上不存在：没有 %d 月", text, month)}
	}
	last := time.Date(year, time.Month(month+1), 0, 0, 0, 0, 0, time.UTC).Day()
	return term{fmt.Sprintf("%q is no day of the calendar: that month has %d days", text, last), fmt.Sprintf("%q 在日历上不存在：该月只有 %d 天", text, last)}
}
