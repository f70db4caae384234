// See docs/integrer.md. A classic script, which knows its own address; the rest are modules from there.
(() => {
  if (window.Aiguilleur) return;
  const script = document.currentScript;
  const { hub: id = "neutre", ...options } = script.dataset;
  // HOST/widget.js, or the pinned HOST/widget/VERSION/widget.js.
  const [, host, pinned] = /^(.*?)widget(?:\/([^/]+)\/widget)?\.js(?:[?#]|$)/.exec(script.src);
  const waiting = [];
  let element;

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
    try {
      const hub = await load(id);
      const { create } = await import(`${host}widget/${pinned ?? hub.version}/element.js`);
      element = await create({ ...options, host, hub, script, tell });
    } catch (error) {
      // Help must not disappear for good because the server was away when the page came.
      if (attempt === 0) console.warn(`Aiguilleur: ${host} does not answer, trying again.`, error);
      tell("error");
      setTimeout(() => start(attempt + 1), Math.min(2 ** attempt, 60) * 1000);
      return;
    }
    waiting.splice(0).forEach((held) => held());
    tell("ready");
  };
  start(0);
})();
