// In a form, a list of more than twenty boxes to tick is searched: what is typed leaves the boxes
// that hold all its words, accents and capitals aside, and those that are ticked. Without this all
// of them are shown.
const LONG = 20;

const folded = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .replace(/œ/gi, "oe")
    .toLowerCase();

const start = (list, boxes) => {
  // The boxes have a heading, and no label of their own.
  const around = list.closest("[data-field-wrapper]")?.parentElement;
  const name = around?.querySelector("h2, h3, legend")?.textContent.replace("*", "").trim() || "";
  const search = document.getElementById("long-choices").content.cloneNode(true);
  const [typed, all, said] = ["input", "button", "[role=status]"].map((one) =>
    search.querySelector(one),
  );
  typed.id = `${list.id}-search`;
  typed.setAttribute("aria-label", `Chercher : ${name}`);
  const options = boxes.map((box) => {
    const line = box.closest("label");
    const text = line.textContent.trim();
    return { box, line: line.parentElement, text, words: folded(text) };
  });
  let isWhole = false;

  const show = () => {
    const words = folded(typed.value).split(/\s+/).filter(Boolean);
    const isFound = (option) => (words.length ? words.every((word) => option.words.includes(word)) : isWhole);
    const found = options.filter(isFound).length;
    const ticked = options.filter(({ box }) => box.checked).length;
    for (const option of options) option.line.hidden = !option.box.checked && !isFound(option);
    all.textContent = isWhole ? "Ne montrer que les choix cochés" : `Montrer les ${options.length} choix`;
    const count = words.length ? `${found} sur ${options.length} ; ` : "";
    said.textContent = `${count}${ticked} coché${ticked > 1 ? "s" : ""}`;
  };

  typed.addEventListener("input", show);
  typed.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it would send the form
  });
  all.addEventListener("click", () => {
    isWhole = !isWhole;
    typed.value = "";
    show();
  });
  list.addEventListener("change", show);
  // In the order of the alphabet, which that of the pages of a list is not.
  const order = new Intl.Collator("fr", { ignorePunctuation: true });
  options.sort((one, other) => order.compare(one.text, other.text));
  list.append(...options.map(({ line }) => line));
  list.prepend(search);
  if (!list.closest("fieldset")) {
    list.role = "group";
    list.ariaLabel = name;
  }
  show();
};

if (document.getElementById("long-choices")) {
  const lists = new Map();
  for (const box of document.querySelectorAll("form div[id^=id_] label > input[type=checkbox]")) {
    const list = box.closest("div[id^=id_]");
    lists.set(list, [...(lists.get(list) || []), box]);
  }
  for (const [list, boxes] of lists) {
    const isOne = new Set(boxes.map(({ name }) => name)).size === 1;
    if (isOne && boxes.length > LONG) start(list, boxes);
  }
}
