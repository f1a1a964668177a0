// The grid as a sheet of codes: which officer and day a cell is, what it holds, and how it is drawn.
import { isAbsence, parted, wholeOf } from "./fills.js";

const DAY = 86_400_000;
const MOULD = document.createElement("template");
const PLAIN = /^[dr]\d+\.\d+(\D.*)$/; // a token that ends in its code
const NOTES = "i.br, i.adv, i.ref, i.ask";

export class Sheet {
  #held = new Map(); // what a cell looked like before something unsaved was drawn over it
  #notes = new Map(); // sentences beside a cell: what the rules say, and why it was refused

  constructor(table) {
    this.table = table;
    this.rows = [...table.querySelectorAll("tr[data-o]")];
    const days = table.tHead.rows[0].cells.length - 1;
    const first = Date.parse(`${table.dataset.first}T00:00:00Z`);
    this.days = Array.from({ length: days }, (_, number) => new Date(first + number * DAY).toISOString().slice(0, 10));
    this.columns = new Map(this.days.map((day, number) => [day, number]));
    this.officers = this.rows.map((row) => row.dataset.o);
    this.lines = new Map();
    this.officers.forEach((officer, row) => this.lines.set(officer, [...(this.lines.get(officer) ?? []), row]));
    this.at = new Map(this.rows.map((row, number) => [row, number]));
    this.tokens = [];
    this.codes = [];
    this.unders = []; // the duty beneath an absence
    for (const row of this.rows) this.#read(row.dataset.k.split(" "));
    this.fills = new Map();
  }

  #read(words) {
    const tokens = words.map((word) => (word === "-" ? "" : word.split("|")[0]));
    this.tokens.push(tokens);
    this.codes.push(words.map((word) => (word.includes("|") ? word.split("|")[1] : (PLAIN.exec(word)?.[1] ?? ""))));
    this.unders.push(words.map((word) => word.split("|")[2] ?? ""));
  }

  get size() {
    return { rows: this.rows.length, columns: this.days.length };
  }

  // The cell of the row that a link or anything in it belongs to; null where nothing can be planned.
  placeOf(element) {
    const cell = element?.closest?.("td");
    const row = cell && this.at.get(cell.parentNode);
    return row === undefined || !cell || !cell.querySelector("a") ? null : { row, column: cell.cellIndex - 1 };
  }

  cell({ row, column }) {
    return this.rows[row].cells[column + 1];
  }

  link(place) {
    const first = this.cell(place)?.firstElementChild;
    return first?.tagName === "A" ? first : null;
  }

  key({ row, column }) {
    return `${this.officers[row]}/${this.days[column]}`;
  }

  // An officer who moves has a row in each team; only one of them holds the day.
  placeFor(key) {
    const [officer, day] = key.split("/");
    const column = this.columns.get(day);
    if (column === undefined) return null;
    const row = (this.lines.get(officer) ?? []).find((number) => this.link({ row: number, column }));
    return row === undefined ? null : { row, column };
  }

  code({ row, column }) {
    return this.codes[row][column];
  }

  under({ row, column }) {
    return this.unders[row][column];
  }

  // The code with the duty beneath it: what undoing has to bring back.
  whole(place) {
    return wholeOf(this.code(place), this.under(place));
  }

  // What the cell will be once that is typed: an absence leaves the duty beneath it.
  after(place, typed) {
    if (!isAbsence(typed)) return typed;
    return wholeOf(typed, isAbsence(this.code(place)) ? this.under(place) : this.code(place));
  }

  // What stood there before anything unsaved; null where nothing is unsaved.
  held(place) {
    const held = this.#held.get(this.key(place));
    return held ? wholeOf(held.code, held.under) : null;
  }

  token({ row, column }) {
    return this.tokens[row][column];
  }

  whoOf({ row }) {
    return this.rows[row].querySelector(".nm b").textContent.trim();
  }

  dayOf({ column }) {
    return this.table.tHead.rows[0].cells[column + 1].querySelector("i").textContent.replace(", today", "");
  }

  // What the server says stands in the cell: whether it is drawn otherwise now. An abstraction, or leave of
  // many days, alters how a cell looks and not its token.
  put(place, cell) {
    const link = this.link(place);
    if (!link) return false;
    const [now, key] = [drawn(cell), this.key(place)];
    if (cell.token === this.token(place) && !this.#held.has(key) && isSame(now, link)) return false;
    this.see(place, cell.token);
    this.#held.set(key, now);
    this.release(place);
    return true;
  }

  // The same, where something newer is drawn over it.
  putBeneath(place, cell) {
    if (this.#held.has(this.key(place))) this.#held.set(this.key(place), drawn(cell));
  }

  // Only what a change must name: what is drawn there stays what was typed.
  see({ row, column }, token) {
    this.tokens[row][column] = token;
  }

  // What somebody typed and nobody has saved yet.
  pend(place, whole) {
    const link = this.link(place);
    const key = this.key(place);
    if (!this.#held.has(key)) this.#held.set(key, { css: link.className, nodes: [...link.childNodes], code: this.code(place), under: this.under(place) });
    const { code, under } = parted(this.after(place, whole));
    this.codes[place.row][place.column] = code;
    this.unders[place.row][place.column] = under;
    link.className = this.fills.get(code) ?? (code ? "pl" : "no");
    const words = document.createElement("i");
    words.textContent = `${code || "nothing"}, not saved yet`;
    link.replaceChildren(code === "RD" ? "·" : code.length > 4 ? `${code.slice(0, 1)}…` : code, words);
    this.cell(place).classList.add("pend");
    this.#annotate(key, link);
  }

  // Back to what it was before anything unsaved.
  release(place) {
    const key = this.key(place);
    const held = this.#held.get(key);
    if (!held) return;
    this.#held.delete(key);
    const link = this.link(place);
    link.className = held.css;
    link.replaceChildren(...held.nodes);
    this.codes[place.row][place.column] = held.code;
    this.unders[place.row][place.column] = held.under;
    this.cell(place).classList.remove("pend");
    this.#annotate(key, link);
  }

  // Sentences of one kind beside the cell: "br" and "adv" what the rules say, "ref" why it was refused,
  // "ask" what it waits for.
  note(place, kind, sentences) {
    const key = this.key(place);
    const notes = this.#notes.get(key) ?? {};
    if (String(sentences) === String(notes[kind] ?? [])) return;
    this.#notes.set(key, { ...notes, [kind]: sentences });
    const link = this.link(place);
    if (link) this.#annotate(key, link);
  }

  notesAt(place) {
    return this.#notes.get(this.key(place)) ?? {};
  }

  #annotate(key, link) {
    const notes = this.#notes.get(key);
    if (!notes) return;
    for (const old of link.querySelectorAll(NOTES)) old.remove();
    for (const [kind, sentences] of Object.entries(notes)) {
      link.parentNode.classList.toggle(kind, sentences.length > 0);
      for (const sentence of sentences) {
        const words = link.appendChild(document.createElement("i"));
        words.className = kind;
        words.textContent = ` ${sentence}`;
      }
    }
  }
}

function drawn({ code, under = "", html }) {
  MOULD.innerHTML = html;
  const link = MOULD.content.firstElementChild;
  return { css: link.className, nodes: [...link.childNodes], code, under };
}

const textOf = (nodes) => [...nodes].filter((node) => !node.matches?.(NOTES)).map((node) => node.textContent).join("|");

function isSame(now, link) {
  return now.css === link.className && textOf(now.nodes) === textOf(link.childNodes);
}
