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
// reader reaches on the pages by which the rules were made (a, b) and on those by
// which they were not (c): poppler's three orders on crops of a head or a column,
// the order in which the page is drawn by poppler and by pdf.js, paragraphs that
// columns have cut. In the last two ways, poppler's own orders on whole pages, the
// columns of several stories stand side by side on one line: nothing is lost, but
// little is found.
var ways = []struct {
	name        string
	made, other invented.Bounds
}{
	{"columns-raw", invented.Bounds{Found: 88, Joints: 985}, invented.Bounds{Found: 86, Joints: 965}},
	{"columns-reading", invented.Bounds{Found: 86, Joints: 985}, invented.Bounds{Found: 80, Joints: 965}},
	{"columns-layout", invented.Bounds{Found: 88, Joints: 985}, invented.Bounds{Found: 68, Joints: 975}},
	{"raw", invented.Bounds{Found: 94, Joints: 985}, invented.Bounds{Found: 88, Joints: 965}},
	{"pdfjs", invented.Bounds{Found: 94, Joints: 985}, invented.Bounds{Found: 86, Joints: 975}},
	{"paragraphs", invented.Bounds{Found: 90, Joints: 980}, invented.Bounds{Found: 78, Joints: 970}},
	{"reading", invented.Bounds{}, invented.Bounds{}},
	{"layout", invented.Bounds{}, invented.Bounds{}},
}

// TestCopied takes in what was copied out of the PDF files of thirty invented
// pages of ten genres.
func TestCopied(t *testing.T) {
	for _, way := range ways {
		t.Run("made/"+way.name, func(t *testing.T) { judge(t, way.name, way.made, "a", "b") })
		t.Run("other/"+way.name, func(t *testing.T) { judge(t, way.name, way.other, "c") })
	}
}

// judge reads the pages of some sets in one way.
func judge(t *testing.T, way string, bounds invented.Bounds, sets ...string) {
	t.Helper()
	var sum invented.Score
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
