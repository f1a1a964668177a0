// Saves as one goes: sends what waits, says how it stands, and loses nothing when the line is down.
import { Queue, waitAfter } from "./queue.js";

const MOST = 200; // cells in one request
const PAUSE = 60; // milliseconds in which keystrokes gather into one request

export class Saving {
  queue = new Queue();
  offered = []; // what an earlier visit left, until somebody says what becomes of it
  #hasKept = false;
  #failures = 0;
  #timer = 0;
  #isBusy = false;

  constructor(table, hooks) {
    this.table = table;
    this.hooks = hooks; // onAnswer(answer), onState(words, kind), more(), beforeLeaving()
    this.token = document.querySelector('input[name="csrf_token"]')?.value ?? "";
    this.shelf = `roster-unsaved/${table.dataset.me}/${table.dataset.first}/${table.dataset.days}`;
    addEventListener("online", () => this.now());
    addEventListener("beforeunload", (event) => {
      hooks.beforeLeaving();
      if (this.unsaved.length) event.preventDefault();
    });
  }

  add(key, code, token) {
    this.queue.add(key, code, token);
    this.keep();
    this.say();
    if (!this.#failures) this.#in(PAUSE);
  }

  // What an earlier visit could not send.
  get left() {
    try {
      return JSON.parse(localStorage.getItem(this.shelf) ?? "[]");
    } catch {
      return [];
    }
  }

  get unsaved() {
    return [...this.queue.kept, ...this.hooks.more()];
  }

  // Only officers' numbers, days, codes and tokens: nothing that names anybody.
  keep() {
    try {
      const unsaved = [...this.offered, ...this.unsaved];
      if (unsaved.length) localStorage.setItem(this.shelf, JSON.stringify(unsaved));
      else if (this.#hasKept) localStorage.removeItem(this.shelf);
      // An empty tab must not clear what another one keeps.
      this.#hasKept = unsaved.length > 0;
    } catch {
      // A full or forbidden shelf: the page still holds everything.
    }
  }

  now() {
    this.#in(0);
  }

  #in(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#send(), wait);
  }

  async #send() {
    if (this.#isBusy) return;
    const batch = this.queue.take(MOST);
    if (!batch.length) return;
    this.#isBusy = true;
    this.say();
    try {
      const answer = await this.post(batch);
      this.#failures = 0;
      this.hooks.onAnswer(answer);
    } catch (problem) {
      this.queue.giveBack();
      this.#failures += 1;
      this.problem = problem.message;
      this.#in(waitAfter(this.#failures));
    } finally {
      this.#isBusy = false;
      this.keep();
      this.say();
    }
    if (!this.#failures && this.queue.size) this.#in(0);
  }

  // Changes that were saved by another way, such as those of published cells with their reason.
  async post(batch, why) {
    const cells = batch.map(({ key, code, token }) => {
      const [officer, day] = key.split("/");
      return { officer: Number(officer), day, code, token };
    });
    const sight = { from: this.table.dataset.first, days: Number(this.table.dataset.days) };
    const body = JSON.stringify(why ? { cells, why, sight } : { cells, sight });
    let response = await this.#fetch(body);
    if (response.status === 400 && !isJson(response)) {
      // A new sign-in in another tab makes the page's token worthless: take a fresh one.
      this.token = await freshToken();
      response = await this.#fetch(body);
    }
    if (response.redirected || response.status === 401) throw new Error("you are signed out (sign in in another tab)");
    if (!isJson(response) || ![200, 409, 422].includes(response.status)) throw new Error("the service does not answer");
    return response.json();
  }

  async #fetch(body) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.token };
    try {
      return await fetch(this.table.dataset.save, { method: "POST", headers, body });
    } catch {
      throw new Error("no connection");
    }
  }

  say() {
    const count = this.queue.size;
    const changes = count === 1 ? "1 change" : `${count} changes`;
    if (count && this.#failures) this.hooks.onState(`Not saved: ${this.problem}, ${changes} kept`, "bad");
    else if (count) this.hooks.onState(`Saving ${count}`, "busy");
    else this.hooks.onState(`Saved ${new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" })}`, "ok");
  }
}

const isJson = (response) => (response.headers.get("Content-Type") ?? "").startsWith("application/json");

async function freshToken() {
  const page = await (await fetch(location.href)).text();
  return new DOMParser().parseFromString(page, "text/html").querySelector('input[name="csrf_token"]')?.value ?? "";
}
