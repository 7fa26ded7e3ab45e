// Plain text into paragraphs and lists; nothing in it is markup.

import { make } from "./page.js";

const ITEM = "· ";

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
  const list = make("ul");
  list.append(...items.map((item) => make("li", "", item)));
  return list;
}
