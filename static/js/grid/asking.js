// What waits for a person's answer: conflicts, and published cells without a reason. It is asked when the
// person says so and never by itself: no keystroke of somebody who is typing may land in a question.
import { askWhichStays, askWhy } from "./questions.js";
import { Unread } from "./saving.js";

export class Asking {
  reasons = new Map(); // key → result, what was typed, and how the server draws the cell
  conflicts = new Map();
  #isAsking = false;

  constructor(desk) {
    this.desk = desk;
    this.sheet = desk.sheet;
    this.button = desk.part("asks");
    this.button.addEventListener("click", () => this.ask());
  }

  get size() {
    return this.reasons.size + this.conflicts.size;
  }

  holds(key) {
    return this.reasons.has(key) || this.conflicts.has(key);
  }

  hold(key, result) {
    const isConflict = result.outcome === "conflict";
    (isConflict ? this.conflicts : this.reasons).set(key, result);
    const place = this.sheet.placeFor(key);
    if (place) this.sheet.note(place, "ask", [`Not saved: ${isConflict ? result.problem : "it needs a reason"}. Press F8`]);
  }

  // Something else was typed there: it is that which counts now.
  forget(key) {
    if (!this.holds(key)) return;
    this.reasons.delete(key);
    this.conflicts.delete(key);
    const place = this.sheet.placeFor(key);
    if (place) this.sheet.note(place, "ask", []);
    this.show();
  }

  // Kept like what waits for the line.
  get unsaved() {
    return [...this.reasons, ...this.conflicts].map(([key, one]) => ({ key, code: one.typed, token: one.token }));
  }

  // The way to the questions, in the bar.
  show() {
    const words = [
      said(this.conflicts.size, "change meets a colleague’s", "changes meet a colleague’s"),
      said(this.reasons.size, "change needs a reason", "changes need a reason"),
    ].filter(Boolean);
    if (words.join(", ") === this.button.textContent) return;
    this.button.hidden = !words.length;
    this.button.textContent = words.join(", ");
    // What is answered or taken back is not still asked for aloud.
    this.desk.tell(words.length ? `${words.join(", ")}: press F8` : "");
  }

  async ask() {
    if (this.#isAsking || !this.size) return;
    this.desk.typing.close(true);
    this.#isAsking = true;
    if (await this.askConflicts()) await this.askReason();
    this.#isAsking = false;
    this.desk.saving.keep();
    this.desk.saving.say();
    this.show();
    this.desk.feed.catchUp();
    const { selection } = this.desk;
    if (selection.block) selection.reach(selection.head);
  }

  named(key) {
    const place = this.sheet.placeFor(key);
    return { ...place, key, who: this.sheet.whoOf(place), day: this.sheet.dayOf(place) };
  }

  // Whether all of them were answered: who leaves one for later is asked nothing more.
  async askConflicts() {
    let all = "";
    for (const [key, conflict] of [...this.conflicts]) {
      const stays = all || (await askWhichStays(this.desk.part("conflict"), conflict, this.named(key), this.conflicts.size));
      if (!stays) return false;
      if (stays.startsWith("all-")) all = stays;
      if (stays.endsWith("mine")) {
        this.forget(key);
        this.desk.saving.add([{ key, code: conflict.typed, token: conflict.token }]);
      } else this.giveUp(key, conflict);
    }
    return true;
  }

  async askReason() {
    const cells = [...this.reasons].map(([key, result]) => ({ key, result, place: this.named(key) }));
    if (!cells.length) return;
    let why = await askWhy(this.desk.part("reason"), cells);
    // What cannot be read is asked again, with all that was given.
    while (why.reason) {
      const wrong = await this.sendWithReason(cells, why);
      if (!wrong) return;
      why = await askWhy(this.desk.part("reason"), cells, why, wrong);
    }
    if (why === "later") return;
    for (const { key, result } of cells) this.giveUp(key, result);
  }

  // Gives the problem where the server could not read what was given: then nothing was saved.
  async sendWithReason(cells, why) {
    const { saving, feed } = this.desk;
    const batch = cells.map(({ key, result }) => ({ key, code: result.typed, token: result.token }));
    this.desk.say(`Saving ${batch.length}`, "busy");
    try {
      const answer = await saving.post(batch, why);
      for (const { key } of batch) this.forget(key);
      feed.onAnswer(answer);
      if (!this.size) this.desk.note("Saved with its reason");
    } catch (problem) {
      if (problem instanceof Unread) {
        saving.say();
        return problem;
      }
      // Nothing typed is lost: it is sent again, and the reason asked for again, once the line is back.
      saving.add(batch);
      for (const { key } of batch) this.forget(key);
      this.desk.tell(`Not saved: ${problem.message}`);
    }
    saving.say();
    return null;
  }

  // The cell as the server has it, over whatever was typed there.
  giveUp(key, { cell }) {
    const place = this.sheet.placeFor(key);
    this.forget(key);
    this.desk.steps.takeBack(key);
    if (cell) this.sheet.put(place, cell);
    else this.sheet.release(place);
    this.desk.allow();
  }
}

const said = (many, one, more) => (many ? `${many} ${many === 1 ? one : more}` : "");
