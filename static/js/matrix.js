// The matrix and the list of what is to be rated: rating by one key, the lines that a line refers to, and
// answers that refuse something, which are shown where they belong. Everything also works without this.
(() => {
  const MARKS = { r: "red", a: "amber", g: "green", c: "complete" };
  const ASKS_WHY = ["red", "amber"];
  const dialog = document.getElementById("quick");
  const told = document.getElementById("quick-told");
  let chipId = "";

  // A refusal (409: somebody was faster, or it cannot be rated; 422: words are missing) is part of the page.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([409, 422].includes(event.detail.xhr.status) && event.detail.serverResponse.startsWith("<") && !event.detail.serverResponse.startsWith("<!")) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  const say = (words) => { if (told) told.textContent = words; };

  const settle = () => {
    const chip = document.getElementById(chipId);
    if (!chip) return;
    const grid = chip.closest("[data-grid]");
    grid.querySelectorAll("a[href], button, summary").forEach((stop) => { stop.tabIndex = -1; });
    chip.tabIndex = 0;
    chip.focus();
  };

  // R, A, G or C on a rating of the shown term.
  document.addEventListener("keydown", (event) => {
    if (!dialog || event.ctrlKey || event.altKey || event.metaKey) return;
    const mark = MARKS[event.key.toLowerCase()];
    const chip = mark && event.target.closest("td")?.querySelector("[data-quick]");
    if (!chip || dialog.open) return;
    event.preventDefault();
    chipId = chip.id;
    const values = { mark, track: chip.dataset.track, seen_version: chip.dataset.version, look: chip.dataset.look };
    const verb = ASKS_WHY.includes(mark) ? "GET" : "POST";
    say(verb === "POST" ? `Saving ${chip.dataset.code}` : "");
    htmx.ajax(verb, chip.dataset.quick, { source: chip, target: "#quick-body", swap: "innerHTML", values })
      .catch(() => {});
  });

  const lost = () => say("Not saved: there is no connection, or you have been signed out.");
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:responseError", lost);

  document.addEventListener("htmx:afterSwap", (event) => {
    if (!dialog || event.detail.target?.id !== "quick-body") return;
    if (!dialog.open) dialog.showModal();
    const field = dialog.querySelector("textarea");
    if (field) { field.focus(); field.setSelectionRange(field.value.length, field.value.length); }
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const saved = event.detail.elt?.closest?.("[data-saved]") || (event.detail.elt?.matches?.("[data-saved]") ? event.detail.elt : null);
    if (saved) saved.focus();
  });
  document.addEventListener("rated", (event) => {
    if (dialog?.open) dialog.close();
    settle();
    say(event.detail.words);
  });
  dialog?.addEventListener("close", settle);
  dialog?.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });

  // A matrix wider than the page: the shown term is brought into view, its edges and two buttons say that there is
  // more. It scrolls without this.
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  document.querySelectorAll("[data-sideways]").forEach((wrap) => {
    const frame = wrap.closest(".matrix-frame");
    const turn = frame?.querySelector("[data-turn]");
    const first = wrap.querySelector("th.corner");
    const now = wrap.querySelector("thead th.now");
    if (!turn || !first) return;
    const edges = () => {
      const ends = { "-1": wrap.scrollLeft <= 1, "1": wrap.scrollLeft >= wrap.scrollWidth - wrap.clientWidth - 1 };
      turn.hidden = ends["-1"] && ends["1"];
      frame.classList.toggle("more-left", !ends["-1"]);
      frame.classList.toggle("more-right", !ends["1"]);
      turn.querySelectorAll("[data-by]").forEach((button) => button.setAttribute("aria-disabled", ends[button.dataset.by]));
    };
    const reveal = () => {
      if (!now) return;
      const [frameBox, box] = [wrap.getBoundingClientRect(), now.getBoundingClientRect()];
      // With the term before it and the one after it, where there is room for three.
      if (box.right + box.width > frameBox.right) wrap.scrollLeft += box.left - frameBox.left - first.offsetWidth - box.width;
    };
    turn.addEventListener("click", (event) => {
      const by = Number(event.target.closest("[data-by]")?.dataset.by || 0);
      const left = by * 0.8 * (wrap.clientWidth - first.offsetWidth);
      wrap.scrollBy({ left, behavior: still.matches ? "auto" : "smooth" });
    });
    wrap.addEventListener("scroll", edges, { passive: true });
    window.addEventListener("resize", edges);
    reveal();
    edges();
  });

  // The lines that the line under the pointer or the focus refers to, or is referred to by, stand out.
  let shown = "";
  const show = (target) => {
    const row = target instanceof Element ? target.closest("tr[data-line]") : null;
    const near = row?.dataset.near ? `${row.dataset.line} ${row.dataset.near}` : "";
    if (near === shown) return;
    shown = near;
    document.querySelectorAll("tr.is-near").forEach((each) => each.classList.remove("is-near", "is-source"));
    if (!near) return;
    const [own, ...others] = near.split(" ");
    others.forEach((pk) => document.querySelectorAll(`tr[data-line="${pk}"]`).forEach((each) => each.classList.add("is-near")));
    document.querySelectorAll(`tr[data-line="${own}"]`).forEach((each) => each.classList.add("is-near", "is-source"));
  };
  document.addEventListener("focusin", (event) => show(event.target));
  document.addEventListener("mouseover", (event) => show(event.target));
})();
