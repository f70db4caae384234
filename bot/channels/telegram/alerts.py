"""Alerts: subscribers get a message when the programme of their department changes, until they unsubscribe."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, Final

from telegram import CallbackQuery
from telegram.error import Forbidden

from bot.answers.texts import typeset
from bot.assistant.service import Assistant
from bot.channels.telegram.delivery import ChatTarget, Delivery
from bot.channels.telegram.keyboards import Button, keyboard_of, replace_rows
from bot.channels.telegram.rendering import render
from bot.channels.telegram.senders import Sender
from bot.channels.telegram.storage import TelegramStorage
from bot.channels.telegram.texts import TELEGRAM_TEXTS, AlertTexts
from bot.content.active import ActiveContent
from bot.content.changelog import ChangelogEntry
from bot.messages import Card, Choice, LinkButton, Message, Reply
from bot.storage.identifiers import ConversationKey
from bot.storage.subscriptions import Announcement, Subscription, Subscriptions
from bot.storage.update_queue import ClaimedUpdate
from nlu.entities.model import StatedPlace
from nlu.intents import NO, YES
from rules.model import Programme

ANNOUNCE_EVERY_SECONDS: Final = 600.0
"""How often to look for changes whose day of publication has come."""

_ASK, _START, _STOP = "s:demander", "s:oui", "s:non"
"""The data of the buttons. The first is also the key that records that the question was the last reply."""

_DATA: Final = re.compile(r"s:(?:demander|oui|non)")


def private_chat(conversation: str) -> int | None:
    """The chat number of a private conversation; None for a member's part in a group."""
    return int(conversation) if conversation.isascii() and conversation.isdigit() else None


class Alerts:
    """Subscribes and unsubscribes advisers, and sends the alerts in the update queue."""

    def __init__(
        self, assistant: Assistant, storage: TelegramStorage, delivery: Delivery, current: ActiveContent
    ) -> None:
        self._assistant = assistant
        self._identifiers = storage.identifiers
        self._sent_messages = storage.sent_messages
        self._subscriptions = storage.subscriptions
        self._delivery = delivery
        self._current = current

    def _texts(self, language: str) -> AlertTexts:
        return self._current.content.of(TELEGRAM_TEXTS)[language].alertes

    async def subscribed(self, message: Message) -> bool:
        """Whether the sender of a message gets alerts."""
        chat = private_chat(message.conversation)
        return chat is not None and await self._subscriptions.of(chat) is not None

    async def state(self, message: Message, robot: str) -> Reply:
        """The question before subscribing, or what a subscriber gets; with the button that changes it."""
        language = await self._assistant.language(message)
        texts = self._texts(language)
        if private_chat(message.conversation) is None:
            return Reply(language, (texts.groupe.format(robot=f"@{robot}"),))
        within = self._within(await self._assistant.place(message), language)
        if await self.subscribed(message):
            return Reply(language, (texts.abonne.format(dans=within),), choices=(Choice(_STOP, texts.non),))
        return Reply(language, (texts.demande.format(dans=within),), choices=(Choice(_START, texts.oui),))

    async def answered(self, message: Message, replied: int | None) -> Reply | None:
        """The reply to a written yes or no to the question; None for anything else.

        Args:
            message: the message.
            replied: Telegram's number of the message it replies to, if any.
        """
        chat = private_chat(message.conversation)
        asked = None if chat is None or message.edited else await self._asked(message.conversation)
        if chat is None or asked is None or (replied is not None and replied not in asked):
            return None
        intent = (await self._assistant.understand(message.text)).intent
        language = await self._assistant.language(message)
        texts = self._texts(language)
        if intent == YES:
            await self._start(chat, message, language)
            return Reply(language, (texts.commence,), choices=(Choice(_STOP, texts.non),))
        return Reply(language, (texts.refus,)) if intent == NO else None

    async def note(self, conversation: str, reply: Reply, sent: Sequence[int]) -> None:
        """Note whether the reply just sent is the question, so that a written yes or no can answer it."""
        if any(choice.id == _START for choice in reply.choices):
            await self._sent_messages.note(self._key(conversation), _ASK, sent)
        else:
            await self._forget_question(conversation)

    async def summary(self, message: Message, language: str) -> str:
        """The line about alerts in the settings."""
        texts = self._texts(language)
        if private_chat(message.conversation) is None:
            return texts.en_prive
        return texts.actives if await self.subscribed(message) else texts.inactives

    async def offer(self, message: Message, language: str) -> tuple[Choice, ...]:
        """The button that leads to the question, if the sender can subscribe and has not."""
        if private_chat(message.conversation) is None or await self.subscribed(message):
            return ()
        return (Choice(_ASK, self._texts(language).proposer),)

    async def stop(self, message: Message) -> bool:
        """Stop the alerts of a message's sender; returns whether they had any."""
        chat = private_chat(message.conversation)
        return chat is not None and await self._subscriptions.stop(chat)

    async def refresh(self, sender: Sender) -> None:
        """Note that a subscriber wrote, and their place."""
        message, chat = sender.message(""), private_chat(sender.conversation)
        if chat is None or await self._subscriptions.of(chat) is None:
            return
        place, language = await self._assistant.place(message), await self._assistant.language(message)
        await self._subscriptions.refresh(Subscription(chat, place.codes if place else (), language))

    @staticmethod
    def is_press(data: str) -> bool:
        """Whether the data of a button belongs to alerts."""
        return _DATA.fullmatch(data) is not None

    async def press(self, sender: Sender, query: CallbackQuery, robot: str) -> Reply | None:
        """Start or stop alerts and replace the button by its opposite; or return the question to send first."""
        message, chat = sender.message(""), private_chat(sender.conversation)
        language = await self._assistant.language(message)
        texts = self._texts(language)
        if query.data == _ASK or chat is None:
            await self._delivery.acknowledge(query.id)
            return await self.state(message, robot)
        await self._forget_question(sender.conversation)
        if query.data == _START:
            await self._start(chat, message, language)
            turned, acknowledgement = Button(texts.non, data=_STOP), texts.commence
        else:
            await self._subscriptions.stop(chat)
            turned, acknowledgement = Button(texts.reprendre, data=_START), texts.arrete
        await self._delivery.acknowledge(query.id, acknowledgement)
        keyboard = keyboard_of(query)
        if keyboard and query.message:
            changed = replace_rows(keyboard, self.is_press, [(turned,)])
            await self._delivery.show(chat, query.message.message_id, changed)
        return None

    async def send(self, claimed: ClaimedUpdate) -> None:
        """Send an alert, unless its subscriber has stopped meanwhile.

        Raises:
            TelegramError: Telegram did not accept it; a subscriber who blocked the bot is unsubscribed.
        """
        alert = json.loads(claimed.payload)["alert"]
        chat: int = alert["chat"]
        if await self._subscriptions.of(chat) is None:
            return
        texts = self._texts(alert["language"])
        cards = tuple(map(_card, alert["changes"]))
        reply = Reply(alert["language"], (texts.annonce, *cards, texts.pourquoi))
        try:
            parts = render(reply, (Button(texts.non, data=_STOP),))
            await self._delivery.send(claimed.update, ChatTarget(chat), parts, claimed.sent)
        except Forbidden:
            await self._subscriptions.stop(chat)
            raise

    async def _asked(self, conversation: str) -> tuple[int, ...] | None:
        """The messages of the question, if it was the last reply of a conversation."""
        return await self._sent_messages.of(self._key(conversation), _ASK)

    async def _forget_question(self, conversation: str) -> None:
        if await self._asked(conversation) is not None:
            await self._sent_messages.forget(self._key(conversation), _ASK)

    def _key(self, conversation: str) -> ConversationKey:
        return self._identifiers.conversation("telegram", conversation)

    async def _start(self, chat: int, message: Message, language: str) -> None:
        place = await self._assistant.place(message)
        await self._subscriptions.start(Subscription(chat, place.codes if place else (), language))

    def _within(self, place: StatedPlace | None, language: str) -> str:
        """The place of the changes that concern an adviser: "dans les Landes"; everywhere if theirs is not known."""
        if place is None:
            return self._texts(language).partout
        return self._current.content.within(place, language)


