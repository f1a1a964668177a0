// Keeps an open board true: its age is counted on, and each minute it is asked for again.
import { recount } from "./board/age.js";
import { lay } from "./board/laying.js";
import { News } from "./board/news.js";

const EVERY = 60_000; // milliseconds between two looks
const TICK = 5_000;
const TOUCHED = 15_000; // whoever moved over or in a form so lately is about to press it
const PATIENCE = 20_000;

const board = document.querySelector("[data-board]");
if (board) keep(board.dataset);

function keep({ now, staleAfter }) {
  const news = new News(document.querySelector("[data-board-news]"));
  // The server's clock: another may be hours wrong.
  let ahead = Number(now) * 1000 - Date.now();
  let seen = Date.now() + ahead;
  let tried = Date.now();
  let touched = 0;
  let isAsking = false;
  let isSent = false;

  const inUse = () =>
    isSent || (Date.now() - touched < TOUCHED && document.querySelector("[data-fresh] form:is(:hover, :focus-within)"));

  async function look() {
    if (isAsking || isSent) return;
    isAsking = true;
    tried = Date.now();
    try {
      // A sign-in that has run out answers with a redirect.
      const how = { headers: { "Asked-By-Page": "board" }, redirect: "manual", cache: "no-store" };
      const answer = await fetch(location.href, { ...how, signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      else news.failed(answer, seen);
    } catch {
      news.failed(null, seen);
    }
    isAsking = false;
    recount(Date.now() + ahead, Number(staleAfter));
  }

  function show(page) {
    const fresh = page.querySelector("[data-board]");
    if (!fresh) return location.reload(); // no team is left to show
    if (inUse()) return (tried = Date.now() - EVERY + TICK);
    ahead = Number(fresh.dataset.now) * 1000 - Date.now();
    seen = Date.now() + ahead;
    const before = news.headings();
    lay(page);
    return news.arrived(before);
  }

  function tick() {
    recount(Date.now() + ahead, Number(staleAfter));
    if (document.visibilityState === "visible" && Date.now() - tried >= EVERY && !inUse()) look();
  }

  function comeBack() {
    if (document.visibilityState === "visible" && Date.now() - tried >= TICK) look();
  }

  setInterval(tick, TICK);
  document.addEventListener("visibilitychange", comeBack);
  addEventListener("focus", comeBack);
  addEventListener("online", comeBack);
  addEventListener("submit", () => (isSent = true));
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    isSent = false;
    look();
  });
  for (const sign of ["keydown", "pointerdown", "pointermove"]) {
    addEventListener(sign, () => (touched = Date.now()), { passive: true });
  }
}
