// What others do in the same sheet: asked every few seconds while somebody looks at it.

const EVERY = 4_000;
const IDLE = 15 * 60_000; // a sheet that nobody touches is not watched: it would keep the sign-in alive

export class Watching {
  #since;
  #after = 0; // the last change of a part, where there are many
  #seen = ""; // which of the last changes are drawn here: they are not sent again
  #touched = Date.now();
  #timer = 0;

  constructor(table, onChanges, onLine) {
    this.table = table;
    this.onChanges = onChanges;
    this.onLine = onLine;
    this.#since = table.dataset.since;
    for (const sign of ["keydown", "pointerdown", "pointermove"]) {
      addEventListener(sign, () => this.#wake(), { passive: true });
    }
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.#ask());
    this.#later();
  }

  #wake() {
    const slept = Date.now() - this.#touched > IDLE;
    this.#touched = Date.now();
    if (slept) this.#ask();
  }

  // After a save: what it did to the contact sessions.
  soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), 500);
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), EVERY);
  }

  async #ask() {
    if (document.visibilityState !== "visible" || Date.now() - this.#touched > IDLE) return this.#later();
    const asked = Date.now();
    try {
      const { changes, pills = "" } = this.table.dataset;
      const asking = new URLSearchParams({ since: this.#since, after: this.#after, seen: this.#seen, pills });
      const response = await fetch(`${changes}${changes.includes("?") ? "&" : "?"}${asking}`);
      this.onLine(true);
      if (response.ok && !response.redirected) {
        const found = await response.json();
        this.#since = found.since;
        this.#after = found.after ?? 0;
        if (this.onChanges(found, asked)) this.#seen = found.seen ?? "";
        if (this.#after) return this.#ask();
      }
    } catch {
      this.onLine(false);
    }
    return this.#later();
  }
}
