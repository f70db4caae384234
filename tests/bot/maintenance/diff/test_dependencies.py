"""What answers rest on: a question is compared where that differs, so nothing that an answer shows may be left out."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from bot.answers.texts import AnswerTexts
from bot.content.loading import ANSWER_TEXTS, Content
from bot.maintenance.diff import comparison
from bot.maintenance.diff.comparison import changed_questions
from bot.maintenance.diff.dependencies import AROUND
from bot.maintenance.diff.rendered_answers import Version
from tests.bot.maintenance.diff.conftest import PROMOTION, Copy
from tests.bot.maintenance.diff.test_new_values import a_third_module

COURSES = "stories/answers/fr/formation_initiale.yml"
TABLES = "rules/programme/tables"


class Noting(dict[str, str]):
    """Texts that note which of them are looked up."""

    def __init__(self, texts: dict[str, str], seen: set[str]) -> None:
        super().__init__(texts)
        self._seen = seen

    def __getitem__(self, name: str) -> str:
        self._seen.add(str(name))
        return super().__getitem__(name)


def noting(content: Content, seen: set[str]) -> Content:
    """The content with small words that are noted."""

    def of(texts: AnswerTexts) -> AnswerTexts:
        return msgspec.structs.replace(texts, interface=Noting(texts.interface, seen))

    texts = {language: of(own) for language, own in content.texts.items()}
    return replace(content, parts={**content.parts, ANSWER_TEXTS.name: texts})


def comparing_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every situation of every question be answered by both versions, whatever they rest on."""
    monkeypatch.setattr(comparison, "basis", lambda *_: object())
    monkeypatch.setattr(comparison, "may_differ", lambda *_: lambda *_: True)
    monkeypatch.setattr(comparison, "rules", lambda *_: object())


@pytest.mark.thorough
def test_no_answer_shows_small_words_that_are_not_compared(project: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    comparing_everything(monkeypatch)
    seen: set[str] = set()
    versions = Version(noting(project, seen)), Version(project)
    seen.clear()  # what makes the short forms of the texts has read some
    assert list(changed_questions(*versions)) == []
    assert len(seen) > 15
    assert seen <= set(AROUND)


EDITS = {
    "a text": (COURSES, "Pour le CCP1 {dans}, c'est POP School.", "Voyez POP School {dans}."),
    "a row": ("rules/programme/roles.yml", "      jusqu_a: 2024-06-30", "      jusqu_a: 2024-08-31"),
    "who pays": (f"{TABLES}/financement.yml", "reponse: financement_regle,", "reponse: financement_premier,"),
    "a promotion": ("rules/programme/sources.yml", "priorites:\n", "priorites:\n" + PROMOTION),
    "a third module": None,
    # Of an organisation that may be asked about in many ways
    "a name": ("rules/programme/organismes.yml", "nom_court: Agence Erasmus+", "nom_court: Erasmus+"),
}


@pytest.mark.parametrize("edit", [*list(EDITS)[:-1], pytest.param("a name", marks=pytest.mark.thorough)])
@pytest.mark.parametrize("besides", [False, pytest.param(True, marks=pytest.mark.thorough)])
def test_what_a_comparison_leaves_out_is_answered_as_before(
    copy: Copy, edit: str, monkeypatch, *, besides: bool
) -> None:
    """The situations of the questions that change; `besides`: the other questions."""
    if words := EDITS[edit]:
        copy.edit(*words)
    else:
        a_third_module(copy)
    old, new = Version(copy.before), Version(copy.now())
    found = list(changed_questions(old, new))
    assert found
    changed = {question.question for question in found}
    compared = [question for question in copy.before.programme.tables if (question in changed) != besides]
    comparing_everything(monkeypatch)
    assert list(changed_questions(old, new, compared)) == ([] if besides else found)
