//go:build unix

package manuscript

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestPipes: a named pipe without a writer keeps whoever opens it waiting.
func TestPipes(t *testing.T) {
	const picture = "  - {picture: pictures/dam.jpg, at: [3, 1], span: [2, 20]}\n"
	for name, want := range map[string]string{
		storyA:             "stories/a.md: fatal: the file cannot be read: it is a named pipe [unreadable]\nstories/a.md: 致命错误: 文件无法读取：这是命名管道 [unreadable]",
		issueY:             "issue.yaml: fatal: the file cannot be read: it is a named pipe [unreadable]\nissue.yaml: 致命错误: 文件无法读取：这是命名管道 [unreadable]",
		"pictures/dam.jpg": "issue.yaml:7:15: error: there is no picture \"pictures/dam.jpg\" [missing-picture]\nissue.yaml:7:15: 错误: 没有图片 \"pictures/dam.jpg\" [missing-picture]",
		// A folder that is a pipe: reading it must not wait either.
		"stories": "issue.yaml:6:13: error: there is no story \"a\" [missing-story]\nissue.yaml:6:13: 错误: 没有稿件 \"a\" [missing-story]\nstories: fatal: the file cannot be read: it is no folder [unreadable]\nstories: 致命错误: 文件无法读取：不是文件夹 [unreadable]",
	} {
		t.Run(name, func(t *testing.T) {
			dir, fsys := onDisk(t, sound+picture)
			path := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
			if err := syscall.Mkfifo(path, 0o644); err != nil {
				t.Skip("no pipes here:", err)
			}
			if _, got := loadInTime(t, fsys); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestLockedFile is TestUnreadableFiles on a disk, where the user is no
// superuser.
func TestLockedFile(t *testing.T) {
	dir, fsys := onDisk(t, sound)
	path := filepath.Join(dir, filepath.FromSlash(storyA))
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	if f, err := os.Open(path); err == nil {
		f.Close()
		t.Skip("files cannot be locked against this user")
	}
	const want = "stories/a.md: fatal: the file cannot be read: permission denied [unreadable]\nstories/a.md: 致命错误: 文件无法读取：没有读取权限 [unreadable]"
	if _, got := loadInTime(t, fsys); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
