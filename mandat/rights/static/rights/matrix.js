// The matrix: rows are filled as they come into view, chosen cells wait, all are sent together.
const root = document.querySelector("[data-matrix]");
const form = document.querySelector("[data-matrix-form]");
const filters = document.querySelector("[data-matrix-filters]");
const { members, portfolios, rows, dates } = JSON.parse(document.getElementById("matrix-data").textContent);
const words = root.dataset;
const pending = new Map(history.state?.cells ?? []); // "member-portfolio" → "0" or "1"
const steps = [];
let down = [], across = [], table;

const key = (m, p) => `${members[m][0]}-${portfolios[p][0]}`;
const had = (m, p) => "1db".includes(rows[m][p]);
const has = (m, p) => (pending.has(key(m, p)) ? pending.get(key(m, p)) === "1" : had(m, p));
const locked = (m, p) => members[m][3] !== "" || "lb".includes(rows[m][p]);

function make(tag, role, text = "") {
  const one = document.createElement(tag);
  one.setAttribute("role", role);
  if (/cell|header/.test(role)) one.tabIndex = -1;
  one.textContent = text;
  return one;
}

function paint(cell, m, p) {
  const name = key(m, p), on = has(m, p), all = members[m][3] === words.all;
  const waits = pending.has(name), fixed = locked(m, p), letter = waits ? "" : rows[m][p];
  cell.textContent = all ? "·" : { l: "⇄", b: "⇄", d: "◷" }[letter] ?? (on ? "✓" : waits ? "−" : "");
  cell.className = waits ? "pending" : fixed ? "locked" : on ? "on" : "";
  cell.ariaSelected = String(on || all);
  cell.ariaReadOnly = String(fixed);
  cell.title = dates[name] ?? "";
  const told = [members[m][3] || (on ? words.granted : words.none), dates[name], waits && words.pending];
  cell.ariaLabel = `${members[m][1]}, ${portfolios[p][1]}: ${told.filter(Boolean).join(", ")}`;
}

function fill(row) {
  if (row.cells.length > 1 || row.rowIndex < 1) return;
  row.append(...across.map((p) => {
    const cell = make("td", "gridcell");
    paint(cell, down[row.rowIndex - 1], p);
    return cell;
  }));
}

function heads() {
  const head = table.createTHead().appendChild(make("tr", "row"));
  head.append(make("th", "columnheader"), ...across.map((p) => {
    const one = make("th", "columnheader");
    one.title = portfolios[p][1];
    one.appendChild(document.createElement("span")).textContent = portfolios[p][1];
    return one;
  }));
  head.cells[0].ariaLabel = words.corner;
}

function draw() {
  const ranks = (names, typed) => names.flatMap((one, rank) => (one[1].toLowerCase().includes(typed.value.trim().toLowerCase()) ? [rank] : []));
  down = ranks(members, filters.elements.member);
  across = ranks(portfolios, filters.elements.portfolio);
  table = make("table", "grid");
  table.ariaLabel = words.label;
  table.ariaMultiSelectable = "true";
  heads();
  const body = table.createTBody();
  const watcher = new IntersectionObserver(
    (seen) => seen.forEach((one) => one.isIntersecting && fill(one.target)), { root, rootMargin: "400px" });
  for (const m of down) {
    const row = body.appendChild(make("tr", "row")), head = make("th", "rowheader", members[m][1]);
    head.title = `${members[m][1]} · ${members[m][2]}`;
    head.append(" ", Object.assign(document.createElement("small"), { textContent: members[m][3] || members[m][2] }));
    row.append(head);
    watcher.observe(row);
  }
  root.replaceChildren(table);
  table.style.inlineSize = `${table.rows[0].cells[0].offsetWidth + 34 * across.length}px`;
  const detail = { row: 1, column: 1 };
  table.dispatchEvent(new CustomEvent("grid:drawn", { bubbles: true, detail }));
}

function show(step) {
  for (const [m, p] of step) {
    const cell = table.rows[down.indexOf(m) + 1].cells[across.indexOf(p) + 1];
    if (cell?.matches("td")) paint(cell, m, p);
  }
  form.elements.cells.value = [...pending].map(([one, value]) => `${one}:${value}`).join(" ");
  form.querySelector("[data-matrix-count]").textContent = String(pending.size);
  for (const button of form.querySelectorAll("button")) button.disabled = pending.size === 0;
  if (pending.size) form.dataset.dirty = "";
  else delete form.dataset.dirty;
  history.replaceState({ ...history.state, cells: [...pending] }, "");
}

// A head stands for its whole row or column: all of it, or none where all is granted already.
function choose(cell) {
  const some = (ranks, at) => (at ? [ranks[at - 1]] : ranks);
  const cells = some(down, cell.parentNode.rowIndex)
    .flatMap((m) => some(across, cell.cellIndex).map((p) => [m, p])).filter(([m, p]) => !locked(m, p));
  const value = !cells.every(([m, p]) => has(m, p));
  const step = cells.filter(([m, p]) => has(m, p) !== value).map(([m, p]) => [m, p, pending.get(key(m, p))]);
  for (const [m, p] of step) value === had(m, p) ? pending.delete(key(m, p)) : pending.set(key(m, p), value ? "1" : "0");
  if (step.length) steps.push(step);
  show(step);
}

function back() {
  const step = steps.pop() ?? [];
  for (const [m, p, was] of step) was === undefined ? pending.delete(key(m, p)) : pending.set(key(m, p), was);
  show(step);
}

root.addEventListener("grid:enter", (event) => fill(event.target));
root.addEventListener("grid:choose", (event) => choose(event.target));
root.addEventListener("keydown", (event) => event.key === "z" && (event.ctrlKey || event.metaKey) && (event.preventDefault(), back()));
form.querySelector("[data-matrix-undo]").addEventListener("click", back);
filters.addEventListener("input", draw);
filters.addEventListener("submit", (event) => event.preventDefault());
draw();
show([]);
