// The browser's own copies of what is typed into forms, one for each opened form.

const STORE = "forms";

let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("newsdesk", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      request.result.onclose = () => { opening = null; };
      resolve(request.result);
    };
  });
  return opening;
}

async function run(mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = act(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const put = (copy) => run("readwrite", (store) => store.put(copy));

export const remove = (key) => run("readwrite", (store) => store.delete(key));

// Nobody sees what another person typed with the same browser. A browser that keeps
// nothing, as in some private windows, has none.
export async function copiesOf(user) {
  try {
    const all = await run("readonly", (store) => store.getAll());
    return all.filter((copy) => copy.user === user);
  } catch {
    return [];
  }
}
