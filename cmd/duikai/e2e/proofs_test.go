package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// word is the text of a line of a page that holds some words, for a script.
func word(page, words string) string {
	return `[...document.querySelectorAll('#page-` + page + ` .words text')].find(t => t.textContent.includes('` + words + `'))`
}

// press clicks a button of the panel of proofs, which is made anew with every setting.
func (b *tab) press(selector string) {
	b.t.Helper()
	b.is(`(() => { const e = document.querySelector('` + selector + `'); if (!e) return false; e.click(); return true; })()`)
}

// named writes the editor's name into the panel of proofs.
func (b *tab) named(name string) {
	b.t.Helper()
	b.click("#tab-proofs")
	b.run(chromedp.SendKeys("#proofs input[name=who]", name, chromedp.ByQuery))
	b.is(`localStorage.getItem('duikai-who') === '` + name + `'`)
	b.run(chromedp.Blur("#proofs input[name=who]", chromedp.ByQuery))
}

// ring draws a ring round an element of a page.
func (b *tab) ring(element string) {
	b.t.Helper()
	b.run(chromedp.Evaluate(`(`+element+`).scrollIntoView({ block: 'center' }); 0`, nil))
	var at []float64
	b.run(chromedp.Evaluate(`(() => { const r = (`+element+`).getBoundingClientRect(); return [r.left - 2, r.top - 2, r.right + 2, r.bottom + 2]; })()`, &at))
	b.mouse(input.MousePressed, at[0], at[1])
	b.mouse(input.MouseMoved, (at[0]+at[2])/2, (at[1]+at[3])/2)
	b.mouse(input.MouseMoved, at[2], at[3])
	b.is(`document.querySelector('.rings rect') !== null`)
	b.mouse(input.MouseReleased, at[2], at[3])
	b.is(`document.activeElement.matches('.marking textarea')`)
}

func (b *tab) undo() {
	b.t.Helper()
	b.run(chromedp.KeyEvent("z", chromedp.KeyModifiers(input.ModifierCtrl)))
}

// gone waits until a file of the issue is not there.
func (b *tab) gone(dir, name string) {
	b.t.Helper()
	for range 400 {
		if _, err := os.Stat(filepath.Join(dir, name)); os.IsNotExist(err) {
			return
		}
		b.run(chromedp.Evaluate(`0`, nil))
	}
	b.t.Fatalf("%s is still there", name)
}

// TestDeskMarks: what is ringed stands in proofs.yaml with its words and goes where they
// go; it is answered, settled and opened again; another browser sees it; all is taken
// back to the byte, and the file with it.
func TestDeskMarks(t *testing.T) {
	dir := issue(t)
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
	b.run(chromedp.SendKeys(".marking textarea", "几台？", chromedp.ByQuery))
	b.click(".marking .main")
	b.is(`document.querySelector('#said.seen.bad') !== null && document.activeElement.matches('.marking input[name=who]')`)
	b.run(chromedp.SendKeys(".marking input[name=who]", "王三", chromedp.ByQuery))
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
	var before, after float64
	const top = `+document.querySelector('#page-1 .ov-remarks rect').getAttribute('y')`
	b.run(chromedp.Evaluate(top, &before))
	edit(t, dir, "stories/hepu-port.md", func(s string) string {
		i := strings.LastIndex(s, "---\n") + len("---\n")
		return s[:i] + "第一段。\n\n第二段。\n\n" + s[i:]
	})
	b.is(top + ` !== ` + b.text(`String(`+top+`)`) + ` || ` + word("1", "第二段") + ` !== undefined`)
	b.is(word("1", "第二段") + ` !== undefined`)
	b.run(chromedp.Evaluate(top, &after))
	if after < before+20 {
		t.Errorf("the ring stood at %v, and stands at %v", before, after)
	}

	// Another browser answers and settles.
	c := bench(t, address, 1366, 768, true)
	c.named("李四")
	c.is(`document.querySelector('#proofs .remarks li.open') !== null`)
	c.press("#proofs .remarks .answer")
	c.run(chromedp.SendKeys("#proofs .remarks textarea", "两台", chromedp.ByQuery))
	c.press("#proofs .remarks .send")
	c.holds(dir, "proofs.yaml", "note: 两台")
	b.is(`document.querySelector('#proofs .remarks li.answered .reply')?.textContent.includes('两台')`)
	c.is(`document.querySelector('#proofs .remarks li.answered') !== null`)
	c.press("#proofs .remarks .settle")
	c.holds(dir, "proofs.yaml", "settled: {who: 李四")
	b.is(`document.querySelector('#proofs .remarks li.settled') !== null && document.querySelector('#page-1 .ov-remarks g.settled') !== null`)
	b.is(`![...document.querySelectorAll('.problems code')].some(e => e.textContent === 'mark-open')`)
	c.shoot("desk-proofs-dark")
	b.press("#proofs .remarks .reopen")
	b.is(`document.querySelector('#proofs .remarks li.answered') !== null`)
	b.press("#proofs .remarks .unmark")
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
	b.run(chromedp.KeyEvent("y", chromedp.KeyModifiers(input.ModifierCtrl)))
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
	dir := issue(t)
	b := bench(t, serve(t, dir), 1366, 900, false)
	b.named("王三")
	b.is(`document.querySelector('#proofs [data-status=final]') !== null`)
	b.press("#proofs [data-status=final]")
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

	b.press("#proofs .withdraw")
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
	b.run(chromedp.Evaluate(`document.querySelector('#page-1').dataset.hash = 'another'; 0`, nil))
	b.press("#proofs [data-status=first]")
	b.is(`document.querySelector('#said.seen.bad')?.textContent.includes('page 1')`)
	b.gone(dir, "proofs.yaml")
	b.seen(1)
}

