// On the pages before a training: what it needs is fetched while nothing else is to do, unless the client saves data.

import { fetchAhead } from "./offline.js";

const saving = /** @type {any} */ (navigator).connection?.saveData;
if (!saving) (window.requestIdleCallback ?? setTimeout)(() => void fetchAhead().catch((error) => console.warn("shadow: not ahead", error)));
