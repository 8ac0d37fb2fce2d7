package live

import (
	"container/list"
	"errors"
	"runtime"
	"sync"
)

// maxCached bounds the pictures kept: some hundred pages of text.
const maxCached = 96 << 20

// cache keeps what was drawn last. What many ask for at once is drawn once, and
// no more is drawn at a time than there are processors.
type cache struct {
	mu    sync.Mutex
	items map[string]*list.Element
	used  list.List // of *drawn, the newest first
	size  int
	busy  map[string]*drawing
	slots chan struct{}
}

type drawn struct {
	name string
	data []byte
}

type drawing struct {
	done chan struct{}
	data []byte
	err  error
}

func (c *cache) get(name string, draw func() ([]byte, error)) ([]byte, error) {
	c.mu.Lock()
	if c.items == nil {
		c.items, c.busy = make(map[string]*list.Element), make(map[string]*drawing)
		c.slots = make(chan struct{}, runtime.GOMAXPROCS(0))
	}
	if e, ok := c.items[name]; ok {
		c.used.MoveToFront(e)
		c.mu.Unlock()
		return e.Value.(*drawn).data, nil
	}
	if d, ok := c.busy[name]; ok {
		c.mu.Unlock()
		<-d.done
		return d.data, d.err
	}
	d := &drawing{done: make(chan struct{})}
	c.busy[name] = d
	c.mu.Unlock()

	defer c.finish(name, d)
	c.slots <- struct{}{}
	defer func() { <-c.slots }()
	d.err = errNotDrawn // should draw panic, those who wait must not wait for ever
	d.data, d.err = draw()
	return d.data, d.err
}

var errNotDrawn = errors.New("the drawing was given up")

// finish keeps what was drawn and drops what was not used for longest.
func (c *cache) finish(name string, d *drawing) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.busy, name)
	close(d.done)
	if d.err != nil {
		return
	}
	c.items[name] = c.used.PushFront(&drawn{name, d.data})
	c.size += len(d.data)
	for c.size > maxCached && c.used.Len() > 1 {
		old := c.used.Remove(c.used.Back()).(*drawn)
		delete(c.items, old.name)
		c.size -= len(old.data)
	}
}
