// A list or a conversation loads anew by itself, but never under somebody's hands, and not for
// somebody who has left: the session must be able to grow idle.
const KEY = "yizhu.console.active";
const LEFT_AFTER_MS = 20 * 60 * 1000;
const place = document.querySelector("[data-refresh]");
const fields = [...document.querySelectorAll("input[type=search], textarea")];
const begun = fields.map((field) => field.value);

const mark = () => sessionStorage.setItem(KEY, String(Date.now()));
const hasLeft = () => Date.now() - Number(sessionStorage.getItem(KEY)) > LEFT_AFTER_MS;
const busy = () =>
  document.hidden ||
  document.querySelector("dialog[open]") ||
  fields.some((field, at) => field.value !== begun[at] || field === document.activeElement);

if (performance.getEntriesByType("navigation")[0]?.type !== "reload") mark();
for (const sign of ["pointerdown", "keydown"]) addEventListener(sign, mark);

if (place) {
  setInterval(() => {
    if (!busy() && !hasLeft()) location.reload();
  }, Number(place.dataset.refresh) * 1000);
}
