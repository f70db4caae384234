"""Profiles of hubs, a file each in `stories/hubs`: the look of the widget on a hub's site, and the hub's territory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from bot.answers.place_names import departments, departments_of
from bot.answers.privacy import DataController
from bot.answers.texts import LANGUAGES, typeset
from bot.content.colour_contrast import MIN_CONTRAST, text_colour
from bot.content.origins import SiteOrigins, origin_findings
from nlu.entities.model import StatedPlace
from rules.errors import Finding, ProgrammeError
from rules.model import Place, Programme
from rules.yaml_lines import Document, read_all

HUBS = Path(__file__).parents[2] / "stories" / "hubs"

NEUTRAL = "neutre"
"""The profile used if no hub is named."""

THEMES = ("auto", "light", "dark", "dsfr")
"""Looks of the window: the page's colour scheme, light, dark, or the design system of the French state."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COLOUR = re.compile(r"#[0-9a-f]{6}")


class HubColours(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The colour of the widget's buttons; the colour of their text follows from it."""

    principale: str = "#0a5c8f"


class HubLinks(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The addresses of a hub's own pages: privacy, legal notice, accessibility statement."""

    confidentialite: str | None = None
    mentions: str | None = None
    accessibilite: str | None = None

    @property
    def given(self) -> dict[str, str]:
        """The addresses given, by name."""
        return {name: address for name in self.__struct_fields__ if (address := getattr(self, name))}


class HubController(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The data controller for visitors of a hub, if it is not the server's."""

    responsable: str
    contact: str
    base_legale: Literal["mission", "interet"] | None = None


class HubFile(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A hub as written: its territory is `departements`, else `region`, else that of `organisme`."""

    nom: str
    organisme: str | None = None
    region: str | None = None
    departements: list[str] | None = None
    langues: tuple[str, ...] = LANGUAGES
    couleurs: HubColours = HubColours()
    theme: str = THEMES[0]
    logo: str | None = None
    liens: HubLinks = HubLinks()
    donnees: HubController | None = None
    accueil: dict[str, str] = {}
    origines: list[str] = []
    www: bool = False
    iframe: bool = False


@dataclass(frozen=True)
class HubProfile:
    """A hub.

    Attributes:
        id: name of its file, used in addresses.
        name: the name.
        languages: languages of its widget.
        colour: colour of the widget's buttons.
        text_colour: colour of the text on them.
        theme: one of :data:`THEMES`.
        logo: address of a picture.
        links: addresses of its own pages, by the keys of :class:`HubLinks`.
        greeting: its own welcome, by language; empty if it has none.
        origins: origins of the sites that may speak for it.
        framed: whether its sites may show the window in a frame.
        territory: its departments.
        controller: data controller for its visitors; None for the server's.
    """

    id: str
    name: str
    languages: tuple[str, ...]
    colour: str
    text_colour: str
    theme: str
    logo: str | None
    links: dict[str, str]
    greeting: dict[str, str]
    origins: SiteOrigins
    framed: bool
    territory: StatedPlace | None
    controller: DataController | None = None


def load_hubs(programme: Programme, directory: Path = HUBS) -> dict[str, HubProfile]:
    """Every hub, by the name of its file.

    Raises:
        ProgrammeError: a file has another form, or names something that does not exist; with line and remedy.
    """
    findings: list[Finding] = []
    hubs = {}
    for document in read_all(directory, HubFile, findings):
        found = list(_findings(document, programme))
        findings += found
        if not found:
            hubs[document.file.stem] = _hub(document.file.stem, document.content, programme)
    if findings:
        raise ProgrammeError(findings)
    if NEUTRAL not in hubs:
        place = Place(directory / f"{NEUTRAL}.yml", 1)
        raise ProgrammeError([Finding(place, "ce fichier manque : il sert quand aucun hub n'est nommé", "le rétablir")])
    return hubs


def _hub(name: str, written: HubFile, programme: Programme) -> HubProfile:
    colour = written.couleurs.principale
    return HubProfile(
        id=name,
        name=typeset(written.nom.strip(), "fr"),
        languages=tuple(written.langues),
        colour=colour,
        text_colour=text_colour(colour) or "",
        theme=written.theme,
        logo=written.logo,
        links=written.liens.given,
        greeting={language: typeset(text.strip(), language) for language, text in written.accueil.items()},
        origins=SiteOrigins.of(written.origines, www=written.www),
        framed=written.iframe,
        territory=_territory(written, programme),
        controller=_controller(written.donnees),
    )


def _controller(written: HubController | None) -> DataController | None:
    return DataController(written.responsable, written.contact, written.base_legale or "") if written else None


def _territory(written: HubFile, programme: Programme) -> StatedPlace | None:
    if written.departements is not None:
        codes = frozenset(written.departements)
    elif written.region is not None:
        codes = programme.codes_of_regions.get(written.region, frozenset())
    elif written.organisme is not None:
        codes = departments_of(programme, written.organisme)
    else:
        return None
    return departments(programme, codes, written.nom)


def _findings(document: Document[HubFile], programme: Programme) -> Iterator[Finding]:
    hub = document.content
    if not _ID.fullmatch(document.file.stem):
        remedy = "renommer le fichier : a-z, 0-9 et des tirets (pays-de-la-loire.yml)"
        yield Finding(document.place(), f"« {document.file.stem} » ne peut pas être dans une adresse", remedy)
    yield from _territory_findings(document, programme)
    for index, language in enumerate(hub.langues):
        if language not in LANGUAGES:
            place = document.place("langues", index)
            yield Finding(place, f"« {language} » n'est pas une langue de l'assistant", "écrire fr ou en")
    if not hub.langues:
        yield Finding(document.place("langues"), "il manque une langue", "écrire [fr, en], [fr] ou [en]")
    for language, text in hub.accueil.items():
        if language not in hub.langues or not text.strip():
            place = document.place("accueil", language)
            yield Finding(place, f"« accueil » en « {language} » ne sert pas", "l'écrire, ou retirer cette ligne")
    yield from _colour_findings(document)
    yield from _address_findings(document)
    for name in ("responsable", "contact"):
        if hub.donnees and not getattr(hub.donnees, name).strip():
            place = document.place("donnees", name)
            yield Finding(place, f"« {name} » est vide", "l'écrire, ou retirer « donnees » : celui du serveur est dit")
    if hub.theme not in THEMES:
        yield Finding(document.place("theme"), f"« {hub.theme} » n'est pas un thème", f"écrire {', '.join(THEMES)}")
    for key, problem, remedy in origin_findings(hub.origines, www=hub.www, framed=hub.iframe):
        yield Finding(document.place(*key), problem, remedy)


def _territory_findings(document: Document[HubFile], programme: Programme) -> Iterator[Finding]:
    hub = document.content
    if hub.organisme is not None and hub.organisme not in {known.organisation for known in programme.hubs}:
        remedy = "reprendre un organisme du rôle « hub » de rules/programme/roles.yml"
        yield Finding(document.place("organisme"), f"« {hub.organisme} » n'est pas un hub du programme", remedy)
    if hub.region is not None and hub.region not in programme.regions:
        remedy = "reprendre un nom de « regions » dans rules/programme/territoires.yml"
        yield Finding(document.place("region"), f"« {hub.region} » n'est pas une région", remedy)
    if hub.region is not None and hub.departements is not None:
        yield Finding(document.place("region"), "« region » et « departements » disent deux territoires", "garder l'un")
    if hub.departements == []:
        yield Finding(document.place("departements"), "il n'y a aucun département", "en écrire, ou retirer cette ligne")
    for index, code in enumerate(hub.departements or ()):
        if code not in programme.territories:
            remedy = "écrire le numéro entre guillemets ('40', '2A', '971')"
            yield Finding(document.place("departements", index), f"« {code} » n'est pas un département", remedy)


def _address_findings(document: Document[HubFile]) -> Iterator[Finding]:
    hub = document.content
    named = {("liens", name): address for name, address in hub.liens.given.items()}
    logo: dict[tuple[str, ...], str] = {("logo",): hub.logo} if hub.logo else {}
    for key, address in (logo | named).items():
        if not address.startswith("https://"):
            remedy = "la copier depuis le navigateur, en entier (https://…)"
            yield Finding(document.place(*key), f"« {address} » n'est pas une adresse", remedy)


def _colour_findings(document: Document[HubFile]) -> Iterator[Finding]:
    colour = document.content.couleurs.principale
    place = document.place("couleurs", "principale")
    if not _COLOUR.fullmatch(colour):
        yield Finding(place, f"« {colour} » n'est pas une couleur", "l'écrire comme '#0a5c8f', en minuscules")
    elif text_colour(colour) is None:
        problem = (
            f"sur « {colour} », ni le blanc ni le noir ne se lisent bien (contraste de moins de {MIN_CONTRAST} pour 1)"
        )
        yield Finding(place, problem, "choisir une couleur plus foncée ou plus claire")
