"use strict";
// stories finds the stories that have every word of a query: by pairs of characters
// first, then in the text itself.
function stories(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  let left = edition.stories.map((_, i) => i);
  for (const word of words) {
    const characters = Array.from(word);
    for (let k = 1; k < characters.length; k++) {
      const having = new Set(edition.pairs[characters[k - 1] + characters[k]] || []);
      left = left.filter((i) => having.has(i));
    }
    left = left.filter((i) => (edition.stories[i].title + "\n" + edition.stories[i].text).toLowerCase().includes(word));
  }
  return left;
}

// around is a piece of text with a word in its middle, as nodes.
function around(text, word) {
  const lower = text.toLowerCase();
  const at = lower.indexOf(word);
  const out = document.createElement("p");
  if (at < 0) {
    out.textContent = text.slice(0, 60);
    return out;
  }
  const from = Math.max(at - 24, 0);
  const mark = document.createElement("mark");
  mark.textContent = text.slice(at, at + word.length);
  out.append(from > 0 ? "…" : "", text.slice(from, at), mark, text.slice(at + word.length, at + word.length + 36), "…");
  return out;
}

function show(query) {
  const found = stories(query);
  const list = document.getElementById("found");
  list.replaceChildren();
  const first = query.toLowerCase().split(/\s+/).filter(Boolean)[0] || "";
  for (const i of found) {
    const story = edition.stories[i];
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = story.file.split("/").map(encodeURIComponent).join("/");
    link.textContent = story.title;
    const on = document.createElement("span");
    on.textContent = story.page;
    item.append(link, " ", on, around(story.text.replaceAll("\n", " "), first));
    list.append(item);
  }
  document.getElementById("count").textContent = first === "" ? "" : found.length === 0 ? "没有找到" : "找到 " + found.length + " 篇";
}

const box = document.getElementById("words");
document.getElementById("form").addEventListener("submit", (event) => {
  event.preventDefault();
  show(box.value);
});
box.addEventListener("input", () => show(box.value));
const asked = new URLSearchParams(location.search).get("q");
if (asked) {
  box.value = asked;
  show(asked);
}
