// Pure drawing on the stage's canvas: where people stand, silhouette, skeletons, the outline to step into.

import { JOINTS, LANDMARKS, LINES, OUTPUT, SEEN, grade } from "./layout.js";

/** @typedef {{x: number, y: number, width: number, height: number}} Box on the stage in CSS pixels, or of the rendition 0..1 */
/** @typedef {(landmark: number) => [number, number] | null} Points 0..1 of the rendition, null when not to be drawn */
/** @typedef {import("./brain.js").Track} Track */

export const TRAINER_COLOUR = "#ff5a5a";
export const CLIENT_COLOUR = "#00ff88";
/** As `--good`, `--fair`, `--poor` of tokens.css; grey where a limb is not judged. */
const GRADES = { good: CLIENT_COLOUR, fair: "#ffaa00", poor: "#ff4444", none: "#c4c8d2" };
const THICKER = { good: 1, fair: 1.9, poor: 2.6, none: 1 }; // for those who see no colours
const OUTLINE = "rgba(10, 10, 15, 0.55)";
const WHOLE = { x: 0, y: 0, width: 1, height: 1 };
const LINE = 1 / 200; // its width as a part of the body's height on the stage: 4 px at 800
const HEAD = 0.17; // half its thickness as a part of the trunk's length

/**
 * Where to show a rendition so that the body stands as large as it can on this area's floor.
 * @param {Box} area @param {number} aspect width / height of the rendition @param {Box} [reach] what of it the body fills @returns {Box}
 */
export function fit(area, aspect, reach = WHOLE) {
  const height = Math.max(1, Math.min(area.height / reach.height, area.width / (reach.width * aspect)));
  const width = height * aspect;
  const x = area.x + area.width / 2 - (reach.x + reach.width / 2) * width;
  return { x, y: area.y + area.height - (reach.y + reach.height) * height, width, height };
}

/**
 * The client's shadow or cut-out, moved and scaled (and mirrored where sx is negative) as the engine says.
 * @param {CanvasRenderingContext2D} context in CSS pixels @param {ImageBitmap} mask as the camera sees
 * @param {Float32Array} output @param {Box} box
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
 * @param {Float32Array | null} [scores] of the 14 limbs: each line wears its limb's colour
 */
export function drawSkeleton(context, points, colour, box, scores = null) {
  const places = placed(points, box);
  const width = Math.max(2.5, box.height * LINE);
  context.lineCap = context.lineJoin = "round";
  /** @type {Record<string, Path2D>} */
  const paths = {};
  for (const [from, to, limb] of LINES) {
    const [a, b] = [places.get(from), places.get(to)];
    if (!a || !b) continue;
    const path = (paths[scores ? grade(scores[limb]) : "none"] ??= new Path2D());
    path.moveTo(...a);
    path.lineTo(...b);
  }
  for (const [name, path] of Object.entries(paths)) {
    const marked = /** @type {keyof typeof GRADES} */ (name);
    const thick = width * THICKER[marked];
    Object.assign(context, { strokeStyle: OUTLINE, lineWidth: thick + width * 0.8 });
    context.stroke(path);
    Object.assign(context, { strokeStyle: scores ? GRADES[marked] : colour, lineWidth: thick });
    context.stroke(path);
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

/** A body to step into. @param {CanvasRenderingContext2D} context @param {Points} points @param {Box} box @param {number} edge around it */
export function drawOutline(context, points, box, edge) {
  const places = placed(points, box);
  const [a, b] = [places.get(11), places.get(23)];
  if (!a || !b) return;
  const trunk = Math.hypot(a[0] - b[0], a[1] - b[1]);
  context.lineCap = context.lineJoin = "round";
  const stroke = (/** @type {([number, number] | undefined)[]} */ line, /** @type {number} */ half) => {
    context.lineWidth = Math.max(1, 2 * half * trunk + 2 * edge);
    context.beginPath();
    for (const place of line) if (place) context.lineTo(...place);
    context.stroke();
  };
  for (const [from, to, , half] of LINES) if (places.has(from) && places.has(to)) stroke([places.get(from), places.get(to)], half);
  const [left, right] = [points(7), points(8)];
  if (left && right) {
    const [x, y] = [box.x + (box.width * (left[0] + right[0])) / 2, box.y + (box.height * (left[1] + right[1])) / 2];
    stroke([[x, y - 0.08 * trunk], [x, y + 0.08 * trunk]], HEAD);
  }
  stroke([11, 12, 24, 23, 11].map((joint) => places.get(joint)), 0);
  context.fill(); // the trunk that was just stroked
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

/** The trainer's landmarks between the two frames around a time of the clip. @param {Track} track @param {number} time @returns {Points} */
export function trainerPoints({ times, image, visibility }, time) {
  const frame = Math.max(0, times.findLastIndex((one) => one <= time));
  const next = Math.min(frame + 1, times.length - 1);
  const gap = times[next] - times[frame];
  const share = gap > 0 ? Math.min(1, Math.max(0, (time - times[frame]) / gap)) : 0;
  return (landmark) => {
    if (!(visibility[frame * LANDMARKS + landmark] >= SEEN)) return null;
    const [a, b] = [3 * (frame * LANDMARKS + landmark), 3 * (next * LANDMARKS + landmark)];
    const whole = Number.isFinite(image[b]) ? share : 0; // nobody in the next frame: as in this one
    const [x, y] = [0, 1].map((axis) => image[a + axis] + (whole ? whole * (image[b + axis] - image[a + axis]) : 0));
    return Number.isFinite(x + y) ? [x, y] : null;
  };
}
