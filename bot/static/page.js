// A plain page to try the assistant: text is set as text, links only as http(s).
const conversation = document.getElementById("conversation");
const form = document.getElementById("question");
const input = document.getElementById("message");
const sender = `page-${crypto.randomUUID()}`;

function say(text, mine) {
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  paragraph.classList.toggle("mine", mine);
  conversation.append(paragraph);
  paragraph.scrollIntoView({ block: "nearest" });
}

function offer(buttons) {
  const list = document.createElement("ul");
  for (const { title, url, payload } of buttons) {
    const item = document.createElement("li");
    const element = document.createElement(url ? "a" : "button");
    element.textContent = title;
    if (url && /^https?:\/\//.test(url)) {
      element.href = url;
      element.rel = "noopener";
    } else {
      element.type = "button";
      element.addEventListener("click", () => send(payload, title));
    }
    item.append(element);
    list.append(item);
  }
  conversation.append(list);
}

async function send(message, shown = message) {
  say(shown, true);
  try {
    const response = await fetch("/webhooks/rest/webhook", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ sender, message }),
    });
    if (!response.ok) throw new Error(String(response.status));
    for (const { text, buttons = [] } of await response.json()) {
      say(text, false);
      if (buttons.length) offer(buttons);
    }
  } catch {
    say("Le serveur ne répond pas. Réessayez dans un instant.", false);
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text) return;
  input.value = "";
  send(text);
});
