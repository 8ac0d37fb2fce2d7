package cjk

import (
	"slices"
	"strings"
	"testing"
)

// The sets of CLREQ 3.1.3 and of CSS Text 3 section 5.3, written out
// independently of the tables.
const (
	stops      = "。．，、：；？！‼⁇⁈⁉﹐﹑﹒﹔﹕﹖﹗"
	closers    = "”’）》〉】〗〕］｝」』〙〛﹚﹜﹞｠〞〟"
	openers    = "“‘（《〈【〖〔［｛「『〘〚﹙﹛﹝｟〝"
	connectors = "～–〜゠‐−－＿∶~"
	dots       = "·‧・•･"
	iterations = "々〻ゝゞヽヾ〃"
	kana       = "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶーㇰㇿ"
	widePost   = "％‰℃℉°′″￠﹪"
	narrowPost = "%¢‱¹²³⁰⁹₀₉"
	widePre    = "￥€№＄￡±＋＃"
	narrowPre  = "$#¥£≥≤≧≦≈＞＜＝√∛∜"
	latinClose = ")]},.;:!?"
	latinOpen  = "([{"
	dashes     = "—⸺―"
	ellipses   = "…⋯‥"
)

var (
	allMarks = stops + closers + openers + connectors + dots + iterations + kana + widePost + narrowPost + widePre + narrowPre +
		latinClose + latinOpen + dashes + ellipses + "/／-"
	// gb is what the CSS levels begin from.
	gbStart = stops + closers + connectors + dots + iterations + widePost + narrowPost + latinClose + "/／-"
	gbEnd   = openers + widePre + narrowPre + latinOpen + "/／"
)

func without(set, taken string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(taken, r) {
			return -1
		}
		return r
	}, set)
}

// TestLevels holds every level to its set, for every mark of the table, at the
// start and at the end of a line.
func TestLevels(t *testing.T) {
	cssStart := without(gbStart, "〃／") + ellipses
	for _, c := range []struct {
		level             Level
		start, avoid, end string
	}{
		{None, "", "", ""},
		{Basic, gbStart, dashes + ellipses, without(gbEnd, "/／")},
		{GB, gbStart, dashes + ellipses, gbEnd},
		{Strict, gbStart + dashes + ellipses, "", gbEnd},
		{CSSStrict, cssStart + kana, "", without(gbEnd, "/／")},
		{CSSNormal, without(cssStart, "〜゠～‐–"), "", without(gbEnd, "/／")},
		{CSSLoose, without(cssStart, "〜゠～‐–"+iterations+ellipses+"・：；･‼⁇⁈⁉！？"+widePost), "", without(gbEnd, "/／"+widePre)},
	} {
		ru := Rules{Level: c.level}
		for _, r := range allMarks {
			want := Free
			switch {
			case strings.ContainsRune(c.start, r):
				want = Forbidden
			case strings.ContainsRune(c.avoid, r):
				want = Avoid
			}
			if got := ru.Start(r, ClassOf(r)); got != want {
				t.Errorf("%v: %c (%v) at a line start: %v, expected %v", c.level, r, ClassOf(r), got, want)
			}
			want = Free
			if strings.ContainsRune(c.end, r) {
				want = Forbidden
			}
			if got := ru.End(r, ClassOf(r)); got != want {
				t.Errorf("%v: %c (%v) at a line end: %v, expected %v", c.level, r, ClassOf(r), got, want)
			}
		}
		for _, r := range "汉あア①AzéЯ5ｶกא한😀" {
			if ru.Start(r, ClassOf(r)) != Free || ru.End(r, ClassOf(r)) != Free {
				t.Errorf("%v: %c is banned", c.level, r)
			}
		}
	}
}

// TestBlanks: no level lets a line start with a blank or a combining mark.
func TestBlanks(t *testing.T) {
	for l := None; l < levelCount; l++ {
		ru := Rules{Level: l}
		for _, r := range " \u3000\u00a0\u2060\u2009\u0301\ufe0f" {
			if ru.Start(r, ClassOf(r)) != Forbidden {
				t.Errorf("%v: %U may start a line", l, r)
			}
		}
		if ru.End('\u00a0', Glue) != Forbidden {
			t.Errorf("%v: a no-break space may end a line", l)
		}
	}
}

// TestHouseLists: a house adds and takes characters, and its word is the last.
func TestHouseLists(t *testing.T) {
	ru := Rules{Level: GB, NotStart: []rune("的A…"), NotEnd: []rune("第的，"), MayStart: []rune("％…"), MayEnd: []rune("（")}
	for _, c := range []struct {
		r          rune
		start, end Ban
	}{
		{'的', Forbidden, Forbidden}, // an ideograph taken in
		{'A', Forbidden, Free},
		{'第', Free, Forbidden},
		{'，', Forbidden, Forbidden}, // the level's ban at the start, the house's at the end
		{'％', Free, Free},           // let go
		{'（', Free, Free},
		{'…', Free, Free}, // in both lists: the exemption wins
		{'《', Free, Forbidden},
		{'。', Forbidden, Free},
		{'报', Free, Free},
	} {
		if s, e := ru.Start(c.r, ClassOf(c.r)), ru.End(c.r, ClassOf(c.r)); s != c.start || e != c.end {
			t.Errorf("%c: start %v, end %v, expected %v, %v", c.r, s, e, c.start, c.end)
		}
	}
	none := Rules{NotStart: []rune("。")}
	if none.Start('。', Stop) != Forbidden || none.Start('，', Comma) != Free {
		t.Error("a house list on top of the level none does not hold")
	}
}

func TestLevelNames(t *testing.T) {
	for l := None; l < levelCount; l++ {
		if got, ok := ParseLevel(l.String()); !ok || got != l {
			t.Errorf("%v is read as %v, %v", l, got, ok)
		}
	}
	if _, ok := ParseLevel("GB"); ok {
		t.Error("a level that does not exist is read")
	}
}

// TestClasses names the class of characters that were once told wrongly, and
// holds the table free of characters listed twice.
func TestClasses(t *testing.T) {
	for class, rs := range map[Class]string{
		Han:       "一汉㐀𠮷〇アあ①Ⅳ→★※㈱Ａ３〒ㄅ",
		Latin:     "aZéǚßΩжԱ",
		Digit:     "09",
		Connector: "～–−∶",
		Dash:      "—⸺",
		Postfix:   "%％℃²₂°",
		Prefix:    "￥$№≥±√",
		Combining: "\u0301\u20dd\ufe0f\u3099\u302a",
		Glue:      "\u00a0\u2060",
		Space:     " \u2009\u205f",
		Other:     "한กאب😀🇨×÷§«»´\u200b\u200d\u2011\ufeff◌₩",
	} {
		for _, r := range rs {
			if got := ClassOf(r); got != class {
				t.Errorf("%U %c is %v, expected %v", r, r, got, class)
			}
		}
	}
	var seen []rune
	for _, r := range allMarks {
		if slices.Contains(seen, r) {
			t.Errorf("%c stands in two sets", r)
		}
		seen = append(seen, r)
	}
}

// TestEveryClass: any character has a class with a name.
func TestEveryClass(t *testing.T) {
	for r := rune(0); r <= 0x10ffff; r++ {
		if ClassOf(r).String() == "" {
			t.Fatalf("%U has no class name", r)
		}
	}
}
