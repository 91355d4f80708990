// Carries Shadow Mode into the page: everything else is hand-written JavaScript under /shadow/, loaded by the browser itself.
import { createElement, useEffect, useRef } from "react";

export function ShadowMode({ main, training, words }) {
  const place = useRef(null);
  useEffect(() => {
    const { current } = place;
    const mounting = import(/* @vite-ignore */ main).then(({ mount }) => mount(current, { training, words }));
    return () => void mounting.then((mounted) => mounted.unmount());
  }, [training]);
  return createElement("div", { ref: place, "data-shadow-session": training });
}
