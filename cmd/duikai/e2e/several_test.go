package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// two are two windows at one server of an issue.
func two(t *testing.T, dir string) (a, b *tab) {
	t.Helper()
	address := serve(t, dir)
	return bench(t, address, 1366, 768, false), bench(t, address, 1366, 768, false)
}

// TestDeskUndoLocked: what stands on a page at which somebody else is at work is not undone
// under their hands, by no one, until they are done.
func TestDeskUndoLocked(t *testing.T) {
	t.Parallel()
	dir := spread(t)
	before := content(t, dir, "issue.yaml")
	a, b := two(t, dir)
	a.choose(slot(1, "story", "brief-ferry", 0))
	a.put("box", "double")
	a.holds(dir, "issue.yaml", "{story: brief-ferry, at: [7, 111], span: [2, 10], box: double}")
	boxed := content(t, dir, "issue.yaml")
	b.is(`!document.querySelector('#undo').disabled`)

	b.twice(`[...document.querySelectorAll('#page-1 .words text')].find(e => e.dataset.src === 'stories/beiyuan-canal.md:3:11')`)
	a.is(`document.querySelector('#page-1').classList.contains('locked')`)
	a.click("#undo")
	a.is(`document.querySelector('#said.seen.bad')?.textContent.includes('at work on page 1')`)
	if now := content(t, dir, "issue.yaml"); now != boxed {
		t.Errorf("undone under somebody's hands:\n%s", now)
	}
	a.is(`!document.querySelector('#undo').disabled`)
	b.key(kb.Escape)
	a.is(`!document.querySelector('#page-1').classList.contains('locked')`)
	a.click("#undo")
	a.holds(dir, "issue.yaml", before)
}

// TestDeskServedTwice: two servers of one folder have one journal: what is done at the one is
// seen, undone and done again at the other, and nothing of it is lost when both write.
func TestDeskServedTwice(t *testing.T) {
	t.Parallel()
	dir := spread(t)
	before := content(t, dir, "issue.yaml")
	a, b := bench(t, serve(t, dir), 1366, 768, false), bench(t, serve(t, dir), 1366, 768, false)
	ferry, weather := slot(1, "story", "brief-ferry", 0), slot(1, "story", "brief-weather", 0)
	a.choose(ferry)
	b.choose(weather)
	done := func(n string) string {
		return `document.querySelectorAll('#bench .history li.done').length === ` + n
	}
	a.put("box", "double")
	b.put("tint", "8%") // not waiting for the other
	a.holds(dir, "issue.yaml", "{story: brief-ferry, at: [7, 111], span: [2, 10], box: double}")
	a.holds(dir, "issue.yaml", "{story: brief-weather, at: [4, 112], span: [3, 9], tint: 8%}")
	for _, e := range []*tab{a, b} {
		e.is(done("2"))
	}
	both := content(t, dir, "issue.yaml")

	a.click("#undo") // what was done last, wherever that was
	b.is(done("1") + ` && !document.querySelector('#redo').disabled`)
	b.click("#undo")
	a.is(`document.querySelector('#undo').disabled`)
	// The journal has it before the file does.
	a.until("undone at both, the file is what it was", func() bool { return content(t, dir, "issue.yaml") == before })
	b.click("#redo")
	a.is(done("1") + ` && !document.querySelector('#redo').disabled`)
	a.click("#redo")
	b.is(done("2") + ` && document.querySelector('#redo').disabled`)
	b.until("done again at both, the file is what it became", func() bool { return content(t, dir, "issue.yaml") == both })
	b.is(`(` + ferry + `) !== undefined && document.querySelector('#bench [name=tint]').value === '8%'`)

	// Something else done at the one: nothing is left to be done again at the other.
	b.click("#undo")
	a.is(done("1") + ` && !document.querySelector('#redo').disabled`)
	a.put("box", "line")
	a.holds(dir, "issue.yaml", "{story: brief-ferry, at: [7, 111], span: [2, 10], box: line}")
	b.is(done("2") + ` && document.querySelector('#redo').disabled`)
}

