"""Messages in hard times: read with their lines, and never with two levels."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.distress import Distress
from nlu.training_data.distress import read_distress
from rules.errors import ProgrammeError


def write(folder: Path, name: str, *messages: str) -> None:
    (folder / name).write_text("messages:\n" + "\n".join(messages) + "\n", encoding="utf-8")


def test_the_project_has_messages_of_every_level_by_ten_writers() -> None:
    messages = read_distress()
    assert {message.distress for message in messages} == set(Distress)
    assert len({message.place.file for message in messages}) > 10


def test_a_message_with_two_levels_is_a_mistake_with_both_places(tmp_path: Path) -> None:
    write(tmp_path, "a.yml", '- {niveau: epreuve, langue: fr, texte: "j\'ai raté"}')
    write(tmp_path, "b.yml", '- {niveau: agace, langue: fr, texte: "J\'ai raté"}')
    with pytest.raises(ProgrammeError) as raised:
        read_distress(tmp_path)
    (finding,) = raised.value.findings
    assert (finding.place.file.name, finding.place.line) == ("b.yml", 2)
    assert "a.yml:2" in finding.problem
