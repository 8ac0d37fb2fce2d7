package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestDeskHolds: a slot that is dragged by columns shows with what it is level, sized what it
// would hold and how its head would stand; every handle moves its own edges.
func TestDeskHolds(t *testing.T) {
	t.Parallel()
	b, dir := front(t)
	before := content(t, dir, "issue.yaml")
	s := slot(1, "story", "b", 0)
	b.choose(s)
	var column, row float64
	b.run(chromedp.Evaluate(`(`+s+`).getBoundingClientRect().width / 2`, &column), chromedp.Evaluate(`(`+s+`).getBoundingClientRect().height / 16`, &row))
	const numbers = `document.querySelector('.numbers:not([hidden])').textContent`
	undone := func() {
		t.Helper()
		b.click("#undo")
		b.holds(dir, "issue.yaml", before)
		b.settled(s, "column 3, row 52, 2 columns wide, 16 rows high")
	}

	b.drag(s, column, 0, func() {
		b.is(numbers + `.includes('Column 4 · Row 52')`)
		// Its upper and its lower edge are those of the picture beside it.
		b.is(`document.querySelector('#page-1 .guides path').getAttribute('d').match(/H/g).length === 2`)
		b.shoot("desk-guides")
	})
	b.holds(dir, "issue.yaml", "{story: b, at: [4, 52], span: [2, 16]}")
	b.is(`document.querySelector('.guides') === null && document.querySelector('.numbers').hidden`)
	undone()

	for _, c := range []struct {
		edge     string
		dx, dy   float64
		written  string
		numbered string
	}{
		{"e", column, 0, "at: [3, 52], span: [3, 16]", "3 × 16"},
		{"s", 0, 3 * row, "at: [3, 52], span: [2, 19]", "2 × 19"},
		{"se", column, -2 * row, "at: [3, 52], span: [3, 14]", "3 × 14"},
		{"ne", column, 2 * row, "at: [3, 54], span: [3, 14]", "3 × 14"},
		{"sw", column, 2 * row, "at: [4, 52], span: [1, 18]", "1 × 18"},
		{"nw", column, 4 * row, "at: [4, 56], span: [1, 12]", "1 × 12"},
		{"w", column, 0, "at: [4, 52], span: [1, 16]", "1 × 16"},
	} {
		b.choose(s)
		b.drag(`(`+s+`).querySelector('.handle.`+c.edge+`')`, c.dx, c.dy, func() {
			b.is(numbers + `.includes('` + c.numbered + `')`)
			b.is(numbers + `.includes('head ') && /(rows over|white rows|fits)/.test(` + numbers + `)`)
		})
		b.holds(dir, "issue.yaml", "{story: b, "+c.written+"}")
		undone()
	}

	// Rows that stay white are counted as those that are over.
	b.drag(`(`+s+`).querySelector('.handle.s')`, 0, 12*row, func() { b.is(`/white rows: \d+/.test(` + numbers + `)`) })
	b.changes(dir, "issue.yaml", before)
	undone()

	// A ring that is being drawn is not lost when the page is set anew under it.
	b.focus(`.slots .slot[aria-pressed=true]`)
	b.key(kb.Escape)
	b.is(`document.querySelector('.slots .slot[aria-pressed=true]') === null`)
	b.letter("q")
	b.is(`document.body.classList.contains('tool-marks')`)
	line := b.stands(said("stories/b.md", "老街"), true)
	b.mouse(input.MousePressed, line[0]-2, line[1]-2)
	b.mouse(input.MouseMoved, line[2], line[3])
	edit(t, dir, "stories/a.md", func(s string) string { return strings.Replace(s, "第二段接着", "第二段还是", 1) })
	b.is(said("stories/a.md", "第二段还是") + ` !== undefined`)
	b.mouse(input.MouseMoved, line[2]+2, line[3]+2)
	b.is(`document.querySelector('#page-1 .rings rect') !== null`)
	b.mouse(input.MouseReleased, line[2]+2, line[3]+2)
	b.is(`document.activeElement.matches('.marking textarea')`)
	b.key("改")
	b.write(".marking input[name=who]", "王三")
	b.click(".marking .main")
	b.holds(dir, "proofs.yaml", "words: 老街的灯会")
}

