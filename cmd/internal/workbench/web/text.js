// The text layer: every line of a page as text over its picture, in the order of the
// stories; where it comes from, and what was done to fill it.
import { $, $$, el, svg, say, beside, composes } from './dom.js';
import { get, post, Fault } from './server.js';
import { word } from './words.js';

const layers = new Map(); // by page: its version and its element
const loading = new Map();

// lay makes the layer of a page, or takes the one that is there.
export async function lay(section) {
  const number = section.dataset.page, hash = section.dataset.hash;
  const have = layers.get(number);
  if (have && have.hash === hash) return attach(section, have.layer);
  if (loading.get(number) === hash) return;
  loading.set(number, hash);
  try {
    const lines = await get('page/' + number);
    const now = document.getElementById('page-' + number);
    if (!now || now.dataset.hash !== hash) return;
    const old = layers.get(number), at = old && old.layer.contains(document.activeElement) ? $$('text', old.layer).indexOf(document.activeElement) : null;
    if (old) old.layer.remove();
    const layer = draw(now, lines);
    layers.set(number, { hash, layer });
    attach(now, layer);
    if (at !== null) ($$('text', layer)[at] || layer).focus({ preventScroll: true }); // the keys stay where they were
  } catch { /* the next edition asks again */ } finally {
    if (loading.get(number) === hash) loading.delete(number);
  }
}
function attach(section, layer) {
  const sheet = $('.sheet.now', section);
  if (layer.parentElement !== sheet) sheet.append(layer);
}

function draw(section, lines) {
  const root = reach(svg('svg', { class: 'words', viewBox: `0 0 ${section.dataset.width} ${section.dataset.height}`, role: 'group', 'aria-label': word('textOf', { n: section.dataset.page }) }));
  let group = null, story = null;
  for (const l of lines) {
    if (!group || l.i !== story) {
      story = l.i;
      root.append(group = svg('g', l.i ? { 'data-story': l.i } : {}));
    }
    const t = svg('text', { x: l.x, y: l.y, 'font-size': l.s, class: l.k, 'data-src': l.p, 'data-block': l.b || 0, 'data-why': l.y2 });
    if (l.p) t.setAttribute('tabindex', -1);
    if (l.d) t.setAttribute('transform', `rotate(90 ${l.x} ${l.y})`);
    if (l.t.length > 1 && l.w > 0) {
      t.setAttribute('textLength', l.w);
      t.setAttribute('lengthAdjust', 'spacingAndGlyphs');
    }
    t.textContent = l.t;
    group.append(t);
  }
  return root;
}

// reach has the text of a page reached by Tab where it is what is worked at.
export function reach(root) {
  if (document.body.classList.contains('tool-text')) root.setAttribute('tabindex', 0); else root.removeAttribute('tabindex');
  return root;
}

// place parts FILE:LINE:COL.
export function place(src) {
  const m = /^(.*):(\d+):(\d+)$/.exec(src || '');
  return m ? { File: m[1], Line: +m[2], Col: +m[3] } : null;
}

// lineAt finds the line at a point of the window.
export function lineAt(x, y, section) {
  let best = null;
  for (const t of $$('.words text[data-src]', section)) {
    const b = t.getBoundingClientRect();
    if (x >= b.left && x <= b.right && y >= b.top && y <= b.bottom) best = t;
  }
  return best;
}

// copied is a selection as text: lines of one paragraph are joined, paragraphs parted.
function copied(selection) {
  const lines = $$('.words text').filter(t => selection.containsNode(t, true));
  if (!lines.length) return null;
  const range = selection.getRangeAt(0);
  let out = '', last = null;
  for (const t of lines) {
    let text = t.textContent;
    if (t.contains(range.endContainer)) text = text.slice(0, range.endOffset);
    if (t.contains(range.startContainer)) text = text.slice(range.startOffset);
    const goesOn = last && last.parentElement === t.parentElement && last.getAttribute('class') === t.getAttribute('class') && last.dataset.block === t.dataset.block && t.dataset.block !== '0';
    if (last) out += goesOn ? (/[A-Za-z0-9]$/.test(out) && /^[A-Za-z0-9]/.test(text) ? ' ' : '') : '\n';
    out += text;
    last = t;
  }
  return out;
}

