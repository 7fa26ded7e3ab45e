// Files that wait to be sent, kept in the browser so that a reload does not lose them.

const open = new Promise((resolve) => {
  // Private windows may refuse; files then live as long as the page.
  try {
    const request = indexedDB.open("yizhu", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("parcels");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
  } catch {
    resolve(null);
  }
});
const memory = new Map();

async function act(mode, work) {
  const database = await open;
  if (!database) return undefined;
  return new Promise((resolve) => {
    const transaction = database.transaction("parcels", mode);
    const request = work(transaction.objectStore("parcels"));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => resolve(undefined);
  });
}

export async function keep(id, file) {
  memory.set(id, file);
  await act("readwrite", (store) => store.put(file, id));
}

export async function find(id) {
  return memory.get(id) ?? (await act("readonly", (store) => store.get(id)));
}

/** Drop what nobody waits for any more; `isWanted(id)` is asked last, for other tabs may add. */
export async function sweep(isWanted) {
  const ids = (await act("readonly", (store) => store.getAllKeys())) ?? [];
  await Promise.all(ids.filter((id) => !isWanted(id)).map(drop));
}

export async function drop(id) {
  memory.delete(id);
  await act("readwrite", (store) => store.delete(id));
}
