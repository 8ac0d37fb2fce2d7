package archive

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// IssueFile makes a folder an issue.
const IssueFile = "issue.yaml"

// maxHead is how much of issue.yaml is looked at for its date; the loader
// takes no more.
const maxHead = 256 << 10

// maxDepth bounds how deep folders are searched.
const maxDepth = 64

// Issue is an issue folder below the archive.
type Issue struct {
	Path string    // inside the archive, with slashes; "." is the archive itself
	Date time.Time // zero: unknown
	Name string    // what its files in OUT are called: 2019/2019-01-01
}

// Unread is a folder that could not be searched.
type Unread struct {
	Path string // inside the archive
	Err  error
}

// Find finds the issue folders below root by date and path. An issue folder is
// not searched for others, links to folders are not followed, and neither
// folders with a leading dot nor skip are looked into.
func Find(ctx context.Context, root, skip string) ([]Issue, []Unread, error) {
	f := finder{ctx: ctx, root: root}
	if skip != "" {
		f.skip, _ = os.Stat(skip) // not there yet: nothing to skip
	}
	if fi, err := os.Stat(root); err != nil {
		return nil, nil, err
	} else if !fi.IsDir() {
		return nil, nil, &fs.PathError{Op: "open", Path: root, Err: errors.New("is not a folder")}
	}
	f.search(".", 0)
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	slices.SortFunc(f.issues, byDate)
	return f.issues, f.unread, nil
}

// byDate orders issues; those without a date come last.
func byDate(a, b Issue) int {
	if a.Date.IsZero() != b.Date.IsZero() {
		if a.Date.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Path, b.Path))
}

type finder struct {
	ctx    context.Context
	root   string
	skip   os.FileInfo
	issues []Issue
	unread []Unread
}

func (f *finder) search(dir string, depth int) {
	if f.ctx.Err() != nil {
		return
	}
	full := filepath.Join(f.root, filepath.FromSlash(dir))
	if f.skip != nil {
		if fi, err := os.Stat(full); err == nil && os.SameFile(fi, f.skip) {
			return
		}
	}
	entries, err := os.ReadDir(full)
	if err == nil && depth > maxDepth {
		err = fmt.Errorf("more than %d folders deep", maxDepth)
	}
	if err != nil {
		f.unread = append(f.unread, Unread{dir, err})
		return
	}
	if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == IssueFile }) {
		f.issues = append(f.issues, Issue{Path: dir, Date: dateOf(full)})
		return
	}
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			f.search(path.Join(dir, e.Name()), depth+1)
		}
	}
}

var (
	dateLine   = regexp.MustCompile(`(?m)^["']?date["']?[ \t]*:[ \t]*["']?(\d{4}-\d{2}-\d{2})`)
	dateInFlow = regexp.MustCompile(`[{,\s]["']?date["']?[ \t]*:[ \t]*["']?(\d{4}-\d{2}-\d{2})`)
	dateInName = regexp.MustCompile(`(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})`)
)

// dateOf is the date of an issue as far as a glance tells: what issue.yaml
// says, or else the folder's name. Reading YAML in full is left to those who
// set the issue.
func dateOf(dir string) time.Time { return dateIn(readHead(filepath.Join(dir, IssueFile)), dir) }

func dateIn(head []byte, dir string) time.Time {
	for _, re := range []*regexp.Regexp{dateLine, dateInFlow} {
		if m := re.FindSubmatch(head); m != nil {
			if t, err := time.Parse(time.DateOnly, string(m[1])); err == nil {
				return t
			}
		}
	}
	if m := dateInName.FindStringSubmatch(filepath.Base(dir)); m != nil {
		if t, err := time.Parse("20060102", m[1]+m[2]+m[3]); err == nil {
			return t
		}
	}
	return time.Time{}
}

func readHead(name string) []byte {
	// Looking first keeps os.Open from waiting at a named pipe.
	if fi, err := os.Stat(name); err != nil || !fi.Mode().IsRegular() {
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	head, _ := io.ReadAll(io.LimitReader(f, maxHead))
	return head
}

// undated is the folder for issues without a date.
const undated = "undated"

// baseName is what an issue is called that shares its date with no other.
func (i *Issue) baseName() string {
	if i.Date.IsZero() {
		return path.Join(undated, fileName(path.Base(i.Path)))
	}
	return i.Date.Format("2006/2006-01-02")
}

// day is the date as it is put down; empty where there is none.
func (i *Issue) day() string {
	if i.Date.IsZero() {
		return ""
	}
	return i.Date.Format(time.DateOnly)
}

// fileName makes a name safe for every file system.
func fileName(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, s)
	return cmp.Or(strings.Trim(s, "-"), "issue")
}

// assign gives every issue its name. Issues of one date are numbered from 2 on
// in the order of their paths, 2019-01-01-2; a name once given (known, by path)
// stays while the date does, so that an issue that turns up later moves none of
// the others.
func assign(issues []Issue, known map[string]string) {
	taken := make(map[string]bool)
	for _, name := range known {
		taken[name] = true
	}
	for i := range issues {
		is := &issues[i]
		base := is.baseName()
		if name := known[is.Path]; name == base || numbered(name, base) {
			is.Name = name
		}
	}
	for i := range issues {
		is := &issues[i]
		base := is.baseName()
		for n := 2; is.Name == ""; n++ {
			if !taken[base] {
				is.Name = base
			}
			base = fmt.Sprintf("%s-%d", is.baseName(), n)
		}
		taken[is.Name] = true
	}
}

// numbered tells whether name is base with a number behind it.
func numbered(name, base string) bool {
	n, ok := strings.CutPrefix(name, base+"-")
	return ok && n != "" && strings.Trim(n, "0123456789") == ""
}

// matches tells whether --only means the issue: the pattern fits its path, its
// name, its last folder, or one of the folders above.
func (i *Issue) matches(pattern string) bool {
	for _, s := range []string{path.Base(i.Path), i.Name, path.Base(i.Name)} {
		if ok, _ := path.Match(pattern, s); ok {
			return true
		}
	}
	for s := i.Path; s != "." && s != "/"; s = path.Dir(s) {
		if ok, _ := path.Match(pattern, s); ok {
			return true
		}
	}
	return false
}
