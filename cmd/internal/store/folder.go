package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Folder keeps values as files. It relies on two things that also file servers
// (NFS) do at a stroke: a second name for a file (a link) is refused where the name
// is taken, and a file is renamed whole. There are no locks that a process which
// was ended could leave behind.
//
// The first value of a key is the file of that name. A value that replaces it by
// PutIfMatch is a file beside it, name.duikai-2, then name.duikai-3; the highest
// is the one that counts. Of all who saw number 2, one can make number 3.
type Folder struct{ dir string }

// halfDir holds files on their way.
const halfDir = ".duikai/half"

// abandoned is the age at which nobody is still writing a file.
const abandoned = 24 * time.Hour

var versionOf = regexp.MustCompile(`^(.*)\.duikai-([1-9][0-9]{0,17})$`)

// Dir is the folder.
func (f *Folder) Dir() string { return f.dir }

func (f *Folder) file(key string) string { return filepath.Join(f.dir, filepath.FromSlash(key)) }

// version is a file and its number.
type version struct {
	name string // in the folder
	n    uint64
}

func (v *version) tag(fi fs.FileInfo) string {
	return fmt.Sprintf("%d-%d-%d", v.n, fi.Size(), fi.ModTime().UnixNano())
}

// versions gives the files of the keys of a folder, the highest of each, and with
// old the others.
func versions(dir string, entries []fs.DirEntry, want func(base string) bool, old func(version)) map[string]version {
	top := make(map[string]version)
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		base, n := e.Name(), uint64(1)
		if m := versionOf.FindStringSubmatch(base); m != nil {
			base = m[1]
			n, _ = strconv.ParseUint(m[2], 10, 64)
		}
		if !want(base) {
			continue
		}
		v, t := version{name: path.Join(dir, e.Name()), n: n}, top[base]
		if n > t.n {
			v, t = t, v
			top[base] = t
		}
		if old != nil && v.n > 0 {
			old(v)
		}
	}
	return top
}

// now is the version of a key that counts.
func (f *Folder) now(key string, old func(version)) (version, error) {
	base := path.Base(key)
	entries, err := os.ReadDir(f.file(path.Dir(key)))
	if errors.Is(err, fs.ErrNotExist) {
		return version{}, ErrAbsent
	}
	if err != nil {
		return version{}, err
	}
	v, ok := versions(path.Dir(key), entries, func(b string) bool { return b == base }, old)[base]
	if !ok {
		return v, ErrAbsent
	}
	return v, nil
}

// looks is how often a value may be replaced between being found and being opened.
const looks = 20

// Get implements Store.
func (f *Folder) Get(ctx context.Context, key string) (_ io.ReadCloser, info Info, err error) {
	if err := checkKey(key); err != nil {
		return nil, info, err
	}
	for range looks {
		v, err := f.now(key, nil)
		if err != nil {
			return nil, info, err
		}
		file, err := openRegular(f.file(v.name))
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ESTALE) {
			continue // replaced meanwhile
		}
		if err != nil {
			return nil, info, err
		}
		fi, err := file.Stat()
		if err != nil {
			return nil, info, errors.Join(err, file.Close())
		}
		return file, Info{Key: key, Size: fi.Size(), Tag: v.tag(fi)}, ctx.Err()
	}
	return nil, info, fmt.Errorf("%s: it is replaced again and again", key)
}

// openRegular asks before opening: opening a pipe would wait for its other end.
func openRegular(name string) (*os.File, error) {
	fi, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !fi.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("is no regular file")}
	}
	return os.Open(name)
}

// PutIfAbsent implements Store.
func (f *Folder) PutIfAbsent(ctx context.Context, key string, b Body) (Info, error) {
	if err := checkKey(key); err != nil {
		return Info{}, err
	}
	if _, err := os.Lstat(f.file(key)); err == nil {
		return Info{}, ErrExists // told before all is written
	}
	return f.claim(ctx, key, 1, b, ErrExists)
}

// PutIfMatch implements Store.
func (f *Folder) PutIfMatch(ctx context.Context, key, tag string, b Body) (Info, error) {
	if err := checkKey(key); err != nil {
		return Info{}, err
	}
	v, err := f.now(key, nil)
	if errors.Is(err, ErrAbsent) {
		return Info{}, ErrChanged
	}
	if err != nil {
		return Info{}, err
	}
	fi, err := os.Stat(f.file(v.name))
	if errors.Is(err, fs.ErrNotExist) || err == nil && v.tag(fi) != tag {
		return Info{}, ErrChanged
	}
	if err != nil {
		return Info{}, err
	}
	return f.claim(ctx, key, v.n+1, b, ErrChanged)
}

// claim makes a version, whole and forced to the disk, if nobody else did.
func (f *Folder) claim(ctx context.Context, key string, n uint64, b Body, lost error) (info Info, err error) {
	v := version{name: key, n: n}
	if n > 1 {
		v.name = fmt.Sprintf("%s.duikai-%d", key, n)
	}
	if err := os.MkdirAll(filepath.Dir(f.file(key)), 0o755); err != nil {
		return info, err
	}
	half, fi, err := f.write(ctx, b)
	if err != nil {
		return info, err
	}
	defer os.Remove(half)
	if err := os.Link(half, f.file(v.name)); errors.Is(err, fs.ErrExist) {
		return info, lost
	} else if err != nil {
		return info, fmt.Errorf("the file system does not link files, without which several machines cannot share a folder: %w", err)
	}
	// A version that had been cleared away can be made again. That was not before the
	// next but one was there.
	var old []version
	top, err := f.now(key, func(o version) { old = append(old, o) })
	if err != nil {
		return info, err
	}
	if top.n > n+1 {
		return info, errors.Join(lost, os.Remove(f.file(v.name)))
	}
	if err := SyncDir(filepath.Dir(f.file(key))); err != nil {
		return info, err
	}
	for _, o := range old {
		if o.n+1 < n { // the last but one stays for who is about to open it
			_ = os.Remove(f.file(o.name))
		}
	}
	return Info{Key: key, Size: fi.Size(), Tag: v.tag(fi)}, nil
}

