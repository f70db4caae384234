"""How the tests of the programme write down what an adviser must be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from rules.decision import Ask, Decision

Decided = Callable[..., Decision]
Facts = dict[str, str]
SPRING = "2024-03-01"
"""The day from which the page of spring 2024 holds."""
TODAY = "2026-11-25"
PAGE = "hubikoop-2024"
CATALOGUE = "https://lamednum.coop/formation/"


@dataclass(frozen=True)
class Contacts:
    """Whom an adviser is sent to, and with which links."""

    organisations: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


def to(organisations: str, *links: str) -> Contacts:
    """Write contacts down: `to("fabrik mednum", "https://…")`."""
    return Contacts(tuple(organisations.split()), links)


NOBODY = Contacts()
FABRIK = to("fabrik", "https://fabrikmediationnumerique.org/")
POPSCHOOL = to("popschool", "https://popschool.fr/")
MEDNUM = to("mednum", CATALOGUE)
MEDNUM_UNLINKED = to("mednum")
MEDNUM_OR_HELP = to("mednum aide_conum", CATALOGUE, "https://aide.conseiller-numerique.gouv.fr/fr/")


@dataclass(frozen=True)
class Case:
    """A question and what must be answered; a notice is "wording source"."""

    question: str
    wording: str
    contacts: Contacts
    facts: Facts
    on: str
    figures: dict[str, float]
    notices: tuple[str, ...]
    source: str
    known: bool


def case(
    question: str,
    wording: str,
    contacts: Contacts = NOBODY,
    /,
    *,
    on: str = SPRING,
    figures: dict[str, float] | None = None,
    notice: str = "",
    source: str = PAGE,
    known: bool = True,
    **facts: str,
) -> Case:
    """Write a case down: what is asked, what is answered, whom it names; what the adviser has said goes by its name."""
    return Case(question, wording, contacts, facts, on, figures or {}, (notice,) if notice else (), source, known)


Inventory = dict[str, list[Case]]


def organisations(decision: Decision) -> list[str]:
    """Name the organisations that the adviser is sent to."""
    assert not isinstance(decision, Ask)
    return [organisation.id for organisation in decision.organisations]


def notices(decision: Decision) -> list[str]:
    """List what other sources say besides the answer."""
    assert not isinstance(decision, Ask)
    return [notice.wording for notice in decision.notices]


def eve_of(day: str) -> date:
    """Find the day before."""
    return date.fromordinal(date.fromisoformat(day).toordinal() - 1)
