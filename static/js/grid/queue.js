// Changes that are not saved yet: one for each cell, the newest. A change is {key, code, token}.

const LONGEST_WAIT = 30_000; // milliseconds between two attempts

// How long to wait before the next attempt, by how many have failed: 1 s, 2 s, 4 s ... 30 s.
export const waitAfter = (failures) => Math.min(LONGEST_WAIT, 1000 * 2 ** Math.max(0, failures - 1));

export class Queue {
  #waiting = new Map();
  #sent = new Map();

  // The token is what the cell was when the person changed it; a change that waits keeps its first one.
  add(key, code, token) {
    const before = this.#waiting.get(key);
    this.#waiting.delete(key);
    this.#waiting.set(key, { key, code, token: before ? before.token : token });
  }

  drop(key) {
    this.#waiting.delete(key);
  }

  // The next changes to send. A cell that is on its way waits for its answer: it brings the new token.
  take(most) {
    const batch = [];
    for (const change of this.#waiting.values()) {
      if (batch.length === most) break;
      if (!this.#sent.has(change.key)) batch.push(change);
    }
    for (const change of batch) {
      this.#waiting.delete(change.key);
      this.#sent.set(change.key, change);
    }
    return batch;
  }

  // It was answered; what waits for the same cell goes on from the cell's new token.
  settle(key, token) {
    this.#sent.delete(key);
    const next = this.#waiting.get(key);
    if (next && token !== undefined) next.token = token;
    return next ?? null;
  }

  // It did not arrive: it waits again, unless something newer for the cell does.
  giveBack() {
    for (const change of this.#sent.values()) {
      const newer = this.#waiting.get(change.key);
      if (newer) newer.token = change.token;
      else this.#waiting.set(change.key, change);
    }
    this.#sent.clear();
  }

  // What is on its way for that cell.
  sent(key) {
    return this.#sent.get(key) ?? null;
  }

  holds(key) {
    return this.#waiting.has(key) || this.#sent.has(key);
  }

  get isSending() {
    return this.#sent.size > 0;
  }

  get size() {
    return new Set([...this.#waiting.keys(), ...this.#sent.keys()]).size;
  }

  // All of it, to be kept outside the page: keys, codes and tokens only.
  get kept() {
    return [...new Map([...this.#sent, ...this.#waiting]).values()];
  }
}
