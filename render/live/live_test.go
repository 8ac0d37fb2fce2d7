package live

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"duikai/layout/diag"
	"duikai/layout/geom"
	"duikai/layout/page"
)

// state is an edition of pages that hold a rule at some heights.
func state(heights ...int) State {
	e := &page.Edition{Paper: "望汀日报", Date: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}
	for i, h := range heights {
		p := &page.Page{Number: i + 1, Trim: geom.Size{W: 600 * geom.Pt, H: 300 * geom.Pt}}
		y := geom.Length(h) * geom.Pt
		p.Items = []page.Item{&page.Rule{From: geom.Point{X: 0, Y: y}, To: geom.Point{X: 100 * geom.Pt, Y: y}, Width: 500, Ink: page.Black}}
		e.Pages = append(e.Pages, p)
	}
	return State{Edition: e, Stamp: func(string) string { return "" }, Draw: func(p *page.Page, dpi int) ([]byte, error) {
		return fmt.Appendf(nil, "%v at %d", p.Trim, dpi), nil
	}}
}

func serve(t *testing.T, o Options) (*Server, *httptest.Server) {
	t.Helper()
	o.DPI = 110
	s := New(o)
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	t.Cleanup(s.Close) // before web, which waits for its connections
	return s, web
}

func get(t *testing.T, url string, change func(*http.Request)) (code int, body string, h http.Header) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(r)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(b), answer.Header
}

// TestHosts: only requests that name this machine are answered.
func TestHosts(t *testing.T) {
	_, web := serve(t, Options{})
	port := web.URL[strings.LastIndex(web.URL, ":"):]
	for host, want := range map[string]int{
		"127.0.0.1" + port: http.StatusOK, "localhost" + port: http.StatusOK, "LOCALHOST": http.StatusOK, "127.0.0.1": http.StatusOK,
		"evil.example": http.StatusMisdirectedRequest, "evil.example" + port: http.StatusMisdirectedRequest,
		"127.0.0.1.evil.example": http.StatusMisdirectedRequest, "localhost.evil.example": http.StatusMisdirectedRequest,
		"10.0.0.1" + port: http.StatusMisdirectedRequest, "[::1]" + port: http.StatusMisdirectedRequest, "0x7f.1": http.StatusMisdirectedRequest,
	} {
		for _, path := range []string{"/", "/events", "/page/0.png"} {
			if path == "/events" && want == http.StatusOK {
				continue // it would never end
			}
			code, _, _ := get(t, web.URL+path, func(r *http.Request) { r.Host = host })
			if code != want && (path == "/" || want != http.StatusOK) {
				t.Errorf("Host %s, %s: %d, want %d", host, path, code, want)
			}
		}
	}
	if code, _, _ := get(t, web.URL, func(r *http.Request) {
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		r.Header.Set("Sec-Fetch-Mode", "no-cors")
	}); code != http.StatusForbidden {
		t.Errorf("a page from elsewhere gets %d", code)
	}
}

