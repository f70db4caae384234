// The conversation of this tab, and the sending of it, with nothing lost and nothing doubled.
//
// An exchange is a message and its reply: {id, text, choice, from, at, reply, opinion}. The server gives one reply to an
// id, so a message may be sent again whenever it may not have arrived.

const KEPT = 50; // exchanges
const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds between attempts
const PATIENCE = 30; // seconds for a reply
const KINDS = { 401: "jeton", 403: "refuse", 429: "trop" };

const newId = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

/** What went wrong: `kind` is a key of the texts' `pannes`, or "jeton" where the token is not taken. */
const newTrouble = (kind, status, seconds) => Object.assign(new Error(kind), { kind, status, seconds });

/** Where the token is too old, the server keeps nothing. */
const missing = (trouble) => {
  if (trouble.kind !== "jeton") throw trouble;
};

export class Conversation {
  exchanges = [];
  open = false;
  #token;
  #attempt;
  #sending;
  #erasing;
  #wake = () => {};

  /** `changed(exchange)`: a reply or a trouble came. */
  constructor({ host, hub, language, changed }) {
    Object.assign(this, { host, hub, language, changed });
    this.#inStorage((storage, key) => {
      const { token, ...kept } = JSON.parse(storage.getItem(key)) ?? {};
      this.#token = token;
      Object.assign(this, kept);
    });
    addEventListener("online", () => this.retry());
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

  /** Send an opinion on a reply: {useful, reason, text}. */
  rate({ id }, opinion) {
    return this.#request("POST", "feedback", { message_id: id, ...opinion });
  }

  /** Erase on the server, then here: the receipt, where there was something. */
  async erase() {
    const before = this.exchanges;
    this.#erasing = true;
    try {
      // A message under way could be answered after the erasure; the first one brings the token.
      await this.#attempt?.catch(() => {});
      const told = this.#token && (await this.#request("DELETE", "conversation").catch(missing));
      this.#forget(this.exchanges.filter((one) => !before.includes(one)));
      return told?.receipt;
    } finally {
      this.#erasing = false;
      this.#wake();
      this.send();
    }
  }

  /** Keep all this for the tab: not before the adviser opened it. */
  keep() {
    const { language, open, exchanges } = this;
    const kept = JSON.stringify({ token: this.#token, language, open, exchanges });
    this.#inStorage((storage, key) => storage.setItem(key, kept));
  }

  /** Where the browser refuses, the conversation lasts as long as the page. */
  #inStorage(use) {
    try {
      use(sessionStorage, `aiguilleur:${this.hub}`);
    } catch {}
  }

  #forget(exchanges) {
    this.#token = undefined;
    this.exchanges = exchanges;
    this.#inStorage((storage, key) => storage.removeItem(key));
  }

  /** One at a time: the first reply brings the token of those that follow. */
  async #sendAll() {
    let failures = 0;
    let exchange;
    while (!this.#erasing && (exchange = this.exchanges.find((one) => !one.reply && !one.refused))) {
      const { id, text, choice } = exchange;
      const said = choice ? { choice } : { message: text };
      try {
        const body = { message_id: id, ...said, hub: this.hub, language: this.language };
        this.#attempt = this.#request("POST", "messages", body);
        const { token, reply } = await this.#attempt;
        this.#token = token;
        exchange.reply = reply;
      } catch (trouble) {
        if (trouble.kind === "jeton" && this.#token) {
          this.#token = undefined; // too old, or of another site: a new conversation
          continue;
        }
        exchange.trouble = trouble;
        exchange.refused = ["refuse", "illisible"].includes(trouble.kind);
      }
      if (exchange.reply?.erased) this.#forget([exchange]);
      else this.keep();
      this.changed(exchange);
      if (exchange.reply || exchange.refused) failures = 0;
      else await this.#pause(exchange.trouble.seconds || PAUSES[Math.min(failures++, PAUSES.length - 1)]);
    }
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
    } catch {
      throw newTrouble(navigator.onLine ? "coupee" : "hors_ligne");
    }
    const { status } = response;
    const kind = KINDS[status] ?? (status < 500 ? "illisible" : "coupee");
    throw newTrouble(kind, status, Number(response.headers.get("Retry-After")));
  }

  #pause(seconds) {
    return new Promise((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, seconds * 1000);
    });
  }
}
