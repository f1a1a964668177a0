// A block that is drawn to the edge of what is shown goes on beyond it, a cell at a time.

const EDGE = 14; // pixels
const PACE = 70; // milliseconds for each cell

export class Pulling {
  #timer = 0;

  constructor(box, isDrawn, stretch) {
    document.addEventListener("mousemove", (event) => {
      clearInterval(this.#timer);
      if (!isDrawn() || !(event.buttons & 1)) return;
      const { top, left, bottom, right } = box.getBoundingClientRect();
      const ways = [[beyond(event.clientY, top, bottom), 0], [0, beyond(event.clientX, left, right)]].filter(([down, along]) => down || along);
      const pull = () => (isDrawn() ? ways.forEach(stretch) : clearInterval(this.#timer));
      if (ways.length) this.#timer = setInterval(pull, PACE);
    });
  }
}

const beyond = (at, from, to) => (at > to - EDGE ? 1 : at < from + EDGE ? -1 : 0);
