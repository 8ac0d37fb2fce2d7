package dump_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duikai/layout/intake"
	"duikai/layout/intake/dump"
	"duikai/layout/intake/invented"
)

var faults = flag.Bool("faults", false, "say which stories and joints of the copied pages are wrong")

// ways are those in which text is copied out of a page, with the least that the
// reader reaches on the pages by which the rules were made (a, b), on those of the
// same genres by which they were not (c), on twelve of other genres, which are
// lists and tables for the most part (d), and on ten more (e), at which nobody looked
// while rules were made but for those of the last way: poppler's three orders on crops
// of a head or a column, the order in which the page is drawn by poppler and by pdf.js,
// paragraphs that columns have cut. In the last two ways, poppler's own orders on whole pages, the
// columns of several stories stand side by side on one line: what blanks keep apart is
// taken apart, so that some of it is found; where the blanks are gone, too, little is.
// Nothing is lost in either.
var ways = []struct {
	name                         string
	made, other, further, unseen invented.Bounds
}{
	{"columns-raw", invented.Bounds{Found: 97, Joints: 990}, invented.Bounds{Found: 92, Joints: 990}, invented.Bounds{Found: 84, Joints: 975}, invented.Bounds{Found: 98, Joints: 990}},
	{"columns-reading", invented.Bounds{Found: 95, Joints: 995}, invented.Bounds{Found: 86, Joints: 990}, invented.Bounds{Found: 90, Joints: 985}, invented.Bounds{Found: 94, Joints: 995}},
	{"columns-layout", invented.Bounds{Found: 98, Joints: 990}, invented.Bounds{Found: 82, Joints: 990}, invented.Bounds{Found: 88, Joints: 985}, invented.Bounds{Found: 92, Joints: 995}},
	{"raw", invented.Bounds{Found: 99, Joints: 990}, invented.Bounds{Found: 92, Joints: 990}, invented.Bounds{Found: 85, Joints: 975}, invented.Bounds{Found: 98, Joints: 995}},
	{"pdfjs", invented.Bounds{Found: 97, Joints: 990}, invented.Bounds{Found: 92, Joints: 995}, invented.Bounds{Found: 87, Joints: 985}, invented.Bounds{Found: 92, Joints: 995}},
	{"paragraphs", invented.Bounds{Found: 92, Joints: 990}, invented.Bounds{Found: 88, Joints: 990}, invented.Bounds{Found: 84, Joints: 995}, invented.Bounds{Found: 94, Joints: 995}},
	{"reading", invented.Bounds{}, invented.Bounds{}, invented.Bounds{}, invented.Bounds{}},
	{"layout", invented.Bounds{Found: 20, Joints: 980}, invented.Bounds{Found: 18, Joints: 980}, invented.Bounds{Found: 20, Joints: 985}, invented.Bounds{Found: 40, Joints: 990}},
}

// TestCopied takes in what was copied out of the PDF files of fifty-two invented
// pages of thirty-two genres.
func TestCopied(t *testing.T) {
	var all invented.Score
	for _, way := range ways {
		t.Run("made/"+way.name, func(t *testing.T) { all.Add(judge(t, way.name, way.made, "a", "b")) })
		t.Run("other/"+way.name, func(t *testing.T) { all.Add(judge(t, way.name, way.other, "c")) })
		t.Run("further/"+way.name, func(t *testing.T) { all.Add(judge(t, way.name, way.further, "d")) })
		t.Run("unseen/"+way.name, func(t *testing.T) { all.Add(judge(t, way.name, way.unseen, "e")) })
	}
	// What is wrong stands among the guesses that the report shows.
	const shown = 96 // percent
	n := len(all.Faults)
	if t.Logf("%d of %d faults are shown as guesses", all.Seen, n); all.Seen*100 < n*shown {
		t.Errorf("%d of %d faults are shown as guesses", all.Seen, n)
	}
}

// judge reads the pages of some sets in one way.
func judge(t *testing.T, way string, bounds invented.Bounds, sets ...string) (sum invented.Score) {
	t.Helper()
	for _, set := range sets {
		for _, name := range copiedPages(t, set) {
			s := readPage(t, name, way)
			if *faults {
				t.Logf("%-10s %s\n  %s", name, s, strings.Join(s.Faults, "\n  "))
			}
			sum.Add(s)
		}
	}
	t.Log(sum)
	for _, f := range bounds.Faults(sum) {
		t.Error(f)
	}
	return sum
}

func copiedPages(t *testing.T, set string) (names []string) {
	t.Helper()
	dirs, err := filepath.Glob("testdata/copied/*-" + set)
	if err != nil || len(dirs) == 0 {
		t.Fatal(dirs, err)
	}
	for _, d := range dirs {
		names = append(names, filepath.Base(d))
	}
	return names
}

// readPage takes in a page and compares it with what stood on it.
func readPage(t *testing.T, name, way string) invented.Score {
	t.Helper()
	truth, err := os.ReadFile(filepath.Join("testdata/copied", name, "truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want []invented.Truth
	if err := json.Unmarshal(truth, &want); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join("testdata/copied", name, way+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	lots, _ := dump.Reader().Lots(intake.OpenBytes(text, way+".txt", fmt.Sprint(name, way)), invented.Options())
	return invented.Compare(string(text), want, intake.Take(lots))
}
