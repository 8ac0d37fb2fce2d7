package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

const issueFile = "issue.yaml"

// folder is an issue folder, opened so that no link leads out of it.
type folder struct {
	name string // as the user gave it

	mu      sync.Mutex
	root    *os.Root
	former  *os.Root // that stood at the path before; nil: none
	changes int
}

var errNotFolder = errors.New("is not a folder")

// openFolder opens the folder an ISSUE argument means; issue.yaml itself means
// the folder it lies in.
func openFolder(name string) (*folder, error) {
	// Looking first keeps os.OpenRoot from waiting at a named pipe.
	fi, err := os.Stat(name)
	if err == nil && !fi.IsDir() {
		if filepath.Base(name) != issueFile {
			return nil, &fs.PathError{Op: "open", Path: name, Err: errNotFolder}
		}
		name = filepath.Dir(name)
	}
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return &folder{name: name, root: root}, nil
}

func (f *folder) fs() fs.FS {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.root.FS()
}

func (f *folder) close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.former != nil {
		_ = f.former.Close() // nothing was written
	}
	return f.root.Close()
}

// follow opens the folder anew where its path leads to another one by now: it
// was moved away and one was put in its place. The one before stays open for
// what is still shown of it. The error says that the path leads nowhere.
func (f *folder) follow() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	there, err := os.Stat(f.name)
	if err != nil {
		return err
	}
	open, err := f.root.Stat(".")
	if err == nil && os.SameFile(open, there) {
		return nil
	}
	if !there.IsDir() {
		return &fs.PathError{Op: "open", Path: f.name, Err: errNotFolder}
	}
	root, err := os.OpenRoot(f.name)
	if err != nil {
		return err
	}
	if f.former != nil {
		_ = f.former.Close() // nothing was written
	}
	f.former, f.root = f.root, root
	f.changes++
	return nil
}

// times is how often the folder was opened anew.
func (f *folder) times() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.changes
}

// baseName is the folder's own name, also for "." and "..".
func (f *folder) baseName() string {
	abs, err := filepath.Abs(f.name)
	if err != nil {
		abs = f.name
	}
	base := filepath.Base(abs)
	if base == "." || base == string(filepath.Separator) {
		return "edition"
	}
	return base
}

// tells already.
func cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}
