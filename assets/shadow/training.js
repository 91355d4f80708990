// One training from the welcome to the report: the states, and what flows between the parts while it runs.

import { Brain } from "./brain.js";
import { CameraError, openCamera, openClip } from "./camera.js";
import { Clock } from "./clock.js";
import { CueLine } from "./cue.js";
import { el } from "./dom.js";
import { Ending } from "./ending.js";
import { Hud } from "./hud.js";
import { FLAG, OUTPUT, shown } from "./layout.js";
import { Meter } from "./meter.js";
import { Loading, Overlay } from "./overlay.js";
import { Panel, badge } from "./panel.js";
import { Recorder } from "./record.js";
import { Stage } from "./stage.js";
import { Strip } from "./strip.js";
import { speaker } from "./texts.js";
import { align, keepTogether, play } from "./trainer.js";
import { readView } from "./view.js";
import { Ways } from "./ways.js";

/** @typedef {import("./api.js").Session} Session */
/** @typedef {import("./camera.js").Eye} Eye */
/** @typedef {import("./camera.js").Trouble} Trouble */
/** @typedef {import("./ways.js").Source} Source */
/** @typedef {"welcome" | "starting" | "running" | "trouble" | "finishing" | "closed"} State */

/** How long the stage says that nothing is measured: then it must not stand before the trainer's face. */
const REMIND_S = 6;

export class Training {
  /**
   * @param {HTMLElement} root
   * @param {Session} about
   * @param {import("./api.js").Manifest} manifest
   * @param {import("./outbox.js").Outbox} outbox
   * @param {import("./outbox.js").Place} place
   */
  constructor(root, about, manifest, outbox, place) {
    this.root = root;
    this.about = about;
    this.say = speaker(about.language);
    this.view = readView();
    this.recorder = new Recorder(outbox, place);
    this.clock = new Clock(place.elapsed);
    this.meter = new Meter();
    /** @type {Source} */
    this.source = "camera";
    /** @type {Eye | null} */
    this.eye = null;
    this.fresh = false;
    /** Which start is the present one: what an earlier one still waited for is no longer wanted. */
    this.turn = 0;
    this.startedAt = 0;
    /** @type {import("./brain.js").Ready | null} */
    this.ready = null;
    this.brainTrouble = "";
    this.began = performance.now();
    this.readyMs = 0;
    root.lang = about.language;
    const { say } = this;
    this.overlay = new Overlay();
    this.ways = new Ways(say, Boolean(about.demo_camera), (source) => void this.start(source), () => this.clock.elapsed() > 1, () => void this.finish());
    this.ending = new Ending(this.overlay, say, about, outbox, () => this.enter("closed"));
    this.loading = new Loading(say);
    this.stage = new Stage(this.view, say("stageLabel"));
    this.panel = new Panel(say, this.view, () => (this.stage.dirty = true), () => this.button());
    this.panel.entitle(about.tenant.name, about.language === "ru" ? about.exercise.title.ru : about.exercise.title.en);
    this.hud = new Hud(say);
    this.cue = new CueLine(about.cues);
    this.hud.element.append(this.cue.element);
    this.strip = new Strip(say("stripLabel"));
    const main = el("section", { class: "shadow-main" }, this.stage.element, this.hud.element, badge(say), this.strip.element, this.overlay.element);
    root.replaceChildren(this.panel.element, main);
    this.options = new URLSearchParams(location.search);
    this.brain = new Brain((progress) => this.loading.tell(progress.part, progress.done, progress.bytes), (seen) => this.seen(seen), (text) => this.brainFailed(text));
    this.opening = this.load(manifest);
    this.opening.catch(() => {}); // told by brainFailed; whoever waits for it hears it too
    this.listen();
    this.welcome();
  }

  listen() {
    this.stop = new AbortController();
    const { signal } = this.stop;
    addEventListener("pagehide", () => this.recorder.farewell(this.clock.elapsed()), { signal });
    document.addEventListener("visibilitychange", () => this.hidden(document.hidden), { signal });
    this.beat = setInterval(() => this.state === "running" && this.pulse(), 250);
  }

  /** @returns {State} */
  get state() {
    return /** @type {State} */ (this.root.dataset.state);
  }

