package live

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/render/report"
)

// State is an edition at a moment, ready to be shown. Nothing of it may change
// any more.
type State struct {
	Edition  *page.Edition // nil: none has been set yet
	Problems diag.List
	Places   []report.Place
	// Broken tells that the edition is older than the problems: it is the last
	// that could be set.
	Broken bool
	// Draw draws a page, or a window of one, as a PNG file.
	Draw func(p *page.Page, dpi int) ([]byte, error)
	// Stamp tells one state of a picture's file from another.
	Stamp func(file string) string
	// Changes is for a version that is compared with and consists of pictures
	// alone: it finds where a page of now differs from it. Without it the
	// items of the pages are compared.
	Changes func(now *page.Page, draw func(*page.Page, int) ([]byte, error)) []geom.Rect
}

// Options are the choices of a server.
type Options struct {
	Lang diag.Lang
	// DPI is the resolution of whole pages; tiles are finer.
	DPI int
	// Before is another version to compare with; nil: none.
	Before *State
}

// Server shows the newest state that was published.
type Server struct {
	o      Options
	cache  cache
	before map[int]shown // pages of the other version by number

	compared sync.Mutex
	changes  map[string][]geom.Rect // by hash, of the pages of now

	mu     sync.Mutex
	now    *moment
	pages  map[string]drawable // by hash: those of this state and of the one before it
	older  map[string]drawable
	visits map[*visit]bool
	closed chan struct{}
}

// drawable is a page that can be drawn.
type drawable struct {
	page *page.Page
	draw func(*page.Page, int) ([]byte, error)
}

// shown is a page of the other version.
type shown struct {
	page *page.Page
	hash string
}

// moment is a published state with what is known of it.
type moment struct {
	State
	version string
	report  *report.Report
	hashes  map[*page.Page]string
	body    func() ([]byte, error) // the page for the browser, made when first wanted
}

// visit is a browser that waits for events.
type visit struct{ news chan string }

// maxVisits bounds how many browsers may wait: a newsroom has fewer screens.
const maxVisits = 64

// New is a server that has nothing to show yet.
func New(o Options) *Server {
	s := &Server{o: o, visits: make(map[*visit]bool), closed: make(chan struct{}), pages: make(map[string]drawable)}
	if b := o.Before; b != nil && b.Edition != nil {
		s.before = make(map[int]shown)
		for _, p := range b.Edition.Pages {
			s.before[p.Number] = shown{p, hashOf(p, b.Stamp)}
		}
	}
	s.Publish(State{})
	return s
}

// Close ends the waiting of all browsers.
func (s *Server) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.closed:
	default:
		close(s.closed)
	}
}

// Version names the state that is shown.
func (s *Server) Version() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now.version
}

// Publish shows a state and tells those who look. It is false when the state
// differs in nothing from the one that is shown.
func (s *Server) Publish(st State) bool {
	m := &moment{State: st, hashes: make(map[*page.Page]string)}
	m.report = report.Build(st.Edition, st.Problems, st.Places, s.o.Lang)
	sum := sha256.New()
	fmt.Fprintln(sum, st.Broken, m.report.Totals, m.report.Jumps)
	for i := range m.report.Problems {
		fmt.Fprintf(sum, "%+v\n", m.report.Problems[i])
	}
	for i := range m.report.Pages {
		fmt.Fprintf(sum, "%+v\n", m.report.Pages[i].Slots)
	}
	fresh := make(map[string]drawable)
	if st.Edition != nil {
		for _, p := range st.Edition.Pages {
			h := hashOf(p, st.Stamp)
			m.hashes[p] = h
			fresh[h] = drawable{p, st.Draw}
			fmt.Fprintln(sum, h)
		}
	}
	m.version = hex.EncodeToString(sum.Sum(nil)[:hashBytes])
	m.body = sync.OnceValues(func() ([]byte, error) { return s.write(m) })

	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now != nil && s.now.version == m.version {
		return false
	}
	s.now, s.older, s.pages = m, s.pages, fresh
	for v := range s.visits {
		v.tell(m.version)
	}
	return true
}

// tell leaves the newest news; older ones that were not read are forgotten.
func (v *visit) tell(version string) {
	select {
	case <-v.news:
	default:
	}
	v.news <- version // only tell sends, under the server's lock, so there is room
}

// hashBytes is enough that no two pages are mistaken for each other.
const hashBytes = 12

