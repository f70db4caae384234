"""The addresses given to advisers: their form, their evidence, and the organisations that have them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import idna
from babel.dates import get_month_names
from dateutil.relativedelta import relativedelta

from bot.content.loading import PROGRAMME
from bot.content.project_files import ProjectFiles
from bot.maintenance.check.inputs import CheckInputs
from bot.messages import EMAIL
from rules.errors import Finding, ProgrammeError
from rules.model import Place
from rules.schema import LinkBlock, OrganisationBlock, OrganisationsFile, SourcesFile
from rules.yaml_lines import read_document

_MONTHS = {name: number for number, name in get_month_names("wide", locale="fr").items()}
_DATED = re.compile(rf"(?:({'|'.join(_MONTHS)})\s+)?\b(20\d\d)\b", re.IGNORECASE)
_SERVICE = re.compile(r"[\w+-]+@")
_BARE = re.compile(r"(?:https?://|www\.)[^\s<>«»()]+|(?<![@\w.-])(?:[\w-]+\.)+(?:fr|com|org|net|eu|coop|io)\b(?!@)")

ORGANISATIONS = "organismes.yml"

_Placed = Callable[..., Place]
"""Gives the place of a part of an organisation, by its key."""


@dataclass(frozen=True)
class Address:
    """An address with what the files say of it; `owner` and `purpose` name it (for a source, both are its id)."""

    url: str
    place: Place
    owner: str
    purpose: str
    shown_name: str
    block: LinkBlock | None = None


def addresses(files: ProjectFiles) -> list[Address]:
    """Every address of the programme, as far as its files can be read."""
    found: list[Address] = []
    for owner, block, place in _organisations(files.programme):
        full = block.nom if isinstance(block.nom, str) else block.nom.fr
        for index, link in enumerate(block.liens):
            if link.adresse is not None:
                where = place(owner, "liens", index)
                found.append(Address(link.adresse, where, owner, link.pour, block.nom_court or full, link))
    try:
        sources = read_document(files.programme / "sources.yml", SourcesFile)
    except ProgrammeError:
        return found
    for index, source in enumerate(sources.content.sources):
        if source.adresse is not None:
            where = sources.place("sources", index, "adresse")
            found.append(Address(source.adresse, where, source.id, "source", source.titre.fr))
    return found


def link_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Mistakes in addresses, without trying them."""
    every = addresses(inputs.files)
    for address in every:
        yield from form_findings(address.url, address.place, inputs.thresholds.liens.parametres_de_suivi)
    yield from _claimed_twice(every)
    yield from _evidence(inputs)
    for owner, block, place in _organisations(inputs.files.programme):
        yield from _organisation_findings(owner, block, place)
    yield from _strangers(inputs, every)


