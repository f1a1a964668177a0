// How saving stands, in a few words: never "Saved" while something is not. Gives {words, kind}.

const many = (count, one, more = one) => (count ? `${count} ${count === 1 ? one : more}` : "");

export function standing({ waiting, problem, isDown, saved, refused, asks, time }) {
  if (waiting && problem) return { words: `Not saved: ${problem}, ${many(waiting, "change", "changes")} kept`, kind: "bad" };
  if (isDown) return { words: "No connection: what you type is kept", kind: "bad" };
  if (waiting) return { words: `Saving ${waiting}`, kind: "busy" };
  // What waits for an answer has its own words beside these.
  const parts = [many(saved, "saved"), many(refused, "refused")].filter(Boolean);
  if (refused || asks) return { words: parts.join(", ") || "Not saved yet", kind: refused ? "bad" : "busy" };
  return { words: time ? `Saved ${time}` : "", kind: "ok" };
}
