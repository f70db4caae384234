"""A bot's description of itself: its commands and descriptions.

Telegram's words for a text that is too long are not documented; the codes here are those of its other lengths.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.doubles.telegram import limits
from tests.doubles.telegram.methods.registry import method
from tests.doubles.telegram.parameters import Command, Strict
from tests.doubles.telegram.refusals import bad_request
from tests.doubles.telegram.texts import short

if TYPE_CHECKING:
    from tests.doubles.telegram.server import Server

MOST_DESCRIPTION = 512
MOST_SHORT_DESCRIPTION = 120


class SetMyCommands(Strict):
    commands: tuple[Command, ...] = ()
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
    """The menu of commands."""
    double.world.settings.commands["default", _language(given.language_code)] = limits.commands(given.commands)
    return True


@method("setMyDescription", SetMyDescription)
def set_my_description(double: Server, given: SetMyDescription) -> bool:
    """What is read in an empty chat with the bot."""
    short(given.description, MOST_DESCRIPTION, bad_request("BOT_DESCRIPTION_TOO_LONG"))
    double.world.settings.descriptions[_language(given.language_code)] = given.description
    return True


@method("setMyShortDescription", SetMyShortDescription)
def set_my_short_description(double: Server, given: SetMyShortDescription) -> bool:
    """What is read on the bot's page."""
    short(given.short_description, MOST_SHORT_DESCRIPTION, bad_request("BOT_SHORT_DESCRIPTION_TOO_LONG"))
    double.world.settings.short_descriptions[_language(given.language_code)] = given.short_description
    return True


def _language(code: str) -> str:
    """A two-letter code, or nothing for all languages."""
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code
