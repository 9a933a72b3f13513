// What Wagtail's windows and lists lack for who does not see them or has no mouse: a window is called
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

new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
mend();