// TestPaths: nothing is served but what the server draws, whatever the path.
func TestPaths(t *testing.T) {
	s, web := serve(t, Options{})
	s.Publish(state(10, 20))
	_, body, h := get(t, web.URL+"/", nil)
	if h.Get("Cache-Control") != "no-store" || h.Get("X-Frame-Options") != "DENY" {
		t.Errorf("headers %v", h)
	}
	names := regexp.MustCompile(`src="(page/[0-9a-f]+\.png)"`).FindAllStringSubmatch(body, -1)
	if len(names) != 2 {
		t.Fatalf("%d pictures", len(names))
	}
	good := web.URL + "/" + names[0][1]
	if code, png, h := get(t, good, nil); code != http.StatusOK || png != "{600pt 300pt} at 110" || !strings.Contains(h.Get("Cache-Control"), "immutable") {
		t.Errorf("%d %q %v", code, png, h)
	}
	hash := strings.TrimSuffix(strings.TrimPrefix(names[0][1], "page/"), ".png")
	for path, want := range map[string]string{
		"/tile/" + hash + "/220/0/0.png":     "{256pt 256pt} at 220",
		"/tile/" + hash + "/220/2/1.png":     "{88pt 44pt} at 220",
		"/tile/" + hash + "/880/9/4.png":     "{24pt 44pt} at 880",
		"/part/" + hash + "/10/20/30/40.png": "{30pt 40pt} at 110", "/part/" + hash + "/590/290/30/40.png": "{10pt 10pt} at 110",
		"/part/" + hash + "/600/0/1/1.png": "", "/part/" + hash + "/0/0/0/1.png": "", "/part/" + hash + "/-1/0/1/1.png": "", "/part/" + hash + "/0/0/1.png": "",
		"/tile/" + hash + "/220/3/0.png": "", "/tile/" + hash + "/220/-1/0.png": "", "/tile/" + hash + "/300/0/0.png": "",
		"/tile/" + hash + "/220/00/0.png": "", "/tile/" + hash + "/220/0/0": "", "/tile/" + hash + "/220/99999999999999999999/0.png": "",
		"/page/../issue.yaml": "", "/../../etc/passwd": "", "/page/%2e%2e%2f%2e%2e%2fetc%2fpasswd.png": "", "/issue.yaml": "", "/stories/a.md": "",
		"/page/" + hash: "", "/page/" + hash + ".png/": "", "//page/" + hash + ".png": "", "/page/" + strings.Repeat("0", 24) + ".png": "",
		"/line/" + s.Version() + "/0.png": "", "/events/": "", "/page": "", "/.png": "", "/index.html": "",
	} {
		code, got, _ := get(t, web.URL, func(r *http.Request) { r.URL.Opaque = "//" + r.URL.Host + path })
		switch {
		case want == "" && code != http.StatusNotFound:
			t.Errorf("%s: %d %q", path, code, got)
		case want != "" && got != want:
			t.Errorf("%s: %d %q, want %q", path, code, got, want)
		}
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions} {
		if code, _, _ := get(t, web.URL, func(r *http.Request) { r.Method = method }); code != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, code)
		}
	}
}

// events reads the events of a server until ctx ends.
func events(ctx context.Context, t *testing.T, url string) <-chan string {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if got := answer.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Fatalf("content type %q", got)
	}
	out := make(chan string)
	go func() {
		defer answer.Body.Close()
		defer close(out)
		event := ""
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				event = name
			}
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			if lines.Text() == "data:" {
				data, ok = event, event == "here"
			}
			if ok && (event == "edition" || event == "here") {
				select {
				case out <- data:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return out
}

// TestEvents: who looks is told of the state there is and of every new one, and
// not of one that is the same.
func TestEvents(t *testing.T) {
	s, web := serve(t, Options{})
	first := events(t.Context(), t, web.URL)
	if got := <-first; got != s.Version() {
		t.Errorf("the first event names %s, not %s", got, s.Version())
	}
	for _, h := range []int{1, 2, 3} {
		if !s.Publish(state(h)) {
			t.Fatal("not published")
		}
		if got := <-first; got != s.Version() {
			t.Errorf("an event names %s, not %s", got, s.Version())
		}
	}
	if s.Publish(state(3)) {
		t.Error("the same state is published twice")
	}
	s.Call()
	if got := <-first; got != "here" {
		t.Errorf("a call comes as %s", got)
	}
	broken := state(3)
	broken.Broken = true
	broken.Problems = diag.List{diag.New(diag.BadYAML, diag.Pos{File: "issue.yaml", Line: 3, Col: 4}, "x")}
	s.Publish(broken)
	if got := <-first; got != s.Version() {
		t.Errorf("an event names %s, not %s", got, s.Version())
	}
	_, body, _ := get(t, web.URL, nil)
	for _, want := range []string{`role="alert"`, "issue.yaml:3:4", `src="page/`} {
		if !strings.Contains(body, want) {
			t.Errorf("the page of a broken issue has no %s", want)
		}
	}
	s.Close()
	if _, more := <-first; more {
		t.Error("the connection stays when the server ends")
	}
}

// clocked is a connection that counts its deadlines; each is good for one write.
type clocked struct {
	*httptest.ResponseRecorder
	mu     sync.Mutex
	ready  bool
	late   []string
	latest time.Duration
}

func (c *clocked) SetWriteDeadline(at time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ready, c.latest = true, max(c.latest, time.Until(at))
	return nil
}

func (c *clocked) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.ready {
		c.late = append(c.late, string(b[:min(len(b), 20)]))
	}
	c.ready = false
	return c.ResponseRecorder.Write(b)
}

