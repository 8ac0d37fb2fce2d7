package queue

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
)

// freePort is a port that nobody listens on.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func open(t *testing.T, port int, dir string, wait time.Duration) *Queue {
	t.Helper()
	q, err := Open(t.Context(), fmt.Sprint("embed:", port), Options{Dir: dir, Secret: "word", AckWait: wait})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(q.Close)
	return q
}

// take gives the work that comes within some seconds; what comes is asked for again.
func take(t *testing.T, q *Queue, group string, wait time.Duration) *Taken {
	t.Helper()
	w, err := q.Take(t.Context(), group, wait)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

const (
	soon  = 300 * time.Millisecond // for what must not come
	later = 20 * time.Second       // for what must
)

// TestWork: each piece goes to one taker of its group, comes again when it is not
// acknowledged or given back, and is gone when it is done; the same id is the same.
func TestWork(t *testing.T) {
	q := open(t, freePort(t), t.TempDir(), 700*time.Millisecond)
	for _, id := range []string{"1", "1", "2"} {
		if err := q.Send(t.Context(), "g", "run", id, []byte(id)); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := q.Left(t.Context(), "run"); n != 2 || err != nil {
		t.Errorf("%d left, %v", n, err)
	}
	if w := take(t, q, "other", soon); w != nil {
		t.Errorf("another group was given %s", w.Data)
	}
	one, two := take(t, q, "g", later), take(t, q, "g", later)
	if string(one.Data) != "1" || string(two.Data) != "2" || one.Times != 1 {
		t.Fatalf("%s, %s", one.Data, two.Data)
	}
	if err := errors.Join(one.Back(0), two.Done(t.Context())); err != nil {
		t.Fatal(err)
	}
	one = take(t, q, "g", later)
	if string(one.Data) != "1" || one.Times != 2 {
		t.Errorf("%s, the %d. time", one.Data, one.Times)
	}
	if one = take(t, q, "g", later); string(one.Data) != "1" || one.Times != 3 { // nobody said anything
		t.Errorf("%s, the %d. time", one.Data, one.Times)
	}
	for range 6 { // longer than it may be silent
		time.Sleep(q.Pings())
		if err := one.Ping(); err != nil {
			t.Fatal(err)
		}
	}
	if w := take(t, q, "g", soon/3); w != nil {
		t.Errorf("%s came again while it was worked on", w.Data)
	}
	if err := q.Bury(t.Context(), "run", one); err != nil {
		t.Fatal(err)
	}
	if n, err := q.Left(t.Context(), "run"); n != 0 || err != nil {
		t.Errorf("%d left, %v", n, err)
	}
	if list, err := q.ReadDead("run").Next(t.Context(), 1, later); err != nil || len(list) != 1 || string(list[0]) != "1" {
		t.Errorf("%s, %v", list, err)
	}
}

// TestForget: what waits of one run can be taken back, the rest stays.
func TestForget(t *testing.T) {
	q := open(t, freePort(t), t.TempDir(), 0)
	err := errors.Join(q.Send(t.Context(), "g", "a", "1", nil), q.Send(t.Context(), "g", "b", "1", nil), q.Forget(t.Context(), "a"))
	a, err2 := q.Left(t.Context(), "a")
	b, err3 := q.Left(t.Context(), "b")
	if err := errors.Join(err, err2, err3); err != nil || a != 0 || b != 1 {
		t.Errorf("%d and %d left, %v", a, b, err)
	}
}

// TestReports: reports are counted by kind and read in their order, from the first.
func TestReports(t *testing.T) {
	q := open(t, freePort(t), t.TempDir(), 0)
	for n, kind := range []string{"done", "errors", "done", "done"} {
		for range 2 { // an answer was lost
			if err := q.Report(t.Context(), "run.1", kind, fmt.Sprint(n), fmt.Append(nil, kind, n)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if n, err := q.Results(t.Context(), "run.1"); err != nil || n["done"] != 3 || n["errors"] != 1 || len(n) != 2 {
		t.Errorf("%v, %v", n, err)
	}
	for kind, want := range map[string][]string{"": {"done0", "errors1", "done2", "done3"}, "errors": {"errors1"}, "done": {"done0", "done2", "done3"}} {
		var got []string
		for r := q.ReadResults("run.1", kind); len(got) < len(want); {
			list, err := r.Next(t.Context(), 2, later/10)
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range list {
				got = append(got, string(b))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", kind, got, want)
		}
	}
}

// TestWhoIsThere: runs and workers, each once and as they said last.
func TestWhoIsThere(t *testing.T) {
	q := open(t, freePort(t), t.TempDir(), 0)
	if list, err := q.Workers(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("%s, %v", list, err)
	}
	for _, s := range []string{"a1", "b1", "a2"} {
		if err := errors.Join(q.Beat(t.Context(), "host."+s[:1], []byte(s)), q.Announce(t.Context(), s[:1], []byte(s))); err != nil {
			t.Fatal(err)
		}
	}
	for what, ask := range map[string]func(context.Context) ([][]byte, error){"workers": q.Workers, "runs": q.Runs} {
		list, err := ask(t.Context())
		var got []string
		for _, b := range list {
			got = append(got, string(b))
		}
		slices.Sort(got)
		if err != nil || !slices.Equal(got, []string{"a2", "b1"}) {
			t.Errorf("%s: %v, %v", what, got, err)
		}
	}
	drained := make(chan bool, 1)
	if err := errors.Join(q.OnDrain(t.Context(), func() { drained <- true }), q.Drain(t.Context())); err != nil {
		t.Fatal(err)
	}
	<-drained
}

// TestServerComesBack: what was sent is there after the server was ended, and what
// lost its disk can be used at once.
func TestServerComesBack(t *testing.T) {
	port, dir := freePort(t), t.TempDir()
	q, err := Open(t.Context(), fmt.Sprint("embed:", port), Options{Dir: dir, Secret: "word"})
	if err != nil {
		t.Fatal(err)
	}
	client, err := Open(t.Context(), fmt.Sprint("nats://127.0.0.1:", port), Options{Secret: "word"})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if err := client.Send(t.Context(), "g", "run", "1", []byte("1")); err != nil {
		t.Fatal(err)
	}
	q.Close()
	q = open(t, port, dir, 0)
	if w := take(t, q, "g", later); w == nil || string(w.Data) != "1" {
		t.Fatalf("%v", w)
	}
	q.Close()
	if err := os.RemoveAll(filepath.Join(dir, fmt.Sprint(port))); err != nil {
		t.Fatal(err)
	}
	open(t, port, dir, 0)
	if err := client.Send(t.Context(), "g", "run", "2", []byte("2")); err != nil {
		t.Fatal(err)
	}
	if w := take(t, client, "g", later); w == nil || string(w.Data) != "2" {
		t.Fatalf("%v", w)
	}
}

// TestDrainIsFound: a worker whose connection is lost when all are asked to end is told when
// it is back; what was asked before it came is not meant for it.
func TestDrainIsFound(t *testing.T) {
	port, dir := freePort(t), t.TempDir()
	q, err := Open(t.Context(), fmt.Sprint("embed:", port), Options{Dir: dir, Secret: "word"})
	if err != nil {
		t.Fatal(err)
	}
	if err := q.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	away, err := Open(t.Context(), fmt.Sprint("nats://127.0.0.1:", port), Options{Secret: "word"})
	if err != nil {
		t.Fatal(err)
	}
	defer away.Close()
	asked := make(chan bool, 9)
	if err := away.OnDrain(t.Context(), func() { asked <- true }); err != nil {
		t.Fatal(err)
	}
	back := make(chan bool, 9)
	found := away.nc.Opts.ReconnectedCB
	away.nc.SetReconnectHandler(func(c *nats.Conn) { found(c); back <- true })
	for _, drains := range []bool{false, true} {
		q.Close()
		if q, err = Open(t.Context(), fmt.Sprint("embed:", port), Options{Dir: dir, Secret: "word"}); err != nil {
			t.Fatal(err)
		}
		if drains {
			if err := q.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		<-back
		if !drains && len(asked) > 0 {
			t.Fatal("what was asked before it came is meant for it")
		}
	}
	select {
	case <-asked:
	case <-time.After(later):
		t.Fatal("it is not told what was asked while it was away")
	}
	q.Close()
}

// TestWhoMayCome: servers of this process ask who comes, listen where they are told to,
// and no error shows a password.
func TestWhoMayCome(t *testing.T) {
	port := freePort(t)
	q := open(t, port, t.TempDir(), 0)
	for _, o := range []Options{{}, {Secret: "another"}} {
		_, err := Open(t.Context(), fmt.Sprint("nats://127.0.0.1:", port), o)
		if err == nil || strings.Contains(err.Error(), "another") {
			t.Errorf("%+v: %v", o, err)
		}
	}
	if _, err := Open(t.Context(), fmt.Sprintf("nats://somebody:hush@127.0.0.1:%d", port), Options{Secret: "word"}); err == nil || strings.Contains(err.Error(), "hush") {
		t.Error(err)
	}
	if addr := q.server.Addr().String(); !strings.HasPrefix(addr, "127.0.0.1:") {
		t.Errorf("it listens at %s", addr)
	}
	if _, err := Open(t.Context(), fmt.Sprint("embed:", port), Options{Dir: t.TempDir(), Secret: "word"}); !errors.Is(err, ErrTaken) {
		t.Error(err)
	}
	named, err := Open(t.Context(), fmt.Sprintf("embed://me:hush@127.0.0.1:%d", freePort(t)), Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer named.Close()
	if strings.Contains(named.Where(), "hush") {
		t.Error(named.Where())
	}
}

// TestAddresses: what names a queue.
func TestAddresses(t *testing.T) {
	for text, want := range map[string]string{
		"embed": "nats://127.0.0.1:4222", "embed:4300": "nats://127.0.0.1:4300", "embed://127.0.0.1": "nats://127.0.0.1:4222",
		"embed://u:p@0.0.0.0:4223": "nats://0.0.0.0:4223", "nats://host:4222": "nats://host:4222", "tls://u:p@host:4443": "tls://host:4443",
		"nats://u:p@a:1,nats://b:2": "nats://a:1,nats://b:2",
		"embed://0.0.0.0:4222":      "", "embed://u@0.0.0.0:4222": "", "embed:0": "", "embed:x": "", "embedded": "", "": "", "host:4222": "", "http://host": "", "nats://": "", "nats://a:1,b": "",
	} {
		a, err := parse(text)
		if (err == nil) != (want != "") || err == nil && a.where() != want {
			t.Errorf("%q: %q, %v", text, a.where(), err)
		}
	}
}

// BenchmarkReport counts what the server of this process takes of reports, from many
// who report at once.
func BenchmarkReport(b *testing.B) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	_ = l.Close()
	q, err := Open(b.Context(), fmt.Sprint("embed:", port), Options{Dir: b.TempDir(), Secret: "word"})
	if err != nil {
		b.Fatal(err)
	}
	defer q.Close()
	const report = 600 // bytes
	data := make([]byte, report)
	var n atomic.Int64
	const reporters = 32 // for each processor
	b.SetParallelism(reporters)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := q.Report(b.Context(), "run", "done", fmt.Sprint(n.Add(1)), data); err != nil {
				b.Error(err)
			}
		}
	})
}

// FuzzAddress: no address is shown with its password, and no server of this process
// can be reached from elsewhere without one.
func FuzzAddress(f *testing.F) {
	for _, s := range []string{"embed", "embed:1", "embed://u:hush@0.0.0.0:1", "embed://0.0.0.0", "nats://u:hush@h:1,tls://h", "embed://[::]:1", "embed://u:@h"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := parse(text)
		if err != nil {
			if strings.Contains(err.Error(), "hush") {
				t.Error(err)
			}
			return
		}
		if strings.Contains(text, ":hush@") && strings.Contains(a.where(), "hush") {
			t.Error(a.where())
		}
		if word, _ := a.user.Password(); a.embed && !isLoopback(a.host) && word == "" {
			t.Errorf("%q listens at %s", text, a.host)
		}
	})
}
