package e2e

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// serve runs `duikai serve` and gives its address.
func serve(t testing.TB, args ...string) string {
	t.Helper()
	_, address := start(t, args...)
	return address
}

// start runs `duikai serve` and gives its process too.
func start(t testing.TB, args ...string) (*exec.Cmd, string) {
	t.Helper()
	if args[0] != "--lang" {
		args = append([]string{"--lang", "en"}, args...)
	}
	cmd := exec.CommandContext(t.Context(), program, append([]string{"serve"}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return cmd, strings.TrimSpace(line)
}

// TestServe: a save shows on the page, which keeps its scroll, its zoom and its
// overlays; a broken issue keeps the last good pages; near enough, a page is
// drawn finer.
func TestServe(t *testing.T) {
	t.Parallel()
	dir := issue(t)
	b := open(t, serve(t, dir), 1400, 900, false)
	b.is(`document.querySelectorAll('.page').length === 8 && document.querySelector('#page-1 .print').naturalWidth > 1000`)
	b.is(`!document.querySelector('#link').classList.contains('lost')`)

	b.key("f")
	b.key("+")
	b.does(`document.querySelector('#stage').scrollTop = 700; window.first = document.querySelector('#page-1').dataset.hash;
		window.second = document.querySelector('#page-2').dataset.hash; window.kept = document.querySelector('#page-2 .print');`)
	top := b.text(`String(document.querySelector('#stage').scrollTop)`)
	edit(t, dir, "stories/beiyuan-canal.md", func(s string) string { return strings.Replace(s, "9时18分", "8时08分", 1) })
	b.is(`document.querySelector('#page-1').dataset.hash !== first`)
	b.is(`document.querySelector('#page-1 .print').naturalWidth > 1000`)
	b.is(`document.querySelector('#page-2').dataset.hash === second && document.querySelector('#page-2 .print') === kept`)
	if now := b.text(`String(document.querySelector('#stage').scrollTop)`); now != top {
		t.Errorf("scrolled from %s to %s", top, now)
	}
	b.is(`document.querySelector('#zoom').textContent === '125%' && document.body.classList.contains('show-frames')`)
	b.shoot("serve")

	// What comes again as it was is not taken apart again.
	b.does(`const plain = DOMParser.prototype.parseFromString;
		DOMParser.prototype.parseFromString = function (text, ...more) { window.read = text.length; return plain.call(this, text, ...more); };
		window.first = document.querySelector('#page-1').dataset.hash;
		window.whole = (await (await fetch('./')).text()).length;`)
	edit(t, dir, "stories/beiyuan-canal.md", func(s string) string { return strings.Replace(s, "8时08分", "7时07分", 1) })
	b.is(`document.querySelector('#page-1').dataset.hash !== first && window.read < whole / 2`)
	b.is(`document.querySelector('#page-1 .print').naturalWidth > 1000 && document.querySelector('#page-2').dataset.hash === second && document.querySelector('#page-2 .print') === kept`)

	edit(t, dir, "issue.yaml", func(s string) string { return strings.Replace(s, "date: 2026", "date: [2026", 1) })
	b.is(`getComputedStyle(document.querySelector('#broken')).display !== 'none' && document.querySelectorAll('.page').length === 8`)
	b.is(`document.querySelector('.problems').textContent.includes('issue.yaml:4:')`)
	b.shoot("serve-broken")
	edit(t, dir, "issue.yaml", func(s string) string { return strings.Replace(s, "date: [2026", "date: 2026", 1) })
	b.is(`getComputedStyle(document.querySelector('#broken')).display === 'none'`)

	// At four times the width nine point type is drawn for what is seen.
	for range 6 {
		b.key("+")
	}
	b.is(`document.querySelectorAll('#page-1 .tile').length > 3 && [...document.querySelectorAll('#page-1 .tile')].every(t => t.naturalWidth > 100 && t.style.visibility === '')`)
	b.shoot("serve-tiles")
	b.key("0")
	b.is(`document.querySelectorAll('.tile').length === 0`)

	// A page more and a page less.
	edit(t, dir, "issue.yaml", func(s string) string { return s[:strings.Index(s, "  - number: 8")] })
	b.is(`document.querySelectorAll('.page').length === 7 && document.querySelectorAll('.pages a').length === 7`)
}

// TestServeAgainst: two versions stand side by side or blink, with what changed
// between them marked.
func TestServeAgainst(t *testing.T) {
	t.Parallel()
	before := issue(t)
	now := filepath.Join(t.TempDir(), "now")
	if out, err := exec.Command(program, "new", now).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	edit(t, now, "stories/beiyuan-canal.md", func(s string) string { return strings.Replace(s, "9时18分", "8时08分", 1) })
	b := open(t, serve(t, now, "--against", before), 1400, 900, false)
	b.is(`document.querySelectorAll('.sheet.before').length === 8`)
	const seen = `getComputedStyle(document.querySelector('#page-1 .%s')).display !== 'none'`
	b.is("!(" + fmt.Sprintf(seen, "before") + ") && !(" + fmt.Sprintf(seen, "ov-changes") + ")")
	b.key("s")
	b.is(fmt.Sprintf(seen, "before") + " && " + fmt.Sprintf(seen, "ov-changes"))
	b.is(`document.querySelector('#page-1 .before img').naturalWidth > 1000`)
	b.is(`document.querySelectorAll('#page-1 .ov-changes rect').length > 0`)
	b.is(`document.querySelector('#page-8 .ov-changes').dataset.state === undefined`) // nobody looks at it
	b.sight(`document.querySelector('#page-2 .sheet')`)
	b.is(`document.querySelector('#page-2 .ov-changes').dataset.state === 'found' && document.querySelectorAll('#page-2 .ov-changes rect').length === 0`)
	b.does(`document.querySelector('#page-1').scrollIntoView();`)
	b.shoot("serve-beside")
	b.key("v")
	b.is(`document.body.classList.contains('blinking') && !document.body.classList.contains('beside')`)
	b.is(`getComputedStyle(document.querySelector('#page-1 .before')).position === 'absolute'`)
	b.key("v")
	b.is(`!document.body.classList.contains('blinking')`)
}
