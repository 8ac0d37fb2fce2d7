package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// BenchmarkDesk measures what an editor waits for at the desk, in milliseconds:
//
//	go test -run '^$' -bench Desk -benchtime 5x .
//
// first is from opening the address to the pictures of the pages in sight, frame the
// longest that a frame took while a slot is dragged, script and layout, pixels from an edit to the picture that shows
// it.
func BenchmarkDesk(b *testing.B) {
	address := serve(b, issue(b))
	tab := bench(b, address, 1366, 768, false)
	wait := func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
	var first, frame, pixels, n float64
	for b.Loop() {
		var got []float64
		tab.run(chromedp.Navigate(address))
		tab.is(`document.body.dataset.bench === 'ready' && document.querySelector('#page-1 .print').complete`)
		tab.run(chromedp.Evaluate(`(async () => {
			const rest = ms => new Promise(done => setTimeout(done, ms));
			const paint = performance.getEntriesByType('paint').find(e => e.name === 'first-contentful-paint').startTime;
			const print = Math.max(...performance.getEntriesByType('resource').filter(e => e.name.includes('/page/') && e.name.endsWith('.png')).map(e => e.responseEnd));
			await rest(1500);
			const slot = [...document.querySelectorAll('.slots .slot')].find(e => e.dataset.key === '1 story brief-weather 0');
			slot.scrollIntoView({ block: 'center' });
			await rest(300);
			const r = slot.getBoundingClientRect(), send = (type, x, y) => slot.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX: x, clientY: y, button: 0, buttons: 1, pointerId: 1, pointerType: 'mouse' }));
			slot.setPointerCapture = () => {};
			const x = r.left + 40, y = r.top + 20;
			send('pointerdown', x, y);
			let longest = 0;
			for (let i = 0; i < 40; i++) {
				await new Promise(done => requestAnimationFrame(done));
				const t = performance.now();
				send('pointermove', x - i * 3, y - i * 4);
				const spent = performance.now() - t;
				await new Promise(done => requestAnimationFrame(() => { // behind the script's own
					const now = performance.now();
					document.body.getBoundingClientRect();
					longest = Math.max(longest, spent + now - document.timeline.currentTime + performance.now() - now);
					done();
				}));
			}
			send('pointercancel', x, y);
			await rest(300);
			slot.focus();
			send('pointerdown', x, y); send('pointerup', x, y);
			await rest(200);
			const hash = () => document.querySelector('#page-1').dataset.hash, was = hash();
			const tint = document.querySelector('#bench [name=tint]');
			tint.value = tint.value === '8%' ? '' : '8%';
			const t = performance.now();
			tint.dispatchEvent(new Event('change'));
			while (hash() === was) await new Promise(done => requestAnimationFrame(done));
			await new Promise(done => requestAnimationFrame(done));
			return [Math.max(paint, print), longest, performance.now() - t];
		})()`, &got, wait))
		first, frame, pixels, n = first+got[0], max(frame, got[1]), pixels+got[2], n+1
	}
	b.ReportMetric(first/n, "ms/first")
	b.ReportMetric(frame, "ms/frame")
	b.ReportMetric(pixels/n, "ms/pixels")
}
