// Pure drawing on the stage's canvas: where people stand, silhouette, skeletons, the outline to step into. Nothing is kept between two pictures.

import { JOINTS, LANDMARKS, LINES, OUTPUT, SEEN, grade } from "./layout.js";

/** @typedef {{x: number, y: number, width: number, height: number}} Box on the stage in CSS pixels, or of the rendition 0..1 */
/** @typedef {(landmark: number) => [number, number] | null} Points 0..1 of the rendition, null when not to be drawn */
/** @typedef {import("./engine.js").Track} Track */

export const TRAINER_COLOUR = "#ff5a5a";
export const CLIENT_COLOUR = "#00ff88";
/** As `--good`, `--fair`, `--poor` of tokens.css; grey where a limb is not judged. */
const GRADES = { good: CLIENT_COLOUR, fair: "#ffaa00", poor: "#ff4444", none: "#c4c8d2" };
const OUTLINE = "rgba(10, 10, 15, 0.55)";
const WHOLE = { x: 0, y: 0, width: 1, height: 1 };
/** Line width as a part of the body's height on the stage: 4 px at 800. */
const LINE = 1 / 200;
/** Room for what has no landmark, as a part of the body's height: hair above the eyes, soles and fingers elsewhere. */
const ABOVE = 0.1;
const AROUND = 0.04;
/** Half a head's thickness as a part of the trunk's length. */
const HEAD = 0.17;

