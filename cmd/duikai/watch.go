package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	// settle is how long a folder must be quiet before it is read: programs
	// save in several steps, all within some milliseconds.
	settle = 12 * time.Millisecond
	// settleMost is the longest a stream of changes is waited for.
	settleMost = 80 * time.Millisecond
	// lookEvery is how often the folder is looked through besides: folders on
	// other machines and in virtual ones tell nothing of their changes.
	lookEvery = 2 * time.Second
	// maxWatched bounds the files looked at; an issue has some hundred.
	maxWatched = 20_000
)

// watch tells of changes in a folder until ctx ends: a value for each burst of
// them. Where the system tells nothing, the folder is looked through instead.
// The channel is closed at the end, when nothing is held open any more.
func watch(ctx context.Context, f *folder) <-chan struct{} {
	changed := make(chan struct{}, 1)
	w, err := fsnotify.NewWatcher()
	var events chan fsnotify.Event // nil: nothing ever comes
	var faults chan error
	if err == nil {
		events, faults = w.Events, w.Errors
		addFolders(w, f)
	}
	go func() {
		defer close(changed)
		if w != nil {
			defer w.Close()
		}
		look := time.NewTicker(lookEvery)
		defer look.Stop()
		quiet := time.NewTimer(time.Hour)
		quiet.Stop()
		defer quiet.Stop()
		var since time.Time // of the first change not told yet; zero: none
		note := func() {
			if since.IsZero() {
				since = time.Now()
			}
			quiet.Reset(min(settle, max(settleMost-time.Since(since), 0)))
		}
		print, parent := fingerprint(f), folderAbove(f)
		for {
			select {
			case <-ctx.Done():
				return
			case e, ok := <-events:
				if !ok {
					events = nil
				} else if worthReading(e) && !beside(e, parent, f) {
					note()
				}
			case _, ok := <-faults: // too many changes at once: look for oneself
				if !ok {
					faults = nil
				} else {
					note()
				}
			case <-look.C:
				_ = f.follow() // setting it tells of a folder that is gone
				if now := fingerprint(f); now != print {
					print = now
					note()
				}
			case <-quiet.C:
				since = time.Time{}
				_ = f.follow()
				if w != nil {
					addFolders(w, f)
				}
				print = fingerprint(f)
				select {
				case changed <- struct{}{}:
				default: // one is waiting already
				}
			}
		}
	}()
	return changed
}

// worthReading leaves out what happens beside an issue: hidden files, which
// editors and duikai itself write before they rename them, and changed rights.
func worthReading(e fsnotify.Event) bool {
	return e.Op != fsnotify.Chmod && !strings.HasPrefix(filepath.Base(e.Name), ".")
}

// folderAbove is the folder that the folder lies in; empty: unknown.
func folderAbove(f *folder) string {
	abs, err := filepath.Abs(f.name)
	if err != nil {
		return ""
	}
	return filepath.Dir(abs)
}

// beside tells whether an event is about what lies beside the folder,
// not about the folder being moved or put back.
func beside(e fsnotify.Event, parent string, f *folder) bool {
	abs, err := filepath.Abs(f.name)
	return err == nil && filepath.Dir(e.Name) == parent && e.Name != abs
}

// walk visits what a folder holds, hidden names left out.
func walk(f *folder, visit func(path string, d fs.DirEntry)) {
	n := 0
	_ = fs.WalkDir(f.fs(), ".", func(path string, d fs.DirEntry, err error) error {
		n++
		switch {
		case err != nil:
			return nil // what cannot be read is not watched
		case n > maxWatched:
			return fs.SkipAll
		case path != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		visit(path, d)
		return nil
	})
}

// addFolders watches every folder of an issue, and the one above it, where the
// issue may be put back; those watched already stay so.
func addFolders(w *fsnotify.Watcher, f *folder) {
	if parent := folderAbove(f); parent != "" {
		_ = w.Add(parent)
	}
	walk(f, func(path string, d fs.DirEntry) {
		if d.IsDir() {
			_ = w.Add(filepath.Join(f.name, filepath.FromSlash(path))) // looking serves it then
		}
	})
}

// fingerprint changes when a file comes, goes or is written.
func fingerprint(f *folder) uint64 {
	sum := fnv.New64a()
	_, err := os.Stat(f.name)
	fmt.Fprintln(sum, f.times(), err == nil) // moved away, put back
	walk(f, func(path string, d fs.DirEntry) {
		if fi, err := d.Info(); err == nil {
			fmt.Fprintln(sum, path, stampOf(fi))
		}
	})
	return sum.Sum64()
}

// stampOf tells one state of a file from another.
func stampOf(fi fs.FileInfo) string {
	if fi.IsDir() {
		return "folder"
	}
	return fmt.Sprint(fi.Size(), " ", fi.ModTime().UnixNano())
}
