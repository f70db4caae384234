// The assistant as an element of the page, in a bubble or in place. Its styles are a constructed sheet, which no content
// security policy has to allow.

import { build, button, filled, unseen } from "./building.js";
import { isColour, readableOn } from "./colours.js";
import { Conversation } from "./conversation.js";
import { Transcript } from "./transcript.js";

const NARROW = matchMedia("(max-width: 30em), (max-height: 30em)"); // there the window takes the whole screen
const TOUCH = matchMedia("(pointer: coarse)");

/** Make the element and put it in the page. `tell(event)` tells the page what happens, never what is said. */
export async function create(options) {
  const response = await fetch(new URL("widget.css", import.meta.url), { credentials: "omit" });
  if (!response.ok) throw new Error(`widget.css: ${response.status}`);
  if (!customElements.get("aiguilleur-assistant")) customElements.define("aiguilleur-assistant", Assistant);
  const element = document.createElement("aiguilleur-assistant");
  element.start(options, await response.text());
  return element;
}

class Assistant extends HTMLElement {
  #options;
  #conversation;
  #transcript;
  #panel;
  #launcher;
  #field;
  #spoken = build("div", { class: "unseen", role: "log" });
  #status = build("div", { class: "unseen", role: "status" });

  start(options, style) {
    this.#options = options;
    const { hub, host, language, script, target, mode } = options;
    const wanted = (!language || language === "auto" ? document.documentElement.lang : language).slice(0, 2).toLowerCase();
    this.#conversation = new Conversation({
      host,
      hub: hub.id,
      language: hub.languages.includes(wanted) ? wanted : hub.languages[0],
      changed: (exchange) => this.#changed(exchange),
    });
    const found = mode === "inline" && target && document.querySelector(target);
    this.#warn(hub.unknown, "hub_inconnu", hub.unknown);
    this.#warn(mode === "inline" && target && !found, "cible", target);
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [style, this.#colours()].map((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
    this.dataset.mode = mode === "inline" ? "inline" : "bubble";
    this.dataset.position = options.position === "left" ? "left" : "right";
    this.#render();
    if (mode !== "inline") document.body.append(this);
    else if (found) found.append(this);
    else script.after(this);
    // The window that was open on the page before; a small screen shows the new page first.
    if (this.#launcher && this.#conversation.open && !NARROW.matches) this.#show();
    this.#conversation.send();
  }

  open() {
    if (!this.#launcher) return this.#field.focus();
    this.#show();
    (TOUCH.matches ? this.#panel.querySelector("h2") : this.#field).focus();
  }

  close() {
    if (!this.#launcher || !this.#panel.open) return;
    const within = this.shadowRoot.activeElement;
    this.#launcher.hidden = false;
    this.#panel.close();
    if (within) this.#launcher.focus();
    this.#conversation.open = false;
    this.#conversation.keep();
    this.#options.tell("close");
  }

  toggle() {
    if (this.#panel.open) this.close();
    else this.open();
  }

  ask(text) {
    this.open();
    if (text?.trim()) this.#say(text.trim());
  }

  /** Erase the conversation, here and on the server. */
  async erase() {
    const { effacer } = this.#texts;
    try {
      const receipt = await this.#conversation.erase();
      const done = receipt ? filled(effacer.fait, { recu: receipt }) : effacer.fait_ici;
      this.#renew();
      this.#transcript.note(done);
      this.#announce(done);
      this.#options.tell("erase");
    } catch {
      this.#transcript.note(effacer.echec);
      this.#announce(effacer.echec);
    }
  }

  get #texts() {
    return this.#options.hub.texts[this.#conversation.language];
  }

  #warn(wrong, name, valeur) {
    const { hub, host } = this.#options;
    if (wrong) console.warn(filled(hub.texts[this.#conversation.language].console[name], { valeur, adresse: host }));
  }

  #colours() {
    const { hub, colour } = this.#options;
    this.#warn(colour && !isColour(colour), "couleur", colour);
    const own = isColour(colour);
    const primary = own ? colour : hub.colours.primary;
    return `:host{--primary:${primary};--on-primary:${own ? readableOn(colour) : hub.colours.on_primary}}`;
  }

  /** Build all that shows, in the language of the conversation. */
  #render() {
    const texts = this.#texts;
    this.lang = this.#conversation.language;
    this.#transcript = this.#newTranscript();
    const inside = [this.#transcript.element, this.#form(), this.#foot()];
    const title = build("h2", { tabindex: "-1" }, texts.titre);
    this.#launcher = null;
    if (this.#options.mode === "inline") {
      const header = build("header", {}, title, build("span", {}, texts.sous_titre));
      this.#panel = build("section", { class: "panel", "aria-label": texts.titre }, header, inside);
    } else this.#bubble(title, inside);
    const outside = this.#launcher && build("section", { "aria-label": texts.titre }, this.#launcher);
    this.shadowRoot.replaceChildren(...[outside, this.#panel, this.#spoken, this.#status].filter(Boolean));
  }

  /** The conversation as it is, after a greeting. */
  #newTranscript() {
    const { hub, question } = this.#options;
    const { language } = this.#conversation;
    const transcript = new Transcript({
      conversation: this.#conversation,
      words: hub.texts,
      language,
      announce: (text) => this.#announce(text),
      say: (...said) => this.#say(...said),
    });
    const suggested = question ? [{ title: question }] : [];
    transcript.greet(hub.greeting?.[language] ?? this.#texts.accueil, [...suggested, ...hub.start[language]]);
    for (const exchange of this.#conversation.exchanges) transcript.add(exchange);
    return transcript;
  }

  /** Show anew what was said, where some of it is gone. */
  #renew() {
    const { element } = this.#transcript;
    this.#transcript = this.#newTranscript();
    element.replaceWith(this.#transcript.element);
  }

  #bubble(title, inside) {
    const texts = this.#texts;
    const close = button(build("span", { "aria-hidden": "true" }, "×"), () => this.close(), { class: "close", "aria-label": texts.fermer });
    const header = build("header", {}, title, build("span", {}, texts.sous_titre), close);
    const escape = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
    };
    // A phone's way back.
    const cancel = (event) => {
      event.preventDefault();
      this.close();
    };
    this.#panel = build("dialog", { class: "panel", "aria-label": texts.titre, keydown: escape, cancel }, header, inside);
    this.#launcher = button(build("span", {}, texts.lanceur), () => this.open(), { class: "launcher", "aria-haspopup": "dialog" });
  }

  #form() {
    const texts = this.#texts;
    this.#field = build("textarea", { rows: 1, maxlength: 4000, id: "field", autocomplete: "off" });
    const form = build(
      "form",
      {
        submit: (event) => {
          event.preventDefault();
          const text = this.#field.value.trim();
          this.#field.value = "";
          if (text) this.#say(text);
          this.#field.focus();
        },
      },
      build("label", { for: "field" }, texts.champ),
      build("div", {}, this.#field, build("button", {}, texts.envoyer)),
    );
    this.#field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    return form;
  }

  /** What is seldom needed: erase, asked twice, and the other language. */
  #foot() {
    const { hub } = this.#options;
    const { effacer } = this.#texts;
    const other = hub.languages.find((language) => language !== this.#conversation.language);
    const ask = button(effacer.titre, () => {
      asked.hidden = false;
      ask.hidden = true;
      asked.querySelector("button").focus();
    });
    const answer = async (yes) => {
      asked.hidden = true;
      ask.hidden = false;
      if (yes) await this.erase();
      (yes ? this.#field : ask).focus();
    };
    const asked = build(
      "div",
      { class: "row", role: "group", "aria-label": effacer.demande, hidden: true },
      build("p", {}, effacer.demande),
      button(effacer.oui, () => answer(true)),
      button(effacer.non, () => answer(false)),
    );
    const switched = () => {
      this.#conversation.language = other;
      this.#conversation.keep();
      const { open } = this.#panel;
      this.#render();
      if (open) this.#show();
      this.shadowRoot.querySelector("footer [lang]").focus();
    };
    return build("footer", {}, ask, asked, other && button(hub.texts[other].langue, switched, { lang: other }));
  }

  #show() {
    if (this.#panel.open) return;
    if (NARROW.matches) this.#panel.showModal();
    // Not show(), which moves the focus: the window may open by itself on the next page.
    else this.#panel.setAttribute("open", "");
    this.#launcher.hidden = true;
    this.#transcript.element.scrollTop = this.#conversation.exchanges.length ? this.#transcript.element.scrollHeight : 0;
    this.#conversation.open = true;
    this.#conversation.keep();
    this.#options.tell("open");
  }

  #say(text, choice, from) {
    this.#transcript.add(this.#conversation.say(text, choice, from));
    this.#options.tell("message");
  }

  #changed(exchange) {
    const { reply } = exchange;
    if (reply?.erased) this.#renew();
    else this.#transcript.update(exchange);
    if (reply) {
      this.#transcript.reveal(exchange);
      this.#spoken.replaceChildren(build("p", { lang: reply.language }, this.#transcript.spoken(exchange)));
      this.#options.tell("answer");
    } else {
      this.#announce(this.#transcript.troubleOf(exchange));
      this.#options.tell("error");
    }
  }

  #announce(text) {
    if (this.#status.textContent !== text) this.#status.textContent = text;
  }
}
