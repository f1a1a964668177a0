// The planner's desk: typing, blocks, the clipboard, undo, saving and the rules, put together.
import { filledDown, filledRight } from "./block.js";
import { Asking } from "./asking.js";
import { Clipboard, STAYS } from "./clipboard.js";
import { Feed } from "./feed.js";
import { isAbsence, isCode, readPalette } from "./fills.js";
import { offerLeft } from "./left.js";
import { Line } from "./line.js";
import { Refused } from "./refused.js";
import { Rules } from "./rules.js";
import { Saving } from "./saving.js";
import { Selection } from "./selection.js";
import { Sheet } from "./sheet.js";
import { wordsOf } from "./tip.js";
import { Toolbar } from "./toolbar.js";
import { Typing } from "./typing.js";
import { stepsOf } from "./visit.js";
import { Watching } from "./watching.js";

class Desk {
  constructor(table, walk, tip) {
    this.table = table;
    this.steps = stepsOf(table.dataset.me);
    this.tip = tip;
    tip.isBrief = true;
    this.part = (name) => document.querySelector(`[data-grid="${name}"]`);
    this.sheet = new Sheet(table);
    this.bar = this.part("tools");
    this.codes = readPalette(this.sheet, this.bar);
    this.selection = new Selection(this.sheet, walk);
    this.selection.onChange = () => this.onSelect();
    this.typing = new Typing(this.sheet, this.selection, (places, text) => this.typed(places, text));
    this.typing.onClose = () => this.feed.catchUp();
    this.clipboard = new Clipboard(this.sheet, this.selection, (puts, odd) => this.change(puts, odd));
    this.line = new Line(this.part("line"), this.sheet, wordsOf);
    this.rules = new Rules(this.sheet, table, this.part("breaches"), this.part("unjudged"));
    this.rules.onDrafts = (many) => this.feed.offerPublishing(many);
    this.refused = new Refused(this.part("refused"));
    this.asking = new Asking(this);
    this.saving = new Saving(table, {
      onAnswer: (answer) => this.feed.onAnswer(answer),
      onState: (words, kind, way) => this.say(words, kind, way),
      more: () => [...this.asking.unsaved, ...this.refused.unsaved],
      open: () => ({ refused: this.refused.size, asks: this.asking.size }),
      beforeLeaving: () => this.typing.close(true),
    });
    this.feed = new Feed(this, this.asking);
    this.toolbar = new Toolbar(this.bar, this.doings(), this.selection);
    table.setAttribute("role", "grid");
    table.addEventListener("keydown", (event) => this.onKey(event), { capture: true });
    this.part("line").hidden = false;
    this.part("unmarked")?.remove();
    this.bar.hidden = false;
    this.allow();
    this.watching = new Watching(table, (found, asked) => this.feed.onChanges(found, asked), (isUp) => this.saving.line(isUp));
    this.rules.fetch().then(() => this.onSelect());
    offerLeft(this.part("left"), { shelf: this.saving.shelf, sheet: this.sheet, resend: (left) => this.resend(left) });
  }

