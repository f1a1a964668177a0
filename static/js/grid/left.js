// What an earlier visit could not save is offered wherever the roster is opened, in sight or not.

const said = (many) => (many === 1 ? "1 change" : `${many} changes`);

export async function offerLeft(note, { shelf, sheet, resend }) {
  const left = await shelf.left();
  if (!left.length) return;
  const here = left.filter((one) => sheet.placeFor(one.key));
  const away = left.filter((one) => !sheet.placeFor(one.key));
  note.hidden = false;
  note.querySelector("b").textContent = said(left.length);
  note.querySelector('[value="send"]').hidden = !here.length;
  showAway(note.querySelector("[data-away]"), away, here.length);
  note.addEventListener("click", (event) => {
    const wanted = event.target.closest("button")?.value;
    if (!wanted) return;
    // They are on this page's part of the shelf before they leave the other.
    if (wanted === "send") resend(here);
    shelf.drop(wanted === "send" ? here : left);
    note.hidden = wanted === "drop" || !away.length;
    note.querySelector("b").textContent = said(away.length);
    note.querySelector('[value="send"]').hidden = true;
    showAway(note.querySelector("[data-away]"), away, 0);
  });
}

// Those in other days or teams, with the way to the first of them.
function showAway(words, away, here) {
  words.hidden = !away.length;
  if (!away.length) return;
  const days = away.map((one) => one.key.split("/")[1]).sort();
  words.querySelector("span").textContent = here ? `${away.length} of them in days or teams not shown here.` : "In days or teams not shown here.";
  words.querySelector("a").href = `${location.pathname}?from=${days[0]}`;
}
