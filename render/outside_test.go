package render_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// outsideProgram is a program of somebody else's: it sets an issue and writes it in
// three forms, with what this module promises and nothing beside it.
const outsideProgram = `package main

import (
	"fmt"
	"io"
	"os"
	"testing/fstest"

	"duikai/layout/diag"
	"duikai/render"
	"duikai/render/pdfx"
	"duikai/render/proof"
	"duikai/render/replica"
)

func main() {
	issue := fstest.MapFS{
		"issue.yaml":     {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 2, slots: [{story: fog}]}]\n")},
		"stories/fog.md": {Data: []byte("---\nheadline: 江上起雾渡船停航\n---\n今晨江上起雾，渡口的船都停了。摆渡人坐在船头补网。\n")},
	}
	r, err := render.Job{FS: issue}.Run()
	if err != nil || r.Fails() {
		fmt.Println(err, r.Problems)
		os.Exit(1)
	}
	for _, p := range r.Problems {
		_ = p.Text(diag.Chinese)
	}
	found, err := r.PDF(io.Discard, render.Printing{Standard: pdfx.X4})
	fmt.Println(found.Has(diag.Error), err)
	fmt.Println(r.PNG(io.Discard, 2, proof.Options{DPI: 20}))
	fmt.Println(r.Copy(replica.IIIF, "https://paper.example.test/", func(string, []byte) error { return nil }))
}
`

// TestFromOutside: a program in a module of its own is built with the door and runs.
func TestFromOutside(t *testing.T) {
	if testing.Short() {
		t.Skip("a program is linked")
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	// What this module needs the other one needs too, in the same versions.
	own := strings.Replace(string(mod), "module duikai\n", "module example.test/cms\n\nrequire duikai v0.0.0\n\nreplace duikai => "+root+"\n", 1)
	for name, data := range map[string]string{"go.mod": own, "go.sum": string(sum), "main.go": outsideProgram} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "run", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
	out, err := cmd.CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip("the go tool is not here:", err)
	}
	if err != nil || string(out) != "false <nil>\n<nil>\n<nil>\n" {
		t.Errorf("%v\n%s", err, out)
	}
}