// write makes a file that has no place yet.
func (f *Folder) write(ctx context.Context, b Body) (name string, fi fs.FileInfo, err error) {
	dir := f.file(halfDir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", nil, err
	}
	name = filepath.Join(dir, rand.Text())
	if b.given != "" && os.Link(b.given, name) == nil { // else it is on another disk, or there are no links
		fi, err = settle(name, b.Size)
		if err = errors.Join(err, ctx.Err()); err != nil {
			return "", nil, errors.Join(err, os.Remove(name))
		}
		return name, fi, nil
	}
	r, err := b.Open()
	if err != nil {
		return "", nil, err
	}
	defer r.Close()
	w, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return "", nil, err
	}
	n, err := io.Copy(w, r)
	if err == nil && n != b.Size {
		err = fmt.Errorf("%d bytes came of %d", n, b.Size)
	}
	if err == nil {
		err = w.Sync()
	}
	if err == nil {
		fi, err = w.Stat()
	}
	if err = errors.Join(err, w.Close(), ctx.Err()); err != nil {
		return "", nil, errors.Join(err, os.Remove(name))
	}
	return name, fi, nil
}

// settle forces a file of a size to the disk.
func settle(name string, size int64) (fs.FileInfo, error) {
	f, err := os.OpenFile(name, os.O_RDWR, 0) // some systems force only what could be written
	if err != nil {
		return nil, err
	}
	fi, err := f.Stat()
	if err == nil && fi.Size() != size {
		err = fmt.Errorf("%d bytes came of %d", fi.Size(), size)
	}
	if err == nil {
		err = f.Sync()
	}
	return fi, errors.Join(err, f.Close())
}

// copy gives a file a second name. Whoever writes into one of them afterwards,
// without making a new file, writes into both: hashes tell.
func (f *Folder) copy(ctx context.Context, from, to string) (info Info, err error) {
	v, err := f.now(from, nil)
	if err != nil {
		return info, err
	}
	for _, dir := range []string{filepath.Dir(f.file(to)), f.file(halfDir)} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return info, err
		}
	}
	half := filepath.Join(f.file(halfDir), rand.Text())
	if err := os.Link(f.file(v.name), half); err != nil {
		return info, err
	}
	// Renaming a file to another name of itself does nothing: the name stays.
	defer os.Remove(half)
	if err := os.Rename(half, f.file(to)); err != nil {
		return info, err
	}
	fi, err := os.Stat(f.file(to))
	if err != nil {
		return info, err
	}
	t := version{n: 1}
	return Info{Key: to, Size: fi.Size(), Tag: t.tag(fi)}, errors.Join(SyncDir(filepath.Dir(f.file(to))), ctx.Err())
}

// List implements Store.
func (f *Folder) List(ctx context.Context, prefix string) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		dir := path.Dir(prefix)
		if strings.HasSuffix(prefix, "/") {
			dir = strings.TrimSuffix(prefix, "/")
		}
		if prefix != "" && !fs.ValidPath(dir) {
			yield(Info{}, fmt.Errorf("%w: %q", ErrKey, prefix))
			return
		}
		f.list(ctx, dir, prefix, yield)
	}
}

// list shows a folder and those below; false: nobody wants more.
func (f *Folder) list(ctx context.Context, dir, prefix string, yield func(Info, error) bool) bool {
	if err := ctx.Err(); err != nil {
		return yield(Info{}, err)
	}
	entries, err := os.ReadDir(f.file(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return true
	}
	if err != nil {
		return yield(Info{}, err)
	}
	for base, v := range versions(dir, entries, func(b string) bool { return strings.HasPrefix(path.Join(dir, b), prefix) }, nil) {
		fi, err := os.Stat(f.file(v.name))
		if err != nil || !fi.Mode().IsRegular() {
			continue // gone or replaced; a listing promises nothing
		}
		if !yield(Info{Key: path.Join(dir, base), Size: fi.Size(), Tag: v.tag(fi)}, nil) {
			return false
		}
	}
	for _, e := range entries {
		below := path.Join(dir, e.Name())
		if !e.IsDir() || below == halfDir || !strings.HasPrefix(below+"/", prefix) && !strings.HasPrefix(prefix, below+"/") {
			continue
		}
		if !f.list(ctx, below, prefix, yield) {
			return false
		}
	}
	return true
}

// Delete implements Store. It is for what nobody writes any more.
func (f *Folder) Delete(_ context.Context, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	var all []version
	v, err := f.now(key, func(o version) { all = append(all, o) })
	if errors.Is(err, ErrAbsent) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, o := range append(all, v) { // the highest last: no older one shows again
		if e := os.Remove(f.file(o.name)); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return errors.Join(err, SyncDir(filepath.Dir(f.file(key))))
}

// Tidy removes what writers that were ended left behind. Ages are measured by the
// clock of the folder, which is not always that of this machine.
func (f *Folder) Tidy() error {
	dir := f.file(halfDir)
	mark, fi, err := f.write(context.Background(), Bytes(nil))
	if err != nil {
		return err
	}
	defer os.Remove(mark)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if old, err := e.Info(); err == nil && fi.ModTime().Sub(old.ModTime()) > abandoned {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
	return nil
}

// SyncDir forces the names in a folder to the disk, where the system knows how.
func SyncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil // folders cannot be opened for that
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) {
		err = nil // a file system that does not
	}
	return errors.Join(err, d.Close())
}
