// The small panel that says what the cell under the pointer or the focus is about.

const TELLING = ".s, .nm, :has(u, i.br, i.adv, i.ref, i.ask)";

const PAUSE = 90; // milliseconds

export class Tip {
  constructor(table, panel) {
    this.table = table;
    this.panel = panel;
    this.isHeld = false; // while a block is drawn or a code is typed it would be in the way
    this.isBrief = false; // at the desk plain cells are told in the line below, not over their neighbours
    table.addEventListener("focusin", (event) => this.showFor(event, !this.isBrief));
    table.addEventListener("focusout", () => this.hide());
    table.addEventListener("mouseover", (event) => this.onOver(event));
    table.addEventListener("mouseleave", () => this.hide());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
  }

  // Not at once: a pointer that only passes, or cells that scroll beneath it, lay nothing out.
  onOver(event) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.showFor(event) || this.hide(), PAUSE);
  }

  showFor(event, always = true) {
    const link = event.target.closest("tbody a");
    if (!link || this.isHeld || !(always || link.matches(TELLING))) return false;
    this.show(link, event.type === "focusin");
    return true;
  }

  show(link, isWalked) {
    const { title, lines } = wordsOf(this.table, link);
    this.panel.replaceChildren();
    this.panel.appendChild(document.createElement("b")).textContent = title;
    for (const line of lines) {
      const words = this.panel.appendChild(document.createElement("p"));
      words.textContent = line.text;
      words.className = line.kind;
    }
    this.panel.hidden = false;
    this.put(link.getBoundingClientRect(), isWalked);
  }

  // Who walks goes down more than up: for them it stands above where there is room.
  put(box, isWalked) {
    const { panel } = this;
    const page = document.documentElement;
    const left = Math.min(box.left, page.clientWidth - panel.offsetWidth - 12);
    const below = box.bottom + 10;
    const above = box.top - panel.offsetHeight - 10;
    const fits = below + panel.offsetHeight < page.clientHeight && !(isWalked && above > 0);
    panel.style.left = `${Math.max(8, left) + scrollX}px`;
    panel.style.top = `${(fits ? below : above) + scrollY}px`;
  }

  hide() {
    clearTimeout(this.timer);
    this.panel.hidden = true;
  }
}

// Who and which day, and every hidden sentence of the cell; of a contact session also whom it lacks.
export function wordsOf(table, link) {
  const cell = link.closest("td, th");
  const isName = link.matches(".nm");
  const who = cell.parentNode.querySelector(".nm")?.textContent ?? "Contact session";
  const when = table.tHead.rows[0].cells[cell.cellIndex].querySelector("i").textContent;
  const hidden = [...(isName ? cell : link).querySelectorAll("i")];
  const why = document.querySelectorAll(`[data-why="${link.id.replace("cs-", "")}"] p`);
  return {
    title: isName ? who : `${who}, ${when}`,
    lines: [
      ...hidden.map((one) => ({ text: one.textContent.trim(), kind: one.className })),
      ...[...why].slice(2).map((one) => ({ text: one.textContent.trim(), kind: "" })),
    ],
  };
}
