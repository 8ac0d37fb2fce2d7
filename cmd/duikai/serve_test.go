package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"duikai/layout/page"
	"duikai/render"
	"duikai/render/live"
	"duikai/samples"
)

// served is a running `duikai serve`.
type served struct {
	t    *testing.T
	url  string
	news *bufio.Scanner
	stop func() int // ends it and gives its exit code
}

// startServe serves an issue and waits for the first event.
func startServe(t *testing.T, args ...string) *served {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	out, in := io.Pipe()
	ended := make(chan int, 1)
	var stderr bytes.Buffer
	go func() {
		code := run(ctx, append([]string{"--lang=en", "serve"}, args...), strings.NewReader(""), in, &stderr, os.Getenv)
		in.Close()
		ended <- code
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("exit code %d: %s", <-ended, stderr.String())
	}
	s := &served{t: t, url: strings.TrimSpace(line)}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"events", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	s.news = bufio.NewScanner(answer.Body)
	s.stop = func() int {
		cancel()
		code := <-ended
		answer.Body.Close()
		http.DefaultClient.CloseIdleConnections()
		return code
	}
	return s
}

// body is the page as it is now.
func (s *served) body() string {
	s.t.Helper()
	return fetched(s.t, s.url)
}

func fetched(t *testing.T, address string) string {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(address, answer.Status, err)
	}
	return string(b)
}

// until waits, from event to event, for a page that holds some text and not
// another.
func (s *served) until(want, not string) string {
	s.t.Helper()
	for {
		if b := s.body(); strings.Contains(b, want) && (not == "" || !strings.Contains(b, not)) {
			return b
		}
		for s.news.Scan() {
			if strings.HasPrefix(s.news.Text(), "data: ") {
				break
			}
		}
		if s.news.Err() != nil {
			s.t.Fatalf("the page never holds %q: %v", want, s.news.Err())
		}
	}
}

const alert = `role="alert"`

// changes is where a page that is shown differs from the other version.
func (s *served) changes(body string) string {
	s.t.Helper()
	m := regexp.MustCompile(`<g class="ov-changes" data-ask="([^"]+)">`).FindStringSubmatch(body)
	if m == nil {
		s.t.Fatalf("the page does not ask for changes:\n%s", body)
	}
	return fetched(s.t, s.url+m[1])
}

func TestServe(t *testing.T) {
	dir := issueFolder(t, good())
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := startServe(t, dir)
	s.until(`id="page-1"`, alert)
	write("issue.yaml", strings.Replace(onePage, "临江", "临海", 1))
	s.until("<h1>临海日报</h1>", "")
	write("issue.yaml", "paper: [\n")
	b := s.until(alert, "")
	if !strings.Contains(b, `id="page-1"`) || !strings.Contains(b, "issue.yaml:1:") {
		t.Error("a broken issue hides the last good page, or the place of its fault")
	}
	write("issue.yaml", onePage)
	s.until("<h1>临江日报</h1>", alert)
	// A folder made later is watched too, and a save by renaming is one.
	if err := os.RemoveAll(filepath.Join(dir, "stories")); err != nil {
		t.Fatal(err)
	}
	s.until("missing-story", "")
	if err := os.Mkdir(filepath.Join(dir, "stories"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(".new.md", harbour)
	if err := os.Rename(filepath.Join(dir, ".new.md"), filepath.Join(dir, "stories", "harbour.md")); err != nil {
		t.Fatal(err)
	}
	s.until(`id="page-1"`, "missing-story")
	if code := s.stop(); code != exitInterrupted {
		t.Errorf("exit code %d", code)
	}
}

// TestServeShared: --share prints an address for reading beside that for editing, and who
// opens the desk to other machines is told what that means. The page loads and runs nothing
// but what this server gives.
func TestServeShared(t *testing.T) {
	dir := issueFolder(t, good())
	for lang, warning := range map[string]string{"en": "warning: other machines reach this server: who has the first address can change the issue", "zh": "警告：别的机器可以访问此服务，得到第一个地址的人都能改动本期"} {
		ctx, cancel := context.WithCancel(t.Context())
		out, in := io.Pipe()
		ended := make(chan int, 1)
		var stderr bytes.Buffer
		go func() {
			ended <- run(ctx, []string{"--lang=" + lang, "serve", dir, "--share", "--listen", "0.0.0.0:0"}, strings.NewReader(""), in, &stderr, os.Getenv)
			in.Close()
		}()
		lines := bufio.NewReader(out)
		read := func(door string) string {
			t.Helper()
			line, err := lines.ReadString('\n')
			m := regexp.MustCompile(`^http://[0-9.]+:\d+/` + door + `/[A-Z2-7]{26}/\n$`).FindStringSubmatch(line)
			if err != nil || m == nil || strings.HasPrefix(line, "http://0.0.0.0:") {
				t.Fatalf("%q, %v", line, err)
			}
			return strings.TrimSpace(line) // which is opened as it is
		}
		edits, reads := read("edit"), read("share")
		policy := regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]+)"`)
		for address, edited := range map[string]bool{edits: true, reads: false} {
			body := fetched(t, address)
			if m := policy.FindStringSubmatch(body); m == nil || !strings.HasPrefix(m[1], "default-src &#39;none&#39;;") || !strings.Contains(m[1], "script-src &#39;self&#39;;") {
				t.Errorf("%s may load and run %v", address, m)
			}
			if strings.Contains(body, "desk/desk.js") != edited || strings.Contains(body, strings.Split(edits, "/")[4]) {
				t.Errorf("%s is for editing, or tells the token of who edits", address)
			}
			answer, err := http.Get(address + "desk/state")
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			if (answer.StatusCode == http.StatusOK) != edited {
				t.Errorf("%s: %s", address, answer.Status)
			}
			answer, err = http.Post(address+"desk/undo", "application/json", strings.NewReader("{}"))
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			if answer.StatusCode < 400 {
				t.Errorf("%s: a page from elsewhere writes: %s", address, answer.Status)
			}
		}
		cancel()
		http.DefaultClient.CloseIdleConnections()
		if code := <-ended; code != exitInterrupted || !strings.Contains(stderr.String(), warning) {
			t.Errorf("exit code %d, %s", code, stderr.String())
		}
	}
}

