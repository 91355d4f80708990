// On a training's page, what takes longest begins before the page is there; every other page is left alone.

const training = /^\/shadow\/([^/]+)\/?$/.exec(location.pathname)?.[1];
if (training) void import("../shadow/opening.js").then(({ begin }) => begin(decodeURIComponent(training)));
