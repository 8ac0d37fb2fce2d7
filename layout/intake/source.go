package intake

import (
	"archive/zip"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"duikai/layout/diag"
)

// Bounds of a source. They are far above what archives hold, and keep a hostile
// one from filling memory or disk.
const (
	maxFiles    = 2_000_000 // of a tree: a daily's hundred years by articles
	maxDepth    = 32        // folders in folders
	maxZipRatio = 1000      // unpacked bytes a packed one; text reaches some tens
	maxZipSmall = 1 << 20   // below it any ratio is harmless
	MaxText     = 64 << 20  // bytes of a text file
	MaxPicture  = 256 << 20 // bytes of a picture
)

// Source is what an SRC argument names: a folder, a zip or a file. Paths are
// slash-separated and never leave it.
type Source struct {
	Name  string   // as the user gave it
	Files []string // regular files, in natural order: 2 before 10
	// Prefix stands before the paths in places, where there are several sources.
	Prefix string
	fsys   fs.FS
	folded *folding
}

// OpenFolder lists the files below the root of fsys. Links are not followed, so
// that none leads out or in circles. What is left out is told.
func OpenFolder(fsys fs.FS, name string) (*Source, []Finding) {
	s := &Source{Name: name, fsys: fsys, folded: &folding{}}
	var found []Finding
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		base := path.Base(p)
		switch {
		case err != nil:
			found = append(found, Find(diag.ImportUnreadable, Place{File: p}, reason(err)))
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case p == ".":
			return nil
		case strings.HasPrefix(base, ".") || strings.HasPrefix(base, "~$") || base == "__MACOSX" || base == "Thumbs.db":
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() && strings.Count(p, "/") >= maxDepth:
			found = append(found, Find(diag.ImportTooLarge, Place{File: p}, term{"the depth of folders", "文件夹层数"}, maxDepth))
			return fs.SkipDir
		case d.IsDir():
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			found = append(found, Find(diag.ImportUnreadable, Place{File: p}, term{"it is a link, and links are not followed", "是链接，程序不跟随链接"}))
			return nil
		case !d.Type().IsRegular():
			found = append(found, Find(diag.ImportUnreadable, Place{File: p}, term{"it is no regular file", "不是普通文件"}))
			return nil
		case len(s.Files) == maxFiles:
			found = append(found, Find(diag.ImportTooLarge, Place{File: p}, term{"the number of files", "文件数"}, maxFiles))
			return fs.SkipAll
		}
		s.Files = append(s.Files, p)
		return nil
	})
	if err != nil {
		found = append(found, Find(diag.ImportUnreadable, Place{File: name}, reason(err)))
	}
	slices.SortFunc(s.Files, Natural)
	return s, found
}

// OpenFile is a source of one file; fsys is the folder it lies in.
func OpenFile(fsys fs.FS, file, name string) *Source {
	return &Source{Name: name, Files: []string{file}, fsys: fsys}
}

// OpenBytes is a source of one file in memory.
func OpenBytes(data []byte, file, name string) *Source {
	return &Source{Name: name, Files: []string{file}, fsys: single{file, data}}
}

// OpenZip lists the files of a zip. Names that lead out of it are refused; names
// in GBK, as Windows writes them, are read.
func OpenZip(r io.ReaderAt, size int64, name string) (*Source, []Finding) {
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return &Source{Name: name, fsys: packed{}}, []Finding{Find(diag.ImportUnreadable, Place{File: name}, reason(err))}
	}
	s := &Source{Name: name, folded: &folding{}}
	files := make(packed)
	var found []Finding
	for _, f := range z.File {
		p := zipName(f)
		base := path.Base(p)
		switch {
		case strings.HasSuffix(p, "/") || strings.HasPrefix(base, ".") || strings.HasPrefix(p, "__MACOSX/"):
		case !fs.ValidPath(p) || strings.Contains(p, ":"):
			found = append(found, Find(diag.ImportLeaves, Place{File: name}, p))
		case files[p] != nil:
			found = append(found, Find(diag.ImportUnreadable, Place{File: p}, term{"it stands twice in the zip", "压缩包中有同名文件"}))
		case len(s.Files) == maxFiles:
			found = append(found, Find(diag.ImportTooLarge, Place{File: name}, term{"the number of files", "文件数"}, maxFiles))
			return s, found
		default:
			files[p] = f
			s.Files = append(s.Files, p)
		}
	}
	s.fsys = files
	slices.SortFunc(s.Files, Natural)
	return s, found
}

