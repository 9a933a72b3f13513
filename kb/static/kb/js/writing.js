// In the form of a page: a link to a field opens the tab and the section where it is, and gives it
// the focus.
const FOCUSABLE = "input:not([type=hidden]), textarea, select, button, [contenteditable=true], a[href]";

const visible = (element) => element.checkVisibility();

const placeOf = (id) =>
  document.getElementById(`${id}-chooser`) ||
  document.getElementById(id) ||
  document.getElementById(id.replace(/-ADD$/, "-OPEN_MODAL"));

const open = (place) => {
  const panel = place.closest("[role=tabpanel]");
  const tab = panel?.hidden && document.querySelector(`[role=tab][href="#${panel.id}"]`);
  if (tab) tab.click();
  for (let around = place; around; around = around.parentElement) {
    const toggle = around.querySelector(":scope > div > [data-panel-toggle][aria-expanded=false]");
    if (toggle) toggle.click();
  }
};

const lead = (place) => {
  const goes = () => {
    const field = [place, ...place.querySelectorAll(FOCUSABLE)].find(
      (one) => one.matches(FOCUSABLE) && visible(one),
    );
    const target = field || place.closest("[data-panel]") || place;
    target.scrollIntoView({ block: "center" });
    if (!field) target.tabIndex = -1;
    target.focus();
  };
  open(place);
  if (visible(place)) goes();
  else setTimeout(goes, 300); // the tab appears after a transition
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-to-field]");
  const place = link && placeOf(link.hash.slice(1));
  if (!place) return;
  event.preventDefault();
  lead(place);
});
