// What tests and benchmarks may ask a running page: `window.shadow.stats()`.

import { OUTPUT } from "./layout.js";

/** @param {import("./main.js").Page} page */
export function statsOf({ root, stage, meter, ready, readyMs }) {
  const { output } = stage;
  const score = output && output[OUTPUT.gate] === 0 ? output[OUTPUT.shown] : NaN;
  return {
    state: root.dataset.state,
    rendition: stage.rendition.unstacker ? "stacked" : "webm",
    delegate: ready?.delegate ?? null,
    ready_ms: readyMs ?? null,
    loading_ms: ready?.ms ?? null,
    fps: meter.fps(),
    frames: meter.frames,
    ms: meter.medians(),
    score: Number.isFinite(score) ? score : null,
    gate: output ? output[OUTPUT.gate] : null,
    box: stage.box(),
    output: output ? Array.from(output) : null,
  };
}
