// Systems checks the types of every package and every test as another system would
// build them: only the code of the project is looked through, of all others the
// declarations, and nothing is compiled. So it takes seconds where go vet takes minutes.
//
// A target is GOOS/GOARCH, with build tags behind commas:
//
//	go run ./samples/systems linux/386 darwin/arm64 windows/amd64 linux/amd64,nofonts
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

func main() {
	root, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	wrong := false
	for _, target := range os.Args[1:] {
		fmt.Println(target)
		faults, err := check(root, target)
		if err != nil {
			faults = append(faults, err.Error())
		}
		for _, f := range faults {
			fmt.Fprintf(os.Stderr, "%s: %s\n", target, f)
			wrong = true
		}
	}
	if wrong {
		os.Exit(1)
	}
}

// check gives what a target finds wrong in the packages under a folder, and their tests.
func check(root, target string) (faults []string, err error) {
	system, tags, _ := strings.Cut(target, ",")
	goos, goarch, ok := strings.Cut(system, "/")
	if !ok {
		return nil, fmt.Errorf("not GOOS/GOARCH[,TAG]: %q", target)
	}
	all, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps |
			packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedTypesSizes,
		Dir: root, Tests: true, BuildFlags: []string{"-tags=" + tags},
		Env: append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0"),
		ParseFile: func(files *token.FileSet, name string, src []byte) (*ast.File, error) {
			f, err := parser.ParseFile(files, name, src, parser.SkipObjectResolution)
			if f != nil && !strings.HasPrefix(name, root+string(filepath.Separator)) {
				declare(f)
			}
			return f, err
		},
	}, "./...")
	if err != nil {
		return nil, err
	}
	told := map[string]bool{} // a package and its test have files in common
	for _, p := range all {
		if strings.HasSuffix(p.ID, ".test") {
			continue // the program that go test writes
		}
		for _, e := range p.Errors {
			if !told[e.Error()] {
				told[e.Error()] = true
				faults = append(faults, e.Error())
			}
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no packages in %s", root)
	}
	return faults, nil
}

// declare leaves of a file what it declares.
func declare(f *ast.File) {
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			fn.Body = nil
		}
	}
}
