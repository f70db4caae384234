"""The replies to Telegram's commands."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from bot.answers.choice_ids import choice_id
from bot.answers.text_ids import OwnText
from bot.answers.texts import LANGUAGES
from bot.assistant.service import Assistant
from bot.channels.telegram.commands import COMMAND_BOOK, DEPARTMENT, HELP, LANGUAGE, START, Call
from bot.channels.telegram.deep_links import DEEP_LINKS
from bot.channels.telegram.texts import TELEGRAM_TEXTS, TelegramTexts
from bot.content.active import ActiveContent
from bot.messages import Choice, Message, Reply
from nlu.dialogue.context import ChoiceMeaning
from nlu.intents import GREET, OTHER_LANGUAGE
from nlu.intents import LANGUAGE as SPOKEN
from rules.ids import FactId


class CommandReplies:
    """Answers commands. `message` is the one that called the command; its text does not matter."""

    def __init__(self, assistant: Assistant, current: ActiveContent) -> None:
        self._assistant = assistant
        self._current = current

    @property
    def _texts(self) -> Mapping[str, TelegramTexts]:
        return self._current.content.of(TELEGRAM_TEXTS)

    async def reply(self, call: Call, message: Message) -> Reply:
        """The reply to a command."""
        command = call.command
        if command == START:
            return await self._start(call.argument, message)
        if command == HELP:
            abilities = await self._click(message, ChoiceMeaning(OwnText.ABILITIES))
            return self._current.content.of(COMMAND_BOOK).help(abilities)
        if command == DEPARTMENT:
            return await self._department(call.argument, message)
        if command == LANGUAGE:
            return await self._language(call.argument, message)
        return await self._click(message, command.meaning or ChoiceMeaning(GREET))

    async def _start(self, payload: str, message: Message) -> Reply:
        """The welcome, or the answer to the question of the link, for its territory."""
        links = self._current.content.of(DEEP_LINKS)
        opening = links.read(payload)
        if opening.territory and not opening.hub:
            stated = ChoiceMeaning(None, {FactId.PLACE: opening.territory.codes[0]})
            stated_reply = await self._click(msgspec.structs.replace(message, id=f"{message.id}.place"), stated)
            if stated_reply.question == OwnText.FAILURE:
                return stated_reply
        arrived = msgspec.structs.replace(message, territory=opening.territory)
        if opening.meaning:
            return await self._click(arrived, opening.meaning)
        welcome = await self._click(arrived, ChoiceMeaning(GREET))
        texts = self._current.content.texts[welcome.language]
        return links.greeting(opening, welcome, texts, self._texts[welcome.language])

    async def _department(self, named: str, message: Message) -> Reply:
        if named:
            language = await self._assistant.language(message)
            # With the command's own word before it, a bare number is a department and not a quantity.
            text = f"{self._texts[language].commandes.departement.nom} {named}"
            return await self._assistant.reply(msgspec.structs.replace(message, text=text))
        asked = await self._click(message, ChoiceMeaning.correction(FactId.PLACE))
        return msgspec.structs.replace(asked, blocks=(self._texts[asked.language].departement,), choices=())

    async def _language(self, named: str, message: Message) -> Reply:
        if named[:2].lower() in LANGUAGES:
            return await self.change_language(named[:2].lower(), message)
        language = await self._assistant.language(message)
        texts = self._texts[language].langue
        titles = {"fr": texts.francais, "en": texts.anglais}
        choices = tuple(Choice(choice_id(_spoken(code)), titles[code]) for code in LANGUAGES)
        return Reply(language, (texts.demande,), choices=choices)

    async def change_language(self, language: str, message: Message) -> Reply:
        """Change the language of the conversation, and repeat its last answer, if any, in the new one."""
        reply = await self._click(message, _spoken(language))
        confirmation = self._texts[language].langue.choisie
        before = () if reply.question == OTHER_LANGUAGE else reply.blocks
        return msgspec.structs.replace(reply, blocks=(confirmation, *before))

    async def _click(self, message: Message, meaning: ChoiceMeaning) -> Reply:
        """The assistant's reply to a click of this meaning."""
        return await self._assistant.reply(msgspec.structs.replace(message, text=choice_id(meaning)))


def _spoken(language: str) -> ChoiceMeaning:
    """The click that chooses a language."""
    return ChoiceMeaning(OTHER_LANGUAGE, {SPOKEN: language})
