// What the page must ask before a change is saved: whose value stays, and why a published duty changes.

const field = (dialog, name) => dialog.querySelector(`[data-${name}]`);

function line(list, text, css = "") {
  const item = list.appendChild(document.createElement("li"));
  item.textContent = text;
  item.className = css;
  return item;
}

// The dialog's answer: the value of the button that closed it; "" when it was left with Escape.
function asked(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => done(dialog.returnValue), { once: true }));
}

// Both values, side by side. Gives "mine" or "theirs".
export async function askWhichStays(dialog, conflict, place) {
  field(dialog, "where").textContent = `${place.who}, ${place.day}`;
  field(dialog, "theirs").textContent = conflict.theirs || "nothing";
  field(dialog, "yours").textContent = conflict.yours || "nothing";
  const by = [conflict.by, conflict.at].filter(Boolean).join(", ");
  field(dialog, "by").textContent = by ? `by ${by}` : "by somebody else";
  return (await asked(dialog)) === "mine" ? "mine" : "theirs";
}

// Why published cells change, for all of them at once: {reason, note, told}, or null where it was left.
export async function askWhy(dialog, cells) {
  const list = field(dialog, "cells");
  list.replaceChildren();
  for (const { place, result } of cells) {
    const shown = result.shown ?? {};
    const item = line(list, "");
    item.appendChild(document.createElement("b")).textContent = `${place.who}, ${place.day}`;
    item.append(`: ${shown.before || "nothing"} becomes ${shown.after || "nothing"}.`);
    const facts = item.appendChild(document.createElement("ul"));
    for (const { words, tone } of [{ words: shown.notice, tone: "" }, ...(shown.lines ?? [])]) line(facts, words, tone && `tone-${tone}`);
  }
  const form = dialog.querySelector("form");
  if ((await asked(dialog)) !== "save") return null;
  const given = new FormData(form);
  const told = (given.get("told") ?? "").trim();
  return { reason: given.get("reason"), note: given.get("note").trim(), ...(told ? { told } : {}) };
}
