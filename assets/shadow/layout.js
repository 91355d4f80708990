// The two buffers between this page and `perscoach_motion.engine`, by index (docs/formats.md), and what a skeleton looks like.

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

export const FLAG = Object.freeze({ autoAlign: 1, mirror: 2, everyFrame: 4, fit: 8 });

/** Why there is no score at this moment. */
export const GATE = Object.freeze({ nobody: 1, partly: 2, small: 4, clip: 8 });

/** Lines of a drawn skeleton: trunk, arms, legs, feet. Face and fingers would only be noise at this size. */
export const LINES = Object.freeze([
  [11, 12], [11, 13], [13, 15], [12, 14], [14, 16], [11, 23], [12, 24], [23, 24], [23, 25], [25, 27], [24, 26], [26, 28],
  [27, 29], [29, 31], [27, 31], [28, 30], [30, 32], [28, 32],
]);

export const JOINTS = Object.freeze([...new Set(LINES.flat())]);

/** A landmark less visible than this is a guess: it is not drawn. */
export const SEEN = 0.5;

/** Above `good` green, above `fair` amber, else red. */
export const SCORE = Object.freeze({ good: 70, fair: 40 });

/**
 * @param {number | null} score 0..100
 * @returns {"good" | "fair" | "poor" | "none"}
 */
export function grade(score) {
  if (score === null || Number.isNaN(score)) return "none";
  return score > SCORE.good ? "good" : score > SCORE.fair ? "fair" : "poor";
}

/** Repetitions that were whole: all that were counted, less the half ones and those broken off. @param {Float32Array} output */
export function wholeReps(output) {
  return output[OUTPUT.reps] - output[OUTPUT.halves] - output[OUTPUT.brokenOff];
}

/** The score to show: smoothed, null where there is none. @param {Float32Array} output */
export function shown(output) {
  const score = output[OUTPUT.shown];
  return output[OUTPUT.gate] === 0 && Number.isFinite(score) ? score : null;
}
