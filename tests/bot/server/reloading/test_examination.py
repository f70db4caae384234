"""The examination of edited files: a server takes up what fits its model and code, and what is to be learnt waits."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from bot.process.settings import Settings
from bot.rasa_adapter.service_record import LearntModel, ServiceRecord, write_record
from bot.rasa_adapter.training import fingerprint, model_path, shaping_digest
from bot.server.reloading import examination
from bot.server.reloading.examination import Examined, examine, load_candidate
from bot.server.reloading.reloader import Reloader
from rules.errors import ProgrammeError
from tests.bot.server.edits import PHRASES
from tests.support.new_question import FILE, TICKETS

TRAIN = "entraîner (make train), puis recommencer (aiguilleur reload)"


@pytest.fixture
def settings(tmp_path, model):
    """Of a data folder that has the model."""
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / model.name).touch()
    return Settings(data=tmp_path)


@pytest.fixture
def examined(files, settings, model):
    """What the server has examined."""
    return Examined.of(files, settings, model)


@pytest.fixture(scope="module")
def before(files, model, tmp_path_factory):
    return load_candidate(Examined.of(files, Settings(data=tmp_path_factory.mktemp("data")), model))


@pytest.fixture
def faq(clone):
    """A plain question that no model knows."""
    path = clone.root / FILE
    path.write_text(TICKETS, encoding="utf-8")
    yield path
    path.unlink(missing_ok=True)


def pending(candidate):
    """What waits for a training: files, problems and remedies."""
    return [(finding.place.file.name, finding.problem, finding.remedy) for finding in candidate.pending]


def refusal(examined):
    """The findings that keep the files from being taken up: places, problems and remedies."""
    with pytest.raises(ProgrammeError) as refused:
        load_candidate(examined)
    return [(finding.place.file.name, finding.problem, finding.remedy) for finding in refused.value.findings]


@pytest.mark.usefixtures("faq")
def test_file_that_needs_a_new_question_waits_with_it_and_says_so(examined, clone):
    clone.edit("rules/programme/sources.yml", "\npriorites:\n", "\npriorites:\n  tickets: [tickets]\n")
    [(file, problem, remedy)] = refusal(examined)
    assert file == "sources.yml"
    assert problem.endswith("(en attente d'un entraînement : tickets)")
    assert remedy == TRAIN


def test_plain_question_that_the_model_knows_cannot_go(examined, files):
    path = files.faq / "cpf.yml"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    try:
        found = refusal(examined)
    finally:
        path.write_text(text, encoding="utf-8")
    problem = "la réponse « cpf » a été retirée, et le modèle en service peut encore la donner"
    assert found == [("cpf.yml", problem, f"la remettre, ou {TRAIN}")]


def test_question_of_the_programme_that_the_model_does_not_know_is_refused(examined, settings, model):
    (settings.models / model.name).unlink()
    earlier = {name: digest for name, digest in model.learnt.items() if name != "nlu/examples/organisme.yml"}
    [(file, problem, _)] = refusal(replace(examined, model=msgspec.structs.replace(model, learnt=earlier)))
    assert (file, problem.split(",")[0]) == ("organisme.yml", "la question « organisme » est nouvelle")


def test_answer_that_the_model_may_still_choose_cannot_go(examined, clone):
    for language in ("fr", "en"):
        clone.edit(f"stories/answers/{language}/dialogue.yml", "\nremercier:\n", "\nremercier_autrement:\n")
    [(file, problem, _)] = refusal(examined)
    assert (file, problem) == ("remercier.yml", "la question « remercier » n’a pas de réponse")


def test_changed_code_needs_a_restart(examined, settings, model, before, monkeypatch):
    monkeypatch.setattr("bot.server.reloading.reloader.examine", load_candidate)
    reloader = Reloader(examined.files, settings, model)
    monkeypatch.setattr(examination, "code_digest", lambda: "other")
    with pytest.raises(ProgrammeError) as refused:
        reloader.next(before.content)
    [finding] = refused.value.findings
    assert finding.problem == "le code d'Aiguilleur a changé depuis que le serveur tourne"
    assert finding.remedy == "redémarrer le serveur, après make train"


def test_model_that_cannot_be_loaded_is_refused_and_the_one_before_stays(
    examined, settings, model, before, files, clone, monkeypatch
):
    monkeypatch.setattr("bot.server.reloading.reloader.examine", load_candidate)
    clone.edit(*PHRASES)
    model_path(settings.models, fingerprint(files)).write_bytes(b"la moit")
    reloader = Reloader(examined.files, settings, model)
    with pytest.raises(ProgrammeError, match=r"Le modèle .* ne se charge pas \(ReadError\)"):
        reloader.next(before.content)
    assert reloader.model.name == model.name


def test_model_set_aside_does_not_come_back_by_itself(examined, settings, model, files, clone):
    earlier = LearntModel(f"aiguilleur-{shaping_digest()}-0123456789abcdef.tar.gz", {**model.learnt, "config.yml": "0"})
    (settings.models / earlier.name).touch()
    write_record(settings.data, ServiceRecord(earlier, before=model, set_aside=model.name))
    found = load_candidate(examined)
    assert found.model.name == earlier.name
    [(file, _, remedy)] = pending(found)
    assert file == "config.yml"
    assert "aiguilleur model restore" in remedy
    # Another one that was trained meanwhile is taken up.
    clone.edit(*PHRASES)
    trained = model_path(settings.models, fingerprint(files))
    trained.touch()
    assert load_candidate(examined).model.name == trained.name


def test_files_that_change_while_they_are_read_are_left_for_later(examined, monkeypatch):
    digests = (str(number) for number in range(9))
    monkeypatch.setattr(examination, "content_digest", lambda *_: next(digests))
    [(_, problem, remedy)] = refusal(examined)
    assert (problem, remedy) == ("les fichiers changent pendant qu'on les lit", "recommencer une fois tout enregistré")


def test_failed_examination_is_a_refusal(examined, monkeypatch):
    monkeypatch.setattr(examination.sys, "executable", "/bin/false")
    with pytest.raises(ProgrammeError, match="la vérification n'a pas abouti"):
        examine(examined)
