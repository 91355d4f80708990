// Shadow Mode: opens the session, ties camera, worker, stage and outbox together. `mount` is all the page calls.

import { ApiError, getManifest, getSession } from "./api.js";
import { el } from "./dom.js";
import { Outbox } from "./outbox.js";
import { Overlay } from "./overlay.js";
import { statsOf } from "./stats.js";
import { guessLanguage, speaker } from "./texts.js";
import { Training } from "./training.js";

/**
 * @param {HTMLElement} element
 * @param {{session: string}} options
 * @returns {{unmount: () => void}}
 */
export function mount(element, { session }) {
  const outbox = new Outbox(session);
  /** @type {Training | null} */
  let training = null;
  let gone = false;
  const root = el("div", { class: "shadow", "data-state": "opening" });
  addStyle();
  element.replaceChildren(root);

  const open = async () => {
    root.dataset.state = "opening";
    try {
      void outbox.flush();
      const [about, manifest] = await Promise.all([getSession(session), getManifest()]);
      const kept = await outbox.place(session);
      const [next, elapsed, reps] = [Math.max(kept.next, about.next), Math.max(kept.elapsed, about.elapsed), Math.max(kept.reps, about.reps)];
      const place = { session, next, elapsed, reps };
      if (gone) return;
      if (about.finished) return over(root, about);
      training = new Training(root, about, manifest, outbox, place);
    } catch (error) {
      if (!gone) refuse(root, error, open);
    }
  };
  void open();

  /** @type {any} */ (window).shadow = { stats: () => ({ state: root.dataset.state, ...(training && statsOf(training)) }) };
  return {
    unmount() {
      gone = true;
      training?.close();
      outbox.close();
      root.remove();
    },
  };
}

/** The session could not be opened: why, in the browser's language, and a way on. @param {HTMLElement} root @param {unknown} error @param {() => void} retry */
function refuse(root, error, retry) {
  console.error("shadow: not opened", error);
  const say = speaker(guessLanguage());
  const overlay = new Overlay();
  root.dataset.state = "refused";
  root.replaceChildren(overlay.element);
  const home = { label: say("home"), act: () => location.assign("/"), id: "home" };
  const status = error instanceof ApiError ? error.status : -1;
  if (status === 404) overlay.open("not-found", say("notFound"), say("notFoundHint"), [{ ...home, kind: "main" }]);
  else if (status === 401) overlay.open("sign-in", say("signIn"), say("signInHint"), [{ ...home, kind: "main" }]);
  else overlay.open("load-failed", say("loadFailed"), say("loadFailedHint"), [{ label: say("tryAgain"), act: retry, kind: "main", id: "again" }, home]);
}

/** @param {HTMLElement} root @param {import("./api.js").Session} about */
function over(root, about) {
  const say = speaker(about.language);
  const overlay = new Overlay();
  root.dataset.state = "refused";
  root.replaceChildren(overlay.element);
  overlay.open("finished", say("finished"), say("finishedHint"), [
    { label: say("openReport"), act: () => location.assign(about.report), kind: "main", id: "report" },
    { label: say("home"), act: () => location.assign("/home"), id: "home" },
  ]);
}

function addStyle() {
  const address = new URL("./shadow.css", import.meta.url).href;
  if (![...document.styleSheets].some((sheet) => sheet.href === address)) document.head.append(el("link", { rel: "stylesheet", href: address }));
}
