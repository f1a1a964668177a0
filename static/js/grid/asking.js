// What waits for a person's answer: conflicts, and published cells without a reason.
import { askWhichStays, askWhy } from "./questions.js";

const QUIET = 700; // milliseconds without a key before a question is asked

export class Asking {
  reasons = new Map(); // key → result, what was typed, and how the server draws the cell
  conflicts = new Map();
  #isAsking = false;

  constructor(desk) {
    this.desk = desk;
    this.sheet = desk.sheet;
  }

  holds(key) {
    return this.reasons.has(key) || this.conflicts.has(key);
  }

  // Something else was typed there: it is that which counts now.
  forget(key) {
    this.reasons.delete(key);
    this.conflicts.delete(key);
  }

  // Kept like what waits for the line.
  get unsaved() {
    return [...this.reasons, ...this.conflicts].map(([key, one]) => ({ key, code: one.typed, token: one.token }));
  }

  // Questions come one at a time, and never while somebody is typing: no keystroke may land in one.
  async ask() {
    if (this.#isAsking || !(this.reasons.size || this.conflicts.size)) return;
    this.#isAsking = true;
    await this.pause();
    while (this.conflicts.size) await this.askConflict(...this.conflicts.entries().next().value);
    if (this.reasons.size) await this.askReason();
    this.#isAsking = false;
    const { selection } = this.desk;
    if (selection.block) selection.reach(selection.head);
    this.ask();
  }

  async pause() {
    while (this.desk.typing.isOpen || Date.now() - this.desk.lastKey < QUIET) await new Promise((done) => setTimeout(done, 100));
  }

  named(key) {
    const place = this.sheet.placeFor(key);
    return { ...place, key, who: this.sheet.whoOf(place), day: this.sheet.dayOf(place) };
  }

  async askConflict(key, conflict) {
    const place = this.named(key);
    const stays = await askWhichStays(this.desk.part("conflict"), conflict, place);
    this.forget(key);
    if (stays === "mine") this.desk.saving.add(key, conflict.typed, conflict.token);
    else this.giveUp(key, conflict);
  }

  async askReason() {
    const cells = [...this.reasons].map(([key, result]) => ({ key, result, place: { ...this.named(key), code: result.typed } }));
    const why = await askWhy(this.desk.part("reason"), cells);
    if (why) return this.sendWithReason(cells, why);
    for (const { key, result } of cells) this.giveUp(key, result);
    return this.desk.saving.keep();
  }

  async sendWithReason(cells, why) {
    const { saving, feed } = this.desk;
    const batch = cells.map(({ key, result }) => ({ key, code: result.typed, token: result.token }));
    this.desk.say(`Saving ${batch.length}`, "busy");
    try {
      const answer = await saving.post(batch, why);
      for (const { key } of batch) this.forget(key);
      feed.onAnswer(answer);
    } catch (problem) {
      // Nothing typed is lost: it is sent again, and the reason asked for again, once the line is back.
      for (const { key, code, token } of batch) {
        this.forget(key);
        saving.add(key, code, token);
      }
      this.desk.tell(`Not saved: ${problem.message}`);
    }
    saving.keep();
    saving.say();
  }

  // The cell as the server has it, over whatever was typed there.
  giveUp(key, { cell }) {
    const place = this.sheet.placeFor(key);
    this.forget(key);
    this.desk.steps.forget(key);
    if (cell) this.sheet.put(place, cell);
    else this.sheet.release(place);
    this.desk.allow();
  }
}
