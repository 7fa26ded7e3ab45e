// The open question: its answers as buttons, the control that fits it, and the running service.

import { at, make, say } from "./page.js";

// More answers than this, or longer ones, stand as a list in the message itself.
const FEW = 4;
const SHORT = 14;

export class Dock {
  /** `onPress(question, button)`, `onCamera(mode)`, `onFiles()`, `onDay(day)`. */
  constructor({ onPress, onCamera, onFiles, onDay }) {
    this.onPress = onPress;
    this.replies = at("replies");
    this.pressed = new Set(); // turns that are answered here, before the server says so
    at("take-camera").addEventListener("click", () => onCamera(cameraMode(this.question)));
    at("take-file").addEventListener("click", onFiles);
    at("pause").addEventListener("click", () => this.#press({ key: "pause", label: say("pause") }));
    prepareDay(onDay);
  }

  /** Show the open question (or none); `node` is its message. */
  show(question, node) {
    const open = question && !this.pressed.has(question.turn) ? question : null;
    if (this.question?.id === open?.id) return;
    this.question = open;
    const buttons = open?.buttons.filter((button) => !hasOwnControl(button, open)) ?? [];
    this.#showReplies(buttons, node);
    showTakes(open?.input);
    showService(question?.progress);
  }

  /** A press was given up: offer the answers again. */
  release(turn) {
    this.pressed.delete(turn);
  }

  #showReplies(buttons, node) {
    const quiet = buttons.filter((button) => button.style === "quiet");
    const answers = buttons.filter((button) => button.style !== "quiet");
    const listed = answers.length > FEW || answers.some((button) => width(button.label) > SHORT);
    const inDock = listed ? quiet : [...answers, ...quiet];
    this.replies.replaceChildren(...inDock.map((button) => this.#button(button, this.question)));
    this.replies.hidden = inDock.length === 0;
    if (listed) this.#list(answers, node, "choices listed", this.question);
  }

  /** A notice is no question: its buttons stay in its message. */
  putInMessage(line, node) {
    if (line.buttons.length) this.#list(line.buttons, node, "choices", line);
  }

  #list(buttons, node, className, line) {
    const list = make("div", className);
    list.append(...buttons.map((button) => this.#button(button, line)));
    node.querySelector(".choices")?.remove();
    node.querySelector(".bubble").append(list);
  }

  #button(button, line) {
    if (button.url) return link(button);
    const element = make("button", `button ${button.style}`, button.label);
    element.type = "button";
    element.addEventListener("click", () => {
      this.#press(button, line);
      element.closest(".choices")?.remove();
    });
    return element;
  }

  #press(button, line = this.question) {
    if (!line) return;
    if (line.turn) this.pressed.add(line.turn);
    at("field").focus({ preventScroll: true });
    this.onPress(line, button);
  }
}

// A page of our own, which leads back here; nothing is answered by going there.
function link({ url, label, style }) {
  const element = make("a", `button ${style}`, label);
  element.href = url;
  return element;
}

// The page has a switch for the language, and "continue later" beside the running service.
function hasOwnControl({ key }, { progress }) {
  return key.startsWith("lang:") || (key === "pause" && progress);
}

function cameraMode(question) {
  return { selfie: "selfie", photo: "selfie" }[question?.input] ?? "document";
}

function showTakes(input) {
  const picture = ["selfie", "photo", "document"].includes(input);
  at("takes").hidden = !picture && input !== "date";
  at("take-camera").hidden = at("take-file").hidden = !picture;
  at("take-day").hidden = input !== "date";
  if (!picture) return;
  at("take-camera-text").textContent = say(`take.${input}`);
  const icon = input === "document" ? "#i-file" : "#i-picture";
  at("take-file").querySelector("use").setAttribute("href", icon);
  at("take-file-text").textContent = say(input === "document" ? "take.file" : "take.picture");
}

function prepareDay(onDay) {
  const day = at("day");
  at("take-day").addEventListener("click", () => {
    try {
      day.showPicker();
    } catch {
      day.focus();
    }
  });
  day.addEventListener("change", () => {
    if (day.value) onDay(day.value);
    day.value = "";
  });
}

function showService(progress) {
  at("service").hidden = !progress;
  if (!progress) return;
  const { title, at: done, of } = progress;
  at("service-name").textContent = title;
  at("service-step").textContent = say("step", { at: done, of });
  const track = at("track");
  track.setAttribute("aria-valuemax", of);
  track.setAttribute("aria-valuenow", done);
  track.replaceChildren(...Array.from({ length: of }, (_, i) => make("span", i < done ? "done" : "")));
}

// Chinese characters are about twice as wide as Latin letters.
function width(label) {
  return Array.from(label).reduce((sum, letter) => sum + (letter > "\u2e80" ? 1 : 0.5), 0);
}
