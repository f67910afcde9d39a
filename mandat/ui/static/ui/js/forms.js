// Forms: filters that send themselves, what was typed is not lost, one sending at a time.
const timers = new WeakMap();

function send(form) {
  clearTimeout(timers.get(form));
  form.requestSubmit();
}

function sendSoon(form, delay) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => send(form), delay));
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-autosubmit]") && event.target.matches("input:is([type=search], [type=text], :not([type]))"))
    sendSoon(form, Number(form.dataset.autosubmit) || 350);
  if (form?.matches("[data-guard]")) form.dataset.dirty = "";
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-autosubmit]") && event.target.matches("select, [type=checkbox], [type=radio], [type=date], [type=month]"))
    send(form);
  if (form?.matches("[data-guard]")) form.dataset.dirty = "";
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  delete form.dataset.dirty;
  // A plain sending leaves the page: a second click must not send twice.
  if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post]")) return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  setTimeout(() => delete form.dataset.sent, 4000); // a download leaves the page where it is
});

// Back from the browser's memory: the form may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-guard][data-dirty]")) event.preventDefault();
});

// The summary of errors takes the focus, so that it is read first.
const summary = document.querySelector("[data-error-summary]");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
}

// A password can be looked at while it is typed.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-reveal]");
  if (!button) return;
  const field = document.getElementById(button.dataset.reveal);
  if (!field) return;
  field.type = field.type === "password" ? "text" : "password";
  button.setAttribute("aria-pressed", String(field.type === "text"));
});
