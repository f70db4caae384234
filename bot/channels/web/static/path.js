// The buttons of /parcours that print and copy the path; without scripts there are none, and browsers print by themselves.
const actions = document.querySelector(".actions");
actions.hidden = false;
actions.querySelector("[data-action=print]").addEventListener("click", () => print());
const copy = actions.querySelector("[data-action=copy]");
copy.hidden = !navigator.clipboard;
copy.addEventListener("click", async () => {
  await navigator.clipboard.writeText(document.querySelector("#path").innerText);
  copy.textContent = copy.dataset.done;
});
