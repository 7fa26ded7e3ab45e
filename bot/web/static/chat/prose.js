// Plain text into paragraphs and lists; nothing in it is markup.

import { make } from "./page.js";

const ITEM = "· ";
// "Department: cardiology": a list of nothing but such short facts is set in two columns.
const FACT = /^([^：:]{1,18})(：|: )(.{1,48})$/;

/** Put a text into an element: paragraphs by empty lines, list items by "· ". */
export function fill(element, text) {
  element.replaceChildren(...text.split(/\n{2,}/).flatMap(blocks));
}

function blocks(paragraph) {
  const found = [];
  for (const line of paragraph.split("\n")) {
    const isItem = line.startsWith(ITEM);
    const last = found.at(-1);
    if (isItem && last?.items) last.items.push(line.slice(ITEM.length));
    else if (isItem) found.push({ items: [line.slice(ITEM.length)] });
    else if (last?.lines) last.lines.push(line);
    else found.push({ lines: [line] });
  }
  return found.map(block).filter((node) => node.textContent.trim());
}

function block({ items, lines }) {
  if (lines) return make("p", "", lines.join("\n"));
  const facts = items.map((item) => FACT.exec(item));
  return items.length > 1 && facts.every(Boolean) ? factList(facts) : bulletList(items);
}

function factList(facts) {
  const list = make("dl", "facts");
  for (const [, name, colon, value] of facts) {
    const row = make("div");
    row.append(make("dt", "", name + colon), make("dd", "", value));
    list.append(row);
  }
  return list;
}

function bulletList(items) {
  const list = make("ul");
  list.append(...items.map((item) => make("li", "", item)));
  return list;
}