// begin listens to copying, hovering and clicking.
export function begin(bench) {
  document.addEventListener('copy', e => {
    const text = copied(getSelection());
    if (text === null) return;
    e.preventDefault();
    e.clipboardData.setData('text/plain', text);
  });
  const stage = $('#stage'), chip = el('div', { class: 'chip', role: 'status', hidden: true });
  document.body.append(chip);
  const hide = bench.hideSource = () => { chip.hidden = true; chip.classList.remove('held'); chip.replaceChildren(); };
  document.addEventListener('keydown', e => { if (e.key === 'Escape') hide(); });
  const at = (x, y) => {
    chip.hidden = false;
    beside(chip, x + 12, y + 16);
  };
  let over = null;
  stage.addEventListener('pointerover', e => {
    const t = e.target.closest && e.target.closest('.words text');
    if (chip.classList.contains('held')) return;
    if (!t || !t.dataset.why) { if (over) hide(); over = null; return; }
    over = t;
    chip.replaceChildren(el('span', {}, t.dataset.why));
    at(e.clientX, e.clientY);
  });
  stage.addEventListener('pointerdown', e => {
    const t = e.target.closest('.words text');
    hide();
    if (t) e.stopPropagation(); // the page is not taken hold of: text is selected
  }, true);
  stage.addEventListener('click', e => {
    const t = e.target.closest('.words text[data-src]');
    if (!t || !getSelection().isCollapsed) return;
    show(t, e.clientX, e.clientY);
  });
  stage.addEventListener('dblclick', e => {
    const t = e.target.closest('.words text[data-src]');
    if (t) { hide(); bench.editLine(t); }
  });
  // By keys: line by line, in the order of reading.
  stage.addEventListener('keydown', e => {
    const words = e.target.closest('.words');
    if (!words || composes(e) || e.ctrlKey || e.metaKey || e.altKey || e.shiftKey) return;
    const lines = $$('text[data-src]', words), at = lines.indexOf(e.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[e.key];
    if (to !== undefined && lines.length) {
      e.preventDefault();
      e.stopPropagation();
      const t = lines[Math.min(Math.max(to, 0), lines.length - 1)];
      t.scrollIntoView({ block: 'nearest' });
      t.focus({ preventScroll: true });
      tell(t);
    }
    if (e.key === 'Enter' && at >= 0) { e.preventDefault(); hide(); bench.editLine(e.target); }
    if (e.key === 'o' && at >= 0 && bench.state.canOpen) openAt(place(e.target.dataset.src));
  });
  stage.addEventListener('scroll', () => { const t = document.activeElement; if (t.matches('.words text') && chip.classList.contains('held')) tell(t); else hide(); }, { passive: true });
  const tell = t => { const b = t.getBoundingClientRect(); fill(t); at(b.left - 12, b.bottom - 10); };
  function fill(t) {
    const where = place(t.dataset.src);
    const open = bench.state.canOpen ? el('button', { type: 'button', onclick: () => openAt(where) }, word('openIn')) : null;
    const change = bench.edits(t) ? el('button', { type: 'button', onclick: () => { hide(); bench.editLine(t); } }, word('edit')) : null;
    chip.replaceChildren(...[el('code', {}, t.dataset.src), t.dataset.why ? el('span', {}, t.dataset.why) : null, change, open].filter(Boolean));
    chip.classList.add('held');
  }
  function show(t, x, y) {
    fill(t);
    at(x, y);
    if (bench.state.canOpen) openAt(place(t.dataset.src));
  }
}

// openAt opens a place in the editor's own program.
export async function openAt(where) {
  try { await post('open', where); } catch (f) { if (f instanceof Fault) say(f.message || word('lost'), true); }
}
