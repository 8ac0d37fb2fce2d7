package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// word is the text of a line of a page that holds some words, for a script.
func word(page, words string) string {
	return `[...document.querySelectorAll('#page-` + page + ` .words text')].find(t => t.textContent.includes('` + words + `'))`
}

// named writes the editor's name into the panel of proofs.
func (b *tab) named(name string) {
	b.t.Helper()
	b.click("#tab-proofs")
	b.write("#proofs input[name=who]", name)
	b.is(`localStorage.getItem('duikai-who') === '` + name + `'`)
	b.blur("#proofs input[name=who]")
}

// ring draws a ring round an element of a page.
func (b *tab) ring(element string) {
	b.t.Helper()
	b.sight(element)
	at := b.stands(element, false)
	const round = 2 // pixels
	b.mouse(input.MousePressed, at[0]-round, at[1]-round)
	b.mouse(input.MouseMoved, (at[0]+at[2])/2, (at[1]+at[3])/2)
	b.mouse(input.MouseMoved, at[2]+round, at[3]+round)
	b.is(`document.querySelector('.rings rect') !== null`)
	b.mouse(input.MouseReleased, at[2]+round, at[3]+round)
	b.is(`document.activeElement.matches('.marking textarea')`)
}

func (b *tab) undo() {
	b.t.Helper()
	b.chord("z", input.ModifierCtrl)
}