  /** @param {State} state */
  enter(state) {
    this.root.dataset.state = state;
    this.panel.show(state === "running" ? "running" : state === "welcome" || state === "trouble" ? "waiting" : "closed");
  }

  /** @param {import("./api.js").Manifest} manifest */
  async load(manifest) {
    const { trainer } = this.stage;
    keepTogether(trainer, this.clock, () => this.state === "running" && !document.hidden);
    trainer.poster = this.about.poster ?? "";
    trainer.addEventListener("canplay", () => this.loading.tell("video", 1));
    trainer.addEventListener("error", () => trainer.getAttribute("src") && this.videoFailed());
    void this.stage.rendition.load({ webm: this.about.video, stacked: this.about.stacked });
    const model = this.options.get("model") === "lite" ? "lite" : "full";
    const { target } = this.about;
    const order = { manifest, poses: new URL(this.about.poses, location.href).href, target: target && JSON.stringify(target), model, delegate: this.options.get("delegate") };
    this.ready = await this.brain.load(/** @type {Omit<import("./brain.js").Load, "kind">} */ (order));
    this.readyMs = performance.now() - this.began;
    this.stage.track = this.ready.track;
    this.stage.dirty = true;
  }

  // --- before -------------------------------------------------------------------------------------------------------

  welcome() {
    this.enter("welcome");
    const { say } = this;
    this.overlay.open("welcome", say("welcomeTitle"), say("welcome"), [this.ways.camera(), ...this.ways.others()], this.loading.element);
  }

  button() {
    if (this.state === "running") void this.finish();
    else void this.start(this.source);
  }

  /** @param {Source} source */
  async start(source) {
    if (this.state === "starting" || this.state === "running") return;
    if (source !== "none" && this.brainTrouble) return this.brainFailed(this.brainTrouble);
    const { say } = this;
    const turn = ++this.turn;
    const wanted = () => turn === this.turn;
    this.source = source;
    this.enter("starting");
    this.overlay.open("starting", say("starting"), "", [], this.loading.element);
    try {
      this.eye?.close();
      this.eye = null;
      const opening = source === "camera" ? openCamera((trouble) => wanted() && this.lost(trouble)) : source === "clip" ? openClip(String(this.about.demo_camera)) : null;
      const eye = await opening;
      if (!wanted()) return eye?.close();
      this.eye = eye;
      if (source !== "none" && !this.ready) {
        this.overlay.open("starting", say("almost", { part: say(this.loading.awaited() ?? "partModel") }), "", [], this.loading.element);
        await this.opening;
        if (!wanted()) return; // whoever ended this turn closed the eye
      }
      align(this.stage.trainer, this.clock);
      await play(this.stage.trainer, wanted);
      if (!wanted()) return;
    } catch (error) {
      if (!wanted()) return;
      if (error instanceof CameraError) this.lost(error.trouble);
      else this.brainFailed(String(error));
      return;
    }
    this.overlay.close();
    this.root.dataset.source = source;
    this.enter("running");
    this.startedAt = this.clock.elapsed();
    this.clock.run();
    if (this.eye) this.watch(this.eye.video);
    else this.stage.clear();
  }

  // --- during -------------------------------------------------------------------------------------------------------

  /** Asks for a look at each new picture of the client. @param {HTMLVideoElement} video */
  watch(video) {
    const next = () => {
      if (this.eye?.video !== video) return;
      this.fresh = true;
      this.look();
      "requestVideoFrameCallback" in video ? video.requestVideoFrameCallback(next) : requestAnimationFrame(next);
    };
    next();
  }

  look() {
    if (!this.eye || !this.fresh || this.brain.busy || this.state !== "running") return;
    this.fresh = false;
    const { video, mirror } = this.eye;
    const flags = (this.view.autoAlign ? FLAG.autoAlign : 0) | (mirror ? FLAG.mirror : 0);
    const moment = { clock: this.clock.elapsed(), clip: this.stage.trainer.currentTime, loop: this.stage.loop, flags, width: video.videoWidth, height: video.videoHeight };
    void this.brain.look(video, moment, this.view.clientShadow);
  }

