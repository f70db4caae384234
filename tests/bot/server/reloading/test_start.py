"""A server starts with the files as they are; where these have mistakes, with the copy of the last good ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from bot.answers.place_names import department
from bot.content.loading import content_digest, load_content
from bot.content.project_files import ProjectFiles
from bot.maintenance.project_declarations import DECLARATIONS
from bot.process.settings import Settings
from bot.rasa_adapter.service_record import LearntModel, ServiceRecord, write_record
from bot.rasa_adapter.training import fingerprint, shaping_digest
from bot.server.reloading.kept_files import keep, kept_files
from bot.server.reloading.start import start
from nlu.dialogue.frames import Frame
from rules.errors import ProgrammeError
from tests.bot.server.edits import COLOUR, HUB, WRONG_COLOUR, begin_with, make_mistake
from tests.bot.server.faults.small_disk import small_disk
from tests.support.tables import each_row

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def content(files):
    """What was in service before."""
    return load_content(files, DECLARATIONS)


@pytest.fixture
def settings(tmp_path, model, content):
    """Of a data folder that has the model, in service, and a copy of the files that were in service with it."""
    data = Settings(data=tmp_path)
    data.models.mkdir()
    (data.models / model.name).touch()
    write_record(tmp_path, ServiceRecord(model))
    keep(tmp_path, content, model.learnt)
    return data


def refusal(files, settings, model):
    """The findings that keep a server from starting: places and problems."""
    with pytest.raises(ProgrammeError) as refused:
        start(files, settings, settings.models / model.name)
    return [(finding.place.file.name, finding.problem) for finding in refused.value.findings]


def an_earlier(model, *answers):
    """A model of the same code that came before, or comes after, with all answers that it may give."""
    return LearntModel(f"aiguilleur-{shaping_digest()}-0123456789abcdef.tar.gz", model.learnt, answers)


def test_files_without_mistakes_are_what_a_server_starts_with(files, settings, model, clone):
    begin_with(clone, "Désormais")
    begun = start(files, settings, settings.models / model.name)
    assert (begun.model.name, begun.refused, begun.refusal) == (model.name, (), "")
    assert begun.content.digest != kept_files(settings.data).files.root.name.partition("-")[2]


@each_row(
    ("file", "old", "new"),
    [
        (HUB, COLOUR, WRONG_COLOUR),
        ("rules/programme/sources.yml", "\npriorites:\n", "\npriorites: [\n"),
        ("nlu/lexique/territoires.yml", "\nautres_noms:\n", "\nautre_noms:\n"),
        ("stories/faq/cpf.yml", "\nreponse:\n", "\n reponse:\n"),
        ("bot/storage/masques.yml", "\nmorceaux:\n", "\nmorceau:\n"),
    ],
)
def test_files_with_a_mistake_are_refused_and_the_last_good_ones_answer(
    files, settings, model, content, clone, file, old, new
):
    clone.restore()
    clone.edit(file, old, new)
    begun = start(files, settings, settings.models / model.name)
    assert (begun.content.digest, begun.model) == (content.digest, model)
    assert begun.content.files == files, "what a reload compares with"
    assert begun.refused[0].file.endswith(file)
    assert begun.since == kept_files(settings.data).since
    assert begun.refusal.startswith(f"Fichiers refusés : le contenu {content.digest}, en service depuis le ")
    question = Frame("organisme", {}, department(content.programme, "40"), None)
    parts, before = (of.answerer.parts(question, TODAY) for of in (begun.content, content))
    assert [part.decision.wording for part in parts] == [part.decision.wording for part in before]


def test_mistakes_for_which_no_model_fits_are_refused_too(files, settings, content, clone):
    line = clone.edit("nlu/examples/saluer.yml", "intention: saluer\n", "intention: [saluer\n")
    with pytest.raises(ProgrammeError) as unreadable:
        fingerprint(files)
    begun = start(files, settings, unreadable.value)
    assert begun.content.digest == content.digest
    assert begun.refused[0].file.endswith("nlu/examples/saluer.yml")
    assert begun.refused[0].line >= line


def test_copy_that_does_not_load_is_named_after_the_mistake(files, settings, model, content, clone):
    """As one made by another version may not."""
    clone.edit("stories/hubs/bretagne.yml", "nom: Hub Bretagne", "intitule: Hub Bretagne")
    keep(settings.data, replace(content, digest=content_digest(files, DECLARATIONS)), model.learnt)
    copied = kept_files(settings.data).files.hubs / "bretagne.yml"
    clone.restore()
    make_mistake(clone)
    (first, _), (second, problem) = refusal(files, settings, model)
    assert (first, second) == ("exemple.yml", copied.parents[2].name)
    assert problem.startswith(
        "la copie des derniers fichiers bons ne sert pas : elle ne se charge pas par cette version"
    )
    assert f"{copied}:" in problem


@pytest.mark.parametrize("damage", ["of another version", "gone", "cut short"])
def test_copy_without_a_usable_model_is_named_after_the_mistake(files, settings, model, clone, damage):
    make_mistake(clone)
    file = settings.models / model.name
    if damage == "gone":
        file.unlink()
    elif damage == "cut short":
        file.with_name(f"{file.name}.sha256").write_text(f"0123 {file.name}\n")
    else:
        other = LearntModel("aiguilleur-01234567-0123456789abcdef.tar.gz", model.learnt)
        (settings.models / other.name).touch()
        write_record(settings.data, ServiceRecord(other))
    _, (_, problem) = refusal(files, settings, model)
    assert problem.endswith("aucun modèle de cette version d'Aiguilleur n'est gardé avec elle")


def test_model_before_answers_where_the_one_in_service_knows_more_than_the_copy(files, settings, model, clone):
    """The disk was full when the copy of what came with it was to be written."""
    later = an_earlier(model, "cpf", "question_de_plus")
    (settings.models / later.name).touch()
    write_record(settings.data, ServiceRecord(later, before=model))
    make_mistake(clone)
    assert start(files, settings, settings.models / model.name).model == model


@pytest.mark.parametrize(("answers", "serves"), [((), True), (("gone",), False)])
def test_restored_model_answers_and_does_not_come_back_by_itself_unless_it_cannot_answer(
    files, settings, model, answers, serves
):
    earlier = an_earlier(model, *answers)
    (settings.models / earlier.name).touch()
    write_record(settings.data, ServiceRecord(earlier, before=model, set_aside=model.name))
    begun = start(files, settings, settings.models / model.name)
    assert begun.model.name == (earlier if serves else model).name


def test_copy_of_the_same_content_stays_and_another_takes_its_place(settings, content, model, files, clone):
    [first] = (settings.data / "contenu-en-service").iterdir()
    (first.parent / ".en-cours-killed").mkdir()
    keep(settings.data, content, model.learnt)
    assert kept_files(settings.data).files.root == first
    begin_with(clone, "Désormais")
    keep(settings.data, edited := load_content(files, DECLARATIONS), model.learnt)
    [second] = first.parent.iterdir()
    assert second.name.endswith(edited.digest)


def test_question_that_waits_for_a_training_is_not_in_the_copy(tmp_path, files, model):
    waiting = msgspec.structs.replace(
        model, learnt={name: digest for name, digest in model.learnt.items() if name != "stories/faq/cpf.yml"}
    )
    left_out = load_content(ProjectFiles(files.root, frozenset({"cpf"})), DECLARATIONS)
    keep(tmp_path, left_out, waiting.learnt)
    assert not (kept_files(tmp_path).files.faq / "cpf.yml").exists()


def test_files_that_have_changed_since_they_were_read_are_not_kept(settings, content, model, clone):
    before = kept_files(settings.data).files.root
    before = before.rename(before.with_name("20260101T000000Z-00000000"))
    make_mistake(clone)
    keep(settings.data, content, model.learnt)
    assert [*before.parent.iterdir()] == [before]


def test_disk_that_is_full_leaves_the_copy_before(tmp_path, content, model):
    with small_disk(tmp_path / "data", megabytes=8) as disk:
        keep(disk.folder, content, model.learnt)
        before = kept_files(disk.folder).files.root
        before = before.rename(before.with_name("20260101T000000Z-00000000"))
        disk.fill()
        keep(disk.folder, content, model.learnt)
        assert [*before.parent.iterdir()] == [before]
        disk.make_room()
        keep(disk.folder, content, model.learnt)
        assert kept_files(disk.folder).files.root.name.endswith(content.digest)
        assert [*before.parent.iterdir()] == [kept_files(disk.folder).files.root]


@pytest.mark.parametrize("file", ["copie.json", "stories/hubs/exemple.yml"])
def test_copy_that_is_cut_short_is_none(settings, file):
    """As by a power cut; it is not answered with in part."""
    path = kept_files(settings.data).files.root / file
    path.write_bytes(path.read_bytes()[:40])
    assert kept_files(settings.data) is None
