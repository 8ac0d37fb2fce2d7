package invented

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"duikai/layout/diag"
	"duikai/layout/intake"
)

// Folder is a source of files.
func Folder(t testing.TB, files map[string][]byte) *intake.Source {
	t.Helper()
	src := Sources(files)
	if len(src.Files) == 0 {
		t.Fatal("there is no file")
	}
	return src
}

// Sources is a source of files, for those who have no test at hand.
func Sources(files map[string][]byte) *intake.Source {
	fsys := fstest.MapFS{}
	for name, data := range files {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	src, _ := intake.OpenFolder(fsys, "source")
	return src
}

// Take reads all issues of a source.
func Take(r intake.Reader, src *intake.Source, o intake.Options) (all []intake.Delivery, found []intake.Finding) {
	lots, found := r.Lots(src, o)
	for _, g := range intake.Group(lots) {
		all = append(all, intake.Take(g))
	}
	return all, found
}

// Written is the file of the only story of a source, and how often each code is told.
func Written(t testing.TB, r intake.Reader, src *intake.Source) (text string, told map[diag.Code]int) {
	t.Helper()
	all, _ := Take(r, src, Options())
	if len(all) != 1 || all[0].Edition == nil || len(all[0].Edition.Stories()) != 1 {
		t.Fatalf("%d issues", len(all))
	}
	f, _ := all[0].Edition.Folder(all[0].Findings, intake.LayoutNone)
	for _, file := range f.Files {
		if path.Ext(file.Path) == ".md" {
			text = string(file.Data)
		}
	}
	told = make(map[diag.Code]int)
	for _, f := range all[0].Findings {
		told[f.Code]++
	}
	return text, told
}

// Options are those of tests: a paper and a day.
func Options() intake.Options {
	return intake.Options{Paper: "望汀日报", Date: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Page: 3}
}

// Golden compares the folder that a source becomes, import.json with it, with
// testdata/name, or writes that file.
func Golden(t *testing.T, name string, r intake.Reader, src *intake.Source, o intake.Options, update bool) {
	t.Helper()
	all, found := Take(r, src, o)
	var b bytes.Buffer
	for _, f := range found {
		fmt.Fprintf(&b, "%s\n", f.Problem)
	}
	for _, d := range all {
		if d.Edition == nil {
			for _, f := range d.Findings {
				fmt.Fprintf(&b, "%s\n", f.Problem)
			}
			continue
		}
		f, more := d.Edition.Folder(d.Findings, o.Layout)
		for _, m := range more {
			fmt.Fprintf(&b, "%s\n", m.Problem)
		}
		for _, file := range f.Files {
			if !file.Text {
				fmt.Fprintf(&b, "-- %s/%s: %d bytes --\n", f.Dir, file.Path, len(file.Data))
				continue
			}
			fmt.Fprintf(&b, "-- %s/%s --\n%s", f.Dir, file.Path, file.Data)
		}
		fmt.Fprintf(&b, "-- %s/import.json --\n%s", f.Dir, f.Record.JSON())
	}
	golden := filepath.Join("testdata", name)
	if update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); diff != "" {
		t.Errorf("%s: -want +got\n%s", golden, diff)
	}
}

// Plain is all text of an edition without blanks, to see that none was lost.
func Plain(e *intake.Edition) string {
	var b strings.Builder
	for _, s := range e.Stories() {
		s.Fields(func(_ string, f *intake.Field) { b.WriteString(Squeezed(f.Text.String())) })
		for _, k := range s.Body {
			for _, row := range k.Rows {
				for _, c := range row {
					b.WriteString(Squeezed(c.String()))
				}
			}
		}
	}
	return b.String()
}

// Squeezed is a text without blanks.
func Squeezed(s string) string { return strings.Join(strings.Fields(s), "") }
