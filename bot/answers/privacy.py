"""The privacy notice: what answers about personal data promise, whichever hub the person came by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec
from babel.units import format_unit

from bot.answers.text_ids import InterfaceText
from bot.messages import Reply
from bot.process.settings import LegalBasis, Settings

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


def with_kept(reply: Reply, questions: Sequence[str], opinions: int, texts: AnswerTexts) -> Reply:
    """The reply that tells an adviser what is kept, with what no state holds.

    Args:
        reply: what the state holds.
        questions: those without answer, masked.
        opinions: how many there are on answers.
        texts: the texts of the reply's language.
    """
    interface, also = texts.interface, []
    if questions:
        lines = "\n".join(f"• {question}" for question in questions)
        also.append(texts.fill(interface[InterfaceText.KEPT_QUESTIONS], {"questions": lines}))
    if opinions:
        also.append(texts.fill(interface[InterfaceText.KEPT_OPINIONS], {"nombre": opinions}))
    return msgspec.structs.replace(reply, blocks=(*reply.blocks, *also))
