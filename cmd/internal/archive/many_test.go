//go:build unix

package archive

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"duikai/cmd/internal/queue"
	"duikai/cmd/internal/store"
	"duikai/cmd/internal/store/storetest"
)

// The paces of the tests: a machine is known to be gone after a second.
const (
	testAckWait = time.Second
	testLook    = 200 * time.Millisecond
	testTake    = 300 * time.Millisecond
)

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func openQueue(ctx context.Context, address, dir string) (*queue.Queue, error) {
	return queue.Open(ctx, address, queue.Options{Dir: dir, Secret: "of tests", AckWait: testAckWait})
}

func serveQueue(t testing.TB) *queue.Queue {
	t.Helper()
	q, err := openQueue(t.Context(), fmt.Sprint("embed:", freePort(t)), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(q.Close)
	return q
}

// crew works at a queue until it is let go; it gives what ended it.
func crew(t testing.TB, q *queue.Queue, name string, notify func(Event)) (letGo func() error) {
	t.Helper()
	c := WorkerConfig{Config: config("", ""), Name: name}
	c.Notify = notify
	drained, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- work(t.Context(), c, q, drained, testTake) }()
	var once sync.Once
	return func() error {
		once.Do(func() { close(drained) })
		return <-ended
	}
}

// told collects what a publisher says became of each issue, and complains of what is
// said twice.
func told(t testing.TB, c *Config) func() map[string]string {
	var mu sync.Mutex
	seen := make(map[string]string)
	c.Notify = func(e Event) {
		mu.Lock()
		defer mu.Unlock()
		if e.Kind != Finished {
			return
		}
		if seen[e.Path] != "" {
			t.Errorf("%s is told of twice", e.Path)
		}
		s := string(e.Status)
		if e.Skipped {
			s += " skipped"
		}
		seen[e.Path] = s
	}
	return func() map[string]string {
		mu.Lock()
		defer mu.Unlock()
		return seen
	}
}

// TestPublishIsTheWhole: what workers at a queue set is what one machine sets.
func TestPublishIsTheWhole(t *testing.T) {
	dir := issues(t, mixed(40))
	alone := filepath.Join(t.TempDir(), "alone")
	_, want := do(t, config(dir, alone))
	storetest.Serve(t)
	q := serveQueue(t)
	for range 2 {
		letGo := crew(t, q, "w", nil)
		defer func() {
			if err := letGo(); err != nil {
				t.Error(err)
			}
		}()
	}
	for name, out := range map[string]string{"folder": filepath.Join(t.TempDir(), "out"), "bucket": store.Bucket + storetest.Bucket + "/out"} {
		t.Run(name, func(t *testing.T) {
			c := config(dir, out)
			seen := told(t, &c)
			sum, err := publish(t.Context(), c, q, testLook)
			if err != nil || sum.Done+sum.Failed != len(want) {
				t.Fatal(sum, err)
			}
			if diff := cmp.Diff(want, seen()); diff != "" {
				t.Error("-alone, +many\n", diff)
			}
			if diff := cmp.Diff(shown(t, alone), shown(t, out)); diff != "" {
				t.Error("-alone, +many\n", diff)
			}
			if n, err := q.Left(t.Context(), "none"); n != 0 || err != nil {
				t.Error(n, err)
			}
			seen = told(t, &c)
			if sum, err := publish(t.Context(), c, q, testLook); err != nil || sum.Skipped != len(want)-sum.Failed || sum.Done != 0 {
				t.Error(sum, err)
			}
			for path, s := range seen() {
				if !strings.HasSuffix(s, " skipped") {
					t.Errorf("%s again: %s", path, s)
				}
			}
		})
	}
}

// TestPublishGoesOn: a publisher that was ended is taken up by the next, at the same
// queue or at another that knows nothing; nothing is set twice, nothing is told twice.
func TestPublishGoesOn(t *testing.T) {
	for _, name := range []string{"the same queue", "another queue"} {
		t.Run(name, func(t *testing.T) {
			dir, out := issues(t, mixed(40)), filepath.Join(t.TempDir(), "out")
			q := serveQueue(t)
			letGo := crew(t, q, "first", nil)
			ctx, cancel := context.WithCancel(t.Context())
			c := config(dir, out)
			n := 0
			c.Notify = func(e Event) {
				if e.Kind == Finished {
					if n++; n == 5 {
						cancel()
					}
				}
			}
			if _, err := publish(ctx, c, q, testLook); !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			if name == "another queue" {
				if err := letGo(); err != nil {
					t.Error(err)
				}
				q = serveQueue(t)
				letGo = crew(t, q, "second", nil)
			}
			c = config(dir, out)
			seen := told(t, &c)
			if sum, err := publish(t.Context(), c, q, testLook); err != nil || sum.Done+sum.Skipped+sum.Failed != 46 {
				t.Error(sum, err)
			}
			if err := letGo(); err != nil {
				t.Error(err)
			}
			if len(seen()) != 46 {
				t.Errorf("%d issues are told of", len(seen()))
			}
			enteredOnce(t, out)
		})
	}
}

