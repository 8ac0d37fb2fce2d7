package archive

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// On a disk that is really full, the ledger fails too.
func TestFullTmpfs(t *testing.T) {
	out := t.TempDir()
	if err := syscall.Mount("tmpfs", out, "tmpfs", 0, "size=400k"); err != nil {
		t.Skip("no small disk here:", err)
	}
	defer syscall.Unmount(out, 0)
	in := issues(t, days(60, func(i int) string { return fmt.Sprint(i, strings.Repeat(" lines", 2000)) }))
	good := t.TempDir()
	do(t, config(in, good))
	_, seen, err := try(config(in, out))
	if !errors.Is(err, ErrFull) {
		t.Fatalf("%v", err)
	}
	want := tree(t, good)
	whole := 0
	for name, data := range tree(t, out) {
		if data != want[name] {
			t.Errorf("%s is not whole", name)
		}
		whole++
	}
	t.Logf("%d files of %d found room, %d issues were done: %v", whole, len(want), len(seen), err)
	if err := syscall.Mount("tmpfs", out, "tmpfs", syscall.MS_REMOUNT, "size=40m"); err != nil {
		t.Fatal(err)
	}
	do(t, config(in, out))
	if diff := cmp.Diff(want, tree(t, out)); diff != "" {
		t.Error(diff)
	}
}

// Where several machines share OUT, a full disk is told as such, and not as a fault of
// the issue that met it.
func TestFullTmpfsShared(t *testing.T) {
	out := t.TempDir()
	if err := syscall.Mount("tmpfs", out, "tmpfs", 0, "size=400k"); err != nil {
		t.Skip("no small disk here:", err)
	}
	defer syscall.Unmount(out, 0)
	in := issues(t, days(60, func(i int) string { return fmt.Sprint(i, strings.Repeat(" lines", 2000)) }))
	good := t.TempDir()
	do(t, config(in, good))
	c := config(in, out)
	c.Notify = func(e Event) {
		if e.Kind == Finished && e.Status != Done {
			t.Errorf("%s is blamed: %s %s", e.Path, e.Status, e.Detail)
		}
	}
	if _, err := RunShard(t.Context(), c, Shard{}); !errors.Is(err, ErrFull) {
		t.Error(err)
	}
	if err := syscall.Mount("tmpfs", out, "tmpfs", syscall.MS_REMOUNT, "size=40m"); err != nil {
		t.Fatal(err)
	}
	if _, err := RunShard(t.Context(), c, Shard{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(shown(t, good), shown(t, out)); diff != "" {
		t.Error("-roomy, +made room\n", diff)
	}
}
