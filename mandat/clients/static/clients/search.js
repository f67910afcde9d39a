// What may be a national number is searched by POST: it must never stand in an address.
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.target.matches?.("[data-private-search]")) return;
  const typed = event.target.elements.q?.value ?? "";
  if ((typed.match(/\d/g) ?? []).length < 11) return;
  event.detail.verb = "post";
  event.detail.useUrlParams = false;
});
