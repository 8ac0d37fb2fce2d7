package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/term"
	"golang.org/x/text/width"

	"duikai/cmd/internal/archive"
)

// batchShow tells of a batch while it runs: on a terminal some lines that are
// redrawn, otherwise a line an issue, or JSON for scripts.
type batchShow struct {
	a     *app
	w     io.Writer
	out   string
	json  *json.Encoder // nil: in words
	tty   *os.File      // nil: plain lines
	start time.Time

	mu      sync.Mutex
	wanted  int
	done    int // set now
	skipped int
	failed  int
	pages   int
	workers map[int]working // by number
	drawn   int             // lines on the terminal now
	ended   bool

	ticker chan struct{} // closed at the end
	redraw sync.WaitGroup
}

// working is what a worker does.
type working struct {
	path  string
	since time.Time
}

func (a *app) showBatch(events bool, out string) *batchShow {
	s := &batchShow{a: a, w: a.stderr, out: out, start: time.Now(), workers: make(map[int]working)}
	if events {
		s.json = jsonLines(a.stdout)
	}
	if f, ok := a.stderr.(*os.File); ok && !events && term.IsTerminal(int(f.Fd())) {
		s.tty, s.ticker = f, make(chan struct{})
		s.redraw.Go(s.tick)
	}
	return s
}

// tick redraws what the time changes.
func (s *batchShow) tick() {
	t := time.NewTicker(progressEvery)
	defer t.Stop()
	for {
		select {
		case <-s.ticker:
			return
		case <-t.C:
			s.mu.Lock()
			s.draw()
			s.mu.Unlock()
		}
	}
}

// end wipes what is redrawn.
func (s *batchShow) end() {
	if s.tty == nil {
		return
	}
	close(s.ticker)
	s.redraw.Wait()
	s.wipe()
}

// event takes an event in.
func (s *batchShow) event(e archive.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count(e)
	if s.json != nil {
		_ = s.json.Encode(e) // the sticky writer remembers a failure
		return
	}
	for _, line := range s.lines(e) {
		s.wipe()
		fmt.Fprintln(s.w, line)
	}
	s.draw()
}

// count keeps the figures of the display.
func (s *batchShow) count(e archive.Event) {
	switch e.Kind {
	case archive.Plan:
		s.wanted = e.Wanted
	case archive.Ended:
		s.ended = true // the summary is the last that is seen
	case archive.Started:
		s.workers[e.Worker] = working{e.Path, time.Now()}
	case archive.Finished:
		for n, w := range s.workers {
			if w.path == e.Path {
				delete(s.workers, n)
			}
		}
		switch {
		case e.Status != archive.Done:
			s.failed++
		case e.Skipped:
			s.skipped++
		default:
			s.done++
			s.pages += e.Pages
		}
	}
}

// lines says an event in words; nothing for what a reader need not know.
func (s *batchShow) lines(e archive.Event) []string {
	a := s.a
	switch e.Kind {
	case archive.Plan:
		return []string{fmt.Sprintf(a.say("%d issues found, %d wanted", "找到 %d 期，要排 %d 期"), e.Found, e.Wanted)}
	case archive.NoFolder:
		return []string{fmt.Sprintf(a.say("the folder %s cannot be searched: %s", "文件夹 %s 无法查找：%s"), printable(e.Path), e.Detail)}
	case archive.Ledger:
		return []string{fmt.Sprintf(a.say("the record of earlier runs is damaged and was put aside as %s; everything is set anew", "以前的记录已损坏，移存为 %s；全部重排"), e.Name)}
	case archive.Replaced:
		return []string{fmt.Sprintf(a.say("%s is not as it was written; its issue is set again", "%s 与写出时不同，重排该期"), e.Name)}
	case archive.Trouble:
		return []string{fmt.Sprintf(a.say("something is wrong on this machine: %s", "本机有问题：%s"), printable(e.Detail))}
	case archive.NotMade:
		return []string{fmt.Sprintf(a.say("%s was not joined: %s", "%s 未能合并：%s"), e.Name, e.Detail)}
	case archive.Joined:
		if e.Skipped {
			return nil
		}
		return []string{fmt.Sprintf(a.say("joined %s: %d issues", "已合并 %s：%d 期"), e.Name, e.Issues)}
	case archive.Finished:
		return s.finished(e)
	case archive.Ended:
		return s.summary(e.Summary)
	}
	return nil
}

