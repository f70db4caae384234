"""The checks of stories: each slip is a finding for maintainers, before any training."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.content.loading import Content, load_content
from bot.content.project_files import PROJECT, ProjectFiles
from bot.rasa_adapter import training
from bot.rasa_adapter.story_checks import answers, check_stories
from nlu.training_data.examples import FAQ, Example, read_examples
from rules.errors import Finding, ProgrammeError
from rules.model import Place


@dataclass(frozen=True)
class Slip:
    """A file of stories with a mistake: a mark on the line to be named, words of the problem."""

    written: str
    mark: str
    problem: str
    file: str = "essai.yml"


def _story(*steps: str, name: str = "essai") -> str:
    """A story whose steps are "question > answer" or "question > answer!", which then forgets everything."""
    written = f"- recit: {name}\n  etapes:\n"
    for step in steps:
        question, _, answer = step.partition(" > ")
        written += f"  - question: {question}\n    reponse: {answer.removesuffix('!')}\n"
        written += "    puis: recommencer_a_zero\n" if answer.endswith("!") else ""
    return written


def _file(*stories: str) -> str:
    return "recits:\n" + "".join(stories)


SLIPS = {
    "a question that does not exist": Slip(
        _file(_story("remercie > capacites")), "question: remercie", "la question « remercie » n’existe pas"
    ),
    "an answer that does not exist": Slip(
        _file(_story("saluer > saluer", "oui > capacitees")),
        "reponse: capacitees",
        "la réponse « capacitees » n’existe pas",
    ),
    "an answer that the programme decides": Slip(
        _file(_story("saluer > saluer", "oui > organisme")),
        "reponse: organisme",
        "elle ne répond qu’à la question « organisme »",
    ),
    "a text with words that nothing fills": Slip(
        _file(_story("saluer > saluer", "oui > territoire_note")), "reponse: territoire_note", "contient {dans}"
    ),
    "an answer before any question": Slip(
        "recits:\n- recit: essai\n  etapes:\n  - reponse: saluer\n  - question: oui\n    reponse: capacites\n",
        "- reponse: saluer",
        "il manque la clé « question »",
    ),
    "two stories with one question and two answers": Slip(
        _file(_story("saluer > capacites", "oui > humain"), _story("saluer > humain", "oui > capacites", name="autre")),
        "reponse: humain",
        "commence par la même question, répond « capacites »",
    ),
    "one of two stories forgets everything at once": Slip(
        _file(_story("saluer > saluer!"), _story("saluer > saluer", "oui > capacites", name="autre")),
        "reponse: saluer",
        "répond « saluer », puis oublie tout",
        file="un_essai_apres_les_autres.yml",
    ),
    "a story in place of the programme": Slip(
        _file(_story("organisme > capacites")), "reponse: capacites", "prend la place de la réponse à « organisme »"
    ),
    "two stories of one name": Slip(
        _file(_story("saluer > saluer", "oui > capacites"), _story("humain > humain", "non > capacites")),
        "- recit: essai\n  etapes:\n  - question: humain",
        "un autre récit s’appelle « essai »",
    ),
    "the same story twice": Slip(
        _file(_story("saluer > saluer", "oui > capacites"), _story("saluer > saluer", "oui > capacites", name="bis")),
        "- recit: bis",
        "les mêmes étapes que « essai »",
    ),
    "the same beginning that goes on in two ways": Slip(
        _file(_story("saluer > saluer", "oui > capacites"), _story("saluer > saluer", "oui > humain", name="bis")),
        "reponse: humain",
        "commence comme « essai » et répond ensuite autrement à « oui » : ici « humain », là « capacites »",
    ),
    "a third step that the memory does not tell apart": Slip(
        _file(
            _story("saluer > saluer", "oui > qui_es_tu", "oui > capacites"),
            _story("humain > humain", "oui > qui_es_tu", "oui > confidentialite", name="bis"),
        ),
        "reponse: confidentialite",
        "ne se souvient que de l’étape d’avant",
    ),
    "a step that answers otherwise than everywhere": Slip(
        _file(_story("saluer > saluer", "financement > capacites")),
        "reponse: capacites",
        "partout ailleurs, la réponse est « financement »",
    ),
    "a step that answers otherwise than the story of its question": Slip(
        _file(_story("saluer > saluer", "recommencer > recommencer")),
        "reponse: recommencer",
        "le récit « recommencer, confirmé », qui commence par cette question",
    ),
    "a story that begins with yes": Slip(
        _file(_story("oui > oublier!")),
        "reponse: recommencer\n",
        "le récit « essai », qui commence par cette question, répond « oublier »",
        file="recommencer.yml",
    ),
    "the same answer that forgets everything in one story alone": Slip(
        _file(_story("saluer > saluer", "oui > humain!"), _story("acteur > acteur", "oui > humain", name="bis")),
        "reponse: humain",
        "un récit fait tout oublier et l’autre non",
    ),
    "no step": Slip("recits:\n- recit: vide\n  etapes: []\n", "etapes: []", "n’a pas d’étape"),
    "something unknown that follows": Slip(
        _file(_story("saluer > saluer")) + "    puis: raccrocher\n",
        "puis: raccrocher",
        "« puis: raccrocher » n’existe pas",
    ),
    "steps after everything is forgotten": Slip(
        _file(_story("saluer > saluer!", "oui > capacites")),
        "puis: recommencer_a_zero",
        "continue après « puis: recommencer_a_zero »",
    ),
    "a misspelt key": Slip(
        _file(_story("saluer > saluer")).replace("reponse", "réponse"),
        "réponse: saluer",
        "la clé « réponse » n'existe pas ici",
    ),
}


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content()


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return read_examples(faq=FAQ)


@pytest.fixture
def copy(tmp_path: Path) -> ProjectFiles:
    """The stories, to be spoilt."""
    files = ProjectFiles(tmp_path)
    shutil.copytree(PROJECT.recits, files.recits)
    return files


@pytest.fixture
def maintainer_trains(
    content: Content, examples: list[Example], copy: ProjectFiles, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Path], None]:
    """Train on the spoilt stories into a folder."""

    def train(models: Path) -> None:
        monkeypatch.setattr(training, "load_content", lambda *_: replace(content, files=copy))
        monkeypatch.setattr(training, "read_examples", lambda **_: examples)
        training.train(models, print)

    return train


def test_stories_of_the_project_have_no_findings(content: Content, examples: list[Example]) -> None:
    assert _findings(content, examples) == []


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS.keys())
def test_slip_in_a_story_is_found_before_any_training(
    slip: Slip, copy: ProjectFiles, maintainer_trains: Callable[[Path], None], tmp_path: Path
) -> None:
    written = slip.file if slip.file not in {path.name for path in copy.recits.iterdir()} else "essai.yml"
    (copy.recits / written).write_text(slip.written, encoding="utf-8")
    with pytest.raises(ProgrammeError) as raised:
        maintainer_trains(tmp_path / "models")
    file = copy.recits / slip.file
    text = file.read_text(encoding="utf-8")
    line = text[: text.rindex(slip.mark)].count("\n") + 1
    assert not (tmp_path / "models").exists(), "training was reached"
    findings = [finding for finding in raised.value.findings if slip.problem in finding.problem]
    assert [(finding.place.file, finding.place.line) for finding in findings] == [(file, line)], raised.value
    assert findings[0].remedy
    assert len(raised.value.findings) == 1, raised.value


def test_question_without_an_answer_is_found_at_its_examples(content: Content, examples: list[Example]) -> None:
    new = Example("c'est quand la paie ?", "paie", "fr", Place(PROJECT.examples / "paie.yml", 4))
    [finding] = _findings(content, [*examples, new])
    assert finding.place == new.place
    assert "la question « paie » n’a pas de réponse" in finding.problem
    assert "stories/answers/fr/dialogue.yml" in finding.remedy
    assert "un récit" in finding.remedy


@pytest.mark.parametrize("name", ["restart", "Où s’inscrire"])
def test_name_that_no_question_can_have_is_found(name: str, content: Content, examples: list[Example]) -> None:
    new = Example("c'est quand la paie ?", name, "fr", Place(PROJECT.examples / "paie.yml", 4))
    problems = [finding.problem for finding in _findings(content, [*examples, new])]
    assert f"une question ne peut pas s’appeler « {name} »" in problems


def _findings(content: Content, examples: Iterable[Example]) -> list[Finding]:
    return check_stories(content.files.recits, answers(content.programme, content.texts), examples)
