package diag

import (
	"fmt"
	"regexp"
	"testing"
)

// word has words in both languages and, as a trap, a String of its own.
type word struct{ en, zh string }

func (w word) In(l Lang) string { return [...]string{English: w.en, Chinese: w.zh}[l] }

func (w word) String() string { return "neither" }

func TestTextSpeaksTheLanguage(t *testing.T) {
	mark := word{"mark", "标点"}
	for _, tt := range []struct {
		problem Problem
		en, zh  string
	}{
		{New(Normalized, Pos{}, mark, word{"`,`", "「,」"}, word{"`，`", "「，」"}), "mark: `,` becomes `，`", "标点：「,」 改为 「，」"},
		{New(Normalized, Pos{}, "mark", ",", "，"), `mark: "," becomes "，"`, `mark："," 改为 "，"`},
		{New(UnknownKey, Pos{}, mark), "unknown key mark", "未知的键 标点"}, // as it says, by whatever verb
		{New(Unreadable, Pos{}, &mark), "the file cannot be read: mark", "文件无法读取：标点"},
		{New(Unreadable, Pos{}, Warning), "the file cannot be read: warning", "文件无法读取：警告"},
		{New(Unreadable, Pos{}, nil), "the file cannot be read: <nil>", "文件无法读取：<nil>"},
		{New(TooLarge, Pos{}, mark, int64(3), 2), "mark is too large: 3, the limit is 2", "标点过大：3，上限 2"},
		{New("no-such-code", Pos{}, mark), "problem mark", "问题 标点"},
	} {
		for l, want := range []string{English: tt.en, Chinese: tt.zh} {
			if got := tt.problem.Text(Lang(l)); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	}
}

// TestCatalogue: both languages take the same arguments in the same order, and
// every text has both.
func TestCatalogue(t *testing.T) {
	verbs := regexp.MustCompile(`%[0-9]*[a-zA-Z]`)
	for code, e := range catalogue {
		en, zh := fmt.Sprint(verbs.FindAllString(e.text[English], -1)), fmt.Sprint(verbs.FindAllString(e.text[Chinese], -1))
		if en != zh {
			t.Errorf("%s: English takes %s, Chinese %s", code, en, zh)
		}
		if e.text[English] == "" || e.text[Chinese] == "" || (e.hint[English] == "") != (e.hint[Chinese] == "") {
			t.Errorf("%s lacks words in one language", code)
		}
	}
}