func (s *batchShow) finished(e archive.Event) []string {
	if e.Status != archive.Done {
		return s.a.failure(e.Record())
	}
	if e.Skipped || s.tty != nil {
		return nil // thousands of them say nothing
	}
	return []string{fmt.Sprintf(s.a.say("[%d/%d] %s.pdf: pages: %d, %.2f s", "［%d/%d］%s.pdf：%d 版，%.2f 秒"),
		s.done+s.skipped+s.failed, s.wanted, e.Name, e.Pages, e.Seconds)}
}

func (s *batchShow) summary(sum *archive.Summary) []string {
	a := s.a
	lines := []string{fmt.Sprintf(a.say(
		"%d issues set (%d pages, %.1f pages/s), %d unchanged, %d failed, in %s",
		"排好 %d 期（%d 版，每秒 %.1f 版），未改动 %d 期，失败 %d 期，用时 %s"),
		sum.Done, sum.Pages, float64(sum.Pages)/max(sum.Seconds, 0.001), sum.Skipped, sum.Failed, clock(sum.Seconds))}
	if sum.Foreign > 0 {
		lines = append(lines, fmt.Sprintf(a.say("%d files there are not of this batch and were left alone", "其中 %d 个文件不属于本批处理，未动"), sum.Foreign))
	}
	return append(lines, fmt.Sprintf(a.say("see %s/report.html", "详见 %s/report.html"), strings.TrimRight(s.out, "/")))
}

// clock is a time for people.
func clock(seconds float64) string {
	if seconds < 60 {
		return fmt.Sprintf("%.1f s", seconds)
	}
	return time.Duration(seconds * float64(time.Second)).Round(time.Second).String()
}

// wipe takes the redrawn lines off the terminal.
func (s *batchShow) wipe() {
	if s.drawn > 0 {
		fmt.Fprintf(s.w, "\x1b[%dA\r\x1b[J", s.drawn)
		s.drawn = 0
	}
}

// maxWorkerLines is how many workers are shown.
const maxWorkerLines = 16

// draw redraws figures and workers.
func (s *batchShow) draw() {
	if s.tty == nil || s.ended || s.wanted == 0 {
		return
	}
	cols, _, err := term.GetSize(int(s.tty.Fd()))
	if err != nil || cols < 20 {
		cols = 80
	}
	s.wipe()
	lines := []string{s.figures()}
	for n := 1; n <= maxWorkerLines; n++ {
		if w, ok := s.workers[n]; ok {
			lines = append(lines, fmt.Sprintf("  %2d  %5.1f s  %s", n, time.Since(w.since).Seconds(), printable(w.path)))
		}
	}
	for _, l := range lines {
		fmt.Fprintln(s.w, fit(l, cols-1))
	}
	s.drawn = len(lines)
}

func (s *batchShow) figures() string {
	at := s.done + s.skipped + s.failed
	spent := time.Since(s.start)
	left := "-"
	if worked := s.done + s.failed; worked > 0 && at < s.wanted {
		left = clock(spent.Seconds() / float64(at) * float64(s.wanted-at))
	}
	return fmt.Sprintf(s.a.say(
		"%3d%%  %d of %d: %d done, %d unchanged, %d failed; %.1f pages/s, %s left",
		"%3d%%  第 %d／%d 期：完成 %d，未改动 %d，失败 %d；每秒 %.1f 版，还需 %s"),
		100*at/max(s.wanted, 1), at, s.wanted, s.done, s.skipped, s.failed, float64(s.pages)/spent.Seconds(), left)
}

// fit cuts a line to the columns of a terminal, in which a Han character takes
// two.
func fit(line string, cols int) string {
	used := 0
	for i, r := range line {
		w := 1
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			w = 2
		}
		if used += w; used > cols {
			return line[:i]
		}
	}
	return line
}

// printable makes control characters visible: a folder's name must not move
// the cursor of a terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\t' {
			return '\ufffd'
		}
		return r
	}, s)
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	return s
}

// jsonLines writes values for scripts, one a line, with their characters as they are.
func jsonLines(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc
}
