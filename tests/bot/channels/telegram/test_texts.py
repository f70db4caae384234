"""What is said on Telegram around the answers, and what a maintainer is told who writes what Telegram refuses."""

from __future__ import annotations

import pytest

from bot.channels.telegram.keyboards import Button, fitted
from bot.channels.telegram.texts import TELEGRAM_TEXTS
from bot.content.declarations import load_part
from bot.content.project_files import PROJECT
from rules.errors import ProgrammeError
from tests.support.copies import copy_to
from tests.support.tables import each_row

WORDS = load_part(TELEGRAM_TEXTS, PROJECT)


@each_row("language", ["fr", "en"])
def test_a_phone_shows_every_reason_whole(language: str) -> None:
    opinion = WORDS[language].avis
    for title in (opinion.utile, opinion.pas_utile, *opinion.raisons.by_id().values()):
        assert fitted(Button(title, data="a").title) == title


LONG = f"  description_courte: {'Longue ' * 20}Assistant"
SLIPS = [
    ("  description_courte: Assistant", LONG, "« carte.description_courte » a", "raccourcir"),
    (
        "nom: departement,",
        "nom: département,",
        "« département » ne peut pas être le nom d'une commande",
        "a-z, 0-9 et _",
    ),
    ("  aide: {nom: aide,", "  aide: {nom: why,", "« why » est déjà le nom de la commande", "en choisir un autre"),
    ("choisi: ✓ {titre}", "choisi: ✓ titre", "« choisi » n'a pas les mots entre accolades", "{titre}"),
    ("bouton_perime: Ce bouton", "bouton: Ce bouton", "la clé « bouton » n'existe pas", "corriger"),
]


@each_row(("old", "new", "problem", "remedy"), SLIPS)
def test_text_that_telegram_would_refuse_is_reported_with_its_line(
    tmp_path_factory: pytest.TempPathFactory, old: str, new: str, problem: str, remedy: str
) -> None:
    copy = copy_to(tmp_path_factory.mktemp("texts"), (PROJECT.answers,))
    french = copy.answers / "fr" / TELEGRAM_TEXTS.name
    text = french.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is no longer in {french}: adapt the test"
    text = text.replace(old, new, 1)
    french.write_text(text, encoding="utf-8")
    with pytest.raises(ProgrammeError) as raised:
        load_part(TELEGRAM_TEXTS, copy)
    finding = next(finding for finding in raised.value.findings if problem in finding.problem)
    assert remedy in finding.remedy
    if "why" not in new:  # the English file names it the second time
        assert (finding.place.file, finding.place.line) == (french, text[: text.index(new)].count("\n") + 1)
