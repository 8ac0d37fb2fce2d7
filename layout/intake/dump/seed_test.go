package dump_test

import (
	"os"
	"testing"
	"time"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/dump"
)

// taken reads one text as a page.
func taken(t testing.TB, name string, text []byte) intake.Delivery {
	t.Helper()
	src := intake.OpenBytes(text, name, name)
	lots, found := dump.Reader().Lots(src, intake.Options{Paper: "望汀日报", Date: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Page: 3})
	if len(lots) != 1 || len(found) > 0 {
		t.Fatalf("%d lots, %v", len(lots), found)
	}
	d := intake.Take(lots)
	if d.Edition == nil {
		t.Fatal(d.Findings)
	}
	return d
}

func counted(d intake.Delivery) map[diag.Code]int {
	n := make(map[diag.Code]int)
	for _, f := range d.Findings {
		n[f.Code]++
	}
	return n
}

// TestSeed reads the page of raw text that lies beside the project, where it
// does.
func TestSeed(t *testing.T) {
	text, err := os.ReadFile("../../../../shared/seed-page.txt")
	if err != nil {
		t.Skip("the seed page is not here")
	}
	d := taken(t, "seed-page.txt", text)
	kinds := make(map[string]int)
	for _, s := range d.Edition.Stories() {
		kinds[s.Kind]++
	}
	if kinds["essay"] != 2 || kinds["continuation"] != 2 || kinds["brief"] != 6 || len(kinds) != 3 {
		t.Errorf("stories: %v", kinds)
	}
	n := counted(d)
	for code, want := range map[diag.Code]int{diag.ImportJoined: 8, diag.ImportLifted: 1, diag.ImportTruncated: 1, diag.ImportCredit: 1, diag.ImportJump: 2} {
		if n[code] != want {
			t.Errorf("%s: %d, expected %d", code, n[code], want)
		}
	}
	if d.Edition.Stories()[1].From.Mark != 1 || d.Edition.Stories()[2].From.Mark != 2 {
		t.Error("the marks of the continuations are not ① and ②")
	}
}
