package layout_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mayImport is the import picture of doc.go: what of our own a package may
// import. Folders below a package that are not named here follow its rule and
// may import the package itself.
var mayImport = map[string][]string{
	"fonts":               {},
	"fonts/embedded":      {"fonts"},
	"layout/geom":         {},
	"layout/diag":         {},
	"layout/cjk":          {},
	"layout/words":        {},
	"layout/lunar":        {},
	"layout/dummy":        {},
	"layout/allot":        {},
	"layout/strokes":      {},
	"layout/planner":      {"layout", "layout/allot", "layout/dummy", "layout/artwork", "layout/manuscript", "layout/page", "layout/geom", "layout/diag", "fonts"},
	"layout/hyphen":       {},
	"layout/pdffile":      {},
	"layout/artwork":      {"layout/pdffile", "layout/geom"},
	"layout/manuscript":   {"layout/strokes", "layout/artwork", "layout/geom", "layout/diag"},
	"layout/page":         {"layout/geom", "layout/diag", "fonts"},
	"layout/para":         {"layout/hyphen", "layout/page", "layout/geom", "layout/diag", "layout/cjk", "fonts"},
	"layout/flow":         {"layout/para", "layout/page", "layout/geom"},
	"layout":              {"layout/dummy", "layout/artwork", "layout/words", "layout/lunar", "layout/manuscript", "layout/flow", "layout/para", "layout/page", "layout/geom", "layout/diag", "fonts"},
	"layout/intake":       {"layout/manuscript", "layout/words", "layout/diag"},
	"render/icc":          {},
	"render/rip":          {},
	"render/separation":   {"render/icc", "layout/artwork", "layout/pdffile"},
	"render/picture/heif": {},
	"render/picture":      {"render/picture/heif", "render/separation", "render/icc", "render/icc/newsprint", "layout/artwork", "layout/page", "layout/geom", "layout/diag"},
	"render/join":         {},
	"render/pdf":          {"render/picture", "layout/page", "layout/geom", "fonts"},
	"render/reading":      {"layout/page", "layout/geom"},
	"render/pdfx":         {"render/reading", "layout/page", "layout/geom", "layout/diag", "fonts"},
	"render/proof":        {"render/picture", "layout/page", "layout/geom", "layout/diag", "fonts"},
	"render/replica":      {"render/reading", "render/proof", "render/picture", "layout/page", "layout/geom", "fonts"},
	"render/preflight":    {"layout/pdffile", "layout/geom", "layout/diag"},
	"render/report":       {"layout/page", "layout/geom", "layout/diag"},
	"render/readback":     {"render/icc", "render/icc/newsprint", "layout/pdffile", "layout/geom", "fonts"},
	"render/live":         {"render/report", "layout/page", "layout/geom", "layout/diag"},
	"samples":             {},
	"samples/oracle":      {},
	"samples/mutants":     {},
	"samples/score":       {"fonts", "fonts/embedded", "layout/planner", "layout/manuscript", "samples"},
	"samples/steps":       {},
	"samples/unicode":     {},
	"cmd/duikai":          {"everything"},

	"cmd/duikai/archive": {"render/join"},

	"layout/intake/filler": {"fonts"},
}

// exceptions are imports beyond the picture, each with its reason. All lead
// down to a package that imports nothing of ours, so none can make a circle;
// one that is used no longer must go.
var exceptions = map[[2]string]string{
	{"render/pdf", "layout/diag"}: "a character that cannot be drawn is reported at page.Text.Src, a diag.Pos",
	{"layout", "layout/cjk"}:      "the house style names the levels and schemes that para's rules are made of",
	{"layout/flow", "fonts"}:      "a line is placed in its row by the em box, fonts.EmAscent",
}

