// What the person does: say, press, send files; each shown at once with what became of it.

import { expectReply } from "./banner.js";
import { addThumb, showSent } from "./message.js";
import { complain, mediaOf } from "./upload.js";

export class Outgoing {
  /** `composer` gets a text back that is not sent after all. */
  constructor({ log, place, dock }) {
    Object.assign(this, { log, place, dock });
  }

  say(text, files = []) {
    complain("");
    for (const file of files) this.sendFile(file);
    if (text) this.outbox.add({ kind: "said", text });
    this.place.toEnd();
  }

  press(turn, key, label) {
    this.outbox.add({ kind: "pressed", turn, key, label });
    this.onQuestion();
    this.place.toEnd();
  }

  async sendFile(file) {
    const media = mediaOf(file, this.asked());
    const entry = await this.outbox.add({ kind: "uploaded", media, name: file.name }, file);
    const node = this.log.pending.get(entry.id);
    if (node && file.type.startsWith("image/")) addThumb(node, file);
    this.place.toEnd();
  }

  /** What the open question asks for. */
  asked() {
    return this.log.question()?.input ?? "text";
  }

  /** An entry of the outbox has a new state. */
  show(entry) {
    if (entry.kind === "opened") return;
    if (entry.state === "discarded") return this.#giveUp(entry);
    if (entry.state === "saved" && !this.log.isHandedOver) {
      expectReply(() => this.place.away || this.place.toEnd());
    }
    const node = this.log.pending.get(entry.id) ?? this.#add(entry);
    if (!node) return;
    showSent(node, entry, {
      onRetry: () => this.outbox.retry(entry.id),
      onDiscard: () => this.outbox.discard(entry.id),
    });
  }

  #add(entry) {
    if (entry.isShown || entry.state !== "sending") return null;
    entry.isShown = true;
    return this.log.addPending(entry, entry.text ?? entry.label ?? entry.name);
  }

  #giveUp(entry) {
    this.dock.release(entry.turn);
    this.log.removePending(entry.id);
    if (entry.kind === "said") this.composer.giveBack(entry.text);
    this.onQuestion();
  }
}
