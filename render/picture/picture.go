// Package picture makes the picture files of an issue ready to be drawn.
//
// For the press (Open): the part that is shown, upright, at the resolution of
// the print, in ink. A gray picture becomes black ink alone, in tones that look
// as light on the paper as they did on the screen; a coloured one goes through
// its own profile, or sRGB, to the four inks of the press. A picture of four
// inks keeps its numbers, as somebody has chosen them, profile or not: black
// text in it stays black ink alone. Nothing has more ink than the limit.
// Photographs become JPEG, drawings are kept without loss and finer; black and
// white of one bit a pixel stays what it is.
//
// For a screen (New): the whole file, in the colours of screens, as a PDF can
// embed it.
package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"duikai/layout/artwork"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// What a file may be. The limits are far above what a newspaper prints and
// keep one file from taking the machine with it:
const (
	maxFile   = 256 << 20   // bytes; a broadsheet as TIFF without compression takes 180 MB
	maxPixels = 120_000_000 // that are shown; two broadsheet pages side by side at 300 pixels an inch take 59 million
	maxKept   = 256 << 20   // bytes of decoded pictures kept between calls of Pixels
)

// Store holds the pictures of one issue folder. It is safe for use by many
// goroutines, and reads and decodes a file once for all its places on the pages
// that Prepare is told of: what becomes of it, also a fault, is kept for as long
// as the store. Files that change need a new store. Its errors say what is wrong,
// not with which file: who asks knows that.
type Store struct {
	fsys    fs.FS
	press   *Press // nil: for a screen
	ppi     int    // of pictures for a screen; 0: their own
	whole   memo[string, Ready]
	parts   memo[use, Ready]
	looks   memo[string, seen]
	before  *Looks
	shelf   *Shelf
	shown   memo[string, *opened[image.Image]]
	blocks  memo[blockKey, *Foreign]
	seenAds memo[seenKey, *opened[image.Image]]
	painter Painter
	left    sync.Map // of blockKey: pages from outside that are not shown
	keepAds bool
	files   memo[string, seen] // PDF files
}

// New is a store over an issue folder for a screen.
func New(fsys fs.FS) *Store { return &Store{fsys: fsys, shelf: new(Shelf)} }

// Open is a store over an issue folder for what the options say, which the
// error is about, as NewPress's. Several folders for one press share its tables
// through Press.Open.
func Open(fsys fs.FS, o Options) (*Store, error) {
	p, err := NewPress(o)
	if err != nil {
		return nil, err
	}
	s := p.Open(fsys)
	if p == nil {
		s.ppi = o.PPI
	}
	return s, nil
}

// Ready is a picture made ready for embedding.
type Ready struct {
	// Key names it within its store: pictures of one key are the same.
	Key string
	// Data is an upright 8-bit JPEG of one, three or four channels, or a PNG of
	// at most 8 bits without alpha and interlacing; four channels are stored as
	// Adobe's programs do, 255 for no ink. It is clean: nothing in it but what
	// is needed for the picture. Or it is pixels alone: see Bits.
	Data          []byte
	Width, Height int // pixels
	// Crop is the part of it to be shown.
	Crop image.Rectangle
	// Channels of ink: 1 is DeviceGray, 4 DeviceCMYK; 0: a file in the colours
	// of a screen.
	Channels int
	// Bits of a channel where Data is no file but pixels under the filter
	// FlateDecode, row by row; 0: a file.
	Bits int
}

// Ready gives a picture ready for embedding. Callers must not change its bytes.
func (s *Store) Ready(p *page.Picture) (Ready, error) {
	return s.ready(p, s.decoded)
}

func (s *Store) ready(p *page.Picture, decoded func(file string, shrink int) (*source, error)) (Ready, error) {
	if s.press == nil {
		if w, h := s.fewer(p); w > 0 {
			return s.parts.get(use{file: p.File, crop: p.Crop, photo: image.Pt(w, h)}, func() (Ready, error) { return s.smaller(p, w, h) })
		}
		r, err := s.whole.get(p.File, func() (Ready, error) {
			return s.embeddable(p.File)
		})
		if err != nil {
			return Ready{}, err
		}
		f, err := s.look(p.File)
		if err != nil {
			return Ready{}, err
		}
		r.Key, r.Crop = p.File, stored(f.info, p.Crop, r.Width, r.Height)
		return r, inside(p.Crop, f.info.Width, f.info.Height)
	}
	u := s.press.useOf(p)
	return s.parts.get(u, func() (Ready, error) {
		f, err := s.look(p.File)
		if err != nil {
			return Ready{}, err
		}
		if err := inside(p.Crop, f.info.Width, f.info.Height); err != nil {
			return Ready{}, err
		}
		r, err := s.shelf.made(f, s.press.printed(u), func() (Ready, error) {
			_, drawing := s.shelf.drawings.Load(f.sum)
			shrink := u.shrink(f.info, drawing)
			src, err := decoded(p.File, shrink)
			if line := u.shrink(f.info, true); err == nil && line != shrink && src.lines != nil && src.lines.even() {
				s.shelf.drawings.Store(f.sum, true)
				src = nil
				s.shelf.drop(f, shrink)
				src, err = decoded(p.File, line)
			}
			if err != nil {
				return Ready{}, err
			}
			return s.press.print(src, u)
		})
		r.Key, r.Crop = u.key(), image.Rect(0, 0, r.Width, r.Height)
		return r, err
	})
}

