// A field over the values of each long filter, which keeps those that hold what is typed. What is
// ticked stays in sight. Without this script, the values beyond the first ones are one fold away.
for (const facet of document.querySelectorAll("[data-facet]")) enhance(facet);

function enhance(facet) {
  const first = facet.querySelector("[data-values]");
  const rest = facet.querySelector("[data-rest]");
  const told = facet.querySelector("summary small");
  const values = [...facet.querySelectorAll("label")];
  facet.addEventListener("change", () => {
    const ticked = values.filter(isTicked).length;
    told.textContent = ticked
      ? `${ticked} coché${ticked > 1 ? "s" : ""} sur ${values.length}`
      : `${values.length} valeurs`;
  });
  if (!rest) return;

  const field = document.createElement("input");
  const status = document.createElement("p");
  field.type = "search";
  field.className = "field";
  field.placeholder = "Filtrer les valeurs";
  field.setAttribute("aria-label", `Filtrer les valeurs : ${facet.dataset.facet}`);
  field.autocomplete = "off";
  status.className = "fine-print";
  status.setAttribute("role", "status");
  first.before(field, status);

  field.addEventListener("input", () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let kept = 0;
    for (const value of values) {
      const text = plain(value.textContent);
      const holds = words.every((word) => text.includes(word));
      kept += holds;
      value.hidden = !holds && !isTicked(value);
    }
    rest.open = words.length > 0;
    status.textContent = words.length ? told_of(kept) : "";
  });
  // Enter would leave the page for the results.
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  rest.addEventListener("toggle", () => {
    if (!rest.open) first.append(...values.filter((value) => isTicked(value) && rest.contains(value)));
  });
}

function isTicked(value) {
  return value.querySelector("input").checked;
}

function told_of(kept) {
  if (!kept) return "Aucune valeur ne contient ces lettres.";
  return `${kept} valeur${kept > 1 ? "s" : ""}`;
}

// Without capitals, accents or the count at the end: « etat » finds « État (3) », « 3 » does not.
function plain(text) {
  return text.replace(/\(\d+\)\s*$/, "").normalize("NFD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase().trim();
}
