package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// sentences are so many of a text that differ.
func sentences(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "第%d班渡船靠岸时，天刚刚亮，挑担的人排在跳板两旁。", i+1)
		if i%4 == 3 {
			b.WriteString("\n\n")
		}
	}
	return b.String()
}

// TestDeskRoom: what makes room is offered and done by a click: a jump to a page that has
// room, sentences to be cut, a story that gives way to one of the tray; a late story is
// fitted in.
func TestDeskRoom(t *testing.T) {
	t.Parallel()
	story := func(title string, n int) string {
		return "---\nheadline: " + title + "\nweight: 3\n---\n" + sentences(n)
	}
	before := "paper: 报\ndate: 2026-11-23\nformat: tabloid\npages:\n  - number: 1\n    slots:\n      - {story: a, at: [1, 20], span: [3, 20]}\n      - {story: b, at: [4, 20], span: [3, 24]}\n" +
		"  - number: 2\n    slots:\n      - {story: c, at: [1, 1], span: [3, 30]}\n"
	dir := made(t, map[string]string{"issue.yaml": before, "stories/a.md": story("渡口的早班船开了", 22), "stories/b.md": story("老街的灯会", 24), "stories/c.md": story("山里的新路", 30), "stories/d.md": story("夜里来的消息", 22)})
	b := open(t, serve(t, dir), 1366, 768, false)
	b.is(`document.body.dataset.bench === 'ready' && document.querySelectorAll('.slots .slot').length === 3`)
	a := slot(1, "story", "a", 0)
	b.choose(a)
	b.click(`#bench button.room`)
	b.is(`document.querySelector('dialog.wide[open]')?.textContent.includes('goes on on page 2')`)
	b.is(`document.querySelector('dialog.wide[open]')?.textContent.includes('cut ')`)
	b.shoot("desk-room")
	if v := b.violations(); len(v) > 0 {
		t.Errorf("axe: %v", v)
	}
	b.click(`dialog.wide .ways button`)
	b.holds(dir, "issue.yaml", "      - {story: a, at: [4, 1], span: [2, ")
	b.is(`document.querySelector('#page-2 .slots .slot[data-key="2 story a 0"]') !== null && !document.querySelector('#problems').textContent.includes('overset')`)
	b.click("#undo")
	b.holds(dir, "issue.yaml", before)
	b.is(`document.querySelector('#problems').textContent.includes('overset') && document.querySelector('#page-2 .slots .slot[data-key="2 story a 0"]') === null`)

	b.choose(a)
	b.is(`document.querySelector('#bench button.room') !== null`)
	b.click(`#bench button.room`)
	was := content(t, dir, "stories/a.md")
	b.is(`(() => { const e = [...document.querySelectorAll('dialog.wide[open] .ways li')].find(e => e.textContent.includes('cut ') && e.querySelector('button')); if (!e) return false; e.querySelector('button').click(); return true; })()`)
	b.changes(dir, "stories/a.md", was)
	b.is(`!document.querySelector('#problems').textContent.includes('overset')`)
	b.click("#undo")
	b.holds(dir, "stories/a.md", was)

	// What is pressed stays under the finger while what stands above it comes and goes.
	shorter := `!document.querySelector('#problems').textContent.includes('overset')`
	b.drag(`document.querySelector('#bench .tray button.room')`, 0, 0, func() {
		edit(t, dir, "stories/a.md", func(string) string { return story("渡口的早班船开了", 4) })
		b.is(shorter)
	})
	b.is(`document.querySelector('dialog.wide[open]') !== null && document.querySelectorAll('#bench button.room').length === 1`)
	b.key(kb.Escape)
	edit(t, dir, "stories/a.md", func(string) string { return was })
	b.is(`!(` + shorter + `) && document.querySelectorAll('#bench button.room').length === 2`)

	// The tray tells of a story what it is called, how long it is and when it was saved.
	b.is(`/夜里来的消息 *d · 5\d\d characters · .*\d\d:\d\d/.test(document.querySelector('#bench .tray li').textContent)`)
	// From the tray: in the place of another story, or fitted in by the program.
	b.is(`document.querySelector('#bench .tray')?.textContent.includes('夜里来的消息')`)
	b.click(`#bench .tray button.room`)
	b.is(`document.querySelector('dialog.wide[open]')?.textContent.includes('in the place of “老街的灯会”')`)
	b.key(kb.Escape)
	b.is(`document.querySelector('dialog.wide') === null`)
	b.click(`#bench .tray button.room`)
	b.is(`(() => { const e = [...document.querySelectorAll('dialog.wide[open] .ways li')].find(e => e.textContent.includes('老街的灯会')); if (!e) return false; e.querySelector('button').click(); return true; })()`)
	b.holds(dir, "issue.yaml", "{story: d, at: [4, 20], span: [3, 24]}")
	b.is(`document.querySelector('#bench .tray')?.textContent.includes('老街的灯会')`)
	b.click("#undo")
	b.holds(dir, "issue.yaml", before)
	b.is(`document.querySelector('#bench .tray')?.textContent.includes('夜里来的消息')`)

	b.click(`#bench .tray button.late`)
	b.is(`document.querySelectorAll('dialog.wide[open] .variant').length > 0`)
	b.is(`[...document.querySelectorAll('.variant img')].every(i => i.complete && i.naturalWidth > 300)`)
	b.shoot("desk-late")
	b.click(`dialog.wide .variant`)
	b.holds(dir, "issue.yaml", "{story: d, at: [")
	b.is(`document.querySelector('#page-1 .slots .slot[data-key="1 story d 0"]') !== null`)
	b.click("#undo")
	b.holds(dir, "issue.yaml", before)
}

