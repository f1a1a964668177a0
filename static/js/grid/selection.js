// The selected block: by Shift and the arrows, by Shift and a click, or by dragging.
import { blockOf, cellsOf, holds } from "./block.js";
import { jumped } from "./jumps.js";
import { Pulling } from "./pulling.js";

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
const ENDS = { Home: STEPS.ArrowLeft, End: STEPS.ArrowRight };

export class Selection {
  anchor = null;
  head = null;
  #drawn = null;
  #isDragging = false;

  constructor(sheet, walk) {
    this.sheet = sheet;
    this.walk = walk;
    this.onChange = () => {};
    const { table } = sheet;
    table.setAttribute("aria-multiselectable", "true");
    table.addEventListener("focusin", (event) => this.onFocus(event));
    // Before the walk, which would move without stretching the block.
    table.addEventListener("keydown", (event) => this.onKey(event), { capture: true });
    table.addEventListener("mousedown", (event) => this.onPress(event));
    table.addEventListener("mouseover", (event) => this.onDrag(event));
    table.addEventListener("click", (event) => this.onClick(event));
    table.addEventListener("dragstart", (event) => event.preventDefault());
    document.addEventListener("mouseup", () => (this.#isDragging = false));
    new Pulling(table.parentNode, () => this.#isDragging, (way) => this.stretch(way));
  }

  get block() {
    return this.head && blockOf(this.anchor, this.head);
  }

  get isDragging() {
    return this.#isDragging;
  }

  // The cells of the block in which something can be planned.
  get places() {
    return this.block ? [...cellsOf(this.block)].filter((place) => this.sheet.link(place)) : [];
  }

  only(place) {
    this.anchor = place;
    this.head = place;
    this.draw();
  }

  reach(place) {
    this.head = place;
    this.draw();
    this.walk.go(this.sheet.link(place));
  }

  all(block) {
    this.anchor = { row: block.top, column: block.left };
    this.head = { row: block.bottom, column: block.right };
    this.draw();
  }

  onFocus(event) {
    const place = this.sheet.placeOf(event.target);
    if (!place) {
      this.head = null;
      this.draw();
    } else if (!this.head || place.row !== this.head.row || place.column !== this.head.column) this.only(place);
  }

  onKey(event) {
    const place = this.sheet.placeOf(event.target);
    if (!place || event.altKey || event.target.tagName === "INPUT") return;
    const all = event.ctrlKey || event.metaKey;
    if (STEPS[event.key] && (event.shiftKey || all)) {
      event.preventDefault();
      if (!event.shiftKey) this.only(place);
      const next = all ? this.#jump(STEPS[event.key]) : this.#beside(STEPS[event.key]);
      if (next) event.shiftKey ? this.reach(next) : this.go(next);
    } else if (event.shiftKey && ENDS[event.key] && !all) {
      event.preventDefault();
      this.reach(this.#along(ENDS[event.key]).at(-1));
    } else if (all && event.key.toLowerCase() === "a") {
      event.preventDefault();
      this.row();
    } else if (/^(Arrow|Home|End|Page|Escape)/.test(event.key) && !event.shiftKey) {
      // Whatever moves on leaves the block; where it ends up becomes the selected cell.
      this.only(place);
    }
  }

  stretch(way) {
    const next = this.#beside(way);
    if (next) this.reach(next);
  }

  step(way) {
    const next = this.#beside(way) ?? this.head;
    this.go(next);
  }

  go(place) {
    this.only(place);
    this.walk.go(this.sheet.link(place));
  }

  // The cells that can hold something, from the head to the edge.
  #along(way) {
    const found = [this.head];
    for (let next = this.#beside(way); next; next = this.#beside(way, next)) found.push(next);
    return found;
  }

  #jump(way) {
    const places = this.#along(way);
    return places[jumped(places.map((place) => this.sheet.code(place) !== ""))];
  }

  // Over cells of another posting, to the next one that can hold something.
  #beside([down, right], from = this.head) {
    const { rows, columns } = this.sheet.size;
    let { row, column } = from;
    do {
      row += down;
      column += right;
      if (row < 0 || row >= rows || column < 0 || column >= columns) return null;
    } while (!this.sheet.link({ row, column }));
    return { row, column };
  }

  // Ctrl+A: the officer's row; once more: the whole sheet.
  row() {
    const { rows, columns } = this.sheet.size;
    const mine = { top: this.head.row, bottom: this.head.row, left: 0, right: columns - 1 };
    const now = this.block;
    const isWhole = now.left === 0 && now.right === mine.right && now.top <= mine.top && now.bottom >= mine.bottom;
    this.all(isWhole ? { ...mine, top: 0, bottom: rows - 1 } : mine);
  }

  onPress(event) {
    const place = this.sheet.placeOf(event.target);
    if (!place || event.button !== 0 || event.ctrlKey || event.metaKey || event.target.closest("input")) return;
    event.preventDefault();
    if (event.shiftKey && this.head) this.reach(place);
    else {
      this.only(place);
      this.walk.go(this.sheet.link(place));
    }
    this.#isDragging = true;
  }

  onDrag(event) {
    if (!this.#isDragging || !(event.buttons & 1)) return;
    const place = this.sheet.placeOf(event.target);
    if (place && (place.row !== this.head.row || place.column !== this.head.column)) this.reach(place);
  }

  // A click selects; with Ctrl the browser opens the officer's day in a tab of its own.
  onClick(event) {
    if (event.detail && !event.ctrlKey && !event.metaKey && this.sheet.placeOf(event.target)) event.preventDefault();
  }

  // Only what changed is touched: a block may be the whole of a large sheet.
  draw() {
    const block = this.block;
    const before = this.#drawn;
    this.#drawn = block;
    if (before) {
      for (const place of cellsOf(before)) if (!holds(block, place.row, place.column)) this.#mark(place, false);
    }
    if (block) {
      for (const place of cellsOf(block)) if (!holds(before, place.row, place.column)) this.#mark(place, true);
    }
    this.onChange();
  }

  #mark(place, isIn) {
    const cell = this.sheet.cell(place);
    cell.classList.toggle("sel", isIn);
    if (isIn) cell.setAttribute("aria-selected", "true");
    else cell.removeAttribute("aria-selected");
  }
}
