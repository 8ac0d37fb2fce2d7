package picture

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"image"
	"maps"
	"runtime"
	"slices"
	"sync"

	"duikai/layout/artwork"
	"duikai/layout/page"
	"duikai/layout/parallel"
	"duikai/render/internal/heif"
)

// Shelf keeps what was found in files, by their contents: the pixels and the
// pages from outside asked for last, and of all pictures whether they can be used. Stores that
// share one decode a file once, whatever its name. The zero value is ready; it
// is safe for use by many goroutines.
type Shelf struct {
	verdicts  memo[[sha256.Size]byte, verdict]
	sources   memo[sourceKey, *opened[*source]]
	foreign   memo[foreignKey, *opened[*Foreign]]
	kept      keeper
	screens   screens
	libraries heif.Libraries
	drawings  sync.Map   // large files that turned out to be line art: they are not read as photographs first again
	large     sync.Mutex // held while a large picture is decoded
	keeper    Keeper     // nil: nothing is kept between runs
	program   string     // that made what is kept
}

// sourceKey is a file at a size: see use.shrink.
type sourceKey struct {
	sum    [sha256.Size]byte
	shrink int
}

// On makes a store share a shelf; nil: it keeps its own. It is called before the store is used.
func (s *Store) On(shelf *Shelf) *Store {
	if shelf != nil {
		s.shelf = shelf
	}
	return s
}

// largePixels is what is decoded one at a time: sixteen at once would take
// gigabytes.
const largePixels = 40_000_000

// RemarkKind is what is to be known of a picture that is set all the same.
type RemarkKind uint8

const (
	BadProfile  RemarkKind = iota // Err: its profile is of no use, sRGB was taken in its place
	LostRows                      // its last N of Of rows are missing; 0: only the end mark
	FirstOnly                     // one of its N pages or frames is set
	InksKept                      // its numbers are printed, and its profile Name is not followed
	InksGuessed                   // nothing says whether 0 is no ink or full ink
	AlphaLost                     // what is transparent is shown as it is stored
	HighRange                     // its brightness goes beyond that of paper, and is shown too dark
	Shifted                       // from its row N on it is too bright, too dark or of another colour: it is probably damaged there
)

// Remark is a remark about a file.
type Remark struct {
	File  string
	Kind  RemarkKind
	N, Of int
	Name  string
	Err   error
}

// seen is a file that was read.
type seen struct {
	file string
	sum  [sha256.Size]byte
	info artwork.Info
	size int // in bytes
	data *opened[[]byte]
}

// verdict is whether a file can be used.
type verdict struct {
	err     error
	remarks []Remark
	// asIs: its colours and pixels are what a PDF can hold.
	asIs bool
}

// Looks keeps what files said of themselves, for who makes one store of a folder after
// the other while the folder is worked at: a file that stays the same is not read again.
// It may be used from many goroutines at once.
type Looks struct {
	// Stamp tells one state of a file from another.
	Stamp func(file string) string

	mu   sync.Mutex
	kept map[lookKey]stamped
}

// lookKey is a file, as a picture or as a document: of which it is one, the other is not.
type lookKey struct {
	file     string
	document bool
}

// stamped is a look at a file in a state of it.
type stamped struct {
	stamp string
	seen  seen
}

// at gives what was seen of a file that is still the same, or takes a look.
func (l *Looks) at(k lookKey, look func() (seen, error)) (seen, error) {
	if l == nil {
		return look()
	}
	now := l.Stamp(k.file)
	l.mu.Lock()
	before, ok := l.kept[k]
	l.mu.Unlock()
	if ok && before.stamp == now {
		return before.seen, nil
	}
	f, err := look()
	if err == nil {
		l.mu.Lock()
		if l.kept == nil {
			l.kept = make(map[lookKey]stamped)
		}
		l.kept[k] = stamped{now, f}
		l.mu.Unlock()
	}
	return f, err
}

// Knowing makes a store take over what stores of the same folder saw before; nil: it
// looks for itself. It is called before the store is used.
func (s *Store) Knowing(l *Looks) *Store {
	s.before = l
	return s
}

