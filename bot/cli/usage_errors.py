"""Usage errors in French: the command-line library has messages in English only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from rules.suggestions import did_you_mean

if TYPE_CHECKING:
    from typer.exceptions import TyperException

INTERRUPTED: Final = "Interrompu."

_NO_SUCH_COMMAND = re.compile(r"No such command '(.*?)'\.", re.DOTALL)

_IN_FRENCH: Final = tuple(
    (re.compile(english, re.DOTALL), french)
    for english, french in (
        (r"Missing command\.", "Il manque la commande."),
        (
            r"Got unexpected extra argument\(s\) \((.*)\)",
            "« {} » est de trop : mettre entre guillemets ce qui a des espaces.",
        ),
        (r"Option '(.*)' requires .*", "Il manque ce qui suit l'option « {} »."),
        (r"Option '(.*)' does not take a value\.", "L'option « {} » ne prend pas de valeur."),
        (r"Argument '(.*)' takes .* values\.", "« {} » n'a pas le nombre de valeurs qu'il faut."),
        (r"'(.*)' is not a valid int.*", "« {} » n'est pas un nombre entier."),
        (r"'(.*)' is not a valid float.*", "« {} » n'est pas un nombre."),
        (r"(\S+) is not in the range (.*)\.", "« {} » n'est pas entre les bornes ({})."),
        (r"'(.*)' does not match the format.*", "« {} » n'est pas une date : l'écrire AAAA-MM-JJ, comme 2026-11-25."),
    )
)


def in_french(error: TyperException) -> str:
    """What is wrong with a command line, and how to go on; empty if the help has just been shown."""
    context: Any = getattr(error, "ctx", None)
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return ""
    lines = [_problem(error, kind, context)]
    if context is not None:
        usage = " ".join([context.command_path, *context.command.collect_usage_pieces(context)])
        lines += [f"    Emploi : {usage}", f"    Pour tout savoir : {context.command_path} --help"]
    return "\n".join(lines)


def _problem(error: Any, kind: str, context: Any) -> str:
    if kind == "MissingParameter" and error.param is not None:
        name = error.param.human_readable_name if error.param.param_type_name == "argument" else error.param.opts[0]
        return f"Il manque {name}."
    if kind == "NoSuchOption":
        known = [option for param in context.command.params for option in param.opts] if context else []
        return _unknown(f"L'option « {error.option_name} » n'existe pas.", error.option_name, known)
    if found := _NO_SUCH_COMMAND.match(error.message):
        return _unknown(f"La commande « {found[1]} » n'existe pas.", found[1], context.command.list_commands(context))
    problem = next(
        (
            french.format(*found.groups())
            for english, french in _IN_FRENCH
            if (found := english.fullmatch(error.message))
        ),
        error.message,
    )
    param = getattr(error, "param", None)
    return (
        f"{param.opts[0] if param.param_type_name == 'option' else param.human_readable_name} : {problem}"
        if param
        else problem
    )


def _unknown(problem: str, name: str, known: list[str]) -> str:
    close = did_you_mean(name, known).removesuffix(" Sinon, ")
    if close:
        return f"{problem} {close[0].upper()}{close[1:]}"
    return f"{problem} Choisir parmi : {', '.join(known)}."
