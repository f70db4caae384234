// The conversation of this tab: exchanges {id, text, choice, from, at, reply, opinion, anew}. The server gives one reply
// to an id, so each is sent until its reply is there. `anew`: the server no longer had what was said before it.

import { take } from "./tab.js";

const KEPT = 50; // exchanges
const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds between attempts
const PATIENCE = 30; // seconds for a reply
const KINDS = { 401: "jeton", 403: "refuse", 404: "refuse", 429: "trop" };

const newId = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

/** `kind`: a key of the texts' `pannes`, or "jeton" where the token is not taken. */
const newTrouble = (kind, status, seconds) => Object.assign(new Error(kind), { kind, status, seconds });

/** Where the token is too old, the server keeps nothing. */
const missing = (trouble) => {
  if (trouble.kind !== "jeton") throw trouble;
};

export class Conversation {
  exchanges = [];
  open = false;
  dismissed = false; // the button that opens the window
  draft = "";
  chosen; // the language, if any was
  #token;
  #tab;
  #attempt;
  #sending;
  #erasing;
  #wake = () => {};

  /**
   * `options`: {host, hub, department, language, signal, changed}; `changed(exchange)`: a reply or a trouble came.
   * Once `signal` is aborted another may go on with what this one kept: it keeps and sends nothing more.
   */
  constructor(options) {
    Object.assign(this, options);
    this.#inStorage((storage, key) => {
      const { token, tab, ...kept } = JSON.parse(storage.getItem(key)) ?? {};
      this.#token = token;
      this.#tab = tab;
      Object.assign(this, kept);
    });
    if (this.chosen) this.language = this.chosen;
    addEventListener("online", () => this.retry(), { signal: this.signal });
    this.signal.addEventListener("abort", () => this.#wake());
  }

  /** To be awaited before all else: a duplicated tab begins a conversation of its own. */
  async settle() {
    if (!this.#tab || (await take(this.#tab, this.signal))) return;
    this.open = false;
    this.draft = "";
    this.#forget([]);
  }

  /** Send `text`, or the `choice` that shows so under the exchange `from`. */
  say(text, choice, from) {
    const exchange = { id: newId(), text, choice, from, at: new Date().toISOString() };
    this.exchanges = [...this.exchanges, exchange].slice(-KEPT);
    this.keep();
    this.send();
    return exchange;
  }

  send() {
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = undefined));
  }

  retry() {
    this.#wake();
  }

  speak(language) {
    this.language = this.chosen = language;
    this.keep();
  }

  /** Send an opinion on a reply: {useful, reason, text}. */
  rate({ id }, opinion) {
    return this.#request("POST", "feedback", { message_id: id, ...opinion });
  }

  /** Erase on the server, then here. Gives the receipt, if any. */
  async erase() {
    const before = this.exchanges;
    this.#erasing = true;
    try {
      // A message under way could be answered after the erasure.
      await this.#attempt?.catch(() => {});
      const told = this.#token && (await this.#request("DELETE", "conversation").catch(missing));
      this.draft = "";
      this.#forget(this.exchanges.filter((one) => !before.includes(one)));
      return told?.receipt;
    } finally {
      this.#erasing = false;
      this.#wake();
      this.send();
    }
  }

  /** Not before the adviser opened the window. */
  keep() {
    if (this.signal.aborted) return;
    if (!this.#tab) take((this.#tab = newId()), this.signal);
    const { chosen, open, dismissed, draft, exchanges } = this;
    const kept = { token: this.#token, tab: this.#tab, chosen, open, dismissed, draft, exchanges };
    this.#inStorage((storage, key) => storage.setItem(key, JSON.stringify(kept)));
  }

  /** Where the browser refuses, the conversation lasts as long as the page. */
  #inStorage(use) {
    try {
      use(sessionStorage, `aiguilleur:${this.hub}`);
    } catch {}
  }

  /** All but some exchanges. */
  #forget(exchanges) {
    this.#token = this.#tab = undefined;
    this.exchanges = exchanges;
    this.#inStorage((storage, key) => storage.removeItem(key));
    if (this.draft || exchanges.some((one) => !one.reply)) this.keep();
  }

  async #sendAll() {
    let failures = 0;
    let exchange;
    while (!this.#erasing && !this.signal.aborted && (exchange = this.exchanges.find((one) => !one.reply && !one.refused))) {
      const held = this.#token;
      try {
        this.#attempt = this.#deliver(exchange);
        exchange.reply = await this.#attempt;
      } catch (trouble) {
        if (this.signal.aborted) return;
        if (trouble.kind === "jeton") {
          this.#token = undefined; // too old, or of another site: a new conversation
          if (held) {
            exchange.anew = this.exchanges.some((one) => one.reply);
            this.changed(exchange);
            continue;
          }
        }
        // Whatever the server said of it: a proxy may say nothing, or a date.
        trouble.seconds = trouble.seconds >= 1 ? trouble.seconds : PAUSES[Math.min(failures++, PAUSES.length - 1)];
        exchange.trouble = trouble;
        exchange.refused = ["refuse", "illisible"].includes(trouble.kind);
      }
      if (this.signal.aborted) return;
      if (exchange.reply?.erased) this.#forget(this.exchanges.slice(this.exchanges.indexOf(exchange)));
      else this.keep();
      this.changed(exchange);
      if (exchange.reply || exchange.refused) failures = 0;
      else await this.#pause(exchange.trouble.seconds);
    }
  }

  /** The token comes first, so that a message whose reply is lost can be sent again or erased. */
  async #deliver({ id, text, choice }) {
    const { hub, department, language } = this;
    if (!this.#token) {
      ({ token: this.#token } = await this.#request("POST", "token", { hub }));
      this.keep();
    }
    const said = choice ? { choice } : { message: text };
    const { token, reply } = await this.#request("POST", "messages", { message_id: id, ...said, hub, department, language });
    this.#token = token;
    return reply;
  }

  async #request(method, path, body) {
    let response;
    try {
      response = await fetch(`${this.host}api/${path}`, {
        method,
        headers: {
          ...(body && { "Content-Type": "application/json" }),
          ...(this.#token && { Authorization: `Bearer ${this.#token}` }),
        },
        body: body && JSON.stringify(body),
        credentials: "omit",
        signal: AbortSignal.timeout(PATIENCE * 1000),
      });
      if (response.ok) return response.status === 204 ? null : await response.json();
    } catch ({ name }) {
      if (!navigator.onLine) throw newTrouble("hors_ligne");
      // A server that is silent, or a proxy's page in its place, is no connection lost.
      throw newTrouble(response || name === "TimeoutError" ? "panne" : "coupee");
    }
    const { status } = response;
    const kind = KINDS[status] ?? (status < 500 ? "illisible" : "panne");
    throw newTrouble(kind, status, Number(response.headers.get("Retry-After")));
  }

  #pause(seconds) {
    return new Promise((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, seconds * 1000);
    });
  }
}
