// The page's worker without its eyes: recorded landmarks take the camera's place, at their own pace. All else is the product's.

import { Engine, openPython } from "./engine.js";
import { INPUT } from "./layout.js";

const AT_ONCE = 12; // steps between two answers: a set goes by several times faster than it was recorded. What is said is never passed over

let python, engine, director, rows, plan;
let [next, begun, from, training] = [0, 0, 0, false];

const orders = {
  async load({ manifest }) {
    rows = new Float32Array(await (await fetch("/shadow/recorded.f32")).arrayBuffer());
    python = await openPython(manifest);
    self.postMessage({ kind: "progress", part: "model", done: 1, bytes: 1 });
    self.postMessage({ kind: "ready", delegate: "CPU" });
  },

  async open(order) {
    plan = order.plan;
    director = python.globals.get("PageDirector")(JSON.stringify(plan), order.place && JSON.stringify(order.place), order.settings);
    engine = new Engine(python, director, director.frame);
  },

  async event({ event }) {
    await say(director.event(JSON.stringify({ ...event, now: Math.max(event.now, from) })));
  },

  async look({ frame, moment }) {
    frame.close();
    self.postMessage({ kind: "free" });
    for (let n = 0, said = ""; n < AT_ONCE && (n === 0 || (training && !said)); n += 1) {
      const row = rows.subarray(next * INPUT.size, (next + 1) * INPUT.size);
      engine.input().set(row);
      if (!training) begun = moment.clock;
      from = Math.max(from, training ? begun + row[INPUT.clock] : moment.clock);
      said = director.frame(from);
      await say(said);
      if (training && next + 1 < rows.length / INPUT.size) next += 1;
    }
    self.postMessage({ kind: "seen", output: engine.output().slice(), mask: null, ms: { pose: 0, mask: 0, step: 0 } });
  },
};

async function say(json) {
  if (!json) return;
  const commands = JSON.parse(json);
  for (const [name, values] of commands) {
    if (name === "face") training = values.root["data-state"] === "set";
    if (name === "load") await say(director.load(values.item, await (await fetch(plan.items[values.item].clip.poses)).text()));
    const track = name === "track" && director.track(values.item).toJs({ dict_converter: Object.fromEntries });
    if (track) self.postMessage({ kind: "track", item: values.item, track });
  }
  self.postMessage({ kind: "commands", commands });
}

// One order after the other, as Python hears them.
let before = Promise.resolve();
self.onmessage = ({ data }) => {
  const failed = (error) => self.postMessage({ kind: "failed", part: "python", text: String(error?.stack ?? error) });
  before = before.then(() => orders[data.kind](data)).catch(failed);
};
