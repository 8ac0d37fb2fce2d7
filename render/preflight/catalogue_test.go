package preflight_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"duikai/layout/diag"
	"duikai/render/preflight"
)

// TestCatalogue: every code that is declared has words in both languages, which
// take the same arguments, and is used by the package and planted by a test.
func TestCatalogue(t *testing.T) {
	declared := make(map[string]string) // constant by code
	file, err := parser.ParseFile(token.NewFileSet(), "catalogue.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.ValueSpec); ok && len(s.Values) == 1 {
			if id, ok := s.Type.(*ast.Ident); ok && id.Name == "Code" {
				declared[strings.Trim(s.Values[0].(*ast.BasicLit).Value, `"`)] = s.Names[0].Name
			}
		}
		return true
	})
	all := preflight.Codes()
	if len(all) != len(declared) || len(all) < 80 {
		t.Errorf("%d codes are declared, %d have words", len(declared), len(all))
	}
	var source, tests strings.Builder
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case strings.HasSuffix(p, "_test.go"):
			tests.Write(b)
		case p != "catalogue.go":
			source.Write(b)
		}
	}
	verbs := regexp.MustCompile(`%[.0-9]*[a-zA-Z]`)
	for _, code := range all {
		name := declared[string(code)]
		if name == "" {
			t.Errorf("%s is not declared", code)
			continue
		}
		word := regexp.MustCompile(`\b` + name + `\b`)
		if !word.MatchString(source.String()) {
			t.Errorf("%s is never found", code)
		}
		if !strings.Contains(tests.String(), "preflight."+name) {
			t.Errorf("no test plants %s", code)
		}
		var args []any
		for _, v := range verbs.FindAllString(preflight.Template(code, diag.English), -1) {
			switch v[len(v)-1] {
			case 'd':
				args = append(args, 7)
			case 'f', 'g':
				args = append(args, 7.5)
			default:
				args = append(args, "词")
			}
		}
		en, zh := preflight.Template(code, diag.English), preflight.Template(code, diag.Chinese)
		if fmt.Sprint(verbs.FindAllString(en, -1)) != fmt.Sprint(verbs.FindAllString(zh, -1)) {
			t.Errorf("%s: %q, %q", code, en, zh)
		}
		f := preflight.Finding{Code: code, Args: args}
		for _, l := range []diag.Lang{diag.English, diag.Chinese} {
			if s := f.Text(l); s == "" || strings.Contains(s, "%!") {
				t.Errorf("%s says %q", code, s)
			}
			if f.Clause(l) == "" || strings.HasSuffix(f.Clause(l), ", ") {
				t.Errorf("%s has the clause %q", code, f.Clause(l))
			}
		}
		if (f.Hint(diag.English) == "") != (f.Hint(diag.Chinese) == "") {
			t.Errorf("%s advises in one language", code)
		}
	}
}

// TestPlaces: page, object and place are those of the fault.
func TestPlaces(t *testing.T) {
	d := clean(false).change(pages, "[3 0 R] /Count 1", "[18 0 R 3 0 R] /Count 2").
		with(spare, "<</Type /Page /Parent 2 0 R /TrimBox [10 10 290 390] /Contents 19 0 R /Resources <<>>>>").with(spare+1, streamBody("", "0 0 0 1 k 20 20 99 99 re f")).
		paint("0.1 w 82 154 m 90 160 l S 0.12 w 20 20 m 21 21 l S\n")
	got := preflight.Check(d.write(), preflight.Options{})
	if len(got) != 1 {
		t.Fatalf("%v", got)
	}
	f := got[0]
	if f.Code != preflight.Hairline || f.Page != 2 || f.Object != content1 || f.Count != 2 || !f.Placed || f.X != 72 || f.Y != 144 {
		t.Errorf("%+v", f)
	}
	var b bytes.Buffer
	r := preflight.Examine(d.write(), preflight.Options{})
	if err := r.Write(&b, "ad.pdf", diag.English); err != nil {
		t.Fatal(err)
	}
	want := "ad.pdf: page 2, object 4, at 25, 51 mm: error: a line is 0.10 pt wide, less than 0.15 pt [hairline; newspaper limit] ×2\n    draw it wider\n"
	if b.String() != want {
		t.Errorf("%s\nwant %s", b.String(), want)
	}
	b.Reset()
	if err := r.WriteJSON(&b, "ad.pdf", diag.Chinese); err != nil {
		t.Fatal(err)
	}
	var out struct {
		File, Standard string
		Pages          int
		Findings       []map[string]any
	}
	if err := json.Unmarshal(b.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	if out.Pages != 2 || out.Standard != "PDF/X-1a:2003" || len(out.Findings) != 1 || out.Findings[0]["code"] != "hairline" || out.Findings[0]["severity"] != "error" || out.Findings[0]["page"] != 2.0 || out.Findings[0]["count"] != 2.0 {
		t.Errorf("%s", b.String())
	}
}

// TestClauses: the clause follows the standard.
func TestClauses(t *testing.T) {
	for _, x4 := range []bool{false, true} {
		d := clean(x4).change(descriptor, "/FontFile2 9 0 R", "")
		got := preflight.Check(d.write(), preflight.Options{})
		want := map[bool]string{false: "ISO 15930-4; PDF Reference 1.4, 5.8", true: "ISO 15930-7; ISO 32000-1, 9.9"}[x4]
		if len(got) != 1 || got[0].Clause(diag.English) != want {
			t.Errorf("%v, want %s", got, want)
		}
	}
}

// TestArtwork: what stays behind is not looked at, and one page alone is.
func TestArtwork(t *testing.T) {
	d := clean(false).change(page1, "/TrimBox [10 10 290 390]", "/Annots [18 0 R]").with(spare, "<</Subtype /Text /Rect [20 20 40 40]>>").
		change(catalogue, "/OutputIntents [13 0 R]", "/OpenAction <</S /JavaScript /JS (x)>>").
		change(pages, "[3 0 R] /Count 1", "[3 0 R 19 0 R] /Count 2").with(spare2, "<</Type /Page /Parent 2 0 R /Contents 21 0 R /Resources <<>>>>").
		with(21, streamBody("", "1 0 0 rg 20 20 9 9 re f"))
	d.trailer = ""
	o := preflight.Options{Artwork: true, Page: 1}
	if got := preflight.Check(d.write(), o); len(got) > 0 {
		t.Errorf("%v", codesOf(got))
	}
	o.Page = 2
	if got := preflight.Check(d.write(), o); !slices.Equal(codesOf(got), []preflight.Code{preflight.RGB}) || got[0].Page != 2 {
		t.Errorf("%v", codesOf(got))
	}
}
