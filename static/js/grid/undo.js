// What was done and can be undone, for the whole visit. A step is a list of {key, before, after}.

export class Steps {
  #done = [];
  #undone = [];

  note(step) {
    if (!step.length) return;
    this.#done.push(step);
    this.#undone = [];
  }

  // The puts that take the last step back: what each cell is to hold, and what it is thought to hold now.
  undo() {
    const step = this.#done.pop();
    if (!step) return null;
    this.#undone.push(step);
    return step.map(({ key, before, after }) => ({ key, code: before, from: after }));
  }

  redo() {
    const step = this.#undone.pop();
    if (!step) return null;
    this.#done.push(step);
    return step.map(({ key, before, after }) => ({ key, code: after, from: before }));
  }

  // A change that was refused or taken back is no longer a step.
  forget(key) {
    const without = (steps) => steps.map((step) => step.filter((one) => one.key !== key)).filter((step) => step.length);
    const last = this.#done.findLastIndex((step) => step.some((one) => one.key === key));
    if (last >= 0) this.#done = [...this.#done.slice(0, last), ...without([this.#done[last]]), ...this.#done.slice(last + 1)];
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }
}
