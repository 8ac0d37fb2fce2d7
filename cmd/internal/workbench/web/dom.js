// Small helpers for elements.
import { hear } from '../renew.js';

export const $ = (q, root = document) => root.querySelector(q);
export const $$ = (q, root = document) => [...root.querySelectorAll(q)];
const svgNS = 'http://www.w3.org/2000/svg';

// el makes an element: attributes, listeners (on…), then what it holds.
export function el(name, attributes = {}, ...inside) {
  return dressed(document.createElement(name), attributes, inside);
}
export function svg(name, attributes = {}, ...inside) {
  return dressed(document.createElementNS(svgNS, name), attributes, inside);
}
function dressed(e, attributes, inside) {
  for (const [k, v] of Object.entries(attributes)) {
    if (v === null || v === undefined || v === false) continue;
    if (k.startsWith('on')) hear(e, k.slice(2), v);
    else e.setAttribute(k, v === true ? '' : v);
  }
  e.append(...inside.filter(i => i !== null && i !== undefined));
  return e;
}

// beside puts an element near a point of the window, all of it inside.
export function beside(e, x, y, least = 6) {
  const b = e.getBoundingClientRect();
  e.style.left = Math.max(least, Math.min(x, innerWidth - b.width - least)) + 'px';
  e.style.top = Math.max(least, Math.min(y, innerHeight - b.height - least)) + 'px';
}
// under puts an element under a rectangle of the window, or over it where there is no
// room under it: what it is about stays in sight.
export function under(e, r) {
  const high = e.getBoundingClientRect().height, away = 8;
  const below = r.bottom + away + high <= innerHeight, above = r.top - away - high >= 0;
  beside(e, r.left, below || !above ? r.bottom + away : r.top - away - high, away);
}

// composes tells of a key that an input method takes: some browsers say so by its number
// alone of the one that ends a composition.
export const composes = e => e.isComposing || e.keyCode === 229;

// scale is how many pixels of the window a point of a page has.
export const scale = section => $('.sheet.now', section).getBoundingClientRect().width / +section.dataset.width;

// writing is a window for words: Ctrl+Enter does what it is for, Escape closes it, and
// Tab stays inside. words are those of its buttons and of the hint beside them.
export function writing(look, label, inside, words, done, close) {
  const box = el('div', { class: 'writing ' + look, role: 'dialog', 'aria-label': label },
    el('div', { class: 'top' }, el('b', {}, label)), ...inside,
    el('div', { class: 'acts' }, el('button', { type: 'button', class: 'main', onclick: done }, words.done), el('button', { type: 'button', onclick: close }, words.cancel), el('small', {}, words.hint)));
  box.addEventListener('keydown', e => {
    e.stopPropagation();
    if (composes(e)) return;
    if (e.key === 'Escape') { e.preventDefault(); close(); }
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); done(); }
    if (e.key === 'Tab') keepInside(e, box);
  });
  return box;
}
function keepInside(e, box) {
  const all = $$('textarea, input, button', box), i = all.indexOf(document.activeElement);
  const next = all[(i + (e.shiftKey ? -1 : 1) + all.length) % all.length];
  e.preventDefault();
  next.focus();
}

// ask shows a window with a title, what it holds and buttons by their values, and gives
// the value of the one that closed it.
export function ask(id, title, inside, buttons, look = '') {
  return new Promise(done => {
    const dialog = el('dialog', { class: 'conflict ' + look, 'aria-labelledby': id }, el('h2', { id }, title), ...inside,
      el('form', { method: 'dialog', class: 'acts' }, ...Object.entries(buttons).map(([value, label]) => el('button', { value }, label))));
    dialog.addEventListener('close', () => { dialog.remove(); done(dialog.returnValue); });
    dialog.addEventListener('keydown', e => e.stopPropagation());
    document.body.append(dialog);
    dialog.showModal();
  });
}

// say shows a short message, which is read aloud too.
let quiet = 0;
export function say(text, bad = false) {
  let box = $('#said');
  if (!box) document.body.append(box = el('div', { id: 'said', role: 'status', class: 'said' }));
  box.textContent = text;
  box.classList.toggle('bad', bad);
  box.classList.add('seen');
  clearTimeout(quiet);
  quiet = setTimeout(() => box.classList.remove('seen'), bad ? 6000 : 2500);
}
