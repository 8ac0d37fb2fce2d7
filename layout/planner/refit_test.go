package planner

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"strings"
	"testing"
	"testing/fstest"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

// TestRefit: a page of print gets its text in: an L is parted as its text asks for, a
// picture inside a story gets the room that it takes, and no story is set in other
// columns that make its picture coarse.
func TestRefit(t *testing.T) {
	set := faces(t)
	var small bytes.Buffer
	if err := jpeg.Encode(&small, image.NewGray(image.Rect(0, 0, 800, 230)), nil); err != nil {
		t.Fatal(err)
	}
	holes := 0
	for name, tt := range map[string]struct {
		slots string
		chars int    // of story a
		more  string // in its front matter
		want  []string
		code  diag.Code // that is gone, or stays away
		least int       // pixels an inch
	}{
		"an L with its foot at the right": {"{story: a, at: [1, 1], span: [3, 20]}\n{story: a, at: [3, 21], span: [1, 66]}\n{story: b, at: [1, 22], span: [2, 65]}\n{story: b, at: [4, 1], span: [3, 86]}",
			1250, "", []string{"a 1,1 2x20", "a 3,1 1x86"}, "", 30},
		"an L with its foot at the left": {"{story: a, at: [1, 1], span: [3, 20]}\n{story: a, at: [1, 21], span: [1, 66]}\n{story: b, at: [2, 22], span: [2, 65]}\n{story: b, at: [4, 1], span: [3, 86]}",
			1250, "", []string{"a 1,1 1x86", "a 2,1 2x20"}, "", 30},
		"an L with its head over all columns": {"{story: a, at: [1, 1], span: [3, 20]}\n{story: a, at: [3, 21], span: [1, 66]}\n{story: b, at: [1, 22], span: [2, 65]}\n{story: b, at: [4, 1], span: [3, 86]}",
			1130, "", []string{"a 1,1 3x20", "a 3,2"}, "", 30},
		"columns that leave less white": {"{story: a, at: [1, 1], span: [3, 45]}\n{story: b, at: [4, 1], span: [3, 86]}",
			1100, "pictures: [{file: pictures/small.jpg}]\n", []string{"a 1,1 3x45 in 2"}, "", 30},
		"columns in which a picture would be coarse": {"{story: a, at: [1, 1], span: [3, 45]}\n{story: b, at: [4, 1], span: [3, 86]}",
			1100, "pictures: [{file: pictures/small.jpg}]\n", []string{"a 1,1 3x45 in 0"}, diag.CoarsePicture, 700},
		"a picture without room": {"{story: a, at: [1, 1], span: [2, 16]}\n{story: b, at: [1, 18], span: [6, 69]}",
			150, "pictures: [{file: pictures/small.jpg, rows: 14}]\n", nil, diag.PictureRoom, 30},
	} {
		t.Run(name, func(t *testing.T) {
			var list strings.Builder
			for line := range strings.Lines(tt.slots) {
				list.WriteString("      - " + line)
			}
			files := fstest.MapFS{
				"pictures/small.jpg": {Data: small.Bytes()},
				"stories/a.md":       {Data: fmt.Appendf(nil, "---\nheadline: 渡口添灯\n%s---\n%s\n", tt.more, text(tt.chars))},
				"stories/b.md":       {Data: fmt.Appendf(nil, "---\nheadline: 夜市搬家\n---\n%s\n", text(2600))},
				"issue.yaml":         {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\nformat: tabloid\nstyle: {resolution: " + fmt.Sprint(tt.least) + "}\npages:\n  - number: 3\n    slots:\n" + list.String() + "\n")},
			}
			is, problems := manuscript.Load(files)
			if problems.Has(diag.Error) {
				t.Fatal(problems)
			}
			_, problems = layout.Compose(is, set, layout.Options{})
			if tt.code == diag.PictureRoom && !strings.Contains(fmt.Sprint(problems), string(tt.code)) {
				t.Errorf("without refitting there is no %s in %v", tt.code, problems)
			}
			r := Refit(is, set)
			_, problems = layout.Compose(is, set, layout.Options{})
			if len(r) != 1 || r[0].Stuck || problems.Has(diag.Error) {
				t.Errorf("%+v\n%v", r, problems)
			}
			for _, p := range problems {
				if p.Code == diag.WhiteHole {
					if holes++; len(r[0].Holes) == 0 || r[0].Holes[0].Col != p.Args[1] || r[0].Holes[0].Row != p.Args[3] || r[0].Holes[0].Row+r[0].Holes[0].Rows-1 != p.Args[4] {
						t.Errorf("holes are %v: %v", r[0].Holes, p)
					}
				}
			}
			got := ""
			for _, s := range is.Pages[0].Slots {
				got += fmt.Sprintf("%s %d,%d %dx%d in %d; ", s.Story, s.Col, s.Row, s.Cols, s.Rows, s.Columns)
			}
			for _, w := range tt.want {
				if !strings.Contains(got, w) {
					t.Errorf("no %s among %s", w, got)
				}
			}
			t.Log(got)
		})
	}
	if holes == 0 {
		t.Error("no page has a hole")
	}
}
