// IndexedDB in as few words as it allows: three tables, each operation its own transaction.

const NAME = "perscoach-shadow";
const TABLES = /** @type {const} */ ({ chunks: ["session", "number"], ends: "session", places: "session" });

/** @typedef {keyof typeof TABLES} Table */

/** @type {Promise<IDBDatabase> | undefined} */
let opened;

/** What was refused or closed is asked for again. */
const forget = () => (opened = undefined);

/** @returns {Promise<IDBDatabase>} */
function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const [table, keyPath] of Object.entries(TABLES)) request.result.createObjectStore(table, { keyPath: /** @type {any} */ (keyPath) });
    };
    request.onsuccess = () => {
      request.result.onclose = forget;
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  opened.catch(forget);
  return opened;
}

/**
 * @template T
 * @param {Table} table
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} work
 * @returns {Promise<T>} settled once the transaction is on disk
 */
async function within(table, mode, work) {
  const transaction = (await database()).transaction(table, mode);
  const request = work(transaction.objectStore(table));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

/** @param {Table} table @param {object} row */
export const put = (table, row) => within(table, "readwrite", (store) => store.put(row));

/** @param {Table} table @param {IDBValidKey} key @returns {Promise<any>} */
export const get = (table, key) => within(table, "readonly", (store) => store.get(key));

/** @param {Table} table @returns {Promise<any[]>} in the order of their keys */
export const all = (table) => within(table, "readonly", (store) => store.getAll());

/** @param {Table} table @param {IDBValidKey} key */
export const remove = (table, key) => within(table, "readwrite", (store) => store.delete(key));
