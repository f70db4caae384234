"""The examination of edited files: a running server takes up all changes if they fit its model and code, else none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.answers.place_names import department
from bot.channels.telegram.commands import COMMAND_BOOK
from bot.content.project_files import ProjectFiles
from bot.rasa_adapter.training import learnt
from bot.server.reloading import examination
from bot.server.reloading.examination import examine, load_candidate
from bot.server.reloading.reloader import Reloader
from nlu.dialogue.frames import Frame
from rules.errors import ProgrammeError
from tests.support.clone import Clone

TODAY = date(2026, 11, 25)
TRAIN = "entraîner (make train), puis redémarrer le serveur"


@pytest.fixture(scope="module")
def cloned(tmp_path_factory):
    return Clone(tmp_path_factory.mktemp("clone"))


@pytest.fixture
def clone(cloned):
    yield cloned
    cloned.restore()


@pytest.fixture(scope="module")
def files(cloned):
    return ProjectFiles(cloned.root)


@pytest.fixture(scope="module")
def before(files):
    return load_candidate(files, 90)


@pytest.fixture
def taken(files, before, monkeypatch):
    """Examine the files as they are, for a model trained on the earlier ones; in this process."""
    monkeypatch.setattr("bot.server.reloading.reloader.examine", load_candidate)
    reloader = Reloader(files, 90, before.learnt)
    return lambda: reloader.next(before.content)


def refusal(taken):
    """The findings that keep the files from being taken up: places, problems and remedies."""
    with pytest.raises(ProgrammeError) as refused:
        taken()
    return [(finding.place.file.name, finding.problem, finding.remedy) for finding in refused.value.findings]


def test_untouched_files_are_the_same_content(taken, before):
    assert taken().digest == before.content.digest


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("stories/faq/cpf.yml", "Je ne sais pas si le CPF", "La page ne dit pas si le CPF"),
        ("stories/faq/cpf.yml", "a_relire_avant: 2027-05-31", "a_relire_avant: 2027-06-30"),
        ("stories/answers/fr/titre.yml", "c'est La Mêlée.", "La Mêlée."),
        ("nlu/examples/saluer.yml", "intention: saluer\n", "# Une remarque.\nintention: saluer\n"),
    ],
)
def test_texts_facts_and_remarks_need_no_training(taken, clone, file, old, new):
    clone.edit(file, old, new)
    taken()


def test_sentences_need_training(taken, clone):
    clone.edit(
        "nlu/examples/saluer.yml", "intention: saluer\n", "intention: saluer\nsuites: {fr: [re tout le monde]}\n"
    )
    clone.edit("stories/faq/cpf.yml", "  - cpf titre complet\n", "")
    problem = "ce que le modèle a appris de ce fichier (phrases, récits ou réglages) a changé"
    assert refusal(taken) == [("saluer.yml", problem, TRAIN), ("cpf.yml", problem, TRAIN)]


def test_added_or_removed_question_needs_training(taken, clone):
    faq = clone.root / "stories" / "faq"
    new = faq / "tickets.yml"
    clone.edit("stories/faq/cpf.yml", "faq: cpf\n", "faq: tickets\n")
    (faq / "cpf.yml").rename(new)
    try:
        found = refusal(taken)
    finally:
        new.rename(faq / "cpf.yml")
    assert found == [
        ("cpf.yml", "ce fichier a été retiré, et le modèle a appris ce qu'il disait", TRAIN),
        ("tickets.yml", "ce fichier est nouveau : le modèle ne l'a pas appris", TRAIN),
    ]


def test_answer_that_the_model_may_still_choose_cannot_go(taken, clone):
    for language in ("fr", "en"):
        clone.edit(f"stories/answers/{language}/dialogue.yml", "\nremercier:\n", "\nremercier_autrement:\n")
    [(file, problem, _)] = refusal(taken)
    assert (file, problem) == ("remercier.yml", "la question « remercier » n’a pas de réponse")


def test_changed_code_needs_a_restart(taken, monkeypatch):
    monkeypatch.setattr(examination, "code_digest", lambda: "other")
    [(_, problem, remedy)] = refusal(taken)
    assert problem == "le code d'Aiguilleur a changé depuis que le serveur tourne"
    assert remedy == "redémarrer le serveur, après make train"


def test_files_that_change_while_they_are_read_are_left_for_later(taken, monkeypatch):
    digests = (str(number) for number in range(9))
    monkeypatch.setattr(examination, "content_digest", lambda *_: next(digests))
    [(_, problem, remedy)] = refusal(taken)
    assert (problem, remedy) == ("les fichiers changent pendant qu'on les lit", "recommencer une fois tout enregistré")


def test_failed_examination_is_a_refusal(files, monkeypatch):
    monkeypatch.setattr(examination.sys, "executable", "/bin/false")
    with pytest.raises(ProgrammeError, match="la vérification n'a pas abouti"):
        examine(files, 90)


def test_another_process_hands_over_the_same_content(files, before):
    found = examine(files, 90)
    assert found.learnt == before.learnt
    assert found.content.digest == before.content.digest
    handed, own = found.content.answerer, before.content.answerer
    for table in own.programme.tables:
        for code in ("16", "40", "2A", "974"):
            question = Frame(table, {}, department(own.programme, code), None)
            assert handed.parts(question, TODAY) == own.parts(question, TODAY)
    assert all(handed.say(name, "en") == own.say(name, "en") for name in ("vide", "saluer", "capacites"))
    assert found.content.of(COMMAND_BOOK).call("/aide", "robot") == before.content.of(COMMAND_BOOK).call(
        "/aide", "robot"
    )
    [place] = found.content.resources.places.find("je suis à Pau")
    assert place.codes == ("64",)


def test_model_of_a_clone_is_the_projects(files):
    assert learnt(files) == learnt()
    assert all(not Path(name).is_absolute() for name in learnt())
