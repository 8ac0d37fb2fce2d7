// Words at the page: a passage is edited where it stands, a story in a window of its
// own, with what is over or white counted as it is written. Input methods compose in
// a field of the browser's own; nothing is sent while they do.
import { $, $$, el, say, under, writing } from './dom.js';
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
    if (back && back.isConnected) back.focus({ preventScroll: true });
  };

  // window shows a field for some words.
  // tried is an edit whose length is measured while it is written.
  function show({ label, text, at, tall, tried, pages, save }) {
    close();
    const count = el('p', { class: 'count', role: 'status' });
    const field = el('textarea', { 'aria-label': label, spellcheck: 'false', rows: tall ? 18 : Math.min(10, Math.max(2, Math.ceil(text.length / 28))) });
    field.value = text;
    const done = async () => { if (await save(field.value)) close(); };
    const box = writing(tall ? 'tall' : '', label, [field, count], { done: word('save'), cancel: word('cancel'), hint: word('hintText') }, done, close);
    let wait = 0;
    const measure = () => {
      clearTimeout(wait);
      wait = setTimeout(async () => {
        if (!tried || !open || open.box !== box) return;
        try { tell(count, await post('try', tried(field.value))); } catch (f) { count.textContent = f.message || ''; }
      }, 180);
    };
    field.addEventListener('input', e => { if (!e.isComposing) measure(); });
    field.addEventListener('compositionend', measure);
    document.body.append(box);
    open = { box, back: document.activeElement };
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

  // editLine edits the passage from which a line of the page comes.
  bench.editLine = async line => {
    const where = place(line.dataset.src), at = line.getBoundingClientRect();
    const m = /^stories\/(.+)\.md$/.exec(where.File);
    if (m) return editPassage(m[1], where.Line, at);
    editSlotWords(line, where, at);
  };
  // pagesOf are the pages on which a story stands: those that are its editor's.
  const pagesOf = id => bench.state.pages.filter(p => p.slots.some(s => s.ref.kind === 'story' && s.ref.name === id)).map(p => p.number);
  async function editPassage(id, lineNumber, at) {
    const story = await bench.ask(() => get('story?id=' + encodeURIComponent(id)));
    if (!story) return;
    const p = story.passages.filter(p => p.line <= lineNumber && lineNumber <= p.to).pop();
    if (!p) return bench.editStory(id);
    const edit = (was, text) => ({ texts: [{ story: id, key: p.key, item: p.item, line: p.line, was, text }] });
    show({
      label: `${word(p.key || 'body')} · stories/${id}.md:${p.line}`, text: p.text, at, pages: pagesOf(id),
      tried: text => edit(p.text, text),
      save: text => text === p.text || bench.act(() => ({ do: 'text', what: id, ...edit(p.text, text) }), theirs => edit(theirs, text)),
    });
  }

  // Words of a slot itself: captions, credits, titles of notices.
  function editSlotWords(line, where, at) {
    const kind = line.getAttribute('class');
    const key = { caption: 'caption', credit: 'credit', headline: 'title' }[kind];
    const section = line.closest('.page');
    const page = bench.state.pages.find(p => String(p.number) === section.dataset.page);
    // It is the one that begins last before them; several may share a line of the file.
    const behind = (a, b) => a.Line - b.Line || a.Col - b.Col;
    let slot = null;
    for (const s of page ? page.slots : []) {
      const at = place(s.src);
      if (s.own && at && behind(at, where) <= 0 && (!slot || behind(at, place(slot.src)) >= 0)) slot = s;
    }
    if (!slot || !key || !(key in slot.words)) return say(line.dataset.src);
    slotWords(page, slot, key, line.dataset.src, at);
  }
  function slotWords(page, slot, key, source, at) {
    const text = slot.words[key] || '';
    show({ label: `${word(key)} · ${source}`, text, at, pages: [page.number], save: now => now === text || bench.set(slot, { [key]: now }) });
  }

  // editHead edits the head of what is selected, or what stands for it: a caption.
  bench.editHead = async () => {
    const [page, slot] = bench.selected();
    if (!slot) return;
    const key = bench.state.forms.words[slot.ref.kind];
    if (key && slot.own) return slotWords(page, slot, key, slot.src, $('.slots .slot[aria-pressed=true]').getBoundingClientRect());
    if (slot.ref.kind !== 'story') return;
    const story = await bench.ask(() => get('story?id=' + encodeURIComponent(slot.ref.name)));
    const p = story && story.passages.find(p => p.key === 'headline');
    if (!p) return bench.editStory(slot.ref.name);
    const section = document.getElementById('page-' + page.number);
    const lines = $$('.words text', section).filter(t => t.dataset.src?.startsWith(`stories/${slot.ref.name}.md:${p.line}:`));
    const at = lines.pop() || $('.slots .slot[aria-pressed=true]', section); // a part that goes on has another head
    editPassage(slot.ref.name, p.line, at.getBoundingClientRect());
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
