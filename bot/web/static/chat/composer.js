// The field in which the person types, and the files that wait beside it.

import { at, piece, say } from "./page.js";

const DRAFT = "yizhu.draft";
const NEAR_THE_LIMIT = 200;

export class Composer {
  /** `onSend(text, files)` with what is ready to go. */
  constructor({ onSend }) {
    this.onSend = onSend;
    this.field = at("field");
    this.files = [];
    this.field.value = draft() ?? "";
    this.field.addEventListener("input", () => this.#changed());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    at("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#changed();
  }

  /** Put a file beside the text, to be sent with it. */
  add(file) {
    this.files.push(file);
    this.#showTray();
    this.field.focus();
  }

  /** Give the person a text back for another try. */
  giveBack(text) {
    this.field.value = [text, this.field.value].filter(Boolean).join("\n");
    this.#changed();
    this.field.focus();
  }

  // While a Chinese input method composes, Enter chooses a word. Safari ends the composition
  // first and marks the key with 229.
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#send();
  }

  #send() {
    const text = this.field.value.trim();
    const files = this.files;
    if (!text && !files.length) return;
    this.field.value = "";
    this.files = [];
    this.#changed();
    this.#showTray();
    this.onSend(text, files);
  }

  #changed() {
    const { field } = this;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
    at("send").disabled = !field.value.trim() && !this.files.length;
    const left = field.maxLength - field.value.length;
    at("count").hidden = left > NEAR_THE_LIMIT;
    at("count").textContent = say("left", { n: left });
    keepDraft(field.value);
  }

  #showTray() {
    const tray = at("tray");
    tray.replaceChildren(...this.files.map((file) => this.#parcel(file)));
    tray.hidden = !this.files.length;
    at("send").disabled = !this.field.value.trim() && !this.files.length;
  }

  #parcel(file) {
    const node = piece("tray").firstElementChild;
    node.querySelector(".tray-name").textContent = file.name;
    if (file.type.startsWith("image/")) showView(node.querySelector(".tray-view"), file);
    node.querySelector("button").addEventListener("click", () => {
      this.files = this.files.filter((other) => other !== file);
      this.#showTray();
      this.field.focus();
    });
    return node;
  }
}

function showView(view, file) {
  const image = new Image();
  image.alt = "";
  image.addEventListener("load", () => view.replaceChildren(image));
  image.src = URL.createObjectURL(file);
}

function draft() {
  try {
    return sessionStorage.getItem(DRAFT);
  } catch {
    return null; // Storage may be switched off.
  }
}

function keepDraft(text) {
  try {
    sessionStorage.setItem(DRAFT, text);
  } catch {
    return;
  }
}
