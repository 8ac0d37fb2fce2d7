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
// it is written: one whose file says what it said is not taken apart anew. The zero
// value is empty; it may be used from many goroutines at once.
type Memory struct {
	mu   sync.Mutex
	kept map[storyKey]*keptStory
	used map[storyKey]bool // since the last load began: the others go when the next one does
}

// storyKey is a digest of all that a story is read from: the house's wish for mending,
// its file's name, by which it is called, and its text. One that asks for other files is
// not kept.
type storyKey [sha256.Size]byte

// keptStory is a story with what was told of it.
type keptStory struct {
	story Story
	sink  *sink
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
	m.used = make(map[storyKey]bool)
	m.mu.Unlock()
	return load(fsys, newGallery(artwork.Probe), m)
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
	defer m.mu.Unlock()
	kept := m.kept[k]
	if kept == nil {
		return nil
	}
	m.used[k] = true
	d.sink.join(kept.sink)
	return kept.story.again()
}

// keep remembers a story, unless it was read from other files of the folder too.
func (m *Memory) keep(d *decoder, file, text string, s *Story) {
	if m == nil || d.asked {
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
	m.kept[k], m.used[k] = &keptStory{*s.again(), told}, true
}

// again is a copy of a story as it was read: what an issue settles of it, its text style
// and what may be left out, is its own. Its texts are shared, which nothing changes.
func (s *Story) again() *Story {
	c := *s
	c.Optional = slices.Clone(s.Optional)
	return &c
}
