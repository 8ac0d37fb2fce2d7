// Make-up by the program beside the hand: plans to choose from with their pages, what
// makes room, a late story.
import { el, say, ask } from './dom.js';
import { post, me } from './server.js';
import { word } from './words.js';

export function begin(bench) {
  // plan has a page made up by the program, and writes that down.
  bench.plan = async (page, wish) => {
    const a = await bench.ask(() => bench.edit('plan', () => ({ page: page.number, ...wish })));
    if (a) say(word('saved'));
    return a;
  };

  // variants shows plans of a page side by side, and writes the one that is chosen.
  bench.variants = async (page, wish) => {
    say(word('planning'));
    const list = await bench.ask(() => bench.inTurn(() => post('plans', { me, page: page.number, ...wish })));
    if (!list) return;
    const offer = (p, i) => el('button', { value: p.choice, class: 'variant' },
      el('img', { src: `desk/plan/${p.choice}.png`, alt: '' }), el('b', {}, word('plan_n', { n: i + 1 })), ...facts(p).map(f => el('span', {}, f)));
    const form = el('form', { method: 'dialog', class: 'variants' }, ...list.map(offer));
    const chosen = await ask('variants-title', wish.story ? word('late', { s: wish.story }) : word('variants', { n: page.number }), [form], { '': word('cancel') }, 'wide');
    if (chosen) return bench.plan(page, { ...wish, choice: chosen });
  };
  const facts = p => [
    word('planWhite', { n: p.white }), word('planCost', { n: p.cost }),
    p.moved.length ? word('planMoved', { n: p.moved.length, list: p.moved.slice(0, 6).join(word('and')) + (p.moved.length > 6 ? ' …' : '') }) : word('planStays'),
    ...p.jumps.map(j => word('planJump', { j })), ...p.held.map(h => word('planHeld', { h })), ...p.cuts.map(c => word('planCut', { c })),
  ];

  // room shows what makes room for a slot, or for a story of the tray, and does what is
  // chosen.
  bench.room = async (title, question) => {
    const list = await bench.ask(() => post('room', question));
    if (!list) return;
    const line = (w, i) => el('li', {}, el('span', {}, tell(w)), w.action ? el('button', { value: i, class: 'take' }, word('take_' + w.kind)) : el('small', {}, word('byHand')));
    const form = list.length ? el('form', { method: 'dialog' }, el('ul', { class: 'ways' }, ...list.map(line))) : el('p', { class: 'empty' }, word('noWay'));
    const chosen = await ask('room-title', `${word('room')}: ${title}`, [form], { '': word('cancel') }, 'wide');
    const way = chosen === '' ? null : list[+chosen];
    if (way && way.action) return bench.act(() => way.action, null);
  };
  function tell(w) {
    if (w.kind === 'cut') return word('wayCut', { n: w.chars, t: w.text });
    if (w.kind === 'jump') return word('wayJump', { p: w.page });
    return word('wayOut', { t: w.text, n: w.rows });
  }
}
