package e2e

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// front is an issue of one page that has words of every kind, and a window at it.
func front(t *testing.T, args ...string) (b *tab, dir string) {
	t.Helper()
	dir = kinds(t)
	return atKinds(t, serve(t, append(args, dir)...), false), dir
}

// kinds is that issue, and atKinds a window at it.
func kinds(t *testing.T) (dir string) {
	t.Helper()
	picture, err := os.ReadFile("../../../samples/wangting/pictures/harbour.jpg")
	if err != nil {
		t.Fatal(err)
	}
	return made(t, map[string]string{
		"issue.yaml": "paper: 报\ndate: 2026-11-23\nformat: tabloid\npages:\n  - number: 1\n    slots:\n" +
			"      - {notice: [今天多云, 明天晴], title: 天气, at: [1, 1], span: [2, 9]} # 报眼\n" +
			"      - {story: a, at: [1, 11], span: [4, 40]}\n" +
			"      - {story: b, at: [3, 52], span: [2, 16]}\n" +
			"      - {picture: pictures/p.jpg, at: [1, 52], span: [2, 16], caption: 晚归的船, credit: 王三摄}\n" +
			"    name: 江上要闻\n",
		"stories/a.md":   "---\nkicker: 江上晨雾\nheadline: 渡口的早班船开了\ndeck: 两岸往来不再等\nbyline: 本报记者 李四\nweight: 2\n---\n第一段从这里开始。\n\n第二段接着写下去。\n\n" + sentences(16),
		"stories/b.md":   "---\nheadline: 老街的灯会\n---\n" + sentences(6),
		"pictures/p.jpg": string(picture),
	})
}

func atKinds(t *testing.T, address string, dark bool) (b *tab) {
	t.Helper()
	b = open(t, address, 1366, 768, dark)
	b.is(`document.body.dataset.bench === 'ready' && document.querySelectorAll('.slots .slot').length === 4 && document.querySelectorAll('#page-1 .words text').length > 30`)
	return b
}

// said is a line of the first page that comes from a file and holds some words.
func said(file, words string) string {
	return fmt.Sprintf(`[...document.querySelectorAll('#page-1 .words text')].find(t => t.dataset.src?.startsWith('%s:') && t.textContent.includes('%s'))`, file, words)
}

