// Nodes made of text and attributes: nothing is ever read as HTML.

/** An element; a function among its attributes listens to the event of that name. */
export function build(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter(Boolean));
  return element;
}

export const button = (title, click, attributes) => build("button", { type: "button", click, ...attributes }, title);

/** A question to answer by a button, hidden until it is asked. */
export function yesOrNo({ demande, oui, non }, answer) {
  const buttons = [button(oui, () => answer(true)), button(non, () => answer(false))];
  return build("div", { class: "asked", role: "group", hidden: true }, build("p", {}, demande), buttons);
}

const SVG = "http://www.w3.org/2000/svg";

/** A picture of 24 by 24, in the colour of the text around it. */
export function icon(drawing) {
  const picture = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  path.setAttribute("d", drawing);
  picture.append(path);
  return picture;
}

/** For screen readers alone. */
export const unseen = (text) => build("span", { class: "unseen" }, text);

/** Say of a button that it was chosen; it keeps the focus and does nothing more. */
export function markChosen(pressed, texts) {
  if (pressed.ariaDisabled === "true") return;
  pressed.ariaDisabled = "true";
  pressed.append(unseen(` (${texts.choisi})`));
}

const ADDRESS = /https?:\/\/[^\s<>«»"]*[^\s<>«»".,;:!?)\]’”]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu;
const WEB = /^https?:\/\//i;
const MAIL = /^mailto:/i;

/** A link, or its title alone where the address is of another kind. */
export function link(title, address, texts) {
  if (MAIL.test(address)) return build("a", { href: address }, title);
  if (!WEB.test(address)) return title;
  return build("a", { href: address, target: "_blank", rel: "noopener" }, title, unseen(` ${texts.nouvel_onglet}`));
}

/** A text with its addresses as links. */
export function linked(text, texts) {
  const parts = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    parts.push(text.slice(end, index), link(found, WEB.test(found) ? found : `mailto:${found}`, texts));
    end = index + found.length;
  }
  return [...parts, text.slice(end)];
}

/** Paragraphs, and lists of lines that start with "•". */
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

export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (braces, name) => values[name] ?? braces);
