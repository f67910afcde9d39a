// Around the page: rail, theme, menus, dialogs, toasts, copying.
const root = document.documentElement;
const narrow = matchMedia("(max-width: 56rem)");

function keep(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
}

function chooseTheme(theme) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  keep("theme", theme);
  showTheme();
}

function showTheme() {
  for (const button of document.querySelectorAll("[data-theme-set]"))
    button.setAttribute("aria-pressed", String(button.dataset.themeSet === (root.dataset.theme ?? "")));
}

function moveRail(what) {
  if (narrow.matches) {
    const open = what === "open";
    if (open) root.dataset.rail = "open";
    else delete root.dataset.rail;
    document.querySelector(open ? "#rail .rail-close" : ".rail-open")?.focus();
    return;
  }
  const small = root.dataset.rail !== "small";
  if (small) root.dataset.rail = "small";
  else delete root.dataset.rail;
  keep("rail", small ? "small" : "");
}

function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
  return dialog;
}

async function copy(button) {
  const source = button.dataset.copy;
  const text = source.startsWith("#") ? document.querySelector(source)?.textContent.trim() : source;
  await navigator.clipboard.writeText(text ?? "");
  button.classList.add("copied");
  const words = button.dataset.copied;
  if (words) say(words);
}

/** Shows a short message made in the browser; text only. */
function say(words) {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.toast = "";
  const text = document.createElement("span");
  text.className = "text";
  text.textContent = words;
  toast.append(text);
  document.getElementById("toasts")?.append(toast);
  age(toast);
}

// A message that asks nothing leaves by itself; one with an action or a fault stays until closed.
function age(toast) {
  if (toast.querySelector("form") || toast.matches(".error, .warning")) return;
  let left = 10;
  const timer = setInterval(() => {
    if (toast.matches(":hover, :focus-within")) return;
    left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    toast.remove();
  }, 1000);
}

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest?.(selector);
  const theme = at("[data-theme-set]");
  if (theme) chooseTheme(theme.dataset.themeSet);
  const rail = at("[data-rail]:not(html)");
  if (rail) {
    event.preventDefault();
    moveRail(rail.dataset.rail);
  } else if (root.dataset.rail === "open" && !at("#rail")) moveRail("close");
  const opener = at("[data-dialog]");
  if (opener && openDialog(opener.dataset.dialog)) event.preventDefault();
  if (at("[data-dialog-close]") || event.target instanceof HTMLDialogElement) {
    event.target.closest("dialog")?.close();
  }
  at("[data-toast-close]")?.closest("[data-toast]").remove();
  const copier = at("[data-copy]");
  if (copier) copy(copier);
  for (const menu of document.querySelectorAll("details[data-menu][open]"))
    if (!menu.contains(event.target) || at("[data-dialog]")) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (root.dataset.rail === "open") moveRail("close");
  const menu = document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

const toasts = document.getElementById("toasts");
if (toasts) {
  toasts.querySelectorAll("[data-toast]").forEach(age);
  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes]))
      if (node instanceof HTMLElement && node.matches("[data-toast]")) age(node);
  }).observe(toasts, { childList: true });
}
showTheme();