func TestServeAgainst(t *testing.T) {
	old := issueFolder(t, good())
	files := good()
	files["stories/harbour.md"] = strings.Replace(harbour, "老码头", "新码头", 1)
	s := startServe(t, issueFolder(t, files), "--against", old)
	b := s.until(`class="sheet before"`, alert)
	if s.changes(b) == "" {
		t.Error("the changed headline is not marked")
	}
	s.stop()

	// Against what was proofed before: nothing has changed, then a headline.
	proofs := filepath.Join(t.TempDir(), "proofs")
	if got := duikai(t, "proof", old, "-o", proofs); got.code != exitOK {
		t.Fatal(got.stderr)
	}
	s = startServe(t, old, "--against", proofs)
	b = s.until(`class="sheet before"`, alert)
	if found := s.changes(b); found != "" {
		t.Error("an edition differs from its own proof at", found)
	}
	if err := os.WriteFile(filepath.Join(old, "stories", "harbour.md"), []byte(files["stories/harbour.md"]), 0o644); err != nil {
		t.Fatal(err)
	}
	if s.changes(s.until("新码头", alert)) == "" {
		t.Error("the changed headline is not marked on a proof")
	}
	s.stop()
	if got := duikai(t, "serve", old, "--against", "none"); got.code != exitUnusable || !strings.Contains(got.stderr, "[unreadable]") {
		t.Errorf("exit code %d: %s", got.code, got.stderr)
	}
	if got := duikai(t, "serve", old, "--listen", "8000"); got.code != exitUnusable || !strings.Contains(got.stderr, "--listen takes an address") {
		t.Errorf("exit code %d: %s", got.code, got.stderr)
	}
}

