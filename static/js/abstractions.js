// Shows what a taking, or its end, does while the form is filled in; without this, a button shows it.
import { Button, createAll } from "/static/vendor/govuk-frontend.min.js";

const PAUSE = 350;
// Times that are filled in from the officer's duty, where the form has them.
const FILLED = ["starts", "ends"];

const form = document.querySelector("[data-watch]");
if (form) watch(form);

function watch(form) {
  const names = form.dataset.watch.split(" ");
  const field = (name) => form.elements.namedItem(name);
  const values = (read) => Object.fromEntries(names.map((name) => [name, read(field(name))]));
  const typed = () => values((one) => one.value);
  const same = (one, other) => names.every((name) => one[name] === other[name]);
  const times = () => (names.includes("starts") ? FILLED.map((name) => field(name).value).join(" ") : "");
  const harm = () => document.getElementById("harm");
  // Times that came from a duty, not from a person: another officer's duty replaces them.
  let filled = harm().dataset.filled ? values(served).starts + " " + values(served).ends : " ";
  // What the page came with: the browser may have put back what was typed before it was left.
  let shown = values(served);
  let asking = null;
  let timer = 0;

  async function refresh() {
    window.clearTimeout(timer);
    if (shown && same(typed(), shown)) return;
    shown = typed();
    asking?.abort();
    const mine = (asking = new AbortController());
    form.classList.add("take--stale");
    harm().setAttribute("aria-busy", "true");
    const mayFill = times() === filled;
    const sent = new FormData(form);
    sent.set("step", "harm");
    if (mayFill) for (const name of FILLED) sent.set(name, "");
    const answer = await ask(sent, mine.signal);
    // A later question has been asked meanwhile.
    if (mine !== asking) return;
    if (!answer.text || !show(answer.text, mayFill)) lose(answer.why ?? "failed");
    harm().removeAttribute("aria-busy");
  }

  async function ask(sent, signal) {
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent, signal, redirect: "manual" });
      if (answer.ok) return { text: await answer.text() };
      // Signed out, or signed in anew on another page: this page's token is worth nothing any more.
      return { why: answer.status === 400 || answer.type === "opaqueredirect" ? "signed-out" : "failed" };
    } catch {
      return { why: "failed" };
    }
  }

  function show(text, mayFill) {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const newHarm = fresh.getElementById("harm");
    const newSteps = fresh.getElementById("steps");
    if (!newHarm || !newSteps) return false;
    // Somebody may have begun to type them while the answer was on its way.
    if (mayFill && times() === filled) {
      for (const name of FILLED) shown[name] = field(name).value = newHarm.dataset[name];
      filled = times();
    }
    const old = document.getElementById("steps");
    const hadFocus = old.contains(document.activeElement);
    harm().replaceChildren(...newHarm.childNodes);
    old.replaceChildren(...newSteps.childNodes);
    createAll(Button, undefined, old);
    form.classList.remove("take--stale", "take--lost");
    if (hadFocus) old.querySelector("button").focus();
    return true;
  }

  // What stands there belongs to something else: it must not look like something to confirm.
  function lose(why) {
    shown = null;
    form.classList.add("take--lost");
    for (const button of form.querySelectorAll("#steps [value=confirm]")) button.disabled = true;
    harm().querySelector(".harm__lost")?.remove();
    harm().prepend(document.getElementById(`lost-${why}`).content.cloneNode(true));
    harm().querySelector("[data-again]")?.addEventListener("click", refresh);
  }

  form.addEventListener("change", refresh);
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(refresh, PAUSE);
  });
  // Back and reload bring what was typed, not what was shown for it.
  window.addEventListener("pageshow", refresh);
}

function served(field) {
  if (!field.options) return field.defaultValue;
  const chosen = [...field.options].find((one) => one.defaultSelected) ?? field.options[0];
  return chosen.value;
}