// look reads a file once.
func (s *Store) look(file string) (seen, error) {
	return s.looks.get(file, func() (seen, error) {
		return s.before.at(lookKey{file, false}, func() (seen, error) { return s.lookNow(file, false) })
	})
}

// document reads a PDF file once; several of its pages may be asked for.
func (s *Store) document(file string) (seen, error) {
	return s.files.get(file, func() (seen, error) {
		return s.before.at(lookKey{file, true}, func() (seen, error) { return s.lookNow(file, true) })
	})
}

func (s *Store) lookNow(file string, document bool) (seen, error) {
	data, info, err := s.read(file)
	switch isPDF := info.Format == artwork.PDF; {
	case err != nil:
	case document && !isPDF:
		err = errors.New("it is no PDF file")
	case !document && isPDF:
		err = artwork.Unsupported("PDF")
	}
	f := seen{file, sha256.Sum256(data), info, len(data), new(opened[[]byte])}
	if err == nil {
		_, err = f.data.get(&s.shelf.kept, byteCount, func() ([]byte, error) { return data, nil })
	}
	return f, err
}

// verdict reads a file to its end, if nobody has done so before, without making
// pixels of it where that can be told apart.
func (s *Store) verdict(f seen) verdict {
	v, err := s.shelf.verdicts.get(f.sum, func() (verdict, error) {
		if v, ok := s.shelf.known(f); ok {
			return v, nil
		}
		src, err := s.open(f, justJudge, 1)
		return s.judged(f, src, err), nil
	})
	if err != nil {
		v.err = err
	}
	return v
}

// judged is the verdict on a file that was opened, with or without pixels. It is given
// once for each file: what decoders conceal takes decoding again to find.
func (s *Store) judged(f seen, src *source, err error) verdict {
	if format := f.info.Format; err == nil && (format == artwork.HEIC || format == artwork.WebP) {
		_, err = s.digest(f, func(data []byte) (*source, error) { return src, s.shelf.concealed(data, src) })
	}
	if err != nil {
		return verdict{err: err}
	}
	v := s.shelf.judge(src)
	s.shelf.know(f, v)
	return v
}

// judge says what a file that was decoded is good for.
func (s *Shelf) judge(src *source) verdict {
	v := verdict{remarks: src.remarks}
	plain := !src.has(LostRows) && src.info.Turn <= 1 && s.screens.same(src) && src.info.Width*src.info.Height*4 <= decodedRoom
	switch src.info.Format {
	case artwork.JPEG:
		// Colours in other channels than those of JFIF are told apart by a
		// segment that is not kept.
		switch src.image.(type) {
		case *image.Gray, *image.YCbCr:
			v.asIs = plain
		}
	case artwork.PNG:
		v.asIs = plain
	}
	return v
}

// contents gives the bytes of a file, which are kept as long as there is room.
func (s *Store) contents(f seen) ([]byte, error) {
	return f.data.get(&s.shelf.kept, byteCount, func() ([]byte, error) { return s.bytes(f.file) })
}

func byteCount(b []byte) int { return len(b) }

// open reads and decodes a file, no smaller than its size through shrink asks for.
func (s *Store) open(f seen, room, shrink int) (*source, error) {
	return s.digest(f, func(data []byte) (*source, error) { return s.shelf.readSource(data, f.info, room, shrink) })
}

// digest does something with a file's contents; with those of large pictures one after
// the other.
func (s *Store) digest(f seen, do func(data []byte) (*source, error)) (*source, error) {
	return guarded(func() (*source, error) {
		data, err := s.contents(f)
		if err != nil {
			return nil, err
		}
		if f.info.Width*f.info.Height > largePixels {
			s.shelf.large.Lock()
			defer s.shelf.large.Unlock()
		}
		return do(data)
	})
}

