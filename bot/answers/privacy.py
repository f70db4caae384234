"""The privacy notice: what answers about personal data promise, whichever hub the person came by."""

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
"""How long conversations are kept, where no settings give it."""

_BASES: Final[dict[LegalBasis, InterfaceText]] = {
    "mission": InterfaceText.PUBLIC_TASK,
    "interet": InterfaceText.LEGITIMATE_INTEREST,
    "": InterfaceText.UNKNOWN_BASIS,
}


@dataclass(frozen=True)
class DataController:
    """Who decides what personal data are kept for (GDPR, article 4.7), where they are reached, and on which basis.

    Whatever is empty is not known; then an answer says whom to ask instead.
    """

    name: str = ""
    contact: str = ""
    legal_basis: LegalBasis = ""


@dataclass(frozen=True)
class PrivacyNotice:
    """How many days a conversation is kept, and who answers for it."""

    retention_days: int = RETENTION_DAYS
    controller: DataController = DataController()

    @classmethod
    def of(cls, settings: Settings) -> PrivacyNotice:
        """As the operator has set it."""
        controller = DataController(settings.controller, settings.controller_contact, settings.legal_basis)
        return cls(settings.retention_days, controller)

    def words(self, texts: AnswerTexts) -> dict[str, object]:
        """What fills the words in braces of :data:`bot.answers.text_ids.COMMITMENTS`, in the language of the texts."""
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
    """What is kept of a conversation beside its state; as :class:`bot.storage.export.ShownRows` has it."""

    @property
    def questions(self) -> Sequence[str]:
        """Those without answer, masked."""

    @property
    def opinions(self) -> int:
        """How many there are on answers."""

    @property
    def comments(self) -> Sequence[str]:
        """The words that came with opinions, masked."""

    @property
    def replies(self) -> int:
        """How many there are, in case that their message comes again."""

    @property
    def alerts(self) -> tuple[str, ...] | None:
        """The departments for which it is alerted; None where it is not."""


def with_kept(reply: Reply, kept: Kept, programme: Programme, texts: AnswerTexts) -> Reply:
    """The reply that tells an adviser what is kept, with what no state holds.

    Args:
        reply: what the state holds.
        kept: what else there is.
        programme: has the departments.
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
