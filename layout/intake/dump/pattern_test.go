package dump

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"
	"testing"
)

// TestPatterns: what is read when it is first asked can be read.
func TestPatterns(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		f, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name.Name == "dump" {
			files = append(files, f)
		}
	}
	// What is imported is not looked at: constants are known without it.
	info := types.Info{Types: make(map[ast.Expr]types.TypeAndValue)}
	_, _ = (&types.Config{Error: func(error) {}}).Check("dump", fset, files, &info)
	n := 0
	for _, f := range files {
		ast.Inspect(f, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			if name, ok := call.Fun.(*ast.Ident); !ok || name.Name != "lazily" {
				return true
			}
			n++
			v := info.Types[call.Args[0]].Value
			if v == nil || v.Kind() != constant.String {
				t.Errorf("%v: no constant", fset.Position(call.Pos()))
				return true
			}
			if _, err := regexp.Compile(constant.StringVal(v)); err != nil {
				t.Errorf("%v: %v", fset.Position(call.Pos()), err)
			}
			return true
		})
	}
	if n < 50 {
		t.Errorf("%d patterns were found", n)
	}
}
