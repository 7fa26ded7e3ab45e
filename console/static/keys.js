// The keys listed under "?": each one follows a link that is on the page.
const help = document.getElementById("keys");
const items = [...document.querySelectorAll(".item")];
const current = () => items.indexOf(document.activeElement);
const shown = () => items.findIndex((item) => item.getAttribute("aria-current") === "true");

const move = (step) => {
  const from = current() === -1 ? shown() : current();
  const next = items[Math.min(Math.max(from + step, 0), items.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
};

const follow = (selector) => document.querySelector(selector)?.click();

const ACTIONS = {
  j: () => move(1),
  k: () => move(-1),
  c: () => follow("[data-key=c]"),
  r: () => follow("[data-key=r]"),
  "/": () => document.getElementById("q")?.focus(),
  "?": () => help.showModal(),
  Escape: () => (document.querySelector(".decision-go .quiet") ?? document.querySelector(".back"))?.click(),
};

const typing = (target) => target.closest("input, textarea, select, dialog");

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && typing(event.target) && !help.open) {
    event.target.blur();
    return;
  }
  if (typing(event.target) || help.open || !Object.hasOwn(ACTIONS, event.key)) return;
  event.preventDefault();
  ACTIONS[event.key]();
});

for (const link of document.querySelectorAll("[data-keys]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    help.showModal();
  });
}

for (const item of items) {
  if (item.getAttribute("aria-current") === "true") item.scrollIntoView({ block: "nearest" });
}
