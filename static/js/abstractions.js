// Shows what an abstraction would do while its form is filled in; without this, a button shows it.
import { Button, createAll } from "/static/vendor/govuk-frontend.min.js";

const WATCHED = ["officer", "day", "starts", "ends", "category"];
const PAUSE = 350;

const form = document.querySelector("[data-take]");
if (form) watch(form);

function watch(form) {
  const field = (name) => form.elements.namedItem(name);
  const times = () => `${field("starts").value} ${field("ends").value}`;
  const typed = () => Object.fromEntries(WATCHED.map((name) => [name, field(name).value]));
  const same = (one, other) => WATCHED.every((name) => one[name] === other[name]);
  // Times that came from a duty, not from a person: another officer's duty replaces them.
  let filled = document.getElementById("harm").dataset.filled ? times() : " ";
  let shown = typed();
  let asking = null;
  let timer = 0;

  async function refresh() {
    window.clearTimeout(timer);
    if (same(typed(), shown)) return;
    shown = typed();
    asking?.abort();
    asking = new AbortController();
    form.classList.add("take--stale");
    document.getElementById("harm").setAttribute("aria-busy", "true");
    const mayFill = times() === filled;
    const sent = new FormData(form);
    sent.set("step", "harm");
    if (mayFill) for (const name of ["starts", "ends"]) sent.set(name, "");
    try {
      // A sign-in that has run out answers with a redirect: the button then leads there.
      const answer = await fetch(form.action, { method: "POST", body: sent, signal: asking.signal, redirect: "error" });
      if (answer.ok) show(await answer.text(), mayFill);
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    document.getElementById("harm").removeAttribute("aria-busy");
  }

  function show(text, mayFill) {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const harm = fresh.getElementById("harm");
    const steps = fresh.getElementById("steps");
    if (!harm || !steps) return;
    // Somebody may have begun to type them while the answer was on its way.
    if (mayFill && times() === filled) {
      for (const name of ["starts", "ends"]) shown[name] = field(name).value = harm.dataset[name];
      filled = times();
    }
    const old = document.getElementById("steps");
    const hadFocus = old.contains(document.activeElement);
    document.getElementById("harm").replaceChildren(...harm.childNodes);
    old.replaceChildren(...steps.childNodes);
    createAll(Button, undefined, old);
    form.classList.remove("take--stale");
    if (hadFocus) old.querySelector("button").focus();
  }

  form.addEventListener("change", refresh);
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(refresh, PAUSE);
  });
}
