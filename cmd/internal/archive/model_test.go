//go:build unix

package archive

import (
	"container/heap"
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"duikai/cmd/internal/store"
	"duikai/cmd/internal/store/storetest"
)

var update = flag.Bool("update", false, "write the table of MANY.md anew")

// model is a run on many machines, with what was measured of its parts. MANY.md tells
// where the figures come from.
type model struct {
	issues, machines int
	hands            int       // workers of a machine
	service          []float64 // seconds that issues take, one after the other
	request          float64   // seconds that a request to the bucket takes
	files, outputs   int       // of an issue
	inputs, pages    float64   // MB of an issue
	reports          float64   // that the queue takes a second
}

// prediction is what comes of it.
type prediction struct {
	plan, work, gather float64 // seconds
	idle               float64 // share of the hands' time in work
	requests           float64
	gigabytes          float64
	rate               float64 // reports a second
}

// Requests to the bucket, by what makes them; TestModelCounts compares them with those
// that are made.
func (m *model) perIssue() float64 {
	const entryBefore, list, listAgain, entryAgain, put, shown, shownAgain = 1, 1, 1, 1, 1, 1, 1
	return entryBefore + list + float64(m.files) + listAgain + float64(m.outputs) + entryAgain + put + shown + float64(m.outputs) + shownAgain
}

func (m *model) planning() float64  { return float64(m.issues) * (1 + float64(m.files)/1000) }
func (m *model) gathering() float64 { return float64(m.issues) * (1 + 1./1000) }

// before and after are the seconds in which an issue waits for requests that are made one
// after the other: those of its files are made side by side.
func (m *model) before() float64 {
	return float64(m.request * (1 + 1 + math.Ceil(float64(m.files)/readers)))
}
func (m *model) after() float64 {
	return float64(m.request * (1 + 1 + 1 + 1 + 1 + float64(2*math.Ceil(float64(m.outputs)/readers))))
}

// machine has hands, and issues on their way.
type machine struct {
	free []float64 // when each hand is free
	way  []float64 // when each place on the way is free
	next float64   // when it asks for the next shard
}

type machines []*machine

