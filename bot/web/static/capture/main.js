// The capture page: camera on, frames to our own server, what it says back to the person.

import { at, post, say, setting } from "../chat/page.js";
import { toJpeg } from "../chat/picture.js";

const LOOK_MS = 350;
const ASK_MS = 700;
const PATIENCE_MS = 60_000;
const FRAME_PX = 960;
// So long may a step take to begin before "a little more" is said.
const SLOW_MS = 2500;
const HERE = location.pathname.replace(/\/$/, "");
const SECTIONS = ["intro", "live", "end"];
const LEFTWARD = new Set(["turn_left", "tilt_left"]);

let stream = null;
let run = 0; // counts captures; an old loop ends when it is no longer its number

at("start").addEventListener("click", () => begin(true));
at("still").addEventListener("click", () => begin(false));
at("again").addEventListener("click", () => begin(true));
at("stop").addEventListener("click", () => {
  leave();
  complain(say("stopped"));
});
for (const button of document.querySelectorAll("[data-otherwise]")) {
  button.addEventListener("click", otherwise);
}

async function begin(motion) {
  const mine = ++run;
  complain("");
  show("live");
  tell(say("starting"), "");
  try {
    await openCamera();
  } catch (problem) {
    return refuse(problem);
  }
  const answer = await post(`${HERE}/begin`, { motion }).catch(() => null);
  if (mine !== run) return;
  if (!answer) return stopped(say("offline"));
  if (answer.status === 409) return finish(mine);
  if (!answer.ok) return location.reload();
  const challenge = await answer.json();
  await follow(mine, ["straight", ...challenge.moves], Date.now() + challenge.seconds * 1000);
}

async function openCamera() {
  if (!navigator.mediaDevices) throw new DOMException("", "insecure");
  stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: "user", width: { ideal: 1280 }, height: { ideal: 720 } },
  });
  at("video").srcObject = stream;
  await at("video").play();
}

async function follow(mine, steps, until) {
  let kept = 0;
  let since = Date.now();
  ask(steps, kept);
  while (mine === run) {
    const started = Date.now();
    at("left").textContent = say("left", { seconds: Math.max(0, Math.ceil((until - started) / 1000)) });
    const seen = await look();
    if (mine !== run) return;
    if (!seen) return stopped(say("offline"));
    if (seen.ended) return finish(mine);
    if (seen.kept > kept) {
      kept = seen.kept;
      since = Date.now();
      ask(steps, kept);
      navigator.vibrate?.(30);
    }
    hint(seen.hint, kept > 0 && Date.now() - since > SLOW_MS);
    await pause(LOOK_MS - (Date.now() - started));
  }
}

async function look() {
  const video = at("video");
  if (!video.videoWidth) return { hint: "go_on", kept: 0 };
  const frame = await toJpeg(video, video.videoWidth, video.videoHeight, FRAME_PX);
  try {
    const headers = { "Content-Type": "image/jpeg" };
    const answer = await fetch(`${HERE}/frame`, { method: "POST", headers, body: frame });
    return answer.ok ? await answer.json() : { ended: true };
  } catch {
    return null;
  }
}

function ask(steps, kept) {
  const step = steps[kept];
  tell(say(`step.${step}`), kept ? say("hint.kept") : "");
  at("count").textContent = say("at", { at: kept + 1, of: steps.length });
  at("view").classList.toggle("good", kept > 0);
  setTimeout(() => at("view").classList.remove("good"), 600);
  at("way").style.visibility = step.startsWith("turn") || step.startsWith("tilt") ? "visible" : "hidden";
  at("way").classList.toggle("left", LEFTWARD.has(step));
}

function hint(key, slow) {
  if (key === "kept") return;
  if (key === "go_on" && !slow) return;
  const text = setting.texts[`hint.${key}`] ?? say("hint.other");
  if (at("hint").textContent !== text) at("hint").textContent = text;
}

async function finish(mine) {
  leave();
  show("end");
  speak(say("judging"));
  const until = Date.now() + PATIENCE_MS;
  while (mine + 1 === run && Date.now() < until) {
    const answer = await fetch(`${HERE}/state`).catch(() => null);
    if (answer && !answer.ok) break;
    const state = await answer?.json();
    if (state?.ended) return settle(state.text, state.again);
    await pause(ASK_MS);
  }
  settle(say("later"), false);
}

async function otherwise() {
  leave();
  const answer = await post(`${HERE}/otherwise`, {}).catch(() => null);
  if (!answer) return complain(say("offline"));
  if (!answer.ok) return location.reload();
  settle((await answer.json()).text, false);
}

function settle(text, again) {
  show("end");
  at("again").hidden = at("end-otherwise").hidden = !again;
  speak(text);
}

function speak(text) {
  at("verdict").textContent = text;
  at("verdict").focus();
}

function stopped(text) {
  leave();
  settle(text, true);
}

// Camera off, and whatever loop is running ends.
function leave() {
  run += 1;
  stream?.getTracks().forEach((track) => track.stop());
  stream = at("video").srcObject = null;
  show("intro");
}

function refuse(problem) {
  const why = { NotAllowedError: "denied", NotReadableError: "used", insecure: "insecure" };
  leave();
  complain(say(`camera.${why[problem.name] ?? "none"}`));
}

function complain(text) {
  at("problem").textContent = text;
  at("problem").hidden = !text;
}

function tell(step, text) {
  at("step").textContent = step;
  at("hint").textContent = text;
}

function show(name) {
  for (const section of SECTIONS) at(section).hidden = section !== name;
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