// TestDeskComposes: wherever words are written an input method may compose them: its keys are
// its own, nothing is asked of the server about half a word, and the page may be set again
// meanwhile. What it ends with is what is written.
func TestDeskComposes(t *testing.T) {
	t.Parallel()
	b, dir := front(t)
	b.does(`window.tries = 0; const plain = fetch; window.fetch = (...a) => { if (String(a[0]) === 'desk/try') tries++; return plain(...a); };`)
	const field = `document.querySelector('.writing textarea')`
	// compose writes into the field that has the keys.
	compose := func(letters, text string, meanwhile func()) {
		t.Helper()
		b.does(`document.activeElement.select();`)
		b.run(input.ImeSetComposition(letters, int64(len(letters)), int64(len(letters))))
		b.is(fmt.Sprintf(`document.activeElement.value === %q`, letters))
		asked := b.text(`String(tries)`)
		for _, key := range []string{`key: 'Enter', ctrlKey: true, isComposing: true`, `key: 'Escape', isComposing: true`, `key: 'Tab', isComposing: true`, `key: 'ArrowDown', altKey: true, isComposing: true`, `key: 'Enter', ctrlKey: true, keyCode: 229`} {
			b.does(`window.field = document.activeElement; field.dispatchEvent(new KeyboardEvent('keydown', { ` + key + `, bubbles: true, cancelable: true }));`)
			b.is(`document.activeElement === field && field.isConnected`)
		}
		if meanwhile != nil {
			meanwhile()
		}
		b.does(`await new Promise(done => setTimeout(done, 250));`) // longer than the desk waits until it asks how long a text is
		b.is(fmt.Sprintf(`document.activeElement === field && field.value === %q && String(tries) === %q`, letters, asked))
		b.run(input.InsertText(text))
		b.is(fmt.Sprintf(`field.value === %q`, text))
	}
	for i, c := range []struct{ file, words, letters, text, written string }{
		{"stories/a.md", "江上晨雾", "dujiang", "渡江||新路", "kicker: 渡江||新路\n"},
		{"stories/a.md", "渡口的早班船开了", "chuan", "早班船|开了", "headline: 早班船|开了\n"},
		{"stories/a.md", "两岸往来", "liangan", "两岸: 往来“便”", "deck: '两岸: 往来“便”'\n"},
		{"stories/a.md", "李四", "jizhe", "本报记者 王三", "byline: 本报记者 王三\n"},
		{"stories/a.md", "第二段接着", "xinduan", "新的一段，再写一句。", "\n\n新的一段，再写一句。\n\n"},
		{"issue.yaml", "晚归的船", "zaochu", "早出的船", "caption: 早出的船,"},
		{"issue.yaml", "王三摄", "sheying", "赵六摄", "credit: 赵六摄}"},
		{"issue.yaml", "天气", "qihou", "气候", "title: 气候,"},
		{"issue.yaml", "明天晴", "mingtian", "今天晴\n后天雨", "notice: [今天晴, 后天雨],"},
	} {
		b.twice(said(c.file, c.words))
		var meanwhile func()
		if i == 0 {
			meanwhile = func() {
				edit(t, dir, "stories/b.md", func(s string) string { return strings.Replace(s, "老街的灯会", "老街的晚会", 1) })
				b.is(said("stories/b.md", "老街的晚会") + ` !== undefined`)
			}
		}
		compose(c.letters, c.text, meanwhile)
		if c.file != "issue.yaml" {
			was := b.text(`String(tries)`)
			b.is(`String(tries) !== '` + was + `' || document.querySelector('.writing .count').textContent !== ''`)
		}
		b.chord(kb.Enter, input.ModifierCtrl)
		b.holds(dir, c.file, c.written)
		b.is(field + ` === null`)
		b.is(said(c.file, strings.FieldsFunc(c.text, func(r rune) bool { return strings.ContainsRune("|\n: 。，", r) })[0]) + ` !== undefined`)
	}

	// What is answered to a mark stands in the panel, which is renewed with every setting.
	b.named("王三")
	b.choose(slot(1, "story", "b", 0))
	b.letter("q")
	compose("gai", "题目再斟酌", nil)
	b.chord(kb.Enter, input.ModifierCtrl)
	b.holds(dir, "proofs.yaml", "note: 题目再斟酌")
	b.click("#tab-proofs")
	b.click("#proofs .remarks .answer")
	b.focus("#proofs .remarks textarea")
	compose("haode", "好的", func() {
		edit(t, dir, "stories/b.md", func(s string) string { return strings.Replace(s, "老街的晚会", "老街的庙会", 1) })
		b.is(said("stories/b.md", "老街的庙会") + ` !== undefined`)
	})
	b.chord(kb.Enter, input.ModifierCtrl)
	b.holds(dir, "proofs.yaml", "note: 好的")
}

