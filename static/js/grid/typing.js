// A code is typed in the cell itself: Enter, Tab or an arrow commits it, Escape takes it back.

const MOVES = {
  Enter: ["ArrowDown", "ArrowUp"],
  Tab: ["ArrowRight", "ArrowLeft"],
  ArrowDown: ["ArrowDown", "ArrowDown"],
  ArrowUp: ["ArrowUp", "ArrowUp"],
  ArrowLeft: ["ArrowLeft", "ArrowLeft"],
  ArrowRight: ["ArrowRight", "ArrowRight"],
};
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export class Typing {
  place = null;
  isChanging = false;
  onClose = () => {};

  constructor(sheet, selection, commit) {
    this.sheet = sheet;
    this.selection = selection;
    this.commit = commit;
    this.input = Object.assign(document.createElement("input"), { className: "grid-type", autocomplete: "off", spellcheck: false, maxLength: 24 });
    this.input.setAttribute("autocapitalize", "characters");
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.close(true));
    sheet.table.addEventListener("keydown", (event) => this.onCellKey(event));
    sheet.table.addEventListener("dblclick", (event) => {
      const place = sheet.placeOf(event.target);
      if (place) this.change(place);
    });
  }

  get isOpen() {
    return this.place !== null;
  }

  onCellKey(event) {
    const place = this.sheet.placeOf(event.target);
    if (!place || this.isOpen || event.ctrlKey || event.metaKey || event.altKey) return;
    const changes = event.key === "F2" || (event.key === "Enter" && !event.shiftKey);
    if (changes) this.change(place);
    else if (/^[a-z0-9]$/i.test(event.key)) this.open(place, "");
    else return;
    // The letter or digit itself lands in the field that has the focus now.
    if (changes) event.preventDefault();
  }

  // What stands there is changed: the arrows move in it, where they commit what is typed anew.
  change(place) {
    this.open(place, this.sheet.code(place));
    this.isChanging = true;
  }

  open(place, text) {
    this.isChanging = false;
    this.place = place;
    this.input.value = text;
    this.input.setAttribute("aria-label", `Code for ${this.sheet.whoOf(place)}, ${this.sheet.dayOf(place)}`);
    this.sheet.cell(place).classList.add("typing");
    this.sheet.cell(place).append(this.input);
    this.input.focus();
    this.input.setSelectionRange(text.length, text.length);
  }

  onKey(event) {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      this.close(false);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.close(true, this.selection.places);
    } else if (this.isChanging && /^Arrow(Left|Right)$/.test(event.key)) {
      // The caret's own.
    } else if (MOVES[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      const from = this.place;
      this.close(true);
      this.selection.only(from);
      this.selection.step(STEPS[MOVES[event.key][event.shiftKey ? 1 : 0]]);
    }
  }

  // What was typed goes into its own cell, with Ctrl+Enter into every one of the block.
  close(keeps, places = [this.place]) {
    const place = this.place;
    if (!place) return;
    this.place = null; // before the field goes: its going is a blur too
    const hadFocus = document.activeElement === this.input;
    const typed = this.input.value;
    this.input.remove();
    this.sheet.cell(place).classList.remove("typing");
    if (keeps) this.commit(places, typed);
    this.onClose();
    if (hadFocus) this.sheet.link(place).focus();
  }
}