// TestWriteDeadlines: every answer and every event has a time of its own by which
// it must be read; who reads nothing keeps no connection.
func TestWriteDeadlines(t *testing.T) {
	s := New(Options{DPI: 110})
	s.Publish(state(1))
	_, body, _ := func() (int, string, http.Header) {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost/", nil))
		return w.Code, w.Body.String(), w.Header()
	}()
	picture := regexp.MustCompile(`page/[^"]*\.png`).FindString(body)
	if picture == "" {
		t.Fatal("the page shows no picture")
	}
	for _, path := range []string{"/", "/" + picture, "/nothing", "/events"} {
		w := &clocked{ResponseRecorder: httptest.NewRecorder()}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost"+path, nil).WithContext(ctx))
			close(done)
		}()
		for path == "/events" { // until the first event is written
			w.mu.Lock()
			n := w.Body.Len()
			w.mu.Unlock()
			if n > 0 {
				break
			}
			runtime.Gosched()
		}
		if path == "/events" {
			cancel()
		}
		<-done
		cancel()
		if len(w.late) > 0 || w.Body.Len() == 0 {
			t.Errorf("%s writes %q without a deadline, %d bytes", path, w.late, w.Body.Len())
		}
		if w.latest <= 0 || w.latest > answerTime {
			t.Errorf("%s may take %v", path, w.latest)
		}
	}
}

