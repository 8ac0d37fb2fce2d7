package archive

import (
	"bytes"
	"crypto/sha256"
	"hash"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestHashOfWhatChanges: what was a file when the folder was listed, and is a link to
// elsewhere, a named pipe or nothing when it is opened, is neither followed nor waited for.
func TestHashOfWhatChanges(t *testing.T) {
	dir, secret := t.TempDir(), filepath.Join(t.TempDir(), "secret")
	lay(t, filepath.Dir(secret), "secret", "1")
	lay(t, dir, "sub/file", "2")
	if err := os.Symlink(secret, filepath.Join(dir, "sub", "link")); err != nil {
		t.Skip("no links here:", err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "sub", "pipe"), 0o600); err != nil {
		t.Skip("no named pipes here:", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	sub, err := root.OpenRoot("sub")
	if err != nil {
		t.Fatal(err)
	}
	defer sub.Close()
	of := func(name string) string {
		var said bytes.Buffer
		h := treeHash{h: telling{sha256.New(), &said}, top: root, buf: make([]byte, 1<<10)}
		h.file(sub, filepath.Base(name), name, 0) // a regular file, as the list has it
		return said.String()
	}
	sum := sha256.Sum256([]byte("2"))
	for name, want := range map[string]string{
		"sub/file": "file 8:sub/file\n" + string(sum[:]),
		"sub/link": "file 8:sub/link\nclosed\n",
		"sub/pipe": "file 8:sub/pipe\nno file\n",
		"sub/none": "file 8:sub/none\nclosed\n",
	} {
		if got := of(name); got != want {
			t.Errorf("%s: %q, not %q", name, got, want)
		}
	}
}

// telling is a hash that also says what it is of.
type telling struct {
	hash.Hash
	said *bytes.Buffer
}

func (t telling) Write(p []byte) (int, error) {
	t.said.Write(p)
	return t.Hash.Write(p)
}

// TestHashOfDeepFolders: a change is seen however deep it lies, and folders that lie in
// each other take no more than a few of the files that a process may have open.
func TestHashOfDeepFolders(t *testing.T) {
	const levels = 300
	dir := t.TempDir()
	at := dir
	for range levels {
		at = filepath.Join(at, "d")
	}
	lay(t, at, "file", "1")
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	few := limit
	few.Cur = 100 // and what the tests have open
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &few); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
			t.Fatal(err)
		}
	}()
	one, err := hashFolder(dir)
	lay(t, at, "file", "2")
	two, err2 := hashFolder(dir)
	if err != nil || err2 != nil || one == two {
		t.Errorf("%v %v, same: %v", err, err2, one == two)
	}
}
