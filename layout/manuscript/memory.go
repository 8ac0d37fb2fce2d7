package manuscript

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"duikai/layout/artwork"
	"duikai/layout/diag"
)

// Memory keeps stories as they were read, for who loads an issue again and again while
// it is written: one whose file says what it said is not taken apart anew, nor is a
// picture looked at again whose file has the size and the time that it had. The zero
// value is empty; it may be used from many goroutines at once.
type Memory struct {
	mu    sync.Mutex
	kept  map[storyKey]*keptStory
	used  map[storyKey]bool // since the last load began: the others go when the next one does
	looks map[fileState]artwork.Info
	seen  map[fileState]bool // likewise
}

// storyKey is a digest of all that a story is read from but its pictures: the house's
// wish for mending, its file's name, by which it is called, and its text. One that asks
// for files that are not there is not kept.
type storyKey [sha256.Size]byte

// keptStory is a story with what was told of it, and its pictures as they were.
type keptStory struct {
	story Story
	sink  *sink
	files []fileState
}

// fileState tells one state of a file from another.
type fileState struct {
	path string
	size int64
	time int64 // in nanoseconds
	mode fs.FileMode
}

func stateOf(path string, info fs.FileInfo) fileState {
	return fileState{path, info.Size(), info.ModTime().UnixNano(), info.Mode()}
}

// is tells whether a file is in this state now.
func (f fileState) is(fsys fs.FS) bool {
	info, err := fs.Stat(fsys, f.path)
	return err == nil && stateOf(f.path, info) == f
}

// looked is what a picture said of itself when its file was in a state.
func (m *Memory) looked(f fileState) (info artwork.Info, ok bool) {
	if m == nil {
		return info, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if info, ok = m.looks[f]; ok {
		m.seen[f] = true
	}
	return info, ok
}

// look keeps what a picture says of itself.
func (m *Memory) look(f fileState, info artwork.Info) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.looks == nil {
		m.looks = make(map[fileState]artwork.Info)
	}
	m.looks[f], m.seen[f] = info, true
}

// Load is Load for a folder that was loaded before. The issue and the problems are the
// same.
func (m *Memory) Load(fsys fs.FS) (*Issue, diag.List) {
	m.mu.Lock()
	for k := range m.kept {
		if !m.used[k] {
			delete(m.kept, k)
		}
	}
	for f := range m.looks {
		if !m.seen[f] {
			delete(m.looks, f)
		}
	}
	m.used, m.seen = make(map[storyKey]bool), make(map[fileState]bool)
	m.mu.Unlock()
	g := newGallery(artwork.Probe)
	g.memory = m
	return load(fsys, g, m)
}

// keyOf is the digest of a story's file as a decoder reads it.
func (d *decoder) keyOf(file, text string) storyKey {
	return sha256.Sum256(fmt.Appendf(nil, "%t\x00%s\x00%s", d.normalize, file, text))
}

// recall gives a story that was read before, and tells what was told of it.
func (m *Memory) recall(d *decoder, file, text string) *Story {
	if m == nil {
		return nil
	}
	k := d.keyOf(file, text)
	m.mu.Lock()
	kept := m.kept[k]
	m.mu.Unlock()
	if kept == nil || slices.ContainsFunc(kept.files, func(f fileState) bool { return !f.is(d.fsys) }) {
		return nil
	}
	m.mu.Lock()
	m.used[k] = true
	for _, f := range kept.files {
		if _, ok := m.looks[f]; ok {
			m.seen[f] = true
		}
	}
	m.mu.Unlock()
	d.sink.join(kept.sink)
	return kept.story.again()
}

// keep remembers a story, unless it asks for files that are not there.
func (m *Memory) keep(d *decoder, file, text string, s *Story) {
	if m == nil || d.lacking {
		return
	}
	told := newSink()
	told.join(d.sink)
	k := d.keyOf(file, text)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = make(map[storyKey]*keptStory)
	}
	m.kept[k], m.used[k] = &keptStory{*s.again(), told, d.found}, true
}

// again is a copy of a story as it was read: what an issue settles of it, its text style
// and what may be left out, is its own. Its texts are shared, which nothing changes.
func (s *Story) again() *Story {
	c := *s
	c.Optional = slices.Clone(s.Optional)
	return &c
}
