// Codes that will not do: they stay in sight, are kept like whatever is unsaved, and the bar leads to them.

export class Refused {
  #held = new Map();

  constructor(number) {
    this.number = number; // how many, in the bar: it walks through them
  }

  add(key, code, token) {
    this.#held.set(key, { key, code, token });
    this.#show();
  }

  forget(key) {
    if (this.#held.delete(key)) this.#show();
  }

  has(key) {
    return this.#held.has(key);
  }

  get size() {
    return this.#held.size;
  }

  get unsaved() {
    return [...this.#held.values()];
  }

  #show() {
    this.number.hidden = !this.size;
    this.number.querySelector("b").textContent = this.size;
  }
}
