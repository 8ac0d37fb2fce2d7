package render

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"duikai/fonts"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
)

// maxFontFile bounds a paper's own font file: the largest Chinese TrueType
// faces in use are about half of it.
const maxFontFile = 64 << 20

// OpenFaces opens the font files that the house style names, each once.
func OpenFaces(fsys fs.FS, files []manuscript.FontFiles) (map[fonts.Role][]*fonts.Face, diag.List) {
	var problems diag.List
	own := make(map[fonts.Role][]*fonts.Face)
	type member struct{ path, name, instance string }
	opened := make(map[member]*fonts.Face)
	data := make(map[string][]byte) // nil: cannot be read, and that has been said
	for _, ff := range files {
		role, ok := fonts.ParseRole(ff.Role)
		if !ok {
			problems.Add(diag.BadValue, ff.Src, "style.fonts", fmt.Sprintf("%q", ff.Role))
			continue
		}
		for _, file := range ff.Files {
			key := member{file.Path, file.Member, fmt.Sprint(file.Instance, file.Axes)}
			face, seen := opened[key]
			if !seen {
				b, known := data[file.Path]
				var problem *diag.Problem
				if !known {
					b, problem = readFont(fsys, file)
					data[file.Path] = b
				}
				if b != nil {
					face, problem = openFace(b, file)
				}
				if problem != nil {
					problems = append(problems, *problem)
				}
				if face != nil && file.Instance == "" && len(file.Axes) == 0 && face.Set() != "" {
					problems.Add(diag.VariableFont, file.Src, file.Path, face.Set())
				}
				opened[key] = face
			}
			if face != nil {
				own[role] = append(own[role], face)
			}
		}
	}
	return own, problems
}

// readFont reads a font file into memory.
func readFont(fsys fs.FS, file manuscript.File) ([]byte, *diag.Problem) {
	fail := func(code diag.Code, args ...any) ([]byte, *diag.Problem) {
		p := diag.New(code, file.Src, args...)
		return nil, &p
	}
	fi, err := fs.Stat(fsys, file.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fail(diag.MissingFont, file.Path)
	case err != nil:
		return fail(diag.BadFont, file.Path, manuscript.Cause(err))
	case !fi.Mode().IsRegular():
		return fail(diag.BadFont, file.Path, words{"it is no regular file", "不是普通文件"})
	case fi.Size() > maxFontFile:
		return fail(diag.BadFont, file.Path, words{
			fmt.Sprintf("it has %d MB, a font may have %d", fi.Size()>>20, maxFontFile>>20),
			fmt.Sprintf("文件有 %d MB，字体不得超过 %d MB", fi.Size()>>20, maxFontFile>>20)})
	}
	data, err := readFile(fsys, file.Path, fi.Size())
	if err != nil {
		return fail(diag.BadFont, file.Path, manuscript.Cause(err))
	}
	return data, nil
}

// openFace opens a font of a file and looks through it.
func openFace(data []byte, file manuscript.File) (*fonts.Face, *diag.Problem) {
	face, err := fonts.OpenMember(data, file.Member)
	if err == nil {
		err = face.Check()
	}
	if err == nil {
		face, err = face.At(fonts.Instance{Name: file.Instance, Axes: file.Axes})
	}
	if err == nil {
		return face, nil
	}
	p := diag.New(diag.BadFont, file.Src, file.Path, faceFault{err})
	return nil, &p
}

// faceFault words why a font may not be used.
type faceFault struct{ error }

// In implements diag.Worded.
func (r faceFault) In(l diag.Lang) string { return fonts.Words(r.error, l == diag.Chinese) }

// readFile reads a file of the size found before, in one piece; a file that
// has grown since is cut there, and fonts.Open judges what is left.
func readFile(fsys fs.FS, path string, size int64) ([]byte, error) {
	f, err := fsys.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data := make([]byte, size)
	_, err = io.ReadFull(f, data)
	return data, err
}
