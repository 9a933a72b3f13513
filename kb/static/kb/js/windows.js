// What Wagtail's windows, panels and lists lack for who does not see them or has no mouse: a window is called
// by its heading, and the list of the sections of a form is scrolled with the keyboard.
const mend = () => {
  for (const opened of document.querySelectorAll(".modal[role=dialog]")) {
    const name = opened.querySelector("h1, h2")?.textContent.trim();
    if (name && opened.getAttribute("aria-label") !== name) opened.setAttribute("aria-label", name);
  }
  for (const list of document.querySelectorAll(".w-minimap__list:not([tabindex])")) {
    list.tabIndex = 0;
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

new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
mend();
