package picture

import (
	"crypto/sha256"
	"errors"
	"image"
	"sync"

	"duikai/layout/artwork"
	"duikai/layout/page"
	"duikai/render/internal/separation"
)

// Foreign is a page of a PDF file from outside, made ready to be drawn.
type Foreign struct {
	*artwork.Extract
	// Separated is what was done to its colours; nothing where they stay.
	Separated Separation

	found sync.Map // by key, funcs that find out once
}

// Separation counts what was converted to the press's inks, and names what could not be.
type Separation struct {
	Colours, Pictures, Shadings int
	Faults                      []SeparationFault
}

// SeparationFault is what could not be converted.
type SeparationFault struct {
	Object int    // its number in the file it is from; 0: the page itself
	What   string // a technical term that reads the same in every language
	Why    string
}

// Remember gives what was found out about a page before under a key, which stands for
// one kind of answer, or finds it out: an edition that is set again and again asks the
// same of the same pages.
func Remember[V any](f *Foreign, key any, find func() V) V {
	once, _ := f.found.LoadOrStore(key, sync.OnceValue(find))
	return once.(func() V)()
}

type blockKey struct {
	file string
	page int
}

// foreignKey is a page of a file by its contents, and what is done to it.
type foreignKey struct {
	sum   [sha256.Size]byte
	page  int
	press *Press // nil: it keeps its colours
}

type seenKey struct {
	blockKey
	w, h int
}

// Painter draws a page of a PDF file, counted from 1, in w by h pixels, on
// white.
type Painter interface {
	Paint(document []byte, page, w, h int) (*image.RGBA, error)
}

// LeaveForeign leaves pages from outside in the colours that they have. It must
// be called before the store is used, and so must Paint.
func (s *Store) LeaveForeign() { s.keepAds = true }

// Paint has pages from outside drawn by a painter.
func (s *Store) Paint(p Painter) { s.painter = p }

// LeaveOut has a page from outside shown no more: it is known to be damaged, and
// drawing it may take as long as a painter waits.
func (s *Store) LeaveOut(b *page.Block) { s.left.Store(blockKey{b.File, b.Page}, true) }

// ErrNotShown is a page from outside that nothing draws, or that was left out.
var ErrNotShown = errors.New("it is not shown")

// Block gives a page of a PDF file as it is printed: taken out of its document
// and, for a press, in its inks. Callers must not change it.
func (s *Store) Block(b *page.Block) (*Foreign, error) {
	return s.blocks.get(blockKey{b.File, b.Page}, func() (*Foreign, error) {
		file, err := s.document(b.File)
		if err != nil {
			return nil, err
		}
		k := foreignKey{sum: file.sum, page: b.Page}
		if !s.keepAds {
			k.press = s.press
		}
		o, err := s.shelf.foreign.get(k, func() (*opened[*Foreign], error) { return new(opened[*Foreign]), nil })
		if err != nil {
			return nil, err
		}
		return o.get(&s.shelf.kept, func(*Foreign) int { return file.size }, func() (*Foreign, error) {
			data, err := s.contents(file)
			if err != nil {
				return nil, err
			}
			x, err := artwork.ExtractPage(data, b.Page)
			if err != nil {
				return nil, err
			}
			f := &Foreign{Extract: x}
			if k.press != nil {
				done := separation.Convert(x, k.press, JudgeJPEG)
				f.Separated = Separation{Colours: done.Colours, Pictures: done.Pictures, Shadings: done.Shadings}
				for _, fault := range done.Faults {
					f.Separated.Faults = append(f.Separated.Faults, SeparationFault(fault))
				}
			}
			return f, nil
		})
	})
}

// Painted shows a page of a PDF file in w by h pixels, as it is printed.
func (s *Store) Painted(b *page.Block, w, h int) (image.Image, error) {
	k := blockKey{b.File, b.Page}
	if _, out := s.left.Load(k); out || s.painter == nil {
		return nil, ErrNotShown
	}
	f, err := s.Block(b)
	if err != nil {
		return nil, err
	}
	o, err := s.seenAds.get(seenKey{k, w, h}, func() (*opened[image.Image], error) { return new(opened[image.Image]), nil })
	if err != nil {
		return nil, err
	}
	return o.get(&s.shelf.kept, func(m image.Image) int { return 4 * w * h }, func() (image.Image, error) {
		return s.painter.Paint(f.Document(), 1, w, h)
	})
}
