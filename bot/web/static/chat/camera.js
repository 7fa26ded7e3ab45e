// The camera: a guide for the face or the paper, live hints, one picture that the person approves.

import { at, say } from "./page.js";
import { HEIGHT, WIDTH, hint, luma } from "./hints.js";
import { FACE_PX, PAPER_PX, shrunk, toJpeg } from "./picture.js";

const LOOK_MS = 300;

export class Camera {
  /** `onPicture(file)` with the picture that the person approved. */
  constructor({ onPicture }) {
    this.onPicture = onPicture;
    this.dialog = at("camera");
    this.video = at("video");
    this.still = at("still");
    this.scene = at("scene");
    this.input = at("camera-input");
    this.dialog.addEventListener("close", () => this.#stop());
    at("shutter").addEventListener("click", () => this.#shoot());
    at("camera-turn").addEventListener("click", () => this.#turn());
    at("again").addEventListener("click", () => this.#start());
    at("use").addEventListener("click", () => this.#use());
    for (const id of ["camera-file", "camera-choose"]) {
      at(id).addEventListener("click", () => this.input.click());
    }
    this.input.addEventListener("change", () => this.#chosen());
  }

  /** Open the camera for a "selfie" or a "document". */
  open(mode) {
    this.mode = mode;
    this.isFace = mode === "selfie";
    this.facing = this.isFace ? "user" : "environment";
    this.input.setAttribute("capture", this.facing);
    at("camera-title").textContent = say(`camera.title.${mode}`);
    at("camera-small").textContent = say(`camera.small.${mode}`);
    this.dialog.showModal();
    this.#start();
  }

  async #start() {
    this.#stop();
    this.#show("starting");
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: this.facing, width: { ideal: 1920 }, height: { ideal: 1440 } },
      });
    } catch (problem) {
      this.#fail(problem);
      return;
    }
    if (!this.dialog.open) return this.#stop();
    this.video.srcObject = this.stream;
    await this.video.play();
    this.#show("live");
    this.watch = setInterval(() => this.#look(), LOOK_MS);
    at("shutter").focus();
  }

  #stop() {
    clearInterval(this.watch);
    this.before = null;
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = this.video.srcObject = null;
  }

  // Without https there is no mediaDevices at all.
  #fail(problem) {
    const why = { NotAllowedError: "denied", NotFoundError: "none", NotReadableError: "used" };
    const key = navigator.mediaDevices ? (why[problem.name] ?? "none") : "insecure";
    at("camera-problem").textContent = say(`camera.${key}`);
    this.#show("empty");
    at("camera-choose").focus();
  }

  #show(state) {
    const shot = state === "shot";
    this.scene.className = `scene ${state} ${this.isFace ? "for-face" : "for-paper"}`;
    this.scene.classList.toggle("mirrored", this.facing === "user");
    this.video.hidden = shot || state === "empty";
    this.still.hidden = !shot;
    at("scene-empty").hidden = state !== "empty";
    at("hint").textContent = { starting: say("camera.starting"), shot: say(`camera.check.${this.mode}`) }[state] ?? "";
    at("shutter").hidden = at("camera-file").hidden = at("camera-turn").hidden = state !== "live" && state !== "starting";
    at("shutter").disabled = state !== "live";
    at("again").hidden = at("use").hidden = !shot;
    document.querySelector(".camera-controls").classList.toggle("decide", shot);
  }

  #look() {
    if (!this.video.videoWidth) return;
    this.canvas ??= Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(this.video, ...middle(this.video), 0, 0, WIDTH, HEIGHT);
    const grey = luma(context.getImageData(0, 0, WIDTH, HEIGHT));
    const key = hint(grey, this.before, this.isFace);
    this.before = grey;
    this.scene.classList.toggle("good", key.startsWith("good"));
    const text = say(`hint.${key}`);
    if (at("hint").textContent !== text) at("hint").textContent = text;
  }

  async #shoot() {
    const { videoWidth, videoHeight } = this.video;
    const longest = this.isFace ? FACE_PX : PAPER_PX;
    const blob = await toJpeg(this.video, videoWidth, videoHeight, longest);
    this.#approve(new File([blob], say("camera.name"), { type: "image/jpeg" }));
  }

  async #chosen() {
    const [file] = this.input.files;
    this.input.value = "";
    if (file) this.#approve(await shrunk(file, this.isFace ? FACE_PX : PAPER_PX));
  }

  #approve(file) {
    this.#stop();
    this.file = file;
    this.still.src = URL.createObjectURL(file);
    this.#show("shot");
    at("use").focus();
  }

  #use() {
    this.dialog.close();
    this.onPicture(this.file);
  }

  #turn() {
    this.facing = this.facing === "user" ? "environment" : "user";
    this.#start();
  }
}

// The middle of the frame, in the shape of the hints: what the guide frames on a phone.
function middle({ videoWidth, videoHeight }) {
  const width = Math.min(videoWidth, (videoHeight * WIDTH) / HEIGHT);
  const height = Math.min(videoHeight, (videoWidth * HEIGHT) / WIDTH);
  return [(videoWidth - width) / 2, (videoHeight - height) / 2, width, height];
}
