// Menus made of <details>: one open at a time, closed by Escape (focus goes back) or by a click beside them.
// The meaning of a word goes at Escape too, and is there again when the word is come back to.
document.documentElement.classList.add("js");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest("details.menu[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const term of document.querySelectorAll(".term:is(:hover, :focus-within)")) term.dataset.shut = "";
});

for (const comes of ["focusin", "pointerover"]) {
  document.addEventListener(comes, () => {
    for (const term of document.querySelectorAll(".term[data-shut]:not(:hover, :focus-within)")) delete term.dataset.shut;
  });
}
