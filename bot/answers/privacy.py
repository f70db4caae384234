"""The privacy notice: what answers about personal data promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import msgspec
from babel.units import format_unit

from bot.answers.place_names import departments, phrase
from bot.answers.text_ids import InterfaceText
from bot.messages import Reply
from bot.process.settings import LegalBasis, Settings
from rules.model import Programme

if TYPE_CHECKING:
    from bot.answers.texts import AnswerTexts

RETENTION_DAYS: Final = 90
"""How long conversations are kept unless the settings say otherwise."""

_BASES: Final[dict[LegalBasis, InterfaceText]] = {
    "mission": InterfaceText.PUBLIC_TASK,
    "interet": InterfaceText.LEGITIMATE_INTEREST,
    "": InterfaceText.UNKNOWN_BASIS,
}


@dataclass(frozen=True)
class DataController:
    """Who decides why personal data are kept (GDPR, article 4.7).

    An empty field is not known: an answer then says whom to ask.

    Attributes:
        name: the name.
        contact: how to reach it.
        legal_basis: the legal basis of the processing.
    """

    name: str = ""
    contact: str = ""
    legal_basis: LegalBasis = ""


@dataclass(frozen=True)
class PrivacyNotice:
    """How many days a conversation is kept, and who is responsible for it."""

    retention_days: int = RETENTION_DAYS
    controller: DataController = DataController()

    @classmethod
    def of(cls, settings: Settings) -> PrivacyNotice:
        """The notice of the operator's settings."""
        controller = DataController(settings.controller, settings.controller_contact, settings.legal_basis)
        return cls(settings.retention_days, controller)

    def words(self, texts: AnswerTexts) -> dict[str, object]:
        """Values of the placeholders in :data:`bot.answers.text_ids.COMMITMENTS`, in the language of the texts."""
        interface, controller = texts.interface, self.controller
        if controller.name and controller.contact:
            values = {"nom": controller.name, "contact": controller.contact}
            name = texts.fill(interface[InterfaceText.CONTROLLER], values)
        else:
            name = controller.name or controller.contact or texts.fill(interface[InterfaceText.UNKNOWN_CONTROLLER], {})
        return {
            "duree": format_unit(self.retention_days, "duration-day", locale=texts.language),
            "responsable": name,
            "base_legale": texts.fill(interface[_BASES[controller.legal_basis]], {}),
        }


class Kept(Protocol):
    """What is kept of a conversation besides its state, as in :class:`bot.storage.export.ShownRows`."""

    @property
    def questions(self) -> Sequence[str]:
        """Unanswered questions, masked."""

    @property
    def opinions(self) -> int:
        """The number of opinions on answers."""

    @property
    def comments(self) -> Sequence[str]:
        """Words sent with opinions, masked."""

    @property
    def replies(self) -> int:
        """The number of replies kept in case their message is sent again."""

    @property
    def alerts(self) -> tuple[str, ...] | None:
        """The departments it gets alerts for; None without alerts."""


def with_kept(reply: Reply, kept: Kept, programme: Programme, texts: AnswerTexts) -> Reply:
    """Add to a reply about the state what else is kept of the conversation.

    Args:
        reply: what the state holds.
        kept: the rest.
        programme: the departments' names.
        texts: the texts of the reply's language.
    """
    also = []

    def add(text: InterfaceText, **values: object) -> None:
        also.append(texts.fill(texts.interface[text], values))

    if kept.questions:
        add(InterfaceText.KEPT_QUESTIONS, questions=_listed(kept.questions))
    if kept.opinions:
        add(InterfaceText.KEPT_OPINIONS, nombre=kept.opinions)
    if kept.comments:
        add(InterfaceText.KEPT_COMMENTS, commentaires=_listed(kept.comments))
    if kept.replies:
        add(InterfaceText.KEPT_REPLIES)
    if kept.alerts is not None:
        place = departments(programme, kept.alerts, "") if kept.alerts else None
        add(InterfaceText.KEPT_ALERTS, dans=phrase(programme, place, texts))
    return msgspec.structs.replace(reply, blocks=(*reply.blocks, *also))


def _listed(lines: Sequence[str]) -> str:
    return "\n".join(f"• {line}" for line in lines)
