package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestDeskInSight: what an editor works with is in sight on a laptop, in English too, whose
// words are longer: every tab, the head that is being written, the page beside a story's
// text. The list of keys has those of the desk.
func TestDeskInSight(t *testing.T) {
	t.Parallel()
	b := bench(t, serve(t, spread(t)), 1366, 768, false)
	const inside = `(e, box) => { const r = e.getBoundingClientRect(), s = box.getBoundingClientRect(); return r.width > 0 && r.left >= s.left - 1 && r.right <= s.right + 1; }`
	const tabs = `[...document.querySelectorAll('.tabs [role=tab]')]`
	allTabs := tabs + `.length === 7 && ` + tabs + `.every(e => (` + inside + `)(e, document.querySelector('#side')) && e.offsetTop === ` + tabs + `[0].offsetTop)`
	b.is(allTabs)
	// So they are with the numbers of a large edition full of faults, and on a tablet.
	b.does(`for (const e of document.querySelectorAll('.tabs .count')) e.textContent = '888';`)
	b.is(allTabs)
	b.run(emulation.SetDeviceMetricsOverride(820, 1180, 1, false))
	b.is(`innerWidth === 820 && ` + allTabs)
	b.shoot("desk-tabs-tablet")
	b.run(emulation.SetDeviceMetricsOverride(1366, 768, 1, false))
	b.is(`innerWidth === 1366`)
	b.shoot("desk-tabs")

	apart := func(a, b string) string {
		return fmt.Sprintf(`((r, s) => r.right <= s.left + 1 || s.right <= r.left + 1 || r.bottom <= s.top + 1 || s.bottom <= r.top + 1)((%s).getBoundingClientRect(), (%s).getBoundingClientRect())`, a, b)
	}
	ferry := slot(1, "story", "brief-ferry", 0)
	b.choose(ferry)
	b.key(kb.Enter)
	b.is(`document.activeElement.matches('.writing textarea')`)
	head := `[...document.querySelectorAll('#page-1 .words text')].find(t => t.dataset.src.startsWith('stories/brief-ferry.md:2:'))`
	b.is(apart(head, `document.querySelector('.writing')`))
	b.key(kb.Escape)
	b.clickOn(`[...document.querySelectorAll('#bench .acts button')].find(e => e.textContent === 'Edit the story')`)
	b.is(`document.activeElement.matches('.writing.tall textarea')`)
	b.is(apart(`document.querySelector('.writing.tall')`, `document.querySelector('#stage')`))
	b.key(kb.Escape)

	b.key("?")
	for _, want := range []string{"Ctrl+Z", "q", "Delete", "7"} {
		b.is(`[...document.querySelectorAll('#help[open] kbd')].some(k => k.textContent === '` + want + `')`)
	}
	b.is(`(e => e.scrollHeight <= e.clientHeight)(document.querySelector('#help'))`)
	b.key("d") // what lies under the list is left alone
	b.is(`document.querySelector('#help').open && !document.body.classList.contains('facing')`)
	b.shoot("desk-keys")
}

// TestDeskLine: what a line took from which reserve is told where the mouse rests, a click
// opens its place in the program that --editor names, and Escape and another tool put away
// what was told.
func TestDeskLine(t *testing.T) {
	t.Parallel()
	dir, opened := spread(t), filepath.Join(t.TempDir(), "opened")
	b := bench(t, serve(t, dir, "--editor", "/bin/sh -c 'printf %s \"$*\" >"+opened+"' x {file}:{line}:{col}"), 1366, 768, false)
	b.key("t")
	line := `[...document.querySelectorAll('#page-1 .words text')].find(e => e.dataset.why && e.dataset.src.startsWith('stories/'))`
	b.sight(line)
	box := b.stands(line, false)
	b.run(input.DispatchMouseEvent(input.MouseMoved, (box[0]+box[2])/2, (box[1]+box[3])/2))
	b.is(`!document.querySelector('.chip:not(.numbers)').hidden && document.querySelector('.chip:not(.numbers)').textContent === (` + line + `).dataset.why`)
	b.shoot("desk-hover")
	b.clickOn(line)
	b.is(`document.querySelector('.chip.held').textContent.includes((` + line + `).dataset.why)`)
	src := b.text(`(` + line + `).dataset.src`)
	b.until("the editor has "+src, func() bool {
		data, _ := os.ReadFile(opened)
		return strings.HasSuffix(string(data), src)
	})
	b.key(kb.Escape)
	b.is(`document.querySelector('.chip.held') === null`)
	b.clickOn(line)
	b.is(`document.querySelector('.chip.held') !== null`)
	b.key("l")
	b.is(`document.querySelector('.chip.held') === null && document.querySelector('.chip:not(.numbers)').hidden`)
}

