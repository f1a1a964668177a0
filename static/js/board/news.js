// What the board has to say of itself: that it is out of date and why, or what has come to it.

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
const made = (tag, how) => Object.assign(document.createElement(tag), how);

const NEW = "New on the board: ";

export class News {
  #said = "";

  constructor(place) {
    this.place = place;
  }

  headings() {
    const cards = document.querySelectorAll("#board-needs h3");
    return [...cards].map((one) => one.textContent.replace(/\s+/g, " ").trim());
  }

  // Those who cannot see it are told what was not there before.
  arrived(before) {
    const come = this.headings().filter((one) => !before.includes(one));
    // A quiet look a minute later does not take back what nobody may have heard yet.
    if (come.length) this.#say(`${NEW}${come.join("; ")}`, "govuk-visually-hidden");
    else if (!this.#said.startsWith(NEW)) this.#say("");
  }

  // answer: what came instead of a board, nothing where nothing came; seen: when the last board came.
  failed(answer, seen) {
    const isSignedOut = answer?.type === "opaqueredirect";
    let why = "the roster has a fault";
    if (!answer) why = "the roster does not answer";
    else if (isSignedOut) why = "you are no longer signed in";
    else if (answer.status === 404) why = "it is no longer yours to see";
    const way = isSignedOut && made("a", { href: location.href, textContent: "Sign in again", className: "govuk-link" });
    this.#say(`Not up to date: ${why}. This is the board of ${CLOCK.format(seen)}.`, "app-message app-message--bad", way);
  }

  #say(text, look, way) {
    if (text === this.#said) return;
    this.#said = text;
    this.place.replaceChildren();
    if (!text) return;
    const words = made("p", { textContent: text });
    if (way) words.append(" ", way);
    const message = made("div", { className: look });
    message.append(made("span", { textContent: "✕ ", ariaHidden: "true" }), words);
    this.place.append(message);
  }
}
