"""How long the live step takes: Pyodide in a real browser, landmarks copied in, one step, the result copied out. Nothing else runs."""

from typing import TypedDict

from playwright.sync_api import Page

STEPS = 1500
"""A hundred seconds of a client at 15 poses a second."""
BATCH = 5
"""Steps timed together: browsers coarsen their clock to 0.1 ms."""

_SCRIPT = """async ({steps, batch}) => {
  const { openPython, openEngine } = await import("/shadow/engine.js");
  const { getManifest } = await import("/shadow/api.js");
  const manifest = await getManifest();
  const began = performance.now();
  const python = await openPython(manifest.pyodide, manifest.motion);
  const { engine, track } = openEngine(python, await (await fetch("/clip/trainer_poses.json")).text());
  const opened_ms = performance.now() - began;
  const frames = track.times.length, end = track.times[frames - 1];
  const landmarks = Array.from({ length: frames }, (_, f) => Array.from({ length: 33 }, (_, i) => ({
    x: track.image[99 * f + 3 * i], y: track.image[99 * f + 3 * i + 1], z: track.image[99 * f + 3 * i + 2],
    visibility: track.visibility[33 * f + i],
  })));
  const world = Array.from({ length: frames }, (_, f) => Array.from({ length: 33 }, (_, i) => ({
    x: track.world[99 * f + 3 * i], y: track.world[99 * f + 3 * i + 1], z: track.world[99 * f + 3 * i + 2],
  })));
  const ms = [], scores = [];
  let output;
  for (let n = 0; n < steps; n += batch) {
    const start = performance.now();
    for (let k = n; k < n + batch; k += 1) {
      const clock = k / 15, clip = clock % end, loop = Math.floor(clock / end);
      const f = Math.min(frames - 1, Math.floor((clip / end) * frames));
      output = engine.see({ clock, clip, loop, flags: 3, width: 480, height: 640 }, landmarks[f], world[f]);
    }
    ms.push((performance.now() - start) / batch);
    scores.push(output[1]);
  }
  ms.sort((a, b) => a - b);
  scores.sort((a, b) => a - b);
  const at = (share) => ms[Math.floor(share * (ms.length - 1))];
  return { p50_ms: at(0.5), p99_ms: at(0.99), least_ms: ms[0], opened_ms, score: scores[scores.length >> 1], reps: output[5] };
}"""


class StepTimes(TypedDict):
    """Milliseconds of a step; `opened_ms` is Python's cold start with our wheel and the clip's poses read; `score` the median."""

    p50_ms: float
    p99_ms: float
    least_ms: float
    opened_ms: float
    score: float
    reps: float


def measure_step(page: Page, steps: int = STEPS) -> StepTimes:
    """Drive the engine with the trainer's own landmarks.

    Args:
        page: On a stage server's address.
        steps: How many.
    """
    return page.evaluate(_SCRIPT, {"steps": steps, "batch": BATCH})
