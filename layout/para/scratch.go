package para

import "sync"

// Scratch is memory in which paragraphs are prepared and broken, one after the other: what
// one has taken is there for the next. Goroutines may share one. The zero value is ready.
type Scratch struct {
	pool    sync.Pool // of nodes
	gapPool sync.Pool
}

// chunkNodes is how many nodes are taken at least: those of a column of usual text.
const chunkNodes = 4 << 10

// tables are the nodes that one breaking has taken.
type tables struct {
	from  *Scratch // nil: nobody has use for them afterwards
	taken []*[]node
	used  int // of the last
}

// take gives room for so many nodes, which hold anything.
func (t *tables) take(n int) []node {
	if k := len(t.taken); k == 0 || t.used+n > len(*t.taken[k-1]) {
		t.taken, t.used = append(t.taken, t.from.chunk(n)), 0
	}
	last := *t.taken[len(t.taken)-1]
	out := last[t.used : t.used+n : t.used+n]
	t.used += n
	return out
}

// shorten takes back nodes at the end of what was taken last.
func (t *tables) shorten(n int) { t.used -= n }

// done gives back everything; no chart of the breaking may be looked at any more.
func (t *tables) done() {
	for _, chunk := range t.taken {
		if t.from != nil {
			t.from.pool.Put(chunk)
		}
	}
	t.taken = nil
}

// chunk is room for at least so many nodes.
func (s *Scratch) chunk(n int) *[]node {
	if s != nil {
		if chunk, ok := s.pool.Get().(*[]node); ok && len(*chunk) >= n {
			return chunk
		}
		n = max(n, chunkNodes)
	}
	nodes := make([]node, n)
	return &nodes
}

// gaps gives room for so many gaps, which are none. It is to be given back.
func (s *Scratch) gaps(n int) *[]gap {
	most := n
	if s != nil {
		if g, ok := s.gapPool.Get().(*[]gap); ok && cap(*g) >= n {
			*g = (*g)[:n]
			clear(*g)
			return g
		}
		most = max(n, chunkGaps)
	}
	g := make([]gap, n, most)
	return &g
}

// done takes gaps back, which may not be looked at any more.
func (s *Scratch) done(g *[]gap) {
	if s != nil {
		s.gapPool.Put(g)
	}
}

// chunkGaps is how many gaps are taken at least: those of a long paragraph.
const chunkGaps = 1 << 10
