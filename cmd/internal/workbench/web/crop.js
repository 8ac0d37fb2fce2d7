// What of a picture is shown: its frame is dragged over the whole picture, or moved by
// the arrow keys; what is written is the focus, the middle of what is kept.
import { el } from './dom.js';
import { word } from './words.js';

const clamp = (v, least, most) => Math.min(Math.max(v, least), most);
const percent = v => Math.round(v * 100);

// cropper is the field for a slot.
export function cropper(bench, page, slot) {
  const at = { ...slot.crop };
  const frame = el('div', { class: 'frame', name: 'frame', tabindex: 0, role: 'slider', 'aria-label': word('focus'), 'aria-valuemin': 0, 'aria-valuemax': 100 });
  const box = el('div', { class: 'cropper', 'data-whole': JSON.stringify([page.number, slot.ref.name, slot.crop]) }, el('img', { src: `desk/picture?page=${page.number}&file=${encodeURIComponent(slot.ref.name)}`, alt: '', draggable: 'false' }), frame);
  const focus = () => [percent(at.x + at.w / 2), percent(at.y + at.h / 2)];
  function show() {
    frame.style.left = at.x * 100 + '%';
    frame.style.top = at.y * 100 + '%';
    frame.style.width = at.w * 100 + '%';
    frame.style.height = at.h * 100 + '%';
    const [x, y] = focus();
    frame.setAttribute('aria-valuenow', at.w < 1 ? x : y);
    frame.setAttribute('aria-valuetext', `${x}%, ${y}%`);
  }
  const moved = () => at.x !== slot.crop.x || at.y !== slot.crop.y;
  let held = null, pause = 0, seen = null;
  async function commit() {
    const was = seen;
    seen = null;
    if (moved() && !await bench.set(slot, { focus: `[${focus().map(v => v + '%').join(', ')}]` }, was)) back();
  }
  const back = () => { clearTimeout(pause); seen = null; to(slot.crop.x, slot.crop.y); };
  const to = (x, y) => { at.x = clamp(x, 0, 1 - at.w); at.y = clamp(y, 0, 1 - at.h); show(); };
  frame.addEventListener('pointerdown', e => {
    if (e.button !== 0) return;
    e.preventDefault();
    frame.focus({ preventScroll: true });
    held = { x: e.clientX, y: e.clientY, from: { ...at } };
    seen ??= bench.seen(slot);
    frame.classList.add('held');
    frame.setPointerCapture(e.pointerId);
  });
  frame.addEventListener('pointermove', e => {
    if (!held) return;
    const b = box.getBoundingClientRect();
    to(held.from.x + (e.clientX - held.x) / b.width, held.from.y + (e.clientY - held.y) / b.height);
  });
  const drop = () => { held = null; frame.classList.remove('held'); };
  frame.addEventListener('pointerup', () => { if (held) { drop(); commit(); } });
  frame.addEventListener('pointercancel', () => { if (held) { to(held.from.x, held.from.y); drop(); } });
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  frame.addEventListener('keydown', e => {
    if (e.key === 'Escape' && (held || moved())) { e.stopPropagation(); drop(); return back(); }
    if (e.key === 'Enter') { e.preventDefault(); clearTimeout(pause); return commit(); }
    const step = steps[e.key];
    if (!step || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    e.stopPropagation();
    seen ??= bench.seen(slot);
    const by = e.shiftKey ? .05 : .01;
    to(at.x + step[0] * by, at.y + step[1] * by);
    clearTimeout(pause);
    pause = setTimeout(commit, 700);
  });
  show();
  return box;
}
