// In the form of a page, the rows of its lists (« engagements », « faits »…): said in one line,
// copied, given back once taken away. Without this they are Wagtail's own.
const ROW = "[data-inline-panel-child]";
const KEPT_BY_ITSELF = new Set(["id", "ORDER", "DELETE"]);

const prefixOf = (row) => row.id.replace("inline_child_", "");
const fieldOf = (row, name) => row.querySelector(`[name="${prefixOf(row)}-${name}"]`);
const chooserOf = (field) => document.getElementById(`${field.id}-chooser`)?.widget;
// What Wagtail's own window gives a chooser; what it says of itself lacks the title.
const chosenIn = (field) => {
  const { titleStateKey, editUrlStateKey, titleElement, editLink } = chooserOf(field);
  if (!field.value) return null;
  return {
    id: field.value,
    [titleStateKey]: titleElement.textContent,
    [editUrlStateKey]: editLink?.getAttribute("href"),
  };
};
const panelOf = (forms) => window.wagtail.editHandler.getPanelByName(forms.id.slice(3, -6));
const fromTemplate = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);
const changed = (element) => element.dispatchEvent(new Event("change", { bubbles: true }));

const tell = (text) => {
  document.getElementById("rows-told").textContent = text;
};

// A line is read at a glance: what is longer is read in the row.
const LONGEST = 64;
const shortened = (text) =>
  text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/\s+\S*$/, "")}…` : text;

// What few rows fill is folded; it opens for who is led there.
const unfold = (row) => {
  for (const seldom of row.querySelectorAll("[data-seldom]")) seldom.open = true;
};

// What is chosen or typed in a field, as a person reads it.
const written = (field) => {
  const before = field?.dataset.told;
  if (!field || (field.type === "checkbox" && !field.checked)) return "";
  if (field.type === "checkbox") return before || "";
  const chooser = chooserOf(field);
  const value = field.value.trim();
  if (!value) return "";
  if (before) return `${before} ${value}`;
  if (chooser) return shortened(chooser.titleElement.textContent.trim());
  return shortened(field.matches("select") ? field.selectedOptions[0].text : value);
};

// `spec` names the fields: « a>b » from one to the other, « a+b » side by side.
const lineOf = (row, spec) =>
  spec
    .split(" ")
    .map((part) => {
      const said = part.split(/[>+]/).map((name) => written(fieldOf(row, name)));
      return said.filter(Boolean).join(part.includes(">") ? " → " : " ");
    })
    .filter(Boolean);

const showLine = (row) => {
  const spec = row.closest("[data-rows]")?.dataset.rows;
  const heading = row.querySelector("[data-panel-heading]");
  if (!spec) return;
  let line = heading.querySelector("[data-line]");
  if (!line) {
    line = document.createElement("span");
    line.dataset.line = "";
    heading.append(" ", line);
  }
  const [first, ...others] = lineOf(row, spec);
  const strong = Object.assign(document.createElement("b"), { textContent: first || "" });
  line.replaceChildren(...(first ? [strong, others.map((part) => ` · ${part}`).join("")] : []));
};

// Once a draft is kept without a row, Wagtail takes its number away: had back, the row is the same
// one, at the address that readers have copied.
const giveNumberBack = (row) => {
  const number = fieldOf(row, "id");
  if (number && !number.value && row.dataset.number && !row.classList.contains("deleted")) {
    number.value = row.dataset.number;
  }
};

// « Engagement 2 : Bois du pays · … »
const nameOf = (row) => {
  const heading = row.querySelector("[data-panel-heading]");
  const line = heading.querySelector("[data-line]")?.textContent || "";
  const number = heading.textContent.slice(0, heading.textContent.length - line.length);
  return [number, line]
    .map((part) => part.trim().replace(/\s+/g, " "))
    .filter(Boolean)
    .join("\u00a0: ");
};

// A row like this one, below it, with what `isCopied` keeps of its fields by their names.
const copyOf = (row, isCopied = () => true) => {
  const forms = row.parentElement;
  const panel = panelOf(forms);
  panel.addForm();
  const copy = forms.lastElementChild;
  const prefix = `${prefixOf(row)}-`;
  for (const from of row.querySelectorAll("[name]")) {
    const name = from.name.slice(prefix.length);
    const to = fieldOf(copy, name);
    if (!to || KEPT_BY_ITSELF.has(name) || !isCopied(name)) continue;
    if (chooserOf(from)) chooserOf(to).setState(chosenIn(from));
    else if (from.type === "checkbox") to.checked = from.checked;
    else to.value = from.value;
    changed(to);
  }
  if (row.querySelector("[data-seldom][open]")) unfold(copy);
  row.after(copy);
  panel.updateOrderValues();
  panel.updateControlStates();
  copy.dispatchEvent(new Event("rows:changed", { bubbles: true }));
  return copy;
};

// What is taken away stands below its list until the page is left, with a button to have it back.
const offerBack = (row) => {
  const forms = row.parentElement;
  const line = fromTemplate("row-undo");
  const name = nameOf(row);
  const number = fieldOf(row, "id")?.value;
  if (number) row.dataset.number = number;
  const button = line.querySelector("button");
  line.querySelector("span").textContent = `Supprimé : ${name}`;
  line.querySelector("span").id = `${row.id}-removed`;
  button.setAttribute("aria-describedby", `${row.id}-removed`);
  button.addEventListener("click", () => {
    const taken = fieldOf(row, "DELETE");
    taken.value = "";
    row.classList.remove("deleted");
    row.style.display = "";
    giveNumberBack(row);
    line.remove();
    panelOf(forms).updateControlStates();
    row.dispatchEvent(new Event("rows:changed", { bubbles: true }));
    changed(taken);
    row.querySelector("[data-panel-toggle]").focus();
    tell(`Rétabli : ${name}`);
  });
  forms.parentElement.insertBefore(line, forms.nextSibling);
  return { button, name };
};

// Facts about the same thing disagree when their values do: one of these is what filters use.
const SUBJECT = ["attribute", "label", "as_of", "origin", "destination"];
const VALUES = ["date_value", "number_value", "unit", "text_value"];
const alike = (names) => (one, other) =>
  names.every((name) => fieldOf(one, name)?.value === fieldOf(other, name)?.value);
const rivalsOf = (row) =>
  [...row.parentElement.querySelectorAll(`:scope > ${ROW}:not(.deleted)`)].filter(
    (other) => other !== row && alike(SUBJECT)(row, other) && !alike(VALUES)(row, other),
  );

const retain = (row) => {
  const dropped = rivalsOf(row).filter((other) => fieldOf(other, "retained").checked);
  for (const other of dropped) {
    fieldOf(other, "retained").checked = false;
    showLine(other);
  }
  tell(`Valeur retenue pour les filtres : ${nameOf(row)}`);
};

const addOtherSource = (row) => {
  const isDecided = [row, ...rivalsOf(row)].some((one) => fieldOf(one, "retained").checked);
  if (!isDecided) {
    fieldOf(row, "retained").checked = true;
    changed(fieldOf(row, "retained"));
  }
  const copy = copyOf(row, (name) => [...SUBJECT, "unit"].includes(name));
  [row, copy].forEach(unfold);
  const value = VALUES.find((name) => name !== "unit" && fieldOf(row, name).value) || "text_value";
  fieldOf(copy, value).focus();
  tell("Ajouté : ce qu’une autre source dit. Donnez sa valeur et sa source.");
};

// « 12,5 km » typed as one is put in two fields; what is read stands below.
const NUMBER = /^([+-]?\d[\d\s]*(?:[.,]\d+)?)\s*(\D.*)?$/;
const unitOf = (field) => document.getElementById(field.id.replace(/[^-]+$/, "unit"));

const readNumber = (field) => {
  const [, figures, unit] = NUMBER.exec(field.value.trim()) || [];
  if (!figures) return field.value.trim() && { refused: field.value.trim() };
  const number = Number(figures.replace(/\s/g, "").replace(",", "."));
  const shown = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 3 }).format(number);
  return { figures: figures.trim(), unit: unit || "", shown };
};

const showNumber = (field) => {
  const id = `${field.id}-read`;
  let place = document.getElementById(id);
  if (!place) {
    place = Object.assign(document.createElement("p"), { id, className: "desk-read" });
    field.closest("[data-field]").append(place);
    const described = field.getAttribute("aria-describedby");
    field.setAttribute("aria-describedby", described ? `${described} ${id}` : id);
  }
  const read = readNumber(field);
  const unit = unitOf(field)?.value.trim() || "";
  if (!read) place.textContent = "";
  else if (read.refused) {
    place.textContent = `« ${read.refused} » n’est pas un nombre : écrivez des chiffres, comme 12,5.`;
  } else place.textContent = `Lu : « ${`${read.shown} ${read.unit || unit}`.trim()} »`;
};

const splitUnit = (field) => {
  const read = readNumber(field);
  const unit = unitOf(field);
  if (!read?.unit || !unit || (unit.value && unit.value !== read.unit)) return;
  field.value = read.figures;
  unit.value = read.unit;
  changed(unit);
};

const begin = (row) => {
  const remove = row.querySelector(`#id_${CSS.escape(prefixOf(row))}-DELETE-button`);
  const isChosen = document.getElementById(row.parentElement.id.replace(/FORMS$/, "OPEN_MODAL"));
  if (!isChosen) {
    const copy = fromTemplate("row-copy");
    copy.setAttribute("aria-describedby", `${row.id}-panel-heading`);
    remove.before(copy);
  }
  if (row.closest("[data-facts]")) {
    row.querySelector("[data-seldom]").before(fromTemplate("row-other-source"));
  }
  row.querySelectorAll("input[data-number]").forEach(showNumber);
  showLine(row);
};

