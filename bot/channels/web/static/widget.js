// See docs/integrer.md. The server sends this file, its modules and their style sheet as one classic script, so that a
// site which pins its digest (`integrity`) has pinned all that runs.

import { create } from "./widget/element.js";

// HOST/widget.js, or the pinned HOST/widget/VERSION/widget.js.
const SOURCE = /^(.*?\/)widget(?:\/([^/]+)\/widget)?\.js(?:[?#]|$)/;

/** The line in the page as it is now: a site may have put another page into the place of the first. */
const line = () => [...document.scripts].find(({ src }) => SOURCE.test(src));

// With type="module" a script does not know its own element.
const script = document.currentScript ?? line();

if (!script) console.error("Aiguilleur: this file is to be loaded by a <script src> of the page, see docs/integrer.md.");
else if (!window.Aiguilleur) begin();

function begin() {
  const [, host, pinned] = SOURCE.exec(script.src);
  let given = { ...script.dataset };
  let shown; // what is mounted: {leaving, waiting, ready, element, hub}
  let forbidden = false;

  const tell = (event, detail = null) => document.dispatchEvent(new CustomEvent(`aiguilleur:${event}`, { detail }));
  const api = {
    on(event, listener) {
      const name = `aiguilleur:${event}`;
      document.addEventListener(name, listener);
      return () => document.removeEventListener(name, listener);
    },
    mount,
    destroy,
    check,
  };
  for (const name of ["open", "close", "toggle", "ask", "erase"]) {
    api[name] = (value) => {
      if (shown?.element) shown.element[name](value);
      else shown?.waiting.push(() => api[name](value));
    };
  }
  window.Aiguilleur = api;

  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
    forbidden ||= effectiveDirective === "connect-src" && blockedURI.startsWith(new URL(host).origin);
  });

  /** Show the window by the options of the line, changed by some; gives what drives it, once it is there. */
  function mount(changes) {
    if (shown && !changes) return shown.ready;
    destroy();
    given = { ...given, ...changes };
    const leaving = new AbortController();
    const mounted = (shown = { leaving, waiting: [] });
    mounted.ready = new Promise((resolve) => start(mounted, () => resolve(api), 0));
    return mounted.ready;
  }

  /** Take it away with all that listens; the conversation stays in the tab. */
  function destroy() {
    shown?.leaving.abort();
    shown = undefined;
  }

  const profile = (name, cache) => fetch(`${host}hubs/${encodeURIComponent(name)}.json`, { credentials: "omit", cache });
  const verify = () => `${host}verifier?site=${encodeURIComponent(origin)}`;
  const lacking = () => `this page's Content-Security-Policy lacks "connect-src ${new URL(host).origin}"`;
  const isForbidden = async () => {
    await new Promise((resolve) => setTimeout(resolve)); // a violation is told after the failure
    return forbidden;
  };

  /** For a webmaster's console: whether this page may have the window of its hub, and of which version. */
  async function check() {
    const { hub = "neutre" } = given;
    const found = { origin, hub, shown: shown?.hub?.id, verify: verify() };
    try {
      const response = await profile(hub, "no-cache");
      const { version: latest, origin_allowed: allowed = false } = response.ok ? await response.json() : {};
      return { ...found, known: response.ok, allowed, version: pinned ?? latest, latest };
    } catch {
      return { ...found, trouble: (await isForbidden()) ? lacking() : `${host} does not answer` };
    }
  }

  const neutral = (reason) => {
    console.warn(`Aiguilleur: ${reason}. The widget shows without a hub.`);
    return load("neutre");
  };
  const load = async (name) => {
    const response = await profile(name);
    if (response.status === 404 && name !== "neutre") return neutral(`there is no hub "${name}" (data-hub), see ${host}`);
    if (!response.ok) throw new Error(`hubs/${name}.json: ${response.status}`);
    const hub = await response.json();
    return hub.origin_allowed ? hub : neutral(`the hub "${name}" does not name the origin ${origin}, see ${verify()}`);
  };

  async function start(mounted, ready, attempt) {
    const { signal } = mounted.leaving;
    const { hub: id = "neutre", ...options } = given;
    if (signal.aborted) return;
    try {
      mounted.hub = await load(id);
    } catch (error) {
      if (signal.aborted) return;
      tell("error");
      if (await isForbidden()) {
        console.error(`Aiguilleur: ${lacking()}.`);
        return;
      }
      // Help must not disappear for good because the server was away when the page came.
      if (attempt === 0) console.warn(`Aiguilleur: ${host} does not answer, trying again.`, error);
      setTimeout(() => start(mounted, ready, attempt + 1), Math.min(2 ** attempt, 60) * 1000);
      return;
    }
    const place = () => (script.isConnected ? script : line());
    const element = await create({ ...options, host, hub: mounted.hub, tell, signal, line: place });
    if (signal.aborted) return;
    mounted.element = element;
    mounted.waiting.splice(0).forEach((held) => held());
    tell("ready");
    ready();
  }

  if (given.mount !== "later") mount();

  /** What a page asked before this file was there, and still may: ["ask", "Qui paie ?"], each by a name of the above. */
  const call = ([name, ...values]) => {
    if (api[name]) api[name](...values);
    else console.warn(`Aiguilleur: there is no "${name}" to call.`);
  };
  const early = window.AiguilleurCalls ?? [];
  window.AiguilleurCalls = { push: (...calls) => calls.forEach(call) };
  early.forEach(call);
}
