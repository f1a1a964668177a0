// Copy, cut and paste of blocks, also to and from a spreadsheet, as tab-separated text.
import { heightOf, pasted, widthOf } from "./block.js";
import { isAbsence } from "./fills.js";
import * as tsv from "./tsv.js";

export class Clipboard {
  #own = null; // the last copy: what the paste button puts where the browser keeps its clipboard shut
  #cells = []; // its cells: whose they were, and what lies beneath an absence

  constructor(sheet, selection, change) {
    this.sheet = sheet;
    this.selection = selection;
    this.change = change;
    document.addEventListener("copy", (event) => this.onCopy(event, false));
    document.addEventListener("cut", (event) => this.onCopy(event, true));
    document.addEventListener("paste", (event) => this.onPaste(event));
  }

  get #isAsked() {
    return this.selection.block && this.sheet.placeOf(document.activeElement) && document.activeElement.tagName !== "INPUT";
  }

  onCopy(event, isCut) {
    // Words that are marked anywhere on the page are copied as they are.
    if (!this.#isAsked || !getSelection().isCollapsed) return;
    event.preventDefault();
    this.#own = this.text();
    event.clipboardData.setData("text/plain", this.#own);
    if (isCut) this.clear();
  }

  onPaste(event) {
    if (!this.#isAsked) return;
    event.preventDefault();
    this.paste(event.clipboardData.getData("text/plain"));
  }

  text() {
    const { top, left, bottom, right } = this.selection.block;
    this.#cells = [];
    for (let row = top; row <= bottom; row += 1) {
      this.#cells.push(Array.from({ length: right - left + 1 }, (_, step) => this.#copied({ row, column: left + step })));
    }
    return tsv.written(this.#cells.map((line) => line.map((cell) => cell.code)));
  }

  #copied(place) {
    return { code: this.sheet.code(place), under: this.sheet.under(place), officer: this.sheet.officers[place.row] };
  }

  copy(isCut) {
    this.#own = this.text();
    navigator.clipboard?.writeText(this.#own).catch(() => {});
    if (isCut) this.clear();
    return `${heightOf(this.selection.block) * widthOf(this.selection.block)} copied`;
  }

  clear() {
    this.change(this.selection.places.map((place) => ({ ...place, code: "" })));
  }

  async pasteByButton() {
    const found = await navigator.clipboard?.readText?.().catch(() => "");
    this.paste(found || (this.#own ?? ""));
  }

  paste(text) {
    const isOwn = this.#own !== null && lineEnds(text) === lineEnds(this.#own);
    // Nothing on the clipboard is nothing to paste, unless an empty cell was copied: that clears.
    if (!isOwn && !text.trim() && !text.includes("\t")) return;
    const cells = isOwn ? this.#cells : tsv.read(text).map((line) => line.map((word) => ({ code: tsv.codeFrom(word) })));
    const puts = pasted(cells, this.selection.block, this.sheet.size);
    const fit = puts.filter((put) => this.sheet.link(put));
    const lost = Math.max(cells.flat().length, puts.length) - fit.length;
    const kept = fit.filter((put) => this.#isAnothers(put));
    this.change(
      fit.map((put) => ({ ...put, code: kept.includes(put) ? put.code.under : put.code.code })),
      [lost && `${lost} of what was pasted left out: there is no room for it`, kept.length && STAYS].filter(Boolean).join("; "),
    );
    const last = puts.at(-1);
    if (last) this.selection.all({ ...this.selection.block, bottom: last.row, right: last.column });
  }

  // Leave and sickness are one officer's: nobody is put on leave by a copy of a colleague's day.
  #isAnothers({ row, code: { code, officer } }) {
    return officer !== undefined && isAbsence(code) && officer !== this.sheet.officers[row];
  }
}

export const STAYS = "leave and sickness stay with their officer: the duty beneath was put";

const lineEnds = (text) => text.replaceAll("\r\n", "\n").replace(/\n$/, "");
