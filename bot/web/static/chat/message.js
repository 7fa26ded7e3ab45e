// One message as the person sees it.

import { make, piece, say } from "./page.js";
import { fill } from "./prose.js";

// The server finds a quotation again by its opening.
const OPENING = 24;

/** The element of a line, or of an entry of the outbox on its way. */
export function messageNode(line) {
  const node = piece("message").firstElementChild;
  node.classList.add(`from-${line.sender}`);
  node.at = new Date(line.at);
  node.dataset.sender = line.sender;
  if (line.id) node.dataset.id = line.id;
  if (line.sender === "clerk") personFace(node);
  node.querySelector(".speaker").textContent = say(`speaker.${line.sender}`);
  const time = node.querySelector("time");
  time.dateTime = node.at.toISOString();
  time.textContent = clock(node.at);
  write(node.querySelector(".bubble"), line);
  return node;
}

function personFace(node) {
  node.querySelector(".face use").setAttribute("href", "#i-person");
  node.querySelector(".face svg").classList.add("icon");
}

function write(bubble, line) {
  if (line.lang) bubble.lang = line.lang === "zh" ? "zh-CN" : "en";
  const prose = bubble.querySelector(".prose");
  if (line.media) prose.replaceChildren(fileNode(line.media, line.text));
  else fill(prose, line.text);
  bubble.append(...(line.citations ?? []).map(citationNode));
}

function fileNode(media, name) {
  const node = piece(media === "photo" ? "picture" : "file").firstElementChild;
  node.querySelector(".file-name").textContent = name || say(`media.${media}`);
  return node;
}

function citationNode(citation) {
  const node = piece("citation").firstElementChild;
  node.querySelector(".law").textContent = citation.law;
  node.querySelector(".label").textContent = citation.label;
  const quote = node.querySelector("blockquote");
  quote.lang = /[\u4e00-\u9fff]/.test(citation.lines.join("")) ? "zh-CN" : "en";
  quote.replaceChildren(...citation.lines.map((line) => make("p", "", line)));
  const standing = [citation.note, citation.in_force].filter(Boolean).join(" · ");
  node.querySelector(".standing").textContent = standing;
  const gloss = node.querySelector(".gloss");
  gloss.hidden = !citation.gloss;
  gloss.textContent = citation.gloss ?? "";
  translate(node, citation);
  const whole = node.querySelector(".whole");
  whole.href = articleAddress(citation);
  return node;
}

/** The English article beneath the Chinese one, and the words that say which of them counts. */
function translate(node, { translation = [], translation_note: words = "" }) {
  const note = node.querySelector(".translation-note");
  const quote = node.querySelector(".translation");
  note.hidden = !words;
  note.textContent = words;
  quote.hidden = !translation.length;
  quote.replaceChildren(...translation.map((line) => make("p", "", line)));
}

function articleAddress({ document, article, lines }) {
  const quoted = lines.map((line) => ["quoted", line.trim().slice(0, OPENING)]);
  const path = [document, article].map(encodeURIComponent).join("/");
  return `/articles/${path}?${new URLSearchParams(quoted)}`;
}

/** Show a picture that the person has just sent, as long as this page lives. */
export function addThumb(node, file) {
  const image = make("img", "thumb");
  image.alt = "";
  image.src = URL.createObjectURL(file);
  // A format that the browser cannot draw keeps its icon and name.
  image.addEventListener("error", () => image.remove());
  node.querySelector(".bubble").prepend(image);
}

/** What became of an own message: sending, saved, or not saved and why. */
export function showSent(node, entry, { onRetry, onDiscard }) {
  const sent = node.querySelector(".sent");
  const unsaved = entry.state === "waiting" || entry.state === "refused";
  sent.className = `sent ${unsaved ? "unsaved" : ""} ${entry.state}`;
  if (!unsaved) {
    sent.replaceChildren(piece(`sent-${entry.state}`));
    sent.querySelector("span").textContent = say(`sent.${entry.state}`);
    return;
  }
  sent.replaceChildren(piece("sent-unsaved"));
  sent.querySelector(".why").textContent = say(`unsaved.${entry.why}`);
  const [retry, discard] = sent.querySelectorAll("button");
  retry.textContent = say("retry");
  retry.addEventListener("click", () => onRetry(entry));
  discard.textContent = say(entry.kind === "said" ? "take_back" : "discard");
  discard.addEventListener("click", () => onDiscard(entry));
}

/** Close a question: its buttons go; what was pressed, if anything was, stays. */
export function settle(node, chosen) {
  node.querySelector(".choices")?.remove();
  if (!chosen || node.querySelector(".settled")) return;
  const mark = piece("settled").firstElementChild;
  mark.querySelector(".choice").textContent = chosen;
  node.querySelector(".bubble").append(mark);
}

function clock(date) {
  return new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(date);
}
