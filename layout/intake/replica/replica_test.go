package replica_test

import (
	"flag"
	"fmt"
	"testing"

	"duikai/layout/intake"
	"duikai/layout/intake/invented"
	"duikai/layout/intake/replica"
)

var update = flag.Bool("update", false, "write the golden files")

const written = `{
 "paper": "望汀日报",
 "date": "2026-11-23",
 "number": 7,
 "pages": [
  {"number": 1, "name": "要闻", "width": 1105.51, "height": 1547.72, "slots": [
   {"kind": "nameplate", "area": [60, 60, 985, 120]},
   {"kind": "story", "story": "ferry", "area": [60, 190, 400, 600], "to": 2},
   {"kind": "picture", "story": "pictures/boat.jpg", "area": [470, 190, 400, 300]}
  ], "lines": [
   {"part": "furniture", "box": [0, 0, 1, 1], "text": "2026年11月23日 星期一"},
   {"story": "ferry", "part": "kicker", "box": [0, 0, 1, 1], "text": "出行更方便"},
   {"story": "ferry", "part": "headline", "box": [0, 0, 1, 1], "text": "渡口"},
   {"story": "ferry", "part": "headline", "box": [0, 0, 1, 1], "text": "开通早班船"},
   {"story": "ferry", "part": "byline", "box": [0, 0, 1, 1], "text": "本报记者 于渡"},
   {"story": "ferry", "part": "body", "box": [0, 0, 1, 1], "text": "第一班船"}
  ]},
  {"number": 2, "width": 1105.51, "height": 1547.72, "slots": [
   {"kind": "story", "story": "ferry", "area": [60, 60, 400, 200], "from": 1},
   {"kind": "story", "story": "gone", "area": [60, 300, 400, 200]}
  ], "lines": [
   {"story": "ferry", "part": "body", "box": [0, 0, 1, 1], "text": "离岸。"},
   {"story": "ferry", "part": "subhead", "box": [0, 0, 1, 1], "text": "船工的话"},
   {"story": "ferry", "part": "body", "box": [0, 0, 1, 1], "text": "“往后每天两班。”"},
   {"story": "ferry", "part": "note", "box": [0, 0, 1, 1], "text": "（作者系船工）"}
  ]}
 ],
 "stories": [
  {"id": "ferry", "headline": "渡口开通早班船", "byline": "本报记者 于渡", "text": "出行更方便\n渡口开通早班船\n本报记者 于渡\n\n第一班船离岸。\n\n船工的话\n“往后每天两班。”\n（作者系船工）\n"},
  {"id": "spare", "text": "备稿\n\n没有上版。\n"}
 ]
}
`

func TestGolden(t *testing.T) {
	src := invented.Folder(t, map[string][]byte{"layout.json": []byte(written), "pages.pdf": []byte("%PDF-1.4"), "other.json": []byte(`{"pages": []}`)})
	if sure := replica.Reader().Claim(src); sure < 90 {
		t.Errorf("the claim is %d", sure)
	}
	invented.Golden(t, "layout.golden", replica.Reader(), src, intake.Options{}, *update)
}

// FuzzReplica varies small pieces of layout.json, each put into what it needs around it: of
// a long text Go makes every find shorter for a minute before it goes on.
func FuzzReplica(f *testing.F) {
	const edition, page, story = 0, 1, 2
	f.Add(edition, `"paper": "望汀日报", "date": "2026-11-23", "number": 7`)
	f.Add(page, `"number": 2, "width": 90, "slots": [{"kind": "story", "story": "a", "area": [6, 6, 40, 20], "from": 1}]`)
	f.Add(page, `"number": 1, "height": 90, "lines": [{"story": "a", "part": "body", "box": [0, 0, 1, 1], "text": "船"}]`)
	f.Add(story, `"id": "a", "headline": "渡口", "byline": "于渡", "text": "渡口\n于渡\n\n船。\n"`)
	f.Fuzz(func(_ *testing.T, which int, piece string) {
		parts := [...]string{edition: `"paper": "望汀日报", "date": "2026-11-23"`, page: `"number": 1, "width": 90, "height": 90, "slots": [{"kind": "story", "story": "a", "area": [6, 6, 40, 20]}]`, story: `"id": "a", "text": "渡口\n船。\n"`}
		parts[uint(which)%uint(len(parts))] = piece
		data := fmt.Appendf(nil, `{%s, "pages": [{%s}], "stories": [{%s}]}`, parts[edition], parts[page], parts[story])
		all, _ := invented.Take(replica.Reader(), intake.OpenBytes(data, "layout.json", "layout.json"), invented.Options())
		for _, d := range all {
			if d.Edition != nil {
				d.Edition.Restore(d.Edition.Grids().Grid())
				d.Edition.Folder(d.Findings, intake.LayoutRestore)
			}
		}
	})
}