// three is a window at an issue of one page with three stories one over the other.
func three(t *testing.T) (b *tab, dir, before string) {
	t.Helper()
	story := func(title string) string { return "---\nheadline: " + title + "\n---\n" + sentences(9) }
	before = "paper: 报\ndate: 2026-11-23\nformat: tabloid\npages:\n  - number: 2\n    slots:\n      - {story: a, at: [1, 1], span: [3, 12]}\n      - {story: b, at: [1, 14], span: [3, 12]} # 次条\n      - {story: c, at: [1, 27], span: [3, 12]}\n"
	dir = made(t, map[string]string{"issue.yaml": before, "stories/a.md": story("渡口的早班船"), "stories/b.md": story("老街的灯会"), "stories/c.md": story("山里的新路")})
	b = open(t, serve(t, dir), 1366, 768, false)
	b.is(`document.body.dataset.bench === 'ready' && document.querySelectorAll('.slots .slot').length === 3`)
	return b, dir, before
}

// TestDeskPushes: a slot that is dragged over others pushes them down, and they what stands
// below them; an editor who wants that refused has it refused. All of it is one step.
func TestDeskPushes(t *testing.T) {
	t.Parallel()
	b, dir, before := three(t)
	a := slot(2, "story", "a", 0)
	b.choose(a)
	var row float64
	b.run(chromedp.Evaluate(`(`+a+`).getBoundingClientRect().height / 12`, &row))
	south := `(` + a + `).querySelector('.handle.s')`
	b.drag(south, 0, 4*row, func() { b.is(`(` + a + `).classList.contains('lies')`) })
	b.holds(dir, "issue.yaml", "{story: a, at: [1, 1], span: [3, 16]}\n      - {story: b, at: [1, 18], span: [3, 12]} # 次条\n      - {story: c, at: [1, 31], span: [3, 12]}\n")
	b.click("#undo")
	b.holds(dir, "issue.yaml", before)
	b.is(`document.querySelector('#undo').disabled`)
	b.settled(a, "12 rows high")

	b.click(`#bench [name=pushes][value=refuse]`)
	b.drag(south, 0, 4*row, nil)
	b.is(`document.querySelector('#said.seen.bad') !== null`)
	b.settled(a, "12 rows high")
	if now := content(t, dir, "issue.yaml"); now != before {
		t.Errorf("refused, and written:\n%s", now)
	}
}

