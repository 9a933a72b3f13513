// Names proposed while a reader types in a search field: the editable combobox of the ARIA practices,
// with manual selection. Without this script the field is a plain one. Every name is a page: picking
// one goes there, or fills the field if it says so; Enter with none picked submits what was typed.
const LETTERS = 2;
const PAUSE = 200;

for (const field of document.querySelectorAll("input[data-suggestions]")) combobox(field);

function combobox(field) {
  const id = `${field.id}-noms`;
  // Without a tabindex, Tab would stop at a list that scrolls.
  const list = element("div", {
    id, role: "listbox", "aria-label": "Suggestions", class: "suggestions", tabindex: "-1", hidden: "",
  });
  const status = element("p", { role: "status", class: "visually-hidden" });
  let options = [];
  let active = -1;
  let timer, request;

  field.after(list, status);
  set(field, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id });

  function forget() {
    clearTimeout(timer);
    request?.abort();
  }
  function close() {
    forget();
    show([]);
    status.textContent = "";
  }
  function show(groups) {
    options = [];
    list.replaceChildren(...groups.map(drawn));
    list.hidden = !options.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    point(-1);
  }
  function drawn(group, rank) {
    const title = element("div", { id: `${id}-${rank}`, role: "presentation", class: "group" }, group.label);
    const box = element("div", { role: "group", "aria-labelledby": title.id }, title);
    for (const { parts, kind, url, written } of group.suggestions) {
      const name = element("span", {}, ...parts.map((part, place) => (place % 2 ? element("mark", {}, part) : part)));
      const option = element("div", { id: `${id}-o${options.length}`, role: "option", "aria-selected": "false" }, name);
      if (kind) option.append(" ", element("small", {}, kind));
      option.dataset.url = url;
      option.dataset.written = written ?? parts.join("");
      options.push(option);
      box.append(option);
    }
    return box;
  }
  function point(place) {
    options[active]?.setAttribute("aria-selected", "false");
    active = place;
    const option = options[active];
    if (!option) return field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  }
  function follow(option) {
    close();
    if ("fills" in field.dataset) field.value = option.dataset.written;
    else location.assign(option.dataset.url);
  }
  async function ask() {
    forget();
    const typed = field.value.trim();
    if (typed.length < LETTERS) return close();
    const { signal } = (request = new AbortController());
    try {
      const answer = await fetch(`${field.dataset.suggestions}?q=${encodeURIComponent(typed)}`, { signal });
      const { groups } = await answer.json();
      if (signal.aborted || document.activeElement !== field) return;
      show(groups);
      const count = options.length;
      status.textContent = count
        ? `${count} suggestion${count > 1 ? "s" : ""}, flèches haut et bas pour parcourir`
        : "Aucune suggestion";
    } catch {
      if (!signal.aborted) close();
    }
  }

  field.addEventListener("input", () => {
    forget();
    if (field.value.trim().length < LETTERS) close();
    else timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", async (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !event.altKey) {
      event.preventDefault();
      if (list.hidden) await ask();
      const count = options.length;
      if (count) point(active < 0 && step < 0 ? count - 1 : (active + step + count) % count);
    } else if (event.key === "Enter" && options[active]) {
      event.preventDefault();
      follow(options[active]);
    } else if (event.key === "Escape" && field.value) {
      event.preventDefault();
      if (list.hidden) field.value = "";
      close();
    }
  });
  field.addEventListener("blur", close);
  field.form.addEventListener("submit", close);
  // The field keeps the focus, and the list stays, until the finger or the button is up.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) follow(option);
  });
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  set(made, attributes);
  made.append(...children);
  return made;
}

function set(target, attributes) {
  for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, value);
}
