(() => {
  'use strict';
  const $ = (q, root = document) => root.querySelector(q);
  const $$ = (q, root = document) => [...root.querySelectorAll(q)];
  const body = document.body;
  const stage = $('#stage');
  const svgNS = 'http://www.w3.org/2000/svg';
  const phone = matchMedia('(max-width: 60rem)');

  // Overlays.
  function overlay(name, on) {
    const button = $(`[data-overlay="${name}"]`);
    if (!button) return;
    if (on === undefined) on = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', on);
    body.classList.toggle('show-' + name, on);
  }

  // Zoom: 1 is the width of the window. The middle of what is seen stays.
  let zoom = 1;
  const least = .15, most = 12;
  function setZoom(to, anchor) {
    to = Math.min(most, Math.max(least, to));
    const box = stage.getBoundingClientRect();
    const at = anchor || { x: box.left + box.width / 2, y: box.top + Math.min(box.height / 2, 300) };
    const sheet = sheetAt(at.x, at.y);
    let rx = .5, ry = 0;
    if (sheet) {
      const b = sheet.getBoundingClientRect();
      rx = (at.x - b.left) / b.width;
      ry = (at.y - b.top) / b.height;
    }
    zoom = to;
    stage.style.setProperty('--zoom', zoom);
    $('#zoom').textContent = Math.round(zoom * 100) + '%';
    if (sheet) {
      const b = sheet.getBoundingClientRect();
      stage.scrollLeft += b.left + rx * b.width - at.x;
      stage.scrollTop += b.top + ry * b.height - at.y;
    }
    sharpenSoon();
  }
  function sheetAt(x, y) {
    let best = null, far = Infinity;
    for (const s of $$('.sheet.now')) {
      const b = s.getBoundingClientRect();
      const d = y < b.top ? b.top - y : y > b.bottom ? y - b.bottom : 0;
      if (d < far) { far = d; best = s; }
    }
    return best;
  }
  function wholePage() {
    const page = current();
    if (!page) return;
    const room = stage.clientHeight - 60, width = stage.clientWidth - 36;
    setZoom(Math.min(1, room * page.dataset.width / page.dataset.height / width));
    page.scrollIntoView({ block: 'start' });
  }

  // Pages.
  function current() {
    const middle = stage.getBoundingClientRect().top + stage.clientHeight / 3;
    let best = null;
    for (const p of $$('.page')) {
      if (!best || p.getBoundingClientRect().top <= middle) best = p;
    }
    return best;
  }
  function showCurrent() {
    const page = current();
    for (const a of $$('.pages a')) {
      if (!page || a.dataset.page !== page.dataset.page) a.removeAttribute('aria-current');
      else if (!a.hasAttribute('aria-current')) {
        a.setAttribute('aria-current', 'page');
        a.scrollIntoView({ block: 'nearest', inline: 'nearest' }); // of many pages the bar shows some
      }
    }
  }
  function stepPage(by) {
    const pages = $$('.page');
    const i = pages.indexOf(current()) + by;
    if (pages[i]) pages[i].scrollIntoView({ block: 'start' });
  }

  // A place on a page: bring it into sight and let it flash.
  function boxes(text) {
    return (text || '').split(',').map(s => s.trim().split(/\s+/).map(Number)).filter(b => b.length === 4 && b.every(Number.isFinite));
  }
  function show(number, text) {
    const page = document.getElementById('page-' + number);
    if (!page) return;
    const sheet = $('.sheet.now', page), places = boxes(text);
    if (!places.length) {
      page.scrollIntoView({ block: 'start' });
      return;
    }
    const points = +page.dataset.width;
    const scale = () => sheet.getBoundingClientRect().width / points;
    const [x, y, w, h] = places[0];
    // Where type would be too small to read, go nearer, as far as it fits.
    const legible = phone.matches ? 1.1 : .9;
    if (scale() < legible) {
      const fits = Math.min(stage.clientWidth * .94 / (w + 12), legible);
      if (fits > scale() * 1.05) setZoom(zoom * fits / scale());
    }
    const b = sheet.getBoundingClientRect(), s = stage.getBoundingClientRect(), k = scale();
    stage.scrollLeft += b.left + (x + w / 2) * k - (s.left + s.width / 2);
    const tall = h * k, middle = tall < s.height * .9 ? s.height / 2 - tall / 2 : 24;
    stage.scrollTop += b.top + y * k - (s.top + middle);
    flash(sheet, places);
    sharpenSoon();
  }
  function shape(name, attributes) {
    const e = document.createElementNS(svgNS, name);
    for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
    return e;
  }
  function flash(sheet, places) {
    const layer = $('.flashes', sheet);
    layer.replaceChildren(...places.map(([x, y, w, h]) => {
      const r = shape('rect', { x: x - 3, y: y - 3, width: w + 6, height: h + 6, rx: 3 });
      r.addEventListener('animationend', () => r.remove());
      return r;
    }));
  }

  // Problems.
  let chosen = 0;
  function choose(entry, focus, look = true) {
    $$('.problems .current').forEach(e => { e.classList.remove('current'); e.removeAttribute('aria-current'); });
    if (!entry) return;
    entry.classList.add('current');
    entry.setAttribute('aria-current', 'true');
    chosen = +entry.dataset.index;
    if (focus) {
      tab('problems');
      const folded = entry.closest('details');
      if (folded) folded.open = true;
      entry.focus({ preventScroll: true });
      entry.scrollIntoView({ block: 'nearest' });
    }
    if (look && entry.dataset.page) show(entry.dataset.page, entry.dataset.box);
  }
  function stepProblem(by) {
    const all = $$('.problems .goto').filter(e => getComputedStyle(e.closest('li')).display !== 'none');
    if (!all.length) return;
    let i = all.findIndex(e => +e.dataset.index === chosen);
    i = i < 0 ? (by > 0 ? 0 : all.length - 1) : (i + by + all.length) % all.length;
    choose(all[i], true);
  }

  // Lists.
  const narrowPanels = () => $$('.panel').forEach(p => { p.hidden = $(`#tab-${p.id}`).getAttribute('aria-selected') !== 'true'; });
  function tab(name) {
    const button = $('#tab-' + name);
    if (!button) return;
    for (const t of $$('.tabs [role=tab]')) {
      const on = t === button;
      t.setAttribute('aria-selected', on);
      t.tabIndex = on ? 0 : -1;
    }
    body.classList.remove('folded');
    button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    narrowPanels();
  }
  const tabNames = () => $$('.tabs [role=tab]').map(t => t.id.slice(4));

  // Two versions.
  const blinking = () => body.classList.contains('blinking');
  function versus(mode) {
    if (!$('.versus') || $('.versus').hidden) return;
    for (const m of ['blink', 'beside']) {
      const button = $(`[data-act="${m}"]`);
      if (!button) return;
      const on = m === mode && button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', on);
      body.classList.toggle(m === 'blink' ? 'blinking' : 'beside', on);
    }
    sharpenSoon();
  }

  const actions = {
    in: () => setZoom(zoom * 1.25), out: () => setZoom(zoom / 1.25), blink: () => versus('blink'), beside: () => versus('beside'),
    help: () => { const d = $('#help'); if (d.open) d.close(); else d.showModal(); },
  };

  document.addEventListener('click', e => {
    const t = e.target.closest('[data-overlay], [data-act], a.goto, .goto.still, .pages a, [role=tab], .ov-marks g[id]');
    if (!t) return;
    if (t.dataset.overlay) return overlay(t.dataset.overlay);
    if (t.dataset.act) return actions[t.dataset.act]();
    if (t.getAttribute('role') === 'tab') {
      if (phone.matches && t.getAttribute('aria-selected') === 'true') {
        body.classList.toggle('folded');
        return;
      }
      return tab(t.id.slice(4));
    }
    if (t.id.startsWith('mark-')) {
      return choose($(`.problems .goto[data-number="${t.id.slice(5)}"]`), true);
    }
    if (e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    if (t.dataset.index) return choose(t, false);
    show(t.dataset.page, t.dataset.box);
  });
  document.addEventListener('change', e => {
    const s = e.target.dataset.severity;
    if (s) body.classList.toggle('hide-' + s, !e.target.checked);
  });

  // Keys; the list of them stands in the page itself.
  const keys = {
    n: () => stepProblem(1), p: () => stepProblem(-1), ']': () => stepPage(1), '[': () => stepPage(-1),
    '+': actions.in, '=': actions.in, '-': actions.out, '0': () => setZoom(1), '9': wholePage,
    a: () => $$('[data-overlay]').forEach(b => overlay(b.dataset.overlay, false)),
    v: actions.blink, s: actions.beside, '?': actions.help,
  };
  document.addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    const t = e.target;
    if (t.matches && t.matches('input:not([type=checkbox], [type=radio]), textarea, select')) return; // somebody writes
    if (t.matches && t.matches('[role=tab]')) {
      const names = tabNames(), i = names.indexOf(t.id.slice(4));
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: names.length - 1 }[e.key];
      if (to !== undefined) {
        e.preventDefault();
        const name = names[(to + names.length) % names.length];
        tab(name);
        $('#tab-' + name).focus();
        return;
      }
    }
    if ($('#help').open && e.key !== '?') return;
    const button = $$('[data-overlay]').find(b => b.getAttribute('aria-keyshortcuts') === e.key);
    const number = +e.key;
    let act = keys[e.key];
    if (button) act = () => overlay(button.dataset.overlay);
    else if (number >= 1 && number <= tabNames().length) act = () => { tab(tabNames()[number - 1]); };
    else if (e.key === 'Enter' && t.matches && t.matches('.goto.still')) act = () => choose(t, false);
    if (!act) return;
    e.preventDefault();
    act();
  });

  // Zooming with the wheel, about the pointer.
  stage.addEventListener('wheel', e => {
    if (!e.ctrlKey) return;
    e.preventDefault();
    setZoom(zoom * Math.exp(-e.deltaY / 300), { x: e.clientX, y: e.clientY });
  }, { passive: false });
  // A mouse takes hold of a page and moves it.
  let held = null;
  stage.addEventListener('pointerdown', e => {
    if (e.pointerType !== 'mouse' || e.button !== 0 || !e.target.closest('.sheet') || e.target.closest('a, .ov-marks g')) return;
    held = { x: e.clientX + stage.scrollLeft, y: e.clientY + stage.scrollTop };
    stage.setPointerCapture(e.pointerId);
    stage.classList.add('held');
  });
  stage.addEventListener('pointermove', e => {
    if (!held) return;
    stage.scrollLeft = held.x - e.clientX;
    stage.scrollTop = held.y - e.clientY;
  });
  for (const end of ['pointerup', 'pointercancel']) stage.addEventListener(end, () => {
    held = null;
    stage.classList.remove('held');
  });

  let pending = 0;
  stage.addEventListener('scroll', () => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(() => { showCurrent(); sharpenSoon(); });
  }, { passive: true });
  addEventListener('resize', () => sharpenSoon());
  addEventListener('beforeprint', () => $$('.panel').forEach(p => { p.hidden = false; }));
  addEventListener('beforeprint', () => $$('img').forEach(i => { i.loading = 'eager'; }));
  addEventListener('afterprint', narrowPanels);

  // Tiles: where a server is there to ask, what is seen is drawn again as fine
  // as it is shown.
  const live = 'live' in body.dataset;
  const tilePoints = 256, fine = [220, 440, 880];
  let sharpening = 0;
  function sharpenSoon() {
    if (!live) return;
    clearTimeout(sharpening);
    sharpening = setTimeout(sharpen, 120);
  }
  function sharpen() {
    const s = stage.getBoundingClientRect();
    for (const page of $$('.page')) {
      const sheet = $('.sheet.now', page), print = $('.print', sheet);
      if (!print) continue;
      const b = sheet.getBoundingClientRect(), k = b.width / page.dataset.width;
      const wanted = 72 * k * devicePixelRatio;
      const dpi = wanted > 130 ? fine.find(d => d >= wanted * .8) || fine[fine.length - 1] : 0;
      const seen = b.bottom > s.top - 100 && b.top < s.bottom + 100;
      if (seen && (blinking() || body.classList.contains('beside'))) seekChanges($('.ov-changes', page));
      const keep = new Set();
      if (dpi && seen) {
        const size = tilePoints * 220 / dpi;
        const x0 = Math.max(0, Math.floor((s.left - b.left) / k / size)), x1 = Math.floor(Math.min(page.dataset.width - .01, (s.right - b.left) / k) / size);
        const y0 = Math.max(0, Math.floor((s.top - b.top) / k / size)), y1 = Math.floor(Math.min(page.dataset.height - .01, (s.bottom - b.top) / k) / size);
        for (let y = y0; y <= y1; y++) for (let x = x0; x <= x1; x++) keep.add(`tile/${page.dataset.hash}/${dpi}/${x}/${y}.png`);
        for (const src of keep) {
          if ($$('.tile', sheet).some(t => t.dataset.tile === src)) continue;
          const [, , , x, y] = src.split(/[/.]/);
          const img = document.createElement('img');
          img.className = 'tile';
          img.alt = '';
          img.dataset.tile = src;
          const w = Math.min(size, page.dataset.width - x * size), h = Math.min(size, page.dataset.height - y * size);
          img.style.left = x * size / page.dataset.width * 100 + '%';
          img.style.top = y * size / page.dataset.height * 100 + '%';
          img.style.width = w / page.dataset.width * 100 + '%';
          img.style.height = h / page.dataset.height * 100 + '%';
          img.style.visibility = 'hidden';
          img.onload = () => { img.style.visibility = ''; };
          img.onerror = () => img.remove();
          img.src = src;
          print.after(img);
        }
      }
      for (const t of $$('.tile', sheet)) if (!keep.has(t.dataset.tile)) t.remove();
    }
  }

  // What has changed on a page is asked for when it is to be seen: finding it takes the
  // server some time.
  async function seekChanges(layer) {
    const { ask, state } = layer.dataset;
    if (!ask || state) return;
    layer.dataset.state = 'asked';
    try {
      const answer = await fetch(ask);
      if (!answer.ok) throw new Error(answer.statusText);
      layer.replaceChildren(...boxes(await answer.text()).map(([x, y, width, height]) => shape('rect', { x, y, width, height })));
      layer.dataset.state = 'found';
    } catch { delete layer.dataset.state; /* asked again when the page is looked at again */ }
  }

  // A live page: when the edition changes, what changed is put in its place.
  const sent = new WeakMap(); // by what was sent: its text
  const parts = page => [$('h2', page), $('.sheet.before', page), ...$('.sheet.now > svg:not([class])', page).children].filter(e => e && !e.matches('.flashes'));
  // coming keeps how a page was sent.
  function coming(page) {
    for (const e of [page, ...parts(page)]) sent.set(e, e.outerHTML);
  }
  if (live) $$('.page').forEach(coming);
  const renewing = live ? import('./renew.js') : null; // what renews parts that somebody may be using
  // alike tells whether a page can take the parts of another: then what is the same
  // stays, with all that lies over it.
  function alike(old, now) {
    const a = parts(old), b = parts(now);
    return ['width', 'height'].every(k => old.dataset[k] === now.dataset[k]) && $('.print', old) && $('.print', now) &&
      a.length === b.length && a.every((e, i) => e.getAttribute('class') === b[i].getAttribute('class'));
  }
  function take(old, now) {
    for (const { name, value } of now.attributes) if (name !== 'class') old.setAttribute(name, value);
    const a = parts(old), b = parts(now);
    a.forEach((e, i) => { if (sent.get(e) !== sent.get(b[i])) e.replaceWith(b[i]); });
    sent.set(old, sent.get(now));
  }
  // told has how pages and panels were sent, as text, by their ids. Those that are sent so again
  // are not read again: taking all of an edition apart takes longer than some frames.
  let told = new Map();
  function lean(text, now) {
    return text.replace(/<section class="pa(?:ge|nel)"[^>]* id="([^"]+)"[^]*?<\/section>/g, (all, id) => {
      const here = document.getElementById(id);
      now.set(id, all);
      return told.get(id) === all && here && (!here.dataset.hash || all.includes(here.dataset.hash)) ? all.slice(0, all.indexOf('>')) + ' data-same></section>' : all;
    });
  }
  const same = e => 'same' in e.dataset;
  // painted waits until what has just been changed is seen; a window behind others shows nothing.
  const painted = () => new Promise(done => { requestAnimationFrame(() => requestAnimationFrame(done)); setTimeout(done, 100); });
  // free waits until no hand moves something over the pages (data-held says that one does, the
  // event that it rests): what is replaced takes longer than a frame.
  const free = async () => { while ('held' in body.dataset) await new Promise(done => document.addEventListener('released', done, { once: true })); };
  async function refresh() {
    const { renew, still } = await renewing;
    await quickly; // what is seen comes first, and has the machine for itself
    await free();
    const answer = await fetch('./', { cache: 'no-store' });
    if (!answer.ok) return;
    const sections = new Map(), fresh = new DOMParser().parseFromString(lean(await answer.text(), sections), 'text/html');
    if (fresh.body.dataset.live === body.dataset.live) return;
    body.dataset.live = fresh.body.dataset.live;
    document.title = fresh.title;
    const versions = $('.versus');
    if (versions && $('.versus', fresh)) {
      const none = $('.versus', fresh).hidden;
      if (none) for (const m of ['blink', 'beside']) if ($(`[data-act="${m}"]`).getAttribute('aria-pressed') === 'true') versus(m);
      versions.hidden = none;
    }
    for (const q of ['.tally', '#broken', '.title h1', '.title time']) {
      const old = $(q), now = $(q, fresh);
      if (old && now) still(old, () => old.replaceWith(document.adoptNode(now)), q === '#broken');
    }
    renew($('.pages'), $('.pages', fresh).childNodes);
    showCurrent();
    await quickly;
    const before = new Map($$('.page').map(p => [p.dataset.page, p]));
    const pages = $$('.page', fresh);
    const swaps = [];
    for (const [i, now] of pages.entries()) {
      const old = before.get(now.dataset.page);
      if (!same(now)) coming(now);
      if (old && (same(now) || sent.get(old) === sent.get(now))) {
        pages[i] = old;
        continue;
      }
      document.adoptNode(now);
      if (!old) continue;
      if (!alike(old, now)) {
        const img = $('.print', now);
        if (img) await decoded(img);
        swaps.push(() => old.replaceWith(now));
        continue;
      }
      pages[i] = old;
      let print = () => {};
      // The old picture stays until the new one has come, so nothing blinks.
      if (old.dataset.hash !== now.dataset.hash) print = await drawn(old, now.dataset.hash, $('.print', now), '');
      swaps.push(() => { take(old, now); print(); });
    }
    await free();
    const left = stage.scrollLeft, top = stage.scrollTop;
    const stand = pages.length === before.size && pages.every(p => before.has(p.dataset.page));
    for (const swap of swaps) swap();
    if (!stand) stage.replaceChildren(...stageChildren(fresh, pages));
    stage.scrollLeft = left;
    stage.scrollTop = top;
    const entry = $('.problems .current');
    for (const panel of $$('.panel')) {
      const now = $('#' + panel.id, fresh);
      if (!now || same(now) || sent.get(panel) === now.innerHTML) continue;
      sent.set(panel, now.innerHTML);
      $$('[data-severity]', now).forEach(c => { c.checked = !body.classList.contains('hide-' + c.dataset.severity); });
      renew(panel, document.adoptNode(now).childNodes, true);
    }
    for (const t of $$('.tabs .count')) {
      const now = $('#' + t.parentElement.id + ' .count', fresh);
      if (now) renew(t, now.childNodes);
    }
    told = sections;
    choose(entry && entry.isConnected ? entry : null, false, false);
    showCurrent();
    sharpen();
    document.dispatchEvent(new CustomEvent('edition'));
  }
  // decoded waits for a picture; where it does not come the page is shown all the same.
  async function decoded(img) {
    img.loading = 'eager';
    try { await img.decode(); } catch { /* see above */ }
  }
  // drawn waits for a page's new picture, or for what has changed of it, and gives what
  // puts that over the old one. The picture itself follows then.
  async function drawn(page, hash, print, patches) {
    if (!patches) {
      await decoded(print);
      return () => { $$('.patch', page).forEach(p => p.remove()); $('.print', page).replaceWith(print); };
    }
    const pieces = boxes(patches).map(([x, y, w, h]) => {
      const img = document.createElement('img');
      img.className = 'patch';
      img.alt = '';
      img.style.left = x / page.dataset.width * 100 + '%';
      img.style.top = y / page.dataset.height * 100 + '%';
      img.style.width = w / page.dataset.width * 100 + '%';
      img.style.height = h / page.dataset.height * 100 + '%';
      img.src = `part/${hash}/${x}/${y}/${w}/${h}.png`;
      return img;
    });
    await Promise.all(pieces.map(decoded));
    return () => {
      [...$$('.print, .patch', page)].pop().after(...pieces);
      decoded(print).then(() => {
        if (page.dataset.hash !== hash || !page.isConnected) return;
        $('.print', page).replaceWith(print);
        $$('.patch', page).forEach(p => p.remove());
      });
    };
  }
  // quick draws pages that have changed while the rest is still written.
  let quickly = Promise.resolve();
  async function quick(list) {
    await Promise.all(list.map(async ({ page: number, was, hash, patches }) => {
      const page = $('#page-' + number), print = page && $('.print', page);
      if (!print || page.dataset.hash !== was) return;
      const img = print.cloneNode();
      img.src = `page/${hash}.png`;
      const show = await drawn(page, hash, img, patches);
      if (page.dataset.hash !== was || !page.isConnected) return;
      page.dataset.hash = hash;
      show();
    }));
    sharpen();
    await painted();
  }
  function stageChildren(fresh, pages) {
    return pages.length ? pages : [...$('#stage', fresh).childNodes].map(n => document.adoptNode(n));
  }
  if (live) {
    const link = $('#link'), words = link.textContent;
    let busy = false, again = false;
    const pull = async () => {
      if (busy) { again = true; return; }
      busy = true;
      do {
        again = false;
        try { await refresh(); } catch { /* the next event tries again */ }
      } while (again);
      busy = false;
    };
    const events = new EventSource('events');
    events.addEventListener('pages', e => { quickly = quickly.then(() => quick(JSON.parse(e.data))).catch(() => {}); });
    events.addEventListener('edition', e => { if (e.data !== body.dataset.live) pull(); });
    events.addEventListener('here', () => document.dispatchEvent(new Event('here')));
    events.onopen = () => { link.textContent = words; link.classList.remove('lost'); };
    events.onerror = () => { link.textContent = link.dataset.lost; link.classList.add('lost'); };
  }

  narrowPanels();
  setZoom(1);
  stage.scrollTop = 0;
  showCurrent();
  if (location.hash.startsWith('#page-')) show(location.hash.slice(6), '');
})();
