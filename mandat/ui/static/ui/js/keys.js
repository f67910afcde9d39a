// The keyboard: search from anywhere, arrows in lists, the page of keys.
// No module imports another: their addresses carry a hash in production.
function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
  return dialog;
}

const typing = (element) =>
  element instanceof HTMLElement &&
  (element.isContentEditable ||
    element.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])"));

/** The list that the keys move in: that of the open dialog, else the first one seen on the page. */
function currentList() {
  const dialog = document.querySelector("dialog[open]");
  const inside = document.activeElement?.closest?.("[data-list]");
  if (inside) return inside;
  return [...(dialog ?? document).querySelectorAll("[data-list]")].find(
    (list) => list.checkVisibility() && list.querySelector("[data-row]") && (dialog || !list.closest("dialog")),
  );
}

function move(step) {
  const list = currentList();
  if (!list) return false;
  const rows = [...list.querySelectorAll("[data-row]")];
  const at = rows.indexOf(document.activeElement);
  const input = list.closest("dialog")?.querySelector("input[type=search]");
  if (at === 0 && step < 0 && input) input.focus();
  else {
    const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1);
    rows[next]?.focus();
    rows[next]?.closest("tr, li")?.scrollIntoView({ block: "nearest" });
  }
  return true;
}

function openSearch(words = "") {
  const palette = openDialog("palette");
  const input = palette?.querySelector("input[type=search]");
  if (!input) return false;
  input.value = words || input.value;
  input.focus();
  input.select();
  return true;
}

function select(focused) {
  const box = focused?.closest?.("tr, li")?.querySelector("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

function inPalette(event) {
  const input = event.target;
  if (!input.closest?.("#palette .searchbox")) return false;
  if (event.key === "ArrowDown") return move(1);
  if (event.key === "Escape") {
    input.closest("dialog").close(); // else the first Escape would only empty the field
    return true;
  }
  if (event.key !== "Enter") return false;
  const first = document.querySelector("#palette-results [data-row]");
  if (!input.value.trim() || !first) return false;
  first.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey) return;
  const open = document.querySelector("dialog[open]");
  let done = false;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") done = openSearch();
  else if (event.ctrlKey || event.metaKey) return;
  else if (inPalette(event)) done = true;
  else if (typing(event.target)) return;
  else if (event.key === "ArrowDown" || event.key === "j") done = inList(event) && move(1);
  else if (event.key === "ArrowUp" || event.key === "k") done = inList(event) && move(-1);
  else if (open) return;
  else if (event.key === "/") done = focusSearch();
  else if (event.key === "?") done = Boolean(openDialog("keys"));
  else if (event.key === "x") done = select(document.activeElement);
  if (done) event.preventDefault();
});

// Arrows keep their own work in menus, tabs, radios and boxes that scroll.
function inList(event) {
  return !event.target.closest?.("details[open] .menu-panel, [type=radio], .scroll, .code, audio, video");
}

/** `/` goes to the search of the page if it has one, else to the palette. */
function focusSearch() {
  const own = document.querySelector("main .searchbox input[type=search]");
  if (!own) return openSearch();
  own.focus();
  own.select();
  return true;
}

// The palette answers as one types; an emptied field shows the places again.
const results = document.getElementById("palette-results");
const places = results?.innerHTML;
document.querySelector("#palette input[type=search]")?.addEventListener("input", (event) => {
  if (!event.target.value.trim()) {
    event.stopImmediatePropagation();
    results.innerHTML = places;
  }
});

document.querySelector(".topbar [data-palette-open] input[type=search]")?.addEventListener("pointerdown", (event) => {
  if (openSearch()) event.preventDefault();
});
