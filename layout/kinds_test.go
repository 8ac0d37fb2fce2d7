package layout_test

import (
	"io/fs"
	"os"
	"slices"
	"testing"

	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/page"
)

// TestKindsOfPage sets the sample pages of samples/pages, one for each kind of
// page that the guide has a recipe for: all of it is set, and nothing is warned
// of.
func TestKindsOfPage(t *testing.T) {
	root := os.DirFS("../samples/pages")
	kinds, err := fs.ReadDir(root, ".")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, k := range kinds {
		if !k.IsDir() {
			continue
		}
		n++
		t.Run(k.Name(), func(t *testing.T) {
			sub, err := fs.Sub(root, k.Name())
			if err != nil {
				t.Fatal(err)
			}
			is := load(t, sub)
			ed, problems := layout.Compose(is, faces(t), layout.Options{})
			for _, p := range problems {
				if p.Severity() > diag.Info {
					t.Error(p)
				}
			}
			checkEdition(t, is, ed, problems)
			kindHolds(t, k.Name(), ed)
		})
	}
	if n < 12 {
		t.Errorf("%d kinds of page", n)
	}
}

// kindHolds looks for what makes a page the kind that it is.
func kindHolds(t *testing.T, kind string, ed *page.Edition) {
	p := ed.Pages[0]
	fills := func(ink page.Ink) (n int) {
		for _, it := range p.Items {
			if f, ok := it.(*page.Fill); ok && f.Ink == ink {
				n++
			}
		}
		return n
	}
	red := func(part page.Part) bool {
		return slices.ContainsFunc(parts2(p, part), func(tx *page.Text) bool { return tx.Ink == page.Red })
	}
	ok := map[string]func() bool{
		"classified": func() bool { return fills(page.Black) > 30 && p.Placements[0].Columns == 9 },
		"television": func() bool { return fills(page.Black) == 6 && p.Placements[0].Measure%7500 == 0 },
		"holiday":    func() bool { return red(page.Headline) && !red(page.Body) },
		"portraits":  func() bool { return len(pictures(p)) == 12 && len(parts2(p, page.Caption)) >= 24 },
		"children":   func() bool { return len(parts2(p, page.Ruby)) > 30 },
		"tables":     func() bool { return len(parts2(p, page.Cell)) > 100 },
	}[kind]
	if ok != nil && !ok() {
		t.Errorf("the page is no %s", kind)
	}
}
