// The whole article beside the conversation; the same page that its address gives.

import { at, make, say } from "./page.js";

export class Article {
  constructor() {
    this.dialog = at("article");
    this.body = at("article-body");
    this.body.addEventListener("click", (event) => {
      const link = event.target.closest("a.neighbour");
      if (!link || !plainClick(event)) return;
      event.preventDefault();
      this.open(link.getAttribute("href"));
    });
  }

  /** Open the article at an address of ours. */
  async open(address) {
    at("article-alone").href = address;
    this.body.replaceChildren();
    this.body.setAttribute("aria-busy", "true");
    if (!this.dialog.open) this.dialog.showModal();
    const whole = await load(address);
    this.body.removeAttribute("aria-busy");
    this.body.replaceChildren(whole ?? make("p", "article", say("article.lost")));
    this.body.scrollTop = 0;
    this.body.querySelector("mark")?.scrollIntoView({ block: "center" });
    this.body.focus({ preventScroll: true });
  }
}

/** True for a click that asks for no new tab or window. */
export function plainClick(event) {
  return event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
}

// As a document, so that no text is ever parsed into the page.
function load(address) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.responseType = "document";
    request.onload = () => resolve(adopt(request.response));
    request.onerror = () => resolve(null);
    request.open("GET", address);
    request.send();
  });
}

function adopt(page) {
  const whole = page?.getElementById("whole");
  if (!whole) return null;
  const article = document.importNode(whole, true);
  const section = make("section", article.className);
  section.lang = article.lang;
  section.append(...article.childNodes);
  return section;
}
