// What is asked of the server, and how it says no.

// Fault is an answer that is no: its kind is refused, conflict, failed or lost.
export class Fault extends Error {
  constructor(fault) { super(fault.text); Object.assign(this, fault); }
}

async function answer(promise) {
  let r;
  try { r = await promise; } catch { throw new Fault({ kind: 'lost' }); }
  let data;
  try { data = await r.json(); } catch { throw new Fault({ kind: 'lost' }); }
  if (!r.ok) throw new Fault(data);
  return data;
}
export const get = path => answer(fetch('desk/' + path, { cache: 'no-store' }));
export const post = (path, data = {}, more = {}) => answer(fetch('desk/' + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(data), ...more }));

// upload sends a PDF.
export const upload = (path, file) => answer(fetch('desk/' + path, { method: 'POST', headers: { 'Content-Type': 'application/pdf' }, body: file }));

// latest asks one thing at a time: while an answer is awaited only the last question
// is kept.
export function latest(ask, use) {
  let busy = false, next = null;
  return async question => {
    next = question;
    if (busy) return;
    busy = true;
    while (next !== null) {
      const q = next;
      next = null;
      try {
        const a = await ask(q);
        if (next === null) use(a, q);
      } catch { /* the next question is answered perhaps */ }
    }
    busy = false;
  };
}

// me names this window for the others.
export const me = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2);

export const remember = (key, value) => { try { localStorage.setItem('duikai-' + key, value); } catch { /* not kept then */ } };
export const recall = key => { try { return localStorage.getItem('duikai-' + key); } catch { return null; } };
