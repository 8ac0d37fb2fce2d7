// Marks of proof readers: a ring is drawn round something with the mouse, or by a key
// round what is selected, and words say what is to be done.
import { $, $$, el, svg, say, scale, under, writing } from './dom.js';
import { recall, remember } from './server.js';
import { word, learn } from './words.js';

learn({
  marks: ['圈红', 'Mark'], toolMarks: ['在版面上圈红、写批注', 'ring something and write what is to be done'], noteTo: ['批注', 'What is to be done'], markOn: ['第 {p} 版圈红', 'Mark on page {p}'],
  who: ['姓名', 'Your name'], whoFirst: ['请先填写姓名', 'Write your name first'], addMark: ['圈红', 'Mark'], remarks: ['校样', 'Proofs'],
  mark: ['圈红', 'marked'], answer: ['答复', 'answered'], settle: ['处理', 'settled'], reopen: ['重新打开', 'opened again'], unmark: ['撤掉圈红', 'mark taken out'], sign: ['签样', 'signed'], unsign: ['撤回签字', 'signature taken back'], note_: ['改批注', 'note changed'],
});

const least = 6; // pixels: a smaller ring was a slip of the hand

export function begin(bench) {
  const stage = $('#stage');
  let ring = null; // that is being drawn

  function layerOf(section) {
    let layer = $('.rings', section);
    if (!layer) $('.sheet.now', section).append(layer = svg('svg', { class: 'rings', viewBox: `0 0 ${section.dataset.width} ${section.dataset.height}`, 'aria-hidden': 'true' }));
    return layer;
  }
  const clear = () => $$('.rings').forEach(r => r.remove());
  // box is what lies between two points of the window, in points of the page.
  function box(section, x0, y0, x1, y1) {
    const b = $('.sheet.now', section).getBoundingClientRect(), k = scale(section);
    const clamp = (v, most) => Math.min(Math.max(v, 0), most);
    const [l, r] = [Math.min(x0, x1), Math.max(x0, x1)].map(v => clamp((v - b.left) / k, +section.dataset.width));
    const [t, u] = [Math.min(y0, y1), Math.max(y0, y1)].map(v => clamp((v - b.top) / k, +section.dataset.height));
    return [l, t, r - l, u - t].map(v => Math.round(v * 100) / 100);
  }
  function show(section, boxes) {
    layerOf(section).replaceChildren(...boxes.map(([x, y, width, height]) => svg('rect', { x, y, width, height, rx: 6 })));
  }

  stage.addEventListener('pointerdown', e => {
    if (!document.body.classList.contains('tool-marks') || e.button !== 0) return;
    const sheet = e.target.closest('.sheet.now');
    if (!sheet) return;
    e.preventDefault();
    e.stopPropagation();
    close();
    ring = { section: sheet.closest('.page'), x: e.clientX, y: e.clientY, box: null };
    stage.setPointerCapture(e.pointerId);
  }, true);
  stage.addEventListener('pointermove', e => {
    if (!ring) return;
    ring.box = Math.hypot(e.clientX - ring.x, e.clientY - ring.y) < least ? null : box(ring.section, ring.x, ring.y, e.clientX, e.clientY);
    if (ring.box) show(ring.section, [ring.box]);
  });
  stage.addEventListener('pointerup', () => {
    const r = ring;
    ring = null;
    if (!r) return;
    if (!r.box) return clear();
    write(r.section, r.box);
  });
  stage.addEventListener('pointercancel', () => { ring = null; clear(); });

  // The window for the words.
  let open = null;
  function close() {
    if (!open) return;
    const back = open.back;
    open.box.remove();
    open = null;
    clear();
    if (back && back.isConnected) back.focus({ preventScroll: true });
  }
  function write(section, place) {
    close();
    show(section, place.length ? [place] : []);
    const page = +section.dataset.page;
    const who = bench.whoField();
    const field = el('textarea', { 'aria-label': word('noteTo'), rows: 3, maxlength: 1000 });
    const save = async () => {
      if (!who.input.value.trim()) { say(word('whoFirst'), true); return who.input.focus(); }
      if (!field.value.trim()) return field.focus();
      if (await bench.send('mark', { page, box: place, note: field.value })) close();
    };
    const box = writing('marking', word('markOn', { p: page }), [field, who.label], { done: word('addMark'), cancel: word('cancel'), hint: word('hintText') }, save, close);
    open = { box, back: document.activeElement };
    document.body.append(box);
    under(box, ($('.rings rect', section) || $('h2', section)).getBoundingClientRect());
    field.focus();
  }

  // By a key: what is selected of the text, or else the slot.
  bench.markChosen = () => {
    const selection = getSelection(), lines = selection.isCollapsed ? [] : $$('.words text').filter(t => selection.containsNode(t, true));
    const rects = lines.length ? [...selection.getRangeAt(0).getClientRects()].filter(r => r.width > 0 && r.height > 0) : [];
    if (rects.length) {
      const section = lines[0].closest('.page'), b = $('.sheet.now', section).getBoundingClientRect();
      const here = rects.filter(r => r.left < b.right && r.right > b.left && r.top < b.bottom && r.bottom > b.top);
      const edge = (side, best) => best(...here.map(r => r[side]));
      const place = box(section, edge('left', Math.min), edge('top', Math.min), edge('right', Math.max), edge('bottom', Math.max));
      write(section, place);
      return true;
    }
    const [page] = bench.selected(), e = $$('.slots .slot').find(e => e.dataset.key === bench.chosen);
    if (!page || !e) return false;
    const b = e.getBoundingClientRect(), section = e.closest('.page');
    write(section, box(section, b.left, b.top, b.right, b.bottom));
    return true;
  };
  // A page as a whole has no ring.
  bench.markPage = number => {
    const section = document.getElementById('page-' + number);
    if (section) write(section, []);
  };

  // whoField is a field for the editor's name, which this browser keeps.
  bench.whoField = () => {
    const input = el('input', { name: 'who', value: recall('who') || '', maxlength: 40, autocomplete: 'name', oninput: e => {
      remember('who', e.target.value.trim());
      for (const o of $$('input[name=who]')) if (o !== e.target) o.value = e.target.value;
      bench.here();
    } });
    return { input, label: el('label', { class: 'field' }, el('span', {}, word('who')), input) };
  };
}
