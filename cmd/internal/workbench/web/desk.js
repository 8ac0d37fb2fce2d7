// The bench: joins the modules, keeps what is known of the issue, and does what its
// editor asks for.
import { $, $$, el, say, ask, composes } from './dom.js';
import { hear, renew } from '../renew.js';
import { get, post, me, recall, remember, Fault } from './server.js';
import { word } from './words.js';
import * as grid from './grid.js';
import * as text from './text.js';
import * as slots from './slots.js';
import * as panel from './panel.js';
import * as passage from './passage.js';
import * as makeup from './makeup.js';
import * as marks from './marks.js';
import * as proofs from './proofs.js';

const bench = { state: { pages: [], tray: [], texts: [], journal: { done: [], undone: [] }, canOpen: false, people: [], forms: { names: {}, bounds: {}, keys: {}, words: {}, moves: [], apart: 0, white: 0 } }, chosen: '' };

// Tools and what can be undone, in the bar.
const bar = el('div', { class: 'benchbar', role: 'toolbar', 'aria-label': word('bench') });
const button = (id, label, title, act) => el('button', { type: 'button', id, title, onclick: act }, label);
const undo = button('undo', '↶ ' + word('undo'), 'Ctrl+Z', () => goBack('undo'));
const redo = button('redo', '↷ ' + word('redo'), 'Ctrl+Y', () => goBack('redo'));
const tools = { slots: button('tool-slots', word('slots'), word('toolSlots') + ' (l)', () => tool('slots')), text: button('tool-text', word('text'), word('toolText') + ' (t)', () => tool('text')), marks: button('tool-marks', word('marks'), word('toolMarks') + ' (q)', () => tool('marks')) };
const others = el('span', { class: 'others', 'aria-live': 'polite' });
const facing = button('facing', word('facing'), word('facingTitle') + ' (d)', () => face(!document.body.classList.contains('facing')));
function face(on) {
  document.body.classList.toggle('facing', on);
  facing.setAttribute('aria-pressed', on);
  remember('facing', on ? 'yes' : 'no');
  dispatchEvent(new Event('resize'));
}
bar.append(undo, redo, tools.slots, tools.text, tools.marks, facing);
$('.title').after(bar);
$('.tools').before(others); // behind what is pressed, which does not move when colleagues come and go
function tool(name) {
  for (const [n, b] of Object.entries(tools)) {
    b.setAttribute('aria-pressed', n === name);
    document.body.classList.toggle('tool-' + n, n === name);
  }
  if (bench.stopDrag) bench.stopDrag();
  if (bench.hideSource) bench.hideSource();
  for (const w of $$('.words')) text.reach(w);
}

// page is the number of the page that is looked at.
bench.page = () => { const a = $('.pages [aria-current]') || $('.pages a'); return a ? +a.dataset.page : 0; };

// ask tells what went wrong, and gives null then.
bench.ask = async question => {
  try { return await question(); } catch (f) {
    if (!(f instanceof Fault)) throw f;
    say(f.message || word('lost'), true);
    return null;
  }
};

// Edits are done one after another. An action is made when its turn comes, over what
// the one before it left: an editor is quicker than the pages are set again.
let turn = Promise.resolve();
const inTurn = bench.inTurn = work => (turn = turn.then(work, work));
// edit sends what data gives when its turn comes; what the answer says is known to the edit
// behind it.
const sent = async (path, data) => {
  const a = await post(path, { me, who: recall('who') || '', ...data });
  noted(a);
  return a;
};
bench.edit = (path, data) => inTurn(() => sent(path, data()));
// seen is a slot as its editor saw it when they took hold of it: what another program has
// done to it since is shown to them, and not written over.
let deeds = 0; // of one's own: what they have changed is expected
const now = slot => bench.find(bench.keyOf(slot))[1] || slot; // as the file has it, for all that is known here
bench.seen = slot => ({ ...now(slot), deeds });
const as = (slot, seen) => seen && seen.deeds === deeds ? seen : now(slot);

