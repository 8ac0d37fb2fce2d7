package elsewhere

import (
	"bytes"
	"crypto/sha256"
	"debug/elf"
	"debug/gosym"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"duikai/samples/oracle"
)

// foreign builds the program for another processor, once for all tests.
var foreign = struct {
	sync.Mutex
	built map[string][]byte
}{built: map[string][]byte{}}

// builtFor is the program for a processor of Linux. The files it is made of are
// looked at, so that the result of a test is not repeated when one changed.
func builtFor(t *testing.T, arch string) []byte {
	t.Helper()
	foreign.Lock()
	defer foreign.Unlock()
	if b := foreign.built[arch]; b != nil {
		return b
	}
	root := filepath.Join("..", "..", "..")
	for _, dir := range []string{"cmd", "fonts", "layout", "render", "samples"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(name string, d fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(name, ".go") {
				_, err = os.Stat(name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	out := filepath.Join(t.TempDir(), "duikai")
	build := exec.Command("go", "build", "-o", out, "duikai/cmd/duikai")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+arch)
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build for %s: %v\n%s", arch, err, said)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	foreign.built[arch] = b
	return b
}

// TestNoFusedProducts: no sum of ours is made together with its product, for
// then it is rounded once where other processors round twice, and a file has
// other bytes. Write float64(x*y) + z. The machine code of arm64 is read, since
// compilers join a product and a sum across statements too; its four fused
// instructions are those with the first byte 0x1F.
func TestNoFusedProducts(t *testing.T) {
	if testing.Short() {
		t.Skip("a program is built for another processor")
	}
	file, err := elf.NewFile(bytes.NewReader(builtFor(t, "arm64")))
	if err != nil {
		t.Fatal(err)
	}
	text, lines := file.Section(".text"), file.Section(".gopclntab")
	code, err := text.Data()
	if err != nil {
		t.Fatal(err)
	}
	pcln, err := lines.Data()
	if err != nil {
		t.Fatal(err)
	}
	table, err := gosym.NewTable(nil, gosym.NewLineTable(pcln, text.Addr))
	if err != nil {
		t.Fatal(err)
	}
	all, ours := 0, 0
	for at := 0; at+4 <= len(code); at += 4 {
		if file.ByteOrder.Uint32(code[at:])>>24 != 0x1F {
			continue
		}
		all++
		name, line, fn := table.PCToLine(text.Addr + uint64(at))
		if fn == nil || !strings.HasPrefix(fn.Name, "duikai/") && !strings.HasPrefix(fn.Name, "main.") {
			continue
		}
		ours++
		t.Errorf("%s:%d: %s fuses a product with a sum", name, line, fn.Name)
	}
	// The standard library has some: the reader is no blind one.
	if all-ours < 10 {
		t.Errorf("%d fused instructions in the whole program: they are not found", all)
	}
}

// TestSameBytesElsewhere: another processor, played by QEMU, writes the same
// files.
func TestSameBytesElsewhere(t *testing.T) {
	if testing.Short() {
		t.Skip("a program is built for another processor")
	}
	if runtime.GOOS != "linux" || runtime.GOARCH == "arm64" {
		t.Skip("there is nothing to compare with here")
	}
	emulator := oracle.Command(t, "qemu-aarch64")
	issue := filepath.Join("..", "..", "..", "samples", "wangting")
	// A page with text and pictures for each way to print them, and pixels; a page that
	// the program makes up.
	commands := [][]string{
		{"render", issue, "--pages", "2", "--standard", "x1a", "-o", "x1a.pdf"},
		{"render", issue, "--pages", "2", "--standard", "none", "-o", "none.pdf"},
		{"proof", issue, "--pages", "2", "--dpi", "50", "--overlay", "all", "-o", "proof"},
		{"render", planned(t, issue), "--standard", "none", "-o", "planned.pdf"},
	}
	want := writtenBy(t, commands, nil, builtFor(t, runtime.GOARCH))
	if len(want) != len(commands) {
		t.Fatalf("%d files", len(want))
	}
	for name, sum := range writtenBy(t, commands, []string{emulator.Path}, builtFor(t, "arm64")) {
		if want[name] != sum {
			t.Errorf("%s has other bytes", name)
		}
	}
}

// planned is an issue of a page without places, with some stories of another.
func planned(t *testing.T, of string) string {
	t.Helper()
	dir := t.TempDir()
	slots := ""
	for _, id := range []string{"brief-ferry", "library-hours", "winter-wheat", "hepu-port", "forum"} {
		text, err := os.ReadFile(filepath.Join(of, "stories", id+".md"))
		if err == nil {
			err = os.MkdirAll(filepath.Join(dir, "stories"), 0o755)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "stories", id+".md"), text, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		slots += "      - {story: " + id + "}\n"
	}
	issue := "paper: 望汀日报\ndate: 2026-11-23\nformat: tabloid\npages:\n  - number: 2\n    slots:\n" + slots
	if err := os.WriteFile(filepath.Join(dir, "issue.yaml"), []byte(issue), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// writtenBy runs the commands, in a folder of their own, with a program, and
// gives the sums of the files it writes.
func writtenBy(t *testing.T, commands [][]string, by []string, program []byte) map[string]string {
	t.Helper()
	dir := t.TempDir()
	exe := filepath.Join(t.TempDir(), "duikai")
	if err := os.WriteFile(exe, program, 0o755); err != nil {
		t.Fatal(err)
	}
	sums := map[string]string{}
	for _, c := range commands {
		c = append([]string(nil), c...)
		c[len(c)-1] = filepath.Join(dir, c[len(c)-1])
		args := append(append(append([]string(nil), by...), exe), c...)
		if said, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, said)
		}
	}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		short, _ := filepath.Rel(dir, name)
		sums[short] = fmt.Sprintf("%x", sha256.Sum256(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}
