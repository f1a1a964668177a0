// How long ago cover was judged: the server's words, counted on while the page stays open.

const SIZES = [[86_400, "day"], [3_600, "hour"], [60, "minute"], [1, "second"]];

export function words(seconds) {
  const [size, word] = SIZES.find(([one]) => seconds >= one) ?? SIZES.at(-1);
  const count = Math.floor(seconds / size);
  return `${count} ${word}${count === 1 ? "" : "s"} ago`;
}

// now: the server's, in milliseconds; stale: from how many seconds on it is too old.
export function recount(now, stale) {
  for (const time of document.querySelectorAll("time[data-age]")) {
    const seconds = Math.max(0, Math.floor((now - Date.parse(time.dateTime)) / 1000));
    const text = words(seconds);
    if (time.textContent !== text) time.textContent = text;
    const line = time.closest("[data-age-line]");
    line.classList.toggle("app-bad", seconds > stale);
    for (const part of line.querySelectorAll("[data-stale]")) part.hidden = seconds <= stale;
  }
}
