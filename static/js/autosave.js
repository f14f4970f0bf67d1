// data-autosave: a form that saves itself as it is typed; without this script its buttons save it.
(() => {
  const form = document.querySelector("form[data-autosave]");
  const told = document.querySelector("[data-save-state]");
  if (!form || !told) return;
  const words = told.querySelector("[data-save-words]");
  const signIn = told.querySelector("[data-sign-in]");
  const PAUSE = 1000;
  const RETRY = 5000;
  // What has been typed since it was last sent: the names of fields, by the question they belong to.
  const dirty = new Set();
  let timer = null;
  let underWay = null;
  let stopped = false;
  let leaving = false;

  const tell = (state, text, isOut = false) => {
    told.dataset.state = state;
    words.textContent = text;
    if (signIn) signIn.hidden = !isOut;
  };

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  const questionOf = (field) => field.closest(".entry") || form;

  const touch = (event, wait) => {
    if (stopped) return;
    dirty.add(questionOf(event.target));
    later(wait);
  };

  // The questions that were touched, whole, and what stands outside questions. Kept short, because what is
  // sent while a page closes may hold 64 kB at most.
  const bodyOf = (questions) => {
    const body = new URLSearchParams();
    for (const [name, text] of new FormData(form)) {
      const field = form.elements[name];
      const question = questionOf(field instanceof RadioNodeList ? field[0] : field);
      if (question === form || questions.has(form) || questions.has(question)) body.append(name, text);
    }
    body.set("then", "autosave");
    return body;
  };

  // One save at a time, so that an older one never lands after a newer; only a page that closes does not wait.
  const save = async ({ closes = false } = {}) => {
    clearTimeout(timer);
    if (!dirty.size || stopped || (underWay && !closes)) return;
    if (underWay) underWay.abort();
    const mine = (underWay = new AbortController());
    const sent = new Set(dirty);
    dirty.clear();
    tell("saving", "Saving");
    renew();
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: bodyOf(sent),
        headers: { Accept: "application/json" },
        keepalive: closes,
        signal: mine.signal,
      });
      settle(answer, await read(answer), sent);
    } catch {
      for (const question of sent) dirty.add(question);
      if (mine === underWay) tell("lost", "Not saved: no connection. We will keep trying.");
    } finally {
      if (mine === underWay) {
        underWay = null;
        if (dirty.size && !stopped) later(told.dataset.state === "lost" ? RETRY : PAUSE);
      }
    }
  };

  // Signing in again in another tab changes the token that guards the form.
  const renew = () => {
    const token = window.portalToken();
    if (token) form.elements.csrfmiddlewaretoken.value = token;
  };

  const read = (answer) => {
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    return isJson && !answer.redirected ? answer.json() : null;
  };

  // What an answer brings beside its words: hidden fields, and parts of the page as the server writes them.
  const put = ({ fields = {}, parts = {} }) => {
    for (const [name, value] of Object.entries(fields)) {
      if (form.elements[name]) form.elements[name].value = value;
    }
    for (const [name, html] of Object.entries(parts)) {
      for (const place of document.querySelectorAll(`[data-part="${name}"]`)) place.innerHTML = html;
    }
  };

  const settle = (answer, said, sent) => {
    if (said && answer.ok) {
      put(said);
      return tell("saved", said.words);
    }
    for (const question of sent) dirty.add(question);
    if (said) {
      stopped = true;
      return tell("lost", said.words);
    }
    const isOut = answer.redirected || answer.status === 401 || answer.status === 403;
    tell(
      "lost",
      isOut
        ? "Not saved: you have been signed out. Nothing is lost while this page stays open; it carries on by itself."
        : "Not saved: the portal did not answer as it should. We will keep trying.",
      isOut,
    );
  };

  // A form that is sent while nobody is signed in, or without a connection, would lose what was typed last:
  // it is saved first, and leaves the page only once that has worked.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    renew();
    if (leaving || stopped || !(dirty.size || underWay)) {
      leaving = true;
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    while (underWay) await new Promise((done) => setTimeout(done, 50));
    await save();
    if (dirty.size && !stopped) return;
    leaving = true;
    renew();
    form.requestSubmit(button);
  });

  form.addEventListener("input", (event) => touch(event, PAUSE));
  form.addEventListener("change", (event) => touch(event, 100));
  // A rating that asks for a comment opens room above the field that is being typed in by now.
  document.addEventListener("htmx:afterSettle", () => {
    if (form.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
  });
  // What was typed before the scripts of a slow page were there is rated and saved once they are.
  const isAsSent = (field) => {
    if (field.type === "hidden") return true;
    if (field.options) return [...field.options].every((each) => each.selected === each.defaultSelected);
    return field.value === field.defaultValue && field.checked === field.defaultChecked;
  };
  const catchUp = () => {
    for (const field of form.querySelectorAll("input, select, textarea")) {
      if (!isAsSent(field)) field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
  if (document.readyState === "complete") catchUp();
  else window.addEventListener("load", catchUp);
  window.addEventListener("online", () => later(0));
  document.addEventListener("visit:in", () => later(0));
  window.addEventListener("focus", () => { if (told.dataset.state === "lost") later(0); });
  window.addEventListener("pagehide", () => { if (!leaving) save({ closes: true }); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !leaving) save({ closes: true });
  });
  // Only what could not be saved is worth asking about; the rest goes with the page as it closes.
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && dirty.size && told.dataset.state === "lost") event.preventDefault();
  });
})();
