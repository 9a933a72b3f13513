// The commitments of a contract, laid out as its page shows them: what each side gives in its
// column, by theme, and across them what is done together. Without this they are a plain list.
const ROW = "[data-inline-panel-child]";
const TOGETHER = "ensemble";
const WITHOUT_THEME = "Sans thème, il vient après les autres : donnez-lui un thème pour le déplacer.";
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

const prefixOf = (row) => row.id.replace("inline_child_", "");
const fieldOf = (row, name) => row.querySelector(`[name="${prefixOf(row)}-${name}"]`);
const rowsOf = (forms) => [...forms.querySelectorAll(`:scope > ${ROW}:not(.deleted)`)];
const widgetOf = (field) => document.getElementById(`${field.id}-chooser`).widget;
const copyTemplate = (id) => document.getElementById(id).content.cloneNode(true);
const changed = (element) => element.dispatchEvent(new Event("change", { bubbles: true }));
const listed = (names) => new Intl.ListFormat("fr-FR").format(names);
const isOpen = (row) => row.querySelector("[data-panel-toggle]").ariaExpanded === "true";
const orderOf = (row) => Number(fieldOf(row, "ORDER").value);

// What a select offers, as pairs of a value and a text.
const offer = (select, choices, value) => {
  select.replaceChildren(...choices.map(([of, text]) => new Option(text, of, false, of === value)));
};

