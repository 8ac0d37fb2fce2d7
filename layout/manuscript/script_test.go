package manuscript

import (
	"strings"
	"testing"
)

// chars is a text on its way, each character in its place.
func charsOf(text string) (cs []char) {
	for i, r := range []rune(text) {
		cs = append(cs, char{r: r, line: 1, col: int32(i + 1)})
	}
	return cs
}

// shown writes raised characters in 〈〉 and lowered ones in 《》.
func shown(cs []char) string {
	var b strings.Builder
	marks := map[Emphasis][2]string{Raised: {"〈", "〉"}, Lowered: {"《", "》"}}
	for i, c := range cs {
		s := c.style & (Raised | Lowered)
		if s != 0 && (i == 0 || cs[i-1].style&s == 0) {
			b.WriteString(marks[s][0])
		}
		b.WriteRune(c.r)
		if s != 0 && (i+1 == len(cs) || cs[i+1].style&s == 0) {
			b.WriteString(marks[s][1])
		}
	}
	return b.String()
}

func TestScripts(t *testing.T) {
	for in, want := range map[string]string{
		"面积3m^2^的":        "面积3m〈2〉的",
		"10^-3^克":         "10〈−3〉克",
		"CO~2~排放":         "CO《2》排放",
		"H~2~O和H~2~SO~4~": "H《2》O和H《2》SO《4》",
		"T~max~为3":        "T《max》为3",
		"用^14^C测年":        "用〈14〉C测年",
		"(x+y)^n^":        "(x+y)〈n〉",
		"x^n+1^":          "x〈n+1〉",
		"Ca^2+^":          "Ca〈2+〉",
		// Left as they are.
		"100~150":           "100~150",
		"100~150，200~250":   "100~150，200~250",
		"3~5~8":             "3~5~8",
		"10~20~元":           "10~20~元",
		"a~b":               "a~b",
		"m^2":               "m^2",
		"2^3^4":             "2^3^4",
		"~~论语~~":            "~~论语~~",
		"^_^":               "^_^",
		"好^好^":              "好^好^",
		"a ^b^ c":           "a ^b^ c",
		"m^ 2^":             "m^ 2^",
		"m^^2^^":            "m^^2^^",
		"m^^":               "m^^",
		"m^1234567890123^":  "m^1234567890123^",
		"www.a.cn/x~y~z":    "www.a.cn/x~y~z",
		"哈~哈~":              "哈~哈~",
		"1^2^":              "1〈2〉",
		"www.a.cn/~user~/1": "www.a.cn/~user~/1",
	} {
		if got := shown(scripts(charsOf(in))); got != want {
			t.Errorf("%s reads %s, not %s", in, got, want)
		}
	}
	escaped := charsOf("m^2^")
	escaped[1].literal = true
	if got := shown(scripts(escaped)); got != "m^2^" {
		t.Errorf("an escaped mark reads %s", got)
	}
}
