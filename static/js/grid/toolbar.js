// The palette and the tools above the grid: one tab stop, arrows within, everything the keys can do.

export class Toolbar {
  constructor(bar, doings, selection) {
    this.bar = bar;
    this.selection = selection;
    this.buttons = [...bar.querySelectorAll("button")];
    this.buttons.forEach((button, number) => (button.tabIndex = number ? -1 : 0));
    bar.addEventListener("keydown", (event) => this.onKey(event));
    // The selected block keeps the focus: one can go on with the keys after a click.
    bar.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault());
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button || button.getAttribute("aria-disabled") === "true") return;
      if ("code" in button.dataset) doings.put(button.dataset.code);
      else doings[button.dataset.do]();
    });
  }

  onKey(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = this.buttons.indexOf(document.activeElement);
    const next = this.buttons[(at + step + this.buttons.length) % this.buttons.length];
    this.buttons[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  // What cannot be done now is said, and stays where it is.
  allow(name, can) {
    this.bar.querySelector(`[data-do="${name}"]`).setAttribute("aria-disabled", String(!can));
  }
}