// act does what make gives when its turn comes. again gives it anew over what the file
// says now, for an editor who has seen both.
bench.act = async (make, again) => {
  let action;
  try {
    const a = await bench.edit('do', () => action = make());
    say(a.changed ? word('saved') : word('same'));
    return true;
  } catch (f) {
    if (!(f instanceof Fault)) throw f;
    if (f.kind === 'conflict' && await choose(f) && again) {
      const more = await again(f.theirs, action);
      return bench.act(() => ({ ...action, ...more }), null);
    }
    if (f.kind !== 'conflict') say(f.message || word('lost'), true);
    refresh();
    return false;
  }
};
// noted takes what the answer to an edit says of the file: until the page is set again
// that is what holds.
function noted(a) {
  deeds++;
  bench.state.journal = a.journal;
  for (const said of a.slots) {
    const s = bench.find(bench.keyOf(said))[1];
    if (!s) continue;
    const { at, span, ...others } = said;
    Object.assign(s, others, said.pinned && s.own ? { at, span } : {});
  }
  buttons();
  bench.showPanel(false);
  // Not every edit changes a page; then no edition follows.
  clearTimeout(noted.late);
  noted.late = setTimeout(refresh, 900);
}
// goBack undoes the step that is shown as the next, or does it again. Where that is not the
// next one any more, what was pressed behind it is about a list that nobody has seen.
let presses = 0, unseen = 0;
async function goBack(which) {
  const press = ++presses;
  const a = await bench.ask(() => inTurn(async () => {
    if (press <= unseen) return null;
    const { done, undone } = bench.state.journal;
    try { return await sent(which, { n: (which === 'undo' ? done : undone)[0]?.n || 0 }); } catch (f) { unseen = presses; throw f; }
  }));
  if (a) say(word(which === 'undo' ? 'undone' : 'redone'));
  else refresh();
}
function buttons() {
  undo.disabled = bench.state.journal.done.length === 0;
  redo.disabled = bench.state.journal.undone.length === 0;
}

// choose shows both versions of a conflict; true: the editor's own is wanted.
async function choose(f) {
  const version = (title, text) => el('section', {}, el('h3', {}, word(title)), el('pre', { tabindex: 0 }, text || word('gone')));
  const both = el('div', { class: 'both' }, version('yours', f.yours), version('theirs', f.theirs));
  return await ask('conflict-title', word('conflict'), [el('p', {}, f.message), both], { theirs: word('keepTheirs'), mine: word('useMine') }) === 'mine';
}

