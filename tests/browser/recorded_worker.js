// The page's worker without its eyes: recorded landmarks take the camera's place. Python, page and stage are the product's own.

let layout, engine, director, rows, plan, origin;
let next = 0, from = 0, training = false;

/** Steps between two answers: a set goes by several times faster than it was recorded. What is said is never passed over. */
const AT_ONCE = 12;

const orders = {
  async load({ manifest }) {
    ({ origin } = new URL(manifest.motion));
    layout = await import(`${origin}/shadow/layout.js`);
    const product = await import(`${origin}/shadow/engine.js`);
    const python = product.openPython(manifest.pyodide, manifest.motion);
    rows = new Float32Array(await (await fetch(`${origin}/clip/session.f32`)).arrayBuffer());
    opened = { product, python: await python };
    self.postMessage({ kind: "progress", part: "model", done: 1, bytes: 1 });
    self.postMessage({ kind: "ready", delegate: "CPU", ms: { model: 0 } });
  },

  async open(order) {
    plan = order.plan;
    director = opened.python.globals.get("PageDirector")(JSON.stringify(plan), order.place && JSON.stringify(order.place), order.settings);
    engine = new opened.product.Engine(director, director.frame);
  },

  async event({ event }) {
    await say(director.event(JSON.stringify({ ...event, now: Math.max(event.now, from) })));
  },

  async look({ frame, moment }) {
    frame.close();
    self.postMessage({ kind: "free" });
    const { INPUT, OUTPUT } = layout;
    for (let n = 0; n < AT_ONCE; n += 1) {
      const row = rows.subarray(next * INPUT.size, (next + 1) * INPUT.size);
      engine.input.view().set(row);
      if (training) from = Math.max(from, begun + row[INPUT.clock]);
      else begun = from = Math.max(from, moment.now);
      const said = director.frame(from);
      await say(said);
      if (training && next + 1 < rows.length / INPUT.size) next += 1;
      if (!training || said) break;
    }
    const output = engine.output.view().slice(0, OUTPUT.size);
    self.postMessage({ kind: "seen", output, mask: null, world: undefined, ms: { pose: 0, mask: 0, step: 0 } });
  },
};
let opened, begun = 0;

async function say(json) {
  if (!json) return;
  const commands = JSON.parse(json);
  for (const [name, values] of commands) {
    if (name === "face") training = values.root["data-state"] === "set";
    if (name === "load") await say(director.load(values.item, await (await fetch(origin + plan.items[values.item].clip.poses)).text()));
    if (name === "track") self.postMessage({ kind: "track", item: values.item, track: opened.product.trackOf(director.track(values.item)) });
  }
  self.postMessage({ kind: "commands", commands });
}

// One order after the other, as Python hears them.
let before = Promise.resolve();
self.onmessage = ({ data }) => {
  before = before.then(() => orders[data.kind](data)).catch((error) => self.postMessage({ kind: "failed", part: "python", text: String(error?.stack ?? error) }));
};
