// Tabs by mouse and by arrow keys, as WAI-ARIA describes them.

const list = document.querySelector("[role=tablist]");
const tabs = [...list.querySelectorAll("[role=tab]")];
const steps = { ArrowRight: 1, ArrowLeft: -1 };

/** Show a tab's panel; `shown` listens to each that is. */
export function select(tab) {
  for (const one of tabs) {
    one.ariaSelected = String(one === tab);
    one.tabIndex = one === tab ? 0 : -1;
    panelOf(one).hidden = one !== tab;
  }
  shown(panelOf(tab));
}

const panelOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));

let shown = () => {};
export const onShown = (listener) => { shown = listener; };

list.addEventListener("click", ({ target }) => {
  const tab = target.closest("[role=tab]");
  if (tab) select(tab);
});

list.addEventListener("keydown", (event) => {
  const at = tabs.indexOf(document.activeElement);
  const next = { Home: 0, End: tabs.length - 1 }[event.key] ?? (at + steps[event.key] + tabs.length) % tabs.length;
  if (at < 0 || Number.isNaN(next)) return;
  event.preventDefault();
  select(tabs[next]);
  tabs[next].focus();
});
