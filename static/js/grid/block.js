// Blocks of cells, worked out without the page: a block is {top, left, bottom, right}, all included.

export function blockOf(one, other = one) {
  return {
    top: Math.min(one.row, other.row),
    left: Math.min(one.column, other.column),
    bottom: Math.max(one.row, other.row),
    right: Math.max(one.column, other.column),
  };
}

export const heightOf = (block) => block.bottom - block.top + 1;
export const widthOf = (block) => block.right - block.left + 1;

export function* cellsOf(block) {
  for (let row = block.top; row <= block.bottom; row += 1) {
    for (let column = block.left; column <= block.right; column += 1) yield { row, column };
  }
}

export const holds = (block, row, column) =>
  block !== null && row >= block.top && row <= block.bottom && column >= block.left && column <= block.right;

// Where a table of codes goes: it repeats over a larger block of which it is a whole part, as in a
// spreadsheet; else it is put once, from the block's corner, and what would fall off the edge is left out.
export function pasted(codes, block, size) {
  const high = codes.length;
  const wide = Math.max(...codes.map((line) => line.length));
  if (!high || !wide) return [];
  const repeats = heightOf(block) % high === 0 && widthOf(block) % wide === 0;
  const bottom = repeats ? block.bottom : block.top + high - 1;
  const right = repeats ? block.right : block.left + wide - 1;
  const over = { top: block.top, left: block.left, bottom: Math.min(bottom, size.rows - 1), right: Math.min(right, size.columns - 1) };
  const puts = [];
  for (const { row, column } of cellsOf(over)) {
    const code = codes[(row - block.top) % high][(column - block.left) % wide];
    if (code !== undefined) puts.push({ row, column, code });
  }
  return puts;
}

// Fill right: each row repeats what its first column holds; of a single column, what stands left of it.
export function filledRight(block, codeAt) {
  const from = block.left === block.right ? block.left - 1 : block.left;
  if (from < 0) return [];
  return [...cellsOf({ ...block, left: from + 1 })].map(({ row, column }) => ({ row, column, code: codeAt(row, from) }));
}

// Fill down: each column repeats what its first row holds; of a single row, what stands above it.
export function filledDown(block, codeAt) {
  const from = block.top === block.bottom ? block.top - 1 : block.top;
  if (from < 0) return [];
  return [...cellsOf({ ...block, top: from + 1 })].map(({ row, column }) => ({ row, column, code: codeAt(from, column) }));
}
