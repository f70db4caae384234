"""Annotated messages: what they say of whom, and no annotation that cannot be right."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nlu.training_data.annotated import ANNOTATED, AnnotatedMessage, Mark, read_annotated
from rules.errors import ProgrammeError

COLLEAGUE = '[convocation]{"entity": "convocation", "value": "recue", "role": "oui", "group": "autre"}'
ME = '[pas moi]{"entity": "convocation", "value": "recue", "role": "non", "group": "moi"}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the labels and no message."""
    (tmp_path / "messages").mkdir()
    shutil.copy(ANNOTATED / "etiquettes.yml", tmp_path)
    return tmp_path


def read(folder: Path, *examples: str, act: str = "demande") -> list[AnnotatedMessage]:
    """The messages of a file with these examples, each written as YAML."""
    lines = ['version: "3.1"', "nlu:", f"- intent: {act}", "  examples:", *(f"  - {example}" for example in examples)]
    (folder / "messages" / "essai.yml").write_text("\n".join(lines), encoding="utf-8")
    return read_annotated(folder)


def example(text: str, form: str = "suite") -> str:
    return f"{{text: '{text}', metadata: {{langue: fr, formes: [{form}]}}}}"


def test_a_message_says_what_is_so_of_whom_and_where_in_its_words(folder: Path) -> None:
    (message,) = read(folder, example(f"ma collègue a sa {COLLEAGUE}, {ME} : je fais quoi ?"))
    assert message.text == "ma collègue a sa convocation, pas moi : je fais quoi ?"
    assert message.marks == (
        Mark(17, 28, "convocation", "recue", "oui", "autre"),
        Mark(30, 37, "convocation", "recue", "non", "moi"),
    )
    assert (message.act, message.metadata.formes, message.place.line) == ("demande", ["suite"], 5)


@pytest.mark.parametrize(
    ("text", "form", "act", "problem"),
    [
        ("c''est ici ?", "pourkoi", "demande", "genre de question : « pourkoi »"),
        ("c''est ici ?", "oui_non", "exige", "acte : « exige »"),
        ("c''est ici", "aucune", "demande", "demande, et sans question"),
        ("[Pau](lieu ici moi)", "aucune", "dit", "une annotation n'est pas lue"),
        ('[Pau]{"entity": "lieu", "role": "oui", "group": "moi"}', "aucune", "dit", "rôle de « Pau » : « oui »"),
        (
            '[exam]{"entity": "examen_ccp1", "role": "oui", "group": "moi"}',
            "aucune",
            "dit",
            "valeur de « exam » : «  »",
        ),
    ],
)
def test_what_cannot_be_right_is_found_with_its_line(
    folder: Path, text: str, form: str, act: str, problem: str
) -> None:
    with pytest.raises(ProgrammeError) as raised:
        read(folder, example("bonjour", "aucune").replace("aucune", "quand"), example(text, form), act=act)
    findings = [finding for finding in raised.value.findings if finding.place.line == 6]
    assert problem in findings[0].problem


def test_the_same_message_is_not_annotated_in_two_ways(folder: Path) -> None:
    with pytest.raises(ProgrammeError, match="annoté autrement"):
        read(folder, example("et à Pau ?", "qui"), example("Et à Pau ?", "ou"))
    assert len(read(folder, example("et à Pau ?", "qui"), example("Et à Pau ?", "qui"))) == 2


def test_the_projects_annotations_use_every_holder_and_both_languages() -> None:
    messages = read_annotated()
    assert len(messages) > 3_000
    marks = [mark for message in messages for mark in message.marks]
    assert {mark.group for mark in marks} == {"moi", "structure", "autre", "personne"}
    assert {message.metadata.langue for message in messages} == {"fr", "en"}
