"""The commands of Telegram: what each does, by which names it is called, and what the menu and the help say of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from bot.answers.choice_ids import ChoiceMeaning
from bot.channels.telegram.texts import TELEGRAM_TEXTS, TelegramTexts
from bot.content.declarations import Declaration
from bot.messages import Reply
from nlu.intents import FORGET, WHY
from nlu.text import fold

_CALL = re.compile(r"/(\w+)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True)
class Command:
    """A command, by the key of its texts; without a meaning, the channel itself does what it says."""

    id: str
    meaning: ChoiceMeaning | None = None


START = Command("start")
HELP = Command("aide")
DEPARTMENT = Command("departement")
LANGUAGE = Command("langue")

COMMANDS = (
    START,
    HELP,
    DEPARTMENT,
    Command("sources", ChoiceMeaning("source")),
    Command("pourquoi", ChoiceMeaning(WHY)),
    Command("confidentialite", ChoiceMeaning("confidentialite")),
    Command("oublier", ChoiceMeaning(FORGET)),
    LANGUAGE,
)


@dataclass(frozen=True)
class Call:
    """A command that an adviser gave, with what was written after it ("" where nothing was)."""

    command: Command
    argument: str


class CommandBook:
    """Knows the commands by their names in all languages."""

    def __init__(self, words: Mapping[str, TelegramTexts]) -> None:
        self._words = words
        self._by_name = {
            one.commandes.by_id()[command.id].nom: command for one in words.values() for command in COMMANDS
        }

    def call(self, text: str, robot: str) -> Call | None:
        """The command that a message gives.

        Case and accents do not matter: Telegram shows "/confidentialité" as plain text, advisers type it all the same.

        Args:
            text: the message.
            robot: the bot's user name, without "@".

        Returns:
            None where the message is no command, one of another bot's, or one that nobody knows.
        """
        found = _CALL.fullmatch(text.strip())
        if not found:
            return None
        name, to, argument = found.groups()
        command = self._by_name.get(fold(name))
        if command is None or (to and to.casefold() != robot.casefold()):
            return None
        return Call(command, (argument or "").strip())

    def menu(self, language: str) -> tuple[tuple[str, str], ...]:
        """The menu of a language: each command's name and description, as Telegram's `setMyCommands` takes them."""
        texts = self._words[language].commandes.by_id()
        return tuple((texts[command.id].nom, texts[command.id].description) for command in COMMANDS)

    def help(self, abilities: Reply) -> Reply:
        """What the help says: the commands, then the assistant's own words and choices on what it can do."""
        lines = "\n".join(f"/{name} – {said}" for name, said in self.menu(abilities.language))
        text = self._words[abilities.language].aide.format(commandes=lines)
        return msgspec.structs.replace(abilities, paragraphs=(text, *abilities.paragraphs))


COMMAND_BOOK: Declaration[CommandBook] = Declaration(
    "telegram commands", lambda _checkout: (), lambda parts: CommandBook(parts.of(TELEGRAM_TEXTS))
)
