// The ways on that a card offers.

/** @typedef {import("./overlay.js").Choice} Choice */
/** @typedef {"camera" | "clip" | "none"} Source where the client's picture comes from */

export class Ways {
  /**
   * @param {import("./texts.js").Say} say
   * @param {boolean} hasClip whether a clip may stand in for the camera
   * @param {(source: Source) => void} start
   * @param {() => boolean} trained whether there is something to finish
   * @param {() => void} finish
   */
  constructor(say, hasClip, start, trained, finish) {
    this.say = say;
    this.hasClip = hasClip;
    this.start = start;
    this.trained = trained;
    this.finish = finish;
  }

  /** @returns {Choice} */
  camera() {
    return { label: this.say("withCamera"), act: () => this.start("camera"), kind: "main", id: "camera" };
  }

  /** @param {"plain" | "quiet"} kind @returns {Choice} */
  none(kind) {
    return { label: this.say("withoutCamera"), act: () => this.start("none"), kind, id: "none" };
  }

  /** Ways to train that need no camera. @returns {Choice[]} */
  others() {
    const { say } = this;
    const clip = { label: say("withClip"), hint: say("withClipHint"), act: () => this.start("clip"), id: "clip" };
    return this.hasClip ? [clip, this.none("quiet")] : [this.none("quiet")];
  }

  /** @param {() => void} act @returns {Choice} */
  again(act) {
    return { label: this.say("tryAgain"), act, kind: "main", id: "again" };
  }

  /** @returns {Choice[]} */
  out() {
    return this.trained() ? [{ label: this.say("finishNow"), act: this.finish, kind: "quiet", id: "finish" }] : [];
  }

  /** @returns {Choice} */
  copyLink() {
    return { label: this.say("copyLink"), kind: "main", id: "copy", act: () => void navigator.clipboard?.writeText(location.href) };
  }
}
