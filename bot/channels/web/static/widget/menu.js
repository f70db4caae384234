// A button in the head that unfolds what is needed now and then.

import { build, button, icon } from "./building.js";

const MORE = "M5 10a2 2 0 1 1 0 4 2 2 0 0 1 0-4zm7 0a2 2 0 1 1 0 4 2 2 0 0 1 0-4zm7 0a2 2 0 1 1 0 4 2 2 0 0 1 0-4z";

/** `items`: links, or [title, act, attributes] of buttons; what is nothing is left out. */
export function menuOf(name, items) {
  const fold = () => (box.open = false);
  const shown = (item) => {
    if (!Array.isArray(item)) return item;
    const [title, act, attributes] = item;
    const chosen = () => {
      fold();
      summary.focus();
      act();
    };
    return button(title, chosen, attributes);
  };
  // Escape folds the menu, and only then the window.
  const keydown = (event) => {
    if (event.key !== "Escape" || !box.open) return;
    event.preventDefault();
    event.stopPropagation();
    fold();
    summary.focus();
  };
  const focusout = ({ relatedTarget }) => relatedTarget && !box.contains(relatedTarget) && fold();
  const summary = build("summary", { "aria-label": name, title: name }, icon(MORE));
  const list = build("ul", {}, items.filter(Boolean).map((item) => build("li", {}, shown(item))));
  const box = build("details", { class: "menu", keydown, focusout }, summary, list);
  return box;
}

/** A text as a file of the person's own. */
export function save(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  build("a", { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}
