//go:build unix

package archive

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duikai/cmd/internal/store"
	"duikai/cmd/internal/store/storetest"
)

// mixed is an archive with something of everything.
func mixed(n int) map[string]string {
	texts := map[string]string{
		"1998/01/1998-01-01":   "good",
		"1998/01/1998-01-01b":  "proof of the second of a day",
		"旧报/第 3 期+%20/undated": "a name that needs care",
		"1998/02/1998-02-01":   "errors in it",
		"1998/02/1998-02-02":   "panic",
		"1998/02/1998-02-03":   "elsewhere",
	}
	for i := range n {
		texts[fmt.Sprintf("1999/%02d/1999-%02d-%02d", i/28%12+1, i/28%12+1, i%28+1)] = fmt.Sprint("issue ", i)
	}
	return texts
}

// upload puts the files of a folder into a bucket.
func upload(t testing.TB, dir, address string) {
	t.Helper()
	s, err := store.Open(address)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range tree(t, dir) {
		if _, err := store.Put(t.Context(), s, name, store.Bytes([]byte(text))); err != nil {
			t.Fatal(err)
		}
	}
}

// shown is what people see of an OUT: every file but the private ones, and but the
// words of reports, which tell of times.
func shown(t testing.TB, out string) map[string]string {
	t.Helper()
	s, err := store.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string]string)
	for info, err := range s.List(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(info.Key, privateDir+"/") {
			continue
		}
		data, _, err := store.Read(t.Context(), s, info.Key, info.Size)
		if err != nil {
			t.Fatal(err)
		}
		files[info.Key] = string(data)
		if strings.HasPrefix(info.Key, "report") {
			files[info.Key] = ""
		}
	}
	return files
}

// shards has all shards of a run worked side by side, and gives what became of each
// issue and what the shards came to.
func shards(t testing.TB, c Config, n uint64) (map[string]string, Summary) {
	t.Helper()
	var mu sync.Mutex
	var all Summary
	seen := make(map[string]string)
	c.Notify = func(e Event) {
		mu.Lock()
		defer mu.Unlock()
		if e.Kind != Finished {
			return
		}
		s := string(e.Status)
		if e.Skipped {
			s += " skipped"
		}
		if e.Stale {
			s += " stale"
		}
		if seen[e.Path] != "" {
			t.Errorf("%s: %s after %s", e.Path, s, seen[e.Path])
		}
		seen[e.Path] = s
	}
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			sum, err := RunShard(t.Context(), c, Shard{i, n})
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			all.Done, all.Skipped, all.Failed = all.Done+sum.Done, all.Skipped+sum.Skipped, all.Failed+sum.Failed
		})
	}
	wg.Wait()
	return seen, all
}

// TestShardsAreTheWhole: whatever the number of shards, and wherever issues and pages
// lie, what people see is what one batch on one machine writes, and what is on record
// is the same.
func TestShardsAreTheWhole(t *testing.T) {
	dir := issues(t, mixed(12))
	alone := filepath.Join(t.TempDir(), "alone")
	sum, want := do(t, config(dir, alone))
	server := storetest.Serve(t)
	in := store.Bucket + storetest.Bucket + "/in 旧报"
	upload(t, dir, in)
	for _, tt := range []struct {
		name, in, out string
		n             uint64
		faults        int64
	}{
		{"one shard", dir, filepath.Join(t.TempDir(), "one"), 1, 0},
		{"folders", dir, filepath.Join(t.TempDir(), "four"), 4, 0},
		{"buckets", in, store.Bucket + storetest.Bucket + "/out", 3, 0},
		{"out in the archive", in, in + "/out", 2, 0},
		{"to a folder", in, filepath.Join(t.TempDir(), "two"), 2, 0},
		{"to a bucket on a bad day", dir, store.Bucket + storetest.Bucket + "/bad", 2, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server.Faults.Store(tt.faults)
			defer server.Faults.Store(0)
			seen, all := shards(t, config(tt.in, tt.out), tt.n)
			if diff := cmp.Diff(want, seen); diff != "" {
				t.Error("-alone, +shards\n", diff)
			}
			if all.Done != sum.Done || all.Failed != sum.Failed || all.Skipped != 0 {
				t.Errorf("%+v, alone %+v", all, sum)
			}
			server.Faults.Store(0)
			if diff := cmp.Diff(shown(t, alone), shown(t, tt.out)); diff != "" {
				t.Error("-alone, +shards\n", diff)
			}
			again, _ := shards(t, config(tt.in, tt.out), tt.n+1) // of other shards
			for path, s := range again {
				if !strings.HasSuffix(s, " skipped") {
					t.Errorf("%s again: %s", path, s)
				}
			}
			if len(again) != len(want) {
				t.Errorf("%d issues again, of %d", len(again), len(want))
			}
		})
	}
}

