// What the page asks the studio for, and where what comes back goes.

const token = document.querySelector("meta[name=jeton]").content;

/** What the studio tells, as data. Throws an error with a sentence for the maintainer. */
export async function ask(path, body) {
  const sent = body && { method: "POST", body: JSON.stringify(body), headers: { "X-Studio-Jeton": token } };
  let response;
  try {
    response = await fetch(path, sent);
  } catch {
    throw new Error("L’aperçu ne répond plus : relancer la commande « aiguilleur studio », puis recharger la page.");
  }
  if (response.ok) return response.json();
  throw new Error(response.status < 500 ? await response.text() : "L’aperçu a échoué. Le terminal dit pourquoi.");
}

const known = new WeakMap(); // the HTML that stands in an element

/** Put HTML of the studio's own into elements, by their id. What has the focus keeps it, what is unfolded stays so. */
export function show(fragments) {
  for (const [id, html] of Object.entries(fragments)) {
    const element = document.getElementById(id);
    if (!element || (known.get(element) === html)) continue;
    known.set(element, html);
    const template = document.createElement("template");
    template.innerHTML = html;
    for (const open of element.querySelectorAll("details[open][id]")) {
      template.content.getElementById(open.id)?.setAttribute("open", "");
    }
    const focused = element.contains(document.activeElement) && document.activeElement;
    const { value } = element; // of a list to choose from
    element.replaceChildren(template.content);
    if (value) element.value = value;
    if (focused) (document.getElementById(focused.id) ?? element.closest("[tabindex]") ?? element).focus();
  }
}
