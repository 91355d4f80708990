// The two buffers between this page and `perscoach_motion.live.engine`, by index (docs/formats.md), and what a skeleton looks like.

export const LANDMARKS = 33;

/** Numbers written for one step. Image landmarks are unmirrored, 0..1 of the camera's picture. */
export const INPUT = Object.freeze({
  clock: 0, clip: 1, width: 2, height: 3, found: 4, flags: 5, loop: 6, image: 8, world: 140, size: 239,
});

/** Numbers read after one step. Points of client and trainer are 0..1 of the trainer's rendition. */
export const OUTPUT = Object.freeze({
  gate: 0, score: 1, overlap: 2, phase: 3, lag: 4, reps: 5, cue: 6, mirrored: 7, sx: 8, bx: 9, sy: 10, by: 11, shown: 12, frame: 13,
  limbs: 16, limbCount: 14, client: 30, trainer: 96, clientSeen: 162, trainerSeen: 195,
  repScore: 228, halves: 229, brokenOff: 230, held: 231, cueDegrees: 232, cueShare: 233, pitch: 234, roll: 235, size: 256,
});

export const GATE = Object.freeze({ nobody: 1 }); // why there is no score at this moment

/**
 * Lines of a drawn skeleton, each with the limb whose score it wears (`perscoach_motion.skeleton.LIMBS`) and half its thickness as a part
 * of the trunk's length. Face and fingers would only be noise at this size.
 */
export const LINES = /** @type {const} */ ([
  [11, 12, 11, 0.13], [11, 13, 0, 0.11], [13, 15, 1, 0.09], [12, 14, 5, 0.11], [14, 16, 6, 0.09], [11, 23, 10, 0.14], [12, 24, 10, 0.14],
  [23, 24, 12, 0.16], [23, 25, 2, 0.16], [25, 27, 3, 0.12], [24, 26, 7, 0.16], [26, 28, 8, 0.12],
  [27, 29, 4, 0.07], [29, 31, 4, 0.07], [27, 31, 4, 0.07], [28, 30, 9, 0.07], [30, 32, 9, 0.07], [28, 32, 9, 0.07],
]);
export const JOINTS = Object.freeze([...new Set(LINES.flatMap(([from, to]) => [from, to]))]);
export const SEEN = 0.5; // a landmark less visible than this is a guess: it is not drawn

/** As `perscoach_training.grades`: above 70 green, above 40 amber. @param {number} score @returns {"good" | "fair" | "poor" | "none"} */
export function grade(score) {
  if (!Number.isFinite(score)) return "none";
  return score > 70 ? "good" : score > 40 ? "fair" : "poor";
}
