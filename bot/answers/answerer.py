"""From a reading to a reply: the engine decides, the maintainers' words say it. No text of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256

import msgspec

from bot.answers.choice_ids import ChoiceMeaning, Choices
from bot.answers.explanations import Explainer, cited
from bot.answers.place_names import label, phrase
from bot.answers.texts import AnswerTexts, load_answer_texts, typeset, value_name
from bot.messages import Choice, LinkButton, Reply
from nlu.dialogue.decisions import Part, decision_parts
from nlu.dialogue.frames import Frame
from nlu.dialogue.history import History
from nlu.dialogue.interpretation import Interpretation
from nlu.dialogue.state import DialogueState
from nlu.intents import ABOUT_LAST_ANSWER, CORRECT, FALLBACK, FORGET_SOME, GREET, MEMORY, STATEMENT, WHY
from rules.decision import Answer, Ask, Unknown
from rules.model import Link, Organisation, Programme

NO_RECEIPT = "—"
"""In place of a receipt's number until the assistant has erased (Rasa's own tools erase nothing)."""

PROMISES = frozenset({"jours", "recu"})
"""Words in braces that are filled in the assistant's own texts, whatever is asked."""

OWN_TEXTS: dict[str, frozenset[str]] = {
    **{
        name: frozenset()
        for name in (
            "saluer", "capacites", "panne", "vide", "choix_perime", "rien_a_expliquer", "lectures", "incompris",
            "oui_sans_question", "territoire_inconnu", "memoire_vide", "repeter", "autre_langue", "recommencer",
            "hors_sujet",
        )
    },
    "trop_long": frozenset({"limite"}),
    "territoire_note": frozenset({"dans"}),
    "memoire": frozenset({"faits"}),
    "oublier_un_fait": frozenset({"faits"}),
    "oublier": frozenset({"recu"}),
    "confidentialite": frozenset({"jours"}),
}  # fmt: skip
"""The texts that the assistant says of itself, whatever the programme, with the words in braces each has to have."""

MOST_LINKS = 5

MOST_CHOICES = 7
"""More values than this are not offered as buttons: the adviser answers in their own words."""