// TestShardsMend: what is damaged is put right, from what is kept or by setting it
// again; what changed is set again; what fails keeps what it had.
func TestShardsMend(t *testing.T) {
	storetest.Serve(t)
	for name, out := range map[string]string{"folder": filepath.Join(t.TempDir(), "out"), "bucket": store.Bucket + storetest.Bucket + "/out"} {
		t.Run(name, func(t *testing.T) {
			dir := issues(t, map[string]string{"a/1998-01-01": "one", "a/1998-01-02": "proof two", "a/1998-01-03": "three"})
			c := config(dir, out)
			shards(t, c, 2)
			first := shown(t, out)
			s, err := store.Open(out)
			if err != nil {
				t.Fatal(err)
			}
			spoil := func(keys ...string) {
				for _, k := range keys {
					if err := s.Delete(t.Context(), k); err != nil {
						t.Fatal(err)
					}
					if _, err := store.Put(t.Context(), s, k, store.Bytes([]byte("spoilt"))); err != nil {
						t.Fatal(err)
					}
				}
			}
			kept := func(issue string) string {
				e, _, err := readEntry(t.Context(), s, indexKey(issue))
				if err != nil || e == nil {
					t.Fatal(e, err)
				}
				return objectKey(e.Key, 0, e.Record.Files[0].Suffix)
			}
			step := func(what string, change func(), want map[string]string) {
				t.Helper()
				change()
				seen, _ := shards(t, c, 2)
				if diff := cmp.Diff(want, seen); diff != "" {
					t.Errorf("%s: -want +got\n%s", what, diff)
				}
			}
			same := map[string]string{"a/1998-01-01": "done skipped", "a/1998-01-02": "done skipped", "a/1998-01-03": "done skipped"}
			with := func(changes ...string) map[string]string {
				m := maps.Clone(same)
				for i := 0; i < len(changes); i += 2 {
					m[changes[i]] = changes[i+1]
				}
				return m
			}
			step("a file is another", func() { spoil("1998/1998-01-01.pdf") }, same)
			step("a file is gone", func() { _ = s.Delete(t.Context(), "1998/1998-01-02.pdf") }, same)
			if diff := cmp.Diff(first, shown(t, out)); diff != "" {
				t.Error(diff)
			}
			step("all is spoilt", func() { spoil("1998/1998-01-03.pdf", kept("a/1998-01-03")) }, with("a/1998-01-03", "done"))
			if diff := cmp.Diff(first, shown(t, out)); diff != "" {
				t.Error(diff)
			}
			step("a story changes", func() { write(t, filepath.Join(dir, "a/1998-01-02/text"), "no longer two") }, with("a/1998-01-02", "done"))
			now := shown(t, out)
			if _, ok := now["1998/1998-01-02/page-01.png"]; ok {
				t.Error("a file that is made no more is there")
			}
			step("a story goes wrong", func() { write(t, filepath.Join(dir, "a/1998-01-02/text"), "errors") }, with("a/1998-01-02", "errors stale"))
			if diff := cmp.Diff(now, shown(t, out)); diff != "" {
				t.Error(diff)
			}
			step("a folder has another path", func() { move0(t, dir, "a/1998-01-03", "b/1998-01-03") },
				map[string]string{"a/1998-01-01": "done skipped", "a/1998-01-02": "errors skipped stale", "b/1998-01-03": "done"})
			if diff := cmp.Diff(now, shown(t, out)); diff != "" {
				t.Error(diff)
			}
			step("a date changes", func() {
				write(t, filepath.Join(dir, "a/1998-01-01/issue.yaml"), "paper: 报\ndate: 1997-12-31\n")
			}, map[string]string{"a/1998-01-01": "done", "a/1998-01-02": "errors skipped stale", "b/1998-01-03": "done skipped"})
			if all := slices.Sorted(maps.Keys(shown(t, out))); !slices.Equal(all, []string{"1997/1997-12-31.pdf", "1998/1998-01-02.pdf", "1998/1998-01-03.pdf", "report.csv", "report.html"}) {
				t.Error(all)
			}
		})
	}
}