// zipName is the name of a file in a zip. The format knows code page 437 and
// UTF-8; Chinese Windows writes GBK and says nothing.
func zipName(f *zip.File) string {
	p := strings.ReplaceAll(f.Name, "\\", "/")
	if !f.NonUTF8 && utf8.ValidString(p) {
		return p
	}
	if g, err := simplifiedchinese.GB18030.NewDecoder().String(f.Name); err == nil {
		return strings.ReplaceAll(g, "\\", "/")
	}
	return strings.ToValidUTF8(p, "_")
}

// packed is a zip as a file system of flat names.
type packed map[string]*zip.File

// Open implements fs.FS.
func (z packed) Open(name string) (fs.File, error) {
	f := z[name]
	if f == nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if f.UncompressedSize64 > maxZipSmall && f.UncompressedSize64/max(f.CompressedSize64, 1) > maxZipRatio {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errBomb}
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	return unpacked{r, f.FileInfo()}, nil
}

var errBomb = errors.New("it unpacks to far more than it is")

var errTooLarge error = fault{"it is larger than is taken", "超过可导入的大小"}

// fault is an error in words for editors.
type fault term

// Error implements error.
func (f fault) Error() string { return f[diag.English] }

type unpacked struct {
	io.ReadCloser
	info fs.FileInfo
}

func (u unpacked) Stat() (fs.FileInfo, error) { return u.info, nil }

// Place is a file of the source as places name it.
func (s *Source) Place(file string) Place { return Place{File: s.Prefix + file} }

// Read reads a file of the source, at most limit bytes of it; a file that cannot
// be read, or is larger, is told and gives nil.
func (s *Source) Read(file string, limit int) ([]byte, *Finding) {
	data, err := s.read(file, limit)
	var f Finding
	switch {
	case errors.Is(err, errTooLarge):
		f = Find(diag.ImportTooLarge, s.Place(file), term{"the file", "文件"}, limit)
	case err != nil:
		f = Find(diag.ImportUnreadable, s.Place(file), reason(err))
	default:
		return data, nil
	}
	return nil, &f
}

func (s *Source) read(file string, limit int) ([]byte, error) {
	f, err := s.fsys.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close() // nothing is written
	data, err := io.ReadAll(io.LimitReader(f, int64(limit)+1))
	if err == nil && len(data) > limit {
		return nil, errTooLarge
	}
	return data, err
}

// Head is the beginning of a file, for claims; nil where it cannot be read.
func (s *Source) Head(file string, n int) []byte {
	f, err := s.fsys.Open(file)
	if err != nil {
		return nil
	}
	defer f.Close() // nothing is written
	data, err := io.ReadAll(io.LimitReader(f, int64(n)))
	if err != nil {
		return nil
	}
	return data
}

// Has tells whether the source has the file.
func (s *Source) Has(file string) bool {
	_, ok := slices.BinarySearchFunc(s.Files, file, Natural)
	return ok
}

// Describe is the record of a file that was read.
func (s *Source) Describe(file, kind, encoding string, data []byte) SourceFile {
	sum := sha256.Sum256(data)
	return SourceFile{File: s.Prefix + file, Kind: kind, Encoding: encoding, Bytes: len(data), SHA256: hex.EncodeToString(sum[:])}
}

// Natural orders names as people count: 01, 2, 10. Names that count alike are
// ordered by their characters.
func Natural(a, b string) int {
	x, y := a, b
	for x != "" && y != "" {
		if digit(x[0]) && digit(y[0]) {
			var m, n string
			m, x = number(x)
			n, y = number(y)
			if c := cmp.Or(len(m)-len(n), strings.Compare(m, n)); c != 0 {
				return c
			}
			continue
		}
		if x[0] != y[0] {
			return int(x[0]) - int(y[0])
		}
		x, y = x[1:], y[1:]
	}
	return cmp.Or(len(x)-len(y), strings.Compare(a, b))
}

