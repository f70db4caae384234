// The blocks of a reply: a paragraph is a text, others have a type (bot/messages.py).

import { build, link, linked, paragraphs } from "./building.js";

/** Links as a list; none where there are none. */
export const linkList = (links, texts) =>
  links[0] && build("ul", { class: "links" }, links.map(({ title, url }) => build("li", {}, link(title, url, texts))));

const SHOWN = {
  card: ({ title, text, links }, texts) =>
    build(
      "section",
      { class: "card", role: "group", "aria-label": title },
      build("h3", {}, title),
      paragraphs(text, texts),
      linkList(links, texts),
    ),
  steps: ({ steps }, texts) => build("ol", { class: "steps", role: "list" }, steps.map((step) => stage(step, texts))),
  table: ({ header, rows }) =>
    build(
      "table",
      {},
      build("thead", {}, build("tr", {}, header.map((name) => build(name ? "th" : "td", { scope: name && "col" }, name)))),
      build("tbody", {}, rows.map(([name, ...cells]) =>
        build("tr", {}, build("th", { scope: "row" }, name), cells.map((cell) => build("td", {}, cell))),
      )),
    ),
  fold: ({ title, texts: folded }, texts) =>
    build("details", {}, build("summary", {}, title), folded.flatMap((text) => paragraphs(text, texts))),
};

const stage = ({ line, details, is_next }, texts) =>
  build(
    "li",
    { "aria-current": is_next && "step" },
    line,
    details[0] && build("ul", {}, details.map((text) => build("li", {}, linked(text, texts)))),
  );

/** What was kept in this tab before replies had blocks has paragraphs alone. */
export const blocks = (reply, texts) =>
  (reply.blocks ?? reply.paragraphs).flatMap((block) =>
    typeof block === "string" ? paragraphs(block, texts) : SHOWN[block.type](block, texts),
  );