// What can be done to slots.
const pair = (a, b) => `[${a}, ${b}]`;
const placeEdit = (slot, c) => ({ slot: slot.ref, set: { at: pair(c.col, c.row), span: pair(c.cols, c.rows) }, was: { at: slot.keys.at || '', span: slot.keys.span || '' } });
const short = (slot, c, seen) => { // what does not change is not written
  const s = as(slot, seen), e = placeEdit(s, c), from = grid.cells(s);
  if (s.pinned && c.col === from.col && c.row === from.row) { delete e.set.at; delete e.was.at; }
  if (s.pinned && c.cols === from.cols && c.rows === from.rows) { delete e.set.span; delete e.was.span; }
  return e;
};
const over = (theirs, action) => ({ slots: action.slots.map(s => ({ ...s, was: {} })) });
const was = (slot, keys, seen) => Object.fromEntries(keys.map(k => [k, as(slot, seen).keys[k] || '']));
bench.place = async (page, slot, to, back = () => {}, seen = null) => {
  const from = grid.cells(slot);
  let places = new Map([[slot, to]]);
  if (grid.liesOver(page.slots, slot, to)) {
    places = bench.pushes ? grid.pushed(page, page.slots, slot, to, bench.state.forms.apart) : null;
    if (!places) { back(); say(word(bench.pushes ? 'cannotPush' : 'overlap') + (bench.pushes ? '' : ': ' + word('refuse')), true); return false; }
  }
  const sizes = to.cols !== from.cols || to.rows !== from.rows;
  const ok = await bench.act(() => ({ do: sizes ? 'resize' : 'move', what: bench.named(slot), slots: [...places].map(([s, c]) => short(s, c, s === slot ? seen : null)) }), over);
  if (!ok) back();
  return ok;
};
bench.set = (slot, set, seen = null) => bench.act(() => ({ do: 'set', what: bench.named(slot), slots: [{ slot: slot.ref, set, was: was(slot, Object.keys(set), seen) }] }), over);
// front gives keys of a story other values; seen are those that its editor saw.
bench.front = (story, set, seen) => bench.act(() => ({ do: 'set', what: story, fronts: [{ story, set, was: seen }] }), (theirs, action) => ({ fronts: action.fronts.map(f => ({ ...f, was: {} })) }));
bench.swap = (a, b) => bench.act(() => {
  const x = grid.cells(as(a)), y = grid.cells(as(b));
  return { do: 'swap', what: `${bench.named(a)} ${bench.named(b)}`, slots: [short(a, y), short(b, x)] };
}, over);
bench.takeOut = () => {
  const [, slot] = bench.selected();
  if (!slot || !slot.own) return;
  bench.select('');
  return bench.act(() => ({ do: 'drop', what: bench.named(slot), slots: [{ slot: slot.ref, drop: true, set: {}, was: was(slot, ['at']) }] }), over);
};
bench.pin = (page, slot) => {
  if (slot.own) return bench.act(() => ({ do: 'pin', what: bench.named(slot), over: true, slots: [placeEdit(as(slot), grid.cells(slot))] }), over);
  return bench.act(() => ({ do: 'pin', what: bench.named(slot), over: true, add: [{ page: page.number, story: slot.ref.name, at: slot.at, span: slot.span }] }));
};
bench.unpin = slot => bench.act(() => ({ do: 'set', what: bench.named(slot), slots: [{ slot: slot.ref, set: { at: '', span: '' }, was: was(slot, ['at', 'span']) }] }), over);
// send does what is not an action of slots or texts: marks, signatures.
bench.send = async (path, data) => {
  const a = await bench.ask(() => bench.edit(path, () => data));
  if (a) say(word(a.changed ? 'saved' : 'same'));
  return a;
};
bench.why = async slot => {
  const a = await bench.ask(() => get('why?id=' + encodeURIComponent(slot.ref.name)));
  if (!a) return;
  await ask('why-title', `${word('why')}: ${bench.called(slot)}`, [el('pre', { tabindex: 0 }, a.text)], { close: word('close') });
};
bench.fitHeight = async (page, slot) => {
  const f = await bench.ask(() => post('fill', { slot: slot.ref, span: slot.span, columns: +slot.keys.columns || 0, head: slot.keys.head || '', fit: true }));
  if (!f) return;
  if (!f.fit) return say(word('failed'), true);
  return bench.place(page, slot, { ...grid.cells(slot), rows: f.fit });
};
bench.putIn = async (story, number) => {
  const to = await bench.ask(() => bench.inTurn(() => post('put', { story: story.id, page: number })));
  if (!to) return;
  if (to.page) return bench.act(() => ({ do: 'add', what: story.id, ...(story.slot ? { slots: [{ slot: story.slot, set: { at: pair(...to.at), span: pair(...to.span) }, was: {} }] } : { add: [to] }) }));
  say(word('noRoom', { n: number }), true);
  return bench.room(story.headline || story.id, { story: story.id, page: number });
};

// Who is here: told some seconds apart, and at once where it matters. at are the pages on
// which they are at work, which are theirs as long as that.
let busy = [], where = 0;
bench.here = at => { if (at !== undefined) busy = at; clearTimeout(where); where = setTimeout(tellHere, 30); };
// Where somebody has come, gone, or is at work elsewhere, that is heard at once; a hand that
// moves hears it when it rests.
let called = false;
document.addEventListener('here', () => { if (bench.stirs()) called = true; else bench.here(); });
async function tellHere() {
  clearTimeout(where);
  where = setTimeout(tellHere, 4000);
  const [page] = bench.selected();
  let list;
  try { list = await post('here', { id: me, name: recall('who') || '', page: busy[0] || (page ? page.number : bench.page()), slot: bench.chosen, busy }); } catch { return; }
  others.title = list.map(p => word('working', { n: p.name || word('someone'), p: p.page })).join(' · ');
  renew(others, [document.createTextNode(others.title)]);
  for (const e of $$('.slots .slot')) e.classList.toggle('theirs', list.some(p => p.slot && p.slot === e.dataset.key));
  for (const s of $$('.page')) s.classList.toggle('locked', list.some(p => p.busy.includes(+s.dataset.page)));
}

