package manuscript

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"duikai/layout/diag"
)

// onDisk writes an issue with a sound story a into a folder and opens it as
// the command does: nothing outside can be reached.
func onDisk(t *testing.T, issue string) (dir string, fsys fs.FS) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range map[string]string{issueY: issue, storyA: goodA, "pictures/dam.jpg": "x"} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return dir, root.FS()
}

// loadInTime fails the test where loading waits for something.
func loadInTime(t *testing.T, fsys fs.FS) (*Issue, string) {
	t.Helper()
	type result struct {
		is       *Issue
		problems diag.List
	}
	done := make(chan result, 1)
	go func() {
		is, problems := load(fsys, newGallery(fakeProbe), nil)
		done <- result{is, problems}
	}()
	select {
	case r := <-done:
		var lines []string
		for _, p := range r.problems {
			if p.Severity() > diag.Info {
				lines = append(lines, p.String(), p.Format(diag.Chinese))
			}
		}
		return r.is, strings.Join(lines, "\n")
	case <-time.After(5 * time.Minute): // it never ends, on no machine
		t.Fatal("loading hangs")
		return nil, ""
	}
}

func TestLinksThatLeave(t *testing.T) {
	const picture = "  - {picture: pictures/dam.jpg, at: [3, 1], span: [2, 20]}\n"
	link := func(t *testing.T, dir, name, to string) {
		t.Helper()
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, path); err != nil {
			t.Skip("no links here:", err)
		}
	}
	outside := t.TempDir()
	for name, text := range map[string]string{"a.md": goodA, "dam.jpg": "x", "issue.yaml": sound} {
		if err := os.WriteFile(filepath.Join(outside, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct{ name, link, to, want string }{
		{"story", storyA, filepath.Join(outside, "a.md"), `stories/a.md: fatal: the file cannot be read: it is a link that leaves the issue folder [unreadable]
stories/a.md: 致命错误: 文件无法读取：是指向期刊文件夹之外的链接 [unreadable]`},
		{"picture", "pictures/dam.jpg", filepath.Join(outside, "dam.jpg"), `issue.yaml:7:15: error: the path "pictures/dam.jpg" leaves the issue folder [path-leaves-folder]
issue.yaml:7:15: 错误: 路径 "pictures/dam.jpg" 超出期刊文件夹 [path-leaves-folder]`},
		{"folder of stories", "stories", outside, `issue.yaml:6:13: error: there is no story "a" [missing-story]
issue.yaml:6:13: 错误: 没有稿件 "a" [missing-story]
stories: fatal: the file cannot be read: it is a link that leaves the issue folder [unreadable]
stories: 致命错误: 文件无法读取：是指向期刊文件夹之外的链接 [unreadable]`},
		{"issue", issueY, filepath.Join(outside, "issue.yaml"), `issue.yaml: fatal: the file cannot be read: it is a link that leaves the issue folder [unreadable]
issue.yaml: 致命错误: 文件无法读取：是指向期刊文件夹之外的链接 [unreadable]`},
		{"link into nothing", "pictures/dam.jpg", "nothing.jpg", `issue.yaml:7:15: error: there is no picture "pictures/dam.jpg" [missing-picture]
issue.yaml:7:15: 错误: 没有图片 "pictures/dam.jpg" [missing-picture]`},
		{"link to itself", storyA, "a.md", "stories/a.md: fatal: the file cannot be read: "},
		{"link that stays", storyA, "../other.md", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir, fsys := onDisk(t, sound+picture)
			if err := os.WriteFile(filepath.Join(dir, "other.md"), []byte(goodA), 0o644); err != nil {
				t.Fatal(err)
			}
			link(t, dir, tt.link, tt.to)
			_, got := loadInTime(t, fsys)
			if got != tt.want && !(strings.HasSuffix(tt.want, ": ") && strings.HasPrefix(got, tt.want)) {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestFoldersInPlaceOfFiles(t *testing.T) {
	slots := "  - {picture: pictures/dam.jpg, at: [3, 1], span: [2, 20]}\nstyle: {fonts: {song: fonts/a.ttf}}\n"
	_, got := loadInTime(t, folder(issueY, sound+slots, storyA+"/x", "", "pictures/dam.jpg/x", "", "fonts/a.ttf/x", ""))
	want := `issue.yaml:7:15: error: there is no picture "pictures/dam.jpg" [missing-picture]
issue.yaml:7:15: 错误: 没有图片 "pictures/dam.jpg" [missing-picture]
issue.yaml:8:23: error: there is no font file "fonts/a.ttf" [missing-font]
issue.yaml:8:23: 错误: 没有字体文件 "fonts/a.ttf" [missing-font]
stories/a.md: fatal: the file cannot be read: it is a folder [unreadable]
stories/a.md: 致命错误: 文件无法读取：这是文件夹 [unreadable]`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	dir, fsys := onDisk(t, sound)
	if err := os.RemoveAll(filepath.Join(dir, "stories")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "stories"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, got := loadInTime(t, fsys); !strings.Contains(got, "stories: fatal: the file cannot be read: it is no folder") {
		t.Errorf("a file in place of the folder: %s", got)
	}
}

// locked is a folder in which some files cannot be opened, as far as even the
// superuser of a test sees it.
type locked struct {
	fs.FS
	name string
}

func (l locked) Open(name string) (fs.File, error) {
	if name == l.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.FS.Open(name)
}

// Stat keeps fs.Stat from opening the file, as on a disk.
func (l locked) Stat(name string) (fs.FileInfo, error) { return fs.Stat(l.FS, name) }

func TestUnreadableFiles(t *testing.T) {
	for name, want := range map[string]string{
		storyA: "stories/a.md: fatal: the file cannot be read: permission denied [unreadable]\nstories/a.md: 致命错误: 文件无法读取：没有读取权限 [unreadable]",
		issueY: "issue.yaml: fatal: the file cannot be read: permission denied [unreadable]\nissue.yaml: 致命错误: 文件无法读取：没有读取权限 [unreadable]",
		"stories": "issue.yaml:6:13: error: there is no story \"a\" [missing-story]\nissue.yaml:6:13: 错误: 没有稿件 \"a\" [missing-story]\n" +
			"stories: fatal: the file cannot be read: permission denied [unreadable]\nstories: 致命错误: 文件无法读取：没有读取权限 [unreadable]",
	} {
		is, got := loadInTime(t, locked{folder(issueY, sound, storyA, goodA), name})
		if got != want || (is == nil) != (name == issueY) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
}

// TestManyFiles: a folder with far too many stories says so once, and
// stories beyond the limit are not read.
func TestManyFiles(t *testing.T) {
	fsys := make(fstest.MapFS)
	var slots strings.Builder
	for i := range 10_000 {
		fsys[fmt.Sprintf("stories/s%05d.md", i)] = &fstest.MapFile{Data: []byte(goodA)}
	}
	for i := range 3000 {
		if i%maxSlots == 0 {
			fmt.Fprintf(&slots, "- number: %d\n  slots:\n", i/maxSlots+1)
		}
		fmt.Fprintf(&slots, "  - {story: none%05d, at: [1, 1], span: [1, 1]}\n", i)
	}
	fsys[issueY] = &fstest.MapFile{Data: []byte(head + "pages:\n" + slots.String())}
	is, problems := Load(fsys)
	if is == nil || len(is.Stories) != maxStories {
		t.Fatalf("%d problems", len(problems))
	}
	said := 0
	for _, p := range problems {
		if p.Code == diag.TooLarge && p.Pos.File == "stories" {
			said++
			if got := p.Text(diag.Chinese); got != "稿件数量过大：10000，上限 4000" {
				t.Error(got)
			}
		}
	}
	if said != 1 {
		t.Errorf("said %d times", said)
	}
}
