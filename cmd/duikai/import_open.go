package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"duikai/layout/diag"
	"duikai/layout/intake"
	"duikai/layout/intake/post"
	"duikai/layout/intake/wire"
)

// open opens the sources and lists what they hold. They stay open until close is called.
func (r *importing) open(stdin io.Reader, args []string) (lots []intake.Lot, err error) {
	for _, arg := range args {
		src, found, closer, err := openSource(stdin, arg)
		if err != nil {
			return nil, r.refuse(r.stderr, diag.Unreadable, arg, err)
		}
		r.closers = append(r.closers, closer)
		r.found = append(r.found, found...)
		if len(args) > 1 && len(src.Files) > 1 {
			src.Prefix = filepath.Base(arg) + "/"
		}
		lots = append(lots, r.lots(src, 0)...)
	}
	return lots, nil
}

// close closes the sources.
func (r *importing) close() {
	for _, c := range r.closers {
		_ = c.Close() // nothing was written
	}
}

// lots lists what a source holds, and the zips in it, which are sources of their own.
func (r *importing) lots(src *intake.Source, depth int) (lots []intake.Lot) {
	const deepest = 2 // zips in zips
	if zips := src.Zips(); depth < deepest && len(zips) > 0 {
		for _, file := range zips {
			inner, closer, holds, found := src.Unzip(file, intake.MostHeld-r.held)
			r.held += holds
			r.found = append(r.found, found...)
			if inner != nil {
				r.closers = append(r.closers, closer)
				lots = append(lots, r.lots(inner, depth+1)...)
			}
		}
		if src = src.Without(zips); len(src.Files) == 0 {
			return lots
		}
	}
	reader := intake.Named(r.importReaders(), r.from)
	if reader == nil {
		reader = intake.Choose(r.importReaders(), src)
	}
	if reader == nil {
		unknown := intake.Find(diag.ImportUnknown, intake.Place{File: src.Name})
		if what, advice, ok := intake.Foreign(src); ok {
			unknown = intake.Find(diag.ImportOtherKind, intake.Place{File: src.Name}, what, advice)
		}
		r.found = append(r.found, unknown)
		return lots
	}
	more, found := reader.Lots(src, r.options)
	lots = append(lots, more...)
	if r.from == "auto" {
		more, found = r.others(src, reader.Kind, found)
		lots = append(lots, more...)
	}
	r.found = append(r.found, found...)
	return lots
}

// documents are endings of files that are stories by themselves wherever they lie.
var documents = []string{".docx", ".csv", ".tsv", ".md", ".markdown"}

// others takes from a folder of several kinds (杂) what the reader of most of it refused, or
// passed over although it is a document of its own, with the readers of those kinds; it gives
// the findings that remain.
func (r *importing) others(src *intake.Source, kind string, found []intake.Finding) (lots []intake.Lot, rest []intake.Finding) {
	if len(src.Files) < 2 {
		return nil, found
	}
	refused := make(map[intake.Place]bool)
	for _, f := range found {
		if f.Code == diag.ImportUnreadable {
			refused[f.At] = true
		}
	}
	own := make(map[string][]string) // files by the kind that claims them
	for _, file := range src.Files {
		if !refused[src.Place(file)] && !slices.Contains(documents, strings.ToLower(path.Ext(file))) {
			continue
		}
		if is := intake.Choose(r.importReaders(), src.Only(file)); is != nil && is.Kind != kind {
			own[is.Kind] = append(own[is.Kind], file)
		}
	}
	for _, is := range r.importReaders() {
		if len(own[is.Kind]) == 0 {
			continue
		}
		names := is.Kind == post.Kind || is.Kind == wire.Kind // pictures that lie beside them
		more, told := is.Lots(src.Among(own[is.Kind], names), r.options)
		if len(more) == 0 {
			found = append(found, told...)
			continue
		}
		lots = append(lots, more...)
		taken := make(map[intake.Place]bool)
		for _, file := range own[is.Kind] {
			taken[src.Place(file)] = true
		}
		found = slices.DeleteFunc(found, func(f intake.Finding) bool { return f.Code == diag.ImportUnreadable && taken[f.At] })
		found = append(found, told...)
	}
	return lots, found
}

type nothing struct{}

func (nothing) Close() error { return nil }

// openSource opens what an argument names.
func openSource(stdin io.Reader, arg string) (*intake.Source, []intake.Finding, io.Closer, error) {
	if arg == toStdout {
		data, err := io.ReadAll(io.LimitReader(stdin, intake.MaxText+1))
		return intake.OpenBytes(data, arg, arg), nil, nothing{}, err
	}
	fi, err := os.Stat(arg)
	if err != nil {
		return nil, nil, nil, err
	}
	dir, base := arg, "."
	if !fi.IsDir() {
		dir, base = filepath.Split(arg)
		dir = filepath.Join(dir, ".")
	}
	root, err := os.OpenRoot(dir)
	switch {
	case err != nil:
		return nil, nil, nil, err
	case fi.IsDir():
		src, found := intake.OpenFolder(root.FS(), arg)
		return src, found, root, nil
	case !fi.Mode().IsRegular():
		_ = root.Close() // nothing was written
		return nil, nil, nil, &fs.PathError{Op: "open", Path: arg, Err: errors.New("is no regular file")}
	}
	if strings.EqualFold(filepath.Ext(arg), ".zip") {
		_ = root.Close() // nothing was written
		f, err := os.Open(arg)
		if err != nil {
			return nil, nil, nil, err
		}
		src, found := intake.OpenZip(f, fi.Size(), arg)
		return src, found, f, nil
	}
	return intake.OpenFile(root.FS(), base, arg), nil, root, nil
}