// TestDeskNotice: the lines of a notice are edited where they stand, each on a line of the
// window, and come back by undoing to the byte; a slot is not left without words; what
// another program has written meanwhile is shown; by keys all words of a slot are reached.
func TestDeskNotice(t *testing.T) {
	t.Parallel()
	b, dir := front(t)
	before := content(t, dir, "issue.yaml")
	b.twice(said("issue.yaml", "今天多云"))
	b.is(`document.activeElement.value === '今天多云\n明天晴' && document.querySelector('.writing .top').textContent.startsWith('notice · issue.yaml:7:')`)
	b.does(`document.activeElement.select();`)
	b.run(input.InsertText("今天多云\n　明天晴，有风\n后天雨"))
	b.shoot("desk-notice")
	b.chord(kb.Enter, input.ModifierCtrl)
	b.holds(dir, "issue.yaml", "{notice: [今天多云, '　明天晴，有风', 后天雨], title: 天气, at: [1, 1], span: [2, 9]} # 报眼")
	b.is(said("issue.yaml", "后天雨") + ` !== undefined && document.querySelector('.writing') === null`)

	// Without words the slot would hold nothing.
	notice := slot(1, "notice", "notice", 0)
	b.choose(notice)
	b.click(`#bench button.words-notice`)
	b.is(`document.activeElement.matches('.writing textarea')`)
	b.does(`document.activeElement.select();`)
	b.key(kb.Delete)
	b.chord(kb.Enter, input.ModifierCtrl)
	b.is(`document.querySelector('#said.seen.bad')?.textContent.includes('take the slot out') && document.querySelector('.writing') !== null`)
	b.key(kb.Escape)

	// By keys: Enter on the slot opens its title, Alt and an arrow lead on to its lines.
	b.is(`document.querySelector('.writing') === null`)
	b.focus(`.slots .slot[aria-pressed=true]`)
	b.enter()
	b.is(`document.activeElement.matches('.writing textarea') && document.activeElement.value === '天气'`)
	b.does(`document.activeElement.select();`)
	b.run(input.InsertText("冷暖"))
	b.chord(kb.ArrowDown, input.ModifierAlt)
	b.is(`document.activeElement.matches('.writing textarea') && document.activeElement.value.startsWith('今天多云\n')`)
	b.holds(dir, "issue.yaml", "title: 冷暖,")
	edit(t, dir, "issue.yaml", func(s string) string { return strings.Replace(s, "后天雨", "后天雪", 1) })
	b.does(`document.activeElement.select();`)
	b.run(input.InsertText("今天晴"))
	b.chord(kb.Enter, input.ModifierCtrl)
	b.is(`document.querySelector('dialog.conflict[open]')?.textContent.includes('后天雪')`)
	b.click(`dialog.conflict [value=mine]`)
	b.holds(dir, "issue.yaml", "{notice: 今天晴, title: 冷暖,")
	b.is(`document.querySelector('.writing') === null`)
	b.click("#undo")
	b.holds(dir, "issue.yaml", "后天雪]")
	edit(t, dir, "issue.yaml", func(s string) string { return strings.Replace(s, "后天雪", "后天雨", 1) })
	for range 2 {
		b.click("#undo")
	}
	b.holds(dir, "issue.yaml", before)
}

// TestDeskWalks: who has no mouse reaches every piece of a story from its head, what is not
// written yet among it, and every line of a page with where it comes from.
func TestDeskWalks(t *testing.T) {
	t.Parallel()
	opened := t.TempDir() + "/opened"
	b, dir := front(t, "--editor", "/bin/sh -c 'printf %s \"$*\" >"+opened+"' x {file}:{line}:{col}")
	const value = `document.activeElement.value`
	b.tabTo(`document.activeElement.dataset.key === '1 story b 0'`)
	b.key(kb.Enter)
	b.is(`document.activeElement.getAttribute('aria-pressed') === 'true'`)
	b.key(kb.Enter)
	b.is(value + ` === '老街的灯会'`)
	walk := func(key, field, text string) {
		t.Helper()
		b.chord(key, input.ModifierAlt)
		b.is(fmt.Sprintf(`document.activeElement.matches('.writing textarea[aria-label^="%s"]') && document.activeElement.value.startsWith(%q)`, field, text))
	}
	walk(kb.ArrowUp, "kicker", "")
	b.run(input.InsertText("灯火|万家"))
	b.is(`document.querySelector('.writing .count').textContent.startsWith('page 1: ')`)
	walk(kb.ArrowDown, "headline", "老街的灯会")
	b.holds(dir, "stories/b.md", "kicker: 灯火|万家\n")
	walk(kb.ArrowDown, "deck", "")
	walk(kb.ArrowDown, "text", "第1班")
	walk(kb.ArrowDown, "text", "第5班")
	walk(kb.ArrowDown, "text", "第5班") // there is no more
	if v := b.violations(); len(v) > 0 {
		t.Errorf("axe: %v", v)
	}
	b.key(kb.Escape)
	b.is(`document.activeElement.dataset.key === '1 story b 0'`)
	if s := content(t, dir, "stories/b.md"); strings.Contains(s, "deck") {
		t.Errorf("what was only looked at is written:\n%s", s)
	}
	b.undo()
	b.holds(dir, "stories/b.md", "---\nheadline: 老街的灯会\n---\n")

	// Line by line through the text.
	b.letter("t")
	b.tabTo(`document.activeElement.matches('.words')`)
	b.key(kb.Home)
	for range 3 {
		b.key(kb.ArrowDown)
	}
	b.key(kb.ArrowUp)
	b.is(`(() => { const lines = [...document.querySelectorAll('#page-1 .words text[data-src]')]; return document.activeElement === lines[2] && document.querySelector('.chip.held code').textContent === lines[2].dataset.src; })()`)
	b.shoot("desk-lines")
	// The name of the page is no slot's: it is not changed at the page.
	name := said("issue.yaml", "要闻")
	b.is(name + ` !== undefined`)
	place := b.text(`(` + name + `).dataset.src`)
	b.does(`(` + name + `).dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));`)
	b.is(`document.querySelector('.writing') === null && document.querySelector('#said.seen')?.textContent === 'these words stand in ` + place + `: edit the file'`)
	src := b.text(`document.activeElement.dataset.src`)
	b.letter("o")
	b.until("the editor has "+src, func() bool {
		data, _ := os.ReadFile(opened)
		return strings.HasSuffix(string(data), src)
	})
	b.does(`[...document.querySelectorAll('#page-1 .words text')].find(t => t.textContent.includes('第二段接着')).focus();`)
	b.key(kb.Enter)
	b.is(value + ` === '第二段接着写下去。'`)
	b.does(`document.activeElement.select();`)
	b.run(input.InsertText("第二段改了。"))
	b.chord(kb.Enter, input.ModifierCtrl)
	b.holds(dir, "stories/a.md", "\n\n第二段改了。\n\n")
	b.is(said("stories/a.md", "第二段改了") + ` === document.activeElement`) // the page is another one, the keys are where they were
}

