"""What the loading makes of the plain questions of stories/faq, and what a maintainer is told of a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.errors import ProgrammeError
from rules.loading import PROGRAMME, load_programme
from tests.rules.loading.spoiling import reads

AEFA = PROGRAMME.parents[1] / "stories" / "faq" / "aefa.yml"


def test_wrong_source_of_a_plain_question_is_reported_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "essai.yml").write_text(
        "faq: essai\ntitre: {fr: Essai, en: Trial}\nsource: nulle-part\nsection: x\nfaits: [F01]\nrelu: 2026-11-25\n"
        "a_relire_avant: 2027-05-31\nreponse: {fr: a, en: b}\nquestions: {fr: [], en: []}\n",
        encoding="utf-8",
    )
    with pytest.raises(ProgrammeError) as caught:
        load_programme(faq=tmp_path)
    (finding,) = caught.value.findings
    reads(finding, tmp_path / "essai.yml", 3, "« nulle-part » n'existe pas", "choisir parmi")


def test_a_maintainer_may_not_give_a_plain_question_the_name_of_a_table(tmp_path: Path) -> None:
    text = AEFA.read_text(encoding="utf-8").replace("faq: aefa", "faq: organisme", 1)
    (tmp_path / "organisme.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ProgrammeError):
        load_programme(faq=tmp_path)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("- {id: a, jusqu_a: 2024-02-29, alors: {reponse: x}, faits: [F17], source: nulle-part}", "« nulle-part »"),
        ("- {id: a, jusqu_a: 2024-02-29, alors: {reponse: x}, faits: [F17], quand: {entree: avant_2025}}", "lu par"),
    ],
)
def test_wrong_earlier_answer_of_a_plain_question_is_reported(tmp_path: Path, line: str, problem: str) -> None:
    text = AEFA.read_text(encoding="utf-8").replace("\nreponse:", f"\nauparavant:\n{line}\nreponse:", 1)
    (tmp_path / "aefa.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ProgrammeError, match=problem):
        load_programme(faq=tmp_path)
