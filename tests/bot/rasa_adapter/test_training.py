"""A training reports its progress, and leaves either a whole new model or the previous one."""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from rasa.shared.exceptions import InvalidConfigException
from typer.testing import CliRunner

from bot.cli import main as cli
from bot.content.loading import load_content
from bot.content.project_files import ProjectFiles
from bot.rasa_adapter import training
from bot.rasa_adapter.service_record import LearntModel, take_up
from bot.rasa_adapter.training import TrainingFailedError, train
from bot.rasa_adapter.training_progress import JsonLines, Steps
from nlu.classification.training_run import ENCODING, LEARNING, READING, current_run
from rules.errors import Finding, ProgrammeError
from rules.model import Place
from tests.support.clone import Clone


def _rasa(monkeypatch: pytest.MonkeyPatch, learn: Callable[[Path], int]) -> None:
    """In place of Rasa's training: `learn` writes the model and returns the exit code."""

    def rasa_train(*, output: str, fixed_model_name: str, **_: object) -> SimpleNamespace:
        model = Path(output) / f"{fixed_model_name}.tar.gz"
        print("Processed trackers: 100%")
        print("Your Rasa model is trained", file=sys.stderr)
        code = learn(model)
        return SimpleNamespace(code=code, model=str(model))

    monkeypatch.setitem(sys.modules, "rasa.model_training", SimpleNamespace(train=rasa_train))


def _learns(model: Path) -> int:
    tell = current_run().on_progress
    for step in (READING, ENCODING, LEARNING):
        for done in (1, 2, 3):
            tell(step, done, 3)
    model.write_bytes(b"nouveau")
    return 0


def _models(folder: Path) -> list[str]:
    """What is in a folder of models beside their checksums."""
    return [path.name for path in folder.iterdir() if path.suffix != ".sha256"]


def test_a_component_that_needs_tensorflow_is_told_in_french_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rasa_train(**_: object) -> None:
        raise InvalidConfigException("Can't load class for name 'DIETClassifier'.")

    monkeypatch.setitem(sys.modules, "rasa.model_training", SimpleNamespace(train=rasa_train))
    with pytest.raises(TrainingFailedError, match="DIETClassifier") as failure:
        train(tmp_path / "everything", print)
    assert "TensorFlow" not in str(failure.value)
    monkeypatch.setattr(training, "find_spec", lambda _: None)
    with pytest.raises(TrainingFailedError, match=r"n’a pas TensorFlow : .* « make setup »"):
        train(tmp_path / "serving", print)


def test_progress_grows_to_one_by_steps_with_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _rasa(monkeypatch, _learns)
    progress: list[tuple[str, float]] = []
    model = train(tmp_path / "models", print, lambda *step: progress.append(step))
    assert model.read_bytes() == b"nouveau"
    fractions = [fraction for _, fraction in progress]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert list(dict.fromkeys(step for step, _ in progress)) == [
        "Vérification des fichiers",
        "Préparation",
        "Lecture des exemples",
        "Encodage des phrases",
        "Apprentissage",
        "Assemblage du modèle",
        "Modèle prêt",
    ]


def test_output_of_rasa_does_not_reach_the_maintainer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _rasa(monkeypatch, _learns)
    train(tmp_path, print)
    output = capsys.readouterr()
    assert output.out.splitlines()[1:] == ["Modèle prêt."]
    assert output.err == ""


def test_model_in_use_stays_until_the_new_one_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "aiguilleur-0123456789abcdef.tar.gz"
    old.write_bytes(b"ancien")

    def breaks(model: Path) -> int:
        assert old.exists()
        model.write_bytes(b"la moit")
        return 1

    _rasa(monkeypatch, breaks)
    with pytest.raises(TrainingFailedError, match="Your Rasa model is trained"):
        train(tmp_path, print)
    assert _models(tmp_path) == [old.name]

    _rasa(monkeypatch, _learns)
    model = train(tmp_path, print)
    assert _models(tmp_path) == [model.name]


