// The grid's frame: its box ends where the window does, and the buttons around it.

export function fit(box, below) {
  const palette = document.querySelector('[data-grid="tools"]');
  const set = () => {
    // Where thumbs tap it is fixed at the foot of the window, and the line stands on it.
    if (palette) document.documentElement.style.setProperty("--palette", `${palette.offsetHeight}px`);
    const above = box.getBoundingClientRect().top + scrollY;
    const beneath = (below?.offsetHeight ?? 0) + parseFloat(getComputedStyle(box).marginBottom);
    const height = `calc(100vh - ${Math.ceil(above + beneath)}px)`;
    if (box.style.maxHeight !== height) box.style.maxHeight = height;
  };
  set();
  addEventListener("resize", set);
  // The tools above and the line below come later, or go.
  const watch = new ResizeObserver(set);
  watch.observe(document.querySelector("header") ?? box);
  for (const one of document.querySelectorAll("[data-grid]")) watch.observe(one);
}

// A number in the bar walks through its own cells, one more with each press.
export function walkThrough(table, walk, number) {
  number.addEventListener("click", (event) => {
    event.preventDefault();
    const found = [...table.querySelectorAll(number.dataset.walk)];
    if (!found.length) return;
    // Where the grid is a list there is no cell to walk to: open the first of them.
    if (table.offsetParent) walk.go(found[(found.indexOf(walk.here) + 1) % found.length]);
    else location.assign(found[0].href);
  });
}

const LONDON = { timeZone: "Europe/London" };

export function printing(button, when) {
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => print());
  addEventListener("beforeprint", () => {
    const day = new Date().toLocaleDateString("en-GB", { ...LONDON, weekday: "long", day: "numeric", month: "long", year: "numeric" });
    const time = new Date().toLocaleTimeString("en-GB", { ...LONDON, hour: "2-digit", minute: "2-digit" });
    when.textContent = ` Printed on ${day.replace(",", "")} at ${time}.`;
  });
}

// A menu closes with Escape, and when something else is clicked.
export function closing(menu) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