// decoded gives a file's pixels, which are kept as long as there is room, in its
// size through shrink or larger.
func (s *Store) decoded(file string, shrink int) (*source, error) {
	f, err := s.look(file)
	if err != nil {
		return nil, err
	}
	o, err := s.shelf.source(f, shrink)
	if err != nil {
		return nil, err
	}
	return o.get(&s.shelf.kept, (*source).bytes, func() (*source, error) {
		src, err := s.open(f, decodedRoom, shrink)
		v, _ := s.shelf.verdicts.get(f.sum, func() (verdict, error) { return s.judged(f, src, err), nil })
		if err == nil && v.err != nil {
			err = v.err
		}
		return src, err
	})
}

// source is where the pixels of a file are kept at a size.
func (s *Shelf) source(f seen, shrink int) (*opened[*source], error) {
	return s.sources.get(sourceKey{f.sum, shrink}, func() (*opened[*source], error) { return new(opened[*source]), nil })
}

// drop forgets the pixels of a large picture that turned out to be needed at another
// size, so that there is room for them.
func (s *Shelf) drop(f seen, shrink int) {
	if o, err := s.source(f, shrink); err == nil {
		o.forget()
	}
	runtime.GC()
}

// Fault is a file that cannot be used, at a place where it stands.
type Fault struct {
	Picture *page.Picture
	Err     error
}

// Check judges every picture that the pages show, as many at a time as there
// are processors, and gives the first place of each that cannot be used. Beside
// that it takes the pages from outside apart, whose faults Block tells, and has apart
// look at each, if it is not nil. Where the pages will be drawn, pixels that are needed for it are kept.
func (s *Store) Check(pages []*page.Page, drawn bool, apart func(*Foreign)) (faults []Fault) {
	var list []*page.Picture
	var errs []error
	var jobs queue
	known := make(map[string]bool)
	blocks := make(map[blockKey]bool)
	for _, p := range pages {
		for _, it := range p.Items {
			switch it := it.(type) {
			case *page.Picture:
				if known[it.File] {
					continue
				}
				known[it.File] = true
				i := len(list)
				list, errs = append(list, it), append(errs, nil)
				jobs.add(it.Crop.Dx()*it.Crop.Dy(), func() { errs[i] = s.check(it, drawn) })
			case *page.Block:
				k := blockKey{it.File, it.Page}
				if blocks[k] {
					continue
				}
				blocks[k] = true
				jobs.add(pageFromOutside, func() {
					if f, err := s.Block(it); err == nil && apart != nil {
						apart(f)
					}
				})
			}
		}
	}
	jobs.run()
	for i, err := range errs {
		if err != nil {
			faults = append(faults, Fault{list[i], err})
		}
	}
	return faults
}

// queue is work that does not depend on each other. The largest is begun first, so
// that no processor is left alone with it at the end.
type queue []job

type job struct {
	pixels int
	do     func()
}

// pageFromOutside is taken for as much work as a picture of so many pixels: what it
// holds is not known before.
const pageFromOutside = largePixels

func (q *queue) add(pixels int, do func()) { *q = append(*q, job{pixels, do}) }

func (q queue) run() {
	slices.SortStableFunc(q, func(a, b job) int { return cmp.Compare(b.pixels, a.pixels) })
	parallel.Each(len(q), func(i int) { q[i].do() })
}

// check judges one file; where its pixels will be asked for they are decoded
// and kept.
func (s *Store) check(pic *page.Picture, drawn bool) error {
	f, err := s.look(pic.File)
	if err != nil {
		return err
	}
	if _, known := s.shelf.known(f); drawn && !known && !s.untouched(f) {
		shrink := 1
		if s.press != nil {
			shrink = s.press.useOf(pic).shrink(f.info, false)
		}
		_, err := s.decoded(pic.File, shrink)
		return err
	}
	return s.verdict(f).err
}

// Remarks lists what has come up with the files that were decoded, by file.
func (s *Store) Remarks() (list []Remark) {
	for _, file := range slices.Sorted(maps.Keys(s.looks.all())) {
		f, err := s.look(file)
		if err != nil {
			continue
		}
		for _, r := range s.verdict(f).remarks {
			r.File = file
			list = append(list, r)
		}
	}
	return list
}
