"""The replies to Telegram's commands."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from bot.answers.choice_ids import choice_id
from bot.answers.place_names import department, label
from bot.answers.text_ids import OwnText
from bot.answers.texts import LANGUAGES
from bot.assistant.service import Assistant
from bot.channels.telegram.alerts import Alerts
from bot.channels.telegram.commands import (
    ALERTS,
    COMMAND_BOOK,
    DEPARTMENT,
    HELP,
    LANGUAGE,
    PRIVACY,
    SETTINGS,
    START,
    STOP,
    UNKNOWN,
    Call,
)
from bot.channels.telegram.deep_links import DEEP_LINKS
from bot.channels.telegram.texts import TELEGRAM_TEXTS, TelegramTexts
from bot.content.active import ActiveContent
from bot.messages import Choice, Message, Reply
from nlu.dialogue.context import ChoiceMeaning
from nlu.intents import FORGET, GREET, OTHER_LANGUAGE
from nlu.intents import LANGUAGE as SPOKEN
from rules.ids import FactId


class CommandReplies:
    """Answers commands. `message` is the one with the command; its text does not matter."""

    def __init__(self, assistant: Assistant, alerts: Alerts, current: ActiveContent) -> None:
        self._assistant = assistant
        self._alerts = alerts
        self._current = current

    @property
    def _texts(self) -> Mapping[str, TelegramTexts]:
        return self._current.content.of(TELEGRAM_TEXTS)

    async def reply(self, call: Call, message: Message, robot: str) -> Reply:
        """The reply to a command. `robot` is the bot's user name, without "@"."""
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
        if command == SETTINGS:
            return await self._settings(message)
        if command == ALERTS:
            return await self._alerts.state(message, robot)
        if command == STOP:
            return await self._stop(message)
        if command == PRIVACY:
            return await self._privacy(message)
        if command == UNKNOWN:
            return self._current.content.of(COMMAND_BOOK).unknown(await self._assistant.language(message))
        return await self._click(message, command.meaning or ChoiceMeaning(GREET))

    async def _start(self, payload: str, message: Message) -> Reply:
        """The welcome, or the answer to the link's question for its place."""
        links = self._current.content.of(DEEP_LINKS)
        opening = links.read(payload)
        if opening.territory and not opening.hub:
            stated = ChoiceMeaning(None, {FactId.PLACE: opening.territory.codes[0]})
            stated_reply = await self._click(msgspec.structs.replace(message, id=f"{message.id}.place"), stated)
            if stated_reply.question == OwnText.FAILURE:
                return stated_reply
        known = await self._assistant.place(message)
        arrived = msgspec.structs.replace(message, territory=opening.territory or message.territory)
        reply = await self._click(arrived, opening.meaning or ChoiceMeaning(GREET))
        if reply.question == OwnText.FAILURE:
            return reply
        greetings = self._texts[reply.language].accueil
        if opening.meaning is None and opening.territory is None and known:
            greeting = greetings.retour.format(dans=self._current.content.within(known, reply.language))
            change = self._change_department(reply.language)
            return msgspec.structs.replace(reply, blocks=(greeting,), choices=(*reply.choices, change))
        greeting = links.greeting(opening, self._current.content.texts[reply.language], greetings)
        # An answer keeps its own text; a welcome is replaced by the greeting.
        answer = reply.blocks if opening.meaning else ()
        return msgspec.structs.replace(reply, blocks=(greeting, *answer))

    async def _department(self, named: str, message: Message) -> Reply:
        language = await self._assistant.language(message)
        if named:
            return await self._state_department(named, language, message)
        known = await self._assistant.place(message)
        if known:
            text = self._texts[language].departement.retenu.format(dans=self._current.content.within(known, language))
            choices = (self._change_department(language), *await self._alerts.offer(message, language))
            return Reply(language, (text,), choices=choices)
        if message.territory:
            text = self._texts[language].departement.du_groupe
            return Reply(language, (text.format(dans=self._current.content.within(message.territory, language)),))
        asked = await self._click(message, ChoiceMeaning.correction(FactId.PLACE))
        return msgspec.structs.replace(asked, blocks=(self._texts[asked.language].departement.demande,), choices=())

    async def _state_department(self, named: str, language: str, message: Message) -> Reply:
        # After the command's own word, a bare number is a department, not a quantity.
        text = f"{self._texts[language].commandes.departement.nom} {named}"
        # Only checks names of places: the whole message is understood once, in its turn.
        if not self._current.content.resources.places.find(named, expected=True, language=language):
            return Reply(language, (self._texts[language].departement.inconnu,))
        reply = await self._assistant.reply(msgspec.structs.replace(message, text=text))
        stated = await self._assistant.place(message)
        if stated is None or stated.ambiguous or reply.question == OwnText.PLACE_NOTED:
            return reply  # it confirms by itself, or asks which of several places is right
        noted = self._texts[reply.language].departement.note.format(
            dans=self._current.content.within(stated, reply.language)
        )
        return msgspec.structs.replace(reply, blocks=(noted, *reply.blocks))

    def located(self, reply: Reply, code: str) -> Reply:
        """The reply to a position: its department, the reply itself, and a button to change the department."""
        texts, programme = self._texts[reply.language], self._current.content.programme
        text = texts.departement.position.format(
            dans=self._current.content.within(department(programme, code), reply.language)
        )
        # A reply that only confirms the department would repeat it.
        rest = () if reply.question == OwnText.PLACE_NOTED else reply.blocks
        choices = (*reply.choices, self._change_department(reply.language))
        return msgspec.structs.replace(reply, blocks=(text, *rest), choices=choices)

    async def _settings(self, message: Message) -> Reply:
        language, known = await self._assistant.language(message), await self._assistant.place(message)
        texts = self._texts[language].reglages
        programme = self._current.content.answerer.programme
        named = label(programme, known) if known else texts.sans_departement
        other = (choice for choice in self._languages(language) if choice.id != choice_id(_spoken(language)))
        choices = (self._change_department(language), *other, *await self._alerts.offer(message, language))
        alerts = await self._alerts.summary(message, language)
        return Reply(language, (texts.texte.format(departement=named, alertes=alerts),), choices=choices)

    async def _stop(self, message: Message) -> Reply:
        language = await self._assistant.language(message)
        texts = self._texts[language]
        stopped = (texts.alertes.arretees,) if await self._alerts.stop(message) else ()
        erase = Choice(choice_id(ChoiceMeaning(FORGET)), texts.commandes.oublier.description)
        return Reply(language, (*stopped, texts.stop), choices=(erase,))

    async def _privacy(self, message: Message) -> Reply:
        reply = await self._click(message, ChoiceMeaning(OwnText.PRIVACY))
        if reply.question == OwnText.FAILURE or not await self._alerts.subscribed(message):
            return reply
        return msgspec.structs.replace(reply, blocks=(*reply.blocks, self._texts[reply.language].alertes.conservation))

    def _change_department(self, language: str) -> Choice:
        return Choice(choice_id(ChoiceMeaning.correction(FactId.PLACE)), self._texts[language].departement.changer)

    async def _language(self, named: str, message: Message) -> Reply:
        if named[:2].lower() in LANGUAGES:
            return await self.change_language(named[:2].lower(), message)
        language = await self._assistant.language(message)
        return Reply(language, (self._texts[language].langue.demande,), choices=self._languages(language))

    def _languages(self, language: str) -> tuple[Choice, ...]:
        texts = self._texts[language].langue
        titles = {"fr": texts.francais, "en": texts.anglais}
        return tuple(Choice(choice_id(_spoken(code)), titles[code]) for code in LANGUAGES)

    async def change_language(self, language: str, message: Message) -> Reply:
        """Change the language of the conversation, and repeat its last answer, if any, in the new language."""
        reply = await self._click(message, _spoken(language))
        confirmation = self._texts[language].langue.choisie
        before = () if reply.question == OTHER_LANGUAGE else reply.blocks
        return msgspec.structs.replace(reply, blocks=(confirmation, *before))

    async def _click(self, message: Message, meaning: ChoiceMeaning) -> Reply:
        """The assistant's reply to a click with this meaning."""
        return await self._assistant.reply(msgspec.structs.replace(message, text=choice_id(meaning)))


def _spoken(language: str) -> ChoiceMeaning:
    """The meaning of the click that chooses a language."""
    return ChoiceMeaning(OTHER_LANGUAGE, {SPOKEN: language})
