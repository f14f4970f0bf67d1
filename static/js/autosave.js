// data-autosave: a form that saves itself as it is typed; without this script its buttons save it.
(() => {
  const form = document.querySelector("form[data-autosave]");
  const told = document.querySelector("[data-save-state]");
  if (!form || !told) return;
  const words = told.querySelector("[data-save-words]");
  const PAUSE = 1000;
  const RETRY = 5000;
  let timer = null;
  let underWay = false;
  let changed = false;
  let stopped = false;

  const tell = (state, text) => {
    told.dataset.state = state;
    words.textContent = text;
  };

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  // One save at a time, so that an older one never lands after a newer.
  const save = async (options = {}) => {
    clearTimeout(timer);
    if (underWay || !changed || stopped) return;
    underWay = true;
    changed = false;
    tell("saving", "Saving");
    renew();
    const body = new FormData(form);
    body.set("then", "autosave");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, ...options });
      settle(answer, await read(answer));
    } catch {
      changed = true;
      tell("lost", "Not saved: no connection. We will keep trying.");
      later(RETRY);
    } finally {
      underWay = false;
      if (changed && told.dataset.state !== "lost" && !stopped) later(PAUSE);
    }
  };

  // Signing in again in another tab changes the token that guards the form.
  const renew = () => {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    if (token) form.elements.csrfmiddlewaretoken.value = token[1];
  };

  const read = (answer) => {
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    return isJson && !answer.redirected ? answer.json() : null;
  };

  const settle = (answer, said) => {
    if (said && answer.ok) return tell("saved", said.words);
    changed = true;
    if (said) {
      stopped = true;
      return tell("lost", said.words);
    }
    const out = answer.redirected || answer.status === 403;
    tell("lost", out
      ? "Not saved: you have been signed out. Sign in again in another tab, and this page will carry on."
      : "Not saved: the portal did not answer as it should. We will keep trying.");
    later(RETRY);
  };

  form.addEventListener("input", () => { changed = true; later(PAUSE); });
  form.addEventListener("change", () => { changed = true; later(100); });
  form.addEventListener("submit", () => { stopped = true; clearTimeout(timer); renew(); });
  // A rating that asks for a comment opens room above the field that is being typed in by now.
  document.addEventListener("htmx:afterSettle", () => {
    if (form.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
  });
  window.addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save({ keepalive: true });
  });
})();