// onlyIn names modules that one package of ours may import.
var onlyIn = map[string]string{
	"github.com/signintech/gopdf":     "render/pdf",
	"github.com/phpdave11/gofpdi":     "render/pdf",
	"github.com/spf13/cobra":          "cmd/duikai",
	"github.com/spf13/pflag":          "cmd/duikai",
	"github.com/fsnotify/fsnotify":    "cmd/duikai",
	"golang.org/x/term":               "cmd/duikai",
	"github.com/klippa-app/go-pdfium": "render/rip",
	"go.etcd.io/bbolt":                "cmd/duikai/archive",
	"github.com/go-text/typesetting":  "fonts",
	"golang.org/x/net":                "layout/intake/markup",
	"github.com/pelletier/go-toml":    "layout/intake/post",
}

type goPackage struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
	Module                             struct{ Path string }
}

func TestImportsRunOneWay(t *testing.T) {
	unused := maps.Clone(exceptions)
	for _, p := range listPackages(t) {
		name := strings.TrimPrefix(p.ImportPath, p.Module.Path+"/")
		owner, rule := ruleOf(name)
		if owner == "" {
			t.Errorf("%s stands in no row of the import picture: give it one here and in doc.go", name)
			continue
		}
		for _, path := range p.Imports {
			checkForeign(t, name, path)
			imported, ours := strings.CutPrefix(path, p.Module.Path+"/")
			switch {
			case !ours:
			case slices.Contains(rule, "everything"):
			case imported == owner || strings.HasPrefix(imported, owner+"/") && owner != "layout":
				// a folder below its package, or the package from the folder
			case slices.Contains(rule, imported):
			case exceptions[[2]string{name, imported}] != "":
				delete(unused, [2]string{name, imported})
			default:
				t.Errorf("%s imports %s, which the import picture does not allow", name, imported)
			}
		}
		for _, path := range slices.Concat(p.TestImports, p.XTestImports) {
			checkForeign(t, name, path)
		}
	}
	for e := range unused {
		t.Errorf("%s imports %s no longer: take the exception away, here and in doc.go", e[0], e[1])
	}
}

// ruleOf finds the row of a package or of the nearest package above it. A
// folder below layout needs its own row: layout is a house, not a package with
// helpers.
func ruleOf(name string) (owner string, rule []string) {
	if rule, ok := mayImport[name]; ok {
		return name, rule
	}
	for dir := name; ; {
		i := strings.LastIndexByte(dir, '/')
		if i < 0 {
			return "", nil
		}
		dir = dir[:i]
		if rule, ok := mayImport[dir]; ok && dir != "layout" {
			return dir, rule
		}
	}
}

func checkForeign(t *testing.T, name, path string) {
	t.Helper()
	for module, owner := range onlyIn {
		uses := path == module || strings.HasPrefix(path, module+"/")
		if uses && name != owner && !strings.HasPrefix(name, owner+"/") {
			t.Errorf("%s imports %s, which only %s may", name, path, owner)
		}
	}
}

func TestRenderersSeeOnlyTheDisplayList(t *testing.T) {
	for name, rule := range mayImport {
		if !strings.HasPrefix(name, "render/") {
			continue
		}
		for _, banned := range []string{"layout", "layout/para", "layout/flow", "layout/manuscript"} {
			if slices.Contains(rule, banned) {
				t.Errorf("the import picture lets %s import %s", name, banned)
			}
		}
	}
}

func listPackages(t *testing.T) []goPackage {
	t.Helper()
	lookAtSources(t)
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports,Module", "./...")
	cmd.Dir = ".."
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip("the go tool is not here:", err)
	}
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.Bytes())
	}
	var all []goPackage
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 5 {
		t.Fatalf("go list names only %d packages", len(all))
	}
	return all
}

// lookAtSources touches every source file of the module. The go tool repeats
// an old result unless a file changed that the test itself has looked at, and
// it does not see what go list looks at.
func lookAtSources(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != "..":
			return fs.SkipDir
		case strings.HasSuffix(path, ".go"):
			_, err = os.Stat(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
