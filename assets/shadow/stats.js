// What tests and benchmarks may ask a running page: `window.shadow.stats()`.

import { OUTPUT, shown } from "./layout.js";

/** @param {import("./training.js").Training} training */
export function statsOf(training) {
  const { stage, meter, ready, recorder } = training;
  const ms = meter.medians();
  return {
    source: training.source,
    rendition: stage.rendition.unstacker ? "stacked" : "webm",
    delegate: ready?.delegate ?? null,
    ready_ms: training.readyMs,
    loading_ms: ready?.ms ?? null,
    fps: meter.fps(),
    frames: meter.frames,
    step_ms: ms.step?.p50 ?? null,
    ms,
    score: stage.output ? shown(stage.output) : null,
    gate: stage.output ? stage.output[OUTPUT.gate] : null,
    reps: training.repsSoFar(),
    elapsed: training.clock.elapsed(),
    chunks: recorder.place.next,
    box: stage.box(),
    output: stage.output ? Array.from(stage.output) : null,
  };
}
