"""A training reports its progress, and leaves either a whole new model or the previous one."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from bot.cli import main as cli
from bot.content.loading import load_content
from bot.content.project_files import ProjectFiles
from bot.rasa_adapter import training
from bot.rasa_adapter.service_record import LearntModel, take_up
from bot.rasa_adapter.training import TrainingFailedError, train
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


def test_command_prints_progress_that_grows_to_one_as_json_lines_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path))
    _rasa(monkeypatch, _learns)
    result = CliRunner().invoke(cli.app, ["train", "--progress"])
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert Path(lines[-1]["model"]).read_bytes() == b"nouveau"
    fractions = [line["fraction"] for line in lines]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.05, 1.0)
    assert len({line["step"] for line in lines}) == 7


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


def test_models_in_service_and_before_stay_and_what_a_killed_training_left_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _rasa(monkeypatch, _learns)
    models = tmp_path / "models"
    models.mkdir()
    names = [f"aiguilleur-01234567-{number}.tar.gz" for number in range(3)]
    for name in names:
        (models / name).write_bytes(b"ancien")
        take_up(tmp_path, LearntModel(name, {}))
    killed, under_way = models / ".en-cours-killed", models / ".en-cours-other"
    for folder in (killed, under_way):
        folder.mkdir()
        (folder / "model.tar.gz").write_bytes(b"la moit")
    os.utime(killed, (0, 0))
    model = train(models, print)
    assert {*_models(models)} == {*names[1:], model.name, under_way.name}


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


@pytest.mark.parametrize("options", [[], ["--progress"]])
def test_missing_encoder_is_told_with_the_remedy_before_any_training(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path))
    monkeypatch.setenv("AIGUILLEUR_ENCODER", str(tmp_path))
    result = CliRunner().invoke(cli.app, ["train", *options])
    assert result.exit_code == 1
    assert "make setup" in f"{result.output} {result.exception}"


def test_mistake_in_a_text_of_a_channel_is_found_before_any_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIGUILLEUR_DATA", str(tmp_path / "var"))
    _rasa(monkeypatch, _learns)
    clone = Clone(tmp_path / "clone")
    files = ProjectFiles(clone.root)
    clone.edit("stories/answers/fr/telegram.yml", "bouton_perime:", "bouton_prime:")
    monkeypatch.setattr(training, "load_content", lambda _=None, declared=(): load_content(files, declared))
    result = CliRunner().invoke(cli.app, ["train"])
    assert result.exit_code == 1
    assert "bouton_prime" in f"{result.output} {result.exception}"
    assert "telegram.yml" in f"{result.output} {result.exception}"


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
