package main

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
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
			return nil, &fs.PathError{Op: "open", Path: name, Err: cmp.Or(meantFolder(name), errNotFolder)}
		}
		name = filepath.Dir(name)
	}
	if err != nil {
		return nil, err
	}
	if meant := meantFolder(name); meant != nil && !holdsIssue(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: meant}
	}
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return &folder{name: name, root: root}, nil
}

// notThere tells of the issue folder that a path which is none probably means.
type notThere struct{ folder string }

func (e *notThere) Error() string { return "the issue folder is " + e.folder }

// meantFolder is the issue folder that a path lies in, or the one that lies in it
// alone; nil: there is none.
func meantFolder(name string) error {
	const deep = 2 // stories/a.md
	above := name
	for range deep {
		if above = filepath.Dir(above); holdsIssue(above) {
			return &notThere{above}
		}
	}
	below, err := filepath.Glob(filepath.Join(escapeGlob(name), "*", issueFile))
	if err == nil && len(below) == 1 {
		return &notThere{filepath.Dir(below[0])}
	}
	return nil
}

// escapeGlob makes a path a pattern of itself.
func escapeGlob(name string) string {
	if filepath.Separator == '\\' { // where nothing escapes
		return name
	}
	return strings.NewReplacer("*", "\\*", "?", "\\?", "[", "\\[", "\\", "\\\\").Replace(name)
}

// holdsIssue tells whether issue.yaml lies in a folder.
func holdsIssue(dir string) bool {
	fi, err := os.Stat(filepath.Join(dir, issueFile))
	return err == nil && fi.Mode().IsRegular()
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
