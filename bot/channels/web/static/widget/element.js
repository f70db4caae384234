// The assistant as an element of the page.

import { THEMES, colours, departmentOf, oneOf } from "./appearance.js";
import { build, button, filled, icon, link, yesOrNo } from "./building.js";
import { Conversation } from "./conversation.js";
import { menuOf, save } from "./menu.js";
import { Transcript } from "./transcript.js";

const NARROW = matchMedia("(max-width: 30em), (max-height: 30em)"); // there the window takes the whole screen
const LONGEST = 4000; // characters of a message
const SILENCE = 2000; // milliseconds, until it is said that the answer is awaited
const SEND = "M3 20v-6l9-2-9-2V4l19 8z";
const BUBBLE = "M4 3h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-7l-5 5v-5H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z";

/**
 * Put it there, until `signal` is aborted. `tell(event, detail)` tells the page what happens, never what is said;
 * `line()`: the script's element, if any.
 */
export async function create(options) {
  if (!customElements.get("aiguilleur-assistant")) customElements.define("aiguilleur-assistant", Assistant);
  const element = document.createElement("aiguilleur-assistant");
  await element.start(options);
  return element;
}

class Assistant extends HTMLElement {
  #options;
  #conversation;
  #transcript;
  #panel;
  #launcher;
  #outside; // the launcher, and what takes it away
  #opener; // gets the focus back
  #field;
  #asked; // whether to erase
  #length; // says that the text is too long
  #log = build("div", { class: "unseen", role: "log" });
  #status = build("div", { class: "unseen", role: "status" });

