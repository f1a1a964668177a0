// The contact sessions over each team as they stand now, and the numbers that count them.

const MOULD = document.createElement("template");
const looks = (links) => links.map((link) => `${link.getAttribute("href")} ${link.className} ${link.textContent}`).join("|");

export class Sessions {
  constructor(table, walk) {
    this.table = table;
    this.walk = walk;
  }

  // {team: [the inside of each day's cell]}
  lay(teams) {
    let isOther = false;
    for (const row of this.table.querySelectorAll("tr.cs")) {
      teams[row.dataset.t]?.forEach((html, number) => (isOther = this.#put(row.cells[number + 1], html) || isOther));
    }
    this.#count();
    if (isOther) this.#explain();
  }

  // Why they need somebody is the page's to say: it is fetched anew.
  async #explain() {
    try {
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      const now = page.querySelector('[data-grid="open"]');
      if (now) document.querySelector('[data-grid="open"]')?.replaceWith(now);
    } catch {
      document.querySelector('[data-grid="open"]')?.replaceChildren(); // better nothing than yesterday's causes
    }
  }

  // Gives whether anything there is other than it was.
  #put(cell, html) {
    MOULD.innerHTML = html;
    const [old, now] = [[...cell.children], [...MOULD.content.children]];
    if (looks(old) === looks(now)) return false;
    const at = old.indexOf(this.walk.here);
    const hasFocus = old.includes(document.activeElement);
    for (const link of now) link.tabIndex = -1;
    cell.replaceChildren(...now);
    if (at >= 0) this.walk.stopAt(now[at] ?? now[0] ?? this.table.querySelector("tbody td > a"));
    if (hasFocus) this.walk.here.focus();
    return true;
  }

  #count() {
    let many = 0;
    for (const number of document.querySelectorAll('[data-walk^="a.s."]')) {
      const found = this.table.querySelectorAll(number.dataset.walk).length;
      number.hidden = !found;
      number.querySelector("b").textContent = found;
      many += found;
    }
    const calm = document.querySelector(".grid-needs .app-ok");
    if (calm) calm.hidden = many > 0;
  }
}
