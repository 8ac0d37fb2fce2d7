// Package picture makes the picture files of an issue ready to be drawn: it
// decodes what a renderer cannot take as it is, turns it upright, and hands
// every file out once however often it is shown.
package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"runtime"
	"sync"

	"duikai/layout/artwork"
	"duikai/layout/page"
)

// What a file may be. The limits are far above what a newspaper prints and
// keep one file from taking the machine with it:
const (
	maxFile   = 256 << 20   // bytes; a broadsheet as TIFF without compression takes 180 MB
	maxPixels = 120_000_000 // that are decoded; two broadsheet pages side by side at 300 pixels an inch take 59 million
	maxKept   = 256 << 20   // bytes of decoded pictures kept between calls of Pixels
)

// Store holds the pictures of one issue folder. It is safe for use by many
// goroutines, and reads every file once: what becomes of it, also a fault, is
// kept for as long as the store. Files that change need a new store. Its errors
// say what is wrong, not with which file: who asks knows that.
type Store struct {
	fsys   fs.FS
	ready  memo[string, Ready]
	blocks memo[blockKey, []byte]
	files  memo[string, []byte] // PDF files
	open   memo[string, *opened]
	kept   keeper
}

type blockKey struct {
	file string
	page int
}

// New is a store over an issue folder.
func New(fsys fs.FS) *Store { return &Store{fsys: fsys} }

// Ready is a picture file as a PDF can embed it: an upright 8-bit JPEG of one
// or three channels, or a PNG of at most 8 bits without alpha and interlacing.
// It is clean: nothing in it but what is needed for the picture.
type Ready struct {
	Data          []byte
	Width, Height int // pixels
}

// Ready gives a picture file ready for embedding; the crop is not applied.
// Callers must not change its bytes.
func (s *Store) Ready(file string) (Ready, error) {
	return s.ready.get(file, func() (Ready, error) {
		data, info, err := s.read(file)
		if err != nil {
			return Ready{}, err
		}
		return embeddable(data, info)
	})
}

// Pixels gives the cropped part of a picture, scaled to w by h pixels. It
// shows what a PDF embeds, to the last artefact. The image is the caller's.
func (s *Store) Pixels(p *page.Picture, w, h int) (image.Image, error) {
	r, err := s.Ready(p.File)
	if err != nil {
		return nil, err
	}
	switch {
	case p.Crop.Empty() || !p.Crop.In(image.Rect(0, 0, r.Width, r.Height)):
		return nil, fmt.Errorf("the part %v lies outside of its %d by %d pixels", p.Crop, r.Width, r.Height)
	case w <= 0 || h <= 0 || w > maxPixels/h:
		return nil, fmt.Errorf("it cannot be shown in %d by %d pixels", w, h)
	}
	img, err := s.decoded(p.File, r)
	if err != nil {
		return nil, err
	}
	return scale(img, p.Crop, w, h), nil
}

// Block gives a page of a PDF file as a clean document of that page alone, as
// artwork.ExtractPage makes it. Callers must not change its bytes.
func (s *Store) Block(b *page.Block) ([]byte, error) {
	return s.blocks.get(blockKey{b.File, b.Page}, func() ([]byte, error) {
		data, err := s.document(b.File)
		if err != nil {
			return nil, err
		}
		return artwork.ExtractPage(data, b.Page)
	})
}

// Form gives a page of a PDF file as objects for another document, numbered
// from first up.
func (s *Store) Form(b *page.Block, first int) (*artwork.Form, error) {
	data, err := s.document(b.File)
	if err != nil {
		return nil, err
	}
	// Every document has other numbers, so there is nothing to keep.
	return guarded(func() (*artwork.Form, error) { return artwork.ExtractForm(data, b.Page, first) })
}

// document reads a PDF file; several of its pages may be asked for.
func (s *Store) document(file string) ([]byte, error) {
	return s.files.get(file, func() ([]byte, error) {
		data, info, err := s.read(file)
		if err == nil && info.Format != artwork.PDF {
			err = errors.New("it is no PDF file")
		}
		return data, err
	})
}

// Prepare reads the files that the pages show and makes the pictures ready, as
// many at a time as there are processors. Faults come up when the files are asked for.
func (s *Store) Prepare(pages []*page.Page) {
	var jobs []func()
	files := make(map[string]bool)
	for _, p := range pages {
		for _, it := range p.Items {
			switch it := it.(type) {
			case *page.Picture:
				if !files[it.File] {
					files[it.File] = true
					jobs = append(jobs, func() { _, _ = s.Ready(it.File) })
				}
			case *page.Block:
				if !files[it.File] {
					files[it.File] = true
					jobs = append(jobs, func() { _, _ = s.document(it.File) })
				}
			}
		}
	}
	queue := make(chan func(), len(jobs))
	for _, j := range jobs {
		queue <- j
	}
	close(queue)
	var wg sync.WaitGroup
	for range min(len(jobs), runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for j := range queue {
				j()
			}
		})
	}
	wg.Wait()
}

// read reads a file and what it says about itself.
func (s *Store) read(file string) ([]byte, artwork.Info, error) {
	data, err := s.bytes(file)
	var info artwork.Info
	if err == nil {
		info, err = artwork.Probe(bytes.NewReader(data), int64(len(data)))
	}
	return data, info, err
}

func (s *Store) bytes(file string) ([]byte, error) {
	// Asked before opening: opening a pipe would wait for its other end.
	info, err := fs.Stat(s.fsys, file)
	switch {
	case err != nil:
		return nil, cause(err)
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no file")
	case info.Size() > maxFile:
		return nil, artwork.ErrTooLarge
	}
	f, err := s.fsys.Open(file)
	if err != nil {
		return nil, cause(err)
	}
	defer f.Close()
	var buf bytes.Buffer
	buf.Grow(int(info.Size()) + bytes.MinRead)
	n, err := io.Copy(&buf, io.LimitReader(f, maxFile+1))
	if err == nil && n > maxFile {
		err = artwork.ErrTooLarge
	}
	return buf.Bytes(), cause(err)
}

// cause takes the path out of an error: the file is named already.
func cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

// memo does something once for each key. The zero value is ready.
type memo[K comparable, V any] struct {
	mu sync.Mutex
	m  map[K]*result[V]
}

type result[V any] struct {
	once  sync.Once
	value V
	err   error
}

func (m *memo[K, V]) get(k K, produce func() (V, error)) (V, error) {
	m.mu.Lock()
	r := m.m[k]
	if r == nil {
		if m.m == nil {
			m.m = make(map[K]*result[V])
		}
		r = new(result[V])
		m.m[k] = r
	}
	m.mu.Unlock()
	r.once.Do(func() { r.value, r.err = guarded(produce) })
	return r.value, r.err
}

// guarded does what may stumble over a file from outside: that is one file's
// fault and must not end the program.
func guarded[V any](produce func() (V, error)) (value V, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w (%v)", artwork.ErrBroken, p)
		}
	}()
	return produce()
}
