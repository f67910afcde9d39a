// Tables: selection with its bar, range by Shift, rows read while scrolling.
const boxes = (area) => [...area.querySelectorAll("tbody .check input[type=checkbox], li .check input[type=checkbox]")];
let last = null;

function show(area) {
  const all = boxes(area);
  const chosen = all.filter((box) => box.checked).length;
  const bar = area.querySelector("[data-bulk]");
  bar?.classList.toggle("on", chosen > 0);
  const count = bar?.querySelector("[data-bulk-count]");
  if (count) count.textContent = String(chosen);
  const head = area.querySelector("thead .check input");
  if (!head) return;
  head.checked = chosen > 0 && chosen === all.length;
  head.indeterminate = chosen > 0 && chosen < all.length;
}

function clear(area) {
  for (const box of boxes(area)) box.checked = false;
  show(area);
}

document.addEventListener("click", (event) => {
  const box = event.target;
  const area = box.closest?.("[data-select]");
  if (!area || !box.matches(".check input")) return;
  if (box.closest("thead")) for (const one of boxes(area)) one.checked = box.checked;
  else if (event.shiftKey && last && area.contains(last)) {
    const all = boxes(area);
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const one of all.slice(from, to + 1)) one.checked = box.checked;
  }
  if (!box.closest("thead")) last = box;
  show(area);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  for (const area of document.querySelectorAll("[data-select]")) clear(area);
});

// A whole row opens its link, unless something of its own was meant.
document.addEventListener("click", (event) => {
  const row = event.target.closest?.("[data-rows-open] tbody tr");
  if (!row || event.target.closest("a, button, input, label, summary, select")) return;
  if (String(getSelection()) !== "") return;
  row.querySelector("[data-row]")?.click();
});

const showAll = () => document.querySelectorAll("[data-select]").forEach(show);
document.addEventListener("htmx:afterSettle", showAll);
addEventListener("pageshow", showAll);
showAll();
