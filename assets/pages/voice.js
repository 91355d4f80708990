// <pc-voice endpoint="/api/voice/…" texts="{…}">: records a note with the microphone, a minute at most, and sends it.

import { PageElement } from "./element.js";

const MOST_S = 60;
const BITS = 48_000; // a voice is clear at that, and a minute is 360 kB
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

export class Voice extends PageElement {
  static hears = ["click"];
  /** @type {MediaRecorder | undefined} */
  recorder;

  disconnectedCallback() {
    this.recorder?.stop(); // a row that is moved leaves the page for a moment, too
  }

  /** @param {Event & {target: any}} event */
  handleEvent({ target }) {
    if (!target.closest("[data-record]")) return;
    if (this.recorder) this.recorder.stop();
    else this.record();
  }

  async record() {
    try {
      const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.begin(new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS }));
    } catch {
      this.tell("no_microphone");
    }
  }

  /** @param {MediaRecorder} recorder */
  begin(recorder) {
    /** @type {Blob[]} */
    const pieces = [];
    let left = MOST_S;
    const count = () => this.tell("recording", String(left--));
    const clock = setInterval(() => (left ? count() : recorder.stop()), 1000);
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    recorder.onstop = () => {
      clearInterval(clock);
      for (const track of recorder.stream.getTracks()) track.stop();
      this.recorder = undefined;
      this.classList.remove("live");
      if (this.isConnected) this.send(new Blob(pieces));
    };
    this.recorder = recorder;
    this.classList.add("live");
    count();
    recorder.start();
  }

  /** @param {Blob} body @returns {Promise<Response | null>} */
  async send(body) {
    this.tell("sending");
    const answer = await fetch(this.say("endpoint"), { method: "POST", body }).catch(() => null);
    this.tell(answer?.ok ? "kept" : "refused");
    if (answer?.ok) this.find("[data-kept]")?.click();
    return answer;
  }

  /** @param {string} key @param {string} [left] */
  tell(key, left = "") {
    const place = this.find("[data-said]");
    if (place) place.textContent = this.text(key).replace("{left}", left);
  }
}

customElements.define("pc-voice", Voice);
