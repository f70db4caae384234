"""A bot's description of itself: its commands, name and descriptions.

Telegram's words for a text that is too long are not documented; the codes here are those of its other lengths.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.doubles.telegram import limits
from tests.doubles.telegram.methods.registry import method
from tests.doubles.telegram.parameters import Command, Scope, Strict
from tests.doubles.telegram.refusals import bad_request
from tests.doubles.telegram.texts import short

if TYPE_CHECKING:
    from tests.doubles.telegram.server import Server

MOST_NAME = 64
MOST_DESCRIPTION = 512
MOST_SHORT_DESCRIPTION = 120
# What each scope names beside its type.
_SCOPES: dict[str, set[str]] = {
    "default": set(),
    "all_private_chats": set(),
    "all_group_chats": set(),
    "all_chat_administrators": set(),
    "chat": {"chat_id"},
    "chat_administrators": {"chat_id"},
    "chat_member": {"chat_id", "user_id"},
}


class SetMyCommands(Strict):
    commands: tuple[Command, ...] = ()
    scope: Scope | None = None
    language_code: str = ""


class GetMyCommands(Strict):
    scope: Scope | None = None
    language_code: str = ""


class InLanguage(Strict):
    language_code: str = ""


class SetMyName(Strict):
    name: str = ""
    language_code: str = ""


class SetMyDescription(Strict):
    description: str = ""
    language_code: str = ""


class SetMyShortDescription(Strict):
    short_description: str = ""
    language_code: str = ""


class Nothing(Strict):
    """No parameters."""


@method("getMe", Nothing)
def get_me(double: Server, _: Nothing) -> dict[str, Any]:
    """The bot."""
    return {
        **double.world.bot.json(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("setMyCommands", SetMyCommands)
def set_my_commands(double: Server, given: SetMyCommands) -> bool:
    """The menu of commands, for whom the scope says."""
    double.world.settings.commands[_key(double, given.scope, given.language_code)] = limits.commands(given.commands)
    return True


@method("getMyCommands", GetMyCommands)
def get_my_commands(double: Server, given: GetMyCommands) -> list[dict[str, str]]:
    """The menu of just that scope and language."""
    return double.world.settings.commands.get(_key(double, given.scope, given.language_code), [])


@method("deleteMyCommands", GetMyCommands)
def delete_my_commands(double: Server, given: GetMyCommands) -> bool:
    """No menu of its own for that scope and language."""
    double.world.settings.commands.pop(_key(double, given.scope, given.language_code), None)
    return True


@method("setMyName", SetMyName)
def set_my_name(double: Server, given: SetMyName) -> bool:
    """The bot's name."""
    short(given.name, MOST_NAME, bad_request("BOT_NAME_TOO_LONG"))
    double.world.settings.names[limits.language(given.language_code)] = given.name
    return True


@method("getMyName", InLanguage)
def get_my_name(double: Server, given: InLanguage) -> dict[str, str]:
    """The bot's name."""
    return {"name": _in_language(double.world.settings.names, given) or double.world.bot.first_name}


@method("setMyDescription", SetMyDescription)
def set_my_description(double: Server, given: SetMyDescription) -> bool:
    """What is read in an empty chat with the bot."""
    short(given.description, MOST_DESCRIPTION, bad_request("BOT_DESCRIPTION_TOO_LONG"))
    double.world.settings.descriptions[limits.language(given.language_code)] = given.description
    return True


@method("getMyDescription", InLanguage)
def get_my_description(double: Server, given: InLanguage) -> dict[str, str]:
    """What is read in an empty chat with the bot."""
    return {"description": _in_language(double.world.settings.descriptions, given)}


@method("setMyShortDescription", SetMyShortDescription)
def set_my_short_description(double: Server, given: SetMyShortDescription) -> bool:
    """What is read on the bot's page."""
    short(given.short_description, MOST_SHORT_DESCRIPTION, bad_request("BOT_SHORT_DESCRIPTION_TOO_LONG"))
    double.world.settings.short_descriptions[limits.language(given.language_code)] = given.short_description
    return True


@method("getMyShortDescription", InLanguage)
def get_my_short_description(double: Server, given: InLanguage) -> dict[str, str]:
    """What is read on the bot's page."""
    return {"short_description": _in_language(double.world.settings.short_descriptions, given)}


def _in_language(texts: dict[str, str], given: InLanguage) -> str:
    """In the language, else in the default."""
    return texts.get(limits.language(given.language_code)) or texts.get("", "")


def _key(double: Server, given: Scope | None, language: str) -> tuple[Any, ...]:
    scope = given or Scope()
    if scope.type not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    named = {"chat_id": scope.chat_id, "user_id": scope.user_id}
    if {name for name, value in named.items() if value is not None} != _SCOPES[scope.type]:
        raise bad_request(f"can't parse BotCommandScope: the scope {scope.type} names {sorted(_SCOPES[scope.type])}")
    if scope.chat_id is not None:
        double.world.chat(scope.chat_id)
    return scope.type, scope.chat_id, scope.user_id, limits.language(language)
