// Pure drawing on the stage's canvas: trainer, silhouette, skeletons. Nothing is kept between two pictures.

import { JOINTS, LANDMARKS, LINES, OUTPUT, SEEN } from "./layout.js";

/** @typedef {{x: number, y: number, width: number, height: number}} Box where the trainer's rendition is shown, CSS pixels */
/** @typedef {(landmark: number) => [number, number] | null} Points 0..1 of the rendition, null when not to be drawn */

export const TRAINER_COLOUR = "#ff5a5a";
export const CLIENT_COLOUR = "#00ff88";
const OUTLINE = "rgba(10, 10, 15, 0.55)";
/** Line width as a part of the rendition's height: 4 px at 800. */
const LINE = 1 / 200;

/**
 * The largest box of this aspect inside the stage, standing on its floor.
 * @param {number} width stage, CSS pixels
 * @param {number} height
 * @param {number} aspect width / height of the rendition
 * @param {{top: number, bottom: number}} margin kept free, CSS pixels
 * @returns {Box}
 */
export function fit(width, height, aspect, margin) {
  const free = Math.max(1, height - margin.top - margin.bottom);
  const boxHeight = Math.min(free, width / aspect);
  const boxWidth = boxHeight * aspect;
  return { x: (width - boxWidth) / 2, y: margin.top + (free - boxHeight), width: boxWidth, height: boxHeight };
}

/**
 * The client's shadow, moved and scaled (and mirrored where sx is negative) as the engine says.
 * @param {CanvasRenderingContext2D} context in CSS pixels
 * @param {ImageBitmap} mask as the camera sees
 * @param {Float32Array} output
 * @param {Box} box
 */
export function drawSilhouette(context, mask, output, box) {
  const sx = output[OUTPUT.sx];
  const sy = output[OUTPUT.sy];
  if (!Number.isFinite(sx * sy) || sx === 0 || sy === 0) return;
  context.save();
  context.translate(box.x + box.width * output[OUTPUT.bx], box.y + box.height * output[OUTPUT.by]);
  context.scale((box.width * sx) / mask.width, (box.height * sy) / mask.height);
  context.drawImage(mask, 0, 0);
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context in CSS pixels
 * @param {Points} points
 * @param {string} colour
 * @param {Box} box
 */
export function drawSkeleton(context, points, colour, box) {
  /** @type {Map<number, [number, number]>} */
  const places = new Map();
  for (const joint of JOINTS) {
    const point = points(joint);
    if (point) places.set(joint, [box.x + box.width * point[0], box.y + box.height * point[1]]);
  }
  const width = Math.max(2.5, box.height * LINE);
  context.lineCap = "round";
  context.lineJoin = "round";
  context.beginPath();
  for (const [from, to] of LINES) {
    const a = places.get(from);
    const b = places.get(to);
    if (!a || !b) continue;
    context.moveTo(a[0], a[1]);
    context.lineTo(b[0], b[1]);
  }
  context.strokeStyle = OUTLINE;
  context.lineWidth = width * 1.7;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
  context.fillStyle = colour;
  context.strokeStyle = "#0a0a0f";
  context.lineWidth = Math.max(1, width * 0.35);
  for (const [x, y] of places.values()) {
    context.beginPath();
    context.arc(x, y, width * 0.95, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
}

/** The client's landmarks as the engine put them on the stage. @param {Float32Array} output @returns {Points} */
export function clientPoints(output) {
  return (landmark) => {
    const x = output[OUTPUT.client + 2 * landmark];
    const y = output[OUTPUT.client + 2 * landmark + 1];
    return output[OUTPUT.clientSeen + landmark] >= SEEN && Number.isFinite(x + y) ? [x, y] : null;
  };
}

/**
 * The trainer's landmarks at a time of the clip, between the two frames around it.
 * @param {import("./engine.js").Track} track
 * @param {number} time seconds
 * @returns {Points}
 */
export function trainerPoints(track, time) {
  const frame = frameAt(track.times, time);
  const next = Math.min(frame + 1, track.times.length - 1);
  const gap = track.times[next] - track.times[frame];
  const share = gap > 0 ? Math.min(1, Math.max(0, (time - track.times[frame]) / gap)) : 0;
  return (landmark) => {
    if (!(track.visibility[frame * LANDMARKS + landmark] >= SEEN)) return null;
    const a = 3 * (frame * LANDMARKS + landmark);
    const b = 3 * (next * LANDMARKS + landmark);
    const whole = Number.isFinite(track.image[b]) ? share : 0;
    const x = track.image[a] + whole * (whole ? track.image[b] - track.image[a] : 0);
    const y = track.image[a + 1] + whole * (whole ? track.image[b + 1] - track.image[a + 1] : 0);
    return Number.isFinite(x + y) ? [x, y] : null;
  };
}

/** The last frame shown at this time, 0 before the first. @param {Float64Array} times @param {number} time */
function frameAt(times, time) {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (times[middle] <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}
