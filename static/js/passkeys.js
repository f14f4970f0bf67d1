// Says in words when a passkey could not be used; the library would tell only the browser's console.
document.addEventListener("allauth.error", () => {
  for (const words of document.querySelectorAll("[data-passkey-error]")) {
    words.hidden = false;
  }
});
