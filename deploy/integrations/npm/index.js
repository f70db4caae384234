// The window of Aiguilleur from a module. It runs the file of the assistant's server, so that a site which never builds
// anew still gets its corrections; `version` and `integrity` pin it. See README.md.

/** Where this page has it from: a second mount changes the window, not the file. */
let loading;
let ends = 0; // how often it was taken away

function load({ host, version, integrity, nonce }) {
  const base = host.replace(/\/+$/, "");
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = version ? `${base}/widget/${version}/widget.js` : `${base}/widget.js`;
    if (integrity) Object.assign(script, { integrity, crossOrigin: "anonymous" });
    if (nonce) script.nonce = nonce;
    script.dataset.mount = "later"; // with all options at once, of which some are no text
    script.addEventListener("load", () => resolve(window.Aiguilleur));
    script.addEventListener("error", () => {
      loading = undefined; // so that it can be tried again
      script.remove();
      reject(new Error(`Aiguilleur: ${script.src} was not loaded (away, not in script-src, or not of its integrity).`));
    });
    document.head.append(script);
  });
}

/** Show the window by these options, in the place of one that shows; gives what drives it, once it is there. */
export async function mount({ host, version, integrity, nonce, ...options }) {
  const before = ends;
  const assistant = window.Aiguilleur ?? (await (loading ??= load({ host, version, integrity, nonce })));
  // Taken away before its file was there, it does not come.
  if (before === ends) await assistant.mount(options);
  return assistant;
}

/** Take the window away, if any shows; the conversation stays in the tab. */
export function destroy() {
  ends += 1;
  window.Aiguilleur?.destroy();
}
