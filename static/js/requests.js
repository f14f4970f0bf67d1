// Signing in again in another tab changes the token that guards forms: every form that is sent, and every part of a
// page that is asked for, takes the one that holds now.
window.portalToken = () => (document.cookie.match(/(?:^|; )(?:__Host-csrf|csrftoken)=([^;]+)/) || [])[1] || "";

document.addEventListener("htmx:configRequest", (event) => {
  const token = window.portalToken();
  if (token) event.detail.headers["X-CSRFToken"] = token;
  // What a page asks for by itself, over and over, does not keep a visit open.
  const when = event.detail.elt.closest("[data-hx-trigger]")?.dataset.hxTrigger || "";
  if (when.startsWith("every ")) event.detail.headers["X-By-Itself"] = "1";
});

document.addEventListener("submit", (event) => {
  const field = event.target.elements?.namedItem("csrfmiddlewaretoken");
  const token = window.portalToken();
  if (field && token) field.value = token;
}, true);

// Whoever has been signed out stays on the page that they were filling in, and is told. A form that saves itself tells
// it in its own place, so that nothing comes between somebody and what they are typing.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (event.detail.xhr.status !== 401 || !document.querySelector("[data-visit]")) return;
  event.preventDefault();
  if (!document.querySelector("form[data-autosave]")) document.dispatchEvent(new CustomEvent("visit:out"));
});
