// See docs/integrer.md. The server sends this file, its modules and their style sheet as one classic script, so that a
// site which pins its digest (`integrity`) has pinned all that runs.

import { create } from "./widget/element.js";

// HOST/widget.js, or the pinned HOST/widget/VERSION/widget.js.
const SOURCE = /^(.*?\/)widget(?:\/[^/]+\/widget)?\.js(?:[?#]|$)/;

/** The line in the page as it is now: a site may have put another page into the place of the first. */
const line = () => [...document.scripts].find(({ src }) => SOURCE.test(src));

// With type="module" a script does not know its own element.
const script = document.currentScript ?? line();

if (!script) console.error("Aiguilleur: this file is to be loaded by a <script src> of the page, see docs/integrer.md.");
else if (!window.Aiguilleur) begin();

function begin() {
  const { hub: id = "neutre", ...options } = script.dataset;
  const [, host] = SOURCE.exec(script.src);
  const waiting = [];
  let element;
  let forbidden = false;

  const tell = (event) => document.dispatchEvent(new CustomEvent(`aiguilleur:${event}`));
  window.Aiguilleur = {
    on(event, listener) {
      const name = `aiguilleur:${event}`;
      document.addEventListener(name, listener);
      return () => document.removeEventListener(name, listener);
    },
  };
  for (const name of ["open", "close", "toggle", "ask", "erase"]) {
    window.Aiguilleur[name] = (value) => {
      if (element) element[name](value);
      else waiting.push(() => element[name](value));
    };
  }

  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
    forbidden ||= effectiveDirective === "connect-src" && blockedURI.startsWith(new URL(host).origin);
  });

  const neutral = (reason) => {
    console.warn(`Aiguilleur: ${reason}. The widget shows without a hub.`);
    return load("neutre");
  };
  const load = async (name) => {
    const response = await fetch(`${host}hubs/${encodeURIComponent(name)}.json`, { credentials: "omit" });
    if (response.status === 404 && name !== "neutre") return neutral(`there is no hub "${name}" (data-hub), see ${host}`);
    if (!response.ok) throw new Error(`hubs/${name}.json: ${response.status}`);
    const hub = await response.json();
    return hub.origin_allowed ? hub : neutral(`the hub "${name}" does not name the origin ${origin}`);
  };

  const start = async (attempt) => {
    let hub;
    try {
      hub = await load(id);
    } catch (error) {
      tell("error");
      await new Promise((resolve) => setTimeout(resolve)); // a violation is told after the failure
      if (forbidden) {
        console.error(`Aiguilleur: this page's Content-Security-Policy lacks "connect-src ${new URL(host).origin}".`);
        return;
      }
      // Help must not disappear for good because the server was away when the page came.
      if (attempt === 0) console.warn(`Aiguilleur: ${host} does not answer, trying again.`, error);
      setTimeout(() => start(attempt + 1), Math.min(2 ** attempt, 60) * 1000);
      return;
    }
    element = await create({ ...options, host, hub, tell, line: () => (script.isConnected ? script : line()) });
    waiting.splice(0).forEach((held) => held());
    tell("ready");
  };
  start(0);
}
