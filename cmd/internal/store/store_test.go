package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"duikai/cmd/internal/store/storetest"
)

// bad are requests of a hundred that go wrong in the tests of bad days.
const bad = 10

// realVariable names a bucket of a real server, s3://bucket/prefix, for which the
// environment has the address and the credentials: tests of every kind of store run
// there too, each below a prefix of its own.
const realVariable = "DUIKAI_S3"

// everywhere runs a test over a folder, an object store, and one on a bad day.
func everywhere(t *testing.T, test func(t *testing.T, s Store)) {
	t.Run("folder", func(t *testing.T) {
		s, err := Open(filepath.Join(t.TempDir(), "not there yet"))
		if err != nil {
			t.Fatal(err)
		}
		test(t, s)
	})
	if address := os.Getenv(realVariable); address != "" {
		t.Run("server", func(t *testing.T) {
			s, err := Open(address + "/" + rand.Text())
			if err != nil {
				t.Fatal(err)
			}
			s.(*bucket).large = 8 << 20
			test(t, s)
		})
	}
	for name, faults := range map[string]int64{"bucket": 0, "bad day": bad} {
		t.Run(name, func(t *testing.T) {
			server := storetest.Serve(t)
			server.Faults.Store(faults)
			s, err := Open(Bucket + storetest.Bucket + "/some/where")
			if err != nil {
				t.Fatal(err)
			}
			b := s.(*bucket)
			b.patience = time.Millisecond // the test's store means no harm
			b.large = 8 << 20
			test(t, s)
		})
	}
}

// step is a call of a verb and what must come of it.
type step struct {
	verb, key, value string
	tag              string // for match: of which value
	want             error
}

// TestVerbs: what each verb says, in every kind of store alike.
func TestVerbs(t *testing.T) {
	large := strings.Repeat("对开", 2<<20) // 12 MB: in parts
	for name, steps := range map[string][]step{
		"absent":          {{"get", "a/b", "", "", ErrAbsent}, {"delete", "a/b", "", "", nil}, {"match", "a/b", "x", "none", ErrChanged}, {"get", "a/b", "", "", ErrAbsent}},
		"put once":        {{"put", "a/b", "one", "", nil}, {"put", "a/b", "two", "", ErrExists}, {"get", "a/b", "one", "", nil}},
		"match":           {{"put", "a", "one", "", nil}, {"match", "a", "two", "one", nil}, {"match", "a", "three", "one", ErrChanged}, {"get", "a", "two", "", nil}, {"put", "a", "four", "", ErrExists}},
		"a long line":     {{"put", "a", "1", "", nil}, {"match", "a", "2", "1", nil}, {"match", "a", "3", "2", nil}, {"match", "a", "4", "3", nil}, {"match", "a", "5", "2", ErrChanged}, {"match", "a", "5", "1", ErrChanged}, {"get", "a", "4", "", nil}},
		"delete":          {{"put", "a", "one", "", nil}, {"match", "a", "two", "one", nil}, {"delete", "a", "", "", nil}, {"get", "a", "", "", ErrAbsent}, {"put", "a", "three", "", nil}, {"get", "a", "three", "", nil}},
		"empty":           {{"put", "a", "", "", nil}, {"get", "a", "", "", nil}, {"match", "a", "x", "", nil}, {"get", "a", "x", "", nil}},
		"in parts":        {{"put", "a", large, "", nil}, {"put", "a", large + "x", "", ErrExists}, {"match", "a", large + "y", large, nil}, {"match", "a", large + "z", large, ErrChanged}, {"get", "a", large + "y", "", nil}},
		"names":           {{"put", "旧报/第 1 期/a+b%20&c.pdf", "one", "", nil}, {"get", "旧报/第 1 期/a+b%20&c.pdf", "one", "", nil}, {"get", "旧报/第 1 期/a b%20&c.pdf", "", "", ErrAbsent}},
		"keys lead out":   {{"put", "../a", "x", "", ErrKey}, {"put", "/a", "x", "", ErrKey}, {"put", "a//b", "x", "", ErrKey}, {"get", "a/../b", "", "", ErrKey}, {"put", "", "x", "", ErrKey}, {"delete", ".", "", "", ErrKey}, {"put", `a\b`, "x", "", ErrKey}},
		"keys of its own": {{"put", "a.duikai-2", "x", "", ErrKey}, {"put", halfDir + "/x", "x", "", ErrKey}, {"match", "a.duikai-17", "x", "", ErrKey}},
		"copy":            {{"put", "a", "one", "", nil}, {"copy", "a", "b/c", "", nil}, {"get", "b/c", "one", "", nil}, {"copy", "a", "b/c", "", nil}, {"match", "a", "two", "one", nil}, {"get", "b/c", "one", "", nil}, {"copy", "a", "b/c", "", nil}, {"get", "b/c", "two", "", nil}, {"copy", "none", "b/c", "", ErrAbsent}, {"get", "b/c", "two", "", nil}},
	} {
		t.Run(name, func(t *testing.T) {
			everywhere(t, func(t *testing.T, s Store) {
				tags := map[string]string{"none": "1-1-1"}
				for n, st := range steps {
					if got := st.do(t, s, tags); !errors.Is(got, st.want) {
						t.Errorf("step %d, %s %s: %v, want %v", n, st.verb, st.key, got, st.want)
					}
				}
			})
		})
	}
}

