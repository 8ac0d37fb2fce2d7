package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// cutOff writes half of what it should and fails.
type cutOff struct{ err error }

func (c cutOff) WriteTo(w io.Writer) (int64, error) {
	n, err := io.WriteString(w, "%PDF-1.7 half a document")
	return int64(n), errors.Join(err, c.err)
}

// interrupting ends the context between two writes.
type interrupting struct{ stop context.CancelFunc }

func (i interrupting) WriteTo(w io.Writer) (int64, error) {
	n, err := io.WriteString(w, "first half")
	if err != nil {
		return int64(n), err
	}
	i.stop()
	m, err := io.WriteString(w, "second half")
	return int64(n + m), err
}

// only fails the test unless the folder holds exactly these files.
func only(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		got, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if text, ok := want[e.Name()]; !ok || text != string(got) {
			t.Errorf("%s holds %q, want %q", e.Name(), got, text)
		}
	}
	if len(entries) != len(want) {
		t.Errorf("the folder holds %d files, want %d", len(entries), len(want))
	}
}

func TestWriteFile(t *testing.T) {
	broken := errors.New("the disk is full")
	for _, old := range []bool{false, true} {
		for _, c := range []struct {
			name    string
			content func(context.CancelFunc) io.WriterTo
			want    error
		}{
			{"whole", func(context.CancelFunc) io.WriterTo { return bytes.NewBufferString("new") }, nil},
			{"cut off", func(context.CancelFunc) io.WriterTo { return cutOff{broken} }, broken},
			{"interrupted", func(stop context.CancelFunc) io.WriterTo { return interrupting{stop} }, context.Canceled},
		} {
			t.Run(c.name, func(t *testing.T) {
				dir := t.TempDir()
				path := filepath.Join(dir, "edition.pdf")
				want := map[string]string{}
				if old {
					want["edition.pdf"] = "old"
					if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				if c.want == nil {
					want["edition.pdf"] = "new"
				}
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				if err := writeFile(ctx, path, c.content(stop)); !errors.Is(err, c.want) {
					t.Errorf("error %v, want %v", err, c.want)
				}
				only(t, dir, want)
			})
		}
	}
}

func TestWriteFileMode(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no file modes here")
	}
	dir := t.TempDir()
	plain, ours := filepath.Join(dir, "plain"), filepath.Join(dir, "ours")
	if err := os.WriteFile(plain, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(t.Context(), ours, bytes.NewBufferString("x")); err != nil {
		t.Fatal(err)
	}
	a, _ := os.Stat(plain)
	b, _ := os.Stat(ours)
	if a.Mode() != b.Mode() {
		t.Errorf("mode %v, want %v as the umask leaves it", b.Mode(), a.Mode())
	}
}

func TestWriteFileFollowsLinks(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	target, link := filepath.Join(elsewhere, "real.pdf"), filepath.Join(dir, "link.pdf")
	if err := os.WriteFile(target, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Skip("no links here:", err)
	}
	if err := writeFile(t.Context(), link, bytes.NewBufferString("new")); err != nil {
		t.Fatal(err)
	}
	if fi, err := os.Lstat(link); err != nil || fi.Mode()&fs.ModeSymlink == 0 {
		t.Error("the link is gone")
	}
	only(t, elsewhere, map[string]string{"real.pdf": "new"})
}

func TestWriteFileLeavesDevicesAlone(t *testing.T) {
	fi, err := os.Stat(os.DevNull)
	if err != nil || fi.Mode().IsRegular() {
		t.Skip("no null device here")
	}
	if err := writeFile(t.Context(), os.DevNull, bytes.NewBufferString("x")); err != nil {
		t.Error(err)
	}
	if after, err := os.Stat(os.DevNull); err != nil || after.Mode() != fi.Mode() {
		t.Fatal("the null device was replaced")
	}
}

func TestWriteFileIntoNoFolder(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{dir, filepath.Join(dir, "none", "edition.pdf")} {
		if err := checkTarget(path); err == nil {
			t.Errorf("checkTarget(%s) sees nothing wrong", path)
		}
		if err := writeFile(t.Context(), path, bytes.NewBufferString("x")); err == nil {
			t.Errorf("writeFile(%s) sees nothing wrong", path)
		}
	}
	only(t, dir, nil)
}

func TestWriteFileIntoLockedFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
	if f, err := os.Create(filepath.Join(dir, "probe")); err == nil {
		f.Close()
		os.Remove(f.Name())
		t.Skip("the folder cannot be locked against this user")
	}
	err := writeFile(t.Context(), filepath.Join(dir, "edition.pdf"), bytes.NewBufferString("x"))
	if !errors.Is(err, fs.ErrPermission) {
		t.Errorf("error %v, want no permission", err)
	}
	only(t, dir, nil)
}

func TestWriteNewNeverReplaces(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "issue.yaml")
	if err := writeNew(t.Context(), path, bytes.NewBufferString("mine")); err != nil {
		t.Fatal(err)
	}
	if err := writeNew(t.Context(), path, bytes.NewBufferString("theirs")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("error %v, want that it exists", err)
	}
	only(t, dir, map[string]string{"issue.yaml": "mine"})
}
