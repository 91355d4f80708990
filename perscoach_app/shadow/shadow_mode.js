// Carries Shadow Mode into the page: everything else is hand-written JavaScript under /shadow/, loaded by the browser itself.
import { createElement, useEffect, useRef } from "react";

const MAIN = "/shadow/main.js"; // by a variable, so that the bundler leaves it alone

export function ShadowMode({ training, words }) {
  const place = useRef(null);
  useEffect(() => {
    let mounted = null;
    let gone = false;
    import(/* @vite-ignore */ MAIN).then(({ mount }) => {
      if (!gone && place.current) mounted = mount(place.current, { training, words });
    });
    return () => {
      gone = true;
      mounted?.unmount();
    };
  }, [training]);
  return createElement("div", { ref: place, "data-shadow-session": training });
}