func (h machines) Len() int           { return len(h) }
func (h machines) Less(i, j int) bool { return h[i].next < h[j].next }
func (h machines) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *machines) Push(x any)        { *h = append(*h, x.(*machine)) }
func (h *machines) Pop() any {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

// soonest is the place that is free first.
func soonest(free []float64) int {
	at := 0
	for i, f := range free {
		if f < free[at] {
			at = i
		}
	}
	return at
}

func (m *model) run() (p prediction) {
	p.requests = m.planning() + m.gathering() + float64(float64(m.issues)*m.perIssue())
	p.gigabytes = float64(m.issues) * (m.inputs + m.pages) / 1000
	p.plan, p.gather = m.request*m.planning()/readers, m.request*m.gathering()/readers
	all := make(machines, m.machines)
	for i := range all {
		all[i] = &machine{free: make([]float64, m.hands), way: make([]float64, ahead*m.hands)}
	}
	size := min(max(m.issues/manyShards, minShard), maxShard)
	busy, end := 0.0, 0.0
	for at := 0; at < m.issues; at += size {
		c := all[0] // the machine that asks first
		for i := at; i < min(at+size, m.issues); i++ {
			way := soonest(c.way)
			hand := soonest(c.free)
			start := max(c.way[way]+m.before(), c.free[hand])
			took := m.service[i%len(m.service)]
			c.free[hand] = start + took
			c.way[way] = start + took + m.after()
			busy += took
			end = max(end, c.way[way])
		}
		c.next = c.way[soonest(c.way)]
		heap.Fix(&all, 0)
	}
	p.work = max(end, float64(m.issues)/m.reports)
	p.idle = 1 - busy/(p.work*float64(m.machines*m.hands))
	p.rate = float64(m.issues) / p.work
	return p
}

// eightPages is the sample edition, seconds of one hand; see MANY.md.
func eightPages(issues, machines int) model {
	return model{
		issues: issues, machines: machines, hands: 4, request: 0.020, files: 91, outputs: 1, inputs: 4.2, pages: 7.4, reports: 10_000,
		service: []float64{0.47, 0.27, 1.22, 0.82, 0.40, 0.71, 0.65, 0.36, 1.04, 0.80, 0.32, 0.88, 0.52, 0.79, 1.26, 0.40, 0.85, 0.67, 1.07, 0.74},
	}
}

func table() string {
	var b strings.Builder
	fmt.Fprintln(&b, "| issues | machines | plan | work | gather | idle | requests | GB | reports a second |")
	fmt.Fprintln(&b, "|---|---|---|---|---|---|---|---|---|")
	for _, issues := range []int{10_000, 100_000, 1_000_000} {
		for _, machines := range []int{4, 32, 250, 1000} {
			m := eightPages(issues, machines)
			p := m.run()
			fmt.Fprintf(&b, "| %d | %d | %s | %s | %s | %.0f %% | %.1f million | %.0f | %.0f |\n", issues, machines, span(p.plan), span(p.work), span(p.gather), 100*p.idle, p.requests/1e6, p.gigabytes, p.rate)
		}
	}
	return b.String()
}

// span is a time for people.
func span(s float64) string {
	switch {
	case s < 120:
		return fmt.Sprintf("%.0f s", s)
	case s < 7200:
		return fmt.Sprintf("%.0f min", s/60)
	}
	return fmt.Sprintf("%.1f h", s/3600)
}

// TestModelTable: MANY.md shows what the model says.
func TestModelTable(t *testing.T) {
	const begin, end = "<!-- the model -->\n", "<!-- end of the model -->"
	text, err := os.ReadFile("MANY.md")
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(text), begin)
	now, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("MANY.md has no place for the table")
	}
	if *update {
		if err := os.WriteFile("MANY.md", []byte(head+begin+table()+end+tail), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := table(); now != want {
		t.Errorf("MANY.md is not what the model says; the table is\n%s", want)
	}
}

// TestModelHolds: no run is faster than its work, none much slower than the work and the
// last shard, and what is idle is what is not work.
func TestModelHolds(t *testing.T) {
	for _, machines := range []int{1, 3, 64} {
		m := eightPages(5000, machines)
		p := m.run()
		work, longest := 0.0, 0.0
		for i := range m.issues {
			work += m.service[i%len(m.service)]
		}
		for _, s := range m.service {
			longest = max(longest, s)
		}
		least := work / float64(m.machines*m.hands)
		last := float64(minShard)/float64(m.hands)*longest + longest + m.before() + m.after()
		if p.work < least || p.work > least+last+1 || p.idle < 0 || p.idle >= 1 || math.Abs(p.work*(1-p.idle)-least) > 1e-6 {
			t.Errorf("%d machines: %+v, the work alone is %.1f s, the last shard %.1f s", machines, p, least, last)
		}
	}
}

// TestModelCounts: the requests of a run over buckets are those of the model, but for
// some that are made once.
func TestModelCounts(t *testing.T) {
	server := storetest.Serve(t)
	const n = 40
	texts := make(map[string]string)
	for i := range n {
		texts[fmt.Sprintf("1998/01/1998-%02d-%02d", i/28+1, i%28+1)] = fmt.Sprint("good ", i)
	}
	in, out := store.Bucket+storetest.Bucket+"/in", store.Bucket+storetest.Bucket+"/out"
	upload(t, issues(t, texts), in)
	before := server.Requests.Load()
	if sum, err := RunShard(t.Context(), config(in, out), Shard{}); err != nil || sum.Done != n {
		t.Fatal(sum, err)
	}
	m := model{issues: n, files: 2, outputs: 1}
	got, want := float64(server.Requests.Load()-before), m.planning()+m.gathering()+n*m.perIssue()
	const once = 20 // names, listings, the report
	if got < want || got > want+once {
		t.Errorf("%v requests, the model has %v", got, want)
	}
}
