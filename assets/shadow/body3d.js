// Trainer and client side by side in space, turned by mouse, finger and keys. This and three.js come only when it is opened.

import { Body } from "../pages/body.js";
import { limbs, stage as scene } from "../pages/body_stage.js";
import { CLIENT_COLOUR, TRAINER_COLOUR } from "./draw.js";
import { LANDMARKS, LINES, OUTPUT, grade } from "./layout.js";

const APART = 0.55; // metres from the middle of the scene to each of the two
const MIDDLES = [[11, 12], [23, 24], [7, 8]]; // points 33, 34, 35 of a figure, as `gpu_jobs.body` makes them
const [HEAD, HEAD_MM, TRUNK_MM, TRUNK_LIMB] = [35, 108, 95, 10];
const THICK_MM = 380; // half of a line as thick as the trunk is long
const COLOURS = { good: 0x35e29a, fair: 0xffaa00, poor: 0xff4444, none: 0xc4c8d2 };

const BONES = LINES.filter(([, , limb]) => limb !== TRUNK_LIMB); // the trunk is one tube instead of its two sides
const TUBES = [...BONES.map(([from, to, , half]) => [from, to, Math.round(THICK_MM * half)]), [33, 34, TRUNK_MM]];
const WORN = [...BONES.map(([, , limb]) => limb), TRUNK_LIMB];

class Bodies extends Body {
  /** Nothing of its own to fetch: `openBody` fills it. */
  async open() {}
}
customElements.define("pc-bodies", Bodies);

/** A figure's points on the floor: millimetres, y up. @param {Float32Array} world landmarks in metres, y down @param {number} [sign] of x: -1 as a mirror shows it */
function standing(world, sign = 1) {
  const points = Array.from({ length: LANDMARKS }, (_, n) => [sign * world[3 * n], -world[3 * n + 1], -world[3 * n + 2]]);
  for (const [one, other] of MIDDLES) points.push(points[one].map((value, axis) => (value + points[other][axis]) / 2));
  const floor = Math.min(...points.map(([, y]) => y));
  return Int16Array.from(points.flatMap(([x, y, z]) => [x, y - floor, z]), (metres) => Math.round(1000 * metres));
}

/** Opens the two on the stage. @param {import("./stage.js").Stage} stage @param {string} three address of three.js @param {string} label */
export async function openBody(stage, three, label) {
  const THREE = await import(`${three}build/three.module.min.js`);
  const { track } = stage;
  if (!track || stage.body) return;
  const points = Array.from(track.times, (_, n) => standing(track.world.subarray(99 * n, 99 * n + 99)));
  const moves = /** @type {import("../pages/body.js").Movement} */ ({ times: [...track.times], points, faces: new Uint32Array(), lines: TUBES, head: [HEAD, HEAD_MM] });
  const element = /** @type {Bodies} */ (document.createElement("pc-bodies"));
  for (const [name, value] of Object.entries({ class: "shadow-bodies", tabindex: "0", role: "img", "aria-label": label })) element.setAttribute(name, value);
  const accent = getComputedStyle(stage.element).getPropertyValue("--accent").trim() || "#00ff88";
  const [hers, theirs] = [limbs(THREE, moves, TRAINER_COLOUR), limbs(THREE, moves, CLIENT_COLOUR)];
  const looks = Object.entries(COLOURS).map(([name, color]) => [name, new THREE.MeshStandardMaterial({ color, roughness: 0.5 })]);
  const look = Object.fromEntries(looks);
  [hers.shape.position.x, theirs.shape.position.x, theirs.shape.visible] = [-APART, APART, false];
  const view = scene(THREE, { shape: new THREE.Group().add(hers.shape, theirs.shape), show: hers.show }, moves, accent);
  element.append(view.canvas);
  let ticking = 0;
  const draw = () => {
    ticking = requestAnimationFrame(draw);
    view.draw(stage.time, element);
  };
  stage.element.append(element);
  draw();
  stage.body = {
    show(output, world) {
      const scores = [...output.subarray(OUTPUT.limbs, OUTPUT.limbs + OUTPUT.limbCount)];
      const worst = scores.reduce((low, score, limb) => (score < (scores[low] ?? Infinity) ? limb : low), -1);
      theirs.show(standing(world, output[OUTPUT.mirrored] ? -1 : 1));
      theirs.shape.visible = !output[OUTPUT.gate];
      // a figure's first parts are its tubes, in the order of the lines
      WORN.forEach((limb, n) => (theirs.shape.children[n].material = look[limb === worst ? grade(scores[limb]) : "none"]));
    },
    close() {
      cancelAnimationFrame(ticking);
      view.close();
      element.remove();
      stage.body = null;
    },
  };
}
