// A list or a conversation loads anew by itself, but never under somebody's hands.
const place = document.querySelector("[data-refresh]");
const fields = [...document.querySelectorAll("input[type=search], textarea")];
const begun = fields.map((field) => field.value);

const busy = () =>
  document.hidden ||
  document.querySelector("dialog[open]") ||
  fields.some((field, at) => field.value !== begun[at] || field === document.activeElement);

if (place) {
  setInterval(() => {
    if (!busy()) location.reload();
  }, Number(place.dataset.refresh) * 1000);
}
