// One training from the welcome to the report: the states, and what flows between the parts while it runs.

import { Brain } from "./brain.js";
import { CameraError, openCamera, openClip } from "./camera.js";
import { Clock } from "./clock.js";
import { el } from "./dom.js";
import { Hud } from "./hud.js";
import { FLAG, OUTPUT, shown } from "./layout.js";
import { Meter } from "./meter.js";
import { Loading, Overlay } from "./overlay.js";
import { Panel, badge } from "./panel.js";
import { Recorder } from "./record.js";
import { Stage } from "./stage.js";
import { Strip } from "./strip.js";
import { speaker } from "./texts.js";
import { readView } from "./view.js";

/** @typedef {import("./api.js").Session} Session */
/** @typedef {import("./camera.js").Eye} Eye */
/** @typedef {import("./camera.js").Trouble} Trouble */
/** @typedef {"camera" | "clip" | "none"} Source where the client's picture comes from */
/** @typedef {"welcome" | "starting" | "running" | "trouble" | "finishing" | "closed"} State */

/** How long "stop" waits for the server before it says that the result is kept here. */
const SEND_PATIENCE_MS = 8000;

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
    this.outbox = outbox;
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
    this.startedAt = 0;
    /** @type {import("./brain.js").Ready | null} */
    this.ready = null;
    this.brainTrouble = "";
    this.began = performance.now();
    this.readyMs = 0;
    root.lang = about.language;
    const { say } = this;
    this.overlay = new Overlay();
    this.loading = new Loading(say);
    this.stage = new Stage(this.view, say("stageLabel"));
    this.panel = new Panel(say, this.view, () => (this.stage.dirty = true), () => this.button());
    this.panel.entitle(about.tenant.name, about.language === "ru" ? about.exercise.title.ru : about.exercise.title.en);
    this.hud = new Hud(say);
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
    trainer.poster = this.about.poster ?? "";
    trainer.addEventListener("canplay", () => this.loading.tell("video", 1));
    trainer.addEventListener("error", () => trainer.getAttribute("src") && this.videoFailed());
    trainer.src = this.about.video;
    const model = this.options.get("model") === "lite" ? "lite" : "full";
    const order = { manifest, poses: new URL(this.about.poses, location.href).href, model, delegate: this.options.get("delegate") };
    this.ready = await this.brain.load(/** @type {Omit<import("./brain.js").Load, "kind">} */ (order));
    this.readyMs = performance.now() - this.began;
    this.stage.track = this.ready.track;
    this.stage.dirty = true;
  }

  // --- before -------------------------------------------------------------------------------------------------------

  welcome() {
    this.enter("welcome");
    const { say } = this;
    this.overlay.open("welcome", say("welcomeTitle"), say("welcome"), [{ label: say("withCamera"), act: () => this.start("camera"), kind: "main", id: "camera" }, ...this.otherWays()], this.loading.element);
  }

  /** Ways to train that need no camera. @returns {import("./overlay.js").Choice[]} */
  otherWays() {
    const { say } = this;
    /** @type {import("./overlay.js").Choice[]} */
    const ways = [{ label: say("withoutCamera"), act: () => this.start("none"), kind: "quiet", id: "none" }];
    if (this.about.demo_camera) ways.unshift({ label: say("withClip"), hint: say("withClipHint"), act: () => this.start("clip"), id: "clip" });
    return ways;
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
    this.source = source;
    this.enter("starting");
    this.overlay.open("starting", say("starting"), "", [], this.loading.element);
    try {
      this.eye?.close();
      this.eye = source === "camera" ? await openCamera((trouble) => this.lost(trouble)) : source === "clip" ? await openClip(String(this.about.demo_camera)) : null;
      if (source !== "none" && !this.ready) {
        this.overlay.open("starting", say("almost", { part: say(this.loading.awaited() ?? "partModel") }), "", [], this.loading.element);
        await this.opening;
      }
      await this.play();
    } catch (error) {
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

  /** The trainer with her sound where the browser allows it, without where not. */
  async play() {
    const { trainer } = this.stage;
    try {
      await trainer.play();
    } catch {
      trainer.muted = true;
      await trainer.play().catch(() => { throw new CameraError("videoFailed"); });
    }
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
    if (output) this.hud.update({ score, reps, gate: output[OUTPUT.gate], elapsed });
    this.panel.update({ score, reps, lag, fps: this.eye ? this.meter.fps() : null, elapsed });
  }

  repsSoFar() {
    return this.recorder.repsBefore + (this.stage.output ? Math.round(this.stage.output[OUTPUT.reps]) || 0 : 0);
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
      void this.play().catch(() => {});
    }
  }

  // --- troubles -----------------------------------------------------------------------------------------------------

  /** The camera did not come, or went. @param {Trouble} trouble */
  lost(trouble) {
    if (this.state === "finishing" || this.state === "closed") return;
    this.halt();
    const { say } = this;
    const again = { label: say("tryAgain"), act: () => this.start(this.source), kind: /** @type {const} */ ("main"), id: "again" };
    this.overlay.open(trouble, say(trouble), say(`${trouble}Hint`), [trouble === "cameraInsecure" ? this.copyLink() : again, ...this.otherWays(), ...this.wayOut()]);
  }

  videoFailed() {
    if (this.state === "finishing" || this.state === "closed") return;
    this.halt();
    const again = () => { this.stage.trainer.load(); void this.start(this.source); };
    this.overlay.open("videoFailed", this.say("videoFailed"), this.say("videoFailedHint"), [{ label: this.say("tryAgain"), act: again, kind: "main", id: "again" }, ...this.wayOut()]);
  }

  /** @param {string} text for the console, not for the person */
  brainFailed(text) {
    console.error("shadow: brain", text);
    this.brainTrouble = text;
    if (this.state === "welcome" || this.state === "finishing" || this.state === "closed") return;
    if (this.state === "running" && this.source === "none") return;
    this.halt();
    const { say } = this;
    const reload = { label: say("tryAgain"), act: () => location.reload(), kind: /** @type {const} */ ("main"), id: "again" };
    const plain = { label: say("withoutCamera"), act: () => this.start("none"), id: "none" };
    this.overlay.open("brainFailed", say("brainFailed"), say("brainFailedHint"), [reload, plain, ...this.wayOut()]);
  }

  halt() {
    this.clock.hold();
    void this.recorder.cut(this.clock.elapsed());
    this.stage.trainer.pause();
    this.stage.clear();
    this.eye?.close();
    this.eye = null;
    this.hud.tell("", "");
    this.enter("trouble");
  }

  /** @returns {import("./overlay.js").Choice[]} */
  wayOut() {
    return this.clock.elapsed() > 1 ? [{ label: this.say("finishNow"), act: () => void this.finish(), kind: "quiet", id: "finish" }] : [];
  }

  /** @returns {import("./overlay.js").Choice} */
  copyLink() {
    return { label: this.say("copyLink"), kind: "main", id: "copy", act: () => void navigator.clipboard?.writeText(location.href) };
  }

  // --- after --------------------------------------------------------------------------------------------------------

  async finish() {
    const { say } = this;
    this.clock.hold();
    this.enter("finishing");
    this.stage.trainer.pause();
    this.eye?.close();
    this.eye = null;
    this.overlay.open("finishing", say("finishing"), "");
    const late = new Promise((resolve) => setTimeout(resolve, SEND_PATIENCE_MS, false));
    const sent = await Promise.race([this.recorder.finish(this.clock.elapsed()), late]);
    if (sent || this.reported()) return this.leave();
    const again = async () => { if ((await this.outbox.flush()) || this.reported()) this.leave(); };
    addEventListener("online", again, { signal: this.stop?.signal });
    this.overlay.open("kept", say("kept"), say("keptHint"), [
      { label: say("sendAgain"), act: again, kind: "main", id: "send" },
      { label: say("home"), act: () => location.assign("/home"), id: "home" },
    ]);
  }

  /** Whether the server has said where this session's report is. */
  reported() {
    return this.outbox.reports.has(this.about.session);
  }

  leave() {
    this.enter("closed");
    location.assign(this.outbox.reports.get(this.about.session) ?? this.about.report);
  }

  // --- the way out --------------------------------------------------------------------------------------------------

  close() {
    clearInterval(this.beat);
    this.stop?.abort();
    if (this.state === "running") this.recorder.farewell(this.clock.elapsed());
    this.eye?.close();
    this.eye = null;
    this.brain.close();
    this.stage.close();
  }
}
