package manuscript

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// noticeWords end the head of a public notice (公告启事), and often are all of it.
var noticeWords = []string{
	"公告", "声明", "启事", "通知", "通告", "讣告", "讣闻", "鸣谢", "致谢", "谢启", "更正", "致歉", "招聘", "公示", "征订",
	"寻人", "寻物", "招领", "遗失", "出售", "出租", "求购", "转让",
}

// NoticeHead tells whether a line is the head of a public notice: it ends with a word for
// one, behind so many characters at most.
func NoticeHead(line string, before int) bool {
	return slices.ContainsFunc(noticeWords, func(w string) bool {
		head, ok := strings.CutSuffix(line, w)
		return ok && utf8.RuneCountInString(head) <= before
	})
}

// beforeNotice is how many characters stand before that word at most where a headline
// says that its story is a notice; news tells more: 市政府就老旧小区改造发布公告.
const beforeNotice = 6

// Notice tells whether a story is a public notice: its headline or what stands over it
// says so, and it is no news of weight.
func (s *Story) Notice() bool {
	if s.Rank() < UsualWeight {
		return false
	}
	is := func(text string) bool { return NoticeHead(strings.TrimSpace(text), beforeNotice) }
	var headline strings.Builder
	for _, l := range s.Headline {
		headline.WriteString(l.Plain())
	}
	return is(s.Kicker.Plain()) || is(s.Column.Plain()) || is(headline.String())
}