// TestDeskPanelByKeys: who has no mouse goes from a slot into its panel, changes what it has
// there, and comes back to it.
func TestDeskPanelByKeys(t *testing.T) {
	t.Parallel()
	b, dir := front(t)
	a := slot(1, "story", "a", 0)
	b.choose(a)
	before := content(t, dir, "issue.yaml")
	into := func(name string) {
		t.Helper()
		b.letter("i")
		b.is(`document.activeElement.matches('#bench input, #bench select')`)
		b.tabTo(`document.activeElement.matches('#bench ` + name + `')`)
	}
	back := func() {
		t.Helper()
		b.key(kb.Escape)
		b.is(`document.activeElement === (` + a + `)`)
	}
	undone := func() {
		t.Helper()
		b.undo()
		b.holds(dir, "issue.yaml", before)
	}
	for _, c := range []struct{ name, keys, file, written string }{
		{"[name=columns]", "3" + kb.Enter, "issue.yaml", "span: [4, 40], columns: 3}"},
		{"[name=box]", "d", "issue.yaml", "span: [4, 40], box: double}"},
		{"[name=tint]", "8", "issue.yaml", "span: [4, 40], tint: 8%}"},
		{"[name=head]", "l", "issue.yaml", "span: [4, 40], head: left}"},
		{"[name=headSize]", "28pt" + kb.Enter, "issue.yaml", "span: [4, 40], head-size: 28pt}"},
		{"[name=headTracking]", "5" + kb.Enter, "issue.yaml", "span: [4, 40], head-tracking: 5%}"},
	} {
		into(c.name)
		b.key(c.keys)
		b.holds(dir, c.file, c.written)
		back()
		undone()
	}
	story := content(t, dir, "stories/a.md")
	into("[name=weight]")
	b.does(`document.activeElement.select();`)
	b.key("1" + kb.Enter)
	b.holds(dir, "stories/a.md", "weight: 1\n")
	back()
	b.undo()
	b.holds(dir, "stories/a.md", story)

	into("[name=swap]")
	b.key("老")
	b.holds(dir, "issue.yaml", "{story: a, at: [3, 52], span: [2, 16]}")
	back()
	undone()
}

// TestDeskFrontSeen: a weight that another program has changed meanwhile is not written over.
func TestDeskFrontSeen(t *testing.T) {
	t.Parallel()
	b, dir := front(t)
	b.choose(slot(1, "story", "a", 0))
	b.is(`document.querySelector('#bench [name=weight]').value === '2'`)
	b.does(`const plain = fetch; window.fetch = (...a) => String(a[0]) === 'desk/state' ? new Promise(() => {}) : plain(...a);`) // what the other one does is not heard of
	edit(t, dir, "stories/a.md", func(s string) string { return strings.Replace(s, "weight: 2", "weight: 4", 1) })
	b.put("weight", "1")
	b.is(`document.querySelector('dialog.conflict[open]')?.textContent.includes('weight: 4')`)
	b.click(`dialog.conflict [value=mine]`)
	b.holds(dir, "stories/a.md", "weight: 1\n")
}