func (st *step) do(t *testing.T, s Store, tags map[string]string) (err error) {
	t.Helper()
	var info Info
	switch st.verb {
	case "get":
		var data []byte
		if data, info, err = Read(t.Context(), s, st.key, 1<<30); err == nil && string(data) != st.value {
			t.Errorf("get %s gives %.20q, not %.20q", st.key, data, st.value)
		}
		if err == nil && (info.Tag != tags[st.key+st.value] && !strings.Contains(st.key, "/") || info.Size != int64(len(st.value))) {
			t.Errorf("get %s says %+v", st.key, info)
		}
		return err
	case "put":
		info, err = s.PutIfAbsent(t.Context(), st.key, Bytes([]byte(st.value)))
	case "match":
		tag := tags[st.key+st.tag]
		if st.tag == "none" {
			tag = tags["none"]
		}
		info, err = s.PutIfMatch(t.Context(), st.key, tag, Bytes([]byte(st.value)))
	case "copy":
		_, err = Copy(t.Context(), s, st.key, st.value)
		return err
	case "delete":
		return s.Delete(t.Context(), st.key)
	}
	if err == nil {
		if info.Tag == "" || info.Key != st.key || info.Size != int64(len(st.value)) {
			t.Errorf("%s %s says %+v", st.verb, st.key, info)
		}
		tags[st.key+st.value] = info.Tag
	}
	return err
}

// TestList: every key once, with the size and the tag it has now.
func TestList(t *testing.T) {
	everywhere(t, func(t *testing.T, s Store) {
		want := make(map[string]string)
		for n := range 12 {
			key := fmt.Sprintf("a/%c/%d", 'x'+n%3, n)
			info, err := s.PutIfAbsent(t.Context(), key, Bytes([]byte(key)))
			if err == nil && n%2 == 0 {
				info, err = s.PutIfMatch(t.Context(), key, info.Tag, Bytes([]byte("again")))
			}
			if err != nil {
				t.Fatal(err)
			}
			want[key] = info.Tag
		}
		for _, key := range []string{"a-b", "b/a/x/0", "az"} {
			if _, err := s.PutIfAbsent(t.Context(), key, Bytes(nil)); err != nil {
				t.Fatal(err)
			}
		}
		for _, tt := range []struct {
			prefix string
			n      int
		}{{"a/", 12}, {"a/x", 4}, {"a/x/", 4}, {"a/x/1", 0}, {"a/x/0", 1}, {"a/y/1", 2}, {"", 15}, {"a", 14}, {"none/", 0}} {
			seen := make(map[string]string)
			for info, err := range s.List(t.Context(), tt.prefix) {
				if err != nil {
					t.Fatal(err)
				}
				if seen[info.Key] != "" {
					t.Errorf("%q: %s comes twice", tt.prefix, info.Key)
				}
				seen[info.Key] = info.Tag
				if !strings.HasPrefix(info.Key, tt.prefix) || want[info.Key] != "" && want[info.Key] != info.Tag {
					t.Errorf("%q: %+v, want %s", tt.prefix, info, want[info.Key])
				}
			}
			if len(seen) != tt.n {
				t.Errorf("%q: %v, want %d", tt.prefix, slices.Sorted(maps.Keys(seen)), tt.n)
			}
		}
	})
}

