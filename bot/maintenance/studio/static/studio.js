// The conversation, what is behind it, and the news of the files.

import { ask, show } from "./server.js";
import { onShown, select } from "./tabs.js";

const [form, message, turns, empty, transcript, trouble, announcement] = [
  "demande", "message", "tours", "vide", "conversation", "ennui", "annonce",
].map((id) => document.getElementById(id));

let last = null; // the number of the conversation's last turn
let shown = null; // the number of the turn whose reasons are shown
let version; // of what answers, as it was last told
let state; // of the files and the model, as it was last announced
const asked = [];

const MOST_ANNOUNCED = 5;

/** To screen readers, after what is being said. */
function announce(text) {
  if (!text) return;
  const said = document.createElement("p");
  said.textContent = text;
  announcement.append(said);
  while (announcement.childElementCount > MOST_ANNOUNCED) announcement.firstChild.remove();
}

/** Take what the studio tells; a trouble is told where it was asked. */
async function take(telling, where = trouble) {
  try {
    const told = await telling;
    where.textContent = "";
    show(told.fragments);
    announce(told.announcement);
    if (told.shown && told.fragments.compris) {
      shown = told.shown;
      ask(`/essais/${shown}/exemples`).then(({ fragments }) => show(fragments), () => {});
    }
    return told;
  } catch (error) {
    where.textContent = error.message;
    return null;
  }
}

let said = Promise.resolve(); // once the last question is answered, or refused

/** Ask a question after those before; whether the studio took it. */
function say(text, title) {
  said = said.catch(() => {}).then(() => sayNow(text, title));
  return said;
}

async function sayNow(text, title) {
  const { day, hub, language } = form.elements;
  const told = await take(ask("/essais", {
    text, shown: title, after: last, language: language.value, hub: hub.value || null, on: day.value || null,
  }));
  if (!told) return false;
  last = told.shown;
  const turn = document.createElement("li");
  turn.id = `essai-${last}`;
  turns.append(turn);
  empty.hidden = true;
  show(told.fragments);
  reveal(turn);
  return true;
}

/** Scroll the conversation, and nothing else, to a turn. */
function reveal(turn) {
  transcript.scrollTop = turn.offsetTop - turns.offsetTop;
}

const replay = (number) => take(ask(`/essais/${number}/rejouer`, {}));
const replayAll = () => take(ask("/essais/rejouer", { selected: shown }));

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = message.value.trim();
  if (!text) return;
  message.value = "";
  if (await say(text, text)) asked.push(text);
  else message.value ||= text;
});

message.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "ArrowUp" && !message.value && asked.length) {
    event.preventDefault();
    message.value = asked.at(-1);
  }
});

document.getElementById("recommencer").addEventListener("click", () => {
  last = null;
  turns.replaceChildren();
  empty.hidden = false;
  message.focus();
  announce("Conversation recommencée.");
});

document.getElementById("tout-rejouer").addEventListener("click", replayAll);

document.addEventListener("click", async ({ target }) => {
  const pressed = target.closest("button");
  if (!pressed) return;
  const { ask: question, choice, copy, replay: again, show: behind, try: field } = pressed.dataset;
  if (choice) await say(choice, pressed.textContent);
  else if (again) await replay(again);
  else if (question) await say(question, question);
  else if (field) await say(document.getElementById(field).value, document.getElementById(field).value);
  else if (behind) {
    await take(ask(`/essais/${behind}`));
    select(document.getElementById("onglet-compris"));
    document.getElementById("panneau-compris").focus();
  } else if (copy) {
    await navigator.clipboard.writeText(copy);
    announce(`Copié : ${copy}`);
  }
});

// The other tabs: their forms, and what they show when they are opened.
const panelTrouble = document.getElementById("ennui-panneau");

document.addEventListener("submit", async (event) => {
  const { target, submitter } = event;
  if (!target.dataset.post) return;
  event.preventDefault();
  if (target.ariaBusy === "true") return;
  target.ariaBusy = "true";
  announce("En cours…");
  await take(ask(target.dataset.post, Object.fromEntries(new FormData(target, submitter))), panelTrouble);
  target.ariaBusy = "false";
});

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// A filter hides the rows of a table that have nothing of what is typed.
document.addEventListener("input", ({ target }) => {
  if (!target.dataset.filter) return;
  const rows = [...document.getElementById(target.dataset.filter).rows];
  for (const row of rows) row.hidden = !plain(row.textContent).includes(plain(target.value.trim()));
  const left = rows.filter((row) => !row.hidden).length;
  document.getElementById(target.getAttribute("aria-describedby")).textContent = target.value ? `${left} sur ${rows.length}` : "";
});

onShown((panel) => {
  panelTrouble.textContent = "";
  if (panel.dataset.load) take(ask(panel.dataset.load), panelTrouble);
});

document.addEventListener("keydown", (event) => {
  const again = { F8: () => document.querySelector("#essais [data-replay]")?.click(), F9: replayAll }[event.key];
  if (!again || event.repeat) return;
  event.preventDefault();
  again();
});

const news = new EventSource("/nouvelles");
news.addEventListener("etat", async ({ data }) => {
  const told = JSON.parse(data);
  show(told.fragments);
  const changed = version !== undefined && told.version !== version;
  version = told.version;
  const follows = changed && document.querySelector("[role=tabpanel][data-follows]:not([hidden])");
  if (follows) take(ask(follows.dataset.load), panelTrouble);
  if (told.announcement !== state) announce(told.announcement);
  state = told.announcement;
  if (changed && document.querySelector("#essais [data-replay]")) {
    await replayAll();
    if (turns.lastChild) reveal(turns.lastChild);
  }
});
