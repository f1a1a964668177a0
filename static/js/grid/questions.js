// What the page must ask before a change is saved: whose value stays, and why a published duty changes.

const field = (dialog, name) => dialog.querySelector(`[data-${name}]`);

function line(list, text, css = "") {
  const item = list.appendChild(document.createElement("li"));
  item.textContent = text;
  item.className = css;
  return item;
}

const MOMENT = 400; // milliseconds in which a key was meant for the grid

// The dialog's answer: the value of the button that closed it; "" when it was left with Escape.
// Nothing in it is chosen or has the focus: a key that comes by itself can choose nothing.
// fill: puts back what was given before.
function asked(dialog, fill = () => dialog.focus()) {
  let opened = Date.now();
  const wait = (event) => {
    if (Date.now() - opened > MOMENT) return;
    event.preventDefault();
    event.stopPropagation();
  };
  dialog.querySelector("form").reset();
  dialog.returnValue = "";
  dialog.addEventListener("keydown", wait, { capture: true });
  // Who points at something in it has seen it.
  dialog.addEventListener("pointerdown", () => (opened = 0), { once: true });
  dialog.showModal();
  fill();
  return new Promise((done) => {
    const close = () => {
      dialog.removeEventListener("keydown", wait, { capture: true });
      done(dialog.returnValue);
    };
    dialog.addEventListener("close", close, { once: true });
  });
}

const MARKS = { ok: "✓ ", warn: "! ", bad: "✕ " };

// Both values, side by side. Gives "mine" or "theirs", with "all-" before it for the others too, or "" for later.
export async function askWhichStays(dialog, conflict, place, many) {
  for (const way of dialog.querySelectorAll("[data-all]")) {
    way.hidden = many < 2;
    way.textContent = `${way.dataset.all} for all ${many}`;
  }
  field(dialog, "where").textContent = `${place.who}, ${place.day}`;
  field(dialog, "theirs").textContent = conflict.theirs || "nothing";
  field(dialog, "yours").textContent = conflict.yours || "nothing";
  const by = [conflict.by, conflict.at].filter(Boolean).join(", ");
  field(dialog, "by").textContent = by ? `by ${by}` : "by somebody else";
  return asked(dialog);
}

// What was given, and at its field what the server could not read of it.
function fillAgain(form, given, wrong) {
  for (const sentence of form.querySelectorAll("[data-wrong]")) {
    const isHere = Boolean(wrong) && sentence.dataset.wrong === (wrong.field || "reason");
    sentence.hidden = !isHere;
    sentence.textContent = isHere ? wrong.message : "";
    for (const input of form.querySelectorAll(`[name="${sentence.dataset.wrong}"]`)) isHere ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid");
  }
  for (const [name, value] of Object.entries(given)) form.elements[name].value = value;
  const field = form.querySelector("[aria-invalid]:checked, [aria-invalid]:not([type=radio])");
  (field ?? form.closest("dialog")).focus();
}

// Why published cells change, for all of them at once: {reason, note, told}, "drop" or "later".
// given, wrong: what was answered before, and what could not be read of it.
export async function askWhy(dialog, cells, given = {}, wrong = null) {
  const list = field(dialog, "cells");
  list.replaceChildren();
  for (const { place, result } of cells) {
    const shown = result.shown ?? {};
    const item = line(list, "");
    item.appendChild(document.createElement("b")).textContent = `${place.who}, ${place.day}`;
    item.append(`: ${shown.before || "nothing"} becomes ${shown.after || "nothing"}.`);
    const facts = item.appendChild(document.createElement("ul"));
    for (const { words, tone } of [{ words: shown.notice, tone: shown.tone ?? "" }, ...(shown.lines ?? [])]) line(facts, `${MARKS[tone] ?? ""}${words}`, tone && `tone-${tone}`);
  }
  const form = dialog.querySelector("form");
  const answer = await asked(dialog, () => fillAgain(form, given, wrong));
  if (answer !== "save") return answer || "later";
  const said = new FormData(form);
  const told = (said.get("told") ?? "").trim();
  return { reason: said.get("reason"), note: said.get("note").trim(), ...(told ? { told } : {}) };
}