// PressKey tells pictures for a press apart before they are ready: those of one key
// are the same, and all of them is shown. ok is false for a screen.
func (s *Store) PressKey(p *page.Picture) (key string, ok bool) {
	if s.press == nil {
		return "", false
	}
	return s.press.useOf(p).key(), true
}

// readingQuality is that of pictures on a screen, where a file has to travel.
const readingQuality = 80

// finer is how much finer than asked a picture may stay, in percents.
const finer = 125

// fewer is the size in pixels of a picture that is larger than a screen needs;
// 0 where it stays as it is.
func (s *Store) fewer(p *page.Picture) (w, h int) {
	if s.ppi == 0 {
		return 0, 0
	}
	at := func(l geom.Length) int { return int(geom.DivCeil(l*geom.Length(s.ppi), geom.Inch)) }
	if w, h = at(p.Rect.W), at(p.Rect.H); w <= 0 || h <= 0 || p.Crop.Dx()*100 <= w*finer {
		return 0, 0
	}
	return w, h
}

// smaller is the part of a picture that is shown, at the size of a screen.
func (s *Store) smaller(p *page.Picture, w, h int) (Ready, error) {
	f, err := s.look(p.File)
	if err != nil {
		return Ready{}, err
	}
	if err := inside(p.Crop, f.info.Width, f.info.Height); err != nil {
		return Ready{}, err
	}
	how := fmt.Sprintf("screen %v %dx%d", p.Crop, w, h)
	r, err := s.shelf.made(f, how, func() (Ready, error) {
		src, err := s.decoded(p.File, 1)
		if err != nil {
			return Ready{}, err
		}
		img, err := s.shelf.screens.onScreen(src)
		if err != nil {
			return Ready{}, err
		}
		part := src.part(p.Crop)
		img = scale(img, part, min(w, part.Dx()), min(h, part.Dy()))
		return encode(plain(img), drawn(src.info.Format), readingQuality)
	})
	r.Key, r.Crop = fmt.Sprintf("%s %v %dx%d", p.File, p.Crop, r.Width, r.Height), image.Rect(0, 0, r.Width, r.Height)
	return r, err
}

// inside refuses parts that are not of the picture.
func inside(crop image.Rectangle, w, h int) error {
	if crop.Empty() || !crop.In(image.Rect(0, 0, w, h)) {
		return fmt.Errorf("the part %v lies outside of its %d by %d pixels", crop, w, h)
	}
	return nil
}

// Pixels gives the cropped part of a picture, scaled to w by h pixels. It
// shows what a PDF embeds, to the last artefact, and ink as it looks on the
// paper. The image is the caller's.
func (s *Store) Pixels(p *page.Picture, w, h int) (image.Image, error) {
	return s.Part(p, func(shown image.Rectangle) image.Rectangle { return shown }, w, h)
}

// Part is Pixels for a part of what is shown: part is told the pixels of the
// embedded picture that are shown and gives some of them.
func (s *Store) Part(p *page.Picture, part func(shown image.Rectangle) image.Rectangle, w, h int) (image.Image, error) {
	r, err := s.Ready(p)
	if err != nil {
		return nil, err
	}
	if w <= 0 || h <= 0 || w > maxPixels/h {
		return nil, fmt.Errorf("it cannot be shown in %d by %d pixels", w, h)
	}
	img, err := s.seen(r)
	if err != nil {
		return nil, err
	}
	crop := part(r.Crop).Intersect(r.Crop)
	if crop.Empty() {
		crop = r.Crop
	}
	return scale(img, crop, w, h), nil
}

// Prepare reads the files that the pages show and makes the pictures ready, as
// many at a time as there are processors. Faults come up when the files are asked for.
func (s *Store) Prepare(pages []*page.Page) {
	places := make(map[string][]*page.Picture)
	pixels := make(map[string]int)
	documents := make(map[string]bool)
	for _, p := range pages {
		for _, it := range p.Items {
			switch it := it.(type) {
			case *page.Picture:
				places[it.File] = append(places[it.File], it)
				pixels[it.File] += it.Crop.Dx() * it.Crop.Dy()
			case *page.Block:
				documents[it.File] = true
			}
		}
	}
	var jobs queue
	for _, file := range slices.Sorted(maps.Keys(places)) {
		jobs.add(pixels[file], func() { s.prepare(places[file]) })
	}
	for _, file := range slices.Sorted(maps.Keys(documents)) {
		jobs.add(pageFromOutside, func() { _, _ = s.document(file) })
	}
	jobs.run()
}

// prepare makes one file ready for all its places.
func (s *Store) prepare(places []*page.Picture) {
	var held *source // so that it is not decoded for every place
	var at int
	decoded := func(file string, shrink int) (src *source, err error) {
		if held == nil || at != shrink {
			held = nil
			held, err = s.decoded(file, shrink)
			at = shrink
		}
		return held, err
	}
	for _, p := range places {
		_, _ = s.ready(p, decoded)
	}
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

// all copies what there is.
func (m *memo[K, V]) all() map[K]*result[V] {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.m)
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