def form_findings(url: str, place: Place, tracking: Iterable[str]) -> Iterator[Finding]:
    """Mistakes in the form of an address."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
        idna.encode(host, uts46=True)
    except ValueError:  # and idna.IDNAError, which is one
        yield Finding(place, f"« {url} » n'est pas une adresse", "l'écrire comme https://www.exemple.fr/page")
        return
    if any(sign.isspace() for sign in url) or "." not in host or parts.scheme not in ("https", "http"):
        yield Finding(
            place, f"« {url} » n'est pas une adresse", "l'écrire comme https://www.exemple.fr/page, sans espace"
        )
        return
    if parts.scheme == "http":
        problem = f"« {url} » n'est pas chiffrée (http)"
        yield Finding(place, problem, "essayer la même en https, et l'écrire ainsi si elle s'ouvre", "warning")
    if parts.username or parts.password:
        yield Finding(place, f"« {url} » contient un identifiant ou un mot de passe", "les retirer de l'adresse")
    followed = sorted({name for name, _ in parse_qsl(parts.query)} & {*tracking})
    if followed:
        problem = f"l'adresse suit ceux qui l'ouvrent ({', '.join(followed)})"
        yield Finding(place, problem, "retirer ces paramètres, après « ? » ou « & »", "warning")


def _organisations(programme: Path) -> Iterator[tuple[str, OrganisationBlock, _Placed]]:
    try:
        document = read_document(programme / ORGANISATIONS, OrganisationsFile)
    except ProgrammeError:
        return
    for owner, block in document.content.organismes.items():
        yield owner, block, partial(document.place, "organismes")


def _organisation_findings(owner: str, block: OrganisationBlock, place: _Placed) -> Iterator[Finding]:
    for index, link in enumerate(block.liens):
        where = place(owner, "liens", index)
        if not link.preuve.strip():
            yield Finding(where, f"« {owner}.{link.pour} » n'a pas de preuve", "dire où l'adresse a été lue, et quand")
    mails = _mails(block)
    for mail in mails:
        where = place(owner, "courriel" if mail == block.courriel else "autres_courriels")
        if not EMAIL.fullmatch(mail):
            yield Finding(where, f"« {mail} » n'est pas une adresse e-mail", "l'écrire comme contact@exemple.fr")
        elif not _SERVICE.match(mail):
            problem = f"« {mail} » ressemble à l'adresse d'une personne"
            yield Finding(where, problem, "donner une adresse de service (contact@…)", "warning")
    if mails and not (block.preuve_courriel or "").strip():
        where = place(owner, "courriel" if block.courriel is not None else "autres_courriels")
        problem = f"le courriel de « {owner} » n'a pas de preuve"
        yield Finding(where, problem, "ajouter « preuve_courriel » : où il a été lu, et quand", "warning")


def _mails(block: OrganisationBlock) -> list[str]:
    return [*([] if block.courriel is None else [block.courriel]), *block.autres_courriels]


def _claimed_twice(every: list[Address]) -> Iterator[Finding]:
    """Addresses of two organisations."""
    first: dict[str, Address] = {}
    for address in every:
        if address.block is None:
            continue
        other = first.setdefault(address.url.rstrip("/").casefold(), address)
        if other is address or other.block is None:
            continue
        if other.shown_name != address.shown_name:
            problem = f"« {address.owner} » et « {other.owner} » ({other.place}) ont la même adresse"
            yield Finding(address.place, problem, "corriger celle qui est fausse", "warning")


def label_findings(inputs: CheckInputs) -> Iterator[Finding]:
    """Rows that name an address twice: only the first label is shown."""
    programme = inputs.content.get(PROGRAMME)
    for row in (row for table in programme.tables.values() for row in table.rows) if programme else ():
        seen: dict[str, str] = {}
        for name in row.then.links:
            owner, _, purpose = name.partition(".")
            organisation = programme.organisations.get(owner) if programme else None
            link = organisation.link(purpose) if organisation else None
            if link and (other := seen.setdefault(link.url, name)) != name:
                place = inputs.row_place(row.place, "alors", "liens")
                problem = f"« {other} » et « {name} » mènent à la même adresse : seul le premier se verra"
                yield Finding(place, problem, "n'en garder qu'un", "warning")


def _evidence(inputs: CheckInputs) -> Iterator[Finding]:
    """Addresses to verify, and evidence that is old or undated; each once."""
    path = inputs.files.programme / ORGANISATIONS
    oldest = inputs.today - relativedelta(months=inputs.thresholds.liens.preuve_en_mois)
    weak, old, undated = [], [], []
    for owner, block, place in _organisations(inputs.files.programme):
        for index, link in enumerate(block.liens):
            if link.adresse is None:
                continue
            line = place(owner, "liens", index).line
            if link.confiance == "a_verifier":
                weak.append((owner, line))
            latest = latest_date(link.preuve)
            if latest is None:
                undated.append((owner, line))
            elif latest < oldest:
                old.append((owner, line))
    months = inputs.thresholds.liens.preuve_en_mois
    for found, problem, remedy in (
        (weak, "à vérifier", "les ouvrir ; mettre « confirmee » avec une deuxième preuve, ou « aucune »"),
        (old, f"dont la preuve a plus de {months} mois", "les ouvrir, et mettre la date du jour dans « preuve »"),
        (undated, "dont la preuve n'a pas de date", "ajouter le mois et l'année à « preuve »"),
    ):
        if found:
            shown = ", ".join(f"{owner} (ligne {line})" for owner, line in found)
            many = f"{len(found)} adresses" if len(found) > 1 else "une adresse"
            yield Finding(Place(path, found[0][1]), f"{many} {problem} : {shown}", remedy, "warning")


def latest_date(evidence: str) -> date | None:
    """The latest month or year named in evidence, as the first day of its last month; None if there is none."""
    found = [date(int(year), _MONTHS[month.casefold()] if month else 12, 1) for month, year in _DATED.findall(evidence)]
    return max(found, default=None)


def _strangers(inputs: CheckInputs, every: list[Address]) -> Iterator[Finding]:
    """Addresses in texts that belong to no organisation: nobody would keep them up to date."""
    if inputs.content.get(PROGRAMME) is None:
        return  # some organisations may be unreadable
    hosts = {_host(address.url) for address in every}
    mails = {mail for _, block, _ in _organisations(inputs.files.programme) for mail in _mails(block)}
    remedy = "l'ajouter à l'organisme dans organismes.yml, ou la corriger"
    for text in inputs.texts:
        for match in EMAIL.finditer(text.text):
            if match[0].rstrip(".") not in mails:
                problem = f"aucun organisme n'a l'adresse « {match[0]} »"
                yield Finding(inputs.line_of(text, match.start()), problem, remedy, "warning")
        for match in _BARE.finditer(EMAIL.sub("", text.text)):
            if _host(match[0].rstrip(".,")) not in hosts:
                problem = f"aucun organisme n'a l'adresse « {match[0]} »"
                yield Finding(inputs.line_of(text, text.text.find(match[0])), problem, remedy, "warning")


def _host(address: str) -> str:
    host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    return host.removeprefix("www.")
