// What the server answers and what others change, laid into the sheet.

export class Feed {
  constructor(desk, asking) {
    this.desk = desk;
    this.asking = asking;
    this.sheet = desk.sheet;
    this.saving = desk.saving;
    this.rules = desk.rules;
  }

  onAnswer(answer) {
    for (const result of answer.results) this.settle(result, answer.rows?.[result.officer]?.[result.day]);
    this.lay(answer.rows ?? {});
    this.rules.lay(answer.breaches ?? {}, Object.keys(answer.rows ?? {}));
    this.rules.recount();
    if (answer.results.some((one) => one.outcome === "saved" && one.state === "draft")) this.offerPublishing();
    this.desk.onSelect();
    this.asking.show();
  }

  // There is something to publish now, and its number has changed since the page was drawn.
  offerPublishing() {
    const way = this.desk.part("publish");
    way.hidden = false;
    way.textContent = "Check and publish drafts";
  }

  // cell: how the server draws what stands there now.
  settle(result, cell) {
    const key = `${result.officer}/${result.day}`;
    const place = this.sheet.placeFor(key);
    const newer = this.saving.queue.settle(key, result.outcome === "conflict" ? undefined : result.token);
    if (!place || newer) return;
    const typed = this.sheet.code(place);
    if (result.outcome === "refused") {
      this.sheet.see(place, result.token);
      this.desk.refuse(place, typed, result.problem);
    } else if (result.outcome !== "saved") this.asking.hold(key, { ...result, typed, cell });
  }

  waits(key) {
    return this.saving.queue.holds(key) || this.asking.holds(key);
  }

  lay(rows, isNews = false) {
    const laid = [];
    for (const [officer, days] of Object.entries(rows)) {
      for (const [day, cell] of Object.entries(days)) {
        const key = `${officer}/${day}`;
        const place = this.sheet.placeFor(key);
        const isTyped = this.desk.typing.isOpen && this.sheet.key(this.desk.typing.place) === key;
        if (!place || isTyped || this.waits(key) || this.sheet.notesAt(place).ref?.length) continue;
        if (cell.token !== this.sheet.token(place)) laid.push(key);
        this.sheet.put(place, cell);
        if (isNews && laid.at(-1) === key) this.flash(place);
      }
    }
    return laid;
  }

  flash(place) {
    const cell = this.sheet.cell(place);
    cell.classList.add("fresh");
    setTimeout(() => cell.classList.remove("fresh"), 3000);
  }

  onChanges(found) {
    const laid = new Set(this.lay(found.rows ?? {}, true));
    this.rules.lay(found.breaches ?? {}, Object.keys(found.rows ?? {}));
    const others = (found.changes ?? []).filter((one) => !one.mine && laid.has(`${one.officer}/${one.day}`));
    if (others.length) this.news(others);
    if (found.published?.length) this.desk.part("published").hidden = false;
    if (laid.size) {
      this.rules.recount();
      this.desk.onSelect();
    }
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
