// Nodes of the page, made of text and attributes only: nothing that anybody wrote is ever read as HTML.

/** An element. A function among the attributes listens to the event of its name; `true` is an attribute alone. */
export function build(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value || value === 0) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child || child === 0));
  return element;
}

export const button = (title, press, attributes = {}) => build("button", { type: "button", click: press, ...attributes }, title);

/** Text for screen readers alone. */
export const unseen = (text) => build("span", { class: "unseen" }, text);

/** A button that was pressed: it keeps the focus, does nothing more, and says that it was chosen. */
export function markChosen(pressed, texts) {
  if (pressed.ariaDisabled === "true") return;
  pressed.ariaDisabled = "true";
  pressed.append(unseen(` (${texts.choisi})`));
}

const ADDRESS = /https?:\/\/[^\s<>«»"]*[^\s<>«»".,;:!?)\]’”]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu;
const WEB = /^https?:\/\//i;
const MAIL = /^mailto:/i;

/** A link to another site, or its title alone where the address is of no kind that is allowed. */
export function link(title, address, texts) {
  if (MAIL.test(address)) return build("a", { href: address }, title);
  if (!WEB.test(address)) return title;
  return build("a", { href: address, target: "_blank", rel: "noopener" }, title, unseen(` ${texts.nouvel_onglet}`));
}

/** A text, with its e-mail and web addresses as links: a list of nodes and strings. */
export function linked(text, texts) {
  const parts = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    parts.push(text.slice(end, index), link(found, WEB.test(found) ? found : `mailto:${found}`, texts));
    end = index + found.length;
  }
  return [...parts, text.slice(end)];
}

/** Paragraphs and lists of a text whose lines may start with "•". */
export function paragraphs(text, texts) {
  const blocks = [];
  for (const line of text.split("\n").filter((one) => one.trim())) {
    const last = blocks.at(-1);
    if (!line.startsWith("•")) blocks.push(build("p", {}, linked(line, texts)));
    else {
      const item = build("li", {}, linked(line.slice(1).trim(), texts));
      if (last?.localName === "ul") last.append(item);
      else blocks.push(build("ul", {}, item));
    }
  }
  return blocks;
}

/** A text with its words in braces filled in. */
export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (braces, name) => values[name] ?? braces);
