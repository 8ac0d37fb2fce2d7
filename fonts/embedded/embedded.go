// Package embedded carries the program's own faces: 86 MB of TrueType files
// under the SIL Open Font License, listed with source, version and checksum in
// FONTS.md beside it.
//
// The files are part of the binary's read-only image: they are neither
// unpacked nor copied, and only the pages of them that are used are ever read
// from disk. A program that is built with the tag nofonts carries none, and opens a
// folder of faces in their place (From).
package embedded

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"duikai/fonts"
)

// table says which file is the face of a role.
var table = []struct {
	role fonts.Role
	file string
}{
	{fonts.Song, "NotoSerifSC-Regular.ttf"},
	{fonts.Title, "NotoSerifSC-Bold.ttf"},
	{fonts.TitleBlack, "NotoSerifSC-Black.ttf"},
	{fonts.Hei, "NotoSansSC-Regular.ttf"},
	{fonts.HeiBold, "NotoSansSC-Bold.ttf"},
	{fonts.Kai, "LXGWWenKai-Regular.ttf"},
	{fonts.XingKai, "MaShanZheng-Regular.ttf"},
}

// ErrNone tells that the program was built without faces: From opens others.
var ErrNone = errors.New("the program was built without faces")

// Set opens the embedded faces once for the whole process. Where the program has
// none the error is ErrNone.
var Set = sync.OnceValues(func() (*fonts.Set, error) {
	files := built()
	if len(files) == 0 {
		return nil, ErrNone
	}
	return open(func(role fonts.Role, file string) ([]byte, string, error) { return files[file], file, nil })
})

// MissingError names the roles for which a folder has no file, each with the names
// under which it was looked for.
type MissingError struct{ Files []string }

// Error implements error.
func (e *MissingError) Error() string { return "no " + strings.Join(e.Files, ", no ") }

// endings are those of font files; of collections the first member is taken.
var endings = []string{".ttf", ".otf", ".ttc", ".otc"}

// From opens the faces of a folder in place of the embedded ones: files under the
// names of FONTS.md, or under the names of the roles (song.otf, title.ttf). What is
// missing is named by a *MissingError; only the role xingkai may be.
func From(folder fs.FS) (*fonts.Set, error) {
	var missing []string
	set, err := open(func(role fonts.Role, file string) ([]byte, string, error) {
		names := []string{file}
		for _, end := range endings {
			names = append(names, role.String()+end)
		}
		for _, name := range names {
			data, err := fs.ReadFile(folder, name)
			if err == nil || !errors.Is(err, fs.ErrNotExist) {
				return data, name, err
			}
		}
		if role != fonts.XingKai {
			missing = append(missing, fmt.Sprintf("%s (%s.ttf)", file, role))
		}
		return nil, file, nil
	})
	if len(missing) > 0 {
		return nil, &MissingError{missing}
	}
	return set, err
}

// open opens the face of every role; one without data is left out.
func open(read func(role fonts.Role, file string) (data []byte, name string, err error)) (*fonts.Set, error) {
	base := make(map[fonts.Role][]*fonts.Face)
	for _, f := range table {
		data, name, err := read(f.role, f.file)
		if err != nil {
			return nil, err
		}
		if data == nil {
			continue
		}
		face, err := fonts.Open(data)
		if err != nil {
			return nil, fmt.Errorf("%s, the face for %v: %w", name, f.role, err)
		}
		base[f.role] = []*fonts.Face{face}
	}
	return fonts.NewSet(nil, base), nil
}
