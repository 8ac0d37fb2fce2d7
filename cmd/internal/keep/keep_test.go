package keep

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const room = 1 << 20

func key(n int) (k Key) {
	copy(k[:], fmt.Sprintf("%032d", n))
	return k
}

// value is what a key stands for, other bytes for each.
func value(n int) []byte {
	r := rand.New(rand.NewPCG(uint64(n), 1))
	b := make([]byte, 1000+n%5000)
	for i := range b {
		b[i] = byte(r.IntN(256))
	}
	return b
}

func TestComesBack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "down")
	f := Open(dir, room)
	if _, ok := f.Get(key(1)); ok {
		t.Error("there is something where nothing was put")
	}
	f.Put(key(1), value(1))
	f.Put(key(2), nil)
	for n, want := range map[int][]byte{1: value(1), 2: nil} {
		if got, ok := Open(dir, room).Get(key(n)); !ok || !bytes.Equal(got, want) {
			t.Errorf("%d: %d bytes, %v", n, len(got), ok)
		}
	}
	f.Put(key(1), value(3))
	if got, _ := f.Get(key(1)); !bytes.Equal(got, value(3)) {
		t.Error("put again, it is the old one")
	}
	f.Put(key(4), make([]byte, room/maxShare))
	if _, ok := f.Get(key(4)); ok {
		t.Error("what is too large is kept")
	}
}

// TestDamage: a file that was changed anywhere, cut, lengthened or put in another's
// place is no value, and goes.
func TestDamage(t *testing.T) {
	f := Open(t.TempDir(), room)
	put := func() []byte {
		f.Put(key(1), value(1))
		b, err := os.ReadFile(f.file(key(1)))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	whole := put()
	var damaged [][]byte
	for at := 0; at < len(whole); at += 37 {
		b := bytes.Clone(whole)
		b[at] ^= 1
		damaged = append(damaged, b)
	}
	for _, n := range []int{0, 1, 31, 32, 33, len(whole) - 1} {
		damaged = append(damaged, whole[:n])
	}
	damaged = append(damaged, append(bytes.Clone(whole), 0))
	for i, b := range damaged {
		put()
		if err := os.WriteFile(f.file(key(1)), b, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, ok := f.Get(key(1)); ok {
			t.Errorf("%d: %d bytes are believed", i, len(got))
		}
	}
	if err := os.WriteFile(f.file(key(2)), whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ok := f.Get(key(2)); ok {
		t.Error("another's value is believed")
	}
	if _, err := os.Stat(f.file(key(2))); err == nil {
		t.Error("what is none stays")
	}
}

// TestNoFiles: what is no plain file is not opened; a folder that cannot be
// written keeps nothing and says nothing.
func TestNoFiles(t *testing.T) {
	dir := t.TempDir()
	f := Open(dir, room)
	f.Put(key(1), value(1))
	if err := os.Symlink(f.file(key(1)), f.file(key(2))); err == nil {
		if _, ok := f.Get(key(2)); ok {
			t.Error("a link is followed")
		}
	}
	if err := os.Mkdir(f.file(key(3)), 0o700); err != nil {
		t.Fatal(err)
	}
	f.Put(key(3), value(3))
	if _, ok := f.Get(key(3)); ok {
		t.Error("a folder is a value")
	}
	g := Open(filepath.Join(f.file(key(1)), "below a file"), room)
	g.Put(key(1), value(1))
	if _, ok := g.Get(key(1)); ok {
		t.Error("there is something below a file")
	}
	left, _ := filepath.Glob(filepath.Join(dir, halfway+"*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func size(t *testing.T, dir string) (all int64, names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			all += info.Size()
			names = append(names, e.Name())
		}
	}
	return all, names
}

// TestBounded: the folder stays within its room, what was used last stays, and
// what nobody finished goes.
func TestBounded(t *testing.T) {
	dir := t.TempDir()
	half := filepath.Join(dir, halfway+"1")
	if err := os.WriteFile(half, value(1), 0o600); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-2 * abandoned)
	if err := os.Chtimes(half, old, old); err != nil {
		t.Fatal(err)
	}
	f := Open(dir, room)
	f.Put(key(0), value(0))
	for n := 1; n < 1000; n++ {
		f.Put(key(n), value(n))
		// Put at different times, an hour and more ago.
		at := time.Now().Add(time.Duration(n)*time.Second - 3*fresh)
		if err := os.Chtimes(f.file(key(n)), at, at); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if _, ok := f.Get(key(0)); !ok {
			t.Fatalf("what is used all the time is gone after %d", n)
		}
		if all, _ := size(t, dir); all > room+6000 {
			t.Fatalf("%d bytes after %d", all, n)
		}
	}
	if _, ok := f.Get(key(999)); !ok {
		t.Error("the last one is gone")
	}
	if _, ok := f.Get(key(1)); ok {
		t.Error("the first one is still there")
	}
	if _, err := os.Stat(half); err == nil {
		t.Error("what nobody finished stays")
	}
}

// TestManyProcesses: processes that put, get and trim in one folder see whole
// values or none.
func TestManyProcesses(t *testing.T) {
	const asked = "KEEP_TEST_FOLDER"
	work := func(dir string, seed uint64) error {
		f := Open(dir, room)
		r := rand.New(rand.NewPCG(seed, 2))
		for range 600 {
			n := r.IntN(400)
			if got, ok := f.Get(key(n)); ok && !bytes.Equal(got, value(n)) {
				return fmt.Errorf("%d is another", n)
			}
			if r.IntN(2) == 0 {
				f.Put(key(n), value(n))
			}
			if r.IntN(50) == 0 { // somebody damages one
				_ = os.WriteFile(f.file(key(r.IntN(400))), value(r.IntN(400)), 0o600)
			}
		}
		return nil
	}
	if dir := os.Getenv(asked); dir != "" {
		if err := work(dir, uint64(os.Getpid())); err != nil {
			t.Fatal(err)
		}
		return
	}
	dir := t.TempDir()
	exe, err := os.Executable()
	if err != nil {
		t.Skip(err)
	}
	var running []*exec.Cmd
	for range 4 {
		c := exec.Command(exe, "-test.run", "^TestManyProcesses$")
		c.Env = append(os.Environ(), asked+"="+dir)
		c.Stdout = new(strings.Builder)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, c)
	}
	for _, c := range running {
		if err := c.Wait(); err != nil {
			t.Errorf("%v\n%s", err, c.Stdout)
		}
	}
	all, names := size(t, dir)
	if most := int64(room + 4*room/leftShare); all > most || len(names) == 0 {
		t.Errorf("%d bytes in %d files", all, len(names))
	}
}
