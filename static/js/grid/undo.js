// What was done and can be undone, for the whole visit. A step is a list of {key, before, after}.

const MOST = 20_000; // changes that are kept from page to page

export class Steps {
  #done;
  #undone;
  #ways = new Map(); // key → how its last change came about: undo, redo, or anew
  passed = 0; // how many newer changes the last one passed over, as they are out of sight

  constructor({ done = [], undone = [] } = {}) {
    this.#done = done;
    this.#undone = undone;
  }

  note(step) {
    if (!step.length) return;
    this.#done.push(step);
    this.#undone = [];
    for (const { key } of step) this.#ways.delete(key);
  }

  // The puts that take the last step in sight back: what each cell is to hold, and what it must hold now.
  undo(isHere) {
    return this.#move(this.#done, this.#undone, "undo", isHere)?.map(({ key, before, after }) => ({ key, code: before, from: after })) ?? null;
  }

  redo(isHere) {
    return this.#move(this.#undone, this.#done, "redo", isHere)?.map(({ key, before, after }) => ({ key, code: after, from: before })) ?? null;
  }

  // What is out of sight stays where it is; it goes when its page is shown again.
  #move(from, to, way, isHere = () => true) {
    const at = from.findLastIndex((step) => step.some((one) => isHere(one.key)));
    if (at < 0) return null;
    const here = from[at].filter((one) => isHere(one.key));
    const away = from[at].filter((one) => !isHere(one.key));
    this.passed = away.length + from.slice(at + 1).flat().length;
    from.splice(at, 1, ...(away.length ? [away] : []));
    to.push(here);
    for (const { key } of here) this.#ways.set(key, way);
    return here;
  }

  // The cell's last change was not to be: a new one is no step any more, one undone is done again.
  takeBack(key) {
    const way = this.#ways.get(key);
    this.#ways.delete(key);
    const one = this.#take(way === "undo" ? this.#undone : this.#done, key);
    if (one && way === "undo") this.#done.push([one]);
    if (one && way === "redo") this.#undone.push([one]);
  }

  // An undone change that somebody else has gone over: it cannot be done again either.
  drop(key) {
    this.#take(this.#ways.get(key) === "redo" ? this.#done : this.#undone, key);
    this.#ways.delete(key);
  }

  #take(steps, key) {
    const at = steps.findLastIndex((step) => step.some((one) => one.key === key));
    if (at < 0) return null;
    const one = steps[at].find((each) => each.key === key);
    const rest = steps[at].filter((each) => each !== one);
    steps.splice(at, 1, ...(rest.length ? [rest] : []));
    return one;
  }

  // The server calls what was typed by another name: 0800-1600 is W0800-1600.
  learn(key, typed, code) {
    if (typed === code) return;
    for (const one of [...this.#done, ...this.#undone].flat()) {
      if (one.key !== key) continue;
      if (one.before === typed) one.before = code;
      if (one.after === typed) one.after = code;
    }
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  get kept() {
    return { done: newest(this.#done), undone: newest(this.#undone) };
  }
}

function newest(steps) {
  let many = 0;
  return steps.slice(steps.findLastIndex((step) => (many += step.length) > MOST) + 1);
}
