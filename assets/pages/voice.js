// <pc-voice endpoint="/api/voice/…" texts="{…}" take="cue.11">: records with the microphone and sends it. A note is begun and ended by
// `[data-record]`; a phrase begins when the page names it in `take`, and ends by itself when the voice falls silent.

import { PageElement } from "./element.js";

const MOST_S = 60;
const BITS = 48_000; // a voice is clear at that, and a minute is 360 kB
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const TICK_MS = 50;
const SPOKEN_MS = 150; // shorter is a click or a breath
const SILENT_MS = 700; // longer than a pause between two words
const MOST_MS = 11_000; // the server takes twelve seconds of a phrase
const ABOVE_ROOM = 3; // times the quietest moment so far: a voice near a microphone is five and more
const FAINTEST = 0.008; // of full scale

customElements.define("pc-voice", class extends PageElement {
  static hears = ["click"];
  static observedAttributes = ["take"];
  /** @type {MediaRecorder | undefined} */
  recorder;

  disconnectedCallback() {
    this.recorder?.stop(); // a row that is moved leaves the page for a moment, too
  }

  attributeChangedCallback() {
    const take = this.say("take");
    if (!take) return this.recorder?.stop();
    const row = this.find(`[data-take="${take}"]`);
    row.closest("details")?.setAttribute("open", "");
    if (this.say("running") === "true") row.scrollIntoView({ block: "center", behavior: "smooth" });
    void this.record();
  }

  /** @param {Event & {target: any}} event */
  handleEvent({ target }) {
    const sound = target.closest("[data-play]")?.dataset.play;
    if (sound) void new Audio(sound).play();
    if (!target.closest("[data-record]")) return;
    if (this.recorder) this.recorder.stop();
    else void this.record();
  }

  async record() {
    const take = this.say("take");
    try {
      const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS });
      this.begin(recorder, this.say("endpoint") + take);
      if (take) this.listen(recorder);
    } catch {
      this.tell("no_microphone");
      this.find("[data-lost]")?.click();
    }
  }

  /** @param {MediaRecorder} recorder @param {string} address where it is sent */
  begin(recorder, address) {
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
      if (this.isConnected) void this.send(address, new Blob(pieces));
    };
    this.recorder = recorder;
    this.classList.add("live");
    count();
    recorder.start();
  }

  /** Ends when somebody spoke and is silent again. @param {MediaRecorder} recorder */
  listen(recorder) {
    const context = new AudioContext();
    const ear = new AnalyserNode(context, { fftSize: 2048 });
    context.createMediaStreamSource(recorder.stream).connect(ear);
    const wave = new Float32Array(ear.fftSize);
    let [room, spoken, silent, passed] = [1, 0, 0, 0];
    const tick = setInterval(() => {
      ear.getFloatTimeDomainData(wave);
      const loud = Math.hypot(...wave) / Math.sqrt(wave.length);
      room = Math.min(room, loud || room);
      passed += TICK_MS;
      silent = loud > Math.max(FAINTEST, ABOVE_ROOM * room) ? 0 : silent + TICK_MS;
      if (!silent) spoken += TICK_MS;
      this.style.setProperty("--loud", String(Math.min(1, 5 * loud)));
      if ((spoken >= SPOKEN_MS && silent >= SILENT_MS) || passed >= MOST_MS) recorder.stop();
    }, TICK_MS);
    recorder.addEventListener("stop", () => [clearInterval(tick), context.close()]);
  }

  /** @param {string} address @param {Blob} body */
  async send(address, body) {
    this.tell("sending");
    const answer = await fetch(address, { method: "POST", body }).catch(() => null);
    const refused = answer?.ok ? null : await answer?.json().catch(() => null);
    this.tell(answer?.ok ? "kept" : "refused");
    if (refused?.message) this.find("[data-said]").textContent = refused.message;
    this.find(answer?.ok ? "[data-kept]" : "[data-lost]")?.click();
  }

  /** @param {string} key @param {string} [left] */
  tell(key, left = "") {
    const place = this.find("[data-said]");
    if (place) place.textContent = this.text(key).replace("{left}", left);
  }
});