// enteredOnce looks whether any entry of an OUT was replaced by another: a folder has
// a file more then.
func enteredOnce(t testing.TB, out string) {
	t.Helper()
	n := 0
	err := filepath.WalkDir(filepath.Join(out, filepath.FromSlash(indexPrefix)), func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
			if !strings.HasSuffix(name, ".json") {
				t.Errorf("%s: an issue was entered twice", name)
			}
		}
		return err
	})
	if err != nil || n == 0 {
		t.Error(n, err)
	}
}

// TestRecoverGivesNames: a worker that was ended after it entered an issue and before
// the files had the names that people look for, at a queue that then lost all: the
// publisher gives them, and has the issue set again where nothing is kept of it.
func TestRecoverGivesNames(t *testing.T) {
	storetest.Serve(t)
	for name, out := range map[string]string{"folder": filepath.Join(t.TempDir(), "out"), "bucket": store.Bucket + storetest.Bucket + "/out"} {
		t.Run(name, func(t *testing.T) {
			c := config(issues(t, mixed(3)), out)
			q := serveQueue(t)
			letGo := crew(t, q, "w", nil)
			if _, err := publish(t.Context(), c, q, testLook); err != nil {
				t.Fatal(err)
			}
			if err := letGo(); err != nil {
				t.Fatal(err)
			}
			want := shown(t, out)
			s, err := openSite(c)
			if err != nil {
				t.Fatal(err)
			}
			defer s.drop()
			n, _, err := readRun(t.Context(), s.out)
			if err != nil {
				t.Fatal(err)
			}
			p := &publisher{site: s, q: q, run: n.Run, every: testLook, open: make(map[string]Item), deaths: make(map[string]int)}
			p.read, p.dead = q.ReadResults(p.run, ""), q.ReadDead(p.run)
			defer func() { p.read.Again(); p.dead.Again() }()
			const lost = "1999/01/1999-01-03"
			unnamed := make(map[string]bool)
			err = entries(t.Context(), s.out, func(e *indexEntry) error {
				p.open[e.Record.Path] = Item{Path: e.Record.Path, Name: e.Record.Name, Date: e.Record.Date}
				for i, f := range e.Record.Files {
					if err := s.out.Delete(t.Context(), e.Record.Name+f.Suffix); err != nil {
						return err
					}
					if e.Record.Path == lost {
						unnamed[e.Record.Name+f.Suffix] = true
						if err := s.out.Delete(t.Context(), objectKey(e.Key, i, f.Suffix)); err != nil {
							return err
						}
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := p.recover(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, ok := p.open[lost]; !ok || len(p.open) != 1 {
				t.Errorf("still open: %v", slices.Collect(maps.Keys(p.open)))
			}
			if n, err := q.Left(t.Context(), p.run); n != 1 || err != nil {
				t.Error("sent again: ", n, err)
			}
			got := shown(t, out)
			for name, text := range want {
				if !unnamed[name] && got[name] != text {
					t.Errorf("%s is missing", name)
				}
			}
			letGo = crew(t, q, "again", nil)
			for len(p.open) > 0 && t.Context().Err() == nil {
				if _, err := p.hear(t.Context(), testLook); err != nil {
					t.Fatal(err)
				}
			}
			if err := letGo(); err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(want, shown(t, out)); diff != "" {
				t.Error("-before, +recovered\n", diff)
			}
		})
	}
}

// TestAnotherRunTakesOver: what waits of a run that nobody wants any more is not set,
// and who is still at it replaces nothing.
func TestAnotherRunTakesOver(t *testing.T) {
	dir, out := issues(t, mixed(40)), filepath.Join(t.TempDir(), "out")
	q := serveQueue(t)
	ctx, cancel := context.WithTimeout(t.Context(), 5*testLook)
	defer cancel()
	old := config(dir, out)
	old.Settings = "old"
	if _, err := publish(ctx, old, q, testLook); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	letGo := crew(t, q, "w", nil)
	if sum, err := publish(t.Context(), config(dir, out), q, testLook); err != nil || sum.Done == 0 {
		t.Error(sum, err)
	}
	if err := letGo(); err != nil {
		t.Error(err)
	}
	s, err := store.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	err = entries(t.Context(), s, func(e *indexEntry) error {
		n++
		b := &bench{out: s, run: "an old one", guarded: true}
		late := &indexEntry{Run: b.run, Record: Record{Path: e.Record.Path, Name: e.Record.Name, Inputs: "old"}}
		if err := b.enter(t.Context(), late); !errors.Is(err, errSuperseded) {
			t.Error(err)
		}
		return nil
	})
	if err != nil || n != 46 {
		t.Error(n, err)
	}
}

// TestTroubleIsGivenBack: a machine on which something is wrong says so and gives its
// work back, and another does it.
func TestTroubleIsGivenBack(t *testing.T) {
	dir, out := issues(t, mixed(4)), filepath.Join(t.TempDir(), "out")
	q := serveQueue(t)
	bad := WorkerConfig{Config: config("", ""), Name: "bad", Localize: func(string) (string, error) { return "", errors.New("no such faces here") }}
	said := make(chan string, 99)
	bad.Notify = func(e Event) { said <- e.Detail }
	ended := make(chan error, 1)
	go func() { ended <- work(t.Context(), bad, q, make(chan struct{}), testTake) }()
	published := make(chan error, 1)
	go func() {
		_, err := publish(t.Context(), config(dir, out), q, testLook)
		published <- err
	}()
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "no such faces here") || !strings.Contains(<-said, "no such faces here") {
		t.Error(err)
	}
	letGo := crew(t, q, "good", nil)
	if err := errors.Join(<-published, letGo()); err != nil {
		t.Error(err)
	}
}

// roles are what the test binary can be, to be killed.
var roles = map[string]func(args []string) error{
	"server":  roleServer,
	"crew":    roleCrew,
	"publish": rolePublish,
	"drain":   roleDrain,
}

// roleServer serves a queue: PORT DIR.
func roleServer(args []string) error {
	q, err := openQueue(context.Background(), "embed:"+args[0], args[1])
	if err != nil {
		return err
	}
	defer q.Close()
	select {}
}

// roleCrew works at a queue: ADDRESS. An issue whose name says so costs it its life.
func roleCrew(args []string) error {
	q, err := openQueue(context.Background(), args[0], "")
	if err != nil {
		return err
	}
	c := WorkerConfig{Config: config("", ""), Name: WorkerName()}
	c.Notify = func(e Event) {
		if e.Kind == Started && strings.Contains(e.Path, "deadly") {
			os.Exit(9)
		}
	}
	drained := make(chan struct{})
	err = q.OnDrain(context.Background(), sync.OnceFunc(func() { close(drained) }))
	if err != nil {
		return err
	}
	return work(context.Background(), c, q, drained, testTake)
}

// roleDrain asks all crews to end: ADDRESS.
func roleDrain(args []string) error {
	q, err := openQueue(context.Background(), args[0], "")
	if err != nil {
		return err
	}
	defer q.Close()
	return q.Drain(context.Background())
}

// rolePublish publishes: ADDRESS ARCHIVE OUT, and says what became of each issue.
func rolePublish(args []string) error {
	q, err := openQueue(context.Background(), args[0], "")
	if err != nil {
		return err
	}
	c := config(args[1], args[2])
	c.Notify = func(e Event) {
		if e.Kind == Finished {
			fmt.Println(e.Path, e.Status)
		}
	}
	_, err = publish(context.Background(), c, q, testLook)
	return err
}

// TestForcedAndLost: in a run that sets everything anew, an issue that was entered in it
// and of which nothing is kept any more is set once more, and not given up.
func TestForcedAndLost(t *testing.T) {
	c := config(issues(t, map[string]string{"1998-01-01": "proof a"}), t.TempDir())
	c.Force = true
	s, err := openSite(c)
	if err != nil {
		t.Fatal(err)
	}
	defer s.drop()
	b, h := s.bench("run"), newHands(&c)
	defer h.end()
	it := Item{Path: "1998-01-01", Name: "1998/1998-01-01", Date: "1998-01-01"}
	sets := 0
	var want map[string]string
	for n, lose := range []string{"", "names", "names and kept", ""} {
		e, _, err := readEntry(t.Context(), s.out, indexKey(it.Path))
		if err != nil || (e == nil) != (n == 0) {
			t.Fatal(e, err)
		}
		for i := range 2 {
			if strings.Contains(lose, "names") {
				err = errors.Join(err, s.out.Delete(t.Context(), it.Name+e.Record.Files[i].Suffix))
			}
			if strings.Contains(lose, "kept") {
				err = errors.Join(err, s.out.Delete(t.Context(), objectKey(e.Key, i, e.Record.Files[i].Suffix)))
			}
		}
		rec, _, err2 := b.set(t.Context(), h, it, func(int) { sets++ })
		if err = errors.Join(err, err2); err != nil || rec.Status != Done {
			t.Fatalf("%d, without %q: %s, %v", n, lose, rec.Status, err)
		}
		got := shown(t, c.Out)
		if n == 0 {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" || len(got) != 2 {
			t.Errorf("%d, without %q: %s", n, lose, diff)
		}
	}
	if sets != 2 { // and where something had to be done, not for what stands
		t.Errorf("set %d times", sets)
	}
	enteredOnce(t, c.Out)
}

// TestGivenBackIsNoDeath: workers that are asked to end give back what they have not begun,
// as often as machines come and go: nobody was lost over it. A shard with which something
// is wrong on one machine after the other is told with what they said.
func TestGivenBackIsNoDeath(t *testing.T) {
	dir, out := issues(t, map[string]string{"2001/2001-01-01": "issue"}), filepath.Join(t.TempDir(), "out")
	q := serveQueue(t)
	for name, gives := range map[string]func(*crewman){
		"asked to end": func(m *crewman) { close(m.drained) },
		"no fonts here": func(m *crewman) {
			m.Localize = func(string) (string, error) { return "", errors.New("the fonts are not here") }
		},
	} {
		t.Run(name, func(t *testing.T) {
			run := strings.ReplaceAll(name, " ", "-")
			data := fmt.Sprintf(`{"run":%q,"archive":%q,"out":%q,"program":"p1","items":[{"path":"2001/2001-01-01","name":"2001-01-01"}]}`, run, dir, out)
			if err := q.Send(t.Context(), group("p1"), run, "x", []byte(data)); err != nil {
				t.Fatal(err)
			}
			for range maxTimes + 2 {
				taken, err := q.Take(t.Context(), group("p1"), testTake)
				if err != nil {
					t.Fatal(err)
				}
				if taken == nil { // it is among the dead letters
					break
				}
				m := &crewman{WorkerConfig: WorkerConfig{Config: config("", "")}, q: q, wait: testTake, benches: map[string]*bench{}, drained: make(chan struct{}), work: make(chan piece), stop: func(error) {}}
				gives(m)
				m.hand(t.Context(), taken)
			}
			dead, err := q.ReadDead(run).Next(t.Context(), heard, testTake)
			if err != nil {
				t.Fatal(err)
			}
			left, err := q.Left(t.Context(), run)
			if err != nil {
				t.Fatal(err)
			}
			if err := q.Forget(t.Context(), run); err != nil {
				t.Error(err)
			}
			switch {
			case name == "asked to end" && (len(dead) > 0 || left != 1):
				t.Errorf("%d dead letters, %d left", len(dead), left)
			case name != "asked to end" && (len(dead) != 1 || left != 0 || !strings.Contains(string(dead[0]), "the fonts are not here")):
				t.Errorf("%d left, dead letters %q", left, dead)
			}
		})
	}
}

// TestTroubleIsTold: an issue of which workers said what kept them from it is told with
// that, not as one over which they were lost.
func TestTroubleIsTold(t *testing.T) {
	dir, out := issues(t, map[string]string{"2001/2001-01-01": "issue"}), filepath.Join(t.TempDir(), "out")
	q := serveQueue(t)
	ended := make(chan struct{})
	t.Cleanup(func() { <-ended })
	go func() { // workers that have not got what the run needs
		defer close(ended)
		for t.Context().Err() == nil {
			taken, err := q.Take(t.Context(), group("p1"), testTake)
			if err != nil || taken == nil {
				continue
			}
			m := &crewman{WorkerConfig: WorkerConfig{Config: config("", ""), Localize: func(string) (string, error) { return "", errors.New("the fonts are not here") }}, q: q, wait: testTake, benches: map[string]*bench{}, drained: make(chan struct{}), stop: func(error) {}}
			m.hand(t.Context(), taken)
		}
	}()
	c := config(dir, out)
	var got Event
	c.Notify = func(e Event) {
		if e.Kind == Finished {
			got = e
		}
	}
	if _, err := publish(t.Context(), c, q, testLook); err != nil {
		t.Fatal(err)
	}
	if got.Status != Unwritable || !strings.Contains(got.Detail, "the fonts are not here") {
		t.Errorf("%s: %s", got.Status, got.Detail)
	}
}

// TestStoppedIsNoTrouble: what a worker is kept from by being stopped is nothing wrong with
// its shard; what went wrong is kept, whole characters of it.
func TestStoppedIsNoTrouble(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	var h inHand
	stop()
	if h.fails(ctx, ctx.Err()); h.wrong.Load() != nil {
		t.Errorf("told as trouble: %s", *h.wrong.Load())
	}
	h.fails(t.Context(), errors.New(strings.Repeat("字", maxTrouble)))
	if what := *h.wrong.Load(); len(what) > maxTrouble || what != strings.Repeat("字", maxTrouble/len("字")) {
		t.Errorf("%d bytes are kept", len(what))
	}
}
