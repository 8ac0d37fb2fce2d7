package live

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
	"duikai/layout/parallel"
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
	Before     *State
	BeforeName string
	// Modules and Styles are addresses of what is put into the page for those who
	// edit (Editing), as paths below its own.
	Modules, Styles []string
}

// Server shows the newest state that was published.
type Server struct {
	o     Options
	cache cache

	publishing sync.Mutex // one state after the other

	mu     sync.Mutex
	before *version
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

// version is what the pages are compared with.
type version struct {
	State
	name  string
	pages map[int]shown // by number
}

func versionOf(st *State, name string) *version {
	if st == nil || st.Edition == nil {
		return nil
	}
	v := &version{State: *st, name: name, pages: make(map[int]shown)}
	for _, p := range st.Edition.Pages {
		v.pages[p.Number] = shown{p, page.Sum(p, st.Stamp)}
	}
	return v
}

// Against has the pages compared with another version, which has a name; nil: with
// none.
func (s *Server) Against(st *State, name string) {
	v := versionOf(st, name)
	s.publishing.Lock()
	defer s.publishing.Unlock()
	s.mu.Lock()
	s.before = v
	now := s.now.State
	s.mu.Unlock()
	s.publish(now)
}

// AgainstName is the name of the version that the pages are compared with.
func (s *Server) AgainstName() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.before == nil {
		return ""
	}
	return s.before.name
}

// moment is a published state with what is known of it.
type moment struct {
	State
	version string
	report  *report.Report
	hashes  map[*page.Page]string
	older   map[int]shown // the pages of the moment before, by number
	before  *version      // nil: none
	// the page for the browser, made when first wanted: for those who read, and for
	// those who edit
	body, bench func() ([]byte, error)
	// quick is what has changed of pages since the moment before, as JSON: a browser draws
	// that while it waits for the rest
	quick func() []byte
}

// visit is a browser that waits for events.
type visit struct {
	news  chan *moment
	calls chan struct{}
}

// maxVisits bounds how many browsers may wait: a newsroom has fewer screens.
const maxVisits = 64