// TestDeskCrop: what of a picture is shown is dragged over the whole picture, and moved by
// keys; issue.yaml has its focus then.
func TestDeskCrop(t *testing.T) {
	t.Parallel()
	dir := spread(t)
	before := content(t, dir, "issue.yaml")
	b := bench(t, serve(t, dir), 1366, 768, false)
	picture := `[...document.querySelectorAll('.slots .slot')].find(e => e.dataset.key.startsWith('1 picture '))`
	b.choose(picture)
	frame := `document.querySelector('#bench .cropper .frame')`
	b.is(frame + ` !== null && document.querySelector('#bench .cropper img').naturalWidth > 200`)
	b.sight(frame)
	b.shoot("desk-crop")
	if v := b.violations(); len(v) > 0 {
		t.Errorf("axe: %v", v)
	}
	const hash = `document.querySelector('#page-1').dataset.hash`
	b.drag(frame, -200, -200, func() { // to the upper left corner, while others write
		b.does(`document.addEventListener('edition', () => { document.body.dataset.again = 'yes'; });`)
		edit(t, dir, "stories/hepu-port.md", func(s string) string { return strings.Replace(s, "凌晨", "今晨", 1) })
		b.is(`document.body.dataset.again === 'yes'`)
	})
	b.is(`!document.querySelector('#undo').disabled`)
	dragged := content(t, dir, "issue.yaml")
	if strings.Count(dragged, "focus:") != strings.Count(before, "focus:")+1 && dragged == before {
		t.Fatal("the focus is not written")
	}
	b.is(`parseFloat((` + frame + `).style.left) + parseFloat((` + frame + `).style.top) < .5`) // the focus is written in whole percents
	was := b.text(hash)
	b.steps(frame, "Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowRight", "Shift+ArrowDown", "Enter")
	b.changes(dir, "issue.yaml", dragged)
	b.is(hash + ` !== '` + was + `'`)
	b.is(`document.activeElement.matches('#bench .cropper .frame')`) // made anew, it is still held by the keys
	for range 2 {
		b.click("#undo")
	}
	b.is(`document.querySelector('#undo').disabled`)
	if content(t, dir, "issue.yaml") != before {
		t.Error("undo gives other bytes")
	}
	b.seen(1)
	b.shoot("desk-crop-end")
}
