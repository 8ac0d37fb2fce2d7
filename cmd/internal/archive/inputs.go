package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// Program identifies a program by its contents: its code and the faces that
// come with it.
func Program(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// inputsOf is the hash of all that makes an issue what it is: what is in its
// folder, the program, the settings.
func inputsOf(parts ...string) string {
	h := sha256.New()
	for _, s := range parts {
		fmt.Fprintf(h, "%d:%s\n", len(s), s)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// hashFolder is the hash of every file of a folder. What cannot be read is
// hashed as such; whoever sets the issue will report it.
func hashFolder(dir string) (string, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return "", err
	}
	defer root.Close()
	h := treeHash{h: sha256.New(), top: root, buf: make([]byte, 64<<10)}
	h.folder(root, ".", ".", 1)
	return hex.EncodeToString(h.h.Sum(nil)), nil
}

// treeHash is the hash of a folder while it is made.
type treeHash struct {
	h   hash.Hash
	top *os.Root
	buf []byte
}

// keptOpen is how many folders that lie in each other are open at a time: more than an
// issue has, and few enough for a process.
const keptOpen = 16

// folder adds what lies in the folder within an opened one, in the order of names. It goes
// from opened folder to opened folder, so that nobody who changes them meanwhile can lead
// it elsewhere, and the system is asked for one part of a path at a time.
func (t *treeHash) folder(here *os.Root, within, name string, depth int) {
	unreadable := func(name string) { fmt.Fprintf(t.h, "unreadable %d:%s\n", len(name), name) }
	entries, err := fs.ReadDir(here.FS(), within)
	if err != nil {
		unreadable(name)
		return
	}
	for _, e := range entries {
		inside, below := path.Join(within, e.Name()), path.Join(name, e.Name())
		switch {
		case !e.IsDir():
			t.file(here, inside, below, e.Type())
		case depth >= keptOpen:
			t.folder(here, inside, below, depth+1)
		default:
			sub, err := here.OpenRoot(inside)
			if err != nil {
				unreadable(below)
				continue
			}
			t.folder(sub, ".", below, depth+1)
			_ = sub.Close() // nothing was written
		}
	}
}

// file adds a file, through links that stay inside the folder. What is no regular
// file is not read: opening a device can do something.
func (t *treeHash) file(here *os.Root, within, name string, kind fs.FileMode) {
	fmt.Fprintf(t.h, "file %d:%s\n", len(name), name)
	if !kind.IsRegular() {
		if fi, err := t.top.Stat(name); err != nil || !fi.Mode().IsRegular() {
			fmt.Fprintf(t.h, "no file\n")
			return
		}
		here, within = t.top, name // a link may lead to another folder of the issue
	}
	f, err := here.OpenFile(within, os.O_RDONLY|neverWait, 0)
	if err != nil {
		fmt.Fprintf(t.h, "closed\n")
		return
	}
	defer f.Close()
	if fi, err := f.Stat(); err != nil || !fi.Mode().IsRegular() { // it is another one by now
		fmt.Fprintf(t.h, "no file\n")
		return
	}
	// A sum for each file: contents cannot pass for the name of the next one.
	sum := sha256.New()
	if _, err := io.CopyBuffer(onlyWriter{sum}, onlyReader{f}, t.buf); err != nil {
		fmt.Fprintf(t.h, "broken\n")
		return
	}
	t.h.Write(sum.Sum(nil))
}

// onlyWriter and onlyReader keep io.CopyBuffer from looking for ways around
// the buffer.
type (
	onlyWriter struct{ io.Writer }
	onlyReader struct{ io.Reader }
)

// hashOf is the size and the hash of a file; an error also where it is no
// regular file.
func hashOf(name string) (size int64, sum string, err error) {
	fi, err := os.Lstat(name)
	if err != nil {
		return 0, "", err
	}
	if !fi.Mode().IsRegular() {
		return 0, "", errors.New("is no regular file")
	}
	f, err := os.Open(name)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return size, hex.EncodeToString(h.Sum(nil)), err
}

// intact tells whether a file stands in OUT as it was recorded. The size is
// looked at first: it tells most damage without reading.
func (f *File) intact(out, name string) bool {
	full := f.in(out, name)
	if fi, err := os.Lstat(full); err != nil || !fi.Mode().IsRegular() || fi.Size() != f.Size {
		return false
	}
	size, sum, err := hashOf(full)
	return err == nil && size == f.Size && sum == f.Hash
}

// in is where the file of an issue stands.
func (f *File) in(out, name string) string {
	return filepath.Join(out, filepath.FromSlash(name+f.Suffix))
}
