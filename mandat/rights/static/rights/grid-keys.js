// Arrows, Home, End and Page keys in a grid; one cell at a time can be reached by Tab. Space and
// Enter dispatch "grid:choose" on the cell, and a row that is walked into is told by "grid:enter".
const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-10, 0], PageDown: [10, 0] };
const place = (cell) => [cell.parentNode.rowIndex, cell.cellIndex];

function go(grid, row, column, focus = true) {
  const line = grid.rows[Math.max(0, Math.min(row, grid.rows.length - 1))];
  line.dispatchEvent(new CustomEvent("grid:enter", { bubbles: true }));
  const cell = line.cells[Math.max(0, Math.min(column, line.cells.length - 1))];
  grid.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
  cell.tabIndex = 0;
  if (focus) cell.focus();
  return cell;
}

const choose = (cell) => cell.dispatchEvent(new CustomEvent("grid:choose", { bubbles: true }));

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.('[role="grid"] :is(th, td)');
  if (!cell || event.altKey) return;
  const [row, column] = place(cell), grid = cell.closest("table"), move = moves[event.key];
  if (move) go(grid, row + move[0], column + move[1]);
  else if (event.key === "Home") go(grid, event.ctrlKey ? 0 : row, 0);
  else if (event.key === "End") go(grid, event.ctrlKey ? Infinity : row, Infinity);
  else if (event.key === " " || event.key === "Enter") choose(cell);
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const cell = event.target.closest?.('[role="grid"] :is(th, td)');
  if (!cell) return;
  go(cell.closest("table"), ...place(cell));
  if (cell.matches("td")) choose(cell);
});

// A grid that is drawn anew is entered at its first cell, or where one stood.
document.addEventListener("grid:drawn", (event) => go(event.target, event.detail.row, event.detail.column, false));
