// A button of the site's own that asks the assistant.
for (const button of document.querySelectorAll(".ask")) {
  button.addEventListener("click", () => window.Aiguilleur.ask(button.dataset.question));
}
