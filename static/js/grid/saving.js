// Saves as one goes: sends what waits, says how it stands, and loses nothing when the line is down.
import { Queue, waitAfter } from "./queue.js";
import { Shelf } from "./shelf.js";
import { standing } from "./standing.js";

const MOST = 200; // cells in one request
const PAUSE = 60; // milliseconds in which keystrokes gather into one request

export class Saving {
  queue = new Queue();
  #failures = 0;
  #timer = 0;
  #isBusy = false;
  #isDown = false;
  #saved = 0; // since everything was saved last
  #time = "";

  constructor(table, hooks) {
    this.table = table;
    this.hooks = hooks; // onAnswer(answer), onState(words, kind), more(), open(), beforeLeaving()
    this.token = document.querySelector('input[name="csrf_token"]')?.value ?? "";
    this.shelf = new Shelf(table.dataset.me);
    addEventListener("online", () => {
      this.line(true);
      this.now();
    });
    addEventListener("offline", () => this.line(false));
    // Back from signing in in another tab.
    addEventListener("focus", () => this.#failures && this.now());
    addEventListener("beforeunload", (event) => {
      hooks.beforeLeaving();
      if (this.unsaved.length) event.preventDefault();
    });
  }

  add(changes) {
    if (!this.queue.size) this.#saved = 0;
    for (const { key, code, token } of changes) this.queue.add(key, code, token);
    this.keep();
    this.say();
    if (!this.#failures) this.#in(PAUSE);
  }

  get unsaved() {
    return [...this.queue.kept, ...this.hooks.more()];
  }

  keep() {
    this.shelf.keep(this.unsaved);
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
      this.isSignedOut = problem instanceof SignedOut;
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
    // Whose they are: in another tab somebody else may have signed in meanwhile.
    const account = Number(this.table.dataset.me);
    const body = JSON.stringify({ account, cells, sight, ...(why ? { why } : {}) });
    let response = await this.#fetch(body);
    if (response.status === 400 && !isJson(response)) {
      // A new sign-in in another tab makes the page's token worthless: take a fresh one.
      this.token = await freshToken();
      response = await this.#fetch(body);
    }
    if (response.status === 401 && isJson(response)) throw new Error("somebody else is signed in in this browser");
    if (response.redirected || response.status === 401) throw new SignedOut("you are signed out");
    if (response.status === 400 && isJson(response)) throw new Unread(await response.json());
    if (!isJson(response) || ![200, 409, 422].includes(response.status)) throw new Error("the service does not answer");
    return this.#counted(await response.json());
  }

  #counted(answer) {
    const saved = answer.results.filter((one) => one.outcome === "saved").length;
    this.#saved += saved;
    if (saved) this.#time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
    return answer;
  }

  async #fetch(body) {
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.token };
    try {
      return await fetch(this.table.dataset.save, { method: "POST", headers, body });
    } catch {
      throw new Error("no connection");
    }
  }

  // Heard from the browser and from whoever else asks the service.
  line(isUp) {
    if (this.#isDown === !isUp) return;
    this.#isDown = !isUp;
    this.say();
    if (isUp && this.#failures) this.now();
  }

  say() {
    const { words, kind } = standing({
      waiting: this.queue.size,
      problem: this.#failures ? this.problem : "",
      isDown: this.#isDown,
      saved: this.#saved,
      time: this.#time,
      ...this.hooks.open(),
    });
    this.hooks.onState(words, kind, this.#failures && this.isSignedOut ? this.table.dataset.signIn : "");
  }
}

class SignedOut extends Error {}

// The server could not read what was sent; field: which of a reason's, "" where it is none of them.
export class Unread extends Error {
  constructor({ problem, field = "" }) {
    super(problem);
    this.field = field;
  }
}

const isJson = (response) => (response.headers.get("Content-Type") ?? "").startsWith("application/json");

async function freshToken() {
  const page = await (await fetch(location.href)).text();
  return new DOMParser().parseFromString(page, "text/html").querySelector('input[name="csrf_token"]')?.value ?? "";
}
