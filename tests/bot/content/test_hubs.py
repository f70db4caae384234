"""The hubs' files: each hub of the programme has one, and a maintainer who errs is told where and what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.answers.privacy import DataController
from bot.content.colour_contrast import contrast
from bot.content.hubs import HUBS, NEUTRAL, load_hubs
from nlu.resources import project_programme
from rules.errors import ProgrammeError
from rules.yaml_lines import read_document
from tests.support.tables import each_row

PROGRAMME = project_programme()
LOADED = load_hubs(PROGRAMME)


def test_every_hub_of_the_programme_has_its_file():
    named = {read_document(path, dict).content.get("organisme") for path in HUBS.glob("*.yml")}
    assert named - {None} == {hub.organisation for hub in PROGRAMME.hubs}


def test_a_hubs_territory_is_what_the_programme_says_under_the_regions_name():
    territory = LOADED["nouvelle-aquitaine"].territory
    assert territory is not None
    assert territory.name == "Nouvelle-Aquitaine"
    assert {"16", "40", "64"} < set(territory.codes)
    assert LOADED["antilles"].territory.name == "Hub Antilles"
    assert LOADED["exemple"].territory.codes == ("40", "64")
    assert LOADED[NEUTRAL].territory is None


def test_text_can_be_read_on_every_hubs_colour():
    for hub in LOADED.values():
        assert contrast(hub.colour, hub.text_colour) >= 4.5


@each_row(
    ("text", "background", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#0a5c8f", "#0a5c8f", 1)],
)
def test_contrast_is_that_of_wcag(text: str, background: str, ratio: float):
    assert contrast(text, background) == pytest.approx(ratio, abs=0.01)
    assert contrast(background, text) == contrast(text, background)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HUBS, tmp_path / "hubs"))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("'#6b2d5c'", "'#757b7b'", "sur « #757b7b », ni le blanc ni le noir ne se lisent bien"),
        ("departements: ['40', '64']", "departements: ['40', '640']", "« 640 » n'est pas un département"),
        ("departements: ['40', '64']", "departements: []", "il n'y a aucun département"),
        ("departements: ['40', '64']", "region: Aquitaine", "« Aquitaine » n'est pas une région"),
        ("langues: [fr, en]", "langues: [fr, en, oc]", "« oc » n'est pas une langue de l'assistant"),
        ("langues: [fr, en]", "langues: [fr]", "« accueil » en « en » ne sert pas"),
        ("https://www.exemple.fr/donnees", "exemple.fr", "« exemple.fr » n'est pas une adresse"),
        ("http://127.0.0.1", "http://exemple.fr", "« http://exemple.fr » n'est pas l'origine d'un site"),
        ("http://127.0.0.1", "https://*.github.io", "« github.io » n'est sous aucun site du hub"),
        ("http://127.0.0.1", "https://pre*.exemple.fr", "« https://pre*.exemple.fr » n'est pas l'origine d'un site"),
        ("iframe: true", "theme: noir", "« noir » n'est pas un thème"),
        ("http://127.0.0.1", "https://musée.fr", "« https://musée.fr » n'est pas l'origine d'un site"),
    ],
)
def test_mistake_in_the_file_of_a_hub_is_reported_with_its_line(copy: Path, old: str, new: str, problem: str):
    path = copy / "exemple.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ProgrammeError) as raised:
        load_hubs(PROGRAMME, copy)
    (finding,) = raised.value.findings
    assert problem in finding.problem
    assert finding.place.file == path
    lines = path.read_text(encoding="utf-8").splitlines()
    shown = "  en: |" if "accueil" in problem else new
    wrong = next(number for number, line in enumerate(lines, 1) if shown in line)
    assert finding.place.line == wrong
    assert finding.remedy


@each_row(
    ("origin", "admitted"),
    [
        ("https://exemple.fr", True),
        ("https://www.exemple.fr", True),
        ("https://www.autre.fr", True),
        ("https://autre.fr", True),
        ("https://revue-12.preprod.exemple.fr", True),
        ("https://a.b.preprod.exemple.fr", False),
        ("https://preprod.exemple.fr", False),
        ("https://revue-12.preprod.exemple.fr:8443", False),
        ("http://revue-12.preprod.exemple.fr", False),
        ("https://revue.preprod.exemple.fr.exemple.org", False),
        ("https://www.www.exemple.fr", False),
        ("https://essai.exemple.fr", False),
    ],
)
def test_the_sites_of_a_hub_are_with_and_without_www_and_those_for_trials(copy: Path, origin: str, admitted: bool):
    path = copy / "corse.yml"
    text = (HUBS / "corse.yml").read_text(encoding="utf-8")
    named = "origines: [https://exemple.fr, https://www.autre.fr, 'https://*.preprod.exemple.fr']\nwww: true"
    path.write_text(text.replace("origines: []", named), encoding="utf-8")
    assert load_hubs(PROGRAMME, copy)["corse"].origins.admit(origin) is admitted
    path.write_text(text.replace("origines: []", "origines: [https://exemple.fr]"), encoding="utf-8")
    assert load_hubs(PROGRAMME, copy)["corse"].origins.admit(origin) is (origin == "https://exemple.fr"), (
        "its exact name"
    )


@pytest.mark.parametrize(
    ("file", "added", "problem"),
    [
        ("corse", "www: true", "« www » ne sert pas"),
        ("corse", "iframe: true", "« iframe » ne sert pas"),
        ("exemple", "region: Bretagne", "disent deux territoires"),
        (
            "exemple",
            "donnees: {responsable: ' ', contact: dpo@exemple.fr}",
            r"exemple\.yml:\d+ — « responsable » est vide",
        ),
    ],
)
def test_what_does_not_go_with_the_rest_of_a_hubs_file_is_told(copy: Path, file: str, added: str, problem: str):
    with (copy / f"{file}.yml").open("a", encoding="utf-8") as open_file:
        open_file.write(f"{added}\n")
    with pytest.raises(ProgrammeError, match=problem):
        load_hubs(PROGRAMME, copy)


def test_those_who_name_no_hub_have_a_file_too(copy: Path):
    (copy / "neutre.yml").unlink()
    with pytest.raises(ProgrammeError, match="ce fichier manque"):
        load_hubs(PROGRAMME, copy)


def test_a_hub_may_answer_for_its_data_itself(copy: Path):
    with (copy / "exemple.yml").open("a", encoding="utf-8") as file:
        file.write("donnees: {responsable: Hub Exemple, contact: dpo@exemple.fr, base_legale: interet}\n")
    hubs = load_hubs(PROGRAMME, copy)
    assert hubs["exemple"].controller == DataController("Hub Exemple", "dpo@exemple.fr", "interet")
    assert hubs["bretagne"].controller is None
