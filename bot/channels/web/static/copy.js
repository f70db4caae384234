// A button that copies, beside the line to copy; there is none where the browser cannot.
if (navigator.clipboard) {
  for (const line of document.querySelectorAll(".lines li")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copier";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(line.querySelector("code").textContent);
      button.textContent = "Copié";
    });
    line.append(button);
  }
}
