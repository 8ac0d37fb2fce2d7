// Slots on the page: selecting, dragging, sizing, by mouse and by keys.
import { $, $$, el, svg, beside, scale } from './dom.js';
import { post, latest } from './server.js';
import { word } from './words.js';
import * as grid from './grid.js';
import { lineAt } from './text.js';

const layers = new Map(); // by page
const edges = ['n', 's', 'e', 'w', 'nw', 'ne', 'sw', 'se'];
const keyOf = s => [s.ref.page, s.ref.kind, s.ref.name, s.ref.nth].join(' ');

export function begin(bench) {
  const find = key => { for (const p of bench.state.pages) for (const s of p.slots) if (keyOf(s) === key) return [p, s]; return []; };
  bench.find = find;
  bench.selected = () => find(bench.chosen || '');
  bench.keyOf = keyOf;

  // draw makes or renews the slots of a page. What is being dragged stays.
  bench.drawSlots = section => {
    const page = bench.state.pages.find(p => String(p.number) === section.dataset.page);
    if (!page) return;
    let layer = layers.get(section.dataset.page);
    if (!layer) layers.set(section.dataset.page, layer = el('div', { class: 'slots' }));
    const sheet = $('.sheet.now', section);
    if (layer.parentElement !== sheet) sheet.append(layer);
    layer.page = page;
    const old = new Map($$('.slot', layer).map(e => [e.dataset.key, e]));
    for (const s of page.slots) {
      const key = keyOf(s);
      let e = old.get(key);
      old.delete(key);
      if (!e) layer.append(e = el('div', { class: 'slot', tabindex: 0, role: 'button', 'data-key': key }));
      e.classList.toggle('over', s.over > 0 && !s.to);
      e.classList.toggle('white', !s.over && s.columns > 0 && s.white / s.columns > 2);
      e.classList.toggle('foreign', !s.own);
      name(e, page, s);
      if (!drag || drag.element !== e) put(e, page, grid.cells(s), section);
      mark(e, key === bench.chosen);
    }
    for (const e of old.values()) if (!drag || drag.element !== e) e.remove();
    // A page that is replaced takes the focus with it.
    if (hadFocus && document.activeElement === document.body) {
      const e = $$('.slot', layer).find(e => e.dataset.key === hadFocus);
      if (e) e.focus({ preventScroll: true });
    }
  };
  let hadFocus = '';
  document.addEventListener('focusin', e => { const s = e.target.closest('.slots .slot'); hadFocus = s ? s.dataset.key : ''; });
  const name = (e, page, s) => {
    const what = s.title || (s.ref.kind === 'story' ? s.ref.name : `${word(s.ref.kind)} ${s.ref.name}`);
    e.setAttribute('aria-label', `${what}: ${word('at', { p: page.number, c: s.at[0], r: s.at[1], w: s.span[0], h: s.span[1] })}`);
  };
  const put = (e, page, c, section) => {
    const b = grid.box(page, c), w = +section.dataset.width, h = +section.dataset.height;
    e.style.left = b.x / w * 100 + '%';
    e.style.top = b.y / h * 100 + '%';
    e.style.width = b.w / w * 100 + '%';
    e.style.height = b.h / h * 100 + '%';
  };
  const mark = (e, on) => {
    e.setAttribute('aria-pressed', on);
    const have = $('.handle', e);
    if (on && !have) e.append(...edges.map(n => el('span', { class: 'handle ' + n, 'data-edge': n, 'aria-hidden': 'true' })));
    if (!on && have) $$('.handle', e).forEach(h => h.remove());
  };

  bench.select = (key, focus = false) => {
    bench.chosen = key;
    for (const e of $$('.slots .slot')) mark(e, e.dataset.key === key);
    const e = $$('.slots .slot').find(e => e.dataset.key === key);
    if (e && focus) e.focus();
    bench.showPanel();
    bench.here();
  };

  // A drag: what is moved, from where, by which edges.
  let drag = null, frame = 0;
  const label = el('div', { class: 'chip numbers', hidden: true });
  document.body.append(label);
  const ask = latest(q => post('fill', q), (f, q) => {
    if (!drag || q.n !== drag.n) return;
    drag.fill = f;
    words();
  });

  function start(e, element, edge) {
    const section = element.closest('.page'), [page, slot] = find(element.dataset.key);
    if (!slot || !slot.own) return;
    drag = { n: Math.random(), element, section, page, slot, seen: bench.seen(slot), edge, from: grid.cells(slot), to: grid.cells(slot), x: e.clientX, y: e.clientY, k: scale(section), scroll: [$('#stage').scrollLeft, $('#stage').scrollTop], moved: false, fill: null };
    bench.here([page.number]);
  }
  function follow(e) {
    const d = drag, stage = $('#stage');
    const dx = (e.clientX - d.x + stage.scrollLeft - d.scroll[0]) / d.k, dy = (e.clientY - d.y + stage.scrollTop - d.scroll[1]) / d.k;
    if (!d.moved && Math.hypot(e.clientX - d.x, e.clientY - d.y) < 4) return;
    d.moved = true;
    d.mouse = [e.clientX, e.clientY];
    const b = grid.box(d.page, d.from), rows = Math.round(dy / d.page.leading);
    let to;
    if (!d.edge) to = grid.moved(d.page, d.from, grid.columnAt(d.page, b.x + dx) - d.from.col, rows);
    else {
      const last = d.from.col + d.from.cols - 1;
      const dc = d.edge.includes('w') ? grid.columnAt(d.page, b.x + dx) - d.from.col : grid.edgeAt(d.page, b.x + b.w + dx) - last;
      to = grid.sized(d.page, d.from, d.edge, dc, rows);
    }
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => show(to));
  }
  function show(to) {
    const d = drag;
    if (!d) return;
    const sizes = to.cols !== d.to.cols || to.rows !== d.to.rows;
    d.to = to;
    put(d.element, d.page, to, d.section);
    d.element.classList.add('held');
    d.element.classList.toggle('lies', grid.liesOver(d.page.slots, d.slot, to));
    lines(d, grid.guides(d.page, d.page.slots, d.slot, to));
    if (sizes || !d.asked) {
      d.asked = true;
      const cols = d.slot.keys.columns ? +d.slot.keys.columns : 0;
      ask({ n: d.n, slot: d.slot.ref, span: [to.cols, to.rows], columns: cols, head: d.slot.keys.head || '' });
    }
    words();
  }
  function lines(d, g) {
    let layer = $('.guides', d.section);
    const w = +d.section.dataset.width, h = +d.section.dataset.height;
    if (!layer) $('.sheet.now', d.section).append(layer = svg('svg', { class: 'guides', viewBox: `0 0 ${w} ${h}`, 'aria-hidden': 'true' }));
    layer.replaceChildren(...[...g.x].map(x => svg('path', { d: `M${x} 0V${h}` })), ...[...g.y].map(y => svg('path', { d: `M0 ${y}H${w}` })));
  }
  function words() {
    const d = drag, f = d.fill, t = d.to;
    label.hidden = false;
    const parts = [el('b', {}, `${t.cols} × ${t.rows}`), el('span', {}, `${word('col')} ${t.col} · ${word('row')} ${t.row}`)];
    if (f) parts.push(...bench.fillWords(f));
    label.replaceChildren(...parts);
    const [x, y] = d.mouse || [d.x, d.y];
    beside(label, x + 16, y + 18);
  }
  bench.fillWords = f => {
    const out = [];
    if (f.text) {
      if (f.failed) out.push(el('span', { class: 'bad' }, word('failed')));
      if (f.over && f.to) out.push(el('span', {}, word('goes', { c: f.chars, p: f.to })));
      else if (f.over) out.push(el('span', { class: 'bad' }, word('over', { n: f.over, c: f.chars })));
      else if (f.white > 0) out.push(el('span', { class: f.white > 2 ? 'weak' : 'good' }, word('white', { n: f.white })));
      else out.push(el('span', { class: 'good' }, word('full')));
      if (f.size) out.push(el('span', {}, word('headAt', { n: f.size })));
    } else if (f.rows) out.push(el('span', {}, word('cropRows', { n: f.rows })));
    return out;
  };
  function stop(commit) {
    const d = drag;
    if (!d) return;
    cancelAnimationFrame(frame);
    drag = null;
    label.hidden = true;
    d.element.classList.remove('held', 'lies');
    const g = $('.guides', d.section);
    if (g) g.remove();
    const section = document.getElementById('page-' + d.page.number) || d.section;
    if (commit && d.moved && !grid.sameCells(d.from, d.to)) bench.place(d.page, d.slot, d.to, () => put(d.element, d.page, d.from, section), d.seen);
    else put(d.element, d.page, d.from, section);
    bench.here([]);
  }
  bench.stopDrag = () => stop(false);

  const stage = $('#stage');
  stage.addEventListener('pointerdown', e => {
    const element = e.target.closest('.slots .slot');
    if (!element || e.button !== 0) return;
    e.stopPropagation();
    const edge = e.target.dataset.edge || '';
    if (element.dataset.key !== bench.chosen) bench.select(element.dataset.key);
    element.focus({ preventScroll: true });
    if (e.pointerType === 'touch' && !edge && !element.classList.contains('armed')) { // the first touch selects, the page scrolls
      $$('.slot.armed').forEach(s => s.classList.remove('armed'));
      element.classList.add('armed');
      return;
    }
    e.preventDefault();
    start(e, element, edge);
    if (drag) element.setPointerCapture(e.pointerId);
  }, true);
  stage.addEventListener('pointermove', e => { if (drag && !drag.keys) follow(e); });
  stage.addEventListener('pointerup', () => { if (drag && !drag.keys) stop(true); });
  stage.addEventListener('pointercancel', () => { if (drag && !drag.keys) stop(false); });
  stage.addEventListener('dblclick', e => {
    const element = e.target.closest('.slots .slot');
    if (!element) return;
    const line = lineAt(e.clientX, e.clientY, element.closest('.page'));
    if (line) bench.editLine(line);
  });
  // What is clicked beside every slot selects none.
  stage.addEventListener('click', e => {
    if (document.body.classList.contains('tool-slots') && e.target.closest('.sheet') && !e.target.closest('.slots .slot, a, .ov-marks g') && bench.chosen) bench.select('');
  });

  // Keys: steps are shown at once and written when they pause.
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  let pause = 0;
  stage.addEventListener('keydown', e => {
    const element = e.target.closest('.slots .slot');
    if (!element || e.ctrlKey || e.metaKey || e.isComposing) return;
    if (e.key === 'Escape') {
      e.preventDefault();
      if (drag) stop(false); else { bench.select(''); }
      return;
    }
    if (e.key === ' ' || e.key === 'Enter') {
      e.preventDefault();
      e.stopPropagation();
      clearTimeout(pause);
      if (drag) return stop(true);
      if (element.dataset.key !== bench.chosen) return bench.select(element.dataset.key);
      if (e.key === 'Enter') bench.editHead();
      return;
    }
    if (e.key === 'Delete' || e.key === 'Backspace') {
      e.preventDefault();
      bench.select(element.dataset.key);
      bench.takeOut();
      return;
    }
    const step = steps[e.key];
    if (!step || e.altKey) return;
    e.preventDefault();
    if (element.dataset.key !== bench.chosen) bench.select(element.dataset.key);
    if (!drag) {
      const b = element.getBoundingClientRect();
      start({ clientX: b.right, clientY: b.top }, element, '');
      if (!drag) return;
      drag.keys = drag.moved = true;
    }
    const b = element.getBoundingClientRect();
    drag.mouse = [Math.min(b.right, innerWidth - 200), Math.max(b.top, 0)];
    show(e.shiftKey ? grid.sized(drag.page, drag.to, 'se', ...step) : grid.moved(drag.page, drag.to, ...step));
    clearTimeout(pause);
    pause = setTimeout(() => stop(true), 600);
  });
}