// New is a server that has nothing to show yet.
func New(o Options) *Server {
	s := &Server{o: o, visits: make(map[*visit]bool), closed: make(chan struct{}), pages: make(map[string]drawable)}
	s.before = versionOf(o.Before, o.BeforeName)
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

// versionBytes is enough that no two states are mistaken for each other.
const versionBytes = 12

// Publish shows a state and tells those who look. It is false when the state
// differs in nothing from the one that is shown.
func (s *Server) Publish(st State) bool {
	s.publishing.Lock()
	defer s.publishing.Unlock()
	return s.publish(st)
}

func (s *Server) publish(st State) bool {
	s.mu.Lock()
	m := &moment{State: st, hashes: make(map[*page.Page]string), before: s.before}
	s.mu.Unlock()
	m.report = report.Build(st.Edition, st.Problems, st.Places, s.o.Lang)
	sum := sha256.New()
	fmt.Fprintln(sum, st.Broken, m.report.Totals, m.report.Jumps)
	if m.before != nil {
		fmt.Fprintln(sum, m.before.name, len(m.before.pages))
		for _, number := range slices.Sorted(maps.Keys(m.before.pages)) {
			fmt.Fprintln(sum, m.before.pages[number].hash)
		}
	}
	for i := range m.report.Problems {
		fmt.Fprintf(sum, "%+v\n", m.report.Problems[i])
	}
	for i := range m.report.Pages {
		fmt.Fprintf(sum, "%+v\n", m.report.Pages[i].Slots)
		enc := json.NewEncoder(sum)
		_ = enc.Encode(m.report.Pages[i].Remarks) // a hash takes everything
		_ = enc.Encode(m.report.Pages[i].Signed)
	}
	fresh := make(map[string]drawable)
	if st.Edition != nil {
		hashes := make([]string, len(st.Edition.Pages))
		parallel.Each(len(hashes), func(i int) { hashes[i] = page.Sum(st.Edition.Pages[i], st.Stamp) })
		for i, p := range st.Edition.Pages {
			h := hashes[i]
			m.hashes[p] = h
			fresh[h] = drawable{p, st.Draw}
			fmt.Fprintln(sum, h)
		}
	}
	m.version = hex.EncodeToString(sum.Sum(nil)[:versionBytes])
	m.body = sync.OnceValues(func() ([]byte, error) { return s.write(m, false) })
	m.bench = sync.OnceValues(func() ([]byte, error) { return s.write(m, true) })
	m.quick = sync.OnceValue(m.changed)

	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now != nil && s.now.version == m.version {
		return false
	}
	m.older = s.now.shown()
	s.now, s.older, s.pages = m, s.pages, fresh
	for v := range s.visits {
		v.tell(m)
	}
	return true
}

// tell leaves the newest news; older ones that were not read are forgotten.
func (v *visit) tell(m *moment) {
	select {
	case <-v.news:
	default:
	}
	v.news <- m // only tell sends, under the server's lock, so there is room
}

// shown are the pages of a moment by their numbers.
func (m *moment) shown() map[int]shown {
	out := make(map[int]shown)
	if m != nil && m.Edition != nil {
		for _, p := range m.Edition.Pages {
			out[p.Number] = shown{p, m.hashes[p]}
		}
	}
	return out
}

// Patches: more, or larger ones, than that are slower than the page as a whole.
const (
	mostPatches = 12
	patchShare  = 3 // of the page, at most one in so many
)

// patches are the places at which a page differs from the state of it before, in whole
// points; none: too many, or too large.
func patches(was, p *page.Page) (changed []geom.Rect) {
	area := geom.Length(0) // in square points
	for _, r := range Changes(was, p) {
		const reach = 3 * geom.Pt // of letters beyond their ems, and of edges
		x, y := max(r.X-reach, 0)/geom.Pt, max(r.Y-reach, 0)/geom.Pt
		w, h := geom.DivCeil(min(r.Right()+reach, p.Trim.W)-x*geom.Pt, geom.Pt), geom.DivCeil(min(r.Bottom()+reach, p.Trim.H)-y*geom.Pt, geom.Pt)
		if w < 1 || h < 1 {
			continue
		}
		area += w * h
		changed = append(changed, geom.Rect{X: x * geom.Pt, Y: y * geom.Pt, W: w * geom.Pt, H: h * geom.Pt})
	}
	if whole := (p.Trim.W / geom.Pt) * (p.Trim.H / geom.Pt); len(changed) > mostPatches || area*patchShare > whole {
		return nil
	}
	return changed
}

// changedPage is a page that has changed, for a browser that shows it as it was.
type changedPage struct {
	Page    int    `json:"page"`
	Was     string `json:"was"` // its hash
	Hash    string `json:"hash"`
	Patches string `json:"patches"` // where (report.Spans); empty: it is shown anew as a whole
}

// changed is what quick gives.
func (m *moment) changed() []byte {
	list := []changedPage{}
	if m.Edition != nil {
		for _, p := range m.Edition.Pages {
			was := m.older[p.Number]
			if was.page == nil || was.hash == m.hashes[p] || was.page.Trim != p.Trim {
				continue
			}
			list = append(list, changedPage{p.Number, was.hash, m.hashes[p], report.Spans(patches(was.page, p))})
		}
	}
	out, err := json.Marshal(list)
	if err != nil {
		return []byte("[]") // the page for the browser brings them
	}
	return out
}

// write makes the page for the browser.
func (s *Server) write(m *moment, editing bool) ([]byte, error) {
	var b bytes.Buffer
	o := report.HTML{
		Lang: s.o.Lang, Live: true, Version: m.version, Broken: m.Broken,
		Print: func(p *page.Page) string { return "page/" + m.hashes[p] + ".png" },
		Hash:  func(p *page.Page) string { return m.hashes[p] },
	}
	if editing {
		o.Modules, o.Styles = s.o.Modules, s.o.Styles
	}
	n := 0
	o.Crop = func(report.Line) string {
		n++ // the lines are asked for in the order of the report
		return fmt.Sprintf("line/%s/%d.png", m.version, n-1)
	}
	if m.before != nil {
		o.Before = func(number int) (string, geom.Size) {
			if p, ok := m.before.pages[number]; ok {
				return "page/" + p.hash + ".png", p.page.Trim
			}
			return "", geom.Size{}
		}
		o.Changes = func(p *page.Page) string {
			return "changes/" + cmp.Or(m.before.pages[p.Number].hash, notThere) + "/" + m.hashes[p] + ".txt"
		}
	}
	err := m.report.WriteHTML(&b, m.Edition, o)
	return b.Bytes(), err
}

// notThere stands for the hash of a page that the other version does not have.
const notThere = "none"

// changes finds where a page of now differs from the other version.
func (v *version) changes(d drawable) []geom.Rect {
	before := v.pages[d.page.Number].page
	if before != nil && v.Changes != nil {
		return v.Changes(d.page, d.draw)
	}
	return Changes(before, d.page)
}

// serveChanges answers changes/WAS/NOW.txt, the hashes of a page in the other version and
// now: where they differ.
func (s *Server) serveChanges(w http.ResponseWriter, r *http.Request, parts []string) {
	now, isText := strings.CutSuffix(parts[2], ".txt")
	d, known := s.page(now)
	s.mu.Lock()
	v := s.before
	s.mu.Unlock()
	if !isText || !known || v == nil || cmp.Or(v.pages[d.page.Number].hash, notThere) != parts[1] {
		http.NotFound(w, r)
		return
	}
	found, err := s.cache.get(strings.Join(parts, "/"), func() ([]byte, error) { return []byte(report.Spans(v.changes(d))), nil })
	if err != nil {
		http.Error(w, "the pages cannot be compared", http.StatusInternalServerError)
		return
	}
	serveKept(w, r, "text/plain; charset=utf-8", found)
}

// serveKept answers with what a name means for ever.
func serveKept(w http.ResponseWriter, r *http.Request, kind string, data []byte) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(data)))
	h.Set("Cache-Control", "private, max-age=86400, immutable")
	if r.Method == http.MethodGet {
		allow(w)             // making it took its own time
		_, _ = w.Write(data) // the browser may have gone
	}
}

