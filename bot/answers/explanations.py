"""« Pourquoi ? », « Quelle est la source ? », « Depuis quand ? »: the trace of an answer, in words."""

from __future__ import annotations

from collections.abc import Mapping

from bot.answers.texts import AnswerTexts, value_name
from nlu.entities.model import StatedPlace
from nlu.intents import SINCE_WHEN, SOURCE
from rules.decision import Ask, Citation, Decision, Unknown
from rules.model import Programme


def cited(citation: Citation, words: AnswerTexts) -> dict[str, str]:
    """A source as the texts name it: `source`, `section` and `publie`."""
    return {
        "source": citation.source.title.in_language(words.language),
        "section": citation.section,
        "publie": citation.published.in_language(words.language),
    }


class Explainer:
    """Says why an answer is what it is, from its trace."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    def explain(
        self,
        about: str,
        decision: Decision,
        facts: Mapping[str, str],
        territory: StatedPlace | None,
        words: AnswerTexts,
        text: str = "",
    ) -> str:
        """The explanation of a decision.

        Args:
            about: what was asked: `pourquoi`, `source` or `depuis_quand`.
            decision: what is explained.
            facts: the stated facts that the decision is for.
            territory: the place that it is for.
            words: the texts of the language.
            text: the text of the answer, which is repeated where it gives the dates that the rule does not have.
        """
        interface = words.interface
        if isinstance(decision, Ask):
            return words.fill(interface["pourquoi_demande"], {"fait": words.demands[decision.fact].nom or ""})
        source = words.fill(interface["pourquoi_source"], cited(decision.citation, words))
        dated = self._dates(decision, words)
        dates = dated or str(interface["pourquoi_toujours"])
        if about == SOURCE:
            others = [
                words.fill(interface["source_detail"], cited(notice.citation, words)) for notice in decision.notices
            ]
            return "\n".join([source, *(f"• {other}" for other in others)])
        if about == SINCE_WHEN:
            gives_dates = not dated and words.answers[decision.wording].donne_les_dates
            return f"{text if gives_dates else dates} {source}"
        used = [fact for fact, _ in decision.trace.facts]
        named = [self._named(fact, facts, territory, words) for fact in used]
        known = [name for name in named if name]
        said = words.fill(interface["pourquoi_faits"], {"faits": words.enumeration(known)}) if known else ""
        if isinstance(decision, Unknown):
            parts = [interface["pourquoi_inconnu"], source]
        else:
            rule = words.fill(interface["pourquoi_regle"], {"section": decision.citation.section})
            parts = [f"{rule} {said}".strip() + ".", dates, source]
        if decision.notices:
            parts.append(interface["pourquoi_conflit"])
        return " ".join(str(part) for part in parts)

    @staticmethod
    def _dates(decision: Decision, words: AnswerTexts) -> str:
        """Since when and until when the rule holds, empty where it has no dates."""
        row = decision.trace.deciding
        parts = []
        if row and row.since:
            parts.append(words.fill(words.interface["pourquoi_depuis"], {"date": words.month(row.since)}))
        if row and row.until:
            parts.append(words.fill(words.interface["pourquoi_jusqu_a"], {"date": words.month(row.until)}))
        return " ".join(parts)

    def _named(self, fact: str, facts: Mapping[str, str], territory: StatedPlace | None, words: AnswerTexts) -> str:
        if fact == "territoire":
            return territory.name if territory else ""
        return value_name(self._programme, words, fact, facts[fact]) if fact in facts else ""
