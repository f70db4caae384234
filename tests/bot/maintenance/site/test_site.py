"""A hub puts the folder online as it is: all answers, in both languages, on pages that hold together by themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from urllib.parse import urldefrag, urlsplit
from xml.etree import ElementTree as ET

import pytest

from bot.answers.answerer import Answerer
from bot.answers.place_names import department
from bot.answers.texts import LANGUAGES
from bot.content.loading import CHANGELOG, load_content
from bot.content.project_files import PROJECT
from bot.maintenance.cases.enumeration import survey
from bot.maintenance.project_declarations import DECLARATIONS
from bot.maintenance.site import output
from bot.maintenance.site.online import Online
from bot.maintenance.site.output import LIST, SiteError, make_site
from bot.maintenance.site.pages import site_pages
from nlu.dialogue.frames import Frame
from rules.matrix import courses
from tests.bot.maintenance.site.conftest import TODAY, run_site
from tests.bot.maintenance.site.page import Page
from tests.support.tables import each_row

# The site is made once for both files that read it.
pytestmark = pytest.mark.xdist_group("bot/maintenance/site, site")

CONTENT = load_content(PROJECT, DECLARATIONS)
PROGRAMME = CONTENT.programme


@pytest.fixture(scope="module")
def pages(site: Path) -> Mapping[str, Page]:
    """Every page of the site, read, by its path."""
    return {
        path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


def target(path: str, link: str) -> str:
    """The path in the site that a link of a page leads to."""
    parts: list[str] = []
    for part in [*path.split("/")[:-1], *link.split("/")]:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


# What can be read


def unspaced(text: str) -> str:
    """A text without its spaces: an address in it is a link of its own."""
    return "".join(text.split())


def test_every_answer_to_an_adviser_of_every_territory_can_be_reached_from_its_page(pages):
    language = "fr"
    answerer = Answerer(PROGRAMME, CONTENT.texts)
    surveys = [survey(PROGRAMME, question, TODAY) for question in PROGRAMME.tables]
    shown_anywhere = {
        question: unspaced(pages[f"{language}/questions/{question}.html"].text) for question in PROGRAMME.tables
    }
    for code in PROGRAMME.territories:
        page = pages[f"{language}/departements/{code}.html"]
        linked = {link for _, link in page.links}
        here = unspaced(page.text)
        for known in surveys:
            assert known.question in page.ids or f"../questions/{known.question}.html" in linked
            everywhere = f"../questions/{known.question}.html" in linked
            for case in known.cases(known.class_of(code)):
                for place in (department(PROGRAMME, code), None):
                    reply = answerer.answer(Frame(known.question, case.facts, place), language, TODAY)
                    whole = "\n".join((*reply.paragraphs, *reply.notices, *reply.sources))
                    texts = [unspaced(line.removeprefix("•")) for line in whole.split("\n")]
                    if all(text in here for text in texts):
                        break
                    if everywhere and all(text in shown_anywhere[known.question] for text in texts):
                        break
                else:
                    pytest.fail(f"{code}, {known.question}, {case.facts}: {texts}")


@each_row("language", LANGUAGES)
def test_every_territory_is_in_the_list_and_in_the_map_and_the_table_of_every_training(pages, language):
    lists = ["index", *(f"{kind}/{course}" for kind in ("cartes", "tableaux") for course in courses(PROGRAMME))]
    first = courses(PROGRAMME)[1]  # its map is the first page
    for path in lists:
        if path == f"cartes/{first}":
            continue
        every = [link for tag, link in pages[f"{language}/{path}.html"].links if tag == "a"]
        links = [link.rpartition("/")[2] for link in every if "departements/" in link]
        times = 2 if path == "index" else 1  # in the list, and on the map
        assert all(links.count(f"{code}.html") >= times for code in PROGRAMME.territories), path


def test_past_answers_stand_beside_the_present_ones(pages):
    landes = pages["fr/departements/40.html"].text
    assert "Entre le printemps 2024 et juin 2024, la réponse était" in landes
    past = [page for path, page in pages.items() if path.startswith("fr/dates/2024-03-01")]
    assert len(past) == len(courses(PROGRAMME))
    assert all("(entre le printemps 2024 et juin 2024)" in page.text for page in past)
    assert any("La Mednum et Hubikoop" in page.text for page in past)
    assert "dates/2024-03-01.html" in [link for _, link in pages["fr/dates.html"].links]


def test_every_page_says_its_day_and_whose_outlines_it_shows_and_nothing_of_how_the_files_are_kept(pages):
    for path, page in pages.items():
        if path != "index.html":
            made = "Pages produites le 25 novembre 2026" if path.startswith("fr/") else "Pages generated on November 25"
            assert made in page.text, path
        assert CONTENT.digest not in page.text
        assert ".yml" not in page.text
        assert ("CC BY 4.0" in page.text) == any(tag == "svg" for tag, _ in page.elements), path


@pytest.mark.usefixtures("few_pages")
def test_online_it_has_its_addresses_a_sitemap_and_the_window_of_the_hub(tmp_path):
    online = Online("https://reponses.exemple.fr", "https://bot.exemple.fr", "nouvelle-aquitaine")
    made = dict(islice(site_pages(CONTENT, TODAY, online), 2))
    page = Page(made["fr/index.html"])
    assert ("link", "https://reponses.exemple.fr/fr/") in page.links
    (window,) = [attributes for tag, attributes in page.elements if tag == "script" and "data-hub" in attributes]
    assert window == {"src": "https://bot.exemple.fr/widget.js", "data-hub": "nouvelle-aquitaine", "defer": ""}
    make_site(tmp_path / "site", TODAY, online=online)
    listed = ET.parse(tmp_path / "site" / "sitemap.xml").getroot()  # noqa: S314  (our own)
    assert [place.text for place in listed.findall(".//{*}loc")] == [
        "https://reponses.exemple.fr/",
        "https://reponses.exemple.fr/fr/",
    ]


def test_every_change_has_its_date_and_the_advisers_concerned():
    concerned = replace(CONTENT.changes[0], since=date(2024, 10, 1), territories=("outre_mer",), courses=("ccp1",))
    content = replace(CONTENT, parts={**CONTENT.parts, CHANGELOG.name: (concerned, *CONTENT.changes)})
    page = next(text for path, text in site_pages(content, TODAY) if path == "fr/changements.html")
    assert page.count(f"<h2>{concerned.title.fr}</h2>") == 2
    assert CONTENT.texts["fr"].demands["parcours"].valeurs["ccp1"] in page
    assert "Depuis octobre 2024" in page
    assert "<li>Outre-mer</li>" in page


# How the pages are made


def test_every_link_leads_somewhere(pages, site):
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path
        for _, link in page.links:
            if urlsplit(link).scheme:
                continue
            address, part = urldefrag(link)
            where = target(path, address) if address else path
            assert (site / where).is_file(), f"{path}: {link}"
            assert not part or part in pages[where].ids, f"{path}: {link}"


def test_nothing_is_fetched_from_elsewhere_and_nothing_needs_a_lax_policy(pages, site):
    for path, page in pages.items():
        for tag, attributes in page.elements:
            assert tag not in ("style", "iframe", "img", "object", "base"), path
            assert tag != "script" or attributes == {"src": "../site.js", "defer": ""}, path
            assert not [name for name in attributes if name == "style" or name.startswith("on")], path
            if tag != "a" and "href" in attributes:
                assert not urlsplit(attributes["href"]).netloc, path
    assert "url(" not in (site / "site.css").read_text(encoding="utf-8")
    assert "@import" not in (site / "site.css").read_text(encoding="utf-8")


def test_every_page_is_there_in_both_languages_and_says_where(pages):
    paths = {language: {path[3:] for path in pages if path.startswith(f"{language}/")} for language in LANGUAGES}
    assert paths["fr"] == paths["en"]
    for path, page in pages.items():
        articles = [tag for tag, _ in page.elements if tag in ("article", "section", "tr", "li")]
        other = pages[f"en/{path[3:]}" if path.startswith("fr/") else path]
        assert articles == [tag for tag, _ in other.elements if tag in ("article", "section", "tr", "li")], path
        alternates = {
            attributes["hreflang"]: target(path, attributes["href"])
            for tag, attributes in page.elements
            if tag == "link" and attributes["rel"] == "alternate"
        }
        same = path[3:] if path != "index.html" else "index.html"
        assert alternates == {language: f"{language}/{same}" for language in LANGUAGES}


def test_the_same_files_and_the_same_day_make_the_same_bytes(site):
    for path, text in islice(site_pages(CONTENT, TODAY), 12):
        assert (site / path).read_text(encoding="utf-8") == text, path


# The folder


def test_foreign_folder_is_left_alone(tmp_path):
    (tmp_path / "thèse.txt").write_text("dix ans de travail")
    done = run_site(tmp_path)
    assert done.returncode == 1
    assert "n'est pas un site fait par cette commande" in done.stderr
    assert "Choisir un dossier vide" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thèse.txt"]


@pytest.fixture
def few_pages(monkeypatch):
    """A site of two pages, quickly made."""
    made = {"index.html": "accueil", "fr/index.html": "carte"}
    monkeypatch.setattr(output, "site_pages", lambda *_, **__: iter(made.items()))
    return made


def test_made_again_it_replaces_its_pages_and_leaves_what_the_hub_put_beside(tmp_path, few_pages):
    folder = tmp_path / "site"
    few_pages["fr/ancienne.html"] = "page d'avant"
    assert make_site(folder, TODAY).pages == 3
    (folder / "CNAME").write_text("reponses.example")
    (folder / "fr" / "mienne.html").write_text("à moi")
    del few_pages["fr/ancienne.html"]
    few_pages["fr/index.html"] = "autre carte"
    assert make_site(folder, TODAY).pages == 2
    assert not (folder / "fr" / "ancienne.html").exists()
    assert (folder / "fr" / "index.html").read_text() == "autre carte"
    assert (folder / "CNAME").read_text() == "reponses.example"
    few_pages["fr/mienne.html"] = "à nous"
    with pytest.raises(SiteError, match="mienne"):
        make_site(folder, TODAY)
    assert (folder / "fr" / "mienne.html").read_text() == "à moi"


@pytest.mark.usefixtures("few_pages")
def test_a_list_that_names_files_outside_the_folder_removes_none(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("")
    make_site(tmp_path / "site", TODAY)
    listed = json.loads((tmp_path / "site" / LIST).read_text())
    listed["files"] += ["../outside.txt", str(outside)]
    (tmp_path / "site" / LIST).write_text(json.dumps(listed))
    make_site(tmp_path / "site", TODAY)
    assert outside.exists()