// TestDeskMarks: what is ringed stands in proofs.yaml with its words and goes where they
// go; it is answered, settled and opened again; another browser sees it; all is taken
// back to the byte, and the file with it.
func TestDeskMarks(t *testing.T) {
	t.Parallel()
	dir := spread(t)
	address := serve(t, dir)
	b := bench(t, address, 1366, 900, false)
	line := word("1", "电动桥吊")

	// The key opens a window for the slot that is chosen, and writes nothing into it.
	b.choose(slot(1, "story", "brief-ferry", 0))
	b.letter("q")
	b.is(`document.activeElement.matches('.marking textarea')`)
	b.letter("a")
	b.is(`document.querySelector('.marking textarea').value === 'a'`)
	for _, stop := range []string{"input", "button.main", "button:not(.main)", "textarea"} { // Tab stays inside
		b.key(kb.Tab)
		b.is(`document.activeElement.matches('.marking ` + stop + `')`)
	}
	b.key(kb.Escape)
	b.is(`document.querySelector('.marking, .rings') === null`)
	b.key(kb.Escape)
	b.is(`document.querySelector('.slots .slot[aria-pressed=true]') === null`)

	// Without a name nothing is marked.
	b.key("q")
	b.is(`document.body.classList.contains('tool-marks')`)
	b.ring(line)
	b.write(".marking textarea", "几台？")
	b.click(".marking .main")
	b.is(`document.querySelector('#said.seen.bad') !== null && document.activeElement.matches('.marking input[name=who]')`)
	b.write(".marking input[name=who]", "王三")
	b.shoot("desk-mark")
	b.click(".marking .main")
	b.holds(dir, "proofs.yaml", "note: 几台？")
	b.is(`document.querySelector('#page-1 .ov-remarks g.open[data-remark="1"] rect') !== null && document.querySelector('.marking, .rings') === null`)
	marked := content(t, dir, "proofs.yaml")
	for _, want := range []string{"page: 1\n", "story: hepu-port\n", "who: 王三\n", "words: "} {
		if !strings.Contains(marked, want) {
			t.Errorf("proofs.yaml lacks %q:\n%s", want, marked)
		}
	}
	b.click("#tab-proofs")
	b.is(`document.querySelector('#proofs .remarks li.open .what')?.textContent === '几台？' && document.querySelector('#tab-proofs .count').textContent === '1'`)
	b.is(`[...document.querySelectorAll('.problems code')].some(e => e.textContent === 'mark-open')`)
	b.shoot("desk-proofs")

	// The text goes down, and the ring with it.
	const top = `+document.querySelector('#page-1 .ov-remarks rect')?.getAttribute('y')`
	before := b.text(`String(` + top + `)`)
	edit(t, dir, "stories/hepu-port.md", func(s string) string {
		i := strings.LastIndex(s, "---\n") + len("---\n")
		return s[:i] + "第一段。\n\n第二段。\n\n" + s[i:]
	})
	b.is(word("1", "第二段") + ` !== undefined && ` + top + ` >= 20 + ` + before)

	// Another browser answers and settles.
	c := bench(t, address, 1366, 768, true)
	c.named("李四")
	c.is(`document.querySelector('#proofs .remarks li.open') !== null`)
	c.click("#proofs .remarks .answer")
	c.write("#proofs .remarks textarea", "两台")
	c.click("#proofs .remarks .send")
	c.holds(dir, "proofs.yaml", "note: 两台")
	b.is(`document.querySelector('#proofs .remarks li.answered .reply')?.textContent.includes('两台')`)
	c.is(`document.querySelector('#proofs .remarks li.answered') !== null`)
	c.click("#proofs .remarks .settle")
	c.holds(dir, "proofs.yaml", "settled: {who: 李四")
	b.is(`document.querySelector('#proofs .remarks li.settled') !== null && document.querySelector('#page-1 .ov-remarks g.settled') !== null`)
	b.is(`![...document.querySelectorAll('.problems code')].some(e => e.textContent === 'mark-open')`)
	c.shoot("desk-proofs-dark")
	b.click("#proofs .remarks .reopen")
	b.is(`document.querySelector('#proofs .remarks li.answered') !== null`)
	b.click("#proofs .remarks .unmark")
	b.is(`document.querySelector('#proofs .remarks li') === null`)
	b.holds(dir, "proofs.yaml", "marks: []")

	// Taken back, step by step.
	b.undo()
	b.holds(dir, "proofs.yaml", "note: 两台")
	b.undo()
	b.holds(dir, "proofs.yaml", "settled: ")
	b.undo()
	b.undo()
	b.is(`document.querySelector('#proofs .remarks li.open') !== null`)
	if got := content(t, dir, "proofs.yaml"); got != marked {
		t.Errorf("undone to\n%s", got)
	}
	b.undo()
	b.gone(dir, "proofs.yaml")
	b.is(`document.querySelector('#proofs .remarks li') === null && document.querySelector('.ov-remarks g') === null`)
	b.chord("y", input.ModifierCtrl)
	b.holds(dir, "proofs.yaml", "note: 几台？")
	if got := content(t, dir, "proofs.yaml"); got != marked {
		t.Errorf("done again to\n%s", got)
	}

	// The pictures of the proof have the ring.
	if out, err := exec.Command(program, "proof", dir, "-o", filepath.Join(t.TempDir(), "p"), "--pages", "1", "--dpi", "40").CombinedOutput(); err != nil || !strings.Contains(string(out), "mark-open") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestDeskSigns: a page is signed as it is seen, the signature falls when the page
// changes, stands again when that is taken back, and is withdrawn.
func TestDeskSigns(t *testing.T) {
	t.Parallel()
	dir := spread(t)
	b := bench(t, serve(t, dir), 1366, 900, false)
	b.named("王三")
	b.is(`document.querySelector('#proofs [data-status=final]') !== null`)
	b.click("#proofs [data-status=final]")
	b.holds(dir, "proofs.yaml", "- {page: 1, status: final, who: 王三, when: ")
	b.is(`document.querySelector('#page-1 h2 .signed')?.textContent.includes('王三') && document.querySelector('#proofs [data-status=final]').getAttribute('aria-pressed') === 'true'`)
	b.shoot("desk-signed")
	signed := content(t, dir, "proofs.yaml")
	if out, err := exec.Command(program, "sign", dir, "--pages", "1", "--lang", "en").CombinedOutput(); err != nil || !strings.HasPrefix(string(out), "page 1: final proof 王三") || strings.Contains(string(out), "changed") {
		t.Errorf("%v\n%s", err, out)
	}

	story := content(t, dir, "stories/hepu-port.md")
	edit(t, dir, "stories/hepu-port.md", func(s string) string { return strings.Replace(s, "凌晨", "今晨", 1) })
	b.is(`document.querySelector('#page-1 h2 .signed.void') !== null && document.querySelector('#proofs [data-status=final]').getAttribute('aria-pressed') === 'false'`)
	b.is(`[...document.querySelectorAll('.problems code')].some(e => e.textContent === 'page-changed-since-signed')`)
	edit(t, dir, "stories/hepu-port.md", func(string) string { return story })
	b.is(`document.querySelector('#page-1 h2 .signed') !== null && document.querySelector('#page-1 h2 .signed.void') === null`)

	b.click("#proofs .withdraw")
	b.is(`document.querySelector('#page-1 h2 .signed') === null`)
	b.holds(dir, "proofs.yaml", "signed: []")
	b.undo()
	b.is(`document.querySelector('#page-1 h2 .signed') !== null`)
	if got := content(t, dir, "proofs.yaml"); got != signed {
		t.Errorf("undone to\n%s", got)
	}
	b.undo()
	b.gone(dir, "proofs.yaml")

	// A page that is no longer the one on the screen is not signed.
	b.is(`document.querySelector('#page-1 h2 .signed') === null`)
	b.does(`document.querySelector('#page-1').dataset.hash = 'another';`)
	b.click("#proofs [data-status=first]")
	b.is(`document.querySelector('#said.seen.bad')?.textContent.includes('page 1')`)
	b.gone(dir, "proofs.yaml")
	b.seen(1)
}

// TestDeskCompares: the pages are compared with what they were before a step, and with a
// PDF from anywhere.
func TestDeskCompares(t *testing.T) {
	t.Parallel()
	dir := spread(t)
	earlier := filepath.Join(t.TempDir(), "yesterday.pdf")
	if out, err := exec.Command(program, "render", dir, "--pages", "1", "-o", earlier).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	b := bench(t, serve(t, dir), 1366, 900, false)
	b.is(`document.querySelector('.versus').hidden`)
	ferry := slot(1, "story", "brief-ferry", 0)
	b.choose(ferry)
	b.steps(ferry, "Shift+ArrowUp", "Enter")
	b.is(`!document.querySelector('#undo').disabled`)
	b.click("#tab-proofs")
	b.is(`document.querySelectorAll('#proofs select[name=before] option').length === 2`)
	b.pick(`#proofs select[name=before]`, `s.options[1].value`)
	b.is(`document.querySelector('#page-1 .sheet.before img') !== null && !document.querySelector('.versus').hidden`)
	b.is(`document.querySelector('#proofs .against') !== null`)
	b.click(`[data-act=beside]`)
	b.is(`document.body.classList.contains('beside') && document.querySelector('#page-1 .sheet.before img').naturalWidth > 300`)
	b.is(`document.querySelectorAll('#page-1 .ov-changes rect').length > 0`)
	b.shoot("desk-beside")

	b.upload("#proofs input[name=pdf]", earlier)
	b.is(`document.querySelector('#proofs .against')?.textContent.includes('yesterday.pdf')`)
	b.is(`document.querySelectorAll('#page-1 .ov-changes rect').length > 0 && document.querySelectorAll('.sheet.before').length === 1`)
	b.pick(`#proofs select[name=before]`, `'0'`)
	b.is(`document.querySelector('.sheet.before') === null && document.querySelector('.versus').hidden && !document.body.classList.contains('beside')`)

	// What is no PDF is refused.
	bad := filepath.Join(t.TempDir(), "bad.pdf")
	if err := os.WriteFile(bad, []byte("no pages"), 0o644); err != nil {
		t.Fatal(err)
	}
	b.upload("#proofs input[name=pdf]", bad)
	b.is(`document.querySelector('#said.seen.bad')?.textContent.includes('bad.pdf')`)
}

// TestProofsForAll: everybody can use the panel of proofs, its marks and its windows.
func TestProofsForAll(t *testing.T) {
	t.Parallel()
	needAxe(t)
	for _, dark := range []bool{false, true} {
		dir := kinds(t) // axe takes its time
		if err := os.WriteFile(filepath.Join(dir, "proofs.yaml"), []byte("marks:\n- {page: 1, at: [100mm, 150mm], size: [60mm, 12mm], note: 标题再斟酌, who: 王三, when: 2026-11-22 21:40, answers: [{who: 李四, note: 好}]}\n- {page: 1, note: 看, settled: {who: 王三}}\nsigned:\n- {page: 1, status: final, who: 王三, content: ab}\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		b := atKinds(t, serve(t, dir), dark)
		b.click("#tab-proofs")
		b.is(`document.querySelectorAll('#proofs .remarks li').length === 2`)
		b.click("#proofs .remarks .answer")
		for _, v := range b.violations() {
			t.Error(v)
		}
		b.key(kb.Escape)
		b.key("q")
		b.ring(said("stories/a.md", "第二段接着"))
		for _, v := range b.violations() {
			t.Error(v)
		}
		b.shoot("proofs-for-all")
	}
	r := open(t, reported(t, spread(t), "zh"), 1366, 768, false)
	r.key("6")
	r.is(`!document.querySelector('#remarks').hidden`)
	for _, v := range r.violations() {
		t.Error(v)
	}
}
