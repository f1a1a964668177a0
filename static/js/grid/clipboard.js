// Copy, cut and paste of blocks, also to and from a spreadsheet, as tab-separated text.
import { heightOf, pasted, widthOf } from "./block.js";
import * as tsv from "./tsv.js";

export class Clipboard {
  #own = ""; // the last copy: what the paste button puts where the browser keeps its clipboard shut

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
    const lines = [];
    for (let row = top; row <= bottom; row += 1) {
      lines.push(Array.from({ length: right - left + 1 }, (_, step) => this.sheet.code({ row, column: left + step })));
    }
    return tsv.written(lines);
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
    this.paste(found || this.#own);
  }

  paste(text) {
    if (!text.trim() && !text.includes("\t")) return;
    const codes = tsv.read(text).map((line) => line.map(tsv.codeFrom));
    const puts = pasted(codes, this.selection.block, this.sheet.size);
    const fit = puts.filter((put) => this.sheet.link(put));
    this.change(fit, Math.max(codes.flat().length, puts.length) - fit.length);
    const last = puts.at(-1);
    if (last) this.selection.all({ ...this.selection.block, bottom: last.row, right: last.column });
  }
}
