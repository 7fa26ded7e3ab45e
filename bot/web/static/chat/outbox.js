// What the person has sent and the server has not yet confirmed: in order, kept over a reload,
// sent again with the same id until it is saved or refused.

import { freshId, post } from "./page.js";
import * as parcels from "./parcels.js";

const PREFIX = "yizhu.outbox.";
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const PATIENCE_MS = 60_000;

export class Outbox {
  /** `onChange(entry)` whenever the state of one changes; `onUnknown()` makes this browser known. */
  constructor({ onChange, onUnknown }) {
    this.onChange = onChange;
    this.onUnknown = onUnknown;
    this.wait = FIRST_WAIT_MS;
    this.entries = stored();
    parcels.sweep((id) => this.#entry(id) || isStored(id));
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => !document.hidden && this.hurry());
  }

  /** Queue one thing: {kind, text | key, turn, label | media, name}, with its file if it has one. */
  async add(entry, file = null) {
    const full = { id: freshId(), at: Date.now(), order: nextOrder(this.entries), ...entry };
    full.state = "sending";
    this.entries.push(full);
    if (full.kind !== "opened") store(full);
    this.onChange(full);
    if (file) await parcels.keep(full.id, file);
    this.hurry();
    return full;
  }

  /** Send now what is waiting for its next try. */
  hurry() {
    clearTimeout(this.timer);
    this.#pump();
  }

  /** Send a refused or waiting one again. */
  retry(id) {
    const entry = this.#entry(id);
    if (!entry) return;
    this.#mark(entry, "sending");
    this.hurry();
  }

  /** The person gives it up. */
  discard(id) {
    const entry = this.#entry(id);
    if (entry) this.#forget(entry, "discarded");
  }

  /** The conversation shows it: saved, whatever we were told. */
  echoed(id) {
    const entry = this.#entry(id);
    if (entry) this.#forget(entry, "saved");
  }

  async #pump() {
    if (this.busy) return;
    this.busy = true;
    try {
      for (let entry = this.#next(); entry; entry = this.#next()) {
        const outcome = await deliver(entry);
        if (!this.#entry(entry.id)) continue; // Echoed or discarded meanwhile.
        if (!(await this.#settle(entry, outcome))) break;
      }
    } finally {
      this.busy = false;
    }
  }

  /** Act on an outcome; false if the rest has to wait. */
  async #settle(entry, outcome) {
    if (outcome.state === "saved") {
      this.wait = FIRST_WAIT_MS;
      this.#forget(entry, "saved");
      return true;
    }
    if (outcome.state === "refused") {
      this.#mark(entry, "refused", outcome.why);
      return true;
    }
    if (outcome.state === "unknown") {
      if (await this.onUnknown()) return true;
    }
    this.#mark(entry, "waiting", outcome.why);
    this.timer = setTimeout(() => this.hurry(), outcome.afterMs ?? this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
    return false;
  }

  #next() {
    return this.entries.find((entry) => entry.state !== "refused");
  }

  #entry(id) {
    return this.entries.find((entry) => entry.id === id);
  }

  #mark(entry, state, why = "") {
    Object.assign(entry, { state, why });
    this.onChange(entry);
  }

  #forget(entry, state) {
    this.entries = this.entries.filter((other) => other !== entry);
    unstore(entry.id);
    parcels.drop(entry.id);
    this.#mark(entry, state);
  }
}

// One try. A lost answer and a lost question look the same; the id makes the repeat harmless.
async function deliver(entry) {
  try {
    if (entry.kind === "uploaded") return await upload(entry);
    const body = { client_id: entry.id, kind: entry.kind };
    if (entry.text) body.text = entry.text;
    if (entry.kind === "pressed") {
      Object.assign(body, { key: entry.key, turn: entry.turn, text: entry.label });
    };
    return outcome(await post("/messages", body));
  } catch {
    return { state: "waiting", why: "network" };
  }
}

async function upload(entry) {
  const file = await parcels.find(entry.id);
  if (!file) return { state: "refused", why: "gone" };
  const form = new FormData();
  form.append("client_id", entry.id);
  form.append("media", entry.media);
  form.append("file", file, entry.name);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS * 5);
  try {
    return outcome(await fetch("/uploads", { method: "POST", body: form, signal: patience.signal }));
  } finally {
    clearTimeout(timer);
  }
}

function outcome(response) {
  if (response.ok) return { state: "saved" };
  if (response.status === 401) return { state: "unknown", why: "cookies" };
  if (response.status === 413) return { state: "refused", why: "too_long" };
  if (response.status === 429 || response.status >= 500) {
    const seconds = Number(response.headers.get("Retry-After"));
    return { state: "waiting", why: "busy", afterMs: seconds ? seconds * 1000 : undefined };
  }
  return { state: "refused", why: "refused" };
}

function nextOrder(entries) {
  return Math.max(Date.now(), ...entries.map((entry) => entry.order + 1));
}

// Storage may be full or switched off; the entry then lives as long as the page.
function store(entry) {
  try {
    localStorage.setItem(PREFIX + entry.id, JSON.stringify(entry));
  } catch {
    return;
  }
}

function isStored(id) {
  try {
    return localStorage.getItem(PREFIX + id) !== null;
  } catch {
    return false;
  }
}

function unstore(id) {
  try {
    localStorage.removeItem(PREFIX + id);
  } catch {
    return;
  }
}

function stored() {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => ({ ...JSON.parse(localStorage.getItem(key)), state: "sending" }))
      .sort((one, other) => one.order - other.order);
  } catch {
    return [];
  }
}
