// Where Ctrl and an arrow lead, as in a spreadsheet: to the end of what is filled, or to where it begins again.

// filled: whether each cell holds something, from the one under the focus to the sheet's edge. Gives the number.
export function jumped(filled) {
  const last = filled.length - 1;
  if (filled[0] && filled[1]) {
    const gap = filled.indexOf(false);
    return gap < 0 ? last : gap - 1;
  }
  const next = filled.indexOf(true, 1);
  return next < 0 ? last : next;
}
