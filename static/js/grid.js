// data-grid: arrow keys move between a table's links and buttons; one of them is in the tab order at a time.
(() => {
  const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  const STOPS = "a[href], button, summary";

  const rowsOf = (grid) => [...grid.querySelectorAll("tr, [data-row]")]
    .map((row) => [...row.querySelectorAll(STOPS)].filter((stop) => stop.offsetParent !== null))
    .filter((row) => row.length);

  const choose = (grid, stop) => {
    grid.querySelectorAll(STOPS).forEach((other) => { other.tabIndex = -1; });
    stop.tabIndex = 0;
  };

  const start = (root) => root.querySelectorAll("[data-grid]").forEach((grid) => {
    const first = rowsOf(grid)[0]?.[0];
    if (first) choose(grid, first);
  });

  // The nearest stop of a row to the one left: cells may span columns, so it is looked for by place.
  const nearest = (row, from) => {
    const middle = (stop) => { const box = stop.getBoundingClientRect(); return (box.left + box.right) / 2; };
    return row.reduce((best, stop) => (Math.abs(middle(stop) - middle(from)) < Math.abs(middle(best) - middle(from)) ? stop : best));
  };

  const target = (grid, stop, key) => {
    const rows = rowsOf(grid);
    const y = rows.findIndex((row) => row.includes(stop));
    if (y < 0) return null;
    if (key === "Home") return rows[y][0];
    if (key === "End") return rows[y].at(-1);
    const [down, right] = STEPS[key];
    if (right) return rows[y][rows[y].indexOf(stop) + right];
    return rows[y + down] && nearest(rows[y + down], stop);
  };

  document.addEventListener("keydown", (event) => {
    const grid = event.target.closest("[data-grid]");
    if (!grid || !(event.key in STEPS || event.key === "Home" || event.key === "End")) return;
    const next = target(grid, event.target.closest(STOPS), event.key);
    if (!next) return;
    event.preventDefault();
    choose(grid, next);
    next.focus();
  });

  start(document);
  document.addEventListener("htmx:afterSwap", (event) => start(event.target.parentNode || document));
})();
