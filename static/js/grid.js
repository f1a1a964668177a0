// The roster grid: walked by keyboard, explained by a panel, and a desk for those who plan it.
import { closing, fit, printing, walkThrough } from "./grid/frame.js";
import { listWhereNarrow } from "./grid/phone.js";
import { Tip } from "./grid/tip.js";
import { Walk } from "./grid/walking.js";

const table = document.querySelector("table.grid");
const box = document.querySelector(".grid-box");

if (table?.querySelector("tbody a")) {
  const walk = new Walk(table);
  const tip = new Tip(table, document.querySelector(".grid-tip"));
  for (const number of document.querySelectorAll("[data-walk]")) walkThrough(table, walk, number);
  if (table.querySelector("tr[data-o]")) import("./grid/desk.js").then((desk) => desk.open(table, walk, tip));
}
if (box) fit(box, document.querySelector('[data-grid="line"]'));
const list = document.querySelector("[data-list]");
if (list) listWhereNarrow(list);
printing(document.querySelector("[data-print]"), document.querySelector("[data-printed]"));
for (const menu of document.querySelectorAll(".grid-pick")) closing(menu);
