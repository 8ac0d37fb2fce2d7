package manuscript

import (
	"slices"
	"testing"
)

// TestWritePlan puts places into issue.yaml: everything else stays to the byte.
func TestWritePlan(t *testing.T) {
	const before = "paper: 望汀日报\ndate: 2026-11-23\npages:\n- number: 1\n"
	for name, c := range map[string]struct{ in, want string }{
		"braces": {
			"  slots:\n  # 头条\n  - {story: a}\n  - {story: b, head: left} # 边题\n",
			"  slots:\n  # 头条\n  - {story: a, at: [1, 2], span: [3, 40]}  # found\n  - {story: b, head: left, at: [4, 2], span: [2, 20], columns: 3} # 边题\n"},
		"height open": {
			"  slots:\n  - {story: a, span: [3, null], box: line}\n  - {at: [4, 2], span: [2, 20], story: b, columns: 3}\n",
			"  slots:\n  - {story: a, span: [3, 40], box: line, at: [1, 2]}  # found\n  - {at: [4, 2], span: [2, 20], story: b, columns: 3}\n"},
		"lines": {
			"  slots:\n  - story: a\n    box: line\n\n  - story: b # 二条\n",
			"  slots:\n  - story: a\n    at: [1, 2]  # found\n    span: [3, 40]  # found\n    box: line\n\n  - story: b # 二条\n    at: [4, 2]  # found\n    span: [2, 20]  # found\n    columns: 3  # found\n"},
		"a pool": {
			"  pool: [a, b] # 都是小稿\n",
			"  slots:\n    - {story: a, at: [1, 2], span: [3, 40]}  # found\n    - {story: b, at: [4, 2], span: [2, 20], columns: 3}  # found\n  pool: [] # 都是小稿\n"},
		"a pool and slots": {
			"  slots:\n    - {story: a}\n  pool:\n    - b\n    - c\n",
			"  slots:\n    - {story: a, at: [1, 2], span: [3, 40]}  # found\n    - {story: b, at: [4, 2], span: [2, 20], columns: 3}  # found\n  pool:\n    - c\n"},
		"a pool, and a slot with an empty line and a comment": {
			"  slots:\n    - story: a\n\n# 头条\n      head: left\n      box: line # 框\n\n  # 小稿\n  pool: [b]\n",
			"  slots:\n    - story: a\n\n# 头条\n      at: [1, 2]  # found\n      span: [3, 40]  # found\n      head: left\n      box: line # 框\n    - {story: b, at: [4, 2], span: [2, 20], columns: 3}  # found\n\n  # 小稿\n  pool: []\n"},
		"over two lines, with CRLF": {
			"  slots:\r\n  - {story: a,\r\n     head: left}\r\n  - {story: b}\r\n",
			"  slots:\r\n  - {story: a,\r\n     head: left, at: [1, 2], span: [3, 40]}  # found\r\n  - {story: b, at: [4, 2], span: [2, 20], columns: 3}  # found\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			source := before + c.in
			is, _ := Load(folder(issueY, source, storyA, goodA))
			var slots []*Slot
			for _, s := range is.Pages[0].Slots {
				f := *s
				switch s.Story {
				case "a":
					f.Col, f.Row, f.Cols, f.Rows = 1, 2, 3, 40
				case "b":
					f.Col, f.Row, f.Cols, f.Rows, f.Columns = 4, 2, 2, 20, 3
				default:
					continue
				}
				slots = append(slots, &f)
			}
			got, err := WritePlan([]byte(source), map[int][]*Slot{1: slots})
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != before+c.want {
				t.Errorf("got\n%s\nwant\n%s", got, before+c.want)
			}
			again, _ := Load(folder(issueY, string(got), storyA, goodA))
			for _, s := range slots {
				if !slices.ContainsFunc(again.Pages[0].Slots, func(o *Slot) bool {
					return o.Story == s.Story && o.Open == 0 && o.Col == s.Col && o.Row == s.Row && o.Cols == s.Cols && o.Rows == s.Rows && o.Columns%s.Cols == s.Columns%s.Cols
				}) {
					t.Errorf("%s is not read where it was written", s.Story)
				}
			}
		})
	}
}
