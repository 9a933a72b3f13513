// In the form of a page: a link to a field opens the tab and the section where it is, and gives it
// the focus.
const FOCUSABLE = "input:not([type=hidden]), textarea, select, button, [contenteditable=true], a[href]";

const visible = (element) => element.checkVisibility();

const placeOf = (id) =>
  document.getElementById(`${id}-chooser`) ||
  document.getElementById(id) ||
  document.getElementById(id.replace(/-ADD$/, "-OPEN_MODAL")) ||
  document.getElementById(`${id}-FORMS`) ||
  document.querySelector(`#${id.replace(/^id_/, "")}[data-block]`);

const openTo = (place) => {
  place.closest("[data-controller~=w-dialog]")?.dispatchEvent(new CustomEvent("w-dialog:show"));
  const panel = place.closest("[role=tabpanel]");
  const tab = panel?.hidden && document.querySelector(`[role=tab][href="#${panel.id}"]`);
  if (tab) tab.click();
  for (let around = place; around; around = around.parentElement) {
    const toggle = around.querySelector(":scope > div > [data-panel-toggle][aria-expanded=false]");
    if (toggle) toggle.click();
    if (around.matches("details")) around.open = true;
  }
};

const lead = (place) => {
  const goes = () => {
    const field = [place, ...place.querySelectorAll(FOCUSABLE)].find(
      (one) => one.matches(FOCUSABLE) && visible(one),
    );
    const target = field || place.closest("[data-panel]") || place;
    target.scrollIntoView({ block: "center" });
    if (!field) target.tabIndex = -1;
    target.focus();
  };
  openTo(place);
  if (visible(place)) goes();
  else setTimeout(goes, 300); // the tab appears after a transition
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-to-field]");
  const place = link && placeOf(link.hash.slice(1));
  if (!place) return;
  event.preventDefault();
  lead(place);
});

// What is typed outlives a lost connection and a session that ends: the form is sent once it is
// known that it will be received, and until then says what is the matter and tries again.
const RETRY = 5000;
const DATE = "[data-typed-date]";
const frame = document.querySelector("[data-session]");
const form = frame?.closest("form");

const show = (state) => {
  for (const notice of document.querySelectorAll("[data-connection]")) {
    notice.hidden = notice.dataset.connection !== state;
  }
};

// « kept » when the form can be sent, with the token that this session asks of it.
const stateOf = async () => {
  try {
    const answer = await fetch(frame.dataset.session, { redirect: "manual", cache: "no-store" });
    if (!answer.ok) return "signed-out";
    const { token } = await answer.json();
    form.elements.namedItem("csrfmiddlewaretoken").value = token;
    return "kept";
  } catch {
    return "lost";
  }
};

