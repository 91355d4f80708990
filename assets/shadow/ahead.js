// On the pages before a training: what still waits here is sent; what it needs is fetched while nothing else is to do, unless the client
// saves data.

import { getManifest } from "./api.js";
import { keep } from "./offline.js";
import { Outbox } from "./outbox.js";

const fetchAhead = async () => keep((await getManifest())?.begin ?? []);

void new Outbox("").flush();
if (!(/** @type {any} */ (navigator).connection?.saveData)) (window.requestIdleCallback ?? setTimeout)(fetchAhead);
