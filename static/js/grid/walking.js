// One tab stop for the whole grid, and arrows from cell to cell; without it every cell is still a link.

const links = (row) => [...row.querySelectorAll("a")];
const columnOf = (link) => link.closest("td, th").cellIndex;
const inColumn = (row, column) => row.cells[column]?.querySelector("a");

export class Walk {
  here = null;

  constructor(table) {
    this.table = table;
    this.rows = [...table.querySelectorAll("tbody tr")].filter((row) => row.querySelector("a"));
    for (const link of table.querySelectorAll("tbody a")) link.tabIndex = -1;
    this.stopAt(
      table.querySelector("tbody td.now > a:not(.s)") ?? table.querySelector("tbody td > a:not(.s)") ?? table.querySelector("tbody a"),
    );
    table.addEventListener("focusin", (event) => this.stopAt(event.target.closest("tbody a")));
    table.addEventListener("keydown", (event) => this.onKey(event));
  }

  stopAt(link) {
    if (!link) return;
    if (this.here && this.here !== link) this.here.tabIndex = -1;
    this.here = link;
    link.tabIndex = 0;
  }

  go(link) {
    if (!link) return;
    this.stopAt(link);
    link.focus();
  }

  onKey(event) {
    if (event.defaultPrevented || event.altKey || !event.target.closest("tbody a")) return;
    const link = this.target(event);
    if (link === undefined && !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    this.go(link);
  }

  target(event) {
    const row = this.here.closest("tr");
    const at = this.rows.indexOf(row);
    const beside = links(row);
    const place = beside.indexOf(this.here);
    const all = event.ctrlKey || event.metaKey;
    switch (event.key) {
      case "ArrowLeft": return beside[place - 1];
      case "ArrowRight": return beside[place + 1];
      case "ArrowUp": return this.along(at, -1, columnOf(this.here));
      case "ArrowDown": return this.along(at, 1, columnOf(this.here));
      case "Home": return links(all ? this.rows[0] : row)[0];
      case "End": return links(all ? this.rows.at(-1) : row).at(-1);
      case "PageUp": return this.inTeam(-1);
      case "PageDown": return this.inTeam(1);
      default: return undefined;
    }
  }

  // The nearest row in that direction that has something in the same column.
  along(from, step, column, wanted = () => true) {
    for (let at = from + step; at >= 0 && at < this.rows.length; at += step) {
      if (wanted(this.rows[at]) && inColumn(this.rows[at], column)) return inColumn(this.rows[at], column);
    }
    return null;
  }

  inTeam(step) {
    let next = this.here.closest("tbody");
    do next = step > 0 ? next.nextElementSibling : next.previousElementSibling;
    while (next && next.tagName === "TBODY" && !next.querySelector("tr:not(.cs) a"));
    if (!next || next.tagName !== "TBODY") return null;
    const first = this.rows.findIndex((row) => row.parentNode === next);
    return this.along(first - 1, 1, columnOf(this.here), (row) => !row.classList.contains("cs"));
  }
}