// TestDeskPins: a slot is given to the program, stands where that puts it, and is pinned
// there again.
func TestDeskPins(t *testing.T) {
	t.Parallel()
	b, dir, before := three(t)
	c := slot(2, "story", "c", 0)
	b.choose(c)
	b.click("#bench button.unpin")
	b.holds(dir, "issue.yaml", "{story: c}")
	b.is(`document.querySelector('#problems').textContent.includes('made up by the program') && document.querySelector('#bench .status')?.textContent.includes('placed by the program')`)
	b.clickOn(`[...document.querySelectorAll('#bench .acts button')].find(e => e.textContent === 'Pin here')`)
	b.holds(dir, "issue.yaml", "{story: c, at: [")
	at := regexp.MustCompile(`story: c, at: \[(\d+), (\d+)\], span: \[(\d+), (\d+)\]`).FindStringSubmatch(content(t, dir, "issue.yaml"))
	if at == nil {
		t.Fatalf("pinned to\n%s", content(t, dir, "issue.yaml"))
	}
	b.settled(c, fmt.Sprintf("column %s, row %s, %s columns wide, %s rows high", at[1], at[2], at[3], at[4]))
	b.is(`document.querySelector('#bench button.unpin') !== null`)
	for range 2 {
		b.click("#undo")
	}
	b.holds(dir, "issue.yaml", before)

	// The rest is planned about what an editor has placed, written down, and planned again
	// near to where it stands when its text has changed.
	b.settled(c, "row 27, 3 columns wide, 12 rows high")
	b.choose(c)
	b.click("#bench button.unpin")
	b.holds(dir, "issue.yaml", "{story: c}")
	b.click("#bench button.write")
	b.holds(dir, "issue.yaml", "{story: c, at: [")
	planned := content(t, dir, "issue.yaml")
	edit(t, dir, "stories/c.md", func(s string) string { return s + sentences(20) })
	b.is(`document.querySelector('#problems').textContent.includes('overset')`)
	b.clickOn(`[...document.querySelectorAll('#bench .acts button')].find(e => e.textContent === 'Plan again, move little')`)
	b.changes(dir, "issue.yaml", planned)
	b.is(`!document.querySelector('#problems').textContent.includes('overset')`)
	const pinned = "      - {story: a, at: [1, 1], span: [3, 12]}\n      - {story: b, at: [1, 14], span: [3, 12]} # 次条\n"
	for _, s := range []string{planned, content(t, dir, "issue.yaml")} {
		if !strings.Contains(s, pinned) || strings.Count(s, "# found") != 1 {
			t.Errorf("what was pinned has moved, or what was found is not marked:\n%s", s)
		}
	}
}

// TestDeskWords: kicker, deck, a caption and a paragraph are edited where they stand, heads
// with the marks for their lines; what a passage would be over is counted as it is written.
func TestDeskWords(t *testing.T) {
	t.Parallel()
	dir := spread(t)
	b := bench(t, serve(t, dir), 1366, 768, false)
	write := func(line, text string) {
		t.Helper()
		b.twice(line)
		b.does(`document.activeElement.select();`)
		b.run(input.InsertText(text))
		b.chord(kb.Enter, input.ModifierCtrl)
		b.is(`document.querySelector('.writing') === null`)
	}
	of := func(class, file string) string {
		return `[...document.querySelectorAll('#page-1 .words text.` + class + `')].find(t => t.dataset.src.startsWith('` + file + `'))`
	}
	const lead = "stories/beiyuan-canal.md"
	write(of("kicker", lead), "引水工程|全线贯通")
	b.holds(dir, lead, "kicker: 引水工程|全线贯通\n")
	write(of("deck", lead), "“五级”提水: 一次成功")
	b.holds(dir, lead, "五级”提水: 一次成功")
	b.is(`document.querySelector('#page-1 .words').textContent.includes('一次成功') && document.querySelector('#broken').hidden`)
	caption := b.text(`(` + of("caption", "issue.yaml") + `).textContent`)
	write(of("caption", "issue.yaml"), "晚归的船")
	b.holds(dir, "issue.yaml", "晚归的船")
	b.is(`document.querySelector('#page-1 .words').textContent.includes('晚归的船')`)
	if caption == "" {
		t.Error("the caption is no text")
	}
	// By keys alone: Enter on a slot selects it, and edits its head or its caption then.
	b.does(`document.querySelector('#page-1 .slots .slot[data-key*=" picture "]').focus();`)
	b.key(kb.Enter)
	b.is(`document.activeElement.matches('.slot[aria-pressed=true]') && document.querySelector('.writing') === null`)
	b.key(kb.Enter)
	b.is(`document.activeElement.matches('.writing textarea') && document.querySelector('.writing .top').textContent.startsWith('caption · issue.yaml:')`)
	old := b.text(`document.activeElement.value`)
	b.does(`document.activeElement.select();`)
	b.run(input.InsertText("早出的船"))
	b.chord(kb.Enter, input.ModifierCtrl)
	b.holds(dir, "issue.yaml", "早出的船")
	if old == "" || strings.Contains(content(t, dir, "issue.yaml"), old) {
		t.Errorf("the caption %q is another one's", old)
	}
	b.is(`document.querySelector('.writing') === null`)
	b.is(`document.activeElement.matches('.slot[aria-pressed=true]')`)
	// Words in quotes of YAML are counted as they would be set.
	b.twice(of("deck", lead))
	b.is(`document.querySelector('.writing .count').textContent.startsWith('page 1: ')`)
	was := b.text(`document.querySelector('.writing .count').textContent`)
	b.run(input.InsertText(strings.Repeat("再加一行副题的字，", 12)))
	b.is(`document.querySelector('.writing .count').textContent !== '` + was + `'`)
	b.key(kb.Escape)
}

