// The roster grid by keyboard: one tab stop, arrows from cell to cell, and a small panel that
// says what the cell is about. Without this module every cell is still a link.
const table = document.querySelector("table.grid");
const tip = document.querySelector(".grid-tip");

const links = (row) => [...row.querySelectorAll("a")];
const rows = table ? [...table.querySelectorAll("tbody tr")].filter((row) => row.querySelector("a")) : [];
let here = null;

function moveTo(link) {
  if (!link) return;
  if (here) here.tabIndex = -1;
  here = link;
  here.tabIndex = 0;
  here.focus();
}

const columnOf = (link) => link.closest("td, th").cellIndex;
const inColumn = (row, column) => row.cells[column]?.querySelector("a");

// The nearest row in that direction that has something in the same column.
function along(from, step, column, wanted = () => true) {
  for (let at = from + step; at >= 0 && at < rows.length; at += step) {
    if (wanted(rows[at]) && inColumn(rows[at], column)) return inColumn(rows[at], column);
  }
  return null;
}

function inTeam(link, step) {
  const mine = link.closest("tbody");
  let next = mine;
  do next = step > 0 ? next.nextElementSibling : next.previousElementSibling;
  while (next && next.tagName === "TBODY" && !next.querySelector("tr:not(.cs) a"));
  if (!next || next.tagName !== "TBODY") return null;
  const first = rows.findIndex((row) => row.parentNode === next);
  return along(first - 1, 1, columnOf(link), (row) => !row.classList.contains("cs"));
}

function target(event) {
  const row = here.closest("tr");
  const at = rows.indexOf(row);
  const beside = links(row);
  const place = beside.indexOf(here);
  const all = event.ctrlKey || event.metaKey;
  switch (event.key) {
    case "ArrowLeft": return beside[place - 1];
    case "ArrowRight": return beside[place + 1];
    case "ArrowUp": return along(at, -1, columnOf(here));
    case "ArrowDown": return along(at, 1, columnOf(here));
    case "Home": return links(all ? rows[0] : row)[0];
    case "End": return links(all ? rows[rows.length - 1] : row).at(-1);
    case "PageUp": return inTeam(here, -1);
    case "PageDown": return inTeam(here, 1);
    default: return undefined;
  }
}

function show(link) {
  const cell = link.closest("td, th");
  const who = cell.parentNode.querySelector(".nm")?.textContent ?? "Contact session";
  const when = table.tHead.rows[0].cells[cell.cellIndex].querySelector("i").textContent;
  const lines = [...(link.matches(".nm") ? cell : link).querySelectorAll("i")].map((one) => one.textContent);
  tip.replaceChildren();
  tip.appendChild(document.createElement("b")).textContent = link.matches(".nm") ? who : `${who}, ${when}`;
  for (const line of lines) tip.appendChild(document.createElement("p")).textContent = line;
  tip.hidden = false;
  const box = link.getBoundingClientRect();
  const left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 12);
  const below = box.bottom + 10;
  const fits = below + tip.offsetHeight < document.documentElement.clientHeight;
  tip.style.left = `${Math.max(8, left) + scrollX}px`;
  tip.style.top = `${(fits ? below : box.top - tip.offsetHeight - 10) + scrollY}px`;
}

function hide() {
  tip.hidden = true;
}

// A number in the bar walks through its own cells, one more with each press.
function walk(event) {
  event.preventDefault();
  const found = [...table.querySelectorAll(`a.s.${event.currentTarget.dataset.walk}.todo`)];
  // Where the grid is a list there is no cell to walk to: open the first of them.
  if (table.offsetParent) moveTo(found[(found.indexOf(here) + 1) % found.length]);
  else location.assign(found[0].href);
}

// The box ends where the window does, whatever stands above it, so that its last row is in sight.
const box = document.querySelector(".grid-box");
function fit() {
  const above = box.getBoundingClientRect().top + scrollY;
  box.style.maxHeight = `calc(100vh - ${Math.ceil(above)}px)`;
}
if (box) {
  fit();
  window.addEventListener("resize", fit);
}

if (table && rows.length) {
  for (const link of table.querySelectorAll("tbody a")) link.tabIndex = -1;
  here = table.querySelector("tbody td.now > a:not(.s)") ?? table.querySelector("tbody td > a:not(.s)") ?? links(rows[0])[0];
  here.tabIndex = 0;
  table.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return hide();
    if (!event.target.closest("tbody a") || event.altKey) return undefined;
    const link = target(event);
    if (link === undefined && !event.key.startsWith("Arrow")) return undefined;
    event.preventDefault();
    return moveTo(link);
  });
  table.addEventListener("focusin", (event) => {
    const link = event.target.closest("tbody a");
    if (!link) return;
    if (here !== link) here.tabIndex = -1;
    here = link;
    here.tabIndex = 0;
    show(link);
  });
  table.addEventListener("focusout", hide);
  table.addEventListener("mouseover", (event) => {
    const link = event.target.closest("tbody a");
    if (link) show(link); else hide();
  });
  table.addEventListener("mouseleave", hide);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  for (const number of document.querySelectorAll("[data-walk]")) number.addEventListener("click", walk);
}
const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
