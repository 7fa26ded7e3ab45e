// The lines of the conversation as they come, over a connection that mends itself.

const SILENCE_MS = 45_000; // Three beats of the server.
const HIDDEN_MS = 5 * 60_000; // A browser holds six connections per server, over all tabs.
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 20_000;

export class Stream {
  /** `onLine(line)`, `onReady({earlier, version})`, `onState(isOpen)`. */
  constructor(handlers) {
    this.handlers = handlers;
    this.after = 0;
    this.wait = FIRST_WAIT_MS;
    document.addEventListener("visibilitychange", () => this.#seen());
    addEventListener("online", () => this.open());
    addEventListener("offline", () => this.handlers.onState(false));
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", (event) => event.persisted && this.open());
    setInterval(() => this.#watch(), 5_000);
  }

  open() {
    this.close();
    const query = this.after ? `?after=${this.after}` : "";
    this.source = new EventSource(`/events${query}`);
    this.heard = Date.now();
    this.source.addEventListener("line", (event) => this.#line(JSON.parse(event.data)));
    this.source.addEventListener("ready", (event) => this.#ready(JSON.parse(event.data)));
    this.source.addEventListener("beat", () => (this.heard = Date.now()));
    this.source.addEventListener("error", () => this.#error());
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  #line(line) {
    this.heard = Date.now();
    this.after = Math.max(this.after, line.id);
    this.handlers.onLine(line);
  }

  #ready(news) {
    this.heard = Date.now();
    this.wait = FIRST_WAIT_MS;
    this.handlers.onReady(news);
    this.handlers.onState(true);
  }

  // The browser reconnects by itself after a lost connection, but gives up at an error page.
  #error() {
    this.handlers.onState(false);
    if (this.source?.readyState === EventSource.CLOSED) this.#later();
  }

  #later() {
    this.close();
    this.timer = setTimeout(() => this.open(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  #watch() {
    const now = Date.now();
    if (this.source && document.hidden && now - this.hiddenAt > HIDDEN_MS) this.close();
    else if (this.source && now - this.heard > SILENCE_MS) {
      this.handlers.onState(false);
      this.open();
    }
  }

  #seen() {
    this.hiddenAt = Date.now();
    if (!document.hidden && (!this.source || Date.now() - this.heard > SILENCE_MS)) this.open();
  }
}