if (form) {
  let keeping = false;
  let isBehind = false; // what was typed while a draft was being kept is not in it
  let watch = null;
  let isHeld = false; // until the date that is being typed is whole
  let isSending = false; // what is typed goes with the form: a draft kept meanwhile would be refused

  const autosave = () =>
    window.wagtail.app.getControllerForElementAndIdentifier(form, "w-autosave");

  const check = async () => {
    const state = await stateOf();
    show(state);
    if (state !== "kept") {
      watch ??= setInterval(check, RETRY);
      return false;
    }
    if (watch) {
      clearInterval(watch);
      watch = null;
      const keeper = autosave();
      if (keeper) {
        keeper.activeValue = true; // one that failed in the middle of its work gives up
        keeper.save({});
      }
    }
    return true;
  };

  // What was refused is not sent again by itself before anything is mended.
  let isRefused = Boolean(document.querySelector("[data-errors]"));
  const REFUSED = "Non enregistré : les points à régler sont au-dessus.";

  document.addEventListener(
    "w-autosave:save",
    (event) => {
      isHeld = Boolean(form.querySelector(`${DATE}:focus`));
      if (isSending || isRefused || isHeld) {
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      keeping = true;
      isBehind = false;
    },
    { capture: true },
  );
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => {
      isBehind = keeping;
      if (document.readyState === "complete") isRefused = false; // by a person
    });
  }
  form.addEventListener("focusout", ({ target }) => {
    if (isHeld && target.matches(DATE)) setTimeout(() => autosave()?.save({}));
  });
  document.addEventListener("w-autosave:success", () => {
    keeping = false;
    for (const item of document.querySelectorAll("[data-discard]")) item.hidden = false;
    if (isBehind) autosave()?.save({}); // Wagtail holds it for kept
  });
  document.addEventListener("w-autosave:error", ({ detail }) => {
    keeping = false;
    if (["network_error", "server_error"].includes(detail.type)) check();
    else {
      const told = document.querySelector("[data-errors]");
      document.getElementById("desk-kept").textContent = told
        ? REFUSED
        : detail.text;
    }
  });
  window.addEventListener("online", () => watch && check());
  window.addEventListener("focus", () => watch && check());

  let isChecked = false;
  addEventListener("pageshow", () => {
    isSending = isChecked = false; // back in a page that was left by sending it
    form.querySelector("[data-asked]")?.remove();
  });
  const send = async (submitter) => {
    isSending = true;
    // A draft that is being kept gives the form its address.
    for (let waited = 0; keeping && waited < 100; waited += 1) {
      await new Promise((done) => setTimeout(done, 100));
    }
    if (!(await check())) {
      isSending = false;
      submitter?.removeAttribute("disabled");
      submitter?.setAttribute("data-w-progress-loading-value", "false");
      return;
    }
    isChecked = true;
    if (submitter?.name) {
      const chosen = Object.assign(document.createElement("input"), { type: "hidden" });
      chosen.name = submitter.name;
      chosen.value = submitter.value;
      chosen.dataset.asked = "";
      form.append(chosen);
    }
    form.requestSubmit();
  };
  form.addEventListener(
    "submit",
    (event) => {
      if (isChecked) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      send(event.submitter);
    },
    { capture: true },
  );
}

// The address typed in the form of a new source, which opens in a window of its own: a source that
// has it already is proposed.
document.addEventListener("input", async ({ target }) => {
  if (!frame || target.id !== "id_new-source-url") return;
  const body = new URLSearchParams({
    url: target.value,
    csrfmiddlewaretoken: form.elements.namedItem("csrfmiddlewaretoken").value,
  });
  const answer = await fetch(frame.dataset.knownSources, { method: "POST", body }).catch(() => null);
  if (!answer?.ok || body.get("url") !== target.value) return;
  target.parentElement.querySelector("[data-known-source]")?.remove();
  target.insertAdjacentHTML("afterend", await answer.text());
});
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-look-for]");
  const dialog = button?.closest("[role=dialog]");
  const search = dialog?.querySelector("[data-chooser-modal-search] input[name=q]");
  if (!search) return;
  dialog.querySelector("[role=tab]").click();
  search.value = button.dataset.lookFor;
  search.dispatchEvent(new Event("input", { bubbles: true }));
  search.focus();
});

// A commune that the site knows and that is no territory yet: the form that creates it, filled in.
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-new-commune]");
  const dialog = button?.closest("[role=dialog]");
  if (!dialog) return;
  dialog.querySelectorAll("[role=tab]")[1].click();
  const { newCommune: code, name } = button.dataset;
  for (const [field, value] of Object.entries({ name, code, level: "commune" })) {
    dialog.querySelector(`[name=new-territory-${field}]`).value = value;
  }
  dialog.querySelector("[name=new-territory-name]").focus();
});

// What was refused in the window of the schedule is told there: it opens again.
window.addEventListener("load", () => {
  setTimeout(() => {
    const refused = document.querySelector("[data-controller~=w-dialog] [data-field-errors] p");
    if (refused) openTo(refused);
  }, 300);
});

// What Wagtail shows in place of the field of tags has no name of its own.
const nameTagFields = () => {
  for (const field of document.querySelectorAll("[data-controller~='w-tag']")) {
    const typed = field.parentElement.querySelector(".tagit-new input");
    typed?.setAttribute("aria-labelledby", `${field.id}-label`);
  }
};
window.addEventListener("load", nameTagFields);
document.addEventListener("w-formset:added", () => setTimeout(nameTagFields));
