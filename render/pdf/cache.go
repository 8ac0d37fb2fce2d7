package pdf

import (
	"math"
	"strings"
	"sync"

	"duikai/fonts"
	"duikai/render/internal/cos"
)

// Cache keeps the fonts made for documents, so that an edition that is drawn
// more than once pays for them once: for the press and for readers, or again
// after a change to something else. It may be shared by many goroutines. The
// zero value is ready.
type Cache struct {
	mu    sync.Mutex
	fonts map[cacheKey]*embeddedFont
	idle  sync.Pool // of *cos.Deflater: each takes a megabyte, which would be cleared for every font
}

// cacheKey is a face and the letters wanted of it.
type cacheKey struct {
	face    *fonts.Face
	letters string
}

// maxCached bounds the fonts kept: some editions with all their faces. Where
// more come, as in a batch, the old ones are of no more use.
const maxCached = 32

// embeddedFont is a subset on its way into a document.
type embeddedFont struct {
	frame []byte // what gopdf sees: no outlines

	size      int    // of the font file
	file      []byte // the font file, deflated
	toUnicode []byte // the way back to the text, deflated
	usual     int    // the width that is not listed
	widths    cos.Value

	once sync.Once
	err  error
	done chan struct{} // what follows frame is there
}

// get makes the fonts of subsets, side by side, or finds them. The fonts are
// still being deflated when it returns: see embeddedFont.wait.
func (c *Cache) get(used []*subset) ([]*embeddedFont, error) {
	list := make([]*embeddedFont, len(used))
	c.mu.Lock()
	if c.fonts == nil || len(c.fonts)+len(used) > maxCached {
		c.fonts = make(map[cacheKey]*embeddedFont)
	}
	for i, s := range used {
		key := cacheKey{s.face, s.key()}
		if c.fonts[key] == nil {
			c.fonts[key] = &embeddedFont{done: make(chan struct{})}
		}
		list[i] = c.fonts[key]
	}
	c.mu.Unlock()

	var wg sync.WaitGroup
	for i, s := range used {
		wg.Go(func() { list[i].once.Do(func() { list[i].make(s, &c.idle) }) })
	}
	wg.Wait()
	for _, f := range list {
		if f.err != nil {
			return nil, f.err
		}
	}
	return list, nil
}

// key tells the letters apart from other letters.
func (s *subset) key() string {
	b := make([]byte, 0, 4*len(s.letters))
	for _, l := range s.letters {
		b = l.append(b)
	}
	return string(s.appendShaped(b))
}

// make cuts the font out of the face.
func (f *embeddedFont) make(s *subset, idle *sync.Pool) {
	want := make([]fonts.Want, len(s.letters))
	for i, l := range s.letters {
		want[i] = fonts.Want{Glyph: s.glyphOf(l), Rune: code(uint16(i + 1))}
	}
	small, err := s.face.Subset(want)
	if err != nil {
		f.err = err
		close(f.done)
		return
	}
	f.frame = small.Frame()
	go func() {
		defer close(f.done)
		z, ok := idle.Get().(*cos.Deflater)
		if !ok {
			z = cos.NewDeflater(math.MaxInt)
		}
		defer idle.Put(z)
		file := small.Embedded()
		f.size, f.file = len(file), z.Deflated(file)
		f.toUnicode = z.Deflated(toUnicode(s.mapped()))
		f.usual, f.widths = widths(s.advances())
	}()
}

// wait waits for the font file.
func (f *embeddedFont) wait() { <-f.done }

// printable keeps what may stand in a PDF name without escapes.
func printable(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return '-'
	}, name)
}