def test_models_in_service_and_before_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _rasa(monkeypatch, _learns)
    models = tmp_path / "models"
    models.mkdir()
    names = [f"aiguilleur-01234567-{number}.tar.gz" for number in range(3)]
    for name in names:
        (models / name).write_bytes(b"ancien")
        take_up(tmp_path, LearntModel(name, {}))
    model = train(models, print)
    assert {*_models(models)} == {*names[1:], model.name}


def test_folder_of_a_killed_training_is_removed_and_of_one_under_way_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _rasa(monkeypatch, _learns)
    killed, under_way = tmp_path / ".en-cours-killed", tmp_path / ".en-cours-other"
    for folder in (killed, under_way):
        folder.mkdir()
        (folder / "model.tar.gz").write_bytes(b"la moit")
    os.utime(killed, (0, 0))
    model = train(tmp_path, print)
    assert {*_models(tmp_path)} == {under_way.name, model.name}


def test_working_folders_of_rasa_stand_in_that_of_the_training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tempfile.gettempdir()
    working: list[Path] = []

    def learn(model: Path) -> int:
        working.append(Path(tempfile.mkdtemp()))
        return _learns(model)

    _rasa(monkeypatch, learn)
    train(tmp_path, print)
    assert working[0].parent.name.startswith(".en-cours-")
    assert working[0].parent.parent == tmp_path
    assert tempfile.gettempdir() == before


def test_trial_goes_on_from_the_model_that_was_trained_anew_and_never_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[bytes | None] = []
    learnt = ["phrases0"]
    code = training.fingerprint().partition("-")[0]
    monkeypatch.setattr(training, "fingerprint", lambda: f"{code}-{learnt[-1]}")

    def learn(model: Path) -> int:
        path = current_run().previous
        begun.append(path and path.read_bytes())
        _learns(model)
        model.write_bytes(learnt[-1].encode())
        return 0

    _rasa(monkeypatch, learn)
    (tmp_path / "aiguilleur-01234567-0123456789abcdef.tar.gz").write_bytes(b"of other code")
    anew = train(tmp_path, print, trial=True)
    assert (begun.pop(), anew.name) == (None, f"aiguilleur-{code}-phrases0.tar.gz")
    for saved in ("phrases1", "phrases2"):
        learnt.append(saved)
        trial = train(tmp_path, print, trial=True)
        assert {*_models(tmp_path)} == {anew.name, f"essai-{code}-{saved}.tar.gz"}
        assert training.trained_model(tmp_path) is None
    assert train(tmp_path, print, trial=True) == trial
    assert begun == [b"phrases0", b"phrases0"]
    learnt.append("phrases0")
    assert train(tmp_path, print, trial=True) == anew

    # What goes into service has learnt anew.
    learnt.append("phrases3")
    served = train(tmp_path, print)
    assert _models(tmp_path) == [served.name]
    assert begun == [b"phrases0", b"phrases0", None]


def test_trial_is_for_programs_only() -> None:
    done = CliRunner().invoke(cli.app, ["train", "--essai"])
    assert done.exit_code == 2
    assert "--progress" in done.output


def test_files_saved_during_a_training_are_trained_on_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = ["premier"]
    monkeypatch.setattr(training, "fingerprint", lambda: saved[-1])
    trained: list[str] = []

    def learn(model: Path) -> int:
        trained.append(saved[-1])
        if len(trained) == 1:
            saved.append("second")
        return _learns(model)

    _rasa(monkeypatch, learn)
    messages: list[str] = []
    assert train(tmp_path, messages.append).name == "aiguilleur-second.tar.gz"
    assert trained == ["premier", "second"]
    assert "Des fichiers ont changé pendant l’entraînement : il recommence." in messages


def test_step_reports_its_part_of_the_whole() -> None:
    progress: list[tuple[str, float]] = []
    steps = Steps(lambda *step: progress.append(step))
    steps.tell(LEARNING, 0, 120)
    steps.tell(LEARNING, 60, 120)
    assert progress == [(LEARNING, pytest.approx(0.35)), (LEARNING, pytest.approx(0.6))]


