// Signing in again in another tab changes the token that guards forms: every part of a page that is asked for
// takes the one that holds now.
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (token) event.detail.headers["X-CSRFToken"] = token[1];
});
