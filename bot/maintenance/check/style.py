"""How texts are written: in both languages, without what would show as it is, without familiarity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.channels.telegram.texts import TELEGRAM_TEXTS
from bot.channels.web.texts import FORM_TEXTS, WIDGET_TEXTS
from bot.maintenance.check.inputs import Room, Said
from bot.maintenance.site.texts import SITE_TEXTS
from rules.errors import Finding

CHANNEL_FILES = frozenset(part.name for part in (TELEGRAM_TEXTS, WIDGET_TEXTS, FORM_TEXTS, SITE_TEXTS))
"""Files whose empty texts are told by those who load them."""

_LONGEST_SHOWN = 40
_WORD = re.compile(r"[^\W\d_]{2,}")
_BLANK = re.compile(r"\{\w*\}")


def style_findings(room: Room) -> Iterator[Finding]:
    """What is wrong with the writing of each text, and texts that are empty or not translated."""
    for one in room.said:
        if not one.text.strip() and one.place.file.name not in CHANNEL_FILES:
            remedy = "écrire le texte, ou retirer la clé dans les deux langues"
            yield Finding(one.place, f"« {'.'.join(map(str, one.key))} » est vide", remedy, "warning")
        for rule in room.thresholds.ecriture:
            found = _compiled(rule.trouve).search(one.text) if one.language in rule.langues else None
            if found:
                place = room.line_of(one, found.start())
                yield Finding(place, f"{rule.probleme} : « {_around(one.text, found)} »", rule.remede, "warning")
    yield from _untranslated(room)


def _untranslated(room: Room) -> Iterator[Finding]:
    same = frozenset(room.thresholds.textes.memes_dans_les_deux_langues)
    french = {_twin(one): one for one in room.said if one.language == "fr"}
    for one in room.said:
        twin = french.get(_twin(one)) if one.language == "en" else None
        words = _WORD.findall(_BLANK.sub("", one.text))
        if twin and twin.text.strip() == one.text.strip() and one.text.strip() not in same and len(words) > 1:
            problem = f"le texte anglais est le même que le texte français : « {one.text.strip()[:_LONGEST_SHOWN]} »"
            remedy = "le traduire ; s'il s'écrit pareil, l'ajouter à « memes_dans_les_deux_langues » (verification.yml)"
            yield Finding(one.place, problem, remedy, "warning")


def _twin(said: Said) -> tuple[object, ...]:
    """What a text and its translation have in common."""
    if said.key[-1:] == (said.language,):
        return (said.place.file, *said.key[:-1])
    return (said.place.file.name, *said.key)


def _around(text: str, found: re.Match[str]) -> str:
    shown = " ".join(text[max(0, found.start() - 10) : found.end() + 15].split())
    return shown if len(shown) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + "…"


@lru_cache(maxsize=256)
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE | re.MULTILINE)
