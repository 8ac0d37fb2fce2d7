package archive

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"duikai/cmd/internal/store"
	"duikai/layout/parallel"
)

// source is an archive that several machines read.
type source interface {
	// find is Find.
	find(ctx context.Context) ([]Issue, []Unread, error)
	// fetch brings the folder of an issue here; drop lets go of it. state is
	// another when anything in the folder is another.
	fetch(ctx context.Context, issue string) (dir, state string, drop func(), err error)
	// state is what fetch would give now; of a folder, its hash.
	state(ctx context.Context, issue string) (string, error)
}

// openSource opens the archive at an address. What is written to out is no part of
// it. A bucket's issues are brought into folders of scratch.
func openSource(address, out, scratch string) (source, error) {
	if !store.IsBucket(address) {
		f := folderSource{root: address}
		if !store.IsBucket(out) {
			f.skip = out
			c := Config{Archive: address, Out: out}
			return f, c.apart()
		}
		return f, nil
	}
	s, err := store.Open(address)
	if err != nil {
		return nil, err
	}
	b := &bucketSource{store: s, scratch: scratch}
	in, to := strings.TrimRight(address, "/")+"/", strings.TrimRight(out, "/")+"/"
	switch {
	case in == to:
		return nil, SameFolder
	case store.IsBucket(out) && strings.HasPrefix(in, to):
		return nil, ArchiveInOut
	case strings.HasPrefix(to, in):
		b.skip = strings.TrimPrefix(to, in)
	}
	return b, nil
}

// folderSource is a folder that all machines see.
type folderSource struct{ root, skip string }

func (f folderSource) find(ctx context.Context) ([]Issue, []Unread, error) {
	return Find(ctx, f.root, f.skip)
}

func (f folderSource) fetch(ctx context.Context, issue string) (dir, state string, drop func(), err error) {
	state, err = f.state(ctx, issue)
	return filepath.Join(f.root, filepath.FromSlash(issue)), state, func() {}, err
}

func (f folderSource) state(ctx context.Context, issue string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	return hashFolder(filepath.Join(f.root, filepath.FromSlash(issue)))
}

// bucketSource is a bucket.
type bucketSource struct {
	store   store.Store
	skip    string // keys that begin so are of OUT
	scratch string
}

// What an issue may hold when it comes from a bucket: the machine that takes it in has
// a disk of its own.
const (
	maxIssueFiles = 10_000
	maxIssueBytes = 4 << 30
)

// readers is how many values are read at a time: that is waiting, not work.
const readers = 32

func (b *bucketSource) find(ctx context.Context) ([]Issue, []Unread, error) {
	var found []string
	for info, err := range b.store.List(ctx, "") {
		if err != nil {
			return nil, nil, err
		}
		if path.Base(info.Key) == IssueFile && !b.hidden(info.Key) {
			found = append(found, path.Dir(info.Key))
		}
	}
	// An issue folder is not searched for others.
	is := make(map[string]bool, len(found))
	for _, dir := range found {
		is[dir] = true
	}
	var issues []Issue
	for _, dir := range found {
		if !within(dir, is) {
			issues = append(issues, Issue{Path: dir})
		}
	}
	if b.skip != "" && within(path.Clean(b.skip), is) {
		return nil, nil, OutInsideIssue
	}
	err := each(len(issues), func(i int) error {
		data, err := b.head(ctx, issues[i].Path)
		issues[i].Date = dateIn(data, issues[i].Path)
		return err
	})
	slices.SortFunc(issues, byDate)
	return issues, nil, err
}

func (b *bucketSource) hidden(key string) bool {
	return b.skip != "" && strings.HasPrefix(key, b.skip) || strings.HasPrefix(key, ".") || strings.Contains(key, "/.")
}

// within tells whether a folder above is an issue.
func within(dir string, is map[string]bool) bool {
	for dir != "." {
		if dir = path.Dir(dir); is[dir] {
			return true
		}
	}
	return false
}

// head is what of issue.yaml is looked at for its date.
func (b *bucketSource) head(ctx context.Context, issue string) ([]byte, error) {
	data, _, err := store.Read(ctx, b.store, path.Join(issue, IssueFile), maxHead)
	if errors.Is(err, store.ErrAbsent) || errors.Is(err, store.ErrLarge) {
		return nil, nil // taken away meanwhile, or none that a loader takes
	}
	return data, err
}

// files are those of an issue, and a word that is another when they are.
func (b *bucketSource) files(ctx context.Context, issue string) (list []store.Info, state string, err error) {
	prefix := issue + "/"
	if issue == "." {
		prefix = ""
	}
	var size int64
	for info, err := range b.store.List(ctx, prefix) {
		if err != nil {
			return nil, "", err
		}
		if b.skip != "" && strings.HasPrefix(info.Key, b.skip) {
			continue
		}
		list, size = append(list, info), size+info.Size
		if len(list) > maxIssueFiles || size > maxIssueBytes {
			return nil, "", fmt.Errorf("%w: more than %d files or %d MB", errUnfit, maxIssueFiles, maxIssueBytes>>20)
		}
	}
	slices.SortFunc(list, func(a, c store.Info) int { return strings.Compare(a.Key, c.Key) })
	parts := make([]string, 0, 2*len(list))
	for _, info := range list {
		parts = append(parts, info.Key, info.Tag)
	}
	return list, inputsOf(parts...), nil
}

// errUnfit is for issues that cannot be brought here, whoever tries.
var errUnfit = errors.New("the issue cannot be brought here")

func (b *bucketSource) state(ctx context.Context, issue string) (string, error) {
	_, state, err := b.files(ctx, issue)
	return state, err
}

func (b *bucketSource) fetch(ctx context.Context, issue string) (dir, state string, drop func(), err error) {
	list, state, err := b.files(ctx, issue)
	if err != nil {
		return "", "", nil, err
	}
	if dir, err = os.MkdirTemp(b.scratch, "issue-"); err != nil {
		return "", "", nil, err
	}
	drop = func() { _ = os.RemoveAll(dir) }
	err = each(len(list), func(i int) error {
		name := list[i].Key
		if issue != "." {
			name = strings.TrimPrefix(name, issue+"/")
		}
		return b.save(ctx, list[i], dir, filepath.FromSlash(name))
	})
	if err != nil {
		drop()
		return "", "", nil, err
	}
	return dir, state, drop, nil
}

func (b *bucketSource) save(ctx context.Context, info store.Info, dir, name string) error {
	if !filepath.IsLocal(name) {
		return fmt.Errorf("%w: %q is no name for a file here", errUnfit, name)
	}
	full := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return fmt.Errorf("%w: %w", errUnfit, err) // a file where a folder must be
	}
	_, err := store.Save(ctx, b.store, info.Key, full, maxIssueBytes)
	if errors.Is(err, store.ErrAbsent) {
		return nil // its state is another by now
	}
	return err
}

// each does something with the numbers from 0 to n-1, some at a time: it is for what
// waits for a store.
func each(n int, do func(i int) error) error { return parallel.Waiting(n, readers, do) }
