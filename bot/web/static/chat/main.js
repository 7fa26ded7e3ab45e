// The chat page: joins the stream, the outbox and what the person sees.

import { Article, plainClick } from "./article.js";
import { endNotice, endWaiting, notice, showConnection } from "./banner.js";
import { Camera } from "./camera.js";
import { Composer } from "./composer.js";
import { Dock } from "./dock.js";
import { Incoming, rememberLanguage } from "./incoming.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { Outgoing } from "./outgoing.js";
import { at, post, say, setting } from "./page.js";
import { Place } from "./place.js";
import { Stream } from "./stream.js";
import { choose, listen } from "./upload.js";

const GREETING_MS = 6_000;

const log = new Log();
const place = new Place();
const article = new Article();
const dock = new Dock({
  onPress: (line, { key, label }) => outgoing.press(line.turn, key, label),
  onCamera: (mode) => camera.open(mode),
  onFiles: choose,
  onDay: (day) => outgoing.say(day),
});
const outgoing = new Outgoing({ log, place, dock });
const outbox = new Outbox({ onChange: (entry) => outgoing.show(entry), onUnknown: becomeKnown });
const incoming = new Incoming({ log, place, dock, outbox });
const composer = new Composer({ onSend: (text, files) => outgoing.say(text, files) });
const camera = new Camera({ onPicture: (file) => outgoing.sendFile(file) });
const stream = new Stream({
  onLine: (line) => incoming.take(line),
  onReady: (news) => {
    endNotice();
    incoming.caughtUp(news);
  },
  onState: (isOpen) => {
    showConnection(isOpen);
    if (isOpen) outbox.hurry();
  },
});
Object.assign(outgoing, { outbox, composer, onQuestion: () => incoming.refreshQuestion() });

start();

async function start() {
  rememberLanguage();
  outbox.entries.forEach((entry) => outgoing.show(entry));
  listen({ onFile: (file) => composer.add(file), input: () => outgoing.asked() });
  listenToButtons();
  setTimeout(endWaiting, GREETING_MS);
  if (!setting.known) await becomeKnown();
  stream.open();
  outbox.add({ kind: "opened", text: takeLink() });
}

/** Ask for a secret; a browser that keeps no cookies is told so. */
async function becomeKnown() {
  const response = await post("/browser", {}).catch(() => null);
  if (!response?.ok) return false;
  const { known } = await response.json();
  const isRefused = becomeKnown.asked && !known;
  becomeKnown.asked = true;
  if (isRefused) notice(say("unsaved.cookies"));
  return !isRefused;
}

// A notice may lead to one place of the conversation: /#do:verify.
function takeLink() {
  const link = decodeURIComponent(location.hash.slice(1));
  if (link) history.replaceState(null, "", location.pathname);
  return link;
}

async function switchLanguage() {
  const lang = setting.lang === "zh" ? "en" : "zh";
  const response = await post("/language", { lang }).catch(() => null);
  if (response?.ok) location.reload();
  else notice(say("language.lost"));
}

function openArticle(event) {
  const link = event.target.closest("a.whole");
  if (!link || !plainClick(event)) return;
  event.preventDefault();
  article.open(link.getAttribute("href"));
}

function listenToButtons() {
  at("language").addEventListener("click", switchLanguage);
  at("scheme").addEventListener("click", () => dispatchEvent(new Event("yizhu:switch-scheme")));
  at("earlier").addEventListener("click", () => incoming.showEarlier());
  document.addEventListener("click", openArticle);
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  }
}
