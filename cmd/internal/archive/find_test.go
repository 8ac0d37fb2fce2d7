package archive

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func lay(t *testing.T, root, name, text string) {
	t.Helper()
	name = filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestFind(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"z/first/issue.yaml":                "# a comment\npaper: 报\ndate: 1998-01-01\n",
		"a/1998-01-02/issue.yaml":           "paper: 报\npages: [{date: 1990-01-01}]\ndate: '1998-01-02'\n",
		"a/flow/issue.yaml":                 "{paper: 报, date: 1998-01-03, pages: []}",
		"a/quoted/issue.yaml":               "\"date\" : \"1998-01-04\"",
		"a/1998_01_05/issue.yaml":           "paper: 报",
		"a/19980106 morning/issue.yaml":     "paper: [",
		"a/1998-02-31/issue.yaml":           "date: 1998-02-31", // no such day
		"a/1998-01-02/old/issue.yaml":       "date: 1997-01-01", // inside an issue
		"a/.hidden/issue.yaml":              "date: 1997-01-02",
		"skipped/1998-01-01/issue.yaml":     "",
		"a/no issue/other.yaml":             "date: 1997-01-03",
		"a/yaml is a folder/issue.yaml/x":   "",
		"1/2/3/4/5/6/7/8/9/0/at/issue.yaml": "date: 2100-12-31",
	} {
		lay(t, root, name, text)
	}
	if err := os.Symlink(root, filepath.Join(root, "circle")); err != nil {
		t.Log("no links here:", err)
	}
	list, unread, err := Find(context.Background(), root, filepath.Join(root, "skipped"))
	if err != nil || len(unread) > 0 {
		t.Fatal(unread, err)
	}
	var got []string
	for _, is := range list {
		day := "-"
		if !is.Date.IsZero() {
			day = is.Date.Format("2006-01-02")
		}
		got = append(got, day+" "+is.Path)
	}
	want := []string{
		"1998-01-01 z/first", "1998-01-02 a/1998-01-02", "1998-01-03 a/flow", "1998-01-04 a/quoted", "1998-01-05 a/1998_01_05",
		"1998-01-06 a/19980106 morning", "2100-12-31 1/2/3/4/5/6/7/8/9/0/at", "- a/1998-02-31", "- a/yaml is a folder",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnIssueIsAnArchiveToo(t *testing.T) {
	root := t.TempDir()
	lay(t, root, "issue.yaml", "date: 1998-01-01")
	list, _, err := Find(context.Background(), root, "")
	if err != nil || len(list) != 1 || list[0].Path != "." {
		t.Errorf("%v %v", list, err)
	}
}

func TestAssign(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"a/1998-01-01", "b/1998-01-01", "c/1998-01-01", "d/x y", "e/x/y", "e/报纸", "f/---"} {
		lay(t, root, name+"/issue.yaml", "")
	}
	for _, c := range []struct {
		known map[string]string
		want  []string
	}{
		{nil, []string{"1998/1998-01-01", "1998/1998-01-01-2", "1998/1998-01-01-3", "undated/x-y", "undated/y", "undated/报纸", "undated/issue"}},
		{
			// Names given before stay, of issues that are gone too; a name that
			// is another day's does not.
			map[string]string{"b/1998-01-01": "1998/1998-01-01", "c/1998-01-01": "1997/1997-05-05", "gone": "1998/1998-01-01-2", "d/x y": "undated/x-y-7"},
			[]string{"1998/1998-01-01-3", "1998/1998-01-01", "1998/1998-01-01-4", "undated/x-y-7", "undated/y", "undated/报纸", "undated/issue"},
		},
	} {
		list, _, err := Find(context.Background(), root, "")
		if err != nil {
			t.Fatal(err)
		}
		assign(list, c.known)
		var got []string
		for _, is := range list {
			got = append(got, is.Name)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Error(diff)
		}
	}
}

// Whatever changes in a folder changes its hash, and nothing else does.
func TestHash(t *testing.T) {
	build := func(files map[string]string, about ...string) string {
		root := t.TempDir()
		for name, text := range files {
			lay(t, root, name, text)
		}
		h, err := hashFolder(root)
		if err != nil {
			t.Fatal(err)
		}
		return inputsOf(append(about, h)...)
	}
	same := build(map[string]string{"a": "1", "b/c": "2"}, "x", "y")
	if again := build(map[string]string{"b/c": "2", "a": "1"}, "x", "y"); again != same {
		t.Error("the same folder gives another hash")
	}
	seen := map[string]int{same: -1}
	for i, h := range []string{
		build(map[string]string{"a": "1", "b/c": "3"}, "x", "y"),
		build(map[string]string{"a": "1", "b/d": "2"}, "x", "y"),
		build(map[string]string{"a": "12", "b/c": ""}, "x", "y"),
		build(map[string]string{"a": "1"}, "x", "y"),
		build(map[string]string{"a": "1", "b/c": "2", "d": ""}, "x", "y"),
		build(map[string]string{"a": "1", "b/c": "2"}, "xy", ""),
		build(map[string]string{"a": "1", "b/c": "2"}, "x"),
		build(map[string]string{}, "x", "y"),
	} {
		if other, ok := seen[h]; ok {
			t.Errorf("%d and %d give one hash", i, other)
		}
		seen[h] = i
	}
}

func TestHashDoesNotLeaveTheFolder(t *testing.T) {
	root, secret := t.TempDir(), filepath.Join(t.TempDir(), "secret")
	lay(t, filepath.Dir(secret), "secret", "1")
	if err := os.Symlink(secret, filepath.Join(root, "link")); err != nil {
		t.Skip("no links here:", err)
	}
	one, err := hashFolder(root)
	lay(t, filepath.Dir(secret), "secret", "2")
	two, err2 := hashFolder(root)
	if err != nil || err2 != nil || one != two {
		t.Errorf("%v %v, same: %v", err, err2, one == two)
	}
}