// TestDeskCompares: the pages are compared with what they were before a step, and with a
// PDF from anywhere.
func TestDeskCompares(t *testing.T) {
	dir := issue(t)
	earlier := filepath.Join(t.TempDir(), "yesterday.pdf")
	if out, err := exec.Command(program, "render", dir, "--pages", "1", "-o", earlier).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	b := bench(t, serve(t, dir), 1366, 900, false)
	b.is(`document.querySelector('.versus').hidden`)
	ferry := slot(1, "story", "brief-ferry", 0)
	b.choose(ferry)
	b.run(chromedp.KeyEvent(kb.ArrowUp, chromedp.KeyModifiers(input.ModifierShift)))
	b.key(kb.Enter)
	b.is(`!document.querySelector('#undo').disabled`)
	b.click("#tab-proofs")
	b.is(`document.querySelectorAll('#proofs select[name=before] option').length === 2`)
	b.run(chromedp.Evaluate(`(() => { const s = document.querySelector('#proofs select[name=before]'); s.value = s.options[1].value; s.dispatchEvent(new Event('change')); return 0; })()`, nil))
	b.is(`document.querySelector('#page-1 .sheet.before img') !== null && !document.querySelector('.versus').hidden`)
	b.is(`document.querySelector('#proofs .against') !== null && document.querySelectorAll('#page-1 .ov-changes rect').length > 0 && document.querySelectorAll('#page-3 .ov-changes rect').length === 0`)
	b.click(`[data-act=beside]`)
	b.is(`document.body.classList.contains('beside') && document.querySelector('#page-1 .sheet.before img').naturalWidth > 300`)
	b.shoot("desk-beside")

	b.run(chromedp.SetUploadFiles("#proofs input[name=pdf]", []string{earlier}, chromedp.ByQuery))
	b.is(`document.querySelector('#proofs .against')?.textContent.includes('yesterday.pdf')`)
	b.is(`document.querySelectorAll('#page-1 .ov-changes rect').length > 0 && document.querySelectorAll('.sheet.before').length === 1`)
	b.run(chromedp.Evaluate(`(() => { const s = document.querySelector('#proofs select[name=before]'); s.value = '0'; s.dispatchEvent(new Event('change')); return 0; })()`, nil))
	b.is(`document.querySelector('.sheet.before') === null && document.querySelector('.versus').hidden && !document.body.classList.contains('beside')`)

	// What is no PDF is refused.
	bad := filepath.Join(t.TempDir(), "bad.pdf")
	if err := os.WriteFile(bad, []byte("no pages"), 0o644); err != nil {
		t.Fatal(err)
	}
	b.run(chromedp.SetUploadFiles("#proofs input[name=pdf]", []string{bad}, chromedp.ByQuery))
	b.is(`document.querySelector('#said.seen.bad')?.textContent.includes('bad.pdf')`)
}

// TestProofsForAll: everybody can use the panel of proofs, its marks and its windows.
func TestProofsForAll(t *testing.T) {
	needAxe(t)
	for _, dark := range []bool{false, true} {
		dir := issue(t)
		if err := os.WriteFile(filepath.Join(dir, "proofs.yaml"), []byte("marks:\n- {page: 1, at: [100mm, 150mm], size: [60mm, 12mm], note: 标题再斟酌, who: 王三, when: 2026-11-22 21:40, answers: [{who: 李四, note: 好}]}\n- {page: 1, note: 看, settled: {who: 王三}}\nsigned:\n- {page: 1, status: final, who: 王三, content: ab}\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		b := bench(t, serve(t, dir), 1366, 768, dark)
		b.click("#tab-proofs")
		b.is(`document.querySelectorAll('#proofs .remarks li').length === 2`)
		b.press("#proofs .remarks .answer")
		for _, v := range b.violations() {
			t.Error(v)
		}
		b.key(kb.Escape)
		b.key("q")
		b.ring(word("1", "电动桥吊"))
		for _, v := range b.violations() {
			t.Error(v)
		}
		b.shoot("proofs-for-all")
	}
	r := open(t, reported(t, issue(t), "zh"), 1366, 768, false)
	r.key("6")
	r.is(`!document.querySelector('#remarks').hidden`)
	for _, v := range r.violations() {
		t.Error(v)
	}
}
