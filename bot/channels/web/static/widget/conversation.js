// The conversation of this tab: what was said, in order, and the sending of it, with nothing lost and nothing doubled.
//
// An exchange is a message and its reply: {id, text, choice, from, at, reply, opinion}. The id is made here; the server
// gives the same reply to the same id, so a message may be sent again whenever it is not sure that it arrived.

import { Trouble, request } from "./transport.js";

const LONGEST = 50; // exchanges that are kept
const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds between attempts

const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export class Conversation {
  exchanges = [];
  language;
  open = false;
  #token = null;
  #attempt = null;
  #sending = false;
  #erasing = false;
  #wake = () => {};

  /** `changed(exchange)` is called when a reply or a trouble came. */
  constructor({ host, hub, language, changed }) {
    this.host = host;
    this.hub = hub;
    this.language = language;
    this.changed = changed;
    this.#restore();
    addEventListener("online", () => this.retry());
  }

  /** Add a message: `text` as it shows, `choice` where it is a button of the exchange `from`. */
  say(text, choice, from) {
    const exchange = { id: newId(), text, choice, from, at: new Date().toISOString() };
    this.exchanges = [...this.exchanges, exchange].slice(-LONGEST);
    this.keep();
    this.send();
    return exchange;
  }

  /** Send what has no reply yet, one at a time: the first reply brings the token of those that follow. */
  async send() {
    if (this.#sending || this.#erasing) return;
    this.#sending = true;
    try {
      await this.#sendAll();
    } finally {
      this.#sending = false;
    }
  }

  async #sendAll() {
    let failures = 0;
    let exchange;
    while (!this.#erasing && (exchange = this.exchanges.find((one) => !one.reply && !one.refused))) {
      try {
        this.#attempt = this.#post(exchange);
        this.#accept(exchange, await this.#attempt);
        failures = 0;
      } catch (trouble) {
        if (!(trouble instanceof Trouble)) throw trouble;
        if (trouble.kind === "jeton" && this.#token) {
          this.#token = null; // too old, or of another site: a new conversation
          continue;
        }
        exchange.refused = !trouble.passes;
        exchange.trouble = trouble;
        this.changed(exchange);
        if (trouble.passes) await this.#pause(trouble.seconds || PAUSES[Math.min(failures++, PAUSES.length - 1)]);
      }
    }
  }

  /** Send now what waits. */
  retry() {
    this.#wake();
  }

  /** Send an opinion on a reply: {useful, reason, text}. Throws a Trouble. */
  async rate(exchange, opinion) {
    await request("POST", `${this.host}api/feedback`, this.#token, { message_id: exchange.id, ...opinion });
  }

  /** Erase the conversation on the server, then here: the number of the receipt, null where there was nothing. */
  async erase() {
    const before = this.exchanges;
    const forget = () => this.#forget(this.exchanges.filter((one) => !before.includes(one)));
    this.#erasing = true;
    try {
      // A message under way could be answered after the erasure; the first one brings the token.
      await this.#attempt?.catch(() => {});
      const told = this.#token && (await request("DELETE", `${this.host}api/conversation`, this.#token));
      forget();
      return told?.receipt ?? null;
    } catch (trouble) {
      if (trouble.kind !== "jeton") throw trouble;
      forget();
      return null;
    } finally {
      this.#erasing = false;
      this.#wake();
      this.send();
    }
  }

  /** Keep the conversation for this tab: from when it was opened, never before. */
  keep() {
    const exchanges = this.exchanges.map(({ trouble, ...kept }) => kept);
    this.#inStorage((storage, key) =>
      storage.setItem(key, JSON.stringify({ token: this.#token, language: this.language, open: this.open, exchanges })),
    );
  }

  #restore() {
    this.#inStorage((storage, key) => {
      const kept = storage.getItem(key);
      if (!kept) return;
      const { token, language, open, exchanges } = JSON.parse(kept);
      this.#token = token;
      Object.assign(this, { language, open, exchanges });
    });
  }

  /** A browser may refuse storage, or be full: the conversation then lasts as long as the page. */
  #inStorage(use) {
    try {
      use(sessionStorage, `aiguilleur:${this.hub}`);
    } catch {}
  }

  #forget(exchanges) {
    this.#token = null;
    this.exchanges = exchanges;
    this.#inStorage((storage, key) => storage.removeItem(key));
  }

  #post({ id, text, choice }) {
    const said = choice ? { choice } : { message: text };
    const body = { message_id: id, ...said, hub: this.hub, language: this.language };
    return request("POST", `${this.host}api/messages`, this.#token, body);
  }

  #accept(exchange, { token, reply }) {
    this.#token = token;
    exchange.reply = reply;
    delete exchange.trouble;
    if (reply.erased) this.#forget([exchange]);
    else this.keep();
    this.changed(exchange);
  }

  #pause(seconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