// TestOneWins: of many who put at the same moment one succeeds, and of many who add
// to a value by what they saw, none is lost. One may be added twice: when the others
// replaced it before its writer knew.
func TestOneWins(t *testing.T) {
	const writers, rounds = 8, 3
	everywhere(t, func(t *testing.T, s Store) {
		var won atomic.Int64
		var wg sync.WaitGroup
		for n := range writers {
			wg.Go(func() {
				_, err := s.PutIfAbsent(t.Context(), "claim", Bytes(fmt.Append(nil, n)))
				switch {
				case err == nil:
					won.Add(1)
				case !errors.Is(err, ErrExists):
					t.Error(err)
				}
				for range rounds {
					if err := addOne(t.Context(), s); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Errorf("%d won", won.Load())
		}
		sum, _, err := Read(t.Context(), s, "sum", 1<<10)
		if err != nil || len(sum) < writers*rounds {
			t.Errorf("the sum is %d, %v", len(sum), err)
		}
	})
}

func addOne(ctx context.Context, s Store) error {
	for {
		old, info, err := Read(ctx, s, "sum", 1<<10)
		switch {
		case errors.Is(err, ErrAbsent):
			_, err = s.PutIfAbsent(ctx, "sum", Bytes([]byte("x")))
		case err == nil:
			_, err = s.PutIfMatch(ctx, "sum", info.Tag, Bytes(append(old, 'x')))
		}
		if !errors.Is(err, ErrExists) && !errors.Is(err, ErrChanged) {
			return err
		}
	}
}

// TestPutAndSave are what is made of the verbs.
func TestPutAndSave(t *testing.T) {
	everywhere(t, func(t *testing.T, s Store) {
		name := filepath.Join(t.TempDir(), "f")
		for _, v := range []string{"one", "two", "", "three"} {
			if _, err := Put(t.Context(), s, "k", Bytes([]byte(v))); err != nil {
				t.Fatal(err)
			}
			_, err := Save(t.Context(), s, "k", name, 5)
			if got, _ := os.ReadFile(name); err != nil || string(got) != v {
				t.Errorf("%q, %v, want %q", got, err, v)
			}
		}
		if _, err := Save(t.Context(), s, "k", name, 4); !errors.Is(err, ErrLarge) {
			t.Error(err)
		}
		if _, err := os.Stat(name); err == nil {
			t.Error("half a file is left")
		}
		if _, _, err := Read(t.Context(), s, "k", 4); !errors.Is(err, ErrLarge) {
			t.Error(err)
		}
	})
}

// TestFolderHasNoLeftovers: what is replaced goes, and so do files on their way, but
// not those that somebody may be writing.
func TestFolderHasNoLeftovers(t *testing.T) {
	f := &Folder{dir: t.TempDir()}
	info, err := f.PutIfAbsent(t.Context(), "a", Bytes([]byte("0")))
	for n := range 20 {
		if err == nil {
			info, err = f.PutIfMatch(t.Context(), "a", info.Tag, Bytes(fmt.Append(nil, n)))
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if all, err := os.ReadDir(f.dir); err != nil || len(all) != 3 { // two versions, and .duikai
		t.Errorf("%v, %v", all, err)
	}
	old, young := filepath.Join(f.dir, halfDir, "old"), filepath.Join(f.dir, halfDir, "young")
	for _, name := range []string{old, young} {
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	past := time.Now().Add(-2 * abandoned)
	if err := errors.Join(os.Chtimes(old, past, past), f.Tidy()); err != nil {
		t.Fatal(err)
	}
	if all, err := os.ReadDir(filepath.Join(f.dir, halfDir)); err != nil || len(all) != 1 || all[0].Name() != "young" {
		t.Errorf("%v, %v", all, err)
	}
}

// TestLateWriter: who was stopped between looking and writing does not win with a
// number that has been cleared away meanwhile.
func TestLateWriter(t *testing.T) {
	f := &Folder{dir: t.TempDir()}
	info, err := f.PutIfAbsent(t.Context(), "a", Bytes([]byte("0")))
	for n := 1; n < 6 && err == nil; n++ {
		info, err = f.PutIfMatch(t.Context(), "a", info.Tag, Bytes(fmt.Append(nil, n)))
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []uint64{1, 2, 3} {
		if _, err := f.claim(t.Context(), "a", n, Bytes([]byte("late")), ErrChanged); !errors.Is(err, ErrChanged) {
			t.Errorf("number %d: %v", n, err)
		}
	}
	if data, _, err := Read(t.Context(), f, "a", 10); err != nil || string(data) != "5" {
		t.Errorf("%q, %v", data, err)
	}
}

// TestAddresses: what opens, and what is refused.
func TestAddresses(t *testing.T) {
	t.Setenv("AWS_ENDPOINT_URL_S3", "")
	for address, want := range map[string]bool{
		"folder": true, "s3://bucket": true, "s3://bucket/": true, "s3://bucket/a/b/": true,
		"s3://": false, "s3:///a": false, "s3://user:secret@bucket/a": false, "s3://user:secret@": false, "s3://user:secret@bucket:port": false,
		"s3://bucket/a/../b": false, "s3://bucket/a?x": false,
	} {
		if _, err := Open(address); (err == nil) != want || err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
	t.Setenv("AWS_ENDPOINT_URL", "ftp://user:secret@host")
	if _, err := Open("s3://bucket"); err == nil || strings.Contains(err.Error(), "secret") {
		t.Error(err)
	}
}

// TestGivesUp: a store that only fails ends with its own words, and a caller who
// goes away is not kept.
func TestGivesUp(t *testing.T) {
	var n int
	err := again(t.Context(), nil, func() error {
		if n++; n > 2 {
			return io.ErrUnexpectedEOF
		}
		return passing{io.EOF}
	})
	if n != 3 || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%d tries, %v", n, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err = again(ctx, nil, func() error { cancel(); return passing{io.EOF} })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	p := new(pace)
	p.hold(time.Hour)
	if err := p.wait(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if left := time.Until(p.until); left > maxPause {
		t.Errorf("a store may ask for %v", left)
	}
}

// TestBodyIsReadAgain: a request that is repeated sends the same bytes.
func TestBodyIsReadAgain(t *testing.T) {
	name := filepath.Join(t.TempDir(), "f")
	data := bytes.Repeat([]byte("page"), 1000)
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
	everywhere(t, func(t *testing.T, s Store) {
		for n := range 20 {
			body, err := File(name)
			if err == nil {
				_, err = s.PutIfAbsent(t.Context(), fmt.Sprint(n), body)
			}
			if err != nil {
				t.Fatal(err)
			}
			if got, _, err := Read(t.Context(), s, fmt.Sprint(n), 1<<20); err != nil || !bytes.Equal(got, data) {
				t.Errorf("%d bytes, %v", len(got), err)
			}
		}
	})
}

// TestGiven: a folder takes a file that is given to it as it is, without copying, and keeps
// it when the giver removes his name of it; one that is not as long as it was, or that is
// only lent, is not taken so.
func TestGiven(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "made")
	put := func(key string, body func(string) (Body, error), longer string) error {
		if err := os.WriteFile(name, []byte("江上有雾"), 0o644); err != nil {
			t.Fatal(err)
		}
		b, err := body(name)
		if err != nil {
			t.Fatal(err)
		}
		if longer != "" {
			if err := os.WriteFile(name, []byte(longer), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		_, err = s.PutIfAbsent(t.Context(), key, b)
		return err
	}
	for key, c := range map[string]struct {
		body func(string) (Body, error)
		same bool
	}{"given": {Given, true}, "lent": {File, false}} {
		if err := put(key, c.body, ""); err != nil {
			t.Fatal(err)
		}
		mine, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := os.Stat(filepath.Join(dir, "out", key))
		if err != nil || os.SameFile(mine, theirs) != c.same {
			t.Errorf("%s: one file: %v, not %v; %v", key, os.SameFile(mine, theirs), c.same, err)
		}
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
		if got, _, err := Read(t.Context(), s, key, 100); err != nil || string(got) != "江上有雾" {
			t.Errorf("%s: %q, %v", key, got, err)
		}
	}
	if err := put("grown", Given, "江上有大雾"); err == nil {
		t.Error("a file that has grown is taken")
	}
	if left, err := os.ReadDir(filepath.Join(dir, "out", halfDir)); err != nil || len(left) > 0 {
		t.Errorf("half files are left: %v, %v", left, err)
	}
}
