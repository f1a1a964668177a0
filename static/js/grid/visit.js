// Undo and redo outlive the page, not the tab: the steps of one account, for the whole visit.
import { Steps } from "./undo.js";

export function stepsOf(account) {
  const shelf = `roster-steps/${account}`;
  const steps = new Steps(read(shelf));
  addEventListener("pagehide", () => {
    try {
      sessionStorage.setItem(shelf, JSON.stringify(steps.kept));
    } catch {
      // A full or forbidden shelf: the next page begins without them.
    }
  });
  return steps;
}

function read(shelf) {
  try {
    return JSON.parse(sessionStorage.getItem(shelf)) ?? {};
  } catch {
    return {};
  }
}
