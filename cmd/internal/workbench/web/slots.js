// Slots on the page: selecting, dragging, sizing, by mouse and by keys.
import { $, $$, el, svg, scale, composes } from './dom.js';
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

  // called is what editors know a slot by: its story's headline, its file, its words.
  bench.called = s => {
    if (s.title || s.ref.kind === 'story') return s.title || s.ref.name;
    const words = (bench.state.forms.words[s.ref.kind] || []).map(k => s.words[k]).find(Boolean) || '';
    return `${word(s.ref.kind)} ${s.ref.name === s.ref.kind ? words.split('\n')[0] : s.ref.name}`.trim();
  };
  // named is what the list of what was done calls it.
  bench.named = s => s.ref.name && s.ref.name !== s.ref.kind ? s.ref.name : bench.called(s);

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
      e.classList.toggle('white', !s.over && s.columns > 0 && s.white / s.columns > bench.state.forms.white);
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
    e.setAttribute('aria-label', `${bench.called(s)}: ${word('at', { p: page.number, c: s.at[0], r: s.at[1], w: s.span[0], h: s.span[1] })}`);
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

  // A drag: what is moved, from where, by which edges, and all that has to be measured for
  // it. While it lasts nothing is measured any more: whatever wants to show something asks
  // for the next frame, which writes what has changed and no more.
  let drag = null, frame = 0, pause = 0;
  // As long as the hand moves, whatever else is to be shown waits: it takes longer than a
  // frame. A hand that rests sees it, though it holds a slot.
  let stirs = 0;
  const pauses = 150; // ms: longer than steps of a hand that moves, too short to be waited for
  bench.stirs = () => stirs !== 0;
  function stir() {
    document.body.dataset.held = '';
    clearTimeout(stirs);
    stirs = setTimeout(() => rest(false), pauses);
  }
  function rest(moved) {
    clearTimeout(stirs);
    stirs = 0;
    delete document.body.dataset.held;
    bench.handsFree(moved);
  }
  const label = el('div', { class: 'chip numbers', hidden: true });
  document.body.append(label);
  let labelSize = [0, 0]; // as the browser tells it, behind its layout and before it paints
  new ResizeObserver(([{ borderBoxSize: [b] }]) => { labelSize = [b.inlineSize, b.blockSize]; putLabel(); }).observe(label);
  const ask = latest(q => post('fill', q), (f, q) => {
    if (!drag || q.n !== drag.n) return;
    drag.fill = f;
    later();
  });

  function start(e, element, edge) {
    const section = element.closest('.page'), [page, slot] = find(element.dataset.key);
    if (!slot || !slot.own) return;
    const stage = $('#stage'), from = grid.cells(slot), scroll = [stage.scrollLeft, stage.scrollTop];
    drag = { n: Math.random(), element, section, page, slot, seen: bench.seen(slot), edge, from, to: from, x: e.clientX, y: e.clientY, k: scale(section), scroll, now: scroll, mouse: null, moved: false, fill: null, told: '', level: '', box: grid.box(page, from), over: grid.rivals(page.slots, slot), edges: grid.edges(page, page.slots, slot) };
  }
  // held shows that something is in hand; it is behind all measuring.
  function held() {
    drag.element.classList.add('held');
    stir();
    bench.here([drag.page.number]);
  }
  const later = () => { frame ||= requestAnimationFrame(draw); };
  function follow(x, y) {
    if (!drag.moved && Math.hypot(x - drag.x, y - drag.y) < 4) return;
    drag.moved = true;
    drag.mouse = [x, y];
    stir();
    later();
  }
  // aim is the place that the mouse means.
  function aim(d) {
    const dx = (d.mouse[0] - d.x + d.now[0] - d.scroll[0]) / d.k, dy = (d.mouse[1] - d.y + d.now[1] - d.scroll[1]) / d.k;
    const b = d.box, rows = Math.round(dy / d.page.leading);
    if (!d.edge) return grid.moved(d.page, d.from, grid.columnAt(d.page, b.x + dx) - d.from.col, rows);
    const last = d.from.col + d.from.cols - 1;
    const dc = d.edge.includes('w') ? grid.columnAt(d.page, b.x + dx) - d.from.col : grid.edgeAt(d.page, b.x + b.w + dx) - last;
    return grid.sized(d.page, d.from, d.edge, dc, rows);
  }
  function draw() {
    frame = 0;
    const d = drag;
    if (!d || !d.moved) return;
    if (!d.keys) d.to = aim(d);
    if (!d.shown || !grid.sameCells(d.to, d.shown)) show(d);
    words(d);
    putLabel();
  }
  function show(d) {
    const to = d.to, sizes = !d.shown || to.cols !== d.shown.cols || to.rows !== d.shown.rows;
    d.shown = to;
    const b = grid.box(d.page, to), e = d.element;
    if (sizes) {
      e.style.width = b.w / +d.section.dataset.width * 100 + '%';
      e.style.height = b.h / +d.section.dataset.height * 100 + '%';
      ask({ n: d.n, slot: d.slot.ref, span: [to.cols, to.rows], columns: +d.slot.keys.columns || 0, head: d.slot.keys.head || '' });
    }
    // In shares of its own size: right in any zoom, and the page is not laid out again.
    e.style.transform = `translate(${(b.x - d.box.x) / b.w * 100}%, ${(b.y - d.box.y) / b.h * 100}%)`;
    e.classList.toggle('lies', d.over.some(o => grid.overlaps(to, o)));
    lines(d, grid.level(d.edges, b));
  }
  function lines(d, g) {
    const w = +d.section.dataset.width, h = +d.section.dataset.height;
    const path = g.x.map(x => `M${x} 0V${h}`).join('') + g.y.map(y => `M0 ${y}H${w}`).join('');
    if (path === d.level) return;
    d.level = path;
    d.lines ||= svg('path');
    let layer = $('.guides', d.section);
    if (!layer) $('.sheet.now', d.section).append(layer = svg('svg', { class: 'guides', viewBox: `0 0 ${w} ${h}`, 'aria-hidden': 'true' }, d.lines));
    d.lines.setAttribute('d', path);
  }
  // words are the numbers at the mouse.
  function words(d) {
    const t = d.to, parts = [['', `${t.cols} × ${t.rows}`], ['', `${word('col')} ${t.col} · ${word('row')} ${t.row}`], ...d.fill ? fillWords(d.fill) : []];
    const told = JSON.stringify(parts);
    if (told === d.told) return;
    d.told = told;
    label.hidden = false;
    label.replaceChildren(...parts.map(([look, text], i) => el(i ? 'span' : 'b', { class: look || null }, text)));
  }
  function putLabel() {
    if (!drag || label.hidden) return;
    const [x, y] = drag.mouse || [drag.x, drag.y], inside = (v, size, all) => Math.max(6, Math.min(v, all - size - 6));
    label.style.transform = `translate(${inside(x + 16, labelSize[0], innerWidth)}px, ${inside(y + 18, labelSize[1], innerHeight)}px)`;
  }
  // fillWords are what a place does for what stands in it: how it looks, and the words.
  const fillWords = f => {
    const out = [];
    if (f.text) {
      if (f.failed) out.push(['bad', word('failed')]);
      if (f.over && f.to) out.push(['', word('goes', { c: f.chars, p: f.to })]);
      else if (f.over) out.push(['bad', word('over', { n: f.over, c: f.chars })]);
      else if (f.white > 0) out.push([f.white > bench.state.forms.white ? 'weak' : 'good', word('white', { n: f.white })]);
      else out.push(['good', word('full')]);
      if (f.size) out.push(['', word('headAt', { n: f.size })]);
    } else if (f.rows) out.push(['', word('cropRows', { n: f.rows })]);
    return out;
  };
  bench.fillWords = f => fillWords(f).map(([look, text]) => el('span', { class: look || null }, text));
  function stop(commit) {
    const d = drag;
    if (!d) return;
    cancelAnimationFrame(frame);
    clearTimeout(pause);
    frame = 0;
    if (commit && d.moved && !d.keys) d.to = aim(d); // the last step may have had no frame yet
    drag = null;
    label.hidden = true;
    d.element.classList.remove('held', 'lies');
    d.element.style.transform = '';
    const g = $('.guides', d.section);
    if (g) g.remove();
    const section = document.getElementById('page-' + d.page.number) || d.section;
    if (commit && d.moved && !grid.sameCells(d.from, d.to)) {
      put(d.element, d.page, d.to, section);
      bench.place(d.page, d.slot, d.to, () => put(d.element, d.page, d.from, section), d.seen);
    } else put(d.element, d.page, d.from, section);
    bench.here([]);
    rest(d.moved);
  }
  bench.stopDrag = () => stop(false);

  const stage = $('#stage');
  stage.addEventListener('pointerdown', e => {
    const element = e.target.closest('.slots .slot');
    if (!element || e.button !== 0) return;
    e.stopPropagation();
    const edge = e.target.dataset.edge || '';
    if (e.pointerType === 'touch' && !edge && !element.classList.contains('armed')) { // the first touch selects, the page scrolls
      $$('.slot.armed').forEach(s => s.classList.remove('armed'));
      element.classList.add('armed');
      chooseOnly(element);
      return;
    }
    e.preventDefault();
    stop(true); // of the keys
    start(e, element, edge);
    if (drag) {
      element.setPointerCapture(e.pointerId);
      held();
    }
    chooseOnly(element);
  }, true);
  function chooseOnly(element) {
    if (element.dataset.key !== bench.chosen) bench.select(element.dataset.key);
    element.focus({ preventScroll: true });
  }
  stage.addEventListener('pointermove', e => { if (drag && !drag.keys) follow(e.clientX, e.clientY); });
  stage.addEventListener('scroll', () => {
    if (!drag || drag.keys) return;
    drag.now = [stage.scrollLeft, stage.scrollTop];
    if (drag.mouse) later();
  }, { passive: true });
  stage.addEventListener('pointerup', () => { if (drag && !drag.keys) stop(true); });
  for (const end of ['pointercancel', 'lostpointercapture']) stage.addEventListener(end, () => { if (drag && !drag.keys) stop(false); });
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
  stage.addEventListener('keydown', e => {
    const element = e.target.closest('.slots .slot');
    if (!element || e.ctrlKey || e.metaKey || composes(e)) return;
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
      held();
      drag.keys = drag.moved = true;
    }
    if (!drag.keys) return; // the mouse has it
    drag.to = e.shiftKey ? grid.sized(drag.page, drag.to, 'se', ...step) : grid.moved(drag.page, drag.to, ...step);
    const b = grid.box(drag.page, drag.to), to = drag.box; // where it stands then, from where it stood
    stir();
    drag.mouse = [Math.min(drag.x + (b.x + b.w - to.x - to.w) * drag.k, innerWidth - 200), Math.max(drag.y + (b.y - to.y) * drag.k, 0)];
    later();
    clearTimeout(pause);
    pause = setTimeout(() => stop(true), 600);
  });
}
