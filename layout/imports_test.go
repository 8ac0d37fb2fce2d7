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
	"fonts":                      {},
	"fonts/embedded":             {"fonts"},
	"fonts/fonttest":             {"fonts"},
	"layout/geom":                {},
	"layout/diag":                {},
	"layout/parallel":            {},
	"layout/cjk":                 {},
	"layout/internal/words":      {},
	"layout/internal/lunar":      {},
	"layout/internal/dummy":      {"layout/parallel"},
	"layout/internal/allot":      {},
	"layout/internal/strokes":    {},
	"layout/planner":             {"layout/parallel", "layout", "layout/internal/allot", "layout/internal/dummy", "layout/artwork", "layout/manuscript", "layout/page", "layout/geom", "layout/diag", "fonts"},
	"layout/internal/hyphen":     {},
	"layout/pdffile":             {},
	"layout/artwork":             {"layout/pdffile", "layout/geom"},
	"layout/manuscript":          {"layout/parallel", "layout/internal/strokes", "layout/cjk", "layout/artwork", "layout/geom", "layout/diag"},
	"layout/edit":                {"layout/manuscript", "layout/diag"},
	"layout/proofs":              {"layout/manuscript", "layout/page", "layout/geom", "layout/diag"},
	"layout/page":                {"layout/geom", "layout/diag", "fonts"},
	"layout/para":                {"layout/internal/hyphen", "layout/page", "layout/geom", "layout/diag", "layout/cjk", "fonts"},
	"layout/internal/flow":       {"layout/para", "layout/page", "layout/geom"},
	"layout":                     {"layout/parallel", "layout/internal/dummy", "layout/artwork", "layout/internal/words", "layout/internal/lunar", "layout/manuscript", "layout/internal/flow", "layout/para", "layout/page", "layout/geom", "layout/diag", "fonts"},
	"layout/intake":              {"layout/manuscript", "layout/internal/words", "layout/internal/copydesk", "layout/internal/markup", "layout/diag"},
	"layout/internal/copydesk":   {"layout/intake", "layout/intake/dump", "layout/internal/markup", "layout/diag"},
	"layout/internal/markup":     {"layout/intake", "layout/diag"},
	"render/internal/cos":        {"layout/parallel"},
	"render/internal/icc":        {"layout/parallel"},
	"render/newsprint":           {},
	"render/rip":                 {},
	"render/internal/separation": {"render/internal/icc", "layout/artwork", "layout/pdffile"},
	"render/internal/heif":       {},
	"render/picture":             {"layout/parallel", "render/internal/heif", "render/internal/separation", "render/internal/icc", "render/internal/cos", "render/newsprint", "layout/artwork", "layout/page", "layout/geom", "layout/diag"},
	"render/join":                {"render/internal/cos"},
	"render/pdf":                 {"render/internal/cos", "render/picture", "layout/page", "layout/geom", "fonts"},
	"render/reading":             {"layout/page", "layout/geom"},
	"render/pdfx":                {"layout/parallel", "render/internal/cos", "render/reading", "layout/page", "layout/geom", "layout/diag", "fonts"},
	"render/proof":               {"layout/parallel", "render/picture", "layout/page", "layout/geom", "layout/diag", "fonts"},
	"render/replica":             {"render/reading", "render/proof", "render/picture", "layout/page", "layout/geom", "fonts"},
	"render/preflight":           {"layout/pdffile", "layout/geom", "layout/diag"},
	"render/report":              {"layout/page", "layout/geom", "layout/diag"},
	"render/readback":            {"render/internal/icc", "render/newsprint", "layout/pdffile", "layout/geom", "fonts"},
	"render/live":                {"layout/parallel", "render/report", "layout/page", "layout/geom", "layout/diag"},
	"render": {"fonts", "fonts/embedded", "layout", "layout/planner", "layout/proofs", "layout/manuscript", "layout/intake", "layout/artwork", "layout/pdffile", "layout/page", "layout/geom", "layout/diag",
		"render/newsprint", "render/picture", "render/rip", "render/pdf", "render/pdfx", "render/preflight", "render/proof", "render/reading", "render/replica", "render/report"},
	"samples":         {},
	"samples/oracle":  {},
	"samples/mutants": {},
	"samples/score":   {"fonts", "fonts/embedded", "layout/planner", "layout/manuscript", "samples"},
	"samples/steps":   {},
	"samples/systems": {},
	"samples/unicode": {},
	"cmd/duikai":      {"everything"},

	"cmd/internal/archive":   {"render/join", "layout/parallel", "cmd/internal/store", "cmd/internal/queue"},
	"cmd/internal/elsewhere": {},
	"cmd/internal/keep":      {},
	"cmd/internal/store":     {},
	"cmd/internal/queue":     {},
	"cmd/internal/workbench": {"layout", "layout/edit", "layout/proofs", "layout/manuscript", "layout/page", "layout/geom", "layout/diag", "fonts", "render/live", "render/report"},

	"layout/intake/filler": {"fonts"},
}

// exceptions are imports beyond the picture, each with its reason. All lead
// down to a package that imports nothing of ours, so none can make a circle;
// one that is used no longer must go.
var exceptions = map[[2]string]string{
	{"render/pdf", "layout/diag"}:     "a character that cannot be drawn is reported at page.Text.Src, a diag.Pos",
	{"layout", "layout/cjk"}:          "the house style names the levels and schemes that para's rules are made of",
	{"layout/internal/flow", "fonts"}: "a line is placed in its row by the em box, fonts.EmAscent",
}

// onlyIn names modules that one package of ours may import.
var onlyIn = map[string]string{
	"github.com/signintech/gopdf":     "render/pdf",
	"github.com/phpdave11/gofpdi":     "render/pdf",
	"github.com/spf13/cobra":          "cmd/duikai",
	"github.com/spf13/pflag":          "cmd/duikai",
	"github.com/fsnotify/fsnotify":    "cmd/duikai",
	"golang.org/x/term":               "cmd/duikai",
	"github.com/klauspost/compress":   "render/internal/cos",
	"github.com/klippa-app/go-pdfium": "render/rip",
	"go.etcd.io/bbolt":                "cmd/internal/archive",
	"github.com/minio/minio-go":       "cmd/internal/store",
	"github.com/nats-io/nats.go":      "cmd/internal/queue",
	"github.com/nats-io/nats-server":  "cmd/internal/queue",
	"github.com/go-text/typesetting":  "fonts",
	"golang.org/x/net":                "layout/internal/markup",
	"github.com/pelletier/go-toml":    "layout/intake/post",
}

// wholeFaces are the packages whose tests need the 86 MB of faces, for they set and
// look at whole editions; all others take those of fonts/fonttest.
var wholeFaces = map[string]bool{
	"fonts": true, "fonts/embedded": true, "layout": true, "render": true, "render/proof": true, "render/readback": true,
	"samples/gen": true, "samples/score": true, "cmd/duikai": true,
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
		inTests := slices.Concat(p.TestImports, p.XTestImports)
		for _, path := range inTests {
			checkForeign(t, name, path)
		}
		if slices.Contains(inTests, "duikai/fonts/embedded") && !wholeFaces[name] {
			t.Errorf("the tests of %s carry 86 MB of faces: those of fonts/fonttest do, or name it in wholeFaces", name)
		}
		if slices.Contains(inTests, "pgregory.net/rapid") && !slices.Contains(inTests, "duikai/samples/draws") {
			t.Errorf("the tests of %s draw with rapid without duikai/samples/draws: other draws every time", name)
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
		for _, banned := range []string{"layout", "layout/para", "layout/internal/flow", "layout/manuscript"} {
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
