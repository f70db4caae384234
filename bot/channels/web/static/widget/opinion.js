// The opinion on an answer: useful or not, why, and with the question or not. What was pressed keeps the focus.

import { build, button, icon, markChosen } from "./building.js";

const THUMB = "M2 10h4v11H2zm6 0 5-8a2 2 0 0 1 2 2v5h5a2 2 0 0 1 2 2l-2 8a2 2 0 0 1-2 2H8z";

/** Up or down. */
function thumb(key) {
  const drawn = icon(THUMB);
  if (key === "pas_utile") drawn.classList.add("down");
  return drawn;
}

/** The buttons under an answer, as far as they were pressed before; `bring` scrolls to what is new. */
export function opinionOn(exchange, conversation, texts, announce, bring) {
  const words = texts.avis;
  const given = (exchange.opinion ??= {});
  const trouble = build("p", { class: "trouble" });
  const box = build("div", { class: "opinion" });

  const send = () =>
    conversation.rate(exchange, {
      useful: given.opinion === "utile",
      reason: given.raison,
      text: given.joindre === "joindre_oui" ? exchange.text : undefined,
    });

  /** The key of what was chosen, once the server has it. */
  const ask = (step, question, titles) =>
    new Promise((resolve) => {
      const settle = (chosen) => {
        for (const [key, one] of buttons) {
          if (key === chosen) markChosen(one, texts);
          else one.remove();
        }
        resolve(chosen);
      };
      const press = async (key) => {
        if (given[step]) return;
        given[step] = key;
        try {
          await send();
        } catch ({ status }) {
          delete given[step];
          trouble.textContent = status === 404 || status === 401 ? words.trop_tard : words.echec;
          announce(trouble.textContent);
          bring(trouble);
          return;
        }
        trouble.textContent = "";
        conversation.keep();
        settle(key);
      };
      const buttons = Object.entries(titles).map(([key, title]) => [key, button(title, () => press(key))]);
      if (step === "opinion") for (const [key, one] of buttons) one.prepend(thumb(key));
      const row = build("div", { class: "row", role: "group", "aria-label": question || words.titre }, buttons.map(([, one]) => one));
      const part = build("div", {}, question && build("p", {}, question), row);
      box.append(part, trouble);
      if (given[step]) settle(given[step]);
      else if (question) {
        announce(question);
        bring(part);
      }
    });

  const steps = async () => {
    const { utile, pas_utile, joindre_oui, joindre_non } = words;
    let thanks = words.merci;
    if ((await ask("opinion", "", { utile, pas_utile })) === "pas_utile") {
      await ask("raison", words.demande, words.raisons);
      if (!exchange.choice) await ask("joindre", words.joindre, { joindre_oui, joindre_non });
      thanks = words.transmis;
    }
    const thanked = build("p", {}, thanks);
    trouble.before(thanked);
    if (!given.done) {
      announce(thanks);
      bring(thanked);
    }
    given.done = true;
    conversation.keep();
  };
  steps();
  return box;
}
