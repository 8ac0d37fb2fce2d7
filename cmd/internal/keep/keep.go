// Package keep holds what is costly to make in a folder of the user's cache, for
// the next run of the program and for others that run at the same time.
//
// Nothing depends on it: what is not there, or not as it was put there, is made
// again, and faults of the disk are none of anybody's. A file is written beside
// its place and then renamed, so that no reader sees half of one; it ends with a
// checksum, without which nothing of it is believed. The folder is bounded: what
// was used longest ago goes first.
package keep

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Folder keeps values in a folder. It is safe for use by many goroutines and
// many processes.
type Folder struct {
	dir  string
	room int64

	mu      sync.Mutex
	written int64 // since the folder was last looked through; -1: it never was
}

// Key names a value.
type Key = [sha256.Size]byte

// How the folder is kept.
const (
	// maxShare is the part of the folder that one value may take.
	maxShare = 8
	// leftShare is the part that stays free after it was looked through.
	leftShare = 8
	// fresh is how long a value is not marked as used again.
	fresh = time.Hour
	// abandoned is the age at which nobody is still writing a file.
	abandoned = time.Hour
)

// marks of the files' names.
const (
	ending  = ".kept"
	halfway = "half-"
)

// Open keeps values below a folder, which takes at most so many bytes. It is made
// when the first value comes.
func Open(dir string, room int64) *Folder { return &Folder{dir: dir, room: room, written: -1} }

func (f *Folder) file(k Key) string { return filepath.Join(f.dir, hex.EncodeToString(k[:])+ending) }

// Get gives a value that was put there, as it was. It marks it as used.
func (f *Folder) Get(k Key) ([]byte, bool) {
	name := f.file(k)
	// Asked before opening: opening a pipe would wait for its other end.
	info, err := os.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() < sha256.Size || info.Size() > f.room/maxShare {
		return nil, false
	}
	b, err := os.ReadFile(name)
	if err != nil || len(b) < sha256.Size {
		return nil, false
	}
	data := b[: len(b)-sha256.Size : len(b)-sha256.Size]
	if sum(k, data) != Key(b[len(data):]) {
		_ = os.Remove(name) // and it is made again
		return nil, false
	}
	if now := time.Now(); now.Sub(info.ModTime()).Abs() > fresh {
		_ = os.Chtimes(name, now, now)
	}
	return data, true
}

// sum is over the key too: a value in another's place is none.
func sum(k Key, data []byte) Key {
	h := sha256.New()
	h.Write(k[:])
	h.Write(data)
	return Key(h.Sum(nil))
}

// Put keeps a value. One that is too large is not kept.
func (f *Folder) Put(k Key, data []byte) {
	if int64(len(data)) > f.room/maxShare-sha256.Size {
		return
	}
	const private = 0o700
	if os.MkdirAll(f.dir, private) != nil {
		return
	}
	t, err := os.CreateTemp(f.dir, halfway+"*")
	if err != nil {
		return
	}
	s := sum(k, data)
	_, err = t.Write(data)
	_, err2 := t.Write(s[:])
	if err3 := t.Close(); err != nil || err2 != nil || err3 != nil || os.Rename(t.Name(), f.file(k)) != nil {
		_ = os.Remove(t.Name())
		return
	}
	f.account(int64(len(data) + len(s)))
}

// account looks through the folder once a process, and again when so much was
// written as is left free then.
func (f *Folder) account(n int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.written >= 0 {
		if f.written += n; f.written < f.room/leftShare {
			return
		}
	}
	f.written = 0
	f.trim()
}

// kept is a file of the folder.
type kept struct {
	name string
	size int64
	used time.Time
}

// trim removes what was used longest ago, until there is room, and what nobody
// finished. Another process may do the same: what is gone is gone.
func (f *Folder) trim() {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return
	}
	var list []kept
	var all int64
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || info.Mode()&fs.ModeType != 0 {
			continue
		}
		name := filepath.Join(f.dir, e.Name())
		switch {
		case strings.HasSuffix(e.Name(), ending):
			list = append(list, kept{name, info.Size(), info.ModTime()})
			all += info.Size()
		case strings.HasPrefix(e.Name(), halfway) && time.Since(info.ModTime()) > abandoned:
			_ = os.Remove(name)
		}
	}
	most := f.room - f.room/leftShare
	if all <= most {
		return
	}
	slices.SortFunc(list, func(a, b kept) int {
		if c := a.used.Compare(b.used); c != 0 {
			return c
		}
		return strings.Compare(a.name, b.name)
	})
	for _, k := range list {
		if all <= most {
			return
		}
		if os.Remove(k.name) == nil {
			all -= k.size
		}
	}
}
