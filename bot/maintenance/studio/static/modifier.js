// The pages that edit: what a change does for advisers, and a word before typed text would be left behind.

const form = document.querySelector("form[data-kept]");
let leaving = false; // by a button of the form

if (form) {
  const typed = () => [...form.elements].some((field) => field.name && "defaultValue" in field && field.type !== "hidden" && field.value !== field.defaultValue);
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && typed()) event.preventDefault();
  });
}

const effects = document.querySelector("[data-effects]");
if (effects) {
  effects.textContent = "Comparaison en cours : quelques secondes pour un texte, jusqu’à une minute pour un rôle…";
  const body = new URLSearchParams(new FormData(form));
  body.set("geste", "effets");
  fetch(form.action, { method: "POST", body }).then(async (response) => {
    if (!response.ok) throw new Error();
    effects.innerHTML = await response.text();
  }).catch(() => { effects.textContent = "La comparaison n’a pas abouti. « Ce qui change », dans l’aperçu, la fera après l’écriture."; });
}

document.getElementById("resultat")?.focus();