// ServeHTTP answers a request of who reads.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.serve(w, r, false) }

// Editing answers requests of those who edit: the same page, with the modules that
// the options name.
func (s *Server) Editing() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, true) })
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request, editing bool) {
	allow(w)
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	switch {
	case !OwnHost(r):
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
		s.serveBody(w, r, editing)
	case report.File(r.URL.Path[1:]) != nil:
		serveFile(w, r)
	case r.URL.Path == "/events":
		s.serveEvents(w, r)
	case parts[0] == "changes" && len(parts) == 3:
		s.serveChanges(w, r, parts)
	case parts[0] == "page" || parts[0] == "part" || parts[0] == "tile" || parts[0] == "line":
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

// OwnHost tells whether a request names this machine by an address that it
// reached, or by the name every machine has for itself.
func OwnHost(r *http.Request) bool {
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

// serveFile answers with a file of the page.
func serveFile(w http.ResponseWriter, r *http.Request) {
	kind := "text/css; charset=utf-8"
	if strings.HasSuffix(r.URL.Path, ".js") {
		kind = "text/javascript; charset=utf-8"
	}
	data := report.File(r.URL.Path[1:])
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(data) // the browser may have gone
	}
}

func (s *Server) serveBody(w http.ResponseWriter, r *http.Request, editing bool) {
	s.mu.Lock()
	now := s.now
	s.mu.Unlock()
	make := now.body
	if editing {
		make = now.bench
	}
	body, err := make()
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

// Call tells every browser that looks that somebody has come, has gone or is at work elsewhere:
// who wants to know asks who is there.
func (s *Server) Call() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for v := range s.visits {
		select {
		case v.calls <- struct{}{}:
		default: // it is called already
		}
	}
}

// heartbeat keeps connections open through whatever closes silent ones.
const heartbeat = 15 * time.Second

// serveEvents tells a browser of every new state until it goes away. States
// that follow each other faster than they are read become one.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	v := &visit{make(chan *moment, 1), make(chan struct{}, 1)}
	s.mu.Lock()
	full := len(s.visits) >= maxVisits
	if !full {
		s.visits[v] = true
		v.tell(s.now)
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
		case m := <-v.news:
			allow(w)
			if _, err := fmt.Fprintf(w, "event: pages\ndata: %s\n\nevent: edition\nid: %s\ndata: %s\n\n", m.quick(), m.version, m.version); err != nil {
				return
			}
		case <-v.calls:
			allow(w)
			if _, err := io.WriteString(w, "event: here\ndata:\n\n"); err != nil {
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
	if s.before != nil {
		for _, b := range s.before.pages {
			if b.hash == hash {
				return drawable{b.page, s.before.Draw}, true
			}
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

// servePicture answers page/HASH.png, part/HASH/X/Y/W/H.png (points), tile/HASH/DPI/X/Y.png and
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
	serveKept(w, r, "image/png", png)
}

// wanted says what part of which page a name means; an empty window is the
// whole page, a dpi of 0 that of pages.
func (s *Server) wanted(parts []string) (d drawable, window geom.Rect, dpi int, ok bool) {
	switch {
	case parts[0] == "page" && len(parts) == 2:
		d, ok = s.page(parts[1])
		return d, window, 0, ok
	case parts[0] == "part" && len(parts) == 6:
		d, ok = s.page(parts[1])
		x, y, w, h := count(parts[2]), count(parts[3]), count(parts[4]), count(parts[5])
		if !ok || x < 0 || y < 0 || w < 1 || h < 1 {
			return d, window, 0, false
		}
		window = geom.Rect{X: geom.Length(x) * geom.Pt, Y: geom.Length(y) * geom.Pt}
		window.W, window.H = min(geom.Length(w)*geom.Pt, d.page.Trim.W-window.X), min(geom.Length(h)*geom.Pt, d.page.Trim.H-window.Y)
		return d, window, 0, window.W > 0 && window.H > 0
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
