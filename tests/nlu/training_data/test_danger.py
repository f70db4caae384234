"""The maintainers' messages of danger: read with their lines, and no file that cannot be right."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from nlu.distress import HARD_TIMES, Distress
from nlu.training_data.danger import MIN_MESSAGES, read_danger
from rules.errors import ProgrammeError

KINDS = ("danger", "exasperation", "faux_amis", "ordinaires")


def content() -> dict[str, dict[str, list[str]]]:
    return {
        kind: {language: [f"{kind} {language} {number}" for number in range(MIN_MESSAGES)] for language in ("fr", "en")}
        for kind in KINDS
    }


def problems(path: Path, content: dict[str, dict[str, list[str]]]) -> list[str]:
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    with pytest.raises(ProgrammeError) as raised:
        read_danger(path)
    return [finding.problem for finding in raised.value.findings]


def test_the_project_has_messages_of_every_kind() -> None:
    # Hard times are heard by their words (nlu/lexique/epreuves.yml).
    assert {message.distress for message in read_danger()} == set(Distress) - HARD_TIMES


def test_a_message_stands_once(tmp_path: Path) -> None:
    twice = content()
    twice["faux_amis"]["fr"].append(twice["danger"]["fr"][0].upper())
    (problem,) = problems(tmp_path / "danger.yml", twice)
    assert "est écrit deux fois" in problem


def test_a_kind_with_few_messages_in_a_language_is_a_mistake(tmp_path: Path) -> None:
    few = content()
    few["danger"]["en"] = few["danger"]["en"][1:]
    (problem,) = problems(tmp_path / "danger.yml", few)
    assert problem == f"« danger » n'a que {MIN_MESSAGES - 1} messages en « en »"


def test_an_unknown_kind_is_a_mistake(tmp_path: Path) -> None:
    assert problems(tmp_path / "danger.yml", content() | {"colere": {"fr": ["zut"]}})