// TestDeskUndoOnce: of two editors who undo the same step one does, and the other is told;
// what was pressed behind it undoes nothing either. Presses that are quicker than the server
// undo a step each.
func TestDeskUndoOnce(t *testing.T) {
	t.Parallel()
	dir := spread(t)
	before := content(t, dir, "issue.yaml")
	a, b := two(t, dir)
	a.choose(slot(1, "story", "brief-ferry", 0))
	a.put("box", "double")
	a.holds(dir, "issue.yaml", "box: double")
	a.put("tint", "8%")
	a.holds(dir, "issue.yaml", "tint: 8%")
	a.put("columns", "2")
	a.holds(dir, "issue.yaml", "columns: 2}")
	const steps = `document.querySelectorAll('#bench .history li.done').length === `
	b.is(steps + "3")
	three := content(t, dir, "issue.yaml")
	// Nothing new is heard until the first press is refused, and presses are slow.
	b.does(`const other = window.fetch, rest = ms => new Promise(done => setTimeout(done, ms));
		window.fetch = async (path, ...more) => {
			if (String(path) === 'desk/undo') await rest(300);
			if (String(path) === 'desk/state' && !document.querySelector('#said.seen.bad')) await new Promise(() => {});
			return other(path, ...more);
		};`)
	a.click("#undo")
	a.is(steps + "2")
	b.does(`const key = () => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true })); key(); key(); key();`)
	b.is(`document.querySelector('#said.seen.bad')?.textContent.includes('not the next one any more')`)
	b.is(steps + "2")
	b.chord("y", input.ModifierCtrl)
	b.is(steps + "3")
	if now := content(t, dir, "issue.yaml"); now != three {
		t.Errorf("undone unseen:\n%s", now)
	}
	a.is(steps + "3")
	a.does(`const key = () => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true })); key(); key(); key();`)
	a.holds(dir, "issue.yaml", before)
}

// TestDeskMarksByKeys: who has no mouse reaches a slot, rings it, writes what is to be done,
// and settles it.
func TestDeskMarksByKeys(t *testing.T) {
	t.Parallel()
	dir := spread(t)
	b := bench(t, serve(t, dir), 1366, 768, false)
	b.tabTo(`document.activeElement.matches('.slots .slot') && document.activeElement.dataset.key === '1 story brief-ferry 0'`)
	b.key(kb.Enter)
	b.is(`document.activeElement.getAttribute('aria-pressed') === 'true'`)
	b.letter("q")
	b.is(`document.activeElement.matches('.marking textarea') && document.querySelector('.rings rect') !== null`)
	b.key("核对班次")
	b.is(`document.activeElement.value === '核对班次'`)
	b.chord(kb.Enter, input.ModifierCtrl)
	b.is(`document.activeElement.matches('.marking input[name=who]')`)
	b.key("王三")
	b.is(`document.activeElement.value === '王三'`)
	b.chord(kb.Enter, input.ModifierCtrl)
	b.holds(dir, "proofs.yaml", "note: 核对班次")
	b.is(`document.querySelector('.marking') === null && document.activeElement.matches('.slots .slot[data-key="1 story brief-ferry 0"]')`)
	b.is(`document.querySelector('#page-1 .ov-remarks g.open rect') !== null`)
	// The ring is that of the slot.
	b.is(`(() => { const r = document.querySelector('#page-1 .ov-remarks g.open rect').getBoundingClientRect(), s = document.activeElement.getBoundingClientRect(); return Math.abs(r.left - s.left) < 3 && Math.abs(r.top - s.top) < 3 && Math.abs(r.width - s.width) < 5; })()`)

	b.letter("7") // the seventh list is that of proofs
	b.is(`!document.querySelector('#proofs').hidden`)
	b.tabTo(`document.activeElement.matches('#proofs .remarks .settle')`)
	b.key(kb.Enter)
	b.holds(dir, "proofs.yaml", "settled: {who: 王三")
	b.is(`document.querySelector('#proofs .remarks li.settled') !== null && document.activeElement.closest('#proofs .remarks') !== null`)
}