// TestVisitsAreBounded: waiting browsers are let in up to a number, and again
// when others have gone.
func TestVisitsAreBounded(t *testing.T) {
	s, web := serve(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	for range maxVisits {
		<-events(ctx, t, web.URL)
	}
	if code, _, _ := get(t, web.URL+"/events", nil); code != http.StatusServiceUnavailable {
		t.Errorf("one more gets %d", code)
	}
	cancel()
	for {
		s.mu.Lock()
		n := len(s.visits)
		s.mu.Unlock()
		if n == 0 {
			break
		}
		runtime.Gosched()
	}
	<-events(t.Context(), t, web.URL)
}

// TestUnchangedPagesKeepTheirNames: a browser asks only for pages that changed.
func TestUnchangedPagesKeepTheirNames(t *testing.T) {
	s, web := serve(t, Options{})
	find := func() (names []string) {
		_, body, _ := get(t, web.URL, nil)
		for _, m := range regexp.MustCompile(`data-hash="(\w+)"`).FindAllStringSubmatch(body, -1) {
			names = append(names, m[1])
		}
		return names
	}
	s.Publish(state(1, 2, 3))
	before := find()
	s.Publish(state(1, 9, 3))
	now := find()
	if len(now) != 3 || before[0] != now[0] || before[1] == now[1] || before[2] != now[2] {
		t.Errorf("before %v, now %v", before, now)
	}
	if code, _, _ := get(t, web.URL+"/page/"+before[1]+".png", nil); code != http.StatusOK {
		t.Errorf("the page of the state before gets %d", code)
	}
	s.Publish(state(1, 8, 3))
	s.Publish(state(1, 7, 3))
	if code, _, _ := get(t, web.URL+"/page/"+now[1]+".png", nil); code != http.StatusNotFound {
		t.Errorf("a page of long ago gets %d", code)
	}
}

// TestPatches: browsers are told where a page of which little has changed differs from
// the state before; one of which much has is shown anew as a whole, and of one that is
// new, or the same, nothing is told.
func TestPatches(t *testing.T) {
	s, _ := serve(t, Options{})
	hash := func() string { return s.now.hashes[s.now.Edition.Pages[0]] }
	var was string
	told := func(name, patches string) {
		t.Helper()
		want := fmt.Sprintf(`[{"page":1,"was":%q,"hash":%q,"patches":%q}]`, was, hash(), patches)
		if was == "" || was == hash() {
			want = "[]"
		}
		if got := string(s.now.quick()); got != want {
			t.Errorf("%s: told is %s, not %s", name, got, want)
		}
		was = hash()
	}
	s.Publish(state(50))
	told("new", "")
	s.Publish(state(90))
	told("a line has moved", "0 46 104 8, 0 86 104 8")
	broken := state(90)
	broken.Broken = true
	s.Publish(broken)
	told("the same", "")
	full := state(90)
	full.Edition.Pages[0].Items = append(full.Edition.Pages[0].Items,
		&page.Rule{From: geom.Point{Y: 150 * geom.Pt}, To: geom.Point{X: 590 * geom.Pt, Y: 150 * geom.Pt}, Width: 200 * geom.Pt, Ink: page.Black})
	s.Publish(full)
	told("much has changed", "")
	wide := state(90)
	wide.Edition.Pages[0].Trim.W *= 2
	s.Publish(wide)
	was = ""
	told("another size", "")
}

func TestChanges(t *testing.T) {
	old, now := state(50).Edition.Pages[0], state(50).Edition.Pages[0]
	if c := Changes(old, now); len(c) != 0 {
		t.Errorf("the same page changes at %v", c)
	}
	now.Items = append(now.Items,
		&page.Fill{Rect: geom.Rect{X: 100000, Y: 100000, W: 5000, H: 5000}, Ink: page.Black},
		&page.Fill{Rect: geom.Rect{X: 107000, Y: 100000, W: 5000, H: 5000}, Ink: page.Black},
		&page.Fill{Rect: geom.Rect{X: 200000, Y: 100000, W: 5000, H: 5000}, Ink: page.Black})
	want := []geom.Rect{{X: 100000, Y: 100000, W: 12000, H: 5000}, {X: 200000, Y: 100000, W: 5000, H: 5000}}
	for _, got := range [][]geom.Rect{Changes(old, now), Changes(now, old)} { // what went is a change too
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("changes %v, want %v", got, want)
		}
	}
	if c := Changes(nil, now); len(c) != 1 || c[0].W != now.Trim.W {
		t.Errorf("a new page changes at %v", c)
	}
}

// TestAgainst: the other version is there to look at, with what changed.
func TestAgainst(t *testing.T) {
	before := state(10, 20)
	s, web := serve(t, Options{Before: &before})
	s.Publish(state(10, 25, 30))
	_, body, _ := get(t, web.URL, nil)
	if got := strings.Count(body, `class="sheet before"`); got != 2 {
		t.Errorf("%d pages have another version", got)
	}
	var counts []int
	for _, m := range regexp.MustCompile(`<g class="ov-changes" data-ask="(changes/[0-9a-z]+/[0-9a-f]+\.txt)">`).FindAllStringSubmatch(body, -1) {
		code, found, _ := get(t, web.URL+"/"+m[1], nil)
		if code != http.StatusOK {
			t.Errorf("%s: %d", m[1], code)
		}
		counts = append(counts, len(strings.FieldsFunc(found, func(r rune) bool { return r == ',' })))
		if code, _, _ := get(t, web.URL+"/"+strings.Replace(m[1], "changes/", "changes/0", 1), nil); code != http.StatusNotFound {
			t.Errorf("another version: %d", code)
		}
	}
	if fmt.Sprint(counts) != "[0 2 1]" {
		t.Errorf("changes %v", counts)
	}
	for _, m := range regexp.MustCompile(`src="(page/[0-9a-f]+\.png)"`).FindAllStringSubmatch(body, -1) {
		if code, _, _ := get(t, web.URL+"/"+m[1], nil); code != http.StatusOK {
			t.Errorf("%s: %d", m[1], code)
		}
	}
}

