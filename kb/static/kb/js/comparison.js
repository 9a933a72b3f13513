// The sections of a comparison fold under their headings; without a script, and on paper, all are read.
// On a phone, what is looked for last begins folded.
const later = ["Faits", "Gouvernance et moyens", "Gouvernance, coûts et moyens", "Calendrier", "Pourquoi", "Contexte"];
const phone = matchMedia("(max-width: 39.99rem)").matches;

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
  fold(phone && later.includes(button.textContent.trim()));
  button.addEventListener("click", () => fold(!section.hasAttribute("data-folded")));
}
