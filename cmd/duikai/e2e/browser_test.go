package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// program is the path of the built duikai.
var program string

func TestMain(m *testing.M) {
	code, err := testMain(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func testMain(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "duikai-e2e-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "duikai")
	build := exec.Command("go", "build", "-o", program, "./cmd/duikai")
	build.Dir = "../../.."
	if out, err := build.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("building duikai: %v\n%s", err, out)
	}
	defer endBrowser()
	return m.Run(), nil
}

// browserNames are the names Chromium goes by.
var browserNames = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}

// tab is a page of a browser with what went wrong in it.
type tab struct {
	t   testing.TB
	ctx context.Context

	mu     sync.Mutex
	faults []string
}

// errNone tells that there is no Chromium on this machine.
var errNone = errors.New("chromium is not installed; Debian's chromium brings it")

// browser is the one browser of all tests: starting one takes longer than many a test.
var browser = sync.OnceValues(func() (context.Context, error) {
	path := ""
	for _, name := range browserNames {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		return nil, errNone
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium has none for root
	}
	ctx, end := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ = chromedp.NewContext(ctx)
	endBrowser = end
	return ctx, chromedp.Run(ctx)
})

// endBrowser ends it, where it was begun.
var endBrowser context.CancelFunc = func() {}

// open opens an address in a new window, which shares nothing with others: as if it were one
// of a browser of its own. The test fails for every script error and every line that the page
// writes to its console.
func open(t testing.TB, address string, width, height int64, dark bool) *tab {
	t.Helper()
	ctx, err := browser()
	switch {
	case errors.Is(err, errNone) && os.Getenv("DUIKAI_ORACLES") != "1": // as in package oracle, which another module cannot import
		t.Skip(err)
	case err != nil:
		t.Fatal(err)
	}
	all := cdp.WithExecutor(ctx, chromedp.FromContext(ctx).Browser)
	own, err := target.CreateBrowserContext().Do(all)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = target.DisposeBrowserContext(own).Do(all) })
	id, err := target.CreateTarget("about:blank").WithBrowserContextID(own).WithNewWindow(true).WithWidth(width).WithHeight(height).Do(all)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(ctx, chromedp.WithTargetID(id))
	t.Cleanup(cancel)
	ctx, stop := context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(stop)
	b := &tab{t: t, ctx: ctx}
	chromedp.ListenTarget(ctx, func(e any) {
		switch e := e.(type) {
		case *runtime.EventExceptionThrown:
			b.fault("script: %s", e.ExceptionDetails.Error())
		case *runtime.EventConsoleAPICalled:
			for _, a := range e.Args {
				b.fault("console: %s", a.Value)
			}
		case *page.EventJavascriptDialogOpening:
			b.fault("dialog: %s", e.Message)
			go chromedp.Run(ctx, page.HandleJavaScriptDialog(true))
		}
	})
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	b.run(
		emulation.SetDeviceMetricsOverride(width, height, 1, width < 600),
		emulation.SetFocusEmulationEnabled(true), // other windows have the keys of the system, not of the page
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}),
		chromedp.Navigate(address),
	)
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, f := range b.faults {
			t.Error(f)
		}
	})
	return b
}

func (b *tab) fault(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, fmt.Sprintf(format, args...))
}

