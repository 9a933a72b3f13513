// The sections of a comparison fold under their headings; without a script, and on paper, all are read.
// On a phone, what is looked for last begins folded; what the reader folds or unfolds stays so in this
// tab, whatever rows and columns are shown next.
const later = ["Faits", "Gouvernance et moyens", "Gouvernance, coûts et moyens", "Calendrier", "Pourquoi", "Contexte"];
const KEY = "comparison-folds";
const phone = matchMedia("(max-width: 39.99rem)").matches;

// A browser that keeps nothing refuses to be asked.
function stored(use) {
  try {
    return use(sessionStorage);
  } catch {
    return null;
  }
}
const folds = stored((tab) => JSON.parse(tab.getItem(KEY))) ?? {};

for (const heading of document.querySelectorAll(".comparison [scope=rowgroup]")) {
  const section = heading.closest("tbody");
  const button = document.createElement("button");
  button.type = "button";
  button.append(...heading.childNodes);
  heading.append(button);
  const fold = (folded) => {
    section.toggleAttribute("data-folded", folded);
    button.setAttribute("aria-expanded", String(!folded));
  };
  const name = button.textContent.trim();
  fold(folds[name] ?? (phone && later.includes(name)));
  button.addEventListener("click", () => {
    folds[name] = !section.hasAttribute("data-folded");
    fold(folds[name]);
    stored((tab) => tab.setItem(KEY, JSON.stringify(folds)));
  });
}
