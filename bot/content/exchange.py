"""A message while it is handled: the object that Rasa's components, its NLG and its tracker store share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.answers.answerer import Answerer
from bot.content.loading import Content
from bot.messages import Reply
from nlu import resources
from nlu.dialogue.context import UtteranceContext
from nlu.dialogue.interpretation import Interpretation
from nlu.resources import LanguageResources

if TYPE_CHECKING:
    from bot.storage.conversations import StoredTurn


@dataclass
class Exchange:
    """A message's content, turn and results.

    Rasa makes its components itself and hands them nothing of ours, so they look it up with :meth:`current`. It is set
    once for each message, by :meth:`bot.content.active.ActiveContent.message`.

    Attributes:
        content: the content pinned for the message, until the reply.
        hub: id of the hub whose page or link the message came by; None without one.
        context: what the channel knows of the message besides its text.
        turn: the state before, later also the state after; None until a turn begins.
        interpretation: how the message was understood; None until it is.
        reply: the first reply made; None until then.
        read: results that depend on a text alone, by producer and text, so that a message looked at before its turn is
            read only once.
    """

    content: Content
    hub: str | None = None
    context: UtteranceContext = field(default_factory=UtteranceContext)
    turn: StoredTurn | None = None
    interpretation: Interpretation | None = None
    reply: Reply | None = None
    read: dict[tuple[str, str], Any] = field(default_factory=dict)

    @property
    def answerer(self) -> Answerer:
        """Makes the message's reply."""
        return self.content.answerer_for(self.hub)

    @property
    def resources(self) -> LanguageResources:
        """The resources that interpret the message."""
        return self.content.resources

    def begin(self, turn: StoredTurn, context: UtteranceContext) -> None:
        """Begin a turn, for the first time or again: no interpretation, no reply."""
        self.turn, self.context, self.interpretation, self.reply = turn, context, None, None

    @staticmethod
    def current() -> Exchange | None:
        """The exchange under way; None in Rasa's own tools."""
        exchange = resources.current_exchange()
        return exchange if isinstance(exchange, Exchange) else None
