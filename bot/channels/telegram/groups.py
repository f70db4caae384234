"""Groups: a group's department, set by an administrator, counts for members who have not stated theirs."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from telegram import Bot
from telegram import Message as TelegramMessage

from bot.assistant.service import Assistant
from bot.channels.telegram.commands import DEPARTMENT, Call
from bot.channels.telegram.senders import Sender
from bot.channels.telegram.texts import TELEGRAM_TEXTS, TelegramTexts
from bot.content.active import ActiveContent
from bot.messages import Message, Reply
from bot.storage.group_places import GroupPlaces
from bot.storage.identifiers import ConversationKey, Identifiers
from nlu.entities.model import StatedPlace


class GroupDepartments:
    """Keeps the departments of groups, and adds them to messages."""

    def __init__(
        self, bot: Bot, assistant: Assistant, identifiers: Identifiers, places: GroupPlaces, current: ActiveContent
    ) -> None:
        self._bot = bot
        self._assistant = assistant
        self._identifiers = identifiers
        self._places = places
        self._current = current

    async def located(self, sender: Sender, message: Message) -> Message:
        """The message with the place of its group, if its sender has not stated one."""
        if sender.private or await self._assistant.place(message):
            return message
        return msgspec.structs.replace(message, territory=await self._places.of(self._key(sender)))

    def explained(self, reply: Reply, located: Message) -> Reply:
        """The reply; if it rests on the group's place, after a line that says so."""
        if located.territory is None or not reply.rateable:
            return reply
        return self._before(reply, self._texts[reply.language].departement.suppose, located.territory)

    async def keep(self, call: Call, sender: Sender, message: TelegramMessage, reply: Reply) -> Reply:
        """Keep the department of an administrator's /departement for the group, and say so in the reply.

        Args:
            call: the command.
            sender: its sender.
            message: the message with the command.
            reply: the reply to its sender. If it has a question, the sender's own department is already set.

        Raises:
            TelegramError: Telegram does not give the group's administrators.
        """
        if sender.private or call.command != DEPARTMENT or not call.argument or reply.question is None:
            return reply
        place = await self._assistant.place(sender.message(""))
        if place is None or place.ambiguous or not await self._is_administrator(message):
            return reply
        await self._places.note(self._key(sender), place)
        return self._before(reply, self._texts[reply.language].departement.note_groupe, place)

    async def _is_administrator(self, message: TelegramMessage) -> bool:
        if message.sender_chat:  # a hidden administrator writes as the group itself
            return message.sender_chat.id == message.chat.id
        # Not by a request for the member: that surely works only if the bot is an administrator itself.
        administrators = await self._bot.get_chat_administrators(message.chat.id)
        return message.from_user is not None and message.from_user.id in {member.user.id for member in administrators}

    def _before(self, reply: Reply, text: str, place: StatedPlace) -> Reply:
        within = self._current.content.within(place, reply.language)
        return msgspec.structs.replace(reply, blocks=(text.format(dans=within), *reply.blocks))

    def _key(self, sender: Sender) -> ConversationKey:
        return self._identifiers.conversation("telegram", str(sender.target.chat))

    @property
    def _texts(self) -> Mapping[str, TelegramTexts]:
        return self._current.content.of(TELEGRAM_TEXTS)
