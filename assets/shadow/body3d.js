// Trainer and client side by side in space. This and three.js come only when it is opened.

import { Body, limbs } from "../pages/body.js";
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

/** On the floor: millimetres, y up. @param {Float32Array} world metres, y down @param {number} [sign] of x: -1 as in a mirror */
function standing(world, sign = 1) {
  const points = Array.from({ length: LANDMARKS }, (_, n) => [sign * world[3 * n], -world[3 * n + 1], -world[3 * n + 2]]);
  for (const [one, other] of MIDDLES) points.push(points[one].map((value, axis) => (value + points[other][axis]) / 2));
  const floor = Math.min(...points.map(([, y]) => y));
  return Int16Array.from(points.flatMap(([x, y, z]) => [x, y - floor, z]), (metres) => Math.round(1000 * metres));
}

export class Bodies extends Body {
  live = true;
  /** Where she is shown, too; set before it is put there. @type {import("./stage.js").Stage | undefined} */
  stage;
  /** What a client looks like. @type {((output: Float32Array, world: Float32Array) => void) | undefined} */
  follow;

  get time() {
    return this.stage?.time ?? 0;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    if (this.stage) this.stage.body = null;
  }

  /** The trainer's. @returns {Promise<import("../pages/body.js").Movement>} */
  async movement() {
    const { times = [], world = new Float32Array() } = this.stage?.track ?? {};
    const points = Array.from(times, (_, n) => standing(world.subarray(99 * n, 99 * n + 99)));
    return { times: [...times], points, faces: new Uint32Array(), lines: TUBES, head: [HEAD, HEAD_MM] };
  }

  /** @param {any} THREE @param {import("../pages/body.js").Movement} moves */
  shown(THREE, moves) {
    const [hers, theirs] = [limbs(THREE, moves, TRAINER_COLOUR), limbs(THREE, moves, CLIENT_COLOUR)];
    const looks = Object.entries(COLOURS).map(([name, color]) => [name, new THREE.MeshStandardMaterial({ color, roughness: 0.5 })]);
    const look = Object.fromEntries(looks);
    [hers.shape.position.x, theirs.shape.position.x, theirs.shape.visible] = [-APART, APART, false];
    this.follow = (output, world) => {
      const scores = [...output.subarray(OUTPUT.limbs, OUTPUT.limbs + OUTPUT.limbCount)];
      const worst = scores.reduce((low, score, limb) => (score < (scores[low] ?? Infinity) ? limb : low), -1);
      theirs.show(standing(world, output[OUTPUT.mirrored] ? -1 : 1));
      theirs.shape.visible = !output[OUTPUT.gate];
      WORN.forEach((limb, n) => (theirs.shape.children[n].material = look[limb === worst ? grade(scores[limb]) : "none"]));
    };
    return { shape: new THREE.Group().add(hers.shape, theirs.shape), show: hers.show };
  }
}
customElements.define("pc-bodies", Bodies);

/** Opens the two on the stage. @param {import("./stage.js").Stage} stage @param {string} label */
export function openBody(stage, label) {
  if (!stage.track || stage.body) return;
  const element = Object.assign(new Bodies(), { stage, className: "shadow-bodies", tabIndex: 0, role: "img", ariaLabel: label });
  stage.body = element;
  stage.element.append(element);
}
