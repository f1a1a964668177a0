// Lays a newer page over the one that is open: only what has changed, and whoever reads it stays where they were.
import { Button, createAll } from "/static/vendor/govuk-frontend.min.js";

const REACHED = "a[href], button, summary, [tabindex], [id]";

export function lay(page) {
  const parts = [...document.querySelectorAll("[data-fresh]")].filter((part) => {
    const next = page.getElementById(part.id);
    return next && plain(next) !== plain(part);
  });
  const focused = remembered(document.activeElement);
  const mark = inSight();
  const read = remembered(mark);
  const top = mark && topOf(mark);
  for (const part of parts) replace(part, page.getElementById(part.id));
  if (!focused.element?.isConnected) focused.find()?.focus({ preventScroll: true });
  const now = read.find();
  if (now) scrollBy(0, topOf(now) - top);
}

const topOf = (one) => one.getBoundingClientRect().top;

// What must not move: what has the focus, or else the first thing in the column in the middle of the screen.
function inSight() {
  const isSeen = (one) => topOf(one) >= 0 && topOf(one) < innerHeight;
  const middle = (one) => {
    const { left, right } = one.closest("[data-fresh]").getBoundingClientRect();
    return left <= innerWidth / 2 && right >= innerWidth / 2;
  };
  const held = document.activeElement;
  if (held?.closest("[data-fresh]") && isSeen(held)) return held;
  return [...document.querySelectorAll(`[data-fresh] :is(${REACHED})`)].find((one) => isSeen(one) && middle(one));
}

// What a script or a person has put into it is no news.
function plain(part) {
  return part.innerHTML.replace(/ (data-govuk-button-init|open)=""/g, "").replace(/(name="csrf_token" value=")[^"]*/g, "$1");
}

function replace(part, next) {
  const open = [...part.querySelectorAll("details[open]")].map(({ id }) => id);
  const across = [...part.querySelectorAll(".app-scroll")].map((box) => box.scrollLeft);
  part.replaceChildren(...next.childNodes);
  createAll(Button, undefined, part);
  for (const one of part.querySelectorAll("details")) one.open = open.includes(one.id);
  part.querySelectorAll(".app-scroll").forEach((box, number) => (box.scrollLeft = across[number] ?? 0));
}

// An element and how to find its like after its part was replaced.
function remembered(element) {
  const part = element?.closest("[data-fresh]");
  if (!part) return { element, find: () => null };
  const name = nameOf(element);
  const alike = () => [...part.querySelectorAll(REACHED)].filter((one) => nameOf(one) === name);
  const place = alike().indexOf(element);
  return { element, find: () => alike()[place] };
}

// A button by what it does and says, so that the next press is never another's.
function nameOf(one) {
  if (one.form) return `${one.form.action} ${one.textContent.trim()}`;
  return one.id || one.getAttribute("href") || `${one.tagName} ${one.parentElement.id}`;
}
