// What Wagtail's windows, panels and lists lack for who does not see them or has no mouse: a window is called
// by its heading, and the list of the sections of a form is scrolled with the keyboard.
const RESULTS = "[role=dialog] :is(#search-results, .page-results)";
const SEARCHING = "[data-searching]"; // where a window says that it searches

const mend = () => {
  for (const opened of document.querySelectorAll(".modal[role=dialog]")) {
    const name = opened.querySelector("h1, h2")?.textContent.trim();
    if (name && opened.getAttribute("aria-label") !== name) opened.setAttribute("aria-label", name);
  }
  for (const list of document.querySelectorAll(".w-minimap__list:not([tabindex])")) {
    list.tabIndex = 0;
  }
  for (const form of document.querySelectorAll("[data-multiple-choice-form]")) keepTicked(form);
  for (const results of document.querySelectorAll(RESULTS)) {
    if (results.previousElementSibling?.matches(SEARCHING)) continue;
    const said = document.createElement("p");
    said.dataset.searching = "";
    said.setAttribute("role", "status");
    results.before(said);
  }
};

// A side panel that was left open opens again on the page where it was, where there is room for it
// beside the form: Wagtail would open it over any other, and its button has no word.
const LEFT_OPEN = "wagtail:side-panel-open";
const OF = "desk:side-panel-of";
const ROOM = 1280;

try {
  if (innerWidth < ROOM || localStorage.getItem(OF) !== location.pathname) {
    localStorage.setItem(LEFT_OPEN, "");
  }
  addEventListener("pagehide", () => localStorage.setItem(OF, location.pathname));
} catch {
  // what is not allowed here is not there for Wagtail either
}
const close = document.querySelector("[data-form-side-close-button]");
if (close) {
  close.append(Object.assign(document.createElement("span"), { textContent: "Fermer" }));
  close.setAttribute("aria-label", "Fermer le panneau");
}

// What was ticked in a window stays ticked from one search to the next, under the eyes of who chooses.
const TICKS = "[data-multiple-choice-select]";
const keepTicked = (form) => {
  const kept = form.querySelector("[data-kept-ticks]");
  const ticked = kept ? [...kept.querySelectorAll(TICKS)] : [];
  for (const box of form.querySelectorAll(`.page-results ${TICKS}, #search-results ${TICKS}`)) {
    const twin = ticked.find((one) => one.value === box.value);
    if (twin && !("leaving" in box.dataset)) {
      box.checked = true;
      twin.closest("label").remove();
    }
  }
  const count = form.querySelectorAll(`${TICKS}:checked`).length;
  const said = form.querySelector("[data-ticked]");
  const told = count ? `${count} cochée${count > 1 ? "s" : ""}` : "";
  if (said && said.textContent !== told) said.textContent = told;
  const submit = form.querySelector("[data-multiple-choice-submit]");
  if (submit && submit.disabled !== !count) submit.disabled = !count;
};
document.addEventListener("change", ({ target }) => {
  const form = target.matches(TICKS) && target.closest("[data-multiple-choice-form]");
  if (!form) return;
  if (!form.querySelector("[data-ticked]")) {
    const kept = Object.assign(document.createElement("p"), { className: "desk-buttons" });
    kept.dataset.keptTicks = "";
    const said = document.createElement("strong");
    said.dataset.ticked = "";
    said.setAttribute("role", "status");
    kept.append(said);
    form.prepend(kept);
  }
  keepTicked(form);
});
// Before a search replaces the list, what is ticked in it is kept above.
const keepAside = (form) => {
  const kept = form?.querySelector("[data-kept-ticks]");
  if (!kept) return;
  for (const box of form.querySelectorAll(`${TICKS}:checked`)) {
    if (kept.contains(box)) continue;
    const label = document.createElement("label");
    const twin = box.cloneNode();
    twin.removeAttribute("id");
    twin.checked = true;
    const name = box.closest("tr").querySelector("[data-chooser-title], label, a, td:nth-child(2)");
    label.append(twin, ` ${name?.textContent.trim() ?? ""}`);
    kept.append(label);
    box.checked = false;
    box.dataset.leaving = "";
  }
};
const asking = ({ target }) => {
  const dialog = target.closest?.("[role=dialog]");
  const asks = target.matches?.("input[name=q]") || target.closest?.("a.navigate-pages, .pagination a");
  if (dialog && asks) keepAside(dialog.querySelector("[data-multiple-choice-form]"));
};
document.addEventListener("input", asking, { capture: true });
document.addEventListener("click", asking, { capture: true });

// While a search goes on, its window says so, to who looks and to who listens; what is still listed is no
// answer, and cannot be taken for one.
const say = (dialog, text) => {
  const said = dialog?.querySelector(SEARCHING);
  if (!said) return;
  if (said.textContent !== text) said.textContent = text;
  said.nextElementSibling.inert = Boolean(text);
};
const sayIfSearching = (field) =>
  say(field.closest("[role=dialog]"), field.value.trim() ? "Recherche…" : "");
document.addEventListener("input", ({ target }) => {
  if (target.matches("input[name=q]")) sayIfSearching(target);
});
window.jQuery(document).on("ajaxSend", () => {
  const typed = document.activeElement;
  if (typed?.matches("[role=dialog] input[name=q]")) sayIfSearching(typed);
});
window.jQuery(document).on("ajaxStop", () => {
  for (const said of document.querySelectorAll(SEARCHING)) say(said.closest("[role=dialog]"), "");
});

// The window of a chooser takes the focus once it has slid in, under what one types there already:
// it goes back to the field where it was, or to the search.
let typedIn = null;
document.addEventListener("focusin", ({ target }) => {
  typedIn = target.matches("[role=dialog] input, [role=dialog] select") ? target : typedIn;
});
window.jQuery(document).on("shown.bs.modal", "[role=dialog]", ({ currentTarget: dialog }) => {
  const field = dialog.contains(typedIn) ? typedIn : dialog.querySelector("input[name=q]");
  if (field?.checkVisibility()) field.focus();
});

new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
mend();
