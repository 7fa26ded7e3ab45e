// What the page says about itself: connection, notices, the dots while a reply is written.

import { at, make, say } from "./page.js";

const TYPING_AFTER_MS = 350;
const TYPING_MOST_MS = 12_000;
const LOST_AFTER_MS = 1_500;
const ANNOUNCED_MS = 8_000;

const rest = at("state").textContent;
let lostTimer;
let typingTimer;

/** Show whether the connection is open or lost; a short break is not worth a word. */
export function showConnection(isOpen) {
  clearTimeout(lostTimer);
  if (isOpen) showState(rest, false);
  else lostTimer = setTimeout(() => showState(say("lost"), true), LOST_AFTER_MS);
}

function showState(text, isLost) {
  const line = at("state");
  line.classList.toggle("lost", isLost);
  if (line.textContent !== text) line.textContent = text;
}

/** Show the dots if no reply comes at once; somebody who looks into it may take much longer. */
export function expectReply(onShown) {
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => {
    at("typing").hidden = false;
    onShown();
    typingTimer = setTimeout(endTyping, TYPING_MOST_MS);
  }, TYPING_AFTER_MS);
}

export function endTyping() {
  clearTimeout(typingTimer);
  at("typing").hidden = true;
}

/** The greeting is there, or will not come soon: the place kept for it goes. */
export function endWaiting() {
  at("log").setAttribute("aria-busy", "false");
}

/** Read new messages and the answers that are offered to people who do not see them. */
export function announce(nodes) {
  const text = nodes.map((node) => node.querySelector(".bubble").innerText).join("\n");
  const options = Array.from(at("replies").children, (button) => button.textContent).join(say("comma"));
  const line = make("p", "", options ? `${text}\n${say("options", { options })}` : text);
  at("announce").append(line);
  setTimeout(() => line.remove(), ANNOUNCED_MS);
}

/** A sentence under the bar, with a button if there is something to do. */
export function notice(text, label = "", act = null) {
  const button = make("button", "link", label);
  button.type = "button";
  button.addEventListener("click", act);
  at("notice").replaceChildren(text, ...(act ? [button] : []));
  at("notice").hidden = false;
}

export function endNotice() {
  at("notice").hidden = true;
}
