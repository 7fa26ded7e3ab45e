// What the server wrote into the page: its setting, its texts and the pieces that are cloned.

export const setting = JSON.parse(document.body.dataset.setting);

/** The element of the page with this id. */
export const at = (id) => document.getElementById(id);

/** The text of a key in the page's language, with {names} put in. */
export function say(key, values = {}) {
  return setting.texts[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** A fresh copy of a template's content. */
export function piece(name) {
  return at(`piece-${name}`).content.cloneNode(true);
}

/** A new element with a class and a text. */
export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

/** An id that no other message has; randomUUID would need https. */
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Post JSON to our own server. */
export function post(address, body) {
  return fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}