if (document.getElementById("row-copy")) {
  window.jQuery.fx.off = true; // what slides away would leave its place late, and the focus lost
  for (const row of document.querySelectorAll(ROW)) {
    begin(row);
    if (row.closest("[data-rows]")) row.querySelector("[data-panel]").classList.add("collapsed");
  }
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(`${ROW}.deleted`).forEach(offerBack);
  });
  document.addEventListener("w-formset:added", ({ target }) => {
    if (target.matches(ROW)) begin(target);
  });
  document.addEventListener("w-formset:removed", ({ target }) => {
    if (!target.matches(ROW)) return;
    const { button, name } = offerBack(target);
    button.focus();
    tell(`Supprimé : ${name}`);
  });
  // One had back while the draft was being kept without it loses its number a little later.
  document.addEventListener("w-autosave:success", () => {
    document.querySelectorAll(ROW).forEach(giveNumberBack);
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-row-copy], [data-other-source]");
    const row = button?.closest(ROW);
    if (!row) return;
    if (button.matches("[data-other-source]")) addOtherSource(row);
    else {
      const copy = copyOf(row);
      copy.querySelector("[data-panel-toggle]").focus();
      tell(`Dupliqué : ${nameOf(copy)}`);
    }
  });
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, ({ target }) => {
      const row = target.closest?.(ROW);
      if (!row) return;
      if (kind === "change" && target.matches("[data-number]")) splitUnit(target);
      for (const field of row.querySelectorAll("input[data-number]")) showNumber(field);
      if (kind === "change" && target.name?.endsWith("-retained") && target.checked) retain(row);
      queueMicrotask(() => showLine(row)); // a chooser has its title once it has told its change
    });
  }
}