// TestServeAgainstPDF: an edition does not differ from what was rendered of it,
// for a press or for a screen; a headline that was changed later is marked.
func TestServeAgainstPDF(t *testing.T) {
	dir := issueFolder(t, good())
	for _, flags := range [][]string{{"--standard=x1a"}, {"--standard=none"}, {"--reading"}, {"--marks"}} {
		file := filepath.Join(t.TempDir(), "first.Document")
		if got := duikai(t, append([]string{"render", dir, "-o", file}, flags...)...); got.code != exitOK {
			t.Fatal(got.stderr)
		}
		s := startServe(t, dir, "--against", file)
		if found := s.changes(s.until(`class="sheet before"`, alert)); found != "" {
			t.Errorf("%s: an edition differs from its own PDF at %s", flags, found)
		}
		text := strings.Replace(harbour, "老码头", "新码头", 1)
		if err := os.WriteFile(filepath.Join(dir, "stories", "harbour.md"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if s.changes(s.until("新码头", alert)) == "" {
			t.Errorf("%s: the changed headline is not marked", flags)
		}
		s.stop()
		if err := os.WriteFile(filepath.Join(dir, "stories", "harbour.md"), []byte(harbour), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	fine := oddAd("", "", "", streamOf("", "q Q"))
	for name, data := range map[string][]byte{
		"the file is damaged": []byte("%PDF-1.4\n"), "it is no PDF file": []byte("hello"),
		"it is protected by its owner's password": []byte(strings.Replace(fine, "/Size", "/Encrypt "+ownersAlone()+" /Size", 1)),
	} {
		file := filepath.Join(t.TempDir(), "other.pdf")
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
		if got := duikai(t, "serve", dir, "--against", file); got.code != exitUnusable || !strings.Contains(got.stderr, "[unreadable]") || !strings.Contains(got.stderr, name) {
			t.Errorf("%s: exit code %d: %s", name, got.code, got.stderr)
		}
	}
}

// TestPDFOfTheSample: pages full of pictures and advertisements are those of
// their own PDF, and one that lost a picture or a line is not.
func TestPDFOfTheSample(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, samples.Wangting()); err != nil {
		t.Fatal(err)
	}
	f, err := openFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.close()
	now, _, err := newDesk(f, render.Printing{}).set(t.Context())
	if err != nil || now.Edition == nil {
		t.Fatal(err)
	}
	for _, flags := range [][]string{{"--standard=x1a"}, {"--reading"}} {
		file := filepath.Join(t.TempDir(), "first.Document")
		if got := duikai(t, append([]string{"render", dir, "-o", file}, flags...)...); got.code != exitOK {
			t.Fatal(got.stderr)
		}
		before, err := earlierPDF(file, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range now.Edition.Pages {
			if found := before.Changes(p, now.Draw); len(found) > 0 {
				t.Errorf("%s, page %d: differs at %v", flags, p.Number, found)
			}
		}
		if flags[0] == "--reading" { // its pictures are further from those of now
			missed(t, before, now, 0)
			missed(t, before, now, 7)
		}
	}
}

// missed takes a picture, an advertisement and some lines from a page, each by
// itself.
func missed(t *testing.T, before *live.State, now live.State, index int) {
	t.Helper()
	p := *now.Edition.Pages[index]
	lines := 0
	for i, it := range p.Items {
		if _, ok := it.(*page.Text); ok {
			if lines++; lines%200 != 0 {
				continue
			}
		} else if _, ok := it.(*page.Fill); ok {
			continue
		} else if _, ok := it.(*page.Rule); ok {
			continue
		} else if _, ok := it.(*page.Shape); ok {
			continue
		}
		less := p
		less.Items = slices.Delete(slices.Clone(p.Items), i, i+1)
		if len(before.Changes(&less, now.Draw)) == 0 {
			t.Errorf("page %d: %T %d is missed", p.Number, it, i)
		}
	}
}

// held counts what a process must not gather: goroutines, open files, bytes.
func held() (goroutines, files int, heap uint64) {
	names, _ := os.ReadDir("/proc/self/fd") // none elsewhere: 0 each time
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return runtime.NumGoroutine(), len(names), m.HeapAlloc
}

// TestServeManySaves: a thousand saves of good and broken input in turn leave
// nothing behind, and the last one is what is shown.
func TestServeManySaves(t *testing.T) {
	const saves, sync = 1000, 20
	dir := issueFolder(t, good())
	idle, filesIdle, _ := held()
	s := startServe(t, dir)
	s.until(`id="page-1"`, alert)
	var goroutines, files int
	var heap uint64
	for i := 1; i <= saves; i++ {
		text, want, not := strings.Replace(onePage, "临江", fmt.Sprint("临江", i), 1), fmt.Sprintf("<h1>临江%d日报</h1>", i), alert
		if i%2 == 1 {
			text, want, not = fmt.Sprintf("paper: [%d\n", i), alert, ""
		}
		if err := os.WriteFile(filepath.Join(dir, "issue.yaml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if i%sync == 0 || i%sync == 1 { // the others come faster than they are read
			s.until(want, not)
		}
		if i == saves/5 {
			goroutines, files, heap = held()
		}
	}
	g, f, h := held()
	// Some connections come and go with the requests of the test itself.
	if g > goroutines+4 || f > files+4 || h > heap+8<<20 {
		t.Errorf("%d goroutines, %d files, %d bytes after %d saves; %d, %d, %d after a fifth of them", g, f, h, saves, goroutines, files, heap)
	}
	s.stop()
	for g, f, _ = held(); g > idle+2 || f > filesIdle+2; g, f, _ = held() {
		if t.Context().Err() != nil || s.expired() {
			t.Fatalf("%d goroutines and %d files are left of %d and %d", g, f, idle, filesIdle)
		}
		runtime.Gosched()
	}
}

// expired ends a wait that would never end.
func (s *served) expired() bool {
	deadline, ok := s.t.Deadline()
	return ok && time.Until(deadline) < 20*time.Second
}

// TestServeFollowsTheFolder: a folder that is moved away is told, and one that
// is put in its place is shown, whichever way that is done.
func TestServeFollowsTheFolder(t *testing.T) {
	dir := issueFolder(t, good())
	other := func(name string) string {
		files := good()
		files["issue.yaml"] = strings.Replace(onePage, "临江", name, 1)
		return issueFolder(t, files)
	}
	s := startServe(t, dir)
	s.until("<h1>临江日报</h1>", alert)
	if err := os.RemoveAll(dir); err != nil { // rm -rf k; cp -r good k
		t.Fatal(err)
	}
	s.until("unreadable", "")
	if err := os.CopyFS(dir, os.DirFS(other("临海"))); err != nil {
		t.Fatal(err)
	}
	s.until("<h1>临海日报</h1>", alert)
	if err := os.Rename(dir, dir+"-old"); err != nil { // at once
		t.Fatal(err)
	}
	if err := os.Rename(other("临山"), dir); err != nil {
		t.Fatal(err)
	}
	s.until("<h1>临山日报</h1>", alert)
	// The new one is watched.
	if err := os.WriteFile(filepath.Join(dir, "issue.yaml"), []byte(onePage), 0o644); err != nil {
		t.Fatal(err)
	}
	s.until("<h1>临江日报</h1>", alert)
	s.stop()
}