func move0(t *testing.T, dir, from, to string) {
	t.Helper()
	to = filepath.Join(dir, to)
	if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o755), os.Rename(filepath.Join(dir, from), to)); err != nil {
		t.Fatal(err)
	}
}

// TestParseShard: both ways to count, and each issue in exactly one shard.
func TestParseShard(t *testing.T) {
	for text, want := range map[string]Shard{"0/4": {0, 4}, "3/4": {3, 4}, "4/4": {0, 4}, "1/1": {0, 1}, "0/1": {0, 1}} {
		if s, ok := ParseShard(text); !ok || s != want {
			t.Errorf("%s: %v, %v", text, s, ok)
		}
	}
	for _, text := range []string{"", "1", "/", "1/", "/1", "5/4", "-1/4", "0/0", "1/2/3", " 1/2", "a/b", "99999999999/99999999999"} {
		if s, ok := ParseShard(text); ok {
			t.Errorf("%q: %v", text, s)
		}
	}
	const n, all = 16, 3200
	count := make([]int, n)
	for i := range all {
		name, hits := fmt.Sprint("1998/01/", i), 0
		for k := range uint64(n) {
			if (Shard{k, n}).Has(name) {
				hits++
				count[k]++
			}
		}
		if hits != 1 {
			t.Errorf("%s is in %d shards", name, hits)
		}
	}
	if least := slices.Min(count); least < all/n*3/4 {
		t.Errorf("shards of %v", count)
	}
}

// TestEntryOnce: of two who set an issue in one run, one is on record.
func TestEntryOnce(t *testing.T) {
	out := &site{counted: counted{Config: config("", t.TempDir())}}
	var err error
	if out.out, err = store.Open(out.Out); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	got := make([]*indexEntry, 8)
	for i := range got {
		wg.Go(func() {
			b := &bench{out: out.out, run: "r", stages: new(stages)}
			got[i] = &indexEntry{Run: "r", Record: Record{Path: "a", Name: "n", Status: Errors, Inputs: "i", Detail: fmt.Sprint(i)}}
			if err := b.enter(t.Context(), got[i]); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, e := range got {
		if e.Record.Detail != got[0].Record.Detail {
			t.Errorf("%s and %s", e.Record.Detail, got[0].Record.Detail)
		}
	}
}

// FuzzIndex: whatever stands in the place of an entry and of the names, it is read or
// taken for nothing, and no file that it names lies outside of OUT.
func FuzzIndex(f *testing.F) {
	f.Add([]byte(`{"run":"r","key":"`+inputsOf("k")+`","record":{"path":"a","name":"1998/1998-01-01","status":"done","files":[{"suffix":".pdf","size":1,"hash":"x"}]}}`), []byte(`{"a":"1998/1998-01-01"}`))
	f.Add([]byte(`{"record":{"path":"a","name":"../a","files":[{"suffix":"/../../b"}]}}`), []byte(`{"a":"../a","":""}`))
	f.Add([]byte(`{"record":{"path":"a","name":"a","former":[{"name":"..","suffix":"/x"}]}}`), []byte(`[]`))
	f.Add([]byte("\xff"), []byte("\x1f\x8b"))
	f.Fuzz(func(t *testing.T, entry, names []byte) {
		out := t.TempDir()
		s, err := store.Open(out)
		if err != nil {
			t.Fatal(err)
		}
		var z bytes.Buffer
		w := gzip.NewWriter(&z)
		_, err = w.Write(names)
		err = errors.Join(err, w.Close())
		for key, data := range map[string][]byte{indexKey("a"): entry, namesKey: z.Bytes()} {
			_, put := s.PutIfAbsent(t.Context(), key, store.Bytes(data))
			err = errors.Join(err, put)
		}
		if err != nil {
			t.Fatal(err)
		}
		e, _, err := readEntry(t.Context(), s, indexKey("a"))
		if err != nil {
			t.Fatal(err)
		}
		if e != nil {
			for _, file := range e.Record.Files {
				if rel, err := filepath.Rel(out, file.in(out, e.Record.Name)); err != nil || !filepath.IsLocal(rel) {
					t.Errorf("%q %q leads out of OUT", e.Record.Name, file.Suffix)
				}
			}
		}
		if _, err := LookShared(t.Context(), out, 0, func(*Record) {}); err != nil {
			t.Error(err)
		}
	})
}
