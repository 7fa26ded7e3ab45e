// Where the person is in the conversation: at its end, or reading above it.

import { at, say } from "./page.js";

const NEAR_PX = 120;

export class Place {
  constructor() {
    this.log = at("log");
    this.jump = at("jump");
    this.unread = 0;
    this.title = document.title;
    this.atEnd = true;
    this.top = 0;
    this.log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.jump.addEventListener("click", () => this.toEnd(true));
    document.addEventListener("visibilitychange", () => this.#show());
    // The keyboard of a phone, a growing field, a picture that has loaded.
    const keep = new ResizeObserver(() => this.atEnd && this.toEnd());
    keep.observe(this.log);
    keep.observe(at("column"));
  }

  /** True if a new message would come unseen. */
  get away() {
    return !this.atEnd || document.hidden;
  }

  toEnd(smooth = false) {
    this.atEnd = true;
    const behavior = smooth && !matchMedia("(prefers-reduced-motion: reduce)").matches ? "smooth" : "instant";
    this.log.scrollTo({ top: this.log.scrollHeight, behavior });
  }

  /** New messages came; the first of them stays in view if they are longer than the window. */
  arrived(first, count) {
    if (this.away) this.unread += count;
    if (this.atEnd) {
      const top = first.offsetTop - this.log.firstElementChild.offsetTop - 12;
      const end = this.log.scrollHeight - this.log.clientHeight;
      this.log.scrollTo({ top: Math.min(top, end), behavior: "instant" });
      this.atEnd = end - top < NEAR_PX;
    }
    this.#show();
  }

  /** Do something that adds lines above, and keep what is read in its place. */
  holding(work) {
    const below = this.log.scrollHeight - this.log.scrollTop;
    work();
    this.log.scrollTop = this.log.scrollHeight - below;
  }

  // Only going up leaves the end: lines that come meanwhile push it away, and nobody moved.
  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    if (scrollHeight - scrollTop - clientHeight < NEAR_PX) this.atEnd = true;
    else if (scrollTop < this.top) this.atEnd = false;
    this.top = scrollTop;
    this.#show();
  }

  #show() {
    if (!this.away) this.unread = 0;
    this.jump.hidden = this.atEnd;
    at("jump-text").textContent = this.unread ? say("new", { n: this.unread }) : say("newest");
    document.title = this.unread ? `(${this.unread}) ${this.title}` : this.title;
  }
}
