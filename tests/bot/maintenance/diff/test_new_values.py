"""A value or an organisation that is new or gone: its cases are shown, though the other version does not know it."""

from __future__ import annotations

from bot.maintenance.diff.answer_changes import AnswerChange
from tests.bot.maintenance.diff.conftest import Copy

FACTS = "rules/programme/faits.yml"
TABLE = "rules/programme/tables/en_regle.yml"
QUESTION = "en_regle"


def a_third_module(copy: Copy) -> None:
    """Let advisers say that they have followed three modules."""
    copy.edit(FACTS, "    valeurs: [aucun, un, deux]\n", "    valeurs: [aucun, un, deux, trois]\n")
    copy.edit(TABLE, "modules_suivis: deux}", "modules_suivis: [deux, trois]}")
    for language, text in (("fr", "Trois modules"), ("en", "Three modules")):
        file = copy.files.root / "stories" / "answers" / language / "demandes.yml"
        before, found, after = file.read_text(encoding="utf-8").partition("\nmodules_suivis:")
        file.write_text(
            before + found + after.replace("    deux:", f"    trois: {text}\n    deux:", 1), encoding="utf-8"
        )


def lines(changes: tuple[AnswerChange, ...], question: str) -> list[str]:
    """Where a question changes, in words."""
    situations = (situation for change in changes for situation in change.situations)
    return [line for situation in situations if situation.question == question for line in situation.lines]


def shown(change: AnswerChange, language: str) -> tuple[str, str]:
    """The first part of a change before and after, as text."""
    part = dict(change.texts)[language][0]
    before, after = ("".join(run.text for run in runs) for runs in (part.marked.before, part.marked.after))
    return before, after


def test_the_answers_to_a_new_value_are_shown_as_new_and_to_one_that_went_as_they_were(copy: Copy) -> None:
    a_third_module(copy)
    three = "le nombre de modules suivis : Trois modules"
    answers = copy.changes().answers
    first = next(change for change in answers if change.situations[0].question == QUESTION)
    before, after = shown(first, "fr")
    assert (before, first.rows[0]) == ("", ("avant", ("rien : cela n’existait pas",)))
    assert after
    gone = Copy(copy.files, copy.now()).changes_to(copy.before).answers
    assert gone[0].rows[1] == ("après", ("rien : cela n’existe plus",))
    for changes, word in ((answers, "nouveau"), (gone, "retiré")):
        found = lines(changes, QUESTION)
        assert found
        assert all(f"{three} ({word})" in line for line in found)
