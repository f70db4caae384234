"""A maintainer empties the inbox from the terminal: list, export, file, drop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.content import project_files
from bot.content.project_files import PROJECT, ProjectFiles
from bot.process.settings import load_settings
from bot.storage.feedback import Opinion
from bot.storage.open_questions import UnansweredQuestion
from bot.storage.stores import Stores
from rules.errors import ProgrammeError
from tests.support.copies import copy_to

Run = Callable[..., str]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProjectFiles:
    """A copy of the maintainers' files in place of the project's, and a database of its own with some questions."""
    kept = (PROJECT.examples, PROJECT.faq, PROJECT.answers, PROJECT.programme, PROJECT.dialogues, PROJECT.muted)
    copy = copy_to(tmp_path / "project", kept)
    monkeypatch.setattr(project_files, "PROJECT", copy)
    monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    asyncio.run(_asked())
    return copy


async def _asked() -> None:
    stores = Stores.open(load_settings())
    for conversation, text in (("a", "y a-t-il un parking ?"), ("b", "ya un parking ?"), ("c", "je suis Marie Dupont")):
        turn = await stores.turns.begin(stores.identifiers.conversation("rest", conversation))
        turn.unanswered = UnansweredQuestion("not_understood", "fr", stores.mask(text), None, (("format", 0.4),))
        await stores.turns.end(turn)
    opinion = Opinion(useful=False, question="format", outcome="format_modules", trace="t", reason="perimee")
    await stores.feedback.give(stores.identifiers.conversation("rest", "d"), opinion)
    joined = Opinion(False, "organisme", "titre_ensc", "u", "fausse", "et pour finir mon titre ailleurs ?")
    await stores.feedback.give(stores.identifiers.conversation("rest", "e"), joined)
    stores.close()


@pytest.fixture
def run(project: ProjectFiles) -> Iterator[Run]:  # noqa: ARG001
    runner = CliRunner()

    def invoke(*arguments: str, answers: str = "", code: int = 0) -> str:
        result = runner.invoke(app, ["inbox", *arguments], input=answers)
        if isinstance(result.exception, ProgrammeError):
            return str(result.exception)
        assert result.exit_code == code, result.output
        return result.output

    return invoke


def group_of(listed: str, text: str) -> str:
    """The id of the group that a sentence is listed in."""
    ids = [line.split()[0] for line in listed[: listed.index(text)].splitlines() if line[:1].strip()]
    return ids[-1]


def test_open_questions_are_listed_with_their_intent_and_reason(run: Run) -> None:
    listed = run()
    assert "2 fois" in listed
    assert "pas comprise" in listed
    assert "(format) 40" in listed
    assert "(sans texte) la réponse « format_modules » — Ce n’est plus à jour" in listed
    assert "Marie" not in listed


def test_a_question_is_filed_once_the_maintainer_has_seen_the_change(run: Run, project: ProjectFiles) -> None:
    before = (project.examples / "format.yml").read_text(encoding="utf-8")
    group = group_of(run(), "parking")
    run("file", group, "format", answers="n\n", code=1)
    assert (project.examples / "format.yml").read_text(encoding="utf-8") == before
    output = run("file", group, "format", "--toutes", answers="o\noui\n")
    assert "+  - ya un parking ?" in output
    assert "Retirées de la boîte : 2." in output
    assert "parking" in (project.examples / "format.yml").read_text(encoding="utf-8")
    assert "parking" not in run()


def test_personal_sentence_is_not_filed_but_may_be_rewritten(run: Run) -> None:
    group = group_of(run(), "je suis [nom]")
    assert "quelque chose de personnel" in run("file", group, "format", "--oui", code=1)
    assert "+  - qui suis-je ?" in run("file", group, "format", "--phrase", "qui suis-je ?", "--oui")


def test_an_export_is_worked_on_elsewhere_and_stays_as_it_is(run: Run, tmp_path: Path) -> None:
    exported = tmp_path / "boite.json"
    exported.write_text(run("export"), encoding="utf-8")
    assert run("--de", str(exported)) == run()
    group = group_of(run(), "parking")
    run("--de", str(exported), "file", group, "format", "--oui")
    assert "parking" in run("--de", str(exported))
    assert "retirer le groupe sur le serveur" in run("--de", str(exported), "drop", group, "--oui", code=1)


def test_a_group_becomes_a_new_question_and_is_dropped_by_name(run: Run, project: ProjectFiles) -> None:
    output = run("faq", group_of(run(), "parking"), "parking", "--titre", "Se garer")
    assert "stories/faq/parking.yml est commencé, avec 2 phrases du groupe." in output
    text = (project.faq / "parking.yml").read_text(encoding="utf-8")
    assert '  - "y a-t-il un parking ?"\n  - "ya un parking ?"\n' in text
    group = group_of(run(), "parking")
    assert "ce fichier existe déjà" in run("faq", group, "parking", code=1)
    assert "Il n'y a pas de groupe « zzzz »" in run("drop", "zzzz", code=1)
    run("drop", group, answers="n\n", code=1)
    assert "parking" in run()
    assert "Retirées de la boîte : 2." in run("drop", group, "--oui")
    assert "parking" not in run()
    run("faq", group_of(run(), "je suis [nom]"), "quelqu_un")
    assert "[nom]" not in (project.faq / "quelqu_un.yml").read_text(encoding="utf-8"), "what is personal is left out"


def test_a_muted_group_is_shown_no_more_but_on_demand(run: Run) -> None:
    group = group_of(run(), "parking")
    assert '+phrases: ["y a-t-il un parking ?", "ya un parking ?"]' in run("mute", group, "--oui")
    listed = run()
    assert "parking" not in listed
    assert "En sourdine : 2 fois en tout" in listed
    assert "y a-t-il un parking ?" in run("--tout")


def test_a_question_that_somebody_joined_becomes_a_dialogue(run: Run, project: ProjectFiles) -> None:
    assert "Personne n'a accepté" in run("dialogue", group_of(run(), "parking"), "--oui", code=1)
    output = run("dialogue", group_of(run(), "finir mon titre"), "--oui")
    assert '+  - quand: "et pour finir mon titre ailleurs ?"' in output
    assert "(la réponse « titre_ensc »)" in (project.dialogues / "conversations.yml").read_text(encoding="utf-8")


def test_a_conversation_is_pasted_only_where_its_person_agreed(run: Run, project: ProjectFiles, tmp_path: Path) -> None:
    conversation = tmp_path / "conversation.txt"
    conversation.write_text("> et pour finir mon titre ailleurs ?\nC'est ENSC.\n", encoding="utf-8")
    kept = project.dialogues / "conversations.yml"
    assert "La personne a-t-elle accepté" in run("dialogue", "--coller", str(conversation), answers="n\n", code=1)
    assert not kept.exists()
    run("dialogue", "--coller", str(conversation), "--accord", "--nom", "finir ailleurs", "--oui")
    assert '- dialogue: "finir ailleurs"' in kept.read_text(encoding="utf-8")
    assert "l'un des deux" in run("dialogue", code=1)
