// How long the visit still lasts: a calm warning before its end, and the way back in after it. The page stays as it
// is meanwhile, so that whatever was typed into it can still be saved. Pages of one browser tell each other.
(() => {
  const box = document.querySelector("[data-visit]");
  if (!box) return;
  const title = box.querySelector("[data-visit-title]");
  const words = box.querySelector("[data-visit-words]");
  const stays = box.querySelector("[data-visit-stay]");
  const comesIn = box.querySelector("[data-visit-in]");
  const pages = "BroadcastChannel" in window ? new BroadcastChannel("visit") : null;
  const before = Number(box.dataset.warnedBefore) * 1000;
  const CHECK = 5000;
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
  const asked = words.textContent;
  let ends = 0;
  let timer = null;
  // The longest visit there is ends however much happens: then there is nothing to choose, only to know.
  let isLast = false;
  let isKnown = false;

  const isOver = () => "over" in box.dataset;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(check, Math.max(wait, 0));
  };

  const lasts = (seconds, last) => {
    isLast = last;
    ends = Date.now() + seconds * 1000;
    const warnsIn = ends - before - Date.now();
    if (warnsIn > 0) {
      close();
      later(warnsIn);
    } else {
      warn();
      later(ends - Date.now() + 1000);
    }
  };

  const open = () => {
    if (!box.open) box.showModal();
  };

  const close = () => {
    const wasOver = isOver();
    delete box.dataset.over;
    if (box.open) box.close();
    if (wasOver) document.dispatchEvent(new CustomEvent("visit:in"));
  };

  const show = (over) => {
    stays.hidden = over;
    comesIn.hidden = !over;
    open();
    (over ? comesIn : stays).focus();
  };

  const warn = () => {
    if ((box.open && !isOver()) || (isLast && isKnown)) return;
    const at = clock.format(ends);
    title.textContent = isLast ? "Save what you are doing" : "Are you still there?";
    words.textContent = isLast
      ? `Nobody stays signed in for longer than twelve hours. At ${at} you are asked to sign in again.`
      : `${asked} That will be at ${at}. What you have typed stays on this page.`;
    stays.textContent = isLast ? "Carry on until then" : "Stay signed in";
    show(false);
  };

  const end = () => {
    if (!isOver()) {
      box.dataset.over = "";
      title.textContent = "You have been signed out";
      words.textContent = "Sign in again in another tab, and come back here: this page carries on, with what you had typed.";
      comesIn.href = `${box.dataset.outAt}?next=${encodeURIComponent(location.pathname + location.search)}`;
      show(true);
    }
    later(CHECK);
  };

  // Somebody else who signs in on the same browser gets this page from the beginning.
  const settle = async (answer) => {
    if (answer.status === 401) return end();
    if (!answer.ok) return later(CHECK);
    const said = await answer.json();
    if (String(said.person) !== box.dataset.person) return location.reload();
    return lasts(said.left, said.last);
  };

  const ask = async (address, options) => {
    try {
      const headers = { Accept: "application/json", ...options.headers };
      await settle(await fetch(address, { redirect: "manual", cache: "no-store", ...options, headers }));
    } catch {
      later(CHECK);
    }
  };

  const check = () => ask(box.dataset.leftAt, { headers: { "X-By-Itself": "1" } });

  const stay = async () => {
    if (isLast) {
      isKnown = true;
      return close();
    }
    await ask(box.dataset.stayAt, { method: "POST", headers: { "X-CSRFToken": window.portalToken() } });
    pages?.postMessage("stays");
  };

  stays.addEventListener("click", stay);
  // Escape is a sign of life while the visit lasts; what has ended does not go away by it.
  box.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (!isOver()) stay();
  });
  document.addEventListener("visit:out", end);
  // Timers sleep with the machine, and with pages that nobody looks at.
  const look = () => {
    if (document.visibilityState === "visible" && (isOver() || Date.now() > ends - before)) check();
  };
  window.addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
  pages?.addEventListener("message", () => {
    if (isOver() || box.open) check();
  });
  // A page that opens after the way back in tells the others.
  pages?.postMessage("opened");
  lasts(Number(box.dataset.left), "last" in box.dataset);
})();
