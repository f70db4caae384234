"""What the commands of Telegram answer, and what it says around the assistant's replies."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from bot.answers.choice_ids import ChoiceMeaning
from bot.answers.texts import LANGUAGES
from bot.assistant.service import Assistant
from bot.assistant.turn_log import FAILED
from bot.channels.telegram.commands import COMMAND_BOOK, DEPARTMENT, HELP, LANGUAGE, START, Call
from bot.channels.telegram.deep_links import DEEP_LINKS
from bot.channels.telegram.texts import TELEGRAM_TEXTS, TelegramTexts
from bot.content.active import ActiveContent
from bot.messages import Choice, Message, Reply
from nlu.intents import CORRECT, GREET, OTHER_LANGUAGE
from nlu.intents import LANGUAGE as SPOKEN


class CommandReplies:
    """Answers commands. Each takes the message that gave the command, whose `text` does not matter."""

    def __init__(self, assistant: Assistant, current: ActiveContent) -> None:
        self._assistant = assistant
        self._current = current

    @property
    def _words(self) -> Mapping[str, TelegramTexts]:
        return self._current.content.of(TELEGRAM_TEXTS)

    async def reply(self, call: Call, message: Message) -> Reply:
        """What a command is answered with."""
        command = call.command
        if command == START:
            return await self._start(call.argument, message)
        if command == HELP:
            return self._current.content.of(COMMAND_BOOK).help(await self._means(message, ChoiceMeaning("capacites")))
        if command == DEPARTMENT:
            return await self._department(call.argument, message)
        if command == LANGUAGE:
            return await self._language(call.argument, message)
        return await self._means(message, command.meaning or ChoiceMeaning(GREET))

    async def _start(self, payload: str, message: Message) -> Reply:
        """The welcome, or the answer to what the link asks, from where it says."""
        links = self._current.content.of(DEEP_LINKS)
        opening = links.read(payload)
        if opening.territory and not opening.hub:
            stated = ChoiceMeaning(None, {"territoire": opening.territory.codes[0]})
            noted = await self._means(msgspec.structs.replace(message, id=f"{message.id}.place"), stated)
            if noted.question == FAILED:
                return noted
        arrived = msgspec.structs.replace(message, territory=opening.territory)
        if opening.meaning:
            return await self._means(arrived, opening.meaning)
        welcome = await self._means(arrived, ChoiceMeaning(GREET))
        words = self._current.content.words[welcome.language]
        return links.greeting(opening, welcome, words, self._words[welcome.language])

    async def _department(self, named: str, message: Message) -> Reply:
        if named:
            language = await self._assistant.language(message)
            # With the command's own word before it, a bare number is a department and not a quantity.
            text = f"{self._words[language].commandes.departement.nom} {named}"
            return await self._assistant.reply(msgspec.structs.replace(message, text=text))
        asked = await self._means(message, ChoiceMeaning(CORRECT, {"fait": "territoire"}))
        return msgspec.structs.replace(asked, paragraphs=(self._words[asked.language].departement,), choices=())

    async def _language(self, named: str, message: Message) -> Reply:
        if named[:2].lower() in LANGUAGES:
            return await self.speak(named[:2].lower(), message)
        language = await self._assistant.language(message)
        words = self._words[language].langue
        titles = {"fr": words.francais, "en": words.anglais}
        choices = tuple(Choice(ChoiceMeaning(OTHER_LANGUAGE, {SPOKEN: one}).id, titles[one]) for one in LANGUAGES)
        return Reply(language, (words.demande,), choices=choices)

    async def speak(self, language: str, message: Message) -> Reply:
        """Go on in a language: the last answer again in it, where there is one."""
        reply = await self._means(message, ChoiceMeaning(OTHER_LANGUAGE, {SPOKEN: language}))
        said = self._words[language].langue.choisie
        before = () if reply.question == OTHER_LANGUAGE else reply.paragraphs
        return msgspec.structs.replace(reply, paragraphs=(said, *before))

    async def _means(self, message: Message, meaning: ChoiceMeaning) -> Reply:
        """What the assistant answers to a click of this meaning."""
        return await self._assistant.reply(msgspec.structs.replace(message, text=meaning.id))
