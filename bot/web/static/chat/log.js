// The conversation in the page: every line once, in order, grouped by speaker and day.

import { at, say } from "./page.js";
import { messageNode, settle } from "./message.js";

const GROUP_MS = 5 * 60_000;

export class Log {
  constructor() {
    this.column = at("column");
    this.typing = at("typing");
    this.nodes = new Map(); // by line id
    this.lines = new Map(); // messages, by line id
    this.chosen = new Map(); // what was pressed, by the turn of its question
    this.turn = 0; // of the newest question; every earlier one is closed
    this.pending = new Map(); // nodes of own messages on their way, by client id
  }

  /** Add a line; returns its element, or null if it was known or has nothing to show. */
  add(line) {
    if (this.nodes.has(line.id) || !hasContent(line)) return null;
    const node = messageNode(line);
    this.nodes.set(line.id, node);
    this.lines.set(line.id, line);
    const own = this.pending.get(line.client_id);
    if (own) this.#replace(own, node, line.client_id);
    else this.column.insertBefore(node, this.#place(line.id));
    this.#close(line);
    this.#arrange(node);
    return node;
  }

  /** Show an own message that is on its way, below everything. */
  addPending(entry, label) {
    const at = new Date(entry.at).toISOString();
    const node = messageNode({ sender: "person", at, text: label, media: entry.media });
    node.classList.add("pending");
    this.pending.set(entry.id, node);
    this.column.insertBefore(node, this.typing);
    this.#arrange(node);
    return node;
  }

  removePending(id) {
    const node = this.pending.get(id);
    const next = node?.nextElementSibling;
    this.pending.delete(id);
    node?.remove();
    if (next?.matches(".message")) this.#arrange(next);
  }

  /** The question that is open: the newest of ours with a turn; null if there is none. */
  question() {
    const newest = (best, line) => (isQuestion(line) && line.turn === this.turn ? line : best);
    return [...this.lines.values()].reduce(newest, null);
  }

  /** True while a person of ours answers instead of the bot, who may take hours. */
  get isHandedOver() {
    const ours = [...this.lines.values()].filter((line) => line.sender !== "person");
    return ours.at(-1)?.sender === "clerk";
  }

  /** The lowest line id shown; 0 if there is none. */
  first() {
    return Math.min(...this.nodes.keys(), Infinity);
  }

  /** Draw the line "new messages" above an element. */
  markFresh(node) {
    this.column.querySelectorAll(".fresh:not([hidden])").forEach((mark) => (mark.hidden = true));
    if (node) node.querySelector(".fresh").hidden = false;
  }

  // A press names the question it answers; a question closes all that came before it.
  #close(line) {
    if (line.sender === "person" && line.turn) this.chosen.set(line.turn, line.text);
    else if (isQuestion(line)) this.turn = Math.max(this.turn, line.turn);
    for (const other of this.lines.values()) {
      if (isQuestion(other) && other.turn < this.turn) {
        settle(this.nodes.get(other.id), this.chosen.get(other.turn));
      }
    }
  }

  #replace(own, node, clientId) {
    const thumb = own.querySelector(".thumb");
    if (thumb) node.querySelector(".bubble").prepend(thumb);
    this.pending.delete(clientId);
    own.remove();
    this.column.insertBefore(node, this.#place(Number(node.dataset.id)));
  }

  // Almost always at the end, so look from there.
  #place(id) {
    let next = this.pending.values().next().value ?? this.typing;
    for (let node = next.previousElementSibling; node; node = node.previousElementSibling) {
      if (!node.matches(".message") || Number(node.dataset.id) < id) break;
      next = node;
    }
    return next;
  }

  // Who starts and who ends a group, for an element and its two neighbours.
  #arrange(node) {
    for (const one of [neighbour(node, "previous"), node, neighbour(node, "next")]) {
      if (!one) continue;
      const before = neighbour(one, "previous");
      const after = neighbour(one, "next");
      one.classList.toggle("starts", !before || !together(before, one));
      one.classList.toggle("ends", !after || !together(one, after));
      showDay(one, !before || before.at.toDateString() !== one.at.toDateString());
    }
  }
}

// An opening of the chat is a line as well, with nothing to see.
function hasContent(line) {
  return Boolean(line.text || line.media || line.citations?.length || line.buttons?.length);
}

function isQuestion(line) {
  return line.sender !== "person" && line.turn > 0;
}

function neighbour(node, way) {
  const next = node[`${way}ElementSibling`];
  return next?.matches(".message") ? next : null;
}

function together(one, other) {
  return (
    one.dataset.sender === other.dataset.sender &&
    other.at - one.at < GROUP_MS &&
    one.at.toDateString() === other.at.toDateString()
  );
}

function showDay(node, isFirst) {
  const day = node.querySelector(".day");
  day.hidden = !isFirst;
  day.textContent = dayName(node.at);
}

function dayName(date) {
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 864e5);
  if (days === 0) return say("today");
  if (days === 1) return say("yesterday");
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(document.documentElement.lang, {
    year,
    month: "long",
    day: "numeric",
    weekday: "short",
  }).format(date);
}
