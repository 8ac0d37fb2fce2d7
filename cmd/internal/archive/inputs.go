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
	h := sha256.New()
	buf := make([]byte, 64<<10)
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			fmt.Fprintf(h, "unreadable %d:%s\n", len(name), name)
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if !d.IsDir() {
			hashFile(h, root, name, d.Type(), buf)
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// hashFile adds a file, through links that stay inside the folder. What is no regular
// file is not opened: opening a device can do something.
func hashFile(h hash.Hash, root *os.Root, name string, kind fs.FileMode, buf []byte) {
	fmt.Fprintf(h, "file %d:%s\n", len(name), name)
	if !kind.IsRegular() {
		if fi, err := root.Stat(name); err != nil || !fi.Mode().IsRegular() {
			fmt.Fprintf(h, "no file\n")
			return
		}
	}
	f, err := openIn(root, name, kind)
	if err != nil {
		fmt.Fprintf(h, "closed\n")
		return
	}
	defer f.Close()
	// A sum for each file: contents cannot pass for the name of the next one.
	sum := sha256.New()
	if _, err := io.CopyBuffer(onlyWriter{sum}, onlyReader{f}, buf); err != nil {
		fmt.Fprintf(h, "broken\n")
		return
	}
	h.Write(sum.Sum(nil))
}

// openIn opens a file. What is no link leads nowhere, and needs no root, which asks the
// system a dozen things for each file.
func openIn(root *os.Root, name string, kind fs.FileMode) (*os.File, error) {
	if kind.IsRegular() {
		return os.Open(filepath.Join(root.Name(), filepath.FromSlash(name)))
	}
	return root.Open(name)
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
