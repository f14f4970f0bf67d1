// The review of an import: the end of a text is dragged or moved by arrow keys, and the choice of its question
// moves with it, which saves itself. Everything also works without this, by the questions alone.
(() => {
  const PAUSE = 400;
  let timer = null;

  const cellOf = (grip) => grip.closest("td");

  // The blanks behind a text that it may run into, nearest first.
  const reachOf = (cell) => {
    const found = [];
    for (let next = cell.nextElementSibling; next?.classList.contains("reach-cell") && found.length < cell.dataset.most - 1; next = next.nextElementSibling) found.push(next);
    return found;
  };

  const show = (grip, terms) => {
    const cell = cellOf(grip);
    cell.colSpan = terms;
    reachOf(cell).forEach((blank, at) => { blank.hidden = at < terms - 1; });
    grip.setAttribute("aria-valuenow", terms);
    grip.setAttribute("aria-valuetext", wordsOf(grip, terms));
  };

  const controlsOf = (grip) => {
    const question = document.getElementById(`q-${grip.dataset.grip}`);
    return question ? [...question.querySelectorAll("input[type=radio], option:not([value=''])")] : [];
  };

  const wordsOf = (grip, terms) => {
    const choice = controlsOf(grip)[terms - 1];
    return choice ? (choice.label || choice.parentElement.textContent).trim() : `${terms}`;
  };

  // The choice at that place is made, and told to the question, which saves it.
  const choose = (grip, terms) => {
    const choice = controlsOf(grip)[terms - 1];
    if (!choice || choice.checked || (choice.selected && choice.tagName === "OPTION")) return;
    if (choice.tagName === "OPTION") choice.selected = true;
    else choice.checked = true;
    choice.closest("fieldset").dispatchEvent(new Event("change", { bubbles: true }));
  };

  const most = (grip) => Number(grip.getAttribute("aria-valuemax"));
  const now = (grip) => Number(grip.getAttribute("aria-valuenow"));

  document.addEventListener("keydown", (event) => {
    const grip = event.target.closest?.("[data-grip]");
    if (!grip) return;
    const to = { ArrowRight: now(grip) + 1, ArrowUp: now(grip) + 1, ArrowLeft: now(grip) - 1, ArrowDown: now(grip) - 1, Home: 1, End: most(grip) }[event.key];
    const isEnter = event.key === "Enter" || event.key === " ";
    if (to === undefined && !isEnter) return;
    event.preventDefault();
    event.stopPropagation();
    const terms = Math.min(Math.max(to ?? now(grip), 1), most(grip));
    show(grip, terms);
    clearTimeout(timer);
    timer = setTimeout(() => choose(grip, terms), isEnter ? 0 : PAUSE);
  });

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button) return;
    event.preventDefault();
    grip.focus();
    grip.setPointerCapture(event.pointerId);
    const cell = cellOf(grip);
    const before = now(grip);
    const heads = [...cell.closest("table").tHead.rows[0].cells].slice(1);
    const left = cell.getBoundingClientRect().left;
    const first = heads.findIndex((head) => head.getBoundingClientRect().right > left + 1);
    const under = (x) => {
      const at = heads.findIndex((head) => head.getBoundingClientRect().right > x);
      return Math.min(Math.max((at < 0 ? heads.length - 1 : at) - first + 1, 1), most(grip));
    };
    cell.classList.add("is-dragged");
    document.body.classList.add("is-dragging");
    const move = (moved) => show(grip, under(moved.clientX));
    const end = (ended) => {
      grip.removeEventListener("pointermove", move);
      cell.classList.remove("is-dragged");
      document.body.classList.remove("is-dragging");
      if (ended.type === "pointercancel") show(grip, before);
      else if (now(grip) !== before || cell.classList.contains("in-doubt")) choose(grip, now(grip));
    };
    grip.addEventListener("pointermove", move);
    grip.addEventListener("pointerup", end, { once: true });
    grip.addEventListener("pointercancel", end, { once: true });
  });

  // What was sent is shown from the matrix on; the rest of the document stands above it.
  const sent = document.querySelector("[data-sent]");
  const header = sent?.querySelector(".is-header");
  if (header && !window.location.hash) sent.scrollTop = header.offsetTop - sent.offsetTop;

  // A question inside a folded group is unfolded when something leads to it.
  const unfold = (question) => {
    const group = question?.closest("details");
    if (group) group.open = true;
  };
  const named = (hash) => (hash.startsWith("#q-") ? document.getElementById(hash.slice(1)) : null);
  const isOpen = (question) => !question.querySelector(".q-said input") && !question.closest("#g-drift");
  const goTo = (question) => {
    unfold(question);
    question.querySelector(".q-control input, .q-control select")?.focus({ preventScroll: true });
    question.scrollIntoView({ block: "center" });
  };
  // The first open one behind the question that has the focus, or had it last; else the first of all.
  let last = null;
  const goOn = () => {
    const all = [...document.querySelectorAll(".q-row")];
    const open = all.filter((each) => isOpen(each) && each !== last);
    const at = all.indexOf(last);
    const next = open.find((each) => all.indexOf(each) > at) ?? open[0];
    if (next) goTo(next);
  };
  document.addEventListener("focusin", (event) => { last = event.target.closest(".q-row") ?? last; });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#q-']");
    if (!link) return;
    if (!link.matches("[data-next]")) return unfold(named(link.hash));
    event.preventDefault();
    goOn();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".q-control input, .q-control select")) return;
    event.preventDefault();
    if (event.target.type === "text") event.target.blur();
    goOn();
  });
  if (window.location.hash) unfold(named(window.location.hash));

  // Choosing a code says that the codes are as chosen.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-pair]")) return;
    const chosen = event.target.closest("fieldset").querySelector("[data-chosen]");
    if (chosen) chosen.checked = true;
  }, true);

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-reload]")) return;
    event.preventDefault();
    window.location.reload();
  });

  // A refusal (409: somebody was faster; 422: it cannot be) is part of the page.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const isPart = [409, 422].includes(event.detail.xhr.status) && !event.detail.serverResponse.startsWith("<!");
    if (isPart) { event.detail.shouldSwap = true; event.detail.isError = false; }
  });
  const lost = () => {
    const state = document.querySelector("#bar .save-state");
    if (!state) return;
    state.dataset.state = "lost";
    state.textContent = "Not saved: there is no connection, or you have been signed out. Load the page again.";
  };
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:responseError", lost);
})();
