// What the server answers and what others change, laid into the sheet.
import { wholeOf } from "./fills.js";
import { Sessions } from "./sessions.js";

export class Feed {
  #skipped = new Map(); // key → a cell that came while something unsaved was drawn over it
  #settled = new Map(); // key → when: news that was asked for before is older
  #isWhole = true; // whether all of the last news could be taken

  constructor(desk, asking) {
    this.desk = desk;
    this.asking = asking;
    this.sheet = desk.sheet;
    this.saving = desk.saving;
    this.rules = desk.rules;
    this.drawn = Number(desk.table.dataset.since);
    this.sessions = new Sessions(desk.table, desk.selection.walk);
  }

  onAnswer(answer) {
    for (const result of answer.results) this.settle(result, answer.rows?.[result.officer]?.[result.day]);
    this.lay(answer.rows ?? {});
    this.rules.lay(answer.breaches ?? {}, Object.keys(answer.rows ?? {}));
    // Of a large block only the last answer asks what it did to the whole: each before it is followed by another.
    if (!this.saving.queue.size) {
      this.rules.recount();
      this.desk.watching.soon();
    }
    if (answer.results.some((one) => one.outcome === "saved" && one.state === "draft")) this.desk.part("publish").hidden = false;
    this.desk.onSelect();
    this.asking.show();
  }

  // Their number, counted anew with what the team is short of.
  offerPublishing(many) {
    const way = this.desk.part("publish");
    way.hidden = many === 0;
    way.textContent = `Check and publish ${many} ${many === 1 ? "draft" : "drafts"}`;
  }

  // cell: how the server draws what stands there now.
  settle(result, cell) {
    const key = `${result.officer}/${result.day}`;
    const place = this.sheet.placeFor(key);
    const typed = this.saving.queue.sent(key)?.code ?? (place ? this.sheet.whole(place) : "");
    const newer = this.saving.queue.settle(key, result.outcome === "conflict" ? undefined : result.token);
    this.#settled.set(key, Date.now());
    if (!place) return;
    if (result.outcome === "saved") this.saved(place, result, cell, typed);
    if (newer) return;
    if (result.outcome === "refused") {
      this.sheet.see(place, result.token);
      this.desk.refuse(place, typed, result.problem);
    } else if (result.outcome !== "saved") this.asking.hold(key, { ...result, typed, cell });
  }

  // What is typed there next goes on from here, even before the cell is drawn again.
  saved(place, result, cell, typed) {
    this.sheet.see(place, result.token);
    if (!cell) return;
    this.sheet.putBeneath(place, cell);
    this.desk.steps.learn(this.sheet.key(place), typed, wholeOf(cell.code, cell.under));
  }

  waits(key) {
    return this.saving.queue.holds(key) || this.asking.holds(key);
  }

  isBusy(place, key) {
    const isTyped = this.desk.typing.isOpen && this.sheet.key(this.desk.typing.place) === key;
    return isTyped || this.waits(key) || this.sheet.notesAt(place).ref?.length > 0;
  }

  // What could not be drawn meanwhile, once nothing is in its way any more.
  catchUp() {
    for (const [key, cell] of this.#skipped) {
      const place = this.sheet.placeFor(key);
      if (this.isBusy(place, key)) continue;
      this.#skipped.delete(key);
      this.sheet.put(place, cell);
    }
  }

  // asked: when the news was, of what others do; an answer to this page's own changes has none.
  lay(rows, asked = Infinity) {
    const laid = [];
    for (const [officer, days] of Object.entries(rows)) {
      for (const [day, cell] of Object.entries(days)) {
        const key = `${officer}/${day}`;
        const place = this.sheet.placeFor(key);
        if (!place) continue;
        if (this.#settled.get(key) >= asked) {
          this.#isWhole = false;
          continue;
        }
        this.#skipped.delete(key);
        if (this.isBusy(place, key)) {
          this.#skipped.set(key, cell);
          continue;
        }
        if (!this.sheet.put(place, cell)) continue;
        laid.push(key);
        if (asked < Infinity) this.flash(place);
      }
    }
    return laid;
  }

  flash(place) {
    const cell = this.sheet.cell(place);
    cell.classList.add("fresh");
    setTimeout(() => cell.classList.remove("fresh"), 3000);
  }

  // Gives whether it took all of them; what it did not take must come again.
  onChanges(found, asked) {
    this.#isWhole = true;
    if (found.pills) {
      this.desk.table.dataset.pills = found.pills_seen;
      this.sessions.lay(found.pills);
    }
    const laid = new Set(this.lay(found.rows ?? {}, asked));
    this.rules.lay(found.breaches ?? {}, Object.keys(found.rows ?? {}));
    const others = (found.changes ?? []).filter((one) => !one.mine && laid.has(`${one.officer}/${one.day}`));
    if (others.length) this.news(others);
    if ((found.published ?? []).some((one) => !this.#isShown(one))) this.desk.part("published").hidden = false;
    if (laid.size) {
      this.rules.recount();
      this.desk.onSelect();
    }
    return this.#isWhole;
  }

  // News reaches back before the page was drawn; one's own publish led to this page.
  #isShown({ mine, second }) {
    return mine && second <= this.drawn;
  }

  news(changes) {
    const last = changes.at(-1);
    const place = this.sheet.placeFor(`${last.officer}/${last.day}`);
    const what = `${this.sheet.whoOf(place)}, ${this.sheet.dayOf(place)}: ${last.after || "nothing"}`;
    const words = changes.length === 1 ? `${last.by} put ${what}` : `${last.by} changed ${changes.length} cells, the last ${what}`;
    this.desk.part("news").textContent = words;
    this.desk.tell(words);
  }
}
