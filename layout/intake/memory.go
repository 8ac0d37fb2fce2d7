package intake

import (
	"bytes"
	"io/fs"
	"time"
)

// single is a file system of one file.
type single struct {
	name string
	data []byte
}

// Open implements fs.FS.
func (s single) Open(name string) (fs.File, error) {
	if name != s.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &opened{Reader: bytes.NewReader(s.data), of: s}, nil
}

type opened struct {
	*bytes.Reader
	of single
}

func (o *opened) Stat() (fs.FileInfo, error) { return o.of, nil }
func (o *opened) Close() error               { return nil }

// single is its own fs.FileInfo.

func (s single) Name() string       { return s.name }
func (s single) Size() int64        { return int64(len(s.data)) }
func (s single) Mode() fs.FileMode  { return 0o444 }
func (s single) ModTime() time.Time { return time.Time{} }
func (s single) IsDir() bool        { return false }
func (s single) Sys() any           { return nil }