// TestDeskOneLine: captions of slots that share a line of issue.yaml are their own.
func TestDeskOneLine(t *testing.T) {
	t.Parallel()
	dir := spread(t)
	edit(t, dir, "issue.yaml", func(s string) string {
		return s[:strings.Index(s, "  - number: 1")] + "  - number: 1\n    slots: [{picture: pictures/canal-dusk.jpg, at: [1, 20], span: [3, 30], caption: 晚归的船}, {picture: pictures/harbour.jpg, at: [4, 20], span: [4, 30], caption: 冷藏箱}]\n"
	})
	b := open(t, serve(t, dir), 1366, 768, false)
	b.is(`document.body.dataset.bench === 'ready' && document.querySelectorAll('.slots .slot').length === 2`)
	b.twice(`[...document.querySelectorAll('#page-1 .words text.caption')].find(t => t.textContent.includes('晚归的船'))`)
	b.is(`document.activeElement.matches('.writing textarea') && document.activeElement.value === '晚归的船'`)
	b.does(`document.activeElement.select();`)
	b.run(input.InsertText("早开的船"))
	b.chord(kb.Enter, input.ModifierCtrl)
	b.holds(dir, "issue.yaml", "span: [3, 30], caption: 早开的船}, {picture: pictures/harbour.jpg, at: [4, 20], span: [4, 30], caption: 冷藏箱}]")
}

// TestDeskWhose: the pages on which a story stands are its writer's, whatever slot they chose
// before; who closes the desk locks nothing.
func TestDeskWhose(t *testing.T) {
	t.Parallel()
	dir := spread(t)
	a, b := two(t, dir)
	a.choose(slot(1, "story", "brief-ferry", 0))
	a.key("t")
	a.does(`document.querySelector('#page-2').scrollIntoView();`)
	a.is(`document.querySelectorAll('#page-2 .words text').length > 50`)
	a.twice(`[...document.querySelectorAll('#page-2 .words text.headline')].find(t => /^stories\/(hepu-port|sugar-lane)/.test(t.dataset.src) === false)`)
	b.is(`document.querySelector('#page-2').classList.contains('locked') && !document.querySelector('#page-1').classList.contains('locked')`)
	a.follow(func() { a.does(`setTimeout(() => location.reload(), 0);`) })
	b.is(`!document.querySelector('#page-2').classList.contains('locked')`)
	a.is(`document.body.dataset.bench === 'ready' && document.querySelector('.others').textContent.split('·').length === 1`)
}

// TestDeskFits: a slot is made as high as its story wants by a click; Escape in the middle of
// a drag leaves all as it was; keys in a field for words are those of the field.
func TestDeskFits(t *testing.T) {
	t.Parallel()
	b, dir, before := three(t)
	a, c := slot(2, "story", "a", 0), slot(2, "story", "c", 0)
	b.choose(c)
	b.drag(c, 60, 200, func() {
		b.is(`(` + c + `).classList.contains('held')`)
		b.key(kb.Escape)
		b.is(`!(` + c + `).classList.contains('held')`)
	})
	b.settled(c, "column 1, row 27")

	b.choose(a)
	b.clickOn(`[...document.querySelectorAll('#bench .acts button')].find(e => e.textContent === 'Fit the height')`)
	b.changes(dir, "issue.yaml", before)
	b.is(`document.querySelector('#bench .status')?.textContent === 'fits' && !document.querySelector('#undo').disabled`)
	fitted := content(t, dir, "issue.yaml")

	b.twice(`[...document.querySelectorAll('#page-2 .words text')].find(t => t.dataset.src.startsWith('stories/b.md:2:'))`)
	b.letter("x")
	b.chord("z", input.ModifierCtrl)
	b.key(kb.Delete)
	b.is(`document.querySelector('.writing textarea') !== null && document.querySelectorAll('.slots .slot').length === 3`)
	b.key(kb.Escape)
	if now := content(t, dir, "issue.yaml"); now != fitted {
		t.Errorf("keys of a field undo the page:\n%s", now)
	}
	b.click("#undo")
	b.holds(dir, "issue.yaml", before)
}

