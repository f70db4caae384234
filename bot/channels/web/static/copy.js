// A button that copies, beside each line to copy; there is none where the browser cannot.
if (navigator.clipboard) {
  for (const line of document.querySelectorAll(".lines li")) {
    const button = document.createElement("button");
    const name = line.querySelector("h3").textContent;
    button.type = "button";
    button.textContent = "Copier";
    button.ariaLabel = `Copier la ligne : ${name}`;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(line.querySelector("code").textContent);
      button.textContent = "Copié";
      button.ariaLabel = `Copié : ${name}`;
    });
    line.append(button);
  }
}
