// The panel of proofs: who is here, how pages are signed, the marks with what was
// answered, and other versions to compare with.
import { $, el, say, composes } from './dom.js';
import { renew } from '../renew.js';
import { post, upload, recall } from './server.js';
import { word, learn, deed, when } from './words.js';

learn({
  signOff: ['签样', 'Sign-off'], unsigned: ['未签', 'not signed'], void: ['签后有改动，失效', 'changed since: no longer holds'], withdraw: ['撤回签字', 'Take back'], signAs: ['第 {p} 版签作', 'Sign page {p} as'], asked: ['要求各版签到：{s}', 'every page is to be signed as: {s}'],
  pageN: ['第 {n} 版', 'Page {n}'], marksTitle: ['圈红', 'Marks'], noMarks: ['没有圈红。用“圈红”（q）在版面上画圈。', 'No marks. Draw a ring with Mark (q).'], open_: ['未处理', 'open'], answered_: ['已答复', 'answered'], settled_: ['已处理', 'settled'], wordsGone: ['原文已改', 'the words have changed'],
  settleIt: ['已处理', 'Settle'], reopenIt: ['重新打开', 'Open again'], answerIt: ['答复', 'Answer'], unmarkIt: ['撤掉', 'Take out'], markWhole: ['给整版写批注', 'Mark the page as a whole'], hideSettled: ['只看未处理的', 'Only open marks'],
  compare: ['对照', 'Compare'], compareWith: ['与较早的版面对照', 'With an earlier state'], noVersion: ['（不对照）', '(nothing)'], before_: ['{t} {d} 之前', 'before {t} {d}'], comparePDF: ['与 PDF 对照', 'With a PDF'], comparing: ['正在对照：{n}', 'compared with: {n}'], choosePDF: ['选一个 PDF……', 'Choose a PDF …'], compareKeys: ['v 闪烁，s 并排', 'v blinks, s shows them side by side'], reading: ['正在读取……', 'reading ...'],
});