// TestDeskFrames: a hand that moves has its frames for itself: nothing is measured in them,
// the panel and what other programs saved wait until it rests, though its slot is not let
// go. A move between two frames counts as well.
func TestDeskFrames(t *testing.T) {
	t.Parallel()
	b, dir, before := three(t)
	last := slot(2, "story", "c", 0)
	b.sight(last)
	b.does(`
		const slot = ` + last + `, r = slot.getBoundingClientRect();
		slot.setPointerCapture = () => {};
		window.send = (type, dy) => slot.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX: r.left + 20, clientY: r.top + 20 + dy, button: 0, buttons: 1, pointerId: 1, pointerType: 'mouse' }));
		window.measured = [];
		for (const [of, name] of [[Element.prototype, 'getBoundingClientRect'], [Range.prototype, 'getBoundingClientRect'], [Element.prototype, 'getClientRects']]) {
			const plain = of[name];
			of[name] = function () { measured.push(name); return plain.call(this); };
		}
		for (const name of ['scrollTop', 'scrollLeft', 'clientWidth', 'clientHeight']) {
			const plain = Object.getOwnPropertyDescriptor(Element.prototype, name);
			Object.defineProperty(Element.prototype, name, { ...plain, get() { measured.push(name); return plain.get.call(this); } });
		}
		send('pointerdown', 0);
		window.panel = document.querySelector('#bench').innerHTML;
		window.at = 0;
		window.goes = setInterval(() => {
			if (at++ === 20) measured.length = 0; // pages are drawn finer where they came into sight, a moment later
			send('pointermove', 10 + at % 60);
		}, 15);`)
	b.is(`at > 40 && [...document.querySelectorAll('.numbers')].some(e => !e.hidden && e.textContent.includes('3 × 12'))`)
	if got := b.text(`measured.join(' ')`); got != "" {
		t.Errorf("measured while the hand moves: %s", got)
	}
	b.is(`document.querySelector('#bench').innerHTML === panel`)

	was := b.text(`document.querySelector('#page-2').dataset.hash`)
	edit(t, dir, "issue.yaml", func(s string) string { return strings.Replace(s, "paper: 报", "paper: 晚报", 1) })
	b.is(fmt.Sprintf(`document.querySelector('#page-2').dataset.hash !== %q`, was)) // what it shows comes at once
	b.is(`document.querySelector('h1').textContent === '报' && document.querySelector('#bench').innerHTML === panel`)
	b.does(`clearInterval(goes);`)
	b.is(`document.querySelector('h1').textContent === '晚报' && document.querySelector('#bench').innerHTML !== panel && (` + last + `).classList.contains('held')`)
	b.does(`send('pointercancel', 0);
		const plain = fetch;
		window.fetch = (...a) => { if (a[0] === './') window.asked = document.querySelector('#page-2').dataset.hash; return plain(...a); };`)
	edit(t, dir, "issue.yaml", func(s string) string { return strings.Replace(s, "paper: 晚报", "paper: 报", 1) })
	b.is(`document.querySelector('h1').textContent === '报'`)
	b.is(`asked === document.querySelector('#page-2').dataset.hash`) // what has changed of the page is seen before the rest is asked for
	if content(t, dir, "issue.yaml") != before {
		t.Fatal("a drag that was given up is written")
	}

	b.does(`const ten = (` + last + `).getBoundingClientRect().height / 12 * 10; send('pointerdown', 0); send('pointermove', ten); send('pointerup', ten);`)
	b.settled(last, "row 37")
}
