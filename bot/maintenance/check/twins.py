"""Words in braces that a text has in one language only: half the readers miss them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.answers.by_zone import BY_ZONE
from bot.answers.texts import LANGUAGE_NAMES
from bot.content.loading import ANSWER_TEXTS, PROGRAMME
from bot.maintenance.check.inputs import CheckInputs
from bot.maintenance.check.placeholders import blanks_of
from rules.errors import Finding

_FORMS: Final = ("texte", "d_un_autre", "en_bref", "en_carte", "avis", "en_pratique", "encore")


def twin_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Words in braces that differ between the two texts of a form. Figures are compared with their rows instead."""
    texts, programme = inputs.content.get(ANSWER_TEXTS), inputs.content.get(PROGRAMME)
    if texts is None or programme is None:
        return
    figures: dict[str, set[str]] = {}
    for row in (row for table in programme.tables.values() for row in table.rows):
        figures.setdefault(row.then.wording, set()).update(figure for figure, _ in row.then.own_figures)
    for language, other in (("fr", "en"), ("en", "fr")):
        for name, entry in texts[language].answers.items():
            twin, place = texts[other].answers.get(name), inputs.answer_places.get((language, name))
            if twin is None or place is None:
                continue
            for form in _FORMS:
                text, translated = getattr(entry, form), getattr(twin, form)
                if not text or not translated:
                    continue
                there, here = blanks_of(translated), blanks_of(text)
                if there is None or here is None:
                    continue
                for blank in sorted(there - here - {BY_ZONE, *figures.get(name, ())}):
                    problem = (
                        f"« {name} » ({form}) n'a pas « {{{blank}}} » en {LANGUAGE_NAMES[language]}, alors que le "
                        f"texte en {LANGUAGE_NAMES[other]} le dit"
                    )
                    remedy = f"remettre {{{blank}}} dans ce texte, ou le retirer des deux"
                    document = inputs.documents[place.file]
                    where = document.place(name, form) if name in document.content else place
                    yield Finding(where, problem, remedy)
