package samples

import (
	"fmt"
	"io/fs"
	"iter"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// BackIssue is one issue of a made archive: an issue folder of one page.
type BackIssue struct {
	Dir   string // inside the archive, with slashes: 1998/01/1998-01-01
	Date  time.Time
	Fault string            // code of the problem that keeps it from being set; empty: it is good
	Files map[string]string // by path inside the folder
}

// archiveStart is the day of the first issue.
var archiveStart = time.Date(1998, 1, 1, 0, 0, 0, 0, time.UTC)

// Every faultEvery-th issue has a fault, the first one early.
const (
	faultEvery = 10
	firstFault = 3
)

// Archive makes an archive of n issues of one tabloid page, day after day, for
// trying and measuring a batch. Known faults are among them, each kind in turn.
// The same n gives the same issues, and a larger one the same and more.
func Archive(n int) iter.Seq[BackIssue] {
	return func(yield func(BackIssue) bool) {
		pool := paragraphs()
		for i := range n {
			if !yield(backIssue(i, pool)) {
				return
			}
		}
	}
}

// paragraphs are the plain paragraphs of the sample issue, to be dealt out
// anew.
func paragraphs() []string {
	var pool []string
	stories, err := fs.Glob(Wangting(), "stories/*.md")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for _, name := range stories {
		text, err := fs.ReadFile(Wangting(), name)
		if err != nil {
			panic(err) // it is embedded
		}
		_, body, _ := strings.Cut(string(text), "\n---\n")
		for p := range strings.SplitSeq(body, "\n\n") {
			p = strings.TrimSpace(p)
			n := utf8.RuneCountInString(p)
			if n >= 60 && n <= 260 && !strings.ContainsAny(p, "*_=~#|<>[]{}`\n") {
				pool = append(pool, p)
			}
		}
	}
	return pool
}

// Heads are put together from who and what.
var (
	headWho = []string{"半月湖畔", "云桥老街", "汀江渡口", "北原灌区", "城南菜场", "望汀书屋", "桂枝小学", "合浦旧港", "竹篾巷里", "山塘村头", "码头仓库", "电车总站"}
	headDid = []string{"添了新灯", "开了夜市", "修好石阶", "办起讲堂", "迎来候鸟", "种下新树", "换上新牌", "通了早班车", "收了第一季稻", "晒出旧照片", "留住老手艺", "亮出成绩单"}
)

const archiveIssue = `paper: 望汀日报
date: %s
number: %d
format: tabloid
pages:
  - number: 1
    name: 要闻
    slots:
      - {nameplate: across, at: [1, 1], span: [6, 12]}
      - {story: lead, at: [1, 14], span: [6, 30]}
      - {story: left, at: [1, 45], span: [3, %d]}
      - {story: right, at: [4, 45], span: [3, 42]}
%s`

func backIssue(i int, pool []string) BackIssue {
	date := archiveStart.AddDate(0, 0, i)
	b := BackIssue{Dir: date.Format("2006/01/2006-01-02"), Date: date}
	draw := uint32(i)*2654435761 + 1 // Knuth's multiplier; then a linear congruence
	next := func(n int) int {
		draw = draw*1664525 + 1013904223
		return int(draw>>8) % n
	}
	story := func(chars int) string {
		head := headWho[next(len(headWho))] + headDid[next(len(headDid))]
		return fmt.Sprintf("---\nheadline: %s\n---\n%s\n", head, strings.Join(deal(pool, next(len(pool)), chars), "\n\n"))
	}
	b.Files = map[string]string{
		"stories/lead.md":  story(1250 + next(150)),
		"stories/left.md":  story(850 + next(150)),
		"stories/right.md": story(850 + next(150)),
	}
	rows, more := 42, ""
	if i%faultEvery == firstFault {
		switch i / faultEvery % 5 {
		case 0:
			b.Fault = "missing-story"
			delete(b.Files, "stories/left.md")
		case 1:
			b.Fault = "overset-text"
			b.Files["stories/right.md"] += "\n" + strings.Join(deal(pool, next(len(pool)), 1500), "\n\n") + "\n"
		case 2:
			b.Fault = "bad-yaml"
			more = "      - {story: [lead\n"
		case 3:
			b.Fault = "no-glyph"
			b.Files["stories/lead.md"] += "\n一位姓\U0003134A的老人说，这个字谁也不认得。\n" // the last character of CJK extension G
		case 4:
			b.Fault = "missing-picture"
			rows, more = 21, "      - {picture: pictures/lost.jpg, at: [1, 66], span: [3, 21]}\n"
			b.Files["stories/left.md"] = story(350)
		}
	}
	b.Files["issue.yaml"] = fmt.Sprintf(archiveIssue, date.Format(time.DateOnly), 1000+i, rows, more)
	return b
}

// deal takes paragraphs from the pool, one after the other from a place on,
// that together have at most so many characters.
func deal(pool []string, from, chars int) []string {
	var list []string
	for _, p := range slices.Concat(pool[from:], pool[:from]) {
		if n := utf8.RuneCountInString(p); n <= chars {
			list = append(list, p)
			chars -= n
		}
	}
	return list
}
