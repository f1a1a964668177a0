// The codes one can type and how each looks, read from the palette above the grid.

// An absence lies over the duty that it replaces: L+SICK is sick over a late.
const ABSENCES = ["AL", "SICK", "TOIL"];

export const isAbsence = (code) => ABSENCES.includes(code);

export const wholeOf = (code, under) => (isAbsence(code) && under ? `${under}+${code}` : code);

export function parted(whole) {
  const at = whole.lastIndexOf("+");
  const code = whole.slice(at + 1);
  return at > 0 && isAbsence(code) ? { code, under: whole.slice(0, at) } : { code: whole, under: "" };
}

export function readPalette(sheet, palette) {
  const codes = new Set([""]);
  for (const button of palette.querySelectorAll("button[data-code]")) {
    codes.add(button.dataset.code);
    sheet.fills.set(button.dataset.code, button.dataset.fill);
  }
  return codes;
}

// Own times, 0800-1600 or CT0900-1300, and two duties, E+CT1700-1800; the server has the last word.
const OWN_TIMES = /^[A-Z0-9]{0,6} ?\d{2}:?\d{2} ?[-–] ?\d{2}:?\d{2}$/;

export function isCode(codes, text) {
  return codes.has(text) || (text.length > 0 && text.split("+").every((part) => codes.has(part) || OWN_TIMES.test(part.trim())));
}