  /** @param {import("./brain.js").Seen} seen */
  seen({ output, mask, ms }) {
    if (this.state !== "running" || !this.eye) return mask?.close();
    this.stage.show(output, mask);
    this.meter.add({ ...ms, draw: this.stage.drawMs });
    this.recorder.take(this.clock.elapsed(), output);
    this.cue.hear(output, this.clock.elapsed(), this.stage.box().x);
    this.look();
  }

  /** Four times a second: numbers that change faster are not read. */
  pulse() {
    const elapsed = this.clock.elapsed();
    const output = this.eye ? this.stage.output : null;
    const score = output ? shown(output) : null;
    if (!output) {
      this.recorder.take(elapsed, null);
      const fresh = this.source === "none" && elapsed - this.startedAt < REMIND_S;
      this.hud.tell(fresh ? this.say("noCamera") : "", fresh ? this.say("noCameraHint") : "");
    }
    const lag = output && score !== null && Number.isFinite(output[OUTPUT.lag]) ? output[OUTPUT.lag] : null;
    const reps = this.repsSoFar();
    this.strip.add(elapsed, score);
    if (output) this.hud.update({ score, reps, halves: output[OUTPUT.halves], held: output[OUTPUT.held], gate: output[OUTPUT.gate], elapsed });
    if (this.hud.told || elapsed > this.cue.until) this.cue.clear();
    this.panel.update({ score, reps, lag, fps: this.eye ? this.meter.fps() : null, elapsed });
  }

  repsSoFar() {
    return this.recorder.reps;
  }

  /** Nobody trains in a tab nobody sees. @param {boolean} hidden */
  hidden(hidden) {
    if (this.state !== "running") return;
    if (hidden) {
      this.clock.hold();
      this.stage.trainer.pause();
      void this.recorder.cut(this.clock.elapsed());
    } else {
      this.clock.run();
      void play(this.stage.trainer, () => !document.hidden).catch(() => {});
    }
  }

  // --- troubles -----------------------------------------------------------------------------------------------------

  /** The camera did not come, or went. @param {Trouble} trouble */
  lost(trouble) {
    if (this.state === "finishing" || this.state === "closed") return;
    this.halt();
    const { say, ways } = this;
    const again = ways.again(() => this.start(this.source));
    this.overlay.open(trouble, say(trouble), say(`${trouble}Hint`), [trouble === "cameraInsecure" ? ways.copyLink() : again, ...ways.others(), ...ways.out()]);
  }

  videoFailed() {
    if (this.state === "finishing" || this.state === "closed") return;
    this.halt();
    const { say, ways } = this;
    const again = ways.again(() => { this.stage.trainer.load(); void this.start(this.source); });
    this.overlay.open("videoFailed", say("videoFailed"), say("videoFailedHint"), [again, ...ways.out()]);
  }

  /** @param {string} text for the console, not for the person */
  brainFailed(text) {
    console.error("shadow: brain", text);
    this.brainTrouble = text;
    if (this.state === "welcome" || this.state === "finishing" || this.state === "closed") return;
    if (this.state === "running" && this.source === "none") return;
    this.halt();
    const { say, ways } = this;
    this.overlay.open("brainFailed", say("brainFailed"), say("brainFailedHint"), [ways.again(() => location.reload()), ways.none("plain"), ...ways.out()]);
  }

  halt() {
    this.turn += 1;
    this.clock.hold();
    void this.recorder.cut(this.clock.elapsed());
    this.stage.trainer.pause();
    this.stage.clear();
    this.eye?.close();
    this.eye = null;
    this.hud.tell("", "");
    this.cue.clear();
    this.enter("trouble");
  }

  // --- after --------------------------------------------------------------------------------------------------------

  async finish() {
    this.turn += 1;
    this.clock.hold();
    this.enter("finishing");
    this.stage.trainer.pause();
    this.eye?.close();
    this.eye = null;
    await this.ending.wait(this.recorder.finish(this.clock.elapsed()), this.stop?.signal);
  }

  // --- the way out --------------------------------------------------------------------------------------------------

  close() {
    this.turn += 1;
    clearInterval(this.beat);
    this.stop?.abort();
    if (this.state === "running") this.recorder.farewell(this.clock.elapsed());
    this.eye?.close();
    this.eye = null;
    this.brain.close();
    this.stage.close();
  }
}
