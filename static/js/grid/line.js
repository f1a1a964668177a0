// The line below the grid: the focused cell in a sentence, what stands against it, and the way to its day.

import { heightOf, widthOf } from "./block.js";

export class Line {
  constructor(element, sheet, words) {
    this.element = element;
    this.words = element.querySelector("[data-words]");
    this.way = element.querySelector("a");
    this.sheet = sheet;
    this.wordsOf = words;
  }

  show(place, block, short) {
    const link = place && this.sheet.link(place);
    this.way.hidden = !link;
    this.words.replaceChildren();
    if (!link) return;
    const { title, lines } = this.wordsOf(this.sheet.table, link);
    this.#add("b", this.#blockWords(block) || title);
    for (const line of lines) this.#add("span", line.text, line.kind);
    if (short) this.#add("span", `Below the minimum: ${short}`, "br");
    this.way.href = link.href;
    this.#uncover(link);
  }

  // From its first corner to its last, whichever way it was drawn.
  #blockWords(block) {
    const many = heightOf(block) * widthOf(block);
    if (many < 2) return "";
    const corners = [{ row: block.top, column: block.left }, { row: block.bottom, column: block.right }];
    const [first, last] = corners.map((place) => ({ who: this.sheet.whoOf(place), day: this.sheet.dayOf(place) }));
    if (first.who === last.who) return `${many} cells of ${first.who}, from ${first.day} to ${last.day}`;
    if (first.day === last.day) return `${many} cells from ${first.who} to ${last.who}, ${first.day}`;
    return `${many} cells from ${first.who}, ${first.day} to ${last.who}, ${last.day}`;
  }

  // On a touch screen it stands over the page: not over the cell that it is about.
  #uncover(link) {
    if (getComputedStyle(this.element).position !== "fixed") return;
    const covered = link.getBoundingClientRect().bottom + 8 - this.element.getBoundingClientRect().top;
    if (covered > 0) scrollBy(0, covered);
  }

  #add(tag, text, css = "") {
    const words = this.words.appendChild(document.createElement(tag));
    words.textContent = text;
    words.className = css;
  }
}
