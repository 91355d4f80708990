// The page's worker without its eyes: a recorded session takes the camera's place, step after step. Engine, page and stage are the product's own.

let layout, engine, rows, next = 0;

/** Steps between two answers: a session goes by several times faster than it was recorded. What is said is never passed over. */
const AT_ONCE = 12;

self.onmessage = async ({ data }) => {
  try {
    if (data.kind === "load") await load(data);
    else look(data);
  } catch (error) {
    self.postMessage({ kind: "failed", text: String(error?.stack ?? error) });
  }
};

async function load({ manifest, poses, target }) {
  const { origin } = new URL(poses);
  layout = await import(`${origin}/shadow/layout.js`);
  const product = await import(`${origin}/shadow/engine.js`);
  const python = await product.openPython(manifest.pyodide, manifest.motion);
  const opened = product.openEngine(python, await (await fetch(poses)).text(), target);
  engine = opened.engine;
  rows = new Float32Array(await (await fetch(`${origin}/clip/session.f32`)).arrayBuffer());
  self.postMessage({ kind: "ready", track: opened.track, delegate: "CPU", ms: { model: 0, python: 0 } });
}

function look({ frame }) {
  frame.close();
  const { INPUT, OUTPUT } = layout;
  let output = null;
  for (let n = 0; n < AT_ONCE && next < rows.length / INPUT.size && !(output?.[OUTPUT.cue] > 0); n += 1, next += 1) {
    engine.input.view().set(rows.subarray(next * INPUT.size, (next + 1) * INPUT.size));
    engine.step();
    output = engine.output.view().slice(0, OUTPUT.size);
  }
  output ??= Object.assign(engine.output.view().slice(0, OUTPUT.size), { [OUTPUT.cue]: 0 });
  self.postMessage({ kind: "seen", output, mask: null, ms: { pose: 0, mask: 0, step: 0 } });
}
