// j and k (and the arrows left and right) go to the next and the last item of the agenda.
(() => {
  const STEPS = { j: 1, ArrowRight: 1, k: -1, ArrowLeft: -1 };
  const items = [...document.querySelectorAll("[data-item]")];

  const at = () => items.reduce((found, item, place) => (item.getBoundingClientRect().top < window.innerHeight / 3 ? place : found), -1);

  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (!step || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = items[at() + step];
    if (!item) return;
    event.preventDefault();
    item.scrollIntoView();
    item.focus({ preventScroll: true });
  });

  // What is folded is printed too, and folded again afterwards.
  const folded = new Set();
  window.addEventListener("beforeprint", () => document.querySelectorAll(".room-item details:not([open])").forEach((each) => { folded.add(each); each.open = true; }));
  window.addEventListener("afterprint", () => { folded.forEach((each) => { each.open = false; }); folded.clear(); });
})();