// hashOf names what a page looks like.
func hashOf(p *page.Page, stamp func(string) string) string {
	sum := sha256.New()
	look := *p
	look.Placements, look.Links, look.Spots = nil, nil, nil
	_ = page.Dump(sum, &page.Edition{Pages: []*page.Page{&look}}) // a hash takes everything
	for _, it := range p.Items {
		file := ""
		switch it := it.(type) {
		case *page.Picture:
			file = it.File
		case *page.Block:
			file = it.File
		}
		if file != "" && stamp != nil {
			fmt.Fprintln(sum, file, stamp(file))
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:hashBytes])
}

// write makes the page for the browser.
func (s *Server) write(m *moment) ([]byte, error) {
	var b bytes.Buffer
	o := report.HTML{
		Lang: s.o.Lang, Live: true, Version: m.version, Broken: m.Broken,
		Print: func(p *page.Page) string { return "page/" + m.hashes[p] + ".png" },
		Hash:  func(p *page.Page) string { return m.hashes[p] },
	}
	n := 0
	o.Crop = func(report.Line) string {
		n++ // the lines are asked for in the order of the report
		return fmt.Sprintf("line/%s/%d.png", m.version, n-1)
	}
	if s.before != nil {
		o.Before = func(number int) (string, geom.Size) {
			if p, ok := s.before[number]; ok {
				return "page/" + p.hash + ".png", p.page.Trim
			}
			return "", geom.Size{}
		}
		found := s.compare(m)
		o.Changes = func(number int) []geom.Rect { return found[number] }
	}
	err := m.report.WriteHTML(&b, m.Edition, o)
	return b.Bytes(), err
}

// compare finds where the pages of a moment differ from the other version, by
// their numbers. What was found for pages that are the same still holds.
func (s *Server) compare(m *moment) map[int][]geom.Rect {
	s.compared.Lock()
	defer s.compared.Unlock()
	out, kept := make(map[int][]geom.Rect), make(map[string][]geom.Rect)
	if m.Edition == nil {
		return out
	}
	for _, p := range m.Edition.Pages {
		h := m.hashes[p]
		found, ok := s.changes[h]
		before := s.before[p.Number].page
		switch {
		case ok:
		case before != nil && s.o.Before.Changes != nil:
			found = s.o.Before.Changes(p, m.Draw)
		default:
			found = Changes(before, p)
		}
		out[p.Number], kept[h] = found, found
	}
	s.changes = kept
	return out
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	allow(w)
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	switch {
	case !ownHost(r):
		http.Error(w, "this server does not answer under that name", http.StatusMisdirectedRequest)
		return
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "nothing can be changed here", http.StatusMethodNotAllowed)
		return
	case r.Header.Get("Sec-Fetch-Site") == "cross-site" && r.Header.Get("Sec-Fetch-Mode") != "navigate":
		http.Error(w, "pages from elsewhere may not read this", http.StatusForbidden)
		return
	}
	parts := strings.Split(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch {
	case r.URL.Path == "/":
		s.serveBody(w, r)
	case r.URL.Path == "/events":
		s.serveEvents(w, r)
	case parts[0] == "page" || parts[0] == "tile" || parts[0] == "line":
		s.servePicture(w, r, parts)
	default:
		http.NotFound(w, r)
	}
}

// answerTime is how long a browser may take to receive an answer, or one of the
// events: who reads nothing keeps no connection.
const answerTime = 30 * time.Second

// allow gives a browser its time for what is written next.
func allow(w http.ResponseWriter) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(answerTime)) // writers without deadlines are not connections
}

// ownHost tells whether a request names this machine by an address that it
// reached, or by the name every machine has for itself.
func ownHost(r *http.Request) bool {
	name := r.Host
	if host, _, err := net.SplitHostPort(name); err == nil {
		name = host
	}
	name = strings.Trim(name, "[]")
	if strings.EqualFold(name, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(name)
	if err != nil {
		return false
	}
	local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return addr.IsLoopback()
	}
	reached, err := netip.ParseAddrPort(local.String())
	return err == nil && reached.Addr().Unmap().WithZone("") == addr.Unmap().WithZone("")
}

