"""The commands of Telegram: their meanings, their names, and their lines in the menu and the help."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from bot.answers.text_ids import OwnText
from bot.channels.telegram.texts import TELEGRAM_TEXTS, TelegramTexts
from bot.content.declarations import Declaration
from bot.messages import Reply
from nlu.dialogue.context import ChoiceMeaning
from nlu.intents import FORGET, NO, SOURCE, WHY
from nlu.text import fold
from rules.ids import QuestionId

_CALL = re.compile(r"/(\w+)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True)
class Command:
    """A command.

    Attributes:
        id: key of its texts.
        meaning: meaning of the click it stands for; None if the channel handles it.
    """

    id: str
    meaning: ChoiceMeaning | None = None


START = Command("start")
HELP = Command("aide")
DEPARTMENT = Command("departement")
LANGUAGE = Command("langue")
SETTINGS = Command("reglages")
ALERTS = Command("alertes")
PRIVACY = Command("confidentialite", ChoiceMeaning(OwnText.PRIVACY))
STOP = Command("stop")
UNKNOWN = Command("")
"""Anything else written as a command."""

COMMANDS = (
    START,
    HELP,
    Command("parcours", ChoiceMeaning(QuestionId.MY_PATH)),
    DEPARTMENT,
    Command("sources", ChoiceMeaning(SOURCE)),
    Command("pourquoi", ChoiceMeaning(WHY)),
    PRIVACY,
    Command("oublier", ChoiceMeaning(FORGET)),
    LANGUAGE,
    SETTINGS,
    ALERTS,
    Command("annuler", ChoiceMeaning(NO)),
    STOP,
)


@dataclass(frozen=True)
class Call:
    """A call of a command, with the text after it ("" if there is none)."""

    command: Command
    argument: str


class CommandBook:
    """The commands by their names in all languages."""

    def __init__(self, texts: Mapping[str, TelegramTexts]) -> None:
        self._texts = texts
        self._by_name = {
            by_language.commandes.by_id()[command.id].nom: command
            for by_language in texts.values()
            for command in COMMANDS
        }

    def call(self, text: str, robot: str) -> Call | None:
        """The command in a message.

        Case and accents do not matter: advisers type "/confidentialité", although Telegram shows it as plain text.

        Args:
            text: the message.
            robot: the bot's user name, without "@".

        Returns:
            The call; None if the message is no command, or another bot's.
        """
        match = _CALL.fullmatch(text.strip())
        if not match:
            return None
        name, to, argument = match.groups()
        if to and to.casefold() != robot.casefold():
            return None
        return Call(self._by_name.get(fold(name), UNKNOWN), (argument or "").strip())

    def menu(self, language: str) -> tuple[tuple[str, str], ...]:
        """The menu of a language: each command's name and description, for Telegram's `setMyCommands`."""
        texts = self._texts[language].commandes.by_id()
        return tuple((texts[command.id].nom, texts[command.id].description) for command in COMMANDS)

    def help(self, abilities: Reply) -> Reply:
        """The help: the commands, then the assistant's text and choices about its abilities."""
        text = self._texts[abilities.language].aide.format(commandes=self._list(abilities.language))
        return msgspec.structs.replace(abilities, blocks=(text, *abilities.blocks))

    def unknown(self, language: str) -> Reply:
        """The reply to an unknown command."""
        text = self._texts[language].commande_inconnue.format(commandes=self._list(language))
        return Reply(language, (text,))

    def _list(self, language: str) -> str:
        return "\n".join(f"/{name} – {description}" for name, description in self.menu(language))


COMMAND_BOOK: Declaration[CommandBook] = Declaration(
    "telegram commands", lambda _files: (), lambda parts: CommandBook(parts.of(TELEGRAM_TEXTS))
)