func (b *tab) run(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// is fails the test unless a JavaScript condition comes to hold. One of something that is
// not there does not hold.
func (b *tab) is(condition string) {
	b.t.Helper()
	b.until(condition, func() bool {
		holds := false
		err := chromedp.Run(b.ctx, chromedp.Evaluate(`(() => { try { return Boolean(`+condition+`); } catch (e) { if (e instanceof TypeError) return false; throw e; } })()`, &holds))
		if fault := (*runtime.ExceptionDetails)(nil); errors.As(err, &fault) {
			b.t.Fatalf("%s: %v", condition, err)
		}
		return err == nil && holds // between two pages no script runs
	})
}

func (b *tab) text(expression string) (s string) {
	b.t.Helper()
	b.run(chromedp.Evaluate(expression, &s))
	return s
}

// does runs a script that gives nothing, and waits until it is done.
func (b *tab) does(script string) {
	b.t.Helper()
	b.run(chromedp.Evaluate(`(async () => { `+script+` })()`, nil, awaited))
}

func awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

// shoot keeps a picture of the window where DUIKAI_SHOTS names a folder, to be
// looked at.
func (b *tab) shoot(name string) {
	b.t.Helper()
	dir := os.Getenv("DUIKAI_SHOTS")
	if dir == "" {
		return
	}
	var png []byte
	b.run(chromedp.CaptureScreenshot(&png))
	if err := os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// issue writes the sample edition into a new folder.
func issue(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "issue")
	if out, err := exec.Command(program, "new", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return dir
}

// spread is the first two pages of the sample edition, with their stories and no others: for
// tests that look at no more of it. A browser takes a quarter of the time for it.
func spread(t testing.TB) string {
	t.Helper()
	dir := issue(t)
	pages := ""
	edit(t, dir, "issue.yaml", func(s string) string {
		pages = s[:strings.Index(s, "  - number: 3")]
		return regexp.MustCompile(`, stories: \[[^]]*\]`).ReplaceAllString(pages, "") // of the digest: those of other pages
	})
	stories, err := filepath.Glob(filepath.Join(dir, "stories", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range stories {
		if id := strings.TrimSuffix(filepath.Base(name), ".md"); !strings.Contains(pages, "story: "+id+",") {
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
		}
	}
	return dir
}

// edit changes a file of an issue.
func edit(t testing.TB, dir, name string, change func(string) string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := change(string(old))
	if text == string(old) {
		t.Fatalf("%s does not change", name)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// faulty is the sample edition with a story too long, a story missing and a
// manuscript that tries to be a page of its own.
func faulty(t *testing.T) string {
	t.Helper()
	dir := issue(t)
	edit(t, dir, "stories/hepu-port.md", func(s string) string {
		return s + "\n\n<script>alert(1)</script>\"><img src=x onerror=alert(2)>\n\n" + strings.Repeat("清晨的江面上，拖轮一艘接着一艘。", 60)
	})
	edit(t, dir, "issue.yaml", func(s string) string {
		s = strings.Replace(s, "story: brief-weather,", "story: brief-gone,", 1)
		return strings.Replace(s, "paper: 望汀日报", "paper: \"望汀<b>日报</b></title><script>alert(3)</script>\"", 1)
	})
	return dir
}

// reported writes the report of an issue and gives its address.
func reported(t *testing.T, dir, lang string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.html")
	out, err := exec.Command(program, "--lang", lang, "report", dir, "-o", file).CombinedOutput()
	if _, statErr := os.Stat(file); statErr != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return "file://" + file
}

const shown = `getComputedStyle(document.querySelector('.ov-%s')).display !== 'none'`

func TestReport(t *testing.T) {
	t.Parallel()
	b := open(t, reported(t, faulty(t), "en"), 1400, 900, false)
	b.is(`document.querySelectorAll('.page').length === 8`)
	b.is(`document.querySelector('#page-1 .print').naturalWidth > 1000`)
	if title := b.text(`document.querySelector('h1').textContent`); title != "望汀<b>日报</b></title><script>alert(3)</script>" {
		t.Errorf("the paper is called %q", title)
	}
	b.is(`!document.querySelector('h1 b, .panel script, .panel img[src=x]')`)
	b.shoot("desktop-light")

	t.Run("overlays", func(t *testing.T) {
		b.t = t
		for name, key := range map[string]string{"grid": "g", "frames": "f", "baselines": "b", "faults": "x", "jumps": "j", "crop": "c"} {
			b.is("!(" + fmt.Sprintf(shown, name) + ")")
			b.click(fmt.Sprintf(`[data-overlay="%s"]`, name))
			b.is(fmt.Sprintf(shown, name))
			b.is(fmt.Sprintf(`document.querySelector('[data-overlay="%s"]').getAttribute('aria-pressed') === 'true'`, name))
			b.is(fmt.Sprintf(`document.querySelectorAll('.ov-%s rect, .ov-%s path').length > 3`, name, name))
			b.shoot("overlay-" + name)
			b.key(key)
			b.is("!(" + fmt.Sprintf(shown, name) + ")")
			b.key(key)
			b.is(fmt.Sprintf(shown, name))
		}
		b.key("a")
		b.is(fmt.Sprintf(`!(%s) && !(%s)`, fmt.Sprintf(shown, "grid"), fmt.Sprintf(shown, "marks")))
		b.key("m")
		b.is(fmt.Sprintf(shown, "marks"))
	})
	t.Run("mouse", func(t *testing.T) {
		b.t = t
		before := b.text(`String(document.querySelector('#stage').scrollTop)`)
		// A place of the page that leads nowhere.
		var x float64
		b.run(chromedp.Evaluate(`[...Array(40).keys()].map(i => 300 + i * 8).find(x => {
			const e = document.elementFromPoint(x, 600);
			return e.closest('.sheet') && !e.closest('a, .ov-marks g');
		}) || 0`, &x))
		if x == 0 {
			t.Fatal("all of the page is marked")
		}
		b.run(
			chromedp.MouseEvent(input.MousePressed, x, 600, chromedp.ButtonLeft),
			chromedp.MouseEvent(input.MouseMoved, x-20, 300, chromedp.ButtonLeft),
			chromedp.MouseEvent(input.MouseReleased, x-20, 300, chromedp.ButtonLeft),
		)
		b.is(`document.querySelector('#stage').scrollTop == 300 + ` + before)
		// A number on the page leads to its entry in the list.
		b.sight(`document.querySelector('#mark-1')`)
		b.click("#mark-1 text")
		b.is(`document.querySelector('.problems .current').dataset.number === '1' && document.activeElement.dataset.number === '1'`)
	})
	t.Run("problem", func(t *testing.T) {
		b.t = t
		b.does(`window.overset = [...document.querySelectorAll('.problems li.error .goto')].find(e => e.textContent.includes('hepu-port') && e.dataset.page === '2'); overset.id = 'overset';`)
		b.flashes()
		b.click("#overset")
		b.is(`flashed.some(({ page, r, s }) => page === 'page-2' && r.top > s.top - 50 && r.top < s.bottom && r.left >= s.left - 5 && r.left < s.right)`)
		b.is(`overset.getAttribute('aria-current') === 'true'`)
		b.is(`document.querySelector('.pages [aria-current]').dataset.page === '2'`)
		b.shoot("problem")
		b.is(`document.querySelector('#page-2 .flashes rect') === null`) // it fades
		// The number on the page is the number in the list, and leads back.
		b.is(`document.querySelector('#page-2 #mark-' + overset.dataset.number) !== null && overset.querySelector('.number').textContent === overset.dataset.number`)
	})
	t.Run("keyboard", func(t *testing.T) {
		b.t = t
		chosen := `(document.querySelector('.problems .current') || {dataset: {}}).dataset.index`
		before := b.text(chosen)
		b.key("n")
		b.is(chosen + ` != ` + before)
		b.key("p")
		b.is(chosen + ` == ` + before)
		b.key("]")
		b.is(`document.querySelector('.pages [aria-current]').dataset.page === '3'`)
		b.key("+")
		b.is(`document.querySelector('#zoom').textContent === '125%'`)
		b.key("0")
		b.is(`document.querySelector('#zoom').textContent === '100%'`)
		b.key("9")
		b.is(`document.querySelector('#page-3 .sheet').getBoundingClientRect().height < innerHeight`)
		b.shoot("whole-page")
		b.key("0")
		b.key("?")
		b.is(`document.querySelector('#help').open`)
		b.shoot("help")
		b.key(kb.Escape)
		b.is(`!document.querySelector('#help').open`)
		b.key("3")
		b.is(`!document.querySelector('#lines').hidden && document.querySelector('#problems').hidden`)
		b.is(`document.querySelectorAll('.worst img').length === 20`)
		b.shoot("lines")
		b.focus("#tab-lines")
		b.key(kb.ArrowRight)
		b.is(`document.activeElement.id === 'tab-pictures' && !document.querySelector('#pictures').hidden`)
		b.shoot("pictures")
		b.key("2")
		b.is(`!document.querySelector('#stories').hidden`)
		b.shoot("stories")
		b.key("5")
		b.flashes()
		b.click("#jumps a.goto")
		b.is(`flashed.length > 0`)
		b.shoot("jumps")
	})
}

// flashes keeps what flashes on the pages from now on, which may fade before a test looks:
// as flashed, with its page, where it stood and where the pages were seen.
func (b *tab) flashes() {
	b.t.Helper()
	b.does(`window.flashed = [];
		window.watcher ??= new MutationObserver(all => { for (const { addedNodes } of all) for (const e of addedNodes) if (e.matches?.('.flashes rect')) flashed.push({ page: e.closest('.page').id, r: e.getBoundingClientRect(), s: document.querySelector('#stage').getBoundingClientRect() }); });
		watcher.observe(document.querySelector('#stage'), { childList: true, subtree: true });`)
}

// TestDark: the page follows the scheme of the system, and stays readable.
func TestDark(t *testing.T) {
	t.Parallel()
	address := reported(t, faulty(t), "zh")
	const ground = `getComputedStyle(document.body).backgroundColor`
	light, dark := open(t, address, 1400, 900, false), open(t, address, 1400, 900, true)
	if l, d := light.text(ground), dark.text(ground); l == d {
		t.Errorf("the ground is %s in both", l)
	}
	const contrast = `(() => {
		const lum = c => { const [r, g, b] = c.match(/[\d.]+/g).map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
		const side = lum(getComputedStyle(document.querySelector('.side')).backgroundColor);
		return ['.what', '.where', '.hint', '.tally .error', '.tally .warning', '.count'].filter(q => {
			const l = lum(getComputedStyle(document.querySelector(q)).color);
			return (Math.max(l, side) + .05) / (Math.min(l, side) + .05) < 4.5;
		}).join(', ');
	})()`
	for _, b := range []*tab{light, dark} {
		if weak := b.text(contrast); weak != "" {
			t.Errorf("too little contrast: %s", weak)
		}
	}
	dark.key("f")
	dark.shoot("desktop-dark")
}

// TestPhone: nothing is wider than the screen, and a problem is brought near.
func TestPhone(t *testing.T) {
	t.Parallel()
	address := reported(t, faulty(t), "zh")
	for _, dark := range []bool{false, true} {
		name := map[bool]string{false: "phone-light", true: "phone-dark"}[dark]
		b := open(t, address, 390, 844, dark)
		b.is(`document.documentElement.scrollWidth <= innerWidth && document.body.scrollHeight <= innerHeight`)
		b.shoot(name)
		b.does(`document.querySelector('.problems li.error a.goto').id = 'first';`)
		b.flashes()
		b.click("#first")
		b.is(`flashed.some(({ r, s }) => r.right > s.left && r.left < s.right && r.bottom > s.top && r.top < s.bottom)`)
		b.is(`parseInt(document.querySelector('#zoom').textContent) > 100`)
		b.shoot(name + "-problem")
		b.click("#tab-problems")
		b.is(`getComputedStyle(document.querySelector('#problems')).display === 'none'`)
	}
}

// TestPrint: on paper stand the pages and every list.
func TestPrint(t *testing.T) {
	t.Parallel()
	b := open(t, reported(t, spread(t), "zh"), 1400, 900, false)
	b.run(emulation.SetEmulatedMedia().WithMedia("print"))
	b.is(`matchMedia('print').matches && document.querySelectorAll('.page').length === 2 && document.querySelectorAll('.panel > h2').length === document.querySelectorAll('[role=tab]').length &&
		[...document.querySelectorAll('.page .print, .panel, .panel > h2')].every(e => e.getBoundingClientRect().height > 10) && document.querySelector('.tabs').offsetHeight === 0`)
	b.run(emulation.SetEmulatedMedia())
	var pdf []byte
	b.run(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		pdf, _, err = page.PrintToPDF().WithPrintBackground(true).WithPreferCSSPageSize(true).Do(ctx)
		return err
	}))
	if len(pdf) < 100_000 {
		t.Errorf("the PDF of the report has %d bytes", len(pdf))
	}
	if dir := os.Getenv("DUIKAI_SHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "print.pdf"), pdf, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
