// The filter panel on phones, and what a swap of results must not lose: the place in the page, the
// focus and the open facets. Without this script the panel opens and closes by its address.
const results = document.getElementById("resultats");
const count = document.getElementById("compte");
const panel = () => document.getElementById("filtres");
const opener = () => results.querySelector(".open-filters");
const closer = () => results.querySelector(".close-filters");
const isOpen = () => results.dataset.filters === "open";

// The state stands on what is never swapped.
function show(open) {
  results.dataset.filters = open ? "open" : "folded";
  opener()?.setAttribute("aria-expanded", String(open));
}

// Links which act in place rather than lead somewhere, once this script runs.
function enhance() {
  for (const link of [opener(), closer()]) link?.setAttribute("role", "button");
  opener()?.setAttribute("aria-controls", "filtres");
  show(isOpen());
}

// What is ticked, in its order on the page, also when the list was not asked again yet.
function carry(address) {
  const boxes = [...document.querySelectorAll("input[name=fiche][form=recherche]")];
  const ticked = boxes.filter((box) => box.type === "hidden" || box.checked);
  location.assign(`${address}?${new URLSearchParams(ticked.map((box) => ["fiche", box.value]))}`);
}

function close() {
  if (!isOpen()) return;
  show(false);
  opener().focus();
}

results.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest(selector);
  if (on(".open-filters, .close-filters")) event.preventDefault();
  if (on(".open-filters")) {
    show(!isOpen());
    if (isOpen()) panel().querySelector("summary").focus();
  }
  if (on(".close-filters")) close();
  if (on("[data-action=carry]")) {
    // The form would be sent for the list again.
    event.preventDefault();
    carry(on("[data-action=carry]").formAction);
  }
  if (on(".show-results")) {
    show(false);
    // What follows in the order of the keyboard is the first result, not the filters again.
    document.getElementById("liste")?.focus({ preventScroll: true });
    count.scrollIntoView({ behavior: "instant" });
  }
});
results.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel()?.contains(event.target)) close();
  if (event.key === " " && event.target.matches("a[role=button]")) {
    event.preventDefault();
    event.target.click();
  }
});
// Safari gives no focus to a box that is clicked; the swap keeps the place of what has the focus.
results.addEventListener("change", (event) => event.target.focus({ preventScroll: true }));

const height = (id) => document.getElementById(id)?.getBoundingClientRect().top;
let kept = null;
document.addEventListener("htmx:beforeSwap", () => {
  const focused = results.contains(document.activeElement) ? document.activeElement.id : "";
  kept = {
    focused,
    height: height(focused),
    facets: new Map([...results.querySelectorAll("details")].map((facet) => [facet.id, facet.open])),
  };
});
// « Trier » pressed after the choice that sorted asks for the page that is shown: no step to go back
// from. Told here, for the answer is the same for all and may come from a cache.
document.addEventListener("htmx:beforeHistoryUpdate", ({ detail: { history } }) => {
  if (history.path === location.pathname + location.search) history.type = "replace";
});
// Before the page is painted: once settled, it would be seen to move.
document.addEventListener("htmx:afterSwap", () => {
  if (!kept) return;
  const { focused, height: before, facets } = kept;
  kept = null;
  for (const [id, open] of facets) {
    const facet = document.getElementById(id);
    if (facet) facet.open = open;
  }
  enhance();
  // What was activated is gone (a chip, a page number): the count says what changed.
  if (document.activeElement === document.body) count.focus();
  // The facets above have fewer values: what was ticked stays under the finger.
  else if (focused && document.activeElement.id === focused) {
    window.scrollBy({ top: height(focused) - before, behavior: "instant" });
  }
});

results.dataset.filters = location.hash === "#filtres" ? "open" : "folded";
enhance();
