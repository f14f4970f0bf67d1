// Ties each button that asks for a passkey to the library, and says in words when one could not be used: the
// library itself would tell only the browser's console.
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-passkey]")) {
    const { passkey, credential, passwordless } = button.dataset;
    const ids = { [passkey]: button.id, credential, passwordless, data: "js_data" };
    window.allauth.webauthn.forms[`${passkey}Form`]({ ids });
  }
});
document.addEventListener("allauth.error", () => {
  for (const words of document.querySelectorAll("[data-passkey-error]")) {
    words.hidden = false;
  }
});
