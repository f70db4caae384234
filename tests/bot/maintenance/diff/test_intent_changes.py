"""What an edit changes in what is understood."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from bot.content.loading import Content
from bot.maintenance.diff.intent_changes import IntentChange
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
    spoken = [example for example in examples_of(project.files) if example.language == "fr" and not example.contextual]
    return [example for intent in FEW for example in islice((each for each in spoken if each.intent == intent), EACH)]


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models") / "models-diff"


def compared(
    copy: Copy, before: list[Example], after: list[Example], models: Path, messages: list[str] | None = None
) -> Report:
    received = messages if messages is not None else []
    return between(copy.before, copy.now(), before, after, "HEAD", models=models, say=received.append, today=TODAY)


@pytest.fixture
def alone(copy: Copy) -> Copy:
    """A copy without the sentences of the tests, so that the examples alone are compared."""
    for path in (copy.files.root / "tests").rglob("*.yml"):
        path.unlink()
    return copy


def test_a_sentence_moved_to_another_question_is_shown_with_both_the_worse_first(
    alone: Copy, few: list[Example], models: Path
) -> None:
    moved = [example for example in few if example.intent == "format"][:20]
    after = [replace(example, intent="inscription") if example in moved else example for example in few]
    report = compared(alone, few, after, models)
    assert report.understanding is not None
    changed = {change.sentence.text: change for change in report.understanding.intents}
    found = [changed[example.text] for example in moved if example.text in changed]
    assert len(found) >= 10
    turns = [change.turn for change in report.understanding.intents]
    assert turns == sorted(turns, key=("worse", "other", "better").index)
    assert found[0].before.title == "La durée et le format"
    assert found[0].after.title == "Comment s’inscrire"


def test_nothing_is_learnt_where_no_example_changes(alone: Copy, few: list[Example], tmp_path: Path) -> None:
    messages: list[str] = []
    report = compared(alone, few, few, tmp_path / "models", messages)
    assert messages == []
    assert report.empty


def test_sentences_only_for_measuring_are_counted_and_not_shown(copy: Copy, few: list[Example], models: Path) -> None:
    moved = [example for example in few if example.intent == "format"]
    after = [replace(example, intent="inscription") if example in moved[:30] else example for example in few]
    report = compared(copy, few, after, models)
    assert report.understanding is not None
    assert report.understanding.secret
    shown: list[IntentChange] = list(report.understanding.intents)
    assert all(change.sentence.origin.name != "test.yml" for change in shown)


def test_a_word_of_the_lexicon_changes_what_is_read_in_the_sentences_that_have_it(
    copy: Copy, few: list[Example], models: Path
) -> None:
    copy.edit(
        "nlu/lexique/territoires.yml", "autres_noms:\n", "autres_noms:\n- {dit: [chez les vacquiers], codes: ['40']}\n"
    )
    example = Example("Je suis chez les vacquiers, qui contacter ?", "organisme", "fr", few[0].place)
    report = compared(copy, [example, *few], [example, *few], models)
    assert report.understanding is not None
    (named,) = report.understanding.entities
    assert named.sentence.text == example.text
    assert "territoire : Landes" in named.after
    assert "Landes" not in named.before
