// Dropped or chosen files leave one by one, each with its progress and its own answer.
// <form data-dropzone method="post" enctype="multipart/form-data"> with one <input type="file" multiple>;
// each answer may be JSON {"message": …, "url": …} or nothing; 4xx JSON {"error": …} is shown at its file.
// data-error: words when the server says nothing; data-done: words when a file has arrived;
// data-next: address to go to when all have arrived.

function line(list, file) {
  const item = document.createElement("li");
  item.className = "upload";
  const name = document.createElement("span");
  name.textContent = file.name;
  const state = document.createElement("span");
  state.className = "muted num";
  const progress = document.createElement("progress");
  progress.max = 100;
  progress.value = 0;
  progress.setAttribute("aria-label", file.name);
  item.append(name, state, progress);
  list.append(item);
  return { item, name, state, progress };
}

function answer(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}

function finish(form, view, request) {
  const said = answer(request);
  const good = request.status >= 200 && request.status < 300;
  view.progress.value = 100;
  view.progress.className = good ? "good" : "act";
  view.state.textContent = good ? (said.message ?? form.dataset.done ?? "✓") : "";
  if (good && said.url) {
    const link = document.createElement("a");
    link.href = new URL(said.url, location.href).pathname;
    link.textContent = view.name.textContent;
    view.name.replaceChildren(link);
  }
  if (good) return true;
  const error = document.createElement("span");
  error.className = "error";
  error.textContent = said.error ?? form.dataset.error ?? String(request.status || "–");
  view.item.append(error);
  return false;
}

function upload(form, input, file, view) {
  const body = new FormData(form);
  body.delete(input.name);
  body.append(input.name, file, file.name);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      view.progress.value = (event.loaded / event.total) * 95;
      view.state.textContent = `${Math.round((event.loaded / event.total) * 95)} %`;
    });
    request.addEventListener("loadend", () => resolve(finish(form, view, request)));
    request.send(body);
  });
}

async function take(form, files) {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector(".uploads") ?? form.appendChild(Object.assign(document.createElement("ul"), { className: "uploads" }));
  list.setAttribute("aria-live", "polite");
  const waiting = [...files].map((file) => [file, line(list, file)]);
  form.dataset.busy = "";
  let good = true;
  for (const [file, view] of waiting) good = (await upload(form, input, file, view)) && good;
  delete form.dataset.busy;
  input.value = "";
  form.dispatchEvent(new CustomEvent("uploaded", { bubbles: true, detail: { good } }));
  if (good && form.dataset.next) location.assign(form.dataset.next);
}

for (const form of document.querySelectorAll("form[data-dropzone]")) {
  const zone = form.matches(".dropzone") ? form : (form.querySelector(".dropzone") ?? form);
  for (const kind of ["dragenter", "dragover"])
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer?.files.length) take(form, event.dataTransfer.files);
  });
  form.addEventListener("submit", (event) => {
    const input = form.querySelector("input[type=file]");
    if (!input.files.length || form.dataset.whole !== undefined) return;
    event.preventDefault();
    take(form, input.files);
  });
}
// A file let fall beside the zone must not replace the page.
if (document.querySelector("form[data-dropzone]"))
  for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => event.preventDefault());
addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-dropzone][data-busy]")) event.preventDefault();
});