def test_findings_are_printed_as_json() -> None:
    stream = io.StringIO()
    JsonLines(stream).failed(
        "…", [Finding(Place(Path("nlu/examples/oui.yml"), 3), "pas une liste", "écrire une liste")]
    )
    assert json.loads(stream.getvalue()) == {
        "error": "…",
        "findings": [
            {
                "file": "nlu/examples/oui.yml",
                "line": 3,
                "problem": "pas une liste",
                "remedy": "écrire une liste",
            }
        ],
    }


def test_command_prints_json_lines_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path))
    _rasa(monkeypatch, _learns)
    result = CliRunner().invoke(cli.app, ["train", "--progress"])
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert lines[0] == {"step": "Vérification des fichiers", "fraction": 0.05}
    assert lines[-1]["fraction"] == 1.0
    assert Path(lines[-1]["model"]).read_bytes() == b"nouveau"


@pytest.mark.parametrize("options", [[], ["--progress"]])
def test_missing_encoder_is_told_with_the_remedy_before_any_training(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path))
    monkeypatch.setenv("AIGUILLEUR_ENCODER", str(tmp_path))
    result = CliRunner().invoke(cli.app, ["train", *options])
    assert result.exit_code == 1
    assert "make setup" in f"{result.output} {result.exception}"


def test_command_fails_with_the_findings_of_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path))

    def mistaken(*_: object) -> None:
        raise ProgrammeError([Finding(Place(Path("stories/faq/cpf.yml"), 7), "sans texte", "écrire le texte")])

    monkeypatch.setattr(training, "load_content", mistaken)
    result = CliRunner().invoke(cli.app, ["train", "--progress"])
    (line,) = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 1
    assert line["findings"][0]["file"] == "stories/faq/cpf.yml"
    assert line["findings"][0]["line"] == 7


@pytest.fixture
def misspelt_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A key of Telegram's texts, misspelt in the files that are trained on."""
    monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path / "var"))
    _rasa(monkeypatch, _learns)
    clone = Clone(tmp_path / "clone")
    files = ProjectFiles(clone.root)
    clone.edit("stories/answers/fr/telegram.yml", "bouton_perime:", "bouton_prime:")
    monkeypatch.setattr(training, "load_content", lambda _=None, declared=(): load_content(files, declared))
    return "bouton_prime"


@pytest.mark.parametrize("options", [[], ["--progress"]])
def test_mistake_in_a_text_of_a_channel_is_found_before_any_training(misspelt_key: str, options: list[str]) -> None:
    result = CliRunner().invoke(cli.app, ["train", *options])
    assert result.exit_code == 1
    assert misspelt_key in f"{result.output} {result.exception}"


def test_mistake_in_a_text_of_a_channel_is_found_before_the_studio_trains(
    misspelt_key: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for slow in ("rasa.engine.recipes.default_components", "sklearn.svm", "onnxruntime"):
        monkeypatch.setitem(sys.modules, slow, ModuleType(slow))
    from bot.maintenance.studio import training_worker

    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    with pytest.raises(SystemExit, match="1"):
        training_worker.main()
    assert misspelt_key in capsys.readouterr().out


@pytest.mark.parametrize("reader", ["read_annotated", "read_distress", "read_turns"])
def test_mistake_in_an_annotated_message_is_found_before_any_training(
    reader: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken() -> None:
        raise ProgrammeError(
            [Finding(Place(Path("nlu/annotated/messages/vae.yml"), 7), "acte inconnu", "en choisir un")]
        )

    _rasa(monkeypatch, _learns)
    monkeypatch.setattr(training, reader, mistaken)
    with pytest.raises(ProgrammeError, match="acte inconnu"):
        train(tmp_path / "models", lambda _: None)
    assert not (tmp_path / "models").exists()


def test_a_damaged_model_is_trained_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _rasa(monkeypatch, _learns)
    model = train(tmp_path / "models", lambda _: None)
    model.write_bytes(b"nouv")
    messages: list[str] = []
    assert train(tmp_path / "models", messages.append).read_bytes() == b"nouveau"
    assert messages[0] == f"Le modèle {model.name} est abîmé : il est refait."