// number cuts the figures off the head of s, without leading zeros.
func number(s string) (n, rest string) {
	i := 0
	for i < len(s) && digit(s[i]) {
		i++
	}
	return strings.TrimLeft(s[:i], "0"), s[i:]
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// term is a text in both languages.
type term [2]string

// In implements diag.Worded.
func (t term) In(l diag.Lang) string { return t[l] }

// reason puts an error of reading into words.
func reason(err error) term {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return term{"it does not exist", "不存在"}
	case errors.Is(err, fs.ErrPermission):
		return term{"permission denied", "没有读取权限"}
	case errors.Is(err, errBomb):
		return term{"it unpacks to a thousand times its size and more", "解压后大小超过原来的千倍"}
	case errors.Is(err, zip.ErrFormat):
		return term{"it is no zip, or damaged", "不是 zip 文件，或已损坏"}
	case errors.Is(err, zip.ErrChecksum):
		return term{"it is damaged: its checksum is wrong", "文件已损坏：校验和不符"}
	case errors.Is(err, zip.ErrAlgorithm):
		return term{"it is packed in a way that is not known here", "压缩方式不支持"}
	}
	if f, ok := errors.AsType[fault](err); ok {
		return term(f)
	}
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		err = p.Err // the place names the file already
	}
	return term{err.Error(), "系统报告 " + err.Error()}
}

// Only is the source with one of its files alone.
func (s *Source) Only(file string) *Source {
	return s.with([]string{file})
}

// Among is the source with some of its files, and where they may name pictures with those.
func (s *Source) Among(files []string, pictures bool) *Source {
	among := setOf(files)
	return s.with(slices.DeleteFunc(slices.Clone(s.Files), func(f string) bool { return !among[f] && !(pictures && s.IsPicture(f)) }))
}

// Without is the source without some of its files.
func (s *Source) Without(files []string) *Source {
	gone := setOf(files)
	return s.with(slices.DeleteFunc(slices.Clone(s.Files), func(f string) bool { return gone[f] }))
}

// with is the source with other files, whose letters are folded anew: the index of one
// lacks the files of the other.
func (s *Source) with(files []string) *Source {
	other := *s
	other.Files, other.folded = files, &folding{}
	return &other
}

func setOf(files []string) map[string]bool {
	set := make(map[string]bool)
	for _, f := range files {
		set[f] = true
	}
	return set
}

// Zips are the files of the source that are zips.
func (s *Source) Zips() (zips []string) {
	for _, f := range s.Files {
		if strings.EqualFold(path.Ext(f), ".zip") {
			zips = append(zips, f)
		}
	}
	return zips
}

// MostHeld is how many bytes of zips that lie in zips are held in memory at a time.
const MostHeld = 1 << 30

// Unzip opens a zip that lies in the source; nil: it cannot be opened, which is told. One in
// a folder is read where it lies, one in another zip is held in memory until it is let go: at
// most so many bytes, and so many it is.
func (s *Source) Unzip(file string, most int64) (inner *Source, closer io.Closer, holds int64, found []Finding) {
	f, err := s.fsys.Open(file)
	if err != nil {
		return nil, nil, 0, []Finding{Find(diag.ImportUnreadable, s.Place(file), reason(err))}
	}
	at, ok := f.(io.ReaderAt)
	fi, err := f.Stat()
	if err != nil {
		_ = f.Close() // nothing was written
		return nil, nil, 0, []Finding{Find(diag.ImportUnreadable, s.Place(file), reason(err))}
	}
	size := fi.Size()
	if !ok {
		_ = f.Close() // nothing was written
		data, why := s.Read(file, int(min(MaxPicture, most)))
		if why != nil {
			return nil, nil, 0, []Finding{*why}
		}
		at, size, f = bytes.NewReader(data), int64(len(data)), nil
		holds = size
	}
	inner, found = OpenZip(at, size, s.Place(file).File)
	inner.Prefix = s.Place(file).File + "/"
	if f == nil {
		return inner, io.NopCloser(nil), holds, found
	}
	return inner, f, 0, found
}