  async start(options) {
    const { hub, host, signal } = options;
    const language = oneOf(["auto", ...hub.languages], "language", options);
    const mode = oneOf(["bubble", "inline"], "mode", options);
    const wanted = language === "auto" ? document.documentElement.lang.slice(0, 2) : language;
    this.#options = { ...options, mode, events: oneOf(["bare", "questions"], "events", options) };
    this.#conversation = new Conversation({
      host,
      hub: hub.id,
      department: departmentOf(options),
      language: hub.languages.includes(wanted) ? wanted : hub.languages[0],
      signal,
      changed: (exchange) => this.#changed(exchange),
    });
    await this.#conversation.settle();
    if (signal.aborted) return;
    signal.addEventListener("abort", () => this.remove());
    // No security policy has to allow constructed sheets. STYLE is widget.css.
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [STYLE, colours(options)].map((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
    this.dataset.mode = mode;
    this.dataset.position = oneOf(["right", "left"], "position", options);
    this.dataset.theme = oneOf(THEMES, "theme", { theme: hub.theme, ...options });
    this.#render();
    if (mode === "bubble") this.#watch();
    // A link to the page with "#aiguilleur=a question": it is written there, to be sent or not.
    const asked = new URLSearchParams(location.hash.slice(1)).get("aiguilleur");
    if (asked) this.#write((this.#conversation.draft = asked));
    if (!this.#place()) {
      const { target } = options;
      if (target) console.warn(`Aiguilleur: nothing matches "${target}" (data-target).`);
      document.body.append(this);
    }
    if (asked !== null) this.open();
  }

  connectedCallback() {
    // A copy, in a page that a site put back from a store of its own.
    if (!this.#options) return this.remove();
    // As on the page before; a small screen shows the new page first.
    if (this.#launcher) {
      this.#fold();
      if (this.#conversation.open && !NARROW.matches) this.#show();
      this.#makeWay(document.activeElement);
    }
    this.#conversation.send();
  }

  disconnectedCallback() {
    if (this.#options) setTimeout(() => this.#return());
  }

  /** Sites that change pages without loading take the whole body away: there is a place in the next, or a later one. */
  #return() {
    const { signal } = this.#options;
    if (signal.aborted || this.#place()) return;
    const changes = new MutationObserver(() => this.#place() && changes.disconnect());
    changes.observe(document, { childList: true, subtree: true });
    signal.addEventListener("abort", () => changes.disconnect());
  }

  /** Stand in the page as it is now; false where it has no place for it. */
  #place() {
    if (this.isConnected) return true;
    const { mode, target, line } = this.#options;
    if (mode === "bubble") document.body.append(this);
    else if (!target) line()?.after(this);
    else {
      try {
        (target.append ? target : document.querySelector(target)).append(this);
      } catch {} // no such element, or no selector
    }
    return this.isConnected;
  }

  /** What the page and the screen do while the window is open. */
  #watch() {
    const { signal } = this.#options;
    NARROW.addEventListener("change", () => {
      if (!this.#panel.open) return;
      const within = this.shadowRoot.activeElement;
      this.#panel.close();
      this.#unfold();
      within?.focus();
    }, { signal });
    // Escape, unless it is for something of the page's.
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
      if (!document.querySelector(":modal")) this.close();
    }, { signal });
    document.addEventListener("focusin", ({ target }) => requestAnimationFrame(() => this.#makeWay(target)), { signal });
  }

  /** What has the focus in the page is not to be hidden by the window. */
  #makeWay(focused) {
    if (!this.#panel.open || [this, document.body].includes(focused) || document.activeElement !== focused) return;
    const { left, right, top, bottom } = focused.getBoundingClientRect();
    const window = this.#panel.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    if (x > window.left && x < window.right && y > window.top && y < window.bottom) this.close();
  }

  open() {
    this.#place();
    const { activeElement, body } = document;
    if (![this, body].includes(activeElement)) this.#opener = activeElement;
    if (this.#launcher && !this.#panel.open) {
      this.#conversation.dismissed = false;
      this.#show();
      this.#options.tell("open");
    }
    // There the field would bring a keyboard over the greeting.
    (matchMedia("(pointer: coarse)").matches ? this.#panel.querySelector("h2") : this.#field).focus();
  }

  close() {
    if (!this.#panel.open) return;
    const within = this.shadowRoot.activeElement;
    this.#fold();
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

  #render() {
    const { titre, fermer, lanceur, masquer } = this.#texts;
    this.lang = this.#conversation.language;
    this.#transcript = this.#newTranscript();
    this.#asked = this.#erasure();
    const head = this.#head();
    // Outside of a modal window screen readers hear nothing.
    const inside = [head, this.#transcript.element, this.#asked, this.#form(), this.#log, this.#status];
    const named = { class: "panel", part: "window", "aria-label": titre };
    if (this.#options.mode === "inline") this.#panel = build("section", named, inside);
    else {
      head.append(button("×", () => this.close(), { class: "close", "aria-label": fermer }));
      // Escape, or a phone's way back.
      const leave = (event) => {
        if (event.type === "keydown" && (event.key !== "Escape" || event.isComposing)) return;
        event.preventDefault();
        event.stopPropagation();
        this.close();
      };
      this.#panel = build("dialog", { ...named, keydown: leave, cancel: leave }, inside);
      this.#launcher = button("", () => this.open(), { class: "launcher", part: "launcher", "aria-haspopup": "dialog" });
      this.#launcher.append(icon(BUBBLE), build("span", {}, this.#options.launcher || lanceur));
      const away = button("×", () => this.#dismiss(), { class: "away", "aria-label": masquer });
      this.#outside = build("section", { "aria-label": titre }, this.#launcher, away);
    }
    this.shadowRoot.replaceChildren(...[this.#outside, this.#panel].filter(Boolean));
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
    this.#write(this.#conversation.draft);
  }

  #form() {
    const { champ, envoyer } = this.#texts;
    const submit = (event) => {
      event.preventDefault();
      const text = this.#field.value.trim();
      if (this.#length.textContent) this.#announce(this.#length.textContent);
      else {
        this.#conversation.draft = "";
        this.#write("");
        if (text) this.#say(text);
      }
      this.#field.focus();
    };
    const keydown = (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
    };
    const input = () => {
      this.#conversation.draft = this.#field.value;
      this.#conversation.keep();
      this.#measure();
    };
    this.#length = build("p", { class: "trouble", id: "length" });
    this.#field = build("textarea", { rows: 1, id: "field", "aria-describedby": "length", keydown, input });
    this.#write(this.#conversation.draft);
    const send = build("button", { "aria-label": envoyer, title: envoyer }, icon(SEND));
    const row = build("div", {}, this.#field, send);
    return build("form", { submit }, build("label", { for: "field" }, champ), row, this.#length);
  }

  #write(text) {
    this.#field.value = text;
    this.#measure();
  }

  /** Say at once that a text is too long, rather than cut it. */
  #measure() {
    const { value } = this.#field;
    const { language } = this.#conversation;
    const length = [...value].length;
    const values = { longueur: length.toLocaleString(language), maximum: LONGEST.toLocaleString(language) };
    const said = length > LONGEST ? filled(this.#texts.trop_long, values) : "";
    if (said && !this.#length.textContent) this.#announce(said);
    this.#length.textContent = said;
  }

  /** Whose window it is, that nobody writes there, and what else can be done. */
  #head() {
    const { hub } = this.#options;
    const { titre, sous_titre, propulse } = this.#texts;
    const told = hub.name === titre ? sous_titre : `${sous_titre}, ${propulse}`;
    const name = build("div", {}, build("h2", { tabindex: "-1" }, hub.name), build("p", {}, told));
    const logo = hub.logo && build("img", { src: hub.logo, alt: "" });
    return build("div", { class: "head", part: "head" }, logo, name, this.#menu());
  }

  /** What is needed now and then. */
  #menu() {
    const { hub } = this.#options;
    const { telecharger, copier_tout, copie, effacer, liens, fichier } = this.#texts;
    const other = hub.languages.find((language) => language !== this.#conversation.language);
    return menuOf(this.#texts.menu, [
      other && [hub.texts[other].langue, () => this.#switch(other), { lang: other }],
      navigator.clipboard && [copier_tout, () => this.#transcript.copy(copie)],
      [telecharger, () => save(fichier, this.#transcript.whole())],
      [effacer.titre, () => this.#askToErase()],
      ...Object.entries(hub.links).map(([name, url]) => link(liens[name], url, this.#texts)),
    ]);
  }

  #switch(language) {
    const { open } = this.#panel;
    this.#conversation.speak(language);
    this.#render();
    if (open) this.#show();
    this.shadowRoot.querySelector(".menu summary").focus();
  }

  #askToErase() {
    this.#asked.hidden = false;
    this.#asked.querySelector("button").focus();
  }

  /** Whether to erase, asked under the conversation. */
  #erasure() {
    return yesOrNo(this.#texts.effacer, (yes) => {
      this.#asked.hidden = true;
      this.#field.focus();
      if (yes) this.erase();
    });
  }

  #show() {
    this.#unfold();
    this.#conversation.open = true;
    this.#conversation.keep();
  }

  #unfold() {
    if (NARROW.matches) this.#panel.showModal();
    // Not show(), which moves the focus: the window may open by itself on the next page.
    else this.#panel.setAttribute("open", "");
    this.#outside.hidden = true;
    this.#transcript.reveal(this.#conversation.exchanges.at(-1));
  }

  #fold() {
    this.#panel.close();
    this.#outside.hidden = this.#conversation.dismissed;
  }

  /** Take the button away for as long as this tab is there; the site can still open the window. */
  #dismiss() {
    this.#conversation.dismissed = true;
    this.#conversation.keep();
    this.#fold();
  }

  #say(text, choice, from) {
    const exchange = this.#conversation.say(text, choice, from);
    this.#transcript.add(exchange);
    this.#options.tell("message");
    setTimeout(() => {
      if (!exchange.reply && !exchange.trouble) this.#announce(this.#texts.cherche);
    }, SILENCE);
  }

  #changed(exchange) {
    const { reply, trouble, anew } = exchange;
    if (reply?.erased) this.#renew();
    else this.#transcript.update(exchange);
    if (reply) {
      this.#transcript.reveal(exchange);
      this.#log.replaceChildren(build("p", { lang: reply.language }, this.#transcript.spoken(exchange)));
      this.#status.replaceChildren();
    } else if (trouble) {
      const told = this.#transcript.troubleOf(exchange);
      // However many attempts fail.
      if (this.#status.textContent !== told) this.#announce(told);
    } else if (anew) this.#announce(this.#texts.reprise);
    if (!reply && !trouble) return;
    // The name of the question that was answered, never its text, and only where the site asks for it.
    const named = reply && this.#options.events === "questions";
    this.#options.tell(reply ? "answer" : "error", named ? { question: reply.question } : null);
  }

  #announce(text) {
    this.#status.replaceChildren(text);
  }
}
