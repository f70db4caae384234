"""Judges and writers: a folder with all that they may read, and one file with all that was said, graded and meant."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nlu.training_data.meanings import read_turns
from tests.evaluation.judging import keep
from tests.evaluation.judging.__main__ import prepare
from tests.support.server import ROUTE, Server, ready

MEANING = {
    "act": "demande",
    "topic": "organisme",
    "course": "titre_complet",
    "form": "qui",
    "who": "moi",
    "place": "Pau",
}
MEANING |= {"link": "nouveau", "operation": "une"}
PLACE = {"words": "Pau", "kind": "lieu", "role": "ici", "holder": "moi"}
MESSAGE = "qui forme au titre complet à Pau ?"


def talk(folder: Path, command: str, *lines: dict[str, Any]) -> str:
    written = "\n".join(json.dumps(line) for line in lines)
    call = [sys.executable, str(folder / "talk.py"), command]
    return subprocess.run(call, input=written, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def server(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with ready(Server(tmp_path_factory.mktemp("data"), models)) as server:
        yield server


@pytest.fixture
def writer(server: Server, tmp_path: Path) -> Path:
    folder = tmp_path / "w99"
    prepare(folder, "writer", server.url + ROUTE, [])
    return folder


def test_a_writer_sees_the_reply_and_all_of_it_is_kept(writer: Path) -> None:
    shown = talk(writer, "say", {"c": 1, "m": MESSAGE, "meaning": {**MEANING, "spans": [PLACE]}})
    assert "La Mêlée" in shown
    (turn,) = read_turns(writer / "transcript.jsonl")
    assert (turn.writer, turn.conversation, turn.turn, turn.message) == ("w99", 1, 1, MESSAGE)
    assert turn.meaning is not None
    assert turn.meaning.topic == "organisme"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"topic": "organismes"}, "topic 'organismes' is none of"),
        ({"spans": [{**PLACE, "words": "Paris"}]}, "'Paris' does not stand in the message"),
        ({"spans": [{**PLACE, "role": "oui"}]}, "role 'oui' of lieu is none of"),
        ({"operation": "verifier"}, "verifier, and no claim"),
        ({"more": [{"topic": "prix", "course": "aucun", "form": "combien", "who": "moi"}]}, "does not stand"),
    ],
)
def test_what_cannot_be_meant_is_told_and_not_sent(writer: Path, change: dict[str, Any], problem: str) -> None:
    assert problem in talk(writer, "say", {"c": 1, "m": MESSAGE, "meaning": {**MEANING, **change}})
    assert read_turns(writer / "transcript.jsonl") == []


def test_a_button_is_clicked_by_its_title(writer: Path) -> None:
    talk(writer, "say", {"c": 1, "m": "qui forme ?", "meaning": MEANING})
    buttons = json.loads((writer / "transcript.jsonl").read_text(encoding="utf-8"))["buttons"]
    title = next(title for title, does in buttons.items() if not does.startswith("http"))
    assert "has no button" in talk(writer, "say", {"c": 1, "click": "Nulle part"})
    talk(writer, "say", {"c": 1, "click": title})
    first, second = read_turns(writer / "transcript.jsonl")
    assert (first.click, second.click) == (False, True)


def test_what_writers_wrote_is_kept_without_the_buttons(
    writer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk(writer, "say", {"c": 2, "m": MESSAGE, "meaning": MEANING}, {"c": 1, "m": "merci", "meaning": MEANING})
    target = tmp_path / "kept"
    target.mkdir()
    monkeypatch.setattr(sys, "argv", ["keep", str(writer), str(target)])
    keep.main()
    lines = [json.loads(line) for line in (target / "w99.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["conversation"] for line in lines] == [1, 2]
    assert all("buttons" not in line for line in lines)


def test_a_judge_reads_the_brief_and_the_facts_and_nothing_else(server: Server, tmp_path: Path) -> None:
    facts = tmp_path / "programme.md"
    facts.write_text("Le CCP1 dure 105 h.", encoding="utf-8")
    folder = tmp_path / "judge"
    prepare(folder, "judge", server.url + ROUTE, [facts])
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert files == {"BRIEF.md", "talk.py", "settings.json", "facts/programme.md"}


def test_grades_and_causes_are_counted_and_a_grade_without_its_cause_is_refused(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "judge"
    prepare(folder, "judge", server.url + ROUTE, [])
    talk(folder, "say", {"c": 1, "m": "qui paie les modules ?"}, {"c": 1, "m": "et pour Pau ?"})
    assert "cause None is none of" in talk(folder, "grade", {"c": 1, "t": 1, "grade": "M"})
    talk(folder, "grade", {"c": 1, "t": 1, "grade": "G"}, {"c": 1, "t": 2, "grade": "M", "cause": "U2", "note": "…"})
    figures = json.loads(talk(folder, "report").splitlines()[-1])
    assert figures == {"turns": 2, "graded": 2, "G": 1, "M": 1, "U2": 1}
