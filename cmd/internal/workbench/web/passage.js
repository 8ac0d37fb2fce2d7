// Words at the page: a passage is edited where it stands, a story in a window of its
// own, with what is over or white counted as it is written. Input methods compose in
// a field of the browser's own; nothing is sent while they do.
import { $, $$, el, say, under, writing, composes } from './dom.js';
import { get, post } from './server.js';
import { word } from './words.js';
import { place } from './text.js';

export function begin(bench) {
  let open = null; // what is being edited
  const close = () => {
    if (!open) return;
    const back = open.back;
    open.box.remove();
    open = null;
    bench.here([]);
    // A line of a page that was set again meanwhile is another one now.
    const again = !back || back.isConnected ? back : $$('.words text').find(t => t.dataset.src && t.dataset.src === back.dataset.src);
    if (again) again.focus({ preventScroll: true });
  };

  // show opens a window with a field for some words. tried is an edit whose length is measured
  // while it is written, and walk leads to the words before these, or behind them.
  function show({ label, text, at, tall, tried, pages, save, walk }) {
    const back = open ? open.back : document.activeElement;
    if (open) open.box.remove();
    const count = el('p', { class: 'count', role: 'status' });
    const field = el('textarea', { 'aria-label': label, spellcheck: 'false', rows: tall ? 18 : Math.min(10, Math.max(2, Math.ceil(text.length / 28), text.split('\n').length)) });
    field.value = text;
    let busy = false; // a key that is held writes once
    const saved = async then => {
      if (busy) return;
      busy = true;
      const ok = await save(field.value);
      busy = false;
      if (ok && open && open.box === box) then();
    };
    const box = writing(tall ? 'tall' : '', label, [field, count], { done: word('save'), cancel: word('cancel'), hint: word('hintText') }, () => saved(close), close);
    if (walk) {
      const go = d => saved(() => walk(d));
      const button = (sign, d, key) => el('button', { type: 'button', title: `${word(key)} (Alt+${sign})`, 'aria-label': word(key), onclick: () => go(d) }, sign);
      $('.top', box).append(el('span', { class: 'walk' }, button('↑', -1, 'before'), button('↓', 1, 'behind')));
      box.addEventListener('keydown', e => {
        if (composes(e) || !e.altKey || e.ctrlKey || e.metaKey || e.key !== 'ArrowUp' && e.key !== 'ArrowDown') return;
        e.preventDefault();
        go(e.key === 'ArrowUp' ? -1 : 1);
      });
    }
    let wait = 0;
    const measure = () => {
      clearTimeout(wait);
      wait = setTimeout(async () => {
        if (!tried || !open || open.box !== box) return;
        const edit = tried(field.value);
        try { tell(count, edit ? await post('try', edit) : []); } catch (f) { count.textContent = f.message || ''; }
      }, 180);
    };
    field.addEventListener('compositionstart', () => clearTimeout(wait)); // nothing is asked about half a word
    field.addEventListener('input', e => { if (!e.isComposing) measure(); });
    field.addEventListener('compositionend', measure);
    document.body.append(box);
    open = { box, back };
    if (at) under(box, at);
    field.focus();
    field.setSelectionRange(0, 0);
    measure();
    bench.here(pages);
  }
  function tell(count, list) {
    count.replaceChildren(...list.map(t => el('span', { class: t.over ? 'bad' : t.white > bench.state.forms.white ? 'weak' : 'good' },
      t.over ? word('countOver', { p: t.page, n: t.over, c: t.chars }) : t.white ? word('countWhite', { p: t.page, n: t.white }) : word('countFull', { p: t.page }))));
  }

  // editLine edits the words from which a line of the page comes.
  bench.editLine = async line => {
    const where = place(line.dataset.src), at = line.getBoundingClientRect();
    const m = /^stories\/(.+)\.md$/.exec(where.File);
    if (m) return editPassage(m[1], where.Line, at);
    const words = wordsAt(line, where);
    if (words) slotWords(...words, at); else say(word('notHere', { src: line.dataset.src }));
  };
  // pagesOf are the pages on which a story stands: those that are its editor's.
  const pagesOf = id => bench.state.pages.filter(p => p.slots.some(s => s.ref.kind === 'story' && s.ref.name === id)).map(p => p.number);
  // passages are those of a story, the head first, with what of it is not written yet.
  const passages = story => {
    const heads = bench.state.forms.heads, has = key => story.passages.some(p => p.key === key);
    const rank = p => heads.includes(p.key) ? heads.indexOf(p.key) : p.key ? heads.length : heads.length + 1;
    const missing = heads.filter(key => !has(key)).map(key => ({ key, item: -1, line: 0, to: 0, text: '' }));
    return [...story.passages, ...missing].sort((a, b) => rank(a) - rank(b));
  };
  const storyOf = id => bench.ask(() => get('story?id=' + encodeURIComponent(id)));
  async function editPassage(id, lineNumber, at) {
    const story = await storyOf(id);
    if (!story) return;
    const list = passages(story), i = list.findLastIndex(p => p.line <= lineNumber && lineNumber <= p.to);
    if (i < 0) return bench.editStory(id);
    showPassage(id, list, i, at);
  }
  function showPassage(id, list, i, at) {
    const p = list[i], missing = p.line === 0;
    const edit = (was, text) => missing ? { fronts: [{ story: id, set: { [p.key]: text }, was: was === null ? {} : { [p.key]: was } }] } : { texts: [{ story: id, key: p.key, item: p.item, line: p.line, was, text }] };
    show({
      label: `${word(p.key || 'body')} · stories/${id}.md${missing ? '' : ':' + p.line}`, text: p.text, at, pages: pagesOf(id),
      tried: text => missing && !text.trim() ? null : edit(p.text, text),
      save: text => text === p.text || bench.act(() => ({ do: 'text', what: id, ...edit(p.text, text) }), theirs => edit(missing ? null : theirs, text)),
      walk: async d => {
        const story = await storyOf(id);
        if (!story) return;
        const now = passages(story), next = now[Math.min(Math.max(i + d, 0), now.length - 1)];
        const line = lineOf(id, next);
        if (line) line.scrollIntoView({ block: 'nearest' });
        showPassage(id, now, now.indexOf(next), line ? line.getBoundingClientRect() : at);
      },
    });
  }
  // linesOf are the lines that come from a passage, on a page or on all of them; none of one
  // that is not written yet.
  const linesOf = (id, p, section) => $$('.words text[data-src]', section).filter(t => {
    const at = place(t.dataset.src);
    return at && at.File === `stories/${id}.md` && p.line <= at.Line && at.Line <= p.to;
  });
  // lineOf is one of them; the page that is looked at first.
  const lineOf = (id, p) => {
    const all = linesOf(id, p), here = all.filter(t => t.closest('.page').dataset.page === String(bench.page()));
    return here.at(-1) || all[0];
  };

  // Words of a slot itself: captions, credits, titles and lines of notices and digests. The
  // slot is the one that begins last before them, and so is the key: several may share a line
  // of the file.
  const before = (at, where) => at && (at.Line - where.Line || at.Col - where.Col) <= 0;
  const last = (all, at, where) => all.filter(v => before(at(v), where)).sort((a, b) => before(at(a), at(b)) ? -1 : 1).at(-1);
  function wordsAt(line, where) {
    const page = bench.state.pages.find(p => String(p.number) === line.closest('.page').dataset.page);
    const slot = last((page ? page.slots : []).filter(s => s.own), s => place(s.src), where);
    const begins = slot ? slot.begins : {};
    const key = last(Object.keys(begins), k => ({ Line: begins[k][0], Col: begins[k][1] }), where);
    return key && (bench.state.forms.words[slot.ref.kind] || []).includes(key) ? [page, slot, key] : null;
  }
  // edits tells whether the words of a line are edited here: those of the folio and the like are
  // the issue's.
  bench.edits = line => { const where = place(line.dataset.src); return where.File !== 'issue.yaml' || wordsAt(line, where) !== null; };
  function slotWords(page, slot, key, at) {
    const text = slot.words[key] || '', begins = slot.begins[key];
    const source = begins ? `issue.yaml:${begins.join(':')}` : slot.src;
    const keys = bench.state.forms.words[slot.ref.kind], i = keys.indexOf(key);
    show({
      label: `${word(key)} · ${source}`, text, at, pages: [page.number],
      save: now => now === text || bench.set(slot, { [key]: now }),
      walk: keys.length < 2 ? null : d => {
        const [page, s] = bench.find(bench.keyOf(slot));
        if (s) slotWords(page, s, keys[Math.min(Math.max(i + d, 0), keys.length - 1)], at); else close();
      },
    });
  }
  // editWords edits words of what is selected: those of a key, or of the first that has some.
  bench.editWords = key => {
    const [page, slot] = bench.selected();
    const keys = slot && bench.state.forms.words[slot.ref.kind];
    if (keys && slot.own) slotWords(page, slot, key || keys.find(k => slot.words[k]) || keys[0], $('.slots .slot[aria-pressed=true]').getBoundingClientRect());
  };

  // editHead edits the head of what is selected, or what stands for it: a caption.
  bench.editHead = async () => {
    const [page, slot] = bench.selected();
    if (!slot) return;
    if (slot.ref.kind !== 'story') return bench.editWords();
    const id = slot.ref.name, story = await storyOf(id);
    if (!story) return;
    const list = passages(story), i = list.findIndex(p => p.key === 'headline');
    const section = document.getElementById('page-' + page.number);
    const at = linesOf(id, list[i], section).at(-1) || $('.slots .slot[aria-pressed=true]', section); // a part that goes on has another head
    showPassage(id, list, i, at.getBoundingClientRect());
  };

  // editStory edits a story's file as a whole.
  bench.editStory = async id => {
    const story = await bench.ask(() => get('story?id=' + encodeURIComponent(id)));
    if (!story) return;
    const edit = (was, text) => ({ files: [{ story: id, was, text }] });
    show({
      label: `${word('story')} · stories/${id}.md`, text: story.text, tall: true, pages: pagesOf(id), tried: text => edit(story.sum, text),
      save: text => text === story.text || bench.act(() => ({ do: 'text', what: id, ...edit(story.sum, text) }), async () => edit((await get('story?id=' + encodeURIComponent(id))).sum, text)),
    });
  };
}
