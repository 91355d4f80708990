// On the pages before a training: what still waits here is sent; what it needs is fetched while nothing else is to do, unless the client saves data.

import { fetchAhead } from "./offline.js";
import { Outbox } from "./outbox.js";

const saving = /** @type {any} */ (navigator).connection?.saveData;
void new Outbox("").flush();
if (!saving) (window.requestIdleCallback ?? setTimeout)(() => void fetchAhead().catch((error) => console.warn("shadow: not ahead", error)));