// TestDeskReads: the words of a page are found by the browser, copied in the order of the
// stories with a line for each paragraph, and heard by who cannot see them.
func TestDeskReads(t *testing.T) {
	t.Parallel()
	b, dir := front(t)
	b.key("t")
	b.is(`window.find('排在跳板两旁') && getSelection().anchorNode.parentElement.closest('.words') !== null`)
	b.does(`
		getSelection().selectAllChildren(document.querySelector('#page-1 .words'));
		const e = new ClipboardEvent('copy', { clipboardData: new DataTransfer(), cancelable: true, bubbles: true });
		document.dispatchEvent(e);
		window.copied = e.clipboardData.getData('text/plain');
		getSelection().removeAllRanges();`)
	copied := b.text(`copied`)
	rest := copied
	for _, want := range []string{"江上晨雾\n", "渡口的早班船开了\n", "两岸往来不再等\n", "第一段从这里开始。\n第二段接着写下去。\n第1班渡船靠岸时，天刚刚亮，挑担的人排在跳板两旁。第2班渡船", "老街的灯会\n", "第1班渡船靠岸时，天刚刚亮，挑担的人排在跳板两旁。第2班渡船"} {
		i := strings.Index(rest, want)
		if i < 0 {
			t.Fatalf("%q is not copied in its place:\n%s", want, copied)
		}
		rest = rest[i+len(want):]
	}
	type value struct {
		Value any `json:"value"`
	}
	var tree struct {
		Nodes []struct {
			Role value `json:"role"`
			Name value `json:"name"`
		} `json:"nodes"`
	}
	b.run(chromedp.ActionFunc(func(ctx context.Context) error {
		return cdp.Execute(ctx, "Accessibility.getFullAXTree", nil, &tree) // names of reasons come and go, which the package knows by heart
	}))
	var heard strings.Builder
	for _, n := range tree.Nodes {
		if n.Role.Value == "StaticText" {
			fmt.Fprint(&heard, n.Name.Value)
		}
	}
	if s := heard.String(); !strings.Contains(s, "渡口的早班船开了") || strings.Index(s, "渡口的早班船开了") > strings.Index(s, "第二段接着写下去。") || strings.Index(s, "第二段接着写下去。") > strings.LastIndex(s, "老街的灯会") {
		t.Errorf("what is heard of the page: %s", s)
	}

	// A story as a whole, beside its page, with its length counted; another program's save is
	// shown, not written over.
	b.key("l")
	b.choose(slot(1, "story", "b", 0))
	open := func() {
		t.Helper()
		b.clickOn(`[...document.querySelectorAll('#bench .acts button')].find(e => e.textContent === 'Edit the story')`)
		b.is(`document.activeElement.matches('.writing.tall textarea') && document.activeElement.value.startsWith('---\nheadline: 老街的灯会')`)
	}
	open()
	b.is(`document.querySelector('.writing .count').textContent.startsWith('page 1: ')`)
	b.does(`document.activeElement.setSelectionRange(document.activeElement.value.length, document.activeElement.value.length);`)
	was := b.text(`document.querySelector('.writing .count').textContent`)
	b.run(input.InsertText("\n\n## 夜里\n\n" + sentences(12)))
	b.is(fmt.Sprintf(`document.querySelector('.writing .count').textContent !== %q && document.querySelector('.writing .count .bad') !== null`, was))
	b.chord(kb.Enter, input.ModifierCtrl)
	b.holds(dir, "stories/b.md", "\n\n## 夜里\n\n第1班")
	b.is(`document.querySelector('.writing') === null`)
	b.undo()
	b.is(`document.querySelector('#undo').disabled`)
	open()
	edit(t, dir, "stories/b.md", func(s string) string { return strings.Replace(s, "第6班", "末班", 1) })
	b.run(input.InsertText("x"))
	b.chord(kb.Enter, input.ModifierCtrl)
	b.is(`document.querySelector('dialog.conflict[open]')?.textContent.includes('末班')`)
	b.click(`dialog.conflict [value=theirs]`)
	b.is(`document.querySelector('dialog.conflict') === null`)
	b.key(kb.Escape)
	if s := content(t, dir, "stories/b.md"); !strings.Contains(s, "末班") || strings.HasPrefix(s, "x") {
		t.Errorf("another program's save is written over:\n%s", s)
	}
}
