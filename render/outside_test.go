package render_test

import (
	"errors"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestEverythingHasAName: what the door hands on, and what that hands on in turn, has
// names that another module can write down.
func TestEverythingHasAName(t *testing.T) {
	door, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedTypes}, ".")
	if err != nil || len(door) != 1 || door[0].Types == nil {
		t.Fatal(err, door)
	}
	w := namer{t: t, seen: make(map[types.Type]bool)}
	scope := door[0].Types.Scope()
	for _, name := range scope.Names() {
		if o := scope.Lookup(name); o.Exported() {
			w.walk("render."+name, o.Type())
		}
	}
	if len(w.seen) < 300 {
		t.Errorf("only %d types were met", len(w.seen))
	}
}

// namer walks through types.
type namer struct {
	t    *testing.T
	seen map[types.Type]bool
}

func (w namer) walk(where string, t types.Type) {
	if w.seen[t] {
		return
	}
	w.seen[t] = true
	switch t := t.(type) {
	case *types.Alias: // it gives its name to what it stands for
		w.name(where, t.Obj())
		n, ok := types.Unalias(t).(*types.Named)
		if !ok {
			w.walk(where, types.Unalias(t))
			return
		}
		w.seen[n] = true
		w.members(t.Obj().Name(), n)
	case *types.Named:
		w.name(where, t.Obj())
		if p := t.Obj().Pkg(); p != nil && strings.HasPrefix(p.Path(), "duikai/") {
			w.members(p.Name()+"."+t.Obj().Name(), t)
		}
		for a := range t.TypeArgs().Types() {
			w.walk(where, a)
		}
	case *types.Map:
		w.walk(where, t.Key())
		w.walk(where, t.Elem())
	case interface{ Elem() types.Type }: // pointers, lists, channels
		w.walk(where, t.Elem())
	case *types.Signature:
		for v := range t.Params().Variables() {
			w.walk(where, v.Type())
		}
		for v := range t.Results().Variables() {
			w.walk(where, v.Type())
		}
	case *types.Struct:
		for f := range t.Fields() {
			if f.Exported() {
				w.walk(where+"."+f.Name(), f.Type())
			}
		}
	case *types.Interface:
		for m := range t.Methods() {
			w.walk(where+"."+m.Name(), m.Type())
		}
	}
}

// members walks through what a type shows.
func (w namer) members(where string, t *types.Named) {
	for m := range t.Methods() {
		if m.Exported() {
			w.walk(where+"."+m.Name(), m.Type())
		}
	}
	w.walk(where, t.Underlying())
}

func (w namer) name(where string, o *types.TypeName) {
	if o.Pkg() == nil {
		return
	}
	if path := o.Pkg().Path(); strings.HasPrefix(path, "duikai/") && (!o.Exported() || strings.Contains(path, "/internal/")) {
		w.t.Errorf("%s shows %s.%s, which nobody else can name", where, path, o.Name())
	}
}

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
