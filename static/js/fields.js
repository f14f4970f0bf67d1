// Small comforts for forms; every form also works without them.
(() => {
  // data-auto-submit: a picker that goes at once. Arrow keys pass over what lies between, so it waits for Enter then.
  const CHOSEN = ["", "Enter", " "];
  let key = "";
  const picked = (event) => event.target.closest?.("[data-auto-submit]");
  const go = (picker) => (picker.form || picker).requestSubmit();
  document.addEventListener("pointerdown", () => { key = ""; });
  document.addEventListener("focusin", () => { key = ""; });
  document.addEventListener("keydown", (event) => {
    key = event.key;
    const picker = picked(event);
    if (key !== "Enter" || !picker?.form || !("waits" in picker.form.dataset)) return;
    event.preventDefault();
    go(picker);
  });
  document.addEventListener("change", (event) => {
    const picker = picked(event);
    if (!picker) return;
    if (CHOSEN.includes(key)) go(picker);
    else picker.form.dataset.waits = "";
  });

  // data-count="600" or data-words="60": how many characters or words are left, told quietly.
  const tellCount = (area) => {
    const told = document.getElementById(area.dataset.countIn || `${area.id}-count`);
    if (!told) return;
    const words = "words" in area.dataset;
    const used = words ? (area.value.match(/\S+/g) || []).length : area.value.length;
    const left = Number(words ? area.dataset.words : area.dataset.count) - used;
    const many = (words ? "word" : "character") + (Math.abs(left) === 1 ? "" : "s");
    told.textContent = left < 0 ? `${-left} ${many} too many` : `${left} ${many} left`;
    told.classList.toggle("over", left < 0);
  };
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-count], [data-words]")) tellCount(event.target);
  });

  // data-reveal: shows and hides a password.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reveal]");
    if (!button) return;
    const field = document.getElementById(button.dataset.reveal);
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.textContent = shown ? "Show" : "Hide";
    button.setAttribute("aria-pressed", String(!shown));
  });

  // data-fill-login: signs in as a person of the demonstration.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill-login]");
    if (!button) return;
    const login = document.getElementById("id_login");
    login.value = button.dataset.fillLogin;
    document.getElementById("id_password").value = button.dataset.fillPassword;
    login.form.requestSubmit();
  });

  const settle = (root) => {
    const summary = root.querySelector("[data-error-summary]");
    if (summary) summary.focus();
    root.querySelectorAll("[data-count], [data-words]").forEach(tellCount);
    root.querySelectorAll("[data-reveal][hidden]").forEach((button) => { button.hidden = false; });
  };
  settle(document);
  document.addEventListener("htmx:afterSwap", (event) => settle(event.target));
})();
