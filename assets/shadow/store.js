// IndexedDB in as few words as it allows. What the disk refuses stays in memory, as long as the page does: nothing here fails.

const NAME = "perscoach-training";
const [outbox, places] = [{ keyPath: "id", autoIncrement: true }, { keyPath: "training" }];
const TABLES = { outbox, places, film: { keyPath: ["training", "number"] } };
const FROM_MEMORY = 2 ** 40; // ids of rows in memory come after all ids on disk

/** @typedef {keyof typeof TABLES} Table */

/** @type {Record<Table, any[]>} what the disk would not take */
const memory = { outbox: [], places: [], film: [] };
let inMemory = FROM_MEMORY;
/** @type {Promise<IDBDatabase> | undefined} */
let opened;

/** @returns {Promise<IDBDatabase>} what was refused or closed is asked for again */
function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => Object.entries(TABLES).forEach(([table, keys]) => request.result.createObjectStore(table, keys));
    request.onsuccess = () => {
      request.result.onclose = () => (opened = undefined);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => (opened = undefined));
  return opened;
}

/**
 * @param {Table[]} tables
 * @param {IDBTransactionMode} mode
 * @param {(table: (name: Table) => IDBObjectStore) => IDBRequest | void} work
 * @returns {Promise<any>} settled once the transaction is on disk
 */
async function within(tables, mode, work) {
  const transaction = (await database()).transaction(tables, mode);
  const request = work((name) => transaction.objectStore(name));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

/** @param {Table} table @param {any} row @returns {any[]} */
const keyOf = (table, row) => [TABLES[table].keyPath].flat().map((part) => row[part]);
/** @param {Table} table @param {any} row */
const unlike = (table, row) => (/** @type {any} */ other) => `${keyOf(table, other)}` !== `${keyOf(table, row)}`;

/** All of these or none. @param {[Table, any][]} rows @returns {Promise<boolean>} whether they are on disk */
export async function put(...rows) {
  try {
    await within(rows.map(([table]) => table), "readwrite", (table) => rows.forEach(([name, row]) => table(name).put(row)));
    return true;
  } catch (error) {
    console.error("shadow: not on disk", error);
    for (const [table, row] of rows) {
      if (table === "outbox") row.id ??= ++inMemory;
      memory[table] = [...memory[table].filter(unlike(table, row)), row];
    }
    return false;
  }
}

/** @param {Table} table @returns {Promise<any[]>} in the order of their keys */
export async function all(table) {
  const disk = /** @type {any[]} */ (await within([table], "readonly", (of) => of(table).getAll()).catch(() => []));
  return [...disk.filter((row) => memory[table].every(unlike(table, row))), ...memory[table]];
}

/** What cannot be removed is sent once more, which is harmless. @param {Table} table @param {any} row */
export async function remove(table, row) {
  const key = keyOf(table, row);
  memory[table] = memory[table].filter(unlike(table, row));
  await within([table], "readwrite", (of) => of(table).delete(key.length > 1 ? key : key[0])).catch(() => {});
}
