// The conversation as it shows.

import { blocks, linkList } from "./blocks.js";
import { build, button, filled, linked, markChosen, paragraphs, unseen } from "./building.js";
import { opinionOn } from "./opinion.js";

const MARGIN = 8; // pixels, beside what was scrolled to

export class Transcript {
  #list = build("ol", { role: "list" });
  #slots = new Map(); // the place of the reply to each exchange

  /** `announce(text)` to screen readers, `say(text, choice, from)` to the server. */
  constructor({ conversation, words, announce, say }) {
    Object.assign(this, { conversation, words, announce, say });
    // It scrolls, so the keyboard must be able to reach it.
    this.element = build("div", { class: "transcript", role: "region", tabindex: "0" }, this.#list);
    this.element.ariaLabel = this.#texts().conversation;
  }

  greet(text, choices) {
    const texts = this.#texts();
    const tiles = this.#choices(choices, "start", texts);
    tiles.classList.add("tiles");
    this.#list.append(build("li", { class: "greeting" }, paragraphs(text, texts), tiles));
  }

  note(text) {
    const noted = build("li", {}, build("p", {}, text));
    this.#list.append(noted);
    this.#bring(noted);
  }

  add(exchange) {
    const slot = build("li");
    const said = [unseen(this.#texts().vous), build("p", {}, exchange.text), this.#time(exchange.at)];
    this.#slots.set(exchange, slot);
    this.#list.append(build("li", { class: "mine" }, said), slot);
    this.update(exchange);
  }

  /** Show the reply to an exchange, or its trouble, or that it is awaited. */
  update(exchange) {
    const slot = this.#slots.get(exchange);
    if (!slot) return;
    const { reply, trouble, anew } = exchange;
    // One more attempt failed: what has the focus keeps it.
    if (!reply && trouble && slot.querySelector(".trouble")?.textContent === this.troubleOf(exchange)) return;
    const focused = slot.contains(slot.getRootNode().activeElement);
    if (reply) {
      slot.lang = reply.language;
      slot.replaceChildren(...this.#reply(exchange));
    } else if (trouble) {
      const retry = button(this.#texts().reessayer, () => this.conversation.retry());
      slot.replaceChildren(build("p", { class: "trouble" }, this.troubleOf(exchange)), exchange.refused ? "" : retry);
    } else {
      const dots = [build("i"), build("i"), build("i")];
      slot.replaceChildren(build("p", { class: "awaited" }, unseen(this.#texts().cherche), dots));
    }
    if (anew) slot.prepend(build("p", { class: "notice" }, this.#texts(reply?.language).reprise));
    if (focused) this.element.focus();
    if (!reply) this.#bring(slot);
  }

  /** Scroll to an exchange: its question near the top. */
  reveal(exchange) {
    const mine = this.#slots.get(exchange)?.previousSibling;
    if (mine) this.#scroll(({ top }) => top(mine));
  }

  /** Scroll no more than it takes to show a part of the conversation, from its beginning. */
  #bring(part) {
    this.#scroll(({ top, bottom }) => Math.max(0, Math.min(top(part), bottom(part) + MARGIN)));
  }

  /** By a distance, made of how far a part goes beyond what shows. The page of the site never scrolls. */
  #scroll(distance) {
    // On a very small screen the whole window scrolls, under its head.
    const scrolls = getComputedStyle(this.element).overflowY !== "visible";
    const frame = scrolls ? this.element : this.element.closest(".panel");
    const edges = frame?.getBoundingClientRect();
    if (!edges) return;
    const covered = scrolls ? MARGIN : this.element.previousSibling.offsetHeight;
    frame.scrollBy(
      0,
      distance({
        top: (part) => part.getBoundingClientRect().top - edges.top - covered,
        bottom: (part) => part.getBoundingClientRect().bottom - edges.bottom,
      }),
    );
  }

  /** For screen readers: without what is folded, which they find in its place. */
  spoken({ reply }) {
    const { choix } = this.#texts(reply.language);
    const choices = reply.choices.map((choice) => choice.title).join(", ");
    const offered = choices && filled(choix, { choix: choices });
    const shown = reply.paragraphs.filter((_, index) => reply.blocks?.[index]?.type !== "fold");
    return [...shown, ...reply.notices, offered].join("\n");
  }

  /** All that was said, as a text to keep: with links and sources. */
  whole() {
    return this.conversation.exchanges
      .flatMap(({ text, reply }) => {
        const texts = this.#texts(reply?.language);
        const links = reply?.links.map(({ title, url }) => `${title} : ${url}`) ?? [];
        const said = reply && [texts.assistant, ...reply.paragraphs, ...reply.notices, ...links, ...reply.sources];
        return [`${texts.vous} ${text}`, ...(said ?? [])];
      })
      .join("\n\n");
  }

  /** Copy all that was said; `done` is told then. */
  copy(done) {
    return this.#toClipboard(this.whole(), done);
  }

  /** Whether the browser let this page copy a text. */
  async #toClipboard(text, done) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return false;
    }
    this.announce(done);
    return true;
  }

  troubleOf({ trouble }) {
    const { pannes } = this.#texts();
    return filled(pannes[trouble.kind] ?? pannes.panne, { secondes: trouble.seconds });
  }

  #texts(language) {
    return this.words[language] ?? this.words[this.conversation.language];
  }

  #time(at) {
    const shown = new Date(at).toLocaleTimeString(this.conversation.language, { hour: "2-digit", minute: "2-digit" });
    return build("time", { datetime: at }, shown);
  }

  #reply(exchange) {
    const { reply } = exchange;
    const texts = this.#texts(reply.language);
    const sources = reply.sources.map((text) => build("li", {}, linked(text, texts)));
    return [
      unseen(texts.assistant),
      ...blocks(reply, texts),
      ...reply.notices.map((text) => build("p", { class: "notice" }, linked(text, texts))),
      this.#choices(reply.choices, exchange.id, texts),
      linkList(reply.links, texts),
      sources[0] && build("details", {}, build("summary", {}, texts.sources), build("ul", {}, sources)),
      this.#tools(exchange, texts),
      reply.rateable && opinionOn(exchange, this.conversation, texts, this.announce, (part) => this.#bring(part)),
    ].filter(Boolean);
  }

  #choices(choices, from, texts) {
    const buttons = choices.map(({ id, title }) => {
      const chosen = button(title, () => {
        if (chosen.ariaDisabled === "true") return;
        markChosen(chosen, texts);
        this.say(title, id, from);
      });
      if (this.conversation.exchanges.some((one) => one.choice === id && one.from === from)) markChosen(chosen, texts);
      return chosen;
    });
    return build("div", { class: "choices" }, buttons);
  }

  #tools(exchange, texts) {
    const { reply, id } = exchange;
    const copy = navigator.clipboard && reply.sources[0] && this.#copy(reply, texts);
    const why = reply.why && this.#choices([{ id: reply.why, title: texts.pourquoi }], id, texts).firstChild;
    return build("div", { class: "row" }, this.#time(reply.at), copy, why);
  }

  #copy({ paragraphs: said, notices, sources }, texts) {
    const text = [...said, ...notices, ...sources].join("\n\n");
    const copied = button(texts.copier, async () => {
      if (await this.#toClipboard(text, texts.copie)) copied.firstChild.data = texts.copie;
    });
    return copied;
  }
}
