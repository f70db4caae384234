"""The maintainers' words: the same in both languages, and set as printers set them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
import yaml

from bot.answers.texts import ANSWERS, load_answer_texts, typeset
from rules.errors import ProgrammeError
from tests.support.tables import each_row


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Every text with where it stands: "dialogue.yml.saluer.texte"."""

    def within(part: object, place: str) -> Iterator[tuple[str, str]]:
        if isinstance(part, dict):
            for key, value in part.items():
                yield from within(value, f"{place}.{key}")
        elif isinstance(part, str):
            yield place, part

    for path in sorted((ANSWERS / language).glob("*.yml")):
        yield from within(yaml.safe_load(path.read_text(encoding="utf-8")), path.name)


def test_every_text_has_its_twin_with_the_same_blanks_to_fill() -> None:
    blanks = {
        language: {place: set(re.findall(r"\{(\w+)[:}]", text)) for place, text in texts(language)}
        for language in ("fr", "en")
    }
    assert blanks["fr"] == blanks["en"]


@pytest.mark.parametrize(
    ("language", "sign"), [("fr", "l’État\u00a0: «\u00a0oui\u00a0», 7\u00a0h"), ("en", "l’État : « oui », 7 h")]
)
def test_french_signs_never_begin_a_line(language: str, sign: str) -> None:
    assert typeset("l'État : « oui », 7 h", language) == sign


@each_row(
    ("text", "shown"),
    [
        ("17 semaines", "17_semaines"),
        ("1 h 30", "1_h 30"),
        ("{heures} h", "{heures}_h"),
        ("en 2025 s'ouvre", "en 2025 s’ouvre"),
        ("le CCP1 se suit", "le CCP1 se suit"),
    ],
)
def test_a_number_stays_on_one_line_with_what_it_counts_and_with_no_other_word(text: str, shown: str) -> None:
    assert typeset(text, "fr").replace("\u00a0", "_") == shown


def test_names_from_the_programme_are_typeset_too() -> None:
    words = load_answer_texts()["fr"]
    assert words.fill("{source}.", {"source": "page « X »"}) == "page «\u00a0X\u00a0»."


def test_text_without_its_translation_is_reported_with_its_line(tmp_path: Path) -> None:
    copytree(ANSWERS, tmp_path / "answers")
    french = tmp_path / "answers" / "fr" / "dialogue.yml"
    french.write_text(french.read_text(encoding="utf-8") + "seul:\n  texte: Seul.\n", encoding="utf-8")
    with pytest.raises(ProgrammeError) as raised:
        load_answer_texts(tmp_path / "answers")
    (finding,) = raised.value.findings
    assert "« seul »" in finding.problem
    assert (finding.place.file, finding.place.line) == (
        french,
        len(french.read_text(encoding="utf-8").splitlines()) - 1,
    )
