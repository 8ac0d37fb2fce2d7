package archive

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// smallDisk is an archive, an OUT on a disk that is too small for it, and one with room
// in which it has been set; grow gives the small one room.
func smallDisk(t *testing.T) (in, out, good string, grow func()) {
	out, good = t.TempDir(), t.TempDir()
	if err := syscall.Mount("tmpfs", out, "tmpfs", 0, "size=400k"); err != nil {
		t.Skip("no small disk here:", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(out, 0) })
	in = issues(t, days(60, func(i int) string { return fmt.Sprint(i, strings.Repeat(" lines", 2000)) }))
	do(t, config(in, good))
	return in, out, good, func() {
		if err := syscall.Mount("tmpfs", out, "tmpfs", syscall.MS_REMOUNT, "size=40m"); err != nil {
			t.Fatal(err)
		}
	}
}

// On a disk that is really full, the ledger fails too.
func TestFullTmpfs(t *testing.T) {
	in, out, good, grow := smallDisk(t)
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
	grow()
	do(t, config(in, out))
	if diff := cmp.Diff(want, tree(t, out)); diff != "" {
		t.Error(diff)
	}
}

// Where several machines share OUT, a full disk is told as such, and not as a fault of
// the issue that met it.
func TestFullTmpfsShared(t *testing.T) {
	in, out, good, grow := smallDisk(t)
	c := config(in, out)
	c.Notify = func(e Event) {
		if e.Kind == Finished && e.Status != Done {
			t.Errorf("%s is blamed: %s %s", e.Path, e.Status, e.Detail)
		}
	}
	if _, err := RunShard(t.Context(), c, Shard{}); !errors.Is(err, ErrFull) {
		t.Error(err)
	}
	grow()
	if _, err := RunShard(t.Context(), c, Shard{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(shown(t, good), shown(t, out)); diff != "" {
		t.Error("-roomy, +made room\n", diff)
	}
}