const start = (ledger) => {
  const forms = ledger.querySelector("[id$='-FORMS']");
  const partyForms = document.getElementById("id_parties-FORMS");
  const add = ledger.querySelector("[id$='-ADD']");
  forms.before(copyTemplate("ledger-heads"));
  forms.after(copyTemplate("ledger-adds"));
  const heads = ledger.querySelector("[data-heads]");
  const adds = [...ledger.querySelectorAll("[data-adds] button")];
  let columns = null;

  const parties = () => {
    const chosen = rowsOf(partyForms).map((row) => {
      const territory = fieldOf(row, "territory");
      const { titleElement, editLink } = widgetOf(territory);
      const name = titleElement.textContent.trim();
      const address = editLink?.getAttribute("href");
      return { id: territory.value, name, side: fieldOf(row, "side").value, address };
    });
    return chosen.filter(({ id }, at) => id && chosen.findIndex((one) => one.id === id) === at);
  };

  // Two sides, or, between parties of one side, the first of them and the others.
  const columnsOf = (all) => {
    const [city, countryside] = ["ville", "campagne"].map((side) =>
      all.filter((party) => party.side === side),
    );
    const named = (said, of) => ({ said, of, names: listed(of.map(({ name }) => name)) });
    if (city.length && countryside.length) {
      return [named("la ville donne", city), named("la campagne donne", countryside)];
    }
    const [first, ...others] = [...city, ...countryside];
    if (!others.length) return null;
    const names = listed(others.map(({ name }) => name));
    return [
      { said: `${first.name} donne`, of: [first] },
      { said: `${names} ${others.length > 1 ? "donnent" : "donne"}`, of: others },
    ];
  };

  const isTogether = (row) => fieldOf(row, "reciprocal").checked;
  const columnOf = (row) => {
    const giver = fieldOf(row, "giver").value;
    const at = columns.findIndex(({ of }) => of.some(({ id }) => id === giver));
    return isTogether(row) || at < 0 ? "across" : at;
  };

  const choose = (field, party) => {
    if (field.value === (party?.id || "")) return; // it stands already
    const widget = widgetOf(field);
    widget.setState(
      party && {
        id: party.id,
        [widget.titleStateKey]: party.name,
        [widget.editUrlStateKey]: party.address,
      },
    );
  };

  // The only one who can receive, when there is only one: in the other column, or at all.
  const onlyReceiver = (giver) => {
    const facing = columns.find(({ of }) => !of.some(({ id }) => id === giver.id))?.of || [];
    const others = parties().filter(({ id }) => id !== giver.id);
    return [facing, others].find(({ length }) => length === 1)?.[0];
  };

  const give = (row, giver, receiver, isDoneTogether = !giver) => {
    const together = fieldOf(row, "reciprocal");
    const isChanging = together.checked !== isDoneTogether;
    together.checked = isDoneTogether;
    choose(fieldOf(row, "giver"), giver);
    choose(fieldOf(row, "receiver"), giver && receiver);
    if (isChanging) changed(together);
  };

  const partyOf = (field) => parties().find(({ id }) => id && id === field.value);

  const giveFrom = (row, id) => {
    const [before, receiver] = [fieldOf(row, "giver"), fieldOf(row, "receiver")].map(partyOf);
    const giver = parties().find((party) => party.id === id);
    if (!giver) {
      if (!id || id === TOGETHER) give(row, null, null, id === TOGETHER);
      return;
    }
    const kept = receiver?.id === giver.id ? before : receiver;
    give(row, giver, onlyReceiver(giver) || kept);
  };

  const cross = (row) => {
    const [giver, receiver] = [fieldOf(row, "giver"), fieldOf(row, "receiver")].map(partyOf);
    const facing = columns[columnOf(row) === 0 ? 1 : 0].of[0];
    giveFrom(row, receiver && receiver.id !== giver?.id ? receiver.id : facing.id);
  };

  // The parties stand in a select in place of the chooser of all territories.
  const begin = (row) => {
    for (const name of ["giver", "receiver"]) {
      const field = fieldOf(row, name);
      const select = document.createElement("select");
      select.id = `${field.id}-party`;
      select.dataset.party = name;
      document.getElementById(`${field.id}-chooser`).append(select);
      const label = row.querySelector(`label[for="${field.id}"]`);
      if (label) label.htmlFor = select.id;
    }
    fieldOf(row, "reciprocal").closest(".w-panel__wrapper").dataset.saidElsewhere = "";
    const typed = fieldOf(row, "exchange");
    const letter = document.createElement("select");
    for (const { name, value } of [...typed.attributes]) {
      if (!["type", "value", "maxlength"].includes(name)) letter.setAttribute(name, value);
    }
    offer(letter, [[typed.value, typed.value]], typed.value);
    typed.replaceWith(letter);
    const crossing = copyTemplate("ledger-cross").firstElementChild;
    crossing.setAttribute("aria-describedby", `${row.id}-panel-heading`);
    row.querySelector("[data-panel-controls]").prepend(crossing);
  };

  const offerParties = (row, all) => {
    for (const select of row.querySelectorAll("[data-party]")) {
      const field = fieldOf(row, select.dataset.party);
      const isGiver = select.dataset.party === "giver";
      const choices = all
        .filter(({ id }) => isGiver || id !== fieldOf(row, "giver").value)
        .map(({ id, name }) => [id, name]);
      if (field.value && !choices.some(([id]) => id === field.value)) {
        const name = widgetOf(field).titleElement.textContent.trim();
        choices.push([field.value, `${name} (pas une partie)`]);
      }
      if (isGiver) choices.push([TOGETHER, "Les parties, ensemble"]);
      const value = isGiver && isTogether(row) ? TOGETHER : field.value;
      offer(select, [["", "À choisir"], ...choices], value);
      if (!isGiver) select.closest(".w-panel__wrapper").hidden = isTogether(row);
    }
  };

  const offerLetters = (row, rows) => {
    const letter = fieldOf(row, "exchange");
    const others = new Map();
    for (const other of rows) {
      const { value } = fieldOf(other, "exchange");
      if (other === row || !value) continue;
      others.set(value, [...(others.get(value) || []), fieldOf(other, "object").value.slice(0, 40)]);
    }
    const choices = [...others]
      .sort(([one], [other]) => one.localeCompare(other))
      .map(([value, objects]) => [value, `${value} – répond à ${listed(objects)}`]);
    const own = letter.value;
    if (own && !others.has(own)) choices.push([own, `${own} – sans réponse encore`]);
    const free = LETTERS.find((one) => !others.has(one) && one !== own);
    if (free) choices.push([free, `${free} – nouvelle lettre`]);
    offer(letter, [["", "Aucune"], ...choices], own);
  };

  // Rows in the order of the page of the contract, each with the line of the grid where it stands.
  const placed = (rows) => {
    const themeOf = (row) => fieldOf(row, "theme").value;
    const inOrder = [...rows].sort((one, other) => orderOf(one) - orderOf(other));
    const themes = [...new Set(inOrder.map(themeOf))].sort((one, other) => !one - !other);
    const result = [];
    let line = 1;
    for (const theme of themes) {
      const of = inOrder.filter((row) => themeOf(row) === theme);
      const cells = [0, 1, "across"].map((at) => of.filter((row) => columnOf(row) === at));
      const free = [line, line];
      for (let at = 0; at < Math.max(cells[0].length, cells[1].length); at += 1) {
        for (const side of [0, 1]) {
          const row = cells[side][at];
          if (!row) continue;
          if (isOpen(row)) free.fill(Math.max(...free)); // it takes both columns
          result.push({ row, theme, side, line: free[side], siblings: cells[side] });
          if (isOpen(row)) free.fill(free[side] + 1);
          else free[side] += 1;
        }
      }
      line = Math.max(...free);
      for (const row of cells[2]) {
        result.push({ row, theme, side: "across", line, siblings: cells[2] });
        line += 1;
      }
    }
    return result;
  };

  const canMove = (places, { theme, siblings, row }, by) => {
    if (siblings[siblings.indexOf(row) + by]) return true;
    const themes = [...new Set(places.map((place) => place.theme))];
    return Boolean(theme && themes[themes.indexOf(theme) + by]);
  };

  const layOut = () => {
    const all = parties();
    const rows = rowsOf(forms);
    columns = columnsOf(all);
    ledger.toggleAttribute("data-columns", Boolean(columns));
    add.hidden = Boolean(columns);
    rows.forEach((row) => offerLetters(row, rows));
    if (!columns) {
      for (const row of rows) row.style.gridRow = "";
      return;
    }
    columns.forEach(({ said, names }, at) => {
      const words = said[0].toUpperCase() + said.slice(1);
      heads.children[at].textContent = names ? `${words} (${names})` : words;
      adds[at].textContent = `Ajouter ce que ${said}`;
    });
    const places = placed(rows);
    const held = document.activeElement;
    places.forEach(({ row, side, line }, at) => {
      row.dataset.column = isOpen(row) ? "across" : side;
      row.style.gridRow = line;
      if (forms.children[at] !== row) forms.insertBefore(row, forms.children[at]);
    });
    if (document.activeElement !== held) held.focus({ preventScroll: true });
    for (const place of places) {
      offerParties(place.row, all);
      for (const [way, by] of [["up", -1], ["down", 1]]) {
        const button = place.row.querySelector(`[data-inline-panel-child-move-${way}]`);
        button.disabled = !canMove(places, place, by);
        button.dataset.said ??= button.title; // its name
        const { said } = button.dataset;
        button.title = button.disabled && !place.theme ? `${said}. ${WITHOUT_THEME}` : said;
      }
    }
  };

  // Within its column and theme; the first and the last of these take their whole theme with them.
  const move = (row, by) => {
    const places = placed(rowsOf(forms));
    const { theme, siblings } = places.find((place) => place.row === row);
    const rows = places.map((place) => place.row);
    const neighbour = siblings[siblings.indexOf(row) + by];
    let ordered;
    if (neighbour) {
      const swapped = new Map([[row, neighbour], [neighbour, row]]);
      ordered = rows.map((one) => swapped.get(one) || one);
    } else {
      const themes = [...new Set(places.map((place) => place.theme))];
      const at = themes.indexOf(theme);
      [themes[at], themes[at + by]] = [themes[at + by], themes[at]];
      ordered = themes.flatMap((of) =>
        places.filter((place) => place.theme === of).map((place) => place.row),
      );
    }
    ordered.forEach((one, at) => {
      fieldOf(one, "ORDER").value = at + 1;
    });
    layOut();
    changed(fieldOf(row, "ORDER"));
    const now = placed(rowsOf(forms)).findIndex((place) => place.row === row);
    document.getElementById("rows-told").textContent =
      `Déplacé : ligne ${now + 1} sur ${rows.length}`;
  };

  forms.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest("[data-inline-panel-child-move-up], [data-inline-panel-child-move-down], [data-cross]");
      if (!button || !columns) return;
      event.stopPropagation(); // Wagtail would move it among rows of the other column
      const row = button.closest(ROW);
      if (button.matches("[data-cross]")) {
        cross(row);
        layOut();
        const words = row.querySelector("[data-panel-heading]");
        queueMicrotask(() => {
          document.getElementById("rows-told").textContent = words.textContent;
        });
      } else move(row, "inlinePanelChildMoveUp" in button.dataset ? -1 : 1);
      if (button.disabled) row.querySelector("[data-panel-toggle]").focus();
      else button.focus();
    },
    { capture: true },
  );

  adds.forEach((button, at) => {
    button.addEventListener("click", () => {
      add.click();
      const row = rowsOf(forms).reduce((one, other) => (orderOf(one) > orderOf(other) ? one : other));
      const [giver] = columns[at]?.of || [];
      give(row, giver, giver && onlyReceiver(giver));
      layOut();
      fieldOf(row, "object").focus();
    });
  });

  rowsOf(forms).forEach(begin);
  document.addEventListener("w-formset:added", ({ target }) => {
    if (target.parentElement === forms) begin(target);
  });
  for (const kind of ["w-formset:added", "w-formset:removed", "rows:changed"]) {
    document.addEventListener(kind, ({ target }) => {
      if ([forms, partyForms].includes(target.parentElement)) layOut();
    });
  }
  document.addEventListener("change", ({ target }) => {
    const { party } = target.dataset;
    const row = target.closest(ROW);
    if (![forms, partyForms].includes(row?.parentElement)) return;
    if (party === "giver") giveFrom(row, target.value);
    if (party === "receiver") {
      choose(fieldOf(row, "receiver"), parties().find(({ id }) => id === target.value));
    }
    if (/-(?:territory|side|giver|receiver|theme|reciprocal|exchange)(?:-party)?$/.test(target.id)) {
      queueMicrotask(layOut); // a chooser has its title once it has told its change
    }
  });
  // A row that opens takes the whole width.
  new MutationObserver(layOut).observe(forms, {
    subtree: true,
    attributeFilter: ["aria-expanded"],
  });
  layOut();
};

const ledger = document.querySelector("[data-ledger]");
if (ledger) start(ledger);
