// A trainer's clip plays by itself, silently, unless its viewer asked for less motion; a click stops it and starts it again.

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** @param {HTMLVideoElement} video */
function start(video) {
  video.muted = true;
  if (!still.matches && !video.hasAttribute("data-held")) video.play().catch(() => {}); // a browser may refuse: the poster stays
}

addEventListener(
  "loadeddata",
  (event) => {
    if (event.target instanceof HTMLVideoElement && event.target.matches("[data-clip]")) start(event.target);
  },
  true,
);

addEventListener("click", (event) => {
  const video = event.target instanceof Element ? event.target.closest("video[data-clip]") : null;
  if (video instanceof HTMLVideoElement) video.paused ? video.play() : video.pause();
});

for (const video of document.querySelectorAll("video[data-clip]")) {
  if (video instanceof HTMLVideoElement && video.readyState >= 2) start(video);
}
