"""« Pourquoi ? », « Quelle est la source ? », « Depuis quand ? »: the trace of an answer, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.answers.texts import AnswerTexts, value_name
from nlu.dialogue.state import Territory
from nlu.intents import SINCE_WHEN, SOURCE
from rules.decision import Ask, Citation, Decision, Unknown
from rules.model import Programme

_SAYS_WHEN: Final = re.compile(r"\b(?:depuis|de|à partir d[eu]|since|from)\b[^.]{0,20}\b20\d\d\b", re.I)


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
        territory: Territory | None,
        words: AnswerTexts,
        told: str = "",
    ) -> str:
        """The explanation of a decision, by what was asked: `pourquoi`, `source` or `depuis_quand`.

        `told` is the answer's text: of a rule without dates it may say since when by itself, and is told again.
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
            says_when = not dated and _SAYS_WHEN.search(told)
            return f"{told if says_when else dates} {source}"
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

    def _named(self, fact: str, facts: Mapping[str, str], territory: Territory | None, words: AnswerTexts) -> str:
        if fact == "territoire":
            return territory.name if territory else ""
        return value_name(self._programme, words, fact, facts[fact]) if fact in facts else ""
