// What the person chose to see; remembered on this device.

/** @typedef {{clientShadow: boolean, trainerSkeleton: boolean, clientSkeleton: boolean, autoAlign: boolean}} View */

const KEY = "perscoach-shadow-view";

/** @type {(keyof View)[]} in the order of the switches */
export const LAYERS = ["clientShadow", "trainerSkeleton", "clientSkeleton", "autoAlign"];

/** @returns {View} */
export function readView() {
  const view = { clientShadow: true, trainerSkeleton: true, clientSkeleton: true, autoAlign: true };
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    for (const layer of LAYERS) if (typeof kept[layer] === "boolean") view[layer] = kept[layer];
  } catch {
    // A browser that keeps nothing shows everything.
  }
  return view;
}

/** @param {View} view */
export function keepView(view) {
  try {
    localStorage.setItem(KEY, JSON.stringify(view));
  } catch {
    // Private windows may refuse; the choice holds until the page closes.
  }
}
