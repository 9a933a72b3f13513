// What a dossier gains with a script: its fiches are dragged by a handle or moved in place, what is
// typed is kept in the address as soon as a field is left, and a fiche joins the last dossier of this
// tab. Without it, buttons do all of that.
const KEY = "dossier";
const CHANGED = "dossier-changed";
const form = document.getElementById("dossier");
const list = form.querySelector("ol");
const told = form.querySelector("[data-part=order]");

// A browser that keeps nothing refuses to be asked.
function stored(use) {
  try {
    return use(sessionStorage);
  } catch {
    return null;
  }
}

function remember(url) {
  const { title, count } = form.dataset;
  if (Number(count)) stored((tab) => tab.setItem(KEY, JSON.stringify({ url, title, count })));
}

let asked = 0;
let saving = null; // whether what is typed reached the address, until it is known
// The page at the new address tells what leads to this dossier; its fields are left as they are.
function save() {
  const own = saved().finally(() => {
    if (saving === own) saving = null;
  });
  saving = own;
}

async function saved() {
  const turn = ++asked;
  // Its buttons are named « action », which takes the place of the property.
  const answer = await fetch(form.getAttribute("action"), {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
  }).catch(() => null);
  if (turn !== asked) return saving; // something was changed meanwhile
  if (!answer) {
    told.textContent = "L’adresse n’est pas à jour : le site ne répond pas.";
    return false;
  }
  if (!answer.redirected) {
    form.requestSubmit(); // the page says what is to be mended
    return false;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const shown of document.querySelectorAll("[data-saved]")) {
    const kept = page.getElementById(shown.id);
    if (!kept) {
      location.replace(answer.url);
      return false;
    }
    if (kept.href) shown.href = kept.href;
    shown.textContent = kept.textContent;
  }
  history.replaceState(null, "", answer.url);
  document.title = page.title;
  form.dataset.title = page.getElementById("dossier").dataset.title;
  remember(answer.url);
  return true;
}

// A paper asked as a note is typed waits for the address that holds the note.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-saved]");
  if (!link || !saving) return;
  event.preventDefault();
  if (await saving) location.assign(link.href);
});

const items = () => [...list.children];
const button = (item, action) => item.querySelector(`[value^="${action}-"]`);

// Ranks and buttons follow the order; the first has nothing above it, the last nothing below.
function renumber(moved) {
  for (const [i, item] of items().entries()) {
    item.querySelector("[data-part=rank]").textContent = i + 1;
    button(item, "monter").hidden = i === 0;
    button(item, "descendre").hidden = i === list.children.length - 1;
  }
  told.textContent = `${moved.dataset.name} : ${items().indexOf(moved) + 1} sur ${list.children.length}`;
  save();
}

function step(item, down) {
  const other = down ? item.nextElementSibling : item.previousElementSibling;
  if (!other) return;
  if (down) other.after(item);
  else other.before(item);
  renumber(item);
  const [same, otherWay] = down ? ["descendre", "monter"] : ["monter", "descendre"];
  const again = button(item, same);
  (again.hidden ? button(item, otherWay) : again).focus();
}

function handle(item) {
  const grip = document.createElement("span");
  grip.className = "grip";
  grip.ariaHidden = "true";
  grip.title = "Déplacer cette fiche";
  item.querySelector(".type").append(grip);
  // Heard on the whole page: a fiche that changes places would lose a pointer that it had captured.
  grip.addEventListener("pointerdown", (start) => {
    const from = items().indexOf(item);
    const drag = new AbortController();
    const drop = () => {
      drag.abort();
      if (items().indexOf(item) !== from) renumber(item);
    };
    const follow = ({ clientY }) => {
      const middle = (other) => other.getBoundingClientRect().top + other.offsetHeight / 2;
      const below = items().find((other) => other !== item && middle(other) > clientY) ?? null;
      if (below !== item.nextElementSibling) list.insertBefore(item, below);
    };
    document.addEventListener("pointermove", follow, drag);
    document.addEventListener("pointerup", drop, drag);
    document.addEventListener("pointercancel", drop, drag);
    start.preventDefault();
  });
}

if (list) {
  for (const item of items()) handle(item);
  list.addEventListener("click", (event) => {
    const pressed = event.target.closest("[value^=monter-], [value^=descendre-]");
    if (!pressed) return;
    event.preventDefault();
    step(pressed.closest("li"), pressed.value.startsWith("descendre"));
  });
}
form.addEventListener("change", ({ target }) => {
  if (target.matches("[name=note], [name=titre], [name=date], [name=demande]")) save();
});

// The first dossier of a tab is known to it, then the last with which its reader has done something.
form.addEventListener("submit", () => stored((tab) => tab.setItem(CHANGED, "1")));
const last = stored((tab) => JSON.parse(tab.getItem(KEY)));
const resume = document.querySelector("[data-part=resume]");
const isAdding = "adding" in form.dataset;
const named = () => `« ${last.title} » (${last.count} fiche${last.count > 1 ? "s" : ""})`;
if (last && isAdding) {
  const proposal = document.querySelector("[data-part=last]");
  const accept = proposal.querySelector("button");
  accept.textContent = `Ajouter à ${named()}`;
  accept.addEventListener("click", () => {
    form.elements.adresse.value = last.url;
  });
  proposal.hidden = false;
} else if (last && resume) {
  const link = resume.querySelector("a");
  link.textContent = `Reprendre ${named()}`;
  link.href = last.url;
  resume.hidden = false;
} else if (!last || isAdding || stored((tab) => tab.getItem(CHANGED))) {
  stored((tab) => tab.removeItem(CHANGED));
  const address = document.querySelector("[data-part=address]")?.textContent.trim();
  if (address) remember(address);
}
