// Rows kept until the server has them: on disk, and in memory where the disk is refused or full. Nothing here fails.

import * as store from "./store.js";

/** @typedef {import("./store.js").Table} Table */

/** @type {Map<string, any>} what the disk would not take */
const memory = new Map();

/** @param {Table} table @param {IDBValidKey} key */
const name = (table, key) => JSON.stringify([table, key]);

/** @param {Table} table @param {any} row */
const nameOf = (table, row) => name(table, table === "chunks" ? [row.session, row.number] : row.session);

/** @param {Table} table @param {object} row */
export async function put(table, row) {
  const key = nameOf(table, row);
  try {
    await store.put(table, row);
    memory.delete(key);
  } catch (error) {
    console.error("shadow: not on disk", error);
    memory.set(key, row);
  }
}

/** @param {Table} table @param {IDBValidKey} key @returns {Promise<any>} */
export async function get(table, key) {
  return memory.get(name(table, key)) ?? store.get(table, key).catch(() => undefined);
}

/** @param {Table} table @returns {Promise<any[]>} */
export async function all(table) {
  const rows = new Map((await store.all(table).catch(() => [])).map((row) => [nameOf(table, row), row]));
  for (const [key, row] of memory) if (JSON.parse(key)[0] === table) rows.set(key, row);
  return [...rows.values()];
}

/** What cannot be removed is sent once more, which is harmless. @param {Table} table @param {IDBValidKey} key */
export async function remove(table, key) {
  memory.delete(name(table, key));
  await store.remove(table, key).catch((error) => console.error("shadow: not removed", error));
}