func (s *Server) serveBody(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	now := s.now
	s.mu.Unlock()
	body, err := now.body()
	if err != nil {
		http.Error(w, "the page cannot be written", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodGet {
		allow(w)             // making it took its own time
		_, _ = w.Write(body) // the browser may have gone
	}
}

// heartbeat keeps connections open through whatever closes silent ones.
const heartbeat = 15 * time.Second

// serveEvents tells a browser of every new state until it goes away. States
// that follow each other faster than they are read become one.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	v := &visit{news: make(chan string, 1)}
	s.mu.Lock()
	full := len(s.visits) >= maxVisits
	if !full {
		s.visits[v] = true
		v.tell(s.now.version)
	}
	s.mu.Unlock()
	if full {
		http.Error(w, "too many windows are open", http.StatusServiceUnavailable)
		return
	}
	defer func() {
		s.mu.Lock()
		delete(s.visits, v)
		s.mu.Unlock()
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	if r.Method == http.MethodHead {
		return
	}
	out := http.NewResponseController(w)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case <-s.closed:
			return
		case version := <-v.news:
			allow(w)
			if _, err := fmt.Fprintf(w, "event: edition\nid: %s\ndata: %s\n\n", version, version); err != nil {
				return
			}
		case <-beat.C:
			allow(w)
			if _, err := io.WriteString(w, ":\n\n"); err != nil {
				return
			}
		}
		if out.Flush() != nil {
			return
		}
	}
}

// page finds a page by its hash.
func (s *Server) page(hash string) (drawable, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, pages := range []map[string]drawable{s.pages, s.older} {
		if d, ok := pages[hash]; ok {
			return d, true
		}
	}
	for _, b := range s.before {
		if b.hash == hash {
			return drawable{b.page, s.o.Before.Draw}, true
		}
	}
	return drawable{}, false
}

// Tiles: 256 points at the coarsest resolution and as many pixels at the
// others. The script of the page counts the same.
const (
	tilePoints  = 256 * geom.Pt
	coarsestDPI = 220
	finestDPI   = 880
	lineDPI     = 240
)

// servePicture answers page/HASH.png, tile/HASH/DPI/X/Y.png and
// line/VERSION/N.png.
func (s *Server) servePicture(w http.ResponseWriter, r *http.Request, parts []string) {
	name := strings.Join(parts, "/")
	last, isPNG := strings.CutSuffix(parts[len(parts)-1], ".png")
	if !isPNG {
		http.NotFound(w, r)
		return
	}
	parts[len(parts)-1] = last
	d, window, dpi, ok := s.wanted(parts)
	if !ok {
		http.NotFound(w, r)
		return
	}
	if dpi == 0 {
		dpi = s.o.DPI
	}
	png, err := s.cache.get(name, func() ([]byte, error) {
		p := d.page
		if window != (geom.Rect{}) {
			p = p.Window(window)
		}
		return d.draw(p, dpi)
	})
	if err != nil {
		http.Error(w, "the page cannot be drawn", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "image/png")
	h.Set("Content-Length", strconv.Itoa(len(png)))
	h.Set("Cache-Control", "private, max-age=86400, immutable") // the name says what it shows
	if r.Method == http.MethodGet {
		allow(w)            // drawing it took its own time
		_, _ = w.Write(png) // the browser may have gone
	}
}

// wanted says what part of which page a name means; an empty window is the
// whole page, a dpi of 0 that of pages.
func (s *Server) wanted(parts []string) (d drawable, window geom.Rect, dpi int, ok bool) {
	switch {
	case parts[0] == "page" && len(parts) == 2:
		d, ok = s.page(parts[1])
		return d, window, 0, ok
	case parts[0] == "tile" && len(parts) == 5:
		d, ok = s.page(parts[1])
		dpi = count(parts[2])
		x, y := count(parts[3]), count(parts[4])
		if !ok || dpi != coarsestDPI && dpi != 2*coarsestDPI && dpi != finestDPI || x < 0 || y < 0 {
			return d, window, 0, false
		}
		size := tilePoints * coarsestDPI / geom.Length(dpi)
		window = geom.Rect{X: geom.Length(x) * size, Y: geom.Length(y) * size}
		window.W, window.H = min(size, d.page.Trim.W-window.X), min(size, d.page.Trim.H-window.Y)
		return d, window, dpi, window.W > 0 && window.H > 0
	case parts[0] == "line" && len(parts) == 3:
		s.mu.Lock()
		now := s.now
		s.mu.Unlock()
		n := count(parts[2])
		if now.version != parts[1] || n < 0 || n >= len(now.report.Worst) {
			return d, window, 0, false
		}
		line := now.report.Worst[n]
		for _, p := range now.Edition.Pages {
			if p.Number == line.Page {
				window = line.Show(p.Trim)
				return drawable{p, now.Draw}, window, lineDPI, true
			}
		}
	}
	return d, window, 0, false
}

// count reads a small number as this package writes them; -1 for anything else.
func count(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 9999 || strconv.Itoa(n) != s {
		return -1
	}
	return n
}
