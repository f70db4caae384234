// The assistant as an element of the page.

import { build, button, filled } from "./building.js";
import { Conversation } from "./conversation.js";
import { Transcript } from "./transcript.js";

const NARROW = matchMedia("(max-width: 30em), (max-height: 30em)"); // there the window takes the whole screen
const COLOUR = /^#[\da-f]{6}$/i;

/** Put it there. `tell` tells the page what happens, never what is said. */
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
  #opener; // gets the focus back
  #field;
  #log = build("div", { class: "unseen", role: "log" });
  #status = build("div", { class: "unseen", role: "status" });

  start(options, style) {
    const { hub, host, script, target } = options;
    const language = oneOf(["auto", ...hub.languages], "language", options);
    const mode = oneOf(["bubble", "inline"], "mode", options);
    const wanted = language === "auto" ? document.documentElement.lang.slice(0, 2) : language;
    this.#options = { ...options, mode };
    this.#conversation = new Conversation({
      host,
      hub: hub.id,
      language: hub.languages.includes(wanted) ? wanted : hub.languages[0],
      changed: (exchange) => this.#changed(exchange),
    });
    // No security policy has to allow constructed sheets.
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [style, this.#colours()].map((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
    this.dataset.mode = mode;
    this.dataset.position = oneOf(["right", "left"], "position", options);
    this.#render();
    if (mode !== "inline") document.body.append(this);
    else {
      try {
        document.querySelector(target).append(this);
      } catch {
        script.after(this);
        if (target) console.warn(`Aiguilleur: nothing matches "${target}" (data-target).`);
      }
    }
    // As on the page before; a small screen shows the new page first.
    if (this.#launcher && this.#conversation.open && !NARROW.matches) this.#show();
    this.#conversation.send();
  }

  open() {
    const { activeElement, body } = document;
    if (![this, body].includes(activeElement)) this.#opener = activeElement;
    if (this.#launcher && !this.#panel.open) {
      this.#show();
      this.#options.tell("open");
    }
    // There the field would bring a keyboard over the greeting.
    (matchMedia("(pointer: coarse)").matches ? this.#panel.querySelector("h2") : this.#field).focus();
  }

  close() {
    if (!this.#panel.open) return;
    const within = this.shadowRoot.activeElement;
    this.#launcher.hidden = false;
    this.#panel.close();
    if (within) (this.#opener?.isConnected ? this.#opener : this.#launcher).focus();
    this.#opener = undefined;
    this.#conversation.open = false;
    this.#conversation.keep();
    this.#options.tell("close");
  }

  toggle() {
    if (this.#panel.open) this.close();
    else this.open();
  }

  /** What is no text, such as a click, only opens. */
  ask(text) {
    this.open();
    const said = text?.trim?.();
    if (said) this.#say(said);
  }

  async erase() {
    const { effacer } = this.#texts;
    let said = effacer.echec;
    try {
      const receipt = await this.#conversation.erase();
      said = receipt ? filled(effacer.fait, { recu: receipt }) : effacer.fait_ici;
      this.#renew();
      this.#options.tell("erase");
    } catch {}
    this.#transcript.note(said);
    this.#announce(said);
  }

  get #texts() {
    return this.#options.hub.texts[this.#conversation.language];
  }

  #colours() {
    const { hub, colour } = this.#options;
    let { primary, on_primary } = hub.colours;
    if (COLOUR.test(colour)) {
      primary = colour;
      on_primary = readableOn(colour);
    } else if (colour) console.warn(`Aiguilleur: "${colour}" is no colour like "#0a5c8f" (data-colour).`);
    return `:host{--primary:${primary};--on-primary:${on_primary}}`;
  }

  #render() {
    const { titre, sous_titre, fermer, lanceur } = this.#texts;
    this.lang = this.#conversation.language;
    this.#transcript = this.#newTranscript();
    const head = build("div", { class: "head" }, build("h2", { tabindex: "-1" }, titre), build("span", {}, sous_titre));
    // Outside of a modal window screen readers hear nothing.
    const inside = [head, this.#transcript.element, this.#form(), this.#foot(), this.#log, this.#status];
    const named = { class: "panel", "aria-label": titre };
    if (this.#options.mode === "inline") this.#panel = build("section", named, inside);
    else {
      head.append(button("×", () => this.close(), { class: "close", "aria-label": fermer }));
      // Escape, or a phone's way back.
      const leave = (event) => {
        if (event.type === "keydown" && event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        this.close();
      };
      this.#panel = build("dialog", { ...named, keydown: leave, cancel: leave }, inside);
      this.#launcher = button(lanceur, () => this.open(), { class: "launcher", "aria-haspopup": "dialog" });
    }
    const outside = this.#launcher && build("section", { "aria-label": titre }, this.#launcher);
    this.shadowRoot.replaceChildren(...[outside, this.#panel].filter(Boolean));
  }

  #newTranscript() {
    const { hub, question } = this.#options;
    const { language, exchanges } = this.#conversation;
    const transcript = new Transcript({
      conversation: this.#conversation,
      words: hub.texts,
      announce: (text) => this.#announce(text),
      say: (...said) => this.#say(...said),
    });
    const suggested = question ? [{ title: question }] : [];
    transcript.greet(hub.greeting[language], [...suggested, ...hub.start[language]]);
    exchanges.forEach((exchange) => transcript.add(exchange));
    return transcript;
  }

  #renew() {
    const { element } = this.#transcript;
    const focused = element.contains(this.shadowRoot.activeElement);
    this.#transcript = this.#newTranscript();
    element.replaceWith(this.#transcript.element);
    if (focused) this.#transcript.element.focus();
  }

  #form() {
    const { champ, envoyer } = this.#texts;
    const submit = (event) => {
      event.preventDefault();
      const text = this.#field.value.trim();
      this.#field.value = "";
      if (text) this.#say(text);
      this.#field.focus();
    };
    const keydown = (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
    };
    this.#field = build("textarea", { rows: 1, maxlength: 4000, id: "field", keydown });
    const row = build("div", {}, this.#field, build("button", {}, envoyer));
    return build("form", { submit }, build("label", { for: "field" }, champ), row);
  }

  /** Erase, asked twice; and the other language. */
  #foot() {
    const { languages, texts } = this.#options.hub;
    const { titre, demande, oui, non } = this.#texts.effacer;
    const ask = button(titre, () => {
      asked.hidden = false;
      ask.hidden = true;
      asked.querySelector("button").focus();
    });
    const answer = async (yes) => {
      asked.hidden = true;
      ask.hidden = false;
      ask.focus();
      if (!yes) return;
      await this.erase();
      this.#field.focus();
    };
    const buttons = [button(oui, () => answer(true)), button(non, () => answer(false))];
    const asked = build("div", { class: "row", role: "group", hidden: true }, build("p", {}, demande), buttons);
    const other = languages.find((language) => language !== this.#conversation.language);
    const switched = () => {
      const { open } = this.#panel;
      const { value } = this.#field;
      this.#conversation.speak(other);
      this.#render();
      this.#field.value = value;
      if (open) this.#show();
      this.shadowRoot.querySelector(".foot [lang]").focus();
    };
    return build("div", { class: "foot" }, ask, asked, other && button(texts[other].langue, switched, { lang: other }));
  }

  #show() {
    if (NARROW.matches) this.#panel.showModal();
    // Not show(), which moves the focus: the window may open by itself on the next page.
    else this.#panel.setAttribute("open", "");
    this.#launcher.hidden = true;
    this.#transcript.reveal(this.#conversation.exchanges.at(-1));
    this.#conversation.open = true;
    this.#conversation.keep();
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
      this.#log.replaceChildren(build("p", { lang: reply.language }, this.#transcript.spoken(exchange)));
      this.#status.replaceChildren();
    } else {
      const trouble = this.#transcript.troubleOf(exchange);
      // However many attempts fail.
      if (this.#status.textContent !== trouble) this.#announce(trouble);
    }
    this.#options.tell(reply ? "answer" : "error");
  }

  #announce(text) {
    this.#status.replaceChildren(text);
  }
}

/** An option's value, else the first that it can have. */
function oneOf(allowed, name, { [name]: value = allowed[0] }) {
  if (allowed.includes(value)) return value;
  console.warn(`Aiguilleur: "${value}" is none of ${allowed.join(", ")} (data-${name}).`);
  return allowed[0];
}

/** Black or white, whichever contrasts more; one of them always has 4.5 : 1. */
function readableOn(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  // Where 1.05 / (l + 0.05) = (l + 0.05) / 0.05.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}