class Announcer:
    """Announces changes as they are published; of several processes, the first to record a change announces it.

    Args:
        subscriptions: the subscribers.
        current: the content with the changes.
        wake: called when there is something to send.
    """

    def __init__(self, subscriptions: Subscriptions, current: ActiveContent, wake: Callable[[], None]) -> None:
        self._subscriptions = subscriptions
        self._current = current
        self._wake = wake
        self._changed = asyncio.Event()
        self._known: set[str] = set()

    def look(self) -> None:
        """Look for changes now."""
        self._changed.set()

    async def run(self) -> None:
        """Announce until cancelled."""
        await self._subscriptions.rehash()
        while True:
            self._changed.clear()
            await self.announce(date.today())
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._changed.wait(), ANNOUNCE_EVERY_SECONDS)

    async def announce(self, today: date) -> int:
        """Queue an alert for each subscriber concerned by a newly published change. Returns the number of alerts."""
        content = self._current.latest
        published = {change.id: change for change in content.changes if change.published <= today}
        new = await self._subscriptions.unannounced(sorted(published.keys() - self._known))
        announcements = [Announcement(change, _codes(published[change], content.programme)) for change in new]
        count = await self._subscriptions.announce(announcements, _alert(published)) if new else 0
        self._known |= published.keys()
        if count:
            self._wake()
        return count


def _codes(change: ChangelogEntry, programme: Programme) -> frozenset[str] | None:
    """The departments a change concerns; None for all."""
    named = change.territories
    return frozenset(code for name in named for code in programme.zones.get(name, {name})) if named else None


def _alert(published: Mapping[str, ChangelogEntry]) -> Callable[[Subscription, Sequence[str]], bytes]:
    """A function that makes the update of an alert, texts included: another process may not have this content yet."""

    def written(subscription: Subscription, changes: Sequence[str]) -> bytes:
        shown = [_shown(published[change], subscription.language) for change in changes]
        alert = {"chat": subscription.chat, "language": subscription.language, "changes": shown}
        return json.dumps({"alert": alert}).encode()

    return written


def _shown(change: ChangelogEntry, language: str) -> dict[str, Any]:
    source = change.source
    link = [typeset(source.title.in_language(language), language), source.url] if source and source.url else []
    return {"title": change.title.in_language(language), "text": change.text.in_language(language), "link": link}


def _card(shown: Mapping[str, Any]) -> Card:
    return Card(shown["title"], shown["text"], (LinkButton(*shown["link"]),) if shown["link"] else ())
