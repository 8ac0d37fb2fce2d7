package main

import (
	"bytes"
	"io/fs"
	"path"
	"time"

	"duikai/cmd/internal/workbench"
	"duikai/fonts"
	"duikai/layout/edit"
	"duikai/render"
	"duikai/render/live"
	"duikai/render/proof"
)

// versionOf is a version that an editor wants to compare with; nil: none.
func (a *app) versionOf(f *folder, v workbench.Version, print render.Printing) (*live.State, error) {
	switch {
	case v.PDF != nil:
		st, err := earlierData(v.PDF, a.painter())
		if err != nil {
			return nil, &edit.Refused{Why: edit.NoVersion, What: v.Name}
		}
		return st, nil
	case v.Files == nil:
		return nil, nil
	}
	fsys := former{f.fs(), v.Files}
	r, err := render.Job{FS: fsys, Draft: true, Printing: print, Painter: a.painter(), Shelf: a.newShelf(), FacesOf: a.faceSet}.Run()
	if err != nil {
		return nil, err
	}
	if r.Unusable() || r.Edition == nil {
		return nil, &edit.Refused{Why: edit.NoVersion, What: v.Name}
	}
	s := &shots{r.Pictures, new(proof.Glyphs), r.Faces.Chain(fonts.Hei)}
	stamp := func(name string) string { return render.FileSum(fsys, name) }
	return &live.State{Edition: r.Edition, Problems: r.Problems, Draw: s.page, Stamp: stamp}, nil
}

// former is an issue folder in which some files hold what they held before; nil: they
// were not there.
type former struct {
	fs.FS
	files map[string][]byte
}

// Open opens a file as it was.
func (f former) Open(name string) (fs.File, error) {
	data, changed := f.files[name]
	switch {
	case !changed:
		return f.FS.Open(name)
	case data == nil:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &formerFile{Reader: bytes.NewReader(data), name: path.Base(name), size: int64(len(data))}, nil
}

// formerFile is a file that is held in memory, and what is known of it.
type formerFile struct {
	*bytes.Reader
	name string
	size int64
}

func (f *formerFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *formerFile) Close() error               { return nil }
func (f *formerFile) Name() string               { return f.name }
func (f *formerFile) Size() int64                { return f.size }
func (f *formerFile) Mode() fs.FileMode          { return 0o644 }
func (f *formerFile) ModTime() time.Time         { return time.Time{} }
func (f *formerFile) IsDir() bool                { return false }
func (f *formerFile) Sys() any                   { return nil }
