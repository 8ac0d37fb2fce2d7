// Package store is where issues and their pages lie when several machines work on
// them (存储): a folder that all of them see, or a bucket of an object store.
//
// A Store has five verbs, and none of them asks for more than such places promise:
//
//	get             what stands under a key, and its tag
//	put if absent   succeeds for one of all who try
//	put if match    replaces what has a tag; succeeds for one of all who saw the tag
//	list            what is there; what it does not name may be there all the same
//	delete
//
// Nobody believes a listing, or a get that found nothing, when it says that
// something is absent: who wants to write puts if absent, and is told.
//
// Faults that pass are tried again here, with pauses that grow and differ from
// caller to caller; a store that says it is asked too much is left alone by
// all who use the same Store. What comes back as an error is there to stay.
package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// Store keeps values under keys: paths with slashes, without "." and ".." in them.
// It is safe for use by many goroutines, processes and machines.
type Store interface {
	// Get opens what stands under a key. The error is ErrAbsent where nothing does.
	// The caller closes what it is given.
	Get(ctx context.Context, key string) (io.ReadCloser, Info, error)
	// PutIfAbsent writes where nothing stands, else the error is ErrExists.
	PutIfAbsent(ctx context.Context, key string, b Body) (Info, error)
	// PutIfMatch replaces what has the tag; where something else stands, or nothing,
	// the error is ErrChanged. That is also said of a put that succeeded when its
	// answer was lost and somebody has replaced the value since: what is put must
	// bear being put again.
	PutIfMatch(ctx context.Context, key, tag string, b Body) (Info, error)
	// List shows the keys that begin with prefix, in no order that may be relied on.
	List(ctx context.Context, prefix string) iter.Seq2[Info, error]
	// Delete takes away what stands under a key. Nothing is no fault.
	Delete(ctx context.Context, key string) error
}

// Info is what a store says of a value.
type Info struct {
	Key  string
	Size int64
	// Tag changes whenever the value does. It says nothing else.
	Tag string
}

// Body is what is put: it can be read again when a request is repeated.
type Body struct {
	Size int64
	Open func() (io.ReadSeekCloser, error)

	given string // see Given; empty for others
}

// What a verb says besides faults.
var (
	ErrAbsent  = errors.New("nothing stands there")
	ErrExists  = errors.New("something stands there already")
	ErrChanged = errors.New("what stands there is not what was seen")
	ErrKey     = errors.New("no key of a store")
)

// Bytes is a body in memory.
func Bytes(b []byte) Body {
	return Body{Size: int64(len(b)), Open: func() (io.ReadSeekCloser, error) { return noClose{bytes.NewReader(b)}, nil }}
}

type noClose struct{ io.ReadSeeker }

func (noClose) Close() error { return nil }

// File is a body in a file, which must not change until it is put.
func File(name string) (Body, error) {
	fi, err := os.Stat(name)
	if err != nil {
		return Body{}, err
	}
	return Body{Size: fi.Size(), Open: func() (io.ReadSeekCloser, error) { return os.Open(name) }}, nil
}

// Given is a body in a file that nobody writes into any more, also after it has been put:
// a store of folders on the same disk takes the file itself, under another name, and
// copies nothing. The caller may remove its own name.
func Given(name string) (Body, error) {
	b, err := File(name)
	b.given = name
	return b, err
}

// Bucket is the scheme of addresses of object stores: s3://bucket/prefix.
const Bucket = "s3://"

// IsBucket tells whether an address names an object store and no folder.
func IsBucket(address string) bool { return strings.HasPrefix(address, Bucket) }

// Open opens the store at an address: a folder, or s3://bucket/prefix. Nothing is
// made or asked yet.
func Open(address string) (Store, error) {
	if IsBucket(address) {
		return openBucket(address)
	}
	dir, err := filepath.Abs(address)
	if err != nil {
		return nil, err
	}
	return &Folder{dir: dir}, nil
}

// checkKey keeps keys inside their store.
func checkKey(key string) error {
	if !fs.ValidPath(key) || key == "." || strings.ContainsAny(key, "\x00\\") || versionOf.MatchString(key) || strings.HasPrefix(key, halfDir+"/") {
		return fmt.Errorf("%w: %q", ErrKey, key)
	}
	return nil
}

