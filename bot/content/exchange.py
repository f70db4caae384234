"""A message while it is handled: the one thing that Rasa's components, its NLG and its tracker store share of ours."""

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
    """What a message is answered with, the turn that it is taken in, and what comes of it.

    Rasa makes its components itself and hands them nothing of ours, so they look for it with :meth:`current`. It is set
    once for a message, by :meth:`bot.content.active.ActiveContent.message`.

    Attributes:
        content: what the message came to; it holds until the reply.
        hub: the one whose page or link the message came by, by its id; None for none.
        context: what the channel knows of it beside its text.
        turn: the state before, and where the state after is left; None until a turn begins.
        interpretation: how the message was understood; None until it is.
        reply: the first reply that was made; None until then.
        read: what was made of a text whatever the conversation, by what made it and the text: a message that is looked
            at before its turn is read once. It goes with the message.
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
        """What makes its reply."""
        return self.content.answerer_for(self.hub)

    @property
    def resources(self) -> LanguageResources:
        """What the message is interpreted by."""
        return self.content.resources

    def begin(self, turn: StoredTurn, context: UtteranceContext) -> None:
        """Take a turn, for the first time or anew: nothing has come of it yet."""
        self.turn, self.context, self.interpretation, self.reply = turn, context, None, None

    @staticmethod
    def current() -> Exchange | None:
        """The exchange under way; None for Rasa's own tools, which handle no message of ours."""
        exchange = resources.current_exchange()
        return exchange if isinstance(exchange, Exchange) else None
