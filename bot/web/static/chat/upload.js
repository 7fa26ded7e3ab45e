// Files on their way in: chosen, dropped or pasted.

import { at, say, setting } from "./page.js";
import { FACE_PX, PAPER_PX, shrunk } from "./picture.js";

const MEGABYTE = 1 << 20;

/** Listen for files; `onFile(file)` for each that can be sent, `input()` is what is asked for. */
export function listen({ onFile, input }) {
  const take = async (files) => {
    complain("");
    for (const file of files) await takeOne(file, input(), onFile);
  };
  at("attach").addEventListener("click", () => choose());
  at("file").addEventListener("change", async () => {
    await take(Array.from(at("file").files));
    at("file").value = "";
  });
  document.addEventListener("paste", (event) => {
    const files = Array.from(event.clipboardData?.files ?? []);
    if (!files.length) return;
    event.preventDefault();
    take(files);
  });
  listenForDrops(take);
}

export function choose() {
  at("file").click();
}

/** What kind of thing a file is to the conversation, given what it asks for. */
export function mediaOf(file, input) {
  return file.type.startsWith("image/") && input !== "document" ? "photo" : "document";
}

/** Say what is wrong with a file, next to where it was given; nothing clears it. */
export function complain(text) {
  at("complaint").textContent = text;
  at("complaint").hidden = !text;
}

async function takeOne(file, input, onFile) {
  const longest = input === "document" ? PAPER_PX : FACE_PX;
  const small = await shrunk(file, longest);
  if (small.size === 0) return complain(say("file.empty", { name: file.name }));
  if (small.size > setting.uploadMaxMb * MEGABYTE) {
    const size = Math.ceil(small.size / MEGABYTE);
    return complain(say("file.too_large", { name: file.name, size, most: setting.uploadMaxMb }));
  }
  onFile(small);
}

function listenForDrops(take) {
  const drop = at("drop");
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragenter", (event) => (drop.hidden = !hasFiles(event)));
  addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.hidden = true;
  });
  addEventListener("drop", (event) => {
    drop.hidden = true;
    if (!hasFiles(event)) return;
    event.preventDefault();
    take(Array.from(event.dataTransfer.files));
  });
}
