// Parts of a live page that come to say something else and stay what they are: who writes
// in a field, holds a list open, has the system's window for a file before them or a
// finger on a button notices nothing.

const acts = new WeakMap(); // by element: what it does, by the kind of event
const written = new WeakSet(); // fields in which somebody writes
document.addEventListener('input', e => written.add(e.target), true);
for (const kind of ['change', 'focusout']) document.addEventListener(kind, e => written.delete(e.target), true);

// hear has an element answer a kind of event with an act, in the place of the one before.
export function hear(e, kind, act) {
  if (!acts.has(e)) acts.set(e, new Map());
  const own = acts.get(e);
  if (!own.has(kind)) e.addEventListener(kind, event => own.get(kind)?.call(e, event));
  own.set(kind, act);
}

// nameOf is what an element is among its brothers: data-keep says it, or its name, its id,
// what a button says. data-whole besides: it has a state of its own, and is another one
// with another value.
function nameOf(e) {
  if (e.nodeType !== Node.ELEMENT_NODE) return '';
  const one = e.matches('[type=radio], option') ? e.value : '';
  return e.dataset.keep ?? (e.getAttribute('name') || e.id || (e.localName === 'button' ? e.textContent : '')) + one;
}
const kindOf = e => `${e.nodeName} ${nameOf(e)} ${e.dataset?.whole ?? ''}`;

// What is pressed stays where it is until it is let go, or the click would meet what has
// moved under it: what could move it waits, which is what stands in its panel, and the
// tabs and the bar with it. A list that is pressed opens a window of the system's, which
// swallows the end of that; so only what answers a click is waited for.
let pressed = null;
const waiting = new Map(); // by part: what has it done
const roomOf = e => e.closest('[role=tabpanel], .side, .bar') || e;
document.addEventListener('pointerdown', e => { pressed = e.target.closest?.('button, a[href], summary, label'); }, true);
function letGo() {
  if (!pressed) return;
  pressed = null;
  setTimeout(() => { // the click comes first
    const all = [...waiting.values()];
    waiting.clear();
    for (const again of all) again();
  });
}
for (const kind of ['pointerup', 'pointercancel']) document.addEventListener(kind, letGo, true);
addEventListener('blur', letGo);

// still has something done to a part as soon as nobody has a finger on what that could
// move: what stands in its room, or anywhere where the part makes room for itself.
export function still(part, act, anywhere = false) {
  waiting.delete(part);
  if (pressed?.isConnected && (anywhere || roomOf(part).contains(pressed))) waiting.set(part, () => still(part, act, anywhere));
  else act();
}

// renew has a part hold what fresh holds. What stands in it already is changed and not
// replaced; data-guest stands there for somebody else and is left alone. plain: nothing in
// fresh answers events, so that what reads alike is alike.
export function renew(part, fresh, plain = false) {
  const now = [...fresh];
  still(part, () => fill(part, now, plain));
}

function fill(part, fresh, plain) {
  const active = document.activeElement;
  if (active === part || !part.contains(active)) return mend(part, fresh, plain);
  const name = nameOf(active), around = [];
  for (let e = active.parentElement; e !== part.parentElement; e = e.parentElement) around.push(e);
  mend(part, fresh, plain);
  if (part.contains(active)) return;
  // What had the keys is gone: what is called so has them, or what stands where it stood.
  const again = name && [...part.querySelectorAll(active.localName)].find(e => nameOf(e) === name);
  const near = around.find(e => part.contains(e))?.querySelector('a[href], button:enabled, input, select, textarea, [tabindex="0"]');
  (again || near)?.focus({ preventScroll: true });
}

function mend(part, now, plain) {
  const old = [...part.childNodes].filter(e => !e.dataset || e.dataset.guest === undefined);
  const kept = pairs(old, now);
  const stays = new Set(kept.values());
  for (const e of old) if (!stays.has(e)) e.remove();
  let last = null;
  for (const e of now) {
    const stood = kept.get(e);
    if (stood) take(stood, e, plain);
    else if (last) last.after(e);
    else part.prepend(e);
    last = stood || e;
  }
}

// pairs finds which of the old is which of the new: as many as can be in one order.
function pairs(old, now) {
  const a = old.map(kindOf), b = now.map(kindOf), kept = new Map();
  let first = 0, ends = [a.length, b.length];
  while (first < ends[0] && first < ends[1] && a[first] === b[first]) { kept.set(now[first], old[first]); first++; }
  while (ends[0] > first && ends[1] > first && a[ends[0] - 1] === b[ends[1] - 1]) { ends = ends.map(e => e - 1); kept.set(now[ends[1]], old[ends[0]]); }
  const [n, m] = ends.map(e => e - first);
  const most = Array.from({ length: n + 1 }, () => new Uint32Array(m + 1)); // pairs from here on
  for (let i = n - 1; i >= 0; i--) for (let k = m - 1; k >= 0; k--) most[i][k] = a[first + i] === b[first + k] ? most[i + 1][k + 1] + 1 : Math.max(most[i + 1][k], most[i][k + 1]);
  for (let i = 0, k = 0; i < n && k < m;) {
    if (a[first + i] === b[first + k]) kept.set(now[first + k++], old[first + i++]);
    else if (most[i + 1][k] >= most[i][k + 1]) i++;
    else k++;
  }
  return kept;
}

// take has an element say and do what another one does.
function take(old, now, plain) {
  if (plain && old.isEqualNode(now)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== now.data) old.data = now.data;
    return;
  }
  if (old.dataset.whole !== undefined) return;
  const opened = e => e.localName === 'details' ? 'open' : ''; // whoever reads opens and closes it
  for (const { name } of [...old.attributes]) if (!now.hasAttribute(name) && name !== opened(old)) old.removeAttribute(name);
  for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value && name !== opened(old)) old.setAttribute(name, value);
  for (const kind of acts.get(old)?.keys() ?? []) if (!acts.get(now)?.has(kind)) hear(old, kind, undefined);
  for (const [kind, act] of acts.get(now) ?? []) hear(old, kind, act);
  if (old.localName !== 'textarea') mend(old, [...now.childNodes], plain);
  if (written.has(old)) return;
  if (old.matches('select') || old.matches('input[value]:not([type=radio], [type=checkbox])')) {
    if (old.value !== now.value) old.value = now.value;
  } else if (old.matches('[type=radio], [type=checkbox]') && old.checked !== now.checked) old.checked = now.checked;
}
