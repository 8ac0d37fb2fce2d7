// The panel beside the pages: what is selected, stories without a place, what was done.
import { $, el, composes } from './dom.js';
import { renew } from '../renew.js';
import { recall, remember } from './server.js';
import { word, deed, when } from './words.js';
import * as grid from './grid.js';
import { openAt, place } from './text.js';
import { cropper } from './crop.js';

export function begin(bench) {
  const tab = el('button', { type: 'button', role: 'tab', id: 'tab-bench', 'aria-controls': 'bench', 'aria-selected': 'false', tabindex: -1 }, word('bench'));
  const panel = el('section', { class: 'panel', role: 'tabpanel', id: 'bench', 'aria-labelledby': 'tab-bench', tabindex: -1, hidden: true });
  $('.tabs').append(tab);
  $('#side').append(panel);
  bench.pushes = recall('push') !== 'no';

  // It waits until the hand rests: what is dragged has its frames for itself.
  let waits = 0; // 2: and opens then
  bench.showPanel = (open = true) => {
    if (bench.stirs()) {
      waits = Math.max(waits, open ? 2 : 1);
      return;
    }
    waits = 0;
    const [page, slot] = bench.selected();
    if (open && slot && tab.getAttribute('aria-selected') !== 'true') tab.click();
    if ($('.held', panel)) return; // somebody drags
    renew(panel, [el('h2', {}, word('bench')), ...part('slot ' + bench.chosen, slot ? about(page, slot) : [el('p', { class: 'empty' }, word('nothing'))]), ...part('makeup ' + bench.page(), makeup()), ...part('tray', tray()), ...part('settings', settings()), ...part('history', history())]);
  };

  // By keys: into the panel, and out of it again to the slot that it is about.
  bench.enterPanel = () => {
    tab.click();
    const first = $('input:not(:disabled), select, button', panel);
    (first || panel).focus();
  };
  panel.addEventListener('keydown', e => {
    if (e.key !== 'Escape' || composes(e)) return;
    const slot = $('.slots .slot[aria-pressed=true]');
    if (slot) { e.preventDefault(); e.stopPropagation(); slot.focus({ preventScroll: true }); }
  });

  bench.latePanel = () => { if (waits) bench.showPanel(waits === 2); };

  // part is a piece of the panel that is known again; one of nothing is none.
  const part = (name, inside) => inside.length ? [el('div', { 'data-keep': name }, ...inside)] : [];
  const field = (label, control) => el('label', { class: 'field' }, el('span', {}, label), control);
  const choice = (name, values, now, names, change) => el('select', { name, onchange: e => change(e.target.value) },
    ...values.map(v => el('option', { value: v, selected: v === now }, names(v))), ...(now && !values.includes(now) ? [el('option', { value: now, selected: true }, now)] : []));
  const number = (name, now, least, most, change, placeholder) => el('input', { type: 'number', name, value: now, placeholder, min: least, max: most, onchange: e => { if (e.target.checkValidity()) change(e.target.value === '' ? '' : Math.round(+e.target.value)); } });
  const percent = (name, now, least, most, change) => number(name, now ? parseFloat(now) : '', least, most, v => change(v === '' ? '' : v + '%'), word('auto'));
  const button = (label, act, extra = {}) => el('button', { type: 'button', onclick: act, ...extra }, label);

  function about(page, slot) {
    const k = slot.keys, c = grid.cells(slot), story = slot.ref.kind === 'story';
    const { names, bounds, keys, moves } = bench.state.forms, has = key => keys[slot.ref.kind]?.includes(key);
    // The value of which nothing need be written stands for itself.
    const named = (key, usual) => choice(key, names[key].map(v => v === usual ? '' : v), k[key] === usual ? '' : k[key] || '', v => word(v || usual), v => set(key, v));
    const set = (key, value) => bench.set(slot, { [key]: value });
    const to = change => bench.place(page, slot, { ...c, ...change }, bench.showPanel);
    const out = [
      el('h3', { class: 'what' }, bench.called(slot)),
      el('p', { class: 'status' }, ...status(slot)),
    ];
    if (slot.own) {
      out.push(el('fieldset', {}, el('legend', {}, word('place')),
        field(word('col'), number('col', c.col, 1, page.columns - c.cols + 1, v => to({ col: v }))), field(word('row'), number('row', c.row, 1, page.rows - c.rows + 1, v => to({ row: v }))),
        field(word('cols'), number('cols', c.cols, 1, page.columns - c.col + 1, v => to({ cols: v }))), field(word('rows'), number('rows', c.rows, 1, page.rows - c.row + 1, v => to({ rows: v })))));
      const more = [];
      if (has('columns')) more.push(field(word('columns'), number('columns', k.columns || '', ...bounds.columns, v => set('columns', String(v)), word('asMany'))));
      if (has('box')) more.push(field(word('box'), named('box', 'none')));
      if (has('tint')) more.push(field(word('tint'), choice('tint', ['', ...names.tint], k.tint || '', v => v || word('none'), v => set('tint', v))));
      if (has('head')) more.push(field(word('head'), named('head', 'across')));
      if (has('head-size')) more.push(field(word('headSize'), el('input', { name: 'headSize', value: k['head-size'] || '', placeholder: word('auto'), pattern: '\\d{1,3}(\\.\\d)?pt', onchange: e => { if (e.target.checkValidity()) set('head-size', e.target.value); } })));
      if (has('head-tracking')) more.push(field(word('headTracking'), percent('headTracking', k['head-tracking'], ...bounds['head-tracking'], v => set('head-tracking', v))));
      if (story) {
        more.push(field(word('weight'), number('weight', slot.weight || '', ...bounds.weight, v => bench.front(slot.ref.name, { weight: String(v) }, { weight: String(slot.weight || '') }), word('auto'))));
        more.push(field(word('initial'), number('initial', slot.initial || '', ...bounds.initial, v => bench.front(slot.ref.name, { initial: String(v) }, { initial: String(slot.initial || '') }), word('none'))));
      }
      if (has('text') && bench.state.texts.length) more.push(field(word('style'), choice('style', ['', ...bench.state.texts], k.text || '', v => v || word('auto'), v => set('text', v))));
      if (more.length) out.push(el('fieldset', {}, el('legend', {}, word('form')), ...more));
      if (slot.crop) out.push(el('fieldset', { class: 'single' }, el('legend', {}, word('cropField')), cropper(bench, page, slot)));
    }
    const others = page.slots.filter(s => s !== slot && s.own);
    out.push(el('div', { class: 'acts' },
      slot.own && others.length ? el('select', { name: 'swap', 'aria-label': word('swap'), onchange: e => { const o = others.find(s => bench.keyOf(s) === e.target.value); if (o) bench.swap(slot, o); } },
        el('option', { value: '' }, word('swap')), ...others.map(s => el('option', { value: bench.keyOf(s) }, bench.called(s)))) : null,
      story && slot.own ? button(word('fit'), () => bench.fitHeight(page, slot)) : null,
      !slot.pinned || slot.found ? button(word('pin'), () => bench.pin(page, slot)) : null,
      slot.own && slot.pinned && !slot.found && moves.includes(slot.ref.kind) ? button(word('unpin'), () => bench.unpin(slot), { class: 'unpin' }) : null,
      moves.includes(slot.ref.kind) ? button(word('why'), () => bench.why(slot), { class: 'why' }) : null,
      story && slot.over > 0 && !slot.to ? button(word('room'), () => bench.room(bench.called(slot), { slot: slot.ref }), { class: 'room' }) : null,
      ...story ? [button(word('editHead'), () => bench.editHead(), { class: 'head' }), button(word('editText'), () => bench.editStory(slot.ref.name))] : [],
      ...slot.own ? (bench.state.forms.words[slot.ref.kind] || []).map(key => button(word('editWords', { k: word(key) }), () => bench.editWords(key), { class: 'words-' + key })) : [],
      slot.own ? button(word('out'), () => bench.takeOut()) : null));
    out.push(el('p', { class: 'where' }, el('span', { class: 'source' }, slot.src), bench.state.canOpen ? button(word('openIn'), () => openAt(place(slot.src)), { class: 'plain' }) : null));
    return out;
  }
  function status(s) {
    const out = [];
    if (!s.pinned || s.found) out.push(el('span', {}, word('found')));
    if (s.columns > 0) out.push(...bench.fillWords({ text: true, over: Math.ceil((s.over || 0) / s.columns), chars: s.chars, white: Math.floor(s.white / s.columns), to: s.to }));
    return out;
  }
  function makeup() {
    const page = bench.state.pages.find(p => p.number === bench.page());
    const open = page ? page.slots.filter(s => !s.pinned).length : 0, found = page ? page.slots.filter(s => s.pinned && s.found).length : 0;
    if (open + found === 0) return [];
    return [el('h3', {}, word('makeup', { n: page.number })), el('p', { class: 'status' }, word('foundOn', { n: open + found })),
      el('div', { class: 'acts' }, open ? button(word('writePlan'), () => bench.plan(page, {}), { class: 'write' }) : null, button(word('another'), () => bench.variants(page, { again: true }), { class: 'another' }), button(word('nearby'), () => bench.plan(page, { again: true, keep: 90 })))];
  }
  function tray() {
    const pages = bench.state.pages, here = bench.page();
    const list = bench.state.tray.map(t => el('li', { 'data-keep': t.id },
      el('b', {}, t.headline || t.id), el('span', {}, ` ${t.id} · ${word('chars', { n: t.chars })}${t.section ? ' · ' + t.section : ''}${t.saved ? ' · ' + when(t.saved * 1000) : ''}`),
      pages.length && here ? el('span', { class: 'acts' }, button(word('putOn', { n: t.slot ? t.slot.page : here }), () => bench.putIn(t, t.slot ? t.slot.page : here), { class: 'put' }),
        button(word('putLate'), () => bench.variants(pages.find(p => p.number === (t.slot ? t.slot.page : here)), { story: t.id, again: true, loose: true, keep: 95 }), { class: 'late', title: word('putLateTitle') }),
        button(word('room'), () => bench.room(t.headline || t.id, { story: t.id, page: t.slot ? t.slot.page : here }), { class: 'room' })) : null));
    return [el('h3', {}, word('tray')), list.length ? el('ul', { class: 'tray' }, ...list) : el('p', { class: 'empty' }, word('trayEmpty'))];
  }
  function settings() {
    return [el('fieldset', {}, el('legend', {}, word('overlap')), ...[[true, 'push'], [false, 'refuse']].map(([v, name]) =>
      el('label', { class: 'radio' }, el('input', { type: 'radio', name: 'pushes', value: name, checked: bench.pushes === v, onchange: () => { bench.pushes = v; remember('push', v ? 'yes' : 'no'); } }), word(name))))];
  }
  function history() {
    const items = (list, cls) => list.map(d => el('li', { class: cls, 'data-keep': d.n }, el('span', {}, deed(d.do)), ` ${d.what} `, el('small', {}, [d.who, when(d.at)].filter(Boolean).join(' · '))));
    const j = bench.state.journal, all = [...items([...j.undone].reverse(), 'undone'), ...items(j.done, 'done')];
    return [el('h3', {}, word('history')), all.length ? el('ul', { class: 'history' }, ...all) : el('p', { class: 'empty' }, word('historyEmpty'))];
  }
}
