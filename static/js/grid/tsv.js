// Tab-separated text as spreadsheets put it on the clipboard and take it from there.

export function written(lines) {
  return lines.map((line) => line.map(quoted).join("\t")).join("\r\n");
}

function quoted(text) {
  return /[\t\r\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// Lines of cells; a cell in quotes may hold tabs, line ends and doubled quotes.
export function read(text) {
  const lines = [[]];
  let at = 0;
  while (at <= text.length) {
    const [cell, end] = text[at] === '"' ? inQuotes(text, at) : plain(text, at);
    lines.at(-1).push(cell.trim());
    if (text[end] === "\t") {
      at = end + 1;
      continue;
    }
    if (end >= text.length) break;
    at = end + (text.startsWith("\r\n", end) ? 2 : 1);
    // A spreadsheet ends the last line too: it is no line more.
    if (at >= text.length) break;
    lines.push([]);
  }
  return lines;
}

function plain(text, at) {
  let end = at;
  while (end < text.length && !"\t\r\n".includes(text[end])) end += 1;
  return [text.slice(at, end), end];
}

function inQuotes(text, at) {
  let cell = "";
  let end = at + 1;
  while (end < text.length) {
    if (text[end] !== '"') cell += text[end];
    else if (text[end + 1] === '"') {
      cell += '"';
      end += 1;
    } else break;
    end += 1;
  }
  // What stands between the closing quote and the next tab is dropped.
  return [cell, plain(text, end + 1)[1]];
}

// What people write for an empty cell or a rest day in their own sheets.
const MEANT = { "·": "RD", R: "RD", REST: "RD", "REST DAY": "RD", FREE: "FD", OFF: "RD", "-": "", "–": "" };

export function codeFrom(text) {
  const code = text.trim().toUpperCase();
  return MEANT[code] ?? code;
}
