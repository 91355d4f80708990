// The trainer's clip and the session tell one time: the report shows a session's second as a place in the clip.

import { CameraError } from "./camera.js";

/**
 * The clip goes on from where the session stands, and the session waits while the clip waits for data.
 * @param {HTMLVideoElement} video
 * @param {import("./clock.js").Clock} clock
 * @param {() => boolean} training whether somebody trains now
 */
export function keepTogether(video, clock, training) {
  video.addEventListener("loadedmetadata", () => align(video, clock));
  video.addEventListener("waiting", () => clock.hold());
  video.addEventListener("playing", () => training() && clock.run());
}

/** Further apart than this is seen in the report. */
const APART_S = 0.3;

/** @param {HTMLVideoElement} video @param {import("./clock.js").Clock} clock */
export function align(video, clock) {
  const at = clock.elapsed() % video.duration; // not a number before the clip's length is known
  if (Math.abs(video.currentTime - at) > APART_S) video.currentTime = at;
}

/** With her sound where the browser allows it, without where not. @param {HTMLVideoElement} video @param {() => boolean} wanted whether she should still play */
export async function play(video, wanted) {
  try {
    await video.play();
  } catch {
    if (!wanted()) return;
    video.muted = true;
    await video.play().catch(() => { throw new CameraError("videoFailed"); });
  }
}
