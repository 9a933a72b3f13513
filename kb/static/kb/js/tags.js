// In the form of a page: a tag of several words is kept between straight quotes, which its text must
// hold; they are not shown.
const quote = () => Object.assign(document.createElement("span"), { hidden: true, textContent: '"' });

const unquote = (label) => {
  const [, words] = /^"(.+)"$/.exec(label.textContent) || [];
  if (words && !label.firstElementChild) label.replaceChildren(quote(), words, quote());
};

new MutationObserver(() => {
  for (const label of document.querySelectorAll(".tagit-label")) unquote(label);
}).observe(document.querySelector("form[data-edit-form]") || document.body, {
  childList: true,
  subtree: true,
});
