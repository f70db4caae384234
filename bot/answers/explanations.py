"""« Pourquoi ? », « Quelle est la source ? », « Depuis quand ? »: the trace of an answer in words."""

from __future__ import annotations

from collections.abc import Mapping

from bot.answers.text_ids import InterfaceText
from bot.answers.texts import AnswerTexts, value_name
from nlu.entities.model import StatedPlace
from nlu.intents import SINCE_WHEN, SOURCE
from rules.decision import Ask, Citation, Decision, Unknown
from rules.ids import FactId
from rules.model import Programme


def cited(citation: Citation, texts: AnswerTexts) -> dict[str, str]:
    """A source as the texts name it: `source`, `source_courte`, `section` and `publie`."""
    return {
        "source": citation.source.title.in_language(texts.language),
        "source_courte": citation.source.short_title.in_language(texts.language),
        "section": citation.section,
        "publie": citation.published.in_language(texts.language),
    }


class Explainer:
    """Explains an answer from its trace."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    def explain(
        self,
        about: str,
        decision: Decision,
        facts: Mapping[str, str],
        territory: StatedPlace | None,
        texts: AnswerTexts,
        text: str = "",
    ) -> str:
        """The explanation of a decision.

        Args:
            about: `pourquoi`, `source` or `depuis_quand`.
            decision: the decision to explain.
            facts: the stated facts it rests on.
            territory: the place it is for.
            texts: the texts of the language.
            text: the answer's text, repeated if it gives the dates and the rule has none.
        """
        interface = texts.interface
        if isinstance(decision, Ask):
            return texts.fill(interface[InterfaceText.WHY_ASKED], {"fait": texts.demands[decision.fact].nom or ""})
        source = texts.fill(interface[InterfaceText.WHY_SOURCE], cited(decision.citation, texts))
        dated = self._dates(decision, texts)
        dates = dated or str(interface[InterfaceText.WHY_ALWAYS])
        if about == SOURCE:
            others = [
                texts.fill(interface[InterfaceText.SOURCE_DETAIL], cited(notice.citation, texts))
                for notice in decision.notices
            ]
            return "\n".join([source, *(f"• {other}" for other in others)])
        if about == SINCE_WHEN:
            gives_dates = not dated and texts.answers[decision.wording].donne_les_dates
            return f"{text if gives_dates else dates} {source}"
        used = [fact for fact, _ in decision.trace.facts]
        named = [self._named(fact, facts, territory, texts) for fact in used]
        known = [name for name in named if name]
        because = texts.fill(interface[InterfaceText.WHY_FACTS], {"faits": texts.enumeration(known)}) if known else ""
        if isinstance(decision, Unknown):
            parts = [interface[InterfaceText.WHY_UNKNOWN], source]
        else:
            rule = texts.fill(interface[InterfaceText.WHY_RULE], {"section": decision.citation.section})
            parts = [f"{rule} {because}".strip() + ".", dates, source]
        if decision.notices:
            parts.append(interface[InterfaceText.WHY_CONFLICT])
        return " ".join(str(part) for part in parts)

    @staticmethod
    def _dates(decision: Decision, texts: AnswerTexts) -> str:
        """The dates from and until which the rule holds; "" if it has none."""
        row = decision.trace.deciding
        parts = []
        if row and row.since:
            parts.append(texts.fill(texts.interface[InterfaceText.WHY_SINCE], {"date": texts.limit(row.since)}))
        if row and row.until:
            parts.append(texts.fill(texts.interface[InterfaceText.WHY_UNTIL], {"date": texts.limit(row.until)}))
        return " ".join(parts)

    def _named(self, fact: str, facts: Mapping[str, str], territory: StatedPlace | None, texts: AnswerTexts) -> str:
        if fact == FactId.PLACE:
            return territory.name if territory else ""
        if fact not in facts:
            return ""
        stated = {
            "fait": texts.demands[fact].nom or fact,
            "valeur": value_name(self._programme, texts, fact, facts[fact]),
        }
        return texts.fill(texts.interface[InterfaceText.WHY_FACT], stated)
