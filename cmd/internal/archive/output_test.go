//go:build unix

package archive

import (
	"os"
	"path/filepath"
	"testing"
)

// TestGatherGroup: a group is what is there at once, no more than one transaction takes,
// and does not wait for the end of the run.
func TestGatherGroup(t *testing.T) {
	results := make(chan finished, 2*groupSize)
	for range groupSize + 2 {
		results <- finished{}
	}
	for _, want := range []int{groupSize, 2, 1} { // the last of them waits for more, in vain
		if want == 1 {
			results <- finished{}
		}
		if got := gatherGroup(<-results, results); len(got) != want {
			t.Errorf("%d gather, want %d", len(got), want)
		}
	}
	results <- finished{}
	close(results)
	if got := gatherGroup(<-results, results); len(got) != 1 {
		t.Errorf("%d gather", len(got))
	}
}

// TestStagesAreUsedAgain: nobody is given a folder that another has, and none with what
// another left in it.
func TestStagesAreUsedAgain(t *testing.T) {
	s := stages{dir: t.TempDir()}
	a, b := s.take(), s.take()
	if a == b {
		t.Fatal("two have the same stage")
	}
	for _, dir := range []string{a, b} {
		if err := cleanDir(dir); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, "0"), "half")
		write(t, filepath.Join(dir, "folder", "0"), "half")
	}
	s.give(a)
	if c := s.take(); c != a {
		t.Errorf("%s is not used again, but %s", a, c)
	}
	if list, err := os.ReadDir(a); err != nil || len(list) != 0 {
		t.Errorf("%d files of another are there, %v", len(list), err)
	}
	if err := cleanDir(b); err != nil { // once more, over a worker that was ended
		t.Error(err)
	}
	if list, err := os.ReadDir(b); err != nil || len(list) != 0 {
		t.Errorf("%d files of the first attempt are there, %v", len(list), err)
	}
	s.give(filepath.Join(s.dir, "never made"))
	if d := s.take(); d == a || d == b || filepath.Dir(d) != s.dir {
		t.Errorf("%s is given twice", d)
	}
}

// TestHashFolder: what is in a folder has a say in its hash, also through links that stay
// inside, and nothing else has.
func TestHashFolder(t *testing.T) {
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "outside")
	write(t, outside, "1")
	write(t, filepath.Join(dir, "stories", "a.md"), "1")
	for name, to := range map[string]string{"in": "stories/a.md", "out": outside, "gone": "nowhere", "dir": "stories"} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	last := ""
	for _, step := range []struct {
		name    string
		change  func()
		another bool
	}{
		{"first", func() {}, true},
		{"again", func() {}, false},
		{"a file", func() { write(t, filepath.Join(dir, "stories", "a.md"), "2") }, true},
		{"a file outside that a link names", func() { write(t, outside, "2") }, false},
		{"a new file", func() { write(t, filepath.Join(dir, "stories", "b.md"), "") }, true},
		{"another file for a link", func() {
			if os.Remove(filepath.Join(dir, "in")) != nil || os.Symlink("stories/b.md", filepath.Join(dir, "in")) != nil {
				t.Error("no link")
			}
		}, true},
		{"another name", func() {
			if err := os.Rename(filepath.Join(dir, "stories", "b.md"), filepath.Join(dir, "stories", "c.md")); err != nil {
				t.Error(err)
			}
		}, true},
	} {
		step.change()
		now, err := hashFolder(dir)
		if err != nil || (now != last) != step.another {
			t.Errorf("%s: another hash: %t, %v", step.name, now != last, err)
		}
		last = now
	}
	if _, err := hashFolder(filepath.Join(dir, "none")); err == nil {
		t.Error("a folder that is not there has a hash")
	}
}
