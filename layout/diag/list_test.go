package diag

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestSort(t *testing.T) {
	at := func(file string, line, col int) Pos { return Pos{File: file, Line: line, Col: col} }
	var l List
	l.Add(UnusedStory, at("b.md", 1, 1), "x")
	l.Add(MissingStory, at("a.md", 2, 1), "x")
	l.Add(MissingStory, at("a.md", 1, 9), "x")
	l.Add(MissingStory, at("a.md", 1, 2), "y")
	l.Add(MissingStory, at("a.md", 1, 2), "x")
	l.Add(MissingStory, at("a.md", 1, 2), "x") // said twice
	l.Add(EmptyStory, at("a.md", 1, 2), "x")
	l.Add(NoIssueFile, Pos{}, "")
	l.Add(BadFont, Pos{File: "a.md"}, "f", "why")
	l.Sort()
	var got []string
	for _, p := range l {
		got = append(got, p.String())
	}
	want := []string{
		"-: fatal: there is no issue.yaml in this folder [no-issue-file]",
		`a.md: error: the font "f" cannot be used: why [bad-font]`,
		`a.md:1:2: warning: the story "x" has no text [empty-story]`,
		`a.md:1:2: error: there is no story "x" [missing-story]`,
		`a.md:1:2: error: there is no story "y" [missing-story]`,
		`a.md:1:9: error: there is no story "x" [missing-story]`,
		`a.md:2:1: error: there is no story "x" [missing-story]`,
		`b.md:1:1: warning: x on no page [unused-story]`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("sorted:\n%s\nexpected:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestFormat(t *testing.T) {
	p := New(MissingStory, Pos{"issue.yaml", 12, 5}, "lane-bus")
	if got, want := p.Format(Chinese), `issue.yaml:12:5: 错误: 没有稿件 "lane-bus" [missing-story]`; got != want {
		t.Errorf("%s, expected %s", got, want)
	}
	if got, want := p.Hint(English), "the id is the file name in stories/ without .md"; got != want {
		t.Errorf("hint %q", got)
	}
	if got := New("no-such-code", Pos{}, "x"); got.Severity() != Error || !strings.Contains(got.String(), "[no-such-code]") {
		t.Errorf("an unknown code: %v", got)
	}
}

func TestPos(t *testing.T) {
	for want, p := range map[string]Pos{"-": {}, "a.md": {File: "a.md"}, "a.md:3:7": {"a.md", 3, 7}} {
		if got := p.String(); got != want {
			t.Errorf("%+v is written %q", p, got)
		}
	}
	if got := (Pos{"a.md", 3, 7}).Shift(4); got.Col != 11 {
		t.Errorf("shifted to column %d", got.Col)
	}
	if got := (Pos{File: "a.md"}).Shift(4); got.Col != 0 {
		t.Errorf("a place without a line is shifted to column %d", got.Col)
	}
}

func TestWorst(t *testing.T) {
	var l List
	if _, ok := l.Worst(); ok || l.Has(Info) {
		t.Error("an empty list has a worst problem")
	}
	l.Add(CommentOut, Pos{}, "x")
	l.Add(UnusedStory, Pos{}, "x")
	if w, ok := l.Worst(); !ok || w != Warning || !l.Has(Info) || !l.Has(Warning) || l.Has(Error) {
		t.Errorf("worst is %v", w)
	}
	for s, want := range map[Severity]string{Info: "info 提示", Warning: "warning 警告", Error: "error 错误", Fatal: "fatal 致命错误"} {
		if got := s.String() + " " + s.In(Chinese); got != want {
			t.Errorf("%q, expected %q", got, want)
		}
	}
}

func TestParseLang(t *testing.T) {
	for s, want := range map[string]Lang{"zh": Chinese, "zh_CN.UTF-8": Chinese, "ZH-Hans": Chinese, "en": English, "": English, "C": English, "ja": English} {
		if got := ParseLang(s); got != want {
			t.Errorf("ParseLang(%q) = %v", s, got)
		}
	}
}

var verb = regexp.MustCompile(`%[0-9]*[a-zA-Z]`)

// TestCodes: every code that is declared stands in the catalogue, is written
// as one, and its text takes the arguments that its verbs ask for.
func TestCodes(t *testing.T) {
	codes := declaredCodes(t)
	if len(codes) != len(catalogue) {
		t.Errorf("%d codes are declared, the catalogue has %d", len(codes), len(catalogue))
	}
	spelling := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := map[Code]string{}
	for name, code := range codes {
		if other, twice := seen[code]; twice {
			t.Errorf("%s and %s are both %q", name, other, code)
		}
		seen[code] = name
		if !spelling.MatchString(string(code)) {
			t.Errorf("%s: %q is not in lower-case words with hyphens", name, code)
		}
		e, ok := catalogue[code]
		if !ok {
			t.Errorf("%s does not stand in the catalogue", name)
			continue
		}
		var args []any
		for _, v := range verb.FindAllString(e.text[English], -1) {
			args = append(args, argument(v))
		}
		for _, l := range []Lang{English, Chinese} {
			if got := New(code, Pos{}, args...).Text(l); strings.Contains(got, "%!") || strings.Contains(got, "EXTRA") {
				t.Errorf("%s: %s", name, got)
			}
		}
	}
}

// argument is a value of the kind a verb prints.
func argument(verb string) any {
	switch verb[len(verb)-1] {
	case 'd', 'X', 'x':
		return 7
	case 'c', 'U':
		return '字'
	}
	return "词"
}

// declaredCodes reads the constants of catalogue.go, for a constant that is
// missing in a map cannot be found from the map.
func declaredCodes(t *testing.T) map[string]Code {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "catalogue.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]Code{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		if id, ok := spec.Type.(*ast.Ident); !ok || id.Name != "Code" {
			return true
		}
		s, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		codes[spec.Names[0].Name] = Code(s)
		return true
	})
	return codes
}

