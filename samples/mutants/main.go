// Mutants changes one operator of a package at a time and runs its tests: a
// change that no test notices lived, and is a place where a fault could stand
// unseen. The files on disk are never touched.
//
//	go run ./samples/mutants [-every N] [-from K] [-test PATTERN] [-file NAME [-line L]] ./layout ./layout/internal/flow
//
// It is run by hand; it takes a test run for every change.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// limit is how long the tests may take before a change counts as noticed: it
// made something run for ever.
const limit = 5 * time.Minute

// swaps are the changes of operators.
var swaps = map[token.Token]token.Token{
	token.ADD: token.SUB, token.SUB: token.ADD, token.ADD_ASSIGN: token.SUB_ASSIGN, token.SUB_ASSIGN: token.ADD_ASSIGN,
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
	token.EQL: token.NEQ, token.NEQ: token.EQL, token.LAND: token.LOR, token.LOR: token.LAND,
}

// words are the changes of names and constants.
var words = map[string]string{"min": "max", "max": "min", "0": "1", "1": "0"}

// mutant is one change: what stands from an offset on, and what comes there
// instead.
type mutant struct {
	file     string
	pos      token.Position
	old, new string
}

func main() {
	every := flag.Int("every", 1, "take every `N`th change only")
	from := flag.Int("from", 0, "begin with change `K`")
	pattern := flag.String("test", "", "run only the tests that match")
	file := flag.String("file", "", "change only files of this `name`")
	line := flag.Int("line", 0, "change only line `L` of that file")
	flag.Parse()
	if *every < 1 || flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	for _, dir := range flag.Args() {
		if err := try(dir, place{*file, *line}, *pattern, *from, *every); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
	}
}

// try runs the tests of a package for its changes and prints the score.
func try(dir string, only place, pattern string, from, every int) error {
	list, err := mutants(dir, only)
	if err != nil {
		return err
	}
	tmp, err := os.MkdirTemp("", "mutants-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	if out, err := test(dir, pattern, ""); err != nil {
		return fmt.Errorf("the tests of %s fail without any change: %w\n%s", dir, err, out)
	}
	killed, tried := 0, 0
	for i := from; i < len(list); i += every {
		m := list[i]
		overlay, err := m.overlay(tmp)
		if err != nil {
			return err
		}
		out, err := test(dir, pattern, overlay)
		verdict := "lived"
		switch {
		case err != nil && strings.Contains(string(out), "[build failed]"):
			continue // not a change of behaviour
		case err != nil:
			verdict = "killed"
			killed++
		}
		tried++
		fmt.Printf("%s\t%s:%d:%d\t%s -> %s\n", verdict, m.file, m.pos.Line, m.pos.Column, m.old, m.new)
	}
	fmt.Printf("%s: %d of %d killed\n", dir, killed, tried)
	return nil
}

// test runs the tests of a package once.
func test(dir, pattern, overlay string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	args := []string{"test", "-vet=off", "-failfast", "-run", pattern}
	if overlay != "" {
		args = append(args, "-overlay", overlay)
	}
	return exec.CommandContext(ctx, "go", append(args, dir)...).CombinedOutput()
}

// overlay writes the changed file and the list that puts it into the place of
// the other.
func (m mutant) overlay(tmp string) (string, error) {
	name, err := filepath.Abs(m.file)
	if err != nil {
		return "", err
	}
	src, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	changed := string(src[:m.pos.Offset]) + m.new + string(src[m.pos.Offset+len(m.old):])
	with := filepath.Join(tmp, "changed.go")
	if err := os.WriteFile(with, []byte(changed), 0o600); err != nil {
		return "", err
	}
	list, err := json.Marshal(map[string]map[string]string{"Replace": {name: with}})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(tmp, "overlay.json")
	return overlay, os.WriteFile(overlay, list, 0o600)
}

// mutants lists the changes of a package, by file and place.
func mutants(dir string, only place) (list []mutant, err error) {
	files := token.NewFileSet()
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if !only.takes(e) {
			continue
		}
		name := filepath.Join(dir, e.Name())
		f, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if g, ok := n.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
				return false
			}
			pos, old, changed := change(n)
			if at := files.Position(pos); changed != "" && (only.line == 0 || at.Line == only.line) {
				list = append(list, mutant{name, at, old, changed})
			}
			return true
		})
	}
	return list, nil
}

// place is where changes are made: in all files, in one, in one line of it.
type place struct {
	file string
	line int
}

func (p place) takes(e fs.DirEntry) bool {
	return strings.HasSuffix(e.Name(), ".go") && !strings.HasSuffix(e.Name(), "_test.go") && (p.file == "" || e.Name() == p.file)
}

// change is what can be changed at a node, nothing for most.
func change(n ast.Node) (pos token.Pos, old, changed string) {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		if to, ok := swaps[n.Op]; ok {
			return n.OpPos, n.Op.String(), to.String()
		}
	case *ast.AssignStmt:
		if to, ok := swaps[n.Tok]; ok {
			return n.TokPos, n.Tok.String(), to.String()
		}
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.Ident); ok && (f.Name == "min" || f.Name == "max") {
			return f.Pos(), f.Name, words[f.Name]
		}
	case *ast.BasicLit:
		if n.Kind == token.INT {
			return n.Pos(), n.Value, words[n.Value]
		}
	}
	return token.NoPos, "", ""
}
