package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// What a hand does to a page that may change under it. Elements are named by scripts and
// found again for every step: numbers of nodes that the browser gave once are those of
// elements that may be gone.

// patience is how long what should come is waited for.
const patience = time.Minute

// until fails the test unless something holds, and looks for it again and again.
func (b *tab) until(what string, holds func() bool) {
	b.t.Helper()
	for end := time.Now().Add(patience); !holds(); {
		if time.Now().After(end) {
			b.t.Fatalf("it is not so that %s", what)
		}
		select {
		case <-b.ctx.Done():
			b.t.Fatal(b.ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// steadily gives the rectangle of an element that is to be seen, can be used and has
// stood still for two frames, and where there is none, why. Under the middle of its first
// line lies the element itself.
const steadily = `(async () => {
	const frame = () => new Promise(done => requestAnimationFrame(done));
	const e = %s;
	if (!e) return await frame(), { why: 'it is not there' };
	if (%v) e.scrollIntoView({ block: 'nearest', inline: 'nearest' });
	const box = () => { const r = e.getClientRects()[0] || e.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom]; };
	const was = box();
	await frame(); await frame();
	const now = box();
	if (e !== (%[1]s)) return { why: 'another one takes its place' };
	if (e.disabled) return { why: 'it cannot be used' };
	if (String(was) !== String(now)) return { why: 'it moves from ' + was + ' to ' + now };
	if (now[0] === now[2] || now[1] === now[3]) return { why: 'it is not to be seen' };
	return { box: now };
})()`

// stands waits until an element stands still and gives its rectangle: left, top, right,
// bottom.
func (b *tab) stands(element string, scroll bool) []float64 {
	b.t.Helper()
	b.run(page.BringToFront()) // a window behind another one may be drawn no frames
	var is struct {
		Box []float64
		Why string
	}
	defer func() {
		if is.Box == nil {
			b.t.Log(is.Why)
		}
	}()
	b.until(element+" stands still", func() bool {
		b.run(chromedp.Evaluate(fmt.Sprintf(steadily, element, scroll), &is, awaited))
		return is.Box != nil
	})
	return is.Box
}

// guard lets the mouse reach one element and no other: what is pressed beside it, because
// the page has moved in the meantime, is kept from the page and noted as missed. It is
// false where the element is not what lies at the point.
const guard = `((e, x, y) => {
	const inside = t => t instanceof Node && e.contains(t);
	if (!e || !e.isConnected || !inside(document.elementFromPoint(x, y))) return false;
	const kinds = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'];
	window.missed = false;
	const look = event => {
		if (event.type === 'pointerdown') window.missed = !inside(event.target);
		if (!window.missed) return;
		event.stopImmediatePropagation();
		event.preventDefault();
	};
	for (const k of kinds) addEventListener(k, look, true);
	window.unguard = () => { for (const k of kinds) removeEventListener(k, look, true); const m = window.missed; delete window.missed; delete window.unguard; return m; };
	return true;
})(%s, %v, %v)`

// press presses the mouse over the middle of an element, and tries again where the page
// moved away from under it.
func (b *tab) press(element string) (x, y float64) {
	b.t.Helper()
	b.until(element+" can be pressed", func() bool {
		box := b.stands(element, true)
		x, y = (box[0]+box[2])/2, (box[1]+box[3])/2
		there, missed := false, false
		b.run(chromedp.Evaluate(fmt.Sprintf(guard, element, x, y), &there))
		if !there {
			return false
		}
		b.mouse(input.MousePressed, x, y)
		b.run(chromedp.Evaluate(`window.missed`, &missed))
		if missed {
			b.mouse(input.MouseReleased, x, y)
		}
		b.does(`unguard();`)
		return !missed
	})
	return x, y
}

// clickOn clicks an element, clicked what a selector finds, as soon as that can be.
func (b *tab) clickOn(element string) {
	b.t.Helper()
	x, y := b.press(element)
	b.mouse(input.MouseReleased, x, y)
}

func (b *tab) click(selector string) {
	b.t.Helper()
	b.clickOn(fmt.Sprintf(`document.querySelector(%q)`, selector))
}

// drag takes hold of an element and moves it, in steps as a hand does.
func (b *tab) drag(element string, dx, dy float64, meanwhile func()) {
	b.t.Helper()
	b.sight(element)
	x, y := b.press(element)
	for i := 1; i <= 8; i++ {
		b.mouse(input.MouseMoved, x+dx*float64(i)/8, y+dy*float64(i)/8)
	}
	if meanwhile != nil {
		meanwhile()
	}
	b.mouse(input.MouseReleased, x+dx, y+dy)
}

func (b *tab) mouse(kind input.MouseType, x, y float64) {
	b.t.Helper()
	e := input.DispatchMouseEvent(kind, x, y).WithButton(input.Left).WithClickCount(1)
	if kind != input.MouseReleased {
		e = e.WithButtons(1)
	}
	b.run(e)
}

// focus has what a selector finds take the keys, blur has it let them go.
func (b *tab) focus(selector string) {
	b.t.Helper()
	b.is(fmt.Sprintf(`(() => { const e = document.querySelector(%q); if (e) e.focus(); return e !== null && document.activeElement === e; })()`, selector))
}

func (b *tab) blur(selector string) {
	b.t.Helper()
	b.is(fmt.Sprintf(`(() => { const e = document.querySelector(%q); if (e) e.blur(); return e !== null && document.activeElement !== e; })()`, selector))
}

// write writes into a field, at the end of what it holds.
func (b *tab) write(selector, text string) {
	b.t.Helper()
	b.focus(selector)
	was := b.text(`(e => { e.setSelectionRange(e.value.length, e.value.length); return e.value; })(document.activeElement)`)
	b.key(text)
	b.is(fmt.Sprintf(`document.activeElement.value === %q`, was+text))
}

// twice clicks a line of text twice, as soon as it is there, which opens a window for its
// words.
func (b *tab) twice(line string) {
	b.t.Helper()
	b.is(`(() => { const e = ` + line + `; if (!e) return false; e.scrollIntoView({ block: 'center' }); e.dispatchEvent(new MouseEvent('dblclick', { bubbles: true })); return true; })()`)
	b.is(`document.activeElement.matches('.writing textarea')`)
}

// sight brings an element into the middle of what is seen, as soon as it is there.
func (b *tab) sight(element string) {
	b.t.Helper()
	b.is(`(() => { const e = ` + element + `; if (!e) return false; e.scrollIntoView({ block: 'center' }); return true; })()`)
}

// pick chooses from a list what a script says of it, which is s there.
func (b *tab) pick(selector, value string) {
	b.t.Helper()
	b.is(fmt.Sprintf(`(() => { const s = document.querySelector(%q); if (!s) return false; s.value = %s; s.dispatchEvent(new Event('change')); return true; })()`, selector, value))
}

// upload gives files to a field for files.
func (b *tab) upload(selector string, files ...string) {
	b.t.Helper()
	b.is(fmt.Sprintf(`document.querySelector(%q) !== null`, selector))
	b.run(chromedp.ActionFunc(func(ctx context.Context) error {
		field, fault, err := runtime.Evaluate(fmt.Sprintf(`document.querySelector(%q)`, selector)).Do(ctx)
		if err != nil {
			return err
		}
		if fault != nil {
			return fault
		}
		return dom.SetFileInputFiles(files).WithObjectID(field.ObjectID).Do(ctx)
	}))
}

func (b *tab) key(keys string) {
	b.t.Helper()
	b.run(chromedp.KeyEvent(keys))
}

// steps presses keys over an element one after another with nothing between them: the desk
// writes down what was done when the keys pause. What is not a letter or an arrow stands
// behind its modifier, "Shift+ArrowUp".
func (b *tab) steps(element string, keys ...string) {
	b.t.Helper()
	b.is(`(() => { const e = ` + element + `; if (!e) return false; e.focus({ preventScroll: true });
		for (const key of '` + strings.Join(keys, " ") + `'.split(' ')) e.dispatchEvent(new KeyboardEvent('keydown', { key: key.split('+').pop(), shiftKey: key.startsWith('Shift+'), bubbles: true, cancelable: true }));
		return true; })()`)
}

// chord presses a key with others held.
func (b *tab) chord(key string, held input.Modifier) {
	b.t.Helper()
	b.run(chromedp.KeyEvent(key, chromedp.KeyModifiers(held)))
}

// letter presses a key that is a letter as a keyboard does: what the page does with the
// key decides whether it is written as well. chromedp's own keys are written in any case.
func (b *tab) letter(key string) {
	b.t.Helper()
	down := input.DispatchKeyEvent(input.KeyDown).WithKey(key).WithText(key).WithCode("Key" + strings.ToUpper(key)).WithWindowsVirtualKeyCode(int64(strings.ToUpper(key)[0]))
	b.run(down, input.DispatchKeyEvent(input.KeyUp).WithKey(key).WithCode(down.Code).WithWindowsVirtualKeyCode(down.WindowsVirtualKeyCode))
}

// enter presses Enter the same way.
func (b *tab) enter() {
	b.t.Helper()
	down := input.DispatchKeyEvent(input.KeyDown).WithKey("Enter").WithText("\r").WithCode("Enter").WithWindowsVirtualKeyCode(13)
	b.run(down, input.DispatchKeyEvent(input.KeyUp).WithKey("Enter").WithCode("Enter").WithWindowsVirtualKeyCode(13))
}

// follow clicks what leads to another page, or does something else that does, and waits
// for that page.
func (b *tab) follow(leads func()) {
	b.t.Helper()
	b.does(`window.left = true;`)
	leads()
	b.until("another page comes", func() bool {
		here := true
		err := chromedp.Run(b.ctx, chromedp.Evaluate(`window.left === true || document.readyState !== 'complete'`, &here))
		if err != nil && b.ctx.Err() != nil {
			b.t.Fatal(err)
		}
		return err == nil && !here // between two pages no script runs
	})
}

// holds waits until a file of the issue holds a text, changes until it holds something
// else than it did, gone until it is not there.
func (b *tab) holds(dir, name, want string) {
	b.t.Helper()
	b.until(fmt.Sprintf("%s holds %q", name, want), func() bool {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		return err == nil && strings.Contains(string(data), want)
	})
}

func (b *tab) changes(dir, name, was string) {
	b.t.Helper()
	b.until(name+" changes", func() bool {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		return err == nil && string(data) != was
	})
}

func (b *tab) gone(dir, name string) {
	b.t.Helper()
	b.until(name+" is gone", func() bool {
		_, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name)))
		return os.IsNotExist(err)
	})
}

// tabTo presses Tab until a condition holds, as who has no mouse does.
func (b *tab) tabTo(condition string) {
	b.t.Helper()
	const most = 200 // stops of the page
	for range most {
		b.key(kb.Tab)
		found := false
		b.run(chromedp.Evaluate(condition, &found))
		if found {
			return
		}
	}
	b.t.Fatalf("no Tab leads to where %s", condition)
}
