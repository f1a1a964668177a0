// What the rules and the minimum strength say about the sheet, drawn beside its cells.

export class Rules {
  #seen = new Set(); // keys with a sentence, to be cleared when the officer is judged again
  #broken = new Set(); // those of them that are more than advice

  constructor(sheet, table, number) {
    this.sheet = sheet;
    this.table = table;
    this.number = number; // how many, in the bar: it walks through them
  }

  // All of the period: the page itself comes without them, so that it comes at once.
  async fetch() {
    if (!this.table.dataset.rules) return;
    try {
      const response = await fetch(this.table.dataset.rules);
      if (!response.ok || response.redirected) return;
      const found = await response.json();
      this.lay(found.breaches ?? {});
      this.strength(found.strength ?? []);
    } catch {
      // Without a connection nothing is judged; saving says that there is none.
    }
  }

  // {officer: {day: {is_breach, sentences}}}: every officer named is drawn anew, those without a breach too.
  lay(breaches, officers = Object.keys(breaches)) {
    for (const officer of officers) {
      const days = breaches[officer] ?? {};
      for (const key of [...this.#seen]) if (key.startsWith(`${officer}/`) && !(key.split("/")[1] in days)) this.#draw(key, null);
      for (const [day, found] of Object.entries(days)) this.#draw(`${officer}/${day}`, found);
    }
    this.#say();
  }

  #draw(key, found) {
    const place = this.sheet.placeFor(key);
    if (!place) return;
    this.sheet.note(place, "br", found?.is_breach ? found.sentences : []);
    this.sheet.note(place, "adv", found && !found.is_breach ? found.sentences : []);
    if (found) this.#seen.add(key);
    else this.#seen.delete(key);
    if (found?.is_breach) this.#broken.add(key);
    else this.#broken.delete(key);
  }

  #say() {
    if (!this.number) return;
    const many = this.#broken.size;
    this.number.hidden = many === 0;
    this.number.querySelector("b").textContent = many;
    this.number.querySelector("span").textContent = many === 1 ? "rule breach" : "rule breaches";
  }

  // [{team, words, days: [{text, short, words}]}]: a row under each team that has a minimum.
  strength(teams) {
    for (const team of teams) {
      const row = this.table.querySelector(`tr.min[data-t="${team.team}"]`);
      if (!row) continue;
      team.days.forEach((day, number) => {
        const cell = row.cells[number + 1];
        cell.className = `${cell.className.replace(/\b(low|met)\b/g, "").trim()} ${day.short ? "low" : "met"}`;
        cell.textContent = day.text;
        cell.appendChild(document.createElement("i")).textContent = ` ${day.words}`;
      });
    }
  }
}