export function begin(bench) {
  const count = el('span', { class: 'count' });
  const tab = el('button', { type: 'button', role: 'tab', id: 'tab-proofs', 'aria-controls': 'proofs', 'aria-selected': 'false', tabindex: -1 }, word('remarks') + ' ', count);
  const panel = el('section', { class: 'panel', role: 'tabpanel', id: 'proofs', 'aria-labelledby': 'tab-proofs', tabindex: -1, hidden: true });
  $('.tabs').append(tab);
  $('#side').append(panel);
  const who = bench.whoField();
  const top = el('div'), list = el('div'), versions = el('div');
  panel.append(el('h2', {}, word('remarks')), who.label, top, list, versions);
  const button = (label, onclick, extra = {}) => el('button', { type: 'button', onclick, ...extra }, label);
  const named = () => { if (recall('who')) return true; say(word('whoFirst'), true); tab.click(); who.input.focus(); return false; };
  let answering = '', onlyOpen = false; // answering is which mark: seen names it, for numbers move up

  bench.showProofs = () => {
    const p = bench.state.proofs;
    if (!p) return;
    const open = p.remarks.filter(m => !m.settled).length;
    renew(count, [document.createTextNode(open || '')]);
    renew(top, signs(p));
    renew(list, marks(p));
    renew(versions, others(p));
  };

  // Who signed.
  const signed = s => s ? [s.words, s.who, s.when].filter(Boolean).join(' ') + (s.changed ? ' · ' + word('void') : '') : word('unsigned');
  function signs(p) {
    const here = bench.page(), s = p.signed[here];
    const rows = bench.state.pages.map(page => el('tr', {}, el('th', { scope: 'row' }, word('pageN', { n: page.number })), el('td', { class: p.signed[page.number] ? p.signed[page.number].changed ? 'bad' : 'good' : '' }, signed(p.signed[page.number]))));
    return [el('h3', {}, word('signOff')), p.asked ? el('p', { class: 'status' }, word('asked', { s: p.asked })) : null,
      here ? el('fieldset', { class: 'signing' }, el('legend', {}, word('signAs', { p: here })), el('div', { class: 'acts' },
        ...p.statuses.map(c => button(c.words, () => sign(here, c.name), { 'data-keep': `sign ${here} ${c.name}`, 'data-status': c.name, 'aria-pressed': String(Boolean(s && !s.changed && s.status === c.name)) })),
        s ? button(word('withdraw'), () => sign(here, ''), { class: 'withdraw', 'data-keep': 'withdraw ' + here }) : null)) : null,
      el('table', { class: 'signed' }, el('tbody', {}, ...rows))].filter(Boolean);
  }
  function sign(page, status) {
    if (!named()) return;
    const section = document.getElementById('page-' + page);
    return bench.send('sign', { page, status, hash: section ? section.dataset.hash : '' });
  }

  // Marks.
  const state = m => m.settled ? 'settled' : m.answers.length ? 'answered' : 'open';
  const spans = m => m.places.map(b => [b.x, b.y, b.w, b.h].map(v => Math.round(v * 100) / 100).join(' ')).join(', ');
  function marks(p) {
    const shown = p.remarks.filter(m => !onlyOpen || !m.settled);
    const here = bench.page();
    return [el('h3', {}, word('marksTitle')),
      el('div', { class: 'acts' }, here ? button(word('markWhole'), () => bench.markPage(here), { 'data-keep': 'whole ' + here }) : null,
        el('label', { class: 'radio' }, el('input', { type: 'checkbox', checked: onlyOpen, 'data-keep': 'only', onchange: e => { onlyOpen = e.target.checked; bench.showProofs(); } }), word('hideSettled'))),
      shown.length ? el('ol', { class: 'remarks' }, ...shown.map(entry)) : el('p', { class: 'empty' }, word('noMarks'))];
  }
  function entry(m) {
    const does = (what, more = {}) => () => named() && bench.send('remark', { do: what, number: m.number, seen: m.seen, ...more });
    const act = (label, what, name) => button(label, does(what), { class: name, 'data-keep': `${name} ${m.seen}` });
    const li = el('li', { class: state(m), value: m.number, 'data-number': m.number, 'data-keep': m.seen },
      el('a', { class: 'goto', href: '#page-' + m.page, 'data-page': m.page, 'data-box': spans(m), 'data-keep': 'goto ' + m.seen }, m.words ? el('q', {}, m.words) : null, ' ', el('span', { class: 'what' }, m.note),
        el('span', { class: 'where' }, el('b', {}, word(state(m) + '_')), ' · ' + [word('pageN', { n: m.page }), m.words_gone ? word('wordsGone') : '', m.who, m.when, m.where].filter(Boolean).join(' · '))),
      ...m.answers.map(a => el('p', { class: 'reply' }, el('b', {}, a.who || ''), ' ', a.note, ' ', el('small', {}, a.when || ''))),
      m.settled ? el('p', { class: 'reply' }, el('small', {}, [word('settled_'), m.settled.who, m.settled.when].filter(Boolean).join(' · '))) : null);
    if (answering === m.seen) {
      const field = () => $('textarea', list); // that in the panel, which stays while it is written in
      const done = async () => {
        const note = field().value;
        if (!note.trim()) return field().focus();
        if (await does('answer', { note })() && answering === m.seen) stop();
      };
      const stop = () => { answering = ''; bench.showProofs(); };
      li.append(el('textarea', { name: 'answer', 'aria-label': word('answerIt'), rows: 2, maxlength: 1000, onkeydown: e => {
        e.stopPropagation();
        if (composes(e)) return;
        if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); done(); }
        if (e.key === 'Escape') stop();
      } }), el('div', { class: 'acts' }, button(word('save'), done, { class: 'send' }), button(word('cancel'), stop)));
    } else {
      li.append(el('div', { class: 'acts' }, m.settled ? act(word('reopenIt'), 'reopen', 'reopen') : act(word('settleIt'), 'settle', 'settle'),
        button(word('answerIt'), () => { answering = m.seen; bench.showProofs(); $('textarea', list)?.focus(); }, { class: 'answer', 'data-keep': 'answer ' + m.seen }), act(word('unmarkIt'), 'unmark', 'unmark')));
    }
    return li;
  }
  // A ring on the page leads to its entry.
  $('#stage').addEventListener('click', e => {
    const g = e.target.closest('.ov-remarks g[data-remark]');
    if (!g || document.body.classList.contains('tool-marks')) return;
    tab.click();
    const li = $(`.remarks li[data-number="${g.dataset.remark}"]`, panel);
    if (li) { li.scrollIntoView({ block: 'nearest' }); $('a', li).focus({ preventScroll: true }); }
  });

  // Other versions.
  async function read(e) {
    const f = e.target.files[0];
    if (!f) return;
    say(word('reading'));
    await bench.ask(() => upload('compare?name=' + encodeURIComponent(f.name.slice(0, 60)), f));
    e.target.value = ''; // the same file may be read again when it has changed
  }
  function others(p) {
    const deeds = bench.state.journal.done, name = d => word('before_', { t: when(d.at), d: `${deed(d.do)} ${d.what}` });
    const select = el('select', { name: 'before', onchange: e => against(+e.target.value) },
      el('option', { value: 0 }, word('noVersion')), ...deeds.map(d => el('option', { value: d.n, selected: p.against === name(d) }, name(d))));
    async function against(n) {
      const d = deeds.find(d => d.n === n);
      await bench.ask(() => post('compare', { before: n, name: d ? name(d) : '' }));
    }
    return [el('h3', {}, word('compare')), p.against ? el('p', { class: 'status against' }, el('b', {}, word('comparing', { n: p.against })), ' ' + word('compareKeys')) : null,
      el('fieldset', { class: 'versions', 'aria-label': word('compare') }, el('label', { class: 'field' }, el('span', {}, word('compareWith')), select), el('label', { class: 'field file' }, el('span', {}, word('comparePDF')), el('span', { class: 'choose', 'aria-hidden': 'true' }, word('choosePDF')),
        el('input', { type: 'file', name: 'pdf', accept: 'application/pdf,.pdf', onchange: read })))].filter(Boolean);
  }
  // Another page is looked at: it is the one that is signed.
  let looked = 0;
  $('#stage').addEventListener('scroll', () => { clearTimeout(looked); looked = setTimeout(() => bench.showProofs(), 200); }, { passive: true });
}
