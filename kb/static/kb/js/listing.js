// The filter panel on phones, and what a swap of results must not lose: focus and open facets.
const results = document.getElementById("resultats");
const panel = () => document.getElementById("filtres");
const opener = () => results.querySelector(".open-filters");

function show(open) {
  panel().classList.toggle("open", open);
  opener().setAttribute("aria-expanded", String(open));
}

function close() {
  if (!panel()?.classList.contains("open")) return;
  show(false);
  opener().focus();
}

results.addEventListener("click", (event) => {
  if (event.target.closest(".open-filters")) {
    const open = !panel().classList.contains("open");
    show(open);
    if (open) panel().querySelector("summary").focus();
  }
  if (event.target.closest(".close-filters")) close();
});
results.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel()?.contains(event.target)) close();
});

let kept = null;
document.addEventListener("htmx:beforeSwap", () => {
  kept = {
    open: panel()?.classList.contains("open"),
    facets: new Map([...results.querySelectorAll("details")].map((facet) => [facet.id, facet.open])),
  };
});
document.addEventListener("htmx:afterSettle", () => {
  if (!kept) return;
  for (const [id, open] of kept.facets) {
    const facet = document.getElementById(id);
    if (facet) facet.open = open;
  }
  if (kept.open && panel()) show(true);
  kept = null;
  // What was activated is gone (a chip, a page number): the count says what changed.
  if (document.activeElement === document.body) document.getElementById("compte").focus();
});
