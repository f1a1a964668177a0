// The planner's desk: typing, blocks, the clipboard, undo, saving and the rules, put together.
import { filledDown, filledRight, heightOf, widthOf } from "./block.js";
import { Asking } from "./asking.js";
import { Clipboard } from "./clipboard.js";
import { Feed } from "./feed.js";
import { isCode, readPalette } from "./fills.js";
import { Line } from "./line.js";
import { Rules } from "./rules.js";
import { Saving } from "./saving.js";
import { Selection } from "./selection.js";
import { Sheet } from "./sheet.js";
import { wordsOf } from "./tip.js";
import { Toolbar } from "./toolbar.js";
import { Typing } from "./typing.js";
import { Steps } from "./undo.js";
import { Watching } from "./watching.js";

class Desk {
  steps = new Steps();

  constructor(table, walk, tip) {
    this.table = table;
    this.tip = tip;
    tip.isBrief = true;
    this.part = (name) => document.querySelector(`[data-grid="${name}"]`);
    this.sheet = new Sheet(table);
    this.bar = this.part("tools");
    this.codes = readPalette(this.sheet, this.bar);
    this.selection = new Selection(this.sheet, walk);
    this.selection.onChange = () => this.onSelect();
    this.typing = new Typing(this.sheet, this.selection, (places, text) => this.typed(places, text));
    this.clipboard = new Clipboard(this.sheet, this.selection, (puts) => this.change(puts));
    this.line = new Line(this.part("line"), this.sheet, wordsOf);
    this.rules = new Rules(this.sheet, table, this.part("breaches"));
    this.asking = new Asking(this);
    this.saving = new Saving(table, {
      onAnswer: (answer) => this.feed.onAnswer(answer),
      onState: (words, kind) => this.say(words, kind),
      more: () => this.asking.unsaved,
      beforeLeaving: () => this.typing.close(true),
    });
    this.feed = new Feed(this, this.asking);
    this.toolbar = new Toolbar(this.bar, this.doings(), this.selection);
    table.setAttribute("role", "grid");
    table.addEventListener("keydown", (event) => this.onKey(event), { capture: true });
    this.part("line").hidden = false;
    this.bar.hidden = false;
    this.allow();
    this.watching = new Watching(table, (found) => this.feed.onChanges(found));
    this.rules.fetch().then(() => this.onSelect());
    this.offerLeft();
  }

  doings() {
    const withBlock = (doing) => () => this.selection.block && doing();
    return {
      put: (code) => withBlock(() => this.typed(this.selection.places, code))(),
      clear: withBlock(() => this.clipboard.clear()),
      copy: withBlock(() => this.tell(this.clipboard.copy(false))),
      cut: withBlock(() => this.tell(this.clipboard.copy(true))),
      paste: withBlock(() => this.clipboard.pasteByButton()),
      right: withBlock(() => this.fill(filledRight)),
      down: withBlock(() => this.fill(filledDown)),
      undo: () => this.step(this.steps.undo()),
      redo: () => this.step(this.steps.redo()),
      asks: () => this.asking.ask(),
      help: () => this.part("help").showModal(),
    };
  }

  onKey(event) {
    if (event.target.tagName === "INPUT" || event.altKey) return;
    const doings = this.doings();
    const held = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    const wanted = held
      ? { r: doings.right, d: doings.down, z: event.shiftKey ? doings.redo : doings.undo, y: doings.redo }[key]
      : { delete: doings.clear, backspace: doings.clear, "?": doings.help, f8: doings.asks }[key];
    if (event.key === "Escape") this.withdraw();
    // Where no cell is selected the keys are the browser's own, save undo, redo and help.
    const isAlways = wanted === doings.undo || wanted === doings.redo || wanted === doings.help || wanted === doings.asks;
    if (!wanted || !(isAlways || this.selection.block)) return;
    event.preventDefault();
    wanted();
  }

  // One step of work: every change of it is undone together.
  change(puts) {
    const news = puts.filter((put) => put.code !== this.sheet.code(put) || this.sheet.notesAt(put).ref?.length);
    const step = news.map((put) => ({ key: this.sheet.key(put), before: this.sheet.code(put), after: put.code }));
    this.steps.note(step);
    for (const put of news) this.put(put, put.code);
    this.allow();
    if (news.length > 1) this.tell(`${news.length} cells changed`);
    this.onSelect();
  }

  put(place, code) {
    this.sheet.note(place, "ref", []);
    const key = this.sheet.key(place);
    this.asking.forget(key);
    if (isCode(this.codes, code)) {
      this.sheet.pend(place, code);
      this.saving.add(key, code, this.sheet.token(place));
    } else this.refuse(place, code, `There is no shift “${code}”. Choose one from the palette above, or type times such as 0800-1600.`);
  }

  typed(places, text) {
    const code = text.trim().toUpperCase();
    this.change(places.map((place) => ({ ...place, code })));
  }

  // What was typed stays in sight, with the reason; Escape or another code replaces it.
  refuse(place, code, sentence) {
    this.steps.forget(this.sheet.key(place));
    this.sheet.pend(place, code);
    this.sheet.note(place, "ref", [`Not saved: ${sentence}`]);
    this.tell(sentence);
  }

  withdraw() {
    for (const place of this.selection.places) {
      if (!this.sheet.notesAt(place).ref?.length) continue;
      this.sheet.note(place, "ref", []);
      this.sheet.release(place);
    }
    this.onSelect();
  }

  fill(filled) {
    const puts = filled(this.selection.block, (row, column) => this.sheet.code({ row, column }));
    this.change(puts.filter((put) => this.sheet.link(put)));
  }

  step(puts) {
    if (!puts) return;
    const places = puts.map((put) => ({ ...this.sheet.placeFor(put.key), code: put.code }));
    for (const place of places) this.put(place, place.code);
    this.allow();
    this.selection.only(places[0]);
    this.selection.reach(places[0]);
    this.tell(places.length === 1 ? "1 cell put back" : `${places.length} cells put back`);
  }

  offerLeft() {
    const left = this.saving.left.filter((one) => this.sheet.placeFor(one.key));
    if (!left.length) return;
    this.saving.offered = left;
    this.saving.keep();
    const note = this.part("left");
    note.hidden = false;
    note.querySelector("b").textContent = left.length === 1 ? "1 change" : `${left.length} changes`;
    note.addEventListener("click", (event) => {
      const wanted = event.target.closest("button")?.value;
      if (!wanted) return;
      note.hidden = true;
      this.saving.offered = [];
      if (wanted === "send") for (const one of left) this.resend(one);
      this.saving.keep();
    });
  }

  resend({ key, code, token }) {
    this.sheet.pend(this.sheet.placeFor(key), code);
    this.saving.add(key, code, token);
  }

  onSelect() {
    const { block } = this.selection;
    this.tip.isHeld = this.selection.isDragging || this.typing.isOpen;
    const short = this.selection.head ? this.rules.shortAt(this.selection.head) : "";
    this.line.show(this.selection.head, block ? heightOf(block) * widthOf(block) : 0, short);
  }

  allow() {
    this.toolbar.allow("undo", this.steps.canUndo);
    this.toolbar.allow("redo", this.steps.canRedo);
  }

  say(words, kind) {
    const state = this.part("state");
    if (state.textContent === words) return;
    const wasBad = state.classList.contains("grid-state--bad");
    state.textContent = words;
    state.className = `grid-state grid-state--${kind}`;
    if (kind === "bad" || (wasBad && kind === "ok")) this.tell(words);
  }

  tell(words) {
    this.part("live").textContent = words;
  }
}

export const open = (table, walk, tip) => new Desk(table, walk, tip);
