// The arithmetic of a page's grid: cells, places, who lies over whom. No elements.

export const overlaps = (a, b) => a.col < b.col + b.cols && b.col < a.col + a.cols && a.row < b.row + b.rows && b.row < a.row + a.rows;
export const cells = s => ({ col: s.at[0], row: s.at[1], cols: s.span[0], rows: s.span[1] });
export const sameCells = (a, b) => a.col === b.col && a.row === b.row && a.cols === b.cols && a.rows === b.rows;

// box is a place in points of the page.
export function box(page, c) {
  const last = Math.min(c.col + c.cols - 2, page.columns - 1);
  const x = page.lefts[c.col - 1];
  return { x, y: page.top + (c.row - 1) * page.leading, w: page.lefts[last] + page.column - x, h: c.rows * page.leading };
}

// columnAt is the basic column, from 1, whose left edge is nearest; edgeAt that whose
// right edge is.
export function columnAt(page, x) { return nearest(page.lefts, x) + 1; }
export function edgeAt(page, x) { return nearest(page.lefts.map(l => l + page.column), x) + 1; }
function nearest(list, v) {
  let best = 0;
  list.forEach((l, i) => { if (Math.abs(l - v) < Math.abs(list[best] - v)) best = i; });
  return best;
}

const clamp = (v, least, most) => Math.min(Math.max(v, least), most);

// moved keeps a place on its page.
export function moved(page, c, dc, dr) {
  return { ...c, col: clamp(c.col + dc, 1, page.columns - c.cols + 1), row: clamp(c.row + dr, 1, page.rows - c.rows + 1) };
}

// sized moves edges of a place: n, s, w and e say which.
export function sized(page, c, edges, dc, dr) {
  let { col, row, cols, rows } = c;
  if (edges.includes('e')) cols = clamp(cols + dc, 1, page.columns - col + 1);
  if (edges.includes('s')) rows = clamp(rows + dr, 1, page.rows - row + 1);
  if (edges.includes('w')) { const to = clamp(col + dc, 1, col + cols - 1); cols += col - to; col = to; }
  if (edges.includes('n')) { const to = clamp(row + dr, 1, row + rows - 1); rows += row - to; row = to; }
  return { col, row, cols, rows };
}

// rivals are the places over which a slot does not lie yet; liesOver tells whether it would
// at a place.
export const rivals = (slots, slot) => slots.filter(s => s !== slot).map(cells).filter(c => !overlaps(cells(slot), c));
export const liesOver = (slots, slot, to) => rivals(slots, slot).some(c => overlaps(to, c));

// pushed moves what a place lies over down, and what that lies over in turn, so many rows
// apart. It gives the new places by their slots; null: something would leave the page.
export function pushed(page, slots, slot, to, apart) {
  const places = new Map([[slot, to]]);
  const queue = [slot];
  for (let n = 0; queue.length; n++) {
    if (n > 1000) return null;
    const by = places.get(queue.shift());
    for (const s of slots) {
      const c = places.get(s) || cells(s);
      if (s === slot || c === by || !overlaps(by, c)) continue;
      const down = { ...c, row: by.row + by.rows + apart };
      if (!s.own || down.row + down.rows - 1 > page.rows) return null;
      places.set(s, down);
      queue.push(s);
    }
  }
  return places;
}

// edges are those of the other slots of a page, in points, each once; level gives those with
// which an edge of a box is level.
export function edges(page, slots, slot) {
  const x = new Set(), y = new Set();
  for (const s of slots) {
    if (s === slot) continue;
    const o = box(page, cells(s));
    x.add(o.x).add(o.x + o.w);
    y.add(o.y).add(o.y + o.h);
  }
  return { x: [...x], y: [...y] };
}
export const level = (edges, b) => ({ x: edges.x.filter(x => near(x, b.x) || near(x, b.x + b.w)), y: edges.y.filter(y => near(y, b.y) || near(y, b.y + b.h)) });
const near = (a, b) => Math.abs(a - b) < .1;
