package layout_test

import (
	"slices"
	"testing"

	"duikai/layout/diag"
)

// TestLooseLinesTold: what a line had to do is told at its place: open by more
// than an eighth of an em is a note, torn a warning.
func TestLooseLinesTold(t *testing.T) {
	for _, c := range []struct {
		text string
		want diag.Code // none: nothing is told
	}{
		{"首届比赛平台的控制误差昨天下午已经又缩小到Starlight5型以内。", diag.LooseLine},
		{"首届比赛平台的控制误差昨天下午已缩小到StarlightXXIV5型以内。", diag.TornLine},
		{"汀江两岸，稻谷登场；十月的风，把晒场吹得金黄，社员们都说今年好。", ""},
	} {
		plan := "pages: [{number: 2, slots: [{story: a, at: [1, 1], span: [1, 30]}]}]\n"
		_, _, problems := compose(t, folder(t, plan, map[string]string{"a": "---\nheadline: 水来了\nweight: 2\n---\n" + c.text + "\n"}))
		for _, code := range []diag.Code{diag.LooseLine, diag.TornLine} {
			i := slices.IndexFunc(problems, func(p diag.Problem) bool { return p.Code == code })
			if (i >= 0) != (code == c.want) {
				t.Errorf("%s: %v told: %v", c.text, code, problems)
			}
			if i >= 0 && (problems[i].Pos.File != "stories/a.md" || problems[i].Pos.Line != 5) {
				t.Errorf("%s: told at %v", c.text, problems[i].Pos)
			}
		}
	}
}
