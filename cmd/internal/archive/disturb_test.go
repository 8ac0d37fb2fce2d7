//go:build unix

package archive

import (
	"bufio"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"duikai/cmd/internal/store"
	"duikai/cmd/internal/store/storetest"
)

// Disturbances are small in the usual tests. The whole campaign is
//
//	DUIKAI_CAMPAIGN=1 go test -run Disturb -timeout 1h -v ./cmd/internal/archive
const campaignVariable = "DUIKAI_CAMPAIGN"

// disturbance is how a run is disturbed.
type disturbance struct {
	issues, crews, kills int
	faults               int64         // of a hundred requests to the store
	every                time.Duration // between kills, about
	setting              time.Duration // what an issue takes at least: runs must last
}

// process is one that is ended and started again.
type process struct {
	args  []string
	cmd   *exec.Cmd
	out   *lines
	ended chan struct{}
}

// lines gathers what processes say. What a process that was ended did not bring to its
// end is no line.
type lines struct {
	mu  sync.Mutex
	all []string
}

func (p *process) start(t testing.TB) {
	t.Helper()
	p.cmd = exec.Command(os.Args[0], p.args...)
	var stderr bytes.Buffer
	p.cmd.Stderr = &stderr
	stdout, err := p.cmd.StdoutPipe()
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	p.ended = make(chan struct{})
	go func(cmd *exec.Cmd, ended chan struct{}) {
		defer close(ended)
		for s := bufio.NewScanner(stdout); s.Scan(); {
			p.out.mu.Lock()
			p.out.all = append(p.out.all, s.Text())
			p.out.mu.Unlock()
		}
		_ = cmd.Wait()
		if code := cmd.ProcessState.ExitCode(); code > 0 && code != 9 {
			t.Logf("%v: %v: %s", p.args[0], cmd.ProcessState, stderr.String())
		}
	}(p.cmd, p.ended)
}

// kill ends it as a power cut does.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.ended
}

func (p *process) running() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// watch looks at the run all the while, as status does: what it is told of is never more
// than there is. It gives how often it was told.
func (d disturbance) watch(t *testing.T, address string) (seen func() int) {
	var told int
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		q, err := openQueue(t.Context(), address, "")
		if err != nil {
			return
		}
		defer q.Close()
		for tick := time.NewTicker(testLook); ; <-tick.C {
			select {
			case <-stop:
				tick.Stop()
				return
			default:
			}
			s, err := LookQueue(t.Context(), q)
			if err != nil {
				continue // there may be no server now
			}
			told++
			for _, r := range s.Runs {
				if r.Open > r.Wanted || r.Wanted > d.issues || len(r.Failures) > maxFailures {
					t.Errorf("%d of %d issues are open, %d failures are told", r.Open, r.Wanted, len(r.Failures))
				}
			}
			if len(s.Workers) > 4*d.crews*(1+d.kills) {
				t.Errorf("%d workers", len(s.Workers))
			}
		}
	}()
	return func() int {
		close(stop)
		<-ended
		return told
	}
}

// TestDisturbed: workers, publisher and servers are ended without warning at random
// moments, one server in turn with the other, which knows nothing of the first; work
// comes late and twice; the store refuses, breaks and forgets to answer, and its clock
// is another; one issue
// costs every worker its life. OUT is that of an undisturbed run, byte for byte, each
// issue is on record once, and each failure is told once.
func TestDisturbed(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes seconds")
	}
	d := disturbance{issues: 60, crews: 3, kills: 6, faults: 3, every: 300 * time.Millisecond, setting: 40 * time.Millisecond}
	if os.Getenv(campaignVariable) != "" {
		d = disturbance{issues: 3000, crews: 8, kills: 40, faults: 10, every: 4 * time.Second, setting: time.Second}
	}
	d.run(t)
}

