// A field over the values of each long filter, and over each long list, which keeps those that hold
// what is typed. What is ticked stays in sight. Without this script, the values beyond the first ones
// are one fold away, and a list is whole.
for (const facet of document.querySelectorAll("[data-facet]")) enhance(facet);
for (const list of document.querySelectorAll("[data-filtered]")) filterList(list);

function enhance(facet) {
  const first = facet.querySelector("[data-values]");
  const rest = facet.querySelector("[data-rest]");
  const summary = facet.querySelector("summary small");
  const values = [...facet.querySelectorAll("label")];
  facet.addEventListener("change", () => {
    const ticked = values.filter(isTicked).length;
    summary.textContent = ticked
      ? `${ticked} coché${ticked > 1 ? "s" : ""} sur ${values.length}`
      : `${values.length} valeurs`;
  });
  if (!rest) return;

  fieldBefore(first, "Filtrer les valeurs", facet.dataset.facet, (words) => {
    rest.open = words.length > 0;
    return told(kept(values, words, isTicked), "valeur");
  });
  rest.addEventListener("toggle", () => {
    if (!rest.open) first.append(...values.filter((value) => isTicked(value) && rest.contains(value)));
  });
}

// The headings of what has nothing left are hidden with it.
function filterList(list) {
  const values = [...list.querySelectorAll("[data-value]")];
  const parts = [...list.children];
  fieldBefore(parts[0], list.dataset.filtered, "", (words) => {
    const count = kept(values, words);
    for (const part of parts) part.hidden = !part.querySelector("[data-value]:not([hidden])");
    return told(count, "terme");
  });
}

// `filter` takes the words that are typed and says what is left.
function fieldBefore(place, label, of, filter) {
  const field = document.createElement("input");
  const status = document.createElement("p");
  field.type = "search";
  field.className = "field";
  field.placeholder = label;
  field.setAttribute("aria-label", of ? `${label} : ${of}` : label);
  field.autocomplete = "off";
  status.className = "fine-print";
  status.setAttribute("role", "status");
  place.before(field, status);
  field.addEventListener("input", () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    const left = filter(words);
    status.textContent = words.length ? left : "";
  });
  // Enter would leave the page for the results.
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

// Hides the values that do not hold these words, unless they are `always` shown: how many hold them.
function kept(values, words, always = () => false) {
  let count = 0;
  for (const value of values) {
    const text = plain(value.textContent);
    const holds = words.every((word) => text.includes(word));
    count += holds;
    value.hidden = !holds && !always(value);
  }
  return count;
}

function isTicked(value) {
  return value.querySelector("input").checked;
}

function told(count, what) {
  if (!count) return `${what === "terme" ? "Aucun" : "Aucune"} ${what} ne contient ces lettres.`;
  return `${count} ${what}${count > 1 ? "s" : ""}`;
}

// Without capitals, accents or the count at the end: « etat » finds « État (3) », « 3 » does not.
function plain(text) {
  return text.replace(/\(\d+\)\s*$/, "").normalize("NFD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase().trim();
}