// TestAgainstAnother: the version that is compared with changes while the pages are
// shown, and may be none; each is a state of its own.
func TestAgainstAnother(t *testing.T) {
	s, web := serve(t, Options{})
	s.Publish(state(10, 25, 30))
	leaves := func() int {
		_, body, _ := get(t, web.URL, nil)
		return strings.Count(body, `class="sheet before"`)
	}
	seen := map[string]bool{s.Version(): true}
	for _, c := range []struct {
		st   State
		name string
		want int
	}{{state(10, 20), "yesterday", 2}, {state(10, 20), "last week", 2}, {state(7), "", 1}} {
		s.Against(&c.st, c.name)
		if got := leaves(); got != c.want || s.AgainstName() != c.name {
			t.Errorf("%q: %d pages have another version; it is %q", c.name, got, s.AgainstName())
		}
		if seen[s.Version()] {
			t.Errorf("%q is no state of its own", c.name)
		}
		seen[s.Version()] = true
	}
	s.Against(nil, "")
	if leaves() != 0 || s.AgainstName() != "" {
		t.Error("it is still compared")
	}
}

// TestDifferences: pictures are compared in squares, and places are points of
// the page.
func TestDifferences(t *testing.T) {
	size := geom.Size{W: 1200 * geom.Pt, H: 600 * geom.Pt}
	white := func() *image.Gray {
		m := image.NewGray(image.Rect(0, 0, 120, 60))
		for i := range m.Pix {
			m.Pix[i] = 255
		}
		return m
	}
	a, b := white(), white()
	b.SetGray(5, 5, color.Gray{Y: 230}) // an edge drawn a little otherwise
	if d := Differences(a, b, size); len(d) != 0 {
		t.Errorf("faint differences are changes: %v", d)
	}
	b.SetGray(13, 5, color.Gray{})
	b.SetGray(24, 5, color.Gray{})
	b.SetGray(119, 59, color.Gray{})
	want := "[{120pt 0pt 240pt 120pt} {1080pt 480pt 120pt 120pt}]"
	if d := fmt.Sprint(Differences(a, b, size)); d != want {
		t.Errorf("differences %v, want %v", d, want)
	}
	if d := Differences(image.NewGray(image.Rect(0, 0, 10, 10)), b, size); len(d) != 1 || d[0].W != size.W {
		t.Errorf("a picture of another size differs in %v", d)
	}
}

func TestCache(t *testing.T) {
	var c cache
	var drawn atomic.Int32
	hold := make(chan struct{})
	var wait sync.WaitGroup
	for range 10 { // asked for at once, drawn once
		wait.Go(func() {
			if b, err := c.get("a", func() ([]byte, error) { drawn.Add(1); <-hold; return []byte("a"), nil }); string(b) != "a" || err != nil {
				t.Error(b, err)
			}
		})
	}
	close(hold)
	wait.Wait()
	if n := drawn.Load(); n != 1 {
		t.Errorf("drawn %d times", n)
	}
	fault := errors.New("fault")
	if _, err := c.get("b", func() ([]byte, error) { return nil, fault }); err != fault {
		t.Error(err)
	}
	if _, err := c.get("b", func() ([]byte, error) { return nil, nil }); err != nil {
		t.Error("a fault is kept")
	}
	big := make([]byte, maxCached/4)
	for i := range 20 {
		_, _ = c.get(fmt.Sprint(i), func() ([]byte, error) { return big, nil })
	}
	if c.size > maxCached || len(c.items) != c.used.Len() || len(c.items) > 5 {
		t.Errorf("%d bytes in %d pictures", c.size, len(c.items))
	}
	func() {
		defer func() { _ = recover() }()
		_, _ = c.get("panic", func() ([]byte, error) { panic("drawing") })
	}()
	if _, err := c.get("panic", func() ([]byte, error) { return nil, nil }); err != nil {
		t.Error("a name is lost after a panic")
	}
}