// TestCalls: wherever the program makes a problem with New or Add, it gives as
// many arguments as the catalogue's text has verbs. A missing one would print
// as %!d(MISSING) in front of an editor.
func TestCalls(t *testing.T) {
	codes := declaredCodes(t)
	calls := 0
	fset := token.NewFileSet()
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) < 2 || call.Ellipsis.IsValid() {
				return true
			}
			if fun, ok := call.Fun.(*ast.SelectorExpr); !ok || fun.Sel.Name != "Add" && fun.Sel.Name != "New" {
				return true
			}
			sel, ok := call.Args[0].(*ast.SelectorExpr)
			if !ok || fmt.Sprint(sel.X) != "diag" {
				return true
			}
			code, ok := codes[sel.Sel.Name]
			if !ok {
				return true
			}
			calls++
			want := len(verb.FindAllString(catalogue[code].text[English], -1))
			if got := len(call.Args) - 2; got != want {
				t.Errorf("%s: %s takes %d arguments and is given %d", fset.Position(call.Pos()), sel.Sel.Name, want, got)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if calls == 0 {
		t.Error("no call found")
	}
	t.Logf("%d calls", calls)
}

// namesReplacement finds texts that name what is to stand in the place of something.
var namesReplacement = regexp.MustCompile(`write (it )?%|becomes %|taken for %|should be %|rename it %|named %|this one %|in its stead|give %|; %v|must be %|^%[vs](: %s)?$`)

// noRemedy are the codes of such texts that carry no remedy as data, with the reason.
var noRemedy = map[string]string{
	"MisnamedStory": "a file is renamed", "StrayFile": "a file is renamed", "Doubtful": "of two readings the editor chooses",
	"OtherFace": "a font is added", "OtherFaceHead": "a font is added", "LeadSize": "the size follows from widths and weights",
	"WhiteHole": "something is to be placed", "ImportGuess": "it is done", "ImportJump": "it is done",
	"Overset": "make-up knows it (package layout)", "WhiteLines": "make-up knows it (package layout)",
}

// TestReplacementsAreData: a text that names what would be right carries it as a
// remedy, which a row of the test of package edit holds; the others say why not.
func TestReplacementsAreData(t *testing.T) {
	rows := map[string]bool{}
	file, err := parser.ParseFile(token.NewFileSet(), "../edit/remedy_test.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		code, now := "", false
		for _, e := range lit.Elts {
			kv, ok := e.(*ast.KeyValueExpr)
			if !ok {
				continue
			}
			if sel, ok := kv.Value.(*ast.SelectorExpr); ok && fmt.Sprint(kv.Key) == "code" {
				code = sel.Sel.Name
			}
			now = now || fmt.Sprint(kv.Key) == "now"
		}
		rows[code] = rows[code] || now
		return true
	})
	found := 0
	for name, code := range declaredCodes(t) {
		names := namesReplacement.MatchString(catalogue[code].text[English])
		reason := noRemedy[name]
		switch {
		case names && !rows[name] && reason == "":
			t.Errorf("%s names what would be right, and no row of remedies holds that it is carried as data", name)
		case reason != "" && (rows[name] || !names && !strings.HasPrefix(name, "OtherFace")):
			t.Errorf("%s is said to carry none: %s", name, reason)
		case names:
			found++
		}
	}
	if found < 20 {
		t.Errorf("only %d texts name what would be right", found)
	}
}