// refresh takes the newest state and lays it over the pages. What was told before one's
// own last edit is no news: it is asked again.
let asked = 0, missed = false;
async function refresh() {
  if (bench.stirs()) { missed = true; return; }
  const n = ++asked, done = deeds;
  let st;
  try { st = await get('state'); } catch { return; }
  if (n !== asked) return;
  if (done !== deeds || bench.stirs()) return refresh();
  bench.state = st;
  buttons();
  dress();
  fixes();
}
// handsFree has what came while a hand moved shown, where it let something go behind the frame
// that shows that.
bench.handsFree = moved => {
  const late = () => {
    document.dispatchEvent(new Event('released'));
    bench.latePanel();
    if (missed) { missed = false; refresh(); }
    if (called) { called = false; bench.here(); }
  };
  if (moved) requestAnimationFrame(() => setTimeout(late)); else late();
};
function dress() {
  lay();
  bench.showPanel(false);
  bench.showProofs();
}
// lay puts slots and text over the pages.
function lay() {
  for (const s of $$('.page')) bench.drawSlots(s);
  words();
}
// Text comes page by page when nothing else is to be done, the pages in sight first.
function words() {
  const middle = innerHeight / 2;
  const far = s => { const b = s.getBoundingClientRect(); return b.top > middle ? b.top - middle : b.bottom < middle ? middle - b.bottom : 0; };
  const list = $$('.page').sort((a, b) => far(a) - far(b));
  for (const s of list) text.lay(s);
}
// Problems whose remedy the program knows get a button.
function fixes() {
  const where = e => `${$('.source', e)?.textContent} ${$('.where code', e)?.textContent}`;
  const known = new Map((bench.state.fixes || []).map(f => [`${f.src} ${f.code}`, f]).reverse()); // the first of each
  for (const li of $$('.problems > li')) {
    const f = known.get(where(li)), old = $('.fix', li);
    known.delete(where(li)); // one problem, one button
    if (!f) { if (old) old.remove(); continue; }
    const label = `${word(f.guess ? 'fixMaybe' : 'fixIt')}: ${f.label}`, act = () => bench.act(() => f.action, null);
    if (old && old.textContent === label) hear(old, 'click', act);
    else { if (old) old.remove(); li.append(el('button', { type: 'button', class: 'fix', 'data-guest': '', onclick: act }, label)); }
  }
}

text.begin(bench);
slots.begin(bench);
passage.begin(bench);
makeup.begin(bench);
panel.begin(bench);
marks.begin(bench);
proofs.begin(bench);
tool('slots');
face(recall('facing') === 'yes');
buttons();
bench.showPanel(false);
document.addEventListener('edition', () => { lay(); refresh(); });
document.addEventListener('keydown', e => {
  if (composes(e) || $('#help').open || e.target.matches && e.target.matches('input:not([type=radio], [type=checkbox]), textarea, select')) return;
  const key = e.key.toLowerCase();
  if ((e.ctrlKey || e.metaKey) && !e.altKey && (key === 'z' || key === 'y')) {
    e.preventDefault();
    return goBack(key === 'y' || e.shiftKey ? 'redo' : 'undo');
  }
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  if (key === 'd') face(!document.body.classList.contains('facing'));
  if (key === 'q') {
    e.preventDefault(); // the key is not written into the field that it opens
    if (!bench.markChosen()) tool('marks');
  }
  if (key === 'l' || key === 't') tool(key === 'l' ? 'slots' : 'text');
  if (key === 'i') bench.enterPanel();
});
// The list of keys has those of the bench too.
const list = $('#help dl');
for (const [keys, what] of [['l', 'toolSlots'], ['t', 'toolText'], ['q', 'toolMarks'], ['d', 'facingTitle'], ['← → ↑ ↓', 'keyMove'], ['Shift ← → ↑ ↓', 'keySize'], ['Enter', 'keyHead'], ['Alt+↑ Alt+↓', 'keyWalk'], ['i', 'keyPanel'], ['t ↑ ↓', 'keyLines'], ['Delete', 'keyOut'], ['Ctrl+Z Ctrl+Y', 'keyUndo'], ['Ctrl+Enter', 'keySave'], ['Esc', 'keyCancel']])
  list.append(el('dt', {}, ...keys.split(' ').flatMap(k => [el('kbd', {}, k), ' '])), el('dd', {}, word(what)));
$$('dt', list).find(t => t.textContent.includes('…')).lastElementChild.textContent = $$('.tabs [role=tab]').length;
document.body.classList.add('bench');
addEventListener('pagehide', () => { clearTimeout(where); post('here', { id: me, left: true }, { keepalive: true }).catch(() => {}); });
addEventListener('pageshow', e => { if (e.persisted) tellHere(); });
refresh().then(() => { document.body.dataset.bench = 'ready'; tellHere(); });
