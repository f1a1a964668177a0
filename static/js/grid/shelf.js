// Unsaved changes kept outside the page: one entry for each, so that no page writes over what another one keeps.
// Only officers' numbers, days, codes and tokens: nothing that names anybody.

export class Shelf {
  #page = crypto.getRandomValues(new Uint32Array(2)).join("-");
  #kept = new Map(); // what this page has on the shelf

  constructor(account, store = localStorage) {
    this.prefix = `roster-unsaved/${account}/`;
    this.store = store;
    // A lock says that the page is open; where there is none a page is taken for closed, and its entries offered.
    navigator.locks?.request(`${this.prefix}${this.#page}`, () => new Promise(() => {}))?.catch(() => {});
  }

  #name(key) {
    return `${this.prefix}${key}/${this.#page}`;
  }

  // What is unsaved now; what is not among it has been settled.
  keep(changes) {
    try {
      const now = new Map(changes.map(({ key, code, token }) => [this.#name(key), JSON.stringify([code, token])]));
      for (const name of this.#kept.keys()) if (!now.has(name)) this.store.removeItem(name);
      for (const [name, text] of now) if (this.#kept.get(name) !== text) this.store.setItem(name, text);
      this.#kept = now;
    } catch {
      // A full or forbidden shelf: the page still holds everything.
    }
  }

  // What pages that are closed have left, one for each cell: [{key, code, token, names}].
  async left() {
    const open = new Set(((await navigator.locks?.query())?.held ?? []).map((one) => one.name));
    const found = new Map();
    for (const name of this.#names()) {
      const [officer, day, page] = name.slice(this.prefix.length).split("/");
      if (page === this.#page || open.has(`${this.prefix}${page}`)) continue;
      const [code, token] = this.#read(name);
      if (code === undefined) continue;
      const key = `${officer}/${day}`;
      found.set(key, { key, code, token, names: [...(found.get(key)?.names ?? []), name] });
    }
    return [...found.values()];
  }

  #names() {
    try {
      return Object.keys(this.store).filter((name) => name.startsWith(this.prefix));
    } catch {
      return [];
    }
  }

  #read(name) {
    try {
      const found = JSON.parse(this.store.getItem(name));
      return found.every((word) => typeof word === "string") ? found : [];
    } catch {
      return [];
    }
  }

  drop(left) {
    for (const name of left.flatMap((one) => one.names)) this.store.removeItem(name);
  }
}
