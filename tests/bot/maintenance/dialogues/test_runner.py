"""The maintainers' conversations are held with the assistant; each reply that differs is reported."""

from __future__ import annotations

from pathlib import Path

from bot.assistant.service import Assistant
from bot.content.project_files import PROJECT
from bot.maintenance.dialogues.files import Dialogue, DialogueExchange, read_dialogues
from bot.maintenance.dialogues.runner import run
from rules.model import Place
from tests.support.tables import each_row

HERE = Place(Path("essais.yml"), 3)


def asking(*exchanges: DialogueExchange) -> Dialogue:
    return Dialogue("essai", None, exchanges, HERE)


@each_row("dialogue", read_dialogues(PROJECT.dialogues))
async def test_the_assistant_answers_as_the_maintainers_expect(assistant: Assistant, dialogue: Dialogue) -> None:
    assert [str(finding) for finding in await run(dialogue, assistant)] == []


async def test_missing_and_unwanted_words_are_reported_with_the_answer(assistant: Assistant) -> None:
    asked = DialogueExchange("Qui organise le titre complet à Pau ?", False, ("ENSC",), ("La Mêlée",), HERE)
    lacking, too_much = await run(asking(asked), assistant)
    assert "la réponse ne dit pas « ENSC »" in lacking.problem
    assert "la réponse dit « La Mêlée »" in too_much.problem
    assert "Pour le titre complet" in lacking.problem
    assert lacking.place == HERE


async def test_a_button_is_pressed_by_its_title(assistant: Assistant) -> None:
    greeted = DialogueExchange("bonjour", False, (), (), HERE)
    pressed = DialogueExchange("Quel organisme contacter", True, ("Dans quel département",), (), HERE)
    assert await run(asking(greeted, pressed), assistant) == []
    missing = DialogueExchange("Le menu de la cantine", True, ("frites",), (), HERE)
    (finding,) = await run(asking(greeted, missing), assistant)
    assert "il n'y a pas de bouton « Le menu de la cantine »" in finding.problem
    assert "« Quel organisme contacter »" in finding.remedy


async def test_nothing_of_a_conversation_is_kept(assistant: Assistant) -> None:
    asked = DialogueExchange("Qui organise le titre complet à Pau ?", False, ("La Mêlée",), (), HERE)
    counts = []
    for _ in range(2):
        await run(asking(asked), assistant)
        with assistant.stores.database.engine.connect() as connection:
            counts.append(connection.exec_driver_sql("SELECT count(*) FROM conversations").scalar())
    assert counts[0] == counts[1]