class Answerer:
    """Makes replies. One for all conversations; it keeps nothing between messages."""

    def __init__(
        self, programme: Programme, words: Mapping[str, AnswerTexts] | None = None, *, retention_days: int = 90
    ) -> None:
        self.programme = programme
        self.words = words or load_answer_texts()
        self.choices = Choices(programme, (*self.words["fr"].questions, GREET), self.words)
        self._history = History(programme)
        self._explainer = Explainer(programme)
        self._promises = {"jours": retention_days, "recu": NO_RECEIPT}

    def reply(self, interpretation: Interpretation, action: str, *, on: date | None = None) -> Reply:
        """The reply to a message.

        Args:
            interpretation: how the message was understood.
            action: the answer that Rasa's policies chose, without `utter_`.
            on: what counts as today.
        """
        today = on or date.today()
        words = self.words[interpretation.language]
        if action in ABOUT_LAST_ANSWER:
            return self._explained(action, interpretation, words, today)
        if interpretation.frames and action == interpretation.frames[0].question:
            return self._answered(interpretation, words, today)
        return self._spoken(action, interpretation, words, today)

    def answer(self, question: Frame, language: str, today: date) -> Reply:
        """What a question is answered, outside any conversation: as to an adviser who says all of it at once.

        Args:
            question: the table, the facts stated and the territory; on `today`, unless it has a day of its own.
            language: "fr" or "en".
            today: what counts as today.
        """
        return self._joined(self._replies(question, self.words[language], today), language)

    def parts(self, question: Frame, today: date) -> list[Part]:
        """The decisions that answer a question: one, or one for each training or group of departments."""
        return decision_parts(self.programme, question, today)

    def say(self, name: str, language: str, values: Mapping[str, object] | None = None) -> Reply:
        """One of the assistant's own texts (`dialogue.yml`), with its links and choices."""
        words = self.words[language]
        entry = words.answers[name]
        links = [
            (self.programme.organisations[owner], self.programme.organisations[owner].link(purpose))
            for owner, purpose in (link.split(".", 1) for link in entry.liens)
        ]
        return Reply(
            language=language,
            paragraphs=(words.fill(entry.texte, values or {}),),
            links=self._links(words, [(owner, link) for owner, link in links if link]),
            choices=tuple(self.choice(words, question) for question in entry.choix),
            question=name,
        )

    def choice(self, words: AnswerTexts, question: str, course: str | None = None) -> Choice:
        """A button that asks a question, of a training where one is given."""
        title = words.questions[question]
        if course and "parcours" in self._history.facts_read(question):
            name = words.demands["parcours"].valeurs[course]
            title = words.fill(words.interface["lecture"], {"question": title, "parcours": name})
        return Choice(ChoiceMeaning(question, {"parcours": course} if course else {}).id, title)

    # Words

    def _answered(self, interpretation: Interpretation, words: AnswerTexts, today: date) -> Reply:
        replies = [Reply(words.language, (words.interface["sans_certitude"],))] if interpretation.is_guess else []
        for question in interpretation.frames:
            replies += self._replies(question, words, today)
        offered = Reply(words.language, (), choices=self._offered(interpretation, words))
        return self._joined([*replies, *self._resumed(interpretation, words, replies, today), offered], words.language)

    def _replies(self, question: Frame, words: AnswerTexts, today: date) -> list[Reply]:
        """What is said to one question: the day where one was named, then each part, then the next steps."""
        parts = self.parts(question, today)
        replies = []
        if question.day and not isinstance(parts[0].decision, Ask):
            said = words.interface["au_jour_futur" if question.day > today else "au_jour"]
            replies.append(Reply(words.language, (words.fill(said, {"jour": words.day(question.day)}),)))
        replies += [
            self._asked(part, words) if isinstance(part.decision, Ask) else self._told(part, words) for part in parts
        ]
        return replies + self._next_steps(question, parts, words)

    def _offered(self, interpretation: Interpretation, words: AnswerTexts) -> tuple[Choice, ...]:
        """The readings of an unclear message, as buttons."""
        return tuple(self.choice(words, one.question, one.course) for one in interpretation.alternatives)

    def _told(self, part: Part, words: AnswerTexts) -> Reply:
        decision = part.decision
        if isinstance(decision, Ask):
            raise TypeError("an Ask is asked, not told")
        values = self._values(part, decision, words)
        text = words.fill(words.answers[decision.wording].texte, values)
        if decision.contact:
            text += "\n" + words.fill(words.answers[decision.contact].texte, values)
        notices, notice_links = [], []
        for notice in decision.notices:
            entry = words.answers[notice.wording]
            said = words.fill(entry.avis or entry.texte, {**values, **dict(notice.figures)})
            notices.append(words.fill(words.interface["avis"], {"avis": said, **cited(notice.citation, words)}))
            notice_links += list(notice.links)
        return Reply(
            language=words.language,
            paragraphs=(text,),
            notices=tuple(notices),
            links=self._links(words, [*decision.links, *notice_links]),
            sources=(words.fill(words.interface["source"], cited(decision.citation, words)),),
            question=part.question,
            outcome=decision.wording,
            trace=trace_id(decision),
            answered=not isinstance(decision, Unknown),
        )

    def _next_steps(self, question: Frame, parts: Sequence[Part], words: AnswerTexts) -> list[Reply]:
        """Where every training was answered because none was named: how to enrol for each, as buttons."""
        each = dict(self.programme.tables[question.question].each).get("parcours", ())
        if "parcours" in question.facts or len(parts) < len(each) or not each:
            return []
        names = words.demands["parcours"].valeurs
        choices = tuple(
            Choice(
                ChoiceMeaning("inscription", {"parcours": course}).id,
                words.fill(words.interface["s_inscrire"], {"parcours": names[course]}),
            )
            for course in each
        )
        return [Reply(words.language, (), choices=choices)]

    def _asked(self, part: Part, words: AnswerTexts) -> Reply:
        ask = part.decision
        if not isinstance(ask, Ask):
            raise TypeError("only an Ask is asked")
        asked = self._which(ask.fact, ask.choices, words)
        return msgspec.structs.replace(asked, question=part.question, outcome="ask")

    def _which(self, fact: str, values: Sequence[str], words: AnswerTexts) -> Reply:
        """The question for a fact, with a button for each value where they are few enough to choose from."""
        offered = values if len(values) <= MOST_CHOICES else ()
        demand = words.demands["territoire_parmi" if fact == "territoire" and offered else fact]
        return Reply(words.language, (demand.texte.strip(),), choices=self._values_of(fact, offered, words))

    def _values_of(self, fact: str, values: Iterable[str], words: AnswerTexts) -> tuple[Choice, ...]:
        """A button for each value of a fact."""
        return tuple(
            Choice(ChoiceMeaning(None, {fact: value}).id, value_name(self.programme, words, fact, value))
            for value in values
        )

    def _resumed(
        self, interpretation: Interpretation, words: AnswerTexts, replies: Sequence[Reply], today: date
    ) -> list[Reply]:
        """After an interruption: the question that still waits for its fact, asked again in one line."""
        answered = {question.question for question in interpretation.frames}
        if any(reply.outcome == "ask" for reply in replies):
            return []
        for asked in interpretation.state.history[1:2]:
            for part in self.parts(interpretation.state.complete(asked), today):
                if isinstance(part.decision, Ask) and asked.question not in answered:
                    again = self._asked(part, words)
                    text = words.fill(words.interface["reprise"], {"question": again.paragraphs[0]})
                    return [Reply(words.language, (text,), choices=again.choices)]
        return []

    def _explained(self, action: str, interpretation: Interpretation, words: AnswerTexts, today: date) -> Reply:
        state = interpretation.state
        if not state.history:
            return self.say("rien_a_expliquer", words.language)
        parts = self.parts(state.complete(state.history[0]), today)
        told = ["" if isinstance(part.decision, Ask) else self._told(part, words).paragraphs[0] for part in parts]
        paragraphs = [
            self._explainer.explain(action, part.decision, part.facts, part.place, words, text)
            for part, text in zip(parts, told, strict=True)
        ]
        if action == WHY:
            paragraphs = [*filter(None, told), *paragraphs]
        links = [
            LinkButton(words.interface["voir_page"], part.decision.citation.source.url)
            for part in parts
            if not isinstance(part.decision, Ask) and part.decision.citation.source.url
        ]
        return Reply(
            words.language,
            tuple(dict.fromkeys(paragraphs)),
            links=tuple(dict.fromkeys(links)),
            question=action,
        )

    def _spoken(self, action: str, interpretation: Interpretation, words: AnswerTexts, today: date) -> Reply:
        """What is said when no question of the programme is answered."""
        state = interpretation.state
        language = words.language
        action = FALLBACK if action == "default" else action
        if action == FALLBACK and interpretation.alternatives:
            said = self.say("lectures", language)
            return Reply(
                language,
                said.paragraphs,
                choices=self._offered(interpretation, words),
                question=FALLBACK,
            )
        if action == FALLBACK:
            return self.say("oui_sans_question" if interpretation.intent in ("oui", "non") else "incompris", language)
        if action == STATEMENT:
            waited = self._history.missing_fact(state, today) if state.awaits_fact else None
            if waited and waited != "territoire":
                definition = self.programme.facts[waited]
                return self._which(waited, definition.offered or definition.values, words)
            if state.place and state.place.ambiguous:
                return self._which("territoire", state.place.codes, words)
            if state.place and waited:
                return self._which("territoire", (), words)  # a zone whose departments have too many answers
            if state.place:
                return self.say("territoire_note", language, {"dans": phrase(self.programme, state.place, words)})
            return self.say("territoire_inconnu", language)
        if action == MEMORY:
            return self._remembered(state, words)
        if action == FORGET_SOME:
            return self.say(
                action, language, {"faits": words.enumeration(self._names(interpretation.forgotten_facts, words))}
            )
        if action == CORRECT:
            fact = interpretation.forgotten_facts[0]
            return self._which(fact, self.programme.facts[fact].values, words)
        return self.say(action, language, self._promises)

    def _remembered(self, state: DialogueState, words: AnswerTexts) -> Reply:
        """What the memory holds, with a button to correct each fact."""
        known = {"territoire": label(self.programme, state.place)} if state.place else {}
        for fact, value in state.facts.items():
            known[fact] = value_name(self.programme, words, fact, value)
        if not known:
            return self.say("memoire_vide", words.language)
        names = self._names(known, words)
        lines = [
            f"• {name}{words.interface['deux_points']} {known[fact]}" for fact, name in zip(known, names, strict=True)
        ]
        said = self.say("memoire", words.language, {"faits": "\n".join(lines)})
        corrections = tuple(
            Choice(ChoiceMeaning(CORRECT, {"fait": fact}).id, words.fill(words.interface["corriger"], {"fait": name}))
            for fact, name in zip(known, names, strict=True)
        )
        return msgspec.structs.replace(said, choices=(*corrections, *said.choices))

    @staticmethod
    def _names(facts: Iterable[str], words: AnswerTexts) -> list[str]:
        return [words.demands[fact].nom or fact for fact in facts]

    def _values(self, part: Part, decision: Answer | Unknown, words: AnswerTexts) -> dict[str, object]:
        hub = next((one.short_name for one in decision.organisations if self.programme.is_hub(one)), "")
        first = decision.organisations[0] if decision.organisations else None
        return {
            **dict(decision.figures),
            "dans": phrase(self.programme, part.place, words, part.codes),
            "hub": hub,
            "organisme": first.name.in_language(words.language) if first else "",
            "coordonnees": self._reach(first, words) if first else "",
        }

    def _reach(self, organisation: Organisation, words: AnswerTexts) -> str:
        site = organisation.link("site")
        ways = [site.url] if site else []
        if organisation.email:
            ways.append(organisation.email)
        return words.enumeration(ways) if ways else str(words.interface["sans_adresse"])

    def _links(self, words: AnswerTexts, links: Iterable[tuple[Organisation, Link]]) -> tuple[LinkButton, ...]:
        buttons: dict[str, LinkButton] = {}
        for _, link in links:
            title = typeset(link.label.in_language(words.language), words.language)
            if link.confidence == "weak":
                title = words.fill(words.interface["lien_a_verifier"], {"lien": title})
            buttons.setdefault(link.url, LinkButton(title, link.url))
        return tuple(buttons.values())[:MOST_LINKS]

    @staticmethod
    def _joined(replies: Sequence[Reply], language: str) -> Reply:
        def all_of(name: str) -> tuple[object, ...]:
            return tuple(dict.fromkeys(one for reply in replies for one in getattr(reply, name)))

        first = next((reply for reply in replies if reply.question), replies[0])
        return Reply(
            language=language,
            paragraphs=all_of("paragraphs"),  # type: ignore[arg-type]
            notices=all_of("notices"),  # type: ignore[arg-type]
            links=all_of("links")[:MOST_LINKS],  # type: ignore[arg-type]
            choices=all_of("choices"),  # type: ignore[arg-type]
            sources=all_of("sources"),  # type: ignore[arg-type]
            question=first.question,
            outcome=first.outcome,
            trace=first.trace,
            answered=all(reply.answered for reply in replies),
        )


def trace_id(decision: Answer | Unknown) -> str:
    """A short id of why an answer was given: the row, the facts used and the day."""
    row = decision.trace.deciding
    facts = sorted((fact, str(value)) for fact, value in decision.trace.facts)
    text = f"{row.id if row else ''} {facts} {decision.trace.on}"
    return sha256(text.encode()).hexdigest()[:12]
