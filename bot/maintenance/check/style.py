"""The style of texts: both languages present, no stray markup, no familiarity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from bot.channels.telegram.texts import TELEGRAM_TEXTS
from bot.channels.web.texts import FORM_TEXTS, WIDGET_TEXTS
from bot.maintenance.check.inputs import CheckInputs, DisplayedText
from bot.maintenance.check.thresholds import WRITING
from bot.maintenance.site.texts import SITE_TEXTS
from nlu.entities.expressions import Expression
from rules.errors import Finding
from rules.model import Place

CHANNEL_FILES = frozenset(part.name for part in (TELEGRAM_TEXTS, WIDGET_TEXTS, FORM_TEXTS, SITE_TEXTS))
"""Files whose empty texts are reported at loading."""

_LONGEST_SHOWN = 40
_WORD = re.compile(r"[^\W\d_]{2,}")
_BLANK = re.compile(r"\{\w*\}")


def style_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Style mistakes in each text, and texts that are empty or not translated."""
    for text in inputs.texts:
        if not text.text.strip() and text.place.file.name not in CHANNEL_FILES:
            remedy = "écrire le texte, ou retirer la clé dans les deux langues"
            yield Finding(text.place, f"« {'.'.join(map(str, text.key))} » est vide", remedy, "warning")
        for rule in inputs.thresholds.ecriture:
            expression = _expression(rule.trouve, inputs.files.thresholds)
            found = expression.search(text.text) if text.language in rule.langues else None
            if found:
                place = inputs.line_of(text, found.start())
                yield Finding(place, f"{rule.probleme} : « {_around(text.text, found)} »", rule.remede, "warning")
    yield from _untranslated(inputs)


def _untranslated(inputs: CheckInputs) -> Iterator[Finding]:
    same = frozenset(inputs.thresholds.textes.memes_dans_les_deux_langues)
    french = {_twin(text): text for text in inputs.texts if text.language == "fr"}
    for text in inputs.texts:
        twin = french.get(_twin(text)) if text.language == "en" else None
        words = _WORD.findall(_BLANK.sub("", text.text))
        if twin and twin.text.strip() == text.text.strip() and text.text.strip() not in same and len(words) > 1:
            problem = f"le texte anglais est le même que le texte français : « {text.text.strip()[:_LONGEST_SHOWN]} »"
            remedy = "le traduire ; s'il s'écrit pareil, l'ajouter à « memes_dans_les_deux_langues » (verification.yml)"
            yield Finding(text.place, problem, remedy, "warning")


def _twin(text: DisplayedText) -> tuple[object, ...]:
    """A key that a text shares with its translation."""
    if text.key[-1:] == (text.language,):
        return (text.place.file, *text.key[:-1])
    return (text.place.file.name, *text.key)


def _around(text: str, found: re.Match[str]) -> str:
    shown = " ".join(text[max(0, found.start() - 10) : found.end() + 15].split())
    return shown if len(shown) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + "…"


@lru_cache(maxsize=256)
def _expression(text: str, file: Path) -> Expression:
    return Expression(text, text, Place(file, 1), WRITING)