// ErrLarge is for values that are larger than the reader is ready to take.
var ErrLarge = errors.New("it is larger than it may be")

// Copied writes a value of at most so many bytes into what open gives, anew whenever
// the line breaks. Faults of that are not tried again.
func Copied(ctx context.Context, s Store, key string, most int64, open func() (io.WriteCloser, error)) (info Info, err error) {
	err = again(ctx, nil, func() error {
		var r io.ReadCloser
		r, info, err = s.Get(ctx, key)
		if err != nil {
			return err
		}
		defer r.Close()
		w, err := open()
		if err != nil {
			return err
		}
		in := &line{Reader: io.LimitReader(r, most+1)}
		n, err := io.Copy(w, in)
		switch err = errors.Join(err, w.Close()); {
		case in.err != nil:
			return passing{in.err}
		case err == nil && n > most:
			return fmt.Errorf("%s: %w", key, ErrLarge)
		}
		return err
	})
	return info, err
}

// line remembers what broke while it was read.
type line struct {
	io.Reader
	err error
}

func (l *line) Read(p []byte) (int, error) {
	n, err := l.Reader.Read(p)
	if err != nil && err != io.EOF {
		l.err = err
	}
	return n, err
}

// Read gives the whole of a value of at most so many bytes.
func Read(ctx context.Context, s Store, key string, most int64) (data []byte, info Info, err error) {
	var b bytes.Buffer
	info, err = Copied(ctx, s, key, most, func() (io.WriteCloser, error) {
		b.Reset()
		return stays{&b}, nil
	})
	return b.Bytes(), info, err
}

// stays is a writer that nothing has to be closed of.
type stays struct{ io.Writer }

func (stays) Close() error { return nil }

// Hash writes a value of at most so many bytes into a sum, which is begun anew when the
// line breaks.
func Hash(ctx context.Context, s Store, key string, most int64, sum hash.Hash) error {
	_, err := Copied(ctx, s, key, most, func() (io.WriteCloser, error) {
		sum.Reset()
		return stays{sum}, nil
	})
	return err
}

// Save writes a value of at most so many bytes into a file; what is not whole goes.
func Save(ctx context.Context, s Store, key, name string, most int64) (info Info, err error) {
	made := false
	info, err = Copied(ctx, s, key, most, func() (io.WriteCloser, error) {
		made = true
		return os.Create(name)
	})
	if err != nil && made {
		err = errors.Join(err, os.Remove(name))
	}
	return info, err
}

// Tag tells the tag of what stands under a key; it is empty where nothing does.
func Tag(ctx context.Context, s Store, key string) (string, error) {
	r, info, err := s.Get(ctx, key)
	if errors.Is(err, ErrAbsent) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return info.Tag, r.Close()
}

// Replace writes where what was seen had a tag, or where nothing was seen, which has
// none. If something else stands there now the error is ErrChanged.
func Replace(ctx context.Context, s Store, key, tag string, b Body) (Info, error) {
	if tag != "" {
		return s.PutIfMatch(ctx, key, tag, b)
	}
	info, err := s.PutIfAbsent(ctx, key, b)
	if errors.Is(err, ErrExists) {
		err = ErrChanged
	}
	return info, err
}

// Put writes a value whatever stands there.
func Put(ctx context.Context, s Store, key string, b Body) (Info, error) {
	for tag := ""; ; {
		info, err := Replace(ctx, s, key, tag, b)
		if !errors.Is(err, ErrChanged) {
			return info, err
		}
		if err = ctx.Err(); err == nil {
			tag, err = Tag(ctx, s, key)
		}
		if err != nil {
			return info, err
		}
	}
}

// copier is a store that can copy by itself.
type copier interface {
	copy(ctx context.Context, from, to string) (Info, error)
}

// Copy puts the value of a key under another one too, whatever stands there. Folders
// link the file, object stores copy it on their side.
func Copy(ctx context.Context, s Store, from, to string) (Info, error) {
	if err := errors.Join(checkKey(from), checkKey(to)); err != nil {
		return Info{}, err
	}
	return s.(copier).copy(ctx, from, to)
}
