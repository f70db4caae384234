"""What an edit changes in what is understood."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.content.loading import Content
from bot.maintenance.diff.intent_changes import ChangedHearing
from bot.maintenance.diff.report import Report, between
from bot.maintenance.diff.sentences import examples_of
from nlu.training_data.examples import Example
from tests.bot.maintenance.diff.conftest import TODAY, Copy

FEW = ("financement", "format", "inscription", "remercier")
"""The questions that the small classifiers of these tests learn."""

EACH = 40
"""Sentences of each of them."""


@pytest.fixture(scope="session")
def few(project: Content) -> list[Example]:
    """A few examples of the project, enough to learn from in a moment."""
    spoken = [one for one in examples_of(project.checkout) if one.language == "fr" and not one.contextual]
    return [one for intent in FEW for one in [one for one in spoken if one.intent == intent][:EACH]]


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models") / "models-diff"


def compared(
    copy: Copy, before: list[Example], after: list[Example], models: Path, said: list[str] | None = None
) -> Report:
    told = said if said is not None else []
    return between(copy.before, copy.now(), before, after, "HEAD", models=models, say=told.append, today=TODAY)


@pytest.fixture
def alone(copy: Copy) -> Copy:
    """A copy without the sentences of the tests, so that the examples alone are compared."""
    for path in (copy.checkout.root / "tests").rglob("*.yml"):
        path.unlink()
    return copy


def test_a_sentence_moved_to_another_question_is_shown_with_both(alone: Copy, few: list[Example], models: Path) -> None:
    moved = [one for one in few if one.intent == "format"][:20]
    after = [replace(one, intent="inscription") if one in moved else one for one in few]
    report = compared(alone, few, after, models)
    assert report.understanding is not None
    changed = {one.sentence.text: one for one in report.understanding.heard}
    found = [changed[one.text] for one in moved if one.text in changed]
    assert len(found) >= 10
    assert found[0].before.title == "La durée et le format"
    assert found[0].after.title == "Comment s’inscrire"


def test_those_that_are_understood_less_well_come_first(alone: Copy, few: list[Example], models: Path) -> None:
    moved = [one for one in few if one.intent == "format"][:20]
    after = [replace(one, intent="inscription") if one in moved else one for one in few]
    report = compared(alone, after, few, models)
    assert report.understanding is not None
    turns = [one.turn for one in report.understanding.heard]
    assert turns == sorted(turns, key=("worse", "other", "better").index)


def test_a_version_is_learnt_once(alone: Copy, few: list[Example], models: Path) -> None:
    after = few[1:]
    compared(alone, few, after, models)
    said: list[str] = []
    compared(alone, few, after, models, said)
    assert said == []


def test_only_a_few_models_are_kept(alone: Copy, few: list[Example], models: Path) -> None:
    for start in range(2, 5):
        compared(alone, few, few[start:], models)
    assert len(list(models.iterdir())) <= 4


def test_nothing_is_learnt_where_no_example_changes(alone: Copy, few: list[Example], tmp_path: Path) -> None:
    said: list[str] = []
    report = compared(alone, few, few, tmp_path / "models", said)
    assert said == []
    assert report.empty


def test_sentences_only_for_measuring_are_counted_and_not_shown(copy: Copy, few: list[Example], models: Path) -> None:
    moved = [one for one in few if one.intent == "format"]
    after = [replace(one, intent="inscription") if one in moved[:30] else one for one in few]
    report = compared(copy, few, after, models)
    assert report.understanding is not None
    assert report.understanding.secret
    shown: list[ChangedHearing] = list(report.understanding.heard)
    assert all(one.sentence.origin.name != "test.yml" for one in shown)


def test_a_word_of_the_lexicon_changes_what_is_read_in_the_sentences_that_have_it(
    copy: Copy, few: list[Example], models: Path
) -> None:
    copy.edit(
        "nlu/lexique/territoires.yml", "autres_noms:\n", "autres_noms:\n- {dit: [chez les vacquiers], codes: ['40']}\n"
    )
    example = Example("Je suis chez les vacquiers, qui contacter ?", "organisme", "fr", few[0].place)
    report = compared(copy, [example, *few], [example, *few], models)
    assert report.understanding is not None
    (named,) = report.understanding.names
    assert named.sentence.text == example.text
    assert "territoire : Landes" in named.after
    assert "Landes" not in named.before
