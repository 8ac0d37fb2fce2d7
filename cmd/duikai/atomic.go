package main

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// errFolder is the refusal to write a file where a folder stands.
var errFolder = errors.New("is a folder")

// checkTarget tells before the work begins whether a file can be written to
// path, as far as that can be known without touching anything.
func checkTarget(path string) error {
	if fi, err := os.Stat(path); err == nil && fi.IsDir() {
		return &fs.PathError{Op: "write", Path: path, Err: errFolder}
	}
	fi, err := os.Stat(filepath.Dir(path))
	switch {
	case err != nil:
		return err
	case !fi.IsDir():
		return &fs.PathError{Op: "write", Path: filepath.Dir(path), Err: errors.New("is not a folder")}
	}
	return nil
}

// writeFile puts content under path, whole or not at all: it goes to a new
// file in the same folder, is forced to the disk and takes the name only then.
// When anything fails, or ctx ends, the new file is removed and what stood
// under path stays as it was.
//
// A link is followed, so that it remains one. What is no regular file, such as
// /dev/null or a pipe, is written to directly; it cannot be replaced.
func writeFile(ctx context.Context, path string, content io.WriterTo) error {
	if fi, err := os.Stat(path); err == nil {
		switch {
		case fi.IsDir():
			return &fs.PathError{Op: "write", Path: path, Err: errFolder}
		case !fi.Mode().IsRegular():
			return writeThrough(ctx, path, content)
		}
		if target, err := filepath.EvalSymlinks(path); err == nil {
			path = target
		}
	}
	temp, err := writeBeside(ctx, path, content)
	if err != nil {
		return err
	}
	return removeOnError(temp, os.Rename(temp, path))
}

// writeNew is writeFile for a file that must not exist yet: it never takes the
// place of another, even of one that appears meanwhile.
func writeNew(ctx context.Context, path string, content io.WriterTo) error {
	temp, err := writeBeside(ctx, path, content)
	if err != nil {
		return err
	}
	err = os.Link(temp, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return errors.Join(err, os.Remove(temp))
	}
	// A file system without hard links: look first, then rename.
	if _, err := os.Lstat(path); err == nil {
		return removeOnError(temp, &fs.PathError{Op: "write", Path: path, Err: fs.ErrExist})
	}
	return removeOnError(temp, os.Rename(temp, path))
}

// writeBeside writes content to a new file in the folder of path and gives its
// name. The mode is what the user's umask leaves of 0644, which os.CreateTemp
// would not ask for.
func writeBeside(ctx context.Context, path string, content io.WriterTo) (temp string, err error) {
	temp = filepath.Join(filepath.Dir(path), ".duikai-"+rand.Text()+".tmp")
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return "", err
	}
	_, err = content.WriteTo(untilDone{ctx, f})
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	return temp, removeOnError(temp, err)
}

func writeThrough(ctx context.Context, path string, content io.WriterTo) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = content.WriteTo(untilDone{ctx, f})
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// removeOnError removes the file after a failure and gives the failure back.
func removeOnError(temp string, err error) error {
	if err == nil {
		return nil
	}
	if e := os.Remove(temp); e != nil && !errors.Is(e, fs.ErrNotExist) {
		return errors.Join(err, e)
	}
	return err
}

// untilDone is a writer that fails once the context has ended.
type untilDone struct {
	ctx context.Context
	w   io.Writer
}

func (u untilDone) Write(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.w.Write(p)
}