  doings() {
    const committed = (doing) => () => {
      this.typing.close(true);
      doing();
    };
    const withBlock = (doing) => committed(() => this.selection.block && doing());
    return {
      put: (code) => withBlock(() => this.typed(this.selection.places, code))(),
      clear: withBlock(() => this.clipboard.clear()),
      copy: withBlock(() => this.tell(this.clipboard.copy(false))),
      cut: withBlock(() => this.tell(this.clipboard.copy(true))),
      paste: withBlock(() => this.clipboard.pasteByButton()),
      right: withBlock(() => this.fill(filledRight)),
      down: withBlock(() => this.fill(filledDown)),
      undo: committed(() => this.step("undo")),
      redo: committed(() => this.step("redo")),
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
  // odd: a sentence on what one would not expect of it.
  change(puts, odd = "") {
    const news = puts.filter((put) => put.code !== this.sheet.code(put) || this.sheet.notesAt(put).ref?.length);
    const step = news.map((put) => ({ key: this.sheet.key(put), before: this.sheet.whole(put), after: this.sheet.after(put, put.code) }));
    this.steps.note(step);
    const bad = news.length - this.putAll(news);
    this.allow();
    const words = [many(news.length - bad, "cell changed", "cells changed")];
    if (bad) words.push(many(bad, "code refused", "codes refused"));
    if (odd) words.push(odd);
    if (news.length > 1 || odd) this.note(words.join("; "), odd);
    this.onSelect();
  }

  // Gives how many of them will do.
  putAll(puts) {
    const before = this.refused.size;
    const changes = puts.map((put) => this.put(put, put.code));
    this.saving.add(changes.filter(Boolean));
    return puts.length - (this.refused.size - before);
  }

  // Draws what was typed; gives what is to be saved of it, null where nothing is.
  put(place, code, token = this.sheet.token(place)) {
    this.sheet.note(place, "ref", []);
    const key = this.sheet.key(place);
    this.refused.forget(key);
    const isMet = this.asking.conflicts.has(key);
    this.asking.forget(key);
    if (this.sheet.held(place) === code && !isMet && !this.saving.queue.holds(key)) {
      // Nothing of what is taken back here was ever saved.
      this.sheet.release(place);
      this.feed.catchUp();
    } else if (isCode(this.codes, code)) {
      this.sheet.pend(place, code);
      return { key, code, token };
    } else this.refuse(place, code, `There is no shift “${code}”. Choose one from the palette above, or type times such as 0800-1600.`);
    return null;
  }

  typed(places, text) {
    const code = text.trim().toUpperCase();
    this.change(places.map((place) => ({ ...place, code })));
  }

  // What was typed stays in sight, with the reason; Escape or another code replaces it.
  refuse(place, code, sentence) {
    this.sheet.pend(place, code);
    this.refused.add(this.sheet.key(place), code, this.sheet.token(place));
    this.sheet.note(place, "ref", [`Not saved: ${sentence}`]);
    this.tell(sentence);
  }

  withdraw() {
    const refused = this.selection.places.filter((place) => this.sheet.notesAt(place).ref?.length);
    if (!refused.length) return;
    for (const place of refused) {
      this.sheet.note(place, "ref", []);
      this.refused.forget(this.sheet.key(place));
      this.steps.takeBack(this.sheet.key(place));
      this.feed.catchUp();
      this.sheet.release(place);
    }
    this.saving.keep();
    this.saving.say();
    this.allow();
    this.onSelect();
  }

  // Down the column are other officers: leave and sickness are not theirs.
  fill(filled) {
    let stays = false;
    const codeAt = (row, column) => {
      const isTheirs = filled === filledDown && isAbsence(this.sheet.code({ row, column }));
      stays ||= isTheirs;
      return isTheirs ? this.sheet.under({ row, column }) : this.sheet.code({ row, column });
    };
    const puts = filled(this.selection.block, codeAt).filter((put) => this.sheet.link(put));
    this.change(puts, stays ? STAYS : "");
  }

  step(way) {
    const puts = this.steps[way]((key) => this.sheet.placeFor(key));
    if (!puts) return this.#sayNoStep(way);
    const places = puts.map((put) => ({ ...this.sheet.placeFor(put.key), ...put }));
    // What somebody else has changed since is theirs.
    const [mine, theirs] = [true, false].map((isMine) => places.filter((put) => (this.sheet.whole(put) === put.from) === isMine));
    for (const put of theirs) this.steps.drop(put.key);
    this.putAll(mine);
    this.allow();
    this.selection.only(places[0]);
    this.selection.reach(places[0]);
    const words = [`${many(mine.length, "cell", "cells")} put back`];
    if (theirs.length) words.push(`${theirs.length} left as somebody else has changed ${theirs.length === 1 ? "it" : "them"} since`);
    if (this.steps.passed) words.push(`${this.steps.passed} more in days or teams not shown here`);
    this.note(words.join("; "), theirs.length || this.steps.passed);
  }

  #sayNoStep(way) {
    const can = way === "undo" ? this.steps.canUndo : this.steps.canRedo;
    if (can) this.note(`Nothing to ${way} here: what you changed is in days or teams not shown`, true);
  }

  // Told aloud; what one would not expect stands in the line below too.
  note(words, isOdd) {
    this.tell(words);
    this.part("news").textContent = isOdd ? words : "";
  }

  resend(changes) {
    const places = changes.map((one) => ({ ...one, place: this.sheet.placeFor(one.key) }));
    const news = places.map(({ place, code, token }) => this.put(place, code, token)).filter(Boolean);
    this.saving.add(news);
  }

  onSelect() {
    const { block } = this.selection;
    this.tip.isHeld = this.selection.isDragging || this.typing.isOpen;
    const short = this.selection.head ? this.rules.shortAt(this.selection.head) : "";
    this.line.show(this.selection.head, block, short);
  }

  allow() {
    this.toolbar.allow("undo", this.steps.canUndo);
    this.toolbar.allow("redo", this.steps.canRedo);
  }

  // way: an address that mends it, in another tab, so that nothing unsaved goes.
  say(words, kind, way = "") {
    const state = this.part("state");
    if (state.firstChild?.data === words) return;
    const wasBad = state.classList.contains("grid-state--bad");
    state.replaceChildren(words);
    if (way) state.append(" ", Object.assign(document.createElement("a"), { href: way, target: "_blank", rel: "noopener", className: "govuk-link", textContent: "Sign in" }));
    state.className = `grid-state grid-state--${kind}`;
    if (kind === "bad" || (wasBad && kind === "ok")) this.tell(words);
  }

  tell(words) {
    this.part("live").textContent = words;
  }
}

const many = (count, one, more) => `${count} ${count === 1 ? one : more}`;

export const open = (table, walk, tip) => new Desk(table, walk, tip);
