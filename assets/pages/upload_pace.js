// How fast an upload goes, how long it still takes, and what a file is known by. Pure.

const WINDOW_MS = 8000; // long enough to be calm, short enough to tell when the phone left the Wi-Fi
const LONG_S = 90; // beyond this, time left is said in minutes
const ENDS_BYTES = 65536; // two recordings never agree in both ends and in length

/**
 * Bytes a second over the last seconds; 0 while too little is known.
 * @param {{ at: number, bytes: number }[]} marks what was sent when, the oldest first; old ones are dropped @param {number} now ms
 */
export function speedOf(marks, now) {
  while (marks.length > 2 && marks[0].at < now - WINDOW_MS) marks.shift();
  const [first, last] = [marks[0], marks.at(-1)];
  return first && last && last.at - first.at > 500 ? (1000 * (last.bytes - first.bytes)) / (last.at - first.at) : 0;
}

/**
 * «43 % · 2,4 МБ/с · ещё 3 мин», “43% · 2.4 MB/s · 3 min left”.
 * @param {string} language @param {number} sent @param {number} all bytes @param {number} speed bytes/s @param {string} left a pattern with {time}
 */
export function progressWords(language, sent, all, speed, left) {
  const say = (/** @type {number} */ value, /** @type {string} */ unit, digits = 0) =>
    new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: digits }).format(value);
  const share = new Intl.NumberFormat(language, { style: "percent" }).format(sent / all);
  if (!speed) return share;
  const seconds = (all - sent) / speed;
  const time = seconds > LONG_S ? say(Math.round(seconds / 60), "minute") : say(Math.max(1, Math.round(seconds)), "second");
  return [share, say(speed / 1e6, "megabyte-per-second", 1), left.replace("{time}", time)].join(" · ");
}

/** The same when the file is chosen again: phones give one video another name or date each time. @param {File} file */
export async function fingerprint(file) {
  const ends = new Blob([file.slice(0, ENDS_BYTES), file.slice(-ENDS_BYTES)]);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await ends.arrayBuffer()));
  return `tus-${file.size}-${Array.from(digest.slice(0, 12), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
