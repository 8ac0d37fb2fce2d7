"use strict";
// The index is in pieces, a file for the stories of a year and some for its pairs of
// characters; only those that a query needs are read. They are scripts, for a page
// that lies on a disk may read nothing else.
const pieces = new Map();
function piece(key, data) {
  pieces.set(key, data);
}

function read(key) {
  if (pieces.has(key)) return Promise.resolve(pieces.get(key));
  return new Promise((done) => {
    const script = document.createElement("script");
    script.src = key + ".js";
    script.onload = () => done(pieces.get(key));
    script.onerror = () => done(null);
    document.head.append(script);
  });
}

// pairs are the pairs of characters of the words of a query.
function pairs(query) {
  const out = new Set();
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const characters = Array.from(word);
    for (let k = 1; k < characters.length; k++) out.add(characters[k - 1] + characters[k]);
  }
  return [...out];
}

// inYear are the numbers of the stories of a year that have all pairs.
async function inYear(year, wanted) {
  let left = null;
  for (const pair of wanted) {
    const part = await read(year + "/" + (pair.codePointAt(0) % archive.parts));
    const having = new Set((part && part[pair]) || []);
    left = left === null ? [...having] : left.filter((i) => having.has(i));
    if (left.length === 0) return [];
  }
  return left || [];
}

let asked = 0;
let next = 0;
let count = 0;

async function search(query, turn) {
  const enough = 50;
  const wanted = pairs(query);
  const list = document.getElementById("found");
  const status = document.getElementById("count");
  const more = document.getElementById("more");
  more.hidden = true;
  if (wanted.length === 0) {
    status.textContent = query.trim() === "" ? "" : "请输入两个字以上";
    return;
  }
  let shown = 0;
  while (next < archive.years.length && shown < enough) {
    const year = archive.years[next++];
    status.textContent = "正在查找 " + year + " 年……";
    const found = await inYear(year, wanted);
    const stories = found.length > 0 ? await read(year + "/stories") : null;
    if (turn !== asked) return;
    for (const i of found.reverse()) {
      const [issue, file, title] = stories.stories[i];
      const [path, day] = stories.issues[issue];
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = "../" + (path + "/" + file).split("/").map(encodeURIComponent).join("/");
      link.textContent = title;
      const on = document.createElement("span");
      on.textContent = day;
      item.append(link, " ", on);
      list.append(item);
      shown++;
      count++;
    }
  }
  status.textContent = count === 0 ? "没有找到" : "找到 " + count + " 篇" + (next < archive.years.length ? "，更早的年份还没有查" : "");
  more.hidden = next >= archive.years.length;
}

const box = document.getElementById("words");
function begin() {
  document.getElementById("found").replaceChildren();
  next = 0;
  count = 0;
  return search(box.value, ++asked);
}
document.getElementById("form").addEventListener("submit", (event) => {
  event.preventDefault();
  begin();
});
document.getElementById("more").addEventListener("click", () => search(box.value, asked));
const words = new URLSearchParams(location.search).get("q");
if (words) {
  box.value = words;
  begin();
}
