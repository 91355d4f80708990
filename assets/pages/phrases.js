// <pc-phrases address="/api/voice/phrases/ru/" texts="{…}">: `[data-record="cue.11"]` records one phrase, `[data-run]` one after another all that
// have no `[data-have="true"]` yet: each ends by itself when the voice falls silent, so that nobody has to touch anything.

import { Voice } from "./voice.js";

const TICK_MS = 50;
const SPOKEN_MS = 150; // shorter is a click or a breath
const SILENT_MS = 700; // longer than a pause between two words
const MOST_MS = 11_000; // the server takes twelve seconds
const ABOVE_ROOM = 3; // times the quietest moment so far: a voice near a microphone is five and more
const FAINTEST = 0.008; // of full scale

class Phrases extends Voice {
  running = false;

  /** @param {Event & {target: any}} event */
  handleEvent({ target }) {
    const pressed = target.closest("[data-record], [data-run], [data-play]");
    if (pressed?.dataset.play) void new Audio(pressed.dataset.play).play();
    else if (pressed && (this.recorder || this.running)) {
      this.running = false;
      this.recorder?.stop();
    } else if (pressed) void this.take((this.running = "run" in pressed.dataset) ? this.missing() : pressed);
  }

  /** The first that is missing, behind the present one where there is one. @param {string} [present] @returns {HTMLElement | undefined} */
  missing(present) {
    const all = /** @type {HTMLElement[]} */ ([...this.querySelectorAll("[data-record]")]);
    return all.slice(all.findIndex((one) => one.dataset.record === present) + 1).find((one) => one.dataset.have !== "true");
  }

  /** @param {HTMLElement | undefined} button */
  async take(button) {
    this.running &&= Boolean(button);
    this.mark(button);
    if (!button) return;
    this.present = button.dataset.record ?? "";
    this.setAttribute("endpoint", this.say("address") + this.present);
    await this.record();
    if (!this.recorder) this.mark(undefined); // no microphone
  }

  /** Ends by itself when somebody spoke and is silent again. @param {MediaRecorder} recorder */
  begin(recorder) {
    super.begin(recorder);
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

  /** @param {Blob} sound */
  async send(sound) {
    this.mark(undefined);
    const answer = await super.send(sound);
    const refused = answer && !answer.ok && (await answer.json().catch(() => null))?.message;
    if (refused) this.find("[data-said]").textContent = refused;
    this.running &&= Boolean(answer?.ok);
    void this.take(this.running ? this.missing(this.present) : undefined);
    return answer;
  }

  /** Shows what is being recorded. @param {HTMLElement | undefined} button */
  mark(button) {
    for (const one of this.querySelectorAll("[data-record]")) one.classList.toggle("live", one === button);
    this.find("[data-now]").textContent = button?.dataset.words ?? "";
    this.classList.toggle("running", this.running);
    button?.closest("details")?.setAttribute("open", "");
    if (this.running) button?.scrollIntoView({ block: "center", behavior: "smooth" });
  }
}

customElements.define("pc-phrases", Phrases);
