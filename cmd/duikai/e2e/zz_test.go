package e2e

import "testing"

func TestZZ(t *testing.T) {
	dir := issue(t)
	b := bench(t, serve(t, dir), 1366, 768, false)
	b.does(`
	const text = await (await fetch('./')).text();
	window.out = 'size ' + text.length;
	const time = (name, f) => { let best = 1e9, all = []; for (let i = 0; i < 6; i++) { const t = performance.now(); f(); const d = performance.now() - t; all.push(d.toFixed(1)); } out += '\n' + name + ' ' + all.join(' '); };
	let doc;
	time('parse', () => { doc = new DOMParser().parseFromString(text, 'text/html'); });
	time('pages outer', () => { for (const p of doc.querySelectorAll('.page')) p.outerHTML; });
	time('panels inner', () => { for (const p of doc.querySelectorAll('.panel')) p.innerHTML; });
	out += '\n' + [...doc.querySelectorAll('.page')].map(p => p.outerHTML.length).join(' ');
	out += '\n' + [...doc.querySelectorAll('.panel')].map(p => p.id + ' ' + p.innerHTML.length).join(' ');
	out += '\n head ' + doc.head.innerHTML.length;
	out += '\n' + doc.querySelectorAll('*').length + ' elements, here ' + document.querySelectorAll('*').length;
	const r = await import('./renew.js').catch(e => e);
	out += '\n' + [...doc.querySelector('.page').querySelector('.sheet.now > svg').children].map(e => e.getAttribute('class') + ' ' + e.outerHTML.length).join(', ');
	for (const id of ['problems','lines','stories','pictures','jumps','remarks']) { const el = doc.querySelector('#' + id); if (el) time('renew ' + id, () => { const c = el.cloneNode(true); r.renew(document.querySelector('#' + id), c.childNodes); }); }
	`)
	t.Log(b.text(`out`))
	b.does(`
	window.out = '';
	const st = await (await fetch('desk/state')).text();
	out += 'state ' + st.length + ' ';
	const t = performance.now(); JSON.parse(st); out += (performance.now() - t).toFixed(1);
	`)
	t.Log(b.text(`out`))
}