func (d disturbance) run(t *testing.T) {
	texts := mixed(0)
	for i := range d.issues - len(texts) - 1 {
		day := time.Date(1990, 1, 1+i, 0, 0, 0, 0, time.UTC)
		texts[day.Format("2006/01/2006-01-02")] = fmt.Sprint("issue ", i)
		if i%37 == 0 {
			texts[day.Format("2006/01/2006-01-02")] = "errors"
		}
	}
	dir := issues(t, texts)
	calm := filepath.Join(t.TempDir(), "calm")
	start := time.Now()
	_, want := do(t, config(dir, calm))
	t.Logf("%d issues undisturbed on this machine: %v", len(want), time.Since(start).Round(time.Millisecond))
	deadly := "1985/1985-01-01 deadly"
	write(t, filepath.Join(dir, deadly, IssueFile), "paper: 报\n")
	write(t, filepath.Join(dir, deadly, "text"), "never set")
	want[deadly] = string(Killed)

	t.Setenv("FAKE_TIME", d.setting.String())
	server := storetest.Serve(t)
	server.Faults.Store(d.faults)
	out := store.Bucket + storetest.Bucket + "/out"
	start = time.Now()
	said := d.disturb(t, dir, out)
	t.Logf("disturbed: %v, %d requests to the store, %d MB", time.Since(start).Round(time.Millisecond), server.Requests.Load(), server.Bytes.Load()>>20)
	server.Faults.Store(0)
	if diff := cmp.Diff(shown(t, calm), shown(t, out)); diff != "" {
		t.Errorf("-calm, +disturbed\n%.4000s", diff)
	}
	d.onRecord(t, out, want)
	last := make(map[string]string)
	for _, line := range said {
		i := strings.LastIndexByte(line, ' ')
		if last[line[:i]] != "" {
			t.Errorf("the last publisher tells of %s twice", line[:i])
		}
		last[line[:i]] = line[i+1:]
	}
	if diff := cmp.Diff(want, last); diff != "" {
		t.Errorf("-calm, +what the last publisher tells\n%.4000s", diff)
	}
}

// onRecord looks at the index: every issue once, as it became without disturbance.
func (d disturbance) onRecord(t *testing.T, out string, want map[string]string) {
	t.Helper()
	s, err := store.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]string)
	err = entries(t.Context(), s, func(e *indexEntry) error {
		if got[e.Record.Path] != "" {
			t.Errorf("%s is on record twice", e.Record.Path)
		}
		got[e.Record.Path] = string(e.Record.Status)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-calm, +on record\n%.4000s", diff)
	}
}

// disturb has the run worked by processes that it ends, and gives what the publisher
// that came to the end said.
func (d disturbance) disturb(t *testing.T, dir, out string) []string {
	const seed = 1998
	random := rand.New(rand.NewPCG(seed, seed))
	ports := [2]int{freePort(t), freePort(t)}
	address := fmt.Sprintf("nats://127.0.0.1:%d,nats://127.0.0.1:%d", ports[0], ports[1])
	serving := 0
	folder := t.TempDir()
	queue := &process{out: new(lines)}
	serve := func() {
		queue.args = []string{"server", fmt.Sprint(ports[serving]), filepath.Join(folder, fmt.Sprint(serving))}
		queue.start(t)
	}
	serve()
	publisher := &process{args: []string{"publish", address, dir, out}, out: new(lines)}
	publisher.start(t)
	crews := make([]*process, d.crews)
	for i := range crews {
		crews[i] = &process{args: []string{"crew", address}, out: new(lines)}
		crews[i].start(t)
	}
	defer func() {
		for _, p := range append(slices.Clone(crews), publisher, queue) {
			p.kill()
		}
	}()
	killed := make(map[string]int)
	next, tick := time.Now(), time.NewTicker(20*time.Millisecond)
	defer tick.Stop()
	seen := d.watch(t, address)
	drains := 0
	for kills := 0; publisher.running(); <-tick.C {
		for _, c := range crews {
			if !c.running() {
				if c.cmd.ProcessState.ExitCode() == 0 {
					killed["workers that were asked to end"]++
				} else { // over the deadly issue
					killed["workers over an issue"]++
				}
				c.start(t)
			}
		}
		if kills >= d.kills || time.Now().Before(next) {
			continue
		}
		next = time.Now().Add(d.every/2 + time.Duration(random.Int64N(int64(d.every))))
		kills++
		switch n := random.IntN(10); {
		case n < 1 || drains == 0 && kills > d.kills/2: // once at least
			drain := &process{args: []string{"drain", address}, out: new(lines)}
			drain.start(t)
			defer drain.kill()
			drains++
		case n < 6:
			c := crews[random.IntN(len(crews))]
			c.kill()
			c.start(t)
			killed["workers"]++
		case n < 8:
			publisher.kill()
			publisher.out = new(lines)
			publisher.start(t)
			killed["publishers"]++
		default:
			queue.kill()
			if random.IntN(2) == 0 { // the other one, or the same again
				serving = 1 - serving
				killed["servers, the other instead"]++
			}
			serve()
			killed["servers"]++
		}
	}
	t.Log("ended without warning: ", killed, ", asked to end ", drains, ", looked at ", seen())
	publisher.out.mu.Lock()
	defer publisher.out.mu.Unlock()
	return publisher.out.all
}
