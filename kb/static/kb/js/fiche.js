// What a page cannot do without a script: print itself, copy its address, and show in its summary
// where the reader is. The address stands in the page to be copied by hand.
const copier = document.querySelector("[data-action=copy]");
const printer = document.querySelector("[data-action=print]");
const status = copier?.parentElement.querySelector("[role=status]");

if (printer) {
  printer.hidden = false;
  printer.addEventListener("click", () => window.print());
}
// A button that copies; `told` reads what, and `done` says it.
function copies(button, status, told, done, refused) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(told());
      status.textContent = done;
    } catch {
      status.textContent = refused;
    }
  });
}
if (copier && navigator.clipboard) {
  const address = () => document.querySelector("[data-part=address]").textContent.trim();
  const refused = (what) => `Votre navigateur refuse : sélectionnez ${what}`;
  copies(copier, status, address, "Adresse copiée", refused("l’adresse"));
  // What else is copied is a link, or the text of a field; it may have a status of its own.
  for (const button of document.querySelectorAll("[data-copies]")) {
    const source = document.getElementById(button.dataset.copies);
    const own = button.parentElement.querySelector("[role=status]") ?? status;
    if (source.href) copies(button, own, () => source.href, "Adresse copiée", refused("l’adresse"));
    else copies(button, own, () => source.value, "Code copié", refused("le code"));
  }
}

// Browsers which do not open a closed part for the anchor that it holds are helped.
function openTarget() {
  const folded = document.getElementById(location.hash.slice(1))?.closest("details:not([open])");
  if (folded) folded.open = true;
}
addEventListener("hashchange", openTarget);
openTarget();

const links = [...document.querySelectorAll("[data-part=toc] a")];
// A closed part has no place of its own: it stands where its heading is. What stands beside the
// story is passed all the time.
const places = links.map((link) => {
  const target = document.getElementById(link.hash.slice(1));
  return target?.closest("[data-beside]") ? null : (target?.closest("details") ?? target);
});
let asked = false;
function follow() {
  asked = false;
  const line = innerHeight / 6; // a short part is passed when the next one is near the top
  const last = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
  const passed = places.filter((place) => place?.getBoundingClientRect().top <= line);
  const current = last ? places.at(-1) : passed.at(-1);
  links.forEach((link, i) => {
    if (places[i] && places[i] === current) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  });
}
function ask() {
  if (!asked) requestAnimationFrame(follow);
  asked = true;
}
if (links.length) {
  addEventListener("scroll", ask, { passive: true });
  addEventListener("resize", ask);
  follow();
}
