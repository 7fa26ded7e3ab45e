// Lines that come: shown in batches, announced, counted; the open question follows them.

import { announce, endTyping, endWaiting, notice } from "./banner.js";
import { showSent } from "./message.js";
import { at, say, setting } from "./page.js";

const RELOADED = "yizhu.reloaded";

export class Incoming {
  constructor({ log, place, dock, outbox }) {
    Object.assign(this, { log, place, dock, outbox });
    this.ready = false;
    this.batch = [];
  }

  take(line) {
    this.batch.push(line);
    // Lines of one turn come together and are shown together.
    if (this.batch.length === 1) setTimeout(() => this.ready && this.#show());
  }

  /** The stream has sent all there is; `earlier` tells whether more lies before it. */
  caughtUp({ earlier, version }) {
    const isFirst = !this.ready;
    if (isFirst) this.#showEarlierButton(earlier);
    this.#show();
    this.ready = true;
    if (isFirst) this.place.toEnd();
    if (this.log.nodes.size) endWaiting();
    if (version !== setting.version) notice(say("newer"), say("reload"), () => location.reload());
  }

  refreshQuestion() {
    const question = this.log.question();
    this.dock.show(question, question && this.log.nodes.get(question.id));
  }

  async showEarlier() {
    const response = await fetch(`/lines?before=${this.log.first()}`).catch(() => null);
    if (!response?.ok) return notice(say("earlier.lost"));
    const { lines, earlier } = await response.json();
    this.place.holding(() => {
      lines.forEach((line) => this.#showLine(line));
      this.refreshQuestion();
      this.#showEarlierButton(earlier);
    });
  }

  #show() {
    const lines = this.batch;
    this.batch = [];
    const unseen = this.ready && this.place.away && !this.place.unread;
    const nodes = lines.map((line) => this.#showLine(line)).filter(Boolean);
    const ours = nodes.filter((node) => node.dataset.sender !== "person");
    this.refreshQuestion();
    followLanguage(lines.at(-1));
    if (!this.ready || !nodes.length) return;
    endWaiting();
    if (unseen && ours.length) this.log.markFresh(ours[0]);
    this.place.arrived(ours[0] ?? nodes[0], ours.length);
    if (!ours.length) return;
    endTyping();
    announce(ours);
  }

  #showLine(line) {
    const node = this.log.add(line);
    if (line.client_id) this.outbox.echoed(line.client_id);
    if (!node) return null;
    if (line.sender === "person") showSent(node, { state: "saved" }, {});
    else if (!line.turn) this.dock.putInMessage(line, node);
    if (this.ready && line.sender !== "person") node.classList.add("arriving");
    return node;
  }

  #showEarlierButton(earlier) {
    at("earlier").hidden = !earlier;
    at("opening").hidden = earlier;
  }
}

// The language was changed in the conversation, here or on another device: the page follows,
// once, for a reload that changes nothing would never end.
function followLanguage(line) {
  if (!line || line.lang === setting.lang) return;
  try {
    if (sessionStorage.getItem(RELOADED) === line.lang) return;
    sessionStorage.setItem(RELOADED, line.lang);
  } catch {
    return;
  }
  location.reload();
}

/** The page has the language that it was loaded for. */
export function rememberLanguage() {
  try {
    if (sessionStorage.getItem(RELOADED) === setting.lang) sessionStorage.removeItem(RELOADED);
  } catch {
    return;
  }
}