/** What of the rendition the body fills over the whole clip. @param {Track} track @param {number} aspect width / height @returns {Box} */
export function reachOf({ image, visibility }, aspect) {
  let [left, right, top, bottom] = [1, 0, 1, 0];
  for (let at = 0; at < visibility.length; at += 1) {
    if (!(visibility[at] >= SEEN)) continue;
    [left, right] = [Math.min(left, image[3 * at]), Math.max(right, image[3 * at])];
    [top, bottom] = [Math.min(top, image[3 * at + 1]), Math.max(bottom, image[3 * at + 1])];
  }
  if (!(right > left && bottom > top)) return WHOLE;
  const large = Math.max(bottom - top, (right - left) * aspect);
  [left, right] = [Math.max(0, left - (AROUND * large) / aspect), Math.min(1, right + (AROUND * large) / aspect)];
  [top, bottom] = [Math.max(0, top - ABOVE * large), Math.min(1, bottom + AROUND * large)];
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * Where to show a rendition so that the body stands as large as it can on this area's floor.
 * @param {Box} area @param {number} aspect width / height of the rendition @param {Box} [reach] as `reachOf` tells @returns {Box}
 */
export function fit(area, aspect, reach = WHOLE) {
  const height = Math.max(1, Math.min(area.height / reach.height, area.width / (reach.width * aspect)));
  const width = height * aspect;
  return {
    x: area.x + area.width / 2 - (reach.x + reach.width / 2) * width, y: area.y + area.height - (reach.y + reach.height) * height, width, height,
  };
}

/**
 * The client's shadow or cut-out, moved and scaled (and mirrored where sx is negative) as the engine says.
 * @param {CanvasRenderingContext2D} context in CSS pixels @param {ImageBitmap} mask as the camera sees @param {Float32Array} output @param {Box} box
 */
export function drawSilhouette(context, mask, output, box) {
  const [sx, sy] = [output[OUTPUT.sx], output[OUTPUT.sy]];
  if (!Number.isFinite(sx * sy) || sx === 0 || sy === 0) return;
  context.save();
  context.translate(box.x + box.width * output[OUTPUT.bx], box.y + box.height * output[OUTPUT.by]);
  context.scale((box.width * sx) / mask.width, (box.height * sy) / mask.height);
  context.drawImage(mask, 0, 0);
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context in CSS pixels @param {Points} points @param {string} colour @param {Box} box
 * @param {Float32Array | null} [scores] of the 14 limbs: each line wears its limb's colour, and the worse the broader, for those who see no colours
 */
export function drawSkeleton(context, points, colour, box, scores = null) {
  const places = placed(points, box);
  const width = Math.max(2.5, box.height * LINE);
  context.lineCap = context.lineJoin = "round";
  /** @type {Map<string, [Path2D, number]>} */
  const paths = new Map();
  for (const [from, to, limb] of LINES) {
    const [a, b] = [places.get(from), places.get(to)];
    if (!a || !b) continue;
    const marked = scores && grade(scores[limb]);
    const key = marked ? GRADES[marked] : colour;
    const [path] = paths.get(key) ?? paths.set(key, [new Path2D(), width * (marked === "poor" ? 2.6 : marked === "fair" ? 1.9 : 1)]).get(key) ?? [];
    path?.moveTo(...a);
    path?.lineTo(...b);
  }
  for (const [ink, [path, thick]] of paths) {
    for (const [style, lineWidth] of /** @type {[string, number][]} */ ([[OUTLINE, thick + width * 0.8], [ink, thick]])) {
      Object.assign(context, { strokeStyle: style, lineWidth });
      context.stroke(path);
    }
  }
  const dots = new Path2D();
  for (const [x, y] of places.values()) {
    dots.moveTo(x + width * 0.95, y);
    dots.arc(x, y, width * 0.95, 0, 2 * Math.PI);
  }
  Object.assign(context, { fillStyle: colour, strokeStyle: "#0a0a0f", lineWidth: Math.max(1, width * 0.35) });
  context.fill(dots);
  context.stroke(dots);
}

/**
 * A body to step into.
 * @param {CanvasRenderingContext2D} context in CSS pixels @param {Points} points @param {Box} box @param {number} edge CSS pixels around it
 */
export function drawOutline(context, points, box, edge) {
  const places = placed(points, box);
  const [a, b] = [places.get(11), places.get(23)];
  if (!a || !b) return;
  const trunk = Math.hypot(a[0] - b[0], a[1] - b[1]);
  context.lineCap = context.lineJoin = "round";
  const stroke = (/** @type {number[][]} */ line, /** @type {number} */ half) => {
    context.lineWidth = Math.max(1, 2 * half * trunk + 2 * edge);
    context.beginPath();
    for (const place of line) context.lineTo(place[0], place[1]);
    context.stroke();
  };
  for (const [from, to, , half] of LINES) {
    const line = [places.get(from), places.get(to)].flatMap((place) => (place ? [place] : []));
    if (line.length === 2) stroke(line, half);
  }
  const corners = [11, 12, 24, 23, 11].flatMap((joint) => places.get(joint) ?? []);
  context.beginPath();
  for (let n = 0; n < corners.length; n += 2) context.lineTo(corners[n], corners[n + 1]);
  context.fill();
  const [left, right] = [points(7), points(8)];
  if (!left || !right) return;
  const [x, y] = [box.x + (box.width * (left[0] + right[0])) / 2, box.y + (box.height * (left[1] + right[1])) / 2];
  stroke([[x, y - 0.08 * trunk], [x, y + 0.08 * trunk]], HEAD);
}

/** @param {Points} points @param {Box} box @returns {Map<number, [number, number]>} CSS pixels by landmark */
function placed(points, box) {
  return new Map(JOINTS.flatMap((joint) => {
    const point = points(joint);
    return point ? [[joint, /** @type {[number, number]} */ ([box.x + box.width * point[0], box.y + box.height * point[1]])]] : [];
  }));
}

/** The client's landmarks as the engine put them on the stage. @param {Float32Array} output @returns {Points} */
export function clientPoints(output) {
  return (landmark) => {
    const x = output[OUTPUT.client + 2 * landmark];
    const y = output[OUTPUT.client + 2 * landmark + 1];
    return output[OUTPUT.clientSeen + landmark] >= SEEN && Number.isFinite(x + y) ? [x, y] : null;
  };
}

/** The trainer's landmarks at a time of the clip, between the two frames around it. @param {Track} track @param {number} time s @returns {Points} */
export function trainerPoints(track, time) {
  const frame = Math.max(0, track.times.findLastIndex((one) => one <= time));
  const next = Math.min(frame + 1, track.times.length - 1);
  const gap = track.times[next] - track.times[frame];
  const share = gap > 0 ? Math.min(1, Math.max(0, (time - track.times[frame]) / gap)) : 0;
  return (landmark) => {
    if (!(track.visibility[frame * LANDMARKS + landmark] >= SEEN)) return null;
    const a = 3 * (frame * LANDMARKS + landmark);
    const b = 3 * (next * LANDMARKS + landmark);
    const whole = Number.isFinite(track.image[b]) ? share : 0;
    const [x, y] = [0, 1].map((axis) => track.image[a + axis] + (whole ? whole * (track.image[b + axis] - track.image[a + axis]) : 0));
    return Number.isFinite(x + y) ? [x, y] : null;
  };
}
