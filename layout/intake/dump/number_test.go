package dump_test

import (
	"slices"
	"testing"
	"time"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/dump"
)

// TestPageNumber: a page that does not tell its number stands behind those that its
// stories come from, so that they keep their marks, and its editor is told.
func TestPageNumber(t *testing.T) {
	const body = "本报讯（记者 白桐）渡口的早班船昨天起提前半小时开航，乘客可以在岸边的小屋里等船。\n"
	for _, c := range []struct {
		name, text  string
		given, want int
		told        bool
	}{
		{"nothing tells", "早班船开了\n" + body, 0, 1, true},
		{"a story comes from page 1", "早班船开了\n" + body + "（上接第1版①）\n说到这里，他停了停。船已经靠岸，挑担的人排起了队。\n", 0, 2, true},
		{"stories come from two pages", "早班船开了\n" + body + "（上接第3版）\n说到这里，他停了停。船已经靠岸，挑担的人排起了队。\n（上接第1版）\n风小了些，旗子垂了下来，等船的人把伞收了。\n", 0, 4, true},
		{"its header tells", "望汀日报 2026年11月23日 第5版\n早班船开了\n" + body, 0, 5, false},
		{"its editor tells", "早班船开了\n" + body + "（上接第1版①）\n说到这里，他停了停。船已经靠岸，挑担的人排起了队。\n", 7, 7, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := intake.OpenBytes([]byte(c.text), "text.txt", "text.txt")
			lots, found := dump.Reader().Lots(src, intake.Options{Paper: "望汀日报", Date: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Page: c.given})
			if len(lots) != 1 {
				t.Fatalf("%d lots; %v", len(lots), found)
			}
			d := lots[0].Read()
			if d.Edition == nil || len(d.Edition.Pages) != 1 || d.Edition.Pages[0].Number != c.want {
				t.Fatalf("not page %d: %+v", c.want, d.Edition)
			}
			told := slices.IndexFunc(d.Findings, func(f intake.Finding) bool { return f.Code == diag.ImportPageNumber })
			if (told >= 0) != c.told {
				t.Errorf("told: %v, want %v", told >= 0, c.told)
			}
			if told >= 0 && d.Findings[told].Args[0] != any(c.want) {
				t.Errorf("page %v is told", d.Findings[told].Args[0])
			}
		})
	}
}
