"""A bot's description of itself: its commands and descriptions, whose limits bot/channels/telegram/texts.py holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.doubles.telegram.methods.registry import method
from tests.doubles.telegram.parameters import Command, Strict, plain

if TYPE_CHECKING:
    from tests.doubles.telegram.server import Server


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
    double.world.settings.commands[given.language_code] = plain(given.commands)
    return True


@method("setMyDescription", SetMyDescription)
def set_my_description(double: Server, given: SetMyDescription) -> bool:
    """What is read in an empty chat with the bot."""
    double.world.settings.descriptions[given.language_code] = given.description
    return True


@method("setMyShortDescription", SetMyShortDescription)
def set_my_short_description(double: Server, given: SetMyShortDescription) -> bool:
    """What is read on the bot's page."""
    double.world.settings.short_descriptions[given.language_code] = given.short_description
    return True
