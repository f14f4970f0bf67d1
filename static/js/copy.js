// data-copy="id": copies the text of that field; without a script the text can be selected by hand.
(() => {
  document.querySelectorAll("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      const words = button.querySelector("[data-copy-words]");
      await navigator.clipboard.writeText(field.value);
      words.textContent = "Copied";
      setTimeout(() => { words.textContent = "Copy"; }, 3000);
    });
  });
})();
