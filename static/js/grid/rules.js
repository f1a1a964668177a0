// What the rules and the minimum strength say about the sheet, drawn beside its cells.
import { waitAfter } from "./queue.js";

export class Rules {
  #seen = new Set(); // keys with a sentence, to be cleared when the officer is judged again
  #broken = new Set(); // those of them that are more than advice

  #isJudged = false; // whether all of the period ever was
  #failures = 0;

  constructor(sheet, table, number, again) {
    this.sheet = sheet;
    this.table = table;
    this.minimums = new Map([...table.querySelectorAll("tr.min")].map((row) => [row.dataset.t, row]));
    this.number = number; // how many, in the bar: it walks through them
    this.again = again; // says that nothing is checked
    this.onDrafts = () => {};
    again.addEventListener("click", () => this.fetch());
    addEventListener("online", () => this.#failures && this.fetch());
  }

  // All of the period: the page itself comes without them, so that it comes at once.
  async fetch(wanted = "") {
    const only = this.#isJudged ? wanted : "";
    clearTimeout(this.timer);
    try {
      const { rules } = this.table.dataset;
      const response = await fetch(only ? `${rules}${rules.includes("?") ? "&" : "?"}${only}=1` : rules);
      if (!response.ok || response.redirected) throw new Error(response.status);
      const found = await response.json();
      if (found.breaches) this.lay(found.breaches);
      this.#strength(found.strength);
      if (found.on_ward) this.#count(found.on_ward);
      if ("drafts" in found) this.onDrafts(found.drafts);
      this.#isJudged = true;
      this.#failures = 0;
    } catch {
      this.#failures += 1;
      this.timer = setTimeout(() => this.fetch(wanted), waitAfter(this.#failures + 2));
    }
    this.again.hidden = !this.#failures;
  }

  // Who is there counts for a whole team: asked for again a moment after the last save.
  recount() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fetch("strength"), 500);
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

  // {team: {day: {short, words}}}: the row under each team that has a minimum.
  #strength(teams) {
    for (const [team, row] of this.minimums) {
      if (!teams[team]) continue; // a team that somebody else plans: it stays as the page came
      this.sheet.days.forEach((day, number) => {
        const found = teams[team]?.[day];
        const cell = row.cells[number + 1];
        cell.classList.toggle("low", Boolean(found?.short.length));
        cell.title = found?.words ?? "";
        cell.textContent = found ? found.short.join(" ") || "✓" : "";
        if (found) cell.appendChild(document.createElement("i")).textContent = ` ${found.short.length ? "below the minimum, " : ""}${found.words}`;
      });
    }
  }

  // How many have ward duty left, day by day: the last row.
  #count(numbers) {
    const { cells } = this.table.tFoot.rows[0];
    numbers.forEach((many, number) => (cells[number + 1].textContent = many));
  }

  // What the team is short of on the day of that cell.
  shortAt(place) {
    const row = this.sheet.rows[place.row].parentNode.querySelector("tr.min");
    const cell = row?.cells[place.column + 1];
    return cell?.classList.contains("low") ? cell.title : "";
  }
}
